package circle

import (
	"context"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/circle/guide"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Person is somebody who takes part, as lists show.
type Person struct {
	Member
	Name     string // of a protected identity the contact code (rule 7)
	Unit     string // of a guest; "" of a protected identity
	Guarded  bool
	Leader   bool
	Marked   bool // somebody has said whether the person was there; only to who sees it
	Presence Presence
}

// View is a meeting as an actor sees it.
type View struct {
	Circle  Circle
	Meeting Meeting
	Number  int           // which of the circle's meetings it is that are not called off, from 1
	Of      int           // how many there are
	Agenda  guide.Meeting // title, steps and questions
	Place   Place         // the unit that plans
	Leader  string        // name
	Standing
	People     []Person // who takes part, in name order; presence only to who leads or answers for them
	Guests     int      // how many of them are from elsewhere
	Present    int      // how many were there, or reflected alone
	Own        Presence // the actor's
	Marked     bool     // the actor is marked
	OpenSelf   bool     // the actor may mark oneself now
	OpenAlone  bool     // the actor may reflect alone now
	StepsLeft  int      // of reflecting alone
	WasIn      bool     // what the group writes at the meeting is the actor's to read and write
	Texts      map[string]Text
	Thoughts   map[string]Thought   // the actor's own, by step
	Shared     map[string][]Thought // of others who share them, by step
	Agreements []Agreement
}

// Meeting gives a meeting: to who takes part and who leads its agenda, people, texts and shared thoughts; to who answers for
// the unit when it is or was and who of the unit was there, never texts (rule 42). Errors: ErrNoMeeting, may.ErrDenied.
func (c *Circles) Meeting(ctx context.Context, a may.Actor, id string) (v View, err error) {
	if v, err = c.Agenda(ctx, a, id); err != nil {
		return v, err
	}
	defer fault.Wrap(&err, "meeting %s", id)
	if v.People, err = c.people(ctx, a, v.Circle, v.Standing, []string{id}); err != nil {
		return v, err
	}
	return v, c.fillPresence(ctx, a, &v)
}

// Agenda gives a meeting as Meeting does, without people and who was there: for what a whole room sees. It is no viewing of
// people, and is not logged. Errors: as Meeting.
func (c *Circles) Agenda(ctx context.Context, a may.Actor, id string) (v View, err error) {
	defer fault.Wrap(&err, "agenda of meeting %s", id)
	if v.Meeting, err = meetingOf(ctx, c.DB, id); err != nil {
		return v, err
	}
	if v.Circle, err = circleOf(ctx, c.DB, v.Meeting.CircleID); err != nil {
		return v, err
	}
	if v.Standing, v.Place, err = c.standing(ctx, c.DB, a, v.Circle); err != nil {
		return v, err
	}
	if !v.Steers {
		v.Circle.Guide = v.Circle.Guide.Shown()
	}
	v.Agenda = v.Circle.Guide.Part(v.Meeting.Part)
	all, err := meetingsOf(ctx, c.DB, v.Circle.ID)
	if err != nil {
		return v, err
	}
	for _, m := range all {
		if m.State == Cancelled && m.ID != id {
			continue
		}
		if v.Of++; m.ID == id {
			v.Number = v.Of
		}
	}
	return v, c.fillTexts(ctx, a, &v)
}

func (c *Circles) fillPresence(ctx context.Context, a may.Actor, v *View) error {
	presence, err := presenceAt(ctx, c.DB, []string{v.Meeting.ID})
	if err != nil {
		return err
	}
	here := presence[v.Meeting.ID]
	for _, p := range here {
		if p.Present {
			v.Present++
		}
	}
	for _, p := range v.People {
		if p.How == Guest {
			v.Guests++
		}
		if p.PersonID == v.Circle.LeaderID {
			v.Leader = p.Name
		}
	}
	if v.Leader == "" && v.Circle.LeaderID != "" {
		names, _, err := c.names(ctx, []string{v.Circle.LeaderID})
		if err != nil {
			return err
		}
		v.Leader = names[v.Circle.LeaderID]
	}
	v.Own, v.Marked = here[a.PersonID]
	day, now := c.Today(), c.Now()
	v.OpenSelf = v.IsMember && v.Member.State != Left && v.Meeting.State != Cancelled && !now.Before(v.Meeting.BeginsAt(c.Place).Add(-opensBefore)) && day < addDays(v.Meeting.Day, selfDays)
	v.OpenAlone = v.Takes && day >= addDays(v.Meeting.Day, -aloneBefore) && day <= addDays(v.Meeting.Day, aloneAfter)
	if v.Takes {
		v.StepsLeft, err = c.stepsLeft(ctx, c.DB, v.Circle, v.Meeting, a.PersonID)
	}
	return err
}

func (c *Circles) fillTexts(ctx context.Context, a may.Actor, v *View) (err error) {
	all, err := agreementsOf(ctx, c.DB, v.Circle.ID)
	if err != nil {
		return err
	}
	for _, g := range all {
		if g.MeetingID == v.Meeting.ID {
			v.Agreements = append(v.Agreements, g)
		}
	}
	if err := c.nameOwners(ctx, v.Agreements); err != nil || !v.Reads() {
		return err
	}
	if v.Thoughts, err = thoughtsOf(ctx, c.DB, v.Meeting.ID, a.PersonID); err != nil { // one's own, whenever one came in
		return err
	}
	if v.WasIn, err = c.wasIn(ctx, c.DB, a, v.Circle, v.Meeting, v.Standing); err != nil || !v.WasIn {
		return err
	}
	if v.Texts, err = textsOf(ctx, c.DB, v.Meeting.ID); err != nil {
		return err
	}
	v.Shared, err = c.sharedOf(ctx, v.Meeting.ID, a.PersonID)
	return err
}

// wasIn tells whether what the group writes at a meeting is the actor's to read: of who had come in before it was over, of
// whom somebody else has marked as there, and of who said so on the day. Nobody lets oneself in afterwards: neither by taking
// the lead, by holding the meeting or taking that back, nor by a mark of one's own on the list or of having reflected alone.
func (c *Circles) wasIn(ctx context.Context, q db.Q, a may.Actor, x Circle, m Meeting, s Standing) (bool, error) {
	if !s.Reads() {
		return false, nil
	}
	if s.cameIn(x, m.EndsAt(c.Place)) {
		return true, nil
	}
	marks, err := marksOf(ctx, q, m.ID, a.PersonID)
	marks = slices.DeleteFunc(marks, func(k Mark) bool { return k.Present && (k.Alone || k.How == ByList && k.By == a.PersonID) })
	return judge(marks).there, err
}

// cameIn tells whether who reads what the group writes did so at an instant, or since the circle was planned.
func (s Standing) cameIn(x Circle, by time.Time) bool {
	since := s.Member.ChangedAt
	if !s.IsMember { // leads, and works nowhere
		since = x.ChangedAt
	}
	return since.Before(by) || !since.After(x.MadeAt)
}

// sharedOf gives the thoughts that others share at a meeting, by step.
func (c *Circles) sharedOf(ctx context.Context, meetingID, but string) (map[string][]Thought, error) {
	all, err := db.All(ctx, c.DB, scanThought, `
		SELECT person_id, step, text, shared, ticked
		FROM circle_thought
		WHERE meeting_id = $1 AND shared AND text <> '' AND person_id <> $2
		ORDER BY step, changed_at, person_id
		LIMIT 1000`,
		meetingID, but)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, t := range all {
		ids = append(ids, t.PersonID)
	}
	names, _, err := c.names(ctx, ids)
	out := map[string][]Thought{}
	for _, t := range all {
		t.Name, t.Ticked = names[t.PersonID], false
		out[t.Step] = append(out[t.Step], t)
	}
	return out, err
}

// people are those of a circle, in name order, with their presence at a meeting where the actor may see it: who leads sees
// all, and so does who leads in the leader's place; who answers for the unit those of the unit. Others who take part see names only; who declined is seen by who leads.
func (c *Circles) people(ctx context.Context, a may.Actor, x Circle, s Standing, meetingIDs []string) ([]Person, error) {
	members, err := membersOf(ctx, c.DB, x.ID)
	if err != nil {
		return nil, err
	}
	presence, err := presenceAt(ctx, c.DB, meetingIDs)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(members))
	for i, m := range members {
		ids[i] = m.PersonID
	}
	names, guarded, err := c.names(ctx, ids)
	if err != nil {
		return nil, err
	}
	units := map[string]string{}
	var out []Person
	for _, m := range members {
		if !m.In() && !s.Leads && m.PersonID != a.PersonID || !s.Reads() && m.How == Guest || m.State == Left {
			continue
		}
		p := Person{Member: m, Name: names[m.PersonID], Guarded: guarded[m.PersonID], Leader: m.PersonID == x.LeaderID}
		if p.How == Guest && !p.Guarded {
			if _, known := units[m.UnitID]; !known {
				n, err := c.Tree.FindEver(ctx, m.UnitID)
				if err != nil {
					return nil, err
				}
				units[m.UnitID] = n.Name
			}
			p.Unit = units[m.UnitID]
		}
		if p.Guarded && m.PersonID != a.PersonID {
			p.UnitID, p.EmployerID = "", ""
		}
		if s.sees(m) || m.PersonID == a.PersonID {
			for _, id := range meetingIDs {
				if at, marked := presence[id][m.PersonID]; marked {
					p.Presence, p.Marked = at, true
				}
			}
		}
		out = append(out, p)
	}
	lang.SortBy(out, func(p Person) string { return p.Name })
	if (s.Leads || s.Steers || s.Answers) && len(out) > 0 {
		return out, c.Audit.Node(ctx, c.DB, a, "circle.people", x.UnitID)
	}
	return out, nil
}

