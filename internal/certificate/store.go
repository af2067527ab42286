package certificate

import (
	"context"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

// row is a certificate as it is kept: all else follows from the facts.
type row struct {
	code, factID, personID string
	showName               bool
	issuedAt               time.Time
}

const selectRow = `
		SELECT code, fact_id, person_id, show_name, issued_at
		FROM certificate`

func scanRow(s db.Scanner) (r row, err error) {
	err = s.Scan(&r.code, &r.factID, &r.personID, &r.showName, &r.issuedAt)
	return r, err
}

// insertCertificate adds nothing when the fact has a certificate, or the code is taken.
func insertCertificate(ctx context.Context, tx *db.Tx, r row) (added bool, err error) {
	n, err := tx.Exec(ctx, `
		INSERT INTO certificate (code, fact_id, person_id, show_name, issued_at)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT DO NOTHING`,
		r.code, r.factID, r.personID, r.showName, r.issuedAt)
	return n == 1, err
}

func hasCertificate(ctx context.Context, tx *db.Tx, factID string) (bool, error) {
	n, err := db.One(ctx, tx, db.Number, `
		SELECT COUNT(*)
		FROM certificate
		WHERE fact_id = $1`,
		factID)
	return n > 0, err
}

func rowByCode(ctx context.Context, q db.Q, code string) (row, error) {
	r, err := db.One(ctx, q, scanRow, selectRow+`
		WHERE code = $1`,
		code)
	return r, missing(err)
}

func rowOfFact(ctx context.Context, q db.Q, factID string) (row, error) {
	r, err := db.One(ctx, q, scanRow, selectRow+`
		WHERE fact_id = $1`,
		factID)
	return r, missing(err)
}

// rowsOf is bounded by the person.
func rowsOf(ctx context.Context, q db.Q, personID string) ([]row, error) {
	return db.All(ctx, q, scanRow, selectRow+`
		WHERE person_id = $1
		ORDER BY issued_at DESC, code
		LIMIT 5000`,
		personID)
}

func setShowName(ctx context.Context, q db.Q, code string, show bool) error {
	_, err := q.Exec(ctx, `
		UPDATE certificate
		SET show_name = $2
		WHERE code = $1`,
		code, show)
	return err
}

func missing(err error) error {
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return ErrNoCertificate
	}
	return err
}
