package recordweb

import (
	"errors"
	"net/http"
	"slices"

	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/record"
)

// chooseForm is the lines to share with one employer, as ticked.
type chooseForm struct {
	record.Sharing
	Ticked []string
	Wrong  map[string]string
}

func (p *Pages) choose(w http.ResponseWriter, r *http.Request) error {
	s, err := p.sharing(r)
	if err != nil {
		return err
	}
	f := chooseForm{Sharing: s}
	for _, fact := range s.Elsewhere {
		if s.All || s.Chosen[fact.ID] {
			f.Ticked = append(f.Ticked, fact.ID)
		}
	}
	return p.showChoose(w, r, http.StatusOK, f)
}

func (p *Pages) showChoose(w http.ResponseWriter, r *http.Request, status int, f chooseForm) error {
	s := p.Frame.Shell(r, p.Frame.Texts.T("record.choose_title", "employer", f.Employer))
	s.Wrong = len(f.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, s, chooseBody(f))
}

// sharing is how the person stands with the employer of the address, a current one.
func (p *Pages) sharing(r *http.Request) (record.Sharing, error) {
	list, err := p.Record.Sharings(r.Context(), web.ActorOf(r.Context()))
	if err != nil {
		return record.Sharing{}, err
	}
	i := slices.IndexFunc(list, func(s record.Sharing) bool { return s.Current && s.EmployerID == r.PathValue("employer") })
	if i < 0 {
		return record.Sharing{}, record.ErrNoEmployer
	}
	return list[i], nil
}

func (p *Pages) shareChosen(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return record.ErrNoneChosen
	}
	ticked := r.PostForm["rad"]
	err := p.Record.ShareOnly(r.Context(), web.ActorOf(r.Context()), r.PathValue("employer"), ticked)
	if errors.Is(err, record.ErrNoneChosen) {
		s, err := p.sharing(r)
		if err != nil {
			return err
		}
		return p.showChoose(w, r, http.StatusUnprocessableEntity, chooseForm{Sharing: s, Wrong: map[string]string{"rad": record.ErrNoneChosen.Key}})
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/mitt-larande?sparat=delat")
}

func (p *Pages) shareAll(w http.ResponseWriter, r *http.Request) error {
	if err := p.Record.ShareAll(r.Context(), web.ActorOf(r.Context()), r.PathValue("employer")); err != nil {
		return err
	}
	return web.Redirect(w, r, "/mitt-larande?sparat=delat")
}

func (p *Pages) withdraw(w http.ResponseWriter, r *http.Request) error {
	if err := p.Record.Withdraw(r.Context(), web.ActorOf(r.Context()), r.PathValue("employer")); err != nil {
		return err
	}
	return web.Redirect(w, r, "/mitt-larande?sparat=slutat")
}
