package uptake

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/course"
	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
	"yrkesresan/internal/uptake/rule"
)

// State is how far a note on use has come.
type State string

// The states.
const (
	New      State = "new"      // the learner has not written
	Proposed State = "proposed" // the manager has not added
	Agreed   State = "agreed"
	Closed   State = "closed" // followed up for the last time
)

// Outcome is what became of it.
type Outcome string

// The outcomes.
const (
	Used   Outcome = "used"
	Partly Outcome = "partly"
	NotYet Outcome = "not_yet"
)

// Outcomes names every one.
func Outcomes() []Outcome { return []Outcome{Used, Partly, NotYet} }

// Note is "how will we use it", of one person and one completed course (R146).
type Note struct {
	ID, PersonID string
	Name         string // of the person, in lists of others; of a protected identity the contact code
	EmployerID   string
	UnitID       string
	CourseID     string
	Title        string
	Own          string // what the learner proposes
	Added        string // what the manager adds
	AddedBy      string // an id
	FollowOn     string // YYYY-MM-DD
	State        State
	Revision     int64
	MadeOn       string
	Follows      []Follow // oldest first
	told         string
}

// Due tells whether it is time to say what became of it.
func (n Note) Due(today string) bool { return n.State != Closed && n.FollowOn <= today }

// Follow is what somebody said became of it.
type Follow struct {
	On       string
	Outcome  Outcome
	Hindered string
	NextOn   string // "" = it ends there
	Own      bool   // the learner said so
	ByID     string
}

const noteColumns = `n.id, n.person_id, n.employer_id, n.unit_id, n.course_id, n.title, n.own, n.added, n.added_by, n.follow_on, n.state, n.revision, n.made_on, n.told_for`

func scanNote(s db.Scanner) (n Note, err error) {
	err = s.Scan(&n.ID, &n.PersonID, &n.EmployerID, &n.UnitID, &n.CourseID, &n.Title, &n.Own, &n.Added, &n.AddedBy, &n.FollowOn, &n.State, &n.Revision, &n.MadeOn, &n.told)
	return n, err
}

// DefaultWeeks is after how many weeks the use of a course is followed up where no place says otherwise.
const DefaultWeeks = 6

// old is how long ago a course may have been completed for anybody to be asked how it is going to be used.
const old = 90 * 24 * time.Hour

// completed begins a note where a place asks for it, and always after course days and where a reflection is asked for.
func (u *Uptake) completed(ctx context.Context, tx *db.Tx, f record.Fact) error {
	if f.ControllerID == "" || f.At.Before(u.Now().Add(-old)) {
		return nil
	}
	kind, err := course.KindIn(ctx, tx, f.CourseID, f.Version)
	if err != nil {
		return err
	}
	asked, err := u.holds(ctx, tx, f.PersonID, f.CourseID, u.Today())
	if err != nil || kind != course.WithDays && asked.Reflect == rule.None && asked.UseWeeks == 0 {
		return err
	}
	unit, err := u.unitIn(ctx, tx, f.PersonID, f.ControllerID)
	if err != nil || unit == "" {
		return err
	}
	weeks := asked.UseWeeks
	if weeks == 0 {
		weeks = DefaultWeeks
	}
	n := Note{ID: u.NewID(), FollowOn: lang.ISO(f.At.In(lang.Zone()).AddDate(0, 0, int(7*weeks)))}
	done, err := tx.Exec(ctx, `
		INSERT INTO use_note (id, person_id, employer_id, unit_id, course_id, title, fact_id, once_key, own, added, added_by, follow_on, state, told_for, revision, made_on, made_at, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '', '', $9, 'new', '', 1, $10, $11, $11)
		ON CONFLICT (once_key) DO NOTHING`,
		n.ID, f.PersonID, f.ControllerID, unit, f.CourseID, f.Title, f.ID, onceOf(f), n.FollowOn, u.Today(), u.Now())
	if err != nil {
		return err
	}
	if done == 0 { // the same study, completed again after it was taken back
		_, err := tx.Exec(ctx, `UPDATE use_note SET fact_id = $2 WHERE once_key = $1`, onceOf(f), f.ID)
		return err
	}
	return u.tell(ctx, tx, "use", message.Note{PersonID: f.PersonID, EmployerID: f.ControllerID, Args: map[string]string{"course": f.Title}, Href: "/anvanda/" + n.ID, OnceKey: "use:" + n.ID})
}

// onceOf is the study that a completion is of, else the fact.
func onceOf(f record.Fact) string {
	var d struct{ Study string }
	if json.Unmarshal([]byte(f.Detail), &d) == nil && d.Study != "" {
		return d.Study
	}
	return f.ID
}

