package app_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"yrkesresan/internal/access"
	"yrkesresan/internal/app"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Behind https the session's cookie is sent nowhere else, and no other host of the domain can set it.
func TestBehindHTTPSTheSessionIsOurHostsAlone(t *testing.T) {
	t.Parallel()
	a, err := app.Open(t.Context(), app.Config{Data: t.TempDir(), Database: freshDatabase(t), URL: "https://yrkesresan.example"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	site, err := a.Site()
	if err != nil {
		t.Fatal(err)
	}
	err = a.DB.Tx(t.Context(), func(tx *db.Tx) error {
		unit := org.Node{ID: "u", Kind: "unit", Name: "Björken", Parent: "k-1480"}
		if _, err := a.Tree.Add(t.Context(), tx, unit, "2020-01-01", "test"); err != nil {
			return err
		}
		return employ(t.Context(), tx, "p", "k-1480", "u")
	})
	if err != nil {
		t.Fatal(err)
	}
	code, err := a.Access.GiveCode(t.Context(), may.Operator(), "p", access.ForSignIn)
	if err != nil {
		t.Fatal(err)
	}
	w, r := httptest.NewRecorder(), httptest.NewRequest("POST", "http://inside:8080/in/"+code.Code, strings.NewReader("own=1"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.RemoteAddr = "127.0.0.1:1234"
	r.Header.Set("X-Forwarded-Proto", "https")
	r.Header.Set("Origin", "https://yrkesresan.example") // an old browser, and a proxy with its own name for us
	site.Handler.ServeHTTP(w, r)
	cookies := w.Result().Cookies()
	if w.Code != http.StatusSeeOther || len(cookies) != 2 {
		t.Fatal(w.Code, cookies)
	}
	for _, c := range cookies {
		if !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode {
			t.Errorf("%+v", c)
		}
	}
	if !strings.Contains(strings.Join(w.Header().Values("Set-Cookie"), "\n"), "__Host-yr=") {
		t.Error("the session's cookie can be set by other hosts")
	}
}
