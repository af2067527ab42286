package circle

import (
	"context"
	"slices"

	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Move gives a planned meeting another day, time, length or place. Those who take part are told. m.Revision is what was seen.
// Once it has begun and the group has written, only who was in moves it: what was written does not become of a later day, for
// others to come in by. Errors: ErrHeld, ErrOff, ErrWritten, ErrDay, ErrTime, ErrMinutes, ErrLink, ErrChanged, ErrNoMeeting,
// may.ErrDenied.
func (c *Circles) Move(ctx context.Context, a may.Actor, m Meeting) (err error) {
	defer fault.Wrap(&err, "move meeting %s", m.ID)
	if err := c.checkMeeting(&m); err != nil {
		return err
	}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		x, was, s, err := c.steered(ctx, tx, a, m.ID)
		if err != nil {
			return err
		}
		switch {
		case x.EndedOn != "":
			return ErrEnded
		case was.State == Held:
			return ErrHeld
		case was.State == Cancelled:
			return ErrOff
		case was.Revision != m.Revision:
			return ErrChanged
		case m.Day != was.Day && m.Day < c.Today():
			return ErrDay
		}
		same := was.Day == m.Day && was.Begins == m.Begins && was.Place == m.Place && was.Link == m.Link && was.Minutes == m.Minutes
		if same {
			return nil
		}
		if was.Day != m.Day || was.Begins != m.Begins || was.Minutes != m.Minutes {
			if err := c.movable(ctx, tx, a, x, was, s); err != nil {
				return err
			}
		}
		was.Day, was.Begins, was.Minutes, was.Place, was.Link, was.ChangedAt = m.Day, m.Begins, m.Minutes, m.Place, m.Link, c.Now()
		if err := saveMeeting(ctx, tx, was); err != nil {
			return err
		}
		was.Revision++
		return c.tellMembers(ctx, tx, a, x, "moved", was, "")
	})
}

// movable says whether the actor may give a meeting another time, for what the group has written at it.
func (c *Circles) movable(ctx context.Context, tx *db.Tx, a may.Actor, x Circle, m Meeting, s Standing) error {
	if c.Now().Before(m.BeginsAt(c.Place)) {
		return nil // nothing has been said yet
	}
	in, err := c.wasIn(ctx, tx, a, x, m, s)
	if err != nil || in {
		return err
	}
	n, err := db.One(ctx, tx, number, `
		SELECT (SELECT COUNT(*) FROM circle_text t WHERE t.meeting_id = $1) + (SELECT COUNT(*) FROM circle_thought t WHERE t.meeting_id = $1 AND t.shared)`,
		m.ID)
	if err == nil && n > 0 {
		err = ErrWritten
	}
	return err
}

// Cancel calls a planned meeting off, with why. Those who take part are told. Errors: ErrWhy, ErrHeld, ErrChanged, ErrLong,
// ErrIdentity, ErrNoMeeting, may.ErrDenied.
func (c *Circles) Cancel(ctx context.Context, a may.Actor, meetingID, why string, revision int64) (err error) {
	defer fault.Wrap(&err, "call off meeting %s", meetingID)
	if err := c.needed(&why, ErrWhy, mostShort); err != nil {
		return err
	}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		x, m, _, err := c.steered(ctx, tx, a, meetingID)
		if err != nil || m.State == Cancelled {
			return err
		}
		switch {
		case m.State == Held:
			return ErrHeld
		case m.Revision != revision:
			return ErrChanged
		}
		m.State, m.Why, m.ChangedAt = Cancelled, why, c.Now()
		if err := saveMeeting(ctx, tx, m); err != nil {
			return err
		}
		m.Revision++
		if m.Day < c.Today() {
			return nil
		}
		return c.tellMembers(ctx, tx, a, x, "cancelled", m, why)
	})
}

