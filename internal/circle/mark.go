package circle

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/offline"
	"yrkesresan/internal/record"
)

// How a mark was made.
const (
	ByList   = "list"   // by who leads, on the list
	BySelf   = "self"   // by the person: "jag är med"
	ByAlone  = "alone"  // by the person, who has reflected alone (R154)
	ByRecord = "record" // somebody took the fact back in the record
)

// Mark is a note about somebody at a meeting. Marks are never edited: of all the newest holds.
type Mark struct {
	ID        string // made where the mark is made: the same again changes nothing
	MeetingID string
	PersonID  string // "" = the actor
	Present   bool
	Alone     bool      // the person has reflected alone
	At        time.Time // when it was made; zero = now
	How, By   string    // set here
}

// Presence is what the marks of somebody at a meeting say.
type Presence struct {
	PersonID, EmployerID, UnitID string
	Present                      bool
	Alone                        bool  // reflected alone, and was not at the meeting itself
	Minutes                      int64 // that count, when it has become a fact
	Counted                      bool  // a fact of the record says it
	At                           time.Time
}

// said is what marks say: the newest that somebody was there, or reflected alone, or neither.
type said struct {
	there, alone bool
	at           time.Time // of the newest
	aloneAt      time.Time // of the first that says alone, since anybody said absent
}

// judge reads marks in whatever order they came. Absence takes back all before it.
func judge(marks []Mark) said {
	marks = slices.Clone(marks)
	slices.SortFunc(marks, func(a, b Mark) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	var s said
	for _, m := range marks {
		switch {
		case !m.Present:
			s.there, s.alone = false, false
		case m.Alone:
			if !s.alone {
				s.aloneAt = m.At
			}
			s.alone = true
		default:
			s.there = true
		}
		s.at = m.At
	}
	return s
}

// counted tells whether what the marks say is a fact of a meeting, and how many minutes of it.
func (s said) counted(m Meeting) (minutes int64, is bool) {
	switch {
	case s.there && m.State == Held:
		return m.HeldMinutes, true
	case s.alone:
		return m.Minutes, true
	}
	return 0, false
}

// How long before a meeting and after it people mark themselves, and reflect alone.
const (
	opensBefore = 30 * time.Minute
	selfDays    = 2 // the day itself and the one after
	aloneBefore = 7 // days
	aloneAfter  = 28
)

// Mark takes marks of people at meetings, in whatever order; what a phone has kept comes here too. Who leads, or may lead
// meetings at the unit, marks anybody who takes part; everybody marks oneself, and says that one has reflected alone. What
// has been taken before is taken; what cannot be taken says why. A mark at a held meeting becomes a fact, or takes it back.
func (c *Circles) Mark(ctx context.Context, a may.Actor, marks []Mark) (answers []offline.Answer, err error) {
	defer fault.Wrap(&err, "take %d marks", len(marks))
	if !a.Known() {
		return nil, may.ErrSignIn
	}
	for _, m := range marks {
		late, err := c.late(ctx, a, m)
		if err != nil {
			return answers, err
		}
		answer := offline.Answer{ID: m.ID, State: offline.Taken}
		older := false
		err = c.DB.Tx(ctx, func(tx *db.Tx) (err error) {
			older, err = c.mark(ctx, tx, a, m, late)
			return err
		})
		if f := fault.Of(err); f != nil && f.Kind != fault.Internal && f.Kind != fault.Busy {
			answer.State, answer.Text, err = offline.Refused, f.Key, nil
		}
		if err != nil {
			return answers, err
		}
		if older {
			answer.State = offline.Older
		}
		answers = append(answers, answer)
	}
	return answers, nil
}

// MarkOne is Mark of one, which says what was wrong.
func (c *Circles) MarkOne(ctx context.Context, a may.Actor, m Mark) (err error) {
	defer fault.Wrap(&err, "mark %s at meeting %s", m.PersonID, m.MeetingID)
	if !a.Known() {
		return may.ErrSignIn
	}
	late, err := c.late(ctx, a, m)
	if err != nil {
		return err
	}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := c.mark(ctx, tx, a, m, late)
		return err
	})
}

const mostKey = 64 // letters of a mark's id

