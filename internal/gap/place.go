package gap

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Filter is which people and which requirements: what is "" is all.
type Filter struct {
	Occupation, Area string // of the people
	Tag              string // a topic
	Framework        string
	Formal           bool // only what is formal
	Risk             bool // only topics that IVO points at (R362)
	Requirement      string
}

func (f Filter) who() Who { return Who{f.Occupation, f.Area} }

func (f Filter) takes(e frame.Entry) bool {
	return (f.Tag == "" || slices.Contains(e.Tags, f.Tag)) && (f.Framework == "" || e.Frame.ID == f.Framework) && (!f.Formal || e.Formal) && (!f.Risk || e.Risk) &&
		(f.Requirement == "" || f.Requirement == e.Key)
}

// Figure is the figures of one requirement at a place.
type Figure struct {
	Key, Name, Area, AreaID, FrameworkID, Library string
	Formal, Risk                                  bool
	Tags                                          []string
	At                                            string // a target's: the level of the place that is to have it
	count.Column
}

// Row is a place with its figures.
type Row struct {
	org.Node
	Own     bool                    // another employer's place is shown as not shown (rule 3)
	Persons int64                   // people with work that counts there, each once; adds up to nothing
	Sum     count.Column            // of all requirements
	Columns map[string]count.Column // by requirement
	Targets []Figure                // what places here are to have together
}

// View is the figures of a place.
type View struct {
	Node, Employer, Up org.Node // Employer: the zero Node above the employers. Up: the place above when its figures may be seen too
	On                 string
	Figures            []Figure // formal first
	Targets            []Figure // what places here are to have together; no unit's figures
	Total              Row
	Rows               []Row // what stands directly under the place, in Swedish name order
	Units              []Row // every unit of the employer, in Swedish name order; Label holds the names of the places above
	Occupations, Areas []string
	Tags               []string
	Frameworks         []*frame.Frame
	Behind             int64 // people whose figures are being computed again
}

// Place gives the figures of a place on a day, without names, to who may see figures and names there
// (ErrUnnamed to who may see figures only: Unnamed is for them); of other
// employers inside it nothing is shown, but to whoever runs commands on the machine. Today's are read
// from what is kept; other days' are reckoned.
func (g *Gaps) Place(ctx context.Context, a may.Actor, nodeID string, f Filter, on string) (View, error) {
	v, nodes, err := g.open(ctx, a, nodeID, on)
	if err != nil {
		return v, err
	}
	if err := g.askNamed(ctx, a, v.Node); err != nil {
		return v, err
	}
	r, err := g.reckoner(ctx, on)
	if err != nil {
		return v, err
	}
	l, err := g.load(ctx, r, v.Node, f)
	if err != nil {
		return v, err
	}
	v.roll(nodes, l, r.book)
	v.choices(l, r.book)
	if on == g.Staff.Today() && g.Behind != nil {
		v.Behind, err = g.Behind(ctx)
	}
	return v, err
}

// loaded is the units' figures, and what is needed to sum them up.
type loaded struct {
	units       map[string]tallied
	several     map[string][]string // people with more than one employment that counts → their units
	occupations map[string]bool
	areas       map[string]bool
	asked       map[string]bool // the requirements that anything here is asked for
}

// load gives the figures of the units at a place and under it: of today as they are kept, of another day
// reckoned.
func (g *Gaps) load(ctx context.Context, r *reckoner, at org.Node, f Filter) (loaded, error) {
	today := g.Staff.Today()
	if r.on != today {
		return g.reckoned(ctx, r, at, f)
	}
	if f.who() != (Who{}) {
		all, err := g.storedUnder(ctx, at.Path, today)
		return loadedOf(all, f, r.book), err
	}
	l := loaded{asked: map[string]bool{}}
	var err error
	if l.units, err = g.talliesUnder(ctx, at.Path, today); err != nil {
		return l, err
	}
	for id, t := range l.units {
		for key := range t.Columns {
			l.asked[key] = true
		}
		for _, n := range t.Needs {
			l.asked[n.Requirement] = true
		}
		t.figures = t.only(f, r.book)
		l.units[id] = t
	}
	if l.several, err = g.severalUnder(ctx, at.Path, today); err != nil {
		return l, err
	}
	l.occupations, l.areas, err = g.kindsUnder(ctx, at.Path, today)
	return l, err
}

