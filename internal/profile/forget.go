package profile

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Forget removes what an employer has noted of how far a person's role goes; with last all of it, and who
// decided what. What places ask for stays.
func (ps *Profiles) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	for _, q := range []string{
		`DELETE FROM role_level WHERE person_id = $1 AND (employer_id = $2 OR $3)`,
	} {
		if err := gone.Destroy(ctx, tx, q, personID, employerID, last); err != nil {
			return nil, err
		}
	}
	if !last {
		return gone, nil
	}
	for _, q := range []string{
		`UPDATE role_level SET made_by = $2 WHERE made_by = $1`,
		`UPDATE profile_layer SET made_by = $2 WHERE made_by = $1`,
		`UPDATE role_description SET made_by = $2 WHERE made_by = $1`,
		`UPDATE role_description SET published_by = $2 WHERE published_by = $1`,
		`UPDATE career_path SET made_by = $2 WHERE made_by = $1`,
	} {
		if _, err := tx.Exec(ctx, q, personID, may.Erased); err != nil {
			return nil, err
		}
	}
	return gone, nil
}
