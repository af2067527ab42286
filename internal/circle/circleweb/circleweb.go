// Package circleweb is the pages of planning meetings at the workplace: what waits, planning from a guide, who takes part,
// small groups, moving and ending, agreements and their follow-up, guides to read and of one's own (R141, R145, R147, R152;
// rules 37, 38). What happens at the meeting itself is package meetweb's.
package circleweb

import (
	"embed"
	"net/http"
	"net/url"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"

	"yrkesresan/internal/circle"
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

// Pages serves them.
type Pages struct {
	Circles *circle.Circles
	Frame   *page.Frame
}

// Where the pages are.
const (
	homeAt    = "/traffar"
	planAt    = homeAt + "/planera"
	unitAt    = homeAt + "/enhet"
	serieAt   = homeAt + "/serie/"
	oneAt     = homeAt + "/traff/"
	agreedAt  = homeAt + "/overenskommelser"
	agreeAt   = homeAt + "/overenskommelse/"
	guidesAt  = homeAt + "/mallar"
	leadsAt   = "/traff/" // what happens at a meeting
	onePage   = 20
	ownListAt = "/traff"
)

// Mount puts the pages on the site. Who leads or takes part is known by the circle, not by a role: the domain asks.
func (p *Pages) Mount(r web.Router) {
	leads, keeps := web.To(may.LeadMeetings), web.To(may.KeepMaterial)
	r.Page("GET "+homeAt, web.Own, p.home)
	r.Page("GET "+unitAt, leads, p.unit)
	r.Page("GET "+planAt, leads, p.choose)
	r.Page("GET "+planAt+"/nar", leads, p.when)
	r.Page("GET "+planAt+"/vilka", leads, p.whom)
	r.Page("POST "+planAt, leads, p.plan)
	serie := serieAt + "{circle}"
	r.Page("GET "+serie, web.Own, p.serie)
	r.Page("POST "+serie+"/svar", web.Own, p.reply)
	for _, x := range []struct {
		at       string
		get, set web.Handler
	}{{"/personer", p.people, p.changePeople}, {"/grupper", p.groups, p.setGroups}, {"/ny", p.another, p.addMeeting}, {"/ledare", p.leader, p.handOver}, {"/avsluta", p.ending, p.end}} {
		r.Page("GET "+serie+x.at, leads, x.get)
		r.Page("POST "+serie+x.at, leads, x.set)
	}
	r.Page("GET "+oneAt+"{meeting}", leads, p.meeting)
	r.Page("POST "+oneAt+"{meeting}", leads, p.changeMeeting)
	r.Page("GET "+agreedAt, leads, p.agreed)
	r.Page("GET "+agreeAt+"{agreement}", web.Own, p.agreement)
	r.Page("POST "+agreeAt+"{agreement}", web.Own, p.follow)
	r.Page("GET "+guidesAt, web.Own, p.guides)
	r.Page("POST "+guidesAt, keeps, p.takeGuide)
	one := guidesAt + "/{guide}"
	r.Page("GET "+one, web.Own, p.guide)
	r.Page("GET "+one+"/fil", web.Own, p.guideFile)
	r.Page("POST "+one, keeps, p.keepGuide)
	r.Page("GET "+one+"/andra", keeps, p.edit)
	r.Page("POST "+one+"/andra", keeps, p.saveEdit)
}

func (p *Pages) catalog(r *http.Request) *lang.Catalog { return p.Frame.Catalog(page.Of(r.Context())) }

func actor(r *http.Request) may.Actor { return web.ActorOf(r.Context()) }

func serieOf(id, sub string, pairs ...string) string {
	return page.At(serieAt+url.PathEscape(id)+sub, pairs...)
}
func oneOf(id string, pairs ...string) string { return page.At(oneAt+url.PathEscape(id), pairs...) }
func leadOf(id, sub string) string            { return leadsAt + url.PathEscape(id) + sub }
func guideOf(id, sub string) string           { return guidesAt + "/" + url.PathEscape(id) + sub }

// form asks in the words of this room: what a field is called stands in the catalogue under its key.
type form struct {
	*sheet.Form
	c *lang.Catalog
}

func fill(v *sheet.Sheet, c *lang.Catalog, r *http.Request, pairs ...string) *form {
	return &form{v.Form(r, pairs...), c}
}

// named is a field with its label and its help.
func (f *form) named(name, key string) sheet.Field {
	return sheet.Named(f.c, name, "circle.f."+key, "circle.tip."+key)
}

func (f *form) typed(name, key, kind string, optional bool) *form {
	x := f.named(name, key)
	x.Type, x.Optional = kind, optional
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

// show answers with a sheet.
func (p *Pages) show(w http.ResponseWriter, r *http.Request, v *sheet.Sheet) error {
	return v.Show(w, r, p.Frame)
}

// refused is what a refused form says, by field; other errors are given back.
func refused(c *lang.Catalog, err error) (map[string]string, error) {
	return sheet.Refused(c, err, "circle.", "access.wait")
}

// said is what was just done, by a word in the address.
func said(c *lang.Catalog, r *http.Request) string {
	if key := "circle.said." + r.URL.Query().Get("gjort"); c.Has(key) {
		return c.T(key)
	}
	return ""
}

// when says which day and time a meeting is, and where.
func when(c *lang.Catalog, m circle.Meeting, p *Pages) string {
	place := lang.Zone()
	words := capital(c.Weekday(m.BeginsAt(place), p.Frame.Now())) + ", " + c.Hours(m.BeginsAt(place), m.EndsAt(place))
	switch {
	case m.Place != "":
		words += ", " + m.Place
	case m.Link != "":
		words += ", " + c.T("circle.online")
	}
	return words
}

// units are those where the visitor plans meetings, the chosen one, and a form to choose another.
func (p *Pages) units(r *http.Request, at string) (unit org.Node, chooser templ.Component, err error) {
	all, err := p.Circles.Units(r.Context(), actor(r))
	if err != nil {
		return unit, nil, err
	}
	switch id := r.FormValue("enhet"); {
	case id != "":
		if unit, err = p.Circles.UnitAt(r.Context(), actor(r), id); err != nil {
			return unit, nil, err
		}
		if !slices.ContainsFunc(all, func(n org.Node) bool { return n.ID == id }) {
			all = append(all, unit)
		}
	case len(all) > 0:
		unit = all[0]
	default:
		return unit, nil, circle.ErrUnit
	}
	if len(all) < 2 {
		return unit, nil, nil
	}
	c := p.catalog(r)
	var options []ui.Option
	for _, u := range all {
		options = append(options, ui.Option{Value: u.ID, Text: u.Name})
	}
	return unit, sheet.FormOf(sheet.Send{Action: at, Get: true, Button: c.T("circle.show"), Kind: ui.Secondary},
		ui.Select(ui.FieldProps{Name: "enhet", Label: c.T("circle.f.unit"), Value: unit.ID, Options: options})), nil
}

func options(all []circle.Named, first ...ui.Option) []ui.Option {
	for _, n := range all {
		first = append(first, ui.Option{Value: n.ID, Text: n.Name})
	}
	return first
}

// capital begins a text with a capital.
func capital(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[n:]
}
