package course

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

// Own gives the actor's own progress in a course: the study under way, else the latest one that
// ended.
func (s *Studies) Own(ctx context.Context, a may.Actor, courseID string) (_ *Progress, err error) {
	defer fault.Wrap(&err, "progress in %s", courseID)
	if err := may.AskSelf(a, a.PersonID); err != nil {
		return nil, err
	}
	study, current, err := latestStudy(ctx, s.DB, a.PersonID, courseID)
	if err == nil && (study.ID == "" || study.FinishedAt != nil) {
		current, err = s.versionFor(ctx, a.PersonID, courseID)
	}
	if err != nil {
		return nil, err
	}
	return s.progress(ctx, s.DB, study, current)
}

// OwnLessons is Own without the tries at the test, for the pages of lessons.
func (s *Studies) OwnLessons(ctx context.Context, a may.Actor, courseID string) (_ *Progress, err error) {
	defer fault.Wrap(&err, "lessons of %s", courseID)
	if err := may.AskSelf(a, a.PersonID); err != nil {
		return nil, err
	}
	study, current, err := latestStudy(ctx, s.DB, a.PersonID, courseID)
	if err == nil && (study.ID == "" || study.FinishedAt != nil) {
		current, err = s.versionFor(ctx, a.PersonID, courseID)
	}
	if err != nil {
		return nil, err
	}
	return s.lessons(ctx, s.DB, study, current)
}

// progress reads all that belongs to a study.
func (s *Studies) progress(ctx context.Context, q db.Q, study Study, current int64) (*Progress, error) {
	p, err := s.lessons(ctx, q, study, current)
	if err != nil {
		return p, err
	}
	if p.Course.Kind == WithDays {
		facts, err := record.About(ctx, q, study.PersonID, study.CourseID)
		if err != nil {
			return p, err
		}
		p.Days = daysOf(p.Course, facts, study.ID)
	}
	if !p.Begun() || p.Course.Test == nil {
		return p, nil
	}
	p.Tries, err = triesOf(ctx, q, study.ID)
	return p, err
}

// lessons reads what a learner has done in the lessons of a study.
func (s *Studies) lessons(ctx context.Context, q db.Q, study Study, current int64) (*Progress, error) {
	p := &Progress{Study: study, Current: current}
	if !p.Begun() {
		study.Version = current
	}
	var err error
	if p.Course, err = s.Courses.editionIn(ctx, q, edition{study.CourseID, study.Version}); err != nil || !p.Begun() {
		return p, err
	}
	return p, readMarks(ctx, q, p)
}

// Begin begins a course, at once and without anybody's approval (R063). A course under way goes
// on; one that has ended begins anew, on the current version and with its own date (R064).
func (s *Studies) Begin(ctx context.Context, a may.Actor, courseID string) (_ Study, err error) {
	defer fault.Wrap(&err, "begin %s", courseID)
	if err := may.AskSelf(a, a.PersonID); err != nil {
		return Study{}, err
	}
	current, err := s.versionFor(ctx, a.PersonID, courseID)
	if err != nil {
		return Study{}, err
	}
	c, err := s.Courses.Version(ctx, courseID, current)
	if err != nil {
		return Study{}, err
	}
	if c.Kind == External {
		return Study{}, ErrExternal
	}
	first := firstSpot(c)
	var study Study
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		now := s.Now()
		begun := Study{ID: s.NewID(), PersonID: a.PersonID, CourseID: courseID, Version: current, BegunAt: now, ChangedAt: now, Lesson: first.Lesson, Step: first.Step}
		if err := insertStudy(ctx, tx, begun); err != nil {
			return err
		}
		if study, err = holdStudy(ctx, tx, a.PersonID, courseID); err != nil || s.Begun == nil {
			return err
		}
		return s.Begun(ctx, tx, a.PersonID)
	})
	return study, err
}

// hold takes the study that the actor's next deed belongs to: the one under way, else the latest
// that ended, so that lessons can be read and questions tried again.
func (s *Studies) hold(ctx context.Context, tx *db.Tx, a may.Actor, courseID string) (Study, *folder.Content, error) {
	if err := may.AskSelf(a, a.PersonID); err != nil {
		return Study{}, nil, err
	}
	study, err := holdStudy(ctx, tx, a.PersonID, courseID)
	if errors.Is(err, db.ErrMissing) {
		study, err = holdEnded(ctx, tx, a.PersonID, courseID)
	}
	if errors.Is(err, db.ErrMissing) {
		return study, nil, ErrNotBegun
	}
	if err != nil {
		return study, nil, err
	}
	c, err := s.Courses.editionIn(ctx, tx, edition{courseID, study.Version})
	return study, c, err
}

