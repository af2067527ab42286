package circleweb_test

import (
	"net/http/httptest"
	"testing"

	"yrkesresan/internal/circle/circletest"
	"yrkesresan/internal/record"
)

// site is the world's pages.
type site struct{ *circletest.World }

func newSite(t testing.TB) *site {
	t.Helper()
	w := &site{circletest.New(t)}
	pages, err := w.Site()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(pages.Handler)
	t.Cleanup(server.Close)
	w.Base = server.URL
	return w
}

// facts are what somebody's record says of meetings.
func (w *site) facts(t *testing.T, person string) (out []record.Fact) {
	t.Helper()
	all, err := w.Record.Facts(t.Context(), person)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range record.Standing(all) {
		if f.Source == record.FromCircle {
			out = append(out, f)
		}
	}
	return out
}
