package booking_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

func TestQuotasAreNeverBelowWhatIsTaken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, rut := t.Context(), w.actor("rut")
	o := w.occasion(4, quota(town, 2), quota(second, 1))
	w.book("karin", "amina", o)
	w.book("karin", "bengt", o)
	w.book("rut", "kurt", o) // takes the pool's only seat
	for _, c := range []struct {
		quotas []booking.Quota
		want   *fault.Fault
	}{
		{[]booking.Quota{quota(town, 1), quota(second, 1)}, booking.ErrTaken},
		{[]booking.Quota{quota(town, 4), quota(second, 1)}, booking.ErrSeats},
		{[]booking.Quota{quota(town, 2), quota(second, 2)}, booking.ErrPool},
		{[]booking.Quota{quota(town, 2), quota(town, 1)}, booking.ErrTwice},
		{[]booking.Quota{quota("solen", 2)}, booking.ErrPlace},
		{[]booking.Quota{quota(town, -1)}, booking.ErrNumber},
		{[]booking.Quota{{NodeID: town, Seats: 2, ReleasedOn: "2027-01-01"}}, booking.ErrDay},
		{[]booking.Quota{{NodeID: town, Seats: 2, ReleasedOn: "snart"}}, booking.ErrDay},
	} {
		w.refused(w.SetQuotas(ctx, rut, o.ID, c.quotas, ""), c.want)
	}
	w.refused(w.SetQuotas(ctx, w.actor("kim"), o.ID, nil, ""), may.ErrDenied)
	w.refused(w.SetQuotas(ctx, w.actor("vera"), o.ID, nil, ""), may.ErrDenied)
	_, err := w.Occasions.Reseat(ctx, rut, o.ID, 3, 0)
	w.refused(err, occasion.ErrTaken) // two of Göteborg's, one promised to Mölndal, one of the pool
	w.must(w.SetQuotas(ctx, rut, o.ID, nil, "Alla är gemensamma."))
	w.check(o)
	s, err := w.StandingOf(ctx, rut, o.ID)
	w.must(err)
	if s.PoolTaken != 3 || s.PoolFree != 1 || len(s.Quotas) != 0 {
		t.Errorf("%+v", s)
	}
	changes, err := w.QuotaChanges(ctx, rut, o.ID, 10)
	w.must(err)
	if len(changes) != 4 || changes[0].Why != "Alla är gemensamma." {
		t.Errorf("%+v", changes)
	}
}

func TestSeatsAreMovedAndGivenBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, rut := t.Context(), w.actor("rut")
	o := w.occasion(3, quota(town, 2), quota(second, 1))
	w.book("mia", "malin", o)
	mats, kurt := w.book("mia", "mats", o), w.book("rut", "kurt", o)
	w.stands(mats.ID, seat.Waiting, "")
	w.refused(w.Move(ctx, rut, o.ID, second, town, 1, "Behövs."), booking.ErrFew)
	w.refused(w.Move(ctx, rut, o.ID, town, second, 1, ""), booking.ErrWhy)
	w.refused(w.Move(ctx, rut, o.ID, town, town, 1, "Behövs."), booking.ErrSame)
	w.refused(w.Move(ctx, rut, o.ID, third, second, 1, "Behövs."), booking.ErrNoQuota)
	w.refused(w.Move(ctx, w.actor("kim"), o.ID, town, second, 1, "Behövs."), may.ErrDenied)
	w.must(w.Move(ctx, rut, o.ID, town, second, 1, "Mölndal har kö."))
	w.stands(mats.ID, seat.Offered, second)
	w.refused(w.GiveBack(ctx, w.actor("maja"), o.ID, town, 1, ""), may.ErrDenied)
	w.refused(w.GiveBack(ctx, w.actor("kim"), o.ID, town, 2, ""), booking.ErrFew)
	w.must(w.GiveBack(ctx, w.actor("kim"), o.ID, town, 1, "Vi kan inte den dagen."))
	w.stands(kurt.ID, seat.Offered, booking.Pool)
	w.check(o)
}

func TestAReleasedQuotaGoesToThoseWhoWait(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	o := w.occasion(2, booking.Quota{NodeID: town, Seats: 2, ReleasedOn: "2026-11-30"})
	w.book("karin", "amina", o)
	malin, mats := w.book("mia", "malin", o), w.book("mia", "mats", o)
	w.must(w.OnSwept(ctx, booking.Swept{}))
	w.stands(malin.ID, seat.Waiting, "")
	w.now = time.Date(2026, 11, 30, 0, 1, 0, 0, w.Place)
	late := w.book("karin", "bengt", o) // before the job has been there: nobody gets past those who wait
	w.stands(late.ID, seat.Waiting, "")
	w.stands(malin.ID, seat.Offered, booking.Pool)
	w.must(w.OnSwept(ctx, booking.Swept{}))
	w.stands(mats.ID, seat.Waiting, "")
	s, err := w.StandingOf(ctx, w.actor("kim"), o.ID)
	w.must(err)
	if s.Quotas[0].Released != 1 || s.Quotas[0].Taken != 1 || s.Pool != 1 || s.PoolFree != 0 {
		t.Errorf("%+v", s)
	}
	w.check(o)
}

func TestProposedQuotasAddUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, rut := t.Context(), w.actor("rut")
	o := w.occasion(10)
	by, err := w.ByPeople(ctx, rut, o.ID, []string{town, second, third}, 10)
	w.must(err) // 12 work in Göteborg, of them 3 at firma, 4 in Mölndal, 1 in Kungälv
	if got := []int64{by[0].Seats, by[1].Seats, by[2].Seats}; !slices.Equal(got, []int64{7, 2, 1}) || by[0].Basis != "people" {
		t.Errorf("by people: %v", got)
	}
	w.must(w.SetQuotas(ctx, rut, o.ID, by, ""))
	need, err := w.ByNeed(ctx, rut, o.ID, []string{town, second}, 10)
	w.must(err)
	if need[0].Seats+need[1].Seats != 0 {
		t.Errorf("nobody has said what is needed: %+v", need)
	}
	w.Bookings.Needs = needs{town: 1, second: 3}
	need, err = w.ByNeed(ctx, rut, o.ID, []string{town, second}, 10)
	w.must(err)
	if need[0].Seats != 3 || need[1].Seats != 7 {
		t.Errorf("by need: %+v", need)
	}
	_, err = w.ByPeople(ctx, rut, o.ID, []string{town}, 11)
	w.refused(err, booking.ErrNumber)
	_, err = w.ByPeople(ctx, w.actor("kim"), o.ID, []string{town}, 1)
	w.refused(err, may.ErrDenied)
}

// needs is how much places, and people, need a course.
type needs map[string]int64

func (n needs) OfPerson(_ context.Context, _, personID string) (int64, error) {
	return n[personID], nil
}

func (n needs) OfPlaces(context.Context, string, []string) (map[string]int64, error) { return n, nil }
