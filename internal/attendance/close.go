package attendance

import (
	"context"
	"errors"
	"strconv"
	"time"

	"yrkesresan/internal/attendance/rule"
	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Closed says that a day is closed, or that something of a closed day has been corrected: bookings and the learning
// record are to follow.
type Closed struct {
	OccasionID string `json:"occasion_id"`
}

// Kind implements job.Args.
func (Closed) Kind() string { return "attendance.closed" }

// Close closes a day: each person's marks become an outcome, once. Who has no mark was not there, which has to be said
// with rest; else ErrUnmarked tells how many there are. Closing a closed day changes nothing.
func (at *Attendance) Close(ctx context.Context, a may.Actor, occasionID string, rest bool) (err error) {
	defer fault.Wrap(&err, "close the day of %s", occasionID)
	d, err := at.led(ctx, a, occasionID)
	if err != nil {
		return err
	}
	if len(d.Sessions) == 0 || d.State == occasion.Cancelled {
		return ErrNoSession
	}
	if at.Now().Before(lastBegins(d.Sessions, at.Place)) {
		return ErrNotBegun
	}
	return at.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := at.held(ctx, tx, &d); err != nil || d.ClosedAt != nil {
			return err
		}
		if n := d.Unmarked(); n > 0 && !rest {
			return ErrUnmarked.With("n", strconv.Itoa(n))
		}
		now := at.Now()
		if _, err := tx.Exec(ctx, `
			INSERT INTO day_close (occasion_id, closed_by, closed_at)
			VALUES ($1, $2, $3)`,
			occasionID, a.PersonID, now); err != nil {
			return err
		}
		for _, l := range d.Lines {
			o := Outcome{BookingID: l.BookingID, OccasionID: occasionID, PersonID: l.PersonID, EmployerID: l.EmployerID, State: l.Sum.State,
				Minutes: int64(l.Sum.Minutes), OfMinutes: int64(l.Sum.OfMinutes), By: a.PersonID, ChangedAt: now}
			if err := putOutcome(ctx, tx, o); err != nil {
				return err
			}
		}
		return at.Jobs.Add(ctx, tx, Closed{OccasionID: occasionID})
	})
}

// Unmarked counts those of whom nothing is noted at some session.
func (d Day) Unmarked() (n int) {
	for _, l := range d.Lines {
		if l.Sum.Unknown > 0 {
			n++
		}
	}
	return n
}

func lastBegins(all []occasion.Session, place *time.Location) (last time.Time) {
	for _, s := range all {
		if b := s.BeginsAt(place); b.After(last) {
			last = b
		}
	}
	return last
}

// OnClosed lets bookings and the learning record follow the outcomes of a day, one person at a time. It may run
// again.
func (at *Attendance) OnClosed(ctx context.Context, c Closed) error {
	ids, err := unsettled(ctx, at.DB, c.OccasionID)
	if err != nil {
		return err
	}
	o, err := at.Occasions.Find(ctx, c.OccasionID)
	if err != nil {
		return err
	}
	var failed error // one person who cannot be settled holds up nobody else; the job tries again
	for _, id := range ids {
		failed = errors.Join(failed, at.DB.Tx(ctx, func(tx *db.Tx) error { return at.settle(ctx, tx, o, id) }))
	}
	return failed
}

// settle lets one person's booking and learning record say what the outcome says.
func (at *Attendance) settle(ctx context.Context, tx *db.Tx, o occasion.Occasion, bookingID string) error {
	if err := occasion.Hold(ctx, tx, o.ID); err != nil {
		return err
	}
	out, err := holdOutcome(ctx, tx, bookingID)
	if err != nil || out == nil || out.Settled {
		return err
	}
	err = at.Bookings.Mark(ctx, tx, bookingID, seat.State(out.State), out.By, out.Why)
	gone := errors.Is(err, booking.ErrMark) // the seat was given up meanwhile: there is nothing to mark
	if err != nil && !gone {
		return err
	}
	if out.PersonID != "" && !gone {
		if err := at.record(ctx, tx, o, *out); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, `
		UPDATE day_outcome
		SET settled = TRUE
		WHERE booking_id = $1`,
		bookingID)
	return err
}

// Correct changes what was noted of somebody at a closed day. The reason is kept with the new mark.
func (at *Attendance) Correct(ctx context.Context, a may.Actor, m Mark) (err error) {
	defer fault.Wrap(&err, "correct booking %s", m.BookingID)
	d, err := at.led(ctx, a, m.OccasionID)
	if err != nil {
		return err
	}
	return at.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := at.held(ctx, tx, &d); err != nil {
			return err
		}
		l := d.Line(m.BookingID)
		if l == nil {
			return ErrNoSeat
		}
		if d.ClosedAt == nil {
			return ErrOpen
		}
		s, err := d.Session(m.SessionID, at.Today())
		if err != nil {
			return err
		}
		m.At, m.How = at.Now(), ByList
		if err := at.check(&m, s); err != nil {
			return err
		}
		if m.Why == "" {
			return ErrWhy.On("varfor")
		}
		m.SessionID, m.PersonID, m.EmployerID, m.By, m.ReceivedAt = s.ID, l.PersonID, l.EmployerID, a.PersonID, at.Now()
		added, err := insertMark(ctx, tx, m)
		if err != nil || !added {
			return err
		}
		return at.follow(ctx, tx, &d, l, m.Why, a.PersonID)
	})
}

// Decide lets the organiser say that the part somebody attended is enough, or that it is not after all, with the
// reason. The revision is the one that was seen.
func (at *Attendance) Decide(ctx context.Context, a may.Actor, occasionID, bookingID string, enough bool, why string, revision int64) (err error) {
	defer fault.Wrap(&err, "decide on booking %s", bookingID)
	o, err := at.Occasions.Find(ctx, occasionID)
	if err != nil {
		return err
	}
	if err := at.Occasions.Owns(ctx, a, o); err != nil {
		return err
	}
	if err := at.text(&why, "varfor"); err != nil {
		return err
	}
	if why == "" {
		return ErrWhy.On("varfor")
	}
	return at.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := occasion.Hold(ctx, tx, occasionID); err != nil {
			return err
		}
		out, err := holdOutcome(ctx, tx, bookingID)
		switch {
		case err != nil:
			return err
		case out == nil || out.OccasionID != occasionID:
			return ErrNoSeat
		case out.Revision != revision:
			return ErrChanged
		case out.State != rule.WasPart:
			return ErrNotPart
		}
		out.Enough, out.Why, out.By, out.ChangedAt = enough, why, a.PersonID, at.Now()
		if err := putOutcome(ctx, tx, *out); err != nil {
			return err
		}
		return at.Jobs.Add(ctx, tx, Closed{OccasionID: occasionID})
	})
}

// MakeUp is what somebody missed of a session and is to make up.
type MakeUp struct {
	Session  occasion.Session
	Presence rule.Presence
}

// makeUps lists the sessions that somebody missed some of, once the day is closed or the session noted.
func makeUps(sessions []occasion.Session, l Line) (out []MakeUp) {
	if l.Outcome != nil && rule.Counts(l.Outcome.State, l.Outcome.Enough) {
		return nil
	}
	for _, s := range sessions {
		p := l.Presence[s.ID]
		if p.State == rule.WasPart || p.State == rule.WasAbsent || p.State == rule.WasAway || p.State == rule.Unknown && l.Outcome != nil {
			out = append(out, MakeUp{s, p})
		}
	}
	return out
}
