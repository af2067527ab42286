// Package draftweb is the pages where journeys are made: drafts are edited part by part, looked at
// with whom they touch, published with a date or let out to a few municipalities first (R004, R065).
//
// Every form carries the revision of the draft that it was made from, so that two who edit at once
// are merged or shown both.
package draftweb

import (
	"context"
	"embed"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
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

// Courses is what these pages ask of the courses.
type Courses interface {
	// Titles gives what every course in the catalogue is called, by id.
	Titles(ctx context.Context) (map[string]string, error)
}

// Pages serves them.
type Pages struct {
	Journeys *journey.Journeys
	Courses  Courses
	Tree     *org.Tree
	Frame    *page.Frame
	Today    func() string
}

// top is where these pages begin.
const top = "/nationen/resor"

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	draft, publish := web.To(may.DraftJourney), web.To(may.PublishJourney)
	r.Page("GET "+top, draft, p.list)
	r.Page("GET "+top+"/ny", draft, p.askNew)
	r.Page("POST "+top+"/ny", draft, p.beginNew)
	r.Page("GET "+top+"/{journey}", draft, p.show)
	r.Page("GET "+top+"/{journey}/version/{version}", draft, p.version)
	r.Page("POST "+top+"/{journey}/version/{version}/alla", publish, p.toAll)
	r.Page("POST "+top+"/{journey}/version/{version}/prova", publish, p.addPilots)
	r.Page("POST "+top+"/{journey}/version/{version}/ta-tillbaka", publish, p.withdraw)
	r.Page("POST "+top+"/{journey}/utkast", draft, p.begin)
	r.Page("GET "+top+"/{journey}/utkast", draft, p.outline)
	r.Page("POST "+top+"/{journey}/utkast/flytta", draft, p.move)
	r.Page("POST "+top+"/{journey}/utkast/slang", draft, p.discard)
	r.Page("GET "+top+"/{journey}/utkast/del/{part}", draft, p.askPart)
	r.Page("POST "+top+"/{journey}/utkast/del/{part}", draft, p.savePart)
	r.Page("GET "+top+"/{journey}/utkast/granska", draft, p.review)
	r.Page("POST "+top+"/{journey}/utkast/rakna", draft, p.count)
	r.Page("POST "+top+"/{journey}/utkast/publicera", publish, p.publish)
	r.Page("GET /kommun/prova-resor", web.To(may.EditLayer), p.trying)
	r.Page("POST /kommun/prova-resor", web.To(may.EditLayer), p.note)
}

// speaker says what stands in drafts in Swedish: courses, occupations and areas by name.
type speaker struct {
	*plan.Words
	c      *lang.Catalog
	titles map[string]string
	ref    org.Reference
}

func (p *Pages) speaker(r *http.Request) (*speaker, error) {
	c := p.Frame.Catalog(page.Of(r.Context()))
	titles, err := p.Courses.Titles(r.Context())
	if err != nil {
		return nil, err
	}
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return nil, err
	}
	s := &speaker{c: c, titles: titles, ref: ref}
	s.Words = &plan.Words{T: c.T, And: c.And, AreaName: ref.AreaName,
		Course: func(id string) string { return titles[id] },
		Occupation: func(id string) string {
			o := ref.Occupation(id)
			if o.Plural != "" {
				return o.Plural
			}
			return o.Name
		}}
	return s, nil
}

// t is the sentence of a key in these pages.
func (s *speaker) t(key string, args ...any) string { return s.c.T("journey.edit."+key, args...) }

// itemName is what an item is called.
func (s *speaker) itemName(it *plan.Item) string {
	for _, name := range []string{it.Title, s.titles[it.Course], it.Course} {
		if name != "" {
			return name
		}
	}
	return it.ID
}

// say tells a problem.
func (s *speaker) say(p plan.Problem) string {
	args := make([]any, 0, 2*len(p.Args))
	for k, v := range p.Args {
		if k == "key" {
			v = s.c.T("journey.field." + v)
			if strings.HasPrefix(v, "⟦") {
				v = p.Args[k]
			}
		}
		args = append(args, k, v)
	}
	return s.c.T(p.Key, args...)
}

// where tells the place of a problem: "item/akk"; "" is the journey itself.
func where(p plan.Problem) string { return p.Args["at"] }

// refused keeps the faults that a page answers itself.
func refused(err error) *fault.Fault {
	if f := fault.Of(err); f != nil && (f.Kind == fault.Invalid || f.Kind == fault.Conflict) {
		return f
	}
	return nil
}

func at(journeyID string, rest ...string) string {
	return top + "/" + url.PathEscape(journeyID) + strings.Join(rest, "")
}

func revisionOf(r *http.Request) int64 {
	n, _ := strconv.ParseInt(r.FormValue("revision"), 10, 64)
	return n
}

func versionOf(r *http.Request) int64 {
	n, _ := strconv.ParseInt(r.PathValue("version"), 10, 64)
	return n
}

// said is the notice after something was done, by the word in the address.
func said(s *speaker, r *http.Request, known ...string) string {
	word := r.URL.Query().Get("klart")
	for _, k := range known {
		if k == word {
			return s.t("done." + k)
		}
	}
	return ""
}

// problems is a page's list of one thing that was refused.
func problems(c *lang.Catalog, f *fault.Fault) []ui.Problem {
	if f == nil {
		return nil
	}
	return []ui.Problem{{Field: f.Field, Text: page.Say(c, f)}}
}
