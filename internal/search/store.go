package search

import (
	"context"
	"errors"
	"maps"
	"slices"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/search/word"
)

func mark(ctx context.Context, q db.Q, source string) (string, error) {
	m, err := db.One(ctx, q, db.Text, `SELECT mark FROM search_mark WHERE source = $1`, source)
	if errors.Is(err, db.ErrMissing) {
		return "", nil
	}
	return m, err
}

// marks gives the marks of all sources whose names begin alike.
func marks(ctx context.Context, q db.Q, prefix string) (map[string]string, error) {
	out := map[string]string{}
	err := db.Each(ctx, q, func(r db.Scanner) (p [2]string, err error) { err = r.Scan(&p[0], &p[1]); return p, err },
		func(p [2]string) error { out[p[0]] = p[1]; return nil }, `
		SELECT source, mark
		FROM search_mark
		WHERE source >= $1 AND source < $2`,
		prefix, prefix+"~")
	return out, err
}

func setMark(ctx context.Context, q db.Q, source, mark string) error {
	_, err := q.Exec(ctx, `
		INSERT INTO search_mark (source, mark)
		VALUES ($1, $2)
		ON CONFLICT (source) DO UPDATE SET mark = excluded.mark`,
		source, mark)
	return err
}

func digests(ctx context.Context, q db.Q) (map[string]string, error) {
	out := map[string]string{}
	err := db.Each(ctx, q, func(r db.Scanner) (p [2]string, err error) { err = r.Scan(&p[0], &p[1]); return p, err },
		func(p [2]string) error { out[p[0]] = p[1]; return nil }, `SELECT id, digest FROM search_doc`)
	return out, err
}

// putDoc writes the doc itself and forgets the words it had.
func putDoc(ctx context.Context, tx *db.Tx, d doc) error {
	if _, err := tx.Exec(ctx, `DELETE FROM search_word WHERE doc_id = $1`, d.ID); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO search_doc (id, kind, title, about, href, path, digest)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (id) DO UPDATE SET
			title = excluded.title, about = excluded.about, href = excluded.href, path = excluded.path, digest = excluded.digest`,
		d.ID, string(d.Kind), d.Title, d.About, d.Href, d.Path, d.digest())
	return err
}

func (s *Search) removeDocs(ctx context.Context, ids []string) error {
	for chunk := range slices.Chunk(ids, indexBatch) {
		err := s.DB.Tx(ctx, func(tx *db.Tx) error {
			for _, id := range chunk {
				if _, err := tx.Exec(ctx, `DELETE FROM search_word WHERE doc_id = $1`, id); err != nil {
					return err
				}
				if _, err := tx.Exec(ctx, `DELETE FROM search_doc WHERE id = $1`, id); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func load(ctx context.Context, tx *db.Tx, table string, columns []string, rows [][]any) error {
	_, err := tx.Load(ctx, table, columns, slices.Values(rows))
	return err
}

// addNear notes what new words are found by when they are misspelt.
func addNear(ctx context.Context, tx *db.Tx, words map[string]bool) error {
	for chunk := range slices.Chunk(slices.Sorted(maps.Keys(words)), 200) {
		args := db.Args(chunk)
		have, err := db.All(ctx, tx, db.Text, `
			SELECT DISTINCT word
			FROM search_near
			WHERE word IN (`+db.Marks(1, len(args))+`)`,
			args...)
		if err != nil {
			return err
		}
		var rows [][]any
		for _, w := range chunk {
			if slices.Contains(have, w) {
				continue
			}
			for _, near := range word.NearKeys(w) {
				rows = append(rows, []any{near, w})
			}
		}
		if err := load(ctx, tx, "search_near", []string{"near", "word"}, rows); err != nil {
			return err
		}
	}
	return nil
}

// replacePeople puts the words of the people between two ids in place of those they had.
func replacePeople(ctx context.Context, tx *db.Tx, employerID, after, until string, rows [][]any, words map[string]bool) error {
	_, err := tx.Exec(ctx, `
		DELETE FROM search_person
		WHERE employer_id = $1 AND person_id > $2 AND person_id <= $3`,
		employerID, after, until)
	if err != nil {
		return err
	}
	if err := load(ctx, tx, "search_person", []string{"employer_id", "word", "person_id"}, rows); err != nil {
		return err
	}
	return addNear(ctx, tx, words)
}
