package access

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Holding is a role with who holds it and where, as an actor may read it.
type Holding struct {
	Held
	Name      string // the contact code of a protected identity (rule 7)
	PlaceName string
	PlaceKind string
	Path      string
	Counts    bool // false: the role asks for an employment that has ended
}

// RoleFilter narrows a list of holders.
type RoleFilter struct {
	Role may.Role // "" is every role
	Name string   // the beginning of a first or last name, or both
	Here bool     // at the place itself, not below it
}

// Roles lists who holds and who is to hold roles at a place and below it, of those that the actor
// may give and end there: in name order, at most limit from offset, and how many in all. One viewing
// of the place is logged.
func (a *Access) Roles(ctx context.Context, actor may.Actor, nodeID string, f RoleFilter, limit, offset int) (out []Holding, all int, err error) {
	today := a.Staff.Today()
	place, err := placeOf(ctx, a.DB, nodeID, today)
	if err != nil {
		return nil, 0, err
	}
	offers := actor.Offers(place.asked())
	if len(offers) == 0 {
		return nil, 0, mayNot(actor)
	}
	if err := a.Staff.Audit.Node(ctx, a.DB, actor, "role.list", nodeID); err != nil {
		return nil, 0, err
	}
	q := &question{args: []any{today, place.Employer.ID}}
	q.ask(selectHoldings, place, offers, f)
	out, all, err = a.holdings(ctx, q.text+` AND g.valid_until > $1 AND g.valid_until > g.valid_from
		ORDER BY (
			SELECT MIN(CASE WHEN e.protected THEN e.contact_code ELSE e.sort_name END)
			FROM employee e
			WHERE e.person_id = g.person_id), g.valid_from, g.id
		LIMIT `+q.mark(limit)+` OFFSET `+q.mark(offset), q)
	if err != nil {
		return nil, 0, err
	}
	return out, all, a.name(ctx, actor, out, place.Employer.ID)
}

// mayNot is what who may nothing here is told.
func mayNot(actor may.Actor) error { return may.AskAny(actor, may.GrantRole, nil) }

// question is a statement that is put together with what stands in its places.
type question struct {
	text string
	args []any
}

// mark puts a value into the statement and gives its place.
func (q *question) mark(v any) string {
	q.args = append(q.args, v)
	return "$" + strconv.Itoa(len(q.args))
}

// selectHoldings reads roles with their places; $1 is the day, $2 the employer of the root ("" for
// none): a role at another employer asks for an employment at the node itself.
const selectHoldings = `
		SELECT g.id, g.person_id, g.role, g.node_id, g.subject, g.valid_from, g.valid_until, g.made_by, g.ended_by, g.lent_by,
		       p.name, n.kind, p.path, (
			SELECT COUNT(*)
			FROM employment_period k
			WHERE k.person_id = g.person_id AND k.employer_id IN ($2, g.node_id, g.lent_by)
			      AND k.valid_from <= $1 AND k.valid_until > $1 AND (k.end_date = '' OR k.end_date >= $1)),
		       COUNT(*) OVER ()
		FROM role_grant g
		JOIN node_place p ON p.node_id = g.node_id AND p.valid_from <= $1 AND p.valid_until > $1
		JOIN node n ON n.id = g.node_id`

// ask asks with a statement for the roles of offers at a place and below it; $1 is the day. Places of
// other employers in between are left out, but for offers that reach there (rule 3).
func (q *question) ask(sel string, place Place, offers []may.Offer, f RoleFilter) {
	low, high := org.Inside(place.Path)
	within := `(p.path = ` + q.mark(place.Path)
	if f.Here {
		within += `)`
	} else {
		within += ` OR (p.path >= ` + q.mark(low) + ` AND p.path < ` + q.mark(high) + `))`
	}
	bound := ""
	if place.Employer.Path != "" && !f.Here {
		sel = `
		WITH other AS MATERIALIZED (
			SELECT xp.path
			FROM node_place xp
			JOIN node x ON x.id = xp.node_id
			WHERE x.kind = 'employer' AND xp.path >= ` + q.mark(low) + ` AND xp.path < ` + q.mark(high) + ` AND xp.valid_from <= $1 AND xp.valid_until > $1
		)` + sel
		bound = ` AND NOT EXISTS (
			SELECT 1
			FROM other x
			WHERE p.path = x.path OR (p.path >= x.path || '/' AND p.path < x.path || '0'))`
	}
	q.text = sel + `
		WHERE ` + within + ` AND (` + strings.Join(roleConditions(q, offers, f.Role, bound), ` OR `) + `)`
	if f.Name != "" {
		q.text += ` AND EXISTS (
			SELECT 1
			FROM employee e
			WHERE e.person_id = g.person_id AND NOT e.protected AND (` + nameCondition(q, f.Name) + `))`
	}
}

