package report

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Forget removes how a person stands at an employer, and with last who submitted figures. What has
// been submitted points at nobody and stays.
func (f *Figures) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	n, err := tx.Exec(ctx, `DELETE FROM standing WHERE person_id = $1 AND (employer_id = $2 OR $3)`, personID, employerID, last)
	if err != nil {
		return nil, err
	}
	if !last { // others may have seen what is forgotten here
		return map[string]int64{"standing": n}, f.Mark(ctx, tx, personID)
	}
	for _, q := range []string{
		`UPDATE summary SET made_by = $2 WHERE made_by = $1`,
		`UPDATE summary SET withdrawn_by = $2 WHERE withdrawn_by = $1`,
	} {
		if _, err := tx.Exec(ctx, q, personID, may.Erased); err != nil {
			return nil, err
		}
	}
	dirty, err := tx.Exec(ctx, `DELETE FROM standing_dirty WHERE person_id = $1`, personID)
	return map[string]int64{"standing": n + dirty}, err
}
