package meritweb

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/competence/programme"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staff"
)

// homePage is what waits for whoever checks merits, and the way to people.
type homePage struct {
	Up       ui.Link
	Said     string
	Problems []ui.Problem
	Waiting  []waitView
	All      int
	Pager    ui.PagerProps
	Checks   bool
	Doors    []ui.Part
	Units    []ui.Option
	Unit     string
	People   []ui.Part
}

// waitView is a merit that waits, and whose it is.
type waitView struct {
	meritView
	Name, Unit, Person string
}

func (p *Pages) home(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	said := map[string]string{"ja": "merit.said.checked", "nej": "merit.said.refused", "redan": "merit.said.already", "tillagd": "merit.said.noted", "flera": "merit.said.several"}[q.Get("klart")]
	return p.showHome(w, r, http.StatusOK, homePage{Said: said}, "", "", "")
}

// showHome shows the queue; wrong is about the merit with the given id.
func (p *Pages) showHome(w http.ResponseWriter, r *http.Request, status int, v homePage, id, why, wrong string) error {
	a, c := actorOf(r), p.words(r)
	up, err := p.up(r)
	if err != nil {
		return err
	}
	v.Up = up
	if v.Said != "" {
		v.Said = c.T(v.Said)
	}
	if v.Checks = may.AskSomewhere(a, may.CheckMerit) == nil; v.Checks {
		number := page.Number(r.URL.Query().Get("sida"))
		list, all, err := p.Competence.ToCheck(r.Context(), a, onPage, (number-1)*onPage)
		if err != nil {
			return err
		}
		v.All, v.Pager = all, page.Pager(groupTop, "sida", number, all, onPage)
		for _, m := range list {
			one, err := p.view(r, groupTop, m.Merit)
			if err != nil {
				return err
			}
			if m.ID == id && wrong != "" {
				one.WhyText, one.WhyError = why, wrong
				v.Problems = append(v.Problems, ui.Problem{Field: "why-" + id, Text: wrong})
			}
			v.Waiting = append(v.Waiting, waitView{one, m.Name, m.Unit, personURL(m.PersonID)})
		}
	}
	if err := p.fillPeople(r, &v); err != nil {
		return err
	}
	return p.show(w, r, status, c.T("merit.group_title"), len(v.Problems) > 0, homeBody(v))
}

// fillPeople adds the people of a unit, and the ways on.
func (p *Pages) fillPeople(r *http.Request, v *homePage) error {
	a, c := actorOf(r), p.words(r)
	units, err := p.Tree.UnitsIn(r.Context(), a.Scopes(may.SeeCompetence), p.Staff.Today(), 2000)
	if err != nil {
		return err
	}
	v.Unit = r.URL.Query().Get("enhet")
	if v.Unit == "" && len(units) == 1 {
		v.Unit = units[0].ID
	}
	v.Units = []ui.Option{{Text: c.T("merit.choose_unit")}}
	for _, u := range units {
		v.Units = append(v.Units, ui.Option{Value: u.ID, Text: u.Name})
	}
	if v.Unit != "" {
		members, err := p.Staff.At(r.Context(), a, v.Unit, 300, 0)
		if err != nil {
			return err
		}
		seen := map[string]bool{a.PersonID: true}
		for _, m := range members {
			if id := m.Employee.PersonID; !seen[id] {
				seen[id] = true
				v.People = append(v.People, ui.Part{Href: personURL(id), Title: strings.TrimSpace(m.FirstName + " " + m.LastName), Note: m.Title})
			}
		}
	}
	if v.Checks && v.Unit != "" {
		v.Doors = append(v.Doors, ui.Part{Href: groupTop + "/ny?enhet=" + url.QueryEscape(v.Unit), Title: c.T("merit.door.several"), Note: c.T("merit.door.several_about")})
	}
	if v.Checks {
		v.Doors = append(v.Doors, ui.Part{Href: groupTop + "/titlar", Title: c.T("merit.door.titles"), Note: c.T("merit.door.titles_about")})
	}
	return nil
}

func (p *Pages) decide(w http.ResponseWriter, r *http.Request) error {
	id, answer, why := r.PostFormValue("merit"), r.PostFormValue("beslut"), r.PostFormValue("why")
	var err error
	if answer == "ja" {
		err = p.Competence.CheckMerit(r.Context(), actorOf(r), id)
	} else {
		answer = "nej"
		err = p.Competence.RefuseMerit(r.Context(), actorOf(r), id, why)
	}
	switch f := expected(err); {
	case errors.Is(err, competence.ErrMeritDecided):
		answer = "redan"
	case f != nil && f.Field == "why":
		return p.showHome(w, r, web.Status(f), homePage{}, id, why, page.Say(p.words(r), f))
	case err != nil:
		return err
	}
	return web.Redirect(w, r, groupTop+"?klart="+answer)
}

