package accessweb

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// signInForm is the form as typed. The PIN is never shown again.
type signInForm struct {
	Municipality, Who string
	Own               bool
	To                string
	Wrong             map[string]string
	Out               string // why nobody is signed in: "1", "byt", "borta" or ""
	Over              bool
	Shared            bool // the device is used by several people
	Keys              bool // passkeys work here
	Demo              bool
	Municipalities    []ui.Option
}

func (p *Pages) signIn(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	if page.Of(r.Context()).Actor.Known() {
		return web.Redirect(w, r, web.LocalPath(q.Get("till"), "/"))
	}
	f := signInForm{Municipality: cookie(r, municipalityCookie), To: web.LocalPath(q.Get("till"), ""), Out: q.Get("ut"), Own: cookie(r, deviceCookie) != ""}
	f.Over = f.To != "" && f.To != "/"
	return p.showSignIn(w, r, http.StatusOK, f)
}

func (p *Pages) showSignIn(w http.ResponseWriter, r *http.Request, status int, f signInForm) error {
	options, err := p.municipalities(r)
	if err != nil {
		return err
	}
	f.Municipalities, f.Demo, f.Shared, f.Keys = options, p.Frame.Demo, isShared(r), p.Access.HasPasskeys()
	s := p.Frame.Shell(r, p.Frame.Texts.T("access.sign_in"))
	s.Wrong = len(f.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, s, signInPage(f))
}

func (p *Pages) municipalities(r *http.Request) ([]ui.Option, error) {
	nodes, err := p.Tree.Municipalities(r.Context(), p.Today())
	if err != nil {
		return nil, err
	}
	org.SortByName(nodes)
	options := []ui.Option{{Value: "", Text: p.Frame.Texts.T("access.choose_municipality")}}
	for _, n := range nodes {
		options = append(options, ui.Option{Value: n.ID, Text: n.Name})
	}
	return options, nil
}

func (p *Pages) enter(w http.ResponseWriter, r *http.Request) error {
	f := signInForm{Municipality: r.PostFormValue("municipality"), Who: r.PostFormValue("who"), Own: r.PostFormValue("own") != "",
		To: web.LocalPath(r.PostFormValue("to"), ""), Wrong: map[string]string{}}
	secret := r.PostFormValue("secret")
	if strings.TrimSpace(f.Who) == "" {
		f.Wrong["who"] = "access.who_missing"
	} else if f.Municipality == "" && strings.ContainsAny(strings.TrimSpace(f.Who)[:1], "0123456789") { // no chosen name begins so
		f.Wrong["municipality"] = "access.municipality_missing"
	}
	if secret == "" {
		f.Wrong["secret"] = "access.secret_missing"
	}
	if len(f.Wrong) > 0 {
		return p.showSignIn(w, r, http.StatusUnprocessableEntity, f)
	}
	e, err := p.Access.Enter(r.Context(), access.Attempt{EmployerID: f.Municipality, Who: f.Who, Secret: secret, From: web.ClientAddress(r), Device: cookie(r, deviceCookie)})
	if refused := expected(w, err); refused != nil {
		f.Wrong["secret"] = refused.Key
		return p.showSignIn(w, r, web.Status(refused), f)
	}
	if err != nil {
		return err
	}
	if f.Municipality != "" {
		setCookie(w, r, municipalityCookie, f.Municipality, 400*24*time.Hour)
	}
	return p.begin(w, r, e, f.Own, f.To)
}

// codeForm is the page of a one-time code: typed, or from the address on paper.
type codeForm struct {
	Shared bool   // the device is used by several people
	Code   string // from the address; "" when it is to be typed
	Own    bool
	Gone   bool
	Wrong  map[string]string
}

func (p *Pages) typeCode(w http.ResponseWriter, r *http.Request) error {
	return p.showCodePage(w, r, http.StatusOK, codeForm{})
}

func (p *Pages) showCodePage(w http.ResponseWriter, r *http.Request, status int, f codeForm) error {
	f.Shared = isShared(r)
	s := p.Frame.Shell(r, p.Frame.Texts.T("access.code_title"))
	s.Wrong = len(f.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, s, codePage(f))
}

// showCode shows a button and uses nothing: phones open addresses to preview them.
func (p *Pages) showCode(w http.ResponseWriter, r *http.Request) error {
	f := codeForm{Code: access.PlainCode(r.PathValue("code"))}
	stands, err := p.Access.CodeStands(r.Context(), f.Code, web.ClientAddress(r))
	if refused := expected(w, err); refused != nil {
		f.Wrong = map[string]string{"": refused.Key}
		return p.showCodePage(w, r, web.Status(refused), f)
	}
	if err != nil {
		return err
	}
	if f.Gone = !stands; f.Gone {
		return p.showCodePage(w, r, http.StatusNotFound, f)
	}
	return p.showCodePage(w, r, http.StatusOK, f)
}

func (p *Pages) enterTyped(w http.ResponseWriter, r *http.Request) error {
	return p.useCode(w, r, r.PostFormValue("code"), codeForm{Own: r.PostFormValue("own") != ""})
}

func (p *Pages) enterCode(w http.ResponseWriter, r *http.Request) error {
	code := access.PlainCode(r.PathValue("code"))
	return p.useCode(w, r, code, codeForm{Code: code, Own: r.PostFormValue("own") != ""})
}

func (p *Pages) useCode(w http.ResponseWriter, r *http.Request, code string, again codeForm) error {
	e, err := p.Access.EnterByCode(r.Context(), code, web.ClientAddress(r))
	if refused := expected(w, err); refused != nil {
		field := "code"
		if again.Code != "" { // from the address: there is no field
			field, again.Gone = "", errors.Is(refused, access.ErrCode)
		}
		again.Wrong = map[string]string{field: refused.Key}
		return p.showCodePage(w, r, web.Status(refused), again)
	}
	if err != nil {
		return err
	}
	to := "/"
	if e.Purpose == access.ForDemo {
		to = demoHome
	}
	return p.begin(w, r, e, r.PostFormValue("own") != "", to)
}
