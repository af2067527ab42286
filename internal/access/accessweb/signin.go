package accessweb

import (
	"net/http"
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
	SignedOut, Over   bool
	Demo              bool
	Municipalities    []ui.Option
}

func (p *Pages) signIn(w http.ResponseWriter, r *http.Request) error {
	if page.Of(r.Context()).Actor.Known() {
		return web.Redirect(w, r, "/")
	}
	q := r.URL.Query()
	f := signInForm{Municipality: cookie(r, municipalityCookie), To: web.LocalPath(q.Get("till"), ""), SignedOut: q.Get("ut") != "", Own: cookie(r, deviceCookie) != ""}
	f.Over = f.To != "" && f.To != "/"
	return p.showSignIn(w, r, http.StatusOK, f)
}

func (p *Pages) showSignIn(w http.ResponseWriter, r *http.Request, status int, f signInForm) error {
	options, err := p.municipalities(r)
	if err != nil {
		return err
	}
	f.Municipalities, f.Demo = options, p.Frame.Demo
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
	if err := r.ParseForm(); err != nil {
		return access.ErrWrong
	}
	f := signInForm{Municipality: r.PostForm.Get("municipality"), Who: r.PostForm.Get("who"), Own: r.PostForm.Get("own") != "",
		To: web.LocalPath(r.PostForm.Get("to"), ""), Wrong: map[string]string{}}
	secret := r.PostForm.Get("secret")
	if f.Who == "" {
		f.Wrong["who"] = "access.who_missing"
	}
	if secret == "" {
		f.Wrong["secret"] = "access.secret_missing"
	}
	if len(f.Wrong) > 0 {
		return p.showSignIn(w, r, http.StatusUnprocessableEntity, f)
	}
	e, err := p.Access.Enter(r.Context(), access.Attempt{EmployerID: f.Municipality, Who: f.Who, Secret: secret, From: web.ClientAddress(r), Device: cookie(r, deviceCookie)})
	if refused := expected(err); refused != nil {
		f.Wrong["secret"] = refused.Key
		return p.showSignIn(w, r, web.Status(refused), f)
	}
	if err != nil {
		return err
	}
	setCookie(w, r, municipalityCookie, f.Municipality, 400*24*time.Hour)
	return p.begin(w, r, e, f.Own, f.To)
}

// codeForm is the page of a one-time code: typed, or from the address on paper.
type codeForm struct {
	Code  string // from the address; "" when it is to be typed
	Own   bool
	Gone  bool
	Wrong map[string]string
}

func (p *Pages) typeCode(w http.ResponseWriter, r *http.Request) error {
	return p.showCodePage(w, r, http.StatusOK, codeForm{})
}

func (p *Pages) showCodePage(w http.ResponseWriter, r *http.Request, status int, f codeForm) error {
	s := p.Frame.Shell(r, p.Frame.Texts.T("access.code_title"))
	s.Wrong = len(f.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, s, codePage(f))
}

// showCode shows a button and uses nothing: phones open addresses to preview them.
func (p *Pages) showCode(w http.ResponseWriter, r *http.Request) error {
	stands, err := p.Access.CodeStands(r.Context(), r.PathValue("code"))
	if err != nil {
		return err
	}
	f := codeForm{Code: r.PathValue("code"), Gone: !stands}
	if f.Gone {
		return p.showCodePage(w, r, http.StatusNotFound, f)
	}
	return p.showCodePage(w, r, http.StatusOK, f)
}

func (p *Pages) enterTyped(w http.ResponseWriter, r *http.Request) error {
	return p.useCode(w, r, r.PostFormValue("code"), codeForm{})
}

func (p *Pages) enterCode(w http.ResponseWriter, r *http.Request) error {
	return p.useCode(w, r, r.PathValue("code"), codeForm{Code: r.PathValue("code"), Gone: true})
}

func (p *Pages) useCode(w http.ResponseWriter, r *http.Request, code string, again codeForm) error {
	e, err := p.Access.EnterByCode(r.Context(), code, web.ClientAddress(r))
	if refused := expected(err); refused != nil {
		again.Wrong = map[string]string{"code": refused.Key}
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
