package plan

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func drawOps(t *rapid.T, label string) []Op {
	return rapid.SliceOfN(rapid.Custom(drawOp), 0, 6).Draw(t, label)
}

// edit changes some slots of a layer, as somebody at work with it does.
func edit(t *rapid.T, ops []Op, label string) []Op {
	out := slices.Clone(ops)
	for range rapid.IntRange(0, 4).Draw(t, label) {
		if len(out) > 0 && maybe(t, label+" takes away") {
			out = Put(out, pick(t, out, label+" slot").slotOf(), nil)
			continue
		}
		op := drawOp(t)
		out = Put(out, op.Slot(), []Op{op})
	}
	return out
}

func (o Op) slotOf() Slot { return o.Slot() }

// R073 and "two people saving at once": merged holds every change of either that does not conflict, and each conflict is
// told exactly once, with both sides.
func TestAMergeLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := drawOps(t, "base")
		mine, theirs := edit(t, base, "mine"), edit(t, base, "theirs")
		m := Merge(base, mine, theirs)
		_, was := bySlot(base)
		_, my := bySlot(mine)
		_, their := bySlot(theirs)
		_, got := bySlot(m.Ops)
		told := map[Slot]int{}
		for _, c := range m.Conflicts {
			told[c.Slot]++
			if !SameOps(c.Base, was[c.Slot]) || !SameOps(c.Mine, my[c.Slot]) || !SameOps(c.Theirs, their[c.Slot]) {
				t.Fatalf("%v tells %+v", c.Slot, c)
			}
		}
		slots := map[Slot]bool{}
		for _, some := range []map[Slot][]Op{was, my, their, got} {
			for s := range some {
				slots[s] = true
			}
		}
		for s := range slots {
			want, conflict := their[s], 0
			switch {
			case SameOps(my[s], was[s]):
			case SameOps(their[s], was[s]):
				want = my[s]
			case !SameOps(my[s], their[s]):
				conflict = 1
			}
			if !SameOps(got[s], want) || told[s] != conflict {
				t.Fatalf("%v: %v, want %v; told %d times, want %d", s, got[s], want, told[s], conflict)
			}
		}
		// Whoever chooses gets what was chosen, and nothing else changes.
		var choice []Slot
		for _, c := range m.Conflicts {
			if maybe(t, "choose mine") {
				choice = append(choice, c.Slot)
			}
		}
		_, chosen := bySlot(m.Choose(choice))
		for s := range slots {
			want := got[s]
			if slices.Contains(choice, s) {
				want = my[s]
			}
			if !SameOps(chosen[s], want) {
				t.Fatalf("chose %v: %v is %v, want %v", choice, s, chosen[s], want)
			}
		}
	})
}

func TestTheOrderOfTwoWhoSaveMattersOnlyWhereTheyConflict(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := drawOps(t, "base")
		a, b := edit(t, base, "a"), edit(t, base, "b")
		ab, ba := Merge(base, a, b), Merge(base, b, a)
		if len(ab.Conflicts) != len(ba.Conflicts) {
			t.Fatalf("%d conflicts and %d", len(ab.Conflicts), len(ba.Conflicts))
		}
		var all []Slot
		for _, c := range ba.Conflicts {
			all = append(all, c.Slot)
		}
		_, x := bySlot(ab.Ops)
		_, y := bySlot(ba.Choose(all))
		for s := range x {
			if !SameOps(x[s], y[s]) {
				t.Fatalf("%v: %v or %v", s, x[s], y[s])
			}
		}
	})
}

// drawFrame is a journey whose items differ from the one before only by what is drawn.
func drawFrame(t *rapid.T) Journey {
	j := drawJourney(t, "j0")
	j.OwnerKind = Nation
	j.Audience, j.Overlaps = nil, nil
	j.Scheme, j.Blocks[0].Kind, j.Blocks[0].Level = Scheme{Kind: Content}, Base, ""
	j.Blocks = slices.DeleteFunc(j.Blocks, func(b Block) bool { return b.Kind == Manager })
	for b := range j.Blocks {
		j.Blocks[b].Items = slices.DeleteFunc(j.Blocks[b].Items, func(Item) bool { return rapid.IntRange(0, 4).Draw(t, "leave out") == 0 })
	}
	return j
}

