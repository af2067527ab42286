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
}

// Row is a unit's programme in a list, as it is kept.
type Row struct {
	Programme
	Kept
	Unit  string // its name
	Above string // the name of the place above
}

// ID is the programme's.
func (r Row) ID() string { return r.Programme.ID }

// List gives units in programmes where the actor guides units or sees their people's progress or their figures, by name,
// and how many they are in all. It names nobody.
func (c *Certifications) List(ctx context.Context, a may.Actor, f Filter) (rows []Row, all int, err error) {
	scopes, err := c.scopes(ctx, a, f.NodeID)
	if err != nil || len(scopes) == 0 {
		return nil, 0, err
	}
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
			&x.Unit, &x.Above, &x.all}, x.Kept.fields()...)...)
		return x, err
	}, func(x counted) error { rows, all = append(rows, x.Row), int(x.all); return nil }, `
		SELECT `+programmeColumns+`, u.name, COALESCE(b.name, ''), COUNT(*) OVER (), `+keptColumns+where+`
		ORDER BY u.name, p.id
		LIMIT $`+itoa(n+1)+` OFFSET $`+itoa(n+2),
		append(args, f.Limit, f.Offset)...)
	return rows, all, err
}

// scope is a path whose units the actor may see, and the employer that it is for. From above the employers only what is
// certified from there is seen, and nothing of units that are hidden (rules 24 and 25).
type scope struct {
	path, employer string
	above          bool
}

// scopes are the places whose units the actor may see in lists: those of the roles' own employers only (rule 3).
func (c *Certifications) scopes(ctx context.Context, a may.Actor, nodeID string) (out []scope, err error) {
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
	seen := map[scope]bool{}
	for _, do := range []may.Action{may.GuideUnit, may.SeeProgress, may.SeeFigures} {
		if may.AskSomewhere(a, do) != nil {
			continue
		}
		for _, path := range a.Scopes(do) {
			switch {
			case within == "" || may.Within(path, within):
			case may.Within(within, path):
				path = within
			default:
				continue
			}
			s, err := c.scopeAt(ctx, path)
			if err != nil {
				return nil, err
			}
			if !seen[s] {
				seen[s] = true
				out = append(out, s)
			}
		}
	}
	if len(out) == 0 {
		return nil, may.AskSomewhere(a, may.GuideUnit)
	}
	return out, nil
}

// scopeAt is the scope of a role at a path.
func (c *Certifications) scopeAt(ctx context.Context, path string) (scope, error) {
	employer, err := c.Tree.EmployerAt(ctx, path, c.Today())
	if errors.Is(err, org.ErrNoNode) {
		return scope{path: path, above: true}, nil
	}
	return scope{path: path, employer: employer.ID}, err
}

// certifiedAbove gives the schemes that are certified by the RSS today.
func (c *Certifications) certifiedAbove(ctx context.Context) (ids []string, err error) {
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
			if byOf(rule.Input{Versions: versions[id]}, c.Today()) == rule.ByRSS {
				ids = append(ids, id)
			}
		}
	}
	return ids, nil
}

// where is the condition of a list, with its arguments.
func (c *Certifications) where(ctx context.Context, f Filter, scopes []scope) (string, []any, error) {
	var schemes []string
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
			text += ` AND NOT p.hidden AND p.scheme_id IN (''` // the empty one is nobody's
			for _, id := range schemes {
				args = append(args, id)
				text += `, $` + itoa(len(args))
			}
			text += `)`
		}
		text += `)`
	}
	return text + `)`, args, nil
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
	scopes, err := c.scopes(ctx, a, f.NodeID)
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
	scopes, err := c.scopes(ctx, a, nodeID)
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
