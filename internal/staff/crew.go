package staff

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// CrewMember is a person at one or more units: how the person stands there.
type CrewMember struct {
	Member
	AtUnits []string // the units, of those asked about, where the person works
	Serving bool     // employed elsewhere: serves here (rule 4)
}

// mostCrew bounds the people of the units that one leads.
const mostCrew = "2000"

// Crew lists who works at units of an employer on a day, employed there or serving (rule 4), each
// once, in name order. The actor is not in it. Callers have asked for leave and log the viewing.
func (s *Staff) Crew(ctx context.Context, a may.Actor, unitIDs []string, employerID, on string) ([]CrewMember, error) {
	if len(unitIDs) == 0 {
		return nil, nil
	}
	units := db.Marks(4, len(unitIDs))
	var out []CrewMember
	place := map[string]int{}
	err := db.Each(ctx, s.DB, scanCrew, func(m crewRow) error {
		id := m.Employee.PersonID
		i, known := place[id]
		if !known {
			i, place[id] = len(out), len(out)
			out = append(out, CrewMember{Member: m.Member, Serving: m.serving})
		}
		out[i].AtUnits = append(out[i].AtUnits, m.at)
		if out[i].Serving && !m.serving { // employed here as well
			out[i].Member, out[i].Serving = m.Member, false
		}
		return nil
	}, `
		WITH here AS (
			SELECT p.id AS period_id, p.unit_id AS at_unit, FALSE AS serving
			FROM employment_period p
			WHERE p.unit_id IN (`+units+`) AND p.valid_from <= $1 AND p.valid_until > $1 AND p.employer_id = $2 AND p.person_id <> $3
			UNION ALL
			SELECT p.id, v.unit_id, TRUE
			FROM serves v
			JOIN employment_period p ON p.employment_id = v.employment_id AND p.valid_from <= $1 AND p.valid_until > $1
			WHERE v.unit_id IN (`+units+`) AND v.valid_from <= $1 AND v.valid_until > $1 AND v.person_id <> $3
		)
		SELECT e.employer_id, e.person_id, e.first_name, e.last_name, e.email, e.mobile, e.protected, e.contact_code,`+employmentColumns+`, h.at_unit, h.serving
		FROM here h
		JOIN employment_period p ON p.id = h.period_id
		JOIN employment k ON k.id = p.employment_id
		JOIN employee e ON e.employer_id = p.employer_id AND e.person_id = p.person_id
		JOIN node_place u ON u.node_id = p.unit_id AND u.valid_until = '9999-12-31'
		ORDER BY CASE WHEN e.protected THEN e.contact_code ELSE e.sort_name END, p.person_id, p.id, h.at_unit
		LIMIT `+mostCrew,
		db.Args(unitIDs, on, employerID, a.PersonID)...)
	if err != nil {
		return nil, err
	}
	for i := range out {
		out[i].Member = hideProtected(a, []Member{out[i].Member})[0]
	}
	return out, nil
}

type crewRow struct {
	Member
	at      string
	serving bool
}

func scanCrew(s db.Scanner) (m crewRow, err error) {
	err = s.Scan(append(append(m.Employee.fields(), m.Employment.fields()...), &m.at, &m.serving)...)
	return m, err
}

// HistoriesOn gives the histories of some people at once, by person: HistoryOn for many.
func (s *Staff) HistoriesOn(ctx context.Context, personIDs []string, on string) (map[string][]Period, error) {
	return many(ctx, s.DB, personIDs, func(r db.Scanner) (p Period, err error) {
		err = r.Scan(append(p.fields(), &p.KnownUntil)...)
		return p, err
	}, func(p Period) string { return p.PersonID }, func(marks string) string {
		return `
		SELECT` + employmentColumns + `, p.valid_until
		FROM employment_period p
		JOIN employment k ON k.id = p.employment_id
		JOIN node_place u ON u.node_id = p.unit_id AND u.valid_until > $1 AND u.valid_from < u.valid_until
		WHERE p.person_id IN (` + marks + `) AND p.valid_from < p.valid_until AND NOT EXISTS (
			SELECT 1
			FROM node_place f
			WHERE f.node_id = u.node_id AND f.valid_until > $1 AND f.valid_from < f.valid_until AND f.valid_from < u.valid_from)
		ORDER BY p.start_date, p.valid_from, p.id`
	}, on)
}

// ServedBy gives the units that some people serve on a day, by person.
func (s *Staff) ServedBy(ctx context.Context, personIDs []string, on string) (map[string][]Service, error) {
	type row struct {
		Service
		person string
	}
	rows, err := many(ctx, s.DB, personIDs, func(r db.Scanner) (v row, err error) {
		err = r.Scan(&v.person, &v.EmploymentID, &v.UnitID, &v.UnitPath, &v.From)
		return v, err
	}, func(v row) string { return v.person }, func(marks string) string {
		return `
		SELECT v.person_id, v.employment_id, v.unit_id, n.path, v.valid_from
		FROM serves v
		JOIN node_place n ON n.node_id = v.unit_id AND n.valid_from <= $1 AND n.valid_until > $1
		WHERE v.person_id IN (` + marks + `) AND v.valid_from <= $1 AND v.valid_until > $1
		ORDER BY v.employment_id, v.unit_id`
	}, on)
	out := make(map[string][]Service, len(rows))
	for id, list := range rows {
		for _, r := range list {
			out[id] = append(out[id], r.Service)
		}
	}
	return out, err
}

// LeavesOf gives the times away of some people, by person.
func (s *Staff) LeavesOf(ctx context.Context, personIDs []string) (map[string][]Leave, error) {
	return s.LeavesIn(ctx, s.DB, personIDs)
}

// LeavesIn is LeavesOf, also inside a transaction.
func (s *Staff) LeavesIn(ctx context.Context, q db.Q, personIDs []string) (map[string][]Leave, error) {
	type row struct {
		Leave
		person string
	}
	rows, err := many(ctx, q, personIDs, func(r db.Scanner) (v row, err error) {
		err = r.Scan(&v.person, &v.From, &v.To)
		return v, err
	}, func(v row) string { return v.person }, func(marks string) string {
		return `
		SELECT person_id, from_date, to_date
		FROM leave
		WHERE person_id IN (` + marks + `)
		ORDER BY from_date`
	})
	out := make(map[string][]Leave, len(rows))
	for id, list := range rows {
		for _, r := range list {
			out[id] = append(out[id], r.Leave)
		}
	}
	return out, err
}

// many asks one question about some people and gives the rows by person; the ids come after the
// other arguments.
func many[T any](ctx context.Context, q db.Q, personIDs []string, scan func(db.Scanner) (T, error), whose func(T) string, text func(marks string) string, args ...any) (map[string][]T, error) {
	out := make(map[string][]T, len(personIDs))
	if len(personIDs) == 0 {
		return out, nil
	}
	err := db.Each(ctx, q, scan, func(v T) error {
		out[whose(v)] = append(out[whose(v)], v)
		return nil
	}, text(db.Marks(len(args)+1, len(personIDs))), db.Args(personIDs, args...)...)
	return out, err
}
