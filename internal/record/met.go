package record

import (
	"context"
	"slices"
	"time"

	"yrkesresan/internal/platform/db"
)

// Met tells when some people last were at, completed or were credited some courses, by person and course; what has been
// taken back does not count. It is for rules that sum up: it asks no leave.
func (r *Record) Met(ctx context.Context, personIDs, courseIDs []string) (map[string]map[string]time.Time, error) {
	type met struct {
		person, course string
		at             time.Time
	}
	out := map[string]map[string]time.Time{}
	if len(courseIDs) == 0 {
		return out, nil
	}
	for some := range slices.Chunk(personIDs, 400) {
		err := db.Each(ctx, r.DB, func(s db.Scanner) (m met, err error) { err = s.Scan(&m.person, &m.course, &m.at); return m, err }, func(m met) error {
			if out[m.person] == nil {
				out[m.person] = map[string]time.Time{}
			}
			if m.at.After(out[m.person][m.course]) {
				out[m.person][m.course] = m.at
			}
			return nil
		}, `
			SELECT f.person_id, f.course_id, f.at
			FROM fact f
			WHERE f.person_id IN (`+db.Marks(1, len(some))+`) AND f.course_id IN (`+db.Marks(len(some)+1, len(courseIDs))+`) AND f.kind IN ('attended', 'completed', 'credited')
			  AND NOT EXISTS (
				SELECT 1
				FROM fact b
				WHERE b.person_id = f.person_id AND b.revokes = f.id)`,
			append(db.Args(some), db.Args(courseIDs)...)...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
