package draftweb

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yrkesresan/assets"
	"yrkesresan/content"
	"yrkesresan/internal/access"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/journeyweb"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/browsertest"
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
}

// courses stands in for the catalogue.
type courses map[string]string

func (c courses) Titles(context.Context) (map[string]string, error) { return c, nil }

func (courses) Begun(context.Context, string) ([]string, error) { return nil, nil }

func (courses) BegunAmong(context.Context, []string) (map[string][]string, error) { return nil, nil }

func newSite(t *testing.T) *site {
	t.Helper()
	d, next := dbtest.Open(t), 0
	newID := func() string { next++; return fmt.Sprintf("id%05d", next) }
	now := func() time.Time { return time.Date(2026, 2, 3, 12, 0, 0, 0, time.UTC) }
	log := &audit.Log{DB: d, Now: now, NewID: newID}
	people := &staff.Staff{DB: d, Audit: log, Now: now, NewID: newID, Place: lang.Zone()}
	texts, err := lang.New(map[string]fs.FS{"ui": ui.Texts, "page": page.Texts, "draft": Texts, "journey": journeyweb.Texts, "plan": plan.Texts})
	if err != nil {
		t.Fatal(err)
	}
	c := courses{"bemotande": "Bemötande", "akk": "AKK", "forflyttning": "Förflyttning", "demens-abc": "Demens ABC", "sar": "Sår och tryck"}
	js := &journey.Journeys{DB: d, Staff: people, Tree: &org.Tree{DB: d, NewID: newID}, Studies: c, Now: now, NewID: newID,
		Access: access.New(access.Access{DB: d, Staff: people, Now: now, NewID: newID}), Record: &record.Record{DB: d, Staff: people, Audit: log, Now: now, NewID: newID}}
	s := &site{t: t, Pages: &Pages{Journeys: js, Courses: c, Tree: js.Tree, Frame: &page.Frame{Product: "Yrkesresan", Texts: texts, Now: now}, Today: people.Today}}
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
	for i := range 30 {
		s.employ(fmt.Sprintf("p%02d", i), []string{"underskoterska", "vardbitrade"}[i%2])
	}
	s.employ("only", "logoped")
	return s
}

func (s *site) employ(person, occupation string) {
	s.t.Helper()
	for _, q := range []string{
		`INSERT INTO person (id, made_at, made_by) VALUES ($1, '2026-01-01 00:00:00', 'test')`,
		`INSERT INTO employment (id, employer_id, match_key, number, person_id, made_by) VALUES ($1, 'k-1480', $1, $1, $1, 'test')`,
		`INSERT INTO employment_period (id, employment_id, employer_id, person_id, unit_id, team_id, title, aid, occupation, area, form, extent,
			start_date, end_date, dormant, manager, row_hash, valid_from, valid_until, opened_by, closed_by)
			VALUES ($1, $1, 'k-1480', $1, 'solen', '', 'Titel', '', '` + occupation + `', 'aldreomsorg', 'permanent', 100, '2025-01-01', '', FALSE, '', '', '2020-01-01', '9999-12-31', 'test', '')`,
	} {
		if _, err := s.Journeys.DB.Exec(s.t.Context(), q, person); err != nil {
			s.t.Fatal(err)
		}
	}
}

var (
	national = may.Actor{PersonID: "nina", Grants: []may.Grant{{Role: may.National, NodeID: "se", Path: "se"}}}
	producer = may.Actor{PersonID: "pia", Grants: []may.Grant{{Role: may.Producer, NodeID: "rss-GR", Path: "se/rss-GR", Subject: "barn-och-unga"}}}
	contact  = may.Actor{PersonID: "kai", Grants: []may.Grant{{Role: may.Municipality, NodeID: "k-1480", Path: "se/rss-GR/k-1480"}}}
)

func (s *site) as(a may.Actor) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET "+assets.Prefix, assets.Handler())
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.handler.ServeHTTP(w, r.WithContext(page.With(r.Context(), page.Visit{Actor: a})))
	})
	return mux
}

// get gives a page; it must have no text that the catalogue lacks.
func (s *site) get(a may.Actor, address string, status int, parts ...string) string {
	s.t.Helper()
	w := httptest.NewRecorder()
	s.as(a).ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
	return s.check(w, address, status, parts)
}

func (s *site) check(w *httptest.ResponseRecorder, address string, status int, parts []string) string {
	s.t.Helper()
	body := w.Body.String()
	if w.Code != status {
		s.t.Fatalf("%s: %d, want %d\n%s", address, w.Code, status, body)
	}
	if strings.Contains(body, "⟦") {
		s.t.Errorf("%s lacks a text: %s", address, body[strings.Index(body, "⟦"):][:60])
	}
	for _, p := range parts {
		if !strings.Contains(body, p) {
			s.t.Errorf("%s does not say %q", address, p)
		}
	}
	return body
}

