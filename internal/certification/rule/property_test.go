package rule_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"yrkesresan/internal/certification/rule"
)

// first is the day that every drawn unit joins on; days are counted from it.
const first = "2027-01-01"

func day(n int) string { return rule.AddDays(first, n) }

// horizon is how many days are drawn.
const horizon = 420

func drawDay(t *rapid.T, what string) string {
	return day(rapid.IntRange(-60, horizon).Draw(t, what))
}

func drawSpan(t *rapid.T, what string) rule.Span {
	from := rapid.IntRange(-60, horizon).Draw(t, what)
	s := rule.Span{From: day(from), Until: never}
	if rapid.Bool().Draw(t, what+" ends") {
		s.Until = day(from + rapid.IntRange(1, 200).Draw(t, what+" days"))
	}
	return s
}

func drawScheme(t *rapid.T) rule.Scheme {
	return scheme(func(s *rule.Scheme) {
		s.Share = rapid.SampledFrom([]int{100, 100, 80, 50}).Draw(t, "share")
		s.Hourly, s.Serving, s.Leader = rapid.Bool().Draw(t, "hourly"), rapid.Bool().Draw(t, "serving"), rapid.Bool().Draw(t, "leader")
		s.HourlyMonths, s.LongLeave = rapid.IntRange(0, 3).Draw(t, "months"), rapid.SampledFrom([]int{0, 14, 60}).Draw(t, "leave")
		s.Grace, s.Repair, s.GraceFirst = rapid.SampledFrom([]int{0, 20, 60}).Draw(t, "grace"), rapid.SampledFrom([]int{0, 10, 40}).Draw(t, "repair"), rapid.Bool().Draw(t, "grace first")
		s.Months, s.Window, s.Anew = rapid.SampledFrom([]int{6, 12}).Draw(t, "valid"), 3, rapid.Bool().Draw(t, "anew")
		s.Versions = rapid.SampledFrom([]string{rule.AnyVersion, rule.RoundVersion, rule.NewestAlways}).Draw(t, "versions")
		s.By = rapid.SampledFrom([]string{rule.ByRule, rule.ByRule, rule.ByLeader}).Draw(t, "by")
		if rapid.Bool().Draw(t, "steps") {
			s.Steps = []string{rule.Visit}
		}
		if rapid.Bool().Draw(t, "two ways") {
			s.Requirements[0].OneOf = append(s.Requirements[0].OneOf, rule.Evidence{Kind: rule.ByTask})
		}
	})
}

func drawPerson(t *rapid.T, id string) rule.Person {
	p := rule.Person{ID: id}
	for range rapid.IntRange(1, 3).Draw(t, "stints") {
		s := rule.Stint{Span: drawSpan(t, "stint"), Form: rapid.SampledFrom([]string{"permanent", "permanent", "hourly"}).Draw(t, "form"), Serving: rapid.IntRange(0, 4).Draw(t, "serves") == 0}
		if n := len(p.Stints); n > 0 && p.Stints[n-1].Until < never && rapid.Bool().Draw(t, "goes on") {
			s.From = p.Stints[n-1].Until
			s.Until = max(s.Until, rule.AddDays(s.From, 1))
		}
		s.Dormant = s.Form == "hourly" && rapid.Bool().Draw(t, "dormant")
		s.Arrived = s.From
		p.Stints = append(p.Stints, s)
	}
	for range rapid.IntRange(0, 1).Draw(t, "leaves") {
		from := rapid.IntRange(-60, horizon).Draw(t, "leave from")
		p.Leaves = append(p.Leaves, rule.Span{From: day(from), Until: day(from + rapid.IntRange(1, 120).Draw(t, "leave days"))})
	}
	for range rapid.IntRange(0, 3).Draw(t, "facts") {
		f := rule.Fact{Kind: rule.Completed, Ref: "kurs", Version: int64(rapid.IntRange(1, 2).Draw(t, "version")), Span: drawSpan(t, "fact")}
		if rapid.IntRange(0, 3).Draw(t, "task") == 0 {
			f.Kind, f.Ref, f.Version = rapid.SampledFrom([]rule.FactKind{rule.Assessed, rule.Failed}).Draw(t, "assessed"), "kurs", 0
		}
		if f.Day = f.From; f.Until < never {
			f.Why = rapid.SampledFrom([]string{rule.WhyExpired, rule.WhyRevoked, rule.WhyUnshared}).Draw(t, "why")
		}
		p.Facts = append(p.Facts, f)
	}
	return p
}

