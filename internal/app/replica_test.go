package app_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"sync"
	"testing"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/app"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/may"
)

// counted is a piece of work that must be done once, whoever does it.
type counted struct{ Number int }

// Kind implements job.Args.
func (counted) Kind() string { return "test.counted" }

// TestTwoReplicasServeOneSessionAndDoEachJobOnce runs two programs on one database: what is signed
// in at one is signed in at the other, what is ended there is ended here, and of fifty jobs none is
// lost and none is done twice. On PostgreSQL they share nothing but database and keys; on SQLite it
// is two connections of one machine.
func TestTwoReplicasServeOneSessionAndDoEachJobOnce(t *testing.T) {
	t.Parallel()
	dir, database := t.TempDir(), freshDatabase(t)
	var done struct {
		sync.Mutex
		times map[int]int
		by    map[int]bool
	}
	done.times, done.by = map[int]int{}, map[int]bool{}
	var apps [2]*app.App
	var bases [2]string
	for i := range apps {
		a, err := app.Open(t.Context(), app.Config{Data: dir, Database: database, Product: "Yrkesresan", URL: "http://127.0.0.1"}, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { a.Close() })
		apps[i] = a
		site, err := a.Site()
		if err != nil {
			t.Fatal(err)
		}
		server := httptest.NewServer(site.Handler)
		t.Cleanup(server.Close)
		bases[i] = server.URL
		job.Handle(a.Jobs, func(_ context.Context, c counted) error {
			done.Lock()
			defer done.Unlock()
			done.times[c.Number]++
			done.by[i] = true
			return nil
		})
	}
	one, two := apps[0], apps[1]
	sessionOnBoth(t, one, bases)
	const jobs = 50
	err := one.DB.Tx(t.Context(), func(tx *db.Tx) error {
		for n := range jobs {
			if err := apps[n%2].Jobs.Add(t.Context(), tx, counted{n}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range []*app.App{one, two} {
		if err := a.Jobs.Start(context.WithoutCancel(t.Context())); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			ctx, end := context.WithTimeout(context.Background(), 10*time.Second)
			defer end()
			a.Jobs.Stop(ctx)
		})
	}
	count := func() int { done.Lock(); defer done.Unlock(); return len(done.times) }
	for deadline := time.Now().Add(60 * time.Second); count() < jobs && time.Now().Before(deadline); {
		time.Sleep(50 * time.Millisecond)
	}
	time.Sleep(time.Second) // long enough for a second time to show
	done.Lock()
	defer done.Unlock()
	for n := range jobs {
		if done.times[n] != 1 {
			t.Errorf("job %d was done %d times", n, done.times[n])
		}
	}
	if os.Getenv(dbtest.PostgresVariable) != "" && len(done.by) != 2 {
		t.Errorf("only one replica worked: %v", done.by)
	}
}

// sessionOnBoth signs in at one replica and goes on at the other.
func sessionOnBoth(t *testing.T, a *app.App, bases [2]string) {
	t.Helper()
	m, err := a.Municipality(t.Context(), "1480")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.DB.Tx(t.Context(), func(tx *db.Tx) error { return employ(t.Context(), tx, "somebody", m.ID, m.ID) }); err != nil {
		t.Fatal(err)
	}
	code, err := a.Access.GiveCode(t.Context(), may.Operator(), "somebody", access.ForDemo)
	if err != nil {
		t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	get := func(base, path string, want int) {
		t.Helper()
		r, err := c.Get(base + path)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.StatusCode != want {
			t.Errorf("%s: %s, want %d", path, r.Status, want)
		}
	}
	post := func(base, path string) {
		t.Helper()
		r, err := c.PostForm(base+path, url.Values{})
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.StatusCode != http.StatusSeeOther {
			t.Fatalf("%s: %s", path, r.Status)
		}
	}
	carry := func(from, to string) { // a browser sees one address; the balancer picks the replica
		source, err := url.Parse(from)
		if err != nil {
			t.Fatal(err)
		}
		target, err := url.Parse(to)
		if err != nil {
			t.Fatal(err)
		}
		jar.SetCookies(target, jar.Cookies(source))
	}
	post(bases[0], "/in/"+code.Code)
	carry(bases[0], bases[1])
	get(bases[1], "/installningar", http.StatusOK)
	post(bases[1], "/logga-ut")
	get(bases[0], "/installningar", http.StatusSeeOther)
	if r, err := c.PostForm(bases[1]+fmt.Sprint("/in/", code.Code), nil); err != nil || r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("the code was good twice: %v %v", r.Status, err)
	}
}