// Add adds a meeting to a circle: the next of the guide's, or the part that m says. Those who take part are told. Errors:
// ErrEnded, ErrTimes, ErrDay, ErrTime, ErrLink, ErrNoCircle, may.ErrDenied.
func (c *Circles) Add(ctx context.Context, a may.Actor, circleID string, m Meeting) (id string, err error) {
	defer fault.Wrap(&err, "add a meeting to circle %s", circleID)
	err = c.DB.Tx(ctx, func(tx *db.Tx) error {
		x, err := c.steeredCircle(ctx, tx, a, circleID)
		if err != nil {
			return err
		}
		all, err := meetingsOf(ctx, tx, circleID)
		if err != nil {
			return err
		}
		if len(all) >= mostMeetings {
			return ErrTimes
		}
		if parts := int64(len(x.Guide.Meetings)); m.Part < 1 || m.Part > parts {
			held := slices.DeleteFunc(slices.Clone(all), func(m Meeting) bool { return m.State == Cancelled })
			m.Part = int64(len(held))%parts + 1
		}
		part := x.Guide.Part(m.Part)
		if m.Minutes == 0 {
			m.Minutes = part.Minutes
		}
		if err := c.checkMeeting(&m); err != nil {
			return err
		}
		if m.Day < c.Today() {
			return ErrDay
		}
		m.ID, m.CircleID, m.Title, m.ChangedAt, m.Revision = c.NewID(), x.ID, part.Title, c.Now(), 1
		id = m.ID
		if err := insertMeeting(ctx, tx, m); err != nil {
			return err
		}
		return c.tellMembers(ctx, tx, a, x, "added", m, "")
	})
	return id, err
}

// HandOver lets somebody else lead, who may lead meetings at the unit. The new leader takes part, and is told; so is
// who led before. Errors: ErrLeader, ErrEnded, ErrNoCircle, may.ErrDenied.
func (c *Circles) HandOver(ctx context.Context, a may.Actor, circleID, personID string) (err error) {
	defer fault.Wrap(&err, "hand over circle %s", circleID)
	x, err := circleOf(ctx, c.DB, circleID)
	if err != nil {
		return err
	}
	at, err := c.placeOf(ctx, c.DB, x.UnitID)
	if err != nil {
		return err
	}
	if err := at.may(a, may.LeadMeetings); err != nil {
		return err
	}
	if err := c.canLead(ctx, at, personID); err != nil {
		return err
	}
	leader, err := c.leaderOf(ctx, at, x, personID, a.PersonID)
	if err != nil {
		return err
	}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		x, err := c.steeredCircle(ctx, tx, a, circleID)
		if err != nil || x.LeaderID == personID {
			return err
		}
		if _, err := tx.Exec(ctx, `
			UPDATE circle SET leader_id = $2, revision = revision + 1, changed_at = $3
			WHERE id = $1`,
			circleID, personID, c.Now()); err != nil {
			return err
		}
		if err := c.takeIn(ctx, tx, leader); err != nil {
			return err
		}
		return c.tellOfLead(ctx, tx, a, x, personID)
	})
}

// takeIn lets a new leader take part. Who does so already came in when that person did.
func (c *Circles) takeIn(ctx context.Context, tx *db.Tx, leader Member) error {
	was, is, err := memberOf(ctx, tx, leader.CircleID, leader.PersonID)
	if err != nil || leader.UnitID == "" || is && was.In() && was.UnitID == leader.UnitID && was.How == leader.How {
		return err
	}
	return putMember(ctx, tx, leader)
}

