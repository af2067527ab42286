package occasion

import (
	"context"
	"errors"
	"slices"

	"yrkesresan/internal/access"
	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// arrangers are the roles that arrange course days, by the kind of place.
var arrangers = map[org.Kind]may.Role{org.Nation: may.National, org.RSS: may.Region, org.Municipality: may.Municipality, org.Employer: may.Municipality}

// around is what other rooms know about an occasion, read before the transaction that changes it: a transaction asks
// for no second connection.
type around struct {
	journeys []string                   // those that have its course
	holders  map[string][]access.Holder // who arranges, by place
}

// around reads it for an occasion, its owners and other places.
func (o *Occasions) around(ctx context.Context, oc Occasion, more ...string) (x around, err error) {
	if o.JourneysWith != nil {
		if x.journeys, err = o.JourneysWith(ctx, oc.CourseID); err != nil {
			return x, err
		}
	}
	x.holders = map[string][]access.Holder{}
	for _, id := range slices.Concat(oc.Owners, more) {
		n, err := org.Find(ctx, o.DB, id, o.Today())
		if errors.Is(err, org.ErrNoNode) {
			continue // a place that has ended has nobody
		}
		if err != nil {
			return x, err
		}
		if role, ok := arrangers[org.Kind(n.Kind)]; ok {
			if x.holders[id], err = o.Access.Holders(ctx, role, id, o.Today()); err != nil {
				return x, err
			}
		}
	}
	return x, nil
}

// tellOwners tells those who arrange at places, but not whoever did it.
func (o *Occasions) tellOwners(ctx context.Context, tx *db.Tx, x around, oc Occasion, c Change, nodeIDs []string) error {
	if o.Messages == nil {
		return nil
	}
	told := []string{c.By}
	for _, id := range nodeIDs {
		for _, h := range x.holders[id] {
			if slices.Contains(told, h.PersonID) {
				continue
			}
			told = append(told, h.PersonID)
			err := o.Messages.Tell(ctx, tx, message.Note{PersonID: h.PersonID, Key: "occasion.told." + c.What, Href: "/kurstillfallen/" + oc.ID, Args: o.words(oc, c)})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// tellTrainers tells the trainers who lead it, or led it before the change.
func (o *Occasions) tellTrainers(ctx context.Context, tx *db.Tx, was, is Occasion, c Change) error {
	if o.Messages == nil {
		return nil
	}
	var ids []string
	for _, s := range slices.Concat(is.Sessions, was.Sessions) {
		ids = append(ids, s.Trainers...)
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		t, err := findTrainer(ctx, tx, id)
		if err != nil {
			return err
		}
		what := c.What
		switch {
		case len(is.ledBy(id)) == 0:
			what = "no_more"
		case len(was.ledBy(id)) == 0:
			what = Opened // to this trainer it is new
		}
		switch {
		case t.PersonID == "":
			err = o.tellTrainerOutside(ctx, tx, t, is, c, what)
		case t.PersonID != c.By:
			err = o.Messages.Tell(ctx, tx, message.Note{PersonID: t.PersonID, Key: "occasion.led." + what, Href: "/kursledare", DaysOf: is.ID, Args: o.words(is, c)})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// tellTrainerOutside tells a trainer without an account, by the address in the register.
func (o *Occasions) tellTrainerOutside(ctx context.Context, tx *db.Tx, t Trainer, oc Occasion, c Change, what string) error {
	led := oc
	led.Sessions = oc.ledBy(t.ID)
	e, err := o.EncloseOutside(ctx, tx, t.Email, led, true)
	if err != nil {
		return err
	}
	return o.Messages.TellOutside(ctx, tx, message.Outside{Email: t.Email, Key: "occasion.led." + what, Args: o.words(oc, c), OnceKey: "occasion/" + c.ID + "/" + t.ID, Enclosed: e})
}

// words are what a sentence about a change may name.
func (o *Occasions) words(oc Occasion, c Change) map[string]string {
	return map[string]string{"title": oc.Title, "day": o.Messages.Texts.DateOf(oc.FirstDay), "why": c.Why}
}
