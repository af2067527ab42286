package booking_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// model is an occasion that anything may happen to, and what a reader of it knows must hold: everybody who ever asked has one
// booking, or one that ended with its reason told.
type model struct {
	*world
	o     occasion.Occasion
	asked map[string]bool // who has ever had a booking
}

var (
	everybody = []string{"amina", "bengt", "sara", "clara", "dina", "frida", "malin", "mats", "kurt"}
	managers  = map[string]string{"amina": "karin", "bengt": "karin", "sara": "karin", "clara": "mona", "dina": "mona", "frida": "fredrik", "malin": "mia", "mats": "mia", "kurt": "rut"}
	places    = []string{town, "firma", second, third}
)

// TestNoSequenceOfEventsLosesAnybody lets anything that people and the clock can do happen in any order, through the doors.
// After each step no seat is oversold, no quota overdrawn, no seat empty beside somebody who waits for it, and nobody lost.
func TestNoSequenceOfEventsLosesAnybody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	begun := w.now
	checks := 0
	sequences := func(rt *rapid.T) {
		w.now = begun
		m := &model{world: w, asked: map[string]bool{}}
		m.o = w.occasion(int64(rapid.IntRange(1, 5).Draw(rt, "seats")))
		rt.Cleanup(func() { w.must(ends(context.WithoutCancel(t.Context()), w, m.o)) }) // the next run's people are free
		actions := map[string]func(*rapid.T){
			"": func(rt *rapid.T) {
				checks++
				if err := m.sound(); err != nil {
					rt.Fatal(err)
				}
			},
			"ask": m.ask, "answer": m.answer, "book": m.byOthers, "offer": m.offered, "give up": m.giveUp, "substitute": m.substitute,
			"quotas": m.quotas, "move": m.move, "give back": m.giveBack, "seats": m.reseat, "rule": m.rule, "reorder": m.reorder,
			"time": m.passes, "mark": m.mark, "guest": m.guest, "postpone": m.postpone, "cancel": m.cancel,
		}
		rt.Repeat(actions)
	}
	// What is drawn may by chance lack an event that takes much to come about: more is drawn then.
	never := []seat.Event{seat.Ask, seat.Approve, seat.Decline, seat.Book, seat.Offer, seat.Cancel, seat.Substitute, seat.Close, seat.Drop}
	for round := 0; round < 5 && len(never) > 0; round++ {
		rapid.Check(t, sequences)
		seen, err := db.All(t.Context(), w.DB, db.Text, `SELECT DISTINCT what FROM booking_event ORDER BY what`)
		w.must(err)
		t.Logf("%d states were looked at, after %v", checks, seen)
		never = slices.DeleteFunc(never, func(e seat.Event) bool { return slices.Contains(seen, string(e)) })
	}
	if len(never) > 0 {
		t.Errorf("no sequence had %v", never)
	}
}

