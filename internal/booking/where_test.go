package booking_test

import (
	"context"
	"testing"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// move lets people work at another unit of their employer from today.
func (w *world) move(unit string, people ...string) {
	w.t.Helper()
	for _, p := range people {
		w.exec(`UPDATE employment_period SET unit_id = $2 WHERE person_id = $1`, p, unit)
	}
}

func (w *world) exec(text string, args ...any) {
	w.t.Helper()
	w.tx(func(ctx context.Context, tx *db.Tx) error { _, err := tx.Exec(ctx, text, args...); return err })
}

// due is what waits at one unit.
func (w *world) due(who, unit string) booking.Due {
	w.t.Helper()
	n, err := w.Tree.Find(w.t.Context(), unit, w.Staff.Today())
	w.must(err)
	d, err := w.DueAt(w.t.Context(), w.actor(who), []org.Node{n})
	w.must(err)
	return d
}

// Who has moved to another unit since is the new manager's matter in every way, and the old one's in none.
func TestWhoHasMovedIsTheNewManagersMatter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	o := w.occasion(5)
	asked, err := w.Ask(ctx, w.actor("amina"), o.ID, "")
	w.must(err)
	booked := w.book("karin", "bengt", o)
	w.move("manen", "amina", "bengt")

	lines, err := w.AskedOf(ctx, w.actor("mona"), []string{"manen"})
	w.must(err)
	if len(lines) != 1 || lines[0].ID != asked.ID || lines[0].UnitID != "manen" {
		t.Errorf("the new manager is asked %+v", lines)
	}
	if lines, err = w.AskedOf(ctx, w.actor("karin"), []string{"solen"}); err != nil || len(lines) != 0 {
		t.Errorf("the old manager is asked %+v, %v", lines, err)
	}
	if at, old := w.due("mona", "manen"), w.due("karin", "solen"); at.Asked != 1 || old.Asked != 0 {
		t.Errorf("the new manager is told of %d, the old one of %d", at.Asked, old.Asked)
	}
	seen, err := w.Find(ctx, w.actor("mona"), booked.ID)
	w.must(err)
	if seen.As != booking.Manager || seen.UnitID != "manen" || seen.Name != "Bengt Exempel" {
		t.Errorf("%s at %s sees %s", seen.As, seen.UnitID, seen.Name)
	}
	able, err := w.app.Staffing.Colleagues(ctx, w.actor("mona"), booked.ID)
	w.must(err)
	if len(able) == 0 || able[0].PersonID == "sara" {
		t.Errorf("who could go instead: %+v", able)
	}
	_, err = w.Find(ctx, w.actor("karin"), booked.ID)
	w.refused(err, booking.ErrNoBooking)
	_, err = w.Cancel(ctx, w.actor("karin"), booked.ID, "Ville det.")
	w.refused(err, booking.ErrNoBooking)
	_, err = w.Approve(ctx, w.actor("mona"), asked.ID, "")
	w.must(err)
	now, err := w.Substitute(ctx, w.actor("mona"), booked.ID, "clara", "")
	w.must(err)
	if now.UnitID != "manen" {
		t.Errorf("the colleague's place stands at %s", now.UnitID)
	}
	w.check(o)
}

// Who serves a unit from elsewhere (rule 4) is booked by its manager too, who then sees the place and may give it up.
func TestWhoeverIsServedAnswersToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.occasion(5)
	asked, err := w.Ask(t.Context(), w.actor("amina"), o.ID, "")
	w.must(err)
	w.exec(`INSERT INTO serves (id, employment_id, person_id, unit_id, valid_from, valid_until) VALUES ('s-1', 'e-amina', 'amina', 'manen', '2026-01-01', $1)`, db.NoEnd)
	for who, unit := range map[string]string{"karin": "solen", "mona": "manen"} {
		lines, err := w.AskedOf(t.Context(), w.actor(who), []string{unit})
		w.must(err)
		if len(lines) != 1 || lines[0].UnitID != unit {
			t.Errorf("%s is asked %+v", who, lines)
		}
		seen, err := w.Find(t.Context(), w.actor(who), asked.ID)
		w.must(err)
		if seen.As != booking.Manager || seen.UnitID != unit {
			t.Errorf("%s acts as %q at %s", who, seen.As, seen.UnitID)
		}
	}
}

// The name of a protected identity is the manager's alone: not who stands in for the manager, nor the municipality's
// contact (rule 7).
func TestAProtectedNameIsTheManagersAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	o := w.occasion(5)
	asked, err := w.Ask(ctx, w.actor("amina"), o.ID, "")
	w.must(err)
	w.exec(`UPDATE employee SET protected = TRUE, contact_code = 'K-1' WHERE person_id = 'amina'`)
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		return w.app.Access.Grant(ctx, tx, "sara", may.Deputy, "solen", "2020-01-01", db.NoEnd, "test")
	})
	sees := func(who, want string) {
		t.Helper()
		lines, err := w.AskedOf(ctx, w.actor(who), []string{"solen"})
		w.must(err)
		if len(lines) != 1 || lines[0].Name != want {
			t.Errorf("%s reads %+v in the list, want %s", who, lines, want)
		}
		seen, err := w.Find(ctx, w.actor(who), asked.ID)
		w.must(err)
		if seen.Name != want {
			t.Errorf("%s reads %s on the page, want %s", who, seen.Name, want)
		}
	}
	sees("karin", "Amina Exempel")
	sees("sara", "K-1")
	sees("kim", "K-1")
	if own, err := w.Find(ctx, w.actor("amina"), asked.ID); err != nil || own.Name != "Amina Exempel" {
		t.Errorf("the person reads %q, %v", own.Name, err)
	}
	w.must(w.leave("amina")) // somebody still has to decide, and knows no more than before
	sees("karin", "Amina Exempel")
	sees("sara", "K-1")
	sees("kim", "K-1")
}
