package profile_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile"
	"yrkesresan/internal/profile/layer"
)

func (w *world) want(node, on string, want ...string) {
	w.t.Helper()
	if got := w.holds(node, on); !slices.Equal(got, want) {
		w.t.Errorf("%s on %s: %q, want %q", node, on, got, want)
	}
}

func TestALayerIsReplacedFromADayAndKeptAsHistory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	op := may.Operator()
	w.save(op, "se", "2025-01-01", "", set(demand("a", "know")))
	w.save(op, town, "2026-01-01", "", set(demand("b", "do")))
	boss := w.actor(may.Manager, "solen")
	changed := demand("a", "do")
	changed.Note = "Vi behöver mer."
	w.save(boss, "solen", "", "", set(changed), set(demand("c", "do")))
	w.want("solen", today, "a do solen "+today, "b do k-1480 2026-01-01", "c do solen "+today)
	w.want("solen", "2026-11-21", "a know se 2025-01-01", "b do k-1480 2026-01-01")
	w.want("solen", "2025-06-01", "a know se 2025-01-01")
	w.want("manen", today, "a know se 2025-01-01", "b do k-1480 2026-01-01")
	first := w.seen("solen")
	w.now = w.now.AddDate(0, 0, 10)
	w.save(boss, "solen", "", first.ID, set(changed), set(demand("c", "master")))
	w.want("solen", "2026-12-02", "a do solen "+today, "b do k-1480 2026-01-01", "c master solen 2026-12-02")
	all, err := w.History(t.Context(), boss, "solen")
	if err != nil || len(all) != 2 || all[0].By != boss.PersonID || all[1].Until != "2026-12-02" || all[0].Until != db.NoEnd {
		t.Errorf("%+v %v", all, err)
	}
}

func TestALayerForAComingDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	boss := w.actor(may.Manager, "solen")
	w.save(boss, "solen", "", "", set(demand("a", "know")), set(demand("b", "know")))
	now := w.seen("solen")
	w.save(boss, "solen", "2027-02-01", now.ID, set(demand("a", "master")), set(demand("b", "know")))
	w.want("solen", today, "a know solen "+today, "b know solen "+today)
	w.want("solen", "2027-02-01", "a master solen 2027-02-01", "b know solen "+today)
	p, err := w.Layer(t.Context(), boss, "solen")
	if err != nil || !p.MayEdit || len(p.Coming) != 1 || p.Coming[0].From != "2027-02-01" || len(p.Here) != 3 || !p.Here[2].Announced || p.Here[0].Ends != "2027-02-01" {
		t.Fatalf("%+v %v", p, err)
	}
	// What is changed today is changed in what comes too, but for what was announced.
	w.save(boss, "solen", "", p.Now.ID, set(demand("a", "do")), set(demand("c", "do")))
	w.want("solen", today, "a do solen "+today, "c do solen "+today)
	w.want("solen", "2027-02-01", "a master solen 2027-02-01", "c do solen "+today)
	if p, err = w.Layer(t.Context(), boss, "solen"); err != nil || len(p.Coming) != 1 {
		t.Fatalf("%+v %v", p, err)
	}
	w.refused(w.Withdraw(t.Context(), w.actor(may.Manager, "manen"), "solen", p.Coming[0].ID), may.ErrDenied)
	w.refused(w.Withdraw(t.Context(), boss, "solen", p.Now.ID), profile.ErrBegun)
	if err := w.Withdraw(t.Context(), boss, "solen", p.Coming[0].ID); err != nil {
		t.Fatal(err)
	}
	w.want("solen", "2027-02-01", "a do solen "+today, "c do solen "+today)
	w.refused(w.Withdraw(t.Context(), boss, "solen", p.Coming[0].ID), profile.ErrNoLayer)
}

func TestTwoWhoSaveAtOnceLoseNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	boss, chief := w.actor(may.Manager, "solen"), w.actor(may.Municipality, town)
	w.save(boss, "solen", "2026-11-22", "", set(demand("a", "know")), set(demand("b", "know")))
	seen := w.seen("solen").ID
	w.save(chief, "solen", "", seen, set(demand("a", "know")), set(demand("b", "do")), set(demand("c", "do")))
	w.save(boss, "solen", "", seen, set(demand("a", "master")), set(demand("b", "know")))
	w.want("solen", today, "a master solen "+today, "b do solen "+today, "c do solen "+today)
	mine := []layer.Op{set(demand("b", "master"))}
	w.refused(w.Save(t.Context(), boss, "solen", mine, "", "", seen), profile.ErrMeanwhile)
	clashes, err := w.Difference(t.Context(), boss, "solen", mine, "", seen)
	if err != nil || len(clashes) != 2 || clashes[0].ID != "b" || clashes[0].Theirs.Demand.Target != "do" || clashes[0].Mine.Demand.Target != "master" || clashes[1].ID != "a" || clashes[1].Mine != nil {
		t.Errorf("%+v %v", clashes, err)
	}
	w.want("solen", today, "a master solen "+today, "b do solen "+today, "c do solen "+today)
	var wait sync.WaitGroup
	newest := w.seen("solen")
	for _, id := range []string{"p", "q", "r", "s"} {
		wait.Go(func() {
			ops := append(slices.Clone(newest.Ops), set(demand(id, "do")))
			if err := w.Save(context.Background(), boss, "solen", ops, "", "", newest.ID); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if got := w.holds("solen", today); len(got) != 7 {
		t.Errorf("%q", got)
	}
}

func TestWhoMayAsk(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, c := range map[string]struct {
		actor may.Actor
		node  string
		want  error
	}{
		"a unit's manager":                      {w.actor(may.Manager, "solen"), "solen", nil},
		"of another unit":                       {w.actor(may.Manager, "solen"), "manen", may.ErrDenied},
		"a municipality for its unit":           {w.actor(may.Municipality, town), "manen", nil},
		"a manager of managers":                 {w.actor(may.Operations, "omr"), "omr", nil},
		"a municipality for a private employer": {w.actor(may.Municipality, town), "granen", may.ErrDenied},
		"a private employer's manager":          {w.actor(may.Manager, "granen"), "granen", nil},
		"an RSS":                                {w.actor(may.Region, "rss-GR"), "rss-GR", nil},
		"an RSS in a municipality's name":       {w.actor(may.Region, "rss-GR"), town, may.ErrDenied},
		"the nation":                            {w.actor(may.National, "se"), "se", nil},
		"a deputy":                              {w.actor(may.Deputy, "solen"), "solen", may.ErrDenied},
		"a visitor":                             {may.Actor{}, "solen", may.ErrSignIn},
		"who runs the program":                  {may.Operator(), "omr", nil},
	} {
		seen := w.seen(c.node).ID
		if err := w.Save(t.Context(), c.actor, c.node, []layer.Op{set(demand("x-"+c.actor.PersonID, "do"))}, "", "", seen); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if _, err := w.Layer(t.Context(), w.actor(may.Deputy, "solen"), "solen"); err != nil {
		t.Errorf("a deputy looks: %v", err)
	}
	_, err := w.Layer(t.Context(), w.actor(may.Municipality, town), "granen")
	w.refused(err, may.ErrDenied)
}

func TestALayerIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	boss := w.actor(may.Manager, "solen")
	bad := demand("a", "x")
	err := w.Save(t.Context(), boss, "solen", []layer.Op{set(bad)}, "", "", "")
	if f := fault.Of(err); f == nil || f.Key != "profile.wrong.target" || f.Field != "niva" {
		t.Errorf("%v", err)
	}
	w.refused(w.Save(t.Context(), boss, "solen", []layer.Op{set(demand("a", ""))}, "2026-11-21", "", ""), profile.ErrPast)
	w.refused(w.Save(t.Context(), boss, "solen", []layer.Op{set(demand("a", ""))}, "igår", "", ""), profile.ErrDay)
	w.refused(w.Save(t.Context(), boss, "solen", nil, "", "", "borta"), profile.ErrNoLayer)
	// What was asked for of something that is gone can stay, and be taken away.
	w.save(boss, "solen", "", "", set(demand("a", "")))
	w.exec(`UPDATE framework_version SET valid_until = valid_from`)
	was := w.seen("solen")
	w.refused(w.Save(t.Context(), boss, "solen", append(was.Ops, set(demand("b", ""))), "", "", was.ID), fault.New(fault.Invalid, "profile.wrong.requirement"))
	problems, err := w.Problems(t.Context(), boss, "solen", append(slices.Clone(was.Ops), set(demand("b", ""))), "", was.ID)
	if err != nil || len(problems) != 1 || problems[0].ID != "b" {
		t.Errorf("%v %v", problems, err)
	}
	w.save(boss, "solen", "", was.ID)
	w.want("solen", today)
}

func TestWhatChangesIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Changed = func(_ context.Context, _ *db.Tx, node string) error { w.told = append(w.told, node); return nil }
	boss := w.actor(may.Manager, "solen")
	w.save(boss, "solen", "", "", set(demand("a", "")))
	now := w.seen("solen")
	w.save(boss, "solen", "", now.ID, now.Ops...) // nothing is otherwise: nothing is written
	if w.seen("solen").ID != now.ID || !slices.Equal(w.told, []string{"solen"}) {
		t.Error(w.told)
	}
	broken := errors.New("broken")
	w.Changed = func(context.Context, *db.Tx, string) error { return broken }
	w.refused(w.Save(t.Context(), boss, "solen", nil, "", "", now.ID), broken)
	w.want("solen", today, "a  solen "+today)
}

// Many places are read in few questions, and alike whether one by one or at once.
func TestReadingManyPlaces(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.save(may.Operator(), "se", "2025-01-01", "", set(demand("a", "know")))
	w.save(may.Operator(), "omr", "2026-01-01", "", set(demand("b", "know")))
	w.save(may.Operator(), "granen", "2027-01-01", "", set(demand("c", "know")))
	for _, on := range []string{"2024-12-31", "2025-06-01", today, "2027-01-01"} {
		whole := w.Reader(on)
		asked := 0
		w.DB.Watch(func(string) { asked++ })
		if err := whole.Under(t.Context(), "se"); err != nil {
			t.Fatal(err)
		}
		for _, id := range []string{"solen", "manen", "granen"} {
			n, err := w.Tree.Find(t.Context(), id, today)
			if err != nil {
				t.Fatal(err)
			}
			before := asked
			got, err := whole.At(t.Context(), n.Path)
			if err != nil || asked != before {
				t.Fatal(asked-before, err)
			}
			want, err := w.Reader(on).At(t.Context(), n.Path)
			if err != nil || len(got) != len(want) {
				t.Errorf("%s on %s: %v, want %v", id, on, got, want)
			}
		}
	}
}

func TestHowFarARoleGoes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.PersonChanged = func(_ context.Context, _ *db.Tx, id string) error { w.touched = append(w.touched, id); return nil }
	w.employ("kim", town, "solen")
	w.employ("lo", "firma", "granen")
	boss := w.actor(may.Manager, "solen")
	w.refused(w.SetRoleLevel(t.Context(), w.actor(may.Manager, "manen"), "e-kim", layer.Expert, ""), may.ErrDenied)
	w.refused(w.SetRoleLevel(t.Context(), w.actor(may.Municipality, town), "e-lo", layer.Expert, ""), may.ErrDenied)
	w.refused(w.SetRoleLevel(t.Context(), boss, "e-kim", "x", ""), profile.ErrRoleLevel)
	w.refused(w.SetRoleLevel(t.Context(), boss, "e-kim", layer.Expert, "2026-11-01"), profile.ErrPast)
	for _, s := range []struct {
		level layer.RoleLevel
		from  string
	}{{layer.Expert, ""}, {layer.Advanced, ""}, {layer.Expert, "2027-01-01"}} {
		if err := w.SetRoleLevel(t.Context(), boss, "e-kim", s.level, s.from); err != nil {
			t.Fatal(err)
		}
	}
	for on, want := range map[string]layer.RoleLevel{"2026-11-21": "", today: layer.Advanced, "2027-01-01": layer.Expert} {
		got, err := w.LevelsOf(t.Context(), w.DB, []string{"e-kim"}, on)
		if err != nil || got["e-kim"] != want {
			t.Errorf("%s: %v %v", on, got, err)
		}
	}
	_, all, err := w.RoleLevels(t.Context(), boss, "solen")
	if err != nil || len(all) != 1 || all[0].Level != layer.Advanced || all[0].Next != layer.Expert || all[0].From != "2027-01-01" {
		t.Errorf("%+v %v", all, err)
	}
	if len(w.touched) != 3 {
		t.Error(w.touched)
	}
	seen, err := db.One(t.Context(), w.DB, db.Number, `SELECT COUNT(*) FROM access_log WHERE node_id = 'solen' AND what = 'profile.levels'`)
	if err != nil || seen != 1 {
		t.Error(seen, err)
	}
	_, _, err = w.RoleLevels(t.Context(), w.actor(may.Operations, "omr"), "solen")
	w.refused(err, may.ErrDenied)
}

