package development_test

import (
	"context"
	"errors"
	"testing"

	"yrkesresan/internal/development"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/may"
)

// Rule 25: who may not see names gets no number of few people out of the report of new duties, at any place.
func TestNewDutiesPointAtNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	many := []string{"p1", "p2", "p3", "p4", "p5"}
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		for _, id := range many {
			if err := employ(ctx, tx, id, "manen", town); err != nil {
				return err
			}
		}
		return nil
	})
	kim, olle := w.actor("kim"), w.actor("olle")
	var items []development.Item
	for _, id := range append(many, "amina") {
		i, _, err := w.Add(t.Context(), kim, development.Item{Whose: development.Person(id, town), How: development.ByOther, Title: "Kurs", State: development.Done})
		w.must(err)
		items = append(items, i)
	}
	told := func(a may.Actor, node string) map[string]development.UnitDuties {
		t.Helper()
		all, err := w.Trained(t.Context(), a, node)
		w.must(err)
		out := map[string]development.UnitDuties{}
		for _, u := range all {
			if u.Trained > 0 {
				out[u.Unit.ID] = u
			}
		}
		return out
	}
	if all := told(kim, "omr"); all["solen"].Trained != 1 || all["manen"].Without != 5 || !all["solen"].Split {
		t.Errorf("%+v", all)
	}
	if all := told(olle, "omr"); len(all) != 1 || all["manen"].Trained != 5 || all["manen"].Without != 5 {
		t.Errorf("%+v", all)
	}
	if all := told(olle, "solen"); len(all) != 0 {
		t.Errorf("%+v", all)
	}
	_, err := w.AddDuty(t.Context(), kim, development.Duty{PersonID: "p1", EmployerID: town, ItemID: items[0].ID, Duty: "Handleder", Near: development.NearUsers, From: "2026-01-01"})
	w.must(err)
	if u := told(olle, "omr")["manen"]; u.Trained != 5 || u.Split || u.Users != 0 || u.Without != 0 {
		t.Errorf("one of five is told: %+v", u)
	}
	if u := told(kim, "omr")["manen"]; u.Users != 1 || u.Without != 4 {
		t.Errorf("%+v", u)
	}
}

// What came of a sheet is read by who sent it, as long as the role lasts.
func TestAnEndedRoleReadsNoSheet(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	karin := w.actor("karin")
	w.must(w.Tasks.Begin(t.Context(), w.DB, "sheet", development.SheetAsked{}.Kind(), "solen", "karin"))
	w.must(w.Tasks.Begin(t.Context(), w.DB, "other", "something.else", "solen", "karin"))
	_, _, err := w.TaskOf(t.Context(), karin, "sheet")
	w.must(err)
	if _, _, err := w.TaskOf(t.Context(), karin, "other"); !errors.Is(err, job.ErrNoTask) {
		t.Error(err)
	}
	karin.Grants = nil
	if _, _, err := w.TaskOf(t.Context(), karin, "sheet"); !errors.Is(err, may.ErrDenied) {
		t.Error(err)
	}
}