func (s *site) post(a may.Actor, address string, status int, form url.Values, parts ...string) string {
	s.t.Helper()
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.as(a).ServeHTTP(w, r)
	if status == http.StatusSeeOther {
		s.check(w, address, status, nil)
		return w.Header().Get("Location")
	}
	return s.check(w, address, status, parts)
}

const care = top + "/vard-och-omsorg"

func TestFromTheListToAVersionThatSomeTry(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.get(national, top, 200, "Vård och omsorg", "Barn och unga", "Börja på en ny resa")
	if body := s.get(producer, top, 200, "Barn och unga"); strings.Contains(body, "Vård och omsorg") || strings.Contains(body, "Börja på en ny resa") {
		t.Error("the producer of one journey sees others, or may begin one")
	}
	s.get(producer, care, 403)
	s.get(contact, top, 403)
	s.get(national, care, 200, "Version 1", "Börja på ett utkast")
	if to := s.post(national, care+"/utkast", 303, nil); to != care+"/utkast" {
		t.Fatal(to)
	}
	s.get(national, care+"/utkast", 200, "Förflyttning", "Under utredning.", "Granska 0 ändringar")
	for _, part := range []string{"resan", "niva", "spar", "block", "steg", "vag", "niva?id=bas", "spar?id=mas", "block?id=bas", "steg?id=bemotande", "resan?id=x"} {
		s.get(national, care+"/utkast/del/"+part, 200, "Spara i utkastet")
	}
	s.get(national, care+"/utkast/del/steg?id=finns-inte", 409)
	s.get(national, care+"/utkast/del/annat", 409)
	form := url.Values{"revision": {"1"}, "block": {"bas"}, "kind": {"course"}, "course": {"sar"}, "requirement": {"recommended"}, "days": {"30"}, "from": {"assigned"}, "areas": {"aldreomsorg"}}
	s.post(national, care+"/utkast/del/steg", 422, url.Values{"revision": {"1"}, "block": {"bas"}, "kind": {"course"}}, "Välj en kurs.")
	s.post(national, care+"/utkast/del/steg", 422, url.Values{"revision": {"1"}, "block": {"bas"}, "kind": {"info"}}, "Skriv ett namn.")
	s.post(national, care+"/utkast/del/steg", 303, form)
	s.get(national, care+"/utkast?klart=sparat", 200, "Det är sparat i utkastet.", "Sår och tryck", "inom 30 dagar från att den kom med i resan", "Granska 1 ändring")
	s.post(national, care+"/utkast/flytta", 303, url.Values{"revision": {"2"}, "del": {"steg"}, "id": {"sar"}, "gor": {"upp"}})
	s.post(national, care+"/utkast/flytta", 409, url.Values{"revision": {"3"}, "del": {"steg"}, "id": {"bemotande"}, "gor": {"bort"}}, "skriv en dag då den tas bort")
	s.post(national, care+"/utkast/rakna", 303, nil)
	s.get(national, care+"/utkast/granska", 200, "Sår och tryck är ny i Bas. Den är rekommenderad för alla inom Äldreomsorg.", "Räkningen börjar strax.")
	if err := s.Journeys.OnTouchAsked(t.Context(), journey.TouchAsked{JourneyID: "vard-och-omsorg", Revision: 3}); err != nil {
		t.Fatal(err)
	}
	body := s.get(national, care+"/utkast/granska", 200, "ungefär 30", "färre än 5", "Göteborg", "Undersköterska", "Logoped")
	if strings.Contains(body, ">1<") || strings.Contains(body, "31") && strings.Contains(body, ">31<") {
		t.Error("a small number is shown")
	}
	publish := url.Values{"revision": {"3"}, "vem": {"nagra"}, "note": {"Sår är nytt."}, "pilot_from": {"2026-02-10"}}
	s.post(national, care+"/utkast/publicera", 422, publish, "Välj minst en kommun som provar först.", "Sår är nytt.")
	publish.Set("pilot1", "k-1480")
	s.post(national, care+"/utkast/publicera", 303, publish)
	s.get(national, care, 200, "Provas av Göteborg")
	s.get(national, care+"/version/2", 200, "Sår är nytt.", "Sår och tryck är ny i Bas", "Släpp till alla", "Har inte skrivit något än.")
	s.get(contact, "/kommun/prova-resor", 200, "Vård och omsorg", "Sår är nytt.")
	note := url.Values{"place": {"k-1480"}, "journey": {"vard-och-omsorg"}, "version": {"2"}, "note": {"Ring 19900101-0017."}}
	s.post(contact, "/kommun/prova-resor", 422, note, "personnummer", "Ring 19900101-0017.")
	note.Set("note", "Bra, men lång.")
	s.post(contact, "/kommun/prova-resor", 303, note)
	s.get(national, care+"/version/2", 200, "Bra, men lång.")
	s.post(national, care+"/version/2/alla", 422, url.Values{"from": {"2026-01-01"}}, "Välj i dag eller en senare dag.")
	s.post(national, care+"/version/2/prova", 303, url.Values{"pilot1": {"k-1481"}, "pilot_from": {"2026-02-12"}})
	s.post(national, care+"/version/2/alla", 303, url.Values{"from": {"2026-03-01"}})
	s.get(national, care, 200, "Gäller från 1 mars 2026")
	s.post(national, care+"/version/2/ta-tillbaka", 303, nil)
	s.get(national, care, 200, "Tillbakadragen 3 februari 2026")
}

