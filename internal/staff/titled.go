package staff

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Titled is what was known of an employment that was under way on a day, from that day on: who had a title then
// keeps rights by it (R211).
type Titled struct {
	EmployerID, EmploymentID, Occupation, Form string
	Start, End, KnownFrom, KnownUntil          string
}

// UnderWayOn gives the employments of some people that were under way on a day, with each period that was known
// on the day or came after it, the earliest first; by person.
func (s *Staff) UnderWayOn(ctx context.Context, personIDs []string, day string) (map[string][]Titled, error) {
	type row struct {
		Titled
		person string
	}
	rows, err := many(ctx, s.DB, personIDs, func(r db.Scanner) (t row, err error) {
		err = r.Scan(&t.person, &t.EmployerID, &t.EmploymentID, &t.Occupation, &t.Form, &t.Start, &t.End, &t.KnownFrom, &t.KnownUntil)
		return t, err
	}, func(t row) string { return t.person }, func(marks string) string {
		return `
		SELECT person_id, employer_id, employment_id, occupation, form, start_date, end_date, valid_from, valid_until
		FROM employment_period
		WHERE person_id IN (` + marks + `) AND start_date <= $1 AND (end_date = '' OR end_date >= $1) AND valid_until > $1 AND valid_from < valid_until
		ORDER BY employment_id, valid_from`
	}, day)
	out := make(map[string][]Titled, len(rows))
	for id, list := range rows {
		for _, r := range list {
			out[id] = append(out[id], r.Titled)
		}
	}
	return out, err
}
