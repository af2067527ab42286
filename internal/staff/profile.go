package staff

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
)

// Profile is people who work alike: the same unit, occupation, area and form. It names nobody.
type Profile struct {
	UnitPath, Occupation, Area, Form string
	Year                             string // the year the employment began; "" unless asked for
	People                           int64
}

// Profiles hands over, profile by profile, who works under a path on a day, without those who are not here now (dormant).
// A person who works in two ways is in two profiles. Whoever calls asks for permission and hides what is small (rule 25).
func (s *Staff) Profiles(ctx context.Context, path, on string, byYear bool, use func(Profile) error) error {
	year := `''`
	if byYear {
		year = `substr(p.start_date, 1, 4)`
	}
	low, high := org.Inside(path)
	return db.Each(ctx, s.DB, func(r db.Scanner) (p Profile, err error) {
		err = r.Scan(&p.UnitPath, &p.Occupation, &p.Area, &p.Form, &p.Year, &p.People)
		return p, err
	}, use, `
		SELECT n.path, p.occupation, p.area, p.form, `+year+` AS year, COUNT(DISTINCT p.person_id)
		FROM node_place n
		JOIN employment_period p ON p.unit_id = n.node_id
		WHERE n.path >= $1 AND n.path < $2 AND n.valid_from <= $3 AND n.valid_until > $3
			AND p.valid_from <= $3 AND p.valid_until > $3 AND p.start_date <= $3 AND (p.end_date = '' OR p.end_date >= $3) AND NOT p.dormant
		GROUP BY n.path, p.occupation, p.area, p.form, year
		ORDER BY n.path, p.occupation, p.area, p.form, year`,
		low, high, on)
}
