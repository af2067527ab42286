// Package introweb is the pages of introductions: the newcomer's checklist on a phone, the colleague who signs, the
// mentor's pages, the manager's newcomers, what a workplace adds, the professions' checklists, the log of supervision,
// and the municipality's figures.
package introweb

import (
	"embed"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/introduction"
	"yrkesresan/internal/introduction/checklist"
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

// BigBody is how much more than others these routes may carry.
var BigBody = map[string]int64{"POST " + libraryAt + "/ny": 1 << 20}

// Pages serves them.
type Pages struct {
	Introductions *introduction.Introductions
	Tree          *org.Tree
	Frame         *page.Frame
}

// Where the pages are.
const (
	homeAt    = "/introduktion"
	tickAt    = homeAt + "/kryssa"
	askAt     = homeAt + "/underskrift"
	signAt    = homeAt + "/skriv-under"
	guideAt   = homeAt + "/handledare"
	talkAt    = homeAt + "/samtal"
	logAt     = homeAt + "/handledning"
	workAt    = homeAt + "/punkter"
	libraryAt = homeAt + "/mallar"
	unitAt    = "/min-grupp/introduktion"
	townAt    = "/kommun/introduktion"
	fileAt    = townAt + ".xlsx"
	usesAt    = townAt + "/mallar"
)

// Mount puts the pages on the site. Who follows a newcomer is known by the newcomer, not by a role: the domain asks.
func (p *Pages) Mount(r web.Router) {
	leads, writes, nation, figures := web.To(may.PlanPerson), web.To(may.WriteWorkplace), web.To(may.WriteProfession), web.To(may.SeeFigures)
	r.Page("GET "+homeAt, web.Own, p.own)
	r.Page("POST "+tickAt, web.Own, p.tick)
	r.Page("GET "+askAt, web.Own, p.ask)
	r.Page("POST "+askAt, web.Own, p.asked)
	r.Page("GET "+signAt, web.Own, p.sign)
	r.Page("POST "+signAt, web.Own, p.signed)
	r.Page("GET "+guideAt, web.Own, p.guiding)
	r.Page("GET "+guideAt+"/{introduction}", web.Own, p.guided)
	r.Page("POST "+guideAt+"/{introduction}", web.Own, p.decline)
	r.Page("POST "+talkAt, web.Own, p.addTalk)
	r.Page("GET "+talkAt+"/{talk}", web.Own, p.talk)
	r.Page("POST "+talkAt+"/{talk}", web.Own, p.saveTalk)
	r.Page("GET "+logAt, web.Own, p.log)
	r.Page("POST "+logAt, web.Own, p.changeLog)
	r.Page("GET "+logAt+"/ny", web.Own, p.newLog)
	r.Page("POST "+logAt+"/ny", web.Own, p.addLog)
	r.Page("GET "+workAt, writes, p.work)
	r.Page("POST "+workAt, writes, p.addWork)
	r.Page("GET "+workAt+"/{workitem}", writes, p.oneWork)
	r.Page("POST "+workAt+"/{workitem}", writes, p.saveWork)
	r.Page("GET "+libraryAt, web.Own, p.library)
	r.Page("GET "+libraryAt+"/{checklist}", web.Own, p.template)
	r.Page("GET "+libraryAt+"/ny", nation, p.newTemplate)
	r.Page("POST "+libraryAt+"/ny", nation, p.publish)
	r.Page("GET "+unitAt, leads, p.unit)
	r.Page("GET "+unitAt+"/ny", leads, p.newOne)
	r.Page("POST "+unitAt+"/ny", leads, p.begin)
	r.Page("GET "+unitAt+"/handledning", leads, p.logSums)
	r.Page("GET "+unitAt+"/{introduction}", leads, p.led)
	r.Page("POST "+unitAt+"/{introduction}", leads, p.lead)
	r.Page("GET "+unitAt+"/{introduction}/utse", leads, p.guides)
	r.Page("POST "+unitAt+"/{introduction}/utse", leads, p.setGuide)
	r.Page("GET "+townAt, figures, p.town)
	r.Page("GET "+fileAt, figures, p.townFile)
	r.Page("GET "+usesAt, writes, p.uses)
	r.Page("POST "+usesAt, writes, p.setUse)
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
	return sheet.Named(f.c, name, "introduction.f."+key, "introduction.tip."+key)
}

func (f *form) input(name, key string) *form { f.Input(f.named(name, key)); return f }

func (f *form) typed(name, key, kind string) *form {
	x := f.named(name, key)
	x.Type = kind
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

func (f *form) end(s sheet.Send) templ.Component { return sheet.FormOf(s, f.Fields()...) }

// refused is what a refused form says, by field; other errors are given back.
func refused(c *lang.Catalog, err error) (map[string]string, error) {
	return sheet.Refused(c, err, "introduction.")
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, v *sheet.Sheet) error {
	return v.Show(w, r, p.Frame)
}

// said is what was just done, by a word in the address.
func said(c *lang.Catalog, r *http.Request) string {
	switch r.URL.Query().Get("gjort") {
	case "sparat":
		return c.T("introduction.said.saved")
	case "klar":
		return c.T("introduction.said.ticked")
	case "oppen":
		return c.T("introduction.said.unticked")
	case "borjat":
		return c.T("introduction.said.begun")
	case "signerat":
		return c.T("introduction.said.signed")
	case "fragat":
		return c.T("introduction.said.asked")
	case "borta":
		return c.T("introduction.said.removed")
	case "publicerat":
		return c.T("introduction.said.published")
	case "varning":
		return c.T("introduction.said.warned")
	}
	return ""
}

// savedOr is the word for what was saved, or for that it was saved with a warning (rule 42).
func savedOr(warned bool) string {
	if warned {
		return "varning"
	}
	return "sparat"
}

func number(s string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

func opt(options []ui.Option, value, text string) []ui.Option {
	return append(options, ui.Option{Value: value, Text: text})
}

func hidden(pairs ...string) (out [][2]string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, [2]string{pairs[i], pairs[i+1]})
	}
	return out
}

// easy is the easy text when the reader has chosen that and there is one.
func easy(r *http.Request, plain, easy string) string {
	if page.Of(r.Context()).Easy && easy != "" {
		return easy
	}
	return plain
}

// units are those where the visitor may do something, the chosen one, and a form to choose another.
func (p *Pages) units(r *http.Request, do may.Action, at string) (unitID string, chooser templ.Component, err error) {
	all, err := p.Tree.UnitsIn(r.Context(), actor(r).Scopes(do), p.Introductions.Today(), 500)
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
		options = opt(options, u.ID, u.Name)
	}
	return unitID, sheet.FormOf(sheet.Send{Action: at, Get: true, Button: c.T("introduction.show"), Kind: ui.Secondary}, ui.Select(ui.FieldProps{Name: "enhet", Label: c.T("introduction.f.unit"), Value: unitID, Options: options})), nil
}

// whenWords is what a time is called.
func whenWords(c *lang.Catalog, w checklist.When) string {
	return c.T("introduction.when." + string(w))
}

// whoWords tells who confirms.
func whoWords(c *lang.Catalog, w checklist.Who) string { return c.T("introduction.who." + string(w)) }

func whenOptions(c *lang.Catalog) (out []ui.Option) {
	for _, w := range checklist.Times() {
		out = opt(out, string(w), whenWords(c, w))
	}
	return out
}

func whoOptions(c *lang.Catalog) (out []ui.Option) {
	for _, w := range checklist.Confirmers() {
		out = opt(out, string(w), whoWords(c, w))
	}
	return out
}
