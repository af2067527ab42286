package demo

import (
	"context"
	"errors"
	"time"

	"yrkesresan/internal/platform/db"
)

// What setting tells of demo data.
const (
	settingDay   = "demo"       // the day it was made for: days in data/ count from it
	settingMade  = "demo.made"  // the last step that is done; a start after a crash goes on from it
	settingAdded = "demo.added" // the last of the steps that releases after 0.2 have added
	settingMoved = "demo.moved" // how many days the demo's clock is moved, for commands beside the server
)

// claim makes an installation that nobody uses a demo of a day. Whoever is second gets the day of
// the first.
func claim(ctx context.Context, tx *db.Tx, day string) error {
	used, err := db.One(ctx, tx, db.Number, `
		SELECT (SELECT COUNT(*) FROM person) + (SELECT COUNT(*) FROM node WHERE made_by <> 'seed')`)
	if err != nil {
		return err
	}
	if used > 0 {
		return ErrRealData
	}
	return db.SetSetting(ctx, tx, settingDay, day)
}

// join makes two employments one person's. In a real file the identity number tells that; nobody
// here has one.
func join(ctx context.Context, tx *db.Tx, keep, other string) error {
	for _, q := range []string{
		`UPDATE employee SET person_id = $1 WHERE person_id = $2 AND NOT EXISTS (
			SELECT 1
			FROM employee e
			WHERE e.person_id = $1 AND e.employer_id = employee.employer_id)`,
		`UPDATE employment SET person_id = $1 WHERE person_id = $2`,
		`UPDATE employment_period SET person_id = $1 WHERE person_id = $2`,
	} {
		if _, err := tx.Exec(ctx, q, keep, other); err != nil {
			return err
		}
	}
	for _, q := range []string{`DELETE FROM employee WHERE person_id = $1`, `DELETE FROM person WHERE id = $1`} {
		if _, err := tx.Exec(ctx, q, other); err != nil {
			return err
		}
	}
	return nil
}

// protect gives a person a protected identity: no staff file tells it.
func protect(ctx context.Context, q db.Q, personID, code string) error {
	_, err := q.Exec(ctx, `
		UPDATE employee
		SET protected = $2, contact_code = $3
		WHERE person_id = $1`,
		personID, true, code)
	return err
}

// serve notes that an employment serves a unit from a day on (rule 4): no staff file tells it.
func serve(ctx context.Context, q db.Q, id, employmentID, personID, unitID, from string) error {
	_, err := q.Exec(ctx, `
		INSERT INTO serves (id, employment_id, person_id, unit_id, valid_from, valid_until)
		VALUES ($1, $2, $3, $4, $5, $6)`,
		id, employmentID, personID, unitID, from, db.NoEnd)
	return err
}

// appoint makes somebody who works in no municipality: at an RSS or nationally.
func appoint(ctx context.Context, tx *db.Tx, p *person, made time.Time, nodeID, sortName string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO person (id, made_at, made_by)
		VALUES ($1, $2, 'demo')`,
		p.id, made)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code)
		VALUES ($1, $2, $3, $4, $5, '', '', $6, '')`,
		nodeID, p.id, p.Name[0], p.Name[1], sortName, false)
	return err
}

type numbered struct{ number, employment, person string }

// everybody gives who has which employment number at a municipality, ended ones too.
func everybody(ctx context.Context, q db.Q, employerID string) (map[string]numbered, error) {
	all := map[string]numbered{}
	err := db.Each(ctx, q, func(s db.Scanner) (n numbered, err error) {
		err = s.Scan(&n.number, &n.employment, &n.person)
		return n, err
	}, func(n numbered) error { all[n.number] = n; return nil }, `
		SELECT number, id, person_id
		FROM employment
		WHERE employer_id = $1`,
		employerID)
	return all, err
}

// served tells whether an employment serves any unit already.
func served(ctx context.Context, q db.Q, employmentID string) (bool, error) {
	n, err := db.One(ctx, q, db.Number, `SELECT COUNT(*) FROM serves WHERE employment_id = $1`, employmentID)
	return n > 0, err
}

// employedBy gives the demo person of a name who works at a node that is no municipality.
func employedBy(ctx context.Context, q db.Q, nodeID string, name [2]string) (string, error) {
	id, err := db.One(ctx, q, db.Text, `
		SELECT person_id
		FROM employee
		WHERE employer_id = $1 AND first_name = $2 AND last_name = $3
		ORDER BY person_id
		LIMIT 1`,
		nodeID, name[0], name[1])
	if errors.Is(err, db.ErrMissing) {
		return "", nil
	}
	return id, err
}

// longestGone gives the first, by employment number, of those who work for nobody any more.
func longestGone(ctx context.Context, q db.Q, employerID, on string) (string, error) {
	id, err := db.One(ctx, q, db.Text, `
		SELECT k.person_id
		FROM employment k
		WHERE k.employer_id = $1 AND NOT EXISTS (
			SELECT 1
			FROM employment_period p
			WHERE p.person_id = k.person_id AND p.valid_until > $2)
		ORDER BY k.number
		LIMIT 1`,
		employerID, on)
	if errors.Is(err, db.ErrMissing) {
		return "", nil
	}
	return id, err
}

// leftThen lets somebody have come two years before a day and left on it.
func leftThen(ctx context.Context, tx *db.Tx, personID string, left time.Time) error {
	came := left.AddDate(-2, 0, 0)
	_, err := tx.Exec(ctx, `UPDATE person SET made_at = $2 WHERE id = $1`, personID, came)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		UPDATE employment_period
		SET start_date = $2, valid_from = $2, end_date = $3, valid_until = $3
		WHERE person_id = $1`,
		personID, came.Format(time.DateOnly), left.Format(time.DateOnly))
	return err
}
