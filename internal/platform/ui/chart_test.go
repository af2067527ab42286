package ui

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"yrkesresan/internal/platform/ui/uitest"
)

var filled = regexp.MustCompile(`<rect class="del"[^>]* width="([0-9]+)"`)

// A bar is as long as its part of the whole, never longer than the drawing; every figure stands in words too.
func TestABarIsAsLongAsItsPart(t *testing.T) {
	c := texts(t)
	rapid.Check(t, func(r *rapid.T) {
		all := rapid.Int64Range(0, 300_000).Draw(r, "all")
		part := rapid.Int64Range(0, all+5).Draw(r, "part")
		html := uitest.Render(t, c, Chart(ChartProps{ID: "s", Title: "Klara", Text: "Per region", Bars: []Bar{{Name: "Blekinge", Text: "så många", Part: part, All: all}}}))
		m := filled.FindStringSubmatch(html)
		if m == nil {
			r.Fatal(html)
		}
		wide, err := strconv.ParseInt(m[1], 10, 64)
		if err != nil {
			r.Fatal(err)
		}
		switch {
		case wide < 0 || wide > chartWidth:
			r.Fatalf("%d of %d is %d wide", part, all, wide)
		case all > 0 && part <= all && (wide*all > part*chartWidth || (wide+1)*all <= part*chartWidth):
			r.Fatalf("%d of %d is %d wide", part, all, wide)
		case all == 0 && wide != 0:
			r.Fatalf("a part of nothing is %d wide", wide)
		}
		for _, want := range []string{"Blekinge", "så många"} {
			if !strings.Contains(html, want) {
				r.Fatalf("no %q in %s", want, html)
			}
		}
	})
}

// Who hears the page is told what the picture shows; a chart of nothing is not drawn.
func TestAChartSaysWhatItShows(t *testing.T) {
	c := texts(t)
	html := uitest.Render(t, c, Chart(ChartProps{ID: "s", Title: "Klara per region", Text: "Samma siffror står i tabellen.", Bars: []Bar{{Name: "Blekinge", Text: "1 av 2", Part: 1, All: 2}}}))
	for _, want := range []string{`role="img"`, `aria-labelledby="s-titel s-text"`, `<figcaption id="s-titel">Klara per region</figcaption>`, `<desc id="s-text">Samma siffror`} {
		if !strings.Contains(html, want) {
			t.Errorf("no %q in %s", want, html)
		}
	}
	if empty := uitest.Render(t, c, Chart(ChartProps{ID: "s", Title: "Klara"})); strings.Contains(empty, "<") {
		t.Errorf("a chart of nothing: %s", empty)
	}
}
