package certification_test

import (
	"slices"
	"strings"
	"testing"

	"yrkesresan/internal/certification"
	"yrkesresan/internal/certification/certificationtest"
	"yrkesresan/internal/certification/rule"
)

// R183: people are reminded in time, the group takes the training again, and what is not renewed lapses and is told.
func TestRenewal(t *testing.T) {
	t.Parallel()
	w := certified(t)
	ctx, c := t.Context(), w.Certification
	again := &repeats{}
	c.Repeater = again
	is(t, "too early", c.Renew(ctx, w.Maria, w.ID, ""), certification.ErrNotReady)
	for _, on := range []string{"2028-07-09", "2028-07-10", "2028-07-11", "2028-10-10", "2028-10-11"} {
		w.Go(on)
		w.Day()
	}
	if n := told(w, "maria", "ends"); n != 2 || told(w, "ulla", "ends") != 2 {
		t.Errorf("reminded %d times before the end", n)
	}
	if k := w.Kept(); k.State != rule.Renewal {
		t.Errorf("%+v", k)
	}
	w.Must(c.Renew(ctx, w.Maria, w.ID, ""))
	is(t, "twice", c.Renew(ctx, w.Maria, w.ID, ""), certification.ErrIsSo)
	if !slices.Equal(again.units, []string{certificationtest.Unit}) || !slices.Equal(again.courses, []string{certificationtest.Course}) || again.due != "2029-01-09" { // the last day that it holds
		t.Errorf("%+v", again)
	}
	if s := toldWith(w, "ulla", "renewal"); !strings.Contains(s, "9 januari 2029") {
		t.Errorf("told of another day: %s", s)
	}
	if s := toldWith(w, "maria", "ends"); !strings.Contains(s, "9 januari 2029") {
		t.Errorf("told of another day: %s", s)
	}
	is(t, "before they have taken it again", c.Certify(ctx, w.Ulla, w.ID, ""), certification.ErrNotReady)
	w.Go("2029-01-10")
	if k := w.Kept(); k.State != rule.Lapsed || k.ValidUntil != "" || told(w, "maria", "lapsed") != 1 {
		t.Errorf("%+v", k)
	}
	w.Learn("amina", "bengt", "carmen")
	w.Must(c.Certify(ctx, w.Ulla, w.ID, ""))
	if k := w.Kept(); k.State != rule.Certified || k.ValidUntil != "2031-01-10" || k.Round != 2 {
		t.Errorf("%+v", k)
	}
}

// Rule 39: the unit's own manager does not undo a revocation by beginning a new round; what is done after it certifies.
func TestAManagerDoesNotRenewARevocationAway(t *testing.T) {
	t.Parallel()
	w := certified(t, func(s *rule.Scheme) { s.By, s.Anew = rule.ByRule, false })
	ctx, c := t.Context(), w.Certification
	again := &repeats{}
	c.Repeater = again
	w.Must(c.Revoke(ctx, w.Mona, w.ID, "Provet gjordes i grupp.")) // on the day when the rule certified
	w.Must(c.Renew(ctx, w.Maria, w.ID, ""))
	if k := w.Kept(); k.State != rule.Revoked || k.Ready || len(again.courses) != 1 {
		t.Errorf("%+v, asked to take %v again", k, again.courses)
	}
	w.Later(1)
	w.Learn("amina", "bengt", "carmen")
	if k := w.Kept(); k.State != rule.Certified || k.Round != 2 {
		t.Errorf("%+v", k)
	}
}

// R183: a new assessment of a refusal certifies nothing that has run out: a new round comes first.
func TestNoDecisionCertifiesWhatHasRunOut(t *testing.T) {
	t.Parallel()
	w := certified(t)
	ctx, c := t.Context(), w.Certification
	w.Go("2028-11-01")
	w.Hire("eli")
	w.Go("2028-12-10") // it has lapsed by somebody who is not trained, shortly before its end
	w.Must(c.Decline(ctx, w.Ulla, w.ID, "Eli saknas."))
	w.Must(c.AskAnew(ctx, w.Maria, w.ID, "Eli är klar i januari."))
	w.Go("2029-01-09")
	w.Learn("eli")
	if v := w.View(""); v.State != rule.Lapsed || !v.Ready || len(v.Lacks) > 0 {
		t.Errorf("%+v", v.Outcome)
	}
	w.Go("2029-01-10")
	if v := w.View(""); v.Ready || len(v.Lacks) != 1 || v.Lacks[0].Key != rule.UnitExpiry || w.Kept().Ready {
		t.Errorf("%+v", v.Outcome)
	}
	is(t, "decided anew after its end", c.Decide(ctx, w.Mona, w.ID, true, "Nu är alla klara."), certification.ErrNotReady)
	is(t, "certified after its end", c.Certify(ctx, w.Ulla, w.ID, ""), certification.ErrNotReady)
	w.Must(c.Decide(ctx, w.Mona, w.ID, false, "En ny omgång kommer först."))
	w.Must(c.Renew(ctx, w.Maria, w.ID, ""))
	w.Learn("amina", "bengt", "carmen", "eli")
	w.Must(c.Certify(ctx, w.Ulla, w.ID, ""))
}
