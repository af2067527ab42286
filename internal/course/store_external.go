package course

import (
	"context"
	"errors"
	"slices"
	"time"

	"yrkesresan/internal/platform/db"
)

const reportColumns = `id, person_id, course_id, version, done_on, blob, file_name, made_at, decided_at, decided_by, decision, reason`

func scanReport(s db.Scanner) (r Report, err error) {
	err = s.Scan(&r.ID, &r.PersonID, &r.CourseID, &r.Version, &r.DoneOn, &r.blob, &r.FileName, &r.MadeAt, &r.DecidedAt, &r.DecidedBy, &r.Decision, &r.Reason)
	return r, err
}

// insertReport adds a report; db.ErrTaken when the same day is reported and not declined.
func insertReport(ctx context.Context, tx *db.Tx, r Report) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO external_report (`+reportColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		r.ID, r.PersonID, r.CourseID, r.Version, r.DoneOn, r.blob, r.FileName, r.MadeAt, r.DecidedAt, r.DecidedBy, string(r.Decision), r.Reason)
	return err
}

func reportByID(ctx context.Context, q db.Q, id string) (Report, error) {
	r, err := db.One(ctx, q, scanReport, `
		SELECT `+reportColumns+`
		FROM external_report
		WHERE id = $1`,
		id)
	if errors.Is(err, db.ErrMissing) {
		return r, ErrNoReport
	}
	return r, err
}

func reportsOf(ctx context.Context, q db.Q, personID, courseID string) ([]Report, error) {
	return db.All(ctx, q, scanReport, `
		SELECT `+reportColumns+`
		FROM external_report
		WHERE person_id = $1 AND course_id = $2
		ORDER BY made_at DESC
		LIMIT 100`,
		personID, courseID)
}

// waitingReports asks for some hundred persons at a time.
func waitingReports(ctx context.Context, q db.Q, personIDs []string) (map[string][]Report, error) {
	out := map[string][]Report{}
	for some := range slices.Chunk(personIDs, 200) {
		err := db.Each(ctx, q, scanReport, func(r Report) error {
			out[r.PersonID] = append(out[r.PersonID], r)
			return nil
		}, `
		SELECT `+reportColumns+`
		FROM external_report
		WHERE person_id IN (`+db.Marks(1, len(some))+`) AND decision = ''
		ORDER BY made_at`,
			db.Args(some)...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// decideReport decides a report that waits; false when somebody else has.
func decideReport(ctx context.Context, tx *db.Tx, id string, d Decision, reason, by string, at time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `
		UPDATE external_report
		SET decision = $2, reason = $3, decided_by = $4, decided_at = $5
		WHERE id = $1 AND decision = ''`,
		id, string(d), reason, by, at)
	return n == 1, err
}
