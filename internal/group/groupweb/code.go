package groupweb

import (
	"errors"
	"net/http"
	"slices"

	"yrkesresan/internal/access"
	"yrkesresan/internal/group"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/paper"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// codeView is a one-time code on a page to print. It is shown once: only its hash is kept.
type codeView struct {
	Name, Code, Address, Until string
	TypeAt                     string // where the code is typed
	QR                         string // the dark parts, as the path of an SVG
	Size                       int
	Back                       string
}

// code gives a person a one-time code: on a page to print, or by SMS.
func (p *Pages) code(w http.ResponseWriter, r *http.Request) error {
	actor, personID := page.Of(r.Context()).Actor, r.PathValue("person")
	if r.PostFormValue("via") == "sms" {
		return p.text(w, r, actor, personID)
	}
	k, err := p.Staff.Know(r.Context(), actor, may.GiveCode, personID, p.Staff.Today())
	if err != nil {
		return err
	}
	code, err := p.Access.GiveCode(r.Context(), actor, personID, access.ForSignIn)
	if err != nil {
		return err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	v := codeView{Name: nameOf(k), Code: code.Code, Address: p.URL + "/in/" + code.Code, Until: c.When(code.ExpiresAt, p.Frame.Now()), TypeAt: p.URL + "/logga-in/kod"}
	if v.QR, v.Size, err = paper.QRSVG(v.Address); err != nil {
		return err
	}
	if may.Ask(actor, may.SeeProgress, k.At.Path) == nil {
		v.Back = hrefOf(personID)
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, c.T("group.code.title", "name", v.Name)), codePage(v))
}

// text sends the code by SMS and goes back to the person.
func (p *Pages) text(w http.ResponseWriter, r *http.Request, actor may.Actor, personID string) error {
	err := p.Access.TextCode(r.Context(), actor, personID, func(code access.Code) string {
		return p.Frame.Texts.T("group.code.sms", "product", p.Frame.Product, "address", p.URL+"/in/"+code.Code)
	})
	if errors.Is(err, access.ErrNoMobile) {
		return p.showPerson(w, r, personID, fault.Of(err))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, hrefOf(personID)+"?sms=1")
}

// codesView is whom to give codes, and afterwards the codes.
type codesView struct {
	Title, Back, Unit string
	People            []ui.Choice
	Wrong             map[string]string
	Codes             []codeView
	Refused           string // who has a higher role and gets a code from somebody else
}

// mostCodes is how many codes one sheet holds.
const mostCodes = 60

// codesForm asks whom to give codes: from the beginning those who have never signed in.
func (p *Pages) codesForm(w http.ResponseWriter, r *http.Request) error {
	t, s, shown, err := p.team(w, r)
	if err != nil || shown {
		return err
	}
	var chosen []string
	for i := range t.Members {
		if m := &t.Members[i]; !m.SignedIn && !m.Dormant && !m.Serving && len(chosen) < mostCodes {
			chosen = append(chosen, m.ID())
		}
	}
	return p.showCodesForm(w, r, http.StatusOK, &t, s, chosen, nil)
}

func (p *Pages) showCodesForm(w http.ResponseWriter, r *http.Request, status int, t *group.Team, s scope, chosen []string, wrong map[string]string) error {
	visit := page.Of(r.Context())
	c := p.Frame.Catalog(visit)
	v := codesView{Title: c.T("group.codes.title"), Back: s.at("/min-grupp"), Unit: s.unit, Wrong: wrong}
	for _, first := range []bool{true, false} {
		for i := range t.Members {
			m := &t.Members[i]
			if m.SignedIn == first || m.Serving || !t.Lets(visit.Actor, may.GiveCode, m) {
				continue
			}
			choice := ui.Choice{Value: m.ID(), Text: m.Listed(), Note: c.T("group.has_signed_in"), Chosen: slices.Contains(chosen, m.ID())}
			if !m.SignedIn {
				choice.Note = c.T("group.never_signed_in")
			}
			v.People = append(v.People, choice)
		}
	}
	shell := p.Frame.Shell(r, v.Title)
	shell.Wrong = len(wrong) > 0
	return p.Frame.ShowAs(w, r, status, shell, codesFormPage(v))
}

// codes gives each who was chosen a code, on one sheet to cut apart. They are shown once.
func (p *Pages) codes(w http.ResponseWriter, r *http.Request) error {
	visit, s := page.Of(r.Context()), scopeOf(r)
	c := p.Frame.Catalog(visit)
	t, err := p.Groups.Team(r.Context(), visit.Actor, s.unit)
	if err != nil {
		return err
	}
	people := r.PostForm["person"]
	switch {
	case len(people) == 0:
		return p.showCodesForm(w, r, http.StatusUnprocessableEntity, &t, s, nil, map[string]string{"person": page.Say(c, group.ErrNoOne)})
	case len(people) > mostCodes:
		return p.showCodesForm(w, r, http.StatusUnprocessableEntity, &t, s, people, map[string]string{"person": c.T("group.codes.many", "n", mostCodes)})
	}
	v := codesView{Title: c.T("group.codes.sheet"), Back: s.at("/min-grupp/koder"), Unit: s.unit}
	var refused []string
	for _, id := range people {
		m := t.Find(id)
		if m == nil {
			return may.ErrDenied
		}
		code, err := p.Access.GiveCode(r.Context(), visit.Actor, id, access.ForSignIn)
		if errors.Is(err, access.ErrHigherRole) {
			refused = append(refused, m.Listed())
			continue
		}
		if err != nil {
			return err
		}
		one := codeView{Name: m.Listed(), Code: code.Code, Address: p.URL + "/in/" + code.Code, Until: c.When(code.ExpiresAt, p.Frame.Now()), TypeAt: p.URL + "/logga-in/kod"}
		if one.QR, one.Size, err = paper.QRSVG(one.Address); err != nil {
			return err
		}
		v.Codes = append(v.Codes, one)
	}
	if len(refused) > 0 {
		v.Refused = c.T("group.codes.refused", "names", c.And(refused...))
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, v.Title), codesPage(v))
}
