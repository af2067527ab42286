package recordweb

import (
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"yrkesresan/assets"
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

// site is the pages on a database of their own: Amina (a) works at Ale (k), where Bengt (b) is
// her manager, and has worked at Borås (m).
type site struct {
	*Pages
	t       *testing.T
	now     time.Time
	handler http.Handler
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, now: time.Date(2026, 2, 3, 12, 0, 0, 0, time.UTC)}
	d, next := dbtest.Open(t), 0
	newID := func() string { next++; return fmt.Sprintf("id%05d", next) }
	now := func() time.Time { return s.now }
	log := &audit.Log{DB: d, Now: now, NewID: newID}
	texts, err := lang.New(map[string]fs.FS{"ui": ui.Texts, "record": Texts, "page": page.Texts})
	if err != nil {
		t.Fatal(err)
	}
	s.Pages = &Pages{Frame: &page.Frame{Product: "Yrkesresan", Texts: texts, Now: now},
		Record: &record.Record{DB: d, Audit: log, Now: now, NewID: newID, Staff: &staff.Staff{DB: d, Audit: log, Now: now, NewID: newID, Place: lang.Zone()}}}
	pages := &web.Site{Log: slog.New(slog.DiscardHandler), Now: time.Now, Fail: s.Frame.Fail, MaxBody: 1 << 20}
	s.Mount(pages)
	s.handler = web.Guard(pages)
	for _, q := range []string{
		`INSERT INTO node (id, kind, code, population, made_by) VALUES ('k', 'municipality', '', 0, ''), ('m', 'municipality', '', 0, ''), ('u', 'unit', '', 0, '')`,
		`INSERT INTO node_place (id, node_id, parent_id, path, name, label, valid_from, valid_until) VALUES
		 ('1', 'k', 'se', 'se/k', 'Ale', '', '2000-01-01', '9999-12-31'), ('2', 'm', 'se', 'se/m', 'Borås', '', '2000-01-01', '9999-12-31'),
		 ('3', 'u', 'k', 'se/k/u', 'Björken', '', '2000-01-01', '9999-12-31')`,
		`INSERT INTO person (id, made_at, made_by) VALUES ('a', '2026-01-01 00:00:00', 'test'), ('b', '2026-01-01 00:00:00', 'test')`,
		`INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code) VALUES
		 ('k', 'a', 'Amina', 'Warsame', '', '', '', FALSE, ''), ('m', 'a', 'Amina', 'Warsame', '', '', '', FALSE, ''), ('k', 'b', 'Bengt', 'Åkesson', '', '', '', FALSE, '')`,
		`INSERT INTO employment (id, employer_id, match_key, number, person_id, made_by) VALUES ('e', 'k', '1', '1', 'a', '')`,
		`INSERT INTO employment_period (id, employment_id, employer_id, person_id, unit_id, team_id, title, aid, occupation, area, form, extent, start_date, end_date, dormant, manager, row_hash, valid_from, valid_until, opened_by, closed_by)
		 VALUES ('e', 'e', 'k', 'a', 'u', '', '', '', '', '', '', 100, '2025-01-01', '', FALSE, '', '', '2025-01-01', '9999-12-31', '', '')`,
	} {
		if _, err := d.Exec(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

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

func (s *site) append(f record.Fact) record.Fact {
	s.t.Helper()
	f.PersonID = "a"
	err := s.Record.DB.Tx(s.t.Context(), func(tx *db.Tx) (err error) {
		f, err = s.Record.Append(s.t.Context(), tx, f)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.now = s.now.Add(time.Hour)
	return f
}

// filled is a record with a line of each kind, one of them taken back, and somebody who looked.
func (s *site) filled() (here, elsewhere record.Fact) {
	s.t.Helper()
	elsewhere = s.append(record.Fact{Kind: record.Completed, CourseID: "demens", Version: 3, Title: "Bemötande vid demens", Hours: 1.5, Source: record.FromCourse, ActorID: "a", ControllerID: "m"})
	s.append(record.Fact{Kind: record.Passed, CourseID: "hygien", Version: 1, Title: "Hygien och smitta", Source: record.FromCourse, ActorID: "a", ControllerID: "k"})
	here = s.append(record.Fact{Kind: record.Completed, CourseID: "hygien", Version: 1, Title: "Hygien och smitta", ValidUntil: "2028-02-03", Hours: 1, Source: record.FromCourse, ActorID: "a", ControllerID: "k"})
	s.append(record.Fact{Kind: record.Completed, CourseID: "pfa", Title: "=PFA", Source: record.FromExternal, ActorID: "b", ControllerID: "k"})
	s.append(record.Fact{Kind: record.Credited, CourseID: "akk", Title: "Alternativ och kompletterande kommunikation", Source: record.FromOwnWord, ActorID: "a", ControllerID: "m"})
	boss := may.Actor{PersonID: "b", Grants: []may.Grant{{Role: may.Manager, NodeID: "u", Path: "se/k/u"}}}
	if _, err := s.Record.Revoke(s.t.Context(), boss, here.ID, "fel person"); err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.Record.ForEmployer(s.t.Context(), boss, "a", "k"); err != nil {
		s.t.Fatal(err)
	}
	s.now = s.now.Add(time.Minute)
	if err := s.Record.Audit.Node(s.t.Context(), s.Record.DB, boss, "staff.list", "u"); err != nil {
		s.t.Fatal(err)
	}
	return here, elsewhere
}

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
