package booking_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"yrkesresan/internal/attendance"
	"yrkesresan/internal/attendance/rule"
	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

func TestALearnerAsksAndTheManagerAnswers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.occasion(2, quota(town, 1))
	k, err := w.Ask(t.Context(), w.actor("amina"), o.ID, "Jag vill lära mig lyften.")
	w.must(err)
	w.stands(k.ID, seat.Asked, "")
	if got := w.told("karin"); !slices.Equal(got, []string{"asked"}) {
		t.Errorf("the manager was told %v", got)
	}
	_, err = w.Ask(t.Context(), w.actor("amina"), o.ID, "")
	w.refused(err, booking.ErrAlready)
	_, err = w.Approve(t.Context(), w.actor("amina"), k.ID, "")
	w.refused(err, booking.ErrOwnAnswer)
	_, err = w.Approve(t.Context(), w.actor("mona"), k.ID, "")
	w.refused(err, booking.ErrNoBooking) // another unit's manager learns nothing
	_, err = w.Approve(t.Context(), w.actor("fredrik"), k.ID, "")
	w.refused(err, booking.ErrNoBooking)
	asked, err := w.AskedOf(t.Context(), w.actor("karin"), []string{"solen"})
	w.must(err)
	if len(asked) != 1 || asked[0].Name != "Amina Exempel" || asked[0].Occasion.ID != o.ID || asked[0].Note != "Jag vill lära mig lyften." {
		t.Errorf("asked: %+v", asked)
	}
	if _, err := w.AskedOf(t.Context(), w.actor("mona"), []string{"solen"}); fault.Of(err) == nil {
		t.Error("another manager reads what is asked")
	}
	k, err = w.Approve(t.Context(), w.actor("karin"), k.ID, "")
	w.must(err)
	w.stands(k.ID, seat.Booked, town)
	if got := w.told("amina"); !slices.Equal(got, []string{"booked"}) {
		t.Errorf("the learner was told %v", got)
	}
	_, err = w.Approve(t.Context(), w.actor("karin"), k.ID, "")
	w.refused(err, booking.ErrAnswered)
	second, err := w.Ask(t.Context(), w.actor("bengt"), o.ID, "")
	w.must(err)
	_, err = w.Decline(t.Context(), w.actor("karin"), second.ID, "")
	w.refused(err, booking.ErrWhy)
	_, err = w.Decline(t.Context(), w.actor("karin"), second.ID, "Vi är för få den dagen.")
	w.must(err)
	w.stands(second.ID, seat.Declined, "")
	again, err := w.Ask(t.Context(), w.actor("bengt"), o.ID, "Nu har jag en vikarie.") // no is not for ever
	w.must(err)
	_, err = w.Approve(t.Context(), w.actor("kim"), again.ID, "") // the contact may answer too
	w.must(err)
	w.stands(again.ID, seat.Booked, booking.Pool)
	w.check(o)
	seen, err := w.Find(t.Context(), w.actor("karin"), second.ID)
	w.must(err)
	if len(seen.History) != 2 || seen.History[1].Why != "Vi är för få den dagen." || seen.As != booking.Manager {
		t.Errorf("history: %+v", seen)
	}
}

