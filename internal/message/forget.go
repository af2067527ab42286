package message

import (
	"context"
	"time"

	"yrkesresan/internal/platform/db"
)

// Forget removes what was told on an employer's behalf to a person, or about the person to others;
// with last all of it, and how the person wanted to be told.
func (m *Messages) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	if !last {
		return gone, gone.Destroy(ctx, tx, `DELETE FROM note WHERE (person_id = $1 OR about_id = $1) AND employer_id = $2`, personID, employerID)
	}
	for _, q := range []string{
		`DELETE FROM note WHERE person_id = $1 OR about_id = $1`,
		`DELETE FROM message_wish WHERE person_id = $1`,
		`DELETE FROM message_digest WHERE person_id = $1`,
	} {
		if err := gone.Destroy(ctx, tx, q, personID); err != nil {
			return nil, err
		}
	}
	return gone, nil
}

// ForgetBefore removes what was told on an employer's behalf before an instant.
func (m *Messages) ForgetBefore(ctx context.Context, employerID, _ string, at time.Time) error {
	_, err := m.DB.Exec(ctx, `DELETE FROM note WHERE employer_id = $1 AND made_at < $2`, employerID, at)
	return err
}
