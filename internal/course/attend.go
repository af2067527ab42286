package course

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"time"

	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/record"
)

// Attendance is that somebody was at a session of a course day, as whoever leads it says (R134).
type Attendance struct {
	PersonID, CourseID string
	Version            int64  // of the course when this begins it; 0 = the current one
	OccasionID         string // of room occasion
	SessionID          string
	Session, Sessions  int64     // the session's number in its occasion, from 1, and how many it has
	Day                int64     // which of the course's days it is, from 1; 0 = DayOf tells
	At                 time.Time // when it ended; what lies ahead is noted as now
	Hours              float64   // that the person was there; 0 = the session's share of the day
	Part               bool      // only some of the time: it completes nothing until it is made up
	Missed             string    // of Part: what to make up, in words that the person reads
	Waived             bool      // the person was not there, and whoever arranges the day has found the rest of it enough: no hours
	ControllerID       string    // the person's employer, as the booking says
	ActorID            string    // who says so
	OnceKey            string    // one attendance: "SESSION:PERSON". See Attended
}

// AttendedDetail is Fact.Detail of kind attended. Study is "" for a course that has no days of its own.
type AttendedDetail struct {
	Study    string `json:"study,omitempty"`
	Occasion string `json:"occasion"`
	Session  string `json:"session"`
	Day      int64  `json:"day"`             // from 1
	Share    int64  `json:"share,omitempty"` // which part of the day the session is, from 1 …
	Of       int64  `json:"of,omitempty"`    // … of how many
	Part     bool   `json:"part,omitempty"`
	Missed   string `json:"missed,omitempty"`
	Waived   bool   `json:"waived,omitempty"`
}

// DayOf tells which of a course's days a session is, and which part of that day. An occasion with as many sessions as
// the course has days holds one a day; with more, the sessions are spread over the days in order; with fewer, it holds
// the first days.
func DayOf(days, session, sessions int64) (day, share, of int64) {
	if days < 1 || session < 1 || session > sessions {
		return 1, 1, 1
	}
	if sessions <= days {
		return session, 1, 1
	}
	at := func(s int64) int64 { return (s-1)*days/sessions + 1 }
	day = at(session)
	for s := int64(1); s <= sessions; s++ {
		if at(s) != day {
			continue
		}
		if of++; s <= session {
			share = of
		}
	}
	return day, share, of
}

// Attended notes in the record that somebody was at a course day, and completes the course in the same transaction
// when preparation, lessons, test, days and follow-up are all done. It begins the course for somebody who has not; a
// day at another occasion, of somebody who has completed the course with that day, begins it anew (R064).
//
// The same OnceKey with the same content changes nothing. With other content (part became whole, hours corrected) it
// takes the place of what was said before; after Unattended it counts again. For courses of other kinds (lessons,
// external) only the fact is noted. It asks for no permission: the room that leads the day has.
func (s *Studies) Attended(ctx context.Context, tx *db.Tx, a Attendance) (err error) {
	defer fault.Wrap(&err, "attended %s", a.OnceKey)
	if a.Version == 0 {
		if a.Version, err = currentVersion(ctx, tx, a.CourseID); err != nil {
			return err
		}
	}
	if now := s.Now(); a.At.IsZero() || a.At.After(now) {
		a.At = now
	}
	study, c, err := s.studyFor(ctx, tx, a)
	if err != nil {
		return err
	}
	d := detailOf(a, c)
	d.Study = study.ID
	changed, err := s.noteAttended(ctx, tx, a, c, d)
	if err != nil || !changed || study.ID == "" || study.FinishedAt != nil {
		return err
	}
	p, err := s.progress(ctx, tx, study, study.Version)
	if err != nil {
		return err
	}
	_, err = s.endAt(ctx, tx, p, &employer{a.ControllerID}, latest(a.At, study.ChangedAt))
	return err
}

// detailOf says which part of which day it was.
func detailOf(a Attendance, c *folder.Content) AttendedDetail {
	d := AttendedDetail{Occasion: a.OccasionID, Session: a.SessionID, Day: a.Day, Share: 1, Of: 1, Part: a.Part, Missed: a.Missed, Waived: a.Waived}
	if a.Day == 0 {
		d.Day, d.Share, d.Of = DayOf(int64(len(c.Days)), a.Session, a.Sessions)
	}
	if !a.Part {
		d.Missed = ""
	}
	return d
}

