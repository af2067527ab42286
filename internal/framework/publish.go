package framework

import (
	"context"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Release is how a version is published.
type Release struct {
	From    string         // the day it holds from
	Changes []frame.Change // where evidence counts of what it no longer has
	source  string         // digest of the shipped file it was made from
	anyDay  bool           // also from a day that has passed
}

// PublishDraft makes a draft, as it is in a revision, the framework's next version from a day on: what held
// ends that day, and nothing that has been published is changed. Whoever it is asked of is told of the change.
// A draft with problems is refused (ErrBroken), and so is one that says what is said already (ErrSame).
func (fs *Frameworks) PublishDraft(ctx context.Context, a may.Actor, id string, revision int64, r Release) (version int64, err error) {
	d, err := fs.Draft(ctx, a, id)
	if err != nil {
		return 0, err
	}
	if d.Revision != revision {
		return 0, ErrMoved
	}
	known, err := fs.known(ctx, d.Frame)
	if err != nil {
		return 0, err
	}
	err = fs.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := hold(ctx, tx, id); err != nil {
			return err
		}
		now, err := draftRow(ctx, tx, id)
		if err != nil {
			return err
		}
		if now.Revision != revision {
			return ErrMoved
		}
		owner, err := fs.owner(ctx, tx, a, d.OwnerID)
		if err != nil {
			return err
		}
		if version, err = fs.publish(ctx, tx, a, owner, d.Frame, r, known); err != nil {
			return err
		}
		return deleteDraft(ctx, tx, id)
	})
	return version, err
}

// publish puts a version in place, in a transaction that holds the framework.
func (fs *Frameworks) publish(ctx context.Context, tx *db.Tx, a may.Actor, owner org.Node, f *frame.Frame, r Release, known frame.Known) (int64, error) {
	if !lang.IsDay(r.From) {
		return 0, ErrDay.On("from")
	}
	before, there, err := latest(ctx, tx, f.ID)
	if err != nil {
		return 0, err
	}
	version := int64(1)
	if there {
		was, err := read(before.Body)
		if err != nil {
			return 0, err
		}
		switch {
		case !r.anyDay && r.From < fs.Today():
			return 0, ErrPast.On("from")
		case r.From < before.From:
			return 0, ErrEarly.With("date", before.From).On("from")
		case len(frame.Diff(was, f)) == 0:
			return before.Version, ErrSame
		}
		version = before.Version + 1
		frame.CarryEvidence(was, f, r.Changes)
		f.Changes = frame.Carry(was, f, append(f.Changes[:len(f.Changes):len(f.Changes)], r.Changes...))
	}
	if frame.Broken(frame.Check(f, known)) {
		return 0, ErrBroken
	}
	if err := fs.insertVersion(ctx, tx, a, f, version, r.From, r.source); err != nil {
		return 0, err
	}
	if fs.Changed == nil {
		return version, nil
	}
	return version, fs.Changed(ctx, tx, owner.ID)
}

// sayable refuses a text with an identity number in it (rule 42).
func (fs *Frameworks) sayable(f *frame.Frame) error {
	body, _, err := write(f)
	if err != nil {
		return err
	}
	if identity.In(body, fs.Now()) {
		return ErrIdentity
	}
	return nil
}
