package course

import (
	"context"
	"slices"

	"yrkesresan/internal/platform/db"
)

// PreparedAmong tells how many preparations a course asks for before its day, and how many each of some people has
// ticked in the study under way, else in the latest one. It is for counts: it asks for no permission.
func (s *Studies) PreparedAmong(ctx context.Context, courseID string, personIDs []string) (asked int, done map[string]int, err error) {
	current, err := s.Courses.Current(ctx, courseID)
	if err != nil {
		return 0, nil, err
	}
	c, err := s.Courses.edition(ctx, edition{courseID, current})
	if err != nil {
		return 0, nil, err
	}
	done = map[string]int{}
	type row struct {
		person string
		ticked int
	}
	for some := range slices.Chunk(personIDs, 500) {
		args := []any{courseID}
		for _, id := range some {
			args = append(args, id)
		}
		// The study under way comes last, after the ended ones in their order: the last row of a person holds.
		if err := db.Each(ctx, s.DB, func(r db.Scanner) (v row, err error) { err = r.Scan(&v.person, &v.ticked); return v, err }, func(v row) error {
			done[v.person] = v.ticked
			return nil
		}, `
			SELECT s.person_id, COUNT(t.task)
			FROM study s
			LEFT JOIN study_task t ON t.study_id = s.id
			WHERE s.course_id = $1 AND s.person_id IN (`+db.Marks(2, len(some))+`)
			GROUP BY s.person_id, s.id, s.finished_at, s.begun_at
			ORDER BY CASE WHEN s.finished_at IS NULL THEN 1 ELSE 0 END, s.begun_at`,
			args...); err != nil {
			return 0, nil, err
		}
	}
	return len(c.Preparation), done, nil
}