// studyFor is the study that an attendance belongs to, held: the one it was noted in before, else the one under way,
// else the latest that ended unless the course is taken anew, else a new one. Courses without days have none.
func (s *Studies) studyFor(ctx context.Context, tx *db.Tx, a Attendance) (Study, *folder.Content, error) {
	c, err := s.Courses.editionIn(ctx, tx, edition{a.CourseID, a.Version})
	if err != nil || c.Kind != WithDays {
		return Study{Version: a.Version}, c, err
	}
	study, err := s.studyBefore(ctx, tx, a, c)
	if errors.Is(err, db.ErrMissing) {
		study, err = s.beginAttended(ctx, tx, a, c)
	}
	if err != nil || study.Version == a.Version {
		return study, c, err
	}
	c, err = s.Courses.editionIn(ctx, tx, edition{a.CourseID, study.Version})
	return study, c, err
}

// studyBefore finds a study that is there; db.ErrMissing when a new one is to begin.
func (s *Studies) studyBefore(ctx context.Context, tx *db.Tx, a Attendance, c *folder.Content) (Study, error) {
	facts, err := record.About(ctx, tx, a.PersonID, a.CourseID)
	if err != nil {
		return Study{}, err
	}
	if f, ok, _ := keyed(facts, attendedKey(a.OnceKey)); ok {
		if study, err := holdByID(ctx, tx, a.PersonID, detail(f).Study); !errors.Is(err, db.ErrMissing) {
			return study, err
		}
	}
	study, err := holdStudy(ctx, tx, a.PersonID, a.CourseID)
	if !errors.Is(err, db.ErrMissing) {
		return study, err
	}
	if study, err = holdEnded(ctx, tx, a.PersonID, a.CourseID); err != nil {
		return study, err
	}
	if anew(a, study, daysOf(c, facts, study.ID), facts, detailOf(a, c).Day) {
		return study, db.ErrMissing
	}
	return study, nil
}

// anew tells whether somebody who has completed a course takes it again by coming to a day: one that is attended already
// in the study that ended, at another occasion, and after it ended. What is told late belongs to the study that ended.
func anew(a Attendance, ended Study, days []CourseDay, facts []record.Fact, day int64) bool {
	if ended.FinishedAt == nil || !a.At.After(*ended.FinishedAt) || day < 1 || day > int64(len(days)) || !days[day-1].Attended {
		return false
	}
	return !slices.ContainsFunc(facts, func(f record.Fact) bool {
		d := detail(f)
		return f.Kind == record.Attended && d.Study == ended.ID && d.Occasion == a.OccasionID
	})
}

// beginAttended begins a course for somebody who comes to its day.
func (s *Studies) beginAttended(ctx context.Context, tx *db.Tx, a Attendance, c *folder.Content) (Study, error) {
	first := firstSpot(c)
	begun := Study{ID: s.NewID(), PersonID: a.PersonID, CourseID: a.CourseID, Version: a.Version, BegunAt: a.At, ChangedAt: a.At, Lesson: first.Lesson, Step: first.Step}
	if err := insertStudy(ctx, tx, begun); err != nil {
		return begun, err
	}
	study, err := holdStudy(ctx, tx, a.PersonID, a.CourseID)
	if err != nil || s.Begun == nil {
		return study, err
	}
	return study, s.Begun(ctx, tx, a.PersonID)
}

// noteAttended appends the fact, and takes back the one it comes instead of.
func (s *Studies) noteAttended(ctx context.Context, tx *db.Tx, a Attendance, c *folder.Content, d AttendedDetail) (changed bool, err error) {
	facts, err := record.About(ctx, tx, a.PersonID, a.CourseID)
	if err != nil {
		return false, err
	}
	if a.Hours == 0 && d.Day <= int64(len(c.Days)) && !a.Part && !a.Waived {
		a.Hours = c.Days[d.Day-1].Hours / float64(d.Of)
	}
	before, stands, key := keyed(facts, attendedKey(a.OnceKey))
	if stands && detail(before) == d && before.Hours == a.Hours {
		return false, nil
	}
	body, err := json.Marshal(d)
	if err != nil {
		return false, err
	}
	_, err = s.Record.Append(ctx, tx, record.Fact{
		PersonID: a.PersonID, Kind: record.Attended, CourseID: a.CourseID, Version: a.Version, Title: c.Title,
		At: a.At, ValidUntil: record.ValidFor(a.At.In(s.Place), c.ValidityMonths), Hours: a.Hours,
		Source: record.FromCourse, ActorID: a.ActorID, ControllerID: a.ControllerID, OnceKey: key, Detail: string(body),
	})
	if err != nil || !stands {
		return true, err
	}
	return true, s.takeBack(ctx, tx, before, a.ActorID, "changed")
}

