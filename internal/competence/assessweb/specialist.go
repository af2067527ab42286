package assessweb

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staff"
)

// specialistView is who is a specialist at a unit, who supports it, and the form that notes one.
type specialistView struct {
	Unit, UnitName string
	Back           ui.Link
	Here           []specialistLine // of the unit's own people
	Support        []ui.Fact        // who supports the unit, by role
	Nobody         string           // the roles in which nobody does
	Roles, People  []ui.Option
	Set            struct{ Role, Person, From, Until, Group string }
	Said           string
	Wrong          map[string]string
}

type specialistLine struct{ ID, Name, Note string }

// roleName is a specialist role in words.
func roleName(c *lang.Catalog, roles []competence.SpecialistRole, key string) string {
	for _, r := range roles {
		if r.Key == key && r.Name != "" {
			return r.Name
		}
	}
	if name := "assess.role." + key; c.Has(name) {
		return c.T("assess.role." + key)
	}
	return key
}

func (p *Pages) specialists(w http.ResponseWriter, r *http.Request) error {
	unit, shown, err := p.unit(w, r)
	if err != nil || shown {
		return err
	}
	return p.showSpecialists(w, r, http.StatusOK, unit, specialistView{})
}

func (p *Pages) showSpecialists(w http.ResponseWriter, r *http.Request, status int, unit org.Node, v specialistView) error {
	visit, on := page.Of(r.Context()), p.Staff.Today()
	c := p.Frame.Catalog(visit)
	employer, err := p.Tree.EmployerAt(r.Context(), unit.Path, on)
	if err != nil {
		return err
	}
	crew, err := p.Staff.Crew(r.Context(), visit.Actor, []string{unit.ID}, employer.ID, on)
	if err != nil {
		return err
	}
	roles, err := p.Competence.SpecialistRoles(r.Context(), employer.ID)
	if err != nil {
		return err
	}
	v.Unit, v.UnitName, v.Back = unit.ID, unit.Name, ui.Link{Href: "/min-grupp", Text: c.T("assess.back_group")}
	names, ids := v.choices(c, crew, visit.Actor.PersonID)
	here, err := p.Competence.SpecialistsIn(r.Context(), visit.Actor, unit.ID, ids)
	if err != nil {
		return err
	}
	for _, s := range here {
		note := c.T("assess.specialist.from", "date", c.DateOf(s.From))
		if groups, err := p.groups(r.Context(), s); err != nil {
			return err
		} else if groups != "" {
			note += " " + c.T("assess.specialist.supports", "groups", groups)
		}
		v.Here = append(v.Here, specialistLine{s.ID, names[s.PersonID] + ": " + roleName(c, roles, s.Role), note})
	}
	support, err := p.Competence.SupportOf(r.Context(), visit.Actor, unit.ID)
	if err != nil {
		return err
	}
	if v.Support, err = p.supportLines(r.Context(), c, roles, support); err != nil {
		return err
	}
	v.Nobody = nobody(c, roles, support)
	v.Roles = []ui.Option{{Text: c.T("assess.specialist.choose_role")}}
	for _, role := range roles {
		v.Roles = append(v.Roles, ui.Option{Value: role.Key, Text: roleName(c, roles, role.Key)})
	}
	switch r.URL.Query().Get("gjort") {
	case "ny":
		v.Said = c.T("assess.specialist.noted")
	case "slut":
		v.Said = c.T("assess.specialist.ended")
	}
	shell := p.Frame.Shell(r, c.T("assess.specialist.title"))
	shell.Wrong = len(v.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, shell, specialistPage(v))
}

// choices offers the people of a unit but the visitor, since nobody notes the own; it gives the names of all.
func (v *specialistView) choices(c *lang.Catalog, crew []staff.CrewMember, self string) (names map[string]string, ids []string) {
	names = map[string]string{}
	v.People = []ui.Option{{Text: c.T("assess.specialist.choose_person")}}
	for _, m := range crew {
		name := strings.TrimSpace(m.FirstName + " " + m.LastName)
		ids, names[m.Employee.PersonID] = append(ids, m.Employee.PersonID), name
		if m.Employee.PersonID == self {
			continue // nobody notes the own
		}
		v.People = append(v.People, ui.Option{Value: m.Employee.PersonID, Text: name})
	}
	return names, ids
}

// groups are whom a specialist supports, in words.
func (p *Pages) groups(ctx context.Context, s competence.Specialist) (string, error) {
	var out []string
	for _, g := range s.Supports {
		if g.Group != "" {
			out = append(out, g.Group)
			continue
		}
		n, err := p.Tree.Find(ctx, g.NodeID, p.Staff.Today())
		if err != nil {
			return "", err
		}
		out = append(out, n.Name)
	}
	return strings.Join(out, ", "), nil
}

