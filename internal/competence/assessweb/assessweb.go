// Package assessweb is the pages of what people are assessed to hold: by themselves, by colleagues and by
// whoever leads them, one by one or many at once (R196, R215); of specialists and whom they support
// (R283–R285); and of language, which is the person's own (R250).
package assessweb

import (
	"cmp"
	"context"
	"embed"
	"maps"
	"net/http"
	"slices"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/framework"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staff"
)

// Texts are the Swedish words of these pages.
//
//go:embed sv.json
var Texts embed.FS

// BigBody is what forms may be large: a file of assessments.
var BigBody = map[string]int64{"POST /min-grupp/bedomning/klistra": 6 << 20}

// Pages are the pages of assessments.
type Pages struct {
	Competence *competence.Competence
	Gaps       *gap.Gaps
	Frameworks *framework.Frameworks
	Staff      *staff.Staff
	Tree       *org.Tree
	Frame      *page.Frame
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	r.Page("GET /min-kompetens/bedomning", web.Own, p.own)
	r.Page("GET /min-kompetens/bedomning/omrade", web.Own, p.ownArea)
	r.Page("POST /min-kompetens/bedomning/omrade", web.Own, p.saveOwn)
	r.Page("GET /min-kompetens/bedomning/kollega", web.Own, p.askForm)
	r.Page("POST /min-kompetens/bedomning/kollega", web.Own, p.ask)
	r.Page("POST /min-kompetens/bedomning/kollega/ta-tillbaka", web.Own, p.withdraw)
	r.Page("GET /min-kompetens/bedomning/svara/{request}", web.Own, p.answerForm)
	r.Page("POST /min-kompetens/bedomning/svara/{request}", web.Own, p.answer)
	r.Page("GET /min-kompetens/sprak", web.Own, p.language)
	r.Page("POST /min-kompetens/sprak", web.Own, p.saveLanguage)
	r.Page("GET /min-kompetens/specialister", web.Own, p.mySupport)
	r.Page("GET /min-grupp/specialister", web.To(may.NoteCompetence), p.specialists)
	r.Page("POST /min-grupp/specialister", web.To(may.NoteCompetence), p.noteSpecialist)
	r.Page("GET /min-grupp/specialister/{specialist}", web.To(may.NoteCompetence), p.supports)
	r.Page("POST /min-grupp/specialister/{specialist}", web.To(may.NoteCompetence), p.saveSupports)
	r.Page("GET "+contactsTop, web.To(may.NoteCompetence), p.contacts)
	r.Page("POST "+contactsTop, web.To(may.NoteCompetence), p.noteContact)
	r.Page("GET /kommun/specialister", web.To(may.SeeFigures), p.lacks)
	r.Page("GET /omrade/specialister", web.To(may.SeeFigures), p.lacks)
	// Roles are the whole employer's, as titles are: who maps those, and notes competence there, keeps them.
	r.Page("GET "+rolesTop, web.To(may.MapTitles), p.ownRoles)
	r.Page("POST "+rolesTop, web.To(may.MapTitles), p.saveRole)
	r.Page("GET /min-grupp/sprak", web.To(may.SeeFigures), p.spoken)
	r.Page("GET /kommun/sprak", web.To(may.SeeFigures), p.spoken)
	r.Page("GET /min-grupp/bedomning", web.To(may.NoteCompetence), p.group)
	r.Page("POST /min-grupp/bedomning", web.To(may.NoteCompetence), p.saveGroup)
	r.Page("POST /min-grupp/bedomning/angra", web.To(may.NoteCompetence), p.undo)
	r.Page("GET /min-grupp/bedomning/ark", web.To(may.NoteCompetence), p.sheet)
	r.Page("GET /min-grupp/bedomning/klistra", web.To(may.NoteCompetence), p.pasteForm)
	r.Page("POST /min-grupp/bedomning/klistra", web.To(may.NoteCompetence), p.paste)
	r.Page("GET /min-grupp/bedomning/person/{person}", web.To(may.NoteCompetence), p.person)
	r.Page("POST /min-grupp/bedomning/person/{person}", web.To(may.NoteCompetence), p.savePerson)
}

// area is an area of a framework with the requirements of it that are asked for and can be assessed.
type area struct {
	id, name, library string // id: frame.Key of framework and area
	needs             []frame.Entry
}

// areasOf groups what is asked for, by area; what is formal and what is asked twice is left out.
func areasOf(book *frame.Book, items []gap.Item, counts bool) []area {
	var out []area
	seen := map[string]bool{}
	for _, it := range items {
		e, ok := book.Find(it.Key)
		if !ok || it.Formal || seen[it.Key] || counts && !assessable(it) {
			continue
		}
		seen[it.Key] = true
		id := frame.Key(it.FrameworkID, it.AreaID)
		i := slices.IndexFunc(out, func(a area) bool { return a.id == id })
		if i < 0 {
			i, out = len(out), append(out, area{id: id, name: it.Area, library: it.Library})
		}
		out[i].needs = append(out[i].needs, e)
	}
	return out
}

