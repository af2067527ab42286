package gap

import (
	"context"
	"maps"
	"slices"

	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/gap/position"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile"
	"yrkesresan/internal/profile/layer"
	"yrkesresan/internal/staff"
)

// mostTouched bounds the employments of one preview: beyond it the answer would take too long.
const mostTouched = 20_000

// Touched counts whom demands at a place would touch today if they were asked for now: positions of its
// own employer's people. How many of them hold it is said to who may see names there only: asked about few
// people, it tells what somebody holds. It implements profile.Preview: whoever asks may change what is asked.
func (g *Gaps) Touched(ctx context.Context, a may.Actor, node org.Node, demands []layer.Asked) (profile.Touched, error) {
	on := g.Staff.Today()
	employer, err := g.Tree.EmployerAt(ctx, node.Path, on)
	if err != nil {
		return profile.Touched{}, err
	}
	works, err := g.workAt(ctx, node, employer.ID, on)
	if err != nil || len(works) > mostTouched {
		return profile.Touched{}, err
	}
	r, err := g.reckoner(ctx, on)
	if err != nil {
		return profile.Touched{}, err
	}
	out := profile.Touched{Known: true}
	asks := position.NewPlace(demands, r.book)
	for some := range slices.Chunk(counted(works), atOnce) {
		if err := r.touched(ctx, &out, asks, employer.ID, some); err != nil {
			return profile.Touched{}, err
		}
	}
	if g.askNamed(ctx, a, node) != nil {
		out.Holding, out.Unsaid = 0, true
	}
	return out, nil
}

func (r *reckoner) touched(ctx context.Context, out *profile.Touched, asks *position.Place, employerID string, works []staff.Working) error {
	people := map[string]bool{}
	var ids []string
	for _, w := range works {
		people[w.PersonID] = true
		ids = append(ids, w.ID)
	}
	levels, err := r.g.Profiles.LevelsOf(ctx, r.g.DB, ids, r.on)
	if err != nil {
		return err
	}
	known, err := r.g.Competence.Known(ctx, employerID, slices.Sorted(maps.Keys(people)))
	if err != nil {
		return err
	}
	for _, w := range works {
		s := stood{Working: w, Level: levels[w.ID]}
		for _, p := range asks.Of(s.work(), known[w.PersonID], r.book.Now, r.on) {
			if p.Mark == count.Out {
				continue
			}
			out.Positions++
			if p.Mark == count.Has {
				out.Holding++
			}
		}
	}
	return nil
}

// Meets tells whether a person meets demands today, one by one, by what an employer may see. It implements
// profile.Meeting: it asks no leave.
func (g *Gaps) Meets(ctx context.Context, personID, employerID string, demands []layer.Asked) ([]bool, error) {
	out := make([]bool, len(demands))
	if len(demands) == 0 {
		return out, nil
	}
	on := g.Staff.Today()
	book, err := g.Frameworks.Book(ctx, on)
	if err != nil {
		return nil, err
	}
	known, err := g.Competence.Known(ctx, employerID, []string{personID})
	if err != nil {
		return nil, err
	}
	for i, d := range demands {
		d.Who = layer.Who{} // whoever asks has seen to that
		for _, p := range position.NewPlace([]layer.Asked{d}, book).Of(position.Work{}, known[personID], book.Now, on) {
			out[i] = p.Mark == count.Has
		}
	}
	return out, nil
}
