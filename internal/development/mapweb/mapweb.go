// Package mapweb is Fyrbodal's way as a guided flow for a unit (R196, R338): what is required, what each
// person has, the difference, and the plan. Each step has an address of its own and its state follows from
// what is noted, so that one can leave at any time and go on later, also somebody else.
package mapweb

import (
	"cmp"
	"context"
	"embed"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/development"
	"yrkesresan/internal/framework"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/profile"
	"yrkesresan/internal/staff"
)

// Texts are the Swedish words of these pages.
//
//go:embed sv.json
var Texts embed.FS

// Pages are the pages of the guided flow.
type Pages struct {
	Profiles   *profile.Profiles
	Frameworks *framework.Frameworks
	Competence *competence.Competence
	Gaps       *gap.Gaps
	Plans      *development.Plans
	Staff      *staff.Staff
	Tree       *org.Tree
	Frame      *page.Frame
	NewID      func() string
}

const top = "/min-grupp/kartlagg"

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	r.Page("GET "+top, web.To(may.NoteCompetence), p.home)
	r.Page("GET "+top+"/krav", web.To(may.NoteCompetence), p.needs)
	r.Page("POST "+top+"/krav", web.To(may.EditProfile), p.changeNeeds)
	r.Page("GET "+top+"/personer", web.To(may.NoteCompetence), p.people)
	r.Page("GET "+top+"/skillnad", web.To(may.NoteCompetence), p.difference)
	r.Page("GET "+top+"/plan", web.To(may.EditPlan), p.plan)
	r.Page("POST "+top+"/plan", web.To(may.EditPlan), p.addPlan)
}

// unit gives the unit that a page is about; shown is true when the page to choose one was shown instead.
func (p *Pages) unit(w http.ResponseWriter, r *http.Request, do may.Action) (n org.Node, shown bool, err error) {
	id := r.FormValue("enhet")
	if id != "" {
		n, err = p.Tree.Find(r.Context(), id, p.Staff.Today())
		return n, false, err
	}
	units, err := p.Tree.UnitsIn(r.Context(), page.Of(r.Context()).Actor.Scopes(do), p.Staff.Today(), 2000)
	if err != nil {
		return n, false, err
	}
	units = slices.DeleteFunc(units, func(n org.Node) bool { return org.Kind(n.Kind) != org.Unit })
	if len(units) == 1 {
		return units[0], false, nil
	}
	var v unitsView
	number := page.Number(r.URL.Query().Get("sida"))
	from := min((number-1)*50, len(units))
	for _, u := range units[from:min(from+50, len(units))] {
		v.Units = append(v.Units, ui.Part{Href: page.At(r.URL.Path, "enhet", u.ID), Title: u.Name})
	}
	v.Pager = page.Pager(r.URL.Path, "sida", number, len(units), 50)
	return n, true, p.Frame.Show(w, r, http.StatusOK, "map.title", unitsPage(v))
}

type unitsView struct {
	Units []ui.Part
	Pager ui.PagerProps
}

// standing is how far a unit has come: all of it follows from what is noted.
type standing struct {
	unit   org.Node
	team   gap.Team
	people []mapped // in name order
	formal int      // people of whom something formal is asked
	shown  int      // of them, those who hold all of it
	plan   development.Plan
}

// mapped is how a person has been mapped.
type mapped struct {
	id, name string
	done     bool     // everything that is assessed has been assessed by whoever leads the person
	lacks    []string // names of what has not been
}

// Steps of the flow that are done, by what is noted.
func (s standing) asked() bool { return len(s.team.Columns) > 0 }

func (s standing) mapped() (n int) {
	for _, m := range s.people {
		if m.done {
			n++
		}
	}
	return n
}

// lacking are the columns where something is missing.
func (s standing) lacking() []gap.TeamColumn {
	return slices.DeleteFunc(slices.Clone(s.team.Columns), func(c gap.TeamColumn) bool { return c.Announced || c.Gap() <= 0 })
}