func TestTwoSaveTheSamePart(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.post(national, care+"/utkast", 303, nil)
	save := func(status int, text, link string, parts ...string) {
		t.Helper()
		s.post(national, care+"/utkast/del/vag", status, url.Values{"revision": {"2"}, "id": {"ny-vag"}, "title": {"Ny väg"}, "text": {text}, "url": {link}}, parts...)
	}
	s.post(national, care+"/utkast/del/vag", 303, url.Values{"revision": {"1"}, "title": {"Ny väg"}, "text": {"Först"}})
	save(303, "Annas text", "")
	save(409, "Bos text", "https://exempel.se", "Någon annan har ändrat samma sak", "Annas text", "Bos text", `name="revision" value="4"`)
	d, err := s.Journeys.Draft(t.Context(), national, "vard-och-omsorg")
	if err != nil {
		t.Fatal(err)
	}
	if p := d.Journey.Parallel[len(d.Journey.Parallel)-1]; p.Text != "Annas text" || p.URL != "https://exempel.se" {
		t.Errorf("%+v", p)
	}
}

func TestANewJourneyAndADraftThrownAway(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.get(national, top+"/ny", 200, "Skapa utkastet")
	s.get(producer, top+"/ny", 403)
	s.post(national, top+"/ny", 422, url.Values{"owner": {"se"}}, "Skriv ett namn.")
	to := s.post(national, top+"/ny", 303, url.Values{"title": {"Socialpsykiatri"}, "target": {"Du."}, "owner": {"se"}})
	s.get(national, to, 200, "Utkast: Socialpsykiatri")
	s.post(national, to+"/del/block", 303, url.Values{"revision": {"1"}, "title": {"Steg ett"}, "kind": {"step"}})
	s.get(national, to, 200, "1 sak behöver rättas", "Ett block för ett steg behöver en nivå")
	s.get(national, to+"/granska", 200, "Utkastet har fel.", "Det här är den första versionen.")
	s.post(national, to+"/publicera", 422, url.Values{"revision": {"2"}, "from": {"2026-02-03"}}, "Rätta felen")
	if back := s.post(national, to+"/slang", 303, url.Values{"revision": {"2"}}); back != top+"?klart=slangt" {
		t.Error(back)
	}
	s.get(national, top+"?klart=slangt", 200, "Utkastet är kastat.")
}

func TestPagesInABrowser(t *testing.T) {
	b, s := browsertest.New(t), newSite(t)
	s.post(national, care+"/utkast", 303, nil)
	s.post(national, care+"/utkast/del/steg", 303, url.Values{"revision": {"1"}, "block": {"bas"}, "kind": {"course"}, "course": {"sar"}, "requirement": {"mandatory"}})
	s.post(national, care+"/utkast/rakna", 303, nil)
	if err := s.Journeys.OnTouchAsked(t.Context(), journey.TouchAsked{JourneyID: "vard-och-omsorg", Revision: 2}); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.as(national))
	t.Cleanup(server.Close)
	for name, address := range map[string]string{"resor": top, "resa": care, "utkast": care + "/utkast", "steg": care + "/utkast/del/steg?id=bemotande", "granska": care + "/utkast/granska"} {
		t.Run(name, func(t *testing.T) {
			p := b.Page(t, browsertest.Phone)
			p.Open(server.URL + address)
			for view, v := range map[string]browsertest.View{"390": browsertest.Phone, "390-mork": browsertest.Phone.Dark(), "1280": browsertest.Desktop, "1280-mork": browsertest.Desktop.Dark()} {
				p.As(v)
				p.Axe(t)
				if dir := os.Getenv("YRKESRESAN_PICTURES"); dir != "" {
					p.Screenshot(filepath.Join(dir, name+"-"+view+".png"))
				}
			}
			p.As(browsertest.Phone)
			p.NoOverflow(t)
		})
	}
}
