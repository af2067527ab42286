package app_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"yrkesresan/internal/app"
	"yrkesresan/internal/demo"
	"yrkesresan/internal/platform/web"
)

// visit follows redirects as a browser does and gives where it ended.
type visit struct {
	client *http.Client
	base   string
}

func (v visit) end(t *testing.T, r *http.Response, err error) (status int, path, body string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, r.Request.URL.Path, string(text)
}

func (v visit) get(t *testing.T, path string) (int, string, string) {
	t.Helper()
	r, err := v.client.Get(v.base + path)
	return v.end(t, r, err)
}

func (v visit) post(t *testing.T, path string) (int, string, string) {
	t.Helper()
	r, err := v.client.PostForm(v.base+path, nil)
	return v.end(t, r, err)
}

func newVisit(t *testing.T, base string) visit {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return visit{&http.Client{Jar: jar}, base}
}

func serveDemo(t *testing.T, a *app.App) (base string, routes []web.Route) {
	t.Helper()
	site, err := a.Site()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(site.Handler)
	t.Cleanup(server.Close)
	return server.URL, site.Routes
}

// roleHomes are where each role begins.
var roleHomes = map[string]string{"trainer": "/kursledare", "manager": "/min-grupp", "municipality": "/kommun", "hr": "/kommun", "region": "/rss", "national": "/nationen", "deputy": "/min-grupp", "operations": "/omrade", "producer": "/nationen/resor"}

var menu = regexp.MustCompile(`(?s)<nav aria-label.*?</nav>`)
var href = regexp.MustCompile(`href="(/[^"]*)"`)

// TestAWalkAsEveryoneReady presses every button of the start page and follows the menu.
func TestAWalkAsEveryoneReady(t *testing.T) {
	t.Parallel()
	base, routes := serveDemo(t, newDemo(t, ""))
	status, path, body := newVisit(t, base).get(t, "/")
	if status != http.StatusOK || path != "/demo" {
		t.Fatalf("a visitor comes to %s, %d", path, status)
	}
	for _, who := range slices.Concat(demo.Roles, demo.Others) {
		t.Run(who, func(t *testing.T) {
			if !strings.Contains(body, `action="/demo/in/`+who+`"`) {
				t.Errorf("no button on the start page")
			}
			v := newVisit(t, base)
			status, path, home := v.post(t, "/demo/in/"+who)
			want := roleHomes[who]
			if want == "" {
				want = "/min-resa"
			}
			if status != http.StatusOK || path != want {
				t.Fatalf("comes to %s, %d; want %s", path, status, want)
			}
			links := href.FindAllStringSubmatch(menu.FindString(home), -1)
			if len(links) == 0 {
				t.Error("no menu")
			}
			for _, link := range links {
				if status, _, _ := v.get(t, link[1]); served(routes, link[1]) && status != http.StatusOK {
					t.Errorf("%s in the menu: %d", link[1], status)
				}
			}
		})
	}
}

// served tells whether the site has a page.
func served(routes []web.Route, path string) bool {
	return slices.ContainsFunc(routes, func(r web.Route) bool { return r.Pattern == "GET "+path })
}

// An address from the command shows a button, and signs in once, without asking for a PIN.
func TestAnAddressOfARoleSignsInOnce(t *testing.T) {
	t.Parallel()
	a := newDemo(t, "")
	base, _ := serveDemo(t, a)
	code, err := a.Demo.Code(t.Context(), "learner")
	if err != nil {
		t.Fatal(err)
	}
	v := newVisit(t, base)
	for range 2 { // looking uses nothing
		if status, _, _ := v.get(t, "/in/"+code.Code); status != http.StatusOK {
			t.Fatal(status)
		}
	}
	if status, path, _ := v.post(t, "/in/"+code.Code); status != http.StatusOK || path != "/min-resa" {
		t.Errorf("comes to %s, %d", path, status)
	}
	if status, _, _ := newVisit(t, base).post(t, "/in/"+code.Code); status == http.StatusOK {
		t.Error("the address signs in twice")
	}
}

func TestTheStartPageIsInDemoModeOnly(t *testing.T) {
	t.Parallel()
	a, err := openApp(t.Context(), t.TempDir(), freshDatabase(t))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	base, routes := serveDemo(t, a)
	if served(routes, "/demo") {
		t.Error("the start page of the demo is on a real site")
	}
	v := newVisit(t, base)
	if status, _, _ := v.post(t, "/demo/in/learner"); status != http.StatusNotFound {
		t.Errorf("signing in as anyone: %d", status)
	}
}