// See notes that a step has been read, and gives where to go on. The last step of a course
// without a test ends it.
func (s *Studies) See(ctx context.Context, a may.Actor, courseID string, at Spot) (next Place, err error) {
	defer fault.Wrap(&err, "see %s/%s/%s", courseID, at.Lesson, at.Step)
	err = s.ending(ctx, a.PersonID, func(tx *db.Tx, e *employer) error {
		study, c, err := s.hold(ctx, tx, a, courseID)
		if err != nil {
			return err
		}
		if !has(c, at) {
			return ErrNoStep
		}
		if err := upsertStep(ctx, tx, study.ID, at, s.Now()); err != nil {
			return err
		}
		follows := after(c, at)
		next = Place{AtStep, follows}
		if follows.Lesson == "" {
			next = Place{Kind: AtEnd}
		}
		if study.FinishedAt != nil {
			return nil
		}
		study.Lesson, study.Step = follows.Lesson, follows.Step
		if err := moveStudy(ctx, tx, study.ID, follows, s.Now()); err != nil || follows.Lesson == at.Lesson {
			return err
		}
		next, err = s.afterLesson(ctx, tx, study, next, e)
		return err
	})
	return next, err
}

// afterLesson is where a learner goes from the last step of a lesson: on to the next one, but
// who has seen it all goes to what is left.
func (s *Studies) afterLesson(ctx context.Context, tx *db.Tx, study Study, follows Place, e *employer) (Place, error) {
	p, err := s.progress(ctx, tx, study, study.Version)
	if err != nil {
		return Place{}, err
	}
	if !p.AllSeen() {
		if follows.Kind == AtStep {
			return follows, nil
		}
		return p.Next(s.Now(), s.Place), nil
	}
	if _, err := s.end(ctx, tx, p, e); err != nil {
		return Place{}, err
	}
	return p.Next(s.Now(), s.Place), nil
}

// Tick notes that a preparation is done, or that it is not after all. In a course with days the last one may end it.
func (s *Studies) Tick(ctx context.Context, a may.Actor, courseID, task string, done bool) (err error) {
	defer fault.Wrap(&err, "tick %s/%s", courseID, task)
	return s.ending(ctx, a.PersonID, func(tx *db.Tx, e *employer) error {
		study, c, err := s.hold(ctx, tx, a, courseID)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(c.Preparation, func(t folder.Task) bool { return t.ID == task }) {
			return ErrNoTask
		}
		if err := setTask(ctx, tx, study.ID, task, done, s.Now()); err != nil || !done || c.Kind != WithDays || study.FinishedAt != nil {
			return err
		}
		if err := touchStudy(ctx, tx, study.ID, s.Now()); err != nil {
			return err
		}
		p, err := s.progress(ctx, tx, study, study.Version)
		if err != nil {
			return err
		}
		_, err = s.end(ctx, tx, p, e)
		return err
	})
}

// Answer keeps an answer to a question in a lesson as it was given, and judges it. A new answer
// takes the place of the one before: it is for learning, and nobody else reads it.
func (s *Studies) Answer(ctx context.Context, a may.Actor, courseID, questionID string, given folder.Answer) (v folder.Verdict, err error) {
	defer fault.Wrap(&err, "answer %s/%s", courseID, questionID)
	if err := checkText(given.Text, s.Now()); err != nil {
		return v, err
	}
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		study, c, err := s.hold(ctx, tx, a, courseID)
		if err != nil {
			return err
		}
		q, at, ok := question(c, questionID)
		if !ok {
			return ErrNoQuestion
		}
		v = q.Judge(given)
		if !v.Whole && q.Kind != kindReflect {
			return ErrAnswer.On(questionID)
		}
		if err := upsertAnswer(ctx, tx, study.ID, questionID, given, v.Right, s.Now()); err != nil || study.FinishedAt != nil {
			return err
		}
		return moveStudy(ctx, tx, study.ID, at, s.Now())
	})
	return v, err
}

// kindReflect is a question that is never judged.
const kindReflect = "reflect"

func answerJSON(a folder.Answer) string {
	b, err := json.Marshal(a)
	if err != nil {
		panic(err) // numbers and a text always marshal
	}
	return string(b)
}
