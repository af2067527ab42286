// Package web turns HTTP into calls on rules, and their answers into pages. It knows no
// capability. Handlers return errors; only this package picks a status.
package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/a-h/templ"

	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Handler answers a request or says why it could not.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Need is what a route asks of whoever comes, before its handler runs. The domain call asks
// again, about the place.
type Need struct {
	Public bool       // open to all
	Own    bool       // whoever is signed in, about what is one's own
	Do     may.Action // whoever may do it somewhere
}

// The two needs without an action.
var (
	Public = Need{Public: true}
	Own    = Need{Own: true}
)

// To needs a grant that allows the action.
func To(do may.Action) Need { return Need{Do: do} }

// Route is one line of the site's list; a generated test calls every one as every role.
type Route struct {
	Pattern string
	Need    Need
}

// Router is what a capability needs to put its pages on the site.
type Router interface {
	Page(pattern string, need Need, h Handler)
}

// Site is the Router of the program.
type Site struct {
	Log *slog.Logger
	Now func() time.Time
	// Fail writes the page that tells a person what went wrong.
	Fail func(w http.ResponseWriter, r *http.Request, status int, f *fault.Fault) error
	// Seen, when set, gets every answered request for the metrics.
	Seen func(pattern string, status int, took time.Duration)
	// MaxBody is how many bytes a request may carry unless its pattern is in BigBody.
	MaxBody int64
	BigBody map[string]int64

	mux    http.ServeMux
	routes []Route
}

// Page puts a route on the site.
func (s *Site) Page(pattern string, need Need, h Handler) {
	s.routes = append(s.routes, Route{pattern, need})
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		began := s.Now()
		rec := &recorder{ResponseWriter: w}
		s.answer(rec, r, need, h)
		s.note(r, pattern, rec.status, s.Now().Sub(began))
	})
}

// Routes lists every route.
func (s *Site) Routes() []Route { return slices.Clone(s.routes) }

// ServeHTTP finds the route; an unknown address gets the program's own page.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if _, pattern := s.mux.Handler(r); pattern == "" {
		if err := s.Fail(w, r, http.StatusNotFound, fault.New(fault.Missing, "page.missing")); err != nil {
			s.Log.ErrorContext(r.Context(), "error page failed", "err", err)
		}
		return
	}
	s.mux.ServeHTTP(w, r)
}

func (s *Site) answer(w *recorder, r *http.Request, need Need, h Handler) {
	limit := s.MaxBody
	if big, ok := s.BigBody[r.Pattern]; ok {
		limit = big
	}
	r.Body = http.MaxBytesReader(w, r.Body, limit)
	err := need.ask(ActorOf(r.Context()))
	if err == nil {
		err = h(w, r)
	}
	if err != nil {
		s.fail(w, r, err)
	}
}

func (n Need) ask(a may.Actor) error {
	switch {
	case n.Public:
		return nil
	case n.Own && a.Known():
		return nil
	case n.Own:
		return may.ErrSignIn
	}
	return may.AskSomewhere(a, n.Do)
}

var statusOf = map[fault.Kind]int{
	fault.Invalid: http.StatusUnprocessableEntity, fault.Denied: http.StatusForbidden, fault.Missing: http.StatusNotFound,
	fault.Conflict: http.StatusConflict, fault.Busy: http.StatusServiceUnavailable, fault.Often: http.StatusTooManyRequests, fault.Internal: http.StatusInternalServerError,
}

// Status is the HTTP status of a fault.
func Status(f *fault.Fault) int { return statusOf[f.Kind] }

func (s *Site) fail(w *recorder, r *http.Request, err error) {
	f := fault.Of(err)
	if f == nil || f.Kind == fault.Internal {
		s.Log.ErrorContext(r.Context(), "request failed", "pattern", r.Pattern, "err", err)
		f = fault.New(fault.Internal, "web.internal")
	}
	if w.status != 0 {
		return // the answer had begun; nothing more can be said
	}
	if f.Key == may.ErrSignIn.Key {
		if r.Method == http.MethodGet {
			http.Redirect(w, r, "/logga-in?till="+urlQuery(r.URL.RequestURI()), http.StatusSeeOther)
			return
		}
		w.Header().Set("X-Logga-In", "1") // for scripts that keep what was not taken: not the same as not being allowed
	}
	if err := s.Fail(w, r, Status(f), f); err != nil {
		s.Log.ErrorContext(r.Context(), "error page failed", "pattern", r.Pattern, "err", err)
	}
}

// note writes one log line a request: ids and patterns, never names or addresses with content.
func (s *Site) note(r *http.Request, pattern string, status int, took time.Duration) {
	s.Log.InfoContext(r.Context(), "request", "pattern", pattern, "status", status, "ms", took.Milliseconds(), "person", ActorOf(r.Context()).PersonID)
	if s.Seen != nil {
		s.Seen(pattern, status, took)
	}
}

type recorder struct {
	http.ResponseWriter
	status int
}

func (w *recorder) WriteHeader(code int) {
	if w.status == 0 {
		w.status = code
	}
	w.ResponseWriter.WriteHeader(code)
}

func (w *recorder) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

var zippers = sync.Pool{New: func() any { z, _ := gzip.NewWriterLevel(nil, 4); return z }}

// Show renders c. A page is buffered so that a failing template never leaves half a page, and
// compressed when the browser takes it: many read on a weak network.
func Show(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error {
	buf := templ.GetBuffer()
	defer templ.ReleaseBuffer(buf)
	if err := c.Render(r.Context(), buf); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "private, no-store")
	return write(w, r, status, buf)
}

func write(w http.ResponseWriter, r *http.Request, status int, buf *bytes.Buffer) error {
	h := w.Header()
	h.Add("Vary", "Accept-Encoding")
	if buf.Len() < 1000 || !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.WriteHeader(status)
		_, err := buf.WriteTo(w)
		return err
	}
	h.Set("Content-Encoding", "gzip")
	w.WriteHeader(status)
	z := zippers.Get().(*gzip.Writer)
	defer zippers.Put(z)
	z.Reset(w)
	if _, err := buf.WriteTo(z); err != nil {
		return err
	}
	return z.Close()
}

// To sends the browser on with a GET.
func Redirect(w http.ResponseWriter, r *http.Request, address string) error {
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}

type actorKey struct{}

// WithActor carries who asks; the session's middleware puts it there.
func WithActor(ctx context.Context, a may.Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorOf is who asks; a visitor when nobody is signed in.
func ActorOf(ctx context.Context) may.Actor { a, _ := ctx.Value(actorKey{}).(may.Actor); return a }
