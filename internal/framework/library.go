package framework

import (
	"context"
	"time"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// State is how a version stands on a day.
type State string

// The states. A version is superseded because a later one has taken over, not because somebody wrote so.
const (
	Drafted    State = "draft"
	Announced  State = "announced" // holds from a later day
	Published  State = "published"
	Superseded State = "superseded"
)

// Version is one version of a framework.
type Version struct {
	Frame       *frame.Frame
	Version     int64
	State       State
	From, Until string // Until "" for ever
	PublishedBy string
	PublishedAt time.Time
	OwnerID     string
}

func (fs *Frameworks) version(r row, owner string) (v Version, err error) {
	v = Version{Version: r.Version, From: r.From, Until: r.Until, PublishedBy: r.PublishedBy, PublishedAt: r.PublishedAt.Time, OwnerID: owner, State: Published}
	if v.Until == db.NoEnd {
		v.Until = ""
	}
	switch today := fs.Today(); {
	case r.Version == 0:
		v.State = Drafted
	case r.From > today:
		v.State = Announced
	case r.Until <= today:
		v.State = Superseded
	}
	v.Frame, err = read(r.Body)
	return v, err
}

// signedIn lets everybody who is signed in: what is asked is no secret.
func signedIn(a may.Actor) error {
	if a.Known() || a.IsOperator() {
		return nil
	}
	return may.ErrSignIn
}

// Versions gives what has been published of a framework, the latest first.
func (fs *Frameworks) Versions(ctx context.Context, a may.Actor, id string) ([]Version, error) {
	if err := signedIn(a); err != nil {
		return nil, err
	}
	owner, err := ownerOf(ctx, fs.DB, id)
	if err != nil {
		return nil, err
	}
	rows, err := db.All(ctx, fs.DB, scanVersion, selectVersion+`
		WHERE framework_id = $1 AND state = 'published'
		ORDER BY version DESC
		LIMIT 200`,
		id)
	if err != nil {
		return nil, err
	}
	out := make([]Version, len(rows))
	for i, r := range rows {
		if out[i], err = fs.version(r, owner); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Version gives one published version.
func (fs *Frameworks) Version(ctx context.Context, a may.Actor, id string, version int64) (Version, error) {
	if err := signedIn(a); err != nil {
		return Version{}, err
	}
	return fs.oneVersion(ctx, id, selectVersion+` WHERE framework_id = $1 AND version = $2 AND state = 'published'`, id, version)
}

// Holding gives the version that holds today; when none does, the next that will, or else the last that did.
func (fs *Frameworks) Holding(ctx context.Context, a may.Actor, id string) (Version, error) {
	if err := signedIn(a); err != nil {
		return Version{}, err
	}
	return fs.oneVersion(ctx, id, selectVersion+`
		WHERE framework_id = $1 AND state = 'published'
		ORDER BY CASE WHEN valid_from <= $2 AND valid_until > $2 THEN 0 WHEN valid_from > $2 THEN 1 ELSE 2 END, version DESC
		LIMIT 1`,
		id, fs.Today())
}

func (fs *Frameworks) oneVersion(ctx context.Context, id, q string, args ...any) (Version, error) {
	owner, err := ownerOf(ctx, fs.DB, id)
	if err != nil {
		return Version{}, err
	}
	r, err := db.One(ctx, fs.DB, scanVersion, q, args...)
	if isMissing(err) {
		return Version{}, ErrNone
	}
	if err != nil {
		return Version{}, err
	}
	return fs.version(r, owner)
}
