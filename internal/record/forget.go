package record

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// HeldBy gives the facts that an employer is controller of, for the rooms that keep something
// beside them.
func (r *Record) HeldBy(ctx context.Context, q db.Q, personID, employerID string) ([]Fact, error) {
	return db.All(ctx, q, scanFact, `
		SELECT `+factColumns+`
		FROM fact
		WHERE person_id = $1 AND controller_id = $2
		ORDER BY at, id
		LIMIT 5000`,
		personID, employerID)
}

// HeldElsewhere tells whether another employer than this one is controller of any fact.
func (r *Record) HeldElsewhere(ctx context.Context, tx *db.Tx, personID, employerID string) (bool, error) {
	n, err := db.One(ctx, tx, db.Number, `
		SELECT COUNT(*)
		FROM fact
		WHERE person_id = $1 AND controller_id <> $2 AND controller_id <> ''`,
		personID, employerID)
	return n > 0, err
}

// Forget removes the facts that an employer is controller of, and what the person has let that
// employer see; with last the whole record. What an employer was shown of others' facts was never
// its own.
func (r *Record) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	if last {
		for _, q := range []string{
			`DELETE FROM record_share WHERE person_id = $1`,
			`DELETE FROM fact WHERE person_id = $1`,
		} {
			if err := gone.Destroy(ctx, tx, q, personID); err != nil {
				return nil, err
			}
		}
		_, err := tx.Exec(ctx, `UPDATE fact SET actor_id = $2 WHERE actor_id = $1`, personID, may.Erased)
		return gone, err
	}
	err := gone.Destroy(ctx, tx, `
		DELETE FROM record_share
		WHERE person_id = $1 AND (employer_id = $2 OR fact_id IN (SELECT f.id FROM fact f WHERE f.person_id = $1 AND f.controller_id = $2))`,
		personID, employerID)
	if err != nil {
		return nil, err
	}
	return gone, gone.Destroy(ctx, tx, `DELETE FROM fact WHERE person_id = $1 AND controller_id = $2`, personID, employerID)
}
