package groupweb

import (
	"errors"
	"net/http"

	"yrkesresan/internal/access"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/paper"
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
