package staff

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// switchStaff turns the waiting rows of an import into what is known from a day. Each statement
// works on the whole set, so that the transaction is short whatever the size of the file.
func switchStaff(ctx context.Context, tx *db.Tx, importID, employerID, day string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM employee_before WHERE employer_id = $1`, employerID); err != nil {
		return err
	}
	for _, q := range []string{insertPersons, insertBefore, setHashes, moveEmployments, movePeriods, removeCards, writeCards, insertEmployments} {
		if _, err := tx.Exec(ctx, q, importID); err != nil {
			return err
		}
	}
	for _, q := range []string{closePeriods, openPeriods} {
		if _, err := tx.Exec(ctx, q, importID, day); err != nil {
			return err
		}
	}
	return nil
}

const insertPersons = `
		INSERT INTO person (id, identity_hash, made_at, made_by)
		SELECT r.person_id, NULLIF(r.identity_hash, ''), i.made_at, i.id
		FROM staff_import_row r
		JOIN staff_import i ON i.id = r.import_id
		WHERE r.import_id = $1 AND r.makes_person
		ORDER BY r.row_number`

// insertBefore keeps what the import is about to change; whom it makes has no before.
const insertBefore = `
		INSERT INTO employee_before (import_id, employer_id, person_id, existed, set_hash, identity_hash,
		                             first_name, last_name, sort_name, email, mobile, protected, contact_code)
		SELECT i.id, i.employer_id, r.person_id, e.person_id IS NOT NULL, r.sets_hash, p.identity_hash,
		       COALESCE(e.first_name, ''), COALESCE(e.last_name, ''), COALESCE(e.sort_name, ''), COALESCE(e.email, ''),
		       COALESCE(e.mobile, ''), COALESCE(e.protected, FALSE), COALESCE(e.contact_code, '')
		FROM staff_import_row r
		JOIN staff_import i ON i.id = r.import_id
		JOIN person p ON p.id = r.person_id
		LEFT JOIN employee e ON e.employer_id = i.employer_id AND e.person_id = r.person_id
		WHERE r.import_id = $1 AND NOT r.makes_person AND (r.card <> '' OR r.sets_hash)`

const setHashes = `
		UPDATE person
		SET identity_hash = r.identity_hash
		FROM staff_import_row r
		WHERE r.import_id = $1 AND r.sets_hash AND person.id = r.person_id`

const moveEmployments = `
		UPDATE employment
		SET person_id = r.person_id
		FROM staff_import_row r
		WHERE r.import_id = $1 AND r.from_person <> '' AND employment.id = r.employment_id`

const movePeriods = `
		UPDATE employment_period
		SET person_id = r.person_id
		FROM staff_import_row r
		WHERE r.import_id = $1 AND r.from_person <> '' AND employment_period.employment_id = r.employment_id`

const removeCards = `
		DELETE FROM employee
		WHERE employer_id = (SELECT i.employer_id FROM staff_import i WHERE i.id = $1)
		      AND person_id IN (SELECT r.person_id FROM staff_import_row r WHERE r.import_id = $1 AND r.card = 'remove')`

// writeCards leaves protection as it is: files do not tell of it (rule 7).
const writeCards = `
		INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code)
		SELECT i.employer_id, r.person_id, r.first_name, r.last_name, r.sort_name, r.email, r.mobile, FALSE, ''
		FROM staff_import_row r
		JOIN staff_import i ON i.id = r.import_id
		WHERE r.import_id = $1 AND r.card = 'write'
		ON CONFLICT (employer_id, person_id) DO UPDATE
		SET first_name = excluded.first_name, last_name = excluded.last_name, sort_name = excluded.sort_name,
		    email = excluded.email, mobile = excluded.mobile`

const insertEmployments = `
		INSERT INTO employment (id, employer_id, match_key, number, person_id, made_by)
		SELECT r.employment_id, i.employer_id, r.match_key, r.number, r.person_id, i.id
		FROM staff_import_row r
		JOIN staff_import i ON i.id = r.import_id
		WHERE r.import_id = $1 AND r.makes_job
		ORDER BY r.row_number`

const closePeriods = `
		UPDATE employment_period
		SET valid_until = $2, closed_by = $1
		WHERE id IN (SELECT r.closes FROM staff_import_row r WHERE r.import_id = $1 AND r.closes <> '')`

const openPeriods = `
		INSERT INTO employment_period (id, employment_id, employer_id, person_id, unit_id, team_id, title, aid, occupation, area, form, extent,
		                               start_date, end_date, dormant, manager, row_hash, valid_from, valid_until, opened_by, closed_by)
		SELECT r.opens, r.employment_id, i.employer_id, r.person_id, r.unit_id, r.team_id, r.title, r.aid, r.occupation, r.area, r.form, r.extent,
		       r.start_date, r.end_date, r.dormant, r.manager, r.row_hash, $2, '9999-12-31', i.id, ''
		FROM staff_import_row r
		JOIN staff_import i ON i.id = r.import_id
		WHERE r.import_id = $1 AND r.opens <> ''
		ORDER BY r.row_number`