func (c *Circles) mark(ctx context.Context, tx *db.Tx, a may.Actor, m Mark, late *Member) (older bool, err error) {
	if m.ID == "" || len(m.ID) > mostKey || strings.Contains(m.ID, ":") { // with a colon are those made here: nobody takes their place
		return false, ErrKey
	}
	meeting, err := holdMeeting(ctx, tx, m.MeetingID)
	if err != nil {
		return false, err
	}
	x, err := circleOf(ctx, tx, meeting.CircleID)
	if err != nil {
		return false, err
	}
	s, _, err := c.standing(ctx, tx, a, x)
	if err != nil {
		return false, err
	}
	m.PersonID, m.By = cmp.Or(m.PersonID, a.PersonID), a.PersonID
	now, pressed := c.Now(), m.At.IsZero()
	if pressed || m.At.After(now) {
		m.At = now
	}
	m.At = m.At.UTC().Truncate(time.Millisecond)
	who, err := c.markable(ctx, tx, a, s, x, meeting, &m, late)
	if err != nil {
		return false, err
	}
	known, err := marksOf(ctx, tx, m.MeetingID, m.PersonID)
	if err != nil {
		return false, err
	}
	older = slices.ContainsFunc(known, func(k Mark) bool { return k.At.After(m.At) })
	if slices.ContainsFunc(known, func(k Mark) bool { return k.ID == m.ID }) && pressed && known[len(known)-1].Present != m.Present {
		m.ID = c.NewID() // a page from before, pressed once more after the other choice
	}
	if added, err := c.insertMark(ctx, tx, m, who.EmployerID); err != nil || !added {
		return false, err
	}
	return older, c.follow(ctx, tx, x, meeting, who, a.PersonID)
}

// markable says whether a mark can be made, how it was made, and of whom.
func (c *Circles) markable(ctx context.Context, tx *db.Tx, a may.Actor, s Standing, x Circle, meeting Meeting, m *Mark, late *Member) (Member, error) {
	if m.Alone || m.PersonID == a.PersonID && !s.Steers {
		m.How = BySelf
		return s.Member, c.bySelf(ctx, tx, a, s, x, meeting, m)
	}
	m.How = ByList
	switch {
	case !s.Steers:
		return Member{}, may.ErrDenied
	case meeting.State == Cancelled:
		return Member{}, ErrOff
	case c.dayOf(m.At) < meeting.Day:
		return Member{}, ErrEarly
	}
	who, is, err := memberOf(ctx, tx, x.ID, m.PersonID)
	if err != nil || is {
		return who, err
	}
	if late == nil {
		return who, ErrNotIn
	}
	return *late, putMember(ctx, tx, *late)
}

// bySelf says whether somebody can mark oneself.
func (c *Circles) bySelf(ctx context.Context, tx *db.Tx, a may.Actor, s Standing, x Circle, meeting Meeting, m *Mark) error {
	if m.PersonID != a.PersonID || !s.IsMember {
		return ErrNotIn
	}
	day := c.dayOf(m.At)
	switch {
	case s.Member.State == Left:
		return ErrOut
	case meeting.State == Cancelled:
		return ErrOff
	}
	if m.Alone {
		if m.How = ByAlone; day < addDays(meeting.Day, -aloneBefore) || day > addDays(meeting.Day, aloneAfter) {
			return ErrAlone
		}
		if !m.Present {
			return nil
		}
		left, err := c.stepsLeft(ctx, tx, x, meeting, a.PersonID)
		if err == nil && left > 0 {
			err = ErrSteps
		}
		return err
	}
	if m.At.Before(meeting.BeginsAt(c.Place).Add(-opensBefore)) || day >= addDays(meeting.Day, selfDays) {
		return ErrWindow
	}
	return nil
}

// late finds somebody of the unit whom nobody has asked: new since, or forgotten. nil: the person takes part already, or
// is nobody of the unit. It is read before the transaction, which asks for no second connection.
func (c *Circles) late(ctx context.Context, a may.Actor, m Mark) (*Member, error) {
	if m.PersonID == "" || m.PersonID == a.PersonID {
		return nil, nil
	}
	meeting, err := meetingOf(ctx, c.DB, m.MeetingID)
	if errors.Is(err, ErrNoMeeting) {
		return nil, nil // the mark itself says so
	}
	if err != nil {
		return nil, err
	}
	if _, is, err := memberOf(ctx, c.DB, meeting.CircleID, m.PersonID); err != nil || is {
		return nil, err
	}
	x, err := circleOf(ctx, c.DB, meeting.CircleID)
	if err != nil {
		return nil, err
	}
	p, err := c.placeOf(ctx, c.DB, x.UnitID)
	if err != nil {
		return nil, err
	}
	crew, err := c.roster(ctx, p)
	if err != nil {
		return nil, err
	}
	for _, k := range crew {
		if k.Employee.PersonID == m.PersonID {
			return &Member{CircleID: x.ID, PersonID: m.PersonID, EmployerID: k.Employee.EmployerID, UnitID: p.Unit.ID, How: OfUnit, State: Invited, InvitedBy: a.PersonID, ChangedAt: c.Now()}, nil
		}
	}
	return nil, nil
}

