// Package spread splits a unit's people over the dates of a course, so that never more than a set share of the
// unit, or of one of its teams, is away the same day (R126, rule 34). It is pure: values in, values out. The
// same question has the same answer, in whatever order its people and dates come.
package spread

import (
	"cmp"
	"slices"
	"time"
)

// Group is when somebody usually works (rule 34). Whoever leads the unit says so; there is no shift schedule.
type Group string

// The groups.
const (
	Unsaid  Group = ""
	Day     Group = "day"
	Evening Group = "evening"
	Night   Group = "night"
	Mixed   Group = "mixed" // day, evening and night by turns
)

// Groups names those that can be said, in the order of the pages.
func Groups() []Group { return []Group{Day, Evening, Night, Mixed} }

// Away is a time away; both days are included.
type Away struct{ From, To string }

// Person is somebody at the unit.
type Person struct {
	ID          string
	Team        string // "" none
	Group       Group
	From, Until string   // first and last day of the employment, YYYY-MM-DD; "" no end
	Leaves      []Away   // times away
	Booked      []string // days with another course day
	Wanted      bool     // is to get a date
	Due         string   // the day by which the course should be done; "" none
	Asked       []string // ids of dates that the person has asked for
}

// Session is one day of a date, and when it begins.
type Session struct{ Day, Begins string }

// Date is an occasion of the course.
type Date struct {
	ID       string
	Sessions []Session
	Seats    int // that the unit's people can have
}

// First is the date's first day.
func (d Date) First() string {
	first := ""
	for _, s := range d.Sessions {
		if first == "" || s.Day < first {
			first = s.Day
		}
	}
	return first
}

// Last is the date's last day.
func (d Date) Last() string {
	last := ""
	for _, s := range d.Sessions {
		last = max(last, s.Day)
	}
	return last
}

// Limit is how many of a unit, and of each of its teams, may be away for course days the same day.
type Limit struct {
	Percent bool // the numbers are shares; else people
	Unit    int
	Team    int
}

// Most is how many of so many may be away. Of a share it is at least one: else nobody of a small team could go.
func (l Limit) Most(of, people int) int {
	if !l.Percent {
		return of
	}
	if people == 0 {
		return 0
	}
	return max(1, people*of/100)
}

// Question is what is to be split.
type Question struct {
	People []Person // everybody at the unit: those who are not wanted count too
	Dates  []Date
	Limit  Limit
	Nights bool // whoever leads can take away the night before: those who work nights can have dates
	Today  string
}

// Why is a reason: why somebody got a date, could not have it, or should not.
type Why string

// Why somebody got a date.
const (
	OnlyDate Why = "only"    // it is the only one that the person can have
	AskedFor Why = "asked"   // the person has asked for it
	InTime   Why = "in_time" // it is done before it must be
	Earliest Why = "first"   // it is the first that the person can have
	Fewest   Why = "spread"  // so that not too many are away on the others
)

// Why somebody cannot have a date, or what is to be known before it is booked.
const (
	NotThere  Why = "not_employed" // does not work at the unit that day
	OnLeave   Why = "leave"
	Busy      Why = "busy"        // has another course day
	AfterRest Why = "night"       // it follows a night
	MayRest   Why = "maybe_night" // it may follow a night: works by turns
	NoSeat    Why = "full"
	UnitLimit Why = "unit_limit"
	TeamLimit Why = "team_limit"
	TooLate   Why = "after_due"
)

// Placing is the date that somebody got.
type Placing struct {
	PersonID, DateID string
	Why              Why
}

// Block is why somebody cannot have a date.
type Block struct {
	DateID string
	Why    Why
}

// Left is somebody who got none, with why for each date in the order of the dates.
type Left struct {
	PersonID string
	Blocks   []Block
}

// Answer is how the people are split.
type Answer struct {
	Placed []Placing // by date, then by person
	Left   []Left    // by person
	Best   bool      // nothing places more; false only when dates share days in ways that took too long to try
}

// sorted puts a question in its one order.
func (q Question) sorted() Question {
	q.People, q.Dates = slices.Clone(q.People), slices.Clone(q.Dates)
	slices.SortFunc(q.People, func(a, b Person) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(q.Dates, func(a, b Date) int { return cmp.Or(cmp.Compare(a.First(), b.First()), cmp.Compare(a.ID, b.ID)) })
	return q
}

// RestHour is when a day may begin for who has worked the night before: eleven hours after seven.
const RestHour = "18:00"

// blocked tells why a person cannot have a date, whoever else has it; "" when the person can.
func blocked(p *Person, d *Date, nights bool) Why {
	for _, s := range d.Sessions {
		switch {
		case p.From > s.Day || p.Until != "" && p.Until < s.Day:
			return NotThere
		case p.away(s.Day):
			return OnLeave
		case slices.Contains(p.Booked, s.Day):
			return Busy
		}
	}
	if p.Group == Night && !nights && d.early() {
		return AfterRest
	}
	return ""
}

// early tells whether a day of the date begins before who worked at night has rested.
func (d *Date) early() bool {
	return slices.ContainsFunc(d.Sessions, func(s Session) bool { return s.Begins < RestHour })
}

func (p *Person) away(day string) bool {
	return slices.ContainsFunc(p.Leaves, func(l Away) bool { return l.From <= day && day <= l.To })
}

// counts tells whether a person is one of the unit's on a day: works there and is not on leave.
func (p *Person) counts(day string) bool {
	return p.From <= day && (p.Until == "" || p.Until >= day) && !p.away(day)
}

// Space is how many of a unit or team may be away a day, of how many, and how many are.
type Space struct{ People, Most, Away int }

// Free is how many more may be away.
func (s Space) Free() int { return max(0, s.Most-s.Away) }

// Over tells whether more are away than may be.
func (s Space) Over() bool { return s.Away > s.Most }

// Spaces counts for a day the unit and its teams: who is there, who has a course day already, and how many may.
func Spaces(people []Person, l Limit, day string) (unit Space, teams map[string]Space) {
	teams = map[string]Space{}
	for i := range people {
		p := &people[i]
		if !p.counts(day) {
			continue
		}
		away := 0
		if slices.Contains(p.Booked, day) {
			away = 1
		}
		unit.People, unit.Away = unit.People+1, unit.Away+away
		if p.Team != "" {
			t := teams[p.Team]
			t.People, t.Away = t.People+1, t.Away+away
			teams[p.Team] = t
		}
	}
	unit.Most = l.Most(l.Unit, unit.People)
	for id, t := range teams {
		t.Most = l.Most(l.Team, t.People)
		teams[id] = t
	}
	return unit, teams
}

// urgency is how much it matters that somebody gets a date, when all cannot: by the day it is due, then who
// has asked.
func urgency(p *Person, today string) int64 {
	const horizon = 730
	var u int64
	if p.Due != "" {
		u = 2 * (horizon - int64(between(today, p.Due)))
		u = min(max(u, 2), 4*horizon)
	}
	if len(p.Asked) > 0 {
		u++
	}
	return u
}

// between counts the days from one until another; what is no day is far away.
func between(from, until string) int {
	a, errA := time.Parse(time.DateOnly, from)
	b, errB := time.Parse(time.DateOnly, until)
	if errA != nil || errB != nil {
		return 1 << 20
	}
	return int(b.Sub(a).Hours() / 24)
}
