package staff

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Stay is where a person stood in the tree from one day until another: employed there or serving
// there, with the path that the unit had then.
type Stay struct{ Path, TeamID, From, Until string }

// Stays gives all of a person's places in time, the latest first.
func (s *Staff) Stays(ctx context.Context, personID string) ([]Stay, error) {
	return db.All(ctx, s.DB, func(r db.Scanner) (v Stay, err error) {
		err = r.Scan(&v.Path, &v.TeamID, &v.From, &v.Until)
		return v, err
	}, `
		SELECT n.path, p.team_id,
		       CASE WHEN p.valid_from > n.valid_from THEN p.valid_from ELSE n.valid_from END AS since,
		       CASE WHEN p.valid_until < n.valid_until THEN p.valid_until ELSE n.valid_until END
		FROM employment_period p
		JOIN node_place n ON n.node_id = p.unit_id AND n.valid_from < p.valid_until AND n.valid_until > p.valid_from
		WHERE p.person_id = $1
		UNION ALL
		SELECT n.path, '',
		       CASE WHEN v.valid_from > n.valid_from THEN v.valid_from ELSE n.valid_from END AS since,
		       CASE WHEN v.valid_until < n.valid_until THEN v.valid_until ELSE n.valid_until END
		FROM serves v
		JOIN node_place n ON n.node_id = v.unit_id AND n.valid_from < v.valid_until AND n.valid_until > v.valid_from
		WHERE v.person_id = $1
		ORDER BY since DESC
		LIMIT 100`,
		personID)
}

// CardsOf gives the cards of a few people at once, by person.
func (s *Staff) CardsOf(ctx context.Context, personIDs []string) (map[string][]Employee, error) {
	return s.CardsIn(ctx, s.DB, personIDs)
}

// CardsIn is CardsOf in a transaction: who holds one asks for no second connection, since those who wait for it have the
// rest of them.
func (s *Staff) CardsIn(ctx context.Context, q db.Q, personIDs []string) (map[string][]Employee, error) {
	out := map[string][]Employee{}
	if len(personIDs) == 0 {
		return out, nil
	}
	args := db.Args(personIDs)
	err := db.Each(ctx, q, scanEmployee, func(e Employee) error {
		out[e.PersonID] = append(out[e.PersonID], e)
		return nil
	}, `
		SELECT employer_id, person_id, first_name, last_name, email, mobile, protected, contact_code
		FROM employee
		WHERE person_id IN (`+db.Marks(1, len(args))+`)
		ORDER BY person_id, employer_id`,
		args...)
	return out, err
}
