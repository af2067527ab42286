package db

import (
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"

	"yrkesresan/internal/platform/fault"
)

// What a statement can fail of that a caller may expect.
var (
	ErrMissing = fault.New(fault.Missing, "row.missing")
	ErrTaken   = fault.New(fault.Conflict, "row.taken")
	ErrBusy    = fault.New(fault.Busy, "database.busy")
)

// translate is the only place that knows either driver's error codes.
func translate(err error) error {
	var pe *pgconn.PgError
	var se *sqlite.Error
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return ErrMissing
	case errors.As(err, &pe):
		switch pe.Code {
		case "23505":
			return because(ErrTaken, err)
		case "40001", "40P01", "55P03", "53300", "57P01":
			return because(ErrBusy, err)
		}
	case errors.As(err, &se):
		switch se.Code() {
		case 2067, 1555: // unique index, primary key
			return because(ErrTaken, err)
		case 5, 261, 517: // busy, busy recovery, busy snapshot
			return because(ErrBusy, err)
		}
	}
	return err
}

func because(f *fault.Fault, err error) error {
	return &fault.Fault{Kind: f.Kind, Key: f.Key, Cause: err}
}
