package circle

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Hold says that a meeting was held, and for how many minutes: each who was there gets a fact. Whoever leads and has said
// nothing else was there, unless that person took the lead afterwards. Holding it again corrects the minutes. Errors: ErrMinutes, ErrEarly, ErrOff, ErrNoMeeting, may.ErrDenied.
func (c *Circles) Hold(ctx context.Context, a may.Actor, meetingID string, minutes int64) (err error) {
	defer fault.Wrap(&err, "hold meeting %s", meetingID)
	if minutes < 1 || minutes > mostMinutes {
		return ErrMinutes
	}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		x, m, s, err := c.steered(ctx, tx, a, meetingID)
		if err != nil {
			return err
		}
		switch {
		case m.State == Cancelled:
			return ErrOff
		case m.Day > c.Today():
			return ErrEarly
		case m.State == Held && m.HeldMinutes == minutes:
			return nil
		}
		if m.State != Held {
			m.HeldBy = a.PersonID // who corrects has not held it
		}
		m.State, m.HeldMinutes, m.ChangedAt = Held, minutes, c.Now()
		if err := saveMeeting(ctx, tx, m); err != nil {
			return err
		}
		if s.Leads && s.IsMember && s.cameIn(x, m.EndsAt(c.Place)) {
			if err := c.markLeader(ctx, tx, m, s.Member); err != nil {
				return err
			}
		}
		return c.followAll(ctx, tx, x, m, a.PersonID)
	})
}

// markLeader marks who leads as there, when nothing is said of that person.
func (c *Circles) markLeader(ctx context.Context, tx *db.Tx, m Meeting, leader Member) error {
	known, err := marksOf(ctx, tx, m.ID, leader.PersonID)
	if err != nil || len(known) > 0 {
		return err
	}
	_, err = c.insertMark(ctx, tx, Mark{ID: "hold:" + m.ID + ":" + leader.PersonID, MeetingID: m.ID, PersonID: leader.PersonID, Present: true, How: ByList, By: leader.PersonID, At: c.Now()}, leader.EmployerID)
	return err
}

// mostMinutes bounds a meeting.
const mostMinutes = 600

// Unhold takes back that a meeting was held: it is planned again, and the facts of those who were there are taken back.
func (c *Circles) Unhold(ctx context.Context, a may.Actor, meetingID string) (err error) {
	defer fault.Wrap(&err, "take back meeting %s", meetingID)
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		x, m, _, err := c.steered(ctx, tx, a, meetingID)
		if err != nil || m.State != Held {
			return err
		}
		m.State, m.HeldMinutes, m.HeldBy, m.ChangedAt = Planned, 0, "", c.Now()
		if err := saveMeeting(ctx, tx, m); err != nil {
			return err
		}
		return c.followAll(ctx, tx, x, m, a.PersonID)
	})
}

// followAll reads the marks of everybody at a meeting again.
func (c *Circles) followAll(ctx context.Context, tx *db.Tx, x Circle, m Meeting, by string) error {
	members, err := membersOf(ctx, tx, x.ID)
	if err != nil {
		return err
	}
	for _, who := range members {
		if err := c.follow(ctx, tx, x, m, who, by); err != nil {
			return err
		}
	}
	return nil
}

// steered takes a meeting, in a transaction, for who may plan meetings at its unit.
func (c *Circles) steered(ctx context.Context, tx *db.Tx, a may.Actor, meetingID string) (x Circle, m Meeting, s Standing, err error) {
	if m, err = holdMeeting(ctx, tx, meetingID); err != nil {
		return x, m, s, err
	}
	if x, err = circleOf(ctx, tx, m.CircleID); err != nil {
		return x, m, s, err
	}
	if s, _, err = c.standing(ctx, tx, a, x); err == nil && !s.Steers {
		err = may.ErrDenied
	}
	return x, m, s, err
}
