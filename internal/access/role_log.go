package access

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Logged is one line of the log of roles: who did what, to whom, when and why.
type Logged struct {
	Held      // From and Until as they were decided then
	Done      Done
	Note      string
	ByID      string
	At        time.Time
	PlaceName string
	Name, By  string // By is "" when no person did it
	kind      string
	path      string
}

const selectLog = `
		SELECT g.grant_id, g.person_id, g.role, g.node_id, g.subject, g.valid_from, g.valid_until, g.what, g.note, g.by_id, g.at, p.name, n.kind, p.path
		FROM role_log g
		JOIN node_place p ON p.node_id = g.node_id AND p.valid_from <= $1 AND p.valid_until > $1
		JOIN node n ON n.id = g.node_id`

func scanLogged(s db.Scanner) (l Logged, err error) {
	err = s.Scan(&l.ID, &l.PersonID, &l.Role, &l.NodeID, &l.Subject, &l.From, &l.Until, &l.Done, &l.Note, &l.ByID, &l.At, &l.PlaceName, &l.kind, &l.path)
	return l, err
}

// RoleLog gives what was done with roles at a place and below it, of those that the actor may give
// there, newest first, at most limit. Nobody edits it.
func (a *Access) RoleLog(ctx context.Context, actor may.Actor, nodeID string, here bool, limit int) ([]Logged, error) {
	today := a.Staff.Today()
	place, err := placeOf(ctx, a.DB, nodeID, today)
	if err != nil {
		return nil, err
	}
	offers := actor.Offers(place.asked())
	if len(offers) == 0 {
		return nil, mayNot(actor)
	}
	q := &question{args: []any{today}}
	q.ask(selectLog, place, offers, RoleFilter{Here: here})
	ls, err := db.All(ctx, a.DB, scanLogged, q.text+`
		ORDER BY g.at DESC, g.id DESC
		LIMIT `+q.mark(limit), q.args...)
	if err != nil {
		return nil, err
	}
	return ls, a.nameLogged(ctx, actor, ls, place.Employer.ID)
}

// RoleDetail is one role with all that was done with it.
type RoleDetail struct {
	Holding
	Log []Logged
	// What the actor may do about it now.
	MayEnd, MayProlong bool
}

// Role gives one role to who may give and end it, or to who holds it.
func (a *Access) Role(ctx context.Context, actor may.Actor, grantID string) (RoleDetail, error) {
	today := a.Staff.Today()
	q := &question{args: []any{today, ""}}
	hs, _, err := a.holdings(ctx, selectHoldings+`
		WHERE g.id = `+q.mark(grantID), q)
	if err != nil {
		return RoleDetail{}, err
	}
	if len(hs) == 0 {
		return RoleDetail{}, ErrNoGrant
	}
	h := hs[0]
	place, err := placeOf(ctx, a.DB, h.NodeID, today)
	if err != nil {
		return RoleDetail{}, err
	}
	asked := may.AskGrant(actor, h.Role, place.asked())
	if asked != nil {
		return RoleDetail{}, asked
	}
	if h.Counts = !may.TermsOf(h.Role).Employed; !h.Counts {
		if h.Counts, err = works(ctx, a.DB, h.PersonID, cmp.Or(h.LentBy, place.Employer.ID), today); err != nil {
			return RoleDetail{}, err
		}
	}
	hs[0] = h
	if err := a.name(ctx, actor, hs, place.Employer.ID); err != nil {
		return RoleDetail{}, err
	}
	d := RoleDetail{Holding: hs[0]}
	d.MayEnd = h.Until > today && !may.TermsOf(h.Role).Appointed
	d.MayProlong = d.MayEnd && h.Until != db.NoEnd && actor.PersonID != h.PersonID
	d.Log, err = db.All(ctx, a.DB, scanLogged, selectLog+`
		WHERE g.person_id = $2 AND g.role = $3 AND g.node_id = $4 AND g.subject = $5
		ORDER BY g.at DESC, g.id DESC
		LIMIT 50`,
		today, h.PersonID, h.Role, h.NodeID, h.Subject)
	if err != nil {
		return d, err
	}
	return d, a.nameLogged(ctx, actor, d.Log, place.Employer.ID)
}

