package occasion

import (
	"context"
	"strings"
	"time"

	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Slot is when a session is to be instead.
type Slot struct{ Day, Begins, Ends string }

// Postpone moves sessions to other days and hours, all of them that have not been; people keep their seats and are told
// (R132). The last day to book moves as many days as the first session, and whether it is held is to be decided anew.
// In: a slot by session id; a reason. Errors: as Change, and ErrWhy, ErrDays when a session is left without.
func (o *Occasions) Postpone(ctx context.Context, a may.Actor, id string, revision int64, to map[string]Slot, why string) (Occasion, error) {
	return o.PostponeClosing(ctx, a, id, revision, to, "", why)
}

// PostponeClosing is Postpone with a last day to book instead of the one that moves along; "" moves it along. Errors: as
// Postpone, and ErrCutOff.
func (o *Occasions) PostponeClosing(ctx context.Context, a may.Actor, id string, revision int64, to map[string]Slot, cutOff, why string) (_ Occasion, err error) {
	defer fault.Wrap(&err, "postpone occasion %s", id)
	return o.decide(ctx, a, id, revision, Postponed, why, func(oc *Occasion) error {
		was := oc.clone()
		for i, s := range oc.Sessions {
			t, ok := to[s.ID]
			if !ok {
				if s.Day >= o.Today() {
					return ErrDays
				}
				continue
			}
			oc.Sessions[i].Day, oc.Sessions[i].Begins, oc.Sessions[i].Ends = t.Day, t.Begins, t.Ends
			if t.Day < o.Today() && (t != Slot{s.Day, s.Begins, s.Ends}) {
				return ErrPast
			}
		}
		oc.followDay(was, o.Today())
		if cutOff != "" {
			oc.CutOff = cutOff
		}
		return nil
	})
}

// followDay lets what was set from the first day follow when that is another: the last day to book moves as many days,
// unless it is another already, and what was decided at the old one is to be decided anew.
func (o *Occasion) followDay(was Occasion, today string) {
	first, _ := days(o.Sessions)
	if was.FirstDay == "" || first == "" || first == was.FirstDay {
		return
	}
	o.Decided = ""
	if o.CutOff == was.CutOff {
		o.CutOff = Follow(o.CutOff, was.FirstDay, first, today)
	}
}

// Follow gives a day that was set from a first day when that becomes another: as many days later or earlier, never after
// the first day itself. A day that was not before least does not come before it either: what is still to come does not pass
// because the first day is earlier.
func Follow(day, firstWas, first, least string) string {
	at, err := time.Parse(time.DateOnly, day)
	from, errFrom := time.Parse(time.DateOnly, firstWas)
	to, errTo := time.Parse(time.DateOnly, first)
	if err != nil || errFrom != nil || errTo != nil {
		return day
	}
	moved := at.Add(to.Sub(from)).Format(time.DateOnly)
	if day >= least {
		moved = max(moved, least)
	}
	return min(moved, first)
}

// FirstDayBefore gives the first day that an occasion had before a change, of what it is after.
func (c Change) FirstDayBefore(is Occasion) string {
	was := make(map[string]string, len(is.Sessions))
	for _, s := range is.Sessions {
		was[s.ID] = s.Day
	}
	for _, d := range c.Differences() {
		if d.Field == "session" {
			was[d.Session], _, _ = strings.Cut(d.Was, " ")
		}
	}
	first := ""
	for _, day := range was {
		if day != "" && (first == "" || day < first) {
			first = day
		}
	}
	return first
}
