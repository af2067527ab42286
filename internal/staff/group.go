package staff

import (
	"context"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// here finds who is employed at or serves a unit at or under a path on a day, each person once:
// $1 day, $2 path, $3 and $4 the bounds under it, $5 the employer.
const here = `
		WITH here AS (
			SELECT p.person_id, p.id AS period_id
			FROM node_place u
			JOIN employment_period p ON p.unit_id = u.node_id AND p.valid_from <= $1 AND p.valid_until > $1
			WHERE (u.path = $2 OR (u.path >= $3 AND u.path < $4)) AND u.valid_from <= $1 AND u.valid_until > $1 AND p.employer_id = $5
			UNION ALL
			SELECT v.person_id, p.id
			FROM node_place u
			JOIN serves v ON v.unit_id = u.node_id AND v.valid_from <= $1 AND v.valid_until > $1
			JOIN employment_period p ON p.employment_id = v.employment_id AND p.valid_from <= $1 AND p.valid_until > $1
			WHERE (u.path = $2 OR (u.path >= $3 AND u.path < $4)) AND u.valid_from <= $1 AND u.valid_until > $1
		), one AS (
			SELECT person_id, MIN(period_id) AS period_id
			FROM here
			GROUP BY person_id
		)
		SELECT e.employer_id, e.person_id, e.first_name, e.last_name, e.email, e.mobile, e.protected, e.contact_code,` + employmentColumns + `, COUNT(*) OVER ()
		FROM one
		JOIN employment_period p ON p.id = one.period_id
		JOIN employment k ON k.id = p.employment_id
		JOIN employee e ON e.employer_id = p.employer_id AND e.person_id = p.person_id
		JOIN node_place u ON u.node_id = p.unit_id AND u.valid_until = '9999-12-31'`

// Group lists who works at a node for an employer, employed there or serving (rule 4), in name
// order, at most limit from offset, and how many they are in all. The actor is not in it. Callers
// have asked for leave and log the viewing.
func (s *Staff) Group(ctx context.Context, a may.Actor, node org.Node, employerID, on string, limit, offset int) (members []Member, all int, err error) {
	low, high := org.Inside(node.Path)
	err = db.Each(ctx, s.DB, scanCounted, func(m counted) error {
		members, all = append(members, m.Member), int(m.all)
		return nil
	}, here+`
		WHERE p.person_id <> $6
		ORDER BY CASE WHEN e.protected THEN e.contact_code ELSE e.sort_name END, p.id
		LIMIT $7 OFFSET $8`,
		on, node.Path, low, high, employerID, a.PersonID, limit, offset)
	return hideProtected(a, members), all, err
}

type counted struct {
	Member
	all int64
}

func scanCounted(s db.Scanner) (m counted, err error) {
	err = s.Scan(append(append(m.Employee.fields(), m.Employment.fields()...), &m.all)...)
	return m, err
}

// Known is a person as an actor may know the person, and the employer that it is for.
type Known struct {
	Member
	At       org.Node // the unit where the person stands and the actor may do it
	Employer org.Node
}

// Know gives a person to who may do it at a place where the person stands on a day. A role at one
// employer does not reach to another's (rule 3), so the employer says whose data may be shown.
func (s *Staff) Know(ctx context.Context, a may.Actor, do may.Action, personID, on string) (Known, error) {
	paths, err := s.Paths(ctx, personID, on)
	if err != nil {
		return Known{}, err
	}
	for _, path := range paths {
		employer, err := org.EmployerOf(ctx, s.DB, path, on)
		if err != nil {
			return Known{}, err
		}
		if may.Ask(a.Inside(employer.Path), do, path) != nil {
			continue
		}
		return s.know(ctx, a, personID, path, employer, on)
	}
	if err := may.AskAny(a, do, nil); err != nil {
		return Known{}, err
	}
	return Known{}, ErrNoPerson
}

func (s *Staff) know(ctx context.Context, a may.Actor, personID, path string, employer org.Node, on string) (Known, error) {
	low, high := org.Inside(path)
	m, err := db.One(ctx, s.DB, scanCounted, here+`
		WHERE p.person_id = $6`,
		on, path, low, high, employer.ID, personID)
	if err != nil {
		return Known{}, noPerson(err)
	}
	at, err := org.Find(ctx, s.DB, path[strings.LastIndexByte(path, '/')+1:], on)
	return Known{Member: hideProtected(a, []Member{m.Member})[0], At: at, Employer: employer}, err
}
