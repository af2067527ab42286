package record

import (
	"context"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

const factColumns = `id, person_id, kind, course_id, version, title, at, valid_until, hours, source, actor_id, controller_id, revokes, once_key, detail`

func scanFact(s db.Scanner) (f Fact, err error) {
	err = s.Scan(&f.ID, &f.PersonID, &f.Kind, &f.CourseID, &f.Version, &f.Title, &f.At, &f.ValidUntil, &f.Hours, &f.Source, &f.ActorID, &f.ControllerID, &f.Revokes, &f.OnceKey, &f.Detail)
	return f, err
}

func insertFact(ctx context.Context, tx *db.Tx, f Fact) (added bool, err error) {
	n, err := tx.Exec(ctx, `
		INSERT INTO fact (`+factColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
		ON CONFLICT (once_key) DO NOTHING`,
		f.ID, f.PersonID, f.Kind, f.CourseID, f.Version, f.Title, f.At, f.ValidUntil, f.Hours, f.Source, f.ActorID, f.ControllerID, f.Revokes, f.OnceKey, f.Detail)
	return n == 1, err
}

func factByOnceKey(ctx context.Context, q db.Q, key string) (Fact, error) {
	return db.One(ctx, q, scanFact, `
		SELECT `+factColumns+`
		FROM fact
		WHERE once_key = $1`,
		key)
}

func factByID(ctx context.Context, q db.Q, id string) (Fact, error) {
	f, err := db.One(ctx, q, scanFact, `
		SELECT `+factColumns+`
		FROM fact
		WHERE id = $1`,
		id)
	if w := fault.Of(err); w != nil && w.Key == db.ErrMissing.Key {
		return f, ErrNoFact
	}
	return f, err
}

// facts is bounded by the person: a life of learning is some hundred lines.
func (r *Record) facts(ctx context.Context, personID string) ([]Fact, error) {
	return db.All(ctx, r.DB, scanFact, `
		SELECT `+factColumns+`
		FROM fact
		WHERE person_id = $1
		ORDER BY at, id
		LIMIT 5000`,
		personID)
}

func (r *Record) factsFor(ctx context.Context, personID, employerID string) ([]Fact, error) {
	return db.All(ctx, r.DB, scanFact, `
		SELECT `+factColumns+`
		FROM fact f
		WHERE f.person_id = $1 AND (f.controller_id = $2 OR EXISTS (
			SELECT 1
			FROM record_share s
			WHERE s.person_id = $1 AND s.employer_id = $2 AND s.withdrawn_at IS NULL AND s.fact_id IN ('', f.id, f.revokes)))
		ORDER BY f.at, f.id
		LIMIT 5000`,
		personID, employerID)
}

func insertShare(ctx context.Context, tx *db.Tx, s Share) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO record_share (id, person_id, employer_id, fact_id, made_at)
		VALUES ($1, $2, $3, $4, $5)`,
		s.ID, s.PersonID, s.EmployerID, s.FactID, s.MadeAt)
	return err
}

func openShares(ctx context.Context, q db.Q, personID string) ([]Share, error) {
	return db.All(ctx, q, func(r db.Scanner) (s Share, err error) {
		err = r.Scan(&s.ID, &s.PersonID, &s.EmployerID, &s.FactID, &s.MadeAt)
		return s, err
	}, `
		SELECT id, person_id, employer_id, fact_id, made_at
		FROM record_share
		WHERE person_id = $1 AND withdrawn_at IS NULL
		ORDER BY made_at, id
		LIMIT 10000`,
		personID)
}

func endShare(ctx context.Context, tx *db.Tx, id string, at time.Time) error {
	_, err := tx.Exec(ctx, `
		UPDATE record_share
		SET withdrawn_at = $2
		WHERE id = $1`,
		id, at)
	return err
}
