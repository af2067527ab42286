package competence

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Forget removes what an employer keeps of what a person holds; with last all of it, and who noted what
// about others.
func (c *Competence) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	// What told of the person is shown no more until it may be told anew without; the numbers stay, to hold the
	// next telling against (toldLanguage).
	if _, err := tx.Exec(ctx, `
		UPDATE language_figure
		SET latest = FALSE
		WHERE latest AND (employer_id = $2 OR $3) AND EXISTS (SELECT 1 FROM language_counted c WHERE c.figure_id = language_figure.id AND c.person_id = $1)`,
		personID, employerID, last); err != nil {
		return nil, err
	}
	for _, q := range []string{
		`DELETE FROM assessment_ask WHERE (person_id = $1 OR colleague_person_id = $1) AND (controller_id = $2 OR $3)`,
		`DELETE FROM specialist_group WHERE merit_id IN (SELECT id FROM merit WHERE person_id = $1 AND (controller_id = $2 OR $3))`,
		`DELETE FROM language_counted WHERE person_id = $1 AND ($3 OR figure_id IN (SELECT id FROM language_figure WHERE employer_id = $2))`,
		`DELETE FROM language_level WHERE person_id = $1 AND $3 AND $2 <> ''`,
		`DELETE FROM validation_mark WHERE validation_id IN (SELECT id FROM validation WHERE person_id = $1 AND (controller_id = $2 OR $3))`,
		`DELETE FROM validation_part WHERE validation_id IN (SELECT id FROM validation WHERE person_id = $1 AND (controller_id = $2 OR $3))`,
		`DELETE FROM validation WHERE person_id = $1 AND (controller_id = $2 OR $3)`,
		`DELETE FROM merit_import_row WHERE person_id = $1 AND ($3 OR import_id IN (SELECT id FROM merit_import WHERE employer_id = $2))`,
		`DELETE FROM merit WHERE person_id = $1 AND (controller_id = $2 OR $3)`,
		`DELETE FROM assessment WHERE person_id = $1 AND (controller_id = $2 OR $3)`,
	} {
		if err := gone.Destroy(ctx, tx, q, personID, employerID, last); err != nil {
			return nil, err
		}
	}
	if !last {
		return gone, nil
	}
	for _, q := range []string{
		`UPDATE assessment_ask SET made_by = $2 WHERE made_by = $1`,
		`UPDATE specialist_role SET made_by = $2 WHERE made_by = $1`,
		`UPDATE validation SET made_by = $2 WHERE made_by = $1`,
		`UPDATE validation SET closed_by = $2 WHERE closed_by = $1`,
		`UPDATE validation_mark SET made_by = $2 WHERE made_by = $1`,
		`UPDATE programme_map SET made_by = $2 WHERE made_by = $1`,
		`UPDATE programme_map SET ended_by = $2 WHERE ended_by = $1`,
		`UPDATE merit_import SET made_by = $2 WHERE made_by = $1`,
		`UPDATE merit SET made_by = $2 WHERE made_by = $1`,
		`UPDATE merit SET checked_by = $2 WHERE checked_by = $1`,
		`UPDATE merit SET ended_by = $2 WHERE ended_by = $1`,
		`UPDATE assessment SET made_by = $2 WHERE made_by = $1`,
		`UPDATE assessment SET ended_by = $2 WHERE ended_by = $1`,
	} {
		if _, err := tx.Exec(ctx, q, personID, may.Erased); err != nil {
			return nil, err
		}
	}
	return gone, nil
}
