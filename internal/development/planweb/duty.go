package planweb

import (
	"net/http"

	"yrkesresan/internal/development"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// dutyFormView is the form of a new duty after an education (R206).
type dutyFormView struct {
	desk
	development.Duty
	Done  []ui.Option
	Nears []ui.Choice
	Wrong map[string]string
}

func (p *Pages) dutyForm(w http.ResponseWriter, r *http.Request) error {
	d, err := p.personDesk(r)
	if err != nil {
		return err
	}
	return p.showDuty(w, r, http.StatusOK, dutyFormView{desk: d, Duty: development.Duty{ItemID: r.URL.Query().Get("del"), From: p.Staff.Today()}})
}

func (p *Pages) showDuty(w http.ResponseWriter, r *http.Request, status int, v dutyFormView) error {
	c := p.catalog(r)
	plan, err := p.Plans.Of(r.Context(), web.ActorOf(r.Context()), v.Whose)
	if err != nil {
		return err
	}
	book, err := p.Frameworks.Book(r.Context(), p.Staff.Today())
	if err != nil {
		return err
	}
	v.Done = []ui.Option{{Text: c.T("development.duty_none")}}
	for _, i := range plan.Items {
		if i.State == development.Done {
			v.Done = append(v.Done, ui.Option{Value: i.ID, Text: titleOf(i, book)})
		}
	}
	for _, n := range development.Nears() {
		v.Nears = append(v.Nears, ui.Choice{Value: string(n), Text: c.T("development.near." + string(n)), Note: c.T("development.near_tip." + string(n)), Chosen: v.Near == n})
	}
	return p.render(w, r, status, c.T("development.duty_add"), dutyPage(v))
}

func (p *Pages) addDuty(w http.ResponseWriter, r *http.Request) error {
	d, err := p.personDesk(r)
	if err != nil {
		return err
	}
	v := dutyFormView{desk: d, Duty: development.Duty{PersonID: d.PersonID, EmployerID: d.EmployerID, ItemID: r.PostFormValue("del"), Duty: r.PostFormValue("duty"), Title: r.PostFormValue("title"),
		Near: development.Near(r.PostFormValue("near")), From: r.PostFormValue("from")}}
	_, err = p.Plans.AddDuty(r.Context(), web.ActorOf(r.Context()), v.Duty)
	if err == nil {
		return web.Redirect(w, r, d.at("", "klart", "uppdrag"))
	}
	status := refused(err)
	if v.Wrong, err = wrong(p.catalog(r), err); err != nil {
		return err
	}
	return p.showDuty(w, r, status, v)
}

func (p *Pages) endDuty(w http.ResponseWriter, r *http.Request) error {
	d, err := p.personDesk(r)
	if err != nil {
		return err
	}
	id := r.PostFormValue("uppdrag")
	if id == "" {
		return web.Redirect(w, r, d.at(""))
	}
	if err := p.Plans.EndDuty(r.Context(), web.ActorOf(r.Context()), id); err != nil {
		return err
	}
	return web.Redirect(w, r, d.at("", "klart", "uppdrag-slut"))
}
