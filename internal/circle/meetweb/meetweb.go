// Package meetweb is what people meet at and around a meeting: the pages for the whole room, the sheet to print, the
// leader's phone, also without network, and the phone of who takes part or reflects alone (R141, R147, R148, R154).
package meetweb

import (
	"embed"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/circle/guide"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/offline"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// Texts are the words of these pages, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// Pages serves them.
type Pages struct {
	Circles *circle.Circles
	Frame   *page.Frame
	NewID   func() string
	// Who names the visitor in the phone's outbox, in words that mean nothing to others.
	Who func(may.Actor) string
}

// base is where the pages of meetings are; the browser's worker shows kept pages there and nowhere else.
const base = "/traff/"

const workerAt = base + "vakt.js"

// Mount puts the pages on the site. Who leads a meeting or takes part in it is known by the meeting, not by a role: the
// domain asks.
func (p *Pages) Mount(r web.Router) {
	r.Page("GET /traff", web.Own, p.list)
	r.Page("GET "+workerAt, web.Public, offline.Worker)
	at := base + "{meeting}"
	r.Page("GET "+at, web.Own, p.lead)
	r.Page("GET "+at+"/narvaro", web.Own, p.roll)
	r.Page("POST "+at+"/narvaro", web.Own, p.mark)
	r.Page("POST "+at+"/skickat", web.Own, p.sent)
	r.Page("GET "+at+"/kollega", web.Own, p.guests)
	r.Page("POST "+at+"/kollega", web.Own, p.guest)
	r.Page("GET "+at+"/hallen", web.Own, p.holding)
	r.Page("POST "+at+"/hallen", web.Own, p.hold)
	r.Page("POST "+at+"/overens", web.Own, p.agree)
	r.Page("GET "+at+"/visa", web.Own, p.show)
	r.Page("POST "+at+"/visa", web.Own, p.write)
	r.Page("GET "+at+"/papper", web.Own, p.paper)
	r.Page("GET "+at+"/min", web.Own, p.mine)
	r.Page("POST "+at+"/min/jag", web.Own, p.here)
	r.Page("POST "+at+"/min/svar", web.Own, p.reply)
	r.Page("POST "+at+"/min/klar", web.Own, p.alone)
	r.Page("GET "+at+"/min/steg/{step}", web.Own, p.step)
	r.Page("POST "+at+"/min/steg/{step}", web.Own, p.think)
}

func (p *Pages) catalog(r *http.Request) *lang.Catalog { return p.Frame.Catalog(page.Of(r.Context())) }

func actor(r *http.Request) may.Actor { return web.ActorOf(r.Context()) }

// meetingAt is the address of a page of a meeting.
func meetingAt(id, sub string, pairs ...string) string {
	return page.At(base+url.PathEscape(id)+sub, pairs...)
}

// open reads the meeting that the address names.
func (p *Pages) open(r *http.Request) (circle.View, error) {
	return p.Circles.Meeting(r.Context(), actor(r), r.PathValue("meeting"))
}

// told gives a fault that belongs on the page; anything else is nil.
func told(err error) *fault.Fault {
	f := fault.Of(err)
	if f == nil || f.Kind == fault.Internal || f.Kind == fault.Denied || f.Kind == fault.Missing || !strings.HasPrefix(f.Key, "circle.") {
		return nil
	}
	return f
}

// problems are what is wrong, for the summary above a form.
func problems(c *lang.Catalog, f *fault.Fault) []ui.Problem {
	if f == nil {
		return nil
	}
	return []ui.Problem{{Field: f.Field, Text: page.Say(c, f)}}
}

// above is what is wrong, where the page has no field of it to lead to.
func above(c *lang.Catalog, f *fault.Fault) []ui.Problem {
	if f == nil {
		return nil
	}
	return []ui.Problem{{Field: "", Text: page.Say(c, f)}}
}

// at is what is wrong at a field.
func at(c *lang.Catalog, f *fault.Fault, field string) string {
	if f == nil || f.Field != field {
		return ""
	}
	return page.Say(c, f)
}

// status is how a page with a fault is sent.
func status(f *fault.Fault) int {
	if f == nil {
		return http.StatusOK
	}
	return web.Status(f)
}

func (p *Pages) draw(w http.ResponseWriter, r *http.Request, status int, title string, body templ.Component) error {
	shell := p.Frame.Shell(r, title)
	shell.Wrong = status == http.StatusUnprocessableEntity
	return p.Frame.ShowAs(w, r, status, shell, body)
}

// when says which day and time a meeting is.
func (p *Pages) when(c *lang.Catalog, m circle.Meeting) string {
	place := lang.Zone()
	return capital(c.Weekday(m.BeginsAt(place), p.Frame.Now()) + ", " + c.Hours(m.BeginsAt(place), m.EndsAt(place)))
}

// name is what a meeting is called: what the leader has called it, else as the guide says, else as its circle.
func name(v circle.View) string {
	for _, s := range []string{v.Meeting.Title, v.Agenda.Title, v.Circle.Title} {
		if s != "" {
			return s
		}
	}
	return ""
}

// over says which meeting of how many it is; "" of a single one that is called as its circle.
func over(c *lang.Catalog, v circle.View) string {
	if v.Of > 1 && v.Number > 0 {
		return c.T("meet.number", "circle", v.Circle.Title, "n", v.Number, "all", v.Of)
	}
	if name(v) == v.Circle.Title {
		return ""
	}
	return v.Circle.Title
}

// question is a step's question as the visitor reads: in easy words where there are any.
func question(c *lang.Catalog, s guide.Step) string {
	if c.IsEasy() && s.Easy != "" {
		return s.Easy
	}
	return s.Question
}

// howWords says how one works in a step.
func howWords(c *lang.Catalog, h guide.How) string {
	switch h {
	case guide.Alone:
		return c.T("meet.how.alone")
	case guide.Pair:
		return c.T("meet.how.pair")
	case guide.Small:
		return c.T("meet.how.small")
	}
	return c.T("meet.how.all")
}

// hints warns of what in a text may point at somebody (rule 42, R148); "" when nothing does.
func hints(c *lang.Catalog, text string) string {
	if what := pointing(c, text); what != "" {
		return c.T("meet.hint", "what", what)
	}
	return ""
}

// pointing names what in a text may point at somebody; "" when nothing does.
func pointing(c *lang.Catalog, text string) string {
	var words []string
	for _, h := range identity.Hints(text) {
		words = append(words, c.T("meet.hint."+string(h)))
	}
	return c.And(words...)
}

// materialLinks are what there is to read or see in a step.
func materialLinks(s guide.Step) (out []ui.Link) {
	for _, m := range s.Material {
		out = append(out, ui.Link{Href: m.Href(), Text: m.Title})
	}
	return out
}

// agreed are agreements as rows.
func agreed(c *lang.Catalog, all []circle.Agreement, me string) (out []ui.Part) {
	for _, g := range all {
		who := g.Owner
		switch {
		case g.OwnerID == "":
			who = c.T("meet.agree.all")
		case g.OwnerID == me:
			who = c.T("meet.agree.you")
		}
		part := ui.Part{Title: g.What, Note: c.T("meet.agree.who", "who", who, "day", c.DateOf(g.Due)), Status: ui.NotStarted, Word: c.T("meet.agree.open"),
			Href: "/traffar/overenskommelse/" + url.PathEscape(g.ID)}
		switch g.State {
		case circle.Going:
			part.Status, part.Word = ui.Ongoing, c.T("meet.agree.going")
		case circle.Done:
			part.Status, part.Word = ui.Done, c.T("meet.agree.done")
		case circle.Dropped:
			part.Status, part.Word = ui.NotApplicable, c.T("meet.agree.dropped")
		}
		out = append(out, part)
	}
	return out
}

// becomes tells the script what a person's line says after a press.
func becomes(words string, here bool) templ.Attributes {
	a := templ.Attributes{"data-blir": words}
	if here {
		a["data-ar"] = "1"
	}
	return a
}

// keys let keys and a clicker press a link.
func keys(names string) templ.Attributes { return templ.Attributes{"data-tangent": names} }

// capital begins a text with a capital letter.
func capital(s string) string {
	for i, r := range s {
		if i == 0 {
			return strings.ToUpper(string(r)) + s[len(string(r)):]
		}
	}
	return s
}

// said is what the page says after something was done: what the address tells, paired with a message key.
func said(c *lang.Catalog, r *http.Request, keys map[string]string) string {
	if key, known := keys[r.URL.Query().Get("klart")]; known {
		return c.T(key)
	}
	return ""
}
