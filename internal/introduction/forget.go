package introduction

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Forget removes a person's introductions at an employer, with what others confirmed and noted of them, and where the
// person guided, signed or supervised there; with last all of it, and who the person was in what concerns others.
func (in *Introductions) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	const mine = `(SELECT id FROM introduction WHERE person_id = $1 AND (employer_id = $2 OR $3))`
	const mineToo = `(SELECT id FROM introduction_meeting WHERE introduction_id IN ` + mine + `)`
	for _, q := range []string{
		`DELETE FROM introduction_note WHERE meeting_id IN ` + mineToo,
		`DELETE FROM introduction_meeting WHERE introduction_id IN ` + mine,
		`DELETE FROM introduction_guide WHERE introduction_id IN ` + mine,
		`DELETE FROM introduction_ask WHERE introduction_id IN ` + mine,
		`DELETE FROM introduction_tick WHERE introduction_id IN ` + mine,
		`DELETE FROM introduction WHERE person_id = $1 AND (employer_id = $2 OR $3)`,
		`DELETE FROM introduction_guide WHERE person_id = $1 AND (employer_id = $2 OR $3)`,
		`DELETE FROM introduction_ask WHERE person_id = $1 AND ($3 OR introduction_id IN (SELECT id FROM introduction WHERE employer_id = $2))`,
		`DELETE FROM introduction_note WHERE by_id = $1 AND ($3 OR meeting_id IN (
			SELECT m.id FROM introduction_meeting m JOIN introduction i ON i.id = m.introduction_id WHERE i.employer_id = $2))`,
		`DELETE FROM supervision_person WHERE supervision_id IN (SELECT id FROM supervision WHERE by_id = $1 AND (employer_id = $2 OR $3))`,
		`DELETE FROM supervision WHERE by_id = $1 AND (employer_id = $2 OR $3)`,
		`DELETE FROM supervision_person WHERE person_id = $1 AND (employer_id = $2 OR $3)`,
	} {
		if err := gone.Destroy(ctx, tx, q, personID, employerID, last); err != nil {
			return nil, err
		}
	}
	if !last {
		return gone, nil
	}
	for _, q := range []string{
		`UPDATE introduction_template SET made_by = $2 WHERE made_by = $1`,
		`UPDATE introduction_version SET made_by = $2 WHERE made_by = $1`,
		`UPDATE introduction_use SET made_by = $2 WHERE made_by = $1`,
		`UPDATE workplace_item SET made_by = $2 WHERE made_by = $1`,
		`UPDATE workplace_item SET changed_by = $2 WHERE changed_by = $1`,
		`UPDATE introduction SET made_by = $2 WHERE made_by = $1`,
		`UPDATE introduction SET changed_by = $2 WHERE changed_by = $1`,
		`UPDATE introduction_tick SET by_id = $2 WHERE by_id = $1`,
		`UPDATE introduction_guide SET made_by = $2 WHERE made_by = $1`,
		`UPDATE introduction_meeting SET made_by = $2 WHERE made_by = $1`,
		`UPDATE introduction_meeting SET changed_by = $2 WHERE changed_by = $1`,
	} {
		if _, err := tx.Exec(ctx, q, personID, may.Erased); err != nil {
			return nil, err
		}
	}
	return gone, nil
}

