package plan

import (
	"cmp"
	"slices"
)

// candidate is a journey that fits, with the employments it fits.
type candidate struct {
	j       *Journey
	seats   []who
	step    *Step
	fit     int // 2 per employment in a live track, 1 per other
	chosen  bool
	reasons []Reason
	instead []PassedOver
}

// choose picks the person's journeys, best first (rule 12).
func choose(in *Input) []candidate {
	var all []candidate
	es := current(in)
	for i := range in.Journeys {
		if c, ok := match(in, &in.Journeys[i], es); ok {
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int {
		return cmp.Or(
			cmp.Compare(btoi(b.chosen), btoi(a.chosen)), cmp.Compare(b.fit, a.fit),
			cmp.Compare(b.j.Priority, a.j.Priority), cmp.Compare(a.j.ID, b.j.ID))
	})
	var picked []candidate
	for _, c := range all {
		k := slices.IndexFunc(picked, func(p candidate) bool {
			return p.j.ID == c.j.ID || overlap(p.j, c.j) && !(c.chosen && p.chosen)
		})
		switch {
		case k < 0:
			picked = append(picked, c)
		case picked[k].j.ID != c.j.ID:
			picked[k].instead = append(picked[k].instead, passedOver(&c, &picked[k]))
		}
	}
	return picked
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func overlap(a, b *Journey) bool {
	return slices.Contains(a.Overlaps, b.ID) || slices.Contains(b.Overlaps, a.ID)
}

func passedOver(c, shown *candidate) PassedOver {
	r := shown.reasons[0]
	return PassedOver{Journey: c.j.ID, Title: c.j.Title, Reason: Reason{
		Rule: RuleOverlap, DecidedBy: r.DecidedBy, DecidedByID: r.DecidedByID, Since: r.Since, Journey: shown.j.Title,
	}}
}

// match seats the employments that the journey is for; ok is false when there is none.
func match(in *Input, j *Journey, es []*Employment) (c candidate, ok bool) {
	if j.Status != Live || j.Since > in.Today {
		return c, false
	}
	c = candidate{j: j, chosen: slices.Contains(in.Person.Chosen, j.ID)}
	for _, e := range es {
		on := switchedOn(in, j.ID, e)
		if on == nil {
			continue
		}
		w := seat(j, &in.Person, e)
		w.on = on
		if !j.Audience.matches(&w) {
			continue
		}
		c.fit += 1 + btoi(inLiveTrack(j, &w))
		c.seats = append(c.seats, w)
		c.reasons = addReason(c.reasons, matchReason(&c, on, e, in.Today))
	}
	if len(c.seats) == 0 {
		return c, false
	}
	c.takeStep(&in.Person, in.Today)
	return c, true
}

// current lists the employments of today, each once, in an order that does not depend on the input's.
func current(in *Input) []*Employment {
	var es []*Employment
	for i := range in.Person.Employments {
		if e := &in.Person.Employments[i]; e.active(in.Today) {
			es = append(es, e)
		}
	}
	slices.SortStableFunc(es, func(a, b *Employment) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.ID, b.ID), slices.Compare(a.Path, b.Path))
	})
	return slices.CompactFunc(es, func(a, b *Employment) bool {
		return a.ID != "" && a.ID == b.ID && a.Start == b.Start && slices.Equal(a.Path, b.Path)
	})
}

func switchedOn(in *Input, journey string, e *Employment) *Switch {
	var best *Switch
	for i := range in.On {
		s := &in.On[i]
		if s.Journey != journey || !holds(s.From, s.Until, in.Today) || !slices.Contains(e.Path, s.NodeID) {
			continue
		}
		if best == nil || s.From < best.From || s.From == best.From && s.NodeID < best.NodeID {
			best = s
		}
	}
	return best
}

func seat(j *Journey, p *Person, e *Employment) who {
	w := who{e: e, p: p, manager: e.Manager || len(j.Managers) > 0 && oneOf(j.Managers, e.Occupation)}
	for i := range j.Tracks {
		if j.Tracks[i].Audience.matches(&w) {
			w.tracks = append(w.tracks, j.Tracks[i].ID)
		}
	}
	return w
}

func inLiveTrack(j *Journey, w *who) bool {
	for i := range j.Tracks {
		if t := &j.Tracks[i]; t.Status != Investigating && slices.Contains(w.tracks, t.ID) {
			return true
		}
	}
	return false
}

func matchReason(c *candidate, on *Switch, e *Employment, today Date) Reason {
	rule := RuleJourney
	if c.chosen {
		rule = RuleChosen
	}
	return Reason{
		Rule: rule, DecidedBy: firstText(on.NodeName, on.NodeID), DecidedByID: on.NodeID,
		Since:      firstDate(latest(on.From, e.Start), c.j.Since, today),
		Occupation: e.Occupation, Area: e.Area,
	}
}

// addReason appends r unless it is there.
func addReason(rs []Reason, r Reason) []Reason {
	if slices.Contains(rs, r) {
		return rs
	}
	return append(rs, r)
}
