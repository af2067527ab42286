package circle

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Copy gives out what is kept of a person's meetings, at an employer or ("") all. Thoughts are the person's own: an employer
// gives out only those that the person shares with the group.
func (c *Circles) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	args := []any{personID, employerID}
	return db.ReadSheets(ctx, q, db.Statement{Name: "circle_member", Args: args, Text: `
		SELECT c.title AS circle, k.unit_id AS unit, k.employer_id AS employer, k.how, k.state, k.small_group, k.invited_at, k.changed_at
		FROM circle_member k
		JOIN circle c ON c.id = k.circle_id
		WHERE k.person_id = $1 AND $2 IN ('', k.employer_id)
		ORDER BY k.invited_at, k.circle_id`},
		db.Statement{Name: "circle_mark", Args: args, Text: `
		SELECT m.meeting_id AS meeting, m.employer_id AS employer, m.present, m.how, m.marked_at, m.received_at
		FROM circle_mark m
		WHERE m.person_id = $1 AND $2 IN ('', m.employer_id)
		ORDER BY m.marked_at, m.id`},
		db.Statement{Name: "circle_presence", Args: args, Text: `
		SELECT p.meeting_id AS meeting, n.on_day AS day, n.title, p.employer_id AS employer, p.present, p.alone, p.minutes, p.marked_at
		FROM circle_presence p
		JOIN circle_meeting n ON n.id = p.meeting_id
		WHERE p.person_id = $1 AND $2 IN ('', p.employer_id)
		ORDER BY n.on_day, p.meeting_id`},
		db.Statement{Name: "circle_thought", Args: args, Text: `
		SELECT t.meeting_id AS meeting, t.step, t.text, t.ticked, t.shared, t.changed_at
		FROM circle_thought t
		WHERE t.person_id = $1 AND ($2 = '' OR t.employer_id = $2 AND t.shared)
		ORDER BY t.changed_at, t.meeting_id, t.step`},
		db.Statement{Name: "agreement", Args: args, Text: `
		SELECT g.what, g.due_day, g.state, g.outcome, g.employer_id AS employer, g.changed_at
		FROM agreement g
		WHERE g.owner_id = $1 AND $2 IN ('', g.employer_id)
		ORDER BY g.due_day, g.id`})
}

// Forget removes what is kept of a person's meetings at an employer; with last all of it, and who made what. What a group
// wrote stays the group's; what it agreed on stays the unit's, and is then owned by the unit.
func (c *Circles) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	for _, q := range []string{
		`DELETE FROM circle_thought WHERE person_id = $1 AND (employer_id = $2 OR $3)`,
		`DELETE FROM circle_mark WHERE person_id = $1 AND (employer_id = $2 OR $3)`,
		`DELETE FROM circle_presence WHERE person_id = $1 AND (employer_id = $2 OR $3)`,
		`DELETE FROM circle_member WHERE person_id = $1 AND (employer_id = $2 OR $3)`,
	} {
		if err := gone.Destroy(ctx, tx, q, personID, employerID, last); err != nil {
			return nil, err
		}
	}
	for _, q := range []string{
		`UPDATE agreement SET owner_id = '' WHERE owner_id = $1 AND (employer_id = $2 OR $3)`,
		`UPDATE circle SET leader_id = '' WHERE leader_id = $1 AND (employer_id = $2 OR $3)`,
	} {
		if _, err := tx.Exec(ctx, q, personID, employerID, last); err != nil {
			return nil, err
		}
	}
	if !last {
		return gone, nil
	}
	for _, q := range []string{
		`UPDATE circle SET made_by = $2 WHERE made_by = $1`,
		`UPDATE circle_meeting SET held_by = $2 WHERE held_by = $1`,
		`UPDATE circle_member SET invited_by = $2 WHERE invited_by = $1`,
		`UPDATE circle_mark SET by_id = $2 WHERE by_id = $1`,
		`UPDATE circle_text SET changed_by = $2 WHERE changed_by = $1`,
		`UPDATE agreement SET made_by = CASE WHEN made_by = $1 THEN $2 ELSE made_by END, changed_by = CASE WHEN changed_by = $1 THEN $2 ELSE changed_by END WHERE made_by = $1 OR changed_by = $1`,
		`UPDATE guide SET made_by = CASE WHEN made_by = $1 THEN $2 ELSE made_by END, changed_by = CASE WHEN changed_by = $1 THEN $2 ELSE changed_by END WHERE made_by = $1 OR changed_by = $1`,
		`UPDATE guide_version SET published_by = $2 WHERE published_by = $1`,
	} {
		if _, err := tx.Exec(ctx, q, personID, may.Erased); err != nil {
			return nil, err
		}
	}
	return gone, nil
}

// Merged implements org.Follower: what goes on at a unit goes on at the one that it becomes part of, and so does what is
// agreed and not done. What is over stays where it was.
func (c *Circles) Merged(ctx context.Context, tx *db.Tx, m org.Merged) error {
	for _, q := range []string{
		`UPDATE agreement SET unit_id = $2 WHERE unit_id = $1 AND state IN ('open', 'going')`,
		`UPDATE circle_member SET unit_id = $2 WHERE unit_id = $1 AND circle_id IN (SELECT c.id FROM circle c WHERE c.ended_on = '')`,
		`UPDATE circle SET unit_id = $2 WHERE unit_id = $1 AND ended_on = ''`,
		`UPDATE circle SET audience = 'team:' || CAST($2 AS TEXT) WHERE audience = 'team:' || CAST($1 AS TEXT) AND ended_on = ''`,
		`UPDATE guide SET owner_id = $2 WHERE owner_id = $1`,
	} {
		if _, err := tx.Exec(ctx, q, m.From.ID, m.Into.ID); err != nil {
			return err
		}
	}
	return nil
}

// Standing implements org.Follower: nothing here stands in the way when a place ends.
func (c *Circles) Standing(context.Context, db.Q, string, string) (int64, error) { return 0, nil }

// Ended implements org.Ender: with its unit a circle ends, and what was planned is called off.
func (c *Circles) Ended(ctx context.Context, tx *db.Tx, e org.Ended) error {
	if _, err := tx.Exec(ctx, `
		UPDATE circle_meeting SET state = 'cancelled', revision = revision + 1, sequence = sequence + 1, changed_at = $2
		WHERE state = 'planned' AND circle_id IN (SELECT c.id FROM circle c WHERE c.unit_id = $1 AND c.ended_on = '')`,
		e.Node.ID, c.Now()); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		UPDATE circle SET ended_on = $2, revision = revision + 1, changed_at = $3
		WHERE unit_id = $1 AND ended_on = ''`,
		e.Node.ID, e.On, c.Now())
	return err
}
