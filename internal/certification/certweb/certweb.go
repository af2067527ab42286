// Package certweb is the pages of certified units: what a unit has left and why, person by person; the steps of its
// programme; what would come of plans; decisions; the schemes; and the public list of certified units.
package certweb

import (
	"context"
	"embed"
	"net/http"
	"net/url"
	"time"

	"yrkesresan/internal/certification"
	"yrkesresan/internal/course"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// Texts are the words of these pages, of what is refused and of what people are told, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// Courses is what these pages ask of the catalogue.
type Courses interface {
	All(ctx context.Context) ([]course.Course, error)
}

// Guide is a guide that meetings are planned from, and the course that they are about; "" when they are about none.
type Guide struct{ ID, Title, Course string }

// Guides is what these pages ask of the guides of meetings.
type Guides interface {
	// GuidesOf gives those of some places that meetings can be planned from.
	GuidesOf(ctx context.Context, nodeIDs []string) ([]Guide, error)
	// TitleOf gives the title of one, and whether meetings can be planned from it still.
	TitleOf(ctx context.Context, id string) (title string, open bool, err error)
}

// Tree is what these pages ask of the tree.
type Tree interface {
	CachedReference(ctx context.Context) (org.Reference, error)
	FindEver(ctx context.Context, id string) (org.Node, error)
	Find(ctx context.Context, id, on string) (org.Node, error)
}

// Pages serves them.
type Pages struct {
	Certifications *certification.Certifications
	Courses        Courses
	Guides         Guides
	Tree           Tree
	Frame          *page.Frame
}

// Where the pages are.
const (
	homeAt    = "/certifiering"
	beginAt   = homeAt + "/borja"
	ownAt     = certification.OwnPage
	unitAt    = certification.Page
	schemesAt = homeAt + "/program"
	publicAt  = "/certifierade-enheter"
)

// Mount puts the pages on the site. Who may see a unit's programme depends on the unit: the domain asks.
func (p *Pages) Mount(r web.Router) {
	one := unitAt + "{unitprogramme}"
	r.Page("GET "+ownAt, web.Own, p.own)
	r.Page("GET "+homeAt, web.Own, p.home)
	r.Page("GET "+beginAt, web.Own, p.begin)
	r.Page("POST "+beginAt, web.Own, p.begun)
	r.Page("GET "+one, web.Own, p.unit)
	r.Page("POST "+one+"/svar", web.Own, p.answer)
	r.Page("GET "+one+"/person/{person}", web.Own, p.person)
	r.Page("POST "+one+"/person/{person}", web.Own, p.assess)
	r.Page("GET "+one+"/steg/{step}", web.Own, p.step)
	r.Page("POST "+one+"/steg/{step}", web.Own, p.noteStep)
	r.Page("GET "+one+"/beslut", web.Own, p.decision)
	r.Page("POST "+one+"/beslut", web.Own, p.decide)
	r.Page("GET "+one+"/prognos", web.Own, p.forecast)
	r.Page("GET "+one+"/historik", web.Own, p.history)
	r.Page("GET "+one+"/installningar", web.Own, p.settings)
	r.Page("POST "+one+"/installningar", web.Own, p.set)
	edits := web.To(may.EditScheme)
	r.Page("GET "+schemesAt, edits, p.schemes)
	r.Page("GET "+schemesAt+"/nytt", edits, p.editScheme)
	r.Page("POST "+schemesAt+"/nytt", edits, p.saveScheme)
	r.Page("GET "+schemesAt+"/{scheme}", web.Own, p.scheme)
	r.Page("GET "+schemesAt+"/{scheme}/andra", edits, p.editScheme)
	r.Page("POST "+schemesAt+"/{scheme}/andra", edits, p.saveScheme)
	r.Page("POST "+schemesAt+"/{scheme}/ta-tillbaka", edits, p.withdraw)
	r.Page("POST "+schemesAt+"/{scheme}/avsluta", edits, p.endScheme)
	r.Page("GET "+publicAt, web.Public, p.public)
}

func (p *Pages) catalog(r *http.Request) *lang.Catalog { return p.Frame.Catalog(page.Of(r.Context())) }

func actor(r *http.Request) may.Actor { return web.ActorOf(r.Context()) }

func at(id string, more ...string) string {
	out := unitAt + url.PathEscape(id)
	for _, m := range more {
		out += "/" + url.PathEscape(m)
	}
	return out
}

// refused is what a refused form says, by field; other errors are given back.
func (p *Pages) refused(r *http.Request, err error) (map[string]string, error) {
	return sheet.Refused(p.catalog(r), err, "certification.")
}

// field asks in the words of this room: its label stands in the catalogue under its key, its help beside it.
func field(c *lang.Catalog, name, key string) sheet.Field {
	return sheet.Named(c, name, "cert.f."+key, "cert.tip."+key)
}

// said is what was just done, by a word in the address.
func said(c *lang.Catalog, r *http.Request) string {
	switch r.URL.Query().Get("gjort") {
	case "sparat":
		return c.T("cert.said.saved")
	case "skickat":
		return c.T("cert.said.sent")
	case "beslut":
		return c.T("cert.said.decided")
	}
	return ""
}

// option adds a line to a list to choose from.
func option(to []ui.Option, value, text string) []ui.Option {
	return append(to, ui.Option{Value: value, Text: text})
}

// redirectTo leads to a unit's programme after it was proposed or has joined.
func redirectTo(w http.ResponseWriter, r *http.Request, id string, joined bool) error {
	done := "skickat"
	if joined {
		done = "sparat"
	}
	return web.Redirect(w, r, at(id)+"?gjort="+done)
}

// dayBefore is the last day that something holds, of the first that it does not.
func dayBefore(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day // it is ours, and a day
	}
	return t.AddDate(0, 0, -1).Format(time.DateOnly)
}