// roleConditions are one condition for each role of the offers; with no offer, one that nothing
// meets.
func roleConditions(q *question, offers []may.Offer, only may.Role, bound string) []string {
	var out []string
	for _, o := range offers {
		if only != "" && o.Role != only {
			continue
		}
		kinds := make([]string, len(o.On))
		for i, k := range o.On {
			kinds[i] = q.mark(k)
		}
		one := `g.role = ` + q.mark(string(o.Role)) + ` AND n.kind IN (` + strings.Join(kinds, ", ") + `)`
		if !o.Outside {
			one += bound
		}
		out = append(out, `(`+one+`)`)
	}
	if len(out) == 0 {
		return []string{`1 = 0`}
	}
	return out
}

func (a *Access) holdings(ctx context.Context, text string, q *question) (out []Holding, all int, err error) {
	err = db.Each(ctx, a.DB, func(s db.Scanner) (h Holding, err error) {
		var works, n int64
		err = s.Scan(append(h.fields(), &h.PlaceName, &h.PlaceKind, &h.Path, &works, &n)...)
		h.Counts, all = works > 0 || !may.TermsOf(h.Role).Employed, int(n)
		return h, err
	}, func(h Holding) error { out = append(out, h); return nil }, text, q.args...)
	return out, all, err
}

// name puts the names in: what the employer knows before what others do.
func (a *Access) name(ctx context.Context, actor may.Actor, hs []Holding, employerID string) error {
	ids := make([]string, 0, len(hs))
	for _, h := range hs {
		ids = append(ids, h.PersonID)
	}
	slices.Sort(ids)
	cards, err := a.Staff.CardsOf(ctx, slices.Compact(ids))
	if err != nil {
		return err
	}
	for i, h := range hs {
		hs[i].Name = shownName(actor, cards[h.PersonID], employerID, h.PersonID, h.Path)
	}
	return nil
}

// shownName is a person's name, or the contact code of a protected identity for everyone but the
// person and the manager of the place (rule 7).
func shownName(actor may.Actor, cards []staff.Employee, employerID, personID, path string) string {
	if len(cards) == 0 {
		return ""
	}
	card, known := cards[len(cards)-1], false
	for _, c := range cards {
		switch {
		case c.EmployerID == employerID:
			card, known = c, true
		case c.Protected && !known: // what one employer protects no other place tells
			card = c
		}
	}
	leads := slices.ContainsFunc(actor.Grants, func(g may.Grant) bool { return g.Role == may.Manager && may.Within(path, g.Path) })
	if leads || actor.PersonID == personID {
		return card.Name()
	}
	return card.Shown()
}

// PersonRoles lists what a person holds and has held, of what the actor may give and end: newest
// first, at most 200. ErrNoGrant when the actor may see none of it.
func (a *Access) PersonRoles(ctx context.Context, actor may.Actor, personID string) ([]Holding, error) {
	all, err := a.rolesOf(ctx, personID)
	if err != nil {
		return nil, err
	}
	today := a.Staff.Today()
	var out []Holding
	for _, h := range all {
		place, err := placeOf(ctx, a.DB, h.NodeID, today)
		if err != nil {
			return nil, err
		}
		if may.AskGrant(actor, h.Role, place.asked()) == nil {
			out = append(out, h)
		}
	}
	if len(out) == 0 {
		seen, err := a.standsHere(ctx, actor, personID, today)
		if err != nil || !seen {
			return nil, or(err, mayNot(actor), ErrNoGrant)
		}
	}
	if err := a.Staff.Audit.Person(ctx, a.DB, actor, "role.person", personID); err != nil {
		return nil, err
	}
	return out, a.name(ctx, actor, out, "")
}

// standsHere tells whether a person works where the actor may give roles: then it can be read that
// the person has none.
func (a *Access) standsHere(ctx context.Context, actor may.Actor, personID, on string) (bool, error) {
	paths, err := a.Staff.Paths(ctx, personID, on)
	if err != nil {
		return false, err
	}
	for _, path := range paths {
		place, err := placeOf(ctx, a.DB, path[strings.LastIndexByte(path, '/')+1:], on)
		if err != nil {
			return false, err
		}
		if slices.ContainsFunc(actor.Offers(place.asked()), func(o may.Offer) bool { return slices.Contains(o.On, place.Kind) }) {
			return true, nil
		}
	}
	return false, nil
}

func or(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// OwnRoles lists a person's own roles, those that have ended last, with who gave them.
func (a *Access) OwnRoles(ctx context.Context, actor may.Actor) ([]Holding, error) {
	hs, err := a.rolesOf(ctx, actor.PersonID)
	if err != nil {
		return nil, err
	}
	return hs, a.name(ctx, actor, hs, "")
}

func (a *Access) rolesOf(ctx context.Context, personID string) ([]Holding, error) {
	q := &question{args: []any{a.Staff.Today(), ""}}
	hs, _, err := a.holdings(ctx, selectHoldings+`
		WHERE g.person_id = `+q.mark(personID)+` AND g.valid_until > g.valid_from
		ORDER BY g.valid_until DESC, g.valid_from DESC, g.id
		LIMIT 200`, q)
	if err != nil {
		return nil, err
	}
	counted, err := Grants(ctx, a.DB, personID, a.Staff.Today())
	for i, h := range hs {
		hs[i].Counts = slices.ContainsFunc(counted, func(g may.Grant) bool { return g.Role == h.Role && g.NodeID == h.NodeID })
	}
	return hs, err
}
