package certweb

import (
	"io/fs"
	"testing"

	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
)

// A day on which something no longer holds is told as the last one on which it did; what happened on a day is told as it is.
func TestTheDayThatIsToldIsTheLastThatHolds(t *testing.T) {
	t.Parallel()
	texts, err := lang.New(map[string]fs.FS{"ui": ui.Texts, "page": page.Texts, "cert": Texts})
	if err != nil {
		t.Fatal(err)
	}
	args := map[string]string{"title": "Bemötande", "day": "2027-04-01"}
	for key, want := range map[string]string{
		rule.LackExpired: "Bemötande gällde till och med 31 mars 2027.",
		rule.LackRevoked: "Bemötande togs tillbaka 1 april 2027.",
		rule.WaitNew:     "Är ny och har tid till och med 31 mars 2027.",
	} {
		if got := reasonWords(texts, rule.Reason{Key: key, Args: args}); got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
	if got, want := lackWords(texts, rule.Reason{Key: rule.UnitExpiry, Args: args}), "Certifieringen gällde till och med 31 mars 2027."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
