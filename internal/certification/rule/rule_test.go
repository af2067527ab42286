package rule_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"yrkesresan/internal/certification/rule"
)

const never = "9999-12-31"

// scheme asks everybody for a course: 30 days for who is new, 14 to mend, two years.
func scheme(change ...func(*rule.Scheme)) rule.Scheme {
	s := rule.Scheme{Title: "Ramverket", Requirements: []rule.Requirement{{Key: "kurs", Title: "Kursen", OneOf: []rule.Evidence{{Kind: rule.ByCourse, Ref: "kurs"}}}},
		Versions: rule.AnyVersion, Share: 100, Serving: true, LongLeave: 30, Grace: 30, Repair: 14, Months: 24, Window: 6, Anew: true, By: rule.ByRule}
	for _, f := range change {
		f(&s)
	}
	return s
}

// unit is in a scheme since the first of January 2027.
func unit(s rule.Scheme, people ...rule.Person) rule.Input {
	return rule.Input{Versions: []rule.Version{{Number: 1, From: "2026-01-01", Scheme: s}}, Events: []rule.Event{{Day: "2027-01-01", Kind: rule.Joined}}, People: people}
}

// who has worked there since a day.
func who(id, from string, facts ...rule.Fact) rule.Person {
	return rule.Person{ID: id, Stints: []rule.Stint{{Span: rule.Span{From: from, Until: never}, Arrived: from, Form: "permanent", Occupation: "underskoterska"}}, Facts: facts}
}

// done is the course completed on a day.
func done(day string) rule.Fact {
	return rule.Fact{Kind: rule.Completed, Ref: "kurs", Version: 1, Day: day, Span: rule.Span{From: day, Until: never}}
}

// until lets a fact end.
func until(f rule.Fact, day, why string) rule.Fact { f.Until, f.Why = day, why; return f }

type state struct {
	day   string
	state rule.State
}

func states(t *testing.T, in rule.Input, want ...state) {
	t.Helper()
	for _, w := range want {
		if got := rule.At(in, w.day); got.State != w.state {
			t.Errorf("%s: %s, want %s (%v, %v)", w.day, got.State, w.state, got.Lacks, got.Cause)
		}
	}
}

// R182: one person missing, and the unit is not certified; the last pass certifies it.
func TestTheLastPassCertifies(t *testing.T) {
	t.Parallel()
	in := unit(scheme(), who("a", "2020-01-01", done("2026-05-01")), who("b", "2020-01-01", done("2027-03-03")))
	states(t, in, state{"2026-12-31", ""}, state{"2027-01-01", rule.Preparing}, state{"2027-03-02", rule.Preparing}, state{"2027-03-03", rule.Certified})
	o := rule.At(in, "2027-03-03")
	if o.CertifiedOn != "2027-03-03" || o.ValidUntil != "2029-03-03" || o.Window != "2028-09-03" || !o.ByRule || o.Met != 2 || o.Counted != 2 {
		t.Errorf("%+v", o)
	}
	if o := rule.At(in, "2027-03-02"); o.Met != 1 || o.Ready || !slices.Equal(keys(o.Lacks), []string{rule.UnitPeople}) {
		t.Errorf("%+v", o)
	}
}

func keys(all []rule.Reason) (out []string) {
	for _, r := range all {
		out = append(out, r.Key)
	}
	return out
}

// R183: renewal begins before the end; a new round asks for what was done since it began; what is not renewed lapses.
func TestRecertification(t *testing.T) {
	t.Parallel()
	a := who("a", "2020-01-01", done("2026-05-01"))
	in := unit(scheme(), a)
	states(t, in, state{"2027-01-01", rule.Certified}, state{"2028-06-30", rule.Certified}, state{"2028-07-01", rule.Renewal}, state{"2028-12-31", rule.Renewal}, state{"2029-01-01", rule.Lapsed}, state{"2030-01-01", rule.Lapsed})
	in.Events = append(in.Events, rule.Event{Day: "2028-08-01", Kind: rule.Renew})
	o := rule.At(in, "2028-08-02")
	if o.State != rule.Renewal || o.Round != 2 || o.Met != 0 || o.People[0].Reasons[0].Key != rule.LackRound {
		t.Errorf("%+v", o)
	}
	in.People[0].Facts = append(in.People[0].Facts, done("2028-10-10"))
	states(t, in, state{"2028-10-09", rule.Renewal}, state{"2028-10-10", rule.Certified}, state{"2029-01-01", rule.Certified})
	if o := rule.At(in, "2029-02-01"); o.ValidUntil != "2030-10-10" || o.CertifiedOn != "2028-10-10" {
		t.Errorf("%+v", o)
	}
	in.People[0].Facts[1] = done("2029-05-05") // after it has lapsed
	states(t, in, state{"2029-01-01", rule.Lapsed}, state{"2029-05-05", rule.Certified})
}

