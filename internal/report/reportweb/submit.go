package reportweb

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/report"
	"yrkesresan/internal/report/pool"
)

// submitView is the municipality's figures before they leave it, and what has left it.
type submitView struct {
	Place   string // id
	Others  []ui.Link
	Said    string
	Wrong   string
	Now     string // what is submitted now
	Behind  string
	Tables  []ui.TableProps // what would leave, a table a journey
	Late    []string
	Digest  string
	Latest  string // the submission that can be taken back
	History ui.TableProps
	Button  string
}

// town is the municipality that a page is about: the one named, else the visitor's first.
func (p *Pages) town(r *http.Request, named string) (string, []org.Node, error) {
	all, err := p.Tree.Employers(r.Context(), web.ActorOf(r.Context()), may.SubmitFigures, p.Today())
	if err != nil {
		return "", nil, err
	}
	if named == "" && len(all) > 0 {
		named = all[0].ID
	}
	if named == "" {
		return "", nil, report.ErrNotTown
	}
	return named, all, nil
}

func (p *Pages) submission(w http.ResponseWriter, r *http.Request) error {
	id, all, err := p.town(r, r.URL.Query().Get("plats"))
	if err != nil {
		return err
	}
	return p.showSubmission(w, r, id, all, http.StatusOK, nil)
}

func (p *Pages) showSubmission(w http.ResponseWriter, r *http.Request, id string, all []org.Node, status int, wrong *fault.Fault) error {
	c := p.catalog(r)
	s, err := p.Figures.Submission(r.Context(), page.Of(r.Context()).Actor, id)
	if err != nil {
		return err
	}
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return err
	}
	v := submitView{Place: id, Digest: s.Draft.Digest(), Button: c.T("report.submit.button"), Now: c.T("report.submit.never")}
	if wrong != nil {
		v.Wrong = page.Say(c, wrong)
	}
	switch r.URL.Query().Get("klart") {
	case "inlamnat":
		v.Said = c.T("report.submit.done")
	case "tillbaka":
		v.Said = c.T("report.submit.taken_back")
	}
	if len(all) > 1 {
		for _, n := range all {
			v.Others = append(v.Others, ui.Link{Href: page.At("/kommun/siffror", "plats", n.ID), Text: n.Name, Current: n.ID == id})
		}
	}
	if s.Behind > 0 {
		v.Behind = c.T("report.live.behind", "n", s.Behind)
	}
	for _, t := range s.Draft.Journeys {
		v.Tables = append(v.Tables, toldTable(c, ref, s.Titles[t.Journey], t))
		late := c.T("report.submit.late_hidden")
		if t.LateTold {
			late = c.T("report.submit.late", "n", t.Late)
		}
		v.Late = append(v.Late, late)
	}
	v.History = ui.TableProps{ID: "historik", Caption: c.T("report.submit.history"), Cards: true, Columns: []ui.Column{{Title: c.T("report.submit.when")}, {Title: c.T("report.submit.state")}}}
	for _, h := range s.History {
		state := c.T("report.submit.replaced")
		switch {
		case h.Latest:
			state, v.Latest = c.T("report.submit.latest"), h.ID
			v.Now, v.Button = c.T("report.submit.now", "day", c.DateOf(h.AsOf)), c.T("report.submit.again")
		case h.WithdrawnAt != nil:
			state = c.T("report.submit.withdrawn", "when", c.When(*h.WithdrawnAt, p.Frame.Now()))
		}
		v.History.Rows = append(v.History.Rows, ui.Row{Head: ui.Text(c.DateOf(h.AsOf)), Cells: texts([]string{state})})
	}
	shell := p.Frame.Shell(r, c.T("report.submit.title"))
	shell.Wrong = wrong != nil
	return p.Frame.ShowAs(w, r, status, shell, submitPage(v))
}

// toldTable is what is told of a journey, as it would leave.
func toldTable(c *lang.Catalog, ref org.Reference, title string, t report.Told) ui.TableProps {
	out := ui.TableProps{ID: "resa-" + t.Journey, Caption: title, Cards: true, Columns: []ui.Column{{Title: c.T("report.submit.who")}, {Title: c.T("report.people"), Number: true}, {Title: c.T("report.all_done"), Number: true}}}
	for _, g := range t.Groups {
		cells := []string{lang.Number(g.People), c.T("report.not_shown")}
		if g.Split {
			cells[1] = share(c, g.Done, g.People)
		}
		out.Rows = append(out.Rows, ui.Row{Head: groupHead(c, ref, g.Keys), Cells: texts(cells)})
	}
	return out
}

// groupHead says who a group is: one kind of work by its name, several by area.
func groupHead(c *lang.Catalog, ref org.Reference, keys []pool.Key) templ.Component {
	if len(keys) == 1 {
		return ui.Text(keyName(c, ref, keys[0].Occupation, keys[0].Area))
	}
	in := map[string][]string{}
	for _, k := range keys {
		area := ref.AreaName(k.Area)
		if area == "" {
			area = c.T("report.no_area")
		}
		in[area] = append(in[area], keyName(c, ref, k.Occupation, ""))
	}
	areas := slices.Collect(maps.Keys(in))
	lang.SortBy(areas, func(s string) string { return s })
	var lines []string
	for _, area := range areas {
		lang.SortBy(in[area], func(s string) string { return s })
		lines = append(lines, c.T("report.submit.in_area", "area", area, "occupations", strings.Join(in[area], ", ")))
	}
	return together(c.T("report.submit.together", "n", len(keys)), lines)
}

func keyName(c *lang.Catalog, ref org.Reference, occupation, area string) string {
	name := ref.Occupation(occupation).Name
	if name == "" {
		name = c.T("report.no_occupation")
	}
	if a := ref.AreaName(area); a != "" {
		return c.T("report.occupation_area", "occupation", name, "area", a)
	}
	return name
}

func (p *Pages) submit(w http.ResponseWriter, r *http.Request) error {
	id, all, err := p.town(r, r.PostFormValue("plats"))
	if err != nil {
		return err
	}
	_, err = p.Figures.Submit(r.Context(), page.Of(r.Context()).Actor, id, r.PostFormValue("sett"))
	if errors.Is(err, report.ErrChanged) || errors.Is(err, report.ErrFew) {
		f := fault.Of(err)
		return p.showSubmission(w, r, id, all, web.Status(f), f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, page.At("/kommun/siffror", "plats", id, "klart", "inlamnat"))
}

func (p *Pages) withdraw(w http.ResponseWriter, r *http.Request) error {
	id, _, err := p.town(r, r.PostFormValue("plats"))
	if err != nil {
		return err
	}
	if err := p.Figures.Withdraw(r.Context(), page.Of(r.Context()).Actor, id, r.PostFormValue("inlamning")); err != nil {
		return err
	}
	return web.Redirect(w, r, page.At("/kommun/siffror", "plats", id, "klart", "tillbaka"))
}