// ends takes an occasion away, so that its seats clash with nothing.
func ends(ctx context.Context, w *world, o occasion.Occasion) error {
	return w.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE occasion SET state = 'cancelled' WHERE id = $1`, o.ID)
		return err
	})
}

// did takes note of what came of an event: a refusal is a fault with a sentence, anything else is a bug.
func (m *model) did(rt *rapid.T, err error) {
	if err != nil && (fault.Of(err) == nil || errors.Is(err, db.ErrTaken) || errors.Is(err, db.ErrBusy)) {
		rt.Fatal(err)
	}
}

func (m *model) sound() error {
	if err := sound(m.t.Context(), m.Bookings, m.o.ID); err != nil {
		return err
	}
	for id, has := range m.asked {
		if !has {
			continue
		}
		n, err := db.One(m.t.Context(), m.DB, db.Number, `SELECT COUNT(*) FROM booking WHERE occasion_id = $1 AND person_id = $2`, m.o.ID, id)
		if err != nil || n == 0 {
			return fmt.Errorf("%s is lost: %w", id, err)
		}
	}
	// What ended by the clock, by the occasion or by somebody else says why.
	untold, err := db.All(m.t.Context(), m.DB, db.Text, `
		SELECT e.id
		FROM booking_event e
		JOIN booking b ON b.id = e.booking_id
		WHERE b.occasion_id = $1 AND e.why = '' AND (e.what IN ('expire', 'close', 'drop', 'decline') OR e.what IN ('cancel', 'excuse') AND e.by_id <> b.person_id)`,
		m.o.ID)
	if err != nil || len(untold) > 0 {
		return fmt.Errorf("%d bookings ended without a reason: %w", len(untold), err)
	}
	return nil
}

// all are the occasion's bookings, also ended ones.
func (m *model) all() []booking.Booking {
	ids, err := db.All(m.t.Context(), m.DB, db.Text, `SELECT id FROM booking WHERE occasion_id = $1 ORDER BY id`, m.o.ID)
	m.must(err)
	out := make([]booking.Booking, len(ids))
	for i, id := range ids {
		out[i] = m.is(id)
	}
	return out
}

// one draws a booking, any there is. A step that cannot be taken now is skipped: another is drawn in its place.
func (m *model) one(rt *rapid.T) booking.Booking {
	all := m.all()
	if len(all) == 0 {
		rt.Skip("nobody yet")
	}
	return rapid.SampledFrom(all).Draw(rt, "booking")
}

func (m *model) boss(k booking.Booking) may.Actor {
	if k.PersonID == "" {
		return m.actor("rut")
	}
	return m.actor(managers[k.PersonID])
}

func (m *model) ask(rt *rapid.T) {
	id := rapid.SampledFrom(everybody).Draw(rt, "who")
	_, err := m.Ask(m.t.Context(), m.actor(id), m.o.ID, "")
	m.asked[id] = m.asked[id] || err == nil
	m.did(rt, err)
}

func (m *model) byOthers(rt *rapid.T) {
	id := rapid.SampledFrom(everybody).Draw(rt, "who")
	by := rapid.SampledFrom([]string{managers[id], "rut"}).Draw(rt, "by")
	_, err := m.Book(m.t.Context(), m.actor(by), m.o.ID, id, "")
	m.asked[id] = m.asked[id] || err == nil
	m.did(rt, err)
}

func (m *model) answer(rt *rapid.T) {
	k := m.one(rt)
	var err error
	if rapid.Bool().Draw(rt, "yes") {
		_, err = m.Approve(m.t.Context(), m.boss(k), k.ID, "")
	} else {
		_, err = m.Decline(m.t.Context(), m.boss(k), k.ID, "Det går inte.")
	}
	m.did(rt, err)
}

func (m *model) offered(rt *rapid.T) {
	k := m.one(rt)
	var err error
	if rapid.Bool().Draw(rt, "yes") {
		_, err = m.Accept(m.t.Context(), m.boss(k), k.ID)
	} else {
		_, err = m.Refuse(m.t.Context(), m.boss(k), k.ID)
	}
	m.did(rt, err)
}

func (m *model) giveUp(rt *rapid.T) {
	k := m.one(rt)
	by := m.boss(k)
	if k.PersonID != "" && rapid.Bool().Draw(rt, "oneself") {
		by = m.actor(k.PersonID)
	}
	var err error
	if rapid.Bool().Draw(rt, "excused") {
		_, err = m.Excuse(m.t.Context(), by, k.ID, "Sjuk.")
	} else {
		_, err = m.Cancel(m.t.Context(), by, k.ID, "Kan inte.")
	}
	m.did(rt, err)
}

func (m *model) substitute(rt *rapid.T) {
	k, id := m.one(rt), rapid.SampledFrom(everybody).Draw(rt, "who")
	_, err := m.Substitute(m.t.Context(), m.boss(k), k.ID, id, "")
	m.asked[id] = m.asked[id] || err == nil
	m.did(rt, err)
}

func (m *model) quotas(rt *rapid.T) {
	var quotas []booking.Quota
	for _, id := range places {
		if n := rapid.IntRange(-1, 3).Draw(rt, "quota of "+id); n >= 0 {
			q := quota(id, int64(n))
			q.ReleasedOn = rapid.SampledFrom([]string{"", "2026-11-24", "2026-12-01"}).Draw(rt, "released")
			quotas = append(quotas, q)
		}
	}
	m.did(rt, m.SetQuotas(m.t.Context(), m.actor("rut"), m.o.ID, quotas, ""))
}

func (m *model) move(rt *rapid.T) {
	from, to := rapid.SampledFrom(append(places, booking.Pool)).Draw(rt, "from"), rapid.SampledFrom(append(places, booking.Pool)).Draw(rt, "to")
	m.did(rt, m.Move(m.t.Context(), m.actor("rut"), m.o.ID, from, to, int64(rapid.IntRange(0, 3).Draw(rt, "seats")), "Behövs mer där."))
}

func (m *model) giveBack(rt *rapid.T) {
	contact := map[string]string{town: "kim", "firma": "filip", second: "maja"}
	id := rapid.SampledFrom([]string{town, "firma", second}).Draw(rt, "place")
	m.did(rt, m.GiveBack(m.t.Context(), m.actor(contact[id]), m.o.ID, id, int64(rapid.IntRange(1, 2).Draw(rt, "seats")), ""))
}

func (m *model) reseat(rt *rapid.T) {
	_, err := m.Occasions.Reseat(m.t.Context(), m.actor("rut"), m.o.ID, int64(rapid.IntRange(1, 8).Draw(rt, "seats")), 0)
	m.did(rt, err)
}

func (m *model) rule(rt *rapid.T) {
	rule := rapid.SampledFrom(seat.Rules()).Draw(rt, "rule")
	m.did(rt, m.SetRule(m.t.Context(), m.actor("rut"), m.o.ID, rule, int64(rapid.IntRange(1, 72).Draw(rt, "hours"))))
	if rule == seat.ByLottery {
		m.did(rt, m.Draw(m.t.Context(), m.actor("rut"), m.o.ID))
	}
}

func (m *model) reorder(rt *rapid.T) {
	k := m.one(rt)
	by := rapid.SampledFrom([]string{"rut", "kim", "maja"}).Draw(rt, "by")
	m.did(rt, m.Reorder(m.t.Context(), m.actor(by), k.ID, int64(rapid.IntRange(1, 3).Draw(rt, "place")), "Har väntat länge."))
}

// passes lets the clock go, and the work that waits for it be done.
func (m *model) passes(rt *rapid.T) {
	m.now = m.now.Add(time.Duration(rapid.SampledFrom([]int{1, 20, 60, 200}).Draw(rt, "hours")) * time.Hour)
	m.must(m.OnSwept(m.t.Context(), booking.Swept{}))
	m.must(m.OnReminded(m.t.Context(), booking.Reminded{}))
}

func (m *model) mark(rt *rapid.T) {
	k := m.one(rt)
	if m.now.Before(m.o.Sessions[0].BeginsAt(m.Place)) {
		rt.Skip("the day has not come")
	}
	to := rapid.SampledFrom(append(seat.Marks(), seat.Booked)).Draw(rt, "mark")
	m.did(rt, m.DB.Tx(m.t.Context(), func(tx *db.Tx) error { return m.Mark(m.t.Context(), tx, k.ID, to, "trainer", "") }))
}

func (m *model) guest(rt *rapid.T) {
	part := rapid.SampledFrom([]string{booking.Participant, booking.Assessor}).Draw(rt, "part")
	by := rapid.SampledFrom([][2]string{{"rut", ""}, {"kim", town}}).Draw(rt, "by")
	_, err := m.BookGuest(m.t.Context(), m.actor(by[0]), m.o.ID, by[1], booking.Guest{Organisation: "Regionen", Name: "Gästa Gästsson", Part: part}, "")
	m.did(rt, err)
}

func (m *model) postpone(rt *rapid.T) {
	o, err := m.Occasions.Find(m.t.Context(), m.o.ID)
	m.must(err)
	day := m.now.AddDate(0, 0, rapid.IntRange(1, 30).Draw(rt, "days")).Format(time.DateOnly)
	o, err = m.Occasions.Postpone(m.t.Context(), m.actor("rut"), o.ID, o.Revision, map[string]occasion.Slot{o.Sessions[0].ID: {Day: day, Begins: "09:00", Ends: "16:00"}}, "Snö.")
	if m.did(rt, err); err == nil {
		m.o = o
	}
}

func (m *model) cancel(rt *rapid.T) {
	if rapid.IntRange(0, 9).Draw(rt, "really") > 0 {
		rt.Skip("seldom")
	}
	_, err := m.Occasions.Cancel(m.t.Context(), m.actor("rut"), m.o.ID, "För få anmälda.")
	m.did(rt, err)
	if err != nil {
		return
	}
	for _, k := range m.all() {
		if k.Takes != "" && (k.State == seat.Booked || k.State == seat.Offered) {
			rt.Fatalf("%s is %s of a cancelled occasion", k.ID, k.State)
		}
	}
}
