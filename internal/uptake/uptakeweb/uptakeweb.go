// Package uptakeweb is the pages of what comes after a course: what a place asks for, who waits for a reflection, courses
// that a group takes together, how what was learnt is used, and time to reflect.
package uptakeweb

import (
	"context"
	"embed"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/uptake"
)

// Texts are the words of these pages, of what is refused and of what people are told, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// Tree is what these pages ask of the tree.
type Tree interface {
	// UnitsIn lists the units under paths on a day.
	UnitsIn(ctx context.Context, paths []string, on string, limit int) ([]org.Node, error)
	// Employers gives the municipalities and other employers where an actor may do something.
	Employers(ctx context.Context, a may.Actor, do may.Action, on string) ([]org.Node, error)
	// Children lists the nodes directly under one: the teams of a unit.
	Children(ctx context.Context, parent, on string, limit, offset int) ([]org.Node, error)
}

// Courses is what these pages ask of the courses.
type Courses interface {
	// Titles gives what every course is called, by id.
	Titles(ctx context.Context) (map[string]string, error)
}

// Pages serves them.
type Pages struct {
	Uptake  *uptake.Uptake
	Courses Courses
	Tree    Tree
	Frame   *page.Frame
}

// Where the pages are.
const (
	groupAt    = "/min-grupp/anvanda"
	togetherAt = groupAt + "/tillsammans"
	noteAt     = groupAt + "/not/"
	timeAt     = groupAt + "/tid"
	ownAt      = "/anvanda"
	rulesAt    = ownAt + "/regler"
	townAt     = "/kommun/reflektionstid"
)

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	follows, plans, enrols, edits := web.To(may.SeeProgress), web.To(may.PlanPerson), web.To(may.Enrol), web.To(may.EditLayer)
	r.Page("GET "+groupAt, follows, p.group)
	r.Page("GET "+togetherAt, enrols, p.togetherForm)
	r.Page("POST "+togetherAt, enrols, p.together)
	r.Page("GET "+togetherAt+"/{teamtask}", follows, p.task)
	r.Page("POST "+togetherAt+"/{teamtask}/avsluta", enrols, p.endTask)
	r.Page("GET "+noteAt+"{usenote}", plans, p.note)
	r.Page("POST "+noteAt+"{usenote}", plans, p.add)
	r.Page("POST "+noteAt+"{usenote}/uppfoljning", plans, p.follow)
	r.Page("GET "+timeAt, follows, p.time)
	r.Page("GET "+timeAt+".csv", follows, p.timeCSV)
	r.Page("GET "+ownAt, web.Own, p.own)
	r.Page("GET "+ownAt+"/{usenote}", web.Own, p.ownNote)
	r.Page("POST "+ownAt+"/{usenote}", web.Own, p.propose)
	r.Page("POST "+ownAt+"/{usenote}/uppfoljning", web.Own, p.ownFollow)
	r.Page("GET "+rulesAt, edits, p.rules)
	r.Page("POST "+rulesAt, edits, p.decide)
	r.Page("GET "+townAt, web.To(may.SeeFigures), p.town)
	r.Page("GET "+townAt+".csv", web.To(may.SeeFigures), p.townCSV)
	r.Page("POST "+townAt, web.To(may.EditSettings), p.setTarget)
}

func (p *Pages) catalog(r *http.Request) *lang.Catalog { return p.Frame.Catalog(page.Of(r.Context())) }

func actor(r *http.Request) may.Actor { return web.ActorOf(r.Context()) }

// refused is what a refused form says, by field; other errors are given back.
func refused(c *lang.Catalog, err error) (map[string]string, error) {
	return sheet.Refused(c, err, "uptake.")
}

// field is a field with its label and its help from the catalogue.
func field(c *lang.Catalog, name, key string) sheet.Field {
	return sheet.Named(c, name, "uptake.f."+key, "uptake.tip."+key)
}

// said is what was just done, by a word in the address.
func said(c *lang.Catalog, r *http.Request) string {
	switch r.URL.Query().Get("gjort") {
	case "sparat":
		return c.T("uptake.said.saved")
	case "tillsammans":
		return c.T("uptake.said.together")
	case "avslutat":
		return c.T("uptake.said.ended")
	case "foljt":
		return c.T("uptake.said.followed")
	}
	return ""
}

// units are the chosen unit of those where the visitor may do something, and a form to choose another.
func (p *Pages) units(r *http.Request, do may.Action, at string) (unitID string, chooser templ.Component, err error) {
	all, err := p.Tree.UnitsIn(r.Context(), actor(r).Scopes(do), p.Uptake.Today(), 500)
	if err != nil {
		return "", nil, err
	}
	if unitID = r.FormValue("enhet"); unitID == "" && len(all) > 0 {
		unitID = all[0].ID
	}
	if unitID == "" {
		return "", nil, org.ErrNoNode
	}
	if len(all) < 2 {
		return unitID, nil, nil
	}
	c := p.catalog(r)
	return unitID, sheet.FormOf(sheet.Send{Action: at, Get: true, Button: c.T("uptake.show"), Kind: ui.Secondary},
		ui.Select(ui.FieldProps{Name: "enhet", Label: c.T("uptake.f.unit"), Value: unitID, Options: options(all)})), nil
}

func options(nodes []org.Node) (out []ui.Option) {
	for _, n := range nodes {
		out = append(out, ui.Option{Value: n.ID, Text: n.Name})
	}
	return out
}

// courses are all courses to choose from, in the order of their titles.
func (p *Pages) courses(r *http.Request) (out []ui.Option, err error) {
	titles, err := p.Courses.Titles(r.Context())
	for id, title := range titles {
		out = append(out, ui.Option{Value: id, Text: title})
	}
	slices.SortFunc(out, func(a, b ui.Option) int {
		if a.Value < b.Value {
			return -1
		}
		return 1
	})
	lang.SortBy(out, func(o ui.Option) string { return o.Text })
	return out, err
}

func back(c *lang.Catalog, href, key string) ui.Link { return ui.Link{Href: href, Text: c.T(key)} }
