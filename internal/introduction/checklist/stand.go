package checklist

import (
	"cmp"
	"slices"
	"time"
)

// Local is an item of the introduction to a workplace: what a municipality, an operation or a unit has added (R241).
type Local struct {
	ID     string
	Place  string // who decided: what the place is called
	Depth  int    // how far down the place stands: the municipality's come first
	Order  int64  // among those of its place
	When   When
	Text   string
	Easy   string
	Who    Who
	Course string
	// Minutes is how long it takes; 0 unknown. Template is the only checklist that it goes with; "" all.
	Minutes  int64
	Template string
}

// Tick says that an item is done.
type Tick struct {
	How Who    // as whom it was confirmed
	By  string // who confirmed; "" the learning record
	On  string
}

// Line is an item of somebody's introduction, with how it stands.
type Line struct {
	Item
	Place string // who decided; "" the profession's own
	Tick  *Tick
	Due   string
	Late  bool
}

// Done tells whether it is done.
func (l Line) Done() bool { return l.Tick != nil }

// Local tells whether the workplace has added it.
func (l Line) Local() bool { return l.Place != "" }

// Group is what belongs to one time.
type Group struct {
	When  When
	Due   string
	Lines []Line
}

// Count is how many of the lines are done, and how many there are.
func (g Group) Count() (done, all int) {
	for _, l := range g.Lines {
		if l.Done() {
			done++
		}
	}
	return done, len(g.Lines)
}

// Case is one person's introduction: what it is made of.
type Case struct {
	Template Template
	Locals   []Local
	Area     string // where the person works
	Start    string // the day that due days are counted from
	Paused   int    // days that it has been paused: every due day comes so much later
	Resting  bool   // it is paused now: nothing is late
	Away     []Away // the earliest first; overlapping days count once
	Ticks    map[string]Tick
}

// Away are days, both counted, when somebody was on leave: no time goes.
type Away struct{ From, To string }

// Standing is how somebody stands.
type Standing struct {
	Groups          []Group // those that have lines
	Done, All, Late int
	Now             int // the group that is to be worked on: the first with something left; -1 when all is done
	NextDue         string
	Step            int // of the steps of responsibility, from 1; 0: there are none
	Proposed        int // the step that the calendar proposes
}

// Whole tells whether everything is done.
func (s Standing) Whole() bool { return s.All > 0 && s.Done == s.All }

// Lines are all lines, in their order.
func (s Standing) Lines() (out []Line) {
	for _, g := range s.Groups {
		out = append(out, g.Lines...)
	}
	return out
}

// Line finds a line by its item's id.
func (s Standing) Line(id string) (Line, bool) {
	for _, l := range s.Lines() {
		if l.ID == id {
			return l, true
		}
	}
	return Line{}, false
}

// Stand puts the profession's items and the workplace's together in one list by time, and tells how it stands on a
// day (R241). Of one time the profession's come first, then those of the municipality, its operations and the unit.
func (c Case) Stand(today string) Standing {
	lines := c.lines()
	s := Standing{Now: -1}
	for _, when := range Times() {
		g := Group{When: when, Due: c.due(when)}
		for _, l := range lines {
			if l.When != when {
				continue
			}
			if t, ok := c.Ticks[l.ID]; ok {
				l.Tick = &t
			}
			l.Due = g.Due
			l.Late = l.Tick == nil && !c.Resting && today > l.Due
			s.count(l)
			g.Lines = append(g.Lines, l)
		}
		if len(g.Lines) == 0 {
			continue
		}
		if done, all := g.Count(); done < all && s.Now < 0 {
			s.Now, s.NextDue = len(s.Groups), g.Due
		}
		s.Groups = append(s.Groups, g)
	}
	s.Step, s.Proposed = c.step(), c.proposed(today)
	return s
}

func (s *Standing) count(l Line) {
	s.All++
	switch {
	case l.Done():
		s.Done++
	case l.Late:
		s.Late++
	}
}

func (c Case) due(w When) string { return c.moved(Later(c.Start, w.Days()+c.Paused)) }

// Besides is how many days there are from a day until another, which is not counted, that are not days away (the earliest
// first): who is both paused and away loses each day once.
func Besides(from, until string, away []Away) int {
	n, last := Between(from, until), Later(until, -1)
	for _, a := range away {
		first, to := max(a.From, from), min(a.To, last)
		if to < first {
			continue
		}
		n -= Between(first, to) + 1
		from = Later(to, 1)
	}
	return max(n, 0)
}

// Last is the day when the last of it is due; "" of nothing.
func (c Case) Last() (day string) {
	lines := c.lines()
	for _, w := range Times() {
		if slices.ContainsFunc(lines, func(l Line) bool { return l.When == w }) {
			day = c.due(w)
		}
	}
	return day
}

// moved puts a day off by the days away between the start and it.
func (c Case) moved(day string) string {
	from := c.Start
	for _, a := range c.Away {
		first := max(a.From, from)
		if a.From > day || a.To < first {
			continue
		}
		day = Later(day, Between(first, a.To)+1)
		from = Later(a.To, 1)
	}
	return day
}

func (c Case) lines() (out []Line) {
	for _, x := range c.Template.Items {
		if len(x.Areas) == 0 || slices.Contains(x.Areas, c.Area) {
			out = append(out, Line{Item: x})
		}
	}
	locals := slices.Clone(c.Locals)
	slices.SortStableFunc(locals, func(a, b Local) int {
		return cmp.Or(a.Depth-b.Depth, cmp.Compare(a.Order, b.Order), cmp.Compare(a.ID, b.ID))
	})
	for _, l := range locals {
		if l.Template == "" || l.Template == c.Template.ID {
			out = append(out, Line{Place: l.Place, Item: Item{ID: l.ID, When: l.When, Text: l.Text, Easy: l.Easy, Who: l.Who, Course: l.Course, Minutes: l.Minutes}})
		}
	}
	return out
}

// step is the step of responsibility that has been confirmed, without a gap.
func (c Case) step() int {
	if len(c.Template.Steps) == 0 {
		return 0
	}
	at := 1
	for at < len(c.Template.Steps) {
		i := slices.IndexFunc(c.Template.Items, func(x Item) bool { return x.Step == at+1 })
		if i < 0 {
			return at
		}
		if _, done := c.Ticks[c.Template.Items[i].ID]; !done {
			return at
		}
		at++
	}
	return at
}

// proposed is the last step whose month has come.
func (c Case) proposed(today string) (at int) {
	begins, err := time.Parse(time.DateOnly, Later(c.Start, c.Paused))
	if err != nil {
		return 0
	}
	for i, s := range c.Template.Steps {
		if c.moved(begins.AddDate(0, s.Month, 0).Format(time.DateOnly)) <= today {
			at = i + 1
		}
	}
	if len(c.Template.Steps) > 0 {
		at = max(at, 1)
	}
	return at
}

// MeetingWeeks are the weeks in which a mentor and a newcomer meet, as proposed (R244).
func MeetingWeeks() []int { return []int{1, 2, 4, 8, 12} }

// Proposed is the day that a meeting of a week is proposed for: the last working day before that week has passed,
// never before a day.
func Proposed(start string, week int, notBefore string) string {
	t, err := time.Parse(time.DateOnly, Later(start, 7*week-3))
	if err != nil {
		return start
	}
	if first, err := time.Parse(time.DateOnly, notBefore); err == nil && t.Before(first) {
		t = first
	}
	for t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		t = t.AddDate(0, 0, 1)
	}
	return t.Format(time.DateOnly)
}
