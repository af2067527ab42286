package layer_test

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"yrkesresan/internal/profile/layer"
)

const today = "2026-11-22"

var days = []string{"2026-01-01", "2026-10-01", "2026-11-22", "2026-11-23", "2026-12-24", "2027-02-01", "2027-08-01"}

func demand(id, target string) layer.Demand {
	return layer.Demand{ID: id, Requirement: "f/" + id, Target: target, Measure: layer.Each, Weight: layer.Important}
}

func set(d layer.Demand) layer.Op { return layer.Op{Demand: d} }

func drop(id string) layer.Op {
	return layer.Op{Drop: true, Demand: layer.Demand{ID: id, Note: "Vi har inga sådana uppdrag."}}
}

func at(node, since string, ops ...layer.Op) layer.Layer {
	return layer.Layer{NodeID: node, NodeName: node, Since: since, Ops: ops}
}

// said is what holds, then what is announced, short.
func said(all []layer.Asked) (out []string) {
	for _, a := range all {
		s := fmt.Sprintf("%s %s %s %s", a.ID, a.Target, a.NodeID, a.Since)
		if a.Announced {
			s += " announced"
		}
		if a.Ends != "" {
			s += " ends " + a.Ends
		}
		out = append(out, s)
	}
	return out
}

func TestWhatHoldsAtAPlace(t *testing.T) {
	t.Parallel()
	from := func(d layer.Demand, day string) layer.Demand { d.From = day; return d }
	until := func(d layer.Demand, day string) layer.Demand { d.Until = day; return d }
	for name, c := range map[string]struct {
		layers []layer.Layer
		want   []string
	}{
		"a lower layer changes": {
			[]layer.Layer{at("se", "2025-01-01", set(demand("a", "do"))), at("u", "2026-01-01", set(demand("a", "master")))},
			[]string{"a master u 2026-01-01"}},
		"a lower layer drops": {
			[]layer.Layer{at("se", "2025-01-01", set(demand("a", "do")), set(demand("b", "do"))), at("u", "2026-01-01", drop("a"))},
			[]string{"b do se 2025-01-01"}},
		"who drops nothing drops nothing": {
			[]layer.Layer{at("u", "2026-01-01", drop("a"), set(demand("b", "do")))},
			[]string{"b do u 2026-01-01"}},
		"an announced demand": {
			[]layer.Layer{at("u", "2026-01-01", set(from(demand("a", "do"), "2027-02-01")))},
			[]string{"a do u 2027-02-01 announced"}},
		"an announced change stands beside what holds until then": {
			[]layer.Layer{at("se", "2025-01-01", set(demand("a", "do"))), at("u", "2026-01-01", set(from(demand("a", "master"), "2027-02-01")))},
			[]string{"a do se 2025-01-01 ends 2027-02-01", "a master u 2027-02-01 announced"}},
		"a change announced above and a drop below": {
			[]layer.Layer{{NodeID: "k", NodeName: "k", Since: "2026-01-01", Until: "2027-01-01", Ops: []layer.Op{set(demand("a", "do"))}},
				at("k", "2027-01-01", set(demand("a", "master"))), at("u", "2026-03-01", drop("a"))},
			nil},
		"a drop announced for a coming day": {
			[]layer.Layer{at("se", "2025-01-01", set(demand("a", "do"))), at("u", "2027-01-01", drop("a"))},
			[]string{"a do se 2025-01-01 ends 2027-01-01"}},
		"a demand ended above and changed below": {
			[]layer.Layer{at("se", "2025-01-01", set(until(demand("a", "do"), "2026-10-01"))), at("u", "2026-01-01", set(demand("a", "master")))},
			[]string{"a master u 2026-01-01"}},
		"what has ended below falls back to what stands above": {
			[]layer.Layer{at("se", "2025-01-01", set(demand("a", "do"))), at("u", "2026-01-01", set(until(demand("a", "master"), "2026-11-22")))},
			[]string{"a do se 2025-01-01"}},
		"what will end below will fall back": {
			[]layer.Layer{at("se", "2025-01-01", set(demand("a", "do"))), at("u", "2026-01-01", set(until(demand("a", "master"), "2026-11-23")))},
			[]string{"a master u 2026-01-01 ends 2026-11-23", "a do se 2026-11-23 announced"}},
		"a coming layer that says the same announces nothing": {
			[]layer.Layer{{NodeID: "u", NodeName: "u", Since: "2026-01-01", Until: "2027-01-01", Ops: []layer.Op{set(demand("a", "do"))}},
				at("u", "2027-01-01", set(demand("a", "do")), set(demand("b", "do")))},
			[]string{"a do u 2026-01-01", "b do u 2027-01-01 announced"}},
		"a demand asked for since before its layer": {
			[]layer.Layer{at("u", "2026-10-01", set(from(demand("a", "do"), "2025-05-05")))},
			[]string{"a do u 2025-05-05"}},
	} {
		if got := said(layer.Resolve(c.layers, today)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

var (
	someIDs   = []string{"a", "b", "c"}
	someNodes = []string{"se", "k", "omr", "u"}
)

func drawOp(t *rapid.T, id string) layer.Op {
	op := layer.Op{Drop: rapid.IntRange(0, 3).Draw(t, "drop") == 0, Demand: demand(id, rapid.SampledFrom([]string{"know", "do", "master"}).Draw(t, "target"))}
	op.Demand.From = rapid.SampledFrom(append([]string{"", ""}, days...)).Draw(t, "from")
	op.Demand.Until = rapid.SampledFrom(append([]string{"", "", ""}, days...)).Draw(t, "until")
	return op
}

// drawLayers gives each node one after another in time, at most one operation a demand in each.
func drawLayers(t *rapid.T) (out []layer.Layer) {
	for _, node := range someNodes {
		cuts := slices.Clone(days)
		n := rapid.IntRange(0, 2).Draw(t, "versions")
		start := rapid.IntRange(0, len(cuts)-n-1).Draw(t, "start")
		for i := range n {
			l := at(node, cuts[start+i])
			if i+1 < n {
				l.Until = cuts[start+i+1]
			}
			for _, id := range someIDs {
				if rapid.Bool().Draw(t, "op") {
					l.Ops = append(l.Ops, drawOp(t, id))
				}
			}
			out = append(out, l)
		}
	}
	return out
}

func holds(all []layer.Asked) (out []layer.Asked) {
	for _, a := range all {
		if !a.Announced {
			a.Ends, a.Since = "", ""
			out = append(out, a)
		}
	}
	slices.SortFunc(out, func(a, b layer.Asked) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// Operations on different demands commute: in whatever order a layer says them the same holds.
func TestTheOrderOfALayerChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		layers := drawLayers(t)
		on := rapid.SampledFrom(days).Draw(t, "on")
		turned := slices.Clone(layers)
		for i := range turned {
			turned[i].Ops = rapid.Permutation(turned[i].Ops).Draw(t, "order")
		}
		if a, b := holds(layer.Resolve(layers, on)), holds(layer.Resolve(turned, on)); !reflect.DeepEqual(a, b) {
			t.Fatalf("%v\n%v", said(a), said(b))
		}
	})
}

// Whatever holds has been decided by a layer that holds, and no lower one says otherwise; nothing holds
// twice.
func TestWhatHoldsIsDecidedByTheLowestThatSpeaks(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		layers := drawLayers(t)
		on := rapid.SampledFrom(days).Draw(t, "on")
		speaks := func(l *layer.Layer, id string) *layer.Op {
			if l.Since > on || l.Until != "" && l.Until <= on {
				return nil
			}
			if op := layer.Find(l.Ops, id); op != nil && op.Demand.From <= on && (op.Demand.Until == "" || op.Demand.Until > on) {
				return op
			}
			return nil
		}
		found := holds(layer.Resolve(layers, on))
		for _, id := range someIDs {
			var last *layer.Op
			var who string
			for i := range layers {
				if op := speaks(&layers[i], id); op != nil {
					last, who = op, layers[i].NodeID
				}
			}
			at := slices.IndexFunc(found, func(a layer.Asked) bool { return a.ID == id })
			switch {
			case last == nil || last.Drop:
				if at >= 0 {
					t.Fatalf("%s holds, and nobody asks for it", id)
				}
			case at < 0:
				t.Fatalf("%s is asked for by %s and does not hold", id, who)
			case found[at].NodeID != who || found[at].Target != last.Demand.Target:
				t.Fatalf("%s: %v, want %s", id, found[at], who)
			}
		}
		for i := 1; i < len(found); i++ {
			if found[i].ID == found[i-1].ID {
				t.Fatalf("%s holds twice", found[i].ID)
			}
		}
	})
}

