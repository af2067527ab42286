package certification_test

import (
	"errors"
	"testing"

	"yrkesresan/internal/certification"
	"yrkesresan/internal/certification/certificationtest"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

func is(t *testing.T, what string, got, want error) {
	t.Helper()
	if w := fault.Of(want); w != nil {
		if g := fault.Of(got); g != nil && g.Key == w.Key {
			return
		}
	}
	if !errors.Is(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// R182: with one person missing the unit is not certified; the last pass lets it be.
func TestAUnitIsCertifiedWhenEverybodyHasPassed(t *testing.T) {
	t.Parallel()
	w := certificationtest.New(t)
	for _, p := range []string{"amina", "bengt", "carmen"} {
		w.Employ(p, certificationtest.Unit, "underskoterska")
	}
	w.Join(certificationtest.Scheme())
	w.Learn("amina", "bengt")
	if v := w.View(""); v.State != rule.Preparing || v.Counted != 3 || v.Met != 2 || v.Ready {
		t.Errorf("%s %d of %d, ready %v", v.State, v.Met, v.Counted, v.Ready)
	}
	is(t, "with one missing", w.Certification.Certify(t.Context(), w.Ulla, w.ID, ""), certification.ErrNotReady)
	w.Learn("carmen")
	if k := w.Kept(); !k.Ready || k.State != rule.Preparing {
		t.Errorf("%+v", k)
	}
	is(t, "the manager", w.Certification.Certify(t.Context(), w.Maria, w.ID, ""), may.ErrDenied)
	is(t, "who the scheme does not name", w.Certification.Certify(t.Context(), w.Mona, w.ID, ""), certification.ErrNotYou)
	w.Must(w.Certification.Certify(t.Context(), w.Ulla, w.ID, "Bra arbete"))
	if k := w.Kept(); k.State != rule.Certified || k.CertifiedOn != certificationtest.Start || k.ValidUntil != "2029-01-10" {
		t.Errorf("%+v", k)
	}
	is(t, "twice", w.Certification.Certify(t.Context(), w.Ulla, w.ID, ""), certification.ErrIsSo)
}
