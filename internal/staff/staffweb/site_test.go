package staffweb_test

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"yrkesresan/internal/access"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/keys"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/ui/uitest"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staff"
	"yrkesresan/internal/staff/sheet"
	"yrkesresan/internal/staff/staffweb"
)

const solna = "k-0184"

func newID() string { return uuid.Must(uuid.NewV7()).String() }

func texts(t testing.TB) *lang.Catalog {
	t.Helper()
	c, err := lang.New(map[string]fs.FS{"ui": ui.Texts, "page": page.Texts, "sheet": sheet.Texts, "staff": staffweb.Texts})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// site is the pages with one visitor.
type site struct {
	t     testing.TB
	on    *web.Site
	im    *staff.Imports
	visit page.Visit
}

// hr imports staff for Solna.
var hr = may.Actor{PersonID: "hr", Grants: []may.Grant{{Role: may.HR, NodeID: solna, Path: "se/rss-STOCKHOLM/" + solna}}}

func newSite(t testing.TB) *site {
	t.Helper()
	d := dbtest.Open(t)
	ring, err := keys.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	queue, err := job.New(d, log)
	if err != nil {
		t.Fatal(err)
	}
	tree := &org.Tree{DB: d, NewID: newID}
	room := &staff.Staff{DB: d, Audit: &audit.Log{DB: d, Now: time.Now, NewID: newID}, Now: time.Now, NewID: newID, Place: lang.Zone()}
	s := &site{t: t, visit: page.Visit{Actor: hr}, im: &staff.Imports{Staff: room, Tree: tree, Keys: ring, Jobs: queue, Tasks: &job.Tasks{DB: d, Now: time.Now},
		Managers: access.New(access.Access{DB: d, Staff: room, Keys: ring, Now: time.Now, NewID: newID})}}
	if err := d.Tx(t.Context(), func(tx *db.Tx) error { return tree.Seed(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
	job.Handle(queue, s.im.OnAsked)
	if err := queue.Start(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { queue.Stop(context.WithoutCancel(t.Context())) })
	frame := &page.Frame{Product: "Yrkesresan", Texts: texts(t), Now: time.Now}
	s.on = &web.Site{Log: log, Now: time.Now, Fail: frame.Fail, MaxBody: 1 << 20, BigBody: staffweb.BigBody}
	(&staffweb.Pages{Imports: s.im, Tree: tree, Frame: frame, Today: room.Today}).Mount(s.on)
	return s
}

func (s *site) do(r *http.Request) *httptest.ResponseRecorder {
	s.t.Helper()
	w := httptest.NewRecorder()
	s.on.ServeHTTP(w, r.WithContext(page.With(s.t.Context(), s.visit)))
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") && w.Body.Len() > 0 {
		uitest.Page(s.t, w.Body.String())
	}
	return w
}

// get wants a page with a status.
func (s *site) get(address string, status int) string {
	s.t.Helper()
	w := s.do(httptest.NewRequest("GET", address, nil))
	if w.Code != status {
		s.t.Fatalf("GET %s: %d, want %d: %s", address, w.Code, status, w.Body)
	}
	return w.Body.String()
}

// post wants a status and gives where it leads, or the page.
func (s *site) post(address string, form url.Values, status int) (to, body string) {
	s.t.Helper()
	r := httptest.NewRequest("POST", address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := s.do(r)
	if w.Code != status {
		s.t.Fatalf("POST %s: %d, want %d: %s", address, w.Code, status, w.Body)
	}
	return w.Header().Get("Location"), w.Body.String()
}

// upload sends a file; "" sends the form without one.
func (s *site) upload(text string, status int) (to, body string) {
	s.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	if err := m.WriteField("plats", solna); err != nil {
		s.t.Fatal(err)
	}
	name := "personal.csv"
	if text == "" {
		name = ""
	}
	part, err := m.CreateFormFile("fil", name)
	if err != nil {
		s.t.Fatal(err)
	}
	io.WriteString(part, text)
	m.Close()
	r := httptest.NewRequest("POST", "/kommun/inlasning", &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	w := s.do(r)
	if w.Code != status {
		s.t.Fatalf("upload: %d, want %d: %s", w.Code, status, w.Body)
	}
	return w.Header().Get("Location"), w.Body.String()
}

func wants(t testing.TB, body string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(body, p) {
			t.Errorf("no %q in %s", p, body)
		}
	}
}