// assessable tells whether an assessment counts for what is asked.
func assessable(it gap.Item) bool {
	return slices.ContainsFunc(it.Evidence, func(e frame.Evidence) bool { return e.By == frame.ByAssessment })
}

// find gives the area with an id; the first when there is none so.
func find(areas []area, id string) (area, bool) {
	if i := slices.IndexFunc(areas, func(a area) bool { return a.id == id }); i >= 0 {
		return areas[i], true
	}
	if len(areas) == 0 {
		return area{}, false
	}
	return areas[0], id == ""
}

// The values of a form that are no level's key.
const (
	unsaid  = "-" // nobody has said anything
	noneYet = "0" // none of it
)

// valueOf is a word as a form says it.
func valueOf(s competence.Sides, side competence.Side) string {
	m, have := s[side]
	switch {
	case !have:
		return unsaid
	case m.Level == "":
		return noneYet
	}
	return m.Level
}

// levelFrom is the level of a form's value.
func levelFrom(value string) string {
	if value == noneYet {
		return ""
	}
	return value
}

// levelName is a level in words.
func levelName(c *lang.Catalog, e frame.Entry, value string) string {
	if value == noneYet || value == "" {
		return c.T("assess.none")
	}
	for _, l := range e.Frame.Scheme() {
		if l.Key == value {
			return l.Name
		}
	}
	return value
}

// unit gives the unit that a page is about; shown is true when the page to choose one was shown instead.
func (p *Pages) unit(w http.ResponseWriter, r *http.Request) (n org.Node, shown bool, err error) {
	visit, id := page.Of(r.Context()), r.FormValue("enhet")
	units, err := p.Tree.UnitsIn(r.Context(), visit.Actor.Scopes(may.NoteCompetence), p.Staff.Today(), 2000)
	if err != nil {
		return n, false, err
	}
	units = slices.DeleteFunc(units, func(n org.Node) bool { return org.Kind(n.Kind) != org.Unit })
	if id == "" && len(units) == 1 {
		return units[0], false, nil
	}
	if id != "" {
		n, err = p.Tree.Find(r.Context(), id, p.Staff.Today())
		return n, false, err
	}
	v := unitsView{Title: p.Frame.Catalog(visit).T("assess.group.title")}
	number := page.Number(r.URL.Query().Get("sida"))
	from := min((number-1)*50, len(units))
	for _, u := range units[from:min(from+50, len(units))] {
		v.Units = append(v.Units, ui.Part{Href: page.At(r.URL.Path, "enhet", u.ID), Title: u.Name})
	}
	v.Pager = page.Pager(r.URL.Path, "sida", number, len(units), 50)
	return n, true, p.Frame.Show(w, r, http.StatusOK, "assess.group.title", unitsPage(v))
}

type unitsView struct {
	Title string
	Units []ui.Part
	Pager ui.PagerProps
}

// employer is where somebody assesses oneself: the one asked for, or the first that the person works for.
func (p *Pages) employer(ctx context.Context, personID, asked string) (id string, all []org.Node, err error) {
	on := p.Staff.Today()
	paths, err := p.Staff.Paths(ctx, personID, on)
	if err != nil {
		return "", nil, err
	}
	slices.Sort(paths)
	for _, path := range paths {
		n, err := p.Tree.EmployerAt(ctx, path, on)
		if err != nil {
			return "", nil, err
		}
		if !slices.ContainsFunc(all, func(o org.Node) bool { return o.ID == n.ID }) {
			all = append(all, n)
		}
	}
	if i := slices.IndexFunc(all, func(n org.Node) bool { return n.ID == asked }); i >= 0 {
		return asked, all, nil
	}
	if len(all) == 0 {
		return "", nil, nil
	}
	return all[0].ID, all, nil
}

// wrong turns a refused form into what the page says, by field; other errors are given back.
func wrong(c *lang.Catalog, err error) (map[string]string, error) {
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Invalid && f.Kind != fault.Conflict {
		return nil, err
	}
	return map[string]string{cmp.Or(f.Field, "allt"): page.Say(c, f)}, nil
}

// problems lists what is wrong: what has a field leads there, the rest is said.
func problems(wrong map[string]string, fields ...string) []ui.Problem {
	var out []ui.Problem
	for _, f := range fields {
		if wrong[f] != "" {
			out = append(out, ui.Problem{Field: f, Text: wrong[f]})
		}
	}
	for _, f := range slices.Sorted(maps.Keys(wrong)) {
		if !slices.Contains(fields, f) {
			out = append(out, ui.Problem{Text: wrong[f]})
		}
	}
	return out
}
