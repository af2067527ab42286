package certificateweb

import (
	"net/http"

	"yrkesresan/internal/certificate"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// codeForm is a code as typed.
type codeForm struct {
	Code  string
	Wrong map[string]string
}

// ask takes a code that somebody reads from paper and leads to what it stands for.
func (p *Pages) ask(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	f := codeForm{Code: q.Get("kod")}
	if !q.Has("kod") {
		return p.showAsk(w, r, http.StatusOK, f)
	}
	code, ok := certificate.Normal(f.Code)
	switch {
	case ok:
		return web.Redirect(w, r, "/intyg/"+code)
	case f.Code == "":
		f.Wrong = map[string]string{"kod": "certificate.code_missing"}
	default:
		f.Wrong = map[string]string{"kod": "certificate.code_shape"}
	}
	return p.showAsk(w, r, http.StatusUnprocessableEntity, f)
}

func (p *Pages) showAsk(w http.ResponseWriter, r *http.Request, status int, f codeForm) error {
	s := p.Frame.Shell(r, p.Frame.Texts.T("certificate.check"))
	s.Wrong = len(f.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, s, askBody(f))
}

// verify is open to all: it tells what a code stands for, and of the holder only what the holder
// chose.
func (p *Pages) verify(w http.ResponseWriter, r *http.Request) error {
	v, err := p.Certificates.Verify(r.Context(), r.PathValue("code"), p.Today())
	if err != nil {
		return err
	}
	w.Header().Set("X-Robots-Tag", "noindex") // what a holder shares is not for search engines
	status := http.StatusOK
	if v.Status == certificate.Unknown {
		status = http.StatusNotFound
	}
	return p.Frame.Show(w, r, status, "certificate.check", verifyBody(v))
}

// verdict is what a verification begins with: keys is where the key of its title and text begin.
func verdict(v certificate.Verified) (kind ui.NoticeKind, keys string) {
	switch {
	case v.Status == certificate.Unknown:
		return ui.Warn, "certificate.unknown."
	case v.Status == certificate.Revoked:
		return ui.Bad, "certificate.revoked."
	case v.Expired:
		return ui.Warn, "certificate.expired."
	}
	return ui.OK, "certificate.valid."
}
