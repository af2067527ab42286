// Package practiceweb is the pages of practical skills: signing off at a station with a phone, whether skills are kept,
// what units ask to be trained in, trainings that are tried out, and networks.
package practiceweb

import (
	"context"
	"embed"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
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

// view is a page: its heading and what stands under it, in order.
type view struct {
	Title, Lead, Said string
	Back              ui.Link
	Wrong             map[string]string
	Blocks            []templ.Component
	names             []string
}

func (v *view) add(blocks ...templ.Component) { v.Blocks = append(v.Blocks, blocks...) }

// problems are what is wrong, for the summary above the page; what belongs to no field of the page leads nowhere.
func (v *view) problems() (out []ui.Problem) {
	for field, text := range v.Wrong {
		if !slices.Contains(v.names, field) {
			field = ""
		}
		out = append(out, ui.Problem{Field: field, Text: text})
	}
	return out
}

type pair struct{ Name, Value string }

// formView is a form with one button.
type formView struct {
	Action string
	Get    bool
	Hidden []pair
	Fields []templ.Component
	Button string
	Kind   ui.ButtonKind
	About  string // what the button is about, for those who hear it alone
}

// form makes the fields of a view: what was typed, and what was wrong.
type form struct {
	v      *view
	c      *lang.Catalog
	values url.Values
	out    []templ.Component
}

// fill begins a form with values; after a refusal with what was typed.
func (v *view) fill(c *lang.Catalog, r *http.Request, pairs ...string) *form {
	f := &form{v: v, c: c, values: url.Values{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.values.Set(pairs[i], pairs[i+1])
	}
	if len(v.Wrong) > 0 {
		f.values = r.PostForm
	}
	return f
}

// props are a field's name, label and help; key is what it is called in the catalogue.
func (f *form) props(name, key string) ui.FieldProps {
	f.v.names = append(f.v.names, name)
	p := ui.FieldProps{Name: name, Label: f.c.T("practice.f." + key), Value: f.values.Get(name), Error: f.v.Wrong[name]}
	if tip := "practice.tip." + key; f.c.Has(tip) {
		p.Tip = f.c.T(tip)
	}
	return p
}

func (f *form) put(x templ.Component) *form { f.out = append(f.out, x); return f }

func (f *form) input(name, key string) *form { return f.put(ui.Input(f.props(name, key))) }

func (f *form) number(name, key string) *form {
	p := f.props(name, key)
	p.InputMode = "numeric"
	return f.put(ui.Input(p))
}

func (f *form) typed(name, key, kind string) *form {
	p := f.props(name, key)
	p.Type = kind
	return f.put(ui.Input(p))
}

func (f *form) maybe(name, key string) *form {
	p := f.props(name, key)
	p.Optional = true
	return f.put(ui.Input(p))
}

func (f *form) area(name, key string, rows int, optional bool) *form {
	p := f.props(name, key)
	p.Rows, p.Optional = rows, optional
	return f.put(ui.TextArea(p))
}

func (f *form) pick(name, key string, options []ui.Option) *form {
	p := f.props(name, key)
	p.Options = options
	return f.put(ui.Select(p))
}

func (f *form) tick(name, key string) *form {
	p := f.props(name, key)
	return f.put(ui.Check(ui.CheckProps{Name: name, Text: p.Label, Note: p.Tip, Chosen: p.Value != "", Error: p.Error}))
}

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

// show shows a page; with something wrong as 422.
func (p *Pages) show(w http.ResponseWriter, r *http.Request, v *view) error {
	s, status := p.Frame.Shell(r, v.Title), http.StatusOK
	if len(v.Wrong) > 0 {
		s.Wrong, status = true, http.StatusUnprocessableEntity
	}
	return p.Frame.ShowAs(w, r, status, s, wholePage(*v))
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

func lines(text string) (out []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
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
	return unitID, formOf(formView{Action: at, Get: true, Button: c.T("practice.show"), Kind: ui.Secondary,
		Fields: []templ.Component{ui.Select(ui.FieldProps{Name: "enhet", Label: c.T("practice.f.unit"), Value: unitID, Options: options})}}), nil
}

func opt(options []ui.Option, value, text string) []ui.Option {
	return append(options, ui.Option{Value: value, Text: text})
}
