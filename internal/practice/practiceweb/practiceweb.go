// Package practiceweb is the pages of practical skills: signing off at a station with a phone, whether skills are kept,
// what units ask to be trained in, trainings that are tried out, and networks.
package practiceweb

import (
	"context"
	"embed"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/practice"
)

// Texts are the words of these pages, of what is refused and of what people are told, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// Tree is what these pages ask of the tree.
type Tree interface {
	// UnitsIn lists the units under paths on a day.
	UnitsIn(ctx context.Context, paths []string, on string, limit int) ([]org.Node, error)
}

// Pages serves them.
type Pages struct {
	Practice *practice.Practice
	Tree     Tree
	Frame    *page.Frame
	NewID    func() string
}

// Where the pages are.
const (
	homeAt     = "/ovning"
	dayAt      = "/ovning/dag/"
	keptAt     = "/ovning/mallar"
	pilotsAt   = "/ovning/piloter"
	requestsAt = "/ovning/forfragningar"
	taskAt     = "/ovning/uppdrag"
	netsAt     = "/ovning/natverk"
	openAt     = "/natverk"
	unitAt     = "/min-grupp/ovning"
	checkAt    = unitAt + "/kontroll"
	askAt      = unitAt + "/forfragan"
)

// Mount puts the pages on the site. Who assesses a day is known by the day, not by a role: the domain asks.
func (p *Pages) Mount(r web.Router) {
	arranges, signs, books := web.To(may.ArrangeDays), web.To(may.SignSkill), web.To(may.BookStaff)
	r.Page("GET "+homeAt, arranges, p.home)
	r.Page("GET "+keptAt, arranges, p.templates)
	r.Page("POST "+keptAt, arranges, p.addTemplate)
	r.Page("POST "+keptAt+"/{template}/ta-bort", arranges, p.dropTemplate)
	r.Page("GET "+dayAt+"{occasion}", web.Own, p.floor)
	r.Page("POST "+dayAt+"{occasion}", web.Own, p.sign)
	stations := dayAt + "{occasion}/stationer"
	r.Page("GET "+stations, arranges, p.stations)
	r.Page("POST "+stations, arranges, p.assessor)
	r.Page("GET "+stations+"/ny", arranges, p.newStation)
	r.Page("POST "+stations+"/ny", arranges, p.saveStation)
	r.Page("GET "+stations+"/{station}", arranges, p.oneStation)
	r.Page("POST "+stations+"/{station}", arranges, p.saveStation)
	r.Page("GET /ovning/mina", web.Own, p.own)
	r.Page("GET "+unitAt, signs, p.unit)
	r.Page("GET "+checkAt, signs, p.check)
	r.Page("POST "+checkAt, signs, p.checked)
	r.Page("GET "+askAt, books, p.asked)
	r.Page("POST "+askAt, books, p.ask)
	r.Page("GET "+requestsAt, arranges, p.requests)
	r.Page("GET "+requestsAt+"/{skillrequest}", web.Own, p.request)
	r.Page("POST "+requestsAt+"/{skillrequest}", web.Own, p.step)
	r.Page("GET "+taskAt, web.Own, p.tasks)
	p.mountPilots(r, arranges)
	p.mountNetworks(r, arranges)
}

func (p *Pages) catalog(r *http.Request) *lang.Catalog { return p.Frame.Catalog(page.Of(r.Context())) }

func actor(r *http.Request) may.Actor { return web.ActorOf(r.Context()) }

// form asks in the words of this room: what a field is called stands in the catalogue under its key.
type form struct {
	*sheet.Form
	c *lang.Catalog
}

// fill begins a form with values; after a refusal with what was typed.
func fill(v *sheet.Sheet, c *lang.Catalog, r *http.Request, pairs ...string) *form {
	return &form{v.Form(r, pairs...), c}
}

// named is a field with its label and its help.
func (f *form) named(name, key string) sheet.Field {
	return sheet.Named(f.c, name, "practice.f."+key, "practice.tip."+key)
}

func (f *form) value(name string) string {
	if all := f.Values(name); len(all) > 0 {
		return all[0]
	}
	return ""
}

func (f *form) put(x templ.Component) *form { f.Put(x); return f }

func (f *form) input(name, key string) *form { f.Input(f.named(name, key)); return f }

func (f *form) number(name, key string) *form { return f.typed(name, key, "number") }

func (f *form) typed(name, key, kind string) *form {
	x := f.named(name, key)
	x.Type = kind
	f.Input(x)
	return f
}

func (f *form) maybe(name, key string) *form {
	x := f.named(name, key)
	x.Optional = true
	f.Input(x)
	return f
}

func (f *form) area(name, key string, rows int, optional bool) *form {
	x := f.named(name, key)
	x.Rows, x.Optional = rows, optional
	f.Input(x)
	return f
}

func (f *form) pick(name, key string, options []ui.Option) *form {
	f.Pick(f.named(name, key), options)
	return f
}

func (f *form) tick(name, key string) *form { f.Tick(f.named(name, key)); return f }

// refused is what a refused form says, by field; other errors are given back.
func (p *Pages) refused(c *lang.Catalog, err error) (map[string]string, error) {
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Invalid && f.Kind != fault.Conflict || !strings.HasPrefix(f.Key, "practice.") {
		return nil, err
	}
	return map[string]string{f.Field: say(c, f)}, nil
}

// say tells a fault; of a pilot's gate it names the parts that are missing.
func say(c *lang.Catalog, f *fault.Fault) string {
	if f.Key != practice.ErrGate.Key {
		return page.Say(c, f)
	}
	var parts []string
	for what := range strings.SplitSeq(f.Args["what"], ",") {
		parts = append(parts, c.T("practice.lacks."+what))
	}
	return c.T(f.Key, "what", c.And(parts...))
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, v *sheet.Sheet) error {
	return v.Show(w, r, p.Frame)
}

// said is what was just done, by a word in the address.
func said(c *lang.Catalog, r *http.Request) string {
	switch r.URL.Query().Get("gjort") {
	case "sparat":
		return c.T("practice.said.saved")
	case "skickat":
		return c.T("practice.said.sent")
	case "borta":
		return c.T("practice.said.removed")
	case "med":
		return c.T("practice.said.joined")
	case "lamnat":
		return c.T("practice.said.left")
	}
	return ""
}

// units are those where the visitor may do something, the chosen one, and a form to choose another.
func (p *Pages) units(r *http.Request, do may.Action, at string) (unitID string, chooser templ.Component, err error) {
	all, err := p.Tree.UnitsIn(r.Context(), actor(r).Scopes(do), p.Practice.Today(), 500)
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
	var options []ui.Option
	for _, u := range all {
		options = append(options, ui.Option{Value: u.ID, Text: u.Name})
	}
	return unitID, sheet.FormOf(sheet.Send{Action: at, Get: true, Button: c.T("practice.show"), Kind: ui.Secondary}, ui.Select(ui.FieldProps{Name: "enhet", Label: c.T("practice.f.unit"), Value: unitID, Options: options})), nil
}

func opt(options []ui.Option, value, text string) []ui.Option {
	return append(options, ui.Option{Value: value, Text: text})
}
