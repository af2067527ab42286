package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"yrkesresan/internal/platform/web"
)

func TestEveryAnswerHasItsHeaders(t *testing.T) {
	h := web.Guard(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }))
	for site, code := range map[string]int{"same-origin": 204, "cross-site": 403} {
		w, r := httptest.NewRecorder(), httptest.NewRequest("POST", "/", nil)
		r.Header.Set("Sec-Fetch-Site", site)
		r.Header.Set("X-Forwarded-Proto", "https")
		r.RemoteAddr = "127.0.0.1:1234"
		h.ServeHTTP(w, r)
		if w.Code != code {
			t.Errorf("%s: %d", site, w.Code)
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Cache-Control": "private, no-store", "Referrer-Policy": "same-origin",
			"Cross-Origin-Opener-Policy": "same-origin", "Strict-Transport-Security": "max-age=31536000",
		} {
			if got := w.Header().Get(name); got != want {
				t.Errorf("%s: %s is %q", site, name, got)
			}
		}
		policy := w.Header().Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
			if !strings.Contains(policy, part) {
				t.Errorf("%s: the policy lacks %s", site, part)
			}
		}
		if strings.Contains(policy, "unsafe") {
			t.Error(policy)
		}
	}
}

func TestOnlyAProxyNearbyTellsWhatTheConnectionIs(t *testing.T) {
	for peer, want := range map[string]bool{"127.0.0.1:1": true, "[::1]:1": true, "10.0.0.2:1": true, "203.0.113.7:1": false, "@": false} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = peer
		r.Header.Set("X-Forwarded-Proto", "https")
		if got := web.Secure(r); got != want {
			t.Errorf("%s: %v", peer, got)
		}
	}
}

func TestOldBrowsersAreBelievedOnOurOwnOrigins(t *testing.T) {
	h := web.Guard(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }), "https://yrkesresan.example/under", "", "no address")
	for origin, want := range map[string]int{"": 204, "https://yrkesresan.example": 204, "http://inside": 204, "http://yrkesresan.example": 403, "https://evil.example": 403, "null": 403} {
		w, r := httptest.NewRecorder(), httptest.NewRequest("POST", "http://inside/", nil)
		r.Header.Set("Origin", origin)
		h.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%q: %d, want %d", origin, w.Code, want)
		}
	}
}

func TestWhereARequestComesFrom(t *testing.T) {
	for name, tc := range map[string]struct {
		peer      string
		forwarded []string
		want      string
	}{
		"a peer":                                {"203.0.113.7:1234", nil, "203.0.113.7"},
		"a peer that says it is another":        {"203.0.113.7:1234", []string{"192.0.2.1"}, "203.0.113.7"},
		"behind a proxy here":                   {"127.0.0.1:1234", []string{"192.0.2.1"}, "192.0.2.1"},
		"behind a proxy nearby":                 {"10.0.0.2:1234", []string{"192.0.2.1"}, "192.0.2.1"},
		"what the visitor put before":           {"10.0.0.2:1234", []string{"198.51.100.1, 192.0.2.1"}, "192.0.2.1"},
		"what the visitor put in a line before": {"10.0.0.2:1234", []string{"198.51.100.1", "192.0.2.1"}, "192.0.2.1"},
		"a proxy that tells the port":           {"10.0.0.2:1234", []string{"192.0.2.1:5678"}, "192.0.2.1"},
		"a proxy that tells nothing":            {"10.0.0.2:1234", nil, "10.0.0.2"},
		"nonsense":                              {"10.0.0.2:1234", []string{"192.0.2.1, unknown"}, "10.0.0.2"},
		"IPv4 written as IPv6":                  {"[::ffff:10.0.0.2]:1234", []string{"::ffff:192.0.2.1"}, "192.0.2.1"},
		"IPv6 is its network":                   {"[2001:db8:1:2:3:4:5:6]:1234", nil, "2001:db8:1:2::/64"},
		"IPv6 behind a proxy":                   {"[::1]:1234", []string{"[2001:db8:1:2::9]:99"}, "2001:db8:1:2::/64"},
		"IPv6 with a zone":                      {"[fe80::1%eth0]:1234", nil, "fe80::/64"},
		"a socket":                              {"@", nil, "@"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = tc.peer
		r.Header["X-Forwarded-For"] = tc.forwarded
		if got := web.ClientAddress(r); got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}

// Whatever is asked for, a browser that is sent on stays here.
func FuzzReturnAddresses(f *testing.F) {
	for _, s := range []string{"/kurs/a?b=c#d", "//evil.example", "/\\evil.example", "/%2F/evil.example", "/..//evil.example", "https:/evil.example", "/\x00", "/kurs/å ä", "/?u=//x", "//", "///", "//?", "//#"} {
		f.Add(s)
	}
	here, err := url.Parse("https://yrkesresan.example/logga-in")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, address string) {
		got := web.LocalPath(address, "/")
		w := httptest.NewRecorder()
		if err := web.Redirect(w, httptest.NewRequest("GET", "/logga-in", nil), got); err != nil {
			t.Fatal(err)
		}
		for _, a := range []string{got, w.Header().Get("Location")} {
			to, err := here.Parse(a)
			if err != nil || to.Host != here.Host || to.Scheme != here.Scheme || strings.ContainsAny(a, "\r\n\\") || strings.HasPrefix(a, "//") {
				t.Errorf("%q leads to %q (%v)", address, a, err)
			}
		}
	})
}
