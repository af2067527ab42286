package staff

import (
	"context"
	"slices"

	"yrkesresan/internal/platform/db"
)

// ByNumbers finds the people who have some employment numbers at an employer, by number. Who has none is not in it.
// Callers have asked for leave.
func (s *Staff) ByNumbers(ctx context.Context, employerID string, numbers []string) (map[string]string, error) {
	out := make(map[string]string, len(numbers))
	for some := range slices.Chunk(numbers, 400) {
		err := db.Each(ctx, s.DB, func(r db.Scanner) (p [2]string, err error) { err = r.Scan(&p[0], &p[1]); return p, err },
			func(p [2]string) error { out[p[0]] = p[1]; return nil }, `
			SELECT number, person_id
			FROM employment
			WHERE employer_id = $1 AND number <> '' AND number IN (`+db.Marks(2, len(some))+`)`,
			db.Args(some, employerID)...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// NumbersOf gives an employment number of some people: the first at the employer, or where it has none of them elsewhere.
// Who has no number is not in it.
func (s *Staff) NumbersOf(ctx context.Context, employerID string, personIDs []string) (map[string]string, error) {
	out := map[string]string{}
	type row struct{ person, employer, number string }
	for some := range slices.Chunk(personIDs, 200) {
		if err := db.Each(ctx, s.DB, func(r db.Scanner) (v row, err error) { err = r.Scan(&v.person, &v.employer, &v.number); return v, err }, func(v row) error {
			if out[v.person] == "" || v.employer == employerID {
				out[v.person] = v.number
			}
			return nil
		}, `
			SELECT person_id, employer_id, number
			FROM employment
			WHERE person_id IN (`+db.Marks(1, len(some))+`) AND number <> ''
			ORDER BY person_id, number DESC, id DESC`,
			db.Args(some)...); err != nil {
			return nil, err
		}
	}
	return out, nil
}