func drawInput(t *rapid.T) rule.Input {
	in := unit(drawScheme(t))
	for i := range rapid.IntRange(0, 5).Draw(t, "people") {
		in.People = append(in.People, drawPerson(t, fmt.Sprintf("p%d", i)))
	}
	for range rapid.IntRange(0, 6).Draw(t, "events") {
		kind := rapid.SampledFrom([]string{rule.StepDone, rule.StepDone, rule.StepUndo, rule.Certify, rule.Decline, rule.Revoke, rule.Ask, rule.Change, rule.Uphold, rule.Renew}).Draw(t, "event")
		e := rule.Event{Day: day(rapid.IntRange(0, horizon).Draw(t, "event day")), Kind: kind}
		if strings.HasPrefix(kind, "step") {
			e.Step = rule.Visit
		}
		in.Events = append(in.Events, e)
	}
	slices.SortStableFunc(in.Events, func(a, b rule.Event) int { return strings.Compare(a.Day, b.Day) })
	if rapid.Bool().Draw(t, "changed") {
		in.Versions = append(in.Versions, rule.Version{Number: 2, From: day(rapid.IntRange(0, horizon).Draw(t, "changed on")), Scheme: drawScheme(t)})
	}
	for range rapid.IntRange(0, 2).Draw(t, "leaders") {
		in.Leaders = append(in.Leaders, drawSpan(t, "leader"))
	}
	in.Courses = map[string][]rule.Release{"kurs": {{Version: 1, From: "2026-01-01"}, {Version: 2, From: drawDay(t, "release")}}}
	if rapid.Bool().Draw(t, "turned back") {
		in.Courses["kurs"] = append(in.Courses["kurs"], rule.Release{Version: 1, From: max(drawDay(t, "turned back on"), in.Courses["kurs"][1].From)})
	}
	return in
}

// said is what an outcome says of its day: all but what it foresees.
func said(o rule.Outcome) rule.Outcome {
	o.Next = ""
	return o
}

// as is what was known of an input on a day: nothing that had not begun, and of nothing that it would end. That a leave
// lasts until a day, and a fact holds until one, is known from its beginning.
func as(in rule.Input, on string) rule.Input {
	open := func(s rule.Span) (rule.Span, bool) {
		if s.Until > on {
			s.Until = never
		}
		return s, s.From <= on
	}
	out := in
	out.Versions = slices.DeleteFunc(slices.Clone(in.Versions), func(v rule.Version) bool { return v.From > on })
	out.Events = slices.DeleteFunc(slices.Clone(in.Events), func(e rule.Event) bool { return e.Day > on })
	out.Leaders = nil
	for _, l := range in.Leaders {
		if s, ok := open(l); ok {
			out.Leaders = append(out.Leaders, s)
		}
	}
	out.Courses = map[string][]rule.Release{}
	for id, all := range in.Courses {
		out.Courses[id] = slices.DeleteFunc(slices.Clone(all), func(r rule.Release) bool { return r.From > on })
	}
	out.People = nil
	for _, p := range in.People {
		q := rule.Person{ID: p.ID, Leaves: slices.DeleteFunc(slices.Clone(p.Leaves), func(l rule.Span) bool { return l.From > on })}
		for _, s := range p.Stints {
			if span, ok := open(s.Span); ok {
				s.Span = span
				q.Stints = append(q.Stints, s)
			}
		}
		for _, f := range p.Facts {
			if span, ok := open(f.Span); ok {
				if f.Span = span; f.Until == never {
					f.Why = ""
				}
				q.Facts = append(q.Facts, f)
			}
		}
		if len(q.Stints) > 0 {
			out.People = append(out.People, q)
		}
	}
	return out
}

