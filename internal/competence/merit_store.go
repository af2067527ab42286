package competence

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"yrkesresan/internal/platform/db"
)

const meritColumns = `m.id, m.person_id, m.controller_id, m.kind, m.ref, m.orientation, m.credits, m.credit_system, m.from_date, m.until_date, m.body,
		m.evidence_hash, m.evidence_name, m.made_by, m.made_at, m.checked_by, m.checked_at, m.ended_by, m.ended_at, m.ended_how, m.ended_why`

func (m *Merit) fields(body *string) []any {
	return []any{&m.ID, &m.PersonID, &m.EmployerID, &m.Kind, &m.Ref, &m.Orientation, &m.Credits, &m.System, &m.From, &m.Until, body,
		&m.hash, &m.FileName, &m.MadeBy, &m.MadeAt, &m.CheckedBy, &m.CheckedAt, &m.EndedBy, &m.EndedAt, &m.EndedHow, &m.EndedWhy}
}

func scanMerit(s db.Scanner) (m Merit, err error) {
	var body string
	if err := s.Scan(m.fields(&body)...); err != nil {
		return m, err
	}
	return m, json.Unmarshal([]byte(body), &m.Details)
}

func insertMerit(ctx context.Context, tx *db.Tx, m Merit) error {
	body, err := json.Marshal(m.Details)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO merit (id, person_id, controller_id, kind, ref, orientation, credits, credit_system, from_date, until_date, body,
		                   evidence_hash, evidence_name, made_by, made_at, checked_by, checked_at, ended_by, ended_why, ended_how)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, '', '', '')`,
		m.ID, m.PersonID, m.EmployerID, string(m.Kind), m.Ref, m.Orientation, m.Credits, m.System, m.From, m.Until, string(body),
		m.hash, m.FileName, m.MadeBy, m.MadeAt, m.CheckedBy, m.CheckedAt)
	return err
}

// meritByID gives a formal merit; a function is somebody else's matter.
func meritByID(ctx context.Context, q db.Q, id string) (Merit, error) {
	m, err := db.One(ctx, q, scanMerit, `
		SELECT `+meritColumns+`
		FROM merit m
		WHERE m.id = $1 AND m.kind <> 'function'`,
		id)
	if errors.Is(err, db.ErrMissing) {
		return m, ErrNoMerit
	}
	return m, err
}

// sameMerit tells whether what a merit says stands already with the same employer.
func sameMerit(ctx context.Context, q db.Q, m Merit) (bool, error) {
	n, err := db.One(ctx, q, db.Number, `
		SELECT COUNT(*)
		FROM merit
		WHERE person_id = $1 AND controller_id = $2 AND kind = $3 AND ref = $4 AND orientation = $5 AND from_date = $6 AND ended_at IS NULL`,
		m.PersonID, m.EmployerID, string(m.Kind), m.Ref, m.Orientation, m.From)
	return n > 0, err
}

// checkMerit checks what waits; false when somebody has decided already.
func checkMerit(ctx context.Context, tx *db.Tx, id, by string, at time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `
		UPDATE merit
		SET checked_by = $2, checked_at = $3
		WHERE id = $1 AND checked_at IS NULL AND ended_at IS NULL`,
		id, by, at)
	return n == 1, err
}

// endMerit ends what stands; false when somebody has ended it already.
func endMerit(ctx context.Context, tx *db.Tx, id string, how Ending, why, by string, at time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `
		UPDATE merit
		SET ended_by = $2, ended_at = $3, ended_how = $4, ended_why = $5
		WHERE id = $1 AND ended_at IS NULL`,
		id, by, at, string(how), why)
	return n == 1, err
}

// meritsOf gives the formal merits of a person that an employer sees, or ("") all; what stands first, then the
// latest first.
func meritsOf(ctx context.Context, q db.Q, personID, employerID string) ([]Merit, error) {
	return db.All(ctx, q, scanMerit, `
		SELECT `+meritColumns+`
		FROM merit m
		WHERE m.person_id = $2 AND m.kind <> 'function' AND ($1 = '' OR m.controller_id = $1 OR `+shared+`)
		ORDER BY CASE WHEN m.ended_at IS NULL THEN 0 ELSE 1 END, m.kind, m.from_date DESC, m.id
		LIMIT 300`,
		employerID, personID)
}
