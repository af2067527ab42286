package accessweb

import (
	"bytes"
	"crypto/rand"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/keys"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/mail"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/ui/uitest"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staff"
)

// site is the pages with all that stands around them: Amina (a, 1001) has a PIN, Bengt (b, 1002)
// has never signed in. Both work in Ale (k).
type site struct {
	*Pages
	t       *testing.T
	handler http.Handler
	later   atomic.Int64 // how far the clock is moved
	log     bytes.Buffer
}

const aminas = "481516"

func newSite(t *testing.T) *site {
	t.Helper()
	ring, err := keys.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	texts, err := lang.New(map[string]fs.FS{"ui": ui.Texts, "access": Texts, "page": page.Texts})
	if err != nil {
		t.Fatal(err)
	}
	s, d := &site{t: t}, dbtest.Open(t)
	now := func() time.Time { return time.Now().Add(time.Duration(s.later.Load())) }
	room := &staff.Staff{DB: d, Audit: &audit.Log{DB: d, Now: now, NewID: rand.Text}, Now: now, NewID: rand.Text, Place: lang.Zone()}
	a := access.New(access.Access{DB: d, Staff: room, Keys: ring, Outbox: &mail.Outbox{Now: now, NewID: rand.Text}, Now: now, NewID: rand.Text, Random: rand.Text})
	log := slog.New(slog.NewTextHandler(&s.log, nil))
	s.Pages = &Pages{Access: a, Tree: &org.Tree{DB: d, NewID: rand.Text}, Sessions: a.Sessions(), Log: log, Today: room.Today,
		Frame: &page.Frame{Product: "Yrkesresan", Texts: texts, Now: now}}
	pages := &web.Site{Log: log, Now: time.Now, Fail: s.Frame.Fail, MaxBody: 1 << 16}
	s.Mount(pages)
	s.handler = web.Guard(s.Sessions.LoadAndSave(s.Load(pages)), "https://yrkesresan.example")
	for _, q := range []string{
		`INSERT INTO node (id, kind, code, population, made_by) VALUES ('k', 'municipality', '1440', 0, ''), ('u', 'unit', '', 0, '')`,
		`INSERT INTO node_place (id, node_id, parent_id, path, name, label, valid_from, valid_until) VALUES
		 ('1', 'k', 'se', 'se/k', 'Ale', '', '2000-01-01', '9999-12-31'), ('2', 'u', 'k', 'se/k/u', 'Björken', '', '2000-01-01', '9999-12-31')`,
		`INSERT INTO person (id, made_at, made_by) VALUES ('a', '2026-01-01 00:00:00', ''), ('b', '2026-01-01 00:00:00', '')`,
		`INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code) VALUES
		 ('k', 'a', 'Amina', 'Warsame', '', '', '', FALSE, ''), ('k', 'b', 'Bengt', 'Ek', '', '', '', FALSE, '')`,
		`INSERT INTO employment (id, employer_id, match_key, number, person_id, made_by) VALUES ('ea', 'k', '1001', '1001', 'a', ''), ('eb', 'k', '1002', '1002', 'b', '')`,
	} {
		if _, err := d.Exec(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	err = d.Tx(t.Context(), func(tx *db.Tx) error { return a.OpenAccount(t.Context(), tx, "a") })
	if err == nil {
		err = a.SetSecret(t.Context(), may.Actor{PersonID: "a"}, access.SecretChange{Chosen: access.ChosenSecret{Secret: aminas, Again: aminas}})
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *site) code(person string) string {
	s.t.Helper()
	c, err := s.Access.GiveCode(s.t.Context(), may.Operator(), person, access.ForSignIn)
	if err != nil {
		s.t.Fatal(err)
	}
	return c.Code
}

// browser is somebody's, with its cookies.
type browser struct {
	*site
	jar    http.CookieJar
	from   string
	header map[string]string
}

func (s *site) browser(from string) *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &browser{site: s, jar: jar, from: from}
}

// answer is what came back.
type answer struct {
	*httptest.ResponseRecorder
	t *testing.T
}

func (b *browser) do(method, address string, form url.Values) answer {
	b.t.Helper()
	r := httptest.NewRequest(method, "https://yrkesresan.example"+address, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.RemoteAddr = b.from + ":4711"
	for name, value := range b.header {
		if r.Header.Set(name, value); name == "Host" {
			r.Host = value
		}
	}
	for _, c := range b.jar.Cookies(r.URL) {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	b.jar.SetCookies(r.URL, w.Result().Cookies())
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") && w.Code != http.StatusSeeOther {
		uitest.Page(b.t, w.Body.String())
	}
	if got := w.Header().Get("Cache-Control"); !strings.HasPrefix(got, "private, no-store") {
		b.t.Errorf("%s %s may be kept: %q", method, address, got)
	}
	return answer{w, b.t}
}

func (b *browser) get(address string) answer { b.t.Helper(); return b.do("GET", address, nil) }

func (b *browser) post(address string, pairs ...string) answer {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return b.do("POST", address, form)
}

func (b *browser) signIn(who, secret string, more ...string) answer {
	b.t.Helper()
	return b.post("/logga-in", append([]string{"municipality", "k", "who", who, "secret", secret}, more...)...)
}

// cookie is a cookie as it was set last, with its flags; nil when none was.
func (a answer) cookie(name string) (last *http.Cookie) {
	for _, c := range a.Result().Cookies() {
		if c.Name == name {
			last = c
		}
	}
	return last
}

func (a answer) to(address string) answer {
	a.t.Helper()
	if a.Code != http.StatusSeeOther || a.Header().Get("Location") != address {
		a.t.Errorf("%d to %q, want to %q", a.Code, a.Header().Get("Location"), address)
	}
	return a
}

var title = regexp.MustCompile(`<title>([^<]*)</title>`)

// shows wants a status and parts of the page, in their order.
func (a answer) shows(status int, parts ...string) answer {
	a.t.Helper()
	if a.Code != status {
		a.t.Errorf("%d, want %d", a.Code, status)
	}
	rest := a.Body.String()
	for _, part := range parts {
		_, after, ok := strings.Cut(rest, part)
		if !ok {
			a.t.Errorf("%q is missing, or not after what comes before it, in %q", part, title.FindString(a.Body.String()))
			return a
		}
		rest = after
	}
	return a
}

// hides wants none of the parts on the page.
func (a answer) hides(parts ...string) answer {
	a.t.Helper()
	for _, part := range parts {
		if strings.Contains(a.Body.String(), part) {
			a.t.Errorf("the page shows %q", part)
		}
	}
	return a
}

func mustURL(t *testing.T) *url.URL {
	t.Helper()
	u, err := url.Parse("https://yrkesresan.example/")
	if err != nil {
		t.Fatal(err)
	}
	return u
}