// Unattended takes back an attendance that was wrong. When the course was completed by it, the completion is taken
// back too, its certificate with it, and the study is open again. An attendance that does not stand changes nothing.
func (s *Studies) Unattended(ctx context.Context, tx *db.Tx, personID, courseID, onceKey, actorID, reason string) (err error) {
	defer fault.Wrap(&err, "unattended %s", onceKey)
	facts, err := record.About(ctx, tx, personID, courseID)
	if err != nil {
		return err
	}
	f, stands, _ := keyed(facts, attendedKey(onceKey))
	if !stands {
		return nil
	}
	return s.takeBack(ctx, tx, f, actorID, reason)
}

func (s *Studies) takeBack(ctx context.Context, tx *db.Tx, f record.Fact, actorID, reason string) error {
	if err := s.Record.TakeBack(ctx, tx, f, actorID, reason); err != nil {
		return err
	}
	return s.reopen(ctx, tx, f, actorID, reason)
}

// OnFact listens to the record: an attendance that somebody takes back there opens the study that it completed.
func (s *Studies) OnFact(ctx context.Context, tx *db.Tx, f record.Fact) error {
	if f.Kind != record.Revoked || f.CourseID == "" {
		return nil
	}
	facts, err := record.About(ctx, tx, f.PersonID, f.CourseID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(facts, func(o record.Fact) bool { return o.ID == f.Revokes })
	if i < 0 || facts[i].Kind != record.Attended {
		return nil
	}
	return s.reopen(ctx, tx, facts[i], f.ActorID, f.Reason())
}

// reopen opens a study again that an attendance which is now taken back had completed. Where the person has begun the
// course anew since, the old study stays ended; its completion is taken back all the same.
func (s *Studies) reopen(ctx context.Context, tx *db.Tx, f record.Fact, actorID, reason string) error {
	study, err := holdByID(ctx, tx, f.PersonID, detail(f).Study)
	if errors.Is(err, db.ErrMissing) || err == nil && study.FinishedAt == nil {
		return nil
	}
	if err != nil {
		return err
	}
	p, err := s.progress(ctx, tx, study, study.Version)
	if err != nil || len(p.DaysLeft()) == 0 { // preparation that was unticked since does not undo what was done
		return err
	}
	return s.reopenWhole(ctx, tx, study, actorID, reason)
}

// reopenWhole takes back the completion of a study that has ended, and opens it again.
func (s *Studies) reopenWhole(ctx context.Context, tx *db.Tx, study Study, actorID, reason string) error {
	facts, err := record.About(ctx, tx, study.PersonID, study.CourseID)
	if err != nil {
		return err
	}
	for _, key := range []string{completedKey(study.ID), passedKey(study.ID)} {
		if done, stands, _ := keyed(facts, key); stands {
			if err := s.Record.TakeBack(ctx, tx, done, actorID, reason); err != nil {
				return err
			}
		}
	}
	return reopenStudy(ctx, tx, study, s.Now())
}

func attendedKey(once string) string     { return "attended:" + once }
func completedKey(studyID string) string { return "study:" + studyID + ":completed" }
func passedKey(studyID string) string    { return "study:" + studyID + ":passed" }

// keyed finds the standing fact of a key, or the key that a new one gets: a fact is taken back for good, so what is
// said again after that has the next key, key:2, key:3 ….
func keyed(facts []record.Fact, key string) (f record.Fact, stands bool, next string) {
	standing, used := record.Standing(facts), map[string]bool{}
	for _, f := range facts {
		used[f.OnceKey] = true
	}
	next = key
	for n := 2; used[next]; n++ {
		if i := slices.IndexFunc(standing, func(f record.Fact) bool { return f.OnceKey == next }); i >= 0 {
			f, stands = standing[i], true
		}
		next = key + ":" + strconv.Itoa(n)
	}
	return f, stands, next
}

func detail(f record.Fact) (d AttendedDetail) {
	if json.Unmarshal([]byte(f.Detail), &d) != nil {
		return AttendedDetail{} // facts from elsewhere keep other things there
	}
	return d
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
