package circle

import (
	"context"

	"yrkesresan/internal/circle/guide"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Listed is a circle in a list of a unit's: dates and numbers, no texts and nobody but who leads.
type Listed struct {
	ID, UnitID       string
	Title            string
	Kind             guide.Kind
	CourseID         string
	LeaderID, Leader string
	EndedOn          string
	Of, Held, Missed int64  // meetings that are not called off, held ones, and those whose day has passed with nothing said
	NextDay, LastDay string // the next planned meeting's; the last one's
	OpenAgreements   int64
}

// UnitCircles gives the circles of a unit, page by page, those that go on first: to who plans meetings there. over says
// whether those that are over.
func (c *Circles) UnitCircles(ctx context.Context, a may.Actor, unitID string, over bool, limit, offset int) (out []Listed, all int64, p Place, err error) {
	if p, err = c.placeOf(ctx, c.DB, unitID); err != nil {
		return nil, 0, p, err
	}
	if err := p.may(a, may.LeadMeetings); err != nil {
		return nil, 0, p, err
	}
	which := `NOT ` + isOver
	if over {
		which = isOver
	}
	today, since := c.Today(), addDays(c.Today(), -lingersFor)
	if all, err = db.One(ctx, c.DB, number, `SELECT COUNT(*) FROM circle c WHERE c.unit_id = $1 AND CAST($2 AS TEXT) <> '' AND `+which, unitID, today, since); err != nil {
		return nil, 0, p, err
	}
	out, err = db.All(ctx, c.DB, scanListed, selectListed+`
		WHERE c.unit_id = $1 AND `+which+`
		ORDER BY 12, c.made_at DESC, c.id
		LIMIT $4 OFFSET $5`,
		unitID, today, since, limit, offset)
	if err != nil {
		return nil, 0, p, err
	}
	return out, all, p, c.nameLeaders(ctx, out)
}

// isOver is true of a circle that has ended, or has nothing planned and no meeting since a day ($3).
const isOver = `(c.ended_on <> '' OR NOT EXISTS (
			SELECT 1 FROM circle_meeting o WHERE o.circle_id = c.id AND (o.state = 'planned' OR o.state = 'held' AND o.on_day >= $3)))`

// lingersFor is how many days a circle stands among those that go on after its last meeting.
const lingersFor = 30

const selectListed = `
		SELECT c.id, c.unit_id, c.title, c.kind, c.course_id, c.leader_id, c.ended_on,
			(SELECT COUNT(*) FROM circle_meeting m WHERE m.circle_id = c.id AND m.state <> 'cancelled'),
			(SELECT COUNT(*) FROM circle_meeting m WHERE m.circle_id = c.id AND m.state = 'held'),
			(SELECT COUNT(*) FROM circle_meeting m WHERE m.circle_id = c.id AND m.state = 'planned' AND m.on_day < $2),
			COALESCE((SELECT MAX(m.on_day) FROM circle_meeting m WHERE m.circle_id = c.id AND m.state <> 'cancelled'), ''),
			COALESCE((SELECT MIN(m.on_day) FROM circle_meeting m WHERE m.circle_id = c.id AND m.state = 'planned' AND m.on_day >= $2), '9999-12-31'),
			(SELECT COUNT(*) FROM agreement g WHERE g.circle_id = c.id AND g.state IN ('open', 'going'))
		FROM circle c`

func scanListed(s db.Scanner) (l Listed, err error) {
	err = s.Scan(&l.ID, &l.UnitID, &l.Title, &l.Kind, &l.CourseID, &l.LeaderID, &l.EndedOn, &l.Of, &l.Held, &l.Missed, &l.LastDay, &l.NextDay, &l.OpenAgreements)
	if l.NextDay == db.NoEnd {
		l.NextDay = ""
	}
	return l, err
}

func (c *Circles) nameLeaders(ctx context.Context, all []Listed) error {
	var ids []string
	for _, l := range all {
		if l.LeaderID != "" {
			ids = append(ids, l.LeaderID)
		}
	}
	names, _, err := c.names(ctx, ids)
	for i := range all {
		all[i].Leader = names[all[i].LeaderID]
	}
	return err
}

// ToDo is what waits for an actor who leads, or answers for units.
type ToDo struct {
	Missed     []MissedMeeting // of circles that the actor leads, and of units that the actor answers for
	Agreements []Agreement     // that the actor owns or leads, and that are to be followed up
}

// MissedMeeting is a meeting whose day has passed and of which nothing is said.
type MissedMeeting struct {
	Meeting
	Circle, Unit string
	Leads        bool // the actor leads it
}

// ToDo gives what waits for the actor: the earliest first, at most a hundred of each.
func (c *Circles) ToDo(ctx context.Context, a may.Actor) (t ToDo, err error) {
	if !a.Known() {
		return t, may.ErrSignIn
	}
	units, err := c.answered(ctx, a)
	if err != nil {
		return t, err
	}
	ids := make([]string, len(units))
	for i, u := range units {
		ids[i] = u.ID
	}
	if len(ids) == 0 {
		ids = []string{""}
	}
	today := c.Today()
	if t.Missed, err = db.All(ctx, c.DB, func(s db.Scanner) (m MissedMeeting, err error) {
		leader := ""
		err = s.Scan(append(m.Meeting.fields(), &m.Circle, &m.Unit, &leader)...)
		m.Leads = leader == a.PersonID
		return m, err
	}, `
		SELECT `+meetingColumns+`, c.title, COALESCE((SELECT n.name FROM node_place n WHERE n.node_id = c.unit_id AND n.valid_until = '9999-12-31'), ''), c.leader_id
		FROM circle_meeting m
		JOIN circle c ON c.id = m.circle_id
		WHERE m.state = 'planned' AND m.on_day < $1 AND m.on_day >= $2 AND c.ended_on = '' AND (c.leader_id = $3 OR c.unit_id IN (`+db.Marks(4, len(ids))+`))
		ORDER BY m.on_day, m.id
		LIMIT 100`,
		db.Args(ids, today, addDays(today, -stallsFor), a.PersonID)...); err != nil {
		return t, err
	}
	t.Agreements, err = db.All(ctx, c.DB, scanAgreement, `
		SELECT `+agreementColumns+`
		FROM agreement g
		JOIN circle c ON c.id = g.circle_id
		WHERE g.state IN ('open', 'going') AND g.due_day <= $1 AND (g.owner_id = $2 OR c.leader_id = $2)
		ORDER BY g.due_day, g.id
		LIMIT 100`,
		today, a.PersonID)
	if err != nil {
		return t, err
	}
	return t, c.nameOwners(ctx, t.Agreements)
}

// answered are the units whose people the actor answers for; with more than a few dozen, none: who is above units follows
// figures.
func (c *Circles) answered(ctx context.Context, a may.Actor) ([]org.Node, error) {
	if !a.Has(may.Manager) && !a.Has(may.Deputy) {
		return nil, nil
	}
	units, err := c.Units(ctx, a)
	if len(units) > mostAnswered {
		return nil, err
	}
	return units, err
}

const mostAnswered = 40

// Led gives the circles that the actor leads and that are not over, the next meeting first.
func (c *Circles) Led(ctx context.Context, a may.Actor) ([]Listed, error) {
	if !a.Known() {
		return nil, may.ErrSignIn
	}
	return db.All(ctx, c.DB, scanListed, selectListed+`
		WHERE c.leader_id = $1 AND NOT `+isOver+`
		ORDER BY 12, c.made_at DESC, c.id
		LIMIT 100`,
		a.PersonID, c.Today(), addDays(c.Today(), -lingersFor))
}
