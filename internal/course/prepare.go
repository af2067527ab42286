package course

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

// PreparationLeft tells for whoever comes to a course's day how much is left to do before it: preparations that are
// not ticked, lessons that are not read to the end, the test that is not passed. Who is ready, or has completed the
// course and comes again, is not in it; nor is anybody when the course has no days. It is for reminders, and asks for
// no permission.
func (s *Studies) PreparationLeft(ctx context.Context, personIDs []string, courseID string) (left map[string]int, err error) {
	defer fault.Wrap(&err, "preparation left of %s", courseID)
	left = map[string]int{}
	for _, person := range personIDs {
		n, err := s.preparationLeft(ctx, s.DB, person, courseID)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			left[person] = n
		}
	}
	return left, nil
}

func (s *Studies) preparationLeft(ctx context.Context, q db.Q, personID, courseID string) (int, error) {
	study, current, err := latestStudy(ctx, q, personID, courseID)
	if err != nil || study.FinishedAt != nil {
		return 0, err
	}
	p, err := s.progress(ctx, q, study, current)
	if err != nil || p.Course.Kind != WithDays {
		return 0, err
	}
	n := p.TasksLeft()
	for _, l := range p.Course.Lessons {
		if p.SeenIn(l) < len(l.Steps) {
			n++
		}
	}
	if p.Course.Test != nil && !p.passed() {
		n++
	}
	return n, nil
}
