package circle

import (
	"context"

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
