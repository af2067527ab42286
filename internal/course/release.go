package course

import (
	"context"
	"time"

	"yrkesresan/internal/platform/db"
)

// Release is a version of a course that is or has been the one that those who begin get.
type Release struct {
	CourseID string
	Version  int64
	At       time.Time // when it came in
}

// Releases gives the versions of some courses through the current one, not those that wait or are withdrawn. It is for
// rules, and asks no leave.
func (cs *Courses) Releases(ctx context.Context, q db.Q, ids []string) ([]Release, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return db.All(ctx, q, func(s db.Scanner) (r Release, err error) { err = s.Scan(&r.CourseID, &r.Version, &r.At); return r, err }, `
		SELECT v.course_id, v.version, v.made_at
		FROM course c
		JOIN course_version v ON v.course_id = c.id AND v.version <= c.current AND v.withdrawn_on = ''
		WHERE c.id IN (`+db.Marks(1, len(ids))+`)
		ORDER BY v.course_id, v.version`,
		db.Args(ids)...)
}