// personPage is what somebody has.
type personPage struct {
	ID, Name, Unit string
	Said           string
	Problems       []ui.Problem
	Rights         []rightView
	Now, Gone      []meritView
	Cases          []caseLink
	Adds           []ui.Part
	Checks, Notes  bool
	Programmes     []ui.Option
	Typed          url.Values
	Wrong          refused
	Today          string
	Level          string
	LevelStatus    ui.StatusKind
	LevelWord      string
}

func (p *Pages) person(w http.ResponseWriter, r *http.Request) error {
	said := map[string]string{"avslutad": "merit.said.ended", "tillagd": "merit.said.noted"}[r.URL.Query().Get("klart")]
	return p.showPerson(w, r, http.StatusOK, r.PathValue("person"), personPage{Said: said}, "", "", "")
}

func (p *Pages) showPerson(w http.ResponseWriter, r *http.Request, status int, id string, v personPage, meritID, why, wrong string) error {
	a, c, on := actorOf(r), p.words(r), p.Staff.Today()
	known, err := p.Staff.Know(r.Context(), a, may.SeeCompetence, id, on)
	if err != nil {
		return err
	}
	if id == a.PersonID {
		return web.Redirect(w, r, ownTop)
	}
	all, err := p.Competence.Merits(r.Context(), a, id, known.Employer.ID)
	if err != nil {
		return err
	}
	v.ID, v.Name, v.Unit, v.Today = id, strings.TrimSpace(known.FirstName+" "+known.LastName), known.UnitName, on
	if v.Said != "" {
		v.Said = c.T(v.Said)
	}
	inside := a.Inside(known.Employer.Path)
	v.Checks, v.Notes = may.Ask(inside, may.CheckMerit, known.At.Path) == nil, may.Ask(inside, may.NoteCompetence, known.At.Path) == nil
	for _, m := range all {
		one, err := p.view(r, groupTop, m)
		if err != nil {
			return err
		}
		if m.EndedAt != nil {
			v.Gone = append(v.Gone, one)
			continue
		}
		if v.Checks && m.CheckedAt != nil && m.EmployerID == known.Employer.ID {
			one.End = groupTop + "/avsluta/" + m.ID
		}
		if m.ID == meritID {
			one.WhyText, one.WhyError = why, wrong
			v.Problems = append(v.Problems, ui.Problem{Field: "why-" + m.ID, Text: wrong})
		}
		v.Now = append(v.Now, one)
	}
	rights, err := p.Competence.Rights(r.Context(), a, id, known.Employer.ID)
	if err != nil {
		return err
	}
	v.Rights = p.rights(c, rights, false)
	if v.Cases, err = p.caseLinks(r, groupTop, id); err != nil {
		return err
	}
	if err := p.fillLevel(r, &v, known); err != nil {
		return err
	}
	if v.Notes {
		for _, k := range formKinds() {
			v.Adds = append(v.Adds, ui.Part{Href: groupTop + "/ny?person=" + url.QueryEscape(id) + "&sort=" + string(k), Title: c.T("merit.add_kind." + string(k))})
		}
		v.Programmes = programmes(c, func(pr programme.Programme) bool { return len(pr.Parts) > 0 })
	}
	v.Problems = append(v.Problems, v.Wrong.problems("programme", "orientation", "provider", "from")...)
	return p.show(w, r, status, v.Name, len(v.Problems) > 0, personBody(v))
}

// fillLevel says whether what somebody has fills the formal level of the work (R075, R208).
func (p *Pages) fillLevel(r *http.Request, v *personPage, known staff.Known) error {
	c := p.words(r)
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return err
	}
	work := ref.Occupation(known.Occupation)
	if work.Education == "" {
		return nil
	}
	holds, err := p.Competence.Known(r.Context(), known.Employer.ID, []string{v.ID})
	if err != nil {
		return err
	}
	v.Level = c.T("merit.level_of", "work", work.Name, "level", c.T("merit.level."+levelKey(work.Education)))
	v.LevelStatus, v.LevelWord = ui.Missing, c.T("merit.level_lacks")
	if _, ok := programme.Fills(work.ID, programme.Level(work.Education), holds[v.ID].Merits, p.Staff.Today()); ok {
		v.LevelStatus, v.LevelWord = ui.Done, c.T("merit.level_has")
	}
	return nil
}

