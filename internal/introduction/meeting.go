package introduction

import (
	"context"
	"time"

	"yrkesresan/internal/introduction/checklist"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/may"
)

// Meeting is one of mentor and newcomer, or a session of the checklist.
type Meeting struct {
	ID, IntroductionID string
	ItemID             string // of a session
	Day                string
	State              MeetingState
	Revision           int64
}

// MeetingState is what became of a meeting.
type MeetingState string

// The states of a meeting.
const (
	Planned MeetingState = "planned"
	Held    MeetingState = "held"
	Dropped MeetingState = "dropped"
)

// mostMeetings bounds the meetings of one introduction.
const mostMeetings = 60

const meetingColumns = `m.id, m.introduction_id, m.item_id, m.on_day, m.state, m.revision`

func scanMeeting(s db.Scanner) (m Meeting, err error) {
	err = s.Scan(&m.ID, &m.IntroductionID, &m.ItemID, &m.Day, &m.State, &m.Revision)
	return m, err
}

// meetingsOf are the meetings of an introduction by day, without those that were dropped.
func meetingsOf(ctx context.Context, q db.Q, id string) ([]Meeting, error) {
	return db.All(ctx, q, scanMeeting, `
		SELECT `+meetingColumns+`
		FROM introduction_meeting m
		WHERE m.introduction_id = $1 AND m.state <> 'dropped'
		ORDER BY m.on_day, m.id
		LIMIT 200`,
		id)
}

// next is the first meeting that is planned from today on; nil when there is none.
func (in *Introductions) next(ctx context.Context, id string) (*Meeting, error) {
	all, err := meetingsOf(ctx, in.DB, id)
	return Next(all, in.Today()), err
}

// Next is the first of some meetings that is planned from a day on; nil when there is none.
func Next(all []Meeting, today string) *Meeting {
	for _, m := range all {
		if m.State == Planned && m.Day >= today {
			return &m
		}
	}
	return nil
}

func (in *Introductions) insertMeeting(ctx context.Context, tx *db.Tx, introductionID, itemID, day, by string) (string, error) {
	id := in.NewID()
	_, err := tx.Exec(ctx, `
		INSERT INTO introduction_meeting (id, introduction_id, item_id, on_day, state, revision, made_by, made_at, changed_by, changed_at)
		VALUES ($1, $2, $3, $4, 'planned', 1, $5, $6, $5, $6)`,
		id, introductionID, itemID, day, by, in.Now())
	return id, err
}

// planSessions proposes days for the sessions of a checklist.
func (in *Introductions) planSessions(ctx context.Context, tx *db.Tx, x Introduction, t checklist.Template, by string) error {
	ticks, err := ticksOf(ctx, tx, []string{x.ID})
	if err != nil {
		return err
	}
	for _, item := range t.Items {
		if _, done := ticks[x.ID][item.ID]; !item.Session || done {
			continue
		}
		if _, err := in.insertMeeting(ctx, tx, x.ID, item.ID, checklist.Proposed(x.StartDay, item.Week, in.Today()), by); err != nil {
			return err
		}
	}
	return nil
}

// planMeetings proposes the meetings of mentor and newcomer, when there are none: those whose week has not passed.
func (in *Introductions) planMeetings(ctx context.Context, tx *db.Tx, x Introduction, by string) error {
	had, err := meetingsOf(ctx, tx, x.ID)
	if err != nil {
		return err
	}
	for _, m := range had {
		if m.ItemID == "" {
			return nil
		}
	}
	last := ""
	for _, week := range checklist.MeetingWeeks() {
		if checklist.Later(x.StartDay, 7*week) < in.Today() {
			continue
		}
		day := checklist.Proposed(x.StartDay, week, in.Today())
		if day == last {
			continue
		}
		if _, err := in.insertMeeting(ctx, tx, x.ID, "", day, by); err != nil {
			return err
		}
		last = day
	}
	return nil
}

