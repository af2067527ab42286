package course

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"path"
	"strings"

	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// updateMinor is the kind of version that those midway move to.
const updateMinor = "minor"

// file is one original file of a version.
type file struct {
	path, blob string
	size       int64
}

// Import takes in a course folder. The same bytes again give the version that exists, and make
// it the current one; anything else is the next version, and the current one. A folder with errors is refused with them
// (ErrRefused); warnings come along in any case.
//
// A new course belongs to the actor's outermost place that may publish, the nation for an
// operator; a later version asks at the place that owns the course.
func (cs *Courses) Import(ctx context.Context, a may.Actor, fsys fs.FS) (id string, version int64, problems []folder.Problem, err error) {
	return cs.takeIn(ctx, a, fsys, false)
}

// ImportWaiting takes in a course folder as Import does, but leaves the current version as it is: the new one waits until
// somebody makes it current, or a municipality tries it. The first version of a course does not wait.
func (cs *Courses) ImportWaiting(ctx context.Context, a may.Actor, fsys fs.FS) (id string, version int64, problems []folder.Problem, err error) {
	return cs.takeIn(ctx, a, fsys, true)
}

func (cs *Courses) takeIn(ctx context.Context, a may.Actor, fsys fs.FS, waits bool) (id string, version int64, problems []folder.Problem, err error) {
	defer fault.Wrap(&err, "import course")
	if err := may.AskSomewhere(a, may.PublishCourse); err != nil {
		return "", 0, nil, err
	}
	c, problems := folder.Read(fsys)
	if folder.HasErrors(problems) {
		return c.ID, 0, problems, ErrRefused
	}
	digest, err := folder.Fingerprint(fsys)
	if err != nil {
		return c.ID, 0, problems, err
	}
	version, err = versionOf(ctx, cs.DB, c.ID, digest)
	if err == nil && waits {
		return c.ID, version, problems, cs.askOwner(ctx, cs.DB, a, may.PublishCourse, c.ID)
	}
	if err == nil {
		return c.ID, version, problems, cs.turnBack(ctx, a, c.ID, version)
	}
	if !errors.Is(err, db.ErrMissing) {
		return c.ID, 0, problems, err
	}
	files, err := cs.keep(ctx, fsys, c.Files)
	if err != nil {
		return c.ID, 0, problems, err
	}
	err = cs.DB.Tx(ctx, func(tx *db.Tx) error {
		version, err = cs.publish(ctx, tx, a, &c, digest, files, waits)
		return err
	})
	return c.ID, version, problems, err
}

// turnBack makes a version that has been here before the one that those who begin get. Those who
// have begun stay where they are.
func (cs *Courses) turnBack(ctx context.Context, a may.Actor, id string, version int64) error {
	return cs.DB.Tx(ctx, func(tx *db.Tx) error {
		before, err := holdCourse(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := cs.askOwner(ctx, tx, a, may.PublishCourse, id); err != nil {
			return err
		}
		if err := cs.setCurrent(ctx, tx, id, before, version); err != nil {
			return err
		}
		return cs.told(ctx, tx, id)
	})
}

// keep puts the files in the store as they are, before any row names them.
func (cs *Courses) keep(ctx context.Context, fsys fs.FS, names []string) ([]file, error) {
	var files []file
	for _, name := range names {
		f, err := fsys.Open(name)
		if err != nil {
			return nil, err
		}
		hash, size, err := cs.Blobs.Put(ctx, f)
		if err = errors.Join(err, f.Close()); err != nil {
			return nil, err
		}
		files = append(files, file{name, hash, size})
	}
	return files, nil
}

// publish makes the next version while it holds the course, so that two imports at once get a
// number each, or the same one for the same bytes.
func (cs *Courses) publish(ctx context.Context, tx *db.Tx, a may.Actor, c *folder.Content, digest string, files []file, waits bool) (int64, error) {
	if err := insertCourse(ctx, tx, c.ID, ownerFor(a)); err != nil {
		return 0, err
	}
	before, err := holdCourse(ctx, tx, c.ID)
	if err != nil {
		return 0, err
	}
	if err := cs.askOwner(ctx, tx, a, may.PublishCourse, c.ID); err != nil {
		return 0, err
	}
	if v, err := versionOf(ctx, tx, c.ID, digest); !errors.Is(err, db.ErrMissing) {
		return v, err
	}
	body, err := json.Marshal(c)
	if err != nil {
		return 0, err
	}
	latest, err := latestVersion(ctx, tx, c.ID)
	if err != nil {
		return 0, err
	}
	next := latest + 1 // not after the current one: an earlier version may be current again
	if err := insertVersion(ctx, tx, edition{c.ID, next}, digest, c, string(body), before, cs.Now(), a.PersonID); err != nil {
		return 0, err
	}
	for _, f := range files {
		if err := insertFile(ctx, tx, edition{c.ID, next}, f); err != nil {
			return 0, err
		}
	}
	if waits && before > 0 {
		return next, nil
	}
	if err := cs.setCurrent(ctx, tx, c.ID, before, next); err != nil {
		return 0, err
	}
	if c.Update == updateMinor && before > 0 {
		if err := moveOpenStudies(ctx, tx, c.ID, before, next); err != nil {
			return 0, err
		}
	}
	return next, cs.told(ctx, tx, c.ID)
}

// ownerFor is where a new course belongs.
func ownerFor(a may.Actor) string {
	scopes := a.Scopes(may.PublishCourse)
	if len(scopes) == 0 {
		return org.Sweden
	}
	return path.Base(scopes[0])
}

// askOwner asks about a course where its owner stands today.
func (cs *Courses) askOwner(ctx context.Context, q db.Q, a may.Actor, do may.Action, courseID string) error {
	owner, err := ownerPath(ctx, q, courseID)
	if err != nil {
		return err
	}
	return may.Ask(a, do, owner)
}

// Seed takes in every course folder that comes with the program and is not there yet. Running it
// again changes nothing; a folder that has changed since becomes a new version.
func (cs *Courses) Seed(ctx context.Context, fsys fs.FS) error {
	dirs, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return err
	}
	for _, d := range dirs {
		if !d.IsDir() || strings.HasPrefix(d.Name(), ".") {
			continue
		}
		if err := cs.seedOne(ctx, fsys, d.Name()); err != nil {
			return err
		}
	}
	return nil
}

// seedOne compares fingerprints before it reads: a start costs little when all is there.
func (cs *Courses) seedOne(ctx context.Context, fsys fs.FS, dir string) (err error) {
	defer fault.Wrap(&err, "seed course %s", dir)
	one, err := fs.Sub(fsys, dir)
	if err != nil {
		return err
	}
	digest, err := folder.Fingerprint(one)
	if err != nil {
		return err
	}
	if _, err := versionOf(ctx, cs.DB, dir, digest); !errors.Is(err, db.ErrMissing) {
		return err
	}
	_, _, problems, err := cs.Import(ctx, may.Operator(), one)
	for _, p := range problems {
		if p.Level == folder.LevelError {
			return errors.Join(err, errors.New(p.File+": "+folder.Sentence(p)))
		}
	}
	return err
}
