package rule

import "slices"

// Step is a step of the programme, and on which day it was done in this round; "" when it is not.
type Step struct {
	Name     string
	Required bool
	Done     string
}

// Outcome is how a unit stands on a day.
type Outcome struct {
	On          string
	State       State // "" when the unit is not in the programme that day
	Since       string
	CertifiedOn string // "" when it never was
	ValidUntil  string // the first day that the certification does not hold; "" when the unit is not certified
	Window      string // the day when renewal begins; "" as above
	ByRule      bool
	Round       int
	RoundFrom   string
	Held        int      // the round that the certification rests on
	Cause       []Reason // why it lapsed or was revoked
	Lacks       []Reason // what the unit does not fulfil today, in this round
	Ready       bool     // it could be certified today
	Counted     int      // how many count
	Met         int      // of them meet it, in this round
	Share       int      // how many percent of them must
	Waiting     int      // how many are waited for without breaking the certification
	People      []Verdict
	Steps       []Step
	Leader      bool
	LeaderUntil string // the first day when a missing leader or too low a share is no longer waited for; "" when nothing is
	Asked       bool   // a new assessment is asked for
	Decision    string // the latest decision that may be asked about: Revoke or Decline
	Version     int64  // of the scheme
	Scheme      *Scheme
	Next        string // the next day on which time alone may change something; "" when none is known
	History     []Passage
	Itself      []Event // what the rule did, but what is noted as events and what follows from the end of a certification
}

// At gives how a unit stands on a day.
func At(in Input, on string) Outcome {
	m := walk(&in, on, nil)
	if m == nil {
		return Outcome{On: on, Next: joins(in, on)}
	}
	return m.outcome(on)
}

// joins is the day on which a unit joins that has not yet.
func joins(in Input, on string) string {
	if len(in.Events) > 0 && in.Events[0].Day > on {
		return in.Events[0].Day
	}
	return ""
}

func (m *machine) outcome(on string) Outcome {
	o := Outcome{On: on, Next: m.next, History: slices.Clone(m.history), Itself: slices.Clone(m.itself)}
	if m.left {
		return o
	}
	s := &m.aiming
	o.State, o.Since, o.Round, o.RoundFrom, o.Held = m.shown, m.shownSince, m.round, m.roundFrom, m.held
	o.CertifiedOn, o.ByRule, o.Cause, o.Asked, o.Decision = m.certifiedOn, m.byRule, m.cause, m.asked, m.decision
	if m.scheme == nil {
		return o
	}
	o.Lacks, o.Ready, o.Counted, o.Met, o.Share, o.Leader = s.lacks(), s.ready() && !m.expired(), s.counted, s.met, s.share, s.leader
	if m.expired() && !slices.ContainsFunc(o.Cause, func(r Reason) bool { return r.Key == UnitExpiry }) {
		o.Lacks = append(o.Lacks, m.expiry())
	}
	o.People, o.Version, o.Scheme, o.Steps = s.people, m.number, m.scheme, m.stepList()
	if m.base != Certified {
		return o
	}
	o.ValidUntil, o.Window = m.validUntil, m.window()
	for _, v := range m.holding.people {
		if v.Waited() {
			o.Waiting++
		}
	}
	for _, since := range []string{m.leaderSince, m.shareSince} {
		if until := addDays(since, m.scheme.Repair); since != "" && (o.LeaderUntil == "" || until < o.LeaderUntil) {
			o.LeaderUntil = until
		}
	}
	return o
}

func (m *machine) stepList() []Step {
	out := make([]Step, 0, len(Steps()))
	for _, name := range Steps() {
		s := Step{name, slices.Contains(m.scheme.Steps, name), m.steps[name]}
		if name == Certification {
			s.Required = true
			if m.base == Certified && m.held == m.round {
				s.Done = m.certifiedOn
			}
		}
		out = append(out, s)
	}
	return out
}
