package evaluationweb_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/attendance/attendancetest"
	"yrkesresan/internal/evaluation"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/ui/uitest"
)

// site is a course day of yesterday that five people were at, and its pages.
type site struct {
	*attendancetest.World
	server *httptest.Server
}

var five = []string{"amina", "bo", "cilla", "dan", "eva"}

func newSite(t *testing.T) *site {
	t.Helper()
	w := &site{World: attendancetest.New(t)}
	w.Seat(five...)
	yesterday := w.Now().In(w.App.Place).AddDate(0, 0, -1).Format(time.DateOnly)
	w.Exec(`UPDATE booking SET state = 'attended'`)
	w.Exec(`UPDATE occasion SET first_day = $1, last_day = $1`, yesterday)
	if err := w.Evaluations.OnDue(t.Context(), evaluation.Due{}); err != nil {
		t.Fatal(err)
	}
	pages, err := w.Site()
	if err != nil {
		t.Fatal(err)
	}
	w.server = httptest.NewServer(pages.Handler)
	t.Cleanup(w.server.Close)
	return w
}

func (w *site) ask(person string) string {
	w.T.Helper()
	id, err := db.One(w.T.Context(), w.DB, db.Text, `SELECT id FROM evaluation_ask WHERE person_id = $1`, person)
	if err != nil {
		w.T.Fatal(err)
	}
	return "/utvardering/" + id
}

// as signs somebody in.
func (w *site) as(person string) *http.Client {
	w.T.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.T.Fatal(err)
	}
	c := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	code, err := w.Access.GiveCode(w.T.Context(), may.Operator(), person, access.ForDemo)
	if err != nil {
		w.T.Fatal(err)
	}
	w.send(c, "/in/"+code.Code, nil, http.StatusSeeOther)
	return c
}

// send asks for a page, or posts a form to it, and gives what it says.
func (w *site) send(c *http.Client, path string, form url.Values, status int) string {
	w.T.Helper()
	r, err := c.Get(w.server.URL + path)
	if form != nil || strings.HasPrefix(path, "/in/") {
		r, err = c.PostForm(w.server.URL+path, form)
	}
	if err != nil {
		w.T.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != status {
		w.T.Fatalf("%s: %d, want %d, %v\n%.2000s", path, r.StatusCode, status, err, body)
	}
	if status == http.StatusOK || status == http.StatusUnprocessableEntity {
		uitest.Page(w.T, string(body))
	}
	return strings.Join(strings.Fields(string(body)), " ")
}

func says(t *testing.T, body string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(body, p) {
			t.Errorf("no %q in %.4000s", p, body)
		}
	}
}

func TestAnsweringAboutADayWithoutScript(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	amina, path := w.as("amina"), w.ask("amina")
	says(t, w.send(amina, "/utvardering", nil, 200), "Berätta hur dagen var.", path)
	says(t, w.send(amina, path, nil, 200), "Hur var dagen?", "Vem ser mitt svar?")
	body := w.send(amina, path, url.Values{"day": {"good"}, "words": {"Mer övning"}}, 422)
	says(t, body, "Välj ett svar", "Mer övning", `value="good" checked`)
	whole := url.Values{"day": {"good"}, "useful": {"much"}, "level": {"right"}, "talk": {"enough"}, "words": {"Ring 19121212-1212"}}
	says(t, w.send(amina, path, whole, 422), "Ta bort personnumret")
	whole.Set("words", "Mer övning")
	w.send(amina, path, whole, http.StatusSeeOther)
	w.send(amina, path, whole, http.StatusSeeOther) // sent once more: the same
	says(t, w.send(amina, "/utvardering?gjort=ja", nil, 200), "Tack. Ditt svar är sparat.", "Du har inget att svara på just nu.")
	w.send(w.as("bo"), path, nil, http.StatusNotFound)
	w.send(amina, "/kurstillfallen/"+attendancetest.Day+"/utvardering", nil, http.StatusForbidden)
	rita := w.as("rita")
	says(t, w.send(rita, "/kurstillfallen/"+attendancetest.Day+"/utvardering", nil, 200), "5 personer har fått frågan.", "Svaren visas när minst 5 har svarat.")
	w.send(rita, "/kurstillfallen/utvardering?fran=igår", nil, 422)
	says(t, w.send(rita, "/kurstillfallen/utvardering", nil, 200), "1 kurstillfälle har hållits.", "Visas inte")
}

func TestEvaluationsInABrowser(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	for _, who := range five[1:] {
		w.send(w.as(who), w.ask(who), url.Values{"day": {"good"}, "useful": {"some"}, "level": {"hard"}, "talk": {"more"}, "words": {"Längre pauser, säger " + who[:1]}}, http.StatusSeeOther)
	}
	p := b.Page(t, browsertest.Phone)
	w.open(p, "amina")
	p.Open(w.server.URL + w.ask("amina"))
	p.Sees("Hur var dagen?")
	look(t, p)
	p.TabWalk(t)
	for _, q := range []string{"day", "useful", "level", "talk"} {
		p.Eval(fmt.Sprintf(`document.querySelector('input[name=%s]').click()`, q), nil)
	}
	p.Eval(`document.querySelector('main form button').click()`, nil)
	p.Sees("Tack. Ditt svar är sparat.")
	w.open(p, "rita")
	p.Open(w.server.URL + "/kurstillfallen/" + attendancetest.Day + "/utvardering")
	p.Sees("5 av 5 (100 procent)", "Med egna ord")
	look(t, p)
	p.Open(w.server.URL + "/kurstillfallen/utvardering")
	p.Sees("På plats, halv dag")
	look(t, p)
}

// look checks a page as it is in every view.
func look(t *testing.T, p *browsertest.Page) {
	t.Helper()
	for _, v := range []browsertest.View{browsertest.Desktop, browsertest.Desktop.Dark(), browsertest.Phone.Dark(), browsertest.Phone} {
		p.As(v)
		p.Axe(t)
	}
	p.NoOverflow(t)
	p.Targets(t)
}

// open lets a browser be somebody.
func (w *site) open(p *browsertest.Page, person string) {
	w.T.Helper()
	c := w.as(person)
	at, err := url.Parse(w.server.URL)
	if err != nil {
		w.T.Fatal(err)
	}
	p.Open(w.server.URL + "/healthz")
	for _, cookie := range c.Jar.Cookies(at) {
		p.Eval(fmt.Sprintf("document.cookie = %q", cookie.Name+"="+cookie.Value+"; path=/"), nil)
	}
}
