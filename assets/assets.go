// Package assets holds the stylesheet, script, icons and fonts of the design
// language and serves them under names that change with their content.
//
// The sources are readable; comments and indentation are taken away at start
// and what gains from it is compressed once. Icons come from lucide-static
// 1.62.0: to add one, put its shapes in ikoner.svg as a <symbol> with its name.
package assets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

//go:embed *.css *.js *.svg *.woff2
var files embed.FS

// Prefix is where Handler expects to be mounted: "GET "+Prefix.
const Prefix = "/static/"

// asset is one file as it is sent.
type asset struct {
	kind  string // Content-Type
	plain []byte
	gz    []byte // nil when compressing gains nothing
}

// shelf is every asset: by source name to its address, by address to its bytes.
type shelf struct {
	urls   map[string]string
	assets map[string]asset
	icons  map[string]bool
}

// stock is filled once from the embedded files and never changed.
var stock = sync.OnceValue(load)

// URL is the address of an asset, for example URL("led.css"). An unknown name
// gives an address that answers 404.
func URL(name string) string {
	if u, ok := stock().urls[name]; ok {
		return u
	}
	return Prefix + name
}

// Icon is the address of one icon in the sprite.
func Icon(name string) string { return URL("ikoner.svg") + "#" + name }

// HasIcon tells whether the sprite has an icon of that name.
func HasIcon(name string) bool { return stock().icons[name] }

// Size is how many bytes are sent for an asset to a browser that takes gzip.
func Size(name string) int {
	a := stock().assets[URL(name)]
	if a.gz != nil {
		return len(a.gz)
	}
	return len(a.plain)
}

// Body is an asset as it is sent, for what must have an address of its own: a browser's worker. nil when unknown.
func Body(name string) []byte { return stock().assets[URL(name)].plain }

// Handler serves everything below Prefix.
func Handler() http.Handler { return http.HandlerFunc(serve) }

func serve(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	a, ok := stock().assets[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("X-Content-Type-Options", "nosniff")
	body := a.plain
	if a.gz != nil {
		h.Set("Vary", "Accept-Encoding")
		if takesGzip(r.Header.Get("Accept-Encoding")) {
			h.Set("Content-Encoding", "gzip")
			body = a.gz
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(body)
	}
}

// takesGzip reads Accept-Encoding; "gzip;q=0" is a no.
func takesGzip(accept string) bool {
	for part := range strings.SplitSeq(accept, ",") {
		coding, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.TrimSpace(coding) != "gzip" {
			continue
		}
		q, found := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
		weight, err := strconv.ParseFloat(q, 64)
		return !found || err != nil || weight > 0
	}
	return false
}

// load reads the embedded files, fonts and pictures before the stylesheet,
// since the stylesheet names them by address.
func load() shelf {
	s := shelf{urls: map[string]string{}, assets: map[string]asset{}, icons: map[string]bool{}}
	for _, pattern := range []string{"*.woff2", "*.svg", "*.css", "*.js"} {
		names, err := fs.Glob(files, pattern)
		if err != nil {
			panic(err) // a broken pattern above
		}
		for _, name := range names {
			s.add(name)
		}
	}
	return s
}

var (
	iconID  = regexp.MustCompile(`<symbol id="([^"]+)"`)
	cssURL  = regexp.MustCompile(`url\(([^)]+)\)`)
	comment = regexp.MustCompile(`(?s)/\*.*?\*/`)
)

func (s shelf) add(name string) {
	body, err := files.ReadFile(name)
	if err != nil {
		panic(err) // embedded, so it can be read
	}
	switch path.Ext(name) {
	case ".css":
		body = comment.ReplaceAll(body, nil)
		body = tight(cssURL.ReplaceAllFunc(body, func(ref []byte) []byte {
			return []byte("url(" + s.urls[string(ref[4:len(ref)-1])] + ")")
		}))
	case ".js":
		body = tight(body)
	case ".svg":
		for _, id := range iconID.FindAllSubmatch(body, -1) {
			s.icons[string(id[1])] = true
		}
	}
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	url := Prefix + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:])[:12] + ext
	s.urls[name] = url
	s.assets[url] = asset{kind: kindOf(ext), plain: body, gz: compress(body)}
}

// tight drops indentation, empty lines and lines that are only a // comment.
func tight(body []byte) []byte {
	var out bytes.Buffer
	for line := range bytes.Lines(body) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || bytes.HasPrefix(line, []byte("//")) {
			continue
		}
		out.Write(line)
		out.WriteByte('\n')
	}
	return out.Bytes()
}

func compress(body []byte) []byte {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		panic(err) // a level gzip does not know
	}
	_, _ = z.Write(body) // a bytes.Buffer never fails
	_ = z.Close()
	if out.Len() > len(body)*9/10 {
		return nil
	}
	return out.Bytes()
}

func kindOf(ext string) string {
	switch ext {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	default:
		return "font/woff2"
	}
}
