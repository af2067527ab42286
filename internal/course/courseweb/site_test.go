package courseweb_test

import (
	"context"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"yrkesresan/assets"
	"yrkesresan/internal/course/coursetest"
	"yrkesresan/internal/course/courseweb"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/ui/uitest"
	"yrkesresan/internal/platform/web"
)

// site is the pages of courses with one visitor, who can be changed.
type site struct {
	*coursetest.World
	*httptest.Server
	t testing.TB

	mu     sync.Mutex
	visit  page.Visit
	booked []courseweb.Booked
}

// Booked implements courseweb.Days.
func (s *site) Booked(context.Context, string, string) ([]courseweb.Booked, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.booked, nil
}

// books changes what the visitor has booked.
func (s *site) books(all ...courseweb.Booked) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.booked = all
}

func texts(t testing.TB) *lang.Catalog {
	t.Helper()
	c, err := lang.New(map[string]fs.FS{"ui": ui.Texts, "page": page.Texts, "course": courseweb.Texts})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func newSite(t testing.TB, courses ...fstest.MapFS) *site {
	t.Helper()
	s := &site{World: coursetest.New(t), t: t, visit: page.Visit{Actor: coursetest.Learner, FirstName: "Amina", Employed: true}}
	for _, c := range courses {
		s.Import(t, c)
	}
	frame := &page.Frame{Product: "Yrkesresan", Texts: texts(t), Now: s.Now}
	on := &web.Site{Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: s.Now, Fail: frame.Fail, MaxBody: 1 << 20, BigBody: courseweb.BigBody}
	(&courseweb.Pages{Courses: s.Courses, Studies: s.Studies, Tree: s.Locals.Tree, Days: s, Frame: frame}).Mount(on)
	on.Page("POST /lattlast", web.Own, func(w http.ResponseWriter, r *http.Request) error {
		s.is(func(v *page.Visit) { v.Easy = r.PostFormValue("easy") != "" })
		return web.Redirect(w, r, r.PostFormValue("to"))
	})
	mux := http.NewServeMux()
	mux.Handle("GET "+assets.Prefix, assets.Handler())
	mux.Handle("/", web.Guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		v := s.visit
		s.mu.Unlock()
		on.ServeHTTP(w, r.WithContext(page.With(r.Context(), v)))
	})))
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// is changes who visits, or how.
func (s *site) is(change func(*page.Visit)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.visit)
}

// shown is a page that was answered.
type shown struct {
	t      testing.TB
	Status int
	Path   string // where the redirects ended
	Body   string
	Header http.Header
}

func (s *site) client() *http.Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &http.Client{Jar: jar}
}

func (s *site) get(path string) shown {
	s.t.Helper()
	return s.read(s.client().Get(s.URL + path))
}

func (s *site) post(path string, pairs ...string) shown {
	s.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return s.read(s.client().PostForm(s.URL+path, form))
}

func (s *site) read(r *http.Response, err error) shown {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") && r.StatusCode != http.StatusSeeOther {
		uitest.Page(s.t, string(body))
	}
	return shown{s.t, r.StatusCode, r.Request.URL.RequestURI(), string(body), r.Header}
}

func (p shown) is(status int, path string) shown {
	p.t.Helper()
	if p.Status != status || p.Path != path {
		p.t.Fatalf("%d at %s, want %d at %s\n%s", p.Status, p.Path, status, path, p.Body)
	}
	return p
}

func (p shown) says(words ...string) shown {
	p.t.Helper()
	for _, w := range words {
		if !strings.Contains(p.Body, w) {
			p.t.Errorf("%s does not say %q", p.Path, w)
		}
	}
	return p
}

func (p shown) saysNot(words ...string) shown {
	p.t.Helper()
	for _, w := range words {
		if strings.Contains(p.Body, w) {
			p.t.Errorf("%s says %q", p.Path, w)
		}
	}
	return p
}
