package rule_test

import (
	"slices"
	"testing"

	"yrkesresan/internal/certification/rule"
)

// Who is new is waited for from the first day that the person counts, not from the day of coming.
func TestGraceRunsFromWhenOneCounts(t *testing.T) {
	t.Parallel()
	stint := func(from, until string, change func(*rule.Stint)) rule.Stint {
		s := who("b", from).Stints[0]
		if s.Until = until; change != nil {
			change(&s)
		}
		return s
	}
	for name, change := range map[string]func(*rule.Stint){
		"hourly":     func(s *rule.Stint) { s.Form = "hourly" },
		"serving":    func(s *rule.Stint) { s.Serving = true },
		"occupation": func(s *rule.Stint) { s.Occupation = "vaktmastare" },
		"dormant":    func(s *rule.Stint) { s.Dormant = true },
	} {
		b := rule.Person{ID: "b", Stints: []rule.Stint{stint("2026-02-01", "2027-05-01", change), stint("2027-05-01", "2027-05-10", nil), stint("2027-05-10", never, nil)}}
		in := unit(scheme(func(s *rule.Scheme) { s.Serving, s.Weights = false, map[string]int{"vaktmastare": 0} }), who("a", "2020-01-01", done("2026-05-01")), b)
		states(t, in, state{"2027-04-30", rule.Certified}, state{"2027-05-01", rule.Pending}, state{"2027-05-30", rule.Pending}, state{"2027-05-31", rule.Lapsed})
		if o := rule.At(in, "2027-05-20"); !o.People[1].New || o.People[1].Until != "2027-05-31" {
			t.Errorf("%s: %+v", name, o.People[1])
		}
	}
	away := rule.Person{ID: "b", Stints: []rule.Stint{stint("2026-02-01", "2027-05-01", nil), stint("2027-05-01", never, nil)}, Leaves: []rule.Span{{From: "2026-12-01", Until: "2027-06-01"}}}
	if o := rule.At(unit(scheme(), away), "2027-06-01"); o.People[0].New || !o.People[0].Counted {
		t.Errorf("back from leave, and there before it: %+v", o.People)
	}
}

