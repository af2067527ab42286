package appointment

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Own gives the actor's own appointments, those that may still come to something first, at most 100.
func (a *Appointments) Own(ctx context.Context, actor may.Actor) ([]Appointment, error) {
	if !actor.Known() {
		return nil, may.ErrSignIn
	}
	all, err := db.All(ctx, a.DB, scanAppointment, `
		SELECT `+columns+`
		FROM appointment x
		WHERE x.person_id = $1
		ORDER BY CASE WHEN x.state IN ('ended', 'declined') OR x.valid_until <= $2 THEN 1 ELSE 0 END, x.valid_from DESC, x.id
		LIMIT 100`,
		actor.PersonID, a.Today())
	if err != nil {
		return nil, err
	}
	return all, fill(ctx, a.DB, all)
}
