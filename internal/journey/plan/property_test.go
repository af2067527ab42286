package plan

import (
	"math/rand"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var (
	someCourses = []string{"c0", "c1", "c2", "c3", "c4", "c5", "lokal", "borta"}
	someDays    = []Date{"2025-12-01", "2026-06-01", "2026-10-15", "2026-11-22", "2026-11-23", "2026-11-24", "2027-01-01"}
	somePaths   = [][]string{{"se", "rss", "k", "omr", "e"}, {"se", "rss", "k", "omr", "e2"}, {"se", "rss", "k2", "e3"}}
	allKinds    = map[string]NodeKind{"se": Nation, "rss": RSS, "k": Municipality, "k2": Municipality, "omr": Operation,
		"e": Unit, "e2": Unit, "e3": Unit}
	someNodes = []string{"se", "rss", "k", "k2", "omr", "e", "e2", "e3"}
)

func pick[T any](t *rapid.T, from []T, label string) T { return rapid.SampledFrom(from).Draw(t, label) }

func maybe(t *rapid.T, label string) bool { return rapid.Bool().Draw(t, label) }

func drawAudience(t *rapid.T) *Audience {
	switch rapid.IntRange(0, 5).Draw(t, "audience") {
	case 0:
		return &Audience{Tracks: []string{"t"}}
	case 1:
		return &Audience{Occupations: []string{pick(t, []string{"a", "b"}, "occupation")}}
	case 2:
		return &Audience{Not: &Audience{Licensed: yes()}}
	}
	return nil
}

func drawDue(t *rapid.T) *Due {
	if maybe(t, "no due") {
		return nil
	}
	return &Due{rapid.IntRange(1, 200).Draw(t, "days"), pick(t, []Anchor{FromStart, FromAssigned}, "anchor")}
}

func drawJourney(t *rapid.T, id string) Journey {
	j := Journey{
		ID: id, Title: id, Owner: "se", OwnerName: "SKR", OwnerKind: pick(t, []NodeKind{Nation, RSS, Municipality}, "owner"),
		Status: Live, Scheme: Scheme{Kind: Content}, Priority: rapid.IntRange(0, 1).Draw(t, "priority"),
		Audience: drawAudience(t), Tracks: []Track{{ID: "t", Audience: &Audience{Occupations: []string{"a"}}}},
		Blocks: []Block{{ID: "b0", Kind: Base}, {ID: "b1", Kind: Advanced}, {ID: "b2", Kind: Manager}},
	}
	if maybe(t, "steps") {
		j.Scheme = Scheme{Kind: Experience, Years: YearsInOccupation, Levels: []Level{{ID: "ny"}, {ID: "van", Years: 1}}}
		j.Blocks[0].Kind, j.Blocks[0].Level = StepBlock, "ny"
	}
	if maybe(t, "overlap") {
		j.Overlaps = []string{"j0", "j1"}
	}
	for i, c := range someCourses[:6] {
		it := course(c, pick(t, []Requirement{Elective, Recommended, Mandatory}, "requirement"), drawAudience(t))
		it.Due = drawDue(t)
		if maybe(t, "retired?") && maybe(t, "retired") {
			it.Retired = pick(t, someDays, "retired on")
		}
		b := &j.Blocks[(i+rapid.IntRange(0, 2).Draw(t, "block"))%3]
		b.Items = append(b.Items, it)
	}
	return j
}

func drawOp(t *rapid.T) Op {
	op := Op{
		Kind: pick(t, []OpKind{Add, Require, Recommend, Elect, Hide, Show, Move, SetDue, Gate}, "op"),
		Item: pick(t, someCourses, "item"), Audience: drawAudience(t), Why: "w",
	}
	switch op.Kind {
	case Add:
		op.Course, op.Title, op.Requirement = op.Item, "T", pick(t, []Requirement{"", Elective, Mandatory}, "added as")
	case SetDue:
		op.Due = &Due{rapid.IntRange(1, 200).Draw(t, "days"), FromStart}
	case Gate:
		op.Link = &Link{pick(t, someCourses, "first"), pick(t, []Mode{Warn, BlockMode, Off}, "mode"), "w"}
	case Move:
		op.After = pick(t, append([]string{""}, someCourses...), "after")
	case Require:
		op.Due = drawDue(t)
	}
	return op
}

func drawInput(t *rapid.T) Input {
	in := Input{Today: "2026-11-23", Journeys: []Journey{drawJourney(t, "j0"), drawJourney(t, "j1")}}
	for _, j := range []string{"j0", "j1"} {
		in.On = append(in.On, Switch{Journey: j, NodeID: "k", From: pick(t, someDays[:4], "on")}, Switch{Journey: j, NodeID: "k2"})
		for _, n := range someNodes {
			if !maybe(t, "layer") {
				continue
			}
			l := Layer{NodeID: n, NodeName: "N-" + n, NodeKind: allKinds[n], Journey: j, Since: pick(t, someDays, "since")}
			l.Ops = rapid.SliceOfN(rapid.Custom(drawOp), 0, 5).Draw(t, "ops")
			in.Layers = append(in.Layers, l)
		}
	}
	in.Person = drawPerson(t)
	return in
}

func drawPerson(t *rapid.T) Person {
	p := Person{Started: rapid.SliceOfN(rapid.SampledFrom(someCourses), 0, 2).Draw(t, "started")}
	for i := range rapid.IntRange(1, 3).Draw(t, "employments") {
		e := Employment{
			ID: string(rune('1' + i)), Occupation: pick(t, []string{"a", "b"}, "occupation"), Licensed: maybe(t, "licensed"),
			Start: pick(t, someDays[:4], "start"), Path: pick(t, somePaths, "path"), Manager: maybe(t, "manager"),
		}
		if maybe(t, "leave") {
			e.Leave = []Interval{{pick(t, someDays, "from"), pick(t, append([]Date{""}, someDays...), "until")}}
		}
		p.Employments = append(p.Employments, e)
	}
	for range rapid.IntRange(0, 2).Draw(t, "enrolled") {
		p.Enrolled = append(p.Enrolled, Enrolment{Course: pick(t, someCourses, "enrolled in"), NodeID: pick(t, []string{"e", "e2", "k"}, "by"), NodeName: "N",
			Since: pick(t, someDays[:5], "enrolled on"), Due: pick(t, append([]Date{""}, someDays...), "enrolled until"), Note: "w"})
	}
	for i := range rapid.IntRange(0, 5).Draw(t, "facts") {
		p.Facts = append(p.Facts, Fact{
			ID: string(rune('a' + i)), Course: pick(t, someCourses, "course"),
			Kind: pick(t, []FactKind{Completed, Passed, Attended, Credited, Revoked}, "kind"), At: pick(t, someDays, "at"),
			ValidUntil: pick(t, append([]Date{"", ""}, someDays...), "valid"),
		})
	}
	return p
}

func shuffled[T any](r *rand.Rand, s []T) []T {
	s = slices.Clone(s)
	r.Shuffle(len(s), func(i, k int) { s[i], s[k] = s[k], s[i] })
	return s
}

// The same values in another order, or twice, give the same answer; and so does asking again.
func TestOrderAndRepetitionOfTheInputDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		r := rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed")))
		want := Resolve(in)
		if got := Resolve(in); !reflect.DeepEqual(got, want) {
			t.Fatal("asked again, it answers otherwise")
		}
		other := in
		other.Journeys, other.Layers, other.On = shuffled(r, in.Journeys), shuffled(r, in.Layers), shuffled(r, in.On)
		other.Person.Employments = shuffled(r, append(slices.Clone(in.Person.Employments), in.Person.Employments...))
		other.Person.Facts = shuffled(r, append(slices.Clone(in.Person.Facts), in.Person.Facts...))
		if got := Resolve(other); !reflect.DeepEqual(got, want) {
			t.Log(cmp.Diff(want, got))
			t.Fatalf("got  %+v\nwant %+v", got, want)
		}
	})
}

