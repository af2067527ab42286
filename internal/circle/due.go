package circle

import (
	"context"
	"slices"
	"time"

	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/db"
)

// Due asks for what is to be done on a day: leaders hear of meetings that nobody has said anything of, owners of what they
// took on, and whoever is new at a unit is asked to what all of it takes part in.
type Due struct{}

// Kind implements job.Args.
func (Due) Kind() string { return "circle.due" }

// stallsFor is how far back a meeting is asked about, in days.
const stallsFor = 60

// OnDue does it. Twice on a day is once.
func (c *Circles) OnDue(ctx context.Context, _ Due) error {
	if err := c.askOfStalled(ctx); err != nil {
		return err
	}
	if err := c.remindOfAgreements(ctx); err != nil {
		return err
	}
	return c.askNewcomers(ctx)
}

// batch is how many rows one round of a job takes.
const batch = 200

// askOfStalled tells leaders of meetings whose day has passed and of which nothing is said, once each.
func (c *Circles) askOfStalled(ctx context.Context) error {
	today := c.Today()
	for {
		ids, err := db.All(ctx, c.DB, db.Text, `
			SELECT m.id
			FROM circle_meeting m
			WHERE m.state = 'planned' AND m.on_day < $1 AND m.on_day >= $2 AND m.nudged_on = ''
			ORDER BY m.id
			LIMIT $3`,
			today, addDays(today, -stallsFor), batch)
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, id := range ids {
			if err := c.DB.Tx(ctx, func(tx *db.Tx) error { return c.askOf(ctx, tx, id, today) }); err != nil {
				return err
			}
		}
	}
}

func (c *Circles) askOf(ctx context.Context, tx *db.Tx, meetingID, today string) error {
	m, err := holdMeeting(ctx, tx, meetingID)
	if err != nil {
		return err
	}
	x, err := circleOf(ctx, tx, m.CircleID)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE circle_meeting SET nudged_on = $2 WHERE id = $1`, m.ID, today); err != nil {
		return err
	}
	if !m.Missed(today) || x.LeaderID == "" {
		return nil
	}
	return c.Messages.Tell(ctx, tx, message.Note{PersonID: x.LeaderID, EmployerID: x.EmployerID, Key: "circle.told.stalled", Kind: message.Reminders,
		Args: map[string]string{"circle": x.Title, "day": c.dayWords(m.Day)}, Href: "/traffar/traff/" + m.ID, OnceKey: "circle:stalled:" + m.ID + ":" + m.Day})
}

// remindOfAgreements tells owner and leader of what is to be followed up, once for each day that is set.
func (c *Circles) remindOfAgreements(ctx context.Context) error {
	today := c.Today()
	for {
		ids, err := db.All(ctx, c.DB, db.Text, `
			SELECT g.id
			FROM agreement g
			WHERE g.state IN ('open', 'going') AND g.due_day <= $1 AND g.reminded_on = ''
			ORDER BY g.id
			LIMIT $2`,
			today, batch)
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, id := range ids {
			if err := c.DB.Tx(ctx, func(tx *db.Tx) error { return c.remindOf(ctx, tx, id, today) }); err != nil {
				return err
			}
		}
	}
}

func (c *Circles) remindOf(ctx context.Context, tx *db.Tx, id, today string) error {
	if _, err := tx.Exec(ctx, `UPDATE agreement SET reminded_on = $2 WHERE id = $1`, id, today); err != nil {
		return err
	}
	g, err := agreementOf(ctx, tx, id)
	if err != nil {
		return err
	}
	x, err := circleOf(ctx, tx, g.CircleID)
	if err != nil {
		return err
	}
	for _, who := range slices.Compact([]string{g.OwnerID, x.LeaderID}) {
		if who == "" {
			continue
		}
		what := "follow"
		if who == x.LeaderID && who != g.OwnerID {
			what = "follow_led"
		}
		if err := c.Messages.Tell(ctx, tx, message.Note{PersonID: who, EmployerID: g.EmployerID, Key: "circle.told." + what, Kind: message.Reminders,
			Args: map[string]string{"circle": g.Circle}, Href: "/traffar/serie/" + g.CircleID + "#overenskommelser", OnceKey: "agreement:" + g.ID + ":" + g.Due + ":" + who}); err != nil {
			return err
		}
	}
	return nil
}

// askNewcomers asks whoever is new at a unit to the circles that all of the unit, or the whole team, takes part in and that
// have meetings to come.
func (c *Circles) askNewcomers(ctx context.Context) error {
	after := ""
	for {
		some, err := db.All(ctx, c.DB, scanCircle, `
			SELECT `+circleColumns+`
			FROM circle c
			WHERE c.id > $1 AND c.ended_on = '' AND c.audience <> '' AND EXISTS (
				SELECT 1
				FROM circle_meeting m
				WHERE m.circle_id = c.id AND m.state = 'planned' AND m.on_day >= $2)
			ORDER BY c.id
			LIMIT $3`,
			after, c.Today(), batch)
		if err != nil || len(some) == 0 {
			return err
		}
		for _, x := range some {
			after = x.ID
			if err := c.askNew(ctx, x); err != nil {
				return err
			}
		}
	}
}

func (c *Circles) askNew(ctx context.Context, x Circle) error {
	at, err := c.placeOf(ctx, c.DB, x.UnitID)
	if err != nil {
		return err
	}
	crew, err := c.wanted(ctx, at, x, nil)
	if err != nil {
		return err
	}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		x, err := hold(ctx, tx, x.ID)
		if err != nil || x.EndedOn != "" {
			return err
		}
		all, err := membersOf(ctx, tx, x.ID)
		if err != nil {
			return err
		}
		known := map[string]bool{}
		for _, m := range all {
			known[m.PersonID] = true
		}
		next, err := c.next(ctx, tx, x.ID)
		if err != nil {
			return err
		}
		for _, k := range crew {
			id := k.Employee.PersonID
			if known[id] || len(all) >= mostMembers {
				continue
			}
			m := Member{CircleID: x.ID, PersonID: id, EmployerID: k.Employee.EmployerID, UnitID: at.Unit.ID, How: OfUnit, State: Invited, InvitedBy: x.MadeBy, ChangedAt: c.Now()}
			if err := putMember(ctx, tx, m); err != nil {
				return err
			}
			if err := c.tellOne(ctx, tx, x, m, "invited", next, ""); err != nil {
				return err
			}
		}
		return nil
	})
}

// ForgetThoughts removes the thoughts of an employer's people from meetings that were before a day, and from circles that had
// ended by then; a series goes on for years. What a group came to stays.
func (c *Circles) ForgetThoughts(ctx context.Context, employerID, day string, _ time.Time) error {
	_, err := c.DB.Exec(ctx, `
		DELETE FROM circle_thought
		WHERE employer_id = $1 AND meeting_id IN (
			SELECT m.id
			FROM circle_meeting m
			JOIN circle c ON c.id = m.circle_id
			WHERE m.on_day < $2 OR c.ended_on <> '' AND c.ended_on < $2)`,
		employerID, day)
	return err
}
