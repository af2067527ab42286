package gap

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile/layer"
)

// Lack is one requirement that some at a unit do not hold.
type Lack struct {
	Unit      org.Node
	Key, Name string
	People    int
}

// FormalLack gives what is formal, is asked of each person and is lacked by most at one of some units where the
// actor may see competence; the zero Lack when nothing is. It reads what is kept, never more than a moment old,
// and names nobody.
func (g *Gaps) FormalLack(ctx context.Context, a may.Actor, units []org.Node) (out Lack, err error) {
	if len(units) == 0 || may.AskSomewhere(a, may.SeeCompetence) != nil {
		return out, nil
	}
	on := g.Staff.Today()
	ids := make([]string, len(units))
	for i, u := range units {
		ids[i] = u.ID
	}
	rows, err := db.All(ctx, g.DB, scanStored, `
		SELECT `+storedColumns+`
		FROM gap_position g
		WHERE g.unit_id IN (`+db.Marks(1, len(ids))+`)`,
		db.Args(ids)...)
	if err != nil || len(rows) == 0 {
		return out, err
	}
	if err := g.fill(ctx, g.DB, rows); err != nil {
		return out, err
	}
	book, err := g.Frameworks.Book(ctx, on)
	if err != nil {
		return out, err
	}
	type at struct{ unit, key string }
	lacking := map[at]map[string]bool{}
	for _, r := range rows {
		for i, n := range r.Needs {
			if m := count.Mark(r.Marks[i]); n.Measure != layer.Each || m != count.Learn && m != count.Hire {
				continue
			}
			if e, ok := book.Find(n.Requirement); !ok || !e.Formal {
				continue
			}
			k := at{r.UnitID, n.Key}
			if lacking[k] == nil {
				lacking[k] = map[string]bool{}
			}
			lacking[k][r.PersonID] = true
		}
	}
	var all []Lack
	for k, people := range lacking {
		i := slices.Index(ids, k.unit)
		e, _ := book.Find(k.key)
		all = append(all, Lack{units[i], k.key, e.Name, len(people)})
	}
	slices.SortFunc(all, func(x, y Lack) int {
		return cmp.Or(y.People-x.People, cmp.Compare(x.Name, y.Name), cmp.Compare(x.Unit.Path, y.Unit.Path))
	})
	for _, l := range all {
		switch _, err := g.ask(ctx, a, may.SeeCompetence, l.Unit, on); {
		case err == nil:
			return l, nil
		case !errors.Is(err, may.ErrDenied):
			return out, err
		}
	}
	return out, nil
}