// Operations on different items commute in everything but the order of the page.
func TestOperationsOnDifferentItemsCommute(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		r := rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed")))
		other := in
		other.Layers = slices.Clone(in.Layers)
		for i := range in.Layers {
			var ops []Op
			for _, op := range in.Layers[i].Ops {
				same := func(o Op) bool { return o.Item == op.Item }
				if op.Kind != Move && !slices.ContainsFunc(ops, same) {
					ops = append(ops, op)
				}
			}
			in.Layers[i].Ops, other.Layers[i].Ops = ops, shuffled(r, ops)
		}
		if got, want := byID(Resolve(other)), byID(Resolve(in)); !reflect.DeepEqual(got, want) {
			t.Fatalf("got  %+v\nwant %+v", got, want)
		}
	})
}

func byID(out []Personal) map[string]PersonalItem {
	m := map[string]PersonalItem{}
	eachItem(out, func(p *Personal, it *PersonalItem) { m[p.Journey+"/"+it.ID] = *it })
	return m
}

func TestNothingWithoutAReason(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		told := func(rs []Reason, what string) {
			if len(rs) == 0 {
				t.Fatalf("%s has no reason", what)
			}
			for _, r := range rs {
				if r.Rule == "" || r.DecidedBy == "" || r.Since == "" || !slices.Contains(Rules(), r.Rule) {
					t.Fatalf("%s has reason %+v", what, r)
				}
			}
		}
		out := Resolve(in)
		for _, p := range out {
			told(p.Reasons, p.Journey)
			if len(p.Next) == 0 {
				t.Fatal("nothing comes next")
			}
			for _, o := range p.Instead {
				told([]Reason{o.Reason}, o.Journey)
			}
		}
		eachItem(out, func(_ *Personal, it *PersonalItem) {
			told(it.Reasons, it.ID)
			if it.Requirement.rank() == 0 || it.Status == "" {
				t.Fatalf("%s is %q %q", it.ID, it.Requirement, it.Status)
			}
		})
	})
}