// unitIn is where a person works for an employer; "" when nowhere.
func (u *Uptake) unitIn(ctx context.Context, q db.Q, personID, employerID string) (string, error) {
	paths, err := staff.PathsIn(ctx, q, personID, u.Today())
	if err != nil {
		return "", err
	}
	for _, path := range paths {
		whose, err := org.EmployerOf(ctx, q, path, u.Today())
		if err != nil {
			return "", err
		}
		if whose.ID == employerID {
			return path[strings.LastIndexByte(path, '/')+1:], nil
		}
	}
	return "", nil
}

// withdrawn removes the note of a completion that is taken back, when nobody has written in it.
func (u *Uptake) withdrawn(ctx context.Context, tx *db.Tx, back record.Fact) error {
	_, err := tx.Exec(ctx, `DELETE FROM use_note WHERE fact_id = $1 AND state = 'new' AND id NOT IN (SELECT note_id FROM use_follow)`, back.Revokes)
	return err
}

// OwnNotes lists the person's own, the newest first.
func (u *Uptake) OwnNotes(ctx context.Context, a may.Actor) ([]Note, error) {
	if !a.Known() {
		return nil, may.ErrSignIn
	}
	return db.All(ctx, u.DB, scanNote, `
		SELECT `+noteColumns+`
		FROM use_note n
		WHERE n.person_id = $1
		ORDER BY n.made_on DESC, n.id DESC
		LIMIT 100`,
		a.PersonID)
}

// OwnNoteOf gives the person's newest note on a course; ok is false when there is none.
func (u *Uptake) OwnNoteOf(ctx context.Context, personID, courseID string) (n Note, ok bool, err error) {
	n, err = one(ctx, u.DB, scanNote, nil, `
		SELECT `+noteColumns+`
		FROM use_note n
		WHERE n.person_id = $1 AND n.course_id = $2
		ORDER BY n.made_at DESC, n.id DESC
		LIMIT 1`,
		personID, courseID)
	return n, n.ID != "", err
}

// Note gives one with what became of it, to the learner and to who plans with the learner there. When another reads it,
// it is logged. Errors: ErrNoNote, may.ErrDenied.
func (u *Uptake) Note(ctx context.Context, a may.Actor, id string) (n Note, err error) {
	defer fault.Wrap(&err, "note %s", id)
	if n, err = u.findNote(ctx, u.DB, id); err != nil {
		return n, err
	}
	if n.PersonID != a.PersonID {
		if err := u.askNote(ctx, a, &n); err != nil {
			return n, err
		}
		if err := u.Audit.Person(ctx, u.DB, a, "uptake.note", n.PersonID); err != nil {
			return n, err
		}
	}
	n.Follows, err = db.All(ctx, u.DB, func(s db.Scanner) (f Follow, err error) {
		err = s.Scan(&f.On, &f.Outcome, &f.Hindered, &f.NextOn, &f.ByID)
		f.Own = f.ByID == n.PersonID
		return f, err
	}, `SELECT on_day, outcome, hindered, next_on, by_id FROM use_follow WHERE note_id = $1 ORDER BY at, id LIMIT 100`, id)
	return n, err
}

func (u *Uptake) findNote(ctx context.Context, q db.Q, id string) (Note, error) {
	return one(ctx, q, scanNote, ErrNoNote, `SELECT `+noteColumns+` FROM use_note n WHERE n.id = $1`, id)
}

// askNote asks for leave to plan with the person of a note, at the note's own employer (rule 3).
func (u *Uptake) askNote(ctx context.Context, a may.Actor, n *Note) error {
	k, err := u.Staff.Know(ctx, a, may.PlanPerson, n.PersonID, u.Today())
	if err != nil {
		return err
	}
	if k.Employer.ID != n.EmployerID {
		return may.ErrDenied
	}
	n.Name = k.Shown()
	return nil
}

// Propose is the learner's own "how will we use it", with a day to follow it up. Who leads is told the first time.
// Errors: ErrNoNote, ErrText, ErrLong, ErrIdentity, ErrFollowOn, ErrEnded, ErrChanged, may.ErrDenied for others.
func (u *Uptake) Propose(ctx context.Context, a may.Actor, id, text, followOn string, revision int64) (err error) {
	defer fault.Wrap(&err, "propose use %s", id)
	n, err := u.findNote(ctx, u.DB, id)
	if err != nil {
		return err
	}
	if err := may.AskSelf(a, n.PersonID); err != nil {
		return err
	}
	if err := u.checkNote(&text, followOn); err != nil {
		return err
	}
	if n.State == Closed {
		return ErrEnded
	}
	leads, err := u.Leaders(ctx, n.UnitID, n.PersonID)
	if err != nil {
		return err
	}
	return u.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := u.save(ctx, tx, id, revision, `own = $3, follow_on = $4, state = CASE WHEN state = 'new' THEN 'proposed' ELSE state END`, text, followOn); err != nil || n.State != New {
			return err
		}
		for _, lead := range leads {
			if err := u.tell(ctx, tx, "proposed", message.Note{PersonID: lead, EmployerID: n.EmployerID, Args: map[string]string{"course": n.Title}, AboutID: n.PersonID,
				Href: "/min-grupp/anvanda/not/" + n.ID, OnceKey: "use-proposed:" + n.ID + ":" + lead}); err != nil {
				return err
			}
		}
		return nil
	})
}

