package occasion

import (
	"context"
	"slices"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// ErrLastOwner says that the organiser stays as long as there is an occasion.
var ErrLastOwner = fault.New(fault.Conflict, "occasion.last_owner")

// Share lets another RSS arrange an occasion as well (R101). It is told, and may leave. Both see the occasion's names
// from then on, and its municipalities see the occasion. Errors: ErrNoOccasion, ErrState, ErrOwner, ErrMany, may.ErrDenied.
func (o *Occasions) Share(ctx context.Context, a may.Actor, id, rssID string) (err error) {
	defer fault.Wrap(&err, "share occasion %s", id)
	return o.setOwners(ctx, a, id, rssID, Shared, func(oc *Occasion) error {
		if slices.Contains(oc.Owners, rssID) {
			return ErrOwner
		}
		oc.Owners = append(oc.Owners, rssID)
		slices.Sort(oc.Owners)
		return nil
	})
}

// Leave lets a place that came along arrange an occasion no more. Either the place itself or the organiser says so.
// Errors: ErrNoOccasion, ErrState, ErrLastOwner for the organiser, ErrOwner, may.ErrDenied.
func (o *Occasions) Leave(ctx context.Context, a may.Actor, id, nodeID string) (err error) {
	defer fault.Wrap(&err, "leave occasion %s", id)
	return o.setOwners(ctx, a, id, nodeID, Left, func(oc *Occasion) error {
		if nodeID == oc.OrganiserID {
			return ErrLastOwner
		}
		if !slices.Contains(oc.Owners, nodeID) {
			return ErrOwner
		}
		if _, err := o.organiser(ctx, a, nodeID); err != nil {
			if _, err := o.organiser(ctx, a, oc.OrganiserID); err != nil {
				return may.ErrDenied
			}
		}
		oc.Owners = without(oc.Owners, nodeID)
		return nil
	})
}

// setOwners changes who owns an occasion, draft or open, and tells the place.
func (o *Occasions) setOwners(ctx context.Context, a may.Actor, id, nodeID, what string, f func(oc *Occasion) error) error {
	seen, err := o.Find(ctx, id)
	if err != nil {
		return err
	}
	if err := o.Owns(ctx, a, seen); err != nil {
		return err
	}
	x, err := o.around(ctx, seen, nodeID)
	if err != nil {
		return err
	}
	// Who may is asked before: asking takes the tree, and the transaction no second connection.
	if err := f(&seen); err != nil {
		return err
	}
	return o.DB.Tx(ctx, func(tx *db.Tx) error {
		was, err := o.held(ctx, tx, a, id)
		if err != nil {
			return err
		}
		if was.StateOn(o.Today()) != Draft && was.StateOn(o.Today()) != Open {
			return ErrState
		}
		if was.Revision != seen.Revision {
			return ErrChanged
		}
		is := was.clone()
		is.Owners = seen.Owners
		if err := o.checkPlaces(ctx, tx, is); err != nil {
			return err
		}
		is.Revision, is.ChangedBy, is.ChangedAt = was.Revision+1, a.PersonID, o.Now()
		if err := update(ctx, tx, was, is); err != nil {
			return err
		}
		c := Change{ID: o.NewID(), OccasionID: id, What: what, Body: marshal(differences(was, is)), By: a.PersonID, At: o.Now()}
		if err := insertChange(ctx, tx, c); err != nil {
			return err
		}
		return o.tellOwners(ctx, tx, x, is, c, append(slices.Clone(is.Owners), nodeID))
	})
}