// Copy gives out a person's introductions, what the person guides, notes and signs, and supervision, at an employer or
// ("") all.
func (in *Introductions) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	args := []any{personID, employerID}
	return db.ReadSheets(ctx, q,
		db.Statement{Name: "introduction", Args: args, Text: `
		SELECT i.employer_id AS employer, i.unit_id AS unit, i.template_id AS checklist, i.version, i.why, i.start_day, i.state, i.paused_on, i.paused_days, i.done_on, i.ended_on, i.end_reason
		FROM introduction i
		WHERE i.person_id = $1 AND $2 IN ('', i.employer_id)
		ORDER BY i.start_day, i.id`},
		db.Statement{Name: "introduction_tick", Args: args, Text: `
		SELECT t.item_id AS item, t.how, t.on_day
		FROM introduction_tick t
		JOIN introduction i ON i.id = t.introduction_id
		WHERE i.person_id = $1 AND $2 IN ('', i.employer_id)
		ORDER BY t.at, t.item_id`},
		db.Statement{Name: "introduction_meeting", Args: args, Text: `
		SELECT m.on_day, m.state, m.item_id AS session
		FROM introduction_meeting m
		JOIN introduction i ON i.id = m.introduction_id
		WHERE i.person_id = $1 AND $2 IN ('', i.employer_id)
		ORDER BY m.on_day, m.id`},
		db.Statement{Name: "introduction_note", Args: args, Text: `
		SELECT m.on_day AS meeting, CASE WHEN n.by_id = $1 THEN 'own' ELSE 'other' END AS who, n.body, n.at
		FROM introduction_note n
		JOIN introduction_meeting m ON m.id = n.meeting_id
		JOIN introduction i ON i.id = m.introduction_id
		WHERE (i.person_id = $1 OR n.by_id = $1) AND $2 = ''
		ORDER BY n.at, n.id`},
		db.Statement{Name: "introduction_guide", Args: args, Text: `
		SELECT g.part, g.from_day, g.until_day
		FROM introduction_guide g
		WHERE g.person_id = $1 AND $2 IN ('', g.employer_id)
		ORDER BY g.from_day, g.id`},
		db.Statement{Name: "introduction_ask", Args: args, Text: `
		SELECT k.item_id AS item, k.made_at
		FROM introduction_ask k
		JOIN introduction i ON i.id = k.introduction_id
		WHERE k.person_id = $1 AND $2 IN ('', i.employer_id)
		ORDER BY k.made_at, k.item_id`},
		db.Statement{Name: "supervision", Args: args, Text: `
		SELECT s.unit_id AS unit, s.on_day, s.minutes, s.topic
		FROM supervision s
		WHERE s.by_id = $1 AND $2 IN ('', s.employer_id)
		ORDER BY s.on_day, s.id`},
		db.Statement{Name: "supervision_person", Args: args, Text: `
		SELECT s.unit_id AS unit, s.on_day, s.minutes, s.topic, p.denied
		FROM supervision_person p
		JOIN supervision s ON s.id = p.supervision_id
		WHERE p.person_id = $1 AND $2 IN ('', p.employer_id)
		ORDER BY s.on_day, s.id`})
}

// Merged implements org.Follower: what stands on a place that goes on as another stands on the other. Of somebody with
// an introduction under way at both, the one that the other place has goes on.
func (in *Introductions) Merged(ctx context.Context, tx *db.Tx, m org.Merged) error {
	for _, q := range []string{
		`UPDATE introduction SET state = 'ended', ended_on = $3, end_reason = '' WHERE unit_id = $1 AND state IN ('active', 'paused') AND EXISTS (
			SELECT 1 FROM introduction o WHERE o.person_id = introduction.person_id AND o.unit_id = $2 AND o.state IN ('active', 'paused'))`,
	} {
		if _, err := tx.Exec(ctx, q, m.From.ID, m.Into.ID, in.Today()); err != nil {
			return err
		}
	}
	for _, q := range []string{
		`UPDATE introduction SET unit_id = $2 WHERE unit_id = $1`,
		`UPDATE supervision SET unit_id = $2 WHERE unit_id = $1`,
		`UPDATE workplace_item SET node_id = $2, position = position + 1000 WHERE node_id = $1`,
		`UPDATE introduction_use SET node_id = $2 WHERE node_id = $1 AND NOT EXISTS (
			SELECT 1 FROM introduction_use o WHERE o.node_id = $2 AND o.template_id = introduction_use.template_id)`,
	} {
		if _, err := tx.Exec(ctx, q, m.From.ID, m.Into.ID); err != nil {
			return err
		}
	}
	return nil
}

// Standing implements org.Follower: introductions that are under way follow the work that their people have, and what
// a place has added ends with it; nothing stands in the way.
func (in *Introductions) Standing(context.Context, db.Q, string, string) (int64, error) {
	return 0, nil
}
