package spread

import (
	"cmp"
	"slices"
)

// answer tells the split that was found, with its reasons.
func (s *solver) answer() Answer {
	a := Answer{Best: s.proven}
	for i, d := range s.best {
		if d >= 0 {
			a.Placed = append(a.Placed, Placing{s.wanted[i].ID, s.q.Dates[d].ID, s.why(i, d)})
			continue
		}
		left := Left{PersonID: s.wanted[i].ID}
		for d := range s.q.Dates {
			why := blocked(s.wanted[i], &s.q.Dates[d], s.q.Nights)
			if why == "" {
				why = s.room(s.best, i, d)
			}
			left.Blocks = append(left.Blocks, Block{s.q.Dates[d].ID, why})
		}
		a.Left = append(a.Left, left)
	}
	place := map[string]int{}
	for d := range s.q.Dates {
		place[s.q.Dates[d].ID] = d
	}
	slices.SortStableFunc(a.Placed, func(x, y Placing) int { return cmp.Compare(place[x.DateID], place[y.DateID]) })
	return a
}

// why tells why a person has a date.
func (s *solver) why(person, date int) Why {
	p, first, n := s.wanted[person], -1, 0
	for d := range s.q.Dates {
		if s.can[person][d] {
			if n++; first < 0 {
				first = d
			}
		}
	}
	switch {
	case n == 1:
		return OnlyDate
	case p.asked(s.q.Dates[date].ID):
		return AskedFor
	case p.Due != "" && s.q.Dates[date].Last() <= p.Due:
		return InTime
	case date == first:
		return Earliest
	}
	return Fewest
}

// Remark is what is to be known before somebody is booked at a date.
type Remark struct {
	PersonID, DateID string
	Why              Why
	Day              string // of the limits and what is about one day
	Team             string // of TeamLimit
	Space            Space  // of the limits: with those who are placed
}

// Check tells what is wrong, or is to be known, when people are placed at dates as somebody wants it: person →
// date. It refuses nothing. People who have a date already are counted where their Booked says.
func Check(q Question, placed map[string]string) []Remark {
	q = q.sorted()
	people := slices.Clone(q.People)
	at := map[string]int{} // date → how many
	for i := range people {
		if d := q.date(placed[people[i].ID]); d != nil {
			at[d.ID]++
			people[i].Booked = append(slices.Clone(people[i].Booked), d.days()...)
		}
	}
	var out []Remark
	for i := range q.People {
		p := &q.People[i]
		d := q.date(placed[p.ID])
		if d == nil {
			continue
		}
		say := func(r Remark) { r.PersonID, r.DateID = p.ID, d.ID; out = append(out, r) }
		if why := blocked(p, d, true); why != "" {
			say(Remark{Why: why})
		}
		if d.early() && p.Group == Night {
			say(Remark{Why: AfterRest})
		} else if d.early() && p.Group == Mixed {
			say(Remark{Why: MayRest})
		}
		if p.Due != "" && d.Last() > p.Due {
			say(Remark{Why: TooLate, Day: p.Due})
		}
		if at[d.ID] > d.Seats {
			say(Remark{Why: NoSeat})
		}
		for _, day := range d.days() {
			unit, teams := Spaces(people, q.Limit, day)
			if unit.Over() {
				say(Remark{Why: UnitLimit, Day: day, Space: unit})
			}
			if t := teams[p.Team]; p.Team != "" && t.Over() {
				say(Remark{Why: TeamLimit, Day: day, Team: p.Team, Space: t})
			}
		}
	}
	return out
}

// Hindered tells whether somebody cannot have a date at all: does not work then, is on leave, or has another course
// day.
func Hindered(q *Question, personID, dateID string) bool {
	d := q.date(dateID)
	for i := range q.People {
		if q.People[i].ID == personID && d != nil {
			return blocked(&q.People[i], d, true) != ""
		}
	}
	return true
}

func (q *Question) date(id string) *Date {
	for i := range q.Dates {
		if q.Dates[i].ID == id && id != "" {
			return &q.Dates[i]
		}
	}
	return nil
}
