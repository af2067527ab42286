// Package meritweb is the pages of what people have that is formal: education, licences, protected titles and
// validations; the person's own, the manager's and the municipality's.
package meritweb

import (
	"context"
	"embed"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"

	"yrkesresan/internal/competence"
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

// The hubs of these pages.
const (
	ownTop   = "/min-kompetens/meriter"
	pathsTop = "/min-kompetens/utbildning"
	groupTop = "/min-grupp/meriter"
	townTop  = "/kommun/meriter"
	mapTop   = "/kommun/meriter/programkurser"
)

// BigBody is what a request may carry where that is more than usual: evidence and its form, a file of merits.
var BigBody = map[string]int64{
	"POST " + ownTop + "/ny":         blob.MaxPaper + 1<<20,
	"POST " + groupTop + "/ny":       blob.MaxPaper + 1<<20,
	"POST " + townTop + "/inlasning": competence.MaxMeritFile + 1<<20,
}

// onPage is how many merits, or people, a page lists.
const onPage = 25

// Courses is what these pages ask of the courses.
type Courses interface {
	// Titles gives what every course is called, by id.
	Titles(ctx context.Context) (map[string]string, error)
}

// Pages serves them.
type Pages struct {
	Competence *competence.Competence
	Staff      *staff.Staff
	Tree       *org.Tree
	Courses    Courses
	Frame      *page.Frame
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	r.Page("GET "+ownTop, web.Own, p.own)
	r.Page("GET "+ownTop+"/ny", web.Own, p.ownForm)
	r.Page("POST "+ownTop+"/ny", web.Own, p.ownAdd)
	r.Page("POST "+ownTop+"/ta-tillbaka/{merit}", web.Own, p.withdraw)
	r.Page("GET "+ownTop+"/bevis/{merit}", web.Own, p.paper)
	r.Page("GET "+ownTop+"/validering/{case}", web.Own, p.ownCase)
	r.Page("GET "+ownTop+"/validering/{case}/underlag.xlsx", web.Own, p.export)
	r.Page("GET "+pathsTop, web.Own, p.paths)
	r.Page("GET "+groupTop, web.To(may.SeeCompetence), p.home)
	r.Page("POST "+groupTop, web.To(may.CheckMerit), p.decide)
	r.Page("GET "+groupTop+"/ny", web.To(may.NoteCompetence), p.form)
	r.Page("POST "+groupTop+"/ny", web.To(may.NoteCompetence), p.add)
	r.Page("GET "+groupTop+"/bevis/{merit}", web.To(may.CheckMerit), p.paper)
	r.Page("POST "+groupTop+"/avsluta/{merit}", web.To(may.CheckMerit), p.end)
	r.Page("GET "+groupTop+"/person/{person}", web.To(may.SeeCompetence), p.person)
	r.Page("GET "+groupTop+"/titlar", web.To(may.CheckMerit), p.titles)
	r.Page("POST "+groupTop+"/titlar", web.To(may.CheckMerit), p.decideTitles)
	r.Page("POST "+groupTop+"/person/{person}/validering", web.To(may.NoteCompetence), p.startCase)
	r.Page("GET "+groupTop+"/validering/{case}", web.To(may.SeeCompetence), p.oneCase)
	r.Page("POST "+groupTop+"/validering/{case}", web.To(may.NoteCompetence), p.markCase)
	r.Page("POST "+groupTop+"/validering/{case}/avsluta", web.To(may.CheckMerit), p.closeCase)
	r.Page("GET "+groupTop+"/validering/{case}/underlag.xlsx", web.To(may.SeeCompetence), p.export)
	r.Page("GET "+townTop, web.To(may.SeeCompetence), p.town)
	r.Page("GET "+townTop+"/inlasning", web.To(may.CheckMerit), p.importForm)
	r.Page("POST "+townTop+"/inlasning", web.To(may.CheckMerit), p.stage)
	r.Page("GET "+townTop+"/inlasning/{import}", web.To(may.CheckMerit), p.staged)
	r.Page("POST "+townTop+"/inlasning/{import}", web.To(may.CheckMerit), p.commit)
	r.Page("GET "+mapTop, web.To(may.EditFramework), p.mappings)
	r.Page("POST "+mapTop, web.To(may.EditFramework), p.mapCourse)
}

func personURL(id string) string { return groupTop + "/person/" + url.PathEscape(id) }

// up leads back from what is about people: to the municipality's page for whoever has a role at an employer, otherwise
// to the group.
func (p *Pages) up(r *http.Request) (ui.Link, error) {
	employers, err := p.Tree.Employers(r.Context(), actorOf(r), may.SeeCompetence, p.Staff.Today())
	if err != nil || len(employers) == 0 {
		return ui.Link{Href: string(page.GroupHub), Text: p.words(r).T("merit.back_group")}, err
	}
	return ui.Link{Href: townTop, Text: p.words(r).T("merit.town_title")}, nil
}

func actorOf(r *http.Request) may.Actor { return web.ActorOf(r.Context()) }

// words is the catalogue of the visit.
func (p *Pages) words(r *http.Request) *lang.Catalog { return p.Frame.Catalog(page.Of(r.Context())) }

// show renders a page whose form may have been refused.
func (p *Pages) show(w http.ResponseWriter, r *http.Request, status int, title string, wrong bool, body templ.Component) error {
	s := p.Frame.Shell(r, title)
	s.Wrong = wrong
	return p.Frame.ShowAs(w, r, status, s, body)
}

// expected keeps the faults that a form answers on its own page.
func expected(err error) *fault.Fault {
	if f := fault.Of(err); f != nil && (f.Kind == fault.Invalid || f.Kind == fault.Conflict) {
		return f
	}
	return nil
}

// refused is what is wrong with a form, by field.
type refused map[string]string

func (p *Pages) refusal(r *http.Request, f *fault.Fault, fallback string) refused {
	field := f.Field
	if field == "" {
		field = fallback
	}
	return refused{field: page.Say(p.words(r), f)}
}

func (w refused) problems(fields ...string) []ui.Problem {
	var out []ui.Problem
	for _, f := range fields {
		if w[f] != "" {
			out = append(out, ui.Problem{Field: f, Text: w[f]})
		}
	}
	return out
}

// paper gives the evidence of a merit to be kept: nothing that somebody has uploaded is shown as a page of ours.
func (p *Pages) paper(w http.ResponseWriter, r *http.Request) error {
	f, name, kind, err := p.Competence.Paper(r.Context(), actorOf(r), r.PathValue("merit"))
	if err != nil {
		return err
	}
	defer f.Close() // nothing is written: a failing close loses nothing
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", "private, no-store")
	http.ServeContent(w, r, "", time.Time{}, f)
	return nil
}

// nameOf is what a person is called at an employer; "" when nobody knows the person any more.
func (p *Pages) nameOf(ctx context.Context, personID, employerID string) (string, error) {
	if personID == "" || personID == may.Erased {
		return "", nil
	}
	cards, err := p.Staff.Cards(ctx, personID)
	name := ""
	for _, c := range cards {
		if name == "" || c.EmployerID == employerID {
			name = strings.TrimSpace(c.Shown())
		}
	}
	return name, err
}
