package plan

import (
	"cmp"
	"slices"
)

// takeStep proposes a step from the years and lets the person's and manager's choice go before it (rule 9, R060).
func (c *candidate) takeStep(p *Person, today Date) {
	if c.j.Scheme.Kind != Experience || len(c.j.Scheme.Levels) == 0 {
		return
	}
	var since Date
	for i := range c.seats {
		if d := experienceSince(p, c.seats[i].e, c.j.Scheme.Years, today); since == "" || d < since {
			since = d
		}
	}
	proposed := proposeStep(&c.j.Scheme, since, today)
	s := &Step{ID: proposed.ID, Title: proposed.Title, Proposed: proposed.ID, Since: since}
	if choice, ok := p.Steps[c.j.ID]; ok && choice.At <= today {
		if l := c.j.Scheme.level(choice.Step); l != nil {
			s.ID, s.Title, s.Chosen, s.By, s.Note = l.ID, l.Title, true, choice.By, choice.Note
		}
	}
	c.step = s
	for i := range c.seats {
		c.seats[i].step = s.ID
	}
}

func (s *Scheme) level(id string) *Level {
	for i := range s.Levels {
		if s.Levels[i].ID == id {
			return &s.Levels[i]
		}
	}
	return nil
}

// proposeStep gives the last level whose years have been reached since the day, the first one failing all.
func proposeStep(s *Scheme, since, today Date) *Level {
	best := &s.Levels[0]
	for i := range s.Levels {
		l := &s.Levels[i]
		from := since.AddYears(l.Years)
		if from < today || from == today && !l.Over {
			best = l
		}
	}
	return best
}

// experienceSince gives the day from which the person's years in the employment's occupation (or area) count, as if
// they had been without a gap up to today. Leave counts as work here: the scheme speaks of years in the work.
func experienceSince(p *Person, e *Employment, in YearsIn, today Date) Date {
	var spans []Interval
	for i := range p.Employments {
		o := &p.Employments[i]
		same := o.Occupation == e.Occupation
		if in == YearsInArea {
			same = o.Area == e.Area
		}
		if !same || o.Start > today || o.Start == "" {
			continue
		}
		end := today
		if o.End != "" && o.End < today {
			end = o.End.AddDays(1)
		}
		spans = append(spans, Interval{o.Start, end})
	}
	return today.AddDays(-daysCovered(spans))
}

// daysCovered counts the days of the spans, each day once; a span ends before its Until.
func daysCovered(spans []Interval) int {
	slices.SortFunc(spans, func(a, b Interval) int { return cmp.Compare(a.From, b.From) })
	days := 0
	var upTo Date
	for _, s := range spans {
		from := latest(s.From, upTo)
		if s.Until > from {
			days += from.DaysTo(s.Until)
			upTo = s.Until
		}
	}
	return days
}
