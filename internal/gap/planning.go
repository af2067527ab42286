package gap

import (
	"cmp"
	"context"
	"slices"

	"yrkesresan/internal/platform/db"
)

// ToLearn is how many a municipality has submitted that it means to develop in a requirement (R198): positions, not people.
type ToLearn struct {
	Requirement, MunicipalityID, AsOf string
	Exact                             int64
	Told                              int64 // what others may see of it (rule 25)
}

// ToLearn gives what has been submitted last of some requirements, in the order of the municipalities' ids. It is for
// rules that plan: it asks no leave.
func (g *Gaps) ToLearn(ctx context.Context, requirements []string) ([]ToLearn, error) {
	latest, err := g.latest(ctx)
	if err != nil {
		return nil, err
	}
	var out []ToLearn
	for id, s := range latest {
		for _, key := range requirements {
			if e, ok := s.Exactly(key); ok {
				out = append(out, ToLearn{Requirement: key, MunicipalityID: id, AsOf: s.AsOf, Exact: e.Develop, Told: s.Of(key).Sum(nil).Develop})
			}
		}
	}
	slices.SortFunc(out, func(a, b ToLearn) int {
		return cmp.Or(cmp.Compare(a.MunicipalityID, b.MunicipalityID), cmp.Compare(a.Requirement, b.Requirement))
	})
	return out, nil
}

// Sending is how many a municipality has said that it sends to a joint work under way.
type Sending struct {
	WorkID, Title, Requirement, RSSID, MunicipalityID string
	People                                            int64
}

// Sendings gives the yeses to joint works under way, in the order of the works. It is for rules that plan: it asks no leave.
func (g *Gaps) Sendings(ctx context.Context) ([]Sending, error) {
	return db.All(ctx, g.DB, func(s db.Scanner) (x Sending, err error) {
		err = s.Scan(&x.WorkID, &x.Title, &x.Requirement, &x.RSSID, &x.MunicipalityID, &x.People)
		return x, err
	}, `
		SELECT w.id, w.title, w.requirement, w.rss_id, a.municipality_id, a.people
		FROM joint_answer a
		JOIN joint_work w ON w.id = a.work_id
		WHERE a.latest AND a.answer = 'yes' AND a.people > 0 AND w.state IN ('proposed', 'planned')
		ORDER BY w.made_at, w.id, a.municipality_id
		LIMIT 10000`)
}
