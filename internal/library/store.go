package library

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

const selectMaterial = `
		SELECT m.id, m.owner_id, m.slug, m.state, m.spread, m.content, m.based_on, m.reviewed_on, m.review_on, m.revision, m.changed_at
		FROM material m`

func scanMaterial(s db.Scanner) (m Material, err error) {
	var body string
	if err = s.Scan(&m.ID, &m.OwnerID, &m.Slug, &m.State, &m.Spread, &body, &m.BasedOn, &m.ReviewedOn, &m.ReviewOn, &m.Revision, &m.ChangedAt); err != nil {
		return m, err
	}
	return m, json.Unmarshal([]byte(body), &m.Item)
}

// insert writes a new item; digest is that of a shipped text, "" of what somebody has written here.
func (l *Library) insert(ctx context.Context, tx *db.Tx, a may.Actor, m Material, digest string) error {
	body, err := json.Marshal(m.Item)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO material (id, owner_id, slug, digest, state, spread, title, form, level, for_users, content, based_on, reviewed_on, review_on, revision, made_by, made_at, changed_by, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $16, $17)`,
		m.ID, m.OwnerID, m.Slug, digest, m.State, string(m.Spread), m.Title, m.Form, m.Level, m.Users, string(body), m.BasedOn, m.ReviewedOn, reviewOn(m.ReviewedOn, m.Months), m.Revision, a.PersonID, l.Now())
	if err != nil {
		return err
	}
	return l.indexed(ctx, tx, a, m, string(body))
}

// update writes what an item says anew. Errors: ErrChanged.
func (l *Library) update(ctx context.Context, tx *db.Tx, a may.Actor, m Material, digest string) error {
	body, err := json.Marshal(m.Item)
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `
		UPDATE material
		SET digest = $3, spread = $4, title = $5, form = $6, level = $7, for_users = $8, content = $9, reviewed_on = $10, review_on = $11, revision = revision + 1, changed_by = $12, changed_at = $13
		WHERE id = $1 AND revision = $2`,
		m.ID, m.Revision, digest, string(m.Spread), m.Title, m.Form, m.Level, m.Users, string(body), m.ReviewedOn, reviewOn(m.ReviewedOn, m.Months), a.PersonID, l.Now())
	if err != nil {
		return err
	}
	if n == 0 {
		return ErrChanged
	}
	m.Revision++
	return l.indexed(ctx, tx, a, m, string(body))
}

// indexed keeps the version, and what the item is found by.
func (l *Library) indexed(ctx context.Context, tx *db.Tx, a may.Actor, m Material, body string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO material_revision (material_id, revision, title, content, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6)`,
		m.ID, m.Revision, m.Title, body, a.PersonID, l.Now())
	if err != nil {
		return err
	}
	tags := map[string][]string{"topic": m.Topics, "area": m.Areas, "occupation": m.Occupations, "role": m.Roles}
	return l.foundBy(ctx, tx, "material", m.ID, tags, m.Title+" "+m.About+" "+m.Text+" "+m.Source)
}

// foundBy writes the tags and words that something is found by.
func (l *Library) foundBy(ctx context.Context, tx *db.Tx, kind, id string, tags map[string][]string, text string) error {
	for _, table := range []string{`DELETE FROM library_tag WHERE kind = $1 AND thing_id = $2`, `DELETE FROM library_word WHERE kind = $1 AND thing_id = $2`} {
		if _, err := tx.Exec(ctx, table, kind, id); err != nil {
			return err
		}
	}
	var rows [][]any
	for what, values := range tags {
		values = slices.Clone(values)
		slices.Sort(values)
		for _, v := range slices.Compact(values) {
			rows = append(rows, []any{kind, id, what, v})
		}
	}
	slices.SortFunc(rows, func(x, y []any) int {
		return cmp.Or(cmp.Compare(x[2].(string), y[2].(string)), cmp.Compare(x[3].(string), y[3].(string)))
	})
	if _, err := tx.Load(ctx, "library_tag", []string{"kind", "thing_id", "what", "value"}, slices.Values(rows)); err != nil {
		return err
	}
	words := l.stems(text)
	rows = rows[:0]
	for _, w := range words {
		rows = append(rows, []any{kind, id, w})
	}
	_, err := tx.Load(ctx, "library_word", []string{"kind", "thing_id", "word"}, slices.Values(rows))
	return err
}

// stems are the stems of a text, each once.
func (l *Library) stems(text string) []string {
	words := l.Stems(text)
	slices.Sort(words)
	return slices.Compact(words)
}

func (l *Library) files(ctx context.Context, materialID string) ([]File, error) {
	return db.All(ctx, l.DB, func(s db.Scanner) (f File, err error) {
		err = s.Scan(&f.ID, &f.Blob, &f.Name, &f.Kind, &f.About, &f.Bytes)
		return f, err
	}, `
		SELECT id, blob, name, kind, about, bytes
		FROM material_file
		WHERE material_id = $1
		ORDER BY made_at, id
		LIMIT 50`,
		materialID)
}

func (l *Library) insertFile(ctx context.Context, tx *db.Tx, by, materialID string, f blob.Material, about string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO material_file (id, material_id, blob, name, kind, bytes, about, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		l.NewID(), materialID, f.Hash, f.Name, f.Kind, f.Bytes, about, by, l.Now())
	return err
}
