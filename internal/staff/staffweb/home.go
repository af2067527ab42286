package staffweb

import (
	"errors"
	"net/http"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staff"
)

// inHistory is how many imports the history shows.
const inHistory = 20

// homeView is the page of a municipality's staff.
type homeView struct {
	Name     string
	Employer string
	Others   []ui.Link // further employers of the visitor
	Said     string    // a message about the last action
	Wrong    []ui.Problem
	WrongAt  string // at the field of the file
	Unmapped string // how many titles mean nothing yet; "" when none
	Titles   string // address
	Undo     string // address; "" when there is nothing to undo
	History  ui.TableProps
	Back     ui.Link
}

func (p *Pages) home(w http.ResponseWriter, r *http.Request) error {
	return p.showHome(w, r, http.StatusOK, r.URL.Query().Get("plats"), nil)
}

// showHome shows the page, with what was wrong with a file.
func (p *Pages) showHome(w http.ResponseWriter, r *http.Request, status int, id string, wrong *fault.Fault) error {
	employer, all, err := p.employer(r, id)
	if err != nil {
		return err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	v := homeView{Name: employer.Name, Employer: employer.ID, Titles: at("/kommun/titlar", employer, all),
		Back: ui.Link{Href: at("/kommun", employer, all), Text: c.T("staff.to_hub")}}
	for _, o := range all {
		if o.ID != employer.ID {
			v.Others = append(v.Others, ui.Link{Href: "/kommun/inlasning?plats=" + o.ID, Text: o.Name})
		}
	}
	if r.URL.Query().Get("angrat") != "" {
		v.Said = c.T("staff.undone")
	}
	if wrong != nil {
		v.WrongAt = page.Say(c, wrong)
		v.Wrong = []ui.Problem{{Field: "fil", Text: v.WrongAt}}
	}
	if err := p.fillHome(r, c, employer, all, &v); err != nil {
		return err
	}
	s := p.Frame.Shell(r, c.T("staff.title", "place", employer.Name))
	s.Wrong = wrong != nil
	return p.Frame.ShowAs(w, r, status, s, homePage(v))
}

func (p *Pages) fillHome(r *http.Request, c *lang.Catalog, employer org.Node, all []org.Node, v *homeView) error {
	actor := web.ActorOf(r.Context())
	logs, err := p.Imports.List(r.Context(), actor, employer.ID, inHistory)
	if err != nil {
		return err
	}
	v.History = history(c, logs)
	unmapped, err := p.Imports.Unmapped(r.Context(), actor, employer.ID)
	if err != nil {
		return err
	}
	if len(unmapped) > 0 {
		v.Unmapped = c.T("staff.unmapped_count", "n", len(unmapped))
	}
	_, err = p.Imports.Undoable(r.Context(), actor, employer.ID)
	switch {
	case err == nil:
		v.Undo = at("/kommun/angra", employer, all)
	case !errors.Is(err, staff.ErrNothingDone) && !errors.Is(err, staff.ErrUndone) && !errors.Is(err, staff.ErrReshaped):
		return err
	}
	return nil
}

func history(c *lang.Catalog, logs []staff.ImportLog) ui.TableProps {
	t := ui.TableProps{ID: "historik", Caption: c.T("staff.history"), Cards: true, Columns: []ui.Column{
		{Title: c.T("staff.when")}, {Title: c.T("staff.state")}, {Title: c.T("staff.new"), Number: true}, {Title: c.T("staff.changed"), Number: true},
		{Title: c.T("staff.ended"), Number: true}, {Title: c.T("staff.unchanged"), Number: true}}}
	for _, l := range logs {
		row := ui.Row{Head: ui.CellLink("/kommun/inlasning/"+l.ID, c.Date(l.MadeAt)+" "+c.Clock(l.MadeAt))}
		row.Cells = append(row.Cells, ui.Text(c.T("staff.state."+l.State)))
		for _, n := range []int{l.Result.New, l.Result.Changed, l.Result.Ended, l.Result.Unchanged} {
			row.Cells = append(row.Cells, ui.Text(lang.Number(n)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