// Talk is a meeting as one of those concerned sees it. Notes are for newcomer and mentor only; a mentor reads those from the
// moment of becoming one, not what was noted with another.
type Talk struct {
	Meeting
	Sight Sight
	Title string // of a session: what it is about
	Notes []Note
	Reads bool   // the reader is one of the two
	Since string // YYYY-MM-DD: of a mentor, from when the notes are
}

// Note is what mentor or newcomer has noted of a meeting.
type Note struct {
	ID, ByID, Name, Body string
	Own                  bool
	At                   time.Time
}

// Talk gives a meeting to the newcomer, the mentor, and without notes to who leads the unit. Errors: ErrNoMeeting, ErrNone.
func (in *Introductions) Talk(ctx context.Context, a may.Actor, id string) (t Talk, err error) {
	defer fault.Wrap(&err, "meeting %s", id)
	if t.Meeting, err = one(ctx, in.DB, scanMeeting, ErrNoMeeting, `SELECT `+meetingColumns+` FROM introduction_meeting m WHERE m.id = $1 AND m.state <> 'dropped'`, id); err != nil {
		return t, err
	}
	if t.Sight, err = in.Sight(ctx, a, t.IntroductionID); err != nil {
		return t, err
	}
	if t.ItemID != "" {
		l, _ := t.Sight.Standing.Line(t.ItemID)
		t.Title = l.Text
	}
	if t.Reads = t.Sight.Own || t.Sight.Mentors && !t.Sight.Leads; !t.Reads { // whoever has come to lead the unit reads as who leads
		return t, nil
	}
	since := time.Time{}
	if t.Sight.Mentors {
		since, t.Since = t.Sight.Mentor.Since, t.Sight.Mentor.From
	}
	t.Notes, err = in.notes(ctx, id, since, a.PersonID)
	return t, err
}

// notes are those of a meeting from a moment on, and the reader's own.
func (in *Introductions) notes(ctx context.Context, meetingID string, since time.Time, reader string) ([]Note, error) {
	out, err := db.All(ctx, in.DB, func(s db.Scanner) (n Note, err error) { err = s.Scan(&n.ID, &n.ByID, &n.Body, &n.At); return n, err }, `
		SELECT id, by_id, body, at
		FROM introduction_note
		WHERE meeting_id = $1 AND (at >= $2 OR by_id = $3)
		ORDER BY at, id
		LIMIT 200`,
		meetingID, since, reader)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, n := range out {
		ids = append(ids, n.ByID)
	}
	names, err := in.names(ctx, ids)
	for i := range out {
		out[i].Name, out[i].Own = names[out[i].ByID], out[i].ByID == reader
	}
	return out, err
}

// AddMeeting plans one more meeting. Errors: ErrNone, ErrDay, ErrState, ErrMany.
func (in *Introductions) AddMeeting(ctx context.Context, a may.Actor, introductionID, on string) (id string, err error) {
	defer fault.Wrap(&err, "plan a meeting in %s", introductionID)
	x, err := find(ctx, in.DB, introductionID)
	if err != nil {
		return "", err
	}
	if _, err := in.reach(ctx, a, x); err != nil {
		return "", err
	}
	if err := day(on); err != nil {
		return "", err
	}
	err = in.DB.Tx(ctx, func(tx *db.Tx) error {
		x, err := hold(ctx, tx, introductionID)
		if err != nil {
			return err
		}
		if !x.Open() {
			return ErrState
		}
		had, err := meetingsOf(ctx, tx, introductionID)
		if err == nil && len(had) >= mostMeetings {
			return ErrMany
		}
		if err == nil {
			id, err = in.insertMeeting(ctx, tx, introductionID, "", on, a.PersonID)
		}
		return err
	})
	return id, err
}

