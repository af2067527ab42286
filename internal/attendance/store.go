package attendance

import (
	"context"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

const markColumns = `id, occasion_id, session_id, booking_id, person_id, employer_id, what, at_time, how, why, by_id, marked_at, received_at`

func scanMark(s db.Scanner) (m Mark, err error) {
	err = s.Scan(&m.ID, &m.OccasionID, &m.SessionID, &m.BookingID, &m.PersonID, &m.EmployerID, &m.What, &m.Time, &m.How, &m.Why, &m.By, &m.At, &m.ReceivedAt)
	return m, err
}

// marksOf gives the marks of an occasion, or ("" is everybody) of one booking there.
func marksOf(ctx context.Context, q db.Q, occasionID, bookingID string) ([]Mark, error) {
	return db.All(ctx, q, scanMark, `
		SELECT `+markColumns+`
		FROM day_mark
		WHERE occasion_id = $1 AND $2 IN ('', booking_id)
		ORDER BY booking_id, marked_at, id`,
		occasionID, bookingID)
}

// insertMark appends a mark; the same id again changes nothing.
func insertMark(ctx context.Context, tx *db.Tx, m Mark) (added bool, err error) {
	n, err := tx.Exec(ctx, `
		INSERT INTO day_mark (`+markColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (id) DO NOTHING`,
		m.ID, m.OccasionID, m.SessionID, m.BookingID, m.PersonID, m.EmployerID, string(m.What), m.Time, m.How, m.Why, m.By, m.At, m.ReceivedAt)
	return n == 1, err
}

// closedAt tells when a day was closed; nil: it is open.
func closedAt(ctx context.Context, q db.Q, occasionID string) (*time.Time, error) {
	at, err := db.One(ctx, q, func(s db.Scanner) (t time.Time, err error) { err = s.Scan(&t); return t, err }, `
		SELECT closed_at
		FROM day_close
		WHERE occasion_id = $1`,
		occasionID)
	if isMissing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &at, nil
}

const outcomeColumns = `booking_id, occasion_id, person_id, employer_id, outcome, minutes, of_minutes, enough, why, decided_by, settled, revision, changed_at`

func scanOutcome(s db.Scanner) (o Outcome, err error) {
	err = s.Scan(&o.BookingID, &o.OccasionID, &o.PersonID, &o.EmployerID, &o.State, &o.Minutes, &o.OfMinutes, &o.Enough, &o.Why, &o.By, &o.Settled, &o.Revision, &o.ChangedAt)
	return o, err
}

// outcomesOf gives what came of an occasion for each.
func outcomesOf(ctx context.Context, q db.Q, occasionID string) (map[string]*Outcome, error) {
	out := map[string]*Outcome{}
	err := db.Each(ctx, q, scanOutcome, func(o Outcome) error { out[o.BookingID] = &o; return nil }, `
		SELECT `+outcomeColumns+`
		FROM day_outcome
		WHERE occasion_id = $1`,
		occasionID)
	return out, err
}

// holdOutcome gives one person's outcome, and lets one at a time change it. nil: there is none.
func holdOutcome(ctx context.Context, tx *db.Tx, bookingID string) (*Outcome, error) {
	if _, err := tx.Exec(ctx, `UPDATE day_outcome SET booking_id = booking_id WHERE booking_id = $1`, bookingID); err != nil {
		return nil, err
	}
	o, err := db.One(ctx, tx, scanOutcome, `
		SELECT `+outcomeColumns+`
		FROM day_outcome
		WHERE booking_id = $1`,
		bookingID)
	if isMissing(err) {
		return nil, nil
	}
	return &o, err
}

// putOutcome writes what came of it for somebody, new or changed. It is not settled yet.
func putOutcome(ctx context.Context, tx *db.Tx, o Outcome) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO day_outcome (`+outcomeColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12)
		ON CONFLICT (booking_id) DO UPDATE SET
			outcome = excluded.outcome, minutes = excluded.minutes, of_minutes = excluded.of_minutes, enough = excluded.enough, why = excluded.why,
			decided_by = excluded.decided_by, settled = excluded.settled, revision = day_outcome.revision + 1, changed_at = excluded.changed_at`,
		o.BookingID, o.OccasionID, o.PersonID, o.EmployerID, string(o.State), o.Minutes, o.OfMinutes, o.Enough, o.Why, o.By, false, o.ChangedAt)
	return err
}

// unsettled lists the bookings of an occasion whose outcome nobody else knows yet.
func unsettled(ctx context.Context, q db.Q, occasionID string) ([]string, error) {
	return db.All(ctx, q, db.Text, `
		SELECT booking_id
		FROM day_outcome
		WHERE occasion_id = $1 AND NOT settled
		ORDER BY booking_id`,
		occasionID)
}

func isMissing(err error) bool {
	f := fault.Of(err)
	return f != nil && f.Key == db.ErrMissing.Key
}