// R184: who is new is waited for, and then not.
func TestWhoIsNewIsWaitedFor(t *testing.T) {
	t.Parallel()
	in := unit(scheme(), who("a", "2020-01-01", done("2026-05-01")), who("b", "2027-06-01"))
	states(t, in, state{"2027-05-31", rule.Certified}, state{"2027-06-01", rule.Pending}, state{"2027-06-30", rule.Pending}, state{"2027-07-01", rule.Lapsed})
	o := rule.At(in, "2027-06-15")
	if o.Waiting != 1 || o.Met != 1 || o.Counted != 2 || o.Next != "2027-07-01" || o.People[1].Until != "2027-07-01" || !o.People[1].New {
		t.Errorf("%+v", o)
	}
	in.People[1].Facts = []rule.Fact{done("2027-06-20")}
	states(t, in, state{"2027-06-19", rule.Pending}, state{"2027-06-20", rule.Certified}, state{"2027-08-01", rule.Certified})
	in.People[1].Facts = []rule.Fact{done("2027-07-10")} // too late: it lapses, and holds again for as long as it would have
	states(t, in, state{"2027-07-01", rule.Lapsed}, state{"2027-07-10", rule.Certified})
	if o := rule.At(in, "2027-07-10"); o.ValidUntil != "2029-01-01" || o.Since != "2027-07-10" {
		t.Errorf("%+v", o)
	}
}

func TestNobodyNewIsWaitedForBeforeTheFirstCertification(t *testing.T) {
	t.Parallel()
	people := []rule.Person{who("a", "2020-01-01", done("2026-05-01")), who("b", "2026-12-20")}
	states(t, unit(scheme(), people...), state{"2027-01-05", rule.Preparing})
	in := unit(scheme(func(s *rule.Scheme) { s.GraceFirst = true }), people...)
	states(t, in, state{"2027-01-05", rule.Pending}, state{"2027-01-19", rule.Lapsed}) // 30 days from the arrival
}

// What somebody had and lost can be mended; the past stays as it was.
func TestWhatIsTakenBackStopsHoldingThatDay(t *testing.T) {
	t.Parallel()
	in := unit(scheme(), who("a", "2020-01-01", until(done("2026-05-01"), "2027-04-01", rule.WhyRevoked)))
	states(t, in, state{"2027-03-31", rule.Certified}, state{"2027-04-01", rule.Pending}, state{"2027-04-14", rule.Pending}, state{"2027-04-15", rule.Lapsed})
	o := rule.At(in, "2027-04-02")
	if p := o.People[0]; p.Met || p.Until != "2027-04-15" || !slices.Equal(keys(p.Reasons), []string{rule.LackRevoked, rule.WaitRepair}) {
		t.Errorf("%+v", p)
	}
	in = unit(scheme(), who("a", "2020-01-01", until(done("2026-05-01"), "2027-04-01", rule.WhyExpired)))
	if o := rule.At(in, "2027-04-02"); o.People[0].Reasons[0].Key != rule.LackExpired {
		t.Errorf("%+v", o.People)
	}
}

