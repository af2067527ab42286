package staff

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Working is an employment that is under way on a day, with where it stands in the tree that day.
type Working struct {
	Employment
	UnitKind string
	Away     bool // on leave that day
}

// Counts tells whether the employment is one of the positions of its unit: not who is hourly and absent
// from the files, nor who is away, nor what is not at a unit (rule 23).
func (w Working) Counts() bool { return !w.Dormant && !w.Away && w.UnitKind == string(org.Unit) }

const working = `
		SELECT` + employmentColumns + `, n.kind, EXISTS (
			SELECT 1
			FROM leave l
			WHERE l.person_id = p.person_id AND l.from_date <= $1 AND l.to_date >= $1)
		FROM node_place u
		JOIN node n ON n.id = u.node_id
		JOIN employment_period p ON p.unit_id = u.node_id AND p.valid_from <= $1 AND p.valid_until > $1
		JOIN employment k ON k.id = p.employment_id
		WHERE u.valid_from <= $1 AND u.valid_until > $1 AND p.start_date <= $1 AND (p.end_date = '' OR p.end_date >= $1)`

func scanWorking(s db.Scanner) (w Working, err error) {
	err = s.Scan(append(w.fields(), &w.UnitKind, &w.Away)...)
	return w, err
}

// WorkOf gives the work of some people on a day, by person, in the order of the employments' ids. It is
// for rules that sum up: it asks no leave.
func (s *Staff) WorkOf(ctx context.Context, personIDs []string, on string) (map[string][]Working, error) {
	return many(ctx, s.DB, personIDs, scanWorking, func(w Working) string { return w.PersonID }, func(marks string) string {
		return working + ` AND p.person_id IN (` + marks + `)
		ORDER BY k.id`
	}, on)
}

// WorkUnder gives all work at a place and under it on a day, in the order of the people's ids; employerID
// "" is of every employer there. It is for rules that sum up: it asks no leave.
func (s *Staff) WorkUnder(ctx context.Context, path, employerID, on string) ([]Working, error) {
	low, high := org.Inside(path)
	return db.All(ctx, s.DB, scanWorking, working+` AND (u.path = $2 OR (u.path >= $3 AND u.path < $4)) AND $5 IN ('', p.employer_id)
		ORDER BY p.person_id, k.id`,
		on, path, low, high, employerID)
}

// Crowd gives the cards of those who have some work at one employer, each once, in name order. The caller
// has asked for leave and logs the viewing.
func (s *Staff) Crowd(ctx context.Context, a may.Actor, works []Working) ([]Member, error) {
	if len(works) == 0 {
		return nil, nil
	}
	args := []any{works[0].EmployerID}
	first := map[string]Employment{}
	for _, w := range works {
		if _, have := first[w.PersonID]; !have {
			first[w.PersonID] = w.Employment
			args = append(args, w.PersonID)
		}
	}
	cards, err := db.All(ctx, s.DB, scanEmployee, `
		SELECT e.employer_id, e.person_id, e.first_name, e.last_name, e.email, e.mobile, e.protected, e.contact_code
		FROM employee e
		WHERE e.employer_id = $1 AND e.person_id IN (`+db.Marks(2, len(args)-1)+`)
		ORDER BY CASE WHEN e.protected THEN e.contact_code ELSE e.sort_name END, e.person_id`,
		args...)
	out := make([]Member, len(cards))
	for i, c := range cards {
		out[i] = Member{c, first[c.PersonID]}
	}
	return hideProtected(a, out), err
}
