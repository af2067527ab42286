package circle

import (
	"context"
	"encoding/json"
	"fmt"

	"yrkesresan/internal/circle/guide"
	"yrkesresan/internal/platform/db"
)

const circleColumns = `c.id, c.unit_id, c.employer_id, c.leader_id, c.guide_id, c.guide_version, c.kind, c.title, c.body, c.course_id, c.audience, c.group_most, c.groups_set,
			c.ended_on, c.end_why, c.revision, c.made_by, c.made_at, c.changed_at`

func scanCircle(s db.Scanner) (c Circle, err error) {
	var body string
	if err = s.Scan(&c.ID, &c.UnitID, &c.EmployerID, &c.LeaderID, &c.GuideID, &c.GuideVersion, &c.Kind, &c.Title, &body, &c.CourseID, &c.Audience, &c.GroupMost, &c.GroupsSet,
		&c.EndedOn, &c.EndWhy, &c.Revision, &c.MadeBy, &c.MadeAt, &c.ChangedAt); err != nil {
		return c, err
	}
	if err := json.Unmarshal([]byte(body), &c.Guide); err != nil {
		return c, fmt.Errorf("guide of circle %s: %w", c.ID, err)
	}
	return c, nil
}

// circleOf gives one circle.
func circleOf(ctx context.Context, q db.Q, id string) (Circle, error) {
	return one(ctx, q, scanCircle, ErrNoCircle, `
		SELECT `+circleColumns+`
		FROM circle c
		WHERE c.id = $1`,
		id)
}

// hold lets one at a time change a circle, and gives it.
func hold(ctx context.Context, tx *db.Tx, id string) (Circle, error) {
	if _, err := tx.Exec(ctx, `UPDATE circle SET id = id WHERE id = $1`, id); err != nil {
		return Circle{}, err
	}
	return circleOf(ctx, tx, id)
}

func insertCircle(ctx context.Context, tx *db.Tx, c Circle) error {
	body, err := json.Marshal(c.Guide)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO circle (id, unit_id, employer_id, leader_id, guide_id, guide_version, kind, title, body, course_id, audience, group_most, groups_set,
			ended_on, end_why, revision, made_by, made_at, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', '', 1, $14, $15, $15)`,
		c.ID, c.UnitID, c.EmployerID, c.LeaderID, c.GuideID, c.GuideVersion, string(c.Kind), c.Title, string(body), c.CourseID, c.Audience, c.GroupMost, false, c.MadeBy, c.MadeAt)
	return err
}

const meetingColumns = `m.id, m.circle_id, m.part, m.title, m.on_day, m.begins, m.minutes, m.place, m.link, m.state, m.held_minutes, m.held_by, m.why, m.revision, m.sequence, m.changed_at`

func scanMeeting(s db.Scanner) (m Meeting, err error) {
	err = s.Scan(m.fields()...)
	return m, err
}

func (m *Meeting) fields() []any {
	return []any{&m.ID, &m.CircleID, &m.Part, &m.Title, &m.Day, &m.Begins, &m.Minutes, &m.Place, &m.Link, &m.State, &m.HeldMinutes, &m.HeldBy, &m.Why, &m.Revision, &m.Sequence, &m.ChangedAt}
}

// meetingOf gives one meeting.
func meetingOf(ctx context.Context, q db.Q, id string) (Meeting, error) {
	return one(ctx, q, scanMeeting, ErrNoMeeting, `
		SELECT `+meetingColumns+`
		FROM circle_meeting m
		WHERE m.id = $1`,
		id)
}

// holdMeeting lets one at a time change a meeting and what was noted of it, and gives it.
func holdMeeting(ctx context.Context, tx *db.Tx, id string) (Meeting, error) {
	if _, err := tx.Exec(ctx, `UPDATE circle_meeting SET id = id WHERE id = $1`, id); err != nil {
		return Meeting{}, err
	}
	return meetingOf(ctx, tx, id)
}

// mostMeetings bounds the meetings of one circle.
const mostMeetings = 60

