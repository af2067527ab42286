package assessweb

import (
	"net/http"
	"net/url"
	"slices"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staff"
)

// someone is a person, as whoever leads the person assesses the person.
type someone struct {
	staff.Known
	areas []area
	sides competence.Sides
	name  string
}

func (p *Pages) someone(r *http.Request) (s someone, err error) {
	visit := page.Of(r.Context())
	if s.Known, err = p.Staff.Know(r.Context(), visit.Actor, may.NoteCompetence, r.PathValue("person"), p.Staff.Today()); err != nil {
		return s, err
	}
	id := s.Employee.PersonID
	if s.name = s.Shown(); s.FirstName+" "+s.LastName != s.name && s.LastName != "" {
		s.name = s.FirstName + " " + s.LastName // the manager of who is protected sees the name
	}
	if s.areas, err = p.asked(r.Context(), id, s.Known.Employer.ID); err != nil {
		return s, err
	}
	list, err := p.Competence.Assessments(r.Context(), visit.Actor, id, s.Known.Employer.ID)
	if err != nil {
		return s, err
	}
	s.sides, err = p.Competence.LatestNow(r.Context(), list)
	return s, err
}

// personView is a person's areas and the one that is assessed now.
type personView struct {
	formView
	Areas []areaPart
	Empty string
}

func (p *Pages) person(w http.ResponseWriter, r *http.Request) error {
	s, err := p.someone(r)
	if err != nil {
		return err
	}
	return p.showPerson(w, r, http.StatusOK, s, nil)
}

func (p *Pages) showPerson(w http.ResponseWriter, r *http.Request, status int, s someone, wrongs map[string]string) error {
	c := p.Frame.Catalog(page.Of(r.Context()))
	here, known := find(s.areas, r.FormValue("omrade"))
	if !known && len(s.areas) > 0 {
		here = s.areas[0]
	}
	id := s.Employee.PersonID
	path := "/min-grupp/bedomning/person/" + url.PathEscape(id)
	v := personView{formView: formView{Title: s.name, Over: here.name, Lead: c.T("assess.person.lead"), Action: path, Notes: true, Wrong: wrongs, Save: c.T("assess.person.save")}}
	v.Hidden = []hidden{{"omrade", here.id}, {"enhet", r.FormValue("enhet")}, {"fran", r.FormValue("fran")}}
	unit, area := r.FormValue("enhet"), here.id
	if unit == "" { // the person's own, whose table has these areas; who comes another way chooses a unit first
		if unit = s.At.ID; may.Ask(page.Of(r.Context()).Actor, may.NoteCompetence, s.At.Path) != nil {
			unit, area = "", ""
		}
	}
	v.Back = ui.Link{Href: page.At("/min-grupp/bedomning", "enhet", unit, "omrade", area, "fran", r.FormValue("fran")), Text: c.T("assess.back_table")}
	if r.URL.Query().Has("sparat") {
		v.Said = c.T("assess.own.saved")
	}
	if len(s.areas) == 0 {
		v.Empty = c.T("assess.group.empty")
	}
	for _, a := range s.areas {
		n := 0
		for _, e := range a.needs {
			if _, have := s.sides[competence.Side{Requirement: e.Key, By: held.Manager}]; have {
				n++
			}
		}
		v.Areas = append(v.Areas, areaPart{ui.Part{Href: page.At(path, "enhet", r.FormValue("enhet"), "omrade", a.id, "fran", r.FormValue("fran")), Title: a.name, Note: c.T("assess.own.progress", "n", n, "all", len(a.needs))}, a.id == here.id})
	}
	v.Needs = p.needs(c, here, s.sides, held.Manager, true)
	if len(wrongs) > 0 {
		typed(r, v.Needs)
	}
	shell := p.Frame.Shell(r, v.Title)
	shell.Wrong = len(wrongs) > 0
	return p.Frame.ShowAs(w, r, status, shell, personPage(v))
}

func (p *Pages) savePerson(w http.ResponseWriter, r *http.Request) error {
	visit := page.Of(r.Context())
	s, err := p.someone(r)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(s.areas, func(a area) bool { return a.id == r.PostFormValue("omrade") })
	if i < 0 {
		return p.showPerson(w, r, http.StatusUnprocessableEntity, s, map[string]string{"allt": p.Frame.Catalog(visit).T("assess.requirement_missing")})
	}
	id := s.Employee.PersonID
	wrongs, err := wrong(p.Frame.Catalog(visit), p.Competence.Assess(r.Context(), visit.Actor, s.Known.Employer.ID, read(r, s.areas[i], s.sides, held.Manager, id), held.Manager))
	if err != nil {
		return err
	}
	if len(wrongs) > 0 {
		return p.showPerson(w, r, http.StatusUnprocessableEntity, s, wrongs)
	}
	return web.Redirect(w, r, page.At("/min-grupp/bedomning/person/"+url.PathEscape(id), "enhet", r.PostFormValue("enhet"), "omrade", r.PostFormValue("omrade"), "fran", r.PostFormValue("fran"), "sparat", "1"))
}