func TestEachRefusalTellsItsRule(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	o := w.occasion(5)
	_, err := w.Ask(ctx, w.actor("ulla"), o.ID, "")
	w.refused(err, booking.ErrNotSeen) // another region's
	_, err = w.Ask(ctx, may.Actor{}, o.ID, "")
	w.refused(err, may.ErrSignIn)
	_, err = w.Ask(ctx, may.Actor{PersonID: "nobody"}, o.ID, "")
	w.refused(err, booking.ErrJobless)
	_, err = w.Ask(ctx, w.actor("amina"), o.ID, "Mitt nummer är 19121212-1212")
	w.refused(err, booking.ErrIdentity)
	_, err = w.Book(ctx, w.actor("karin"), o.ID, "clara", "")
	w.refused(err, booking.ErrNotYours)
	_, err = w.Book(ctx, w.actor("kim"), o.ID, "frida", "")
	w.refused(err, booking.ErrNotYours) // a role at the municipality is none at a private employer
	_, err = w.Book(ctx, w.actor("vera"), o.ID, "amina", "")
	w.refused(err, booking.ErrNotYours)
	_, err = w.Book(ctx, w.actor("rut"), o.ID, "ulla", "")
	w.refused(err, booking.ErrNotSeen)
	same := w.occasion(5)
	w.book("karin", "amina", o)
	_, err = w.Ask(ctx, w.actor("amina"), same.ID, "")
	w.refused(err, booking.ErrClash)
	if f := fault.Of(err); f != nil && (f.Args["title"] == "" || f.Args["day"] != "måndag 14 december") {
		t.Errorf("the clash says %v", f.Args)
	}
	draft, err := w.Occasions.Add(ctx, w.actor("rut"), occasion.Occasion{CourseID: "forflyttning", OrganiserID: region, Form: occasion.AtPlace, Town: town, Place: "Folkets hus", Seats: 2,
		Sessions: []occasion.Session{{Day: "2026-12-15", Begins: "09:00", Ends: "12:00"}}})
	w.must(err)
	_, err = w.Ask(ctx, w.actor("amina"), draft.ID, "")
	w.refused(err, booking.ErrDraft)
	w.now = time.Date(2026, 12, 8, 9, 0, 0, 0, w.Place) // the day after the cut-off
	_, err = w.Ask(ctx, w.actor("bengt"), o.ID, "")
	w.refused(err, booking.ErrClosed)
	_, err = w.Book(ctx, w.actor("karin"), o.ID, "bengt", "")
	w.refused(err, booking.ErrClosed)
	w.book("rut", "bengt", o) // whoever arranges it may
	w.now = time.Date(2026, 12, 14, 9, 0, 0, 0, w.Place)
	_, err = w.Ask(ctx, w.actor("sara"), o.ID, "")
	w.refused(err, booking.ErrOver)
	cancelled := w.occasionOn("2026-12-30", 5)
	_, err = w.Occasions.Cancel(ctx, w.actor("rut"), cancelled.ID, "Föreläsaren är sjuk.")
	w.must(err)
	_, err = w.Ask(ctx, w.actor("sara"), cancelled.ID, "")
	w.refused(err, booking.ErrCancelled)
}

func TestWhoeverBooksTheQuotaIsTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.occasion(5, quota(town, 2), quota(second, 1))
	asked, err := w.Ask(t.Context(), w.actor("amina"), o.ID, "")
	w.must(err)
	booked := w.book("karin", "amina", o) // answers what was asked
	if booked.ID != asked.ID {
		t.Error("who has asked is booked twice")
	}
	w.stands(booked.ID, seat.Booked, town)
	w.stands(w.book("kim", "clara", o).ID, seat.Booked, town)
	w.stands(w.book("rut", "dina", o).ID, seat.Booked, booking.Pool)
	w.stands(w.book("fredrik", "frida", o).ID, seat.Booked, booking.Pool)
	w.stands(w.book("mia", "malin", o).ID, seat.Booked, second)
	waits := w.book("mia", "mats", o)
	w.stands(waits.ID, seat.Waiting, "")
	if got := w.told("mats"); !slices.Equal(got, []string{"waiting"}) {
		t.Errorf("told %v", got)
	}
	s, err := w.StandingOf(t.Context(), w.actor("rut"), o.ID)
	w.must(err)
	if s.Taken != 5 || s.Free != 0 || s.Waiting != 1 || s.PoolTaken != 2 || len(s.Quotas) != 2 || s.Quotas[0].Name != "Göteborg" || s.Quotas[0].InPool != 2 || s.Quotas[1].Waiting != 1 {
		t.Errorf("%+v", s)
	}
	w.check(o)
}