// tellOfLead tells who is to lead a circle and who led it, but not who changes it.
func (c *Circles) tellOfLead(ctx context.Context, tx *db.Tx, a may.Actor, x Circle, personID string) error {
	told := map[string]message.Note{
		personID:   {Key: "circle.told.leader", OnceKey: "circle:leader:" + x.ID + ":" + personID + ":" + c.NewID()},
		x.LeaderID: {Key: "circle.told.handed", AboutID: personID, OnceKey: "circle:handed:" + x.ID + ":" + x.LeaderID + ":" + c.NewID()},
	}
	for _, who := range []string{personID, x.LeaderID} {
		if who == "" || who == a.PersonID {
			continue
		}
		n := told[who]
		n.PersonID, n.EmployerID, n.Kind, n.Args, n.Href = who, x.EmployerID, message.Roles, map[string]string{"circle": x.Title}, "/traffar/serie/"+x.ID
		if err := c.Messages.Tell(ctx, tx, n); err != nil {
			return err
		}
	}
	return nil
}

// leaderOf makes a member of who leads: of the unit, else a guest; the zero Member of who works nowhere.
func (c *Circles) leaderOf(ctx context.Context, at Place, x Circle, personID, by string) (Member, error) {
	crew, err := c.roster(ctx, at)
	if err != nil {
		return Member{}, err
	}
	for _, k := range crew {
		if k.Employee.PersonID == personID {
			return Member{CircleID: x.ID, PersonID: personID, EmployerID: k.Employee.EmployerID, UnitID: at.Unit.ID, How: OfUnit, State: Invited, InvitedBy: by, ChangedAt: c.Now()}, nil
		}
	}
	m, err := c.guest(ctx, x, personID, by)
	if f := fault.Of(err); f != nil && f.Key == ErrPerson.Key {
		return Member{}, nil
	}
	return m, err
}

// End ends a circle, with why where meetings were left: those are called off. Those who take part are told when anything was
// called off. Errors: ErrWhy, ErrEnded, ErrNoCircle, may.ErrDenied.
func (c *Circles) End(ctx context.Context, a may.Actor, circleID, why string) (err error) {
	defer fault.Wrap(&err, "end circle %s", circleID)
	if err := c.text(&why, ErrWhy.Field, mostShort); err != nil {
		return err
	}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		x, err := c.steeredCircle(ctx, tx, a, circleID)
		if err != nil {
			return err
		}
		all, err := meetingsOf(ctx, tx, circleID)
		if err != nil {
			return err
		}
		var left []Meeting
		for _, m := range all {
			if m.State == Planned {
				left = append(left, m)
			}
		}
		if len(left) > 0 && why == "" {
			return ErrWhy
		}
		for _, m := range left {
			m.State, m.Why, m.ChangedAt = Cancelled, why, c.Now()
			if err := saveMeeting(ctx, tx, m); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, `
			UPDATE circle SET ended_on = $2, end_why = $3, revision = revision + 1, changed_at = $4
			WHERE id = $1`,
			circleID, c.Today(), why, c.Now()); err != nil {
			return err
		}
		if len(left) == 0 {
			return nil
		}
		return c.tellMembers(ctx, tx, a, x, "ended", left[0], why)
	})
}

// steeredCircle takes a circle that goes on, in a transaction, for who may plan meetings at its unit.
func (c *Circles) steeredCircle(ctx context.Context, tx *db.Tx, a may.Actor, id string) (Circle, error) {
	x, err := hold(ctx, tx, id)
	if err != nil {
		return x, err
	}
	s, _, err := c.standing(ctx, tx, a, x)
	switch {
	case err != nil:
		return x, err
	case !s.Steers:
		return x, may.ErrDenied
	case x.EndedOn != "":
		return x, ErrEnded
	}
	return x, nil
}

// tellMembers tells those who take part.
func (c *Circles) tellMembers(ctx context.Context, tx *db.Tx, a may.Actor, x Circle, what string, m Meeting, why string) error {
	members, err := membersOf(ctx, tx, x.ID)
	if err != nil {
		return err
	}
	return c.tellAll(ctx, tx, a, x, members, what, m, why)
}

// dayWords is a day as messages say it.
func (c *Circles) dayWords(day string) string {
	t, err := lang.ParseDate(day)
	if err != nil {
		return day
	}
	return c.Messages.Texts.Weekday(t, c.Now())
}
