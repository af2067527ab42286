package development_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"yrkesresan/internal/development"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// reshape changes the tree today, as the operator.
func (w *world) reshape(kind org.ChangeKind, node, into string) {
	w.t.Helper()
	c := org.NewChange(kind, node, w.Staff.Today())
	c.EmployerID, c.Into = town, into
	if _, err := w.app.Tree.Decide(w.t.Context(), may.Operator(), c, "", w.Staff.Today(), w.now); err != nil {
		w.t.Fatalf("%s %s: %v", kind, node, err)
	}
}

// The plan of a unit that merges goes on at the other: the same thing is there once, what is done stays done, and the
// plan that was is closed as it was. Planned hires and ages go along.
func TestAPlanFollowsAUnitThatMerges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, boss, olle, kim := t.Context(), w.actor("karin"), w.actor("olle"), w.actor("kim")
	add := func(as may.Actor, node, title string, state development.State) {
		t.Helper()
		_, _, err := w.Add(ctx, as, development.Item{Whose: development.Unit(node), How: development.ByDay, Title: title, State: state, Responsible: "Chefen"})
		w.must(err)
	}
	add(boss, "solen", "Demensdag", development.Planned)
	add(boss, "solen", "Läkemedel", development.Ongoing)
	add(boss, "solen", "Hygien", development.Done)
	add(olle, "manen", "demensdag", development.Planned)
	_, err := w.SetHead(ctx, boss, development.Unit("solen"), development.Head{Goals: "Fler som kan demens", FollowOn: "2026-12-01"}, 1)
	w.must(err)
	_, err = w.SetHead(ctx, olle, development.Unit("manen"), development.Head{Goals: "Trygga nätter", FollowOn: "2027-01-15"}, 1)
	w.must(err)
	hire := gap.Hire{UnitID: "solen", Occupation: "underskoterska", Number: 2, From: "2027-02-01"}
	_, err = w.app.Gaps.PlanHire(ctx, boss, hire)
	w.must(err)
	w.must(w.app.Gaps.CountAges(ctx, kim, "solen", map[string]int64{"30-39": 7, "60-64": 5}))
	w.must(w.app.Gaps.CountAges(ctx, kim, "manen", map[string]int64{"30-39": 6}))

	w.reshape(org.Merge, "solen", "manen")

	p := w.plan("olle", development.Unit("manen"))
	var got []string
	for _, i := range p.Items {
		got = append(got, i.Title+" "+string(i.State)+" "+i.Responsible)
	}
	slices.Sort(got)
	if want := []string{"Hygien done Chefen", "Läkemedel ongoing Chefen", "demensdag planned Chefen"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if p.Goals != "Trygga nätter\n\nFler som kan demens" || p.FollowOn != "2026-12-01" {
		t.Errorf("%+v", p.Head)
	}
	hires, err := w.app.Gaps.Hires(ctx, kim, "manen")
	w.must(err)
	ages, err := w.app.Gaps.Ages(ctx, kim, "manen")
	w.must(err)
	if len(hires) != 1 || hires[0].Number != 2 || ages.All != 18 || ages.Bands["30-39"] != 13 {
		t.Errorf("%+v %+v", hires, ages)
	}
	closed, err := w.Closed(ctx, olle, "omr")
	w.must(err)
	if len(closed) != 1 || closed[0].Name != "Solen" {
		t.Fatalf("%+v", closed)
	}
	was, above, err := w.ClosedPlan(ctx, olle, closed[0].ID)
	if err != nil || len(was.Items) != 3 || was.Goals != "Fler som kan demens" || above.ID != "omr" {
		t.Errorf("%v %+v %s", err, was, above.ID)
	}
}

// The plan of a unit that ends is closed with it, and those above read it; nobody else does.
func TestAPlanIsClosedWithItsUnit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, olle := t.Context(), w.actor("olle")
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		_, err := w.app.Tree.Add(ctx, tx, org.Node{ID: "tomten", Kind: "unit", Name: "Tomten", Parent: "omr"}, "2020-01-01", "test")
		return err
	})
	_, _, err := w.Add(ctx, olle, development.Item{Whose: development.Unit("tomten"), How: development.ByOther, Title: "Packa ihop"})
	w.must(err)
	_, err = w.app.Gaps.PlanHire(ctx, olle, gap.Hire{UnitID: "tomten", Occupation: "underskoterska", Number: 1, From: "2027-02-01"})
	w.must(err)
	w.reshape(org.End, "tomten", "")
	closed, err := w.Closed(ctx, w.actor("kim"), town)
	w.must(err)
	if len(closed) != 1 {
		t.Fatalf("%+v", closed)
	}
	for person, want := range map[string]error{"olle": nil, "kim": nil, "karin": may.ErrDenied, "amina": may.ErrDenied} {
		if p, _, err := w.ClosedPlan(ctx, w.actor(person), closed[0].ID); !errors.Is(err, want) || err == nil && len(p.Items) != 1 {
			t.Errorf("%s: %v %+v", person, err, p.Items)
		}
	}
	if sum, err := w.Sum(ctx, olle, "omr"); err != nil || len(sum.Rows) != 0 {
		t.Errorf("%v %+v", err, sum)
	}
	if open, err := db.One(ctx, w.DB, db.Number, `SELECT COUNT(*) FROM gap_hire WHERE ended_at IS NULL`); err != nil || open != 0 {
		t.Errorf("%v, %d hires", err, open)
	}
}
