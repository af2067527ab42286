package app_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"yrkesresan/internal/access"
	"yrkesresan/internal/app"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// notes is a log that several requests write to at once.
type notes struct {
	sync.Mutex
	bytes.Buffer
}

// Write implements io.Writer.
func (n *notes) Write(p []byte) (int, error) {
	n.Lock()
	defer n.Unlock()
	return n.Buffer.Write(p)
}

// A person who can be recognised by anything that should never be in a log.
const (
	secretID     = "0190f000-0000-7000-8000-00000000cafe"
	secretFirst  = "Hjördis"
	secretLast   = "Hemlighetsson"
	secretMail   = "hjordis.hemlighetsson@kommun.example"
	secretMobile = "0701740605"
	secretNumber = "7766554433"
)

func TestTheLogHoldsNothingThatPointsOutAPerson(t *testing.T) {
	t.Parallel()
	w, log := listening(t)
	hired(t, w)
	code := w.signInAs(t, secretID)
	visitor, person := w.browser(t, ""), w.browser(t, secretID)
	for _, route := range w.site.Routes {
		if !strings.HasSuffix(route.Pattern, "/logga-ut") {
			w.call(t, visitor, route)
			w.call(t, person, route)
		}
	}
	for path, form := range map[string]url.Values{
		"/logga-in":                 {"municipality": {"k-1480"}, "who": {secretMail}, "secret": {"000000"}},
		"/logga-in?x=" + code:       {"municipality": {"k-1480"}, "who": {secretNumber}, "secret": {secretMobile}},
		"/logga-in/kod":             {"code": {code + "X"}},
		"/in/" + code:               {},
		"/tillganglighet/rapport":   {"what": {secretFirst + " kan inte läsa"}, "page": {"/" + secretMail}, "contact": {secretMail}},
		"/finns-inte/" + secretMail: {},
		"/%zz":                      {},
	} {
		post(t, visitor, w.base+path, form)
		post(t, person, w.base+path, form)
	}
	w.app.DB.Close() // from here on every page fails
	for _, path := range []string{"/installningar", "/in/" + code, "/min-resa", "/logga-in", "/readyz"} {
		get(t, person, w.base+path)
		get(t, visitor, w.base+path+"?who="+secretMail)
	}
	text := log.String()
	if !strings.Contains(text, secretID) || !strings.Contains(text, `"level":"ERROR"`) {
		t.Error("the log should tell the person's id, and that pages failed")
	}
	for _, secret := range []string{secretFirst, secretLast, secretMail, "@", secretMobile, secretNumber, code, "203.0.113.", "127.0.0.1"} {
		if at := strings.Index(text, secret); at >= 0 {
			t.Errorf("the log tells %q: %s", secret, text[max(0, at-200):min(len(text), at+100)])
		}
	}
	if m := regexp.MustCompile(`\b\d{6,8}-?\d{4}\b`).FindString(strings.ReplaceAll(text, secretID, "")); m != "" {
		t.Errorf("the log tells %q", m)
	}
}

// listening is a world whose site writes its log where the test reads it.
func listening(t *testing.T) (*world, *notes) {
	t.Helper()
	w, log := newWorld(t), &notes{}
	w.app.Log = app.NewLog(log, false)
	site, err := w.app.Site()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(site.Handler)
	server.Config.ErrorLog = w.app.ServerLog()
	server.Start()
	t.Cleanup(server.Close)
	w.site, w.base = site, server.URL
	return w, log
}

func hired(t *testing.T, w *world) {
	t.Helper()
	ctx := t.Context()
	err := w.app.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := employ(ctx, tx, secretID, "k-1480", "unit-1480"); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `
			UPDATE employee
			SET first_name = $2, last_name = $3, sort_name = $3, email = $4, mobile = $5
			WHERE person_id = $1`,
			secretID, secretFirst, secretLast, secretMail, secretMobile); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE employment SET number = $2 WHERE person_id = $1`, secretID, secretNumber); err != nil {
			return err
		}
		for _, role := range []may.Role{may.Manager, may.HR, may.Municipality} {
			if err := w.app.Access.Grant(ctx, tx, secretID, role, "k-1480", "2020-01-01", db.NoEnd, "test"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// signInAs gives a code that nobody has used.
func (w *world) signInAs(t *testing.T, person string) string {
	t.Helper()
	code, err := w.app.Access.GiveCode(t.Context(), may.Operator(), person, access.ForSignIn)
	if err != nil {
		t.Fatal(err)
	}
	return code.Code
}

func post(t *testing.T, c *http.Client, address string, form url.Values) {
	t.Helper()
	r, err := c.PostForm(address, form)
	if err != nil {
		return // an address that no browser would send
	}
	io.Copy(io.Discard, r.Body)
	r.Body.Close()
}

func get(t *testing.T, c *http.Client, address string) {
	t.Helper()
	r, err := c.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	io.Copy(io.Discard, r.Body)
	r.Body.Close()
}

func TestErrorsAreVeiledButForOurOwnIds(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"read " + secretID + ": no rows":                            "read " + secretID + ": no rows",
		"read 01901234-5678-7000-8000-123456789012: no rows":        "read 01901234-5678-7000-8000-123456789012: no rows",
		"mail to " + secretMail + " bounced":                        "mail to … bounced",
		"19121212-1212 and 191212121212 and 121212-1212":            "… and … and …",
		"call 070-174 06 05 or +46 70 174 06 05":                    "call … or …",
		`strconv.Atoi: parsing "Hjördis": invalid syntax`:           `strconv.Atoi: …: invalid syntax`,
		"read tcp 127.0.0.1:41234->127.0.0.1:5432: closed":          "read tcp …->…: closed",
		"http: panic serving [2001:db8::1]:1234: runtime error":     "http: panic serving …: runtime error",
		"GET /in/ABCD-EFGH failed, migration 2, 31 of 290 rows":     "GET … failed, migration 2, 31 of 290 rows",
		"column 3 of 2026-03-01T10:00:00Z is later than 2025-12-31": "column 3 of 2026-03-01T10:00:00Z is later than 2025-12-31",
	} {
		log := &notes{}
		app.NewLog(log, true).Error("failed", "err", errors.New(text))
		var line struct{ Err string }
		if err := json.Unmarshal(log.Bytes(), &line); err != nil || line.Err != want {
			t.Errorf("%q became %q (%v), want %q", text, line.Err, err, want)
		}
	}
}