// planned are the open or done items of the unit's plan for a requirement.
func (s standing) planned(key string) []development.Item {
	return slices.DeleteFunc(slices.Clone(s.plan.Items), func(i development.Item) bool {
		return i.Requirement != key || i.State == development.Dropped
	})
}

// withPlan tells for how many of what is lacking there is a plan.
func (s standing) withPlan() (n int) {
	for _, c := range s.lacking() {
		if len(s.planned(c.Key)) > 0 {
			n++
		}
	}
	return n
}

// stand reads how far a unit has come. The plan is there for who may plan.
func (p *Pages) stand(ctx context.Context, unit org.Node) (s standing, err error) {
	actor := page.Of(ctx).Actor
	s.unit = unit
	if s.team, err = p.Gaps.Team(ctx, actor, unit.ID, p.Staff.Today()); err != nil {
		return s, err
	}
	var ids, keys []string
	for _, m := range s.team.Members {
		if !slices.Contains(ids, m.Work.PersonID) {
			ids = append(ids, m.Work.PersonID)
		}
	}
	for _, c := range s.team.Columns {
		if assessed(c.Item) && !slices.Contains(keys, c.Key) {
			keys = append(keys, c.Key)
		}
	}
	said, err := p.Competence.AssessedAt(ctx, actor, unit.ID, ids, keys)
	if err != nil {
		return s, err
	}
	s.count(actor.PersonID, said)
	plan, err := p.Plans.Of(ctx, actor, development.Unit(unit.ID))
	if f := fault.Of(err); f != nil && f.Kind == fault.Denied {
		return s, nil
	}
	s.plan = plan
	return s, err
}

// assessed tells whether something asked for is filled by an assessment.
func assessed(it gap.Item) bool {
	return !it.Formal && slices.ContainsFunc(it.Evidence, func(e frame.Evidence) bool { return e.By == frame.ByAssessment })
}

// count tells of each person how much is mapped. Nobody maps oneself.
func (s *standing) count(self string, said map[string]competence.Sides) {
	for _, m := range s.team.Members {
		id := m.Work.PersonID
		formal, holds, lacks := false, true, []string{}
		asked := false
		for k, it := range m.Items {
			if it == nil {
				continue
			}
			c := s.team.Columns[k]
			if c.Formal {
				formal, holds = true, holds && it.Mark == count.Has
			} else if assessed(c.Item) {
				asked = true
				if _, have := said[id][competence.Side{Requirement: c.Key, By: held.Manager}]; !have {
					lacks = append(lacks, c.Name)
				}
			}
		}
		if formal {
			if s.formal++; holds {
				s.shown++
			}
		}
		if id == self || !asked {
			continue
		}
		i := slices.IndexFunc(s.people, func(o mapped) bool { return o.id == id })
		if i < 0 {
			i, s.people = len(s.people), append(s.people, mapped{id: id, name: strings.TrimSpace(m.Card.FirstName + " " + m.Card.LastName), done: true})
		}
		for _, name := range lacks {
			if !slices.Contains(s.people[i].lacks, name) {
				s.people[i].lacks, s.people[i].done = append(s.people[i].lacks, name), false
			}
		}
	}
}

// homeView is the four steps and how far the unit has come.
type homeView struct {
	UnitName string
	Steps    []ui.Part
	Next     ui.LinkButtonProps
	Done     string
}