func same(t *rapid.T, what string, got, want rule.Outcome) {
	if !reflect.DeepEqual(said(got), said(want)) {
		t.Fatalf("%s:\n%+v\n%+v", what, said(got), said(want))
	}
}

// What is answered for a day is what was known then: nothing that came later changes it.
func TestThePastStaysAsItWas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		on := day(rapid.IntRange(0, horizon).Draw(t, "on"))
		same(t, on, rule.At(in, on), rule.At(as(in, on), on))
	})
}

// The rule looks at the days on which something may change. Looking at every day gives the same.
func TestEveryDayThatMattersIsLookedAt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		daily := in
		daily.Courses = map[string][]rule.Release{"kurs": in.Courses["kurs"]}
		for n := range horizon {
			daily.Courses["annan"] = append(daily.Courses["annan"], rule.Release{Version: int64(n), From: day(n)})
		}
		on := day(rapid.IntRange(0, horizon-1).Draw(t, "on"))
		same(t, on, rule.At(in, on), rule.At(daily, on))
	})
}

// Until the next day that an outcome names, nothing changes.
func TestNothingChangesBeforeTheNextDay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		n := rapid.IntRange(0, horizon).Draw(t, "on")
		now := rule.At(in, day(n))
		for ahead := 1; ahead < 40; ahead++ {
			on := day(n + ahead)
			if now.Next != "" && on >= now.Next {
				break
			}
			then := rule.At(in, on)
			then.On = now.On
			same(t, on, then, now)
		}
	})
}

// A forecast says of each day what the rule says when the day has come.
func TestAForecastIsTheRule(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		points := rule.Forecast(in, day(10), day(200))
		for n := 10; n <= 200; n += 7 {
			on := day(n)
			i := len(points) - 1
			for i > 0 && points[i].Day > on {
				i--
			}
			o, p := rule.At(in, on), points[i]
			if p.State != o.State || p.Counted != o.Counted || p.Met != o.Met || p.Waiting != o.Waiting || p.ValidUntil != o.ValidUntil {
				t.Fatalf("%s: %+v, is %+v", on, p, o)
			}
		}
	})
}

// Whatever happens, what a state promises holds.
func TestWhatStatesPromise(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		on := day(rapid.IntRange(0, horizon).Draw(t, "on"))
		o := rule.At(in, on)
		counted, met := 0, 0
		for _, p := range o.People {
			if p.Counted {
				counted++
			}
			if p.Counted && p.Met {
				met++
			}
			if p.Met != (len(p.Lacks) == 0) || !p.Met && len(p.Reasons) == 0 || !p.Counted && len(p.Reasons) != 1 {
				t.Fatalf("%+v", p)
			}
		}
		if counted != o.Counted || met != o.Met {
			t.Fatalf("%d of %d, is %d of %d", o.Met, o.Counted, met, counted)
		}
		certified := o.State.Holds()
		switch {
		case certified && (on < o.CertifiedOn || on >= o.ValidUntil || o.ValidUntil != rule.AddMonths(o.CertifiedOn, months(in, o.CertifiedOn))):
			t.Fatalf("%+v", o)
		case !certified && o.ValidUntil != "":
			t.Fatalf("valid until %s in state %s", o.ValidUntil, o.State)
		case (o.State == rule.Lapsed || o.State == rule.Revoked) && len(o.Cause) == 0:
			t.Fatalf("no cause: %+v", o)
		case o.State == rule.Certified && o.Share == 100 && o.Counted != o.Met:
			t.Fatalf("certified with %d of %d", o.Met, o.Counted)
		case o.State == rule.Certified && o.Scheme.Leader && !o.Leader:
			t.Fatal("certified without a leader")
		case o.Next != "" && o.Next <= on:
			t.Fatalf("next %s", o.Next)
		}
	})
}

func months(in rule.Input, on string) (n int) {
	for _, v := range in.Versions {
		if v.From <= on {
			n = v.Scheme.Months
		}
	}
	return n
}
