package staff

import (
	"context"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Hold takes the rows of an employer and a person: what changes the staff of the one, or the other,
// waits until tx ends.
func (s *Staff) Hold(ctx context.Context, tx *db.Tx, personID, employerID string) error {
	if _, err := tx.Exec(ctx, `UPDATE node SET id = id WHERE id = $1`, employerID); err != nil {
		return err
	}
	return s.HoldPerson(ctx, tx, personID)
}

// HoldPerson takes a person's row: what else takes it waits until tx ends.
func (s *Staff) HoldPerson(ctx context.Context, tx *db.Tx, personID string) error {
	n, err := tx.Exec(ctx, `UPDATE person SET id = id WHERE id = $1`, personID)
	if err == nil && n == 0 {
		return ErrNoPerson
	}
	return err
}

// Holds tells whether an employer knows a person: a card, or an employment now or before.
func (s *Staff) Holds(ctx context.Context, q db.Q, personID, employerID string) (bool, error) {
	n, err := db.One(ctx, q, db.Number, `
		SELECT (SELECT COUNT(*) FROM employee WHERE person_id = $1 AND employer_id = $2)
		       + (SELECT COUNT(*) FROM employment WHERE person_id = $1 AND employer_id = $2)`,
		personID, employerID)
	return n > 0, err
}

// HeldElsewhere tells whether another employer than this one knows a person.
func (s *Staff) HeldElsewhere(ctx context.Context, tx *db.Tx, personID, employerID string) (bool, error) {
	n, err := db.One(ctx, tx, db.Number, `
		SELECT (SELECT COUNT(*) FROM employee WHERE person_id = $1 AND employer_id <> $2)
		       + (SELECT COUNT(*) FROM employment WHERE person_id = $1 AND employer_id <> $2)`,
		personID, employerID)
	return n > 0, err
}

// Forget removes what an employer knows of a person: card, employments, units served, what waits
// in staff files and what they remember for an undo. A time away says no employer: it goes when no
// other employment overlaps it. With last the person goes too, and what the person made stays
// without saying who. It comes after every other room.
func (s *Staff) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	if err := s.forgetImports(ctx, tx, gone, personID, employerID); err != nil {
		return nil, err
	}
	steps := []string{
		`DELETE FROM leave WHERE person_id = $1 AND NOT EXISTS (
			SELECT 1
			FROM employment_period p
			WHERE p.person_id = $1 AND p.employer_id <> $2 AND p.start_date <= leave.to_date AND (p.end_date = '' OR p.end_date >= leave.from_date))`,
		`DELETE FROM serves WHERE employment_id IN (SELECT k.id FROM employment k WHERE k.person_id = $1 AND k.employer_id = $2)`,
		`DELETE FROM employment_period WHERE person_id = $1 AND employer_id = $2`,
		`DELETE FROM employment WHERE person_id = $1 AND employer_id = $2`,
		`DELETE FROM employee WHERE person_id = $1 AND employer_id = $2`,
	}
	for _, q := range steps {
		if err := gone.Destroy(ctx, tx, q, personID, employerID); err != nil {
			return nil, err
		}
	}
	_, err := tx.Exec(ctx, `UPDATE employment_period SET manager = '' WHERE manager = $1 AND employer_id = $2`, personID, employerID)
	if err != nil || !last {
		return gone, err
	}
	return gone, s.forgetPerson(ctx, tx, gone, personID)
}

func (s *Staff) forgetPerson(ctx context.Context, tx *db.Tx, gone db.Gone, personID string) error {
	for _, q := range []string{
		`UPDATE leave SET made_by = $2 WHERE made_by = $1`,
		`UPDATE staff_import SET made_by = $2 WHERE made_by = $1`,
		`UPDATE person SET made_by = $2 WHERE made_by = $1`,
		`UPDATE employment_period SET manager = '' WHERE manager = $1 AND $2 <> ''`,
	} {
		if _, err := tx.Exec(ctx, q, personID, may.Erased); err != nil {
			return err
		}
	}
	for _, q := range []string{
		`DELETE FROM leave WHERE person_id = $1`,
		`DELETE FROM employee_before WHERE person_id = $1`,
		`DELETE FROM person WHERE id = $1`,
	} {
		if err := gone.Destroy(ctx, tx, q, personID); err != nil {
			return err
		}
	}
	return nil
}

