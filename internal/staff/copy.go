package staff

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Copy gives out what an employer knows of a person ("" = every employer). Keyed hashes of identity
// numbers are no use to anybody and stay here.
func (s *Staff) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	who := []any{personID, employerID}
	return db.ReadSheets(ctx, q,
		db.Statement{Name: "employee", Args: who, Text: `
			SELECT e.employer_id AS employer, e.first_name, e.last_name, e.email, e.mobile, e.protected, e.contact_code
			FROM employee e
			WHERE e.person_id = $1 AND $2 IN ('', e.employer_id)
			ORDER BY e.employer_id`},
		db.Statement{Name: "employment", Args: who, Text: `
			SELECT p.employer_id AS employer, k.number, n.name AS unit, p.title, p.occupation, p.area, p.form, p.extent, p.start_date, p.end_date,
			       p.dormant, p.valid_from, p.valid_until
			FROM employment_period p
			JOIN employment k ON k.id = p.employment_id
			LEFT JOIN node_place n ON n.node_id = p.unit_id AND n.valid_until = '9999-12-31'
			WHERE p.person_id = $1 AND $2 IN ('', p.employer_id)
			ORDER BY p.start_date, p.valid_from, p.id`},
		db.Statement{Name: "serves", Args: who, Text: `
			SELECT k.employer_id AS employer, n.name AS unit, v.valid_from, v.valid_until
			FROM serves v
			JOIN employment k ON k.id = v.employment_id
			LEFT JOIN node_place n ON n.node_id = v.unit_id AND n.valid_until = '9999-12-31'
			WHERE v.person_id = $1 AND $2 IN ('', k.employer_id)
			ORDER BY v.valid_from, v.id`},
		db.Statement{Name: "leave", Args: who, Text: `
			SELECT l.from_date, l.to_date
			FROM leave l
			WHERE l.person_id = $1 AND ($2 = '' OR EXISTS (
				SELECT 1
				FROM employment_period p
				WHERE p.person_id = $1 AND p.employer_id = $2 AND p.start_date <= l.to_date AND (p.end_date = '' OR p.end_date >= l.from_date)))
			ORDER BY l.from_date`},
	)
}
