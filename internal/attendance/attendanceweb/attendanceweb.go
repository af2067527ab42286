// Package attendanceweb is the pages of a course day: for whoever leads it, on a phone, also without network; for
// those who come, before the day and at the door; and what the kitchen needs, for the organiser.
package attendanceweb

import (
	"context"
	"embed"
	"net/http"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"yrkesresan/internal/attendance"
	"yrkesresan/internal/attendance/rule"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
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

// Reference is what these pages ask of the tree.
type Reference interface {
	// CachedReference gives occupations and areas.
	CachedReference(ctx context.Context) (org.Reference, error)
}

// Pages serves them.
type Pages struct {
	Attendance *attendance.Attendance
	Reference  Reference
	Frame      *page.Frame
	URL        string // where people reach the program, for addresses on paper
	NewID      func() string
}

// dayBase is where the pages of one day are; the browser's worker shows kept pages there and nowhere else.
const dayBase = "/kursledare/dag/"

// Mount puts the pages on the site. Who leads a day is known by the day, not by a role: the domain asks.
func (p *Pages) Mount(r web.Router) {
	r.Page("GET /kursledare", web.Own, p.led)
	r.Page("GET /kursledare/vakt.js", web.Public, offline.Worker)
	day := dayBase + "{occasion}"
	r.Page("GET "+day, web.Own, p.before)
	r.Page("GET "+day+"/narvaro", web.Own, p.list)
	r.Page("POST "+day+"/narvaro", web.Own, p.note)
	r.Page("POST "+day+"/skickat", web.Own, p.sent)
	r.Page("GET "+day+"/kod", web.Own, p.codes)
	r.Page("POST "+day+"/kod", web.Own, p.newCodes)
	r.Page("GET "+day+"/lista", web.Own, p.sheet)
	r.Page("GET "+day+"/namnskyltar", web.Own, p.tags)
	r.Page("GET "+day+"/avsluta", web.Own, p.closing)
	r.Page("POST "+day+"/avsluta", web.Own, p.close)
	r.Page("GET "+day+"/efter", web.Own, p.after)
	r.Page("GET "+day+"/efter/{booking}", web.Own, p.one)
	r.Page("POST "+day+"/efter/{booking}", web.Own, p.correct)
	r.Page("POST "+day+"/efter/{booking}/nog", web.Own, p.decide)
	r.Page("GET /incheckning", web.Own, p.door)
	r.Page("POST /incheckning", web.Own, p.enter)
	r.Page("GET /incheckning/{code}", web.Own, p.scanned)
	r.Page("POST /incheckning/{code}", web.Own, p.enter)
	r.Page("GET /kursdagar/{occasion}/behov", web.Own, p.tellForm)
	r.Page("POST /kursdagar/{occasion}/behov", web.Own, p.tell)
	r.Page("GET /kursdagar/{occasion}/pa-plats", web.Own, p.own)
	r.Page("GET /kurstillfallen/{occasion}/behov", web.To(may.ArrangeDays), p.kitchen)
}

func (p *Pages) catalog(r *http.Request) *lang.Catalog { return p.Frame.Catalog(page.Of(r.Context())) }

func actor(r *http.Request) may.Actor { return web.ActorOf(r.Context()) }

// dayAt is the address of a page of a day.
func dayAt(id, sub string, pairs ...string) string {
	return page.At(dayBase+url.PathEscape(id)+sub, pairs...)
}

// told gives a fault that belongs on the page; anything else is nil.
func told(err error) *fault.Fault {
	f := fault.Of(err)
	if f == nil || f.Kind == fault.Internal || f.Kind == fault.Denied || f.Kind == fault.Missing || !strings.HasPrefix(f.Key, "attendance.") {
		return nil
	}
	return f
}

// wrongs is what is wrong on a form, by field; what belongs to none stands under "".
func wrongs(c *lang.Catalog, f *fault.Fault) map[string]string {
	if f == nil {
		return nil
	}
	return map[string]string{f.Field: page.Say(c, f)}
}

// problems are what is wrong, for the summary above a form.
func problems(wrong map[string]string) (out []ui.Problem) {
	for field, text := range wrong {
		out = append(out, ui.Problem{Field: field, Text: text})
	}
	return out
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, status int, title string, body templComponent) error {
	shell := p.Frame.Shell(r, title)
	shell.Wrong = status == http.StatusUnprocessableEntity
	return p.Frame.ShowAs(w, r, status, shell, body)
}

// when says which day and time a session is.
func (p *Pages) when(c *lang.Catalog, s occasion.Session) string {
	place := lang.Zone()
	return c.Weekday(s.BeginsAt(place), p.Frame.Now()) + ", " + c.Hours(s.BeginsAt(place), s.EndsAt(place))
}

// capital begins a text with a capital letter.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// where says where an occasion is held.
func where(c *lang.Catalog, o occasion.Occasion) string {
	switch o.Form {
	case occasion.Online:
		return c.T("attendance.online")
	case occasion.AtWorkplace:
		return c.T("attendance.workplace")
	}
	var parts []string
	for _, s := range []string{o.Place, o.Room, o.Address} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

// looks is how a state at a session or of a whole day looks.
func looks(s rule.State) ui.StatusKind {
	switch s {
	case rule.Was:
		return ui.Done
	case rule.WasPart:
		return ui.Ongoing
	case rule.WasAbsent:
		return ui.Missing
	case rule.WasAway:
		return ui.NotApplicable
	}
	return ui.NotStarted
}

// stateWords says what is noted of somebody at a session: "Här, kom 09.40".
func stateWords(c *lang.Catalog, pr rule.Presence, s occasion.Session) string {
	switch pr.State {
	case rule.Was, rule.WasPart:
		words := thereWords(c, pr, s)
		for _, g := range pr.Gaps {
			words += ", " + c.T("attendance.state.away", "left", dotted(g.From), "back", dotted(g.Until))
		}
		return words
	case rule.WasAbsent:
		return c.T("attendance.state.absent")
	case rule.WasAway:
		return c.T("attendance.state.excused")
	}
	return c.T("attendance.state.none")
}

// thereWords says from when until when somebody was there.
func thereWords(c *lang.Catalog, pr rule.Presence, s occasion.Session) string {
	late, early := pr.Came != s.Begins, pr.Went != s.Ends
	switch {
	case late && early:
		return c.T("attendance.state.between", "came", dotted(pr.Came), "went", dotted(pr.Went))
	case late:
		return c.T("attendance.state.late", "came", dotted(pr.Came))
	case early:
		return c.T("attendance.state.left", "went", dotted(pr.Went))
	}
	return c.T("attendance.state.here")
}

// outcomeWords says what came of a day for somebody.
func outcomeWords(c *lang.Catalog, s rule.State) string {
	switch s {
	case rule.Was:
		return c.T("attendance.outcome.attended")
	case rule.WasPart:
		return c.T("attendance.outcome.part")
	case rule.WasAway:
		return c.T("attendance.outcome.excused")
	}
	return c.T("attendance.outcome.absent")
}

// dotted writes a time as people read it: 09.40.
func dotted(clock string) string { return strings.Replace(clock, ":", ".", 1) }
