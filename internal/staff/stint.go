package staff

import (
	"context"
	"time"

	"yrkesresan/internal/platform/db"
)

// Stint is a time that a person works for an employer, as is known now.
type Stint struct {
	EmployerID, From, Until string // Until is the first day no more; db.NoEnd for none
}

// Stints gives when some people work for whom, by person, the earliest first. An employment that is to begin counts from
// when it was known, as for roles. It is for rules: it asks no leave.
func (s *Staff) Stints(ctx context.Context, q db.Q, personIDs []string) (map[string][]Stint, error) {
	type row struct {
		Stint
		person, last string
	}
	rows, err := many(ctx, q, personIDs, func(r db.Scanner) (v row, err error) {
		err = r.Scan(&v.person, &v.EmployerID, &v.From, &v.Until, &v.last)
		return v, err
	}, func(v row) string { return v.person }, func(marks string) string {
		return `
		SELECT person_id, employer_id, valid_from, valid_until, end_date
		FROM employment_period
		WHERE person_id IN (` + marks + `) AND valid_from < valid_until
		ORDER BY valid_from, id`
	})
	out := make(map[string][]Stint, len(rows))
	for id, all := range rows {
		for _, v := range all {
			if end, err := time.Parse(time.DateOnly, v.last); err == nil {
				v.Until = min(v.Until, end.AddDate(0, 0, 1).Format(time.DateOnly))
			}
			if v.From < v.Until {
				out[id] = append(out[id], v.Stint)
			}
		}
	}
	return out, err
}
