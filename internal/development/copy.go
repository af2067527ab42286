package development

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Copy gives out what is kept of a person's plans and duties, at an employer or ("") all.
func (ps *Plans) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	const theirs = `
		JOIN development_plan p ON p.id = x.plan_id
		WHERE p.person_id = $1 AND $2 IN ('', p.controller_id)`
	args := []any{personID, employerID}
	return db.ReadSheets(ctx, q, db.Statement{Name: "development_plan", Args: args, Text: `
		SELECT p.controller_id AS employer, p.from_date, p.until_date, p.goals, p.study_hours, p.study_per, p.study_paid, p.study_note, p.study_from, p.follow_on, p.revision, p.made_at, p.changed_at, p.ended_at
		FROM development_plan p
		WHERE p.person_id = $1 AND $2 IN ('', p.controller_id)
		ORDER BY p.made_at, p.id`},
		db.Statement{Name: "development_item", Args: args, Text: `
		SELECT p.controller_id AS employer, x.requirement, x.how, x.ref, x.title, x.hours, x.responsible, x.due, x.state, x.state_on, x.why, x.note, x.use_person, x.use_manager, x.made_at
		FROM development_item x` + theirs + `
		ORDER BY x.made_at, x.id`},
		db.Statement{Name: "development_consent", Args: args, Text: `
		SELECT p.controller_id AS employer, x.revision, x.side, x.made_at
		FROM development_consent x` + theirs + `
		ORDER BY x.made_at, x.revision, x.side`},
		db.Statement{Name: "development_follow", Args: args, Text: `
		SELECT p.controller_id AS employer, x.on_day, x.note, x.made_at
		FROM development_follow x` + theirs + `
		ORDER BY x.made_at, x.id`},
		db.Statement{Name: "development_study", Args: args, Text: `
		SELECT p.controller_id AS employer, x.period, x.given, x.made_at
		FROM development_study x` + theirs + `
		ORDER BY x.made_at, x.period`},
		db.Statement{Name: "development_duty", Args: args, Text: `
		SELECT d.controller_id AS employer, d.requirement, d.title, d.duty, d.near, d.from_date, d.made_at, d.ended_at
		FROM development_duty d
		WHERE d.person_id = $1 AND $2 IN ('', d.controller_id)
		ORDER BY d.made_at, d.id`})
}