func TestWhoCounts(t *testing.T) {
	t.Parallel()
	stint := func(change func(*rule.Stint)) rule.Person {
		p := who("b", "2026-11-01")
		change(&p.Stints[0])
		return p
	}
	away := who("b", "2020-01-01")
	away.Leaves = []rule.Span{{From: "2026-12-01", Until: "2027-02-01"}}
	short := who("b", "2020-01-01")
	short.Leaves = []rule.Span{{From: "2027-01-01", Until: "2027-01-20"}}
	for name, tc := range map[string]struct {
		person rule.Person
		scheme rule.Scheme
		why    string // "" = counts
	}{
		"permanent":                {who("b", "2020-01-01"), scheme(), ""},
		"dormant":                  {stint(func(s *rule.Stint) { s.Form, s.Dormant = "hourly", true }), scheme(func(s *rule.Scheme) { s.Hourly = true }), rule.OutDormant},
		"hourly":                   {stint(func(s *rule.Stint) { s.Form = "hourly" }), scheme(), rule.OutHourly},
		"hourly who count":         {stint(func(s *rule.Stint) { s.Form = "hourly" }), scheme(func(s *rule.Scheme) { s.Hourly = true }), ""},
		"hourly, two months":       {stint(func(s *rule.Stint) { s.Form = "hourly" }), scheme(func(s *rule.Scheme) { s.Hourly, s.HourlyMonths = true, 2 }), ""},
		"hourly, not three months": {stint(func(s *rule.Stint) { s.Form = "hourly" }), scheme(func(s *rule.Scheme) { s.Hourly, s.HourlyMonths = true, 3 }), rule.OutMonths},
		"serving":                  {stint(func(s *rule.Stint) { s.Serving = true }), scheme(), ""},
		"serving who do not count": {stint(func(s *rule.Stint) { s.Serving = true }), scheme(func(s *rule.Scheme) { s.Serving = false }), rule.OutServing},
		"weighs nothing":           {who("b", "2020-01-01"), scheme(func(s *rule.Scheme) { s.Weights = map[string]int{"underskoterska": 0} }), rule.OutOccupation},
		"long leave":               {away, scheme(), rule.OutAway},
		"short leave":              {short, scheme(), ""},
	} {
		o := rule.At(unit(tc.scheme, who("a", "2020-01-01", done("2026-05-01")), tc.person), "2027-01-05")
		p := o.People[1]
		if p.Counted != (tc.why == "") || tc.why != "" && p.Reasons[0].Key != tc.why {
			t.Errorf("%s: %+v", name, p)
		}
	}
	in := unit(scheme(), who("a", "2020-01-01", done("2026-05-01")), away)
	states(t, in, state{"2027-01-31", rule.Certified}, state{"2027-02-01", rule.Pending}, state{"2027-02-15", rule.Lapsed}) // back, with 14 days to mend it
}

func TestAShareIsEnough(t *testing.T) {
	t.Parallel()
	people := []rule.Person{who("a", "2020-01-01", done("2026-05-01")), who("b", "2020-01-01", done("2026-05-01")), who("c", "2020-01-01", done("2026-05-01")), who("d", "2020-01-01", done("2026-05-01")), who("e", "2020-01-01")}
	in := unit(scheme(func(s *rule.Scheme) { s.Share = 80 }), people...)
	states(t, in, state{"2027-01-01", rule.Certified})
	if n := rule.Needed(in, "2027-01-01"); n.More != 0 || len(n.Missing) != 1 {
		t.Errorf("%+v", n)
	}
	in.People[0].Stints[0].Until = "2027-05-01" // 3 of 4
	states(t, in, state{"2027-04-30", rule.Certified}, state{"2027-05-01", rule.Pending}, state{"2027-05-14", rule.Pending}, state{"2027-05-15", rule.Lapsed})
	if o := rule.At(in, "2027-05-02"); o.LeaderUntil != "2027-05-15" || o.Lacks[0].Key != rule.UnitShare {
		t.Errorf("%+v", o)
	}
	in = unit(scheme(func(s *rule.Scheme) { s.Share, s.Weights = 80, map[string]int{"underskoterska": 2, "sjukskoterska": 8} }), people...)
	in.People[0].Stints = slices.Clone(in.People[0].Stints)
	in.People[0].Stints[0].Until = never
	in.People[4].Stints[0].Occupation = "sjukskoterska" // 8 of 16
	states(t, in, state{"2027-01-01", rule.Preparing})
	if n := rule.Needed(in, "2027-01-01"); n.More != 1 {
		t.Errorf("%+v", n)
	}
}