// SetMeeting changes the day of a meeting or notes what became of it. A session that is held ticks its item; that it was
// not held after all takes the tick back. Errors: ErrNoMeeting, ErrNone, ErrDay, ErrEarly, ErrState, ErrChanged.
func (in *Introductions) SetMeeting(ctx context.Context, a may.Actor, m Meeting) (err error) {
	defer fault.Wrap(&err, "change meeting %s", m.ID)
	was, err := one(ctx, in.DB, scanMeeting, ErrNoMeeting, `SELECT `+meetingColumns+` FROM introduction_meeting m WHERE m.id = $1`, m.ID)
	if err != nil {
		return err
	}
	x, err := find(ctx, in.DB, was.IntroductionID)
	if err != nil {
		return err
	}
	if _, err := in.reach(ctx, a, x); err != nil {
		return err
	}
	switch {
	case day(m.Day) != nil:
		return ErrDay
	case m.State != Planned && m.State != Held && m.State != Dropped:
		return ErrState
	case m.State == Held && m.Day > in.Today():
		return ErrEarly
	case m.State == Dropped && was.ItemID != "": // a session is part of the checklist
		return ErrBySession
	}
	return in.DB.Tx(ctx, func(tx *db.Tx) error {
		x, err := hold(ctx, tx, was.IntroductionID)
		if err != nil {
			return err
		}
		if x.State == Ended {
			return ErrState
		}
		n, err := tx.Exec(ctx, `
			UPDATE introduction_meeting
			SET on_day = $3, state = $4, revision = revision + 1, changed_by = $5, changed_at = $6
			WHERE id = $1 AND revision = $2 AND state <> 'dropped'`,
			m.ID, m.Revision, m.Day, string(m.State), a.PersonID, in.Now())
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrChanged
		}
		if was.ItemID == "" {
			return nil
		}
		if m.State == Held && x.State == Done { // ticked already; what the workplace has added since does not undo it
			return nil
		}
		if m.State == Held {
			err = in.tick(ctx, tx, x.ID, was.ItemID, "session", a.PersonID)
		} else {
			_, err = tx.Exec(ctx, `DELETE FROM introduction_tick WHERE introduction_id = $1 AND item_id = $2`, x.ID, was.ItemID)
		}
		if err != nil {
			return err
		}
		return in.settle(ctx, tx, x.ID)
	})
}

// AddNote keeps a note of a meeting for mentor and newcomer (R244). warned tells that the text may point at somebody: the
// page says so and keeps it all the same (rule 42). Errors: ErrNoMeeting, ErrNone, ErrNotYours, ErrText, ErrLong,
// ErrIdentity, ErrMany.
func (in *Introductions) AddNote(ctx context.Context, a may.Actor, meetingID, body string) (warned bool, err error) {
	defer fault.Wrap(&err, "note of meeting %s", meetingID)
	t, err := in.Talk(ctx, a, meetingID)
	if err != nil {
		return false, err
	}
	if !t.Reads {
		return false, ErrNotYours
	}
	if err := in.needed(&body, ErrText, mostNote); err != nil {
		return false, err
	}
	if len(t.Notes) >= mostMeetings {
		return false, ErrMany
	}
	_, err = in.DB.Exec(ctx, `INSERT INTO introduction_note (id, meeting_id, by_id, body, at) VALUES ($1, $2, $3, $4, $5)`, in.NewID(), meetingID, a.PersonID, body, in.Now())
	return checklist.Points(body), err
}

// DropNote takes the actor's own note away. Errors: ErrNoNote.
func (in *Introductions) DropNote(ctx context.Context, a may.Actor, noteID string) error {
	n, err := in.DB.Exec(ctx, `DELETE FROM introduction_note WHERE id = $1 AND by_id = $2`, noteID, a.PersonID)
	if err == nil && n == 0 {
		return ErrNoNote
	}
	return err
}

// Warns tells whether a text that somebody is about to keep may point at somebody else (rule 42).
func (in *Introductions) Warns(body string) bool {
	return checklist.Points(body) && !identity.In(body, in.Now())
}
