package course

import (
	"context"
	"strings"

	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// followUp is where the text of the follow-up is kept among the answers; no question can have that id.
const followUp = "course:follow-up"

// FollowUp is what the learner has written some weeks after the last day; "" when nothing yet.
func (p *Progress) FollowUp() string { return p.Answers[followUp].Answer.Text }

// FollowedUp tells whether the follow-up is done.
func (p *Progress) FollowedUp() bool { return p.FollowUp() != "" }

// WriteFollowUp keeps what the learner writes about how the course has been used, and completes the course when
// nothing else is left. The text is the person's own: nobody else reads it. It is written when the days are attended,
// may be written anew, and is never empty. One with an identity number is refused (rule 42).
func (s *Studies) WriteFollowUp(ctx context.Context, a may.Actor, courseID, text string) (err error) {
	defer fault.Wrap(&err, "follow up %s", courseID)
	text = strings.TrimSpace(text)
	if text == "" {
		return ErrFollowUp.On("text")
	}
	if err := checkText(text, s.Now()); err != nil {
		return err
	}
	return s.ending(ctx, a.PersonID, func(tx *db.Tx, e *employer) error {
		study, c, err := s.hold(ctx, tx, a, courseID)
		if err != nil {
			return err
		}
		if c.FollowUp == nil {
			return ErrNoQuestion
		}
		p, err := s.progress(ctx, tx, study, study.Version)
		if err != nil {
			return err
		}
		if len(p.DaysLeft()) > 0 {
			return ErrEarly
		}
		if err := upsertAnswer(ctx, tx, study.ID, followUp, folder.Answer{Text: text}, false, s.Now()); err != nil {
			return err
		}
		if err := touchStudy(ctx, tx, study.ID, s.Now()); err != nil {
			return err
		}
		p.Answers[followUp] = Answered{Answer: folder.Answer{Text: text}}
		_, err = s.end(ctx, tx, p, e)
		return err
	})
}

// FollowUps asks for those whose follow-up is due to be told. It is done daily.
type FollowUps struct{}

// Kind implements job.Args.
func (FollowUps) Kind() string { return "course.follow_ups" }

// followUpsAtOnce is how many studies are read at a time.
const followUpsAtOnce = 500

// OnFollowUps tells each person once when it is time to follow up a course whose days are attended.
func (s *Studies) OnFollowUps(ctx context.Context, _ FollowUps) (err error) {
	defer fault.Wrap(&err, "follow-ups")
	if s.Tell == nil {
		return nil
	}
	for after := ""; ; {
		studies, err := openWithDays(ctx, s.DB, after, followUpsAtOnce)
		if err != nil || len(studies) == 0 {
			return err
		}
		for _, study := range studies {
			if err := s.remindFollowUp(ctx, study); err != nil {
				return err
			}
		}
		after = studies[len(studies)-1].ID
	}
}

func (s *Studies) remindFollowUp(ctx context.Context, study Study) error {
	p, err := s.progress(ctx, s.DB, study, study.Version)
	if err != nil {
		return err
	}
	due := p.FollowUpDue(s.Place)
	if due.IsZero() || due.After(s.Now()) || p.FollowedUp() {
		return nil
	}
	employer, err := s.employerOf(ctx, study.PersonID)
	if err != nil || employer == "" { // who has left is asked nothing
		return err
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		return s.Tell(ctx, tx, message.Note{PersonID: study.PersonID, EmployerID: employer, Key: "course.told.follow_up", Args: map[string]string{"course": p.Course.Title},
			Href: "/kurs/" + study.CourseID, OnceKey: "follow-up:" + study.ID})
	})
}
