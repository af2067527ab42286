package staff

import (
	"context"
	"time"

	"yrkesresan/internal/platform/db"
)

// Presence is a time that somebody worked at a unit in which nothing about the work changed.
type Presence struct {
	UnitID, EmploymentID, PersonID string
	Occupation, Form               string
	Dormant                        bool
	Serving                        bool   // employed elsewhere (rule 4)
	From, Until                    string // Until is the first day no more; db.NoEnd for none
	Start                          string // the employment's first day
	First                          bool   // nothing was known of the employment before
}

func scanPresence(s db.Scanner) (p Presence, err error) {
	end := ""
	if err = s.Scan(&p.UnitID, &p.EmploymentID, &p.PersonID, &p.Occupation, &p.Form, &p.Dormant, &p.Serving, &p.From, &p.Until, &p.Start, &end, &p.First); err != nil {
		return p, err
	}
	p.From = max(p.From, p.Start)
	if end != "" {
		p.Until = min(p.Until, DayAfter(end))
	}
	return p, nil
}

// DayAfter gives the day after one.
func DayAfter(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil || day >= db.NoEnd {
		return db.NoEnd // days in the database are days
	}
	return t.AddDate(0, 0, 1).Format(time.DateOnly)
}

// Presences gives who has worked, works and is to work at some units, employed there or serving, in the order of units,
// people and days. It is for rules that look at other days than today: it asks no leave.
func (s *Staff) Presences(ctx context.Context, q db.Q, unitIDs []string) (out []Presence, err error) {
	if len(unitIDs) == 0 {
		return nil, nil
	}
	units := db.Marks(1, len(unitIDs))
	return out, db.Each(ctx, q, scanPresence, func(p Presence) error {
		if p.From < p.Until {
			out = append(out, p)
		}
		return nil
	}, `
		SELECT p.unit_id AS at_unit, p.employment_id, p.person_id, p.occupation, p.form, p.dormant, FALSE AS serving, p.valid_from AS since, p.valid_until, p.start_date, p.end_date, NOT EXISTS (
			SELECT 1
			FROM employment_period b
			WHERE b.employment_id = p.employment_id AND b.valid_from < p.valid_from AND b.valid_from < b.valid_until)
		FROM employment_period p
		WHERE p.unit_id IN (`+units+`) AND p.valid_from < p.valid_until
		UNION ALL
		SELECT v.unit_id, v.employment_id, v.person_id, p.occupation, p.form, p.dormant, TRUE,
		       CASE WHEN p.valid_from > v.valid_from THEN p.valid_from ELSE v.valid_from END,
		       CASE WHEN p.valid_until < v.valid_until THEN p.valid_until ELSE v.valid_until END, p.start_date, p.end_date, FALSE
		FROM serves v
		JOIN employment_period p ON p.employment_id = v.employment_id AND p.valid_from < v.valid_until AND p.valid_until > v.valid_from AND p.valid_from < p.valid_until
		WHERE v.unit_id IN (`+units+`) AND v.valid_from < v.valid_until
		ORDER BY at_unit, person_id, since, employment_id`,
		db.Args(unitIDs)...)
}

// UnitsFrom gives the units where a person works or serves, or is to, from a day on.
func (s *Staff) UnitsFrom(ctx context.Context, q db.Q, personID, day string) ([]string, error) {
	return db.All(ctx, q, db.Text, `
		SELECT p.unit_id
		FROM employment_period p
		WHERE p.person_id = $1 AND p.valid_until > $2
		UNION
		SELECT v.unit_id
		FROM serves v
		WHERE v.person_id = $1`,
		personID, day)
}

// ServedByStaff gives the units that an employer's staff serve or have served.
func (s *Staff) ServedByStaff(ctx context.Context, q db.Q, employerID string) ([]string, error) {
	return db.All(ctx, q, db.Text, `
		SELECT DISTINCT v.unit_id
		FROM employment k
		JOIN serves v ON v.employment_id = k.id
		WHERE k.employer_id = $1
		ORDER BY v.unit_id`,
		employerID)
}
