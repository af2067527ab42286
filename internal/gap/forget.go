package gap

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Forget removes how a person stands to what an employer's units ask for, and counts the units again; with
// last also who planned, counted and submitted. What has been submitted points at nobody and stays.
func (g *Gaps) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	if last {
		employerID = ""
	}
	n, err := g.drop(ctx, tx, personID, employerID)
	if err != nil || !last {
		return map[string]int64{"gap_position": n}, err
	}
	for _, q := range []string{
		`UPDATE gap_hire SET made_by = $2 WHERE made_by = $1`,
		`UPDATE gap_hire SET ended_by = $2 WHERE ended_by = $1`,
		`UPDATE gap_age SET made_by = $2 WHERE made_by = $1`,
		`UPDATE gap_summary SET made_by = $2 WHERE made_by = $1`,
		`UPDATE gap_summary SET withdrawn_by = $2 WHERE withdrawn_by = $1`,
		`UPDATE joint_choice SET made_by = $2 WHERE made_by = $1`,
		`UPDATE joint_work SET made_by = $2 WHERE made_by = $1`,
		`UPDATE joint_work SET changed_by = $2 WHERE changed_by = $1`,
		`UPDATE joint_answer SET made_by = $2 WHERE made_by = $1`,
	} {
		if _, err := tx.Exec(ctx, q, personID, may.Erased); err != nil {
			return nil, err
		}
	}
	return map[string]int64{"gap_position": n}, nil
}
