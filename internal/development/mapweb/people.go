package mapweb

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/development"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// peopleView is the second step: what each person has, what is formal first.
type peopleView struct {
	Formal     string
	FormalHref string
	Progress   ui.StepsProps
	Areas      []ui.Part
	Left       []ui.Part // whoever is not mapped yet
	Paste      string
	Empty      bool
}

func (p *Pages) people(w http.ResponseWriter, r *http.Request) error {
	unit, shown, err := p.unit(w, r, may.NoteCompetence)
	if err != nil || shown {
		return err
	}
	s, err := p.stand(r.Context(), unit)
	if err != nil {
		return err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	v := peopleView{FormalHref: page.At("/min-grupp/meriter", "enhet", unit.ID), Paste: page.At("/min-grupp/bedomning/klistra", "enhet", unit.ID, "fran", "kartlagg"), Empty: len(s.people) == 0}
	v.Progress = ui.StepsProps{Text: c.T("map.people.progress", "n", s.mapped(), "all", len(s.people))}
	if s.formal > 0 {
		v.Formal = c.T("map.people.formal", "n", s.shown, "all", s.formal)
	}
	seen := map[string]bool{}
	for _, col := range s.team.Columns {
		id := frame.Key(col.FrameworkID, col.AreaID)
		if !assessed(col.Item) || seen[id] {
			continue
		}
		seen[id] = true
		done, all := s.inArea(id)
		part := ui.Part{Href: page.At("/min-grupp/bedomning", "enhet", unit.ID, "omrade", id, "fran", "kartlagg"), Title: col.Area, Note: c.T("map.people.area", "n", done, "all", all), Status: ui.NotStarted}
		if done == all {
			part.Status = ui.Done
		} else if done > 0 {
			part.Status = ui.Ongoing
		}
		v.Areas = append(v.Areas, part)
	}
	for _, m := range s.people {
		if !m.done {
			v.Left = append(v.Left, ui.Part{Href: page.At("/min-grupp/bedomning/person/"+url.PathEscape(m.id), "enhet", unit.ID, "fran", "kartlagg"), Title: m.name, Note: c.T("map.people.lacks", "n", len(m.lacks))})
		}
	}
	return p.show(w, r, http.StatusOK, p.step(c, page.Of(r.Context()).Actor, unit, 1), peopleBody(v))
}

// inArea tells how many of whom something in an area is asked have all of it assessed.
func (s standing) inArea(id string) (done, all int) {
	for _, m := range s.people {
		asked, lacks := false, false
		for _, row := range s.team.Members {
			if row.Work.PersonID != m.id {
				continue
			}
			for k, it := range row.Items {
				c := s.team.Columns[k]
				if it != nil && assessed(c.Item) && frame.Key(c.FrameworkID, c.AreaID) == id {
					asked, lacks = true, lacks || slices.Contains(m.lacks, c.Name)
				}
			}
		}
		if asked {
			if all++; !lacks {
				done++
			}
		}
	}
	return done, all
}

// differenceView is the third step: what is missing, to develop and to recruit, what is formal first.
type differenceView struct {
	Said   string
	Blocks []differenceBlock
	Note   string // who has not been mapped yet
	Matrix string
}

type differenceBlock struct {
	Title string
	Table ui.TableProps
	Who   []ui.Fact // who lacks which parts, in name order
}

func (p *Pages) difference(w http.ResponseWriter, r *http.Request) error {
	unit, shown, err := p.unit(w, r, may.NoteCompetence)
	if err != nil || shown {
		return err
	}
	s, err := p.stand(r.Context(), unit)
	if err != nil {
		return err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	v := differenceView{Matrix: page.At("/min-grupp/kompetens", "enhet", unit.ID)}
	var develop, recruit int64
	for _, formal := range []bool{true, false} {
		b := differenceBlock{Title: c.T("map.acquired")}
		id := "forvarvad"
		if formal {
			b.Title, id = c.T("map.formal_long"), "formell"
		}
		b.Table = ui.TableProps{ID: id, Caption: b.Title, Cards: true, Columns: []ui.Column{{Title: c.T("map.col.need")}, {Title: c.T("map.col.required"), Number: true}, {Title: c.T("map.col.held"), Number: true}, {Title: c.T("map.col.develop"), Number: true}, {Title: c.T("map.col.recruit"), Number: true}}}
		for _, col := range s.lacking() {
			if col.Formal != formal {
				continue
			}
			develop, recruit = develop+col.Develop, recruit+col.Recruit
			b.Table.Rows = append(b.Table.Rows, ui.Row{Head: words(col.Name), Cells: cells(col.Required, col.Column.Held, col.Develop, col.Recruit)})
			if who := s.lackers(col); len(who) > 0 {
				b.Who = append(b.Who, ui.Fact{Term: col.Name, Text: strings.Join(who, ", ")})
			}
		}
		if len(b.Table.Rows) > 0 {
			v.Blocks = append(v.Blocks, b)
		}
	}
	v.Said = c.T("map.difference.sum", "develop", develop, "recruit", recruit)
	if n := len(s.people) - s.mapped(); n > 0 {
		v.Note = c.T("map.difference.not_mapped", "n", n)
	}
	return p.show(w, r, http.StatusOK, p.step(c, page.Of(r.Context()).Actor, unit, 2), differenceBody(v))
}

// lackers are the names of whoever lacks a requirement, in name order; for a number that the unit as a whole
// must have nobody is named.
func (s standing) lackers(col gap.TeamColumn) (out []string) {
	for _, m := range s.whoLacks(col) {
		out = append(out, strings.TrimSpace(m.Card.FirstName+" "+m.Card.LastName))
	}
	return slices.Compact(out)
}

// whoLacks are the people who lack a requirement that is asked of each.
func (s standing) whoLacks(col gap.TeamColumn) (out []gap.Member) {
	k := slices.IndexFunc(s.team.Columns, func(c gap.TeamColumn) bool { return c.Need == col.Need })
	for _, m := range s.team.Members {
		if it := m.Items[k]; it != nil && it.Mark != count.Has {
			out = append(out, m)
		}
	}
	return out
}

// planView is the fourth step: what is done about each thing that is missing.
type planView struct {
	Progress string
	Gaps     []gapForm
	Plan     string
}

// gapForm is one thing that is missing and the form that plans it.
type gapForm struct {
	ID, Need, Name, Note string
	Planned              []string // what the unit's plan says already
	Hows                 []ui.Choice
	Courses              []ui.Option
	Titles               bool
	People               string // how many may get it in their own plans; "" none
	Set                  planForm
	Wrong                map[string]string
	Open                 bool
}

type planForm struct {
	How, Course, Title, Responsible, Due string
	People                               bool
}

func (p *Pages) plan(w http.ResponseWriter, r *http.Request) error {
	unit, shown, err := p.unit(w, r, may.NoteCompetence)
	if err != nil || shown {
		return err
	}
	return p.showPlan(w, r, http.StatusOK, unit, "", planForm{}, nil)
}

func (p *Pages) showPlan(w http.ResponseWriter, r *http.Request, status int, unit org.Node, need string, set planForm, wrongs map[string]string) error {
	s, err := p.stand(r.Context(), unit)
	if err != nil {
		return err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	lacking := s.lacking()
	v := planView{Progress: c.T("map.plan.progress", "n", s.withPlan(), "all", len(lacking)), Plan: page.At("/min-grupp/plan", "enhet", unit.ID)}
	for i, col := range lacking {
		g := gapForm{ID: "brist-" + string(rune('a'+i%26)) + strings.Repeat("x", i/26), Need: col.Need, Name: col.Name, Titles: true, Note: c.T("map.plan.lack", "develop", col.Develop, "recruit", col.Recruit)}
		for _, item := range s.planned(col.Key) {
			g.Planned = append(g.Planned, p.said(c, item))
		}
		if g.Open = len(g.Planned) == 0; col.Need == need {
			g.Set, g.Wrong, g.Open = set, wrongs, true
		}
		for _, close := range col.Close {
			g.Courses = append(g.Courses, ui.Option{Value: close.Course, Text: close.Title})
		}
		for k, how := range hows(col) {
			g.Hows = append(g.Hows, ui.Choice{Value: string(how), Text: c.T("map.how." + string(how)), Chosen: g.Set.How == string(how) || g.Set.How == "" && k == 0})
		}
		if n := len(s.whoLacks(col)); n > 0 && col.Develop > 0 {
			g.People = c.T("map.plan.people", "n", n)
		}
		v.Gaps = append(v.Gaps, g)
	}
	step := p.step(c, page.Of(r.Context()).Actor, unit, 3)
	step.Wrong = wrongs
	if r.URL.Query().Has("sparat") {
		step.Said = c.T("map.plan.saved")
	}
	return p.show(w, r, status, step, planBody(v))
}

// hows are the means that can close a gap: what is formal is closed by no course (rule 22).
func hows(col gap.TeamColumn) []development.How {
	var out []development.How
	switch {
	case col.Develop == 0:
	case col.Formal:
		out = []development.How{development.ByEducation, development.ByValidation}
	case len(col.Close) > 0:
		out = []development.How{development.ByCourse, development.ByExternal, development.ByEducation, development.ByOther}
	default:
		out = []development.How{development.ByOther, development.ByExternal, development.ByEducation}
	}
	return append(out, development.ByRecruit)
}

// said is an item of the plan in a line.
func (p *Pages) said(c *lang.Catalog, i development.Item) string {
	line := c.T("map.how." + string(i.How))
	for _, more := range []string{i.Title, i.Responsible} {
		if more != "" {
			line += ", " + more
		}
	}
	if i.Due != "" {
		if d, err := lang.ParseDate(i.Due); err == nil {
			line += ", " + c.T("map.plan.by", "date", c.Date(d))
		}
	}
	return line
}

// addPlan puts what is to be done about one gap into the unit's plan, and when asked into the plans of those
// who lack it.
func (p *Pages) addPlan(w http.ResponseWriter, r *http.Request) error {
	unit, shown, err := p.unit(w, r, may.NoteCompetence)
	if err != nil || shown {
		return err
	}
	visit := page.Of(r.Context())
	c := p.Frame.Catalog(visit)
	s, err := p.stand(r.Context(), unit)
	if err != nil {
		return err
	}
	need := r.PostFormValue("behov")
	i := slices.IndexFunc(s.team.Columns, func(col gap.TeamColumn) bool { return col.Need == need })
	if i < 0 {
		return p.showPlan(w, r, http.StatusUnprocessableEntity, unit, need, planForm{}, map[string]string{"allt": c.T("map.plan.gone")})
	}
	col := s.team.Columns[i]
	set := planForm{r.PostFormValue("hur"), r.PostFormValue("kurs"), strings.TrimSpace(r.PostFormValue("vad")), strings.TrimSpace(r.PostFormValue("ansvarig")), r.PostFormValue("senast"), r.PostFormValue("personer") != ""}
	item := development.Item{Whose: development.Unit(unit.ID), Requirement: col.Key, How: development.How(set.How), Title: set.Title, Responsible: set.Responsible, Due: set.Due}
	if item.How == development.ByCourse {
		item.Ref = set.Course
	}
	_, _, err = p.Plans.Add(r.Context(), visit.Actor, item)
	if err == nil && set.People && item.How != development.ByRecruit {
		for _, m := range s.whoLacks(col) {
			if m.Work.PersonID == visit.Actor.PersonID {
				continue // the own plan is agreed with the own manager
			}
			item.Whose = development.Person(m.Work.PersonID, s.team.Employer.ID)
			if _, _, err = p.Plans.Add(r.Context(), visit.Actor, item); err != nil {
				break
			}
		}
	}
	wrongs, err := wrong(c, err)
	if err != nil {
		return err
	}
	if len(wrongs) > 0 {
		return p.showPlan(w, r, http.StatusUnprocessableEntity, unit, need, set, wrongs)
	}
	return web.Redirect(w, r, page.At(top+"/plan", "enhet", unit.ID, "sparat", "1"))
}

// cells are figures of a table.
func cells(figures ...int64) (out []templ.Component) {
	for _, n := range figures {
		out = append(out, words(lang.Number(n)))
	}
	return out
}