// R073: whatever the nation changes and whatever the place answers, a local operation goes only where somebody has taken
// the change that it conflicts with; who keeps everything keeps the layer as it is.
func TestANationalChangeNeverLosesALocalOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		was, is := drawFrame(t), drawFrame(t)
		ours := drawOps(t, "ours")
		changes := Tell(Above{Frame: was}, Above{Frame: is}, "2026-12-01")
		ops, taken := slices.Clone(ours), []News{}
		told := map[string]bool{}
		for i := range changes {
			c := &changes[i]
			if told[c.Item] {
				t.Fatalf("%s is told twice", c.Item)
			}
			told[c.Item] = true
			switch pick(t, []string{"take", "keep", "decline"}, "answer") {
			case "take":
				ops, taken = c.Take(ops), append(taken, *c)
			case "decline":
				if op, ok := c.Decline(Municipality, "w"); ok {
					ops = Put(ops, op.Slot(), []Op{op})
					taken = append(taken, *c) // the answer says what the place wants instead of what it said
				}
			}
		}
		var want []Op
		for i := range ours {
			if !slices.ContainsFunc(taken, func(c News) bool { return c.against(&ours[i]) }) {
				want = append(want, ours[i])
			}
		}
		for i := range want {
			if !slices.ContainsFunc(ops, func(o Op) bool { return SameOps([]Op{o}, want[i:i+1]) }) {
				t.Fatalf("%+v is lost", want[i])
			}
		}
		if len(taken) == 0 && !SameOps(ops, ours) {
			t.Fatalf("nothing was taken, and the layer is %v", ops)
		}
	})
}

// What the local layer has put in the journey is there after any national change that nobody has answered.
func TestWhatIsPutInLocallySurvivesANationalChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		layer := Layer{NodeID: "k", NodeName: "Kommunen", NodeKind: Municipality, Journey: "j0", Since: "2026-01-01", Ops: []Op{
			{Kind: pick(t, []OpKind{Add, Require, Recommend, Elect}, "op"), Item: pick(t, someCourses, "item"), Audience: &Audience{}},
		}}
		for range 2 {
			in := Input{Today: "2026-11-23", Journeys: []Journey{drawFrame(t)}, On: []Switch{{Journey: "j0", NodeID: "k"}}, Layers: []Layer{layer},
				Person: Person{Employments: []Employment{{ID: "e", Path: somePaths[0], Start: "2026-01-01"}}}}
			out := Resolve(in)
			if it := seen(out, layer.Ops[0].Item); it == nil || it.Requirement != layer.Ops[0].wants() {
				t.Fatalf("%+v under %+v", it, layer.Ops[0])
			}
		}
	})
}

// Every change between two frames is told: what a person has otherwise is about an item that some change names.
func TestWhatBecomesOtherwiseIsTold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		was, is := drawFrame(t), drawFrame(t)
		told := map[string]bool{}
		for _, c := range Tell(Above{Frame: was}, Above{Frame: is}, "2026-11-23") {
			told[c.Item] = true
		}
		lines := func(j Journey) map[string]string {
			in := Input{Today: "2026-11-23", Journeys: []Journey{j}, On: []Switch{{Journey: "j0", NodeID: "k"}},
				Person: Person{Employments: []Employment{{ID: "e", Occupation: "a", Path: somePaths[0], Start: "2026-01-01"}}}}
			out := map[string]string{}
			eachItem(Resolve(in), func(_ *Personal, it *PersonalItem) { out[it.ID] = string(it.Requirement) + string(it.Due) })
			return out
		}
		before, now := lines(was), lines(is)
		for _, id := range someCourses {
			if before[id] != now[id] && !told[id] {
				t.Fatalf("%s: %q became %q, and nobody is told", id, before[id], now[id])
			}
		}
		if same := Tell(Above{Frame: was}, Above{Frame: was}, "2026-11-23"); len(same) != 0 {
			t.Fatalf("the same frame: %v", same)
		}
	})
}

// A change that is declined is without effect for those whom the place reaches.
func TestDecliningDoesWithoutTheChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		was, is := drawFrame(t), drawFrame(t)
		changes := Tell(Above{Frame: was}, Above{Frame: is}, "2026-11-23")
		if len(changes) == 0 {
			return
		}
		c := pick(t, changes, "change")
		op, ok := c.Decline(Unit, "Vi gör det på annat sätt.")
		if !ok {
			t.Fatalf("a unit may not decline %+v", c)
		}
		layer := Layer{NodeID: "e", NodeKind: Unit, Journey: "j0", Since: "2026-01-01", Ops: []Op{op}}
		if ps := layer.Validate(&is, nil); Broken(ps) {
			t.Fatalf("%+v: %v", op, ps)
		}
		it := seen(Resolve(Input{Today: "2026-11-23", Journeys: []Journey{is}, On: []Switch{{Journey: "j0", NodeID: "k"}}, Layers: []Layer{layer},
			Person: Person{Employments: []Employment{{ID: "e", Occupation: "a", Path: somePaths[0], Start: "2026-01-01"}}}}), c.Item)
		var had *PersonalItem
		if c.Was != nil {
			had = seen(Resolve(Input{Today: "2026-11-23", Journeys: []Journey{was}, On: []Switch{{Journey: "j0", NodeID: "k"}},
				Person: Person{Employments: []Employment{{ID: "e", Occupation: "a", Path: somePaths[0], Start: "2026-01-01"}}}}), c.Item)
		}
		switch {
		case c.Kind == Arrived && it != nil:
			t.Fatalf("declined, and there: %+v", it)
		case c.Kind == Dropped && it == nil && had != nil:
			t.Fatalf("declined the drop of %+v: %+v", had, it)
		case c.Kind == Altered && had != nil && (it == nil || it.Requirement != had.Requirement):
			t.Fatalf("was %+v, is %+v", had, it)
		}
	})
}

