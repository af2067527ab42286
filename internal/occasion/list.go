package occasion

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// mostListed bounds a page of a list.
const mostListed = 200

// Filter narrows a list of occasions. Zero values narrow nothing.
type Filter struct {
	CourseIDs   []string
	Form        Form
	Town        string // id of a municipality
	From, Until string // days, both among them: it has a session in between
	State       State  // done and open as of Today; "" of Seen is open
	Today       string // the day that State is as of; filled by the room
	Limit       int
	Offset      int
}

// condition is a list's WHERE as it grows.
type condition struct {
	text []string
	args []any
}

// in adds "column IN (…)"; no ids match nothing.
func (c *condition) in(column string, ids []string) {
	if len(ids) == 0 {
		c.text = append(c.text, "1 = 0")
		return
	}
	c.text = append(c.text, column+" IN ("+c.marks(ids)+")")
}

func (c *condition) marks(ids []string) string {
	marks := db.Marks(len(c.args)+1, len(ids))
	for _, id := range ids {
		c.args = append(c.args, id)
	}
	return marks
}

// is adds a comparison with one value, where ? stands.
func (c *condition) is(text string, value any) {
	c.args = append(c.args, value)
	c.text = append(c.text, strings.ReplaceAll(text, "?", "$"+strconv.Itoa(len(c.args))))
}

func (f Filter) on(c *condition) {
	if len(f.CourseIDs) > 0 {
		c.in("o.course_id", f.CourseIDs)
	}
	if f.Form != "" {
		c.is("o.place_form = ?", string(f.Form))
	}
	if f.Town != "" {
		c.is("o.town = ?", f.Town)
	}
	if f.From != "" {
		c.is("(o.last_day >= ? OR o.last_day = '')", f.From)
	}
	if f.Until != "" {
		c.is("o.first_day <= ?", f.Until)
	}
	switch f.State {
	case "":
	case Done:
		c.is("o.state = 'open' AND o.last_day < ?", f.Today)
	case Open:
		c.is("o.state = 'open' AND o.last_day >= ?", f.Today)
	default:
		c.is("o.state = ?", string(f.State))
	}
}

// OwnedBy lists what places arrange, by day, with how many there are in all. Drafts without a day come first. The actor
// arranges at each of the places. Errors: org.ErrNoNode, may.ErrDenied.
func (o *Occasions) OwnedBy(ctx context.Context, a may.Actor, nodeIDs []string, f Filter) ([]Occasion, int, error) {
	for _, id := range nodeIDs {
		n, err := org.Find(ctx, o.DB, id, o.Today())
		if err != nil {
			return nil, 0, err
		}
		if err := may.Ask(a.Inside(n.Path), may.ArrangeDays, n.Path); err != nil {
			return nil, 0, err
		}
	}
	c := &condition{}
	c.text = append(c.text, "EXISTS (SELECT 1 FROM occasion_owner w WHERE w.occasion_id = o.id AND w.node_id IN ("+c.marks(nodeIDs)+"))")
	if len(nodeIDs) == 0 {
		c.text = []string{"1 = 0"}
	}
	return o.list(ctx, c, f)
}

