package privacyweb

import (
	"errors"
	"net/http"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staff"
)

// mostProtected bounds the list: a large municipality has some dozen.
const mostProtected = 200

// protectForm is who is protected, and whom to protect next.
type protectForm struct {
	Employers []ui.Option
	Employer  string
	Number    string
	List      []staff.Guarded
	Said      string
	Wrong     map[string]string
}

func (p *Pages) protected(w http.ResponseWriter, r *http.Request) error {
	f, t := protectForm{}, p.catalog(r)
	switch code := r.URL.Query().Get("kod"); {
	case code == "bort":
		f.Said = t.T("privacy.protect.lifted_said")
	case code != "":
		f.Said = t.T("privacy.protect.set_said", "code", code)
	}
	return p.showProtect(w, r, http.StatusOK, f)
}

func (p *Pages) showProtect(w http.ResponseWriter, r *http.Request, status int, f protectForm) error {
	a, t := web.ActorOf(r.Context()), p.catalog(r)
	employers, err := p.protectsAt(r)
	if err != nil {
		return err
	}
	for _, n := range employers {
		f.Employers = append(f.Employers, ui.Option{Value: n.ID, Text: n.Name})
	}
	if f.List, err = p.Staff.Protected(r.Context(), a, mostProtected); err != nil {
		return err
	}
	s := p.Frame.Shell(r, t.T("privacy.protect.title"))
	s.Wrong = len(f.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, s, protectPage(f))
}

// protectsAt are the employers of the places where the visitor may protect somebody.
func (p *Pages) protectsAt(r *http.Request) ([]org.Node, error) {
	var out []org.Node
	seen := map[string]bool{}
	for _, path := range web.ActorOf(r.Context()).Scopes(may.ProtectIdentity) {
		n, err := p.Tree.EmployerAt(r.Context(), path, p.Staff.Today())
		if errors.Is(err, org.ErrNoNode) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if !seen[n.ID] {
			seen[n.ID] = true
			out = append(out, n)
		}
	}
	org.SortByName(out)
	return out, nil
}

func (p *Pages) protect(w http.ResponseWriter, r *http.Request) error {
	f := protectForm{Employer: r.PostFormValue("arbetsgivare"), Number: r.PostFormValue("nummer")}
	employers, err := p.protectsAt(r)
	if err != nil {
		return err
	}
	if len(employers) == 1 {
		f.Employer = employers[0].ID
	}
	person, err := p.Staff.ByNumber(r.Context(), f.Employer, f.Number)
	code := ""
	if err == nil {
		code, err = p.Staff.NoteProtected(r.Context(), web.ActorOf(r.Context()), f.Employer, person, true)
	}
	// Who may not protect a person is told the same as of a number that nobody has.
	if errors.Is(err, staff.ErrNoPerson) || errors.Is(err, may.ErrDenied) || errors.Is(err, org.ErrNoNode) {
		f.Wrong = map[string]string{"nummer": "privacy.protect.missing"}
		return p.showProtect(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/kommun/personuppgifter/skydd?kod="+code)
}

func (p *Pages) lift(w http.ResponseWriter, r *http.Request) error {
	employer := r.PostFormValue("arbetsgivare")
	if employer == "" {
		cards, err := p.Staff.Cards(r.Context(), r.PathValue("person"))
		if err != nil {
			return err
		}
		if len(cards) == 0 {
			return staff.ErrNoPerson
		}
		employer = cards[0].EmployerID
	}
	if _, err := p.Staff.NoteProtected(r.Context(), web.ActorOf(r.Context()), employer, r.PathValue("person"), false); err != nil {
		return err
	}
	return web.Redirect(w, r, "/kommun/personuppgifter/skydd?kod=bort")
}
