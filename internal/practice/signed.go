package practice

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Signed is that somebody's skill is signed off from a day until the first day that it no longer holds; db.NoEnd for none.
type Signed struct{ PersonID, Skill, From, Until string }

// SignedSpans gives when some people's skills, at most 200 people, have been signed off, as the employer where they were
// tried knows: the latest try at the day or at the workplace holds. It is for rules that look at other days than today: it
// asks no leave. In the order of people, skills and days.
func (p *Practice) SignedSpans(ctx context.Context, employerID string, personIDs []string) (out []Signed, err error) {
	if len(personIDs) == 0 {
		return nil, nil
	}
	type row struct {
		person, skill, on string
		passed            bool
	}
	return out, db.Each(ctx, p.DB, func(s db.Scanner) (r row, err error) {
		err = s.Scan(&r.person, &r.skill, &r.on, &r.passed)
		return r, err
	}, func(r row) error {
		last := len(out) - 1
		stands := last >= 0 && out[last].PersonID == r.person && out[last].Skill == r.skill && out[last].Until == db.NoEnd
		switch {
		case r.passed && !stands:
			out = append(out, Signed{r.person, r.skill, r.on, db.NoEnd})
		case !r.passed && stands:
			if out[last].Until = r.on; out[last].From == r.on {
				out = out[:last]
			}
		}
		return nil
	}, `
		SELECT t.person_id, s.skill, t.tried_on, t.passed
		FROM skill_try t
		JOIN station s ON s.id = t.station_id
		WHERE t.employer_id = $1 AND t.person_id IN (`+db.Marks(2, len(personIDs))+`)
		ORDER BY t.person_id, s.skill, t.tried_at, t.id`,
		db.Args(personIDs, employerID)...)
}
