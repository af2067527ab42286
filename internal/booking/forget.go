package booking

import (
	"context"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Forget removes a person's bookings at an employer with their history; with last all of them, and who booked and
// decided about others. A seat that comes free by it is offered to the next by the job that runs every few minutes.
func (b *Bookings) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	for _, q := range []string{
		`DELETE FROM day_asked WHERE booking_id IN (SELECT id FROM booking WHERE person_id = $1 AND (employer_id = $2 OR $3))`,
		`DELETE FROM booking_event WHERE booking_id IN (SELECT id FROM booking WHERE person_id = $1 AND (employer_id = $2 OR $3))`,
		`DELETE FROM booking WHERE person_id = $1 AND (employer_id = $2 OR $3)`,
	} {
		if err := gone.Destroy(ctx, tx, q, personID, employerID, last); err != nil {
			return nil, err
		}
	}
	if !last {
		return gone, nil
	}
	for _, q := range []string{
		`UPDATE booking SET made_by = $2 WHERE made_by = $1`,
		`UPDATE booking_event SET by_id = $2 WHERE by_id = $1`,
		`UPDATE quota_change SET by_id = $2 WHERE by_id = $1`,
		`UPDATE booking_choice SET changed_by = $2 WHERE changed_by = $1`,
		`UPDATE day_asked SET by_id = $2 WHERE by_id = $1`,
		`UPDATE guest_organisation SET made_by = $2 WHERE made_by = $1`,
		`UPDATE guest SET made_by = $2 WHERE made_by = $1`,
	} {
		if _, err := tx.Exec(ctx, q, personID, may.Erased); err != nil {
			return nil, err
		}
	}
	return gone, nil
}

// Copy gives out a person's bookings and what happened to them, at an employer or ("") all.
func (b *Bookings) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	return db.ReadSheets(ctx, q, db.Statement{Name: "booking", Args: []any{personID, employerID}, Text: `
		SELECT b.id, b.employer_id AS employer, o.course_id AS course, o.first_day, o.last_day, b.state, b.queued_at, b.offered_until, b.note, b.made_at, b.changed_at
		FROM booking b
		JOIN occasion o ON o.id = b.occasion_id
		WHERE b.person_id = $1 AND $2 IN ('', b.employer_id)
		ORDER BY b.made_at, b.id`},
		db.Statement{Name: "booking_event", Args: []any{personID, employerID}, Text: `
		SELECT e.booking_id, e.what, e.from_state, e.to_state, e.why, e.at
		FROM booking_event e
		JOIN booking b ON b.id = e.booking_id
		WHERE b.person_id = $1 AND $2 IN ('', b.employer_id)
		ORDER BY e.at, e.id`})
}

// How long guests are known after the last day: to be reached about it, and by name while attendance is corrected.
const (
	guestReached = 7
	guestNamed   = 90
)

// ForgetGuests lets go of who guests were when the days are over: nobody without an account can ask for it here. The
// organisation stays in the place of the name, so that the figures do.
func (b *Bookings) ForgetGuests(ctx context.Context) error {
	for _, q := range []struct {
		text string
		days int
	}{
		{`UPDATE guest SET email = '', mobile = '' WHERE (email <> '' OR mobile <> '')`, guestReached},
		{`UPDATE guest SET name = organisation WHERE name <> organisation`, guestNamed},
	} {
		_, err := b.DB.Exec(ctx, q.text+`
			AND EXISTS (SELECT 1 FROM booking k JOIN occasion o ON o.id = k.occasion_id WHERE k.guest_id = guest.id AND k.guest_id <> '' AND o.last_day < $1)`,
			b.Now().In(b.Place).AddDate(0, 0, -q.days).Format(time.DateOnly))
		if err != nil {
			return err
		}
	}
	return nil
}
