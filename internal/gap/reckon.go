package gap

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap/position"
	"yrkesresan/internal/profile"
	"yrkesresan/internal/profile/layer"
	"yrkesresan/internal/staff"
)

// atOnce bounds the people of one reading: a statement names each of them.
const atOnce = 200

// reckoner reckons positions of many people on one day: what they share (frameworks, layers, what each
// place asks for) is read once. It is used by one goroutine; it asks no leave.
type reckoner struct {
	g        *Gaps
	on       string
	book     *frame.Book
	profiles *profile.Reader
	places   map[string]*position.Place // by path
	known    func(ctx context.Context, employerID string, personIDs []string) (map[string]held.Person, error)
}

func (g *Gaps) reckoner(ctx context.Context, on string) (*reckoner, error) {
	book, err := g.Frameworks.Book(ctx, on)
	return &reckoner{g: g, on: on, book: book, profiles: g.Profiles.Reader(on), places: map[string]*position.Place{}, known: g.Competence.Known}, err
}

// place gives what a place asks for.
func (r *reckoner) place(ctx context.Context, path string) (*position.Place, error) {
	if p, ok := r.places[path]; ok {
		return p, nil
	}
	asked, err := r.profiles.At(ctx, path)
	if err != nil {
		return nil, err
	}
	r.places[path] = position.NewPlace(asked, r.book)
	return r.places[path], nil
}

// stood is an employment that counts, with its positions.
type stood struct {
	staff.Working
	Level     layer.RoleLevel
	Known     held.Person
	Positions []position.Position
}

// of reckons the positions of employments, in their order; whoever does not count must be left out
// before. Evidence is what each employer may see (rule 19).
func (r *reckoner) of(ctx context.Context, works []staff.Working) ([]stood, error) {
	out := make([]stood, len(works))
	var paths, employments []string
	people := map[string]map[string]bool{} // by employer
	for i, w := range works {
		out[i].Working = w
		paths, employments = append(paths, w.UnitPath), append(employments, w.ID)
		if people[w.EmployerID] == nil {
			people[w.EmployerID] = map[string]bool{}
		}
		people[w.EmployerID][w.PersonID] = true
	}
	if err := r.profiles.Prepare(ctx, paths); err != nil {
		return nil, err
	}
	levels := map[string]layer.RoleLevel{}
	for some := range slices.Chunk(employments, atOnce) {
		found, err := r.g.Profiles.LevelsOf(ctx, r.g.DB, some, r.on)
		if err != nil {
			return nil, err
		}
		maps.Copy(levels, found)
	}
	known := map[string]map[string]held.Person{}
	for employer, ids := range people {
		known[employer] = map[string]held.Person{}
		for some := range slices.Chunk(slices.Sorted(maps.Keys(ids)), atOnce) {
			found, err := r.known(ctx, employer, some)
			if err != nil {
				return nil, err
			}
			maps.Copy(known[employer], found)
		}
	}
	for i := range out {
		p, err := r.place(ctx, out[i].UnitPath)
		if err != nil {
			return nil, err
		}
		out[i].Level = cmp.Or(levels[out[i].ID], layer.Base)
		out[i].Known = known[out[i].EmployerID][out[i].PersonID]
		out[i].Positions = p.Of(out[i].work(), out[i].Known, r.book.Now, r.on)
	}
	return out, nil
}

func (s stood) work() position.Work {
	return position.Work{Occupation: s.Occupation, Area: s.Area, Level: s.Level}
}

// counted leaves the employments that count.
func counted(works []staff.Working) []staff.Working {
	return slices.DeleteFunc(slices.Clone(works), func(w staff.Working) bool { return !w.Counts() })
}

// ofPeople reckons what counts for some people, at most 200, by person.
func (r *reckoner) ofPeople(ctx context.Context, personIDs []string) ([]stood, error) {
	work, err := r.g.Staff.WorkOf(ctx, personIDs, r.on)
	if err != nil {
		return nil, err
	}
	var all []staff.Working
	for _, id := range personIDs {
		all = append(all, counted(work[id])...)
	}
	return r.of(ctx, all)
}