func TestALeaderAndStepsAreAskedFor(t *testing.T) {
	t.Parallel()
	in := unit(scheme(func(s *rule.Scheme) { s.Leader, s.Steps = true, []string{rule.Visit, rule.Handbook, rule.Support} }), who("a", "2020-01-01", done("2026-05-01")))
	if o := rule.At(in, "2027-01-01"); !slices.Equal(keys(o.Lacks), []string{rule.UnitLeader, rule.UnitStep, rule.UnitStep}) {
		t.Errorf("%v", o.Lacks)
	}
	in.Leaders = []rule.Span{{From: "2027-02-01", Until: "2027-10-01"}}
	in.Events = append(in.Events, rule.Event{Day: "2027-02-02", Kind: rule.StepDone, Step: rule.Visit}, rule.Event{Day: "2027-02-03", Kind: rule.StepDone, Step: rule.Handbook}, rule.Event{Day: "2027-02-04", Kind: rule.StepUndo, Step: rule.Visit},
		rule.Event{Day: "2027-02-05", Kind: rule.StepDone, Step: rule.Visit})
	in.Events[2].Day = "2027-02-04" // what is undone the same day never counted
	states(t, in, state{"2027-02-04", rule.Preparing}, state{"2027-02-05", rule.Certified}, state{"2027-10-01", rule.Pending}, state{"2027-10-15", rule.Lapsed})
	if o := rule.At(in, "2027-10-02"); o.LeaderUntil != "2027-10-15" || o.Steps[6].Done != "2027-02-05" || o.Steps[7].Done != "" || !o.Steps[7].Required {
		t.Errorf("%+v", o)
	}
}

