package framework

import (
	"context"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Filter chooses among the frameworks that hold today; what is empty chooses nothing away.
type Filter struct {
	Owner      string // kind of place: nation, rss, municipality
	Occupation string
	Service    string // a service area
	Kind       frame.Kind
	Tag        string
	Text       string
}

// Listed is a framework in the library.
type Listed struct {
	*frame.Frame
	Owner                      org.Node
	Areas, Requirements, Goals int // those that the filter leaves
}

// Library gives a page of the frameworks that hold today, the nation's first, in name order, and how many there are.
func (fs *Frameworks) Library(ctx context.Context, a may.Actor, f Filter, limit, offset int) (out []Listed, all int, err error) {
	if err := signedIn(a); err != nil {
		return nil, 0, err
	}
	book, err := fs.Book(ctx, fs.Today())
	if err != nil {
		return nil, 0, err
	}
	owners, err := fs.owners(ctx)
	if err != nil {
		return nil, 0, err
	}
	for _, fr := range book.Frames {
		l := Listed{Frame: fr, Owner: owners[fr.ID]}
		if f.fits(&l) {
			out = append(out, l)
		}
	}
	byName := collate.New(language.Swedish)
	rank := func(n org.Node) int {
		return slices.Index([]string{string(org.Nation), string(org.RSS), string(org.Municipality)}, n.Kind)
	}
	slices.SortStableFunc(out, func(a, b Listed) int {
		if by := rank(a.Owner) - rank(b.Owner); by != 0 {
			return by
		}
		return byName.CompareString(a.Name, b.Name)
	})
	all = len(out)
	out = out[min(offset, all):]
	return out[:min(limit, len(out))], all, nil
}

// fits tells whether a framework is to be shown, and counts what of it is.
func (f Filter) fits(l *Listed) bool {
	if f.Owner != "" && f.Owner != l.Owner.Kind ||
		f.Occupation != "" && len(l.Occupations) > 0 && !slices.Contains(l.Occupations, f.Occupation) ||
		f.Service != "" && len(l.Service) > 0 && !slices.Contains(l.Service, f.Service) {
		return false
	}
	l.Areas = len(l.Frame.Areas)
	text := strings.ToLower(strings.TrimSpace(f.Text))
	hit := text == "" || contains(text, l.Name, l.About)
	for i := range l.Frame.Areas {
		area := &l.Frame.Areas[i]
		inArea := hit || contains(text, area.Name, area.About)
		for k := range area.Requirements {
			if r := &area.Requirements[k]; f.Fits(r) && (inArea || says(text, r)) {
				l.Requirements++
				l.Goals += len(r.Goals)
			}
		}
	}
	return l.Requirements > 0 || hit && f.Kind == "" && f.Tag == ""
}

// Fits tells whether a requirement has a goal of the kind and the tag that are asked for.
func (f Filter) Fits(r *frame.Requirement) bool {
	return (f.Tag == "" || slices.Contains(r.Tags, f.Tag)) &&
		(f.Kind == "" || slices.ContainsFunc(r.Goals, func(g frame.Goal) bool { return g.Kind == f.Kind }))
}

func says(text string, r *frame.Requirement) bool {
	return contains(text, r.Name, r.About) || contains(text, r.Tags...) ||
		slices.ContainsFunc(r.Goals, func(g frame.Goal) bool { return contains(text, g.Text) }) ||
		slices.ContainsFunc(r.Grounds, func(g frame.Ground) bool { return contains(text, g.Reference) })
}

func contains(text string, in ...string) bool {
	return slices.ContainsFunc(in, func(s string) bool { return strings.Contains(strings.ToLower(s), text) })
}

// owners gives who keeps each framework.
func (fs *Frameworks) owners(ctx context.Context) (map[string]org.Node, error) {
	out := map[string]org.Node{}
	return out, db.Each(ctx, fs.DB, func(s db.Scanner) (k struct {
		id string
		n  org.Node
	}, err error) {
		err = s.Scan(&k.id, &k.n.ID, &k.n.Kind, &k.n.Name, &k.n.Path)
		return k, err
	}, func(k struct {
		id string
		n  org.Node
	}) error {
		out[k.id] = k.n
		return nil
	}, `
		SELECT f.id, n.id, n.kind, p.name, p.path
		FROM framework f
		JOIN node n ON n.id = f.owner_id
		JOIN node_place p ON p.node_id = n.id AND p.valid_until = $1`,
		db.NoEnd)
}

// Draftings lists the drafts that the actor may work on, in name order.
func (fs *Frameworks) Draftings(ctx context.Context, a may.Actor) ([]Drafting, error) {
	var out []Drafting
	for _, path := range a.Scopes(may.EditFramework) {
		low, high := org.Inside(path)
		found, err := db.All(ctx, fs.DB, func(s db.Scanner) (d Drafting, err error) {
			err = s.Scan(&d.ID, &d.Name, &d.Base, &d.Owner.ID, &d.Owner.Kind, &d.Owner.Name, &d.Owner.Path)
			return d, err
		}, `
			SELECT v.framework_id, v.name, v.base, n.id, n.kind, p.name, p.path
			FROM framework_version v
			JOIN framework f ON f.id = v.framework_id
			JOIN node n ON n.id = f.owner_id
			JOIN node_place p ON p.node_id = n.id AND p.valid_until = $4
			WHERE v.version = 0 AND (p.path = $1 OR (n.kind = 'rss' AND p.path >= $2 AND p.path < $3))
			ORDER BY v.name, v.framework_id
			LIMIT 200`,
			path, low, high, db.NoEnd)
		if err != nil {
			return nil, err
		}
		for _, d := range found {
			if !slices.ContainsFunc(out, func(had Drafting) bool { return had.ID == d.ID }) {
				out = append(out, d)
			}
		}
	}
	return out, nil
}

// Drafting is a framework that somebody works on.
type Drafting struct {
	ID, Name string
	Base     int64 // the version it began from; 0: a new framework
	Owner    org.Node
}

// Keepers are the places whose frameworks the actor may keep: nation, RSS and municipalities where the actor has the role.
func (fs *Frameworks) Keepers(ctx context.Context, a may.Actor) ([]org.Node, error) {
	var out []org.Node
	for _, path := range a.Scopes(may.EditFramework) {
		n, err := org.Find(ctx, fs.DB, path[strings.LastIndexByte(path, '/')+1:], fs.Today())
		if err != nil {
			return nil, err
		}
		switch org.Kind(n.Kind) {
		case org.Nation, org.RSS, org.Municipality:
			out = append(out, n)
		}
	}
	return out, nil
}

// Owner is who keeps a framework.
func (fs *Frameworks) Owner(ctx context.Context, ownerID string) (org.Node, error) {
	return org.Find(ctx, fs.DB, ownerID, fs.Today())
}
