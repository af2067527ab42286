package uptake_test

import (
	"testing"

	"yrkesresan/internal/gap/gaptest"
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
	w.Place("employer", "privat", "Omsorg AB", gaptest.Town)
	w.Place("unit", "villan", "Villan", "privat")
	w.Import("mat")
	w.EmployAt("amina", "privat", "villan", "underskoterska")
	w.EmployAt("petra", "privat", "villan", "enhetschef")
	w.Grant("petra", may.Manager, "villan")
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
