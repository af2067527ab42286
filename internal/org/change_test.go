package org_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// placeRow is a row of node_place.
type placeRow struct{ Row, Node, Parent, Path, Name, From, Until string }

func placeRows(t interface{ Fatal(...any) }, tree *org.Tree, ctx interface {
	Deadline() (time.Time, bool)
	Done() <-chan struct{}
	Err() error
	Value(any) any
}, path string) []placeRow {
	rows, err := db.All(ctx, tree.DB, func(s db.Scanner) (p placeRow, err error) {
		err = s.Scan(&p.Row, &p.Node, &p.Parent, &p.Path, &p.Name, &p.From, &p.Until)
		return p, err
	}, `SELECT id, node_id, parent_id, path, name, valid_from, valid_until FROM node_place WHERE path = $1 OR (path >= $2 AND path < $3) ORDER BY id`,
		path, path+"/", path+"0")
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// standsOnEveryDay is what always holds of the tree: on each day a node has one place, its path is its
// parent's path that day and its own id, and so nothing goes in a circle.
func standsOnEveryDay(rows []placeRow, root, first, last string) error {
	byNode := map[string][]placeRow{}
	for _, r := range rows {
		if r.From > r.Until {
			return fmt.Errorf("%+v ends before it begins", r)
		}
		if r.From < r.Until {
			byNode[r.Node] = append(byNode[r.Node], r)
		}
	}
	for d := first; d <= last; d = dayAfter(d, 1) {
		on := map[string]placeRow{}
		for node, places := range byNode {
			for _, p := range places {
				if p.From <= d && p.Until > d {
					if _, twice := on[node]; twice {
						return fmt.Errorf("%s has two places on %s", node, d)
					}
					on[node] = p
				}
			}
		}
		for node, p := range on {
			if node == root {
				continue
			}
			if up, ok := on[p.Parent]; !ok || p.Path != up.Path+"/"+node {
				return fmt.Errorf("on %s %s has the path %s under %s", d, node, p.Path, up.Path)
			}
		}
	}
	return nil
}

func dayAfter(d string, n int) string {
	t, err := time.Parse(time.DateOnly, d)
	if err != nil {
		panic(err)
	}
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}

func bare(t testing.TB) *org.Tree {
	t.Helper()
	d := dbtest.Open(t)
	tree := &org.Tree{DB: d, NewID: func() string { return uuid.Must(uuid.NewV7()).String() }}
	if err := d.Tx(t.Context(), func(tx *db.Tx) error {
		_, err := tree.Add(t.Context(), tx, org.Node{ID: org.Sweden, Kind: string(org.Nation), Name: "Sverige", Path: org.Sweden}, "2000-01-01", "test")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return tree
}

// planWorld is one municipality whose tree is changed at random.
type planWorld struct {
	*rapid.T
	tree    *org.Tree
	ctx     testing.TB
	k, path string
	editor  may.Actor
	today   string
}

func (w *planWorld) forest(on string) org.Forest {
	f, err := w.tree.Forest(w.ctx.Context(), w.editor, w.k, on, w.today)
	if err != nil {
		w.Fatal(err)
	}
	return f
}

func (w *planWorld) ahead() map[string]org.Forest {
	out := map[string]org.Forest{}
	for d := range 40 {
		on := dayAfter(w.today, d)
		out[on] = w.forest(on)
	}
	return out
}

func sameForests(a, b map[string]org.Forest) error {
	for day, f := range a {
		if g := b[day]; !maps.Equal(f.Nodes, g.Nodes) {
			return fmt.Errorf("%s: %v, then %v", day, f.Sorted(), g.Sorted())
		}
	}
	return nil
}

// change is a random one, on places that stand on its day; many of them cannot be.
func (w *planWorld) change() org.Change {
	from := dayAfter(w.today, rapid.IntRange(-6, 30).Draw(w.T, "from"))
	all := w.forest(max(from, "2026-01-01")).Sorted()
	some := func(name string) string { return all[rapid.IntRange(0, len(all)-1).Draw(w.T, name)].ID }
	kind := rapid.SampledFrom([]org.ChangeKind{org.Add, org.Add, org.Add, org.Rename, org.Move, org.Move, org.Merge, org.End}).Draw(w.T, "kind")
	c := org.NewChange(kind, some("node"), from)
	c.EmployerID = w.k
	c.Name = rapid.SampledFrom([]string{"Ek", "Al", "Ask", "Björk", "Tall", "Gran", "Lind"}).Draw(w.T, "name")
	c.Into = some("into")
	c.NodeKind = rapid.SampledFrom([]string{"operation", "operation", "unit", "unit", "team"}).Draw(w.T, "is")
	return c
}

func (w *planWorld) decide() {
	c := w.change()
	future := c.From > w.today
	before, rows := w.ahead(), placeRows(w.T, w.tree, w.ctx.Context(), w.path)
	c, err := w.tree.Decide(w.ctx.Context(), w.editor, c, "", w.today, time.Now())
	if err != nil {
		if fault.Of(err) == nil {
			w.Fatal(err)
		}
		if err := sameForests(before, w.ahead()); err != nil {
			w.Fatalf("a refused change did something: %v", err)
		}
		return
	}
	if !future {
		return
	}
	if after := placeRows(w.T, w.tree, w.ctx.Context(), w.path); !slices.Equal(rows, after) {
		w.Fatalf("a change to come wrote: %v, then %v", rows, after)
	}
	if rapid.Bool().Draw(w.T, "withdraw") {
		if _, err := w.tree.Withdraw(w.ctx.Context(), w.editor, c.ID, w.today); err != nil {
			w.Fatal(err)
		}
		if err := sameForests(before, w.ahead()); err != nil {
			w.Fatalf("a withdrawn change left something: %v", err)
		}
		if after := placeRows(w.T, w.tree, w.ctx.Context(), w.path); !slices.Equal(rows, after) {
			w.Fatal("a withdrawn change wrote")
		}
	}
}

// live lets days pass: what was planned happens, also when nobody looked for some days.
func (w *planWorld) live() {
	planned := w.ahead()
	began := w.today
	w.today = dayAfter(w.today, rapid.IntRange(1, 15).Draw(w.T, "days"))
	if err := w.tree.Due(w.ctx.Context(), w.today); err != nil {
		w.Fatal(err)
	}
	for d := began; d <= w.today; d = dayAfter(d, 1) {
		if f := w.forest(d); !maps.Equal(f.Nodes, planned[d].Nodes) {
			w.Fatalf("%s was planned as %v and is %v", d, planned[d].Sorted(), f.Sorted())
		}
	}
}

func TestTheTreeStandsOnEveryDay(t *testing.T) {
	t.Parallel()
	tree := bare(t)
	rapid.Check(t, func(rt *rapid.T) {
		k := "k-" + uuid.NewString()
		w := &planWorld{T: rt, tree: tree, ctx: t, k: k, path: "se/" + k, today: "2026-02-01",
			editor: may.Actor{PersonID: "p", Grants: []may.Grant{{Role: may.Municipality, NodeID: k, Path: "se/" + k}}}}
		if err := tree.DB.Tx(t.Context(), func(tx *db.Tx) error {
			_, err := tree.Add(t.Context(), tx, org.Node{ID: k, Kind: string(org.Municipality), Name: "Kommun", Parent: org.Sweden}, "2026-01-01", "test")
			return err
		}); err != nil {
			rt.Fatal(err)
		}
		for range rapid.IntRange(4, 14).Draw(rt, "steps") {
			if rapid.IntRange(0, 3).Draw(rt, "what") == 0 {
				w.live()
			} else {
				w.decide()
			}
		}
		rows := placeRows(rt, tree, t.Context(), w.path)
		if err := standsOnEveryDay(rows, k, "2026-01-01", dayAfter(w.today, 1)); err != nil {
			rt.Fatal(err)
		}
	})
}

// municipality is Partille with an operation of two units.
func municipality(t testing.TB) (tree *org.Tree, ask may.Actor, ids map[string]string) {
	t.Helper()
	tree = bare(t)
	ids = map[string]string{"k": "k-1402"}
	ask = may.Actor{PersonID: "p", Grants: []may.Grant{{Role: may.Municipality, NodeID: "k-1402", Path: "se/k-1402"}}}
	if err := tree.DB.Tx(t.Context(), func(tx *db.Tx) error {
		_, err := tree.Add(t.Context(), tx, org.Node{ID: "k-1402", Kind: string(org.Municipality), Name: "Partille", Parent: org.Sweden}, "2020-01-01", "test")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	add := func(key, kind, name, under string) {
		c := org.NewChange(org.Add, "", today)
		c.EmployerID, c.NodeKind, c.Name, c.Into = "k-1402", kind, name, ids[under]
		done, err := tree.Decide(t.Context(), ask, c, "", today, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		ids[key] = done.NodeID
	}
	add("omsorg", "operation", "Vård och omsorg", "k")
	add("norr", "operation", "Norr", "k")
	add("a", "unit", "Ekens hemtjänst", "omsorg")
	add("b", "unit", "Almens hemtjänst", "omsorg")
	add("team", "team", "Natt", "b")
	return tree, ask, ids
}

const today = "2026-06-01"

func TestTheSecondOfTwoWhoChangeAPlaceIsTold(t *testing.T) {
	t.Parallel()
	tree, ask, ids := municipality(t)
	seen, err := tree.Revision(t.Context(), ids["a"])
	if err != nil {
		t.Fatal(err)
	}
	rename := func(name string) error {
		c := org.NewChange(org.Rename, ids["a"], today)
		c.EmployerID, c.Name = ids["k"], name
		_, err := tree.Decide(t.Context(), ask, c, seen, today, time.Now())
		return err
	}
	if err := rename("Eken"); err != nil {
		t.Fatal(err)
	}
	if err := rename("Stora Eken"); fault.Of(err) != org.ErrChanged {
		t.Errorf("the second: %v", err)
	}
	if n, _ := tree.Find(t.Context(), ids["a"], today); n.Name != "Eken" {
		t.Errorf("it is called %s", n.Name)
	}
}

func TestWhatCannotBeDecidedSaysWhy(t *testing.T) {
	t.Parallel()
	tree, ask, ids := municipality(t)
	for name, tc := range map[string]struct {
		kind     org.ChangeKind
		node     string
		from     string
		change   func(*org.Change)
		want     *fault.Fault
		stranger bool
	}{
		"no name":        {kind: org.Rename, node: "a", from: today, change: func(c *org.Change) {}, want: org.ErrNoName},
		"the same":       {kind: org.Rename, node: "a", from: today, change: func(c *org.Change) { c.Name = "Ekens hemtjänst" }, want: org.ErrSame},
		"taken":          {kind: org.Rename, node: "a", from: today, change: func(c *org.Change) { c.Name = "almens  HEMTJÄNST" }, want: org.ErrTaken},
		"under itself":   {kind: org.Move, node: "omsorg", from: today, change: func(c *org.Change) { c.Into = ids["a"] }, want: org.ErrCircle},
		"under a team":   {kind: org.Move, node: "a", from: today, change: func(c *org.Change) { c.Into = ids["team"] }, want: org.ErrKind},
		"unlike":         {kind: org.Merge, node: "a", from: today, change: func(c *org.Change) { c.Into = ids["norr"] }, want: org.ErrMerge},
		"into itself":    {kind: org.Merge, node: "a", from: today, change: func(c *org.Change) { c.Into = ids["a"] }, want: org.ErrSame},
		"with something": {kind: org.End, node: "omsorg", from: today, want: org.ErrChildren},
		"the employer":   {kind: org.End, node: "k", from: today, want: org.ErrRoot},
		"in the past":    {kind: org.Merge, node: "a", from: "2026-05-01", change: func(c *org.Change) { c.Into = ids["b"] }, want: org.ErrEarly},
		"before it was":  {kind: org.Rename, node: "a", from: "2026-05-01", change: func(c *org.Change) { c.Name = "Eken" }, want: org.ErrNoNode},
		"no day":         {kind: org.End, node: "norr", from: "2026-02-30", want: org.ErrDay},
		"not allowed":    {kind: org.End, node: "norr", from: today, want: may.ErrDenied, stranger: true},
	} {
		c := org.NewChange(tc.kind, ids[tc.node], tc.from)
		c.EmployerID = ids["k"]
		if tc.change != nil {
			tc.change(&c)
		}
		who := ask
		if tc.stranger {
			who.Grants = []may.Grant{{Role: may.Municipality, NodeID: "se", Path: "se"}} // a role above the employer is none inside it
		}
		if _, err := tree.Decide(t.Context(), who, c, "", today, time.Now()); fault.Of(err) == nil || fault.Of(err).Key != tc.want.Key {
			t.Errorf("%s: %v, want %v", name, err, tc.want)
		}
	}
}

func TestAPlannedMergeHappensOnItsDayAndHistoryStays(t *testing.T) {
	t.Parallel()
	tree, ask, ids := municipality(t)
	c := org.NewChange(org.Merge, ids["b"], "2026-07-01")
	c.EmployerID, c.Into = ids["k"], ids["a"]
	if _, err := tree.Decide(t.Context(), ask, c, "", today, time.Now()); err != nil {
		t.Fatal(err)
	}
	end := org.NewChange(org.Rename, ids["b"], "2026-08-01")
	end.EmployerID, end.Name = ids["k"], "Almen"
	if _, err := tree.Decide(t.Context(), ask, end, "", today, time.Now()); fault.Of(err) == nil {
		t.Error("what will be gone got a name")
	}
	if err := tree.Due(t.Context(), "2026-07-03"); err != nil {
		t.Fatal(err)
	}
	for on, want := range map[string]bool{"2026-06-30": true, "2026-07-01": false} {
		if _, err := tree.Find(t.Context(), ids["b"], on); (err == nil) != want {
			t.Errorf("%s: %v", on, err)
		}
	}
	team, err := tree.Find(t.Context(), ids["team"], "2026-07-01")
	if err != nil || team.Parent != ids["a"] || !strings.HasSuffix(team.Path, ids["a"]+"/"+ids["team"]) {
		t.Errorf("the team: %+v, %v", team, err)
	}
	aliases, err := org.Aliases(t.Context(), tree.DB, ids["k"])
	if err != nil || len(aliases) != 1 || aliases[0].WasID != ids["b"] || aliases[0].NodeID != ids["a"] || aliases[0].Name != "Almens hemtjänst" {
		t.Errorf("%+v, %v", aliases, err)
	}
}
