package occasion

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Add makes an occasion, as a draft. It gets an id, a name in calendars, and ids for its sessions.
func (o *Occasions) Add(ctx context.Context, a may.Actor, oc Occasion) (_ Occasion, err error) {
	defer fault.Wrap(&err, "add occasion")
	organiser, err := org.Find(ctx, o.DB, oc.OrganiserID, o.Today())
	if err != nil {
		return oc, err
	}
	if err := may.Ask(a, may.ArrangeDays, organiser.Path); err != nil {
		return oc, err
	}
	now := o.Now()
	oc.ID, oc.State, oc.Revision, oc.Sequence = o.NewID(), Draft, 1, 0
	oc.UID = oc.ID + "@yrkesresan"
	oc.MadeBy, oc.ChangedBy, oc.MadeAt, oc.ChangedAt = a.PersonID, a.PersonID, now, now
	if len(oc.Owners) == 0 {
		oc.Owners = []string{oc.OrganiserID}
	}
	for i := range oc.Sessions {
		oc.Sessions[i].ID, oc.Sessions[i].OccasionID, oc.Sessions[i].Number = o.NewID(), oc.ID, int64(i+1)
	}
	oc.FirstDay, oc.LastDay = days(oc.Sessions)
	return oc, o.DB.Tx(ctx, func(tx *db.Tx) error { return insert(ctx, tx, oc) })
}

// OpenUp lets people see and book an occasion.
func (o *Occasions) OpenUp(ctx context.Context, a may.Actor, id string) (err error) {
	defer fault.Wrap(&err, "open occasion %s", id)
	oc, err := o.Find(ctx, id)
	if err != nil {
		return err
	}
	if err := o.Owns(ctx, a, oc); err != nil {
		return err
	}
	return o.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE occasion SET state = 'open', changed_by = $2, changed_at = $3 WHERE id = $1 AND state = 'draft'`, id, a.PersonID, o.Now())
		return err
	})
}