// presenceAt gives what marks say at some meetings, by meeting and person.
func presenceAt(ctx context.Context, q db.Q, meetingIDs []string) (map[string]map[string]Presence, error) {
	out := map[string]map[string]Presence{}
	for some := range slices.Chunk(meetingIDs, 300) {
		err := db.Each(ctx, q, func(s db.Scanner) (r presenceRow, err error) {
			var key string
			err = s.Scan(&r.meeting, &r.PersonID, &r.EmployerID, &r.UnitID, &r.Present, &r.Alone, &r.Minutes, &key, &r.At)
			r.Counted = key != ""
			return r, err
		}, func(r presenceRow) error {
			if out[r.meeting] == nil {
				out[r.meeting] = map[string]Presence{}
			}
			out[r.meeting][r.PersonID] = r.Presence
			return nil
		}, `
			SELECT meeting_id, person_id, employer_id, unit_id, present, alone, minutes, fact_key, marked_at
			FROM circle_presence
			WHERE meeting_id IN (`+db.Marks(1, len(some))+`)
			ORDER BY meeting_id, person_id`,
			db.Args(some)...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

type presenceRow struct {
	Presence
	meeting string
}

// OwnMeeting is a meeting in somebody's own list.
type OwnMeeting struct {
	Meeting
	Circle   string // its title
	Kind     guide.Kind
	CourseID string
	UnitID   string
	Unit     string
	Leads    bool
	Member   string // Invited or Declined; "" = only leads
	Marked   bool
	Presence Presence
	asked    *time.Time // when the person was asked, and when that last changed; nil for who only leads
	answered *time.Time
}

// Changes says how the meeting's entry in the person's own calendar has changed: when last, by the meeting or by the person's
// answer, and a number that grows with each of them (SEQUENCE, RFC 5545), so that a calendar notices a no as well.
func (o OwnMeeting) Changes() (at time.Time, sequence int64) {
	at, sequence = o.ChangedAt, o.Sequence
	if o.asked == nil || o.answered == nil {
		return at, sequence
	}
	if o.answered.After(at) {
		at = *o.answered
	}
	return at, sequence + max(0, int64(o.answered.Sub(*o.asked)/time.Second))
}

// OwnMeetings gives the meetings that the actor takes part in or leads, from two months ago on, the earliest first.
func (c *Circles) OwnMeetings(ctx context.Context, a may.Actor) ([]OwnMeeting, error) {
	if !a.Known() {
		return nil, may.ErrSignIn
	}
	return c.meetingsOfPerson(ctx, a.PersonID, addDays(c.Today(), -62), "9999-12-31", mostOwn)
}

// mostOwn bounds a person's list.
const mostOwn = 200

// MeetingsOf gives the meetings that somebody takes part in or leads between two days, for the own calendar. The caller has
// asked for leave.
func (c *Circles) MeetingsOf(ctx context.Context, personID, from, to string) ([]OwnMeeting, error) {
	return c.meetingsOfPerson(ctx, personID, from, to, mostOwn)
}

func (c *Circles) meetingsOfPerson(ctx context.Context, personID, from, to string, limit int) ([]OwnMeeting, error) {
	out, err := db.All(ctx, c.DB, func(s db.Scanner) (o OwnMeeting, err error) {
		var leader, key string
		err = s.Scan(append(o.Meeting.fields(), &o.Circle, &o.Kind, &o.CourseID, &o.UnitID, &o.Unit, &leader, &o.Member, &o.asked, &o.answered, &o.Marked,
			&o.Presence.Present, &o.Presence.Alone, &o.Presence.Minutes, &key)...)
		o.Leads, o.Presence.Counted = leader == personID, key != ""
		return o, err
	}, `
		SELECT `+meetingColumns+`, c.title, c.kind, c.course_id, c.unit_id,
			COALESCE((SELECT n.name FROM node_place n WHERE n.node_id = c.unit_id AND n.valid_until = '9999-12-31'), ''), c.leader_id, COALESCE(k.state, ''),
			k.invited_at, k.changed_at,
			CASE WHEN p.person_id IS NULL THEN FALSE ELSE TRUE END, COALESCE(p.present, FALSE), COALESCE(p.alone, FALSE), COALESCE(p.minutes, 0), COALESCE(p.fact_key, '')
		FROM circle c
		JOIN circle_meeting m ON m.circle_id = c.id
		LEFT JOIN circle_member k ON k.circle_id = c.id AND k.person_id = $1
		LEFT JOIN circle_presence p ON p.meeting_id = m.id AND p.person_id = $1
		WHERE c.id IN (
				SELECT i.circle_id FROM circle_member i WHERE i.person_id = $1 AND i.state <> 'left'
				UNION
				SELECT l.id FROM circle l WHERE l.leader_id = $1)
			AND m.on_day >= $2 AND m.on_day <= $3
		ORDER BY m.on_day, m.begins, m.id
		LIMIT $4`,
		personID, from, to, limit)
	for i := range out {
		out[i].Unit = strings.TrimSpace(out[i].Unit)
	}
	return out, err
}
