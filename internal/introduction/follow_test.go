package introduction_test

import (
	"testing"

	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/introduction"
	"yrkesresan/internal/platform/db"
)

// jobs gives somebody who is new at solen from ten days ago, until today, one more employment at a unit.
func (w *world) jobs(person, unit, start, known string) {
	w.T.Helper()
	w.hire(person, gaptest.Town, "solen", "underskoterska", "hourly", w.in(-10), w.in(-10))
	w.look()
	w.Exec(`UPDATE employment_period SET end_date = $2 WHERE person_id = $1`, person, w.in(-1))
	w.EmployAt(person, gaptest.Town, unit, "underskoterska")
	w.Exec(`UPDATE employment_period SET start_date = $2, valid_from = $3 WHERE person_id = $1 AND end_date = ''`, person, start, known)
}

// number is the employment that somebody has today.
func (w *world) number(person string) string {
	w.T.Helper()
	id, err := db.One(w.T.Context(), w.DB, db.Text, `SELECT employment_id FROM employment_period WHERE person_id = $1 AND end_date = ''`, person)
	w.must(err)
	return id
}

// A new number after the old one at the same employer, as when hourly work becomes permanent, is the same work: the
// introduction goes on there, is seen by who leads there and by nobody else, and follows the new number. Work that the
// person had before is not what the introduction is about.
func TestItFollowsANewEmploymentNumber(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.jobs("nils", "manen", w.in(0), w.in(0))
	id := w.of("nils").ID
	w.must(w.Introductions.Confirm(ctx, w.Actor("nils"), id, w.sight("nils", id).Standing.Lines()[0].ID, true))
	w.jobs("olga", "solen", w.in(0), w.in(0))
	w.jobs("per", "manen", w.in(-700), w.in(-700)) // had it beside
	w.look()
	if x := w.of("nils"); x.ID != id || x.UnitID != "manen" || x.State != introduction.Active || x.EmploymentID != w.number("nils") || w.sight("my", id).Standing.Done != 1 {
		t.Errorf("%+v", x)
	}
	_, err := w.Introductions.Sight(ctx, w.Actor("karin"), id)
	w.is(err, introduction.ErrNone)
	if n := w.count(`SELECT COUNT(*) FROM river_job WHERE kind = 'introduction.settled'`); n != 2 {
		t.Errorf("asked to settle %d times", n)
	}
	if x := w.of("olga"); x.UnitID != "solen" || x.State != introduction.Active || x.EmploymentID != w.number("olga") {
		t.Errorf("%+v", x)
	}
	if x := w.of("per"); x.UnitID != "solen" || x.State != introduction.Ended {
		t.Errorf("%+v", x)
	}
	w.Exec(`UPDATE employment_period SET unit_id = 'manen' WHERE person_id = 'olga' AND end_date = ''`)
	w.look()
	w.look()
	if x := w.of("olga"); x.UnitID != "manen" || x.State != introduction.Active {
		t.Errorf("%+v", x)
	}
	if n := w.count(`SELECT COUNT(*) FROM introduction`); n != 3 {
		t.Errorf("%d introductions", n)
	}
}
