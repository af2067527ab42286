package app_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/ui/uitest"
)

// enter signs a person in, in a browser.
func (w *world) enter(t *testing.T, p *browsertest.Page, person string) *http.Client {
	t.Helper()
	c := w.browser(t, person)
	at, err := url.Parse(w.base)
	if err != nil {
		t.Fatal(err)
	}
	p.Open(w.base + "/healthz")
	for _, cookie := range c.Jar.Cookies(at) {
		p.Eval(fmt.Sprintf("document.cookie = %q", cookie.Name+"="+cookie.Value+"; path=/"), nil)
	}
	return c
}

// body is a page as it is sent.
func (w *world) body(t *testing.T, c *http.Client, path string) (int, string) {
	t.Helper()
	r, err := c.Get(w.base + path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(body)
}

// require makes courses mandatory at the first municipality, some with a date that has passed.
func (w *world) require(t *testing.T) {
	t.Helper()
	ops := []plan.Op{{Kind: plan.Require, Item: "basala-hygienrutiner", Due: &plan.Due{Days: 30, From: plan.FromStart}}, {Kind: plan.Require, Item: "forflyttning", Due: &plan.Due{Days: 3000, From: plan.FromStart}}}
	if problems, err := w.app.Journeys.SetLayer(t.Context(), may.Operator(), "k-1480", "vard-och-omsorg", ops, "2021-01-01"); err != nil {
		t.Fatal(problems, err)
	}
}

func TestFacesInABrowser(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	w.crowd(t, 12)
	w.require(t)
	if _, err := w.app.DB.Exec(t.Context(), `UPDATE employee SET mobile = '0700000000', first_name = 'Amina', last_name = 'Warsame' WHERE person_id = 'crowd-003'`); err != nil {
		t.Fatal(err)
	}
	for person, paths := range map[string][]string{
		"":              {"/hjalp", "/tillganglighet", "/tillganglighet/rapport", "/tillganglighet/tack", "/personuppgifter"},
		"manager-1480":  {"/min-grupp", "/min-grupp?enhet=unit-1480&sen=basala-hygienrutiner", "/min-grupp/person/crowd-003", "/hjalp"},
		"region-1480":   {"/oversikt", "/oversikt/k-1480", "/oversikt/unit-1480"},
		"national-1480": {"/oversikt"},
		"auditor-1480":  {"/oversikt"},
	} {
		t.Run(person, func(t *testing.T) {
			p := b.Page(t, browsertest.Phone)
			c := w.enter(t, p, person)
			for _, path := range paths {
				_, page := w.body(t, c, path)
				uitest.Page(t, page)
				p.Open(w.base + path)
				w.inspect(t, p, strings.NewReplacer("/", "_", "?", "_").Replace(person+path))
			}
		})
	}
}

// inspect looks at the page in every view.
func (w *world) inspect(t *testing.T, p *browsertest.Page, name string) {
	t.Helper()
	if p.Status() != http.StatusOK {
		t.Errorf("%s: %d", p.Path(), p.Status())
	}
	for view, v := range map[string]browsertest.View{"390": browsertest.Phone, "1280": browsertest.Desktop, "1280-mork": browsertest.Desktop.Dark()} {
		p.As(v)
		p.Axe(t)
		if dir := os.Getenv("YRKESRESAN_PICTURES"); dir != "" {
			p.Screenshot(filepath.Join(dir, name+"-"+view+".png"))
		}
	}
	p.As(browsertest.Phone)
	p.NoOverflow(t)
	p.Targets(t)
	p.TabWalk(t)
}

func TestAManagerGivesACode(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	if _, err := w.app.DB.Exec(t.Context(), `UPDATE employee SET mobile = '0700000000' WHERE person_id = 'learner-1480'`); err != nil {
		t.Fatal(err)
	}
	p := b.Page(t, browsertest.Phone)
	w.enter(t, p, "manager-1480")
	p.Open(w.base + "/min-grupp/person/learner-1480")
	p.Click("Visa en kod att skriva ut")
	p.Sees("Kod till Testa learner-1480", "Ge inte koden till någon annan.")
	w.inspect(t, p, "kod")
	p.As(browsertest.Phone)
	var code string
	p.Eval("document.querySelector('.kod').innerText", &code)
	answer, err := w.browser(t, "").PostForm(w.base+"/logga-in/kod", url.Values{"code": {code}})
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if to := answer.Header.Get("Location"); to != "/valj-pin" {
		t.Errorf("the code leads to %d %q", answer.StatusCode, to)
	}

	p.Open(w.base + "/min-grupp/person/learner-1480")
	p.Click("Skicka koden med sms")
	p.Sees("Koden är på väg till Testa learner-1480 med sms.")
	sms, err := db.One(t.Context(), w.app.DB, db.Text, `SELECT channel || ' ' || address || ' ' || body FROM message WHERE person_id = 'learner-1480'`)
	if err != nil || !strings.HasPrefix(sms, "sms 0700000000 Logga in i Yrkesresan: ") || len([]rune(sms)) > 200 {
		t.Errorf("%q, %v", sms, err)
	}
}

func TestAReportIsSentWithoutScript(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	p := b.Page(t, browsertest.Phone.NoScript())
	p.Open(w.base + "/tillganglighet")
	p.Click("Berätta om något som inte fungerar")
	p.Click("Skicka")
	if p.Status() != http.StatusUnprocessableEntity || !strings.HasPrefix(p.Title(), "Fel: ") {
		t.Errorf("an empty report: %d %q", p.Status(), p.Title())
	}
	p.Type("Vad är det som inte fungerar?", "Det gäller 19800101-1231.")
	p.Click("Skicka")
	p.Sees("Det ser ut som ett personnummer.")
	p.Type("Vad är det som inte fungerar?", "Knappen syns inte.")
	p.Click("Skicka")
	p.Sees("Tack, vi har fått det")
}

// figures of people are rounded, and few are told as few (rule 25).
func TestAnOverviewPointsAtNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range []struct {
		person, path string
		status       int
		says         []string
	}{
		{"region-1480", "/oversikt", 200, []string{"Du är regional samordnare för", "Kungsbacka", "Kommuner"}},
		{"region-1480", "/oversikt/k-1480", 200, []string{"Ungefär 20", "Hemtjänst 1480"}},
		{"region-1480", "/oversikt/k-2480", 403, nil},
		{"region-1480", "/oversikt/se", 403, nil},
		{"region-1480", "/oversikt/finns-inte", 404, nil},
		{"national-1480", "/oversikt", 200, []string{"nationell administratör för Sverige"}},
		{"national-1480", "/oversikt/k-2480", 200, nil},
		{"auditor-1480", "/oversikt", 200, []string{"Det finns inget för dig att göra"}},
		{"auditor-1480", "/oversikt/k-1480", 403, nil},
	} {
		status, body := w.body(t, w.browser(t, c.person), c.path)
		if status != c.status {
			t.Errorf("%s %s: %d", c.person, c.path, status)
		}
		for _, s := range c.says {
			if !strings.Contains(body, s) {
				t.Errorf("%s %s does not say %q", c.person, c.path, s)
			}
		}
		if strings.Contains(body, "Testa ") {
			t.Errorf("%s %s names somebody", c.person, c.path)
		}
	}
}
