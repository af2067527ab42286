package certification_test

import (
	"testing"

	"yrkesresan/internal/certification"
	"yrkesresan/internal/certification/certificationtest"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
)

// reshape lets a unit go on as another from today, or end where into is "".
func reshape(w *certificationtest.World, unit, into string) {
	w.T.Helper()
	today := w.Staff.Today()
	change := org.NewChange(org.Merge, unit, today)
	if into == "" {
		change = org.NewChange(org.End, unit, today)
	}
	change.EmployerID, change.Into = gaptest.Town, into
	_, err := w.Tree.Decide(w.T.Context(), w.Mona, change, "", today, w.Staff.Now())
	w.Must(err)
}

// Of an earlier day a unit is shown as it was that day, also one that has gone on as another or is no more since; and the other
// is not shown as certified on days when it was not.
func TestAUnitIsShownAsItWasThatDay(t *testing.T) {
	t.Parallel()
	w := certified(t)
	ctx, c := t.Context(), w.Certification
	w.Place("unit", "manen", "Månen", "aldre")
	w.Employ("moa", "manen", "underskoterska")
	w.Later(10)
	reshape(w, certificationtest.Unit, "manen")
	shows := func(unit, on string, state rule.State, counted int) {
		t.Helper()
		s, err := c.Show(ctx, may.Operator(), unit, on)
		if err != nil || s.State != state || s.Counted != counted {
			t.Errorf("%s on %s: %s with %d, %v", unit, on, s.State, s.Counted, err)
		}
		for _, v := range s.People {
			if s.Numbers[v.PersonID] == "" {
				t.Errorf("%s has no number", v.PersonID)
			}
		}
	}
	refused := func(unit, on string, want error) {
		t.Helper()
		_, err := c.Show(ctx, may.Operator(), unit, on)
		is(t, unit+" on "+on, err, want)
	}
	shows(certificationtest.Unit, certificationtest.Start, rule.Certified, 3)
	refused("manen", certificationtest.Start, certification.ErrNoProgramme)
	shows("manen", "", rule.Pending, 4)
	refused(certificationtest.Unit, "", certification.ErrNoUnit)
	refused("finns-inte", "", certification.ErrNoUnit)
	w.Later(10)
	for _, person := range []string{"amina", "bengt", "carmen", "moa"} {
		w.Quit(person)
	}
	reshape(w, "manen", "")
	shows("manen", "2027-01-25", rule.Pending, 4)
	shows(certificationtest.Unit, certificationtest.Start, rule.Certified, 3)
	refused("manen", "2027-01-30", certification.ErrNoUnit)
	_, err := c.Show(ctx, w.Actor("moa"), certificationtest.Unit, certificationtest.Start)
	is(t, "somebody who sees nobody's progress", err, may.ErrDenied)
}

// Somebody who has several employments is shown by a number, not by the one that has none.
func TestAPersonIsShownByANumber(t *testing.T) {
	t.Parallel()
	w := certified(t)
	w.Exec(`INSERT INTO employment (id, employer_id, match_key, number, person_id, made_by) SELECT 'zz', employer_id, 'zz', '', person_id, made_by FROM employment WHERE person_id = 'amina'`)
	s, err := w.Certification.Show(t.Context(), may.Operator(), certificationtest.Unit, "")
	if err != nil || s.Numbers["amina"] == "" {
		t.Errorf("%v %v", s.Numbers, err)
	}
}
