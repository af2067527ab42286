package occasion

import (
	"context"

	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Forget removes, when nobody else holds anything about a person, the entry in the register of trainers with what the
// person has led, and the person's calendars with what they were given; and who made and changed what. What an employer alone lets go of touches
// nothing here: a trainer leads course days for many.
func (o *Occasions) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	if !last {
		return gone, nil
	}
	for _, q := range []string{
		`DELETE FROM session_trainer WHERE trainer_id IN (SELECT id FROM trainer WHERE person_id = $1)`,
		`DELETE FROM trainer_approval WHERE trainer_id IN (SELECT id FROM trainer WHERE person_id = $1)`,
		`DELETE FROM trainer WHERE person_id = $1`,
		`DELETE FROM calendar_feed WHERE person_id = $1`,
		`DELETE FROM invitation WHERE person_id = $1`,
	} {
		if err := gone.Destroy(ctx, tx, q, personID); err != nil {
			return nil, err
		}
	}
	for _, q := range []string{
		`UPDATE occasion SET made_by = $2 WHERE made_by = $1`,
		`UPDATE occasion SET changed_by = $2 WHERE changed_by = $1`,
		`UPDATE occasion_change SET by_id = $2 WHERE by_id = $1`,
		`UPDATE trainer SET made_by = $2 WHERE made_by = $1`,
		`UPDATE trainer_approval SET made_by = $2 WHERE made_by = $1`,
		`UPDATE trainer_approval SET ended_by = $2 WHERE ended_by = $1`,
	} {
		if _, err := tx.Exec(ctx, q, personID, may.Erased); err != nil {
			return nil, err
		}
	}
	return gone, nil
}

// FilesOf gives no files: material of a session is the organiser's, nobody's own.
func (o *Occasions) FilesOf(context.Context, db.Q, string) ([]string, error) { return nil, nil }

// Uploads gives none, as FilesOf.
func (o *Occasions) Uploads(context.Context, db.Q, string) ([]blob.Upload, error) { return nil, nil }

// RefersTo tells whether a file is material of a session.
func (o *Occasions) RefersTo(ctx context.Context, q db.Q, hash string) (bool, error) {
	n, err := db.One(ctx, q, db.Number, `SELECT COUNT(*) FROM session_part WHERE blob = $1 AND blob <> ''`, hash)
	return n > 0, err
}
