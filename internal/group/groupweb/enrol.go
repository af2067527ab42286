package groupweb

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"yrkesresan/internal/group"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// canOf is what the visitor may do somewhere: which ways to show before a team is read.
func canOf(v page.Visit) map[may.Action]bool {
	out := map[may.Action]bool{}
	for _, do := range []may.Action{may.SeeProgress, may.Enrol, may.GiveCode, may.ServeUnit, may.SetLeave, may.DecideExternal} {
		out[do] = may.AskSomewhere(v.Actor, do) == nil
	}
	return out
}

// enrolView is the form that puts a course in people's journeys.
type enrolView struct {
	Title, Back, Unit string
	Course, Due, Note string
	Today             string
	Courses           []ui.Option
	People            []ui.Choice
	Everybody         bool
	Wrong             map[string]string
}

func (p *Pages) enrolForm(w http.ResponseWriter, r *http.Request) error {
	t, s, shown, err := p.team(w, r)
	if err != nil || shown {
		return err
	}
	q := r.URL.Query()
	return p.showEnrol(w, r, http.StatusOK, &t, s, enrolView{Course: q.Get("kurs")}, q["person"])
}

func (p *Pages) showEnrol(w http.ResponseWriter, r *http.Request, status int, t *group.Team, s scope, v enrolView, chosen []string) error {
	visit := page.Of(r.Context())
	c := p.Frame.Catalog(visit)
	titles, err := p.Courses.Titles(r.Context())
	if err != nil {
		return err
	}
	v.Title, v.Back, v.Unit, v.Today = c.T("group.enrol.title"), s.at("/min-grupp"), s.unit, p.Staff.Today()
	for id, title := range titles {
		v.Courses = append(v.Courses, ui.Option{Value: id, Text: title})
	}
	order := collate.New(language.Swedish)
	slices.SortFunc(v.Courses, func(a, b ui.Option) int {
		return cmp.Or(order.CompareString(a.Text, b.Text), strings.Compare(a.Value, b.Value))
	})
	v.Courses = slices.Insert(v.Courses, 0, ui.Option{Text: c.T("group.enrol.choose")})
	for i := range t.Members {
		m := &t.Members[i]
		if !t.Lets(visit.Actor, may.Enrol, m) {
			continue
		}
		choice := ui.Choice{Value: m.ID(), Text: m.Listed(), Chosen: slices.Contains(chosen, m.ID())}
		if m.State == group.NoneNow {
			choice.Disabled, choice.Note = true, c.T("group.no_journey")
		}
		v.People = append(v.People, choice)
	}
	shell := p.Frame.Shell(r, v.Title)
	shell.Wrong = len(v.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, shell, enrolPage(v))
}

func (p *Pages) enrol(w http.ResponseWriter, r *http.Request) error {
	visit, s := page.Of(r.Context()), scopeOf(r)
	c := p.Frame.Catalog(visit)
	t, err := p.Groups.Team(r.Context(), visit.Actor, s.unit)
	if err != nil {
		return err
	}
	v := enrolView{Course: r.PostFormValue("kurs"), Due: r.PostFormValue("due"), Note: strings.TrimSpace(r.PostFormValue("note")), Everybody: r.PostFormValue("alla") != ""}
	people := r.PostForm["person"]
	if v.Everybody {
		people = nil
		for i := range t.Members {
			if m := &t.Members[i]; t.Lets(visit.Actor, may.Enrol, m) && m.State != group.NoneNow {
				people = append(people, m.ID())
			}
		}
	}
	out, err := p.Groups.Enrol(r.Context(), visit.Actor, group.Enrolment{NodeID: s.unit, People: people, Course: v.Course, Due: v.Due, Note: v.Note}, p.say)
	if v.Wrong, err = wrong(c, err); err != nil {
		return err
	}
	if len(v.Wrong) > 0 {
		return p.showEnrol(w, r, http.StatusUnprocessableEntity, &t, s, v, people)
	}
	return web.Redirect(w, r, s.at("/min-grupp/matris", "visa", "allt", "kurs", v.Course, "nya", strconv.Itoa(len(out.Got)+len(out.Done))))
}