func TestAFreedSeatIsOfferedToTheNext(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	o := w.occasion(2, quota(town, 1))
	first, pool := w.book("karin", "amina", o), w.book("mia", "malin", o)
	bengt, mats, kurt := w.book("karin", "bengt", o), w.book("mia", "mats", o), w.book("rut", "kurt", o)
	_, err := w.Cancel(ctx, w.actor("amina"), first.ID, "")
	w.must(err)
	w.stands(bengt.ID, seat.Offered, town) // Göteborg's own seat goes to Göteborg's own queue
	_, err = w.Cancel(ctx, w.actor("mia"), pool.ID, "")
	w.refused(err, booking.ErrWhy)
	_, err = w.Cancel(ctx, w.actor("mia"), pool.ID, "Hon är föräldraledig.")
	w.must(err)
	w.stands(mats.ID, seat.Offered, booking.Pool) // the pool's to whoever has waited longest
	w.stands(kurt.ID, seat.Waiting, "")
	if got := w.told("malin"); !slices.Equal(got, []string{"booked", "cancelled"}) {
		t.Errorf("told %v", got)
	}
	if got := w.told("karin"); !slices.Equal(got, []string{"cancelled_leader"}) {
		t.Errorf("the manager was told %v", got)
	}
	_, err = w.Accept(ctx, w.actor("bengt"), bengt.ID)
	w.must(err)
	w.stands(bengt.ID, seat.Booked, town)
	w.now = w.now.Add(48*time.Hour + time.Second)
	_, err = w.Accept(ctx, w.actor("mats"), mats.ID)
	w.refused(err, booking.ErrOfferOver) // also before the job has been there
	w.must(w.OnSwept(ctx, booking.Swept{}))
	w.stands(mats.ID, seat.Cancelled, "")
	w.stands(kurt.ID, seat.Offered, booking.Pool)
	w.must(w.OnSwept(ctx, booking.Swept{}))
	w.stands(kurt.ID, seat.Offered, booking.Pool)
	if got := w.told("mats"); !slices.Equal(got, []string{"waiting", "offered", "expired"}) {
		t.Errorf("told %v", got)
	}
	_, err = w.Accept(ctx, w.actor("mats"), mats.ID)
	w.refused(err, booking.ErrOfferOver)
	_, err = w.Refuse(ctx, w.actor("kurt"), kurt.ID)
	w.must(err)
	w.check(o)
	again := w.book("mia", "mats", o) // who let the offer run out may come back
	w.stands(again.ID, seat.Booked, booking.Pool)
}

func TestAColleagueKeepsTheSeat(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	o := w.occasion(2, quota(town, 1))
	has := w.book("karin", "amina", o)
	w.book("mia", "malin", o)
	waits, first := w.book("karin", "bengt", o), w.book("mia", "mats", o)
	_, err := w.Substitute(ctx, w.actor("karin"), has.ID, "malin", "")
	w.refused(err, booking.ErrNotYours)
	_, err = w.Substitute(ctx, w.actor("rut"), has.ID, "malin", "")
	w.refused(err, booking.ErrColleague)
	_, err = w.Substitute(ctx, w.actor("bengt"), has.ID, "bengt", "")
	w.refused(err, booking.ErrNoBooking)                  // nobody helps oneself to a seat
	w.now = time.Date(2026, 12, 13, 20, 0, 0, 0, w.Place) // the evening before, long after the cut-off
	now, err := w.Substitute(ctx, w.actor("karin"), has.ID, "bengt", "Amina är sjuk.")
	w.must(err)
	w.stands(has.ID, seat.Substituted, "")
	w.stands(now.ID, seat.Booked, town)
	w.stands(waits.ID, seat.Cancelled, "")
	w.stands(first.ID, seat.Waiting, "")
	if now.Replaces != has.ID || now.PersonID != "bengt" {
		t.Errorf("%+v", now)
	}
	_, err = w.Substitute(ctx, w.actor("karin"), has.ID, "sara", "")
	w.refused(err, booking.ErrNoSeat)
	w.check(o)
	if got := w.told("amina"); !slices.Equal(got, []string{"booked", "substituted"}) {
		t.Errorf("told %v", got)
	}
}

func TestAttendanceIsMarkedAndCorrected(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.occasion(2)
	k, waits := w.book("karin", "amina", o), w.book("mia", "malin", o)
	third := w.book("mia", "mats", o)
	w.now = time.Date(2026, 12, 14, 16, 0, 0, 0, w.Place)
	mark := func(id string, s seat.State) (err error) {
		w.tx(func(ctx context.Context, tx *db.Tx) error { err = w.Mark(ctx, tx, id, s, "trainer", ""); return nil })
		return err
	}
	for _, s := range []seat.State{seat.Attended, seat.Attended, seat.Absent, seat.Excused, seat.Part, seat.Booked} {
		w.must(mark(k.ID, s))
		w.stands(k.ID, s, booking.Pool)
	}
	w.must(mark(waits.ID, seat.Absent))
	w.refused(mark(third.ID, seat.Attended), booking.ErrMark) // no seat
	w.must(w.OnSwept(t.Context(), booking.Swept{}))
	w.stands(third.ID, seat.Cancelled, "")
	if got := w.told("mats"); !slices.Equal(got, []string{"waiting", "closed"}) {
		t.Errorf("told %v", got)
	}
	w.check(o)
}

