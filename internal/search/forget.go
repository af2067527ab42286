package search

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/search/word"
)

// Forget takes a person's names out of what an employer's are found by; with last from everyone's. A
// name that nobody else has is no longer known as a word either. It gives counts by table.
func (s *Search) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	if last {
		employerID = ""
	}
	words, err := db.All(ctx, tx, db.Text, `
		SELECT DISTINCT word
		FROM search_person
		WHERE person_id = $1 AND (employer_id = $2 OR $2 = '')`,
		personID, employerID)
	if err != nil {
		return nil, err
	}
	n, err := tx.Exec(ctx, `
		DELETE FROM search_person
		WHERE person_id = $1 AND (employer_id = $2 OR $2 = '')`,
		personID, employerID)
	if err != nil {
		return nil, err
	}
	for _, w := range words {
		_, err := tx.Exec(ctx, `
			DELETE FROM search_near
			WHERE word = $1 AND NOT EXISTS (SELECT 1 FROM search_person p WHERE p.word = $1)
			      AND NOT EXISTS (SELECT 1 FROM search_word w WHERE w.word = $2)`,
			w, word.Stem(w))
		if err != nil {
			return nil, err
		}
	}
	return map[string]int64{"search_person": n}, nil
}
