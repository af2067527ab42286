package competence

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Copy gives out what is kept of what a person holds, at an employer or ("") all.
func (c *Competence) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	return db.ReadSheets(ctx, q, db.Statement{Name: "merit", Args: []any{personID, employerID}, Text: `
		SELECT m.id, m.controller_id AS employer, m.kind, m.ref, m.orientation, m.credits, m.credit_system, m.from_date, m.until_date, m.body AS details, m.evidence_name, m.made_at, m.checked_at, m.ended_at, m.ended_how, m.ended_why
		FROM merit m
		WHERE m.person_id = $1 AND $2 IN ('', m.controller_id)
		ORDER BY m.made_at, m.id`},
		db.Statement{Name: "validation", Args: []any{personID, employerID}, Text: `
		SELECT m.id, m.controller_id AS employer, m.programme, m.orientation, m.provider, m.started_on, m.state, m.result, m.closed_on
		FROM validation m
		WHERE m.person_id = $1 AND $2 IN ('', m.controller_id)
		ORDER BY m.started_on, m.id`},
		db.Statement{Name: "validation_mark", Args: []any{personID, employerID}, Text: `
		SELECT m.validation_id, p.name AS part, m.state, m.on_day, m.note, m.made_at
		FROM validation_mark m
		JOIN validation v ON v.id = m.validation_id
		JOIN validation_part p ON p.validation_id = m.validation_id AND p.part = m.part
		WHERE v.person_id = $1 AND $2 IN ('', v.controller_id)
		ORDER BY m.made_at, m.id`},
		db.Statement{Name: "merit_import_row", Args: []any{personID, employerID}, Text: `
		SELECT i.employer_id AS employer, i.made_at, r.body
		FROM merit_import_row r
		JOIN merit_import i ON i.id = r.import_id
		WHERE r.person_id = $1 AND $2 IN ('', i.employer_id)
		ORDER BY i.made_at, r.row_number`},
		db.Statement{Name: "assessment", Args: []any{personID, employerID}, Text: `
		SELECT m.controller_id AS employer, m.requirement, m.goal, m.level, m.assessor, m.on_day, CASE WHEN m.assessor <> 'self' OR m.note_shown OR $2 = '' THEN m.note ELSE '' END AS note, m.ended_at
		FROM assessment m
		WHERE m.person_id = $1 AND $2 IN ('', m.controller_id)
		ORDER BY m.on_day, m.id`},
		db.Statement{Name: "assessment_ask", Args: []any{personID, employerID}, Text: `
		SELECT m.controller_id AS employer, CASE WHEN m.person_id = $1 THEN 'about' ELSE 'asked' END AS side, m.requirements, m.state, m.made_at, m.until_day, m.closed_at
		FROM assessment_ask m
		WHERE (m.person_id = $1 OR m.colleague_person_id = $1) AND $2 IN ('', m.controller_id)
		ORDER BY m.made_at, m.id`},
		db.Statement{Name: "specialist_group", Args: []any{personID, employerID}, Text: `
		SELECT m.controller_id AS employer, m.ref AS role, p.name AS place, g.group_name AS group_name
		FROM specialist_group g
		JOIN merit m ON m.id = g.merit_id
		JOIN node_place p ON p.node_id = g.node_id AND p.valid_until = '9999-12-31'
		WHERE m.person_id = $1 AND $2 IN ('', m.controller_id)
		ORDER BY m.id, g.node_id, g.group_name`},
		db.Statement{Name: "language_level", Args: []any{personID, employerID}, Text: `
		SELECT l.level, l.validated, l.on_day, l.made_at, l.ended_at
		FROM language_level l
		WHERE l.person_id = $1 AND $2 = ''
		ORDER BY l.made_at, l.id`})
}
