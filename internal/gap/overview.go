package gap

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap/hide"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile/layer"
)

// Asked is the figures of one requirement in an overview.
type Asked struct {
	Figure                      // its Column is not set: what is told is Told
	Weight         layer.Weight // the heaviest of the municipalities'
	Told           hide.Sum
	Municipalities int // in which it is asked for
	Hidden         int // of them those whose figures may not be shown
}

// Line is a place in an overview: an RSS or a municipality.
type Line struct {
	org.Node
	Told           hide.Sum
	Municipalities int    // that are there
	Submitted      int    // of them those that have submitted
	AsOf           string // a municipality's: the day of its figures; "" when it has submitted none
	Old            bool   // a municipality's figures are old
}

// Moment is what a place had been told on a day.
type Moment struct {
	On             string
	Municipalities int // whose figures are in it
	Told           hide.Sum
}

// OldAfter is after how many days submitted figures are old.
const OldAfter = 90

// Overview is what RSS and nation read: the latest submissions and nothing else (rule 24), with what
// points at fewer than 5 people left out (rule 25).
type Overview struct {
	Filter
	Node               org.Node // the nation, an RSS or a municipality
	Up                 org.Node // where the actor came from; the zero Node when that is not the actor's to see
	On                 string
	Total              hide.Sum
	Asked              []Asked // formal first; in it what IVO points at and what is critical first
	Lines              []Line  // RSS of the nation, municipalities of an RSS: in Swedish name order
	Municipalities     int
	Submitted          int
	OldOnes            int
	Oldest, Newest     string // the days of the figures
	Occupations, Areas []string
	Tags               []string
	Frameworks         []*frame.Frame
	Choices            []org.Node // the regions to choose from, when there are several
	Trend              []Moment   // the oldest first; none when occupation or area is chosen
}

// Overview gives what has been submitted under the nation, an RSS or a municipality to who may see it.
// "" is the first of the actor's regions. Errors: org.ErrNoNode, may.ErrDenied.
func (g *Gaps) Overview(ctx context.Context, a may.Actor, nodeID string, f Filter) (o Overview, err error) {
	o.Filter, o.On = f, g.Staff.Today()
	if nodeID, err = g.openOverview(ctx, a, &o, nodeID); err != nil {
		return o, err
	}
	if o.Node, err = g.Tree.Find(ctx, nodeID, o.On); err != nil {
		return o, err
	}
	if err := may.Ask(a, may.SeeSubmitted, o.Node.Path); err != nil {
		return o, err
	}
	switch org.Kind(o.Node.Kind) {
	case org.Nation, org.RSS, org.Municipality:
	default:
		return o, org.ErrNoNode
	}
	if up, err := g.Tree.Find(ctx, o.Node.Parent, o.On); o.Node.Parent != "" && err == nil && may.Ask(a, may.SeeSubmitted, up.Path) == nil {
		o.Up = up
	}
	book, err := g.Frameworks.Book(ctx, o.On)
	if err != nil {
		return o, err
	}
	latest, err := g.latest(ctx)
	if err != nil {
		return o, err
	}
	towns, err := g.townsUnder(ctx, &o)
	if err != nil {
		return o, err
	}
	o.sum(towns, latest, book)
	if f.Occupation == "" && f.Area == "" {
		pasts, err := g.pasts(ctx)
		if err != nil {
			return o, err
		}
		o.Trend = trend(pasts, towns, o.On, func(key string) bool { return f.takesKey(key, book) })
	}
	return o, nil
}

// openOverview finds the regions to choose from, and the first of them.
func (g *Gaps) openOverview(ctx context.Context, a may.Actor, o *Overview, nodeID string) (string, error) {
	if nodeID == org.Sweden {
		return nodeID, nil
	}
	regions, err := g.Tree.RSSNodes(ctx, o.On)
	if err != nil {
		return "", err
	}
	regions = slices.DeleteFunc(regions, func(n org.Node) bool { return may.Ask(a, may.SeeSubmitted, n.Path) != nil })
	if len(regions) > 1 {
		o.Choices = regions
	}
	if nodeID == "" && len(regions) > 0 {
		return regions[0].ID, nil
	}
	return nodeID, nil
}