// withdraw takes a course back from a person's journey.
func (p *Pages) withdraw(w http.ResponseWriter, r *http.Request) error {
	personID := r.PathValue("person")
	err := p.Groups.Withdraw(r.Context(), page.Of(r.Context()).Actor, personID, r.PostFormValue("kurs"))
	if f := fault.Of(err); f != nil && f.Key == "journey.enrolment_missing" {
		return p.showPerson(w, r, personID, f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, hrefOf(personID)+"?tillbaka=1")
}

// servingView is who serves a unit from elsewhere.
type servingView struct {
	Title, Back, Unit, UnitName string
	Units                       []ui.Part // to choose from first
	People                      []servingPart
	Number, Until               string
	Tomorrow                    string
	Wrong                       map[string]string
	Said                        string
}

type servingPart struct{ Name, Home, Since, EmploymentID string }

func (p *Pages) serving(w http.ResponseWriter, r *http.Request) error {
	return p.showServing(w, r, http.StatusOK, servingView{})
}

func (p *Pages) showServing(w http.ResponseWriter, r *http.Request, status int, v servingView) error {
	visit, s := page.Of(r.Context()), scopeOf(r)
	c := p.Frame.Catalog(visit)
	v.Title, v.Back = c.T("group.tool.fler-som-arbetar-har"), s.at("/min-grupp")
	if s.unit == "" {
		units, err := p.Tree.UnitsIn(r.Context(), visit.Actor.Scopes(may.ServeUnit), p.Staff.Today(), 200)
		if err != nil {
			return err
		}
		for _, u := range units {
			v.Units = append(v.Units, ui.Part{Href: scope{u.ID}.at("/min-grupp/fler-som-arbetar-har"), Title: u.Name})
		}
		if len(units) == 1 {
			s.unit, v.Units = units[0].ID, nil
		}
	}
	if v.Unit = s.unit; v.Unit != "" {
		people, err := p.Groups.Serving(r.Context(), visit.Actor, v.Unit)
		if err != nil {
			return err
		}
		unit, err := p.Tree.Find(r.Context(), v.Unit, p.Staff.Today())
		if err != nil {
			return err
		}
		v.UnitName = unit.Name
		for _, x := range people {
			v.People = append(v.People, servingPart{Name: strings.TrimSpace(x.Name()), Home: x.HomeUnit, Since: c.T("group.serving.since", "date", c.DateOf(x.From)), EmploymentID: x.EmploymentID})
		}
	}
	switch r.URL.Query().Get("gjort") {
	case "ny":
		v.Said = c.T("group.serving.added")
	case "slut":
		v.Said = c.T("group.serving.ended")
	}
	shell := p.Frame.Shell(r, v.Title)
	shell.Wrong = len(v.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, shell, servingPage(v))
}

func (p *Pages) addServing(w http.ResponseWriter, r *http.Request) error {
	visit, s := page.Of(r.Context()), scopeOf(r)
	v := servingView{Number: strings.TrimSpace(r.PostFormValue("number")), Until: r.PostFormValue("until")}
	if s.unit == "" {
		v.Wrong = map[string]string{"number": p.Frame.Catalog(visit).T("group.choose")}
		return p.showServing(w, r, http.StatusUnprocessableEntity, v)
	}
	var err error
	if v.Wrong, err = wrong(p.Frame.Catalog(visit), p.Groups.AddServing(r.Context(), visit.Actor, s.unit, v.Number, v.Until)); err != nil {
		return err
	}
	if len(v.Wrong) > 0 {
		return p.showServing(w, r, http.StatusUnprocessableEntity, v)
	}
	return web.Redirect(w, r, s.at("/min-grupp/fler-som-arbetar-har", "gjort", "ny"))
}

func (p *Pages) endServing(w http.ResponseWriter, r *http.Request) error {
	s := scopeOf(r)
	if s.unit == "" {
		return web.Redirect(w, r, "/min-grupp/fler-som-arbetar-har")
	}
	if err := p.Groups.EndServing(r.Context(), page.Of(r.Context()).Actor, s.unit, r.PostFormValue("anstallning")); err != nil {
		return err
	}
	return web.Redirect(w, r, s.at("/min-grupp/fler-som-arbetar-har", "gjort", "slut"))
}
