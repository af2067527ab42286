package assets

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func get(t *testing.T, method, url, accept string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, url, nil)
	r.Header.Set("Accept-Encoding", accept)
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w.Result()
}

func TestAssetIsSentForEver(t *testing.T) {
	for name, kind := range map[string]string{
		"led.css":                               "text/css; charset=utf-8",
		"led.js":                                "text/javascript; charset=utf-8",
		"ikoner.svg":                            "image/svg+xml",
		"favicon.svg":                           "image/svg+xml",
		"source-sans-3-latin-wght-normal.woff2": "font/woff2",
	} {
		res := get(t, "GET", URL(name), "br")
		if res.StatusCode != 200 || res.Header.Get("Content-Type") != kind {
			t.Errorf("%s: %d %s", name, res.StatusCode, res.Header.Get("Content-Type"))
		}
		if got := res.Header.Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
			t.Errorf("%s: Cache-Control %q", name, got)
		}
		if res.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s: compressed for a browser that did not ask", name)
		}
	}
}

func TestGzipIsTheSameBytes(t *testing.T) {
	plain, err := io.ReadAll(get(t, "GET", URL("led.css"), "").Body)
	if err != nil {
		t.Fatal(err)
	}
	res := get(t, "GET", URL("led.css"), "deflate, gzip;q=0.8")
	if res.Header.Get("Content-Encoding") != "gzip" || res.Header.Get("Vary") != "Accept-Encoding" {
		t.Fatalf("headers: %v", res.Header)
	}
	z, err := gzip.NewReader(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(plain, unpacked) {
		t.Error("the compressed stylesheet is another one")
	}
}

func TestAcceptEncodingIsRead(t *testing.T) {
	for accept, want := range map[string]bool{"": false, "gzip": true, "br, gzip": true, "gzip;q=0": false, "gzip; q=0.5": true, "xgzip": false} {
		if takesGzip(accept) != want {
			t.Errorf("%q: %v", accept, !want)
		}
	}
}

func TestWhatIsNotThereIsNotSent(t *testing.T) {
	for _, url := range []string{"/static/led.css", "/static/led.000000000000.css", "/static/", "/static/../assets.go", URL("none.css")} {
		if res := get(t, "GET", url, ""); res.StatusCode != 404 {
			t.Errorf("%s: %d", url, res.StatusCode)
		}
	}
	if res := get(t, "POST", URL("led.css"), ""); res.StatusCode != 405 {
		t.Errorf("POST: %d", res.StatusCode)
	}
	res := get(t, "HEAD", URL("led.css"), "")
	if body, err := io.ReadAll(res.Body); err != nil || len(body) != 0 || res.Header.Get("Content-Length") == "0" {
		t.Errorf("HEAD: %d bytes, length %s, %v", len(body), res.Header.Get("Content-Length"), err)
	}
}

func TestStylesheetNamesOnlyWhatIsServed(t *testing.T) {
	css := stock().assets[URL("led.css")].plain
	refs := cssURL.FindAllSubmatch(css, -1)
	if len(refs) != 2 {
		t.Errorf("%d addresses in the stylesheet, want 2 fonts", len(refs))
	}
	for _, ref := range refs {
		if res := get(t, "GET", string(ref[1]), ""); res.StatusCode != 200 {
			t.Errorf("%s: %d", ref[1], res.StatusCode)
		}
	}
}

func TestNothingComesFromElsewhere(t *testing.T) {
	for url, a := range stock().assets {
		if strings.HasSuffix(url, ".woff2") {
			continue
		}
		body := bytes.ReplaceAll(a.plain, []byte("http://www.w3.org/2000/svg"), nil)
		if regexp.MustCompile(`https?://|@import|<script|<style`).Match(body) {
			t.Errorf("%s reaches outside", url)
		}
	}
}

func TestAssetsAreSmall(t *testing.T) {
	for name, most := range map[string]int{"led.css": 8 << 10, "led.js": 2 << 10, "utan-nat.js": 3 << 10, "vakt.js": 1 << 10, "innan-utloggning.js": 1 << 10, "visning.js": 1536, "ikoner.svg": 3 << 10, "source-sans-3-latin-wght-normal.woff2": 29 << 10} {
		if got := Size(name); got == 0 || got > most {
			t.Errorf("%s: %d bytes, at most %d", name, got, most)
		} else {
			t.Logf("%s: %d bytes", name, got)
		}
	}
}

// Every icon that a template or a page names must be in the sprite.
func TestNamedIconsExist(t *testing.T) {
	named := regexp.MustCompile(`(?:Icon\(|Icon(?:After)?:\s*)"([a-z0-9-]+)"`)
	err := filepath.WalkDir("../internal", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".templ") && !strings.HasSuffix(path, ".go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, m := range named.FindAllSubmatch(text, -1) {
			if !HasIcon(string(m[1])) {
				t.Errorf("%s names the icon %q, which is not in ikoner.svg", path, m[1])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
