package staffing_test

import (
	"slices"
	"strings"
	"testing"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/gap/gaptest"

	"yrkesresan/internal/staffing"
	"yrkesresan/internal/staffing/spread"
)

func placed(p staffing.Proposal) map[string]string {
	out := map[string]string{}
	for _, x := range p.Answer.Placed {
		out[x.PersonID] = x.DateID
	}
	return out
}

func TestAProposalSplitsWhoLacksTheCourseOverItsDates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, karin := t.Context(), w.Actor("karin")
	first := w.day("forflyttning", 30, 20)
	w.day("forflyttning", 40, 20)
	w.day("bemotande", 35, 20)
	w.enrol("forflyttning", "", "p0", "p1", "p2", "p3", "p7")
	w.enrol("forflyttning", w.in(33), "p4")
	_, crew, err := w.Staffing.Crew(ctx, karin, "solen")
	w.must(err)
	i := slices.IndexFunc(crew, func(m staffing.Member) bool { return m.ID() == "p7" })
	_, _, err = w.Staffing.SetGroups(ctx, karin, "solen", []staffing.Choice{{Job: crew[i].Job(), Now: spread.Night}})
	w.must(err)
	w.Exec(`INSERT INTO leave (id, person_id, from_date, to_date, made_by) VALUES ('l1', 'p3', $1, $2, 'x')`, w.in(20), w.in(60))

	courses, err := w.Staffing.CoursesFor(ctx, karin, "solen")
	if err != nil || len(courses) != 2 || !slices.ContainsFunc(courses, func(c staffing.Course) bool { return c.ID == "forflyttning" }) {
		t.Fatalf("%+v %v", courses, err)
	}
	p, err := w.Staffing.Propose(ctx, karin, staffing.Ask{UnitID: "solen", CourseID: "forflyttning"})
	w.must(err)
	if len(p.Dates) != 2 || p.Dates[0].ID != first.ID || p.Dates[0].Free != 20 {
		t.Fatalf("%+v", p.Dates)
	}
	// Eleven at the unit, dora among them, and all who have no leave lack it: two may be away a day, one of each team.
	at := placed(p)
	if len(p.Answer.Placed) != 4 || !p.Answer.Best || at["p4"] != first.ID || at["p7"] != "" || at["p3"] != "" {
		t.Errorf("%+v", p.Answer)
	}
	why := map[string]spread.Why{}
	for _, l := range p.Answer.Left {
		why[l.PersonID] = l.Blocks[0].Why
	}
	if why["p7"] != spread.AfterRest || why["p3"] != spread.OnLeave {
		t.Errorf("%+v", why)
	}
	p, err = w.Staffing.Propose(ctx, karin, staffing.Ask{UnitID: "solen", CourseID: "forflyttning", Nights: true, Chosen: true, People: []string{"p7", "p0"}})
	if w.must(err); len(p.Answer.Placed) != 2 {
		t.Errorf("%+v", p.Answer)
	}
}

func TestWhatIsPlacedIsBookedAndWhatHasGoneLosesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, karin := t.Context(), w.Actor("karin")
	small, big := w.day("forflyttning", 30, 1), w.day("forflyttning", 40, 5)
	all, err := w.Staffing.BookAll(ctx, karin, "solen", map[string]string{"p0": small.ID, "p1": small.ID, "p2": big.ID})
	w.must(err)
	states := map[string]seat.State{}
	for _, o := range all {
		if o.Err != nil || o.Name == "" {
			t.Errorf("%+v", o)
		}
		states[o.PersonID] = o.State
	}
	if states["p0"] != seat.Booked || states["p1"] != seat.Waiting || states["p2"] != seat.Booked {
		t.Errorf("%+v", states)
	}
	if _, err := w.Staffing.BookAll(ctx, karin, "solen", map[string]string{"dan": big.ID}); err == nil {
		t.Error("somebody of another unit is booked")
	}
	again, err := w.Staffing.BookAll(ctx, karin, "solen", map[string]string{"p2": big.ID, "p3": big.ID})
	w.must(err)
	for _, o := range again {
		if o.PersonID == "p3" && (o.Err != nil || o.State != seat.Booked) {
			t.Errorf("one refused undoes another: %+v", o)
		}
	}
	limit, days, err := w.Staffing.AheadOf(ctx, karin, "solen")
	if err != nil || limit.Limit != staffing.Standard || len(days) != 2 || days[0].Unit.Away != 1 || len(days[1].People) != 2 {
		t.Fatalf("%+v %+v %v", limit, days, err)
	}
	// Two of the seven of one team are away: one may be.
	if len(days[1].Teams) != 1 || days[1].Teams[0].Team != "Dagen" || days[1].Teams[0].Away != 2 {
		t.Errorf("%+v", days[1])
	}
	p, err := w.Staffing.Propose(ctx, karin, staffing.Ask{UnitID: "solen", CourseID: "forflyttning"})
	w.must(err)
	for _, c := range p.People {
		if c.ID() == "p2" && (c.Has != big.ID || c.Wanted) {
			t.Errorf("who has a seat gets no other: %+v", c)
		}
	}
}

func TestWhoeverBooksIsWarnedFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, karin := t.Context(), w.Actor("karin")
	day := w.day("forflyttning", 30, 20)
	other := w.day("bemotande", 30, 20)
	_, err := w.Staffing.BookAll(ctx, karin, "solen", map[string]string{"p0": day.ID, "p8": other.ID})
	w.must(err)
	_, crew, err := w.Staffing.Crew(ctx, karin, "solen")
	w.must(err)
	i := slices.IndexFunc(crew, func(m staffing.Member) bool { return m.ID() == "p9" })
	_, _, err = w.Staffing.SetGroups(ctx, karin, "solen", []staffing.Choice{{Job: crew[i].Job(), Now: spread.Night}})
	w.must(err)
	got := map[string][]spread.Why{}
	all, err := w.Staffing.Warnings(ctx, karin, day.ID, []string{"p1", "p8", "p9", "dan"})
	w.must(err)
	for _, x := range all {
		got[x.PersonID] = append(got[x.PersonID], x.Why)
		if text := x.Text(w.Messages.Texts); text == "" || strings.Contains(text, "staffing.") {
			t.Errorf("%+v says %q", x, text)
		}
	}
	if !slices.Equal(got["p1"], []spread.Why{spread.UnitLimit, spread.TeamLimit}) || !slices.Contains(got["p8"], spread.Busy) || !slices.Contains(got["p9"], spread.AfterRest) || got["dan"] != nil {
		t.Errorf("%+v", got)
	}
	if alone, err := w.Staffing.Warnings(ctx, karin, day.ID, []string{"p0"}); err != nil || slices.ContainsFunc(alone, func(x staffing.Warning) bool { return x.Why == spread.Busy }) {
		t.Errorf("the seat itself is no clash: %+v %v", alone, err)
	}
	if none, err := w.Staffing.Warnings(ctx, w.Actor("mona"), day.ID, []string{"p1"}); err != nil || len(none) != 0 {
		t.Errorf("another unit's manager: %+v %v", none, err)
	}
}

func TestAColleagueWhoCanGoIsProposedWithWhy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, karin := t.Context(), w.Actor("karin")
	day := w.day("forflyttning", 30, 20)
	k, err := w.Bookings.Book(ctx, karin, day.ID, "p0", "")
	w.must(err)
	w.enrol("forflyttning", w.in(50), "p2")
	w.enrol("forflyttning", "", "p1")
	w.Exec(`INSERT INTO leave (id, person_id, from_date, to_date, made_by) VALUES ('l1', 'p3', $1, $1, 'x')`, w.in(30))
	all, err := w.Staffing.Colleagues(ctx, karin, k.ID)
	w.must(err)
	if len(all) < 3 || all[0].PersonID != "p2" || all[1].PersonID != "p1" || len(all[0].Warnings) != 0 {
		t.Errorf("%+v", all)
	}
	if slices.ContainsFunc(all, func(c staffing.Colleague) bool {
		return c.PersonID == "p0" || c.PersonID == "p3" || c.PersonID == "dan"
	}) {
		t.Errorf("%+v", all)
	}
	for _, c := range all {
		if text := c.Text(w.Messages.Texts); strings.Contains(text, "staffing.") {
			t.Errorf("%q", text)
		}
	}
}

func TestASubstituteIsNotedOnTheBookingOfThePerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, karin := t.Context(), w.Actor("karin")
	day := w.day("forflyttning", 30, 20)
	k, err := w.Bookings.Book(ctx, karin, day.ID, "p0", "")
	w.must(err)
	r := staffing.Record{Kind: staffing.Substitute, PersonID: "p0", UnitID: "solen", BookingID: k.ID, CourseID: "forflyttning", From: day.FirstDay, Until: day.LastDay, Hours: 8, Cost: 2400, Funding: staffing.Own}
	_, err = w.Staffing.Save(ctx, karin, r)
	w.must(err)
	if of, err := w.Staffing.OfBooking(ctx, karin, "solen", k.ID); err != nil || len(of) != 1 || !of[0].Paid || of[0].Hours != 8 {
		t.Errorf("%+v %v", of, err)
	}
	r.ID, r.PersonID = "", "p1"
	if _, err := w.Staffing.Save(ctx, karin, r); err == nil {
		t.Error("on the booking of another")
	}
	_, err = w.Staffing.BookingAt(ctx, w.Actor("mona"), "manen", k.ID)
	if err == nil {
		t.Error("a booking of another unit is told")
	}
}

func TestAQuotaIsForItsOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	day := w.day("forflyttning", 30, 10)
	w.must(w.Bookings.SetQuotas(t.Context(), w.Actor("rita"), day.ID, []booking.Quota{{NodeID: gaptest.Town, Seats: 4}, {NodeID: "vard", Seats: 3}}, ""))
	p, err := w.Staffing.Propose(t.Context(), w.Actor("karin"), staffing.Ask{UnitID: "solen", CourseID: "forflyttning"})
	if err != nil || len(p.Dates) != 1 || p.Dates[0].Free != 7 {
		t.Errorf("four of the quota and three of the pool: %+v %v", p.Dates, err)
	}
	if p, err = w.Staffing.Propose(t.Context(), w.Actor("vera"), staffing.Ask{UnitID: "vik", CourseID: "forflyttning"}); err != nil || len(p.Dates) != 1 || p.Dates[0].Free != 6 {
		t.Errorf("%+v %v", p.Dates, err)
	}
}
