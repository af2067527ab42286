package courseweb

import (
	"mime"
	"net/http"
	"strconv"
	"time"

	"yrkesresan/internal/course"
	"yrkesresan/internal/platform/web"
)

// mediaPolicy lets a file be itself and nothing more: a picture that is opened as a page runs no
// script and asks nobody for anything.
const mediaPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

// media gives a file of a course. The address names the version, so what it gives never changes.
func (p *Pages) media(w http.ResponseWriter, r *http.Request) error {
	version, err := strconv.ParseInt(r.PathValue("version"), 10, 64)
	if err != nil {
		return course.ErrNoFile
	}
	f, kind, err := p.Courses.Media(r.Context(), web.ActorOf(r.Context()), r.PathValue("id"), version, r.PathValue("name"))
	if err != nil {
		return err
	}
	defer f.Close() // nothing is written: a failing close loses nothing
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "private, max-age=31536000, immutable")
	switch kind {
	case "image/svg+xml":
		h.Set("Content-Security-Policy", mediaPolicy)
	case "application/pdf":
		h.Del("Content-Security-Policy") // the browser's own reader needs what a page must not have
	}
	http.ServeContent(w, r, "", time.Time{}, f)
	return nil
}

// certificate gives an uploaded certificate, to be saved: it comes from a person and not from us.
func (p *Pages) certificate(w http.ResponseWriter, r *http.Request) error {
	f, name, kind, err := p.Studies.Certificate(r.Context(), web.ActorOf(r.Context()), r.PathValue("report"))
	if err != nil {
		return err
	}
	defer f.Close() // nothing is written: a failing close loses nothing
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Security-Policy", mediaPolicy)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	http.ServeContent(w, r, "", time.Time{}, f)
	return nil
}
