package circle

import (
	"context"
	"time"

	"yrkesresan/internal/circle/guide"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Text is what a group came to in a step. It names nobody, and does not say who wrote it.
type Text struct {
	Step      string
	Text      string
	Revision  int64
	ChangedAt time.Time
}

// Thought is a person's own in a step; shared with the group only when the person says so.
type Thought struct {
	PersonID, Name string // Name: of a shared one
	Step, Text     string
	Shared         bool
	Ticked         bool // the person has done the step alone
}

// WriteStep writes what the group came to in a step, or with guide.Case the team's own case (R148). Who takes part writes,
// and who leads. revision is what the writer saw, 0 = nothing was written; the writer's own text once more is saved already.
// Errors: ErrChanged when somebody else wrote meanwhile, ErrNoStep, ErrLong, ErrIdentity, may.ErrDenied.
func (c *Circles) WriteStep(ctx context.Context, a may.Actor, meetingID, step, text string, revision int64) (now int64, err error) {
	return c.writeStep(ctx, a, meetingID, step, text, revision, false)
}

// WriteLast is WriteStep of who leaves the page while an earlier save of it is under way: that one may have come first.
func (c *Circles) WriteLast(ctx context.Context, a may.Actor, meetingID, step, text string, revision int64) (now int64, err error) {
	return c.writeStep(ctx, a, meetingID, step, text, revision, true)
}

func (c *Circles) writeStep(ctx context.Context, a may.Actor, meetingID, step, text string, revision int64, last bool) (now int64, err error) {
	defer fault.Wrap(&err, "write step %s of meeting %s", step, meetingID)
	if err := c.text(&text, "text", mostText); err != nil {
		return 0, err
	}
	err = c.DB.Tx(ctx, func(tx *db.Tx) error {
		x, m, s, err := c.within(ctx, tx, a, meetingID, step)
		if err != nil {
			return err
		}
		in, err := c.wasIn(ctx, tx, a, x, m, s)
		if err != nil {
			return err
		}
		if !in {
			return may.ErrDenied // nobody writes over what that person may not read
		}
		was, by, err := textBy(ctx, tx, meetingID, step)
		mine := by == a.PersonID && was.Revision > 0
		switch {
		case err != nil:
			return err
		case mine && was.Text == text && was.Revision > revision:
			now = was.Revision // sent again: the answer was lost
			return nil
		case was.Revision != revision && !(last && mine && was.Revision == revision+1):
			return ErrChanged
		}
		now = was.Revision + 1
		_, err = tx.Exec(ctx, `
			INSERT INTO circle_text (meeting_id, step, text, revision, changed_by, changed_at)
			VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (meeting_id, step) DO UPDATE SET text = excluded.text, revision = excluded.revision, changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
			meetingID, step, text, now, a.PersonID, c.Now())
		return err
	})
	return now, err
}

// textBy gives what a group came to in a step, and who wrote it last; revision 0 when nothing is written. The meeting is held
// in the transaction, so that nobody writes meanwhile.
func textBy(ctx context.Context, tx *db.Tx, meetingID, step string) (t Text, by string, err error) {
	t, err = db.One(ctx, tx, func(s db.Scanner) (t Text, err error) {
		err = s.Scan(&t.Step, &t.Text, &t.Revision, &t.ChangedAt, &by)
		return t, err
	}, `
		SELECT step, text, revision, changed_at, changed_by
		FROM circle_text
		WHERE meeting_id = $1 AND step = $2`,
		meetingID, step)
	if isMissing(err) {
		err = nil
	}
	return t, by, err
}

func number(s db.Scanner) (n int64, err error) { err = s.Scan(&n); return n, err }

// Think keeps a thought of the actor's own in a step. It is the person's and is not shared until Share says so; what was
// shared stays shared. An empty one goes away. Errors: ErrNoStep, ErrLong, ErrIdentity, may.ErrDenied.
func (c *Circles) Think(ctx context.Context, a may.Actor, meetingID, step, text string) (err error) {
	defer fault.Wrap(&err, "think in step %s of meeting %s", step, meetingID)
	if err := c.text(&text, "text", mostText); err != nil {
		return err
	}
	return c.own(ctx, a, meetingID, step, text, `text = excluded.text`, false, false)
}

// Share lets the group read a thought of the actor's own, or no longer.
func (c *Circles) Share(ctx context.Context, a may.Actor, meetingID, step string, shared bool) (err error) {
	defer fault.Wrap(&err, "share step %s of meeting %s", step, meetingID)
	return c.own(ctx, a, meetingID, step, "", `shared = excluded.shared`, false, shared)
}

// Tick says that the actor has done a step alone (R154), or has not.
func (c *Circles) Tick(ctx context.Context, a may.Actor, meetingID, step string, done bool) (err error) {
	defer fault.Wrap(&err, "tick step %s of meeting %s", step, meetingID)
	return c.own(ctx, a, meetingID, step, "", `ticked = excluded.ticked`, done, false)
}

// own writes one thing of the actor's row in a step. A row that says nothing goes away.
func (c *Circles) own(ctx context.Context, a may.Actor, meetingID, step, text, set string, ticked, shared bool) error {
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		_, _, s, err := c.within(ctx, tx, a, meetingID, step)
		if err != nil {
			return err
		}
		if !s.Takes {
			return ErrNotIn
		}
		if _, err := tx.Exec(ctx, `
			INSERT INTO circle_thought (meeting_id, person_id, step, employer_id, text, ticked, shared, changed_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (meeting_id, person_id, step) DO UPDATE SET `+set+`, changed_at = excluded.changed_at`,
			meetingID, a.PersonID, step, s.Member.EmployerID, text, ticked, shared, c.Now()); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			DELETE FROM circle_thought
			WHERE meeting_id = $1 AND person_id = $2 AND step = $3 AND text = '' AND NOT ticked`,
			meetingID, a.PersonID, step)
		return err
	})
}

// within takes a meeting for who takes part or leads, when it has a step.
func (c *Circles) within(ctx context.Context, tx *db.Tx, a may.Actor, meetingID, step string) (x Circle, m Meeting, s Standing, err error) {
	if m, err = holdMeeting(ctx, tx, meetingID); err != nil {
		return x, m, s, err
	}
	if x, err = circleOf(ctx, tx, m.CircleID); err != nil {
		return x, m, s, err
	}
	if s, _, err = c.standing(ctx, tx, a, x); err != nil {
		return x, m, s, err
	}
	if !s.Reads() {
		return x, m, s, may.ErrDenied
	}
	if _, ok := x.Guide.Part(m.Part).Step(step); !ok && step != guide.Case {
		return x, m, s, ErrNoStep
	}
	return x, m, s, nil
}

// stepsLeft counts the steps of a meeting that somebody who reflects alone has neither written in nor ticked.
func (c *Circles) stepsLeft(ctx context.Context, q db.Q, x Circle, m Meeting, personID string) (int, error) {
	own, err := thoughtsOf(ctx, q, m.ID, personID)
	if err != nil {
		return 0, err
	}
	left := 0
	for _, s := range x.Guide.Part(m.Part).Steps {
		if t := own[s.ID]; t.Text == "" && !t.Ticked {
			left++
		}
	}
	return left, nil
}

// thoughtsOf gives somebody's own at a meeting, by step.
func thoughtsOf(ctx context.Context, q db.Q, meetingID, personID string) (map[string]Thought, error) {
	out := map[string]Thought{}
	return out, db.Each(ctx, q, scanThought, func(t Thought) error { out[t.Step] = t; return nil }, `
		SELECT person_id, step, text, shared, ticked
		FROM circle_thought
		WHERE meeting_id = $1 AND person_id = $2`,
		meetingID, personID)
}

func scanThought(s db.Scanner) (t Thought, err error) {
	err = s.Scan(&t.PersonID, &t.Step, &t.Text, &t.Shared, &t.Ticked)
	return t, err
}

// textsOf gives what the group came to at a meeting, by step.
func textsOf(ctx context.Context, q db.Q, meetingID string) (map[string]Text, error) {
	out := map[string]Text{}
	return out, db.Each(ctx, q, func(s db.Scanner) (t Text, err error) {
		err = s.Scan(&t.Step, &t.Text, &t.Revision, &t.ChangedAt)
		return t, err
	}, func(t Text) error { out[t.Step] = t; return nil }, `
		SELECT step, text, revision, changed_at
		FROM circle_text
		WHERE meeting_id = $1`,
		meetingID)
}