// Add is what the manager adds to the learner's proposal; both see it. Errors: as Propose, ErrFirst before the learner has written.
func (u *Uptake) Add(ctx context.Context, a may.Actor, id, text, followOn string, revision int64) (err error) {
	defer fault.Wrap(&err, "add to use %s", id)
	n, err := u.findNote(ctx, u.DB, id)
	if err != nil {
		return err
	}
	if n.PersonID == a.PersonID {
		return may.ErrDenied // one's own is proposed
	}
	if err := u.askNote(ctx, a, &n); err != nil {
		return err
	}
	if err := u.checkNote(&text, followOn); err != nil {
		return err
	}
	switch n.State {
	case New:
		return ErrFirst
	case Closed:
		return ErrEnded
	}
	return u.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := u.save(ctx, tx, id, revision, `added = $3, follow_on = $4, added_by = $5, state = 'agreed'`, text, followOn, a.PersonID); err != nil {
			return err
		}
		return u.tell(ctx, tx, "added", message.Note{PersonID: n.PersonID, EmployerID: n.EmployerID, Args: map[string]string{"course": n.Title}, Href: "/anvanda/" + n.ID, OnceKey: "use-added:" + n.ID + ":" + u.Today()})
	})
}

func (u *Uptake) checkNote(text *string, followOn string) error {
	if err := u.text(text, "text", mostText); err != nil {
		return err
	}
	if *text == "" {
		return ErrText
	}
	return u.checkFollowOn(followOn)
}

// mostAhead is how far ahead something is followed up.
const mostAhead = 400

func (u *Uptake) checkFollowOn(day string) error {
	if !isDay(day) || day <= u.Today() || day > lang.ISO(u.Now().In(lang.Zone()).AddDate(0, 0, mostAhead)) {
		return ErrFollowOn
	}
	return nil
}

// save writes in a note whose revision the writer saw; sets begins with $3.
func (u *Uptake) save(ctx context.Context, tx *db.Tx, id string, revision int64, sets string, args ...any) error {
	all := append([]any{id, revision}, args...)
	all = append(all, u.Now())
	n, err := tx.Exec(ctx, `
		UPDATE use_note
		SET `+sets+`, revision = revision + 1, changed_at = $`+number(int64(len(all)))+`
		WHERE id = $1 AND revision = $2`,
		all...)
	if err == nil && n == 0 {
		err = ErrChanged
	}
	return err
}

// FollowUp is what became of it, said by the learner or the manager: used, partly or not yet, what hindered, and a new
// day or ("") none. Errors: ErrNoNote, ErrOutcome, ErrLong, ErrIdentity, ErrFollowOn, ErrFirst, ErrEnded, ErrChanged, may.ErrDenied.
func (u *Uptake) FollowUp(ctx context.Context, a may.Actor, id string, f Follow, revision int64) (err error) {
	defer fault.Wrap(&err, "follow up use %s", id)
	n, err := u.findNote(ctx, u.DB, id)
	if err != nil {
		return err
	}
	if n.PersonID != a.PersonID {
		if err := u.askNote(ctx, a, &n); err != nil {
			return err
		}
	}
	if !slices.Contains(Outcomes(), f.Outcome) {
		return ErrOutcome
	}
	if err := u.text(&f.Hindered, "hinder", mostText); err != nil {
		return err
	}
	if f.NextOn != "" {
		if err := u.checkFollowOn(f.NextOn); err != nil {
			return err
		}
	}
	switch n.State {
	case New:
		return ErrFirst
	case Closed:
		return ErrEnded
	}
	return u.DB.Tx(ctx, func(tx *db.Tx) error {
		sets, args := `state = 'closed'`, []any{}
		if f.NextOn != "" {
			sets, args = `follow_on = $3`, append(args, f.NextOn)
		}
		if err := u.save(ctx, tx, id, revision, sets, args...); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO use_follow (id, note_id, on_day, outcome, hindered, next_on, by_id, at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			u.NewID(), id, u.Today(), string(f.Outcome), f.Hindered, f.NextOn, a.PersonID, u.Now())
		return err
	})
}