// townsUnder gives the municipalities of an overview, and makes its lines.
func (g *Gaps) townsUnder(ctx context.Context, o *Overview) ([]org.Node, error) {
	all, err := g.Tree.Municipalities(ctx, o.On)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(n org.Node) bool { return !may.Within(n.Path, o.Node.Path) })
	org.SortByName(all)
	switch org.Kind(o.Node.Kind) {
	case org.Nation:
		regions, err := g.Tree.RSSNodes(ctx, o.On)
		if err != nil {
			return nil, err
		}
		for _, n := range regions {
			o.Lines = append(o.Lines, Line{Node: n})
		}
	case org.RSS:
		for _, n := range all {
			o.Lines = append(o.Lines, Line{Node: n})
		}
	}
	return all, nil
}

// takesKey tells whether a requirement is chosen; what no framework has any longer is, when none is.
func (f Filter) takesKey(key string, book *frame.Book) bool {
	e, ok := book.Find(key)
	if !ok {
		return f.Tag == "" && f.Framework == "" && !f.Formal && !f.Risk && (f.Requirement == "" || f.Requirement == key)
	}
	return f.takes(e)
}

// takesWho is the keys of what is told that are chosen; nil when all are.
func (f Filter) takesWho() func(key string) bool {
	if f.Occupation == "" && f.Area == "" {
		return nil
	}
	return func(key string) bool {
		occupation, area := whoOf(key)
		return (f.Occupation == "" || f.Occupation == occupation) && (f.Area == "" || f.Area == area)
	}
}

