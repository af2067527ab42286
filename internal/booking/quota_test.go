package booking_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
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

func TestTheRuleOfTheReserveList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, rut := t.Context(), w.actor("rut")
	w.Bookings.Needs = needs{"mats": 3, "kurt": 1}
	o := w.occasion(1)
	has := w.book("karin", "amina", o)
	for _, p := range [][2]string{{"karin", "bengt"}, {"rut", "kurt"}, {"mia", "mats"}} {
		w.now = w.now.Add(time.Minute)
		w.book(p[0], p[1], o)
	}
	order := func() (out []string) {
		lines, err := w.Queue(ctx, rut, o.ID, "")
		w.must(err)
		for _, l := range lines {
			out = append(out, l.PersonID)
		}
		return out
	}
	if got := order(); !slices.Equal(got, []string{"bengt", "kurt", "mats"}) {
		t.Errorf("by time: %v", got)
	}
	w.refused(w.SetRule(ctx, rut, o.ID, "kinship", 48), booking.ErrRule)
	w.refused(w.SetRule(ctx, rut, o.ID, seat.ByNeed, 0), booking.ErrHours)
	w.refused(w.SetRule(ctx, w.actor("kim"), o.ID, seat.ByNeed, 48), may.ErrDenied)
	w.refused(w.Draw(ctx, rut, o.ID), booking.ErrNoLottery)
	w.must(w.SetRule(ctx, rut, o.ID, seat.ByNeed, 24))
	if got := order(); !slices.Equal(got, []string{"mats", "kurt", "bengt"}) {
		t.Errorf("by need: %v", got)
	}
	w.must(w.SetRule(ctx, rut, o.ID, seat.ByLottery, 24))
	w.Bookings.Random = func(n int) int { return 0 } // the last is put first, each time
	w.must(w.Draw(ctx, rut, o.ID))
	drawn := order()
	if !slices.Equal(drawn, []string{"mats", "bengt", "kurt"}) {
		t.Errorf("by lot: %v", drawn)
	}
	w.book("mona", "clara", o)
	w.must(w.Draw(ctx, rut, o.ID)) // who has a lot keeps it
	if got := order(); !slices.Equal(got, append(drawn, "clara")) {
		t.Errorf("drawn again: %v", got)
	}
	_, err := w.Cancel(ctx, w.actor("amina"), has.ID, "")
	w.must(err)
	mats, err := w.Own(ctx, w.actor("mats"))
	w.must(err)
	if len(mats) != 1 || mats[0].State != seat.Offered || !mats[0].OfferedUntil.Equal(w.now.Add(24*time.Hour)) {
		t.Errorf("%+v", mats)
	}
	kurt, err := w.Own(ctx, w.actor("kurt"))
	w.must(err)
	if kurt[0].Queue != 2 {
		t.Errorf("kurt is told place %d", kurt[0].Queue)
	}
	w.check(o)
}

