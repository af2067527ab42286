package assessweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// team is a unit's people and what can be assessed there.
type team struct {
	unit, employer org.Node
	areas          []area
	people         []member
}

// member is a person of a unit, once however many employments.
type member struct {
	id, number, name string
	asked            map[string]bool // by requirement
}

// team reads a unit's people and what is asked of each; the actor may see competence there.
func (p *Pages) team(ctx context.Context, r *http.Request, unit org.Node) (t team, err error) {
	actor := page.Of(ctx).Actor
	on := p.Staff.Today()
	g, err := p.Gaps.Team(ctx, actor, unit.ID, on)
	if err != nil {
		return t, err
	}
	book, err := p.Frameworks.Book(ctx, on)
	if err != nil {
		return t, err
	}
	t.unit, t.employer = g.Unit, g.Employer
	items := make([]gap.Item, len(g.Columns))
	for i, c := range g.Columns {
		items[i] = c.Item
	}
	t.areas = areasOf(book, items, true)
	for _, m := range g.Members {
		id := m.Work.PersonID
		if id == actor.PersonID {
			continue // nobody is the own manager
		}
		i := slices.IndexFunc(t.people, func(o member) bool { return o.id == id })
		if i < 0 {
			number := m.Card.Number
			if m.Card.Protected && m.Card.LastName == "" { // a contact code stands for the name: neither does the number tell who it is (rule 7)
				number = ""
			}
			i, t.people = len(t.people), append(t.people, member{id, number, strings.TrimSpace(m.Card.FirstName + " " + m.Card.LastName), map[string]bool{}})
		}
		for k, it := range m.Items {
			if it != nil {
				t.people[i].asked[g.Columns[k].Key] = true
			}
		}
	}
	return t, nil
}

func (t team) ids() []string {
	out := make([]string, len(t.people))
	for i, m := range t.people {
		out[i] = m.id
	}
	return out
}

func keysOf(areas ...area) (out []string) {
	for _, a := range areas {
		for _, e := range a.needs {
			out = append(out, e.Key)
		}
	}
	return out
}

// groupView is the table of one area: people × requirements.
type groupView struct {
	Title, Unit, UnitName, Area, AreaName, From string
	Areas                                       []areaPart
	Needs                                       []needPart
	Rows                                        []rowPart
	Levels                                      []ui.Option // to set many
	Back                                        ui.Link
	Paste, Sheet                                string
	Set                                         setForm
	Said, Undo, Progress                        string
	Wrong                                       map[string]string
	Clash                                       []string
	Empty                                       bool
}

type areaPart struct {
	ui.Part
	Here bool
}

type needPart struct{ Key, Name, About string }

type rowPart struct {
	ID, Name, Href, Was string
	Marked              bool
	Cells               []cellPart
}

type cellPart struct {
	Name, Label, Value string
	Options            []ui.Option // none: it is not asked of the person
	Self               string      // what the person has said
	Clash              bool
}

// setForm is what is to be set for many.
type setForm struct{ Need, Level, Whom string }

func (p *Pages) group(w http.ResponseWriter, r *http.Request) error {
	unit, shown, err := p.unit(w, r)
	if err != nil || shown {
		return err
	}
	t, err := p.team(r.Context(), r, unit)
	if err != nil {
		return err
	}
	v := groupView{From: r.FormValue("fran")}
	c := p.Frame.Catalog(page.Of(r.Context()))
	q := r.URL.Query()
	if n, err := strconv.Atoi(q.Get("sparat")); err == nil && n >= 0 {
		v.Said, v.Undo = c.T("assess.group.saved", "n", n), q.Get("angra")
		if n == 0 {
			v.Said, v.Undo = c.T("assess.group.nothing"), ""
		}
	}
	if n, err := strconv.Atoi(q.Get("angrat")); err == nil && n > 0 {
		v.Said = c.T("assess.group.undone", "n", n)
	}
	return p.showGroup(w, r, http.StatusOK, t, v, nil)
}