// sum adds the municipalities' submissions up.
func (o *Overview) sum(towns []org.Node, latest map[string]Summary, book *frame.Book) {
	who := o.takesWho()
	asked := map[string]*Asked{}
	lines := map[string]*Line{}
	for i := range o.Lines {
		lines[o.Lines[i].ID] = &o.Lines[i]
	}
	o.choices(towns, latest, book)
	for _, town := range towns {
		line := lines[town.ID]
		if line == nil {
			line = lines[town.Parent]
		}
		if line == nil {
			line = &Line{}
		}
		o.Municipalities++
		line.Municipalities++
		s, have := latest[town.ID]
		if !have {
			continue
		}
		o.note(line, town, s.AsOf)
		for _, t := range s.Told {
			if !o.takesKey(t.Requirement, book) {
				continue
			}
			told := t.Sum(who)
			if told.Groups == 0 && who != nil && !told.Partly {
				continue // nobody of those who are chosen is asked for it
			}
			if asked[t.Requirement] == nil {
				asked[t.Requirement] = &Asked{Figure: s.figureOf(t.Requirement, book)}
			}
			asked[t.Requirement].add(t.Weight, told)
			line.Told.Add(told)
			o.Total.Add(told)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(asked)) {
		o.Asked = append(o.Asked, *asked[key])
	}
	SortAsked(o.Asked)
}

// note counts a municipality that has submitted its figures of a day.
func (o *Overview) note(line *Line, town org.Node, asOf string) {
	o.Submitted++
	line.Submitted++
	if line.ID == town.ID {
		line.AsOf = asOf
	}
	if old := days(asOf, o.On) > OldAfter; old {
		o.OldOnes++
		line.Old = line.ID == town.ID
	}
	if o.Oldest == "" || asOf < o.Oldest {
		o.Oldest = asOf
	}
	o.Newest = max(o.Newest, asOf)
}

// figureOf is what is said of a requirement; of one that no framework has any longer, by the name it was submitted under.
func (s Summary) figureOf(key string, book *frame.Book) Figure {
	f := figure(key, book)
	if _, ok := book.Find(key); !ok {
		if e, was := s.Exactly(key); was {
			f.Name = e.Name
		}
	}
	return f
}

// add adds what a municipality tells of the requirement.
func (q *Asked) add(w layer.Weight, told hide.Sum) {
	q.Municipalities++
	if told.Of == 0 {
		q.Hidden++
	}
	q.Weight = heavier(q.Weight, w)
	q.Told.Add(told)
}

// choices are the occupations, areas, topics and frameworks that something is told of by itself.
func (o *Overview) choices(towns []org.Node, latest map[string]Summary, book *frame.Book) {
	occupations, areas, tags, frames := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]*frame.Frame{}
	for _, town := range towns {
		for _, t := range latest[town.ID].Told {
			if e, ok := book.Find(t.Requirement); ok {
				frames[e.Frame.ID] = e.Frame
				for _, tag := range e.Tags {
					tags[tag] = true
				}
			}
			for _, group := range t.Groups {
				occupation, area := whoOf(group.Keys[0])
				for _, k := range group.Keys[1:] {
					o, a := whoOf(k)
					if o != occupation {
						occupation = ""
					}
					if a != area {
						area = ""
					}
				}
				occupations[occupation], areas[area] = true, true
			}
		}
	}
	delete(occupations, "")
	delete(areas, "")
	o.Occupations, o.Areas, o.Tags = slices.Sorted(maps.Keys(occupations)), slices.Sorted(maps.Keys(areas)), slices.Sorted(maps.Keys(tags))
	o.Frameworks = slices.SortedFunc(maps.Values(frames), func(a, b *frame.Frame) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
}

// byUrgency is the order of SortAsked.
func byUrgency(a, b Asked) int {
	no := func(is bool) int {
		if is {
			return 0
		}
		return 1
	}
	return cmp.Or(no(a.Formal)-no(b.Formal), no(a.Risk)-no(b.Risk), no(a.Weight == layer.Critical)-no(b.Weight == layer.Critical), byFigure(a.Figure, b.Figure))
}

// heavier is the heavier of two weights; "" weighs least.
func heavier(a, b layer.Weight) layer.Weight {
	all := layer.Weights()
	ia, ib := slices.Index(all, a), slices.Index(all, b)
	if ia < 0 || ib >= 0 && ib < ia {
		return b
	}
	return a
}

// days is how many days it is from one day to another.
func days(from, to string) int {
	a, _ := time.Parse(time.DateOnly, from)
	b, _ := time.Parse(time.DateOnly, to)
	return int(b.Sub(a).Hours() / 24)
}

// trend is what had been told of some municipalities at the turn of each of the last four quarters of a
// year, and today.
func trend(all []past, towns []org.Node, today string, takes func(key string) bool) []Moment {
	in := map[string]bool{}
	for _, n := range towns {
		in[n.ID] = true
	}
	at, _ := time.Parse(time.DateOnly, today)
	var out []Moment
	for back := 12; back >= 0; back -= 3 {
		on := at.AddDate(0, -back, 0).Format(time.DateOnly)
		p := Moment{On: on}
		last := map[string]past{}
		for _, s := range all {
			if in[s.MunicipalityID] && s.AsOf <= on {
				last[s.MunicipalityID] = s
			}
		}
		for _, id := range slices.Sorted(maps.Keys(last)) {
			s := last[id]
			if s.withdrawn {
				continue // what was taken back is not read, nor what it had replaced
			}
			p.Municipalities++
			for key, sum := range s.Sums {
				if takes(key) {
					p.Told.Add(sum)
				}
			}
		}
		if p.Municipalities > 0 {
			out = append(out, p)
		}
	}
	return out
}

// SortAsked puts requirements in the order in which pages show them: what is formal first (R196), in it
// what IVO points at (R362), then what is critical.
func SortAsked(all []Asked) { slices.SortStableFunc(all, byUrgency) }