func TestTheContactOrdersItsOwnAndTheOrganiserAll(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	o := w.occasion(1)
	has := w.book("rut", "kurt", o)
	ids := map[string]string{}
	for _, p := range [][2]string{{"karin", "amina"}, {"mia", "malin"}, {"karin", "bengt"}, {"mia", "mats"}} {
		w.now = w.now.Add(time.Minute)
		ids[p[1]] = w.book(p[0], p[1], o).ID
	}
	order := func(as, node string) (out []string) {
		lines, err := w.Queue(ctx, w.actor(as), o.ID, node)
		w.must(err)
		for _, l := range lines {
			out = append(out, l.PersonID)
		}
		return out
	}
	w.refused(w.Reorder(ctx, w.actor("kim"), ids["bengt"], 1, ""), booking.ErrWhy)
	w.refused(w.Reorder(ctx, w.actor("karin"), ids["bengt"], 1, "Hon har väntat."), may.ErrDenied)
	w.refused(w.Reorder(ctx, w.actor("kim"), ids["malin"], 1, "Hon har väntat."), may.ErrDenied)
	w.refused(w.Reorder(ctx, w.actor("kim"), ids["bengt"], 3, "Hon har väntat."), booking.ErrQueue) // two of Göteborg's wait
	w.refused(w.Reorder(ctx, w.actor("rut"), has.ID, 1, "Hon har väntat."), booking.ErrNotQueued)
	w.must(w.Reorder(ctx, w.actor("kim"), ids["bengt"], 1, "Hon har väntat längst på kursen."))
	if got := order("rut", ""); !slices.Equal(got, []string{"bengt", "malin", "amina", "mats"}) {
		t.Errorf("after Göteborg's order: %v", got)
	}
	if got := order("kim", town); !slices.Equal(got, []string{"bengt", "amina"}) {
		t.Errorf("Göteborg's own: %v", got)
	}
	seen, err := w.Find(ctx, w.actor("bengt"), ids["bengt"])
	w.must(err)
	if last := seen.History[len(seen.History)-1]; last.What != "reorder" || last.Why != "Hon har väntat längst på kursen." || last.By != "kim" {
		t.Errorf("%+v", last)
	}
	w.must(w.Reorder(ctx, w.actor("rut"), ids["mats"], 1, "Hennes intyg går ut."))
	if got := order("rut", ""); !slices.Equal(got, []string{"mats", "bengt", "malin", "amina"}) {
		t.Errorf("after the organiser's order: %v", got)
	}
	if _, err := w.Queue(ctx, w.actor("kim"), o.ID, second); fault.Of(err) == nil {
		t.Error("Göteborg's contact reads Mölndal's queue")
	}
	_, err = w.Cancel(ctx, w.actor("rut"), has.ID, "Fel dag.")
	w.must(err)
	w.stands(ids["mats"], seat.Offered, booking.Pool)
	w.check(o)
}

func TestAPlacesQueueTellsNoNamesOfAnotherEmployer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.occasion(1, quota(town, 1))
	w.book("karin", "amina", o)
	w.book("fredrik", "frida", o)
	w.book("karin", "bengt", o)
	lines, err := w.Queue(t.Context(), w.actor("kim"), o.ID, town)
	w.must(err)
	if len(lines) != 2 || lines[0].Name != "" || lines[0].PersonID != "" || lines[0].Employer != "Omsorg AB" || lines[1].Name != "Bengt Exempel" {
		t.Errorf("%+v", lines)
	}
	roll, err := w.Roll(t.Context(), w.actor("kim"), o.ID)
	w.must(err)
	if len(roll) != 2 {
		t.Errorf("Göteborg's contact reads of %d people", len(roll))
	}
	roll, err = w.Roll(t.Context(), w.actor("rut"), o.ID)
	w.must(err)
	if len(roll) != 3 || roll[1].Name != "Frida Exempel" || roll[1].Employer != "Omsorg AB" {
		t.Errorf("the organiser reads %+v", roll)
	}
	_, err = w.Roll(t.Context(), w.actor("vera"), o.ID)
	w.refused(err, booking.ErrNotYours)
	_, err = w.Roll(t.Context(), w.actor("karin"), o.ID)
	w.refused(err, booking.ErrNotYours)
	looked, err := w.Audit.About(t.Context(), "frida", 10)
	w.must(err)
	if len(looked) != 1 || looked[0].ViewerID != "rut" || looked[0].What != "booking.roll" {
		t.Errorf("frida sees %+v", looked)
	}
}

func TestAProtectedIdentityIsACode(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.occasion(2)
	code, err := w.Staff.NoteProtected(t.Context(), w.actor("kim"), town, "amina", true)
	w.must(err)
	k := w.book("karin", "amina", o)
	roll, err := w.Roll(t.Context(), w.actor("rut"), o.ID)
	w.must(err)
	if len(roll) != 1 || roll[0].Name != code || roll[0].Unit != "" || roll[0].Employer != "" {
		t.Errorf("%+v", roll)
	}
	own, err := w.AtUnit(t.Context(), w.actor("karin"), "solen", "2026-11-23")
	w.must(err)
	if len(own) != 1 || own[0].Name != "Amina Exempel" {
		t.Errorf("%+v", own)
	}
	seen, err := w.Find(t.Context(), w.actor("rut"), k.ID)
	w.must(err)
	if seen.Name != code {
		t.Errorf("the organiser reads %q", seen.Name)
	}
}