func (a *Access) nameLogged(ctx context.Context, actor may.Actor, ls []Logged, employerID string) error {
	var ids []string
	for _, l := range ls {
		ids = append(ids, l.PersonID, l.ByID)
	}
	slices.Sort(ids)
	cards, err := a.Staff.CardsOf(ctx, slices.Compact(ids))
	if err != nil {
		return err
	}
	for i, l := range ls {
		ls[i].Name = shownName(actor, cards[l.PersonID], employerID, l.PersonID, l.path)
		ls[i].By = shownName(actor, cards[l.ByID], employerID, l.ByID, l.path)
	}
	return nil
}

// GiverNames gives what those are called who gave roles, by id; programs and imports have no name.
func (a *Access) GiverNames(ctx context.Context, actor may.Actor, hs []Holding) (map[string]string, error) {
	var ids []string
	for _, h := range hs {
		ids = append(ids, h.MadeBy)
	}
	slices.Sort(ids)
	cards, err := a.Staff.CardsOf(ctx, slices.Compact(ids))
	out := map[string]string{}
	for id, c := range cards {
		out[id] = shownName(actor, c, "", id, "")
	}
	return out, err
}

// RolePlace gives a place with its employer and what the actor may give there itself, to who may
// give roles at it or below it.
func (a *Access) RolePlace(ctx context.Context, actor may.Actor, nodeID string) (Place, []may.Role, error) {
	place, err := placeOf(ctx, a.DB, nodeID, a.Staff.Today())
	if err != nil {
		return place, nil, err
	}
	offers := actor.Offers(place.asked())
	if !reaches(offers, org.Kind(place.Kind)) {
		return place, nil, mayNot(actor)
	}
	var roles []may.Role
	for _, r := range may.Roles() {
		if slices.ContainsFunc(offers, func(o may.Offer) bool { return o.Role == r && slices.Contains(o.On, place.Kind) }) {
			roles = append(roles, r)
		}
	}
	return place, roles, nil
}

// GivesBelow tells whether the actor gives roles at a node directly under a place, or further down.
func GivesBelow(actor may.Actor, at Place, node org.Node) bool {
	child := Place{Node: node, Employer: at.Employer}
	if k := org.Kind(node.Kind); k == org.Municipality || k == org.Employer {
		child.Employer = node
	}
	return reaches(actor.Offers(child.asked()), org.Kind(node.Kind))
}

// depth orders the kinds of nodes from the nation down.
var depth = map[org.Kind]int{org.Nation: 0, org.RSS: 1, org.Municipality: 2, org.Employer: 3, org.Operation: 4, org.Unit: 5, org.Team: 6}

// reaches tells whether one of the offers is about a kind of node that stands at or under this one.
func reaches(offers []may.Offer, kind org.Kind) bool {
	return slices.ContainsFunc(offers, func(o may.Offer) bool {
		return slices.ContainsFunc(o.On, func(k string) bool { return depth[org.Kind(k)] >= depth[kind] })
	})
}

// RolePlaces are the places where the actor gives roles: those of the own roles, outermost.
func (a *Access) RolePlaces(ctx context.Context, actor may.Actor) ([]Place, error) {
	today := a.Staff.Today()
	var out []Place
	for _, g := range actor.Grants {
		if len(may.Grantable(g.Role)) == 0 || !may.Allowed(g.Role, may.GrantRole) || slices.ContainsFunc(out, func(p Place) bool { return p.ID == g.NodeID }) {
			continue
		}
		p, err := placeOf(ctx, a.DB, g.NodeID, today)
		if errors.Is(err, org.ErrNoNode) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}