// forgetImports removes a person from an employer's staff files: rows that wait, what an undo would
// bring back, and the ids and values that results name.
func (s *Staff) forgetImports(ctx context.Context, tx *db.Tx, gone db.Gone, personID, employerID string) error {
	known, err := s.valuesOf(ctx, tx, personID, employerID)
	if err != nil {
		return err
	}
	for _, q := range []string{
		`DELETE FROM staff_import_row WHERE (person_id = $1 OR from_person = $1) AND import_id IN (SELECT i.id FROM staff_import i WHERE i.employer_id = $2)`,
		`DELETE FROM employee_before WHERE person_id = $1 AND employer_id = $2`,
	} {
		if err := gone.Destroy(ctx, tx, q, personID, employerID); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, `
		UPDATE staff_import_row
		SET manager = ''
		WHERE manager = $1 AND import_id IN (SELECT i.id FROM staff_import i WHERE i.employer_id = $2)`,
		personID, employerID)
	if err != nil {
		return err
	}
	ids, err := importsNaming(ctx, tx, employerID, append(slices.Clone(known), personID))
	if err != nil {
		return err
	}
	for _, id := range ids {
		l, err := findImport(ctx, tx, id)
		if err != nil {
			return err
		}
		if !l.forget(personID, known) {
			continue
		}
		result, err := importRecord{ImportResult: l.Result, More: l.more}.encode()
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE staff_import SET result = $2 WHERE id = $1`, l.ID, result); err != nil {
			return err
		}
	}
	return nil
}

// importsNaming finds an employer's imports whose result has any of the values in it. A nightly file
// makes some thousand in ten years.
func importsNaming(ctx context.Context, tx *db.Tx, employerID string, values []string) ([]string, error) {
	var out []string
	for _, v := range values {
		ids, err := db.All(ctx, tx, db.Text, `
			SELECT id
			FROM staff_import
			WHERE employer_id = $1 AND result LIKE '%' || $2 || '%'`,
			employerID, v)
		if err != nil {
			return nil, err
		}
		out = append(out, ids...)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// valuesOf is what a note about a row may quote of a person.
func (s *Staff) valuesOf(ctx context.Context, tx *db.Tx, personID, employerID string) ([]string, error) {
	all, err := db.All(ctx, tx, db.Text, `
		SELECT number FROM employment WHERE person_id = $1 AND employer_id = $2
		UNION SELECT first_name FROM employee WHERE person_id = $1 AND employer_id = $2
		UNION SELECT last_name FROM employee WHERE person_id = $1 AND employer_id = $2
		UNION SELECT email FROM employee WHERE person_id = $1 AND employer_id = $2
		UNION SELECT mobile FROM employee WHERE person_id = $1 AND employer_id = $2`,
		personID, employerID)
	return slices.DeleteFunc(all, func(v string) bool { return len(v) < 3 }), err
}

// forget takes a person out of what an import tells; false when it tells nothing of the person.
func (l *ImportLog) forget(personID string, known []string) (changed bool) {
	names := func(n Note) bool {
		for _, v := range n.Args {
			if slices.ContainsFunc(known, func(k string) bool { return strings.Contains(v, k) }) {
				changed = true
				return true
			}
		}
		return false
	}
	l.Result.Errors = slices.DeleteFunc(l.Result.Errors, names)
	l.Result.Warnings = slices.DeleteFunc(l.Result.Warnings, names)
	is := func(id string) bool { changed = changed || id == personID; return id == personID }
	l.more.Managers.Named = slices.DeleteFunc(l.more.Managers.Named, func(m Managing) bool { return is(m.PersonID) })
	l.more.Attached = slices.DeleteFunc(l.more.Attached, func(a attached) bool { return is(a.From) || is(a.To) })
	l.more.Accounts = slices.DeleteFunc(l.more.Accounts, is)
	return changed
}

// AddressesAt gives the addresses and telephone numbers that an employer has of a person.
func (s *Staff) AddressesAt(ctx context.Context, q db.Q, personID, employerID string) ([]string, error) {
	all, err := db.All(ctx, q, db.Text, `
		SELECT email FROM employee WHERE person_id = $1 AND employer_id = $2
		UNION SELECT mobile FROM employee WHERE person_id = $1 AND employer_id = $2`,
		personID, employerID)
	return slices.DeleteFunc(all, func(v string) bool { return v == "" }), err
}

// EachKnown hands over everybody whom an employer has a card of.
func (s *Staff) EachKnown(ctx context.Context, employerID string, use func(personID string) error) error {
	return db.Each(ctx, s.DB, db.Text, use, `
		SELECT person_id
		FROM employee
		WHERE employer_id = $1
		ORDER BY person_id`,
		employerID)
}

// ForgetLeave removes times away that ended before a day, of people whom an employer knows and whom
// no other employer employed then.
func (s *Staff) ForgetLeave(ctx context.Context, employerID, day string, _ time.Time) error {
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		people, err := db.All(ctx, tx, db.Text, `
		DELETE FROM leave
		WHERE to_date < $2 AND person_id IN (SELECT e.person_id FROM employee e WHERE e.employer_id = $1)
		      AND NOT EXISTS (
			SELECT 1
			FROM employment_period p
			WHERE p.person_id = leave.person_id AND p.employer_id <> $1 AND p.start_date <= leave.to_date AND (p.end_date = '' OR p.end_date >= leave.from_date))
		RETURNING person_id`,
			employerID, day)
		if err != nil {
			return err
		}
		slices.Sort(people)
		for _, id := range slices.Compact(people) {
			if err := s.told(ctx, tx, id); err != nil {
				return err
			}
		}
		return nil
	})
}
