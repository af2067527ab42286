package certification_test

import (
	"testing"

	"yrkesresan/internal/certification"
	"yrkesresan/internal/certification/certificationtest"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// What is planned for a later day can be withdrawn until that day: what holds then holds on, also what has been changed since.
// What was planned and who withdrew it is kept.
func TestAPlannedVersionIsWithdrawn(t *testing.T) {
	t.Parallel()
	w := certificationtest.New(t)
	ctx, c := t.Context(), w.Certification
	grace := func(days int) rule.Scheme {
		s := certificationtest.Scheme()
		s.Grace = days
		return s
	}
	id, err := c.AddScheme(ctx, w.Mona, gaptest.Town, grace(30), "")
	w.Must(err)
	is(t, "what holds", c.WithdrawVersion(ctx, w.Mona, id, 1), certification.ErrNotPlanned)
	w.Must(c.ChangeScheme(ctx, w.Mona, id, 1, grace(9), "2027-03-01"))
	w.Must(c.ChangeScheme(ctx, w.Mona, id, 2, grace(10), "2027-03-01")) // in its place
	w.Must(c.ChangeScheme(ctx, w.Mona, id, 3, grace(20), "2027-04-01"))
	on := func(day string, want int) {
		t.Helper()
		s, err := c.Scheme(ctx, w.Maria, id)
		if err != nil || s.On(day).Scheme.Grace != want {
			t.Errorf("%s: %d days, want %d, %v", day, s.On(day).Scheme.Grace, want, err)
		}
	}
	is(t, "the manager", c.WithdrawVersion(ctx, w.Maria, id, 3), may.ErrDenied)
	is(t, "what was replaced", c.WithdrawVersion(ctx, w.Mona, id, 2), certification.ErrNotPlanned)
	on("2027-03-01", 10)
	w.Must(c.WithdrawVersion(ctx, w.Mona, id, 3))
	is(t, "twice", c.WithdrawVersion(ctx, w.Mona, id, 3), certification.ErrNotPlanned)
	on("2027-03-01", 30)
	on("2027-04-01", 20)
	is(t, "who has not seen it", c.ChangeScheme(ctx, w.Mona, id, 4, grace(40), ""), certification.ErrChanged)
	w.Must(c.ChangeScheme(ctx, w.Mona, id, 5, grace(40), ""))
	on("2027-03-01", 40)
	w.Must(c.ChangeScheme(ctx, w.Mona, id, 6, grace(50), "2027-03-01"))
	on("2027-03-01", 50)
	s, err := c.Scheme(ctx, w.Mona, id)
	if p := s.Planned(w.Staff.Today()); err != nil || len(p) != 2 || p[0].Number != 7 || p[1].From != "2027-04-01" {
		t.Errorf("planned %+v, %v", p, err)
	}
	if n, err := db.One(ctx, w.DB, db.Number, `SELECT COUNT(*) FROM scheme_version WHERE scheme_id = $1 AND made_by = 'mona'`, id); err != nil || n != 7 {
		t.Errorf("%d of 7 are kept, %v", n, err)
	}
	later, err := c.AddScheme(ctx, w.Mona, gaptest.Town, grace(30), "2027-03-01")
	w.Must(err)
	is(t, "the only version", c.WithdrawVersion(ctx, w.Mona, later, 1), certification.ErrOnlyVersion)
	w.Go("2027-03-01")
	is(t, "on its day", c.WithdrawVersion(ctx, w.Mona, id, 7), certification.ErrNotPlanned)
}
