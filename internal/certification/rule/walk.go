package rule

import (
	"slices"
	"sort"
)

// machine is a unit on its way through time.
type machine struct {
	in     *Input
	day    string
	scheme *Scheme // in force; nil before the first version
	number int64

	base        State // preparing, certified, lapsed or revoked: what is shown follows from it
	certifiedOn string
	validUntil  string
	byRule      bool
	itself      []Event // what the rule did, but what is noted and what the end of a certification does
	held        int     // the round whose evidence the certification rests on
	heldFrom    string  // when that round began
	heldSince   string  // what was done before does not count in it, whatever the scheme says; "" = no such day
	round       int
	roundFrom   string
	roundSince  string             // as heldSince, of this round
	revokedOn   string             // the day of the latest revocation
	steps       map[string]string  // done in this round, on which day
	missing     map[string]absence // people who do not meet it
	met         map[string]bool    // people who count and have met it since the certification
	shareSince  string             // since when too few meet it, or nobody counts
	leaderSince string             // since when there is no leader
	decision    string             // the latest that may be asked about: Revoke or Decline
	asked       bool
	left        bool

	holding sum // by the evidence that the certification rests on
	aiming  sum // by the evidence of this round
	waiting bool
	cause   []Reason // of lapsed and revoked

	shown      State
	shownSince string
	next       string // the next day on which time alone may change something
	history    []Passage
}

// absence is since when somebody has not met it; came: never has, and is new.
type absence struct {
	since string
	came  bool
}

// Passage is that a unit went over into a state.
type Passage struct {
	Day   string
	State State
}

// breaks gives the days on which what is given changes, from one through another, in order.
func (in *Input) breaks(from, through string) []string {
	days := map[string]bool{}
	span := func(s Span) { days[s.From], days[s.Until] = true, true }
	for _, v := range in.Versions {
		days[v.From] = true
	}
	for _, e := range in.Events {
		days[e.Day] = true
	}
	for i := range in.People {
		p := &in.People[i]
		for _, s := range p.Stints {
			span(s.Span)
		}
		for _, l := range p.Leaves {
			span(l)
		}
		for _, f := range p.Facts {
			span(f.Span)
		}
	}
	for _, all := range in.Courses {
		for _, r := range all {
			days[r.From] = true
		}
	}
	for _, l := range in.Leaders {
		span(l)
	}
	out := make([]string, 0, len(days))
	for d := range days {
		if d >= from && d <= through && d < noEnd {
			out = append(out, d)
		}
	}
	sort.Strings(out)
	return out
}

// walk goes through every day on which something may change, from when the unit joined through a day, and stops there
// with what holds then.
func walk(in *Input, through string, each func(*machine)) *machine {
	m := &machine{in: in, base: Preparing, round: 1}
	if len(in.Events) == 0 || in.Events[0].Day > through {
		return nil
	}
	days := in.breaks(in.Events[0].Day, noEnd)
	at := 0
	for i := 0; ; {
		day := ""
		if i < len(days) {
			day = days[i]
		}
		if m.next != "" && (day == "" || m.next < day) {
			day = m.next
		}
		if day == "" || day > through {
			m.next = day
			return m
		}
		for i < len(days) && days[i] <= day {
			i++
		}
		m.day = day
		first := at
		for at < len(in.Events) && in.Events[at].Day <= day {
			at++
		}
		m.step(in.Events[first:at])
		if m.left {
			m.next = ""
		}
		if each != nil {
			each(m)
		}
		if m.left {
			return m
		}
	}
}

// step takes a unit to a day on which something may have changed.
func (m *machine) step(events []Event) {
	m.next = ""
	for i := range m.in.Versions {
		if v := &m.in.Versions[i]; v.From <= m.day {
			m.scheme, m.number = &v.Scheme, v.Number
		}
	}
	if m.roundFrom == "" {
		m.roundFrom, m.heldFrom, m.held, m.steps = m.day, m.day, 1, map[string]string{}
	}
	for _, e := range events {
		m.happen(e)
	}
	if m.scheme == nil {
		m.show(Preparing)
		return
	}
	m.judge()
	if m.base == Certified {
		m.keep()
	}
	m.byItself()
	if m.base != Certified {
		m.due(m.validUntil)
	}
	m.show(m.visible())
}

// due notes a coming day.
func (m *machine) due(day string) {
	if day > m.day && day < noEnd && (m.next == "" || day < m.next) {
		m.next = day
	}
}