func (p *Pages) home(w http.ResponseWriter, r *http.Request) error {
	unit, shown, err := p.unit(w, r, may.NoteCompetence)
	if err != nil || shown {
		return err
	}
	s, err := p.stand(r.Context(), unit)
	if err != nil {
		return err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	v := homeView{UnitName: unit.Name, Steps: p.steps(c, s, stepsOf(page.Of(r.Context()).Actor, unit))}
	for i, step := range v.Steps {
		if step.Status != ui.Done {
			v.Next = ui.LinkButtonProps{Href: step.Href, Text: c.T("map.to." + names[i]), IconAfter: "arrow-right"}
			break
		}
	}
	if v.Next.Href == "" {
		v.Done = c.T("map.all_done")
	}
	return p.Frame.Show(w, r, http.StatusOK, "map.title", homePage(v))
}

// names are the steps, as addresses and texts call them.
var names = []string{"krav", "personer", "skillnad", "plan"}

// stepsOf are the steps that somebody may take: who maps people without making plans, as HR does, ends at the difference.
func stepsOf(a may.Actor, unit org.Node) []string {
	if may.Ask(a, may.EditPlan, unit.Path) != nil {
		return names[:len(names)-1]
	}
	return names
}

// steps tells how each step stands.
func (p *Pages) steps(c *lang.Catalog, s standing, names []string) []ui.Part {
	state := func(done, begun bool) ui.StatusKind {
		switch {
		case done:
			return ui.Done
		case begun:
			return ui.Ongoing
		}
		return ui.NotStarted
	}
	all, n, lacking := len(s.people), s.mapped(), len(s.lacking())
	mapped := s.asked() && n == all
	notes := []string{c.T("map.state.krav", "n", len(s.team.Columns)), c.T("map.state.personer", "n", n, "all", all), c.T("map.state.skillnad", "n", lacking), c.T("map.state.plan", "n", s.withPlan(), "all", lacking)}
	states := []ui.StatusKind{state(s.asked(), false), state(mapped, n > 0), state(mapped, n > 0), state(mapped && s.withPlan() == lacking, s.withPlan() > 0)}
	var out []ui.Part
	for i, name := range names {
		out = append(out, ui.Part{Href: page.At(top+"/"+name, "enhet", s.unit.ID), Title: c.T("map.step." + name), Note: notes[i], Status: states[i]})
	}
	return out
}

// stepView is what every step shows around its own.
type stepView struct {
	Unit, UnitName, Title, Over string
	Home, Next                  ui.Link
	Said                        string
	Wrong                       map[string]string
}

func (p *Pages) step(c *lang.Catalog, a may.Actor, unit org.Node, i int) stepView {
	names := stepsOf(a, unit)
	v := stepView{Unit: unit.ID, UnitName: unit.Name, Title: c.T("map.step." + names[i]), Over: c.T("map.over", "n", i+1, "all", len(names), "unit", unit.Name), Home: ui.Link{Href: page.At(top, "enhet", unit.ID), Text: c.T("map.title")}}
	v.Next = ui.Link{Href: page.At(top, "enhet", unit.ID), Text: c.T("map.to.overview")}
	if i+1 < len(names) {
		v.Next = ui.Link{Href: page.At(top+"/"+names[i+1], "enhet", unit.ID), Text: c.T("map.to." + names[i+1])}
	}
	return v
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, status int, v stepView, body stepBody) error {
	shell := p.Frame.Shell(r, v.Title)
	shell.Wrong = len(v.Wrong) > 0
	return p.Frame.ShowAs(w, r.WithContext(context.WithValue(r.Context(), unitKey{}, v.Unit)), status, shell, stepPage(v, body))
}

// wrong turns a refused form into what the page says, by field; other errors are given back.
func wrong(c *lang.Catalog, err error) (map[string]string, error) {
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Invalid && f.Kind != fault.Conflict {
		return nil, err
	}
	return map[string]string{cmp.Or(f.Field, "allt"): page.Say(c, f)}, nil
}

func problems(wrong map[string]string) (out []ui.Problem) {
	for _, text := range wrong {
		out = append(out, ui.Problem{Text: text})
	}
	return out
}

// stepBody is what one step shows.
type stepBody = templ.Component

type unitKey struct{}

// unitOf is the unit of the page, for the forms of a step.
func unitOf(ctx context.Context) string { id, _ := ctx.Value(unitKey{}).(string); return id }
