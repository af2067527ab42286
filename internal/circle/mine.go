package circle

import (
	"context"
	"slices"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// OwnAgreements gives what the actor is to do by what groups agreed on, that is not settled yet; the soonest first.
func (c *Circles) OwnAgreements(ctx context.Context, a may.Actor) ([]Agreement, error) {
	if !a.Known() {
		return nil, may.ErrSignIn
	}
	out, err := db.All(ctx, c.DB, scanAgreement, `
		SELECT `+agreementColumns+`
		FROM agreement g
		JOIN circle c ON c.id = g.circle_id
		WHERE g.owner_id = $1 AND g.state IN ('open', 'going')
		ORDER BY g.due_day, g.id
		LIMIT 100`,
		a.PersonID)
	if err != nil {
		return nil, err
	}
	return out, c.nameOwners(ctx, out)
}

// Next gives the next meeting that somebody takes part in or leads and has not done yet; false when there is none. It is for
// the person's own first page, and asks no leave.
func (c *Circles) Next(ctx context.Context, personID string) (OwnMeeting, bool, error) {
	all, err := c.meetingsOfPerson(ctx, personID, c.Today(), db.NoEnd, 20)
	i := slices.IndexFunc(all, func(o OwnMeeting) bool {
		return o.Meeting.State == Planned && (o.Leads || o.Member == Invited) && !o.Presence.Present && c.Now().Before(o.EndsAt(c.Place))
	})
	if err != nil || i < 0 {
		return OwnMeeting{}, false, err
	}
	return all[i], true, nil
}
