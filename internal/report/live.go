package report

import (
	"context"
	"maps"
	"slices"
	"strings"

	"yrkesresan/internal/group"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Count is how many people stand how.
type Count struct{ People, Done, OnWay, Late, NotYet, Paused, None int64 }

func (c *Count) add(s group.State, n int64) {
	c.People += n
	switch s {
	case group.AllDone:
		c.Done += n
	case group.OnWay:
		c.OnWay += n
	case group.Late:
		c.Late += n
	case group.NotYet:
		c.NotYet += n
	case group.Resting:
		c.Paused += n
	default:
		c.None += n
	}
}

func (c *Count) sum(o Count) {
	c.People, c.Done, c.OnWay, c.Late = c.People+o.People, c.Done+o.Done, c.OnWay+o.OnWay, c.Late+o.Late
	c.NotYet, c.Paused, c.None = c.NotYet+o.NotYet, c.Paused+o.Paused, c.None+o.None
}

// Active is how many have something to do or have done it all: not who is away or has no journey.
func (c Count) Active() int64 { return c.Done + c.OnWay + c.Late + c.NotYet }

// Choice is which people and what of them: "" is all.
type Choice struct{ Journey, Occupation, Area, Course string }

// Row is a place with its figures.
type Row struct {
	org.Node
	Count
	Own bool // the actor may open it; another employer's place only with a role there (rule 3)
}

// CourseCount is how many have a course to do, and how many of them have done it.
type CourseCount struct {
	Course            string
	Asked, Done, Late int64
}

// View is the figures of a place: what stands directly under it, and its units.
type View struct {
	Node, Employer org.Node
	Up             org.Node // the place above, when its figures may be seen too; else the zero Node
	Total          Count
	Rows           []Row // what stands directly under the place, in Swedish name order
	Units          []Row // every unit, in Swedish name order; Label holds the names of the operations above
	Courses        []CourseCount
	Journeys       []journey.Name // those that anybody here has
	Occupations    []string       // ids of those who work here
	Pass           Pass
	Behind         int
}

// View gives the figures of a place, live and without names, to who may see figures there. A role at
// the municipality shows nothing of another employer under it (rule 3).
func (f *Figures) View(ctx context.Context, a may.Actor, nodeID string, c Choice) (View, error) {
	v, nodes, err := f.place(ctx, a, nodeID)
	if err != nil {
		return v, err
	}
	lines, err := f.lines(ctx, v, c)
	if err != nil {
		return v, err
	}
	lists, err := f.lists(ctx, lines)
	if err != nil {
		return v, err
	}
	v.gather(nodes, lines, lists, c.Course)
	for i := range v.Rows {
		v.Rows[i].Own = org.Kind(v.Rows[i].Kind) != org.Employer || may.Ask(a.Inside(v.Rows[i].Path), may.SeeFigures, v.Rows[i].Path) == nil
	}
	for i := range v.Units { // the lines are this employer's only
		v.Units[i].Own = true
	}
	if v.Journeys, v.Occupations, err = f.kinds(ctx, v); err != nil {
		return v, err
	}
	if v.Behind, err = f.behind(ctx); err != nil {
		return v, err
	}
	v.Pass, err = f.Pass(ctx)
	return v, err
}

// place finds the place with all under it, and asks.
func (f *Figures) place(ctx context.Context, a may.Actor, nodeID string) (v View, nodes []org.Node, err error) {
	on := f.today()
	if v.Node, err = f.Tree.Find(ctx, nodeID, on); err != nil {
		return v, nil, err
	}
	if err := may.Ask(a, may.SeeFigures, v.Node.Path); err != nil {
		return v, nil, err
	}
	if v.Employer, err = org.EmployerOf(ctx, f.DB, v.Node.Path, on); err != nil {
		return v, nil, err
	}
	own := a.Inside(v.Employer.Path)
	if a.IsOperator() {
		own = a
	}
	if err := may.Ask(own, may.SeeFigures, v.Node.Path); err != nil {
		return v, nil, err
	}
	if up, err := f.Tree.Find(ctx, v.Node.Parent, on); err == nil && may.Ask(own, may.SeeFigures, up.Path) == nil {
		v.Up = up
	}
	nodes, err = org.Under(ctx, f.DB, v.Node.Path, on)
	return v, nodes, err
}

// line is how many people of a unit have the same marks.
type line struct {
	unit, state, list, marks string
	n                        int64
}

// lines counts the people of the employer under a place, those alike together.
func (f *Figures) lines(ctx context.Context, v View, c Choice) ([]line, error) {
	low, high := org.Inside(v.Node.Path)
	return db.All(ctx, f.DB, func(r db.Scanner) (l line, err error) {
		err = r.Scan(&l.unit, &l.state, &l.list, &l.marks, &l.n)
		return l, err
	}, `
		SELECT s.unit_id, s.state, s.list_id, s.marks, COUNT(*)
		FROM node_place u
		JOIN standing s ON s.unit_id = u.node_id AND s.journey_id = $5
		WHERE (u.path = $2 OR (u.path >= $3 AND u.path < $4)) AND u.valid_from <= $1 AND u.valid_until > $1 AND s.employer_id = $6
		  AND ($7 = '' OR s.occupation = $7) AND ($8 = '' OR s.area = $8)
		GROUP BY s.unit_id, s.state, s.list_id, s.marks`,
		f.today(), v.Node.Path, low, high, c.Journey, v.Employer.ID, c.Occupation, c.Area)
}

// gather puts the counted people where they stand.
func (v *View) gather(nodes []org.Node, lines []line, lists map[string][]string, course string) {
	units := map[string]Count{}
	courses := map[string]*CourseCount{}
	for _, l := range lines {
		state, counts := group.State(l.state), course == ""
		for i, id := range lists[l.list] {
			if courses[id] == nil {
				courses[id] = &CourseCount{Course: id}
			}
			courses[id].add(l.marks[i], l.n)
			if id == course {
				state, counts = stateIn(l.marks[i]), true
			}
		}
		if counts {
			count := units[l.unit]
			count.add(state, l.n)
			units[l.unit] = count
		}
	}
	for _, id := range slices.Sorted(maps.Keys(courses)) {
		v.Courses = append(v.Courses, *courses[id])
	}
	v.roll(nodes, units)
}

// add counts n people who stand so in the course.
func (c *CourseCount) add(how byte, n int64) {
	c.Asked += n
	switch how {
	case HowDone:
		c.Done += n
	case HowLate:
		c.Late += n
	}
}

// stateIn is how who stands so in one course stands, seen by that course alone.
func stateIn(how byte) group.State {
	switch how {
	case HowDone:
		return group.AllDone
	case HowLate:
		return group.Late
	case HowBegun:
		return group.OnWay
	case HowPaused:
		return group.Resting
	}
	return group.NotYet
}

// lists gives the courses that the marks of lines are about. A list never changes.
func (f *Figures) lists(ctx context.Context, lines []line) (map[string][]string, error) {
	out := map[string][]string{}
	for _, l := range lines {
		if l.list == "" || out[l.list] != nil {
			continue
		}
		if have, ok := f.read.Load("list " + l.list); ok {
			out[l.list] = have.([]string)
			continue
		}
		text, err := db.One(ctx, f.DB, db.Text, `SELECT courses FROM standing_list WHERE id = $1`, l.list)
		if err != nil {
			return nil, err
		}
		out[l.list] = strings.Fields(text)
		f.read.Store("list "+l.list, out[l.list])
	}
	return out, nil
}

// roll rolls the units' figures up to what stands directly under the place.
func (v *View) roll(nodes []org.Node, units map[string]Count) {
	byID := map[string]org.Node{}
	for _, n := range nodes {
		byID[n.ID] = n
	}
	rows := map[string]*Row{}
	depth := strings.Count(v.Node.Path, "/") + 1
	foreign := ""             // the employer whose places come now
	for _, n := range nodes { // in path order
		if foreign != "" && may.Within(n.Path, foreign) {
			continue
		}
		if n.Kind == string(org.Employer) && n.ID != v.Employer.ID {
			foreign = n.Path
		}
		count := units[n.ID]
		v.Total.sum(count)
		parts := strings.Split(n.Path, "/")
		if len(parts) > depth {
			child := parts[depth]
			if rows[child] == nil {
				rows[child] = &Row{Node: byID[child]}
				rows[child].Label = "" // the kind of place: its name says it
			}
			rows[child].sum(count)
		}
		if n.Kind == string(org.Unit) {
			u := Row{Node: n, Count: count, Own: true} // another employer's are left out
			u.Label = names(byID, parts[min(depth, len(parts)-1):len(parts)-1])
			v.Units = append(v.Units, u)
		}
	}
	for _, r := range rows {
		v.Rows = append(v.Rows, *r)
	}
	sortRows(v.Rows)
	sortRows(v.Units)
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

// kinds tells which journeys and occupations there are among the people of a place.
func (f *Figures) kinds(ctx context.Context, v View) ([]journey.Name, []string, error) {
	low, high := org.Inside(v.Node.Path)
	type pair struct{ journey, occupation string }
	pairs, err := db.All(ctx, f.DB, func(r db.Scanner) (p pair, err error) { err = r.Scan(&p.journey, &p.occupation); return p, err }, `
		SELECT DISTINCT s.journey_id, s.occupation
		FROM node_place u
		JOIN standing s ON s.unit_id = u.node_id
		WHERE (u.path = $2 OR (u.path >= $3 AND u.path < $4)) AND u.valid_from <= $1 AND u.valid_until > $1 AND s.employer_id = $5
		ORDER BY s.journey_id, s.occupation`,
		f.today(), v.Node.Path, low, high, v.Employer.ID)
	if err != nil {
		return nil, nil, err
	}
	all, _, err := f.names(ctx)
	if err != nil {
		return nil, nil, err
	}
	var journeys []journey.Name
	for _, n := range all {
		if slices.ContainsFunc(pairs, func(p pair) bool { return p.journey == n.ID }) {
			journeys = append(journeys, n)
		}
	}
	var occupations []string
	for _, p := range pairs {
		if p.journey == "" && p.occupation != "" {
			occupations = append(occupations, p.occupation)
		}
	}
	return journeys, occupations, nil
}
