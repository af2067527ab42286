package staff_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"yrkesresan/internal/org"
	"yrkesresan/internal/staff"
)

// likely are rules to choose among.
var likely = map[string]org.TitleRule{
	"undersköterska":           {Title: "undersköterska", Occupation: "underskoterska"},
	"specialistundersköterska": {Title: "specialistundersköterska", Occupation: "specialistunderskoterska"},
	"sjuksköterska":            {Title: "sjuksköterska", Occupation: "sjukskoterska"},
	"enhetschef":               {Title: "enhetschef", Occupation: "enhetschef"},
	"städare":                  {Title: "städare", Own: true},
}

func TestATitleIsSuggestedByTheOneMostLikeIt(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"Undersköterska natt": "undersköterska", "Vik. undersköterska": "undersköterska", "Underskötersa": "undersköterska",
		"Specialistundersköterska, demens": "specialistundersköterska", "Enhetschef/verksamhetsutvecklare": "enhetschef", "Städare 2": "städare",
		"Trollkarl": "", "": "", "--": "",
	} {
		got, ok := staff.Suggest(title, likely)
		if got.Title != want || ok != (want != "") {
			t.Errorf("%s: %q %v, want %q", title, got.Title, ok, want)
		}
	}
}

func TestATitleWithWordsAddedIsStillKnown(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		title := rapid.SampledFrom([]string{"undersköterska", "sjuksköterska", "enhetschef"}).Draw(rt, "title")
		more := rapid.SliceOfN(rapid.StringMatching(`[0-9a-d]{1,8}`), 0, 3).Draw(rt, "more")
		at := rapid.IntRange(0, len(more)).Draw(rt, "at")
		words := append(append(append([]string{}, more[:at]...), title), more[at:]...)
		got, ok := staff.Suggest(strings.ToUpper(strings.Join(words, " ")), likely)
		if !ok || got.Title != title {
			rt.Fatalf("%v: %+v", words, got)
		}
	})
}
