// Package occasionweb is the organisers' pages of course days: the list, making and editing one step by step, what
// happens to it, the register of trainers, and the calendars that people and places subscribe to.
package occasionweb

import (
	"context"
	"embed"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"yrkesresan/internal/course"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staff"
)

// Texts are the words of these pages, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// Pages serves them.
type Pages struct {
	Occasions *occasion.Occasions
	Courses   Courses
	Tree      *org.Tree
	Staff     *staff.Staff
	Journeys  Journeys
	Frame     *page.Frame
	URL       string // where people reach the program
	// Mix, when set, tells how those who are booked are spread, as totals (R127).
	Mix func(ctx context.Context, a may.Actor, occasionID string) ([]Spread, error)
	// Clashing, when set, counts who has a seat and also one of another occasion at the same time.
	Clashing func(ctx context.Context, occasionID string) (int64, error)
}

// Courses is the catalogue.
type Courses interface {
	All(ctx context.Context) ([]course.Course, error)
}

// Journeys names the journeys that a trainer may be approved for.
type Journeys interface {
	Names(ctx context.Context) (map[string]string, error)
}

// Spread is how those who are booked are spread by one thing: municipality, experience, occupation.
type Spread struct {
	Of     string // the key of its heading: municipality or experience
	Groups []Group
}

// Group is how many are of a sort.
type Group struct {
	Name string
	N    int64
}

// BigBody is what a request may carry where that is more than usual: material and its form.
var BigBody = map[string]int64{"POST /kurstillfallen/{occasion}/pass/{session}": blob.MaxPaper + 1<<20}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	arrange, approve := web.To(may.ArrangeDays), web.To(may.ApproveTrainer)
	r.Page("GET /kurstillfallen", arrange, p.list)
	r.Page("GET /kurstillfallen/ny", arrange, p.newOne)
	r.Page("POST /kurstillfallen", arrange, p.add)
	r.Page("GET /kurstillfallen/{occasion}", arrange, p.one)
	for step, s := range p.steps() {
		r.Page("GET /kurstillfallen/{occasion}/"+step, arrange, p.showStep(s))
		r.Page("POST /kurstillfallen/{occasion}/"+step, arrange, p.doStep(s))
	}
	r.Page("POST /kurstillfallen/{occasion}/oppna", arrange, p.openUp)
	r.Page("POST /kurstillfallen/{occasion}/ta-bort", arrange, p.discard)
	r.Page("GET /kurstillfallen/{occasion}/pass/{session}", arrange, p.session)
	r.Page("POST /kurstillfallen/{occasion}/pass/{session}", arrange, p.savePart)
	r.Page("POST /kurstillfallen/{occasion}/pass/{session}/bort", arrange, p.dropPart)
	r.Page("POST /kurstillfallen/{occasion}/pass/{session}/kursledare", arrange, p.saveTrainers)
	r.Page("GET /kurstillfallen/{occasion}/material/{session}/{n}", web.Own, p.material)
	r.Page("GET /kurstillfallen/{occasion}/kalender.ics", web.Own, p.invitation)
	r.Page("POST /kurstillfallen/{occasion}/arrangorer", arrange, p.share)
	r.Page("POST /kurstillfallen/{occasion}/arrangorer/lamna", arrange, p.leave)
	r.Page("GET /kursledare/register", approve, p.register)
	r.Page("GET /kursledare/register/ny", approve, p.newTrainer)
	r.Page("POST /kursledare/register", approve, p.addTrainer)
	r.Page("GET /kursledare/register/{trainer}", approve, p.trainer)
	r.Page("POST /kursledare/register/{trainer}", approve, p.saveTrainer)
	r.Page("POST /kursledare/register/{trainer}/godkann", approve, p.approve)
	r.Page("POST /kursledare/register/{trainer}/avsluta", approve, p.endApproval)
	r.Page("GET /kursdagar/kalender", web.Own, p.calendars)
	r.Page("POST /kursdagar/kalender", web.Own, p.makeCalendar)
	r.Page("POST /kursdagar/kalender/av", web.Own, p.endCalendar)
	r.Page("GET /kalender/{token}", web.Public, p.feed)
}

func (p *Pages) words(r *http.Request) *lang.Catalog { return p.Frame.Catalog(page.Of(r.Context())) }

func actorOf(r *http.Request) may.Actor { return page.Of(r.Context()).Actor }

func (p *Pages) show(w http.ResponseWriter, r *http.Request, status int, title string, wrong bool, body templ.Component) error {
	shell := p.Frame.Shell(r, title)
	shell.Wrong = wrong
	return p.Frame.ShowAs(w, r, status, shell, body)
}

