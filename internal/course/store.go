package course

import (
	"context"
	"errors"
	"time"

	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/platform/db"
)

// insertCourse makes the course when there is none; its owner stays the first one.
func insertCourse(ctx context.Context, tx *db.Tx, id, ownerID string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO course (id, owner_id, current)
		VALUES ($1, $2, 0)
		ON CONFLICT (id) DO NOTHING`,
		id, ownerID)
	return err
}

// latestVersion is the highest number given out; 0 before the first.
func latestVersion(ctx context.Context, q db.Q, id string) (int64, error) {
	return db.One(ctx, q, db.Number, `
		SELECT COALESCE(MAX(version), 0)
		FROM course_version
		WHERE course_id = $1`,
		id)
}

// holdCourse takes the course's row and gives its current version.
func holdCourse(ctx context.Context, tx *db.Tx, id string) (int64, error) {
	return db.One(ctx, tx, db.Number, `
		UPDATE course
		SET id = id
		WHERE id = $1
		RETURNING current`,
		id)
}

func currentVersion(ctx context.Context, q db.Q, id string) (int64, error) {
	v, err := db.One(ctx, q, db.Number, `
		SELECT current
		FROM course
		WHERE id = $1`,
		id)
	if errors.Is(err, db.ErrMissing) {
		return 0, ErrNoCourse
	}
	return v, err
}

func ownerPath(ctx context.Context, q db.Q, id string) (string, error) {
	path, err := db.One(ctx, q, db.Text, `
		SELECT p.path
		FROM course c
		JOIN node_place p ON p.node_id = c.owner_id AND p.valid_until = '9999-12-31'
		WHERE c.id = $1`,
		id)
	if errors.Is(err, db.ErrMissing) {
		return "", ErrNoCourse
	}
	return path, err
}

// versionOf finds the version with these bytes; db.ErrMissing when there is none.
func versionOf(ctx context.Context, q db.Q, id, digest string) (int64, error) {
	return db.One(ctx, q, db.Number, `
		SELECT version
		FROM course_version
		WHERE course_id = $1 AND digest = $2
		ORDER BY version DESC
		LIMIT 1`,
		id, digest)
}

// insertVersion adds a version. before is the current one, 0 when there is none.
func insertVersion(ctx context.Context, tx *db.Tx, e edition, digest string, c *folder.Content, body string, before int64, at time.Time, by string) error {
	counts, err := countsAs(ctx, tx, e, c.Update, before)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO course_version (course_id, version, digest, title, kind, body, counts_as, made_at, made_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		e.course, e.version, digest, c.Title, c.Kind, body, counts, at, by)
	return err
}

func insertFile(ctx context.Context, tx *db.Tx, e edition, f file) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO course_file (course_id, version, path, blob, size)
		VALUES ($1, $2, $3, $4, $5)`,
		e.course, e.version, f.path, f.blob, f.size)
	return err
}

func filesOf(ctx context.Context, q db.Q, e edition) ([]file, error) {
	return db.All(ctx, q, func(s db.Scanner) (f file, err error) { err = s.Scan(&f.path, &f.blob, &f.size); return f, err }, `
		SELECT path, blob, size
		FROM course_file
		WHERE course_id = $1 AND version = $2
		ORDER BY path`,
		e.course, e.version)
}

func blobOf(ctx context.Context, q db.Q, e edition, path string) (string, error) {
	return db.One(ctx, q, db.Text, `
		SELECT blob
		FROM course_file
		WHERE course_id = $1 AND version = $2 AND path = $3`,
		e.course, e.version, path)
}

func versionBody(ctx context.Context, q db.Q, e edition) (string, error) {
	return db.One(ctx, q, db.Text, `
		SELECT body
		FROM course_version
		WHERE course_id = $1 AND version = $2`,
		e.course, e.version)
}

// allCourses is bounded by the catalogue: some hundred courses.
func allCourses(ctx context.Context, q db.Q) ([]Course, error) {
	return db.All(ctx, q, func(s db.Scanner) (c Course, err error) {
		err = s.Scan(&c.ID, &c.OwnerID, &c.Version, &c.Title, &c.Kind)
		return c, err
	}, `
		SELECT c.id, c.owner_id, c.current, v.title, v.kind
		FROM course c
		JOIN course_version v ON v.course_id = c.id AND v.version = c.current
		ORDER BY v.title, c.id
		LIMIT 5000`)
}

// moveOpenStudies brings those midway to a minor version; their rows tell which one they are on,
// and their answers follow by the ids of the questions.
func moveOpenStudies(ctx context.Context, tx *db.Tx, courseID string, from, to int64) error {
	_, err := tx.Exec(ctx, `
		UPDATE study
		SET version = $3
		WHERE course_id = $1 AND version = $2 AND finished_at IS NULL`,
		courseID, from, to)
	return err
}
