package rule

import "slices"

// keep tells whether a certified unit still is on the day, and lets it lapse when it is not.
func (m *machine) keep() {
	if m.day >= m.validUntil {
		m.base, m.cause, m.waiting = Lapsed, []Reason{m.expiry()}, false
		return
	}
	m.due(m.validUntil)
	m.due(m.window())
	m.waiting = false
	people := m.keepPeople()
	leader := m.keepLeader()
	if people && leader {
		return
	}
	if m.noted() { // it did not lapse then: whoever made the difference is not known any more
		m.waiting = true
		return
	}
	var why []Reason
	for _, r := range m.holding.lacks() {
		if r.Key == UnitLeader && !leader || (r.Key == UnitPeople || r.Key == UnitShare || r.Key == UnitNobody) && !people {
			why = append(why, r)
		}
	}
	m.base, m.cause, m.waiting = Lapsed, why, false
	m.itself = append(m.itself, Event{Day: m.day, Kind: Lapse, Rule: true, Cause: why})
	m.judge() // nobody is waited for any more
}

// expiry is that the certification has come to its end.
func (m *machine) expiry() Reason { return Reason{UnitExpiry, map[string]string{"day": m.validUntil}} }

// window is the day on which renewal begins.
func (m *machine) window() string { return addMonths(m.validUntil, -m.scheme.Window) }

// keepPeople tells whether the people do not break the certification: those who do not meet it are new, or have not
// been missing for longer than there is to mend it.
func (m *machine) keepPeople() bool {
	s := &m.holding
	m.letGo(s)
	if !s.everybody || s.counted == 0 {
		return m.keepShare()
	}
	m.shareSince = ""
	ok := true
	for i := range s.people {
		v := &s.people[i]
		if !v.Counted || v.Met {
			delete(m.missing, v.PersonID)
			if v.Counted {
				m.met[v.PersonID] = true
			}
			continue
		}
		run, have := m.missing[v.PersonID]
		if !have {
			run = absence{m.day, v.New && !m.met[v.PersonID]}
			m.missing[v.PersonID] = run
		}
		ok = m.wait(v, run) && ok
	}
	return ok
}

// letGo forgets since when they have not met it who are not there: for who comes back the time to mend it begins again.
func (m *machine) letGo(s *sum) {
	for id := range m.missing {
		if !slices.ContainsFunc(s.people, func(v Verdict) bool { return v.PersonID == id }) {
			delete(m.missing, id)
		}
	}
}

// wait tells whether somebody who does not meet it is waited for. Who came without it has the time of who is new;
// what somebody had and lost can be mended.
func (m *machine) wait(v *Verdict, run absence) bool {
	if until := addDays(run.since, m.scheme.Repair); !run.came && until > v.Until {
		if v.Until = until; until > m.day {
			v.Reasons = append(v.Reasons, Reason{WaitRepair, map[string]string{"day": until}})
		}
	}
	if v.Until <= m.day {
		v.Until = ""
		return false
	}
	m.waiting = true
	m.due(v.Until)
	return true
}

// keepShare tells the same where a share is asked for, and where nobody is left: new people are left out, and the unit as a
// whole has time to mend it.
func (m *machine) keepShare() bool {
	s := &m.holding
	if s.full() {
		m.shareSince = ""
		return true
	}
	m.waiting = true
	if s.enough(s.newWeight) {
		m.shareSince = ""
		return true
	}
	if m.shareSince == "" {
		m.shareSince = m.day
	}
	until := addDays(m.shareSince, m.scheme.Repair)
	m.due(until)
	return until > m.day
}

func (m *machine) keepLeader() bool {
	if m.holding.ledEnough() {
		m.leaderSince = ""
		return true
	}
	if m.leaderSince == "" {
		m.leaderSince = m.day
	}
	until := addDays(m.leaderSince, m.scheme.Repair)
	m.due(until)
	m.waiting = true
	return until > m.day
}

// byItself lets the rule certify where the scheme says so: in each round once, and again what had lapsed because
// something was missing, for as long as it would have held.
func (m *machine) byItself() {
	if m.scheme.By != ByRule || !m.aiming.ready() || m.noted() || m.pinned() {
		return
	}
	again := m.round > m.held
	switch {
	case m.base == Preparing, m.base != Preparing && again:
		m.certify(true)
		m.itself = append(m.itself, Event{Day: m.day, Kind: Certify, Rule: true})
	case m.base == Lapsed && m.day < m.validUntil:
		m.restore()
		m.itself = append(m.itself, Event{Day: m.day, Kind: Restore, Rule: true})
	default:
		return
	}
	m.judge()
	m.keep()
}

// pinned tells whether it is noted when the rule certified in this round, and that day is still to come: so it is where
// somebody was erased before lapses were noted too.
func (m *machine) pinned() bool {
	for _, e := range m.in.Events {
		if e.Day <= m.day {
			continue
		}
		if e.Kind == Renew {
			return false
		}
		if e.Kind == Certify && e.Rule {
			return true
		}
	}
	return false
}

// visible is the state that is shown.
func (m *machine) visible() State {
	switch {
	case m.base != Certified:
		return m.base
	case m.round > m.held || m.day >= m.window():
		return Renewal
	case m.waiting:
		return Pending
	}
	return Certified
}

// show notes which state is shown, and since when.
func (m *machine) show(s State) {
	if s != m.shown {
		m.shown, m.shownSince = s, m.day
		m.history = append(m.history, Passage{m.day, s})
	}
}