// own finds the occasion of an address, for who arranges it.
func (p *Pages) own(r *http.Request) (occasion.Occasion, error) {
	oc, err := p.Occasions.Find(r.Context(), r.PathValue("occasion"))
	if err != nil {
		return oc, err
	}
	return oc, p.Occasions.Owns(r.Context(), actorOf(r), oc)
}

// home is an occasion's page.
func home(oc occasion.Occasion, pairs ...string) string {
	return page.At("/kurstillfallen/"+url.PathEscape(oc.ID), pairs...)
}

// when is a session's day and hours: "onsdag 3 februari klockan 9–16".
func (p *Pages) when(c *lang.Catalog, s occasion.Session) string {
	from := s.BeginsAt(p.Occasions.Place)
	return c.Weekday(from, p.Frame.Now()) + " " + c.Hours(from, s.EndsAt(p.Occasions.Place))
}

// days is when an occasion is, in a few words: its one day, or the first and how many.
func (p *Pages) days(c *lang.Catalog, oc occasion.Occasion) string {
	switch len(oc.Sessions) {
	case 0:
		return c.T("occasion.no_day")
	case 1:
		return p.when(c, oc.Sessions[0])
	}
	return c.T("occasion.days", "first", p.when(c, oc.Sessions[0]), "n", len(oc.Sessions)-1)
}

// where is the form and the place.
func (p *Pages) where(c *lang.Catalog, oc occasion.Occasion, town string) string {
	words := []string{c.T("occasion.form." + string(oc.Form))}
	if oc.Form != occasion.Online {
		if at := oc.Where(); at != "" {
			words = append(words, at)
		}
		if town != "" {
			words = append(words, town)
		}
	}
	return strings.Join(words, ", ")
}

// nodeName is what a place is called today; "" when it is no more.
func (p *Pages) nodeName(ctx context.Context, id string) string {
	if id == "" {
		return ""
	}
	n, err := p.Tree.FindEver(ctx, id)
	if err != nil {
		return ""
	}
	return n.Name
}

func number(s string) int64 {
	n, err := strconv.ParseInt(strings.ReplaceAll(strings.TrimSpace(s), " ", ""), 10, 64)
	if err != nil {
		if strings.TrimSpace(s) != "" {
			return -1
		}
		return 0
	}
	return n
}

func numeral(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// shown are the faults that are said at the form: what the person can mend or must know.
func shown(err error) *fault.Fault {
	f := fault.Of(err)
	if f == nil || !strings.HasPrefix(f.Key, "occasion.") && !strings.HasPrefix(f.Key, "staff.") {
		return nil
	}
	if f.Kind != fault.Invalid && f.Kind != fault.Conflict {
		return nil
	}
	return f
}

// say is a fault as a sentence; days in it are written in Swedish.
func say(c *lang.Catalog, f *fault.Fault) string {
	for _, name := range []string{"day", "when"} {
		if day, rest, ok := strings.Cut(f.Args[name], " "); f.Args[name] != "" {
			text := c.DateOf(day)
			if ok {
				text += " " + rest
			}
			f = f.With(name, text)
		}
	}
	return page.Say(c, f)
}

// formView is a page with one form, made of the pieces that a step has.
type formView struct {
	Back          ui.Link
	Title, Intro  string
	Said          string
	Problems      []ui.Problem
	Wrong         string
	Theirs        []string // what somebody else has changed meanwhile
	Action        string
	Files         bool
	Hidden        [][2]string
	Pieces        []templ.Component
	Button        string
	Kind          ui.ButtonKind
	After         []templ.Component // below the form
	Warnings      []string
	ButtonsBefore bool
}

// refuse puts a fault where it belongs: at its field, or above the form.
func (v *formView) refuse(c *lang.Catalog, f *fault.Fault, at map[string]string, fields ...string) {
	if f == nil {
		return
	}
	text := say(c, f)
	for _, name := range fields {
		if name == f.Field {
			at[name] = text
			v.Problems = append(v.Problems, ui.Problem{Field: name, Text: text})
			return
		}
	}
	v.Wrong = text
}

func options(first string, all []ui.Option) []ui.Option {
	return append([]ui.Option{{Text: first}}, all...)
}

// towns are the municipalities to choose a place in.
func (p *Pages) towns(ctx context.Context) ([]ui.Option, error) {
	all, err := p.Tree.Municipalities(ctx, p.Staff.Today())
	var out []ui.Option
	for _, n := range all {
		out = append(out, ui.Option{Value: n.ID, Text: n.Name})
	}
	return out, err
}

// courses are the courses to hold.
func (p *Pages) courses(ctx context.Context) ([]ui.Option, error) {
	all, err := p.Courses.All(ctx)
	var out []ui.Option
	for _, c := range all {
		out = append(out, ui.Option{Value: c.ID, Text: c.Title})
	}
	lang.SortBy(out, func(o ui.Option) string { return o.Text })
	return out, err
}

func dayAfter(day string, n int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}
