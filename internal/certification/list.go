package certification

import (
	"context"
	"errors"
	"slices"

	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Filter chooses units; "" is all.
type Filter struct {
	NodeID   string // a place: its units and those under it
	SchemeID string
	State    rule.State
	LeaderID string // whose programme somebody leads
	Asked    bool   // only those that ask for a new assessment
	Ready    bool   // only those that could be certified
	Before   string // whose certification ends before a day
	Limit    int    // at most 200; 0 = 50
	Offset   int

	certified bool // only those that have been certified, for who certifies
}

// Row is a unit's programme in a list, as it is kept.
type Row struct {
	Programme
	Kept
	Unit     string // its name
	Above    string // the name of the place above
	Employer string // its employer's name
}

// ID is the programme's.
func (r Row) ID() string { return r.Programme.ID }

// List gives units in programmes where the actor guides units or sees their people's progress or their figures, by name,
// and how many they are in all. It names nobody.
func (c *Certifications) List(ctx context.Context, a may.Actor, f Filter) (rows []Row, all int, err error) {
	scopes, err := c.scopes(ctx, a, f.NodeID, follow...)
	if err != nil || len(scopes) == 0 {
		return nil, 0, err
	}
	return c.rows(ctx, f, scopes)
}

// rows reads a page of a list, and how many units are on all of them.
func (c *Certifications) rows(ctx context.Context, f Filter, scopes []scope) (rows []Row, all int, err error) {
	if f.Limit < 1 || f.Limit > 200 {
		f.Limit = 50
	}
	type counted struct {
		Row
		all int64
	}
	where, args, err := c.where(ctx, f, scopes)
	if err != nil {
		return nil, 0, err
	}
	n := len(args)
	err = db.Each(ctx, c.DB, func(s db.Scanner) (x counted, err error) {
		p := &x.Programme
		err = s.Scan(append([]any{&p.ID, &p.SchemeID, &p.SchemeTitle, &p.UnitID, &p.EmployerID, &p.JoinedOn, &p.LeftOn, &p.LeaderID, &p.Hidden, &p.Revision, &p.MadeBy, &p.MadeAt,
			&x.Unit, &x.Above, &x.Employer, &x.all}, x.Kept.fields()...)...)
		return x, err
	}, func(x counted) error { rows, all = append(rows, x.Row), int(x.all); return nil }, `
		SELECT `+programmeColumns+`, u.name, COALESCE(b.name, ''),
			COALESCE((SELECT y.name FROM node_place y WHERE y.node_id = p.employer_id AND y.valid_from <= $1 AND y.valid_until > $1), ''), COUNT(*) OVER (), `+keptColumns+where+`
		ORDER BY u.name, p.id
		LIMIT $`+itoa(n+1)+` OFFSET $`+itoa(n+2),
		append(args, f.Limit, f.Offset)...)
	return rows, all, err
}

// Certified gives units that have been certified where the actor certifies, by name, and how many they are in all: what their
// role reaches at an employer, and from above the employers what was certified from there. Those that are hidden from the
// public register are among them: who certified a unit looks after its certification. It names nobody. Errors: may.ErrDenied.
func (c *Certifications) Certified(ctx context.Context, a may.Actor, f Filter) (rows []Row, all int, err error) {
	scopes, err := c.scopes(ctx, a, f.NodeID, may.Certify)
	if err != nil || len(scopes) == 0 {
		return nil, 0, err
	}
	f.certified = true
	return c.rows(ctx, f, scopes)
}

// scope is a path whose units the actor may see, and the employer that it is for. From above the employers only what is
// certified from there is seen, and nothing of units that are hidden (rules 24 and 25).
type scope struct {
	path, employer string
	above          bool
}

// follow is what lets one follow units in lists.
var follow = []may.Action{may.GuideUnit, may.SeeProgress, may.SeeFigures}

// scopes are the places where the actor does one of some things, for lists of units: those of the roles' own employers only
// (rule 3). Each role is asked on its own: one above the employers must not hide one within.
func (c *Certifications) scopes(ctx context.Context, a may.Actor, nodeID string, any ...may.Action) (out []scope, err error) {
	within := ""
	if nodeID != "" {
		n, err := c.Tree.Find(ctx, nodeID, c.Today())
		if err != nil {
			return nil, err
		}
		within = n.Path
	}
	if a.IsOperator() {
		if within == "" {
			within = org.Sweden
		}
		return []scope{{path: within}}, nil
	}
	for _, g := range a.Grants {
		one := may.Actor{PersonID: a.PersonID, Grants: []may.Grant{g}}
		for _, do := range any {
			for _, path := range one.Scopes(do) {
				s, ok, err := c.scopeWithin(ctx, path, within)
				if err != nil {
					return nil, err
				}
				if ok && !slices.Contains(out, s) {
					out = append(out, s)
				}
			}
		}
	}
	if len(out) == 0 {
		return nil, may.AskSomewhere(a, any[0])
	}
	return out, nil
}

// scopeWithin is the scope of a role at a path as far as it is within another ("": anywhere).
func (c *Certifications) scopeWithin(ctx context.Context, path, within string) (s scope, ok bool, err error) {
	switch {
	case within == "" || may.Within(path, within):
	case may.Within(within, path):
		path = within
	default:
		return s, false, nil
	}
	s, err = c.scopeAt(ctx, path)
	return s, true, err
}

// scopeAt is the scope of a role at a path.
func (c *Certifications) scopeAt(ctx context.Context, path string) (scope, error) {
	employer, err := c.Tree.EmployerAt(ctx, path, c.Today())
	if errors.Is(err, org.ErrNoNode) {
		return scope{path: path, above: true}, nil
	}
	return scope{path: path, employer: employer.ID}, err
}

// fromAbove is a scheme that is certified by the RSS today, and since when; "" is since always.
type fromAbove struct{ scheme, since string }

// certifiedAbove gives the schemes that are certified by the RSS today.
func (c *Certifications) certifiedAbove(ctx context.Context) (out []fromAbove, err error) {
	all, err := db.All(ctx, c.DB, db.Text, `SELECT id FROM scheme ORDER BY id`)
	if err != nil {
		return nil, err
	}
	for some := range slices.Chunk(all, atOnce) {
		versions, err := versionsOf(ctx, c.DB, some)
		if err != nil {
			return nil, err
		}
		for _, id := range some {
			if since, ok := rssSince(versions[id], c.Today()); ok {
				out = append(out, fromAbove{id, since})
			}
		}
	}
	return out, nil
}

// rssSince tells whether the RSS certifies by a scheme on a day, and since when without a break; "" is since always.
func rssSince(versions []rule.Version, on string) (since string, ok bool) {
	for i, v := range versions {
		if i > 0 && v.From > on {
			break
		}
		if was := ok; v.Scheme.By != rule.ByRSS {
			ok = false
		} else if ok = true; !was {
			if since = v.From; i == 0 {
				since = ""
			}
		}
	}
	return since, ok
}

// where is the condition of a list, with its arguments.
func (c *Certifications) where(ctx context.Context, f Filter, scopes []scope) (string, []any, error) {
	var schemes []fromAbove
	if slices.ContainsFunc(scopes, func(s scope) bool { return s.above }) {
		var err error
		if schemes, err = c.certifiedAbove(ctx); err != nil {
			return "", nil, err
		}
	}
	args := []any{c.Today(), db.NoEnd, f.SchemeID, string(f.State), f.LeaderID, f.Before}
	text := `
		FROM node_place u
		JOIN unit_programme p ON p.unit_id = u.node_id AND p.left_on = $2
		JOIN scheme s ON s.id = p.scheme_id
		JOIN unit_state k ON k.programme_id = p.id
		LEFT JOIN node_place b ON b.node_id = u.parent_id AND b.valid_from <= $1 AND b.valid_until > $1
		WHERE u.valid_from <= $1 AND u.valid_until > $1 AND $3 IN ('', p.scheme_id) AND $4 IN ('', k.state) AND $5 IN ('', p.leader_id)
		      AND ($6 = '' OR (k.valid_until <> '' AND k.valid_until < $6))`
	if f.certified {
		text += ` AND k.certified_on <> ''`
	}
	if f.Asked {
		text += ` AND k.asked`
	}
	if f.Ready {
		text += ` AND k.ready AND (k.state IN ('preparing', 'lapsed', 'revoked') OR k.round > 1)`
	}
	text += ` AND (`
	for i, s := range scopes {
		if i > 0 {
			text += ` OR `
		}
		n := len(args)
		low, high := org.Inside(s.path)
		text += `((u.path = $` + itoa(n+1) + ` OR (u.path >= $` + itoa(n+2) + ` AND u.path < $` + itoa(n+3) + `)) AND $` + itoa(n+4) + ` IN ('', p.employer_id)`
		args = append(args, s.path, low, high, s.employer)
		if s.above {
			text, args = f.above(text, args, schemes)
		}
		text += `)`
	}
	return text + `)`, args, nil
}

// above narrows a list to what is seen from above the employers: the units of some schemes that are not hidden, or, of what
// has been certified, all that was certified from there.
func (f Filter) above(text string, args []any, schemes []fromAbove) (string, []any) {
	if !f.certified {
		text += ` AND NOT p.hidden`
	}
	text += ` AND (1 = 0`
	for _, x := range schemes {
		args = append(args, x.scheme)
		text += ` OR (p.scheme_id = $` + itoa(len(args))
		if f.certified {
			args = append(args, x.since)
			text += ` AND k.certified_on >= $` + itoa(len(args))
		}
		text += `)`
	}
	return text + `)`, args
}

// Figures are how many units stand how.
type Figures struct {
	Units   int
	ByState map[rule.State]int
	Ready   int // could be certified today
	Asked   int // ask for a new assessment
}

// Figures counts the units that List gives, by state.
func (c *Certifications) Figures(ctx context.Context, a may.Actor, f Filter) (out Figures, err error) {
	out.ByState = map[rule.State]int{}
	scopes, err := c.scopes(ctx, a, f.NodeID, follow...)
	if err != nil || len(scopes) == 0 {
		return out, err
	}
	type line struct {
		state        rule.State
		n            int64
		round        int64
		ready, asked bool
	}
	where, args, err := c.where(ctx, f, scopes)
	if err != nil {
		return out, err
	}
	return out, db.Each(ctx, c.DB, func(s db.Scanner) (l line, err error) {
		err = s.Scan(&l.state, &l.round, &l.ready, &l.asked, &l.n)
		return l, err
	}, func(l line) error {
		out.Units += int(l.n)
		out.ByState[l.state] += int(l.n)
		if l.ready && (!l.state.Holds() || l.round > 1) {
			out.Ready += int(l.n)
		}
		if l.asked {
			out.Asked += int(l.n)
		}
		return nil
	}, `
		SELECT k.state, k.round, k.ready, k.asked, COUNT(*)`+where+`
		GROUP BY k.state, k.round, k.ready, k.asked`,
		args...)
}

// All gives what is kept of every unit under a place, in the order of ids: for reports and for who measures. For operators
// and who sees figures there.
func (c *Certifications) All(ctx context.Context, a may.Actor, nodeID string) ([]Kept, error) {
	scopes, err := c.scopes(ctx, a, nodeID, follow...)
	if err != nil || len(scopes) == 0 {
		return nil, err
	}
	where, args, err := c.where(ctx, Filter{}, scopes)
	if err != nil {
		return nil, err
	}
	return db.All(ctx, c.DB, scanKept, `SELECT `+keptColumns+where+` ORDER BY k.unit_id, k.programme_id`, args...)
}

// Proposals lists the units that their managers propose where the actor guides units for their employer, the oldest first.
func (c *Certifications) Proposals(ctx context.Context, a may.Actor) ([]Row, error) {
	if err := may.AskSomewhere(a, may.GuideUnit); err != nil {
		return nil, err
	}
	var out []Row
	seen := map[string]bool{}
	for _, path := range a.Scopes(may.GuideUnit) {
		s, err := c.scopeAt(ctx, path)
		if err != nil {
			return nil, err
		}
		if s.above && !a.IsOperator() {
			continue // the employer answers
		}
		low, high := org.Inside(path)
		all, err := db.All(ctx, c.DB, func(s db.Scanner) (x Row, err error) {
			p := &x.Programme
			err = s.Scan(&p.ID, &p.SchemeID, &p.SchemeTitle, &p.UnitID, &p.EmployerID, &p.JoinedOn, &p.LeftOn, &p.LeaderID, &p.Hidden, &p.Revision, &p.MadeBy, &p.MadeAt, &x.Unit)
			return x, err
		}, `
			SELECT `+programmeColumns+`, u.name
			FROM node_place u
			JOIN unit_programme p ON p.unit_id = u.node_id AND p.left_on = $2 AND p.joined_on = ''
			JOIN scheme s ON s.id = p.scheme_id
			WHERE u.valid_from <= $1 AND u.valid_until > $1 AND (u.path = $3 OR (u.path >= $4 AND u.path < $5)) AND $6 IN ('', p.employer_id)
			ORDER BY p.made_at, p.id
			LIMIT $7`,
			c.Today(), db.NoEnd, path, low, high, s.employer, mostListed)
		if err != nil {
			return nil, err
		}
		for _, x := range all {
			if !seen[x.Programme.ID] {
				seen[x.Programme.ID] = true
				out = append(out, x)
			}
		}
	}
	return out, nil
}
