package framework

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"time"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// mostBytes bounds what one version says.
const mostBytes = 4 << 20

// row is a version as it is kept. Version 0 is the draft.
type row struct {
	ID                  string
	Version             int64
	State               string
	From, Until         string
	Name, Digest        string
	Source              string
	Body                string
	Base, Revision      int64
	MadeBy, PublishedBy string
	MadeAt              time.Time
	PublishedAt         sql.NullTime
}

const selectVersion = `
	SELECT framework_id, version, state, valid_from, valid_until, name, digest, source, body, base, revision, made_by, made_at, published_by, published_at
	FROM framework_version`

func scanVersion(s db.Scanner) (r row, err error) {
	err = s.Scan(&r.ID, &r.Version, &r.State, &r.From, &r.Until, &r.Name, &r.Digest, &r.Source, &r.Body, &r.Base, &r.Revision, &r.MadeBy, &r.MadeAt, &r.PublishedBy, &r.PublishedAt)
	return r, err
}

// write is a frame as it is kept, and the digest of it.
func write(f *frame.Frame) (body, digest string, err error) {
	b, err := json.Marshal(f)
	if err != nil {
		return "", "", err
	}
	if len(b) > mostBytes {
		return "", "", ErrLarge
	}
	return string(b), digestOf(b), nil
}

func digestOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func isMissing(err error) bool {
	f := fault.Of(err)
	return f != nil && f.Key == db.ErrMissing.Key
}

// hold takes a framework's row, so that two who decide on it wait for one another.
func hold(ctx context.Context, tx *db.Tx, id string) error {
	n, err := tx.Exec(ctx, `UPDATE framework SET id = id WHERE id = $1`, id)
	if err == nil && n == 0 {
		return ErrNone
	}
	return err
}

func ownerOf(ctx context.Context, q db.Q, id string) (string, error) {
	owner, err := db.One(ctx, q, db.Text, `SELECT owner_id FROM framework WHERE id = $1`, id)
	if isMissing(err) {
		return "", ErrNone
	}
	return owner, err
}

// latest gives the newest published version; ok is false when there is none.
func latest(ctx context.Context, q db.Q, id string) (r row, ok bool, err error) {
	r, err = db.One(ctx, q, scanVersion, selectVersion+`
		WHERE framework_id = $1 AND state = 'published'
		ORDER BY version DESC
		LIMIT 1`,
		id)
	if isMissing(err) {
		return row{}, false, nil
	}
	return r, err == nil, err
}

func draftRow(ctx context.Context, q db.Q, id string) (row, error) {
	r, err := db.One(ctx, q, scanVersion, selectVersion+` WHERE framework_id = $1 AND version = 0`, id)
	if isMissing(err) {
		return r, ErrNoDraft
	}
	return r, err
}

func (fs *Frameworks) insertFramework(ctx context.Context, tx *db.Tx, a may.Actor, id, ownerID string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO framework (id, owner_id, made_by, made_at)
		VALUES ($1, $2, $3, $4)`,
		id, ownerID, a.PersonID, fs.Now())
	return err
}

func (fs *Frameworks) insertDraft(ctx context.Context, tx *db.Tx, a may.Actor, f *frame.Frame, base int64) error {
	body, digest, err := write(f)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO framework_version (framework_id, version, state, valid_from, valid_until, name, digest, source, body, base, revision, made_by, made_at, published_by, published_at)
		VALUES ($1, 0, 'draft', '', '', $2, $3, '', $4, $5, 1, $6, $7, '', NULL)`,
		f.ID, f.Name, digest, body, base, a.PersonID, fs.Now())
	return err
}

func (fs *Frameworks) saveDraft(ctx context.Context, tx *db.Tx, a may.Actor, f *frame.Frame) error {
	body, digest, err := write(f)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		UPDATE framework_version
		SET name = $2, digest = $3, body = $4, revision = revision + 1, made_by = $5, made_at = $6
		WHERE framework_id = $1 AND version = 0`,
		f.ID, f.Name, digest, body, a.PersonID, fs.Now())
	return err
}

func deleteDraft(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM framework_version WHERE framework_id = $1 AND version = 0`, id)
	return err
}

// insertVersion opens a version from its day and closes what held from that day on.
func (fs *Frameworks) insertVersion(ctx context.Context, tx *db.Tx, a may.Actor, f *frame.Frame, version int64, from, source string) error {
	body, digest, err := write(f)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		UPDATE framework_version
		SET valid_until = $2
		WHERE framework_id = $1 AND state = 'published' AND valid_until > $2`,
		f.ID, from)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO framework_version (framework_id, version, state, valid_from, valid_until, name, digest, source, body, base, revision, made_by, made_at, published_by, published_at)
		VALUES ($1, $2, 'published', $3, $4, $5, $6, $7, $8, 0, 0, $9, $10, $9, $10)`,
		f.ID, version, from, db.NoEnd, f.Name, digest, source, body, a.PersonID, fs.Now())
	return err
}