// What is done, not revoked and not after today is shown, and as done unless it is asked for again.
func TestDoneIsNeverLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		in.Person.Facts = slices.DeleteFunc(in.Person.Facts, func(f Fact) bool { return f.Kind == Revoked })
		out := Resolve(in)
		if len(out) == 0 {
			return
		}
		for _, f := range in.Person.Facts {
			if f.At > in.Today || f.Kind == Attended {
				continue
			}
			it := seen(out, f.Course)
			if it == nil {
				t.Fatalf("%s is lost", f.Course)
			}
			if !it.IsDone() && !slices.Contains(rules(it), RuleRenew) || it.At < f.At {
				t.Fatalf("%s is %s, last done %s", f.Course, it.Status, it.At)
			}
		}
	})
}

// A new job, a new layer or another frame never takes away what is done; it may ask for what has expired again.
func TestAChangeKeepsWhatIsDone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		done := map[string]bool{}
		eachItem(Resolve(in), func(_ *Personal, it *PersonalItem) {
			if it.IsDone() {
				done[it.ID] = true
			}
		})
		next := drawInput(t)
		next.Person.Facts = in.Person.Facts
		out := Resolve(next)
		if len(out) == 0 {
			return
		}
		for id := range done {
			if it := seen(out, id); it == nil || !it.IsDone() && !slices.Contains(rules(it), RuleRenew) {
				t.Fatalf("%s was done, now %+v", id, it)
			}
		}
	})
}

// Without an employer's decision nothing is mandatory, hidden or blocked.
func TestNationAndRssNeverDemand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		for i := range in.Journeys {
			in.Journeys[i].OwnerKind = pick(t, []NodeKind{Nation, RSS}, "owner")
		}
		in.Layers = slices.DeleteFunc(in.Layers, func(l Layer) bool { return l.NodeKind.MayDemand() })
		out := Resolve(in)
		eachItem(out, func(_ *Personal, it *PersonalItem) {
			if it.Requirement == Mandatory || it.Blocked {
				t.Fatalf("%s is %s, blocked %v", it.ID, it.Requirement, it.Blocked)
			}
		})
		bare := in
		bare.Layers = nil
		eachItem(Resolve(bare), func(_ *Personal, it *PersonalItem) {
			if seen(out, it.ID) == nil {
				t.Fatalf("%s is hidden", it.ID)
			}
		})
	})
}

// What an employer's layer requires no lower layer can take away or put off.
func TestMandatoryStays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		for i := range in.Journeys {
			in.Journeys[i].Blocks = slices.DeleteFunc(in.Journeys[i].Blocks, func(b Block) bool { return b.Kind == Manager })
		}
		in.Layers = slices.DeleteFunc(in.Layers, func(l Layer) bool { return l.NodeID == "k" || l.NodeID == "k2" })
		for _, k := range []string{"k", "k2"} {
			for _, j := range []string{"j0", "j1"} {
				in.Layers = append(in.Layers, Layer{NodeID: k, NodeKind: Municipality, Journey: j, Since: "2025-01-01", Ops: []Op{
					{Kind: Require, Item: "c0", Audience: &Audience{}, Due: &Due{30, FromStart}},
				}})
			}
		}
		for _, p := range Resolve(in) {
			it := seen([]Personal{p}, "c0")
			if it == nil || it.Requirement != Mandatory {
				t.Fatalf("%s: %+v", p.Journey, it)
			}
			if !it.IsDone() && it.Due == "" {
				t.Fatal("the date is gone")
			}
		}
	})
}
