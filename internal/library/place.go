package library

import (
	"context"
	"errors"
	"slices"
	"strings"

	"yrkesresan/internal/library/state"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// reach is where somebody is: what is spread to a place reaches who is there.
type reach struct {
	all       bool
	nodes     []string // the nation, RSS, employers, operations and units
	employers []string
	rss       []string
}

// reachOf tells where the actor is: by the employment, where the person serves, and by roles. What belongs to a
// municipality does not reach a private employer under it (rule 3).
func (l *Library) reachOf(ctx context.Context, a may.Actor) (reach, error) {
	r := reach{all: a.IsOperator()}
	if !a.Known() {
		return r, may.ErrSignIn
	}
	paths, err := l.Staff.Paths(ctx, a.PersonID, l.Today())
	if err != nil {
		return r, err
	}
	for _, g := range a.Grants {
		paths = append(paths, g.Path)
	}
	slices.Sort(paths)
	for _, path := range slices.Compact(paths) {
		if err := l.reachOver(ctx, &r, path); err != nil {
			return r, err
		}
	}
	if len(r.nodes) > 0 || len(a.Grants) > 0 {
		r.nodes = append(r.nodes, org.Sweden)
	}
	for _, ids := range []*[]string{&r.nodes, &r.employers, &r.rss} {
		slices.Sort(*ids)
		*ids = slices.Compact(*ids)
	}
	return r, nil
}

// reachOver adds the places of one path.
func (l *Library) reachOver(ctx context.Context, r *reach, path string) error {
	employer, err := l.Tree.EmployerAt(ctx, path, l.Today())
	if errors.Is(err, org.ErrNoNode) { // above the employers: an RSS or the nation
		for id := range strings.SplitSeq(path, "/") {
			r.nodes = append(r.nodes, id)
			if strings.HasPrefix(id, org.RSSID("")) {
				r.rss = append(r.rss, id)
			}
		}
		return nil
	}
	if err != nil {
		return err
	}
	r.employers = append(r.employers, employer.ID)
	r.nodes = append(r.nodes, employer.ID)
	for id := range strings.SplitSeq(strings.TrimPrefix(path, employer.Path), "/") {
		if id != "" {
			r.nodes = append(r.nodes, id)
		}
	}
	_, rss, err := l.above(ctx, employer)
	if err == nil && rss != "" {
		r.nodes, r.rss = append(r.nodes, rss), append(r.rss, rss)
	}
	return err
}

// above gives the municipality that an employer is or stands under, and the RSS of it, which is never read out of the
// path (rule 2).
func (l *Library) above(ctx context.Context, employer org.Node) (municipality, rss string, err error) {
	for id := range strings.SplitSeq(employer.Path, "/") {
		if strings.HasPrefix(id, org.MunicipalityID("")) {
			municipality = id
		}
	}
	if municipality == "" {
		return "", "", nil
	}
	rss, err = org.RSSOf(ctx, l.DB, municipality, "", l.Today())
	if errors.Is(err, org.ErrNoNode) {
		return municipality, "", nil
	}
	return municipality, rss, err
}

// seen is the condition on what a reader may see, of a table m with owner, state and spread. $1 on are its arguments.
func (r reach) seen() (string, []any) {
	if r.all {
		return `m.state = 'published'`, nil
	}
	if len(r.nodes) == 0 {
		return `m.state = 'published' AND m.spread = 'all'`, nil
	}
	return `m.state = 'published' AND (m.spread = 'all' OR m.owner_id IN (` + db.Marks(1, len(r.nodes)) + `))`, db.Args(r.nodes)
}

// keeps gives a place whose material the actor keeps: the own unit's by leading its meetings, others' by keeping
// material there. At an employer only its own roles do (rules 3 and 8). Errors: ErrOwner, may.ErrDenied.
func (l *Library) keeps(ctx context.Context, a may.Actor, nodeID string) (org.Node, error) {
	n, err := l.Tree.Find(ctx, nodeID, l.Today())
	if errors.Is(err, org.ErrNoNode) {
		return n, ErrOwner
	}
	if err != nil {
		return n, err
	}
	err = org.AskWithin(ctx, l.DB, a, may.KeepMaterial, n, l.Today())
	if k := org.Kind(n.Kind); denied(err) && (k == org.Unit || k == org.Operation) {
		err = org.AskWithin(ctx, l.DB, a, may.LeadMeetings, n, l.Today())
	}
	return n, err
}

// SpreadsWide tells whether the actor may spread what a place has to everybody: who keeps material there by a role that
// keeps material. Who keeps it by leading a unit's meetings does so for those who are there, as nobody reads it over first.
func (l *Library) SpreadsWide(ctx context.Context, a may.Actor, nodeID string) (bool, error) {
	n, err := l.Tree.Find(ctx, nodeID, l.Today())
	if err == nil {
		err = org.AskWithin(ctx, l.DB, a, may.KeepMaterial, n, l.Today())
	}
	if denied(err) {
		return false, nil
	}
	return err == nil, err
}

// askSpread refuses to reach further than the actor may from a place. Errors: ErrUnitOnly.
func (l *Library) askSpread(ctx context.Context, a may.Actor, nodeID string, to state.Spread) error {
	if to != state.Wide {
		return nil
	}
	wide, err := l.SpreadsWide(ctx, a, nodeID)
	if err == nil && !wide {
		err = ErrUnitOnly
	}
	return err
}

// IsKeeper tells whether the actor keeps the material of a place.
func (l *Library) IsKeeper(ctx context.Context, a may.Actor, nodeID string) (bool, error) {
	_, err := l.keeps(ctx, a, nodeID)
	if err == nil {
		return true, nil
	}
	if denied(err) || errors.Is(err, ErrOwner) {
		return false, nil
	}
	return false, err
}

// Places are those whose material the actor keeps, for forms: the widest first, then units by name.
func (l *Library) Places(ctx context.Context, a may.Actor) (out []org.Node, err error) {
	kept := a.Scopes(may.KeepMaterial)
	for _, path := range kept {
		n, err := l.Tree.Find(ctx, path[strings.LastIndexByte(path, '/')+1:], l.Today())
		if errors.Is(err, org.ErrNoNode) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	var led []string
	for _, path := range a.Scopes(may.LeadMeetings) {
		if !slices.ContainsFunc(kept, func(k string) bool { return may.Within(path, k) }) {
			led = append(led, path)
		}
	}
	units, err := l.Tree.UnitsIn(ctx, led, l.Today(), mostListed)
	if err != nil {
		return nil, err
	}
	if out = append(out, units...); len(out) == 0 {
		return nil, may.ErrDenied
	}
	return out, nil
}

// keepersOf are those who keep the material of a place, by their roles, for telling them.
func (l *Library) keepersOf(ctx context.Context, n org.Node) (ids []string, err error) {
	roles := map[org.Kind][]may.Role{org.Nation: {may.National, may.Quality}, org.RSS: {may.Region}, org.Municipality: {may.Municipality}, org.Employer: {may.Municipality},
		org.Operation: {may.Manager, may.Leader}, org.Unit: {may.Manager, may.Leader}}[org.Kind(n.Kind)]
	for _, role := range roles {
		held, err := l.Access.Holders(ctx, role, n.ID, l.Today())
		if err != nil {
			return nil, err
		}
		for _, h := range held {
			ids = append(ids, h.PersonID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// nameOf is what a place is called, also when it is no more.
func (l *Library) nameOf(ctx context.Context, known map[string]string, id string) (string, error) {
	if name, have := known[id]; have || id == "" {
		return name, nil
	}
	n, err := l.Tree.FindEver(ctx, id)
	if err != nil && fault.Of(err) == nil {
		return "", err
	}
	known[id] = n.Name
	return n.Name, nil
}