// supportLines are who supports a unit, by role. Of a protected identity the contact code stands (rule 7).
func (p *Pages) supportLines(ctx context.Context, c *lang.Catalog, roles []competence.SpecialistRole, support []competence.Specialist) (out []ui.Fact, err error) {
	for _, s := range support {
		name, err := p.nameOf(ctx, s.PersonID, s.EmployerID)
		if err != nil {
			return nil, err
		}
		role := roleName(c, roles, s.Role)
		if i := slices.IndexFunc(out, func(f ui.Fact) bool { return f.Term == role }); i >= 0 {
			out[i].Text += ", " + name
		} else {
			out = append(out, ui.Fact{Term: role, Text: name})
		}
	}
	return out, nil
}

// nobody names the roles in which nobody supports.
func nobody(c *lang.Catalog, roles []competence.SpecialistRole, support []competence.Specialist) string {
	var out []string
	for _, r := range roles {
		if !slices.ContainsFunc(support, func(s competence.Specialist) bool { return s.Role == r.Key }) {
			out = append(out, roleName(c, roles, r.Key))
		}
	}
	return strings.Join(out, ", ")
}

func (p *Pages) noteSpecialist(w http.ResponseWriter, r *http.Request) error {
	unit, shown, err := p.unit(w, r)
	if err != nil || shown {
		return err
	}
	visit := page.Of(r.Context())
	employer, err := p.Tree.EmployerAt(r.Context(), unit.Path, p.Staff.Today())
	if err != nil {
		return err
	}
	if id := r.PostFormValue("avsluta"); id != "" {
		if err := p.Competence.EndSpecialist(r.Context(), visit.Actor, id); err != nil {
			return err
		}
		return web.Redirect(w, r, page.At("/min-grupp/specialister", "enhet", unit.ID, "gjort", "slut"))
	}
	var v specialistView
	v.Set.Role, v.Set.Person, v.Set.From, v.Set.Until, v.Set.Group = r.PostFormValue("roll"), r.PostFormValue("person"), r.PostFormValue("fran"), r.PostFormValue("till"), strings.TrimSpace(r.PostFormValue("grupp"))
	c := p.Frame.Catalog(visit)
	if v.Set.Person == "" {
		v.Wrong = map[string]string{"person": c.T("assess.specialist.who")}
		return p.showSpecialists(w, r, http.StatusUnprocessableEntity, unit, v)
	}
	s := competence.Specialist{PersonID: v.Set.Person, EmployerID: employer.ID, Role: v.Set.Role, From: v.Set.From, Until: v.Set.Until}
	if r.PostFormValue("stodjer") != "" {
		s.Supports = append(s.Supports, competence.Supported{NodeID: unit.ID})
	}
	if v.Set.Group != "" {
		s.Supports = append(s.Supports, competence.Supported{NodeID: employer.ID, Group: v.Set.Group})
	}
	_, err = p.Competence.NoteSpecialist(r.Context(), visit.Actor, s)
	if v.Wrong, err = wrong(c, err); err != nil {
		return err
	}
	if len(v.Wrong) > 0 {
		return p.showSpecialists(w, r, http.StatusUnprocessableEntity, unit, v)
	}
	return web.Redirect(w, r, page.At("/min-grupp/specialister", "enhet", unit.ID, "gjort", "ny"))
}

// mySupportView is who supports the units where a person works.
type mySupportView struct{ Units []unitSupport }

type unitSupport struct {
	Name  string
	Lines []ui.Fact
}

func (p *Pages) mySupport(w http.ResponseWriter, r *http.Request) error {
	visit, on := page.Of(r.Context()), p.Staff.Today()
	c := p.Frame.Catalog(visit)
	paths, err := p.Staff.Paths(r.Context(), visit.Actor.PersonID, on)
	if err != nil {
		return err
	}
	var v mySupportView
	for _, path := range paths {
		n, err := p.Tree.Find(r.Context(), path[strings.LastIndexByte(path, '/')+1:], on)
		if err != nil {
			return err
		}
		employer, err := p.Tree.EmployerAt(r.Context(), path, on)
		if err != nil {
			return err
		}
		roles, err := p.Competence.SpecialistRoles(r.Context(), employer.ID)
		if err != nil {
			return err
		}
		support, err := p.Competence.SupportOf(r.Context(), visit.Actor, n.ID)
		if err != nil {
			return err
		}
		lines, err := p.supportLines(r.Context(), c, roles, support)
		if err != nil {
			return err
		}
		v.Units = append(v.Units, unitSupport{n.Name, lines})
	}
	return p.Frame.Show(w, r, http.StatusOK, "assess.support.title", mySupportPage(v))
}
