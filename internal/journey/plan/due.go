package plan

import (
	"cmp"
	"slices"
)

// deadline is when an item is due for one employment, why, and what leave did to the date.
type deadline struct {
	date    Date
	reasons []Reason
}

// deadline gives the earliest of the state's due dates for the employment, or when a completion that counts no more
// had to be renewed. The zero deadline has no date.
func (pl *planning) deadline(st *state, h *held, e *Employment) deadline {
	if h.valid || st.req == Elective || st.req == "" {
		return deadline{}
	}
	if h.expired {
		if len(st.dues) == 0 && st.req != Mandatory {
			return deadline{}
		}
		date, moved := pl.moved(h.until, 0, e)
		return deadline{date, pl.leaveReason(nil, e, moved)}
	}
	var best deadline
	for i := range st.dues {
		d := &st.dues[i]
		date, moved := pl.moved(d.anchor(e), d.Days, e)
		if date == "" || best.date != "" && date >= best.date {
			continue
		}
		r := Reason{
			Rule: dueReason(&d.Due), DecidedBy: d.by, DecidedByID: d.byID, Since: d.since, Days: d.Days,
			Occupation: e.Occupation, Area: e.Area,
		}
		best = deadline{date, pl.leaveReason([]Reason{r}, e, moved)}
	}
	return best
}

func dueReason(d *Due) Rule {
	if d.From == FromAssigned {
		return RuleAssigned
	}
	return RuleNewEmployee
}

// anchor is the day the days count from: never so early that the date would lie before the decision, before the work
// came under whoever decided it, or before the employment was known. On a municipality's first day nobody is late.
func (d *dueRule) anchor(e *Employment) Date {
	asked := latest(latest(d.since, e.Joined[d.byID]), e.Known)
	if d.From != FromAssigned && e.Start != "" && e.Start.AddDays(d.Days) >= asked {
		return e.Start
	}
	return latest(asked, e.Start)
}

// moved gives the date days after from, put off by the leave days between; a leave without end runs up to today.
func (pl *planning) moved(from Date, days int, e *Employment) (date Date, by int) {
	date = from.AddDays(days)
	if len(e.Leave) == 0 || date == "" {
		return date, 0
	}
	for _, l := range pl.leave(e) {
		first := latest(l.From, from)
		if l.From > date || l.Until < first {
			continue
		}
		n := first.DaysTo(l.Until) + 1
		date, by = date.AddDays(n), by+n
		from = l.Until.AddDays(1) // days of leave that overlap count once
	}
	return date, by
}

// leave lists the employment's leaves with their ends, the first one first.
func (pl *planning) leave(e *Employment) []Interval {
	ls := make([]Interval, 0, len(e.Leave))
	for _, l := range e.Leave {
		if l.Until == "" {
			l.Until = pl.today
		}
		if l.From <= l.Until && l.From != "" {
			ls = append(ls, l)
		}
	}
	slices.SortFunc(ls, func(a, b Interval) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Until, b.Until))
	})
	return ls
}

// leaveReason adds that leave has moved the date.
func (pl *planning) leaveReason(rs []Reason, e *Employment, moved int) []Reason {
	if moved == 0 {
		return rs
	}
	return append(rs, pl.onLeaveReason(e, moved))
}

// onLeaveReason says that leave stops the clock. The rule is the frame's owner's; it holds from the first day of the
// latest leave that has begun.
func (pl *planning) onLeaveReason(e *Employment, moved int) Reason {
	var since Date
	for _, l := range e.Leave {
		if l.From <= pl.today {
			since = latest(since, l.From)
		}
	}
	return Reason{
		Rule: RuleLeave, DecidedBy: pl.j.owner(), DecidedByID: pl.j.Owner, Since: firstDate(since, e.Start, pl.today), Days: moved,
	}
}
