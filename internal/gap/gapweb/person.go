package gapweb

import (
	"net/http"
	"net/url"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// personView is one person, as who may see the person's competence does.
type personView struct {
	Title, Work, Back, Done string
	Said                    []string
	Empty                   ui.EmptyProps
	Lacks, Holds, Coming    []areaView
	Doors                   []ui.Part
}

// personTop is where pages about one person's competence stand.
const personTop = "/min-grupp/kompetens/person"

func personHref(personID string) string { return personTop + "/" + url.PathEscape(personID) }

func (p *Pages) person(w http.ResponseWriter, r *http.Request) error {
	visit, c := page.Of(r.Context()), p.catalog(r)
	id := r.PathValue("person")
	employer, err := p.employerOf(r, id)
	if err != nil {
		return err
	}
	found, err := p.Gaps.Person(r.Context(), visit.Actor, id, employer.ID, p.Staff.Today())
	if err != nil {
		return err
	}
	name := found.Name
	if name == "" { // one's own page, met from the group
		return web.Redirect(w, r, page.At("/min-kompetens", "hos", employer.ID))
	}
	v := personView{Title: name, Back: page.At("/min-grupp/kompetens", "enhet", r.URL.Query().Get("enhet"))}
	for i, work := range found.Works {
		if i > 0 {
			v.Work += " "
		}
		v.Work += c.T("gap.person.work", "title", work.Title, "unit", work.UnitName)
	}
	if r.URL.Query().Get("plan") != "" {
		v.Done = c.T("gap.person.planned")
	}
	t, err := p.teller(r, id, employer.ID)
	if err != nil {
		return err
	}
	path := employer.Path
	if len(found.Works) > 0 {
		path = found.Works[0].UnitPath
	}
	t.plan, t.to = may.Ask(visit.Actor.Inside(employer.Path), may.PlanPerson, path) == nil, personHref(id)+"/lagg-i-plan"
	for _, d := range p.Frame.Behind(page.PersonCompetenceHub, visit) {
		d.Href += "/" + url.PathEscape(id)
		v.Doors = append(v.Doors, d)
		switch {
		case strings.HasPrefix(d.Href, "/min-grupp/bedomning/"):
			t.assess = d.Href
		case strings.HasPrefix(d.Href, "/min-grupp/meriter/"):
			t.merits = d.Href
		}
	}
	s := sort(found)
	v.Said = personSaid(c, s)
	if s.asked() == 0 && len(s.coming) == 0 {
		v.Empty = ui.EmptyProps{Icon: "info", Title: c.T("gap.person.nothing"), Text: c.T("gap.person.nothing_text")}
	}
	if v.Lacks, v.Holds, v.Coming, err = t.all(s); err != nil {
		return err
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, v.Title), personPage(v))
}

// employerOf finds the employer where the visitor may see the person's competence.
func (p *Pages) employerOf(r *http.Request, personID string) (org.Node, error) {
	known, err := p.Staff.Know(r.Context(), page.Of(r.Context()).Actor, may.SeeCompetence, personID, p.Staff.Today())
	return known.Employer, err
}

// personSaid is how the person stands, in counts.
func personSaid(c *lang.Catalog, s sorted) []string {
	switch {
	case s.asked() == 0:
		return nil
	case len(s.lacks) == 0:
		return []string{c.T("gap.person.all", "n", s.asked())}
	}
	return []string{c.T("gap.person.some", "has", len(s.holds), "all", s.asked())}
}

// planOf puts one way to close a gap in a person's plan.
func (p *Pages) planOf(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("person")
	if err := p.add(r, id, ""); err != nil {
		return err
	}
	return web.Redirect(w, r, page.At(personHref(id), "plan", "1", "enhet", r.PostFormValue("enhet")))
}