// reckoned gives the same from the sources.
func (g *Gaps) reckoned(ctx context.Context, r *reckoner, at org.Node, f Filter) (loaded, error) {
	works, err := g.Staff.WorkUnder(ctx, at.Path, "", r.on)
	if err != nil {
		return loaded{}, err
	}
	all, err := g.keptOf(ctx, r, counted(works))
	return loadedOf(all, f, r.book), err
}

// alone is up to how many employments one goroutine reckons by itself.
const alone = 4 * atOnce

// keptOf reckons many employments' positions, some at the same time.
func (g *Gaps) keptOf(ctx context.Context, r *reckoner, works []staff.Working) ([]kept, error) {
	if len(works) <= alone {
		return r.kept(ctx, works)
	}
	var parts [workers][]kept
	var failed [workers]error
	var all sync.WaitGroup
	each := (len(works) + workers - 1) / workers
	for i := range workers {
		all.Add(1)
		go func() {
			defer all.Done()
			own, err := g.reckoner(ctx, r.on)
			if err == nil {
				parts[i], err = own.kept(ctx, works[min(i*each, len(works)):min((i+1)*each, len(works))])
			}
			failed[i] = err
		}()
	}
	all.Wait()
	return slices.Concat(parts[:]...), errors.Join(failed[:]...)
}