// Months of hourly staff are those with work: while an employment is dormant none pass.
func TestDormantMonthsAreNotWorked(t *testing.T) {
	t.Parallel()
	hourly := func(from, until string, dormant bool) rule.Stint {
		return rule.Stint{Span: rule.Span{From: from, Until: until}, Arrived: from, Form: "hourly", Occupation: "underskoterska", Dormant: dormant}
	}
	months := func(s *rule.Scheme) { s.Hourly, s.HourlyMonths = true, 3 }
	for name, tc := range map[string]struct {
		stints []rule.Stint
		counts string
	}{
		"without a break":     {[]rule.Stint{hourly("2027-01-01", never, false)}, "2027-04-01"},
		"a month, and a rest": {[]rule.Stint{hourly("2027-01-01", "2027-02-01", false), hourly("2027-02-01", "2027-06-01", true), hourly("2027-06-01", never, false)}, "2027-07-30"},
		"two employments":     {[]rule.Stint{hourly("2027-01-01", never, false), hourly("2027-01-01", "2027-05-01", true)}, "2027-04-01"},
		"back after a year":   {[]rule.Stint{hourly("2025-01-01", "2026-01-01", false), hourly("2027-01-01", never, false)}, "2027-04-01"},
		"changed within":      {[]rule.Stint{hourly("2027-01-01", "2027-02-01", false), hourly("2027-02-01", never, false)}, "2027-04-01"},
	} {
		in := unit(scheme(months), who("a", "2020-01-01", done("2026-05-01")), rule.Person{ID: "b", Stints: tc.stints})
		before, then := rule.At(in, rule.AddDays(tc.counts, -1)), rule.At(in, tc.counts)
		if p := before.People[1]; p.Counted || p.Reasons[0].Key != rule.OutMonths || p.Reasons[0].Args["day"] != tc.counts || before.Next != tc.counts {
			t.Errorf("%s: %+v, next %s", name, p, before.Next)
		}
		if p := then.People[1]; !p.Counted || !p.New || p.Until != rule.AddDays(tc.counts, 30) {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

func TestJoin(t *testing.T) {
	t.Parallel()
	got := rule.Join([]rule.Span{{From: "2027-03-01", Until: "2027-03-05"}, {From: "2027-01-01", Until: "2027-02-01"}, {From: "2027-02-01", Until: "2027-02-10"}, {From: "2027-01-05", Until: "2027-01-10"}})
	if want := []rule.Span{{From: "2027-01-01", Until: "2027-02-10"}, {From: "2027-03-01", Until: "2027-03-05"}}; !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

// Who comes back has the time to mend what was lost before: the days away do not count.
func TestWhoComesBackHasTheTimeAgain(t *testing.T) {
	t.Parallel()
	for _, grace := range []int{0, 7} {
		b := who("b", "2020-01-01", until(done("2026-05-01"), "2027-04-01", rule.WhyRevoked))
		again := who("b", "2027-06-01").Stints[0]
		b.Stints[0].Until = "2027-04-05"
		b.Stints = append(b.Stints, again)
		in := unit(scheme(func(s *rule.Scheme) { s.Grace = grace }), who("a", "2020-01-01", done("2026-05-01")), b)
		states(t, in, state{"2027-04-01", rule.Pending}, state{"2027-04-05", rule.Certified}, state{"2027-06-01", rule.Pending}, state{"2027-06-14", rule.Pending}, state{"2027-06-15", rule.Lapsed})
	}
}

// A unit whose people have all left has the time to mend it, and lapses.
func TestAUnitWithoutPeopleLapses(t *testing.T) {
	t.Parallel()
	for _, share := range []int{100, 80} {
		a := who("a", "2020-01-01", done("2026-05-01"))
		a.Stints[0].Until = "2027-04-01"
		in := unit(scheme(func(s *rule.Scheme) { s.Share = share }), a)
		states(t, in, state{"2027-03-31", rule.Certified}, state{"2027-04-01", rule.Pending}, state{"2027-04-14", rule.Pending}, state{"2027-04-15", rule.Lapsed})
		if o := rule.At(in, "2027-04-02"); o.LeaderUntil != "2027-04-15" || o.Lacks[0].Key != rule.UnitNobody {
			t.Errorf("%+v", o)
		}
		if o := rule.At(in, "2027-05-01"); !slices.Equal(keys(o.Cause), []string{rule.UnitNobody}) {
			t.Errorf("%+v", o.Cause)
		}
		led := in
		led.Versions = []rule.Version{{Number: 1, From: "2026-01-01", Scheme: scheme(func(s *rule.Scheme) { s.Share, s.Leader = share, true })}}
		led.Leaders = []rule.Span{{From: "2026-01-01", Until: "2027-04-06"}}
		if o := rule.At(led, "2027-04-07"); o.State != rule.Pending || o.LeaderUntil != "2027-04-15" { // what comes first
			t.Errorf("%+v", o)
		}
		in.People = append(in.People, who("b", "2027-04-10", done("2026-05-01")))
		states(t, in, state{"2027-04-09", rule.Pending}, state{"2027-04-10", rule.Certified}, state{"2027-05-01", rule.Certified})
	}
}

// R183: when the time of a certification has run out, a new round comes first, whatever it had lapsed by before.
func TestWhatHasRunOutIsRenewed(t *testing.T) {
	t.Parallel()
	b := who("b", "2020-01-01", until(done("2026-05-01"), "2028-12-01", rule.WhyRevoked), done("2029-02-01"))
	for _, by := range []string{rule.ByRule, rule.ByLeader} {
		in := unit(scheme(func(s *rule.Scheme) { s.By = by }), who("a", "2020-01-01", done("2026-05-01")), b)
		if by == rule.ByLeader {
			in.Events = append(in.Events, rule.Event{Day: "2027-01-01", Kind: rule.Certify})
		}
		states(t, in, state{"2028-12-14", rule.Renewal}, state{"2028-12-15", rule.Lapsed}, state{"2029-02-01", rule.Lapsed}, state{"2029-03-01", rule.Lapsed})
		o := rule.At(in, "2029-03-01")
		if o.Ready || o.Met != 2 || !slices.Equal(keys(o.Cause), []string{rule.UnitPeople}) || !slices.Equal(keys(o.Lacks), []string{rule.UnitExpiry}) || o.Lacks[0].Args["day"] != "2029-01-01" {
			t.Errorf("%s: %+v", by, o)
		}
		in.People[1].Facts[1] = done("2028-12-31") // while it would have held
		if o := rule.At(in, "2028-12-31"); o.Ready != true || o.State.Holds() != (by == rule.ByRule) {
			t.Errorf("%s: %+v", by, o)
		}
	}
}

// Which version people got on a day stays as it was when another becomes current, and turning back to an earlier one is no
// reason to lack what nobody can take.
func TestAVersionCountsFromWhenItIsCurrent(t *testing.T) {
	t.Parallel()
	second := done("2027-06-20")
	second.Version = 2
	in := unit(scheme(func(s *rule.Scheme) { s.Versions = rule.NewestAlways }), who("a", "2020-01-01", done("2026-05-01")), who("b", "2020-01-01", done("2026-05-01"), second))
	in.Courses = map[string][]rule.Release{"kurs": {{Version: 1, From: "2026-01-01"}, {Version: 2, From: "2027-06-01"}, {Version: 1, From: "2027-06-10"}}}
	states(t, in, state{"2027-05-31", rule.Certified}, state{"2027-06-01", rule.Pending}, state{"2027-06-09", rule.Pending}, state{"2027-06-10", rule.Certified}, state{"2028-01-01", rule.Certified})
	in.Versions[0].Scheme.Versions = rule.RoundVersion
	in.Courses["kurs"] = []rule.Release{{Version: 2, From: "2026-12-01"}, {Version: 1, From: "2027-03-01"}, {Version: 2, From: "2027-04-01"}}
	in.People = in.People[:1]
	states(t, in, state{"2027-02-28", rule.Preparing}, state{"2027-03-01", rule.Certified}, state{"2027-05-01", rule.Certified})
}
