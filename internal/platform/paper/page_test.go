package paper

import (
	"strings"
	"testing"
	"time"
)

// everything is one element of each kind, with long and odd text.
func everything(text string) []Element {
	return []Element{
		Mark{Name: "Namn " + text}, Mark{Alt: "Märke"}, Rule{}, Space{MM: 3},
		Heading{Level: 1, Text: "Rubrik " + text, Kicker: text},
		Paragraph{Text: text}, Paragraph{Text: text, Style: Lead}, Paragraph{Text: text, Style: Large},
		Facts{Pairs: []Pair{{text, text}, {"Term", ""}}},
		List{Items: []string{text, ""}},
		Table{Header: []string{"A", "B" + text}, Rows: [][]string{{text, "b"}, {"", text}}, RowHeads: true},
		QR{URL: "https://exempel.se/", Alt: "Kod", Title: text, Text: text, AtBottom: true},
	}
}

// PDF/UA-1, 7.1: all content is marked as real or as an artifact, and marked
// pieces do not stand in each other.
func TestEverythingDrawnIsReadOrAnArtifact(t *testing.T) {
	t.Parallel()
	f := newFlow()
	for _, e := range everything(strings.Repeat("Några ord 王 till. ", 200)) {
		if err := e.place(f); err != nil {
			t.Fatal(err)
		}
	}
	f.finish(Document{Title: "Prov", Foot: "Fot 王"})
	if len(f.pages) < 3 {
		t.Errorf("%d pages, too few to try page breaks", len(f.pages))
	}
	for i, p := range f.pages {
		open := false
		for op := range strings.Lines(p.content.String()) {
			op = strings.TrimSpace(op)
			switch {
			case strings.HasSuffix(op, "BDC"), strings.HasSuffix(op, "BMC"):
				if open {
					t.Fatalf("page %d: a marked piece in another: %s", i+1, op)
				}
				open = true
			case op == "EMC":
				open = false
			case !open:
				t.Fatalf("page %d: drawn outside any marked piece: %s", i+1, op)
			}
		}
		if open {
			t.Errorf("page %d ends inside a marked piece", i+1)
		}
	}
}

func TestNothingIsSetBelowTheTextArea(t *testing.T) {
	t.Parallel()
	f := newFlow()
	for range 7 { // so that page breaks fall in different places
		for _, e := range everything(strings.Repeat("Några ord till. ", 23)) {
			if err := e.place(f); err != nil {
				t.Fatal(err)
			}
			if f.y > bottom+1 {
				t.Fatalf("%T ends at %.0f points, the area at %.0f", e, f.y, bottom)
			}
		}
	}
}

func TestLinesKeepTheirWidthAndTheirWords(t *testing.T) {
	t.Parallel()
	text := "Vård- och omsorgsförvaltningen i Åre " + strings.Repeat("x", 90) + " slut"
	var back strings.Builder
	for _, l := range wrap(text, regular, 10, 100) {
		if w := textWidth(l, 10); w > 100 {
			t.Errorf("a line of %.1f points", w)
		}
		for _, g := range l {
			back.WriteRune(g.r)
		}
	}
	if back.String() != text {
		t.Errorf("came back as %q", back.String())
	}
}

func TestLettersAreKerned(t *testing.T) {
	t.Parallel()
	for _, w := range []weight{regular, bold} {
		if pair, apart := textWidth(shape("AV", w), 1000), textWidth(shape("A", w), 1000)+textWidth(shape("V", w), 1000); pair >= apart {
			t.Errorf("weight %d: AV is %.0f wide, A and V are %.0f", w, pair, apart)
		}
	}
}

func FuzzWrite(f *testing.F) {
	f.Add("Åsa (\\) \x00\u202e王")
	f.Fuzz(func(t *testing.T, text string) {
		var out strings.Builder
		d := Document{Title: "T" + text, Created: time.Unix(0, 0), Elements: everything(text)}
		if err := Write(&out, d); err != nil {
			t.Fatal(err)
		}
	})
}