// What is announced is what then comes to hold, and what holds ends on the day that was told.
func TestWhatIsAnnouncedComes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		layers := drawLayers(t)
		on := rapid.SampledFrom(days[:4]).Draw(t, "on")
		later := rapid.SampledFrom(days[3:]).Draw(t, "later")
		if later <= on {
			return
		}
		now := layer.Resolve(layers, on)
		standing := map[string]layer.Asked{}
		for _, a := range now {
			switch {
			case !a.Announced && (a.Ends == "" || a.Ends > later), a.Announced && a.Since <= later:
				standing[a.ID] = a
			}
		}
		for _, a := range layer.Resolve(layers, later) {
			if a.Announced {
				continue
			}
			told, ok := standing[a.ID]
			if !ok || told.NodeID != a.NodeID || !layer.Same(told.Demand, a.Demand) {
				t.Fatalf("on %s %v holds, told on %s: %v", later, a, on, said(now))
			}
		}
	})
}

func TestMerge(t *testing.T) {
	t.Parallel()
	base := []layer.Op{set(demand("a", "do")), set(demand("b", "do"))}
	mine := []layer.Op{set(demand("a", "master")), set(demand("b", "do")), set(demand("c", "do"))}
	theirs := []layer.Op{set(demand("a", "do")), set(demand("d", "know"))}
	ops, clashes := layer.Merge(base, mine, theirs)
	if len(clashes) != 0 || len(ops) != 3 || ops[0].Demand.Target != "master" || layer.Find(ops, "b") != nil || layer.Find(ops, "c") == nil || layer.Find(ops, "d") == nil {
		t.Error(ops, clashes)
	}
	if _, clashes := layer.Merge(base, mine, []layer.Op{drop("a")}); len(clashes) != 1 || clashes[0].ID != "a" || clashes[0].Mine.Demand.Target != "master" || !clashes[0].Theirs.Drop {
		t.Error(clashes)
	}
}

// Nothing of one's own and nothing of the others' is lost: what is in neither the operations nor the
// clashes was taken away by one of them.
func TestMergeLosesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		draw := func() (ops []layer.Op) {
			for _, id := range someIDs {
				if rapid.Bool().Draw(t, "op") {
					ops = append(ops, drawOp(t, id))
				}
			}
			return ops
		}
		base, mine, theirs := draw(), draw(), draw()
		ops, clashes := layer.Merge(base, mine, theirs)
		for _, id := range someIDs {
			if slices.ContainsFunc(clashes, func(c layer.Clash) bool { return c.ID == id }) {
				continue
			}
			same := func(a, b *layer.Op) bool {
				return a == nil && b == nil || a != nil && b != nil && layer.SameOp(*a, *b)
			}
			b, m, th, got := layer.Find(base, id), layer.Find(mine, id), layer.Find(theirs, id), layer.Find(ops, id)
			want := th
			if !same(b, m) {
				want = m
			}
			if !same(got, want) {
				t.Fatalf("%s: base %v mine %v theirs %v: %v", id, b, m, th, got)
			}
		}
	})
}
