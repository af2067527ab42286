package attendance

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Forget removes what is kept of a person's course days at an employer; with last all of it, and who noted what
// about others.
func (at *Attendance) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	for _, q := range []string{
		`DELETE FROM day_need WHERE person_id = $1 AND (employer_id = $2 OR $3)`,
		`DELETE FROM day_mark WHERE person_id = $1 AND (employer_id = $2 OR $3)`,
		`DELETE FROM day_outcome WHERE person_id = $1 AND (employer_id = $2 OR $3)`,
	} {
		if err := gone.Destroy(ctx, tx, q, personID, employerID, last); err != nil {
			return nil, err
		}
	}
	if !last {
		return gone, nil
	}
	if err := gone.Destroy(ctx, tx, `DELETE FROM day_look WHERE viewer_id = $1`, personID); err != nil {
		return nil, err
	}
	for _, q := range []string{
		`UPDATE day_mark SET by_id = $2 WHERE by_id = $1`,
		`UPDATE day_code SET made_by = $2 WHERE made_by = $1`,
		`UPDATE day_close SET closed_by = $2 WHERE closed_by = $1`,
		`UPDATE day_outcome SET decided_by = $2 WHERE decided_by = $1`,
	} {
		if _, err := tx.Exec(ctx, q, personID, may.Erased); err != nil {
			return nil, err
		}
	}
	return gone, nil
}
