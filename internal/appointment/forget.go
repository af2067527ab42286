package appointment

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Forget removes a person's appointments at an employer's places and how the person is reached there; with last all of
// them, and who the person was in what concerns others. The role that went with one is access's to remove.
func (a *Appointments) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	const mine = `appointment_id IN (SELECT x.id FROM appointment x WHERE x.person_id = $1 AND (x.employer_id = $2 OR $3))`
	for _, q := range []string{
		`DELETE FROM appointment_place WHERE ` + mine,
		`DELETE FROM appointment_span WHERE ` + mine,
		`DELETE FROM appointment_answer WHERE ` + mine,
		`DELETE FROM appointment_event WHERE ` + mine,
		`DELETE FROM appointment WHERE person_id = $1 AND (employer_id = $2 OR $3)`,
		`DELETE FROM appointment_reach WHERE person_id = $1 AND (employer_id = $2 OR $3)`,
	} {
		if err := gone.Destroy(ctx, tx, q, personID, employerID, last); err != nil {
			return nil, err
		}
	}
	if !last {
		return gone, nil
	}
	for _, q := range []string{
		`UPDATE appointment SET made_by = $2 WHERE made_by = $1`,
		`UPDATE appointment_answer SET by_id = $2 WHERE by_id = $1`,
		`UPDATE appointment_event SET by_id = $2 WHERE by_id = $1`,
		`UPDATE appointment_setting SET changed_by = $2 WHERE changed_by = $1`,
	} {
		if _, err := tx.Exec(ctx, q, personID, may.Erased); err != nil {
			return nil, err
		}
	}
	return gone, nil
}

// Copy gives out a person's appointments with their days, at an employer or ("") all.
func (a *Appointments) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	args := []any{personID, employerID}
	return db.ReadSheets(ctx, q,
		db.Statement{Name: "appointment", Args: args, Text: `
		SELECT x.kind, x.employer_id AS employer, x.home_id AS employed_by, x.valid_from, x.valid_until, x.task, x.state, x.made_at
		FROM appointment x
		WHERE x.person_id = $1 AND $2 IN ('', x.employer_id)
		ORDER BY x.made_at, x.id`},
		db.Statement{Name: "appointment_place", Args: args, Text: `
		SELECT x.kind, n.node_id AS place
		FROM appointment_place n
		JOIN appointment x ON x.id = n.appointment_id
		WHERE x.person_id = $1 AND $2 IN ('', x.employer_id)
		ORDER BY x.made_at, x.id, n.node_id`},
		db.Statement{Name: "appointment_span", Args: args, Text: `
		SELECT x.kind, s.node_id AS place, s.valid_from, s.valid_until
		FROM appointment_span s
		JOIN appointment x ON x.id = s.appointment_id
		WHERE x.person_id = $1 AND $2 IN ('', x.employer_id)
		ORDER BY s.valid_from, s.id`},
		db.Statement{Name: "appointment_answer", Args: args, Text: `
		SELECT x.kind, n.side, n.yes, n.at
		FROM appointment_answer n
		JOIN appointment x ON x.id = n.appointment_id
		WHERE x.person_id = $1 AND $2 IN ('', x.employer_id)
		ORDER BY n.at, x.id, n.side`},
		db.Statement{Name: "appointment_event", Args: args, Text: `
		SELECT x.kind, e.what, e.note, e.at
		FROM appointment_event e
		JOIN appointment x ON x.id = e.appointment_id
		WHERE x.person_id = $1 AND $2 IN ('', x.employer_id)
		ORDER BY e.at, e.id`},
		db.Statement{Name: "appointment_reach", Args: args, Text: `
		SELECT r.employer_id AS employer, r.reach, r.show_name
		FROM appointment_reach r
		WHERE r.person_id = $1 AND $2 IN ('', r.employer_id)
		ORDER BY r.employer_id`})
}