func TestGuestsAreBookedByTheirOrganisation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	o := w.occasion(2, quota(town, 1))
	g := booking.Guest{Organisation: "Regionen", Name: "Gästa Gästsson", Email: "gasta@region.example", Part: booking.Participant}
	for _, c := range []struct {
		change func(*booking.Guest)
		want   *fault.Fault
	}{
		{func(g *booking.Guest) { g.Name = " " }, booking.ErrGuestName}, {func(g *booking.Guest) { g.Organisation = "" }, booking.ErrGuestFrom},
		{func(g *booking.Guest) { g.Part = "speaker" }, booking.ErrGuestPart}, {func(g *booking.Guest) { g.Email = "nej" }, booking.ErrGuestReach},
		{func(g *booking.Guest) { g.Name = "19121212-1212" }, booking.ErrIdentity},
	} {
		wrong := g
		c.change(&wrong)
		_, err := w.BookGuest(ctx, w.actor("rut"), o.ID, "", wrong, "")
		w.refused(err, c.want)
	}
	_, err := w.BookGuest(ctx, w.actor("kim"), o.ID, "", g, "")
	w.refused(err, may.ErrDenied)
	_, err = w.BookGuest(ctx, w.actor("maja"), o.ID, second, g, "")
	w.refused(err, booking.ErrNoQuota)
	theirs, err := w.BookGuest(ctx, w.actor("kim"), o.ID, town, g, "")
	w.must(err)
	w.stands(theirs.ID, seat.Booked, town)
	ours, err := w.BookGuest(ctx, w.actor("rut"), o.ID, "", g, "")
	w.must(err)
	w.stands(ours.ID, seat.Booked, booking.Pool)
	waits, err := w.BookGuest(ctx, w.actor("rut"), o.ID, "", g, "")
	w.must(err)
	w.stands(waits.ID, seat.Waiting, "")
	g.Part = booking.Assessor
	assessor, err := w.BookGuest(ctx, w.actor("rut"), o.ID, "", g, "")
	w.must(err)
	w.stands(assessor.ID, seat.Booked, "") // takes no participant's seat
	_, err = w.Cancel(ctx, w.actor("kim"), theirs.ID, "Ville inte.")
	w.must(err)
	w.check(o)
	roll, err := w.Roll(ctx, w.actor("rut"), o.ID)
	w.must(err)
	if len(roll) != 3 || roll[0].Name != "Gästa Gästsson" || roll[0].Employer != "Regionen" {
		t.Errorf("%+v", roll)
	}
}

func TestWhatHappensToTheOccasionHappensToItsSeats(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, rut := t.Context(), w.actor("rut")
	o := w.occasion(1)
	has, waits := w.book("karin", "amina", o), w.book("mia", "malin", o)
	asked, err := w.Ask(ctx, w.actor("kurt"), o.ID, "")
	w.must(err)
	o, err = w.Occasions.Find(ctx, o.ID)
	w.must(err)
	o, err = w.Occasions.Postpone(ctx, rut, o.ID, o.Revision, map[string]occasion.Slot{o.Sessions[0].ID: {Day: "2026-12-16", Begins: "09:00", Ends: "16:00"}}, "Snö.")
	w.must(err)
	w.stands(has.ID, seat.Booked, booking.Pool)
	w.stands(waits.ID, seat.Waiting, "")
	_, err = w.Occasions.Reseat(ctx, rut, o.ID, 2, 0)
	w.must(err)
	w.stands(waits.ID, seat.Offered, booking.Pool)
	w.must(w.OnChanged(ctx, booking.Changed{OccasionID: o.ID, ChangeID: "c-1", What: occasion.Postponed, Why: "Snö."}))
	w.must(w.OnChanged(ctx, booking.Changed{OccasionID: o.ID, ChangeID: "c-1", What: occasion.Postponed, Why: "Snö."}))
	if got := w.told("amina"); !slices.Equal(got, []string{"booked", "occasion_postponed"}) {
		t.Errorf("told %v", got)
	}
	_, err = w.Occasions.Cancel(ctx, rut, o.ID, "Föreläsaren är sjuk.")
	w.must(err)
	for _, id := range []string{has.ID, waits.ID, asked.ID} {
		w.stands(id, seat.Cancelled, "")
	}
	w.must(w.OnChanged(ctx, booking.Changed{OccasionID: o.ID, ChangeID: "c-2", What: occasion.Called, Why: "Föreläsaren är sjuk."}))
	if got := w.told("kurt"); !slices.Equal(got, []string{"occasion_postponed", "occasion_cancelled"}) {
		t.Errorf("told %v", got)
	}
	seen, err := w.Find(ctx, w.actor("amina"), has.ID)
	w.must(err)
	if last := seen.History[len(seen.History)-1]; last.What != string(seat.Drop) || last.Why != "Föreläsaren är sjuk." {
		t.Errorf("%+v", last)
	}
	w.check(o)
}

