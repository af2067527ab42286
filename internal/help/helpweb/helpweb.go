// Package helpweb is the pages that are open to all: help, the accessibility statement with its
// form, and how personal data is handled.
package helpweb

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"strings"
	"time"

	"yrkesresan/internal/help"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// Texts are the words of these pages, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// reviewed is the day that the accessibility statement was last tested and written.
var reviewed = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// Pages serves them.
type Pages struct {
	Reports *help.Reports
	Frame   *page.Frame
	// Contacts gives whom a person turns to at the own employers; nil is nobody.
	Contacts func(ctx context.Context, personID string) ([]org.Contact, error)
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	r.Page("GET /hjalp", web.Public, p.help)
	r.Page("GET /tillganglighet", web.Public, p.show("help.access.title", accessPage))
	r.Page("GET /tillganglighet/rapport", web.Public, p.form)
	r.Page("POST /tillganglighet/rapport", web.Public, p.send)
	r.Page("GET /tillganglighet/tack", web.Public, p.show("help.report.thanks", thanksPage))
	r.Page("GET /personuppgifter", web.Public, p.show("help.privacy.title", privacyPage))
}

// section is a heading with what stands under it: key.text, key.steps.1 … in order, key.1 … as a
// list, key.after and a link, as far as the catalogue has them.
type section struct{ ID, Key, Href string }

// The parts of the pages, in their order. The ids are addresses that other pages link to.
var (
	helpParts = []section{
		{"kod", "help.code.", ""}, {"logga-in", "help.signin.", "/logga-in"}, {"pin", "help.pin.", ""}, {"fortsatt", "help.resume.", "/min-resa"},
		{"latt-svenska", "help.easy.", "/installningar"}, {"stor-text", "help.large.", ""}, {"lyssna", "help.listen.", ""}, {"surf", "help.data.", ""},
		{"intyg", "help.certificates.", "/intyg"}, {"dela", "help.share.", "/mitt-larande"}, {"delad-platta", "help.shared.", ""}, {"fraga", "help.ask.", "/tillganglighet/rapport"},
	}
	accessParts = []section{
		{"lagen", "help.access.law.", ""}, {"sa-ar-det", "help.access.state.", ""}, {"testat", "help.access.tested.", ""}, {"brister", "help.access.lacks.", ""},
		{"hor-av-dig", "help.access.tell.", ""}, {"tillsyn", "help.access.digg.", "https://www.digg.se/tdosanmalan"},
	}
	privacyParts = []section{
		{"ansvarig", "help.privacy.who.", ""}, {"vad", "help.privacy.what.", ""}, {"varfor", "help.privacy.why.", ""}, {"personnummer", "help.privacy.number.", ""},
		{"vem-ser", "help.privacy.sees.", ""}, {"hur-lange", "help.privacy.long.", ""}, {"rattigheter", "help.privacy.rights.", ""}, {"kakor", "help.privacy.cookies.", ""},
		{"kontakt", "help.privacy.contact.", ""},
	}
)

// points are the texts key1, key2 … that the catalogue has.
func points(c *lang.Catalog, key string) []string {
	var out []string
	for n := 1; c.Has(key + strconv.Itoa(n)); n++ {
		out = append(out, c.T(key+strconv.Itoa(n)))
	}
	return out
}

// help is the page of help, with whom to turn to at one's own employer.
func (p *Pages) help(w http.ResponseWriter, r *http.Request) error {
	v := p.view(r)
	v.Open = p.Frame.Behind(page.HelpHub, page.Of(r.Context()))
	if p.Contacts != nil && v.SignedIn {
		contacts, err := p.Contacts(r.Context(), page.Of(r.Context()).Actor.PersonID)
		if err != nil {
			return err
		}
		v.Contacts = contacts
	}
	return p.Frame.Show(w, r, http.StatusOK, "help.title", helpPage(v))
}

func (p *Pages) show(title string, body func(view) component) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		return p.Frame.Show(w, r, http.StatusOK, title, body(p.view(r)))
	}
}

// view is what the pages say that is not the same everywhere.
type view struct {
	Contact  string
	Contacts []org.Contact
	SignedIn bool
	Reviewed time.Time
	Open     []ui.Part // pages that are open to everybody
}

func (p *Pages) view(r *http.Request) view {
	return view{Contact: p.Frame.Contact, SignedIn: page.Of(r.Context()).Actor.Known(), Reviewed: reviewed}
}

// reportForm is the form as typed and what was wrong.
type reportForm struct {
	help.Report
	Wrong map[string]string
}

func (p *Pages) form(w http.ResponseWriter, r *http.Request) error {
	return p.showForm(w, r, http.StatusOK, reportForm{Report: help.Report{Page: web.LocalPath(r.URL.Query().Get("sida"), "")}})
}

func (p *Pages) showForm(w http.ResponseWriter, r *http.Request, status int, f reportForm) error {
	s := p.Frame.Shell(r, p.Frame.Texts.T("help.report.title"))
	s.Wrong = len(f.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, s, reportPage(f))
}

func (p *Pages) send(w http.ResponseWriter, r *http.Request) error {
	f := reportForm{Report: help.Report{What: r.PostFormValue("what"), Page: r.PostFormValue("page"), Contact: r.PostFormValue("contact")}}
	err := p.Reports.Send(r.Context(), f.Report, web.ClientAddress(r), p.letter)
	if refused := fault.Of(err); refused != nil && (refused.Kind == fault.Invalid || refused.Is(help.ErrOften)) {
		field := refused.Field
		if field == "" {
			field = "what"
		}
		f.Wrong = map[string]string{field: refused.Key}
		return p.showForm(w, r, web.Status(refused), f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/tillganglighet/tack")
}

// letter is the report as the owner of the service gets it.
func (p *Pages) letter(r help.Report) (subject, body string) {
	c := p.Frame.Texts
	return c.T("help.letter.subject"), c.T("help.letter.body", "what", r.What, "page", or(r.Page, "–"), "contact", or(r.Contact, "–"))
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// callable is a telephone number as a link has it.
func callable(phone string) string {
	return strings.Map(func(r rune) rune {
		if r == '+' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, phone)
}