// showGroup lays the table out; typed are the values of a form that was not saved, by field.
func (p *Pages) showGroup(w http.ResponseWriter, r *http.Request, status int, t team, v groupView, typed url.Values) error {
	visit := page.Of(r.Context())
	c := p.Frame.Catalog(visit)
	here, _ := find(t.areas, r.FormValue("omrade")) // the first, when nobody there is asked that one any more
	said, err := p.Competence.AssessedAt(r.Context(), visit.Actor, t.unit.ID, t.ids(), keysOf(t.areas...))
	if err != nil {
		return err
	}
	v.Unit, v.UnitName, v.Area, v.AreaName, v.Empty = t.unit.ID, t.unit.Name, here.id, here.name, len(t.areas) == 0
	v.Title = c.T("assess.group.title")
	v.Back = ui.Link{Href: "/min-grupp", Text: c.T("assess.back_group")}
	if v.From == "kartlagg" {
		v.Back = ui.Link{Href: page.At("/min-grupp/kartlagg/personer", "enhet", t.unit.ID), Text: c.T("assess.back_map")}
	}
	v.Paste, v.Sheet = page.At("/min-grupp/bedomning/klistra", "enhet", t.unit.ID, "fran", v.From), page.At("/min-grupp/bedomning/ark", "enhet", t.unit.ID)
	for _, a := range t.areas {
		done, all := t.progress(said, a)
		part := areaPart{ui.Part{Href: page.At("/min-grupp/bedomning", "enhet", t.unit.ID, "omrade", a.id, "fran", v.From), Title: a.name, Note: c.T("assess.group.progress", "done", done, "all", all)}, a.id == here.id}
		if part.Status = ui.NotStarted; done == all {
			part.Status = ui.Done
		} else if done > 0 {
			part.Status = ui.Ongoing
		}
		if v.Areas = append(v.Areas, part); a.id == here.id {
			v.Progress = part.Note
		}
	}
	if !v.Empty {
		v.Levels = append([]ui.Option{{Text: c.T("assess.set.choose")}}, levels(c, here.needs[0].Frame, false)...)
	}
	for _, e := range here.needs {
		v.Needs = append(v.Needs, needPart{e.Key, e.Name, e.About})
	}
	for i, m := range t.people {
		v.Rows = append(v.Rows, t.row(c, i, m, here, said[m.id], typed, v.From))
	}
	shell := p.Frame.Shell(r, v.Title)
	shell.Wrong = len(v.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, shell, groupPage(v))
}

// row is one person's line of the table: what the manager has said, with what the person says beside it.
func (t team) row(c *lang.Catalog, i int, m member, here area, said competence.Sides, typed url.Values, from string) rowPart {
	row := rowPart{ID: m.id, Name: m.name, Href: page.At("/min-grupp/bedomning/person/"+url.PathEscape(m.id), "enhet", t.unit.ID, "omrade", here.id, "fran", from), Marked: slices.Contains(typed["vald"], m.id)}
	var was []string
	for k, e := range here.needs {
		cell := cellPart{Name: field(i, k)}
		value := valueOf(said, competence.Side{Requirement: e.Key, By: held.Manager})
		was = append(was, value)
		if m.asked[e.Key] {
			cell.Label, cell.Value, cell.Options = c.T("assess.group.cell", "need", e.Name, "name", m.name), value, levels(c, e.Frame, true)
			if typed.Has(cell.Name) {
				cell.Value = typed.Get(cell.Name)
				cell.Clash = typed.Get("krock") != "" && strings.Contains(typed.Get("krock"), cell.Name+" ")
			}
			if own := valueOf(said, competence.Side{Requirement: e.Key, By: held.Self}); own != unsaid {
				cell.Self = c.T("assess.group.self", "level", levelName(c, e, own))
			}
		}
		row.Cells = append(row.Cells, cell)
	}
	row.Was = strings.Join(was, ",")
	return row
}

