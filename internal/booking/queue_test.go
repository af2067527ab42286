package booking_test

import (
	"slices"
	"testing"
	"time"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

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
