package accessweb

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"yrkesresan/internal/access"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/web"
)

// The steps of a passkey are asked for by assets/passkey.js: options out, the device's answer in.
// What goes wrong is a sentence that the page shows.

// keyAnswer is what the script reads: where to go on, or what is wrong.
type keyAnswer struct {
	To    string `json:"to,omitempty"`
	Wrong string `json:"wrong,omitempty"`
}

func writeJSON(w http.ResponseWriter, status int, body []byte) error {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, err := w.Write(body)
	return err
}

func (p *Pages) answerKey(w http.ResponseWriter, r *http.Request, to string, err error) error {
	answer, status := keyAnswer{To: to}, http.StatusOK
	if err != nil {
		f := fault.Of(err)
		if f == nil || f.Kind == fault.Internal {
			return err
		}
		answer, status = keyAnswer{Wrong: page.Say(p.Frame.Catalog(page.Of(r.Context())), f)}, web.Status(f)
	}
	body, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	return writeJSON(w, status, body)
}

// askKey gives the options of a new passkey.
func (p *Pages) askKey(w http.ResponseWriter, r *http.Request) error {
	visit := page.Of(r.Context())
	if visit.Shared {
		return p.answerKey(w, r, "", access.ErrKeyOnShared)
	}
	options, state, err := p.Access.BeginPasskey(r.Context(), visit.Actor, r.PostFormValue("secret"), visit.FirstName)
	if err != nil {
		return p.answerKey(w, r, "", err)
	}
	access.KeepKey(r.Context(), p.Sessions, state)
	return writeJSON(w, http.StatusOK, options)
}

func (p *Pages) addKey(w http.ResponseWriter, r *http.Request) error {
	state := access.TakeKey(r.Context(), p.Sessions)
	if page.Of(r.Context()).Shared {
		return p.answerKey(w, r, "", access.ErrKeyOnShared)
	}
	err := p.Access.AddPasskey(r.Context(), web.ActorOf(r.Context()), state, io.LimitReader(r.Body, 1<<16), access.DeviceOf(r.UserAgent()))
	return p.answerKey(w, r, "/installningar/inloggning?klart=nyckel", err)
}

func (p *Pages) removeKey(w http.ResponseWriter, r *http.Request) error {
	if err := p.Access.RemovePasskey(r.Context(), web.ActorOf(r.Context()), r.PostFormValue("nyckel")); err != nil {
		return err
	}
	return web.Redirect(w, r, "/installningar/inloggning?klart=bort")
}

// askEntry gives the options of a sign-in with a passkey.
func (p *Pages) askEntry(w http.ResponseWriter, r *http.Request) error {
	options, state, err := p.Access.BeginPasskeyEntry(r.Context(), web.ClientAddress(r))
	if errors.Is(err, access.ErrWait) {
		w.Header().Set("Retry-After", "900")
	}
	if err != nil {
		return p.answerKey(w, r, "", err)
	}
	access.KeepKey(r.Context(), p.Sessions, state)
	return writeJSON(w, http.StatusOK, options)
}

func (p *Pages) enterByKey(w http.ResponseWriter, r *http.Request) error {
	state := access.TakeKey(r.Context(), p.Sessions)
	e, err := p.Access.EnterByPasskey(r.Context(), state, io.LimitReader(r.Body, 1<<16), web.ClientAddress(r))
	if errors.Is(err, access.ErrWait) {
		w.Header().Set("Retry-After", "900")
	}
	if err != nil {
		return p.answerKey(w, r, "", err)
	}
	to, err := p.enterAs(w, r, e, r.URL.Query().Get("egen") != "", web.LocalPath(r.URL.Query().Get("till"), "/"))
	return p.answerKey(w, r, to, err)
}
