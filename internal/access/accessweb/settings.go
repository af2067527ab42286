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
	Anew  bool // there is one, and a one-time code stands for it if it was forgotten
	Wrong map[string]string
}

// asksOld tells whether the one there is must be given.
func (f secretForm) asksOld() bool { return !f.First && !f.Anew }

// title is the key of the page's heading.
func (f secretForm) title() string {
	switch {
	case f.First:
		return "access.choose_pin"
	case f.Anew:
		return "access.choose_anew"
	}
	return "access.change_pin"
}

func (p *Pages) secretForm(r *http.Request, account access.Account) secretForm {
	f := secretForm{First: account.SecretKind == ""}
	f.Anew = !f.First && access.MayAnew(r.Context(), p.Sessions, p.Access.Now())
	return f
}

func (p *Pages) chooseSecret(w http.ResponseWriter, r *http.Request) error {
	account, err := p.Access.Account(r.Context(), web.ActorOf(r.Context()))
	if err != nil {
		return err
	}
	return p.showSecret(w, r, http.StatusOK, p.secretForm(r, account))
}

func (p *Pages) showSecret(w http.ResponseWriter, r *http.Request, status int, f secretForm) error {
	s := p.Frame.Shell(r, p.Frame.Catalog(page.Of(r.Context())).T(f.title()))
	s.Wrong = len(f.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, s, secretPage(f))
}

func (p *Pages) setSecret(w http.ResponseWriter, r *http.Request) error {
	actor := web.ActorOf(r.Context())
	account, err := p.Access.Account(r.Context(), actor)
	if err != nil {
		return err
	}
	form := p.secretForm(r, account)
	err = p.Access.SetSecret(r.Context(), actor, access.SecretChange{Old: r.PostFormValue("old"), Anew: form.Anew,
		Chosen: access.ChosenSecret{Secret: r.PostFormValue("secret"), Again: r.PostFormValue("again")}})
	if f := expected(w, err); f != nil {
		form.Wrong = map[string]string{f.Field: f.Key}
		if f.Field == "old" { // somebody chose one meanwhile
			form.First, form.Anew = false, false
		}
		return p.showSecret(w, r, web.Status(f), form)
	}
	if err != nil {
		return err
	}
	if err := access.Renew(r.Context(), p.Sessions); err != nil {
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
	Doors   []ui.Part // to settings that other faces own
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
	v.Doors = p.Frame.Behind(page.SettingsHub, page.Of(r.Context()))
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
	if f := expected(w, err); f != nil {
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
