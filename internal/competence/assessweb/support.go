package assessweb

import (
	"net/http"
	"slices"
	"strings"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// lacksView is in which roles a place's units have nobody who supports them, or of one role which units.
type lacksView struct {
	Title, Place, Lead string
	Back               ui.Link
	Places             []ui.Part // to choose among, when the visitor has several
	Parts              []ui.Part // roles, or units
	Pager              ui.PagerProps
	Roles              string // where the employer's own roles are
	Empty              string
}

// lacks shows which units nobody supports: of the only place that the visitor sees figures of, or the one
// asked for. Under /kommun and under /omrade it is the same.
func (p *Pages) lacks(w http.ResponseWriter, r *http.Request) error {
	visit := page.Of(r.Context())
	c := p.Frame.Catalog(visit)
	v := lacksView{Title: c.T("assess.lacks.title"), Back: ui.Link{Href: "/omrade", Text: c.T("assess.back_area")}}
	if strings.HasPrefix(r.URL.Path, "/kommun/") {
		v.Back = ui.Link{Href: "/kommun", Text: c.T("assess.back_town")}
	}
	id := r.URL.Query().Get("plats")
	if id == "" {
		places, err := p.led(r)
		if err != nil {
			return err
		}
		if len(places) != 1 {
			for _, n := range places {
				v.Places = append(v.Places, ui.Part{Href: page.At(r.URL.Path, "plats", n.ID), Title: n.Name})
			}
			return p.Frame.Show(w, r, http.StatusOK, "assess.lacks.title", lacksPage(v))
		}
		id = places[0].ID
	}
	s, err := p.Competence.SupportAt(r.Context(), visit.Actor, id)
	if err != nil {
		return err
	}
	v.Place = s.Place.Name
	employer, err := p.Tree.EmployerAt(r.Context(), s.Place.Path, p.Staff.Today())
	if err != nil {
		return err
	}
	if may.Ask(visit.Actor.Inside(employer.Path), may.NoteCompetence, employer.Path) == nil {
		v.Roles = page.At("/kommun/specialistroller", "plats", employer.ID)
	}
	role := r.URL.Query().Get("roll")
	if role == "" {
		v.Lead = c.T("assess.lacks.lead", "n", len(s.Units))
		for _, k := range s.Roles {
			n := len(s.Lacks[k.Key])
			part := ui.Part{Title: roleName(c, s.Roles, k.Key), Note: c.T("assess.lacks.all_have")}
			if n > 0 {
				part.Href, part.Note = page.At(r.URL.Path, "plats", id, "roll", k.Key), c.T("assess.lacks.some", "n", n, "all", len(s.Units))
			}
			v.Parts = append(v.Parts, part)
		}
		return p.Frame.Show(w, r, http.StatusOK, "assess.lacks.title", lacksPage(v))
	}
	if !slices.ContainsFunc(s.Roles, func(k competence.SpecialistRole) bool { return k.Key == role }) {
		return competence.ErrNoSpecialist
	}
	p.layLacks(r, c, s, role, &v)
	shell := p.Frame.Shell(r, v.Title)
	return p.Frame.ShowAs(w, r, http.StatusOK, shell, lacksPage(v))
}

// layLacks lays out the units that nobody supports in a role, 50 a page.
func (p *Pages) layLacks(r *http.Request, c *lang.Catalog, s competence.Support, role string, v *lacksView) {
	units := s.Lacks[role]
	v.Title, v.Roles = roleName(c, s.Roles, role), ""
	v.Lead = c.T("assess.lacks.role", "n", len(units), "all", len(s.Units))
	v.Back = ui.Link{Href: page.At(r.URL.Path, "plats", s.Place.ID), Text: c.T("assess.lacks.title")}
	number := page.Number(r.URL.Query().Get("sida"))
	from := min((number-1)*50, len(units))
	actor := page.Of(r.Context()).Actor
	for _, u := range units[from:min(from+50, len(units))] {
		part := ui.Part{Title: u.Name}
		if may.Ask(actor, may.NoteCompetence, u.Path) == nil {
			part.Href = page.At("/min-grupp/specialister", "enhet", u.ID)
		}
		v.Parts = append(v.Parts, part)
	}
	if len(units) == 0 {
		v.Empty = c.T("assess.lacks.all_have")
	}
	v.Pager = page.Pager(page.At(r.URL.Path, "plats", s.Place.ID, "roll", role), "sida", number, len(units), 50)
}

// rolesView is an employer's own specialist roles.
type rolesView struct {
	Employer, Place string
	Back            ui.Link
	Own             []specialistLine
	Places          []ui.Part
	Name            string
	Said            string
	Wrong           map[string]string
}

const rolesTop = "/kommun/specialistroller"

func (p *Pages) ownRoles(w http.ResponseWriter, r *http.Request) error {
	return p.showRoles(w, r, http.StatusOK, rolesView{})
}

func (p *Pages) showRoles(w http.ResponseWriter, r *http.Request, status int, v rolesView) error {
	visit := page.Of(r.Context())
	c := p.Frame.Catalog(visit)
	v.Back = ui.Link{Href: "/kommun", Text: c.T("assess.back_town")}
	if may.AskSomewhere(visit.Actor, may.SeeFigures) == nil {
		v.Back = ui.Link{Href: page.At("/kommun/specialister", "plats", r.FormValue("plats")), Text: c.T("assess.lacks.title")}
	}
	employer, all, err := p.roleEmployer(r)
	if err != nil {
		return err
	}
	if employer.ID == "" {
		for _, n := range all {
			v.Places = append(v.Places, ui.Part{Href: page.At(rolesTop, "plats", n.ID), Title: n.Name})
		}
		return p.Frame.ShowAs(w, r, status, p.Frame.Shell(r, c.T("assess.roles.title")), rolesPage(v))
	}
	roles, err := p.Competence.SpecialistRoles(r.Context(), employer.ID)
	if err != nil {
		return err
	}
	v.Employer, v.Place = employer.ID, employer.Name
	for _, k := range roles {
		if k.EmployerID != "" {
			v.Own = append(v.Own, specialistLine{ID: k.Key, Name: k.Name})
		}
	}
	switch r.URL.Query().Get("gjort") {
	case "ny":
		v.Said = c.T("assess.roles.added")
	case "bort":
		v.Said = c.T("assess.roles.retired")
	}
	shell := p.Frame.Shell(r, c.T("assess.roles.title"))
	shell.Wrong = len(v.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, shell, rolesPage(v))
}

// roleEmployer is the employer whose roles a page is about: the only one, or the one asked for. Whoever notes
// competence at no whole employer is refused.
func (p *Pages) roleEmployer(r *http.Request) (org.Node, []org.Node, error) {
	actor := page.Of(r.Context()).Actor
	all, err := p.Tree.Employers(r.Context(), actor, may.NoteCompetence, p.Staff.Today())
	if err != nil {
		return org.Node{}, nil, err
	}
	if id := r.FormValue("plats"); id != "" {
		i := slices.IndexFunc(all, func(n org.Node) bool { return n.ID == id })
		if i < 0 {
			return org.Node{}, nil, may.ErrDenied
		}
		return all[i], all, nil
	}
	switch len(all) {
	case 0:
		return org.Node{}, nil, may.ErrDenied
	case 1:
		return all[0], all, nil
	}
	return org.Node{}, all, nil
}

func (p *Pages) saveRole(w http.ResponseWriter, r *http.Request) error {
	visit := page.Of(r.Context())
	employer, _, err := p.roleEmployer(r)
	if err != nil {
		return err
	}
	if key := r.PostFormValue("bort"); key != "" {
		if err := p.Competence.RetireSpecialistRole(r.Context(), visit.Actor, employer.ID, key); err != nil {
			return err
		}
		return web.Redirect(w, r, page.At(rolesTop, "plats", employer.ID, "gjort", "bort"))
	}
	v := rolesView{Name: r.PostFormValue("namn")}
	_, err = p.Competence.AddSpecialistRole(r.Context(), visit.Actor, employer.ID, v.Name, "")
	if v.Wrong, err = wrong(p.Frame.Catalog(visit), err); err != nil {
		return err
	}
	if len(v.Wrong) > 0 {
		return p.showRoles(w, r, http.StatusUnprocessableEntity, v)
	}
	return web.Redirect(w, r, page.At(rolesTop, "plats", employer.ID, "gjort", "ny"))
}
