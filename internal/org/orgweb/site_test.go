package orgweb_test

import (
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"yrkesresan/assets"
	"yrkesresan/internal/access"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/org"
	"yrkesresan/internal/org/orgweb"
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

const (
	solna     = "k-0184"
	solnaPath = "se/rss-STOCKHOLM/" + solna
)

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// site is the pages with one visitor, and Solna with two units in an operation.
type site struct {
	t        testing.TB
	on       *web.Site
	db       *db.DB
	tree     *org.Tree
	im       *staff.Imports
	acc      *access.Access
	journeys *journey.Journeys
	now      time.Time
	visit    page.Visit
	ids      map[string]string
}

// chief administers Solna.
var chief = may.Actor{PersonID: "p1", Grants: []may.Grant{{Role: may.Municipality, NodeID: solna, Path: solnaPath}}}

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
	s := &site{t: t, db: d, visit: page.Visit{Actor: chief}, ids: map[string]string{}, now: time.Date(2026, 6, 1, 12, 0, 0, 0, lang.Zone())}
	s.tree = &org.Tree{DB: d, NewID: newID}
	now := func() time.Time { return s.now }
	room := &staff.Staff{DB: d, Audit: &audit.Log{DB: d, Now: now, NewID: newID}, Now: now, NewID: newID, Place: lang.Zone()}
	s.acc = access.New(access.Access{DB: d, Staff: room, Keys: ring, Now: now, NewID: newID})
	s.im = &staff.Imports{Staff: room, Tree: s.tree, Keys: ring, Jobs: queue, Tasks: &job.Tasks{DB: d, Now: now}, Managers: s.acc}
	s.tree.Followers = []org.Follower{s.im, s.acc}
	if err := d.Tx(t.Context(), func(tx *db.Tx) error { return s.tree.Seed(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
	texts, err := lang.New(map[string]fs.FS{"ui": ui.Texts, "page": page.Texts, "org": orgweb.Texts, "staff": staffweb.Texts, "sheet": sheet.Texts})
	if err != nil {
		t.Fatal(err)
	}
	s.journeys = &journey.Journeys{DB: d, Staff: room, Access: s.acc, Tree: s.tree, Now: now, NewID: newID}
	frame := &page.Frame{Product: "Yrkesresan", Texts: texts, Now: now}
	s.on = &web.Site{Log: log, Now: time.Now, Fail: frame.Fail, MaxBody: 1 << 20}
	(&orgweb.Pages{Tree: s.tree, Heads: room, Staff: room, Imports: s.im, Access: s.acc, Journeys: s.journeys, Frame: frame, Today: room.Today, Now: now}).Mount(s.on)
	s.read("Anst.nr;Förnamn;Efternamn;Befattning;Förvaltning;Enhet;Ansvar;Anställningsform;Fr.o.m.",
		"1;Testa;Ett;Undersköterska;Omsorg;Ekens hemtjänst;4711;Tillsvidare;2024-01-01", "2;Testa;Två;Undersköterska;Omsorg;Almens hemtjänst;4712;Tillsvidare;2024-01-01",
		"3;Testa;Tre;Trivselvärd;Omsorg;Almens hemtjänst;4712;Tillsvidare;2024-01-01")
	return s
}

// read takes in a staff file and notes the ids of places by name.
func (s *site) read(lines ...string) {
	s.t.Helper()
	text := strings.Join(lines, "\n")
	r, err := s.im.Run(s.t.Context(), may.Operator(), solna, staff.File{Reader: strings.NewReader(text), Size: int64(len(text))}, staff.ImportOptions{MaxEnded: 100}, nil)
	if err != nil || !r.Committed {
		s.t.Fatalf("%v %+v", err, r)
	}
	nodes, err := org.Under(s.t.Context(), s.db, solnaPath, s.im.Staff.Today())
	if err != nil {
		s.t.Fatal(err)
	}
	for _, n := range nodes {
		s.ids[n.Name] = n.ID
	}
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

func (s *site) get(address string, status int) string {
	s.t.Helper()
	w := s.do(httptest.NewRequest("GET", address, nil))
	if w.Code != status {
		s.t.Fatalf("GET %s: %d, want %d: %s", address, w.Code, status, w.Body)
	}
	return w.Body.String()
}

func (s *site) post(address string, status int, pairs ...string) (to, body string) {
	s.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest("POST", address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := s.do(r)
	if w.Code != status {
		s.t.Fatalf("POST %s: %d, want %d: %s", address, w.Code, status, w.Body)
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

// hidden gives the value of a hidden field of a page.
func hidden(t testing.TB, body, name string) string {
	t.Helper()
	_, rest, ok := strings.Cut(body, `name="`+name+`" value="`)
	if !ok {
		t.Fatalf("no field %s in %s", name, body)
	}
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

// serve answers as the program does, with one visitor.
func (s *site) serve() string {
	mux := http.NewServeMux()
	mux.Handle("GET "+assets.Prefix, assets.Handler())
	mux.Handle("/", web.Guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.on.ServeHTTP(w, r.WithContext(page.With(r.Context(), s.visit)))
	})))
	server := httptest.NewServer(mux)
	s.t.Cleanup(server.Close)
	return server.URL
}
