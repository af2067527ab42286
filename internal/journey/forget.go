package journey

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Forget removes what others at an employer have chosen for a person; with last also the person's
// own choices. Layers and versions that the person made stay, without saying who.
func (js *Journeys) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	if err := gone.Destroy(ctx, tx, `DELETE FROM assignment WHERE person_id = $1 AND (employer_id = $2 OR $3)`, personID, employerID, last); err != nil {
		return nil, err
	}
	if last {
		if err := gone.Destroy(ctx, tx, `DELETE FROM journey_choice WHERE person_id = $1`, personID); err != nil {
			return nil, err
		}
		for _, q := range []string{
			`UPDATE assignment SET made_by = $2 WHERE made_by = $1`,
			`UPDATE assignment SET ended_by = $2 WHERE ended_by = $1`,
			`UPDATE journey_choice SET made_by = $2 WHERE made_by = $1`,
			`UPDATE journey_version SET made_by = $2 WHERE made_by = $1`,
			`UPDATE journey_version SET withdrawn_by = $2 WHERE withdrawn_by = $1`,
			`UPDATE journey_pilot SET made_by = $2 WHERE made_by = $1`,
			`UPDATE journey_pilot SET noted_by = $2 WHERE noted_by = $1`,
			`UPDATE journey_draft SET made_by = $2 WHERE made_by = $1`,
			`UPDATE journey_draft SET changed_by = $2 WHERE changed_by = $1`,
			`UPDATE draft_revision SET made_by = $2 WHERE made_by = $1`,
			`UPDATE layer SET made_by = $2 WHERE made_by = $1`,
			`UPDATE journey_switch_change SET made_by = $2 WHERE made_by = $1`,
			`UPDATE layer_draft SET made_by = $2 WHERE made_by = $1`,
			`UPDATE layer_answer SET made_by = $2 WHERE made_by = $1`,
		} {
			if _, err := tx.Exec(ctx, q, personID, may.Erased); err != nil {
				return nil, err
			}
		}
		return gone, nil
	}
	made, err := db.All(ctx, tx, db.Text, `
		SELECT DISTINCT made_by
		FROM journey_choice
		WHERE person_id = $1 AND made_by <> $1`,
		personID)
	if err != nil {
		return nil, err
	}
	for _, by := range made {
		there, err := js.Staff.Holds(ctx, tx, by, employerID)
		if err != nil {
			return nil, err
		}
		if !there {
			continue
		}
		if err := gone.Destroy(ctx, tx, `DELETE FROM journey_choice WHERE person_id = $1 AND made_by = $2`, personID, by); err != nil {
			return nil, err
		}
	}
	return gone, nil
}