// levelKey is a level in a message key, which has plain letters only.
func levelKey(level string) string {
	if programme.Level(level) == programme.University {
		return "hogskola"
	}
	return level
}

func (p *Pages) end(w http.ResponseWriter, r *http.Request) error {
	id, why := r.PathValue("merit"), r.PostFormValue("why")
	m, err := p.Competence.Merit(r.Context(), actorOf(r), id)
	if err != nil {
		return err
	}
	err = p.Competence.EndMerit(r.Context(), actorOf(r), id, why)
	if f := expected(err); f != nil && f.Field == "why" {
		return p.showPerson(w, r, web.Status(f), m.PersonID, personPage{}, id, why, page.Say(p.words(r), f))
	}
	if err != nil && !errors.Is(err, competence.ErrMeritDecided) {
		return err
	}
	return web.Redirect(w, r, personURL(m.PersonID)+"?klart=avslutad")
}

// form adds a merit of somebody, or the same of several.
func (p *Pages) form(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	f, err := p.formFor(r, q.Get("person"), q.Get("enhet"), q.Get("sort"))
	if err != nil {
		return err
	}
	return p.showForm(w, r, http.StatusOK, f)
}

func (p *Pages) formFor(r *http.Request, personID, unitID, kind string) (f formView, err error) {
	a, on := actorOf(r), p.Staff.Today()
	if personID == "" && unitID == "" {
		return f, competence.ErrNobody
	}
	if personID == "" && unitID != "" {
		f = p.formOf(r, groupTop, groupTop+"?enhet="+url.QueryEscape(unitID), "merit.back_list", kind)
		f.Place, f.Seen, f.MustSee = unitID, true, true
		members, err := p.Staff.At(r.Context(), a, unitID, 300, 0)
		if err != nil {
			return f, err
		}
		seen := map[string]bool{a.PersonID: true}
		for _, m := range members {
			if id := m.Employee.PersonID; !seen[id] {
				seen[id] = true
				f.People = append(f.People, ui.Choice{Value: id, Text: strings.TrimSpace(m.FirstName + " " + m.LastName), Note: m.Title})
			}
		}
		return f, nil
	}
	known, err := p.Staff.Know(r.Context(), a, may.NoteCompetence, personID, on)
	if err != nil {
		return f, err
	}
	name := strings.TrimSpace(known.FirstName + " " + known.LastName)
	f = p.formOf(r, groupTop, personURL(personID), "merit.back_list", kind)
	f.BackText, f.Person, f.Name = name, personID, name
	f.Seen = may.Ask(a.Inside(known.Employer.Path), may.CheckMerit, known.At.Path) == nil
	return f, nil
}

func (p *Pages) add(w http.ResponseWriter, r *http.Request) error {
	n, err := readForm(r)
	several := r.PostForm["people"]
	unit := r.PostFormValue("enhet")
	if n.PersonID == "" && unit == "" {
		return competence.ErrNobody
	}
	if err == nil {
		if n.PersonID == "" {
			_, err = p.Competence.AddMerits(r.Context(), actorOf(r), n, several)
		} else {
			_, err = p.Competence.AddMerit(r.Context(), actorOf(r), n)
		}
	}
	if f := expected(err); f != nil {
		v, err := p.formFor(r, n.PersonID, unit, string(n.Kind))
		if err != nil {
			return err
		}
		v.Typed, v.Wrong = typed(r), p.refusal(r, f, "kind")
		if v.Wrong["person"] != "" {
			v.Wrong["people"] = v.Wrong["person"]
		}
		for i := range v.People {
			for _, id := range several {
				v.People[i].Chosen = v.People[i].Chosen || v.People[i].Value == id
			}
		}
		return p.showForm(w, r, web.Status(f), v)
	}
	if err != nil {
		return err
	}
	if n.PersonID != "" {
		return web.Redirect(w, r, personURL(n.PersonID)+"?klart=tillagd")
	}
	return web.Redirect(w, r, groupTop+"?klart=flera&enhet="+url.QueryEscape(unit))
}

// places are the places where the visitor's role stands, to choose from.
func (p *Pages) places(r *http.Request, do may.Action) (out []org.Node, err error) {
	for _, path := range actorOf(r).Scopes(do) {
		n, err := p.Tree.Find(r.Context(), path[strings.LastIndexByte(path, '/')+1:], p.Staff.Today())
		if f := fault.Of(err); f != nil && f.Kind == fault.Missing {
			continue // a role on a place that is no more
		}
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, nil
}
