package offline

import (
	"net/http"

	"yrkesresan/assets"
)

// Worker sends the browser's worker. Its address bounds what it may show: only pages under its folder. A browser
// asks each time whether there is a new one.
func Worker(w http.ResponseWriter, _ *http.Request) error {
	h := w.Header()
	h.Set("Content-Type", "text/javascript; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	_, err := w.Write(assets.Body("vakt.js"))
	return err
}
