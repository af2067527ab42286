package certification

import (
	"context"
	"time"

	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Forget removes what was said of a person's tasks at an employer; with last of all of them, and who the person was in
// what concerns units. How units stand is computed again without the person: what the rule has done with a unit where the
// person has been is noted first, so that it stays.
func (c *Certifications) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	if err := c.pin(ctx, tx, personID); err != nil {
		return nil, err
	}
	if err := gone.Destroy(ctx, tx, `DELETE FROM unit_task WHERE person_id = $1 AND (employer_id = $2 OR $3)`, personID, employerID, last); err != nil {
		return nil, err
	}
	if !last {
		return gone, nil
	}
	for _, q := range []string{
		`UPDATE scheme SET made_by = $2 WHERE made_by = $1`,
		`UPDATE scheme SET ended_by = $2 WHERE ended_by = $1`,
		`UPDATE scheme_version SET made_by = $2 WHERE made_by = $1`,
		`UPDATE unit_programme SET made_by = $2 WHERE made_by = $1`,
		`UPDATE unit_event SET by_id = $2 WHERE by_id = $1`,
		`UPDATE unit_task SET by_id = $2 WHERE by_id = $1`,
		`UPDATE unit_task SET ended_by = $2 WHERE ended_by = $1`,
	} {
		if _, err := tx.Exec(ctx, q, personID, may.Erased); err != nil {
			return nil, err
		}
	}
	_, err := tx.Exec(ctx, `UPDATE unit_programme SET leader_id = '', revision = revision + 1 WHERE leader_id = $1`, personID)
	return gone, err
}

// pin notes what the rule has done with the units where a person has been, and marks them.
func (c *Certifications) pin(ctx context.Context, tx *db.Tx, personID string) error {
	units, err := c.Staff.UnitsFrom(ctx, tx, personID, "")
	if err != nil {
		return err
	}
	for len(units) > 0 {
		some := units[:min(atOnce, len(units))]
		units = units[len(some):]
		programmes, err := programmesOf(ctx, tx, some)
		if err != nil {
			return err
		}
		inputs, err := c.inputs(ctx, tx, programmes)
		if err != nil {
			return err
		}
		for _, p := range programmes {
			if err := c.pinOne(ctx, tx, p, inputs[p.ID]); err != nil {
				return err
			}
		}
		if err := c.mark(ctx, tx, some...); err != nil {
			return err
		}
	}
	return nil
}

