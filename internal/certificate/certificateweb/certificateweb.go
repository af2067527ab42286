// Package certificateweb is a person's own certificates, their paper, and the page where anyone
// can check a code.
package certificateweb

import (
	"embed"
	"net/http"

	"yrkesresan/internal/certificate"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/web"
)

// Texts are the words of these pages, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// Pages serves them.
type Pages struct {
	Certificates *certificate.Certificates
	Frame        *page.Frame
	URL          string // where people reach the program: it stands on paper
	Today        func() string
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	r.Page("GET /intyg", web.Own, p.own)
	r.Page("GET /intyg/kontrollera", web.Public, p.ask)
	r.Page("GET /intyg/{code}", web.Public, p.verify)
	r.Page("GET /intyg/{code}/pdf", web.Own, p.paper)
	r.Page("POST /intyg/{code}/namn", web.Own, p.showName)
}

// address is where anyone can check a code.
func (p *Pages) address(code string) string { return p.URL + "/intyg/" + code }

// ownPage is a person's certificates.
type ownPage struct {
	Renew []certificate.Certificate // what soon runs out, the first to do so first
	List  []ownCard
	Said  string // message key about the last action
	On    string
}

// ownCard is one certificate and where others can check it.
type ownCard struct {
	certificate.Certificate
	Address string
	Open    bool // what was just changed is shown
}

func (p *Pages) own(w http.ResponseWriter, r *http.Request) error {
	a := web.ActorOf(r.Context())
	list, err := p.Certificates.Own(r.Context(), a, a.PersonID)
	if err != nil {
		return err
	}
	v := ownPage{On: p.Today()}
	changed := r.URL.Query().Get("sparat")
	for _, c := range list {
		card := ownCard{Certificate: c, Address: p.address(c.Code), Open: c.Code == changed}
		v.List = append(v.List, card)
		if c.RenewBy(v.On) != "" {
			v.Renew = append(v.Renew, c)
		}
		switch {
		case card.Open && c.ShowName:
			v.Said = "certificate.name_shown"
		case card.Open:
			v.Said = "certificate.name_hidden"
		}
	}
	sortByEnd(v.Renew)
	return p.Frame.Show(w, r, http.StatusOK, "certificate.mine", ownBody(v))
}

func (p *Pages) showName(w http.ResponseWriter, r *http.Request) error {
	show := r.PostFormValue("visa") == "ja"
	code, _ := certificate.Normal(r.PathValue("code"))
	if err := p.Certificates.ShowName(r.Context(), web.ActorOf(r.Context()), code, show); err != nil {
		return err
	}
	return web.Redirect(w, r, "/intyg?sparat="+code)
}
