package framework

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	files "io/fs"
	"slices"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Seed publishes the shipped frameworks (a folder of YAML files). What has changed since is a new version from
// today. A file that has been taken in before is left, and so is a framework where somebody has published a version
// of their own since.
func (fs *Frameworks) Seed(ctx context.Context, shipped files.FS, from string) error {
	names, err := files.Glob(shipped, "*.yaml")
	if err != nil {
		return err
	}
	var all []seedling
	for _, name := range names {
		text, err := files.ReadFile(shipped, name)
		if err != nil {
			return err
		}
		s, problems := frame.Parse(text)
		if frame.Broken(problems) {
			return fmt.Errorf("%s: %+v", name, problems)
		}
		all = append(all, seedling{name, s, digestOf(text)})
	}
	slices.SortStableFunc(all, func(a, b seedling) int { return cmp.Compare(len(a.Links), len(b.Links)) }) // what others build on first
	for _, s := range all {
		if err := fs.seedOne(ctx, s, from); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return nil
}

// seedling is a shipped framework and the digest of its file.
type seedling struct {
	name string
	frame.Shipped
	source string
}

func (fs *Frameworks) seedOne(ctx context.Context, s seedling, from string) error {
	seen, err := db.All(ctx, fs.DB, db.Text, `SELECT source FROM framework_version WHERE framework_id = $1 AND version > 0`, s.ID)
	if err != nil || slices.Contains(seen, s.source) {
		return err
	}
	day := cmp.Or(s.From, from)
	if len(seen) > 0 {
		now, _, err := latest(ctx, fs.DB, s.ID)
		if err != nil || now.Source == "" { // somebody has published their own since: it is not overwritten
			return err
		}
		day = fs.Today()
	}
	_, err = fs.put(ctx, may.Operator(), &s.Frame, cmp.Or(s.Owner, org.Sweden), Release{From: day, source: s.source, anyDay: true})
	switch {
	case errors.Is(err, ErrSame), errors.Is(err, ErrEarly): // a version that waits was published here, after the file's
		return nil
	case errors.Is(err, ErrBroken):
		problems, _ := fs.Check(ctx, &s.Frame)
		return fmt.Errorf("%w: %+v", err, problems)
	}
	return err
}

// put publishes a framework as it is given, a new one or the next version of one that the owner keeps.
func (fs *Frameworks) put(ctx context.Context, a may.Actor, f *frame.Frame, ownerID string, r Release) (version int64, err error) {
	if err := fs.sayable(f); err != nil {
		return 0, err
	}
	known, err := fs.known(ctx, f)
	if err != nil {
		return 0, err
	}
	err = fs.DB.Tx(ctx, func(tx *db.Tx) error {
		owner, err := fs.holdOrBegin(ctx, tx, a, f.ID, ownerID)
		if err != nil {
			return err
		}
		version, err = fs.publish(ctx, tx, a, owner, f, r, known)
		return err
	})
	return version, err
}

// holdOrBegin takes a framework's row, or makes it for an owner; "" keeps the owner that it has.
func (fs *Frameworks) holdOrBegin(ctx context.Context, tx *db.Tx, a may.Actor, id, ownerID string) (org.Node, error) {
	err := hold(ctx, tx, id)
	if errors.Is(err, ErrNone) {
		owner, err := fs.owner(ctx, tx, a, ownerID)
		if err != nil {
			return owner, err
		}
		return owner, fs.insertFramework(ctx, tx, a, id, owner.ID)
	}
	if err != nil {
		return org.Node{}, err
	}
	had, err := ownerOf(ctx, tx, id)
	if err != nil {
		return org.Node{}, err
	}
	if ownerID != "" && ownerID != had {
		return org.Node{}, ErrOtherKeep.On("owner")
	}
	return fs.owner(ctx, tx, a, had)
}