// The gap is reckoned at the unit: what a team asked for would count nowhere, so a team asks for nothing.
func TestATeamAsksForNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tx(func(tx *db.Tx) error {
		_, err := w.Tree.Add(t.Context(), tx, org.Node{ID: "dag", Kind: "team", Name: "Dag", Parent: "solen"}, "2020-01-01", "test")
		return err
	})
	boss, ops := w.actor(may.Manager, "solen"), []layer.Op{set(demand("c", "do"))}
	if err := w.Save(t.Context(), boss, "dag", ops, "", "", ""); !errors.Is(err, profile.ErrTeam) {
		t.Errorf("saved at a team: %v", err)
	}
	if _, err := w.Problems(t.Context(), boss, "dag", ops, "", ""); !errors.Is(err, profile.ErrTeam) {
		t.Errorf("asked at a team: %v", err)
	}
	if err := w.Edit(t.Context(), boss, "dag", profile.Edit{Set: ops}); !errors.Is(err, profile.ErrTeam) {
		t.Errorf("edited at a team: %v", err)
	}
	if _, err := w.Layer(t.Context(), boss, "dag"); !errors.Is(err, profile.ErrTeam) {
		t.Errorf("looked at a team: %v", err)
	}
	if err := w.Save(t.Context(), w.actor(may.Manager, "manen"), "dag", ops, "", "", ""); !errors.Is(err, may.ErrDenied) {
		t.Errorf("whoever may not is told no more: %v", err)
	}
	if err := w.Save(t.Context(), boss, "solen", ops, "", "", ""); err != nil {
		t.Error(err)
	}
}
