package journey

import (
	"context"
	"strings"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// layered lists the places under paths that have a layer of their own for a journey now or from a
// coming day, in path order.
func (js *Journeys) layered(ctx context.Context, paths []string, journeyID string, limit, offset int) ([]Layered, error) {
	if len(paths) == 0 {
		return nil, nil
	}
	args := []any{js.Staff.Today(), journeyID, db.NoEnd, limit, offset}
	var within []string
	for _, p := range paths {
		low, high := org.Inside(p)
		within = append(within, "(p.path = "+db.Marks(len(args)+1, 1)+" OR (p.path >= "+db.Marks(len(args)+2, 1)+" AND p.path < "+db.Marks(len(args)+3, 1)+"))")
		args = append(args, p, low, high)
	}
	return db.All(ctx, js.DB, func(s db.Scanner) (l Layered, err error) {
		err = s.Scan(&l.Node.ID, &l.Node.Kind, &l.Node.Name, &l.Node.Label, &l.Node.Parent, &l.Node.Path, &l.Since)
		return l, err
	}, `
		SELECT n.id, n.kind, p.name, p.label, p.parent_id, p.path, l.valid_from
		FROM layer l
		JOIN node n ON n.id = l.node_id
		JOIN node_place p ON p.node_id = l.node_id AND p.valid_from <= $1 AND p.valid_until > $1
		WHERE l.journey_id = $2 AND l.valid_until = $3 AND l.body <> '[]' AND l.body <> 'null' AND (`+strings.Join(within, " OR ")+`)
		ORDER BY p.path
		LIMIT $4 OFFSET $5`,
		args...)
}

// Overview is who runs which version of a journey.
type Overview struct {
	ID, Title string
	Version   int64
	From      string // the day the newest version holds
	Owner     string
	Places    []Layered
	More      bool // there are further pages
}

// mostPaths bounds the places of one who edits at many.
const mostPaths = 100

// Overview lists the places with layers of their own for a journey within what the actor may edit,
// with how much news waits at each, at most limit from offset (R073).
func (js *Journeys) Overview(ctx context.Context, a may.Actor, journeyID string, limit, offset int) (o Overview, err error) {
	if err := may.AskSomewhere(a, may.EditLayer); err != nil {
		return o, err
	}
	if o.Version, o.From, err = newest(ctx, js.DB, journeyID, nil, js.Staff.Today()); err != nil {
		return o, err
	}
	j, err := js.definition(ctx, journeyID, o.Version)
	if err != nil {
		return o, err
	}
	o.ID, o.Title, o.Owner = j.ID, j.Title, j.OwnerName
	scopes := a.Scopes(may.EditLayer)
	o.Places, err = js.layered(ctx, scopes[:min(len(scopes), mostPaths)], journeyID, limit+1, offset)
	if err != nil {
		return o, err
	}
	if o.More = len(o.Places) > limit; o.More {
		o.Places = o.Places[:limit]
	}
	for i := range o.Places {
		t, err := js.tailoring(ctx, js.DB, o.Places[i].Node, journeyID)
		if err != nil {
			return o, err
		}
		news, err := js.News(ctx, &t)
		if err != nil {
			return o, err
		}
		o.Places[i].Ops, o.Places[i].Waits = len(t.Layer.Ops), len(news)
	}
	return o, nil
}

// Tailorable is a place with the journeys that whoever edits there may make its own.
type Tailorable struct {
	Node     org.Node
	MayEdit  bool
	Journeys []TailorableJourney
	Children []org.Node // further places below, a page of them
	All      int
}

// TailorableJourney is a journey there.
type TailorableJourney struct {
	ID, Title string
	Ops       int
	Since     string
	Draft     bool
	Waits     int
}

// Tailorable gives a place with its journeys, and the places below, to who may edit layers there or
// above. A municipality and what stands under it has the journeys that are switched on; nation and
// RSS have all that are live.
func (js *Journeys) Tailorable(ctx context.Context, a may.Actor, nodeID string, limit, offset int) (p Tailorable, err error) {
	on := js.Staff.Today()
	if p.Node, err = js.Tree.Find(ctx, nodeID, on); err != nil {
		return p, err
	}
	if err := may.Ask(a, may.EditLayer, p.Node.Path); err != nil {
		return p, err
	}
	p.MayEdit = js.askLayer(ctx, a, p.Node, on) == nil
	journeys, err := js.journeysAt(ctx, p.Node, on)
	if err != nil {
		return p, err
	}
	for _, j := range journeys {
		t, err := js.tailoring(ctx, js.DB, p.Node, j.ID)
		if err != nil {
			return p, err
		}
		news, err := js.News(ctx, &t)
		if err != nil {
			return p, err
		}
		p.Journeys = append(p.Journeys, TailorableJourney{j.ID, j.Title, len(t.Layer.Ops), t.Layer.From, t.Draft.Version > 0, len(news)})
	}
	switch org.Kind(p.Node.Kind) {
	case org.Municipality, org.Employer, org.Operation:
		p.Children, err = js.Tree.Children(ctx, nodeID, on, limit, offset)
	}
	return p, err
}

// journeysAt lists the journeys that are there at a place.
func (js *Journeys) journeysAt(ctx context.Context, node org.Node, on string) ([]plan.Journey, error) {
	nodes := strings.Split(node.Path, "/")
	all, err := js.definitions(ctx, nodes, on)
	if err != nil {
		return nil, err
	}
	above := org.Kind(node.Kind) == org.Nation || org.Kind(node.Kind) == org.RSS
	switches, err := js.switches(ctx, nodes, on)
	if err != nil {
		return nil, err
	}
	var out []plan.Journey
	for _, j := range all {
		isOn := above
		for _, s := range switches {
			isOn = isOn || s.Journey == j.ID
		}
		if j.Status == plan.Live && isOn {
			out = append(out, j)
		}
	}
	return out, nil
}
