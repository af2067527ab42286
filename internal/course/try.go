package course

import (
	"context"
	"slices"

	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// holdTest takes the actor's study and reads how it stands with the test.
func (s *Studies) holdTest(ctx context.Context, tx *db.Tx, a may.Actor, courseID string) (*Progress, Test, error) {
	study, c, err := s.hold(ctx, tx, a, courseID)
	if err != nil {
		return nil, Test{}, err
	}
	if c.Test == nil {
		return nil, Test{}, ErrNoTest
	}
	p, err := s.progress(ctx, tx, study, study.Version)
	if err != nil {
		return nil, Test{}, err
	}
	return p, p.Test(s.Now(), s.Place), nil
}

// BeginTry begins a try at the test, or gives the one that is under way. The lessons need not be
// read first: who knows it already may show it (R063).
func (s *Studies) BeginTry(ctx context.Context, a may.Actor, courseID string) (try Try, err error) {
	defer fault.Wrap(&err, "begin try at %s", courseID)
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		p, t, err := s.holdTest(ctx, tx, a, courseID)
		switch {
		case err != nil:
			return err
		case t.Passed:
			return ErrTestPassed
		case t.Open != nil:
			try = *t.Open
			return nil
		case t.Rests:
			return ErrTestRests
		}
		var met []string
		for _, earlier := range p.Tries {
			met = append(met, earlier.Questions...)
		}
		try = Try{ID: s.NewID(), StudyID: p.Study.ID, Number: int64(len(p.Tries) + 1), BegunAt: s.Now()}
		try.Questions = p.Course.Test.DrawQuestions(try.Seed(), met)
		return insertTry(ctx, tx, try)
	})
	return try, err
}

// AnswerTry keeps an answer to a question of the try under way, and judges it. The first answer
// counts, since the feedback tells the right one. The last answer ends the try.
func (s *Studies) AnswerTry(ctx context.Context, a may.Actor, courseID, questionID string, given folder.Answer) (v folder.Verdict, err error) {
	defer fault.Wrap(&err, "answer %s in test of %s", questionID, courseID)
	err = s.ending(ctx, a.PersonID, func(tx *db.Tx, e *employer) error {
		p, t, err := s.holdTest(ctx, tx, a, courseID)
		if err != nil {
			return err
		}
		if t.Open == nil {
			return ErrNoTry
		}
		q, ok := p.Course.Test.Question(questionID)
		if !ok || !slices.Contains(t.Open.Questions, questionID) {
			return ErrNoQuestion
		}
		if v = q.Judge(given); !v.Whole {
			return ErrAnswer.On(questionID)
		}
		if slices.Contains(t.Open.Answered, questionID) {
			first, err := answerInTry(ctx, tx, a.PersonID, t.Open.ID, questionID)
			v = q.Judge(first)
			return err
		}
		if err := insertTryAnswer(ctx, tx, t.Open.ID, questionID, given, v.Right, s.Now()); err != nil {
			return err
		}
		t.Open.Answered = append(t.Open.Answered, questionID)
		if v.Right {
			t.Open.Right = append(t.Open.Right, questionID)
		}
		if len(t.Open.Left(p.Course.Test)) > 0 {
			return nil
		}
		return s.endTry(ctx, tx, p, t.Open, e)
	})
	return v, err
}

// FinishTry ends a try that has nothing left to answer: a newer version may have taken away the
// questions that were. Otherwise AnswerTry has ended it.
func (s *Studies) FinishTry(ctx context.Context, a may.Actor, courseID string) (err error) {
	defer fault.Wrap(&err, "finish try at %s", courseID)
	return s.ending(ctx, a.PersonID, func(tx *db.Tx, e *employer) error {
		p, t, err := s.holdTest(ctx, tx, a, courseID)
		switch {
		case err != nil:
			return err
		case t.Open == nil:
			return nil
		case len(t.Open.Left(p.Course.Test)) > 0:
			return ErrUnanswered
		case len(t.Open.asked(p.Course.Test)) == 0:
			return deleteTry(ctx, tx, t.Open.ID) // nothing was asked, so it was no try
		}
		return s.endTry(ctx, tx, p, t.Open, e)
	})
}

// endTry counts the try. A pass goes in the record, and may end the course.
func (s *Studies) endTry(ctx context.Context, tx *db.Tx, p *Progress, try *Try, e *employer) error {
	result := try.Result(p.Course.Test)
	if result.Passed && e == nil {
		return errEmployer
	}
	now := s.Now()
	try.FinishedAt, try.Passed = &now, result.Passed
	if err := finishTry(ctx, tx, try.ID, now, result); err != nil || !result.Passed {
		return err
	}
	_, err := s.end(ctx, tx, p, e)
	return err
}

// TryAnswer gives what the learner answered to a question of a try of the own.
func (s *Studies) TryAnswer(ctx context.Context, a may.Actor, t Try, questionID string) (folder.Answer, error) {
	return answerInTry(ctx, s.DB, a.PersonID, t.ID, questionID)
}
