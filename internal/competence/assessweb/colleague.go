package assessweb

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// askView is the form that asks a colleague.
type askView struct {
	Employer   string
	Back       ui.Link
	Colleagues []ui.Option
	Colleague  string
	Needs      []ui.ChoicesProps
	Until      string
	Wrong      map[string]string
}

func (p *Pages) askForm(w http.ResponseWriter, r *http.Request) error {
	return p.showAsk(w, r, http.StatusOK, askView{})
}

func (p *Pages) showAsk(w http.ResponseWriter, r *http.Request, status int, v askView) error {
	visit := page.Of(r.Context())
	c := p.Frame.Catalog(visit)
	employer, _, err := p.employer(r.Context(), visit.Actor.PersonID, r.FormValue("arbetsgivare"))
	if err != nil {
		return err
	}
	areas, err := p.asked(r.Context(), visit.Actor.PersonID, employer)
	if err != nil {
		return err
	}
	v.Employer, v.Colleague, v.Until = employer, r.PostFormValue("kollega"), r.PostFormValue("senast")
	v.Back = ui.Link{Href: page.At("/min-kompetens/bedomning", "arbetsgivare", employer), Text: c.T("assess.own.title")}
	if v.Colleagues, err = p.colleagues(r, employer); err != nil {
		return err
	}
	v.Colleagues = slices.Insert(v.Colleagues, 0, ui.Option{Text: c.T("assess.ask.choose")})
	for i, a := range areas {
		props := ui.ChoicesProps{Name: "krav", ID: "krav", Legend: a.name, Many: true}
		if i > 0 {
			props.ID = field(i, 0)
		} else {
			props.Error = v.Wrong["krav"]
		}
		for _, e := range a.needs {
			props.Choices = append(props.Choices, ui.Choice{Value: e.Key, Text: e.Name, Chosen: slices.Contains(r.PostForm["krav"], e.Key)})
		}
		v.Needs = append(v.Needs, props)
	}
	shell := p.Frame.Shell(r, c.T("assess.ask.title"))
	shell.Wrong = len(v.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, shell, askPage(v))
}

// colleagues are those who work where the person works, for the same employer. Whose identity is protected
// is in nobody's list (rule 7).
func (p *Pages) colleagues(r *http.Request, employerID string) (out []ui.Option, err error) {
	visit, on := page.Of(r.Context()), p.Staff.Today()
	paths, err := p.Staff.Paths(r.Context(), visit.Actor.PersonID, on)
	if err != nil {
		return nil, err
	}
	var units []string
	for _, path := range paths {
		n, err := p.Tree.Find(r.Context(), path[strings.LastIndexByte(path, '/')+1:], on)
		if err != nil {
			return nil, err
		}
		whose, err := p.Tree.EmployerAt(r.Context(), path, on)
		if err != nil {
			return nil, err
		}
		if org.Kind(n.Kind) == org.Unit && whose.ID == employerID {
			units = append(units, n.ID)
		}
	}
	crew, err := p.Staff.Crew(r.Context(), visit.Actor, units, employerID, on)
	if err != nil {
		return nil, err
	}
	for _, m := range crew {
		if !m.Protected {
			out = append(out, ui.Option{Value: m.Employee.PersonID, Text: strings.TrimSpace(m.FirstName + " " + m.LastName)})
		}
	}
	return out, nil
}

func (p *Pages) ask(w http.ResponseWriter, r *http.Request) error {
	visit := page.Of(r.Context())
	employer, _, err := p.employer(r.Context(), visit.Actor.PersonID, r.FormValue("arbetsgivare"))
	if err != nil {
		return err
	}
	colleague := r.PostFormValue("kollega")
	if among, err := p.colleagues(r, employer); err != nil {
		return err
	} else if !slices.ContainsFunc(among, func(o ui.Option) bool { return o.Value == colleague }) {
		colleague = ""
	}
	_, err = p.Competence.AskColleague(r.Context(), visit.Actor, competence.Request{PersonID: visit.Actor.PersonID, ColleagueID: colleague, ControllerID: employer, Requirements: r.PostForm["krav"], Until: r.PostFormValue("senast")})
	wrongs, err := wrong(p.Frame.Catalog(visit), err)
	if err != nil {
		return err
	}
	if len(wrongs) > 0 {
		return p.showAsk(w, r, http.StatusUnprocessableEntity, askView{Wrong: wrongs})
	}
	return web.Redirect(w, r, page.At("/min-kompetens/bedomning", "arbetsgivare", employer, "fragat", "1"))
}

