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
	if err := p.fill(r, c, v, all, used); err != nil {
		return err
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, v.Title), listPage(v))
}

// fill makes the table of a list, with what its kind has to tell of each entry.
func (p *Pages) fill(r *http.Request, c *lang.Catalog, v *listView, all []org.Entry, used Used) (err error) {
	var columns []ui.Column
	var cells func(e org.Entry, u Uses) []string
	switch v.Kind {
	case org.OccupationList:
		if v.Functions, err = p.functions(r, c); err != nil {
			return err
		}
		columns, cells, err = p.occupationColumns(r, c)
	case org.WordList:
		columns = []ui.Column{{Title: c.T("org.ref.f.means")}, {Title: c.T("org.ref.word_kind")}}
		cells = func(e org.Entry, _ Uses) []string { return []string{e.Fields["means"], wordKind(c, e)} }
	default:
		columns = []ui.Column{{Title: c.T("org.ref.courses"), Number: true}, {Title: c.T("org.ref.journeys"), Number: true}}
		cells = func(_ org.Entry, u Uses) []string {
			return []string{strconv.Itoa(len(u.Courses)), strconv.Itoa(len(u.Journeys))}
		}
	}
	if err != nil {
		return err
	}
	v.Table = ui.TableProps{ID: "lista", Caption: v.Title, Cards: true, Columns: slices.Concat([]ui.Column{{Title: fieldLabel(c, v.Kind, "name")}}, columns, []ui.Column{{Title: c.T("org.ref.state")}})}
	for _, e := range all {
		u := used.Of[v.Kind][e.ID]
		row := ui.Row{Head: ui.CellLink(entryURL(v.Kind, e.ID), e.Name())}
		for _, text := range cells(e, u) {
			row.Cells = append(row.Cells, ui.Text(text))
		}
		row.Cells = append(row.Cells, state(c, e, u))
		v.Table.Rows = append(v.Table.Rows, row)
	}
	return nil
}

// occupationColumns are what a list of occupations tells: licence, titles that lead to it, journeys.
func (p *Pages) occupationColumns(r *http.Request, c *lang.Catalog) ([]ui.Column, func(org.Entry, Uses) []string, error) {
	nation, local, err := p.Tree.TitlesTo(r.Context(), web.ActorOf(r.Context()))
	columns := []ui.Column{{Title: c.T("org.ref.licence")}, {Title: c.T("org.ref.titles_nation"), Number: true}, {Title: c.T("org.ref.titles_local"), Number: true}, {Title: c.T("org.ref.journeys"), Number: true}}
	return columns, func(e org.Entry, u Uses) []string {
		return []string{shown(c, "licensed", e.Fields["licensed"]), strconv.FormatInt(nation[e.ID], 10), strconv.FormatInt(local[e.ID], 10), strconv.Itoa(len(u.Journeys))}
	}, err
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
