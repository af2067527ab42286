package course

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

// employer is the controller of what gets into the record; "" when nobody employs the person.
type employer struct{ id string }

// errEmployer stops a transaction that turned out to need the employer.
var errEmployer = errors.New("the employer is wanted")

// ending runs a transaction that may put facts in the record. Few do, so the employer is asked
// for only then: outside, because a transaction must not wait for a second connection, and
// everything is done anew with it.
func (s *Studies) ending(ctx context.Context, personID string, f func(tx *db.Tx, e *employer) error) error {
	err := s.DB.Tx(ctx, func(tx *db.Tx) error { return f(tx, nil) })
	if !errors.Is(err, errEmployer) {
		return err
	}
	id, err := s.employerOf(ctx, personID)
	if err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error { return f(tx, &employer{id}) })
}

// employerOf is the employer of a person's current employment, the one begun first when there are
// several.
func (s *Studies) employerOf(ctx context.Context, personID string) (string, error) {
	today := s.Staff.Today()
	employments, err := s.Staff.Employments(ctx, personID, today)
	if err != nil {
		return "", err
	}
	for _, e := range employments { // in the order of their first day
		if e.Current(today) {
			return e.EmployerID, nil
		}
	}
	return "", nil
}

// ready tells whether all that the course itself asks for is done. Questions in lessons may stay
// unanswered, and the reflection comes after (R109).
func (p *Progress) ready() bool {
	if p.Course.Kind == WithDays && !p.daysDone() {
		return false
	}
	return len(p.Course.Lessons)+len(p.Course.Days) > 0 && p.AllSeen() && (p.Course.Test == nil || p.passed())
}

func (p *Progress) passed() bool {
	for _, t := range p.Tries {
		if t.Passed {
			return true
		}
	}
	return false
}

// end ends a study that is ready and that no gate holds, and puts the completion in the record.
func (s *Studies) end(ctx context.Context, tx *db.Tx, p *Progress, e *employer) (bool, error) {
	return s.endAt(ctx, tx, p, e, s.Now())
}

// endAt is end on the instant when the last part was done: attendance may be told days after. A test that is passed
// counts before the lessons are read, but not before the gates are open.
func (s *Studies) endAt(ctx context.Context, tx *db.Tx, p *Progress, e *employer, at time.Time) (bool, error) {
	ready := p.ready()
	if p.Finished() || !ready && !p.testedOut() {
		return false, nil
	}
	for _, g := range s.Gates {
		if open, err := g.Open(ctx, tx, p.Study); err != nil || !open {
			return false, err
		}
	}
	if e == nil {
		return false, errEmployer
	}
	facts, err := record.About(ctx, tx, p.Study.PersonID, p.Study.CourseID)
	if err != nil {
		return false, err
	}
	_, _, key := keyed(facts, completedKey(p.Study.ID)) // a completion may have been taken back, with an attendance or a reflection
	if err := s.notePassed(ctx, tx, p, facts, e, ready && key != completedKey(p.Study.ID)); err != nil || !ready {
		return false, err
	}
	if err := finishStudy(ctx, tx, p.Study.ID, at); err != nil {
		return false, err
	}
	p.Study.FinishedAt = &at
	return true, s.append(ctx, tx, p, record.Completed, key, e, at)
}

// testedOut tells whether the test counts by itself: in a course with days it is one part, and only the whole counts.
func (p *Progress) testedOut() bool {
	return p.Course.Kind != WithDays && p.Course.Test != nil && p.passed()
}

// notePassed puts a passed test in the record, once; again when the whole study was opened again.
func (s *Studies) notePassed(ctx context.Context, tx *db.Tx, p *Progress, facts []record.Fact, e *employer, again bool) error {
	if !p.testedOut() {
		return nil
	}
	_, stands, key := keyed(facts, passedKey(p.Study.ID))
	if stands || key != passedKey(p.Study.ID) && !again {
		return nil
	}
	at := s.Now()
	for _, t := range p.Tries {
		if t.Passed && t.FinishedAt != nil {
			at = *t.FinishedAt
			break
		}
	}
	return s.append(ctx, tx, p, record.Passed, key, e, at)
}

// append puts a fact about a study in the record.
func (s *Studies) append(ctx context.Context, tx *db.Tx, p *Progress, kind record.Kind, once string, e *employer, at time.Time) error {
	detail, err := json.Marshal(map[string]string{"study": p.Study.ID})
	if err != nil {
		return err
	}
	_, err = s.Record.Append(ctx, tx, record.Fact{
		PersonID: p.Study.PersonID, Kind: kind, CourseID: p.Study.CourseID, Version: p.Study.Version, Title: p.Course.Title,
		At: at, ValidUntil: record.ValidFor(at.In(s.Place), p.Course.ValidityMonths), Hours: p.Course.Hours,
		Source: record.FromCourse, ActorID: p.Study.PersonID, ControllerID: e.id, OnceKey: once, Detail: string(detail),
	})
	return err
}

// Finish ends the actor's study when everything is done; it is asked for when a gate has opened.
// Ending what has ended changes nothing.
func (s *Studies) Finish(ctx context.Context, a may.Actor, courseID string) (err error) {
	defer fault.Wrap(&err, "finish %s", courseID)
	return s.ending(ctx, a.PersonID, func(tx *db.Tx, e *employer) error {
		study, _, err := s.hold(ctx, tx, a, courseID)
		if err != nil || study.FinishedAt != nil {
			return err
		}
		p, err := s.progress(ctx, tx, study, study.Version)
		if err != nil {
			return err
		}
		ended, err := s.end(ctx, tx, p, e)
		if err == nil && !ended {
			return ErrNotReady
		}
		return err
	})
}
