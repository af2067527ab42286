package occasion

import (
	"context"
	"errors"
	"slices"

	"yrkesresan/internal/course"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Add makes an occasion, as a draft (R121). In: a course, an organiser, a form, and what else is known; other owners
// are RSS, which are told. It gets an id, a name in calendars, and ids for its sessions. Errors: faults of check.go,
// faults of trainers, may.ErrDenied.
func (o *Occasions) Add(ctx context.Context, a may.Actor, oc Occasion) (_ Occasion, err error) {
	defer fault.Wrap(&err, "add occasion")
	if err := o.prepare(ctx, a, &oc); err != nil {
		return oc, err
	}
	x, err := o.around(ctx, oc)
	if err != nil {
		return oc, err
	}
	err = o.DB.Tx(ctx, func(tx *db.Tx) error { return o.add(ctx, tx, a, x, oc) })
	return oc, o.naming(ctx, err)
}

// prepare checks a new occasion and gives it ids.
func (o *Occasions) prepare(ctx context.Context, a may.Actor, oc *Occasion) error {
	organiser, err := o.organiser(ctx, a, oc.OrganiserID)
	if err != nil {
		return err
	}
	now := o.Now()
	oc.ID, oc.State, oc.Decided, oc.Revision, oc.Sequence = o.NewID(), Draft, "", 1, 0
	oc.UID = oc.ID + "@yrkesresan"
	oc.MadeBy, oc.ChangedBy, oc.MadeAt, oc.ChangedAt = a.PersonID, a.PersonID, now, now
	oc.Owners = append(slices.DeleteFunc(slices.Clone(oc.Owners), func(id string) bool { return id == organiser.ID }), organiser.ID)
	slices.Sort(oc.Owners)
	oc.Owners = slices.Compact(oc.Owners)
	if err := oc.tidy(now); err != nil {
		return err
	}
	for i := range oc.Sessions {
		oc.Sessions[i].ID, oc.Sessions[i].OccasionID = o.NewID(), oc.ID
	}
	if oc.Title, err = o.titleOf(ctx, oc.CourseID); err != nil {
		return err
	}
	return o.checkPlaces(ctx, o.DB, *oc)
}

func (o *Occasions) add(ctx context.Context, tx *db.Tx, a may.Actor, x around, oc Occasion) error {
	if err := o.checkTrainers(ctx, tx, x, Occasion{}, oc); err != nil {
		return err
	}
	if err := insert(ctx, tx, oc); err != nil {
		return err
	}
	return o.tellOwners(ctx, tx, x, oc, Change{What: Shared, By: a.PersonID}, without(oc.Owners, oc.OrganiserID))
}

// organiser finds the place that the actor arranges for. Its own roles there count, and no role above: an RSS arranges
// nothing in a municipality's name.
func (o *Occasions) organiser(ctx context.Context, a may.Actor, id string) (org.Node, error) {
	n, err := org.Find(ctx, o.DB, id, o.Today())
	if errors.Is(err, org.ErrNoNode) {
		return n, ErrOrganiser
	}
	if err != nil {
		return n, err
	}
	if err := may.Ask(a.Inside(n.Path), may.ArrangeDays, n.Path); err != nil {
		return n, err
	}
	if !slices.Contains([]org.Kind{org.Nation, org.RSS, org.Municipality, org.Employer}, org.Kind(n.Kind)) {
		return n, ErrOrganiser
	}
	return n, nil
}

// titleOf is what the current version of a course is called; ErrCourse when there is none.
func (o *Occasions) titleOf(ctx context.Context, courseID string) (string, error) {
	version, err := o.Courses.Current(ctx, courseID)
	if errors.Is(err, course.ErrNoCourse) || err == nil && version == 0 {
		return "", ErrCourse
	}
	if err != nil {
		return "", err
	}
	c, err := o.Courses.Version(ctx, courseID, version)
	if err != nil {
		return "", err
	}
	return c.Title, nil
}

// checkPlaces holds the town and the owners against the tree.
func (o *Occasions) checkPlaces(ctx context.Context, q db.Q, oc Occasion) error {
	if len(oc.Owners) > mostOwners {
		return ErrMany.On("rss")
	}
	is := func(id string, kind org.Kind, otherwise error) error {
		n, err := org.Find(ctx, q, id, o.Today())
		if errors.Is(err, org.ErrNoNode) || err == nil && org.Kind(n.Kind) != kind {
			return otherwise
		}
		return err
	}
	if oc.Town != "" {
		if err := is(oc.Town, org.Municipality, ErrTown); err != nil {
			return err
		}
	}
	for _, id := range without(oc.Owners, oc.OrganiserID) {
		if err := is(id, org.RSS, ErrOwner); err != nil {
			return err
		}
	}
	return nil
}

func without(ids []string, id string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(x string) bool { return x == id })
}

// OpenUp lets people see and book an occasion. Errors: ErrNoOccasion, ErrState when it is no draft, and what it lacks
// (faults of check.go), may.ErrDenied.
func (o *Occasions) OpenUp(ctx context.Context, a may.Actor, id string) (err error) {
	defer fault.Wrap(&err, "open occasion %s", id)
	_, err = o.alter(ctx, a, id, Opened, "", func(was Occasion) (Occasion, error) {
		if was.State != Draft {
			return was, ErrState
		}
		was.State = Open
		return was, nil
	})
	return err
}

// Discard takes away a draft as if it had never been. What has been open is cancelled instead. Errors: ErrNoOccasion,
// ErrNotDraft, may.ErrDenied.
func (o *Occasions) Discard(ctx context.Context, a may.Actor, id string) (err error) {
	defer fault.Wrap(&err, "discard occasion %s", id)
	return o.DB.Tx(ctx, func(tx *db.Tx) error {
		oc, err := o.held(ctx, tx, a, id)
		if err != nil {
			return err
		}
		if oc.State != Draft {
			return ErrNotDraft
		}
		if o.Seats != nil {
			if err := o.Seats.Drop(ctx, tx, id); err != nil {
				return err
			}
		}
		if o.Discarded != nil {
			if err := o.Discarded(ctx, tx, id); err != nil {
				return err
			}
		}
		return remove(ctx, tx, id)
	})
}
