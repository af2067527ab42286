package accessweb

import (
	"net/http"

	"yrkesresan/internal/access"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// secretForm chooses or changes the PIN or password; what was typed is never shown again.
type secretForm struct {
	First bool // none is chosen yet
	Wrong map[string]string
}

func (p *Pages) chooseSecret(w http.ResponseWriter, r *http.Request) error {
	account, err := p.Access.Account(r.Context(), web.ActorOf(r.Context()))
	if err != nil {
		return err
	}
	return p.showSecret(w, r, http.StatusOK, secretForm{First: account.SecretKind == ""})
}

func (p *Pages) showSecret(w http.ResponseWriter, r *http.Request, status int, f secretForm) error {
	s := p.Frame.Shell(r, p.Frame.Texts.T("access.choose_pin"))
	s.Wrong = len(f.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, s, secretPage(f))
}

func (p *Pages) setSecret(w http.ResponseWriter, r *http.Request) error {
	actor := web.ActorOf(r.Context())
	account, err := p.Access.Account(r.Context(), actor)
	if err != nil {
		return err
	}
	chosen := access.ChosenSecret{Secret: r.PostFormValue("secret"), Again: r.PostFormValue("again")}
	err = p.Access.SetSecret(r.Context(), actor, r.PostFormValue("old"), chosen)
	if f := expected(err); f != nil {
		return p.showSecret(w, r, web.Status(f), secretForm{First: account.SecretKind == "", Wrong: map[string]string{f.Field: f.Key}})
	}
	if err != nil {
		return err
	}
	if account.SecretKind == "" && !account.AskedDone && page.Of(r.Context()).Employed {
		return web.Redirect(w, r, "/min-resa/redan-gatt")
	}
	if account.SecretKind == "" {
		return web.Redirect(w, r, "/")
	}
	return web.Redirect(w, r, "/installningar?sparat=1")
}

// settingsPage is a person's own settings.
type settingsPage struct {
	Account access.Account
	Login   string // as typed, when it was refused
	Saved   bool
	Wrong   map[string]string
}

func (p *Pages) settings(w http.ResponseWriter, r *http.Request) error {
	account, err := p.Access.Account(r.Context(), web.ActorOf(r.Context()))
	if err != nil {
		return err
	}
	return p.showSettings(w, r, http.StatusOK, settingsPage{Account: account, Login: account.Login, Saved: r.URL.Query().Get("sparat") != ""})
}

func (p *Pages) showSettings(w http.ResponseWriter, r *http.Request, status int, v settingsPage) error {
	s := p.Frame.Shell(r, p.Frame.Texts.T("page.settings"))
	s.Wrong = len(v.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, s, settingsBody(v))
}

func (p *Pages) setReading(w http.ResponseWriter, r *http.Request) error {
	form := access.Account{Easy: r.PostFormValue("easy") != "", LowData: r.PostFormValue("low_data") != ""}
	if r.PostFormValue("text") == "large" {
		form.TextSize = "large"
	}
	switch theme := ui.Theme(r.PostFormValue("theme")); theme {
	case ui.ThemeLight, ui.ThemeDark:
		form.Theme = string(theme)
	}
	if err := p.Access.SetReading(r.Context(), web.ActorOf(r.Context()), form); err != nil {
		return err
	}
	return web.Redirect(w, r, web.LocalPath(r.PostFormValue("to"), "/installningar?sparat=1"))
}

// setEasy turns easy Swedish on or off from where one reads, and leaves the other settings alone.
func (p *Pages) setEasy(w http.ResponseWriter, r *http.Request) error {
	actor := web.ActorOf(r.Context())
	account, err := p.Access.Account(r.Context(), actor)
	if err != nil {
		return err
	}
	account.Easy = r.PostFormValue("easy") != ""
	if err := p.Access.SetReading(r.Context(), actor, account); err != nil {
		return err
	}
	return web.Redirect(w, r, web.LocalPath(r.PostFormValue("to"), "/"))
}

func (p *Pages) setLogin(w http.ResponseWriter, r *http.Request) error {
	actor := page.Of(r.Context()).Actor
	err := p.Access.SetLogin(r.Context(), actor, r.PostFormValue("login"))
	if f := expected(err); f != nil {
		account, err := p.Access.Account(r.Context(), actor)
		if err != nil {
			return err
		}
		return p.showSettings(w, r, web.Status(f), settingsPage{Account: account, Login: r.PostFormValue("login"), Wrong: map[string]string{"login": f.Key}})
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/installningar?sparat=1")
}
