package practice

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Forget removes a person's tries and networks at an employer; with last all of them, and who the person was in what
// concerns others.
func (p *Practice) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	for _, q := range []string{
		`DELETE FROM skill_due WHERE person_id = $1 AND (employer_id = $2 OR $3)`,
		`DELETE FROM skill_try WHERE person_id = $1 AND (employer_id = $2 OR $3)`,
		`DELETE FROM network_tick WHERE person_id = $1 AND ($3 OR meeting_id IN (
			SELECT m.id FROM network_meeting m JOIN network_member x ON x.network_id = m.network_id WHERE x.person_id = $1 AND x.employer_id = $2))`,
		`DELETE FROM network_member WHERE person_id = $1 AND (employer_id = $2 OR $3)`,
	} {
		if err := gone.Destroy(ctx, tx, q, personID, employerID, last); err != nil {
			return nil, err
		}
	}
	if !last {
		return gone, nil
	}
	if err := gone.Destroy(ctx, tx, `DELETE FROM station_assessor WHERE person_id = $1`, personID); err != nil {
		return nil, err
	}
	for _, q := range []string{
		`UPDATE station_template SET made_by = $2 WHERE made_by = $1`,
		`UPDATE station SET made_by = $2 WHERE made_by = $1`,
		`UPDATE station_assessor SET made_by = $2 WHERE made_by = $1`,
		`UPDATE skill_try SET by_id = $2 WHERE by_id = $1`,
		`UPDATE skill_request SET made_by = $2 WHERE made_by = $1`,
		`UPDATE skill_request_event SET by_id = $2 WHERE by_id = $1`,
		`UPDATE pilot SET made_by = $2 WHERE made_by = $1`,
		`UPDATE pilot SET changed_by = $2 WHERE changed_by = $1`,
		`UPDATE pilot_decision SET by_id = $2 WHERE by_id = $1`,
		`UPDATE pilot_occasion SET made_by = $2 WHERE made_by = $1`,
		`UPDATE pilot_lesson SET by_id = $2 WHERE by_id = $1`,
		`UPDATE network SET made_by = $2 WHERE made_by = $1`,
		`UPDATE network_meeting SET made_by = $2 WHERE made_by = $1`,
		`UPDATE network_tick SET made_by = $2 WHERE made_by = $1`,
	} {
		if _, err := tx.Exec(ctx, q, personID, may.Erased); err != nil {
			return nil, err
		}
	}
	return gone, nil
}

// Copy gives out a person's tries and networks, at an employer or ("") all.
func (p *Practice) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	args := []any{personID, employerID}
	return db.ReadSheets(ctx, q,
		db.Statement{Name: "skill_try", Args: args, Text: `
		SELECT s.skill, s.name AS station, t.employer_id AS employer, t.kind, t.passed, t.ticked, t.note, t.tried_on
		FROM skill_try t
		JOIN station s ON s.id = t.station_id
		WHERE t.person_id = $1 AND $2 IN ('', t.employer_id)
		ORDER BY t.tried_at, t.id`},
		db.Statement{Name: "skill_due", Args: args, Text: `
		SELECT s.skill, d.employer_id AS employer, d.due_on
		FROM skill_due d
		JOIN station s ON s.id = d.station_id
		WHERE d.person_id = $1 AND $2 IN ('', d.employer_id)
		ORDER BY d.due_on, d.station_id`},
		db.Statement{Name: "station_assessor", Args: args, Text: `
		SELECT x.occasion_id AS occasion, x.made_at
		FROM station_assessor x
		WHERE x.person_id = $1 AND $2 = ''
		ORDER BY x.made_at, x.occasion_id`},
		db.Statement{Name: "network_member", Args: args, Text: `
		SELECT n.name AS network, m.employer_id AS employer, m.unit_id AS unit, m.joined_at
		FROM network_member m
		JOIN network n ON n.id = m.network_id
		WHERE m.person_id = $1 AND $2 IN ('', m.employer_id)
		ORDER BY m.joined_at, m.network_id`},
		db.Statement{Name: "network_tick", Args: args, Text: `
		SELECT n.name AS network, m.on_day
		FROM network_tick t
		JOIN network_meeting m ON m.id = t.meeting_id
		JOIN network n ON n.id = m.network_id
		WHERE t.person_id = $1 AND $2 = ''
		ORDER BY m.on_day, m.id`})
}

// Merged implements org.Follower: requests of a unit that goes on as another are the other's.
func (p *Practice) Merged(ctx context.Context, tx *db.Tx, m org.Merged) error {
	if _, err := tx.Exec(ctx, `UPDATE skill_request SET unit_id = $2 WHERE unit_id = $1`, m.From.ID, m.Into.ID); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE network_member SET unit_id = $2 WHERE unit_id = $1`, m.From.ID, m.Into.ID)
	return err
}

// Standing implements org.Follower: nothing here stands in the way when a place ends.
func (p *Practice) Standing(context.Context, db.Q, string, string) (int64, error) { return 0, nil }