// progress tells how many of whom something in an area is asked have all of it assessed.
func (t team) progress(said map[string]competence.Sides, a area) (done, all int) {
	for _, m := range t.people {
		asked, lacks := 0, 0
		for _, e := range a.needs {
			if !m.asked[e.Key] {
				continue
			}
			asked++
			if _, have := said[m.id][competence.Side{Requirement: e.Key, By: held.Manager}]; !have {
				lacks++
			}
		}
		if asked == 0 {
			continue
		}
		if all++; lacks == 0 {
			done++
		}
	}
	return done, all
}

// levels are the choices of a cell. Their number stands first: whoever writes it with the keyboard chooses.
func levels(c *lang.Catalog, f *frame.Frame, unsaidToo bool) []ui.Option {
	var out []ui.Option
	if unsaidToo {
		out = append(out, ui.Option{Value: unsaid, Text: c.T("assess.unsaid")})
	}
	out = append(out, ui.Option{Value: noneYet, Text: "0 " + c.T("assess.none")})
	for i, l := range f.Scheme() {
		out = append(out, ui.Option{Value: l.Key, Text: strconv.Itoa(i+1) + " " + l.Name})
	}
	return out
}

func field(row, column int) string { return "v" + strconv.Itoa(row) + "-" + strconv.Itoa(column) }

// saveGroup saves what has been changed in the table. A cell that somebody else changed meanwhile is not
// overwritten: the page shows both words.
func (p *Pages) saveGroup(w http.ResponseWriter, r *http.Request) error {
	unit, shown, err := p.unit(w, r)
	if err != nil || shown {
		return err
	}
	visit := page.Of(r.Context())
	c := p.Frame.Catalog(visit)
	t, err := p.team(r.Context(), r, unit)
	if err != nil {
		return err
	}
	v := groupView{From: r.PostFormValue("fran"), Set: setForm{r.PostFormValue("satt-krav"), r.PostFormValue("satt-niva"), r.PostFormValue("satt-vilka")}}
	all, typed, clashes, err := p.changes(r, t, v.Set)
	if err != nil {
		return err
	}
	if r.PostFormValue("gor") == "satt" && v.Set.Level == "" {
		v.Wrong = map[string]string{"satt-niva": c.T("assess.set.no_level")}
		return p.showGroup(w, r, http.StatusUnprocessableEntity, t, v, typed)
	}
	if len(clashes) > 0 {
		v.Clash = clashes
		v.Wrong = map[string]string{"allt": c.T("assess.group.clash", "n", len(clashes))}
		return p.showGroup(w, r, http.StatusConflict, t, v, typed)
	}
	if r.PostFormValue("gor") == "satt" && len(all) == 0 && v.Set.Whom != "alla" && len(r.PostForm["vald"]) == 0 {
		v.Wrong = map[string]string{"satt-vilka": c.T("assess.group.none_marked")}
		return p.showGroup(w, r, http.StatusUnprocessableEntity, t, v, typed)
	}
	saved, err := p.Competence.AssessMany(r.Context(), visit.Actor, t.employer.ID, all, held.Manager)
	if v.Wrong, err = wrong(c, err); err != nil {
		return err
	}
	if len(v.Wrong) > 0 {
		return p.showGroup(w, r, http.StatusUnprocessableEntity, t, v, typed)
	}
	return web.Redirect(w, r, page.At("/min-grupp/bedomning", "enhet", unit.ID, "omrade", r.PostFormValue("omrade"), "fran", v.From, "sparat", strconv.Itoa(saved.Rows), "angra", strconv.FormatInt(saved.At.UnixMilli(), 10)))
}

