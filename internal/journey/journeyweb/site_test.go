package journeyweb

import (
	"context"
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
	"yrkesresan/content"
	"yrkesresan/internal/access"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
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

// site is the pages with the shipped journeys, on a database of its own, on 3 February 2026.
type site struct {
	*Pages
	t       *testing.T
	handler http.Handler
	now     time.Time
	courses courses
	first   string // the visitor's first name
}

// courses stands in for the courses: what they are called, and what is begun.
type courses struct {
	cards map[string]Card
	begun map[string][]string // person → courses
}

func (c courses) Card(_ context.Context, id string) (Card, bool, error) {
	card, ok := c.cards[id]
	return card, ok, nil
}

func (c courses) Resume(_ context.Context, person, id string) (Resume, bool, error) {
	for _, b := range c.begun[person] {
		if b == id {
			return Resume{Done: 1, All: 4, Part: "Möta", Minutes: 6, Href: "/kurs/" + id + "/lektion/mota/forsta"}, true, nil
		}
	}
	return Resume{}, false, nil
}

func (c courses) Begun(_ context.Context, person string) ([]string, error) {
	return c.begun[person], nil
}

func (c courses) BegunAmong(context.Context, []string) (map[string][]string, error) {
	return c.begun, nil
}

var cards = map[string]Card{
	"digital-grund": {Title: "Digital grund", EasyTitle: "Telefonen och datorn", Minutes: 25}, "kommunens-uppdrag-och-lagarna": {Title: "Kommunens uppdrag och lagarna", Minutes: 30},
	"bemotande": {Title: "Bemötande", Minutes: 35}, "sekretess-och-dokumentation": {Title: "Sekretess och dokumentation", Minutes: 40}, "basala-hygienrutiner": {Title: "Basala hygienrutiner", Minutes: 30},
	"forflyttning": {Title: "Förflyttning", Minutes: 45}, "lakemedel-och-delegering": {Title: "Läkemedel och delegering", Minutes: 60}, "demens-abc": {Title: "Demens ABC", Minutes: 120, Provider: "Svenskt Demenscentrum"},
	"e-autism": {Title: "e-autism", Minutes: 180, Provider: "Autism Sverige"}, "att-leda-larande": {Title: "Att leda lärande", Minutes: 60},
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, now: time.Date(2026, 2, 3, 12, 0, 0, 0, time.UTC), first: "Amina", courses: courses{cards, map[string][]string{}}}
	d, next := dbtest.Open(t), 0
	newID := func() string { next++; return fmt.Sprintf("id%05d", next) }
	now := func() time.Time { return s.now }
	log := &audit.Log{DB: d, Now: now, NewID: newID}
	people := &staff.Staff{DB: d, Audit: log, Now: now, NewID: newID, Place: lang.Zone()}
	texts, err := lang.New(map[string]fs.FS{"ui": ui.Texts, "page": page.Texts, "journey": Texts, "plan": plan.Texts})
	if err != nil {
		t.Fatal(err)
	}
	js := &journey.Journeys{DB: d, Staff: people, Tree: &org.Tree{DB: d, NewID: newID}, Studies: s.courses, Now: now, NewID: newID,
		Access: access.New(access.Access{DB: d, Staff: people, Now: now, NewID: newID}), Record: &record.Record{DB: d, Staff: people, Audit: log, Now: now, NewID: newID}}
	s.Pages = &Pages{Journeys: js, Courses: s.courses, Tree: js.Tree, Frame: &page.Frame{Product: "Yrkesresan", Texts: texts, Now: now}, Today: people.Today}
	pages := &web.Site{Log: slog.New(slog.DiscardHandler), Now: time.Now, Fail: s.Frame.Fail, MaxBody: 1 << 20}
	s.Mount(pages)
	s.handler = web.Guard(pages)
	if err := d.Tx(t.Context(), func(tx *db.Tx) error {
		if err := js.Tree.Seed(t.Context(), tx); err != nil {
			return err
		}
		_, err := js.Tree.Add(t.Context(), tx, org.Node{ID: "solen", Kind: "unit", Name: "Solen", Parent: "k-1480"}, "2020-01-01", "test")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := js.Seed(t.Context(), content.Journeys(), "2021-01-01"); err != nil {
		t.Fatal(err)
	}
	return s
}

// employ gives a person work at Solen since a day.
func (s *site) employ(person, occupation, area, start string) {
	s.t.Helper()
	for _, q := range []struct {
		text string
		args []any
	}{
		{`INSERT INTO person (id, made_at, made_by) VALUES ($1, $2, 'test')`, []any{person, s.now}},
		{`INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code) VALUES ('k-1480', $1, 'Amina', 'Warsame', '', '', '', FALSE, '')`, []any{person}},
		{`INSERT INTO employment (id, employer_id, match_key, number, person_id, made_by) VALUES ($1, 'k-1480', $1, $1, $1, 'test')`, []any{person}},
		{`INSERT INTO employment_period (id, employment_id, employer_id, person_id, unit_id, team_id, title, aid, occupation, area, form, extent,
				start_date, end_date, dormant, manager, row_hash, valid_from, valid_until, opened_by, closed_by)
			VALUES ($1, $1, 'k-1480', $1, 'solen', '', 'Titel', '', $2, $3, 'permanent', 100, $4, '', FALSE, '', '', '2020-01-01', '9999-12-31', 'test', '')`, []any{person, occupation, area, start}},
	} {
		if _, err := s.Journeys.DB.Exec(s.t.Context(), q.text, q.args...); err != nil {
			s.t.Fatal(err)
		}
	}
}

func (s *site) done(person, course, validUntil string, at time.Time) {
	s.t.Helper()
	err := s.Journeys.DB.Tx(s.t.Context(), func(tx *db.Tx) error {
		_, err := s.Journeys.Record.Append(s.t.Context(), tx, record.Fact{PersonID: person, Kind: record.Completed, CourseID: course, Title: cards[course].Title, At: at, ValidUntil: validUntil,
			Source: record.FromCourse, ActorID: person, ControllerID: "k-1480"})
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) layer(ops ...plan.Op) {
	s.t.Helper()
	if problems, err := s.Journeys.SetLayer(s.t.Context(), may.Operator(), "k-1480", "vard-och-omsorg", ops, "2025-06-01"); err != nil {
		s.t.Fatal(problems, err)
	}
}

func (s *site) as(person string) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET "+assets.Prefix, assets.Handler())
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if person != "" {
			r = r.WithContext(page.With(r.Context(), page.Visit{Actor: may.Actor{PersonID: person}, FirstName: s.first, Employed: true}))
		}
		s.handler.ServeHTTP(w, r)
	})
	return mux
}

func (s *site) get(person, address string) (int, string) {
	w := httptest.NewRecorder()
	s.as(person).ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
	return w.Code, w.Body.String()
}

func (s *site) post(person, address string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.as(person).ServeHTTP(w, r)
	return w
}
