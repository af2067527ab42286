// Package orgweb is the pages of the tree: a person's roles with their places, what stands under a
// place, as figures only, and the municipality's hub with its organisation, functions and contacts.
package orgweb

import (
	"context"
	"embed"
	"net/http"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staff"
)

// Texts are the words of these pages, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// onPage is how many places a page lists.
const onPage = 50

// Heads counts who works under a node.
type Heads interface {
	Headcount(ctx context.Context, a may.Actor, node org.Node) (int64, error)
}

// Pages serves them.
type Pages struct {
	Tree     *org.Tree
	Heads    Heads
	Staff    *staff.Staff
	Imports  *staff.Imports
	Access   *access.Access
	Journeys *journey.Journeys
	Frame    *page.Frame
	Today    func() string
	Now      func() time.Time // the machine's own clock: how old a broken import is
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	r.Page("GET /oversikt", web.Own, p.home)
	r.Page("GET /oversikt/{node}", web.To(may.SeeNode), p.node)
	r.Page("GET /kommun", web.To(may.ImportStaff), p.hub)
	r.Page("GET /kommun/organisation", web.To(may.EditTree), p.organisation)
	r.Page("GET /kommun/organisation/historik", web.To(may.EditTree), p.organisationHistory)
	r.Page("GET /kommun/organisation/{node}", web.To(may.EditTree), p.organisationNode)
	r.Page("POST /kommun/organisation/andring/{change}/dra-tillbaka", web.To(may.EditTree), p.withdraw)
	r.Page("GET /kommun/funktioner", web.To(may.EditSettings), p.functions)
	r.Page("POST /kommun/funktioner", web.To(may.EditSettings), p.appoint)
	r.Page("POST /kommun/funktioner/vard", web.To(may.EditSettings), p.setCare)
	r.Page("POST /kommun/funktioner/hemtjanst", web.To(may.EditSettings), p.setHomeCare)
	r.Page("POST /kommun/funktioner/tillval", web.To(may.EditSettings), p.chooseFunction)
	r.Page("POST /kommun/funktioner/{holder}/avsluta", web.To(may.EditSettings), p.endHolder)
	r.Page("GET /kommun/kontakter", web.To(may.EditSettings), p.contacts)
	r.Page("POST /kommun/kontakter", web.To(may.EditSettings), p.setContact)
	r.Page("GET /kommun/resor", web.To(may.SwitchJourney), p.journeys)
	r.Page("GET /kommun/resor/{journey}", web.To(may.SwitchJourney), p.askSwitch)
	r.Page("POST /kommun/resor/{journey}", web.To(may.SwitchJourney), p.switchJourney)
	r.Page("GET /rss/kontakter", web.To(may.SeeSubmitted), p.regionContacts)
	for what := range kindsOf {
		r.Page("GET /kommun/organisation/{node}/"+what, web.To(may.EditTree), p.changing(what))
		r.Page("POST /kommun/organisation/{node}/"+what, web.To(may.EditTree), p.change(what))
	}
}

// homeView is a person's roles, and the place that the role is about or the places to choose from.
type homeView struct {
	Roles  []string
	Level  *levelView
	Places []place
}

// levelView is a place with what stands under it.
type levelView struct {
	Title, Kind string
	Up          ui.Link
	Facts       []ui.Fact
	Children    []place
	People      bool // figures of people are shown: the page says how they are rounded
	Pager       ui.PagerProps
}

// place is a line of a list.
type place struct{ Href, Name, About string }

func (p *Pages) home(w http.ResponseWriter, r *http.Request) error {
	actor := page.Of(r.Context()).Actor
	c := p.Frame.Catalog(page.Of(r.Context()))
	nodes, err := p.Tree.Places(r.Context(), actor, p.Today())
	if err != nil {
		return err
	}
	v := homeView{Roles: roles(c, actor, nodes)}
	var seen []org.Node
	for _, path := range actor.Scopes(may.SeeNode) {
		for _, n := range nodes {
			if n.Path == path {
				seen = append(seen, n)
			}
		}
	}
	org.SortByName(seen)
	if len(seen) == 1 {
		if v.Level, err = p.level(r, seen[0].ID, "/oversikt"); err != nil {
			return err
		}
	} else {
		for _, n := range seen {
			v.Places = append(v.Places, line(c, n))
		}
	}
	return p.Frame.Show(w, r, http.StatusOK, "org.title", homePage(v))
}

// roles says each role of the actor with its place, once.
func roles(c *lang.Catalog, a may.Actor, nodes map[string]org.Node) []string {
	var out []string
	for _, g := range a.Grants {
		if n, ok := nodes[g.NodeID]; ok && g.Role != may.Learner {
			out = append(out, c.T("org.role."+string(g.Role), "place", n.Name))
		}
	}
	return out
}

func (p *Pages) node(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("node")
	v, err := p.level(r, id, "/oversikt/"+id)
	if err != nil {
		return err
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, v.Title), nodePage(*v))
}
