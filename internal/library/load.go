package library

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/library/collection"
	"yrkesresan/internal/library/state"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Seed takes in the shipped toolboxes (a folder of YAML files, with their files beside them) as the nation's. What somebody
// has changed here since is left alone; the same again changes nothing.
func (l *Library) Seed(ctx context.Context, shipped fs.FS) error {
	names, err := fs.Glob(shipped, "*.yaml")
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := fs.ReadFile(shipped, name)
		if err != nil {
			return err
		}
		c, problems := collection.Parse(text)
		if len(problems) > 0 {
			return fmt.Errorf("%s: %+v", name, problems)
		}
		if _, err := l.Load(ctx, may.Operator(), org.Sweden, c, shipped); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// Load takes in a toolbox with its items at a place whose material the actor keeps, published: a shipped one, or that of a
// preset. files holds what the items name. Loaded again it changes only what has changed in the collection and nobody has
// changed here. Errors: ErrOwner, ErrMarkdown, ErrChoice, ErrKind, ErrLarge, may.ErrDenied.
func (l *Library) Load(ctx context.Context, a may.Actor, ownerID string, c collection.Collection, files fs.FS) (t Toolbox, err error) {
	defer fault.Wrap(&err, "load toolbox %s at %s", c.ID, ownerID)
	owner, err := l.keeps(ctx, a, ownerID)
	if err != nil {
		return t, err
	}
	if problems := collection.Check(c); len(problems) > 0 {
		return t, fmt.Errorf("%+v", problems)
	}
	spread := state.Own
	if org.Kind(owner.Kind) == org.Nation {
		spread = state.Wide
	}
	ready := make([]loading, len(c.Items))
	for i, item := range c.Items {
		if ready[i], err = l.prepare(ctx, ownerID, spread, item, files); err != nil {
			return t, fmt.Errorf("%s: %w", item.ID, err)
		}
	}
	t = Toolbox{OwnerID: ownerID, Slug: c.ID, State: Published, Spread: spread, Title: c.Title, Theme: c.Theme, Audience: c.Audience, About: c.About}
	return t, l.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, item := range ready {
			id, err := l.loadItem(ctx, tx, a, item)
			if err != nil {
				return err
			}
			t.IDs = append(t.IDs, id)
		}
		t.ID, err = l.loadToolbox(ctx, tx, a, t)
		return err
	})
}

// loading is an item on its way in, with its files in the store.
type loading struct {
	Material
	digest string
	files  []blob.Material
	abouts []string
}

func (l *Library) prepare(ctx context.Context, ownerID string, spread state.Spread, item collection.Item, files fs.FS) (x loading, err error) {
	if _, problems := folder.Text(item.Text); len(problems) > 0 {
		return x, ErrMarkdown.With("what", folder.Sentence(problems[0]))
	}
	if err := l.checkTags(ctx, item.Topics, item.Areas, item.Occupations); err != nil {
		return x, err
	}
	x.Material = Material{Item: item, OwnerID: ownerID, Slug: item.ID, State: Published, Spread: spread, ReviewedOn: item.Reviewed, Revision: 1}
	if x.ReviewedOn == "" {
		x.ReviewedOn = l.Today()
	}
	for _, f := range item.Files {
		kept, err := l.putShipped(ctx, files, f.Path)
		if err != nil {
			return x, fmt.Errorf("%s: %w", f.Path, err)
		}
		x.files, x.abouts = append(x.files, kept), append(x.abouts, f.About)
	}
	x.digest, err = digestOf(item, item.Reviewed, x.files, x.abouts)
	return x, err
}

func (l *Library) putShipped(ctx context.Context, files fs.FS, path string) (blob.Material, error) {
	f, err := files.Open(path)
	if err != nil {
		return blob.Material{}, err
	}
	defer f.Close()
	return l.put(ctx, Upload{File: f, Name: path}, "material")
}

// digestOf changes when anything of some values does.
func digestOf(values ...any) (string, error) {
	text, err := json.Marshal(values)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// had is what stands already of something that is loaded.
type had struct {
	id, digest string
	revision   int64
}

func scanHad(s db.Scanner) (h had, err error) {
	err = s.Scan(&h.id, &h.digest, &h.revision)
	return h, err
}

func (l *Library) loadItem(ctx context.Context, tx *db.Tx, a may.Actor, x loading) (string, error) {
	was, err := db.One(ctx, tx, scanHad, `SELECT id, digest, revision FROM material WHERE owner_id = $1 AND slug = $2`, x.OwnerID, x.Slug)
	switch {
	case errors.Is(err, db.ErrMissing):
		x.ID = l.NewID()
		if err := l.insert(ctx, tx, a, x.Material, x.digest); err != nil {
			return "", err
		}
	case err != nil, was.digest == "", was.digest == x.digest:
		return was.id, err
	default:
		x.ID, x.Revision = was.id, was.revision
		if err := l.update(ctx, tx, a, x.Material, x.digest); err != nil {
			return "", err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM material_file WHERE material_id = $1`, x.ID); err != nil {
			return "", err
		}
	}
	for i, f := range x.files {
		if err := l.insertFile(ctx, tx, a.PersonID, x.ID, f, x.abouts[i]); err != nil {
			return "", err
		}
	}
	return x.ID, nil
}

func (l *Library) loadToolbox(ctx context.Context, tx *db.Tx, a may.Actor, t Toolbox) (string, error) {
	digest, err := digestOf(t.Title, t.Theme, t.Audience, t.About, t.IDs)
	if err != nil {
		return "", err
	}
	was, err := db.One(ctx, tx, scanHad, `SELECT id, digest, revision FROM toolbox WHERE owner_id = $1 AND slug = $2`, t.OwnerID, t.Slug)
	switch {
	case errors.Is(err, db.ErrMissing):
		t.ID, t.Revision = l.NewID(), 1
		return t.ID, l.insertToolbox(ctx, tx, a, t, digest)
	case err != nil, was.digest == "", was.digest == digest:
		return was.id, err
	}
	t.ID, t.Revision = was.id, was.revision
	return t.ID, l.updateToolbox(ctx, tx, a, t, digest)
}
