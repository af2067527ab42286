package privacyweb

import (
	"net/http"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/privacy"
	"yrkesresan/internal/staff"
)

// mineView is what is kept about the visitor, by whom, and what the visitor has asked for.
type mineView struct {
	At       []heldView
	Requests []privacy.Request
	Said     string
}

// heldView is what one employer has.
type heldView struct {
	ID, Name string
	Facts    []ui.Fact
}

func (p *Pages) mine(w http.ResponseWriter, r *http.Request) error {
	a, t := web.ActorOf(r.Context()), p.catalog(r)
	held, err := p.Privacy.Held(r.Context(), a)
	if err != nil {
		return err
	}
	v := mineView{}
	for _, h := range held {
		v.At = append(v.At, heldView{h.Employer.ID, h.Employer.Name, heldFacts(t, h)})
		if r.URL.Query().Get("skickat") == h.Employer.ID {
			v.Said = t.T("privacy.mine.said", "employer", h.Employer.Name)
		}
	}
	if v.Requests, err = p.Privacy.Requests(r.Context(), a); err != nil {
		return err
	}
	return p.Frame.Show(w, r, http.StatusOK, "privacy.mine.title", minePage(v))
}

// heldFacts says what an employer has, why and how long.
func heldFacts(t *lang.Catalog, h privacy.Held) []ui.Fact {
	or := func(s string) string {
		if s == "" {
			return t.T("privacy.mine.missing")
		}
		return s
	}
	job := t.T("privacy.mine.no_job")
	if h.Job.ID != "" {
		job = h.Job.Title + ", " + h.Job.UnitName
	}
	facts := []ui.Fact{
		{Term: t.T("privacy.mine.name"), Text: h.Card.Name()},
		{Term: t.T("privacy.mine.email"), Text: or(h.Card.Email)},
		{Term: t.T("privacy.mine.mobile"), Text: or(h.Card.Mobile)},
		{Term: t.T("privacy.mine.job"), Text: job},
		{Term: t.T("privacy.mine.learnt"), Text: t.T("privacy.mine.learnt_n", "n", h.Facts)},
		{Term: t.T("privacy.mine.why"), Text: t.T("privacy.mine.why_text", "employer", h.Employer.Name)},
		{Term: t.T("privacy.mine.how_long"), Text: t.T("privacy.mine.how_long_text", "n", h.Keeping.Signin)},
	}
	if h.EraseFrom != "" {
		facts[len(facts)-1].Text = t.T("privacy.mine.warned", "date", t.DateOf(h.EraseFrom))
	}
	if h.Card.Protected {
		facts = append(facts, ui.Fact{Term: t.T("privacy.mine.protected"), Text: t.T("privacy.mine.protected_text", "code", h.Card.ContactCode)})
	}
	return facts
}

// askForm is a request as it is typed.
type askForm struct {
	Employer    org.Node
	Kind        privacy.Kind
	Field, Wish string
	Wrong       map[string]string
}

// ask shows the form to ask the employer of the address.
func (p *Pages) ask(kind privacy.Kind) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		f, err := p.askForm(r, kind)
		if err != nil {
			return err
		}
		return p.showAsk(w, r, http.StatusOK, f)
	}
}

func (p *Pages) askForm(r *http.Request, kind privacy.Kind) (askForm, error) {
	held, err := p.Privacy.Held(r.Context(), web.ActorOf(r.Context()))
	if err != nil {
		return askForm{}, err
	}
	for _, h := range held {
		if h.Employer.ID == r.PathValue("employer") {
			return askForm{Employer: h.Employer, Kind: kind}, nil
		}
	}
	return askForm{}, staff.ErrNoPerson
}

func (p *Pages) showAsk(w http.ResponseWriter, r *http.Request, status int, f askForm) error {
	s := p.Frame.Shell(r, p.catalog(r).T("privacy."+string(f.Kind)+".title", "employer", f.Employer.Name))
	s.Wrong = len(f.Wrong) > 0
	body := correctPage(f)
	if f.Kind == privacy.Erase {
		body = erasePage(f)
	}
	return p.Frame.ShowAs(w, r, status, s, body)
}

func (p *Pages) send(kind privacy.Kind) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		f, err := p.askForm(r, kind)
		if err != nil {
			return err
		}
		f.Field, f.Wish = r.PostFormValue("falt"), r.PostFormValue("onskan")
		err = p.Privacy.Ask(r.Context(), web.ActorOf(r.Context()), privacy.Request{EmployerID: f.Employer.ID, Kind: kind, Field: f.Field, Wish: f.Wish})
		if refused := expected(err); refused != nil {
			f.Wrong = wrongOn(refused, "onskan")
			return p.showAsk(w, r, web.Status(refused), f)
		}
		if err != nil {
			return err
		}
		return web.Redirect(w, r, "/mina-uppgifter?skickat="+f.Employer.ID)
	}
}

func (p *Pages) ownCopy(w http.ResponseWriter, r *http.Request) error {
	c, err := p.Privacy.Own(r.Context(), web.ActorOf(r.Context()))
	if err != nil {
		return err
	}
	return p.sendZip(w, r, "mina-uppgifter", c)
}