func TestWhatMayBeDeclined(t *testing.T) {
	item := &Item{ID: "a", Course: "a", Requirement: Recommended}
	must := &Item{ID: "a", Course: "a", Requirement: Mandatory}
	for name, c := range map[string]struct {
		change News
		kind   NodeKind
		want   bool
	}{
		"a national addition, by a municipality":        {News{Kind: Arrived, ByKind: Nation, Is: item}, Municipality, true},
		"a national addition, by an RSS":                {News{Kind: Arrived, ByKind: Nation, Is: item}, RSS, false},
		"a municipality's mandatory addition":           {News{Kind: Arrived, ByKind: Municipality, Is: must}, Unit, false},
		"a national drop, by an RSS":                    {News{Kind: Dropped, ByKind: Nation, Was: item}, RSS, true},
		"a requirement above":                           {News{Kind: Decided, ByKind: Municipality, IsOps: []Op{{Kind: Require, Item: "a"}}}, Unit, false},
		"an RSS's requirement, which recommends":        {News{Kind: Decided, ByKind: RSS, IsOps: []Op{{Kind: Require, Item: "a"}}}, Unit, false},
		"a course hidden above":                         {News{Kind: Decided, ByKind: Municipality, IsOps: []Op{{Kind: Hide, Item: "a"}}}, Unit, true},
		"a course added above":                          {News{Kind: Decided, ByKind: Municipality, IsOps: []Op{{Kind: Add, Item: "a"}}}, Unit, true},
		"a course added above as mandatory":             {News{Kind: Decided, ByKind: Municipality, IsOps: []Op{{Kind: Add, Item: "a", Requirement: Mandatory}}}, Unit, false},
		"a course added by the region, by a region":     {News{Kind: Decided, ByKind: Nation, IsOps: []Op{{Kind: Add, Item: "a"}}}, RSS, false},
		"only the date":                                 {News{Kind: Decided, ByKind: Municipality, IsOps: []Op{{Kind: SetDue, Item: "a"}}}, Unit, false},
		"a decision taken back":                         {News{Kind: Decided, ByKind: Municipality, WasOps: []Op{{Kind: Hide, Item: "a"}}}, Unit, false},
		"altered to mandatory in a municipality's own":  {News{Kind: Altered, ByKind: Municipality, Was: item, Is: must}, Unit, false},
		"altered by the nation, which recommends now":   {News{Kind: Altered, ByKind: Nation, Was: item, Is: must}, Unit, true},
		"altered from mandatory: only who demands says": {News{Kind: Altered, ByKind: Municipality, Was: must, Is: item}, Unit, false},
	} {
		if _, ok := c.change.Decline(c.kind, "w"); ok != c.want {
			t.Errorf("%s: %v", name, ok)
		}
	}
}

// The outline says of a place what a person there has, when nothing is for some only.
func TestTheOutlineIsWhatPeopleHave(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		j := drawFrame(t)
		for b := range j.Blocks {
			for i := range j.Blocks[b].Items {
				j.Blocks[b].Items[i].Audience = nil
			}
		}
		path := somePaths[0]
		var layers []Layer
		for _, n := range path {
			l := Layer{NodeID: n, NodeName: "N-" + n, NodeKind: allKinds[n], Journey: "j0", Since: "2026-01-01"}
			for _, o := range drawOps(t, n) {
				o.Audience, o.Block = nil, ""
				l.Ops = append(l.Ops, o)
			}
			layers = append(layers, l)
		}
		own := layers[len(layers)-1]
		outline := Lay(Above{j, layers[:len(layers)-1]}, own, "2026-11-23")
		out := Resolve(Input{Today: "2026-11-23", Journeys: []Journey{j}, On: []Switch{{Journey: "j0", NodeID: "k"}}, Layers: layers,
			Person: Person{Employments: []Employment{{ID: "e", Path: path, Start: "2026-01-01"}}}})
		n := 0
		for _, b := range outline.Blocks {
			for _, o := range b.Items {
				it := seen(out, o.ID)
				shown := o.Here.In && !o.Here.Hidden
				if shown != (it != nil) {
					t.Fatalf("%s: %+v here, and %+v", o.ID, o.Here, it)
				}
				if shown {
					n++
					if it.Requirement != o.Here.Requirement {
						t.Fatalf("%s: %s here, and %s", o.ID, o.Here.Requirement, it.Requirement)
					}
				}
			}
		}
		all := 0
		eachItem(out, func(*Personal, *PersonalItem) { all++ })
		if n != all {
			t.Fatalf("%d in the outline, %d in the journey", n, all)
		}
	})
}
