package meetweb_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"yrkesresan/internal/access/accesstest"
	"yrkesresan/internal/circle"
	"yrkesresan/internal/circle/circletest"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/webtest"
)

// site is the world's pages, on a network that can be cut.
type site struct {
	*circletest.World
	cut atomic.Bool
}

func newSite(t testing.TB) *site {
	t.Helper()
	w := &site{World: circletest.New(t)}
	pages, err := w.Site()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if !w.cut.Load() {
			pages.Handler.ServeHTTP(rw, r)
			return
		}
		if c, _, err := http.NewResponseController(rw).Hijack(); err == nil {
			c.(*net.TCPConn).SetLinger(0) // as a mast that is gone: no answer at all
			c.Close()
		}
	}))
	t.Cleanup(server.Close)
	w.Base = server.URL
	return w
}

// today plans a meeting of the shipped model for the whole unit, today at ten, and gives its address.
func (w *site) today() (circle.Meeting, string) {
	w.T.Helper()
	_, all := w.Plan(w.Day(0), "", 1)
	return all[0], "/traff/" + all[0].ID
}

// share makes the device one of several people, where the person signs in again.
func (w *site) share(v *webtest.Visitor, person string) {
	w.T.Helper()
	v.Post("/logga-in/delad", http.StatusSeeOther, "delad", "1")
	accesstest.Enter(v, w.Access, person)
}

// autosave sends a form as the script does behind the page, and gives the answer; status 0 is any.
func (w *site) autosave(v *webtest.Visitor, page string, fields url.Values, status int) *http.Response {
	w.T.Helper()
	return w.autosaveAs(v, "1", page, fields, status)
}

// autosaveAs is autosave with what the script says of it: "sist" when the page goes away while a save is under way.
func (w *site) autosaveAs(v *webtest.Visitor, how, page string, fields url.Values, status int) *http.Response {
	w.T.Helper()
	r, err := http.NewRequestWithContext(w.T.Context(), http.MethodPost, w.Base+page, strings.NewReader(fields.Encode()))
	if err != nil {
		w.T.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Autospara", how)
	answer, err := v.Client.Do(r)
	if err != nil {
		w.T.Fatal(err)
	}
	answer.Body.Close()
	if status != 0 && answer.StatusCode != status {
		w.T.Errorf("%s: %d, want %d", page, answer.StatusCode, status)
	}
	return answer
}

// steps are the ids of a meeting's steps.
func (w *site) steps(meetingID string) (ids []string) {
	w.T.Helper()
	v, err := w.Circles.Agenda(w.T.Context(), w.Actor(circletest.Leader), meetingID)
	if err != nil {
		w.T.Fatal(err)
	}
	for _, s := range v.Agenda.Steps {
		ids = append(ids, s.ID)
	}
	return ids
}

// marks counts those of one person.
func (w *site) marks(person string) int64 {
	w.T.Helper()
	return w.number(`SELECT COUNT(*) FROM circle_mark WHERE person_id = $1`, person)
}

// facts counts what the record says that one person took part in.
func (w *site) facts(person string) int64 {
	w.T.Helper()
	return w.number(`SELECT COUNT(*) FROM fact WHERE person_id = $1 AND source = 'circle' AND kind = 'attended'`, person)
}

func (w *site) number(question, person string) int64 {
	w.T.Helper()
	n, err := db.One(context.WithoutCancel(w.T.Context()), w.DB, db.Number, question, person)
	if err != nil {
		w.T.Fatal(err)
	}
	return n
}
