package booking

import (
	"context"
	"errors"
	"slices"
	"strings"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

// Changed asks for everybody concerned to be told what has happened to an occasion.
type Changed struct {
	OccasionID string `json:"occasion_id"`
	ChangeID   string `json:"change_id"`
	What       string `json:"what"`
	Why        string `json:"why"`
	// Times are the sessions that are at another time, new or gone.
	Times []occasion.Differs `json:"times,omitempty"`
}

// Kind implements job.Args.
func (Changed) Kind() string { return "booking.occasion_changed" }

// toldOf are the changes that people are told of; the rest stands on the page.
var toldOf = []string{occasion.Moved, occasion.Postponed, occasion.ToOnline, occasion.ToPlace, occasion.Called}

// OccasionChanged is what room occasion tells in the transaction that changes an occasion, which is held. A cancelled one ends
// all bookings; a postponed one keeps them. More seats are offered to those who wait. People are told by a job: they may be
// hundreds.
func (b *Bookings) OccasionChanged(ctx context.Context, tx *db.Tx, o occasion.Occasion, c occasion.Change) (err error) {
	defer fault.Wrap(&err, "follow change of occasion %s", o.ID)
	t := &turn{Bookings: b, tx: tx, o: o, by: c.By, at: b.Now(), today: b.Today()}
	if err := t.read(ctx); err != nil {
		return err
	}
	switch c.What {
	case occasion.Called:
		if err := t.drop(ctx, c.Why); err != nil {
			return err
		}
	case occasion.Postponed:
		if _, err := tx.Exec(ctx, `
			UPDATE booking
			SET offered_until = $2
			WHERE occasion_id = $1 AND state = 'offered' AND offered_until > $2`,
			o.ID, t.begins()); err != nil {
			return err
		}
		if err := t.followDay(ctx, c); err != nil {
			return err
		}
	}
	if err := t.fill(ctx); err != nil || !slices.Contains(toldOf, c.What) {
		return err
	}
	return b.Jobs.Add(ctx, tx, changedBy(o.ID, c))
}

// changedBy is what people are told of a change to an occasion.
func changedBy(occasionID string, c occasion.Change) Changed {
	times := slices.DeleteFunc(c.Differences(), func(d occasion.Differs) bool { return d.Field != "session" })
	return Changed{OccasionID: occasionID, ChangeID: c.ID, What: c.What, Why: c.Why, Times: times}
}

// drop ends every booking of an occasion that is cancelled, with its reason.
func (t *turn) drop(ctx context.Context, why string) error {
	all, err := t.Of(ctx, t.tx, t.o.ID)
	if err != nil {
		return err
	}
	for i := range all {
		if _, can := seat.Step(all[i].State, seat.Drop, false); !can {
			continue // attendance of an earlier session stays
		}
		if err := t.step(ctx, &all[i], seat.Drop, why); err != nil {
			return err
		}
	}
	return nil
}

// OnChanged tells everybody who has, wants or waits for a place what has happened to an occasion. Twice is once.
func (b *Bookings) OnChanged(ctx context.Context, c Changed) (err error) {
	defer fault.Wrap(&err, "tell of change of occasion %s", c.OccasionID)
	o, err := b.Occasions.Find(ctx, c.OccasionID)
	if errors.Is(err, occasion.ErrNoOccasion) {
		return nil // taken away since
	}
	if err != nil {
		return err
	}
	all, err := b.concerned(ctx, c)
	if err != nil {
		return err
	}
	for some := range slices.Chunk(all, 50) { // short transactions: a learner's answer must not wait behind two hundred notes
		if err := b.DB.Tx(ctx, func(tx *db.Tx) error {
			t := &turn{Bookings: b, tx: tx, o: o, at: b.Now(), today: b.Today()}
			for _, k := range some {
				if err := t.tellChange(ctx, k, c); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return b.tellClashes(ctx, o, c)
}

// tellChange tells one of those concerned: the times that are others, and whether there is a seat. Where a day online
// is held only those read who have one.
func (t *turn) tellChange(ctx context.Context, k Booking, c Changed) error {
	what, more := "occasion_"+c.What, map[string]string{"why": c.Why}
	has := k.State == seat.Booked
	switch {
	case c.What == occasion.Postponed:
		what, more["times"] = "new_times", t.times(c.Times)
	case c.What == occasion.Moved && t.o.Form == occasion.Online && has:
		what = "occasion_link"
	case c.What == occasion.Moved && t.o.Form == occasion.Online:
		return nil
	}
	if has || t.o.Form != occasion.Online {
		more["where"] = where(t.o)
	}
	if !has && c.What != occasion.Called {
		what = "wanted_" + strings.TrimPrefix(what, "occasion_")
	}
	return t.tellOnce(ctx, k, what, "booking/"+c.ChangeID+"/"+k.ID, more)
}

// times are sessions that are at another time than they were, as people read it.
func (t *turn) times(all []occasion.Differs) string {
	when := func(s string) string {
		day, hours, _ := strings.Cut(s, " ")
		return t.day(day) + " " + strings.ReplaceAll(hours, ":", ".")
	}
	if len(all) == 0 { // asked for by an older version
		for _, s := range t.o.Sessions {
			all = append(all, occasion.Differs{Is: s.When()})
		}
	}
	var out []string
	for _, d := range all {
		switch {
		case d.Was == "":
			out = append(out, t.Messages.Texts.T("booking.times.new", "is", when(d.Is)))
		case d.Is == "":
			out = append(out, t.Messages.Texts.T("booking.times.gone", "was", when(d.Was)))
		default:
			out = append(out, t.Messages.Texts.T("booking.times.moved", "was", when(d.Was), "is", when(d.Is)))
		}
	}
	return strings.Join(out, " ")
}

// concerned are the bookings of those who are told of a change: of a cancelled occasion those that ended by it.
func (b *Bookings) concerned(ctx context.Context, c Changed) ([]Booking, error) {
	if c.What == occasion.Called {
		return db.All(ctx, b.DB, scan, `
			SELECT `+columns+`
			FROM booking b
			WHERE b.occasion_id = $1 AND (b.person_id <> '' OR b.guest_id <> '') AND b.state = 'cancelled' AND EXISTS (SELECT 1 FROM booking_event e WHERE e.booking_id = b.id AND e.what = 'drop')
			ORDER BY b.made_at, b.id`,
			c.OccasionID)
	}
	return db.All(ctx, b.DB, scan, `
		SELECT `+columns+`
		FROM booking b
		WHERE b.occasion_id = $1 AND (b.person_id <> '' OR b.guest_id <> '') AND b.state IN ('asked', 'approved', 'waiting', 'offered', 'booked')
		ORDER BY b.made_at, b.id`,
		c.OccasionID)
}

// where is the place of an occasion in words, "" when it says none.
func where(o occasion.Occasion) string {
	if o.Form == occasion.Online {
		return o.Link
	}
	out := o.Place
	if o.Address != "" {
		out += ", " + o.Address
	}
	return out
}

// Drop implements occasion.Seats: what was prepared for a draft goes with it.
func (b *Bookings) Drop(ctx context.Context, tx *db.Tx, occasionID string) error {
	for _, q := range []string{
		`DELETE FROM quota WHERE occasion_id = $1`, `DELETE FROM quota_change WHERE occasion_id = $1`, `DELETE FROM seat_rule WHERE occasion_id = $1`,
		`DELETE FROM guest_organisation WHERE occasion_id = $1`} {
		if _, err := tx.Exec(ctx, q, occasionID); err != nil {
			return err
		}
	}
	return nil
}
