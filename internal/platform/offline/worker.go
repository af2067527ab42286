package offline

import (
	"net/http"
	"strconv"
	"time"

	"yrkesresan/assets"
	"yrkesresan/internal/platform/lang"
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

// NightAfter is until when a browser may show pages that it keeps: midnight after a moment, in milliseconds by the
// clock of phones. The program's own clock, now, stands beside that in a demonstration.
func NightAfter(last, now time.Time) string {
	last = last.In(lang.Zone())
	y, m, d := last.Date()
	until := time.Date(y, m, d+1, 0, 0, 0, 0, lang.Zone()).Add(time.Since(now))
	return strconv.FormatInt(until.UnixMilli(), 10)
}
