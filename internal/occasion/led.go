package occasion

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// ledFor is how many days after its last one an occasion's people are seen by whoever led it: as long as its
// attendance is still corrected.
const ledFor = 90

// Leads lets whoever leads a session of an occasion in, by being named on it with an account, and whoever
// arranges it (R123). Which is told by arranges. Whoever leads is let in until ledFor days after the last day.
func (o *Occasions) Leads(ctx context.Context, a may.Actor, oc Occasion) (arranges bool, err error) {
	if err := o.Owns(ctx, a, oc); err == nil || !a.Known() {
		return err == nil, err
	}
	n, err := db.One(ctx, o.DB, db.Number, `
		SELECT COUNT(*)
		FROM occasion_session s
		JOIN session_trainer x ON x.session_id = s.id
		JOIN trainer t ON t.id = x.trainer_id
		WHERE s.occasion_id = $1 AND t.person_id = $2`,
		oc.ID, a.PersonID)
	if err == nil && (n == 0 || oc.State == Draft || o.Long(oc)) {
		err = may.ErrDenied
	}
	return false, err
}

// Long tells whether an occasion is over since so long that who worked at it, and does not arrange it, sees its people
// no more.
func (o *Occasions) Long(oc Occasion) bool {
	return oc.LastDay < org.Today(o.Now().AddDate(0, 0, -ledFor), o.Place)
}
