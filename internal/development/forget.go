package development

import (
	"context"
	"strings"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Forget removes a person's plans and duties at an employer, and the person's name where the employer's
// plans say who is responsible; with last all plans, and who changed or agreed to what of others'.
func (ps *Plans) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	const theirs = ` WHERE plan_id IN (SELECT id FROM development_plan WHERE person_id = $1 AND (controller_id = $2 OR $3))`
	for _, q := range []string{
		`DELETE FROM development_study` + theirs,
		`DELETE FROM development_follow` + theirs,
		`DELETE FROM development_consent` + theirs,
		`DELETE FROM development_item` + theirs,
		`DELETE FROM development_plan WHERE person_id = $1 AND (controller_id = $2 OR $3)`,
		`DELETE FROM development_duty WHERE person_id = $1 AND (controller_id = $2 OR $3)`,
	} {
		if err := gone.Destroy(ctx, tx, q, personID, employerID, last); err != nil {
			return nil, err
		}
	}
	// A sheet that waits holds names and plans of many; whoever sent it can send it again.
	if err := gone.Destroy(ctx, tx, `DELETE FROM development_sheet WHERE controller_id = $1`, employerID); err != nil {
		return nil, err
	}
	if err := ps.forgetName(ctx, tx, personID, employerID); err != nil || !last {
		return gone, err
	}
	for _, q := range []string{
		`UPDATE development_plan SET made_by = $2 WHERE made_by = $1`,
		`UPDATE development_plan SET changed_by = $2 WHERE changed_by = $1`,
		`UPDATE development_plan SET ended_by = $2 WHERE ended_by = $1`,
		`UPDATE development_item SET made_by = $2 WHERE made_by = $1`,
		`UPDATE development_item SET changed_by = $2 WHERE changed_by = $1`,
		`UPDATE development_consent SET made_by = $2 WHERE made_by = $1`,
		`UPDATE development_follow SET made_by = $2 WHERE made_by = $1`,
		`UPDATE development_duty SET made_by = $2 WHERE made_by = $1`,
		`UPDATE development_duty SET ended_by = $2 WHERE ended_by = $1`,
		`UPDATE development_sheet SET made_by = $2 WHERE made_by = $1`,
	} {
		if _, err := tx.Exec(ctx, q, personID, may.Erased); err != nil {
			return nil, err
		}
	}
	return gone, nil
}

// forgetName clears the person's name where it is who is responsible in the employer's plans.
func (ps *Plans) forgetName(ctx context.Context, tx *db.Tx, personID, employerID string) error {
	cards, err := ps.Staff.Cards(ctx, personID)
	if err != nil {
		return err
	}
	for _, c := range cards {
		name := strings.TrimSpace(c.Name())
		if c.EmployerID != employerID || name == "" {
			continue
		}
		if _, err := tx.Exec(ctx, `
			UPDATE development_item
			SET responsible = ''
			WHERE responsible = $1 AND plan_id IN (SELECT id FROM development_plan WHERE controller_id = $2)`,
			name, employerID); err != nil {
			return err
		}
	}
	return nil
}
