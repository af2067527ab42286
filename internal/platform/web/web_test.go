package web_test

import (
	"compress/gzip"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/web"
)

func site() *web.Site {
	return &web.Site{Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: time.Now, MaxBody: 100,
		Fail: func(w http.ResponseWriter, _ *http.Request, status int, f *fault.Fault) error {
			w.WriteHeader(status)
			_, err := io.WriteString(w, f.Key)
			return err
		}}
}

func TestFaultsBecomeStatusesInOnePlace(t *testing.T) {
	s := site()
	for path, err := range map[string]error{
		"invalid": fault.New(fault.Invalid, "x.invalid"), "denied": fault.New(fault.Denied, "x.denied"), "missing": fault.New(fault.Missing, "x.missing"),
		"conflict": fault.New(fault.Conflict, "x.conflict"), "busy": fault.New(fault.Busy, "x.busy"), "often": fault.New(fault.Often, "x.often"), "bug": io.ErrUnexpectedEOF,
	} {
		s.Page("GET /"+path, web.Public, func(http.ResponseWriter, *http.Request) error { return err })
	}
	for path, want := range map[string]int{"/invalid": 422, "/denied": 403, "/missing": 404, "/conflict": 409, "/busy": 503, "/often": 429, "/bug": 500, "/nowhere": 404} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
		if strings.Contains(w.Body.String(), "EOF") {
			t.Errorf("%s leaks its cause", path)
		}
	}
}

func TestARouteTurnsAwayWhoeverMayNot(t *testing.T) {
	s := site()
	ok := func(w http.ResponseWriter, _ *http.Request) error { w.WriteHeader(204); return nil }
	s.Page("GET /own", web.Own, ok)
	s.Page("GET /import", web.To(may.ImportStaff), ok)
	learner := may.Actor{PersonID: "p"}
	hr := may.Actor{PersonID: "p", Grants: []may.Grant{{Role: may.HR, Path: "se/r/k"}}}
	for name, c := range map[string]struct {
		path  string
		actor may.Actor
		want  int
	}{
		"a visitor signs in first": {"/own", may.Actor{}, 303},
		"a person sees the own":    {"/own", learner, 204},
		"a learner imports":        {"/import", learner, 403},
		"HR imports":               {"/import", hr, 204},
	} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest("GET", c.path, nil)
		s.ServeHTTP(w, r.WithContext(web.WithActor(r.Context(), c.actor)))
		if w.Code != c.want {
			t.Errorf("%s: %d, want %d", name, w.Code, c.want)
		}
	}
}

func TestPagesAreCompressedAndNeverKept(t *testing.T) {
	long := strings.Repeat("Du lär dig. ", 500)
	page := templ.ComponentFunc(func(_ context.Context, w io.Writer) error { _, err := io.WriteString(w, long); return err })
	w, r := httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Accept-Encoding", "gzip, br")
	if err := web.Show(w, r, 200, page); err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if body, _ := io.ReadAll(z); string(body) != long {
		t.Error("the page changed on the way")
	}
	if got := w.Header().Get("Cache-Control"); got != "private, no-store" {
		t.Error(got)
	}
}

func TestAnotherSiteCannotPost(t *testing.T) {
	h := web.Guard(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }))
	for site, want := range map[string]int{"same-origin": 204, "cross-site": 403, "none": 204} {
		w, r := httptest.NewRecorder(), httptest.NewRequest("POST", "/", nil)
		r.Header.Set("Sec-Fetch-Site", site)
		h.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%s: %d, want %d", site, w.Code, want)
		}
		if w.Code == 204 && !strings.Contains(w.Header().Get("Content-Security-Policy"), "default-src 'none'") {
			t.Error("no policy")
		}
	}
}

func TestReturnAddressesStayHere(t *testing.T) {
	for address, want := range map[string]string{"/kurs/a?b=c": "/kurs/a?b=c", "https://evil.example/": "/", "//evil.example": "/", "/\\evil.example": "/", "": "/", "javascript:alert(1)": "/"} {
		if got := web.LocalPath(address, "/"); got != want {
			t.Errorf("%q: %q", address, got)
		}
	}
}
