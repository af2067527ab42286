package course

import (
	"context"
	"strings"
	"time"

	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// reflection is where the text after the course is kept among the answers; no question can have
// that id.
const reflection = "course:reflection"

// Reflection is what the learner has written after the course; "" when nothing yet.
func (p *Progress) Reflection() string { return p.Answers[reflection].Answer.Text }

// Reflect keeps what the learner writes after the course. The text is the person's own: nobody
// else reads it. One with an identity number is refused (rule 42).
func (s *Studies) Reflect(ctx context.Context, a may.Actor, courseID, text string) (err error) {
	defer fault.Wrap(&err, "reflect on %s", courseID)
	text = strings.TrimSpace(text)
	if err := checkText(text, s.Now()); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		study, c, err := s.hold(ctx, tx, a, courseID)
		if err != nil {
			return err
		}
		if c.Reflection == nil {
			return ErrNoQuestion
		}
		return upsertAnswer(ctx, tx, study.ID, reflection, folder.Answer{Text: text}, false, s.Now())
	})
}

// Reflected is a course that has ended and asks for a reflection, and whether it is written.
type Reflected struct {
	CourseID, Title string
	FinishedAt      time.Time
	Done            bool
}

// Reflections tells which reflections a person has written and which remain (R109). The person,
// and whoever may see progress at one of the person's places, see that much; never the texts.
func (s *Studies) Reflections(ctx context.Context, a may.Actor, personID string) (_ []Reflected, err error) {
	defer fault.Wrap(&err, "reflections of %s", personID)
	if may.AskSelf(a, personID) != nil {
		if err := s.askAbout(ctx, a, may.SeeProgress, personID); err != nil {
			return nil, err
		}
		if err := s.Audit.Person(ctx, s.DB, a, "course.reflections", personID); err != nil {
			return nil, err
		}
	}
	ended, err := endedStudies(ctx, s.DB, personID)
	if err != nil {
		return nil, err
	}
	var out []Reflected
	for _, e := range ended {
		c, err := s.Courses.edition(ctx, edition{e.CourseID, e.Version})
		if err != nil {
			return nil, err
		}
		if c.Reflection != nil {
			out = append(out, Reflected{e.CourseID, c.Title, *e.FinishedAt, e.reflected})
		}
	}
	return out, nil
}

// askAbout asks whether the actor may do it at one of a person's places today.
func (s *Studies) askAbout(ctx context.Context, a may.Actor, do may.Action, personID string) error {
	paths, err := s.Staff.Paths(ctx, personID, s.Staff.Today())
	if err != nil {
		return err
	}
	return may.AskAny(a, do, paths)
}

// Open gives the courses a person has begun and not ended, for the rules of the journey.
func (s *Studies) Open(ctx context.Context, personID string) ([]Study, error) {
	return openStudies(ctx, s.DB, personID)
}

// OpenAmong gives the same for many persons at once, by person.
func (s *Studies) OpenAmong(ctx context.Context, personIDs []string) (map[string][]Study, error) {
	return openAmong(ctx, s.DB, personIDs)
}