func TestWhoIsExcusedBeforeTheDayGivesTheSeatUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.occasion(1)
	k, next := w.book("karin", "amina", o), w.book("mia", "malin", o)
	_, err := w.Excuse(t.Context(), w.actor("amina"), k.ID, "Jag är sjuk.")
	w.must(err)
	w.stands(k.ID, seat.Excused, "")
	w.stands(next.ID, seat.Offered, booking.Pool)
	again, err := w.Ask(t.Context(), w.actor("amina"), o.ID, "Jag är frisk.")
	w.must(err)
	w.stands(again.ID, seat.Asked, "")
	w.check(o)
}

func TestSeveralAreBookedEachOnTheirOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.occasion(1)
	out, err := w.BookMany(t.Context(), w.actor("karin"), o.ID, []string{"amina", "clara", "bengt"})
	w.must(err)
	if len(out) != 3 || out[0].Booking.State != seat.Booked || fault.Of(out[1].Err) == nil || out[2].Booking.State != seat.Waiting {
		t.Errorf("%+v", out)
	}
	_, err = w.BookMany(t.Context(), w.actor("karin"), o.ID, nil)
	w.refused(err, booking.ErrNobody)
}

func TestWhereTheContactNamesTheManagersYesWaits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	o := w.occasion(2)
	w.refused(w.SetChoice(ctx, w.actor("karin"), town, booking.Choice{Approval: true, Names: booking.Contact}), may.ErrDenied)
	w.must(w.SetChoice(ctx, w.actor("kim"), town, booking.Choice{Approval: true, Names: booking.Contact}))
	k, err := w.Ask(ctx, w.actor("amina"), o.ID, "")
	w.must(err)
	_, err = w.Approve(ctx, w.actor("karin"), k.ID, "")
	w.must(err)
	w.stands(k.ID, seat.Approved, "")
	direct := w.book("karin", "bengt", o)
	w.stands(direct.ID, seat.Approved, "")
	_, err = w.Approve(ctx, w.actor("kim"), k.ID, "")
	w.must(err)
	w.stands(k.ID, seat.Booked, booking.Pool)
	_, err = w.Decline(ctx, w.actor("kim"), direct.ID, "Andra behöver den mer.")
	w.must(err)
	w.must(w.SetChoice(ctx, w.actor("kim"), town, booking.Choice{Names: booking.Manager}))
	own, err := w.Ask(ctx, w.actor("clara"), o.ID, "")
	w.must(err)
	w.stands(own.ID, seat.Booked, booking.Pool) // no manager is asked
	w.check(o)
}

func TestNobodyBooksOneselfPastTheOneWhoSaysYes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, karin := t.Context(), w.actor("karin")
	o := w.occasion(3)
	_, err := w.Book(ctx, karin, o.ID, "karin", "")
	w.refused(err, booking.ErrOwnAnswer)
	k, err := w.Ask(ctx, karin, o.ID, "")
	w.must(err)
	_, err = w.Book(ctx, karin, o.ID, "karin", "")
	w.refused(err, booking.ErrOwnAnswer)
	w.stands(k.ID, seat.Asked, "")
	answers, err := w.BookMany(ctx, karin, o.ID, []string{"karin", "amina"})
	w.must(err)
	if !errors.Is(answers[0].Err, booking.ErrOwnAnswer) || answers[1].Err != nil {
		t.Errorf("%+v", answers)
	}
	w.stands(w.book("kim", "karin", o).ID, seat.Booked, booking.Pool)
	w.must(w.SetChoice(ctx, w.actor("kim"), town, booking.Choice{Approval: false, Names: booking.Manager}))
	later := w.occasionOn("2026-12-20", 1)
	_, err = w.Book(ctx, karin, later.ID, "karin", "")
	w.must(err)
}