// R186: a test and a task with an assessor's comment are both evidence.
func TestAnyOfTheWaysIsEnough(t *testing.T) {
	t.Parallel()
	s := scheme(func(s *rule.Scheme) {
		s.Requirements = []rule.Requirement{{Key: "prov", Title: "Provet", OneOf: []rule.Evidence{{Kind: rule.ByTest, Ref: "kurs"}, {Kind: rule.ByTask}, {Kind: rule.BySkill, Ref: "kateter"}, {Kind: rule.ByMeetings, Count: 2}}}}
	})
	fact := func(kind rule.FactKind, ref, day string) rule.Fact {
		return rule.Fact{Kind: kind, Ref: ref, Day: day, Span: rule.Span{From: day, Until: never}}
	}
	for name, tc := range map[string]struct {
		facts []rule.Fact
		why   string
	}{
		"nothing":               {nil, rule.LackMeetings},
		"the course, no test":   {[]rule.Fact{done("2026-05-01")}, rule.LackMeetings},
		"the test":              {[]rule.Fact{fact(rule.Passed, "kurs", "2026-05-01")}, ""},
		"another test":          {[]rule.Fact{fact(rule.Passed, "annan", "2026-05-01")}, rule.LackMeetings},
		"the task":              {[]rule.Fact{fact(rule.Assessed, "prov", "2026-05-01")}, ""},
		"the task, not enough":  {[]rule.Fact{fact(rule.Failed, "prov", "2026-05-01")}, rule.LackTask},
		"the skill":             {[]rule.Fact{fact(rule.Signed, "kateter", "2026-05-01")}, ""},
		"one meeting":           {[]rule.Fact{fact(rule.Attended, "guide:x", "2026-05-01")}, rule.LackMeetings},
		"two meetings":          {[]rule.Fact{fact(rule.Attended, "guide:x", "2026-05-01"), fact(rule.Attended, "guide:x", "2026-06-01")}, ""},
		"what is yet to happen": {[]rule.Fact{fact(rule.Passed, "kurs", "2027-05-01")}, rule.LackMeetings},
	} {
		p := rule.At(unit(s, who("a", "2020-01-01", tc.facts...)), "2027-01-01").People[0]
		if p.Met != (tc.why == "") || !p.Met && p.Reasons[0].Key != tc.why {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

func TestWhichVersionCounts(t *testing.T) {
	t.Parallel()
	in := unit(scheme(func(s *rule.Scheme) { s.Versions = rule.NewestAlways }), who("a", "2020-01-01", done("2026-05-01")))
	in.Courses = map[string][]rule.Release{"kurs": {{Version: 1, From: "2026-01-01"}, {Version: 2, From: "2027-06-01"}}}
	states(t, in, state{"2027-05-31", rule.Certified}, state{"2027-06-01", rule.Pending}, state{"2027-06-15", rule.Lapsed})
	if o := rule.At(in, "2027-06-01"); o.People[0].Reasons[0].Key != rule.LackVersion {
		t.Errorf("%+v", o.People)
	}
	in.Versions[0].Scheme.Versions = rule.RoundVersion
	states(t, in, state{"2027-06-15", rule.Certified})
	in.Courses["kurs"][1].From = "2026-12-01" // newest when the round began
	states(t, in, state{"2027-01-01", rule.Preparing})
}

func TestDecisions(t *testing.T) {
	t.Parallel()
	in := unit(scheme(func(s *rule.Scheme) { s.By = rule.ByLeader }), who("a", "2020-01-01", done("2026-05-01")))
	states(t, in, state{"2027-06-01", rule.Preparing})
	if o := rule.At(in, "2027-01-01"); !o.Ready {
		t.Errorf("%+v", o)
	}
	add := func(day, kind string) { in.Events = append(in.Events, rule.Event{Day: day, Kind: kind}) }
	add("2027-02-01", rule.Decline)
	if o := rule.At(in, "2027-02-01"); o.State != rule.Preparing || o.Decision != rule.Decline {
		t.Errorf("%+v", o)
	}
	add("2027-02-02", rule.Ask)
	add("2027-02-03", rule.Change)
	states(t, in, state{"2027-02-02", rule.Preparing}, state{"2027-02-03", rule.Certified})
	add("2027-03-01", rule.Revoke)
	add("2027-03-02", rule.Ask)
	add("2027-03-03", rule.Uphold)
	states(t, in, state{"2027-02-28", rule.Certified}, state{"2027-03-01", rule.Revoked}, state{"2027-03-03", rule.Revoked})
	if o := rule.At(in, "2027-03-02"); !o.Asked || o.Decision != rule.Revoke || o.ValidUntil != "" {
		t.Errorf("%+v", o)
	}
	add("2027-03-04", rule.Ask)
	add("2027-03-05", rule.Change)
	states(t, in, state{"2027-03-04", rule.Revoked}, state{"2027-03-05", rule.Certified})
	if o := rule.At(in, "2027-03-05"); o.ValidUntil != "2029-02-03" {
		t.Errorf("%+v", o)
	}
	add("2027-04-01", rule.Left)
	states(t, in, state{"2027-03-31", rule.Certified}, state{"2027-04-01", ""})
}

func TestARevokedUnitIsNotCertifiedByTheRuleBeforeANewRound(t *testing.T) {
	t.Parallel()
	in := unit(scheme(), who("a", "2020-01-01", done("2026-05-01"), done("2027-05-01")))
	in.Events = append(in.Events, rule.Event{Day: "2027-03-01", Kind: rule.Revoke}, rule.Event{Day: "2027-04-01", Kind: rule.Renew})
	states(t, in, state{"2027-03-01", rule.Revoked}, state{"2027-04-30", rule.Revoked}, state{"2027-05-01", rule.Certified})
}

// Rule 39: what was shown before a revocation does not certify by itself, in a scheme that lets earlier evidence renew too;
// and the revocation is told, also when a new round begins on its day.
func TestARevocationIsNotRenewedAway(t *testing.T) {
	t.Parallel()
	long := func(s *rule.Scheme) { s.Anew = false }
	for name, events := range map[string][]rule.Event{
		"renewed on the day": {{Day: "2027-03-01", Kind: rule.Revoke}, {Day: "2027-03-01", Kind: rule.Renew}},
		"renewed later":      {{Day: "2027-03-01", Kind: rule.Revoke}, {Day: "2027-03-20", Kind: rule.Renew}},
		"a round was open":   {{Day: "2027-02-01", Kind: rule.Renew}, {Day: "2027-03-01", Kind: rule.Revoke}},
		"asked, and upheld":  {{Day: "2027-03-01", Kind: rule.Revoke}, {Day: "2027-03-02", Kind: rule.Ask}, {Day: "2027-03-03", Kind: rule.Uphold}, {Day: "2027-03-20", Kind: rule.Renew}},
	} {
		in := unit(scheme(long), who("a", "2020-01-01", done("2026-05-01"), done("2027-03-01")), who("b", "2020-01-01", done("2026-05-01")))
		in.Events = append(in.Events, events...)
		if name == "a round was open" { // and not done: b has lost it
			in.People[1].Facts[0] = until(in.People[1].Facts[0], "2027-01-25", rule.WhyRevoked)
			in.People[1].Facts = append(in.People[1].Facts, done("2027-03-01"))
			in.Versions[0].Scheme.Repair = 90
		}
		states(t, in, state{"2027-03-01", rule.Revoked}, state{"2027-03-20", rule.Revoked}, state{"2029-06-01", rule.Revoked})
		o := rule.At(in, "2027-03-21")
		if last := o.History[len(o.History)-1]; last != (rule.Passage{Day: "2027-03-01", State: rule.Revoked}) || o.Ready || o.Met != 0 {
			t.Errorf("%s: %+v, %d met", name, o.History, o.Met)
		}
		for i := range in.People {
			in.People[i].Facts = append(in.People[i].Facts, done("2027-04-0"+[]string{"1", "2"}[i]))
		}
		states(t, in, state{"2027-04-01", rule.Revoked}, state{"2027-04-02", rule.Certified})
	}
	in := unit(scheme(long), who("a", "2020-01-01", done("2026-05-01")))
	for _, kind := range []string{rule.Revoke, rule.Ask, rule.Change} {
		in.Events = append(in.Events, rule.Event{Day: "2027-03-01", Kind: kind})
	}
	want := []rule.Passage{{Day: "2027-01-01", State: rule.Certified}, {Day: "2027-03-01", State: rule.Revoked}, {Day: "2027-03-01", State: rule.Certified}}
	if o := rule.At(in, "2027-03-01"); !slices.Equal(o.History, want) || o.ValidUntil != "2029-01-01" {
		t.Errorf("%+v", o)
	}
}

// Somebody's data is erased: when the rule certified has been noted, and stays.
func TestANotedDayOfTheRuleStays(t *testing.T) {
	t.Parallel()
	a, b := who("a", "2020-01-01", done("2026-05-01")), who("b", "2020-01-01")
	b.Stints[0].Until = "2027-05-01"
	in := unit(scheme(), a, b)
	states(t, in, state{"2027-04-30", rule.Preparing}, state{"2027-05-01", rule.Certified})
	in.People = in.People[:1]
	states(t, in, state{"2027-01-01", rule.Certified})
	in.Events = append(in.Events, rule.Event{Day: "2027-05-01", Kind: rule.Certify, Rule: true})
	states(t, in, state{"2027-04-30", rule.Preparing}, state{"2027-05-01", rule.Certified})
}

// What is noted of the rule is what it did: with it, and without whoever made the difference, a unit went the same way, until
// its certification ends or the rule does something again.
func TestWhatIsNotedOfTheRuleIsWhatItDid(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		on := day(rapid.IntRange(0, horizon).Draw(t, "on"))
		had := rule.At(in, on)
		noted := in
		noted.Noted = rule.AddDays(on, 1)
		noted.Events = append(slices.Clone(in.Events), had.Itself...)
		slices.SortStableFunc(noted.Events, func(a, b rule.Event) int { return strings.Compare(a.Day, b.Day) })
		if len(in.People) > 0 {
			noted.People = slices.Delete(slices.Clone(in.People), 0, 1)
		}
		then := rule.At(noted, on)
		if len(then.Itself) > 0 || then.ValidUntil != had.ValidUntil || then.CertifiedOn != had.CertifiedOn || then.State.Holds() != had.State.Holds() || then.Round != had.Round || !reflect.DeepEqual(then.Cause, had.Cause) {
			t.Fatalf("was %+v\nis %+v", had, then)
		}
		if holds := func(o rule.Outcome) (out []rule.Passage) {
			for _, p := range o.History {
				if len(out) == 0 || p.State.Holds() != out[len(out)-1].State.Holds() {
					out = append(out, rule.Passage{Day: p.Day, State: map[bool]rule.State{true: rule.Certified, false: rule.Lapsed}[p.State.Holds()]})
				}
			}
			return out
		}; !slices.Equal(holds(then), holds(had)) {
			t.Fatalf("was %v, is %v", had.History, then.History)
		}
	})
}

func TestAChangedSchemeCountsFromItsDay(t *testing.T) {
	t.Parallel()
	in := unit(scheme(), who("a", "2020-01-01", done("2026-05-01")))
	harder := scheme(func(s *rule.Scheme) {
		s.Requirements = append(slices.Clone(s.Requirements), rule.Requirement{Key: "mer", Title: "Mer", OneOf: []rule.Evidence{{Kind: rule.ByCourse, Ref: "mer"}}})
	})
	in.Versions = append(in.Versions, rule.Version{Number: 2, From: "2027-06-01", Scheme: harder})
	states(t, in, state{"2027-05-31", rule.Certified}, state{"2027-06-01", rule.Pending}, state{"2027-06-15", rule.Lapsed})
	if o := rule.At(in, "2027-05-31"); o.Next != "2027-06-01" || o.Version != 1 {
		t.Errorf("%+v", o)
	}
}

func TestForecast(t *testing.T) {
	t.Parallel()
	var people []rule.Person
	for _, id := range []string{"a", "b", "c", "d"} {
		people = append(people, who(id, "2020-01-01", done("2026-05-01")))
	}
	in := unit(scheme(), people...)
	got := rule.Forecast(rule.Suppose(in, rule.Plan{Coming: []rule.Coming{{Day: "2027-05-01", Number: 2, Form: "permanent"}}, Leaving: map[string]string{"a": "2027-05-03"}}), "2027-04-01", "2027-06-30")
	type brief struct {
		day          string
		state        rule.State
		met, counted int
	}
	var have []brief
	for _, p := range got {
		have = append(have, brief{p.Day, p.State, p.Met, p.Counted})
	}
	want := []brief{{"2027-04-01", rule.Certified, 4, 4}, {"2027-05-01", rule.Pending, 4, 6}, {"2027-05-03", rule.Pending, 3, 5}, {"2027-05-31", rule.Lapsed, 3, 5}}
	if !reflect.DeepEqual(have, want) {
		t.Errorf("%+v", have)
	}
	trained := rule.Forecast(rule.Suppose(in, rule.Plan{Coming: []rule.Coming{{Day: "2027-05-01", Number: 2, Trained: true}}}), "2027-04-01", "2027-06-30")
	if last := trained[len(trained)-1]; last.State != rule.Certified || last.Met != 6 {
		t.Errorf("%+v", trained)
	}
	fixed := rule.Forecast(rule.Suppose(unit(scheme(), who("a", "2020-01-01")), rule.Plan{Done: map[string]string{"a": "2027-02-02"}}), "2027-01-01", "2027-06-30")
	if len(fixed) != 2 || fixed[1].Day != "2027-02-02" || fixed[1].State != rule.Certified {
		t.Errorf("%+v", fixed)
	}
}

func TestASchemeIsChecked(t *testing.T) {
	t.Parallel()
	if wrong := scheme().Tidy().Check(); len(wrong) > 0 {
		t.Errorf("%v", wrong)
	}
	for field, change := range map[string]func(*rule.Scheme){
		"title":                 func(s *rule.Scheme) { s.Title = " " },
		"requirements":          func(s *rule.Scheme) { s.Requirements = nil },
		"requirements.0.key":    func(s *rule.Scheme) { s.Requirements[0].Key = "Å" },
		"requirements.0.one_of": func(s *rule.Scheme) { s.Requirements[0].OneOf = []rule.Evidence{{Kind: rule.ByMeetings}} },
		"share":                 func(s *rule.Scheme) { s.Share = 101 },
		"weights":               func(s *rule.Scheme) { s.Weights = map[string]int{"x": -1} },
		"grace":                 func(s *rule.Scheme) { s.Grace = -1 },
		"months":                func(s *rule.Scheme) { s.Months = 0 },
		"window":                func(s *rule.Scheme) { s.Window = 24 },
		"by":                    func(s *rule.Scheme) { s.By = "manager" },
		"steps":                 func(s *rule.Scheme) { s.Steps = []string{"lunch"} },
		"versions":              func(s *rule.Scheme) { s.Versions = "x" },
	} {
		s := scheme()
		change(&s)
		wrong := s.Tidy().Check()
		if len(wrong) != 1 || wrong[0].Field != field {
			t.Errorf("%s: %v", field, wrong)
		}
	}
	twice := scheme()
	twice.Requirements = append(twice.Requirements, twice.Requirements[0])
	if wrong := twice.Check(); len(wrong) != 1 || wrong[0] != (rule.Problem{Field: "requirements.1.key", Key: "twice"}) {
		t.Errorf("%v", wrong)
	}
}