// changes reads what a form changes: the cells that differ from what it showed, and what is set for many.
// The people and requirements are named by the form itself, so that nothing is saved about another
// than was shown.
func (p *Pages) changes(r *http.Request, t team, set setForm) (all []competence.Judgement, typed url.Values, clashes []string, err error) {
	visit := page.Of(r.Context())
	c := p.Frame.Catalog(visit)
	people, needs, was := r.PostForm["person"], r.PostForm["krav"], r.PostForm["var"]
	here, known := find(t.areas, r.PostFormValue("omrade"))
	if !known || len(was) != len(people) {
		return nil, nil, nil, competence.ErrNoRequirement
	}
	now, err := p.Competence.AssessedAt(r.Context(), visit.Actor, t.unit.ID, t.ids(), keysOf(here))
	if err != nil {
		return nil, nil, nil, err
	}
	many := r.PostFormValue("gor") == "satt" && set.Level != ""
	typed = url.Values{"vald": r.PostForm["vald"]}
	for i, id := range people {
		row := slices.IndexFunc(t.people, func(m member) bool { return m.id == id })
		if row < 0 {
			continue // has left meanwhile
		}
		before := strings.Split(was[i], ",")
		for k, key := range needs {
			col := slices.IndexFunc(here.needs, func(e frame.Entry) bool { return e.Key == key })
			if col < 0 || k >= len(before) || !t.people[row].asked[key] {
				continue
			}
			value := r.PostFormValue(field(i, k))
			if value == "" {
				value = before[k]
			}
			if many && (set.Need == "" || set.Need == key) && (set.Whom == "alla" || slices.Contains(r.PostForm["vald"], id) || set.Whom == "utan" && value == unsaid) {
				value = set.Level
			}
			typed.Set(field(row, col), value)
			if value == before[k] || value == unsaid {
				continue // nothing said is nothing to save: what was noted is taken back by its own button
			}
			is := valueOf(now[id], competence.Side{Requirement: key, By: held.Manager})
			if is != before[k] && is != value {
				typed.Set("krock", typed.Get("krock")+field(row, col)+" ")
				clashes = append(clashes, c.T("assess.group.clash_cell", "need", here.needs[col].Name, "name", t.people[row].name, "now", levelName(c, here.needs[col], is)))
				continue
			}
			all = append(all, competence.Judgement{PersonID: id, Requirement: key, Level: levelFrom(value)})
		}
	}
	return all, typed, clashes, nil
}

// undo takes back one saving.
func (p *Pages) undo(w http.ResponseWriter, r *http.Request) error {
	unit, shown, err := p.unit(w, r)
	if err != nil || shown {
		return err
	}
	visit := page.Of(r.Context())
	employer, err := p.Tree.EmployerAt(r.Context(), unit.Path, p.Staff.Today())
	if err != nil {
		return err
	}
	ms, err := strconv.ParseInt(r.PostFormValue("angra"), 10, 64)
	if err != nil {
		return competence.ErrNoAssessment
	}
	n, err := p.Competence.TakeBackSaved(r.Context(), visit.Actor, employer.ID, time.UnixMilli(ms))
	if f := fault.Of(err); f != nil && f.Key == competence.ErrNoAssessment.Key {
		n, err = 0, nil // pressed twice: it is taken back
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, page.At("/min-grupp/bedomning", "enhet", unit.ID, "omrade", r.PostFormValue("omrade"), "fran", r.PostFormValue("fran"), "angrat", strconv.Itoa(n)))
}

// whom are the choices of whom to set a level for.
func (v groupView) whom(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: "valda", Text: lang.T(ctx, "assess.set.marked")}, {Value: "utan", Text: lang.T(ctx, "assess.set.without")}, {Value: "alla", Text: lang.T(ctx, "assess.set.all")}}
}

// which are the requirements to set it for.
func (v groupView) which(ctx context.Context) []ui.Option {
	out := []ui.Option{{Text: lang.T(ctx, "assess.set.every_need")}}
	for _, n := range v.Needs {
		out = append(out, ui.Option{Value: n.Key, Text: n.Name})
	}
	return out
}
