package staff

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
)

// peopleUnder are those who work under a path on a day, or serve a unit there, each once.
const peopleUnder = `
		SELECT p.person_id AS person_id
		FROM node_place u
		JOIN employment_period p ON p.unit_id = u.node_id AND p.valid_from <= $1 AND p.valid_until > $1
		WHERE (u.path = $2 OR (u.path >= $3 AND u.path < $4)) AND u.valid_from <= $1 AND u.valid_until > $1
		UNION
		SELECT v.person_id
		FROM node_place u
		JOIN serves v ON v.unit_id = u.node_id AND v.valid_from <= $1 AND v.valid_until > $1
		WHERE (u.path = $2 OR (u.path >= $3 AND u.path < $4)) AND u.valid_from <= $1 AND u.valid_until > $1`

// CountUnder counts who works under a path on a day, or serves a unit there, each person once. The
// caller has asked; a page that shows it above the employer rounds it (rule 25).
func (s *Staff) CountUnder(ctx context.Context, path, on string) (int, error) {
	low, high := org.Inside(path)
	n, err := db.One(ctx, s.DB, db.Number, `
		SELECT COUNT(*)
		FROM (`+peopleUnder+`) AS everybody`,
		on, path, low, high)
	return int(n), err
}

// SampleUnder gives every nth of them by id, for counting whom a decision touches: 1 is all. It
// names nobody and is shown to nobody; the caller has asked.
func (s *Staff) SampleUnder(ctx context.Context, path, on string, nth int) ([]string, error) {
	low, high := org.Inside(path)
	return db.All(ctx, s.DB, db.Text, `
		SELECT person_id
		FROM (
			SELECT person_id, ROW_NUMBER() OVER (ORDER BY person_id) AS place
			FROM (`+peopleUnder+`) AS everybody) AS numbered
		WHERE place % $5 = 0
		ORDER BY person_id`,
		on, path, low, high, max(nth, 1))
}