// An offer that has run out is the next one's in the queue: it is neither taken nor given to a colleague, also before it
// has been swept away.
func TestAnOfferThatRanOutIsNotGivenToAColleague(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	o := w.occasion(1)
	has, offered, waits := w.book("karin", "amina", o), w.book("karin", "bengt", o), w.book("mona", "clara", o)
	_, err := w.Cancel(ctx, w.actor("amina"), has.ID, "")
	w.must(err)
	w.stands(offered.ID, seat.Offered, booking.Pool)
	w.now = *w.is(offered.ID).OfferedUntil
	_, err = w.Substitute(ctx, w.actor("karin"), offered.ID, "sara", "")
	w.refused(err, booking.ErrOfferOver)
	w.must(w.OnSwept(ctx, booking.Swept{}))
	w.stands(waits.ID, seat.Offered, booking.Pool)
	now, err := w.Substitute(ctx, w.actor("mona"), waits.ID, "dina", "")
	w.must(err)
	w.stands(now.ID, seat.Booked, booking.Pool)
	w.check(o)
}

// An assessor who was excused on the day stays on its list, and that can be corrected; who was excused before it had no place.
func TestAnAssessorExcusedOnTheDayStaysOnItsList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, rut := t.Context(), w.actor("rut")
	at := w.app.Attendance
	at.Now = func() time.Time { return w.now }
	o := w.occasion(2)
	g := booking.Guest{Organisation: "Regionen", Name: "Gästa Gästsson", Email: "gasta@region.example", Part: booking.Assessor}
	there, err := w.BookGuest(ctx, rut, o.ID, "", g, "")
	w.must(err)
	g.Name = "Gustav Gästsson"
	before, err := w.BookGuest(ctx, rut, o.ID, "", g, "")
	w.must(err)
	_, err = w.Excuse(ctx, rut, before.ID, "Sjuk.")
	w.must(err)
	w.now = time.Date(2026, 12, 14, 15, 0, 0, 0, w.Place)
	m := attendance.Mark{ID: "m-1", OccasionID: o.ID, SessionID: o.Sessions[0].ID, BookingID: there.ID, What: rule.Excused}
	_, err = at.Note(ctx, rut, m)
	w.must(err)
	w.must(at.Close(ctx, rut, o.ID, false))
	w.must(at.OnClosed(ctx, attendance.Closed{OccasionID: o.ID}))
	w.stands(there.ID, seat.Excused, "")
	d, err := at.Open(ctx, rut, o.ID)
	w.must(err)
	if len(d.Lines) != 1 || d.Lines[0].BookingID != there.ID {
		t.Errorf("on the list: %+v", d.Lines)
	}
	w.now = w.now.Add(time.Hour)
	m.ID, m.What, m.Why = "m-2", rule.Here, "Hon kom."
	w.must(at.Correct(ctx, rut, m))
	w.must(at.OnClosed(ctx, attendance.Closed{OccasionID: o.ID}))
	w.stands(there.ID, seat.Attended, "")
}

// The sweep goes through all days with seats to give, also past many whose seats nobody who waits may take.
func TestTheSweepGoesPastDaysWhereNobodyMayTakeASeat(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	stuck := func(day string) {
		o := w.occasionOn(day, 2, quota(town, 1), quota(second, 1)) // Mölndal's seat is nobody else's
		w.book("karin", "amina", o)
		w.book("karin", "bengt", o)
	}
	stuck("2026-12-14")
	stuck("2026-12-15")
	q := quota(second, 1)
	q.ReleasedOn = "2026-12-01"
	last := w.occasionOn("2026-12-16", 2, quota(town, 1), q)
	w.book("karin", "amina", last)
	waits := w.book("karin", "bengt", last)
	w.now = time.Date(2026, 12, 1, 9, 0, 0, 0, w.Place)
	w.must(w.SweepBy(t.Context(), 1))
	w.stands(waits.ID, seat.Offered, booking.Pool)
	if n, err := db.One(t.Context(), w.DB, db.Number, `SELECT COUNT(*) FROM booking WHERE state = 'waiting'`); err != nil || n != 2 {
		t.Errorf("%d wait, %v", n, err)
	}
}
