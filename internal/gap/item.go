package gap

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/gap/position"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile/layer"
	"yrkesresan/internal/staff"
)

// Closer is something to learn that would close a gap.
type Closer struct {
	Course, Title string
	Hours         float64
	Href          string // where it is; "" nowhere here
	External      bool   // given by another
	Days          bool   // with course days
}

// Closers tells about courses; the course room does it (internal/app).
type Closers interface {
	Closers(ctx context.Context, courseIDs []string) (map[string]Closer, error)
}

// Reason is who asks for something, and why.
type Reason struct {
	DemandID, NodeID, NodeName string
	Since, Note                string
	Weight                     layer.Weight
	Target                     frame.Level
}

// Item is how an employment stands to one requirement, as pages show it.
type Item struct {
	Need                 string // the name under which it is counted
	Key, Name, About     string
	AreaID, Area         string
	FrameworkID, Library string // the framework, and its name
	Formal, Risk         bool
	Tags                 []string
	Grounds              []frame.Ground
	Weight               layer.Weight
	Measure              layer.Measure
	Percent, Count       int
	At                   string
	Target, Held         frame.Level // Held is the zero Level when nothing is held
	TargetRank, HeldRank int
	Mark                 count.Mark
	Announced            bool   // it is asked for from Since: counted nowhere yet
	Since                string // from when it is asked for
	Until                string // the first day that the target is no longer held; "" never, or not held
	Proofs, Faded        []held.Proof
	Evidence             []frame.Evidence // what counts
	Reasons              []Reason         // the first is the one that counts
	Close                []Closer         // what would close it; empty when it is held
}

// Lacks tells whether something is missing that counts today.
func (i Item) Lacks() bool { return !i.Announced && (i.Mark == count.Learn || i.Mark == count.Hire) }

func level(f *frame.Frame, rank int) frame.Level {
	if all := f.Scheme(); rank > 0 && rank <= len(all) {
		return all[rank-1]
	}
	return frame.Level{}
}

func newItem(p position.Position, announced bool) Item {
	e, first := p.Entry, p.Asks[0]
	i := Item{Need: p.Key, Key: e.Key, Name: e.Name, About: e.About, AreaID: e.Area.ID, Area: e.Area.Name, FrameworkID: e.Frame.ID, Library: e.Frame.Name,
		Formal: e.Formal, Risk: e.Risk, Tags: e.Tags, Grounds: e.Grounds, Weight: p.Weight(), Measure: p.Measure, Percent: p.Percent, Count: p.Count, At: p.At,
		Target: level(e.Frame, p.Rank), Held: level(e.Frame, p.Holding.Rank), TargetRank: p.Rank, HeldRank: p.Holding.Rank,
		Mark: p.Mark, Announced: announced, Since: first.Since, Proofs: p.Holding.Proofs, Faded: p.Holding.Faded, Evidence: first.Counts}
	i.Until, _ = p.Holding.Until(p.Rank)
	for _, a := range p.Asks {
		i.Reasons = append(i.Reasons, Reason{a.ID, a.NodeID, a.NodeName, a.Since, a.Note, a.Weight, level(e.Frame, a.Rank)})
	}
	return i
}

// items lists positions as pages show them: what is formal first, then by framework, area and name. What
// does not concern the employment is left out.
func items(all []position.Position, announced bool) []Item {
	var out []Item
	for _, p := range all {
		if p.Mark != count.Out {
			out = append(out, newItem(p, announced))
		}
	}
	slices.SortStableFunc(out, byPlace)
	return out
}

func byPlace(a, b Item) int {
	formal := func(i Item) int {
		if i.Formal {
			return 0
		}
		return 1
	}
	return cmp.Or(formal(a)-formal(b), strings.Compare(a.Library, b.Library), strings.Compare(a.Area, b.Area), strings.Compare(a.Name, b.Name), strings.Compare(a.Key, b.Key))
}

// close finds what would close what is missing.
func (g *Gaps) close(ctx context.Context, lists ...[]Item) error {
	if g.Courses == nil {
		return nil
	}
	var wanted []string
	each := func(do func(i *Item, ev frame.Evidence)) {
		for _, list := range lists {
			for k := range list {
				i := &list[k]
				if i.Mark == count.Has {
					continue
				}
				for _, ev := range i.Evidence {
					if ev.By == frame.ByCourse && ev.Ref != "" {
						do(i, ev)
					}
				}
			}
		}
	}
	each(func(_ *Item, ev frame.Evidence) {
		if !slices.Contains(wanted, ev.Ref) {
			wanted = append(wanted, ev.Ref)
		}
	})
	if len(wanted) == 0 {
		return nil
	}
	found, err := g.Courses.Closers(ctx, wanted)
	if err != nil {
		return err
	}
	each(func(i *Item, ev frame.Evidence) {
		if c, ok := found[ev.Ref]; ok {
			i.Close = append(i.Close, c)
		}
	})
	return nil
}

// whose gives the employer with an id.
func (g *Gaps) whose(ctx context.Context, employerID, on string) (org.Node, error) {
	n, err := g.Tree.Find(ctx, employerID, on)
	if err != nil {
		return n, err
	}
	if k := org.Kind(n.Kind); k != org.Municipality && k != org.Employer {
		return n, staff.ErrNotEmployer
	}
	return n, nil
}

// ask asks for leave at a place of an employer: only the employer's own roles have it (rule 3). It gives
// whose the place is.
func (g *Gaps) ask(ctx context.Context, a may.Actor, do may.Action, n org.Node, on string) (employer org.Node, err error) {
	if err := may.Ask(a, do, n.Path); err != nil {
		return employer, err
	}
	if employer, err = org.EmployerOf(ctx, g.DB, n.Path, on); err != nil || a.IsOperator() {
		return employer, err
	}
	return employer, may.Ask(a.Inside(employer.Path), do, n.Path)
}
