package library

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Forget removes what a person has sent in from an employer and nobody has published, and whoever the person was in
// examples that are published: they stay, without the name. With last everything, and who kept what.
func (l *Library) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	const unpublished = `(SELECT x.id FROM example x WHERE x.person_id = $1 AND (x.employer_id = $2 OR $3) AND x.spread = '')`
	for _, q := range []string{
		`DELETE FROM example_try WHERE person_id = $1 AND (employer_id = $2 OR $3)`,
		`DELETE FROM example_try WHERE example_id IN ` + unpublished,
		`DELETE FROM example_event WHERE example_id IN ` + unpublished,
		`DELETE FROM example_picture WHERE example_id IN ` + unpublished,
		`DELETE FROM library_tag WHERE kind = 'example' AND thing_id IN ` + unpublished,
		`DELETE FROM library_word WHERE kind = 'example' AND thing_id IN ` + unpublished,
		`DELETE FROM example WHERE person_id = $1 AND (employer_id = $2 OR $3) AND spread = ''`,
	} {
		if err := gone.Destroy(ctx, tx, q, personID, employerID, last); err != nil {
			return nil, err
		}
	}
	for _, q := range []string{
		`UPDATE example_event SET by_id = $4 WHERE by_id = $1 AND ($3 OR example_id IN (SELECT x.id FROM example x WHERE x.employer_id = $2))`,
		`UPDATE example_try SET answered_by = $4 WHERE answered_by = $1 AND ($3 OR example_id IN (SELECT x.id FROM example x WHERE x.employer_id = $2))`,
		`UPDATE example SET person_id = $4, named = FALSE, contact = FALSE WHERE person_id = $1 AND (employer_id = $2 OR $3)`,
	} {
		if _, err := tx.Exec(ctx, q, personID, employerID, last, may.Erased); err != nil {
			return nil, err
		}
	}
	if !last {
		return gone, nil
	}
	for _, q := range []string{
		`UPDATE material SET made_by = $2 WHERE made_by = $1`,
		`UPDATE material SET changed_by = $2 WHERE changed_by = $1`,
		`UPDATE material_revision SET made_by = $2 WHERE made_by = $1`,
		`UPDATE material_file SET made_by = $2 WHERE made_by = $1`,
		`UPDATE toolbox SET made_by = $2 WHERE made_by = $1`,
		`UPDATE toolbox SET changed_by = $2 WHERE changed_by = $1`,
	} {
		if _, err := tx.Exec(ctx, q, personID, may.Erased); err != nil {
			return nil, err
		}
	}
	return gone, nil
}

// Copy gives out the examples that a person has sent in and what the person has asked about others', at an employer or ("") all.
func (l *Library) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	args := []any{personID, employerID}
	return db.ReadSheets(ctx, q,
		db.Statement{Name: "example", Args: args, Text: `
		SELECT x.title, x.employer_id AS employer, x.unit_id AS unit, x.state, x.wish, x.spread, x.content, x.named, x.contact, x.published_on, x.made_at
		FROM example x
		WHERE x.person_id = $1 AND $2 IN ('', x.employer_id)
		ORDER BY x.made_at, x.id`},
		db.Statement{Name: "example_event", Args: args, Text: `
		SELECT x.title AS example, e.what, e.note, e.at
		FROM example_event e
		JOIN example x ON x.id = e.example_id
		WHERE x.person_id = $1 AND $2 IN ('', x.employer_id)
		ORDER BY e.at, e.id`},
		db.Statement{Name: "example_picture", Args: args, Text: `
		SELECT x.title AS example, p.name, p.about, p.made_at
		FROM example_picture p
		JOIN example x ON x.id = p.example_id
		WHERE x.person_id = $1 AND $2 IN ('', x.employer_id)
		ORDER BY p.made_at, p.id`},
		db.Statement{Name: "example_try", Args: args, Text: `
		SELECT x.title AS example, t.employer_id AS employer, t.unit_id AS unit, t.note, t.answer, t.made_at, t.answered_at
		FROM example_try t
		JOIN example x ON x.id = t.example_id
		WHERE t.person_id = $1 AND $2 IN ('', t.employer_id)
		ORDER BY t.made_at, t.id`})
}

// FilesOf gives the pictures that a person has put up with examples.
func (l *Library) FilesOf(ctx context.Context, q db.Q, personID string) ([]string, error) {
	return db.All(ctx, q, db.Text, `
		SELECT DISTINCT p.blob
		FROM example_picture p
		JOIN example x ON x.id = p.example_id
		WHERE x.person_id = $1 AND p.blob <> ''
		ORDER BY p.blob`,
		personID)
}

// Uploads gives them in the order they came.
func (l *Library) Uploads(ctx context.Context, q db.Q, personID string) ([]blob.Upload, error) {
	return db.All(ctx, q, func(s db.Scanner) (u blob.Upload, err error) {
		u.Sheet = "example_picture"
		err = s.Scan(&u.ID, &u.Name, &u.Hash)
		return u, err
	}, `
		SELECT p.id, p.name, p.blob
		FROM example_picture p
		JOIN example x ON x.id = p.example_id
		WHERE x.person_id = $1 AND p.blob <> ''
		ORDER BY p.made_at, p.id`,
		personID)
}

// RefersTo tells whether an item, an example or a package needs a file.
func (l *Library) RefersTo(ctx context.Context, q db.Q, hash string) (bool, error) {
	n, err := db.One(ctx, q, db.Number, `
		SELECT (SELECT COUNT(*) FROM material_file WHERE blob = $1) + (SELECT COUNT(*) FROM example_picture WHERE blob = $1) + (SELECT COUNT(*) FROM library_package WHERE blob = $1)`,
		hash)
	return n > 0, err
}

// Merged implements org.Follower: what a unit has goes on at the other one.
func (l *Library) Merged(ctx context.Context, tx *db.Tx, m org.Merged) error {
	// Loaded from the same preset at both, it is the other's own that stays in step with it.
	for _, q := range []string{
		`UPDATE material SET slug = '' WHERE owner_id = $1 AND slug IN (SELECT o.slug FROM material o WHERE o.owner_id = $2)`,
		`UPDATE toolbox SET slug = '' WHERE owner_id = $1 AND slug IN (SELECT o.slug FROM toolbox o WHERE o.owner_id = $2)`,
		`UPDATE material SET owner_id = $2 WHERE owner_id = $1`,
		`UPDATE toolbox SET owner_id = $2 WHERE owner_id = $1`,
		`UPDATE example SET unit_id = $2 WHERE unit_id = $1`,
		`UPDATE example_try SET unit_id = $2 WHERE unit_id = $1`,
	} {
		if _, err := tx.Exec(ctx, q, m.From.ID, m.Into.ID); err != nil {
			return err
		}
	}
	return nil
}

// Standing implements org.Follower: nothing here stands in the way when a place ends.
func (l *Library) Standing(context.Context, db.Q, string, string) (int64, error) { return 0, nil }
