package competence

import (
	"context"
	"time"

	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
)

// FilesOf gives the hashes of the evidence of a person's merits; ask before Forget.
func (c *Competence) FilesOf(ctx context.Context, q db.Q, personID string) ([]string, error) {
	return db.All(ctx, q, db.Text, `
		SELECT DISTINCT evidence_hash
		FROM merit
		WHERE person_id = $1 AND evidence_hash <> ''`,
		personID)
}

// Uploads gives the evidence that a person's merits have, in the order it came.
func (c *Competence) Uploads(ctx context.Context, q db.Q, personID string) ([]blob.Upload, error) {
	return db.All(ctx, q, func(s db.Scanner) (u blob.Upload, err error) {
		u.Sheet = "merit"
		err = s.Scan(&u.ID, &u.Name, &u.Hash)
		return u, err
	}, `
		SELECT id, evidence_name, evidence_hash
		FROM merit
		WHERE person_id = $1 AND evidence_hash <> ''
		ORDER BY made_at, id`,
		personID)
}

// RefersTo tells whether any merit needs a file.
func (c *Competence) RefersTo(ctx context.Context, q db.Q, hash string) (bool, error) {
	n, err := db.One(ctx, q, db.Number, `
		SELECT COUNT(*)
		FROM merit
		WHERE evidence_hash = $1 AND evidence_hash <> ''`,
		hash)
	return n > 0, err
}

// ForgetFiles lets go of the evidence that an employer keeps of merits that were checked or ended before an
// instant, and gives the hashes; the merits stay.
func (c *Competence) ForgetFiles(ctx context.Context, employerID string, at time.Time) ([]string, error) {
	type old struct{ id, hash string }
	list, err := db.All(ctx, c.DB, func(s db.Scanner) (o old, err error) { err = s.Scan(&o.id, &o.hash); return o, err }, `
		SELECT id, evidence_hash
		FROM merit
		WHERE controller_id = $1 AND evidence_hash <> '' AND (checked_at < $2 OR ended_at < $2)
		ORDER BY id
		LIMIT 5000`,
		employerID, at)
	if err != nil {
		return nil, err
	}
	var files []string
	for _, o := range list {
		if _, err := c.DB.Exec(ctx, `UPDATE merit SET evidence_hash = '', evidence_name = '' WHERE id = $1`, o.id); err != nil {
			return nil, err
		}
		files = append(files, o.hash)
	}
	return files, nil
}