// loadedOf counts the units of some employments.
func loadedOf(all []kept, f Filter, book *frame.Book) loaded {
	l := loaded{map[string]tallied{}, map[string][]string{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
	units, chosen := map[string][]kept{}, map[string][]kept{}
	for _, k := range all {
		units[k.UnitID] = append(units[k.UnitID], k)
		l.occupations[k.Occupation], l.areas[k.Area] = true, true
		for _, n := range k.Needs {
			l.asked[n.Requirement] = true
		}
		if f.who().takes(k) {
			chosen[k.UnitID] = append(chosen[k.UnitID], k)
			l.several[k.PersonID] = append(l.several[k.PersonID], k.UnitID)
		}
	}
	maps.DeleteFunc(l.several, func(_ string, units []string) bool { return len(units) < 2 })
	for id, unit := range units {
		l.units[id] = tallied{tallyOf(unit, f.who()).only(f, book), persons(chosen[id])}
	}
	return l
}

// open finds a place with all under it, and asks.
func (g *Gaps) open(ctx context.Context, a may.Actor, nodeID, on string) (v View, nodes []org.Node, err error) {
	today := g.Staff.Today()
	v.On = on
	if v.Node, err = g.Tree.Find(ctx, nodeID, min(on, today)); err != nil {
		return v, nil, err
	}
	if k := org.Kind(v.Node.Kind); k == org.Nation || k == org.RSS {
		if !a.IsOperator() { // what they read is submitted (rule 24)
			return v, nil, may.ErrDenied
		}
	} else if v.Employer, err = g.ask(ctx, a, may.SeeFigures, v.Node, today); err != nil {
		return v, nil, err
	}
	if v.Node.Parent != "" && v.Employer.ID != "" {
		own := a.Inside(v.Employer.Path)
		if up, err := g.Tree.Find(ctx, v.Node.Parent, today); err == nil && may.Ask(own, may.SeeFigures, up.Path) == nil {
			v.Up = up
		}
	}
	if a.IsOperator() {
		v.Employer = org.Node{}
	}
	nodes, err = org.Under(ctx, g.DB, v.Node.Path, min(on, today))
	return v, nodes, err
}

// kept reckons some employments' positions as they are kept.
func (r *reckoner) kept(ctx context.Context, works []staff.Working) ([]kept, error) {
	var out []kept
	for some := range slices.Chunk(works, atOnce) {
		all, err := r.of(ctx, some)
		if err != nil {
			return nil, err
		}
		for _, s := range all {
			out = append(out, s.keep())
		}
	}
	return out, nil
}

// only leaves the requirements that are chosen; what no framework has any longer is left out too.
func (f figures) only(c Filter, book *frame.Book) figures {
	out := figures{map[string]count.Column{}, map[string]count.Pool{}, map[string]count.Need{}}
	for key, column := range f.Columns {
		if e, ok := book.Find(key); ok && c.takes(e) {
			out.Columns[key] = column
		}
	}
	for key, n := range f.Needs {
		if e, ok := book.Find(n.Requirement); ok && c.takes(e) {
			if pool, have := f.Pools[key]; have {
				out.Pools[key], out.Needs[key] = pool, n
			}
		}
	}
	return out
}

// at is a row that is being summed up.
type at struct {
	Row
	units   map[string]bool
	targets map[string]target // by need and place
}

func newAt(n org.Node) *at {
	return &at{Row: Row{Node: n, Own: true, Columns: map[string]count.Column{}}, units: map[string]bool{}, targets: map[string]target{}}
}

func (t *at) add(unit string, f tallied, places []target) {
	for key, c := range f.Columns {
		sum := t.Columns[key]
		sum.Add(c)
		t.Columns[key] = sum
	}
	t.Persons += f.persons
	t.units[unit] = true
	for _, p := range places {
		have := t.targets[p.key()]
		have.place, have.Need = p.place, p.Need
		have.Pool.Add(p.Pool)
		t.targets[p.key()] = have
	}
}

// row ends the sum: whoever works at several of the units is one person.
func (t *at) row(several map[string][]string, book *frame.Book) Row {
	for _, units := range several {
		seen := map[string]bool{}
		for _, id := range units {
			if t.units[id] {
				seen[id] = true
			}
		}
		t.Persons -= int64(max(len(seen)-1, 0))
	}
	for _, c := range t.Columns {
		t.Sum.Add(c)
	}
	t.Targets = targetsOf(t.targets, t.Path, book)
	return t.Row
}

// target is what a place at a higher level is to have, and who there is to fill it.
type target struct {
	count.Need
	place string // path of the place that is to have it
	count.Pool
}

func (t target) key() string { return t.Need.Key + " " + t.place }

// targetsOf counts the targets of the places at a path and under it: those of a wider place are not there.
func targetsOf(all map[string]target, path string, book *frame.Book) []Figure {
	sums := map[string]Figure{}
	for _, t := range all {
		if !may.Within(t.place, path) {
			continue
		}
		key := t.Requirement + " " + t.At
		f, have := sums[key]
		if !have {
			f = figure(t.Requirement, book)
			f.At = t.At
		}
		f.Add(count.Target(int64(t.Need.Count), t.Pool))
		sums[key] = f
	}
	out := slices.Collect(maps.Values(sums))
	slices.SortFunc(out, func(a, b Figure) int { return cmp.Or(byFigure(a, b), cmp.Compare(a.At, b.At)) })
	return out
}

func figure(key string, book *frame.Book) Figure {
	e, ok := book.Find(key)
	if !ok {
		return Figure{Key: key, Name: key}
	}
	return Figure{Key: key, Name: e.Name, Area: e.Area.Name, AreaID: e.Area.ID, FrameworkID: e.Frame.ID, Library: e.Frame.Name, Formal: e.Formal, Risk: e.Risk, Tags: e.Tags}
}

// byFigure puts what is formal first, then by framework, area and name.
func byFigure(a, b Figure) int {
	if a.Formal != b.Formal {
		if a.Formal {
			return -1
		}
		return 1
	}
	return cmp.Or(strings.Compare(a.Library, b.Library), strings.Compare(a.Area, b.Area), strings.Compare(a.Name, b.Name), strings.Compare(a.Key, b.Key))
}

func figuresOf(columns map[string]count.Column, book *frame.Book) []Figure {
	var out []Figure
	for key, c := range columns {
		f := figure(key, book)
		f.Column = c
		out = append(out, f)
	}
	slices.SortFunc(out, byFigure)
	return out
}

// roll sums the units up: to the place, to what stands directly under it, and to each unit.
func (v *View) roll(nodes []org.Node, l loaded, book *frame.Book) {
	byID := map[string]org.Node{}
	for _, n := range nodes {
		byID[n.ID] = n
	}
	total := newAt(v.Node)
	rows := map[string]*at{}
	depth := strings.Count(v.Node.Path, "/") + 1
	foreign := ""             // the employer whose places come now
	for _, n := range nodes { // in path order
		if foreign != "" && may.Within(n.Path, foreign) || n.Kind == string(org.Team) {
			continue
		}
		parts := strings.Split(n.Path, "/")
		if v.Employer.ID != "" && n.Kind == string(org.Employer) && n.ID != v.Employer.ID {
			foreign = n.Path
			if len(parts) == depth+1 {
				rows[n.ID] = newAt(n)
				rows[n.ID].Own = false
			}
			continue
		}
		f, here := l.units[n.ID]
		places := f.targets(n, byID)
		if here {
			total.add(n.ID, f, places)
		}
		if len(parts) > depth {
			child := parts[depth]
			if rows[child] == nil {
				rows[child] = newAt(byID[child])
			}
			if here {
				rows[child].add(n.ID, f, places)
			}
		}
		if n.Kind == string(org.Unit) {
			u := newAt(n)
			if here {
				u.add(n.ID, f, nil)
			}
			row := u.row(nil, book)
			row.Label = names(byID, parts[min(depth, len(parts)-1):len(parts)-1])
			v.Units = append(v.Units, row)
		}
	}
	for _, r := range rows {
		v.Rows = append(v.Rows, r.row(l.several, book))
	}
	sortRows(v.Rows)
	sortRows(v.Units)
	v.Total = total.row(l.several, book)
	v.Figures, v.Targets = figuresOf(v.Total.Columns, book), v.Total.Targets
}

// targets tells which places are to have what is asked for at higher levels: for each need the nearest
// place of its level on the way up from the unit.
func (f figures) targets(unit org.Node, byID map[string]org.Node) []target {
	var out []target
	for key, n := range f.Needs {
		if at, ok := placeOf(n.At, unit, byID); ok {
			out = append(out, target{n, at, f.Pools[key]})
		}
	}
	return out
}

// placeOf is the path of the nearest place of a level on the way up from a unit; ok is false when there is
// none at hand: above what is looked at, or nowhere.
func placeOf(level string, unit org.Node, byID map[string]org.Node) (path string, ok bool) {
	kind, word, named := strings.Cut(level, ":")
	parts := strings.Split(unit.Path, "/")
	for i := len(parts) - 1; i >= 0; i-- {
		n, have := byID[parts[i]]
		if !have {
			return "", false
		}
		switch {
		case kind == "municipality" && (n.Kind == string(org.Municipality) || n.Kind == string(org.Employer)):
			return n.Path, true
		case kind == "operation" && n.Kind == string(org.Operation) && (!named || strings.EqualFold(n.Label, word)):
			return n.Path, true
		case kind == n.Kind && kind != "operation":
			return n.Path, true
		}
	}
	return "", false
}

func names(byID map[string]org.Node, ids []string) string {
	var out []string
	for _, id := range ids {
		out = append(out, byID[id].Name)
	}
	return strings.Join(out, ", ")
}

// sortRows puts places in Swedish name order.
func sortRows(rows []Row) {
	nodes := make([]org.Node, len(rows))
	at := map[string]Row{}
	for i, r := range rows {
		nodes[i], at[r.ID] = r.Node, r
	}
	org.SortByName(nodes)
	for i, n := range nodes {
		rows[i] = at[n.ID]
	}
}

// choices tells by what the figures can be filtered: what there is at the place.
func (v *View) choices(l loaded, book *frame.Book) {
	tags, frames := map[string]bool{}, map[string]bool{}
	for key := range l.asked {
		if e, ok := book.Find(key); ok {
			frames[e.Frame.ID] = true
			for _, t := range e.Tags {
				tags[t] = true
			}
		}
	}
	delete(l.occupations, "")
	delete(l.areas, "")
	v.Occupations, v.Areas, v.Tags = slices.Sorted(maps.Keys(l.occupations)), slices.Sorted(maps.Keys(l.areas)), slices.Sorted(maps.Keys(tags))
	for _, f := range book.Frames {
		if frames[f.ID] {
			v.Frameworks = append(v.Frameworks, f)
		}
	}
}
