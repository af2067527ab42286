package competence

import (
	"context"
	"errors"
	"time"

	"yrkesresan/internal/competence/programme"
	"yrkesresan/internal/platform/db"
)

const validationColumns = `v.id, v.person_id, v.controller_id, v.programme, v.orientation, v.provider, v.started_on, v.state, v.result, v.closed_on, v.merit_id,
		v.made_by, v.made_at, v.closed_by`

func scanValidation(s db.Scanner) (v Validation, err error) {
	err = s.Scan(&v.ID, &v.PersonID, &v.EmployerID, &v.Programme, &v.Orientation, &v.Provider, &v.StartedOn, &v.State, &v.Result, &v.ClosedOn, &v.MeritID,
		&v.MadeBy, &v.MadeAt, &v.ClosedBy)
	return v, err
}

func insertValidation(ctx context.Context, tx *db.Tx, v Validation, parts []programme.Part) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO validation (id, person_id, controller_id, programme, orientation, provider, started_on, state, result, closed_on, merit_id, made_by, made_at, closed_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', '', '', '', $8, $9, '')`,
		v.ID, v.PersonID, v.EmployerID, v.Programme, v.Orientation, v.Provider, v.StartedOn, v.MadeBy, v.MadeAt)
	for i, p := range parts {
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO validation_part (validation_id, part, name, position)
			VALUES ($1, $2, $3, $4)`,
			v.ID, p.ID, p.Name, i)
	}
	return err
}

func insertMark(ctx context.Context, tx *db.Tx, id, validationID string, m Mark, by string, at time.Time) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO validation_mark (id, validation_id, part, state, on_day, note, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		id, validationID, m.Part, string(m.State), m.On, m.Note, by, at)
	return err
}

func closeValidation(ctx context.Context, tx *db.Tx, id string, how CaseState, on, result, meritID, by string) error {
	_, err := tx.Exec(ctx, `
		UPDATE validation
		SET state = $2, closed_on = $3, result = $4, merit_id = $5, closed_by = $6
		WHERE id = $1`,
		id, string(how), on, result, meritID, by)
	return err
}

func validationByID(ctx context.Context, q db.Q, id string) (Validation, error) {
	v, err := db.One(ctx, q, scanValidation, `
		SELECT `+validationColumns+`
		FROM validation v
		WHERE v.id = $1`,
		id)
	if errors.Is(err, db.ErrMissing) {
		return v, ErrNoValidation
	}
	if err != nil {
		return v, err
	}
	v.Parts, err = partsOf(ctx, q, id)
	return v, err
}

// partsOf gives the parts of a validation in the programme's order, each as it was marked last.
func partsOf(ctx context.Context, q db.Q, id string) ([]ValidationPart, error) {
	return db.All(ctx, q, func(s db.Scanner) (p ValidationPart, err error) {
		err = s.Scan(&p.ID, &p.Name, &p.State, &p.On, &p.Note)
		return p, err
	}, `
		SELECT p.part, p.name, COALESCE(m.state, 'waiting'), COALESCE(m.on_day, ''), COALESCE(m.note, '')
		FROM validation_part p
		LEFT JOIN validation_mark m ON m.validation_id = p.validation_id AND m.part = p.part AND NOT EXISTS (
			SELECT 1
			FROM validation_mark n
			WHERE n.validation_id = m.validation_id AND n.part = m.part AND n.id > m.id)
		WHERE p.validation_id = $1
		ORDER BY p.position`,
		id)
}

func validationsOf(ctx context.Context, q db.Q, personID, employerID string) ([]Validation, error) {
	list, err := db.All(ctx, q, scanValidation, `
		SELECT `+validationColumns+`
		FROM validation v
		WHERE v.person_id = $1 AND $2 IN ('', v.controller_id)
		ORDER BY v.started_on DESC, v.id DESC
		LIMIT 50`,
		personID, employerID)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].Parts, err = partsOf(ctx, q, list[i].ID); err != nil {
			return nil, err
		}
	}
	return list, nil
}
