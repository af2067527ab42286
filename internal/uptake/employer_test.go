package uptake_test

import (
	"context"
	"testing"
	"time"

	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/uptake"
	"yrkesresan/internal/uptake/rule"
)

// Who works for two employers is shown to neither's manager what the other one asks: not that a reflection is waited for,
// and not a note on use (rule 19). The person sees both.
func TestWhatAnotherEmployerAsksIsNotShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.privately("amina")
	w.Import("mat")
	w.need("petra", "villan", rule.Group)
	w.read("amina")
	w.want("amina", 0, true)
	w.decide("petra", uptake.Rule{CourseID: "mat", Decided: rule.Decided{NodeID: "villan", Reflect: rule.None, UseWeeks: 4}})
	w.readCourse("amina", "mat")
	n, ok, err := w.Uptake.OwnNoteOf(ctx, "amina", "mat")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if err := w.Uptake.Propose(ctx, may.Actor{PersonID: "amina"}, n.ID, "Jag dukar fint.", inDays(28), n.Revision); err != nil {
		t.Fatal(err)
	}
	w.Exec(`UPDATE use_note SET employer_id = 'privat', unit_id = 'villan' WHERE id = $1`, n.ID) // what was read for the other one
	for _, x := range []struct {
		lead, unit, employer string
		waits                int
		due                  uptake.Due
	}{
		{"maria", "solen", gaptest.Town, 0, uptake.Due{}},
		{"petra", "villan", "privat", 1, uptake.Due{Reflect: 1, Add: 1}},
	} {
		_, waits, err := w.Uptake.Waits(ctx, w.Actor(x.lead), x.unit)
		if err != nil || len(waits) != x.waits {
			t.Errorf("%s sees %+v, %v", x.lead, waits, err)
		}
		if d, err := w.Uptake.DueAmong(ctx, x.employer, []string{"amina"}); err != nil || d != x.due {
			t.Errorf("%s is to do %+v, %v", x.lead, d, err)
		}
	}
}

// Where two employers ask for a reflection on the same course, each one's manager sees who waits for what that one asks: the
// milder may be met before the stricter, and the person leaves the one list and stands on the other (rule 19).
func TestEachOfTwoEmployersSeesWhoWaits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.privately("amina")
	w.need("maria", "solen", rule.Alone)
	w.need("petra", "villan", rule.Group)
	w.read("amina")
	w.seen(map[string]rule.Need{"maria": rule.Alone, "petra": rule.Group})
	f := w.reflect("amina", time.Now(), true) // enough for the one
	w.seen(map[string]rule.Need{"petra": rule.Group})
	w.want("amina", 0, true)
	w.unreflect(f)
	w.seen(map[string]rule.Need{"maria": rule.Alone, "petra": rule.Group})
	w.need("petra", "villan", rule.None)
	w.seen(map[string]rule.Need{"maria": rule.Alone})
	w.need("petra", "villan", rule.Alone) // both ask the same
	w.seen(map[string]rule.Need{"maria": rule.Alone, "petra": rule.Alone})
	w.reflect("amina", time.Now(), true)
	w.want("amina", 1, false)
	w.seen(nil)
}

// Who leaves the employer that is kept with the waiting waits for the other one, also when that one asks the same; what the
// first one held can be erased without it.
func TestWhoLeavesOneOfTwoEmployersStillWaits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.privately("amina")
	w.need("maria", "solen", rule.Group)
	w.need("petra", "villan", rule.Group)
	w.read("amina")
	w.seen(map[string]rule.Need{"maria": rule.Group, "petra": rule.Group})
	ctx := t.Context()
	kept, err := db.One(ctx, w.DB, db.Text, `SELECT employer_id FROM uptake_gate WHERE person_id = 'amina'`)
	if err != nil {
		t.Fatal(err)
	}
	left := map[string]rule.Need{"petra": rule.Group}
	if kept == "privat" {
		left = map[string]rule.Need{"maria": rule.Group}
	}
	w.Exec(`UPDATE employment_period SET valid_until = $2 WHERE person_id = 'amina' AND employer_id = $1`, kept, w.Staff.Today())
	if err := w.Uptake.OnEased(ctx, uptake.Eased{}); err != nil { // what is done daily
		t.Fatal(err)
	}
	w.seen(left)
	w.Tx(func(ctx context.Context, tx *db.Tx) error {
		_, err := w.Uptake.Forget(ctx, tx, "amina", kept, false)
		return err
	})
	w.seen(left)
	w.want("amina", 0, true)
}

// privately lets somebody work at Omsorg AB too, in the unit villan that petra leads.
func (w *world) privately(person string) {
	w.T.Helper()
	w.Place("employer", "privat", "Omsorg AB", gaptest.Town)
	w.Place("unit", "villan", "Villan", "privat")
	w.EmployAt(person, "privat", "villan", "underskoterska")
	w.EmployAt("petra", "privat", "villan", "enhetschef")
	w.Grant("petra", may.Manager, "villan")
}

// seen checks what each of the two managers sees amina wait for, and is to do about it.
func (w *world) seen(want map[string]rule.Need) {
	w.T.Helper()
	for _, x := range []struct{ lead, unit, employer string }{{"maria", "solen", gaptest.Town}, {"petra", "villan", "privat"}} {
		_, waits, err := w.Uptake.Waits(w.T.Context(), w.Actor(x.lead), x.unit)
		need, sees := want[x.lead]
		if err != nil || (len(waits) == 1) != sees || len(waits) > 1 || sees && (waits[0].PersonID != "amina" || waits[0].Need != need) {
			w.T.Errorf("%s sees %+v, want %q: %v", x.lead, waits, need, err)
		}
		d, err := w.Uptake.DueAmong(w.T.Context(), x.employer, []string{"amina"})
		if err != nil || (d.Reflect == 1) != sees || d.Reflect > 1 {
			w.T.Errorf("%s is to do %+v: %v", x.lead, d, err)
		}
	}
}
