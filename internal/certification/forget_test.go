package certification_test

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"yrkesresan/internal/certification/certificationtest"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/db"
)

// When somebody is erased, the day on which the rule certified stays.
func TestErasingDoesNotMoveACertification(t *testing.T) {
	t.Parallel()
	w := certificationtest.New(t)
	for _, p := range []string{"amina", "bengt"} {
		w.Employ(p, certificationtest.Unit, "underskoterska")
	}
	s := certificationtest.Scheme()
	s.By = rule.ByRule
	w.Join(s)
	w.Learn("amina")
	w.Later(20)
	w.Quit("bengt")
	if k := w.Kept(); k.State != rule.Certified || k.CertifiedOn != "2027-01-30" {
		t.Fatalf("%+v", k)
	}
	w.Later(30)
	w.Tx(func(ctx context.Context, tx *db.Tx) error {
		if _, err := w.Certification.Forget(ctx, tx, "bengt", gaptest.Town, true); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `DELETE FROM employment_period WHERE person_id = 'bengt'`)
		return err
	})
	if k := w.Kept(); k.State != rule.Certified || k.CertifiedOn != "2027-01-30" || k.ValidUntil != "2029-01-30" {
		t.Errorf("%+v", k)
	}
	if v := w.View(certificationtest.Start); v.State != rule.Preparing || v.Counted != 1 {
		t.Errorf("%s %d", v.State, v.Counted)
	}
}

// When somebody is erased, the days on which the rule certified in earlier rounds stay too, also of a programme that the unit
// has left.
func TestErasingDoesNotMoveEarlierRounds(t *testing.T) {
	t.Parallel()
	w := certificationtest.New(t)
	for _, p := range []string{"amina", "bengt"} {
		w.Employ(p, certificationtest.Unit, "underskoterska")
	}
	s := certificationtest.Scheme()
	s.By = rule.ByRule
	w.Join(s)
	w.Learn("amina")
	w.Later(20)
	w.Quit("bengt") // the unit is certified on 2027-01-30
	w.Go("2028-08-01")
	w.Must(w.Certification.Renew(t.Context(), w.Maria, w.ID, ""))
	w.Later(9)
	w.Learn("amina") // and again on 2028-08-10
	w.Later(30)
	forget := func() {
		w.Tx(func(ctx context.Context, tx *db.Tx) error {
			_, err := w.Certification.Forget(ctx, tx, "bengt", gaptest.Town, true)
			return err
		})
	}
	had := w.View("").History
	forget()
	forget() // each day is noted once
	w.Exec(`DELETE FROM employment_period WHERE person_id = 'bengt'`)
	if v := w.View(""); !slices.Equal(v.History, had) || v.CertifiedOn != "2028-08-10" || v.Round != 2 || len(v.Happened) != 4 {
		t.Errorf("was %v, is %v; %d have happened", had, v.History, len(v.Happened))
	}
	if v := w.View("2027-02-01"); v.CertifiedOn != "2027-01-30" || v.ValidUntil != "2029-01-30" {
		t.Errorf("the first round: %s %s", v.CertifiedOn, v.ValidUntil)
	}
}

// What a unit lapsed by stays when somebody is erased, and who decides: nobody certifies it but who may.
func TestErasingDoesNotUndoALapse(t *testing.T) {
	t.Parallel()
	w := certified(t)
	w.Go("2027-02-01")
	w.Hire("eli") // has 30 days, and is not trained
	w.Go("2027-03-20")
	w.Quit("eli")
	w.Go("2027-05-01")
	if k := w.Kept(); k.State != rule.Lapsed || k.Since != "2027-03-03" || !k.Ready {
		t.Fatalf("%+v", k)
	}
	had := w.View("")
	erase(w, "eli")
	v := w.View("")
	if v.State != rule.Lapsed || v.Since != had.Since || !reflect.DeepEqual(v.Cause, had.Cause) || len(v.Cause) != 1 || v.Cause[0].Key != rule.UnitPeople || v.Happened[0].Kind != rule.Lapse {
		t.Errorf("was %s %v, is %s %v", had.State, had.Cause, v.State, v.Cause)
	}
	if k := w.Kept(); k.State != rule.Lapsed {
		t.Errorf("%+v", k)
	}
	if rows, _, err := w.Certification.Register(t.Context(), "", "", 10, 0); err != nil || len(rows) != 0 {
		t.Errorf("in the register: %+v %v", rows, err)
	}
	w.Must(w.Certification.Certify(t.Context(), w.Ulla, w.ID, ""))
	if k := w.Kept(); k.State != rule.Certified || k.CertifiedOn != "2027-05-01" {
		t.Errorf("%+v", k)
	}
}

// So it is with what the rule restored, as often as somebody is erased.
func TestErasingDoesNotMoveARestoration(t *testing.T) {
	t.Parallel()
	w := certified(t, func(s *rule.Scheme) { s.By = rule.ByRule })
	w.Go("2027-02-01")
	w.Hire("eli")
	w.Go("2027-03-20")
	w.Learn("eli")
	w.Go("2027-04-01")
	w.Hire("fia")
	w.Go("2027-06-01")
	w.Quit("eli")
	w.Quit("fia")
	w.Later(1)
	had := w.View("")
	holds := func(all []rule.Passage) (out []rule.Passage) {
		for _, p := range all {
			if p.State != rule.Pending {
				out = append(out, p)
			}
		}
		return out
	}
	want := []rule.Passage{{Day: certificationtest.Start, State: rule.Certified}, {Day: "2027-03-03", State: rule.Lapsed}, {Day: "2027-03-20", State: rule.Certified}, {Day: "2027-05-01", State: rule.Lapsed}, {Day: "2027-06-01", State: rule.Certified}}
	if !slices.Equal(holds(had.History), want) {
		t.Fatalf("%v", had.History)
	}
	for _, who := range []string{"eli", "fia"} {
		erase(w, who)
		if v := w.View(""); !slices.Equal(holds(v.History), want) || v.ValidUntil != had.ValidUntil || len(v.Happened) != 6 {
			t.Errorf("%s is erased: %v, valid until %s, %d have happened", who, v.History, v.ValidUntil, len(v.Happened))
		}
		w.Later(10)
	}
}

// erase forgets somebody, and takes away the work.
func erase(w *certificationtest.World, person string) {
	w.T.Helper()
	w.Tx(func(ctx context.Context, tx *db.Tx) error {
		_, err := w.Certification.Forget(ctx, tx, person, gaptest.Town, true)
		return err
	})
	w.Exec(`DELETE FROM employment_period WHERE person_id = $1`, person)
}

func TestErasingDoesNotMoveWhatAUnitHasLeft(t *testing.T) {
	t.Parallel()
	w := certificationtest.New(t)
	for _, p := range []string{"amina", "bengt"} {
		w.Employ(p, certificationtest.Unit, "underskoterska")
	}
	s := certificationtest.Scheme()
	s.By = rule.ByRule
	w.Join(s)
	w.Learn("amina")
	w.Later(20)
	w.Quit("bengt")
	w.Later(20)
	w.Must(w.Certification.Leave(t.Context(), w.Ulla, w.ID, "Enheten läggs om."))
	had := w.View("").History
	w.Tx(func(ctx context.Context, tx *db.Tx) error {
		_, err := w.Certification.Forget(ctx, tx, "bengt", gaptest.Town, true)
		return err
	})
	w.Exec(`DELETE FROM employment_period WHERE person_id = 'bengt'`)
	if v := w.View(""); len(had) < 2 || !slices.Equal(v.History, had) {
		t.Errorf("was %v, is %v", had, v.History)
	}
}
