// Package demandweb is the pages of who needs course days: a learner's interest, what a unit and a municipality state, and what
// those who arrange days plan by: need with proposals, days to decide on, and the calendar.
package demandweb

import (
	"embed"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"yrkesresan/internal/demand"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
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
	Demand    *demand.Demand
	Occasions *occasion.Occasions
	Tree      *org.Tree
	Frame     *page.Frame
	Now       func() time.Time
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	arrange, name, submitted, book := web.To(may.ArrangeDays), web.To(may.NameSeats), web.To(may.SeeSubmitted), web.To(may.BookStaff)
	r.Page("GET /kursdagar/intresse", web.Own, p.interest)
	r.Page("POST /kursdagar/intresse", web.Own, p.say)
	r.Page("POST /kursdagar/intresse/bort", web.Own, p.withdraw)
	r.Page("GET /min-grupp/kursdagar/behov", book, p.unit)
	r.Page("POST /min-grupp/kursdagar/behov", book, p.stateUnit)
	r.Page("GET /kommun/kursdagar/behov", name, p.town)
	r.Page("POST /kommun/kursdagar/behov", name, p.stateTown)
	r.Page("GET /kommun/kursdagar/intresserade", name, p.wishers)
	r.Page("GET /kommun/kursdagar/kalender", name, p.calendar("/kommun/kursdagar/kalender"))
	r.Page("GET /kurstillfallen/behov", submitted, p.need)
	r.Page("POST /kurstillfallen/behov", submitted, p.recount)
	r.Page("GET /kurstillfallen/beslut", arrange, p.decisions)
	r.Page("POST /kurstillfallen/beslut", arrange, p.decide)
	r.Page("GET /kurstillfallen/kalender", arrange, p.calendar("/kurstillfallen/kalender"))
}

// pageView is a page: a heading and sections.
type pageView struct {
	Back     ui.Link
	Title    string
	Problems []ui.Problem
	Said     string
	Wrong    string
	Intro    []string
	Places   []ui.Link // the same page of other places
	Sections []section
}

// section is a part of a page, with whatever of these it has, in this order.
type section struct {
	ID, Title string
	Lines     []string
	Facts     []ui.Fact
	Table     ui.TableProps
	None      string // instead of a list that is empty
	After     []string
	Items     []item
	Forms     []form
	Links     []ui.LinkButtonProps
	Print     string
}

// item is one thing of a list, with what can be done about it.
type item struct {
	Title string
	Marks []string
	Lines []string
	Warn  []string // lines that ask for attention
	Forms []form
	Links []ui.LinkButtonProps
}

// form is a form with its button.
type form struct {
	Action    string
	Get       bool
	Hidden    [][2]string
	Fields    []ui.FieldProps
	Questions []ui.ChoicesProps
	Button    string
	Kind      ui.ButtonKind
	Describes string
}

func (p *Pages) words(r *http.Request) *lang.Catalog { return p.Frame.Catalog(page.Of(r.Context())) }

func actorOf(r *http.Request) may.Actor { return page.Of(r.Context()).Actor }

func (p *Pages) show(w http.ResponseWriter, r *http.Request, status int, v pageView) error {
	shell := p.Frame.Shell(r, v.Title)
	shell.Wrong = len(v.Problems) > 0
	return p.Frame.ShowAs(w, r, status, shell, demandPage(v))
}

// refusal is the fault of what a person can mend, to be shown on the page itself; nil otherwise.
func refusal(err error) *fault.Fault {
	if f := fault.Of(err); f != nil && (f.Kind == fault.Invalid || f.Kind == fault.Conflict) {
		return f
	}
	return nil
}

// refuse puts what was wrong on the page: at its field when the page has it.
func (v *pageView) refuse(c *lang.Catalog, wrong *fault.Fault, fields ...string) map[string]string {
	at := map[string]string{}
	if wrong == nil {
		return at
	}
	for _, f := range fields {
		if wrong.Field == f {
			at[f] = page.Say(c, wrong)
			v.Problems = append(v.Problems, ui.Problem{Field: f, Text: at[f]})
			return at
		}
	}
	v.Wrong = page.Say(c, wrong)
	return at
}

// said is the sentence about what was just done, as the address tells.
func said(c *lang.Catalog, r *http.Request, all map[string]string) string {
	if key := all[r.URL.Query().Get("klart")]; key != "" {
		return c.T(key)
	}
	return ""
}

// period writes a half-year.
func period(c *lang.Catalog, p string) string {
	year, half, _ := strings.Cut(p, "-")
	if half == "1" {
		return c.T("demand.spring", "year", year)
	}
	return c.T("demand.autumn", "year", year)
}

// number reads a whole number; what is none is −1, which no rule takes.
func number(text string) int64 {
	n, err := strconv.ParseInt(strings.ReplaceAll(strings.TrimSpace(text), " ", ""), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

func texts(cells ...string) []templ.Component {
	out := make([]templ.Component, len(cells))
	for i, text := range cells {
		out[i] = ui.Text(text)
	}
	return out
}

// placeLinks lead to the same page of other places.
func placeLinks(path string, all []org.Node, at string) (out []ui.Link) {
	for _, n := range all {
		out = append(out, ui.Link{Href: page.At(path, "plats", n.ID), Text: n.Name, Current: n.ID == at})
	}
	return out
}
