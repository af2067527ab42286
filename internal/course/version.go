package course

import (
	"context"
	"encoding/json"
	"errors"

	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

// Version gives a version of a course, compiled; 0 is the current one. What it returns is shared
// and must not be changed.
func (cs *Courses) Version(ctx context.Context, id string, version int64) (*folder.Content, error) {
	if version == 0 {
		current, err := currentVersion(ctx, cs.DB, id)
		if err != nil {
			return nil, err
		}
		version = current
	}
	return cs.edition(ctx, edition{id, version})
}

// edition reads a version once and keeps it.
func (cs *Courses) edition(ctx context.Context, e edition) (*folder.Content, error) {
	return cs.editionIn(ctx, cs.DB, e)
}

// editionIn reads with what a transaction reads with.
func (cs *Courses) editionIn(ctx context.Context, q db.Q, e edition) (_ *folder.Content, err error) {
	if c, ok := cs.shelf.get(e); ok {
		return c, nil
	}
	defer fault.Wrap(&err, "course %s version %d", e.course, e.version)
	body, err := versionBody(ctx, q, e)
	if errors.Is(err, db.ErrMissing) {
		return nil, ErrNoVersion
	}
	if err != nil {
		return nil, err
	}
	c := new(folder.Content)
	if err := json.Unmarshal([]byte(body), c); err != nil {
		return nil, err
	}
	cs.shelf.put(e, c)
	return c, nil
}

// Current tells which version of a course is given to those who begin now.
func (cs *Courses) Current(ctx context.Context, id string) (int64, error) {
	return currentVersion(ctx, cs.DB, id)
}

// All lists the catalogue in title order.
func (cs *Courses) All(ctx context.Context) ([]Course, error) { return allCourses(ctx, cs.DB) }
