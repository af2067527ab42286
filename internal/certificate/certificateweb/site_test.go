package certificateweb

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"yrkesresan/assets"
	"yrkesresan/internal/certificate"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// site is the pages on a database of their own, with Amina in it.
type site struct {
	*Pages
	t       *testing.T
	now     time.Time
	handler http.Handler // visited by nobody
}

type courses map[string]certificate.Card

func (c courses) Content(_ context.Context, id string, _ int64) (certificate.Card, error) {
	return c[id], nil
}

func texts(t *testing.T) *lang.Catalog {
	t.Helper()
	c, err := lang.New(map[string]fs.FS{"ui": ui.Texts, "page": page.Texts, "certificate": Texts})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, now: time.Date(2026, 2, 3, 12, 0, 0, 0, time.UTC)}
	d, next := dbtest.Open(t), 0
	newID := func() string { next++; return fmt.Sprintf("id%05d", next) }
	now := func() time.Time { return s.now }
	log := &audit.Log{DB: d, Now: now, NewID: newID}
	people := &staff.Staff{DB: d, Audit: log, Now: now, NewID: newID, Place: lang.Zone()}
	certificates := &certificate.Certificates{DB: d, Staff: people, Random: rand.NewChaCha8([32]byte{5}),
		Record: &record.Record{DB: d, Staff: people, Audit: log, Now: now, NewID: newID},
		Courses: courses{
			"hygien": {Goals: []string{"Du förstår hur smitta sprids och hur du kan stoppa den", "Du kan göra rent dina händer på rätt sätt och vid rätt tillfälle",
				"Du kan välja handskar, förkläde och arbetskläder efter det du ska göra"}},
			"delegering": {EvidenceOnly: true, Goals: []string{"Du förstår vad en delegering är och vilket ansvar du själv har"}},
		}}
	certificates.Record.Listeners = append(certificates.Record.Listeners, certificates.Issue)
	s.Pages = &Pages{Certificates: certificates, URL: "https://yrkesresan.exempel.se", Today: people.Today,
		Frame: &page.Frame{Product: "Yrkesresan", Texts: texts(t), Now: now}}
	pages := &web.Site{Log: slog.New(slog.DiscardHandler), Now: time.Now, Fail: s.Frame.Fail, MaxBody: 1 << 20}
	s.Mount(pages)
	s.handler = web.Guard(pages)
	for _, q := range []string{
		`INSERT INTO node (id, kind, code, population, made_by) VALUES ('k', 'municipality', '', 0, '')`,
		`INSERT INTO person (id, made_at, made_by) VALUES ('a', '2026-01-01 00:00:00', 'test'), ('b', '2026-01-01 00:00:00', 'test')`,
		`INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code)
		 VALUES ('k', 'a', 'Amina', 'Warsame', '', '', '', FALSE, '')`,
	} {
		if _, err := d.Exec(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// as lets a person visit; "" is nobody.
func (s *site) as(person string) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET "+assets.Prefix, assets.Handler())
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if person != "" {
			r = r.WithContext(page.With(r.Context(), page.Visit{Actor: may.Actor{PersonID: person}, FirstName: "Amina", Employed: true}))
		}
		s.handler.ServeHTTP(w, r)
	})
	return mux
}

// completed is a course taken by Amina, and its code.
func (s *site) completed(course, title, validUntil string, hours float64) (record.Fact, string) {
	s.t.Helper()
	var f record.Fact
	err := s.Certificates.DB.Tx(s.t.Context(), func(tx *db.Tx) (err error) {
		f, err = s.Certificates.Record.Append(s.t.Context(), tx, record.Fact{PersonID: "a", Kind: record.Completed, CourseID: course, Version: 2, Title: title,
			ValidUntil: validUntil, Hours: hours, Source: record.FromCourse, ActorID: "a", ControllerID: "k"})
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	c, err := s.Certificates.Of(s.t.Context(), may.Actor{PersonID: "a"}, f.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	return f, c.Code
}

func (s *site) revoke(f record.Fact) {
	s.t.Helper()
	if _, err := s.Certificates.Record.Revoke(s.t.Context(), may.Operator(), f.ID, "fel person"); err != nil {
		s.t.Fatal(err)
	}
}

// get asks for a page as a person.
func (s *site) get(person, address string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.as(person).ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
	return w
}

func (s *site) post(person, address string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.as(person).ServeHTTP(w, r)
	return w
}

func body(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	b, err := io.ReadAll(w.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