// follow reads the marks of somebody again and lets the record say what they say.
func (c *Circles) follow(ctx context.Context, tx *db.Tx, x Circle, meeting Meeting, who Member, by string) error {
	marks, err := marksOf(ctx, tx, meeting.ID, who.PersonID)
	if err != nil || len(marks) == 0 {
		return err
	}
	s := judge(marks)
	minutes, counts := s.counted(meeting)
	had, err := factKeyOf(ctx, tx, meeting.ID, who.PersonID)
	if err != nil {
		return err
	}
	// What is kept comes before the record is told: its listener sees what holds.
	put := func(key string) error {
		return putPresence(ctx, tx, meeting.ID, Presence{PersonID: who.PersonID, EmployerID: who.EmployerID, UnitID: who.UnitID,
			Present: s.there || s.alone, Alone: s.alone && !(s.there && meeting.State == Held), Minutes: minutes, At: s.at}, key)
	}
	if !counts {
		if err := put(""); err != nil {
			return err
		}
		return c.takeBack(ctx, tx, x, who.PersonID, had, by)
	}
	at, alone := s.aloneAt, true
	if s.there && meeting.State == Held {
		at, alone = meeting.BeginsAt(c.Place), false
	}
	f := record.Fact{PersonID: who.PersonID, Kind: record.Attended, CourseID: courseKey(x), Title: x.Title, At: at, Hours: float64(minutes) / 60, Source: Source,
		ActorID: by, ControllerID: who.EmployerID}
	return c.say(ctx, tx, x, detail{x.ID, meeting.ID, alone}, f, had, put)
}

// detail is Fact.Detail of what this room says.
type detail struct {
	Circle  string `json:"circle"`
	Meeting string `json:"meeting"`
	Alone   bool   `json:"alone,omitempty"` // reflected alone: it is not enough where a place asks for reflection in a group
}

// say appends a fact in place of the one that stood; the same changes nothing.
func (c *Circles) say(ctx context.Context, tx *db.Tx, x Circle, d detail, f record.Fact, had string, put func(key string) error) error {
	facts, err := record.About(ctx, tx, f.PersonID, f.CourseID)
	if err != nil {
		return err
	}
	if now := c.Now(); f.At.After(now) {
		f.At = now
	}
	f.At = f.At.UTC().Truncate(time.Millisecond)
	used := map[string]bool{}
	for _, old := range facts {
		used[old.OnceKey] = true
	}
	body, err := json.Marshal(d)
	if err != nil {
		return err
	}
	for _, old := range record.Standing(facts) {
		if had != "" && old.OnceKey == had && old.Detail == string(body) && old.Hours == f.Hours && c.dayOf(old.At) == c.dayOf(f.At) {
			return put(had)
		}
	}
	first := "circle:" + d.Meeting + ":" + f.PersonID
	f.OnceKey = first
	for n := 2; used[f.OnceKey]; n++ {
		f.OnceKey = first + ":" + strconv.Itoa(n)
	}
	f.Detail = string(body)
	if err := put(f.OnceKey); err != nil {
		return err
	}
	if _, err := c.Record.Append(ctx, tx, f); err != nil {
		return err
	}
	return c.takeBack(ctx, tx, x, f.PersonID, had, f.ActorID)
}

// takeBack takes back the fact of a key, when it stands.
func (c *Circles) takeBack(ctx context.Context, tx *db.Tx, x Circle, personID, key, by string) error {
	if key == "" {
		return nil
	}
	facts, err := record.About(ctx, tx, personID, courseKey(x))
	if err != nil {
		return err
	}
	for _, f := range record.Standing(facts) {
		if f.OnceKey == key {
			return c.Record.TakeBack(ctx, tx, f, by, c.Messages.Texts.T("circle.mark_changed"))
		}
	}
	return nil
}

// courseKey is what the record says that a meeting was about.
func courseKey(x Circle) string {
	if x.CourseID != "" {
		return x.CourseID
	}
	return "guide:" + x.GuideID
}

