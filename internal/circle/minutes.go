package circle

import (
	"context"
	"slices"

	"yrkesresan/internal/platform/db"
)

// Minutes is what was planned for somebody and what the somebody had, of meetings at the workplace (R149, R153).
type Minutes struct{ Planned, Held int64 }

// MinutesOf gives it for some people from a day through another, by person: planned counts the meetings that a person is
// asked to and that are not called off, held what counts in the person's own record, whoever's unit planned it. It is for
// sums: it asks no leave.
func (c *Circles) MinutesOf(ctx context.Context, personIDs []string, from, to string) (map[string]Minutes, error) {
	out := map[string]Minutes{}
	type row struct {
		person string
		Minutes
	}
	for some := range slices.Chunk(personIDs, 200) {
		in := db.Marks(6, len(some))
		err := db.Each(ctx, c.DB, func(s db.Scanner) (r row, err error) {
			err = s.Scan(&r.person, &r.Planned, &r.Held)
			return r, err
		}, func(r row) error {
			m := out[r.person]
			out[r.person] = Minutes{m.Planned + r.Planned, m.Held + r.Held}
			return nil
		}, `
			SELECT k.person_id, SUM(m.minutes), 0
			FROM circle_member k
			JOIN circle_meeting m ON m.circle_id = k.circle_id AND m.state <> $3 AND m.on_day >= $1 AND m.on_day <= $2
			WHERE k.state = $4 AND k.person_id IN (`+in+`)
			GROUP BY k.person_id
			UNION ALL
			SELECT p.person_id, 0, SUM(p.minutes)
			FROM circle_presence p
			JOIN circle_meeting m ON m.id = p.meeting_id AND m.on_day >= $1 AND m.on_day <= $2
			WHERE p.fact_key <> $5 AND p.person_id IN (`+in+`)
			GROUP BY p.person_id`,
			db.Args(some, from, to, string(Cancelled), Invited, "")...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