// judge looks at the people, by the evidence that holds and by that of this round.
func (m *machine) judge() {
	m.holding = judgeAll(m.in, m.scheme, m.day, m.since(m.held, m.heldFrom, m.heldSince), m.heldFrom)
	m.due(m.holding.next)
	m.aiming = m.holding
	if m.round != m.held {
		m.aiming = judgeAll(m.in, m.scheme, m.day, m.since(m.round, m.roundFrom, m.roundSince), m.roundFrom)
		m.due(m.aiming.next)
	}
	m.aiming.unfinished = nil
	for _, s := range Steps() {
		if s != Certification && s != Support && slices.Contains(m.scheme.Steps, s) && m.steps[s] == "" {
			m.aiming.unfinished = append(m.aiming.unfinished, s)
		}
	}
}

// since is what evidence must not be older than; "" when age does not matter.
func (m *machine) since(round int, from, since string) string {
	if round > 1 && m.scheme.Anew {
		return max(from, since)
	}
	return since
}

// happen lets an event happen.
func (m *machine) happen(e Event) {
	switch e.Kind {
	case StepDone:
		if m.steps[e.Step] == "" {
			m.steps[e.Step] = e.Day
		}
	case StepUndo:
		delete(m.steps, e.Step)
	case Certify:
		if e.Rule && (m.base == Certified && m.held == m.round) {
			return
		}
		m.certify(e.Rule)
	case Decline:
		m.decision, m.asked = Decline, false
	case Lapse:
		if m.base == Certified {
			m.base, m.cause, m.waiting = Lapsed, e.Cause, false
		}
	case Restore:
		if m.base == Lapsed {
			m.restore()
		}
	case Revoke:
		m.revoke()
	case Ask:
		m.asked = true
	case Change:
		m.changed()
	case Uphold:
		m.asked = false
	case Renew:
		m.round, m.roundFrom, m.roundSince, m.steps = m.round+1, m.day, m.afterRevoked(), map[string]string{}
	case Left:
		m.left = true
	}
}

// revoke takes the certification away. It is told also when more happens on that day.
func (m *machine) revoke() {
	if m.base == Certified {
		if !m.shown.Holds() {
			m.show(Certified)
		}
		m.show(Revoked)
		m.base, m.cause, m.revokedOn = Revoked, []Reason{{Key: UnitRevoke}}, m.day
		if m.round > m.held {
			m.roundSince = m.afterRevoked()
		}
	}
	m.decision, m.asked = Revoke, false
}

// afterRevoked is from when something counts that certifies a revoked unit anew: from the day after. What had been shown
// before was there when the certification was taken away, and does not bring it back by itself (rule 39).
func (m *machine) afterRevoked() string {
	if m.base != Revoked {
		return ""
	}
	return addDays(m.revokedOn, 1)
}

// changed lets a new assessment change the decision that was asked about.
func (m *machine) changed() {
	switch {
	case m.decision == Revoke && m.base == Revoked:
		if m.base, m.cause = Certified, nil; m.round > m.held {
			m.roundSince = ""
		}
		m.clocks()
	case m.decision == Decline:
		m.certify(false)
	}
	m.decision, m.asked = "", false
}

// certify certifies from the day on.
func (m *machine) certify(byRule bool) {
	m.base, m.cause, m.byRule = Certified, nil, byRule
	m.certifiedOn = m.day
	m.held, m.heldFrom, m.heldSince = m.round, m.roundFrom, m.roundSince
	if m.scheme != nil {
		m.validUntil = addMonths(m.day, m.scheme.Months)
	}
	m.decision, m.asked = "", false
	m.clocks()
}

// restore lets what has lapsed hold again, for as long as it would have.
func (m *machine) restore() {
	m.base, m.cause = Certified, nil
	m.clocks()
}

// noted tells whether what the rule did on the day is among the events.
func (m *machine) noted() bool { return m.day < m.in.Noted }

// expired tells whether what a certification rests on has run out, whatever it ended by: a new round comes first (R183).
func (m *machine) expired() bool {
	return m.base != Certified && m.round == m.held && m.validUntil != "" && m.day >= m.validUntil
}

// clocks lets what is missing be missing from now on.
func (m *machine) clocks() {
	m.missing, m.met, m.shareSince, m.leaderSince = map[string]absence{}, map[string]bool{}, "", ""
}