// OnFact listens to the record: it tells the listeners, and a fact that somebody takes back there is a mark that the person
// was not there, so that it stays taken back.
func (c *Circles) OnFact(ctx context.Context, tx *db.Tx, f record.Fact) error {
	if f.Source != Source {
		return nil
	}
	if f.Kind == record.Revoked {
		if err := c.revoked(ctx, tx, f); err != nil {
			return err
		}
	}
	for _, tell := range c.Listeners {
		if err := tell(ctx, tx, Reflected{PersonID: f.PersonID, CourseID: f.CourseID, At: f.At, Is: f.Kind != record.Revoked}); err != nil {
			return err
		}
	}
	return nil
}

// revoked marks somebody absent whose fact was taken back in the record, not here.
func (c *Circles) revoked(ctx context.Context, tx *db.Tx, f record.Fact) error {
	facts, err := record.About(ctx, tx, f.PersonID, f.CourseID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(facts, func(o record.Fact) bool { return o.ID == f.Revokes })
	if i < 0 {
		return nil
	}
	var d detail
	if json.Unmarshal([]byte(facts[i].Detail), &d) != nil || d.Meeting == "" {
		return nil
	}
	key, err := factKeyOf(ctx, tx, d.Meeting, f.PersonID)
	if err != nil || key != facts[i].OnceKey { // taken back here, because something else holds
		return err
	}
	if _, err := c.insertMark(ctx, tx, Mark{ID: "fact:" + f.ID, MeetingID: d.Meeting, PersonID: f.PersonID, How: ByRecord, By: f.ActorID, At: c.Now().UTC().Truncate(time.Millisecond)}, f.ControllerID); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		UPDATE circle_presence SET present = $3, alone = $3, minutes = 0, fact_key = '', marked_at = $4
		WHERE meeting_id = $1 AND person_id = $2`,
		d.Meeting, f.PersonID, false, c.Now())
	return err
}

func (c *Circles) insertMark(ctx context.Context, tx *db.Tx, m Mark, employerID string) (added bool, err error) {
	n, err := tx.Exec(ctx, `
		INSERT INTO circle_mark (id, meeting_id, person_id, employer_id, present, how, by_id, marked_at, received_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (id) DO NOTHING`,
		m.ID, m.MeetingID, m.PersonID, employerID, m.Present, m.How, m.By, m.At, c.Now())
	return n == 1, err
}

// marksOf gives the marks of somebody at a meeting.
func marksOf(ctx context.Context, q db.Q, meetingID, personID string) ([]Mark, error) {
	return db.All(ctx, q, func(s db.Scanner) (m Mark, err error) {
		err = s.Scan(&m.ID, &m.MeetingID, &m.PersonID, &m.Present, &m.How, &m.By, &m.At)
		m.Alone = m.How == ByAlone
		return m, err
	}, `
		SELECT id, meeting_id, person_id, present, how, by_id, marked_at
		FROM circle_mark
		WHERE meeting_id = $1 AND person_id = $2
		ORDER BY marked_at, id
		LIMIT 1000`,
		meetingID, personID)
}

// factKeyOf gives the key of the fact that a person's marks at a meeting stand for; "" none.
func factKeyOf(ctx context.Context, q db.Q, meetingID, personID string) (string, error) {
	key, err := db.One(ctx, q, db.Text, `
		SELECT fact_key
		FROM circle_presence
		WHERE meeting_id = $1 AND person_id = $2`,
		meetingID, personID)
	if isMissing(err) {
		return "", nil
	}
	return key, err
}

func putPresence(ctx context.Context, tx *db.Tx, meetingID string, p Presence, key string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO circle_presence (meeting_id, person_id, employer_id, unit_id, present, alone, minutes, fact_key, marked_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (meeting_id, person_id) DO UPDATE SET
			present = excluded.present, alone = excluded.alone, minutes = excluded.minutes, fact_key = excluded.fact_key, marked_at = excluded.marked_at`,
		meetingID, p.PersonID, p.EmployerID, p.UnitID, p.Present, p.Alone, p.Minutes, key, p.At)
	return err
}

// dayOf is the day of an instant in Sweden.
func (c *Circles) dayOf(t time.Time) string { return t.In(c.Place).Format(time.DateOnly) }

// addDays moves a day.
func addDays(day string, n int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day // days are checked before they are stored
	}
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}