// pinOne notes whenever the rule certified a unit, let it lapse or restored it, in each round: until today it goes by that.
func (c *Certifications) pinOne(ctx context.Context, tx *db.Tx, p Programme, in rule.Input) error {
	today := c.Today()
	if err := c.noteItself(ctx, tx, p.ID, rule.At(in, today).Itself); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE unit_programme SET noted_before = $2 WHERE id = $1`, p.ID, today)
	return err
}

// noteItself notes what the rule did. One comes after the other also within a day, and all before what is noted then.
func (c *Certifications) noteItself(ctx context.Context, tx *db.Tx, programmeID string, all []rule.Event) error {
	for i, e := range all {
		at := c.Now().Add(time.Duration(i-len(all)) * time.Millisecond)
		if err := insertEvent(ctx, tx, Event{ID: c.NewID(), ProgrammeID: programmeID, Kind: e.Kind, Day: e.Day, ByRule: true, At: at, Cause: e.Cause}); err != nil {
			return err
		}
	}
	return nil
}

// Copy gives out what was said of a person's tasks, at an employer or ("") all, and which programmes the person leads.
func (c *Certifications) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	args := []any{personID, employerID}
	return db.ReadSheets(ctx, q,
		db.Statement{Name: "unit_task", Args: args, Text: `
		SELECT s.title AS scheme, t.employer_id AS employer, t.requirement, t.passed, t.comment, t.on_day, t.ended_on, t.ended_why
		FROM unit_task t
		JOIN unit_programme p ON p.id = t.programme_id
		JOIN scheme s ON s.id = p.scheme_id
		WHERE t.person_id = $1 AND $2 IN ('', t.employer_id)
		ORDER BY t.at, t.id`},
		db.Statement{Name: "unit_programme", Args: args, Text: `
		SELECT s.title AS scheme, p.unit_id AS unit, p.employer_id AS employer, p.joined_on
		FROM unit_programme p
		JOIN scheme s ON s.id = p.scheme_id
		WHERE p.leader_id = $1 AND $2 IN ('', p.employer_id)
		ORDER BY p.joined_on, p.id`})
}

// Own is what was said of one's own tasks, the newest first.
func (c *Certifications) Own(ctx context.Context, a may.Actor, personID string) ([]OwnTask, error) {
	if err := may.AskSelf(a, personID); err != nil {
		return nil, err
	}
	all, err := db.All(ctx, c.DB, func(s db.Scanner) (t OwnTask, err error) {
		err = s.Scan(&t.ID, &t.ProgrammeID, &t.PersonID, &t.EmployerID, &t.Requirement, &t.Passed, &t.Comment, &t.Day, &t.ByID, &t.At, &t.EndedOn, &t.EndedWhy, &t.Scheme, &t.schemeID)
		return t, err
	}, `
		SELECT `+taskColumns+`, s.title, s.id
		FROM unit_task t
		JOIN unit_programme p ON p.id = t.programme_id
		JOIN scheme s ON s.id = p.scheme_id
		WHERE t.person_id = $1
		ORDER BY t.at DESC, t.id DESC
		LIMIT 300`,
		personID)
	if err != nil {
		return nil, err
	}
	for i := range all {
		versions, err := versionsOf(ctx, c.DB, []string{all[i].schemeID})
		if err != nil {
			return nil, err
		}
		for _, v := range versions[all[i].schemeID] {
			for _, r := range v.Scheme.Requirements {
				if r.Key == all[i].Requirement {
					all[i].Title = r.Title
				}
			}
		}
	}
	return all, nil
}

// OwnTask is what was said of one's own task.
type OwnTask struct {
	Task
	Scheme   string
	Title    string // what the scheme calls the requirement
	schemeID string
}

// Merged implements org.Follower: a unit that goes on as another takes its programme along, where the other is in none of
// that scheme; else its own ends. Until that day the people of the first unit count, from it those of the other: who comes
// along is not new, who was there before is.
func (c *Certifications) Merged(ctx context.Context, tx *db.Tx, m org.Merged) error {
	if err := c.mark(ctx, tx, m.From.ID, m.Into.ID); err != nil {
		return err
	}
	ending, err := db.All(ctx, tx, db.Text, `
		SELECT p.id
		FROM unit_programme p
		WHERE p.unit_id = $1 AND p.left_on = $3 AND EXISTS (
			SELECT 1
			FROM unit_programme o
			WHERE o.unit_id = $2 AND o.scheme_id = p.scheme_id AND o.left_on = $3)`,
		m.From.ID, m.Into.ID, db.NoEnd)
	if err != nil {
		return err
	}
	for _, id := range ending {
		if err := c.end(ctx, tx, id, m.By); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, `
		INSERT INTO unit_before (programme_id, unit_id, until_day)
		SELECT p.id, p.unit_id, $2
		FROM unit_programme p
		WHERE p.unit_id = $1 AND p.left_on = $3
		ON CONFLICT DO NOTHING`,
		m.From.ID, m.On, db.NoEnd); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE unit_programme SET unit_id = $2 WHERE unit_id = $1 AND left_on = $3`, m.From.ID, m.Into.ID, db.NoEnd)
	if err != nil {
		return err
	}
	return c.mark(ctx, tx, m.From.ID, m.Into.ID)
}

// end ends a programme whose unit is no more.
func (c *Certifications) end(ctx context.Context, tx *db.Tx, programmeID, by string) error {
	if err := insertEvent(ctx, tx, Event{ID: c.NewID(), ProgrammeID: programmeID, Kind: rule.Left, Day: c.Today(), ByID: by, At: c.Now()}); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE unit_programme SET left_on = $2 WHERE id = $1`, programmeID, c.Today())
	return err
}

// Ended implements org.Ender: a unit that ends is in no programme any more.
func (c *Certifications) Ended(ctx context.Context, tx *db.Tx, e org.Ended) error {
	if err := c.mark(ctx, tx, e.Node.ID); err != nil {
		return err
	}
	all, err := db.All(ctx, tx, db.Text, `SELECT id FROM unit_programme WHERE unit_id = $1 AND left_on = $2`, e.Node.ID, db.NoEnd)
	if err != nil {
		return err
	}
	for _, id := range all {
		if err := c.end(ctx, tx, id, e.By); err != nil {
			return err
		}
	}
	return nil
}

// Standing implements org.Follower: nothing here stands in the way when a place ends.
func (c *Certifications) Standing(context.Context, db.Q, string, string) (int64, error) {
	return 0, nil
}