func TestPeopleAreRemindedOnceAWeekBefore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.occasion(2)
	w.book("karin", "amina", o)
	w.must(w.OnReminded(t.Context(), booking.Reminded{}))
	if got := w.told("amina"); !slices.Equal(got, []string{"booked"}) {
		t.Errorf("reminded three weeks before: %v", got)
	}
	w.now = time.Date(2026, 12, 7, 9, 0, 0, 0, w.Place)
	w.book("mia", "malin", o)
	for range 3 {
		w.must(w.OnReminded(t.Context(), booking.Reminded{}))
		w.now = w.now.Add(2 * time.Hour)
	}
	if got := w.told("amina"); !slices.Equal(got, []string{"booked", "remind"}) {
		t.Errorf("told %v", got)
	}
	if got := w.told("malin"); !slices.Equal(got, []string{"booked"}) {
		t.Errorf("who has just been told of the seat is reminded of it: %v", got)
	}
	w.now = w.now.Add(24 * time.Hour)
	w.must(w.OnReminded(t.Context(), booking.Reminded{}))
	if got := w.told("malin"); !slices.Equal(got, []string{"booked", "remind"}) {
		t.Errorf("told %v", got)
	}
}

func TestPlacesFollowTheirUnit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.occasion(2)
	k := w.book("karin", "amina", o)
	w.must(w.leave("bengt"))
	gone := w.book("rut", "sara", o)
	w.must(w.leave("sara"))
	lines, err := w.AtUnit(t.Context(), w.actor("karin"), "solen", "2026-11-23")
	w.must(err)
	if len(lines) != 2 || lines[0].Left || !lines[1].Left || lines[1].ID != gone.ID {
		t.Errorf("who has left is not shown: %+v", lines)
	}
	roll, err := w.Roll(t.Context(), w.actor("rut"), o.ID)
	w.must(err)
	if len(roll) != 2 || roll[0].Left || !roll[1].Left {
		t.Errorf("the organiser is not told who has left: %+v", roll)
	}
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		from, err := w.Tree.Find(ctx, "solen", "2026-11-23")
		if err != nil {
			return err
		}
		into, err := w.Tree.Find(ctx, "manen", "2026-11-23")
		if err != nil {
			return err
		}
		return w.Merged(ctx, tx, org.Merged{EmployerID: town, From: from, Into: into, On: "2026-11-23", By: "kim"})
	})
	if got := w.is(k.ID).UnitID; got != "manen" {
		t.Errorf("the place stands at %s", got)
	}
}

// leave ends somebody's employment.
func (w *world) leave(person string) error {
	return w.DB.Tx(w.t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(w.t.Context(), `UPDATE employment_period SET valid_until = '2026-11-23' WHERE person_id = $1`, person)
		return err
	})
}

// Every sentence that this room tells people is in the catalogue, with the few words above it.
func TestEveryTellingHasItsWords(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, what := range []string{"asked", "passed", "declined", "booked", "waiting", "offered", "refused", "cancelled", "cancelled_leader", "excused", "excused_leader", "substituted", "expired", "closed", "remind",
		"occasion_" + occasion.Moved, "occasion_" + occasion.Postponed, "occasion_" + occasion.ToOnline, "occasion_" + occasion.ToPlace, "occasion_" + occasion.Called} {
		for _, key := range []string{"booking.told." + what, "booking.told." + what + ".subject"} {
			if !w.Messages.Texts.Has(key) {
				t.Errorf("no words for %s", key)
			}
		}
	}
	for _, key := range []string{booking.WhyExpired, booking.WhyBegun, booking.WhySent} {
		if !w.Messages.Texts.Has(key) {
			t.Errorf("no words for %s", key)
		}
	}
}
