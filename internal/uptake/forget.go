package uptake

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Forget removes what an employer holds of a person's notes, tasks and waiting; with last all of it, and who the person
// was in what concerns others.
func (u *Uptake) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	for _, q := range []string{
		`DELETE FROM use_follow WHERE note_id IN (SELECT id FROM use_note WHERE person_id = $1 AND (employer_id = $2 OR $3))`,
		`DELETE FROM use_note WHERE person_id = $1 AND (employer_id = $2 OR $3)`,
		`DELETE FROM team_task_person WHERE person_id = $1 AND ($3 OR task_id IN (SELECT id FROM team_task WHERE employer_id = $2))`,
		`DELETE FROM uptake_gate WHERE person_id = $1 AND (employer_id = $2 OR $3)`,
	} {
		if err := gone.Destroy(ctx, tx, q, personID, employerID, last); err != nil {
			return nil, err
		}
	}
	if !last {
		return gone, nil
	}
	for _, q := range []string{
		`UPDATE uptake_rule SET made_by = $2 WHERE made_by = $1`,
		`UPDATE uptake_rule SET ended_by = $2 WHERE ended_by = $1`,
		`UPDATE team_task SET made_by = $2 WHERE made_by = $1`,
		`UPDATE team_task SET ended_by = $2 WHERE ended_by = $1`,
		`UPDATE use_note SET added_by = $2 WHERE added_by = $1`,
		`UPDATE use_follow SET by_id = $2 WHERE by_id = $1`,
		`UPDATE reflection_target SET made_by = $2 WHERE made_by = $1`,
	} {
		if _, err := tx.Exec(ctx, q, personID, may.Erased); err != nil {
			return nil, err
		}
	}
	return gone, nil
}

// Copy gives out a person's notes with what became of them, tasks and what waits, at an employer or ("") all.
func (u *Uptake) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	args := []any{personID, employerID}
	return db.ReadSheets(ctx, q,
		db.Statement{Name: "use_note", Args: args, Text: `
		SELECT n.title AS course, n.employer_id AS employer, n.own, n.added, n.follow_on, n.state, n.made_on
		FROM use_note n
		WHERE n.person_id = $1 AND $2 IN ('', n.employer_id)
		ORDER BY n.made_at, n.id`},
		db.Statement{Name: "use_follow", Args: args, Text: `
		SELECT n.title AS course, f.on_day, f.outcome, f.hindered, f.next_on
		FROM use_follow f
		JOIN use_note n ON n.id = f.note_id
		WHERE n.person_id = $1 AND $2 IN ('', n.employer_id)
		ORDER BY f.at, f.id`},
		db.Statement{Name: "team_task_person", Args: args, Text: `
		SELECT t.course_id AS course, t.employer_id AS employer, t.kind, t.due, t.note, x.given_on
		FROM team_task_person x
		JOIN team_task t ON t.id = x.task_id
		WHERE x.person_id = $1 AND $2 IN ('', t.employer_id)
		ORDER BY x.given_on, t.id`},
		db.Statement{Name: "uptake_gate", Args: args, Text: `
		SELECT g.course_id AS course, g.employer_id AS employer, g.need, g.since, CASE WHEN g.fact_id = '' THEN 'waiting' ELSE 'reflected' END AS state
		FROM uptake_gate g
		WHERE g.person_id = $1 AND $2 IN ('', g.employer_id)
		ORDER BY g.since, g.study_id`})
}

// Merged implements org.Follower: what the people of a place that goes on as another take together, and their notes, are the
// other's. What the other has decided comes after a course holds there; where it has decided nothing, nothing is brought along.
func (u *Uptake) Merged(ctx context.Context, tx *db.Tx, m org.Merged) error {
	for _, q := range []string{
		`UPDATE team_task SET unit_id = $2 WHERE unit_id = $1`,
		`UPDATE team_task SET node_id = $2 WHERE node_id = $1`,
		`UPDATE use_note SET unit_id = $2 WHERE unit_id = $1`,
	} {
		if _, err := tx.Exec(ctx, q, m.From.ID, m.Into.ID); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `UPDATE uptake_rule SET valid_until = $2, ended_by = $3 WHERE node_id = $1 AND valid_until > $2`, m.From.ID, m.On, m.By)
	return err
}

// Standing implements org.Follower: nothing here stands in the way when a place ends.
func (u *Uptake) Standing(context.Context, db.Q, string, string) (int64, error) { return 0, nil }
