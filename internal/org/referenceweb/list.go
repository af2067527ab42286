package referenceweb

import (
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

type listView struct {
	Kind      org.ReferenceKind
	Title     string
	Table     ui.TableProps
	Managers  []ui.Part // the eight topics of managers, and which have a course
	Gaps      string
	Strange   []ui.Fact
	Functions []ui.Fact
}

// list shows a list: what is in it, and where it is used.
func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	kind, err := kindOf(r)
	if err != nil {
		return err
	}
	c, actor := p.words(r), web.ActorOf(r.Context())
	all, err := p.Tree.Entries(r.Context(), actor, kind)
	if err != nil {
		return err
	}
	used, err := p.Rooms.ReferenceUsed(r.Context())
	if err != nil {
		return err
	}
	v := &listView{Kind: kind, Title: c.T("org.ref.list." + string(kind))}
	if kind == org.TagList {
		p.cover(c, v, all, used)
	}
	sorted(all)
	v.Table = ui.TableProps{ID: "lista", Caption: v.Title, Cards: true, Columns: []ui.Column{{Title: fieldLabel(c, kind, "name")}}}
	add := func(key string, number bool) {
		v.Table.Columns = append(v.Table.Columns, ui.Column{Title: c.T(key), Number: number})
	}
	nation, local := map[string]int64{}, map[string]int64{}
	switch kind {
	case org.OccupationList:
		if nation, local, err = p.Tree.TitlesTo(r.Context(), actor); err != nil {
			return err
		}
		if v.Functions, err = p.functions(r, c); err != nil {
			return err
		}
		add("org.ref.licence", false)
		add("org.ref.titles_nation", true)
		add("org.ref.titles_local", true)
		add("org.ref.journeys", true)
	case org.WordList:
		add("org.ref.f.means", false)
		add("org.ref.word_kind", false)
	default:
		add("org.ref.courses", true)
		add("org.ref.journeys", true)
	}
	add("org.ref.state", false)
	for _, e := range all {
		u := used.Of[kind][e.ID]
		var cells []string
		switch kind {
		case org.OccupationList:
			cells = []string{shown(c, "licensed", e.Fields["licensed"]), strconv.FormatInt(nation[e.ID], 10), strconv.FormatInt(local[e.ID], 10), strconv.Itoa(len(u.Journeys))}
		case org.WordList:
			cells = []string{e.Fields["means"], wordKind(c, e)}
		default:
			cells = []string{strconv.Itoa(len(u.Courses)), strconv.Itoa(len(u.Journeys))}
		}
		row := ui.Row{Head: ui.CellLink(entryURL(kind, e.ID), e.Name())}
		for _, text := range cells {
			row.Cells = append(row.Cells, ui.Text(text))
		}
		row.Cells = append(row.Cells, state(c, e, u))
		v.Table.Rows = append(v.Table.Rows, row)
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, v.Title), listPage(v))
}

func wordKind(c *lang.Catalog, e org.Entry) string {
	if e.Fields["is_old"] != "" {
		return c.T("org.ref.word_old")
	}
	return c.T("org.ref.word_everyday")
}

// state says whether an entry can be chosen, and of a topic whether any course has it.
func state(c *lang.Catalog, e org.Entry, u Uses) templ.Component {
	switch {
	case e.Retired != "":
		return ui.Status(ui.NotApplicable, c.T("org.ref.retired"))
	case e.Kind == org.TagList && len(u.Courses) == 0:
		return ui.Status(ui.Missing, c.T("org.ref.no_course"))
	}
	return ui.Status(ui.Done, c.T("org.ref.in_use"))
}

// cover tells which topics courses carry: the eight of managers first (R164, R168), and the words on courses that
// are no topic.
func (p *Pages) cover(c *lang.Catalog, v *listView, all []org.Entry, used Used) {
	lack := 0
	for _, id := range org.ManagerTopics() {
		for _, e := range all {
			if e.ID != id {
				continue
			}
			courses := used.Of[org.TagList][id].Courses
			part := ui.Part{Href: entryURL(org.TagList, id), Title: e.Name(), Status: ui.Done, Word: c.T("org.ref.courses_n", "n", len(courses)), Note: c.And(courses...)}
			if len(courses) == 0 {
				lack++
				part.Status, part.Word = ui.Missing, c.T("org.ref.no_course")
			}
			v.Managers = append(v.Managers, part)
		}
	}
	v.Gaps = c.T("org.ref.manager_gaps", "n", lack, "all", len(v.Managers))
	for _, word := range slices.Sorted(maps.Keys(used.Strange)) {
		v.Strange = append(v.Strange, ui.Fact{Term: word, Text: c.And(used.Strange[word]...)})
	}
}

// functions are what the law names: they follow the law and are not edited (R170–R173).
func (p *Pages) functions(r *http.Request, c *lang.Catalog) ([]ui.Fact, error) {
	held, err := p.Tree.FunctionsHeld(r.Context(), web.ActorOf(r.Context()), p.Today())
	if err != nil {
		return nil, err
	}
	var out []ui.Fact
	for _, kind := range org.Functions() {
		out = append(out, ui.Fact{Term: c.T("org.ref.function." + string(kind)), Text: c.T("org.ref.function_about."+string(kind)) + " " + c.T("org.ref.function_held", "n", held[kind])})
	}
	return out, nil
}