func (p *Pages) withdraw(w http.ResponseWriter, r *http.Request) error {
	if err := p.Competence.WithdrawAsk(r.Context(), page.Of(r.Context()).Actor, r.PostFormValue("fraga")); err != nil {
		return err
	}
	return web.Redirect(w, r, "/min-kompetens/bedomning?tillbaka=1")
}

func (p *Pages) answerForm(w http.ResponseWriter, r *http.Request) error {
	return p.showAnswer(w, r, http.StatusOK, nil)
}

// requested gives an asking and its requirements as one area.
func (p *Pages) requested(r *http.Request) (q competence.Request, a area, err error) {
	if q, err = p.Competence.Request(r.Context(), page.Of(r.Context()).Actor, r.PathValue("request")); err != nil {
		return q, a, err
	}
	book, err := p.Frameworks.Book(r.Context(), p.Staff.Today())
	if err != nil {
		return q, a, err
	}
	for _, key := range q.Requirements {
		if e, ok := book.Find(key); ok {
			a.needs = append(a.needs, e)
		}
	}
	return q, a, nil
}

func (p *Pages) showAnswer(w http.ResponseWriter, r *http.Request, status int, wrongs map[string]string) error {
	c := p.Frame.Catalog(page.Of(r.Context()))
	q, a, err := p.requested(r)
	if err != nil {
		return err
	}
	name, err := p.nameOf(r.Context(), q.PersonID, q.ControllerID)
	if err != nil {
		return err
	}
	v := formView{Title: c.T("assess.answer.title", "name", name), Lead: c.T("assess.answer.lead", "name", name), Over: c.T("assess.answer.until", "date", c.DateOf(q.Until)),
		Action: "/min-kompetens/bedomning/svara/" + url.PathEscape(q.ID), Notes: true, Wrong: wrongs, Save: c.T("assess.answer.save"), Decline: c.T("assess.answer.decline"),
		Back: ui.Link{Href: "/min-kompetens/bedomning", Text: c.T("assess.own.title")}, Needs: p.needs(c, a, competence.Sides{}, held.Colleague, true)}
	if len(wrongs) > 0 {
		typed(r, v.Needs)
	}
	shell := p.Frame.Shell(r, v.Title)
	shell.Wrong = len(wrongs) > 0
	return p.Frame.ShowAs(w, r, status, shell, formPage(v))
}

func (p *Pages) answer(w http.ResponseWriter, r *http.Request) error {
	visit := page.Of(r.Context())
	c := p.Frame.Catalog(visit)
	if r.PostFormValue("gor") == "nej" {
		if err := p.Competence.Decline(r.Context(), visit.Actor, r.PathValue("request")); err != nil {
			return err
		}
		return web.Redirect(w, r, "/min-kompetens/bedomning?avbojt=1")
	}
	q, a, err := p.requested(r)
	if err != nil {
		return err
	}
	all := read(r, a, competence.Sides{}, held.Colleague, q.PersonID)
	if len(all) == 0 {
		return p.showAnswer(w, r, http.StatusUnprocessableEntity, map[string]string{"allt": c.T("assess.answer.none")})
	}
	err = p.Competence.Answer(r.Context(), visit.Actor, q.ID, all)
	if f := fault.Of(err); f != nil && f.Kind == fault.Missing {
		return err
	}
	wrongs, err := wrong(c, err)
	if err != nil {
		return err
	}
	if len(wrongs) > 0 {
		return p.showAnswer(w, r, http.StatusUnprocessableEntity, wrongs)
	}
	return web.Redirect(w, r, "/min-kompetens/bedomning?svarat=1")
}
