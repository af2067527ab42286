package course

import (
	"context"
	"time"

	"yrkesresan/internal/platform/db"
)

// Release is a version of a course that those who begin got from a moment on.
type Release struct {
	CourseID string
	Version  int64 // the lowest that counts as it: of a minor version the one that it mends
	At       time.Time
}

// Releases gives which versions of some courses those who began got, in the order in which they became current: neither what
// waits or is tried nor what is taken back changes what was given before. It is for rules, and asks no leave.
func (cs *Courses) Releases(ctx context.Context, q db.Q, ids []string) ([]Release, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return db.All(ctx, q, func(s db.Scanner) (r Release, err error) { err = s.Scan(&r.CourseID, &r.Version, &r.At); return r, err }, `
		SELECT r.course_id, CASE WHEN v.counts_as = 0 THEN v.version ELSE v.counts_as END, r.from_at
		FROM course_current r
		JOIN course_version v ON v.course_id = r.course_id AND v.version = r.version
		WHERE r.course_id IN (`+db.Marks(1, len(ids))+`)
		ORDER BY r.course_id, r.n`,
		db.Args(ids)...)
}

// setCurrent gives a version to those who begin from now on, and appends that it is so. The course's row is held.
func (cs *Courses) setCurrent(ctx context.Context, tx *db.Tx, id string, before, version int64) error {
	if before == version {
		return nil
	}
	if _, err := tx.Exec(ctx, `UPDATE course SET current = $2 WHERE id = $1`, id, version); err != nil {
		return err
	}
	n, err := db.One(ctx, tx, db.Number, `SELECT COALESCE(MAX(n), 0) FROM course_current WHERE course_id = $1`, id)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO course_current (course_id, n, version, from_at)
		VALUES ($1, $2, $3, $4)`,
		id, n+1, version, cs.Now())
	return err
}

// countsAs tells what a new version counts as: a minor one as the current one that it mends, else itself.
func countsAs(ctx context.Context, tx *db.Tx, e edition, update string, before int64) (int64, error) {
	if update != updateMinor || before == 0 {
		return e.version, nil
	}
	return db.One(ctx, tx, db.Number, `
		SELECT CASE WHEN counts_as = 0 THEN version ELSE counts_as END
		FROM course_version
		WHERE course_id = $1 AND version = $2`,
		e.course, before)
}
