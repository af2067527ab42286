// Package staffingweb is the pages of a unit's staffing on course days: how many may be away, when people work, who
// goes when, and what it costs; and Äldreomsorgslyftet of a municipality.
package staffingweb

import (
	"context"
	"embed"
	"io"
	"net/http"
	"strconv"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staffing"
	"yrkesresan/internal/staffing/roster"
	"yrkesresan/internal/staffing/spread"
)

// Texts are the words of these pages and of warnings, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// BigBody is how much more than others these routes may carry.
var BigBody = map[string]int64{"POST " + groupsAt + "/fil": roster.MostBytes + 1<<20}

// Courses is what these pages ask of the courses.
type Courses interface {
	// Titles gives what every course is called, by id.
	Titles(ctx context.Context) (map[string]string, error)
}

// Pages serves them.
type Pages struct {
	Staffing *staffing.Staffing
	Tree     *org.Tree
	Courses  Courses
	Frame    *page.Frame
	NewID    func() string
}

// Where the pages are.
const (
	homeAt    = "/min-grupp/bemanning"
	limitAt   = homeAt + "/grans"
	groupsAt  = homeAt + "/grupper"
	splitAt   = homeAt + "/forslag"
	recordsAt = homeAt + "/timmar"
	reportAt  = homeAt + "/uppfoljning"
	liftAt    = "/kommun/aldreomsorgslyftet"
)

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	books, sees := web.To(may.BookStaff), web.To(may.SeeFunding)
	r.Page("GET "+homeAt, books, p.home)
	r.Page("GET "+limitAt, books, p.limit)
	r.Page("POST "+limitAt, books, p.setLimit)
	r.Page("GET "+groupsAt, books, p.groups)
	r.Page("POST "+groupsAt, books, p.setGroups)
	r.Page("POST "+groupsAt+"/fil", books, p.readList)
	r.Page("GET "+splitAt, books, p.split)
	r.Page("POST "+splitAt, books, p.adjust)
	r.Page("GET "+recordsAt, sees, p.records)
	r.Page("GET "+recordsAt+"/ny", sees, p.newRecord)
	r.Page("POST "+recordsAt+"/ny", sees, p.addRecord)
	r.Page("GET "+recordsAt+"/{staffingrecord}", sees, p.oneRecord)
	r.Page("POST "+recordsAt+"/{staffingrecord}", sees, p.changeRecord)
	r.Page("POST "+recordsAt+"/{staffingrecord}/ta-bort", sees, p.removeRecord)
	r.Page("GET "+reportAt, sees, p.report)
	r.Page("GET "+reportAt+".xlsx", sees, p.reportFile)
	r.Page("GET "+liftAt, sees, p.lift)
	r.Page("GET "+liftAt+".xlsx", sees, p.liftFile)
}

func (p *Pages) catalog(r *http.Request) *lang.Catalog { return p.Frame.Catalog(page.Of(r.Context())) }

// mostUnits bounds the units to choose from.
const mostUnits = 500

// unit is the chosen unit, or the first where the visitor may do something, with all of them to choose from.
func (p *Pages) unit(r *http.Request, do may.Action) (org.Node, []ui.Option, error) {
	a, today := web.ActorOf(r.Context()), p.Staffing.Today()
	all, err := p.Tree.UnitsIn(r.Context(), a.Scopes(do), today, mostUnits)
	if err != nil {
		return org.Node{}, nil, err
	}
	var options []ui.Option
	if len(all) > 1 {
		for _, u := range all {
			options = append(options, ui.Option{Value: u.ID, Text: u.Name})
		}
	}
	if id := r.FormValue("enhet"); id != "" {
		n, err := p.Tree.Find(r.Context(), id, today)
		return n, options, err
	}
	if len(all) == 0 {
		return org.Node{}, nil, staffing.ErrNoUnit
	}
	return all[0], options, nil
}

// year is the chosen year, or this.
func (p *Pages) year(r *http.Request) int {
	now, _ := strconv.Atoi(p.Staffing.Today()[:4])
	if n, err := strconv.Atoi(r.FormValue("ar")); err == nil && n >= 2020 && n <= now+1 {
		return n
	}
	return now
}

// years are those to choose from, the latest first.
func (p *Pages) years() (out []ui.Option) {
	now, _ := strconv.Atoi(p.Staffing.Today()[:4])
	for n := now + 1; n > now-5; n-- {
		out = append(out, ui.Option{Value: strconv.Itoa(n), Text: strconv.Itoa(n)})
	}
	return out
}

func backHome(c *lang.Catalog, unitID string) ui.Link {
	return ui.Link{Href: page.At(homeAt, "enhet", unitID), Text: c.T("staffing.back_home")}
}

// render shows a page with a title of its own.
func (p *Pages) render(w http.ResponseWriter, r *http.Request, status int, title string, body component) error {
	s := p.Frame.Shell(r, title)
	s.Wrong = status == http.StatusUnprocessableEntity || status == http.StatusConflict
	return p.Frame.ShowAs(w, r, status, s, body)
}

type component interface {
	Render(ctx context.Context, w io.Writer) error
}

// refusedForm is what a refused form says, by field, and its status; other errors are given back.
func refusedForm(c *lang.Catalog, err error) (map[string]string, int, error) {
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Invalid && f.Kind != fault.Conflict {
		return nil, 0, err
	}
	return map[string]string{f.Field: say(c, f)}, web.Status(f), nil
}

// say is the sentence of a fault, with its days, hours and grants as people read them.
func say(c *lang.Catalog, f *fault.Fault) string {
	args := map[string]string{}
	for name, value := range f.Args {
		switch {
		case lang.IsDay(value):
			value = c.DateOf(value)
		case name == "grant":
			value = c.T("staffing.funding." + value)
		}
		args[name] = value
	}
	if f.Key == staffing.ErrTwoGrant.Key && args["from"] == "" {
		return page.Say(c, &fault.Fault{Key: "staffing.two_grants_elsewhere", Args: args})
	}
	return page.Say(c, &fault.Fault{Key: f.Key, Args: args})
}

// problems lists what is wrong in the order of the page; what is about no field leads to first.
func problems(wrong map[string]string, first string, fields ...string) []ui.Problem {
	var out []ui.Problem
	if wrong[""] != "" {
		out = append(out, ui.Problem{Field: first, Text: wrong[""]})
	}
	for _, f := range fields {
		if wrong[f] != "" {
			out = append(out, ui.Problem{Field: f, Text: wrong[f]})
		}
	}
	return out
}

// number reads a number as people write it: "2", "2,5", "12 500"; -1 for what is none.
func number(s string) float64 {
	s = strings.NewReplacer(" ", "", "\u00a0", "", ",", ".").Replace(strings.TrimSpace(s))
	if s == "" {
		return 0
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || n < 0 || n > 1e9 {
		return -1
	}
	return n
}

// groupWord is a group in words.
func groupWord(c *lang.Catalog, g spread.Group) string {
	if g == spread.Unsaid {
		return c.T("staffing.group.unsaid")
	}
	return c.T("staffing.group." + string(g))
}

// allows says a limit in words: "2 av 12".
func allows(c *lang.Catalog, l spread.Limit, of int) string {
	if l.Percent {
		return c.T("staffing.share", "n", of)
	}
	return c.T("staffing.people", "n", of)
}