// Places are the places that the actor arranges course days for, by name; the operator has none.
func (o *Occasions) Places(ctx context.Context, a may.Actor) ([]org.Node, error) {
	var out []org.Node
	for _, g := range a.Grants {
		if !may.Allowed(g.Role, may.ArrangeDays) || g.Subject != "" || slices.ContainsFunc(out, func(n org.Node) bool { return n.ID == g.NodeID }) {
			continue
		}
		n, err := o.organiser(ctx, a, g.NodeID)
		if err == ErrOrganiser {
			continue // a place that has ended, or a unit
		}
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	org.SortByName(out)
	return out, nil
}

// Seen is whose eyes a list is for: an open occasion is seen from below the places that own it.
type Seen struct {
	NodeIDs []string            // the places where the person works and all above them
	Also    map[string][]string // journeys' own RSS (rule 2): the courses of those journeys, by RSS
	Extra   []string            // ids of occasions seen for another reason: a quota, a booking
}

// Sees says whose eyes a person has today: employers, municipalities, RSS and nation above where the person works.
func (o *Occasions) Sees(ctx context.Context, personID string) (s Seen, err error) {
	paths, err := o.Staff.Paths(ctx, personID, o.Today())
	if err != nil {
		return s, err
	}
	return o.SeesFrom(ctx, paths)
}

// SeesFrom says whose eyes somebody at some paths of the tree has today.
func (o *Occasions) SeesFrom(ctx context.Context, paths []string) (s Seen, err error) {
	for _, p := range paths {
		s.NodeIDs = append(s.NodeIDs, strings.Split(p, "/")...)
	}
	slices.Sort(s.NodeIDs)
	s.NodeIDs = slices.Compact(s.NodeIDs)
	if o.Elsewhere == nil {
		return s, nil
	}
	s.Also, err = o.Elsewhere(ctx, s.NodeIDs, o.Today())
	return s, err
}

// Visible lists the open occasions that somebody sees, by day, with how many there are in all.
func (o *Occasions) Visible(ctx context.Context, s Seen, f Filter) ([]Occasion, int, error) {
	if f.State == "" {
		f.State = Open
	}
	if f.State == Draft {
		return nil, 0, nil
	}
	c := &condition{}
	var any []string
	if len(s.NodeIDs) > 0 {
		any = append(any, "EXISTS (SELECT 1 FROM occasion_owner w WHERE w.occasion_id = o.id AND w.node_id IN ("+c.marks(s.NodeIDs)+"))")
	}
	for rss, courses := range s.Also {
		if len(courses) > 0 {
			any = append(any, "o.course_id IN ("+c.marks(courses)+") AND EXISTS (SELECT 1 FROM occasion_owner w WHERE w.occasion_id = o.id AND w.node_id IN ("+c.marks([]string{rss})+"))")
		}
	}
	if len(s.Extra) > 0 {
		any = append(any, "o.id IN ("+c.marks(s.Extra)+")")
	}
	if len(any) == 0 {
		return nil, 0, nil
	}
	c.text = append(c.text, "("+strings.Join(any, " OR ")+")", "o.state <> 'draft'")
	return o.list(ctx, c, f)
}

// IsVisible tells whether somebody sees an occasion.
func (s Seen) IsVisible(oc Occasion) bool {
	if oc.State == Draft {
		return false
	}
	return slices.Contains(s.Extra, oc.ID) || slices.ContainsFunc(oc.Owners, func(id string) bool {
		return slices.Contains(s.NodeIDs, id) || slices.Contains(s.Also[id], oc.CourseID)
	})
}

// Of lists the occasions of a place for programs and commands, drafts aside; "" is all.
func (o *Occasions) Of(ctx context.Context, a may.Actor, nodeID string, f Filter) ([]Occasion, int, error) {
	path := org.Sweden
	if nodeID != "" {
		n, err := org.Find(ctx, o.DB, nodeID, o.Today())
		if err != nil {
			return nil, 0, err
		}
		path = n.Path
	}
	if err := may.Ask(a, may.ArrangeDays, path); err != nil {
		return nil, 0, err
	}
	c := &condition{text: []string{"o.state <> 'draft'"}}
	if nodeID != "" {
		c.text = append(c.text, "EXISTS (SELECT 1 FROM occasion_owner w WHERE w.occasion_id = o.id AND w.node_id IN ("+c.marks([]string{nodeID})+"))")
	}
	return o.list(ctx, c, f)
}

func (o *Occasions) list(ctx context.Context, c *condition, f Filter) ([]Occasion, int, error) {
	f.Today = o.Today()
	f.on(c)
	where := " WHERE " + strings.Join(c.text, " AND ")
	n, err := db.One(ctx, o.DB, db.Number, `SELECT COUNT(*) FROM occasion o`+where, c.args...)
	if err != nil || n == 0 {
		return nil, 0, err
	}
	if f.Limit <= 0 || f.Limit > mostListed {
		f.Limit = mostListed
	}
	at := len(c.args)
	all, err := db.All(ctx, o.DB, scan, `
		SELECT `+columns+from+where+`
		ORDER BY o.first_day, o.id
		LIMIT $`+strconv.Itoa(at+1)+` OFFSET $`+strconv.Itoa(at+2),
		append(slices.Clone(c.args), f.Limit, f.Offset)...)
	if err != nil {
		return nil, 0, err
	}
	return all, int(n), fill(ctx, o.DB, all)
}

// FindMany gives occasions by id; those that are not there are left out.
func (o *Occasions) FindMany(ctx context.Context, ids []string) (map[string]Occasion, error) {
	return FindMany(ctx, o.DB, ids)
}

// FindMany gives occasions by id, also inside a transaction.
func FindMany(ctx context.Context, q db.Q, ids []string) (map[string]Occasion, error) {
	out := map[string]Occasion{}
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	for some := range slices.Chunk(ids, mostListed) {
		args := make([]any, len(some))
		for i, id := range some {
			args[i] = id
		}
		all, err := db.All(ctx, q, scan, `
			SELECT `+columns+from+`
			WHERE o.id IN (`+db.Marks(1, len(args))+`)`,
			args...)
		if err != nil {
			return nil, err
		}
		if err := fill(ctx, q, all); err != nil {
			return nil, err
		}
		for _, oc := range all {
			out[oc.ID] = oc
		}
	}
	return out, nil
}