// meetingsOf gives a circle's meetings in the order of their days.
func meetingsOf(ctx context.Context, q db.Q, circleID string) ([]Meeting, error) {
	return db.All(ctx, q, scanMeeting, `
		SELECT `+meetingColumns+`
		FROM circle_meeting m
		WHERE m.circle_id = $1
		ORDER BY m.on_day, m.begins, m.id
		LIMIT 200`,
		circleID)
}

func insertMeeting(ctx context.Context, tx *db.Tx, m Meeting) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO circle_meeting (id, circle_id, part, title, on_day, begins, minutes, place, link, state, held_minutes, held_by, why, nudged_on, revision, sequence, made_at, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'planned', 0, '', '', '', 1, 0, $10, $10)`,
		m.ID, m.CircleID, m.Part, m.Title, m.Day, m.Begins, m.Minutes, m.Place, m.Link, m.ChangedAt)
	return err
}

// saveMeeting writes what may change of a meeting that is held.
func saveMeeting(ctx context.Context, tx *db.Tx, m Meeting) error {
	_, err := tx.Exec(ctx, `
		UPDATE circle_meeting SET title = $2, on_day = $3, begins = $4, minutes = $5, place = $6, link = $7, state = $8, held_minutes = $9, held_by = $10, why = $11,
			revision = revision + 1, sequence = sequence + 1, nudged_on = '', changed_at = $12
		WHERE id = $1`,
		m.ID, m.Title, m.Day, m.Begins, m.Minutes, m.Place, m.Link, string(m.State), m.HeldMinutes, m.HeldBy, m.Why, m.ChangedAt)
	return err
}

const memberColumns = `k.circle_id, k.person_id, k.employer_id, k.unit_id, k.how, k.state, k.small_group, k.invited_by, k.changed_at`

func scanMember(s db.Scanner) (m Member, err error) {
	err = s.Scan(&m.CircleID, &m.PersonID, &m.EmployerID, &m.UnitID, &m.How, &m.State, &m.Small, &m.InvitedBy, &m.ChangedAt)
	return m, err
}

// mostMembers bounds a circle.
const mostMembers = 500

// membersOf gives who takes part, or was asked to.
func membersOf(ctx context.Context, q db.Q, circleID string) ([]Member, error) {
	return db.All(ctx, q, scanMember, `
		SELECT `+memberColumns+`
		FROM circle_member k
		WHERE k.circle_id = $1
		ORDER BY k.person_id
		LIMIT 1000`,
		circleID)
}

// memberOf gives how somebody takes part; false when not at all.
func memberOf(ctx context.Context, q db.Q, circleID, personID string) (Member, bool, error) {
	m, err := db.One(ctx, q, scanMember, `
		SELECT `+memberColumns+`
		FROM circle_member k
		WHERE k.circle_id = $1 AND k.person_id = $2`,
		circleID, personID)
	if isMissing(err) {
		return m, false, nil
	}
	return m, err == nil, err
}

// putMember adds somebody, or says anew how somebody takes part. The small group stays.
func putMember(ctx context.Context, tx *db.Tx, m Member) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO circle_member (circle_id, person_id, employer_id, unit_id, how, state, small_group, invited_by, invited_at, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
		ON CONFLICT (circle_id, person_id) DO UPDATE SET state = excluded.state, how = excluded.how, employer_id = excluded.employer_id, unit_id = excluded.unit_id, changed_at = excluded.changed_at`,
		m.CircleID, m.PersonID, m.EmployerID, m.UnitID, m.How, m.State, m.Small, m.InvitedBy, m.ChangedAt)
	return err
}

// published gives a published version of a guide; version 0 is the latest.
func published(ctx context.Context, q db.Q, id string, version int64) (g guide.Guide, at int64, err error) {
	type row struct {
		body    string
		version int64
	}
	r, err := one(ctx, q, func(s db.Scanner) (r row, err error) { err = s.Scan(&r.body, &r.version); return r, err }, ErrNoGuide, `
		SELECT v.body, v.version
		FROM guide g
		JOIN guide_version v ON v.guide_id = g.id AND v.version = CASE WHEN CAST($2 AS BIGINT) = 0 THEN g.version ELSE CAST($2 AS BIGINT) END
		WHERE g.id = $1`,
		id, version)
	if err != nil {
		return g, 0, err
	}
	return g, r.version, json.Unmarshal([]byte(r.body), &g)
}
