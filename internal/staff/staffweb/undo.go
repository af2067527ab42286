package staffweb

import (
	"net/http"

	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// undoView asks before the latest import is taken back.
type undoView struct {
	Employer string
	Back     ui.Link
	When     string
	Facts    []ui.Fact
	Wrong    string // why it cannot be undone; "" when it can
}

func (p *Pages) askUndo(w http.ResponseWriter, r *http.Request) error {
	return p.showUndo(w, r, http.StatusOK, r.URL.Query().Get("plats"))
}

func (p *Pages) showUndo(w http.ResponseWriter, r *http.Request, status int, id string) error {
	employer, all, err := p.employer(r, id)
	if err != nil {
		return err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	v := undoView{Employer: employer.ID, Back: ui.Link{Href: at("/kommun/inlasning", employer, all), Text: c.T("staff.back", "place", employer.Name)}}
	l, err := p.Imports.Undoable(r.Context(), web.ActorOf(r.Context()), employer.ID)
	switch f := expected(err); {
	case f != nil:
		v.Wrong = page.Say(c, f)
	case err != nil:
		return err
	default:
		v.When, v.Facts = c.Date(l.CommittedAt)+" "+c.Clock(l.CommittedAt), counts(c, l.Result)[:3]
	}
	return p.Frame.Show(w, r, status, "staff.undo_title", undoPage(v))
}

func (p *Pages) undo(w http.ResponseWriter, r *http.Request) error {
	id := r.PostFormValue("plats")
	employer, _, err := p.employer(r, id)
	if err != nil {
		return err
	}
	_, err = p.Imports.Undo(r.Context(), web.ActorOf(r.Context()), employer.ID)
	if f := expected(err); f != nil {
		return p.showUndo(w, r, web.Status(f), employer.ID)
	}
	if err != nil {
		return err
	}
	return p.redirectHome(w, r, employer.ID, "?angrat=1")
}
