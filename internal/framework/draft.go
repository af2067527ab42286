package framework

import (
	"context"
	"errors"
	"time"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Draft is the next version of a framework in the making.
type Draft struct {
	*frame.Frame
	OwnerID   string
	Base      int64        // the version it began from; 0: a new framework
	Before    *frame.Frame // what the latest version says; nil: none
	Latest    int64        // which that is; above Base when somebody has published since
	Revision  int64
	Problems  []frame.Problem
	ChangedBy string
	ChangedAt time.Time
}

// Broken tells whether the draft cannot be published as it is.
func (d *Draft) Broken() bool { return frame.Broken(d.Problems) }

// New is a framework to begin.
type New struct {
	Name, About string
	Owner       string // node id
	Like        string // id of a framework to start from; "" an empty one
}

// Begin begins a framework, empty or like another that holds today, which it is then linked to (R193). Its id
// is made from its name. It gives the id.
func (fs *Frameworks) Begin(ctx context.Context, a may.Actor, n New) (id string, err error) {
	owner, err := fs.owner(ctx, fs.DB, a, n.Owner)
	if err != nil {
		return "", err
	}
	f := &frame.Frame{Name: n.Name, About: n.About}
	if n.Like != "" {
		v, err := fs.Holding(ctx, a, n.Like)
		if err != nil {
			return "", err
		}
		f = v.Frame.Copy()
		f.Links, f.Changes = []string{v.Frame.ID}, nil
		if n.Name != "" {
			f.Name = n.Name
		}
		if n.About != "" {
			f.About = n.About
		}
	}
	if f.Name == "" {
		return "", ErrNoName.On("name")
	}
	err = fs.DB.Tx(ctx, func(tx *db.Tx) error {
		if f.ID, err = freeID(ctx, tx, f.Name); err != nil {
			return err
		}
		if err := fs.sayable(f); err != nil {
			return err
		}
		if err := fs.insertFramework(ctx, tx, a, f.ID, owner.ID); err != nil {
			return err
		}
		return fs.insertDraft(ctx, tx, a, f, 0)
	})
	return f.ID, err
}

func freeID(ctx context.Context, tx *db.Tx, name string) (string, error) {
	var failed error
	id := frame.NewID(name, func(id string) bool {
		n, err := db.One(ctx, tx, db.Number, `SELECT COUNT(*) FROM framework WHERE id = $1`, id)
		failed = err
		return err == nil && n > 0
	})
	return id, failed
}

// BeginVersion begins the next version of a framework from the latest one.
func (fs *Frameworks) BeginVersion(ctx context.Context, a may.Actor, id string) error {
	return fs.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := fs.holdOwned(ctx, tx, a, id); err != nil {
			return err
		}
		if _, err := draftRow(ctx, tx, id); err == nil {
			return ErrHasDraft
		} else if !isNoDraft(err) {
			return err
		}
		before, there, err := latest(ctx, tx, id)
		if err != nil {
			return err
		}
		if !there {
			return ErrNone
		}
		f, err := read(before.Body)
		if err != nil {
			return err
		}
		f.Changes = nil // carried on when it is published
		return fs.insertDraft(ctx, tx, a, f, before.Version)
	})
}

func isNoDraft(err error) bool { return errors.Is(err, ErrNoDraft) }

// holdOwned takes a framework's row and asks.
func (fs *Frameworks) holdOwned(ctx context.Context, tx *db.Tx, a may.Actor, id string) error {
	if err := hold(ctx, tx, id); err != nil {
		return err
	}
	owner, err := ownerOf(ctx, tx, id)
	if err != nil {
		return err
	}
	_, err = fs.owner(ctx, tx, a, owner)
	return err
}

// Draft gives the next version as it is now, with everything wrong in it, to whoever may work on it.
func (fs *Frameworks) Draft(ctx context.Context, a may.Actor, id string) (d Draft, err error) {
	if d.OwnerID, err = ownerOf(ctx, fs.DB, id); err != nil {
		return d, err
	}
	if _, err := fs.owner(ctx, fs.DB, a, d.OwnerID); err != nil {
		return d, err
	}
	r, err := draftRow(ctx, fs.DB, id)
	if err != nil {
		return d, err
	}
	if d.Frame, err = read(r.Body); err != nil {
		return d, err
	}
	d.Base, d.Revision, d.ChangedBy, d.ChangedAt = r.Base, r.Revision, r.MadeBy, r.MadeAt
	before, there, err := latest(ctx, fs.DB, id)
	if err != nil {
		return d, err
	}
	if there {
		d.Latest = before.Version
		if d.Before, err = read(before.Body); err != nil {
			return d, err
		}
	}
	d.Problems, err = fs.Check(ctx, d.Frame)
	return d, err
}

// Change carries out an edit in a draft as it is now. An edit says which part it saw and is refused when
// somebody has changed that part since (frame.ErrSeen); what others saved in other parts stays. A draft may be
// saved with problems, but not published.
func (fs *Frameworks) Change(ctx context.Context, a may.Actor, id string, edit frame.Edit) error {
	return fs.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := fs.holdOwned(ctx, tx, a, id); err != nil {
			return err
		}
		r, err := draftRow(ctx, tx, id)
		if err != nil {
			return err
		}
		f, err := read(r.Body)
		if err != nil {
			return err
		}
		if err := edit(f); err != nil {
			return err
		}
		f.ID = id
		if err := fs.sayable(f); err != nil {
			return err
		}
		if _, digest, err := write(f); err != nil || digest == r.Digest {
			return err
		}
		return fs.saveDraft(ctx, tx, a, f)
	})
}

// Discard throws a draft away; somebody who has saved since is not lost by it. A framework that was never
// published goes with it.
func (fs *Frameworks) Discard(ctx context.Context, a may.Actor, id string, revision int64) error {
	return fs.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := fs.holdOwned(ctx, tx, a, id); err != nil {
			return err
		}
		r, err := draftRow(ctx, tx, id)
		if err != nil {
			return err
		}
		if r.Revision != revision {
			return ErrMoved
		}
		if err := deleteDraft(ctx, tx, id); err != nil {
			return err
		}
		if _, there, err := latest(ctx, tx, id); err != nil || there {
			return err
		}
		_, err = tx.Exec(ctx, `DELETE FROM framework WHERE id = $1`, id)
		return err
	})
}
