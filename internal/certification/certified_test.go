package certification_test

import (
	"fmt"
	"testing"

	"yrkesresan/internal/certification"
	"yrkesresan/internal/certification/certificationtest"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/may"
)

// hireAbove lets somebody guide programmes for an RSS.
func hireAbove(w *certificationtest.World, person, rss string) may.Actor {
	w.Employ(person, "kontoret", "samordnare")
	w.Grant(person, may.Programme, rss)
	return w.Actor(person)
}

// Who certifies has a list of what has been certified, with state and days, also of units that are on no public list; nobody
// else has it.
func TestWhoCertifiesListsWhatIsCertified(t *testing.T) {
	t.Parallel()
	w := certified(t, func(s *rule.Scheme) { s.By = rule.ByRSS })
	ctx, c := t.Context(), w.Certification
	rita, other := hireAbove(w, "rita", "rss-GR"), hireAbove(w, "vera", "rss-FYRBODAL")
	w.Employ("rut", "kontoret", "samordnare")
	w.Grant("rut", may.Region, "rss-GR")
	listed := func(a may.Actor, what string, want int) (rows []certification.Row) {
		t.Helper()
		w.Day()
		rows, all, err := c.Certified(ctx, a, certification.Filter{})
		if err != nil || all != want || len(rows) != want {
			t.Errorf("%s: %d rows of %d, want %d: %v", what, len(rows), all, want, err)
		}
		for _, r := range rows {
			if _, err := c.View(ctx, a, r.ID(), ""); err != nil {
				t.Errorf("%s: listed and not shown: %v", what, err)
			}
		}
		return rows
	}
	listed(rita, "not yet certified", 0)
	w.Must(c.Certify(ctx, rita, w.ID, ""))
	w.Must(c.Hide(ctx, w.Maria, w.ID, true))
	rows := listed(rita, "hidden", 1)
	if len(rows) == 1 && (rows[0].Unit != "Solen" || rows[0].Employer != "Göteborg" || !rows[0].Hidden || rows[0].State != rule.Certified || rows[0].CertifiedOn != certificationtest.Start || rows[0].ValidUntil != "2029-01-10") {
		t.Errorf("%+v", rows[0])
	}
	listed(w.Ulla, "who guides the unit", 1)
	listed(w.Mona, "the municipality", 1)
	listed(may.Operator(), "the operator", 1)
	listed(other, "another RSS", 0)
	if _, all, err := c.List(ctx, rita, certification.Filter{}); err != nil || all != 0 {
		t.Errorf("hidden units among those that are followed from above: %d %v", all, err)
	}
	for _, person := range []string{"maria", "amina", "rut"} {
		_, _, err := c.Certified(ctx, w.Actor(person), certification.Filter{})
		is(t, person, err, may.ErrDenied)
	}
	if _, all, err := c.Certified(ctx, rita, certification.Filter{State: rule.Revoked}); err != nil || all != 0 {
		t.Errorf("revoked: %d %v", all, err)
	}
	w.Later(3)
	w.Must(c.Revoke(ctx, rita, w.ID, "Provet gjordes i grupp."))
	if rows := listed(rita, "revoked", 1); len(rows) == 1 && rows[0].State != rule.Revoked {
		t.Errorf("%+v", rows[0])
	}
	w.Must(c.Leave(ctx, w.Ulla, w.ID, "Enheten läggs om."))
	listed(rita, "left", 0)
}

// From above the employers only what was certified from there is listed: not what the leader of the programme certified, also
// when the scheme has come to the RSS since.
func TestWhatTheRSSHasNotCertifiedIsNotListed(t *testing.T) {
	t.Parallel()
	w := certified(t)
	ctx, c := t.Context(), w.Certification
	rita := hireAbove(w, "rita", "rss-GR")
	count := func(what string, a may.Actor, want int) {
		t.Helper()
		w.Day()
		if _, all, err := c.Certified(ctx, a, certification.Filter{}); err != nil || all != want {
			t.Errorf("%s: %d, want %d: %v", what, all, want, err)
		}
	}
	w.Must(c.Hide(ctx, w.Maria, w.ID, true))
	count("certified by the leader", rita, 0)
	above := certificationtest.Scheme()
	above.By = rule.ByRSS
	w.Must(c.ChangeScheme(ctx, w.Mona, w.SchemeID, 1, above, "2027-02-01"))
	count("the RSS is to certify", rita, 0)
	w.Go("2027-02-01")
	count("the RSS certifies from now on", rita, 0)
	w.Must(c.Revoke(ctx, rita, w.ID, "Handboken är en annan."))
	w.Must(c.Renew(ctx, w.Maria, w.ID, ""))
	w.Later(1)
	w.Learn("amina", "bengt", "carmen")
	w.Must(c.Certify(ctx, rita, w.ID, ""))
	count("certified by the RSS", rita, 1)
	count("the leader of the programme", w.Ulla, 1)
	w.Must(c.ChangeScheme(ctx, w.Mona, w.SchemeID, 2, certificationtest.Scheme(), "2027-03-01"))
	w.Go("2027-03-01")
	count("the leader certifies again", rita, 0)
}

// A role above the employers does not hide one within, in no list; lists are read page by page.
func TestRolesAboveAndWithinAndPages(t *testing.T) {
	t.Parallel()
	w := certified(t)
	ctx, c := t.Context(), w.Certification
	hireAbove(w, "rita", "rss-GR")
	w.Grant("rita", may.Programme, "aldre")
	for i := range 3 {
		id := fmt.Sprintf("hus-%d", i)
		w.Place("unit", id, fmt.Sprintf("Hus %d", i), "aldre")
		w.Employ("p-"+id, id, "underskoterska")
		w.Learn("p-" + id)
		joined, err := c.Join(ctx, w.Ulla, id, w.SchemeID, "ulla")
		w.Must(err)
		w.Must(c.Certify(ctx, w.Ulla, joined, ""))
	}
	w.Day()
	rita := w.Actor("rita")
	if _, all, err := c.List(ctx, rita, certification.Filter{}); err != nil || all != 4 {
		t.Errorf("followed: %d %v", all, err)
	}
	first, all, err := c.Certified(ctx, rita, certification.Filter{Limit: 3})
	w.Must(err)
	rest, _, err := c.Certified(ctx, rita, certification.Filter{Limit: 3, Offset: 3})
	if err != nil || all != 4 || len(first) != 3 || first[2].Unit != "Hus 2" || len(rest) != 1 || rest[0].Unit != "Solen" {
		t.Errorf("%d rows, then %d, of %d: %v", len(first), len(rest), all, err)
	}
	if _, all, err := c.Certified(ctx, rita, certification.Filter{NodeID: gaptest.Town, State: rule.Certified}); err != nil || all != 4 {
		t.Errorf("in the municipality: %d %v", all, err)
	}
	if _, all, err := c.Certified(ctx, rita, certification.Filter{NodeID: "hus-1"}); err != nil || all != 1 {
		t.Errorf("at one unit: %d %v", all, err)
	}
}
