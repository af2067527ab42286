package attendanceweb_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"yrkesresan/internal/attendance/attendancetest"
	"yrkesresan/internal/platform/db"
)

const list = "/kursledare/dag/" + attendancetest.Day + "/narvaro"

// site is the world's pages, on a network that can be cut.
type site struct {
	*attendancetest.World
	cut atomic.Bool
}

func newSite(t testing.TB) *site {
	t.Helper()
	w := &site{World: attendancetest.New(t)}
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

// marks counts those of one person.
func (w *site) marks(person string) int64 {
	w.T.Helper()
	n, err := db.One(context.WithoutCancel(w.T.Context()), w.DB, db.Number, `SELECT COUNT(*) FROM day_mark WHERE person_id = $1`, person)
	if err != nil {
		w.T.Fatal(err)
	}
	return n
}
