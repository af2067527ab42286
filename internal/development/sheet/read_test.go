package sheet_test

import (
	"bytes"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yrkesresan/internal/development/sheet"
	"yrkesresan/internal/platform/grid"
)

// words is a sheet whose headings are the names of the fields.
func words() sheet.Words {
	w := sheet.Words{Columns: map[string]string{}, Hows: map[string]sheet.How{}, States: map[string]sheet.State{}, Courses: map[string]string{"hygien": "basala-hygienrutiner"}}
	for _, f := range fields {
		w.Columns[f] = f
	}
	for _, h := range sheet.Hows() {
		w.Hows[string(h)] = h
	}
	for _, s := range sheet.States() {
		w.States[string(s)] = s
	}
	return w
}

var fields = []string{"title", "item", "revision", "requirement", "how", "state", "person", "responsible", "due", "hours"}

func trimmed(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "'") { // a quote mark before a formula is the sheet's own
		s = "x" + s
	}
	return s
}

func bytesAt(b []byte) io.ReaderAt { return bytes.NewReader(b) }

// sheetFile writes rows as a workbook, as ReadSheet takes it.
func sheetFile(rows []sheet.Row) (io.ReaderAt, int64, sheet.Words, bool, time.Time) {
	out := [][]string{fields}
	for _, r := range rows {
		h := ""
		if r.Hours > 0 {
			h = strconv.FormatFloat(r.Hours, 'f', -1, 64)
		}
		out = append(out, []string{r.Title, r.ItemID, "", r.Requirement, string(r.How), string(r.State), r.PersonID, r.Responsible, r.Due, h})
	}
	book, err := grid.Excel("x", out)
	if err != nil {
		panic(err)
	}
	return bytes.NewReader(book), int64(len(book)), words(), true, time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
}

// What goes out and comes back through a file is the same, whatever stands in it; and whatever comes in, reading
// it ends with rows, remarks or a refusal.
func TestRowsOfASheetSurviveTheFile(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[=+@'a-zåäö0-9 ,;"]{0,12}`)
		var want []sheet.Row
		for i := range rapid.IntRange(1, 6).Draw(t, "rows") {
			r := sheet.Row{Row: i + 2, PersonID: "p", ItemID: rapid.SampledFrom([]string{"", "i1"}).Draw(t, "item"), Requirement: "f/r", How: rapid.SampledFrom(sheet.Hows()[1:]).Draw(t, "how"),
				Title: trimmed(text.Draw(t, "title")), Responsible: trimmed(text.Draw(t, "who")), Due: rapid.SampledFrom([]string{"", "2027-03-01"}).Draw(t, "due"), State: rapid.SampledFrom(sheet.States()).Draw(t, "state"),
				Hours: float64(rapid.IntRange(0, 80).Draw(t, "half hours")) / 2}
			want = append(want, r)
		}
		got, wrong, err := sheet.Read(sheetFile(want))
		if err != nil || len(wrong) > 0 || !slices.Equal(got, want) {
			t.Fatalf("%v %v\n%+v\n%+v", err, wrong, got, want)
		}
	})
}

func FuzzReadSheet(f *testing.F) {
	f.Add([]byte("item;revision;requirement;how;title;state;person\n;;f/r;other;x;planned;p\n"))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte{0xff, 0xfe, 'i', 0})
	f.Fuzz(func(t *testing.T, body []byte) {
		rows, wrong, err := sheet.Read(bytesAt(body), int64(len(body)), words(), true, time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC))
		if err != nil && rows != nil {
			t.Errorf("rows beside a refusal: %v", err)
		}
		for _, r := range wrong {
			if r.Row < 1 || r.Key == "" {
				t.Errorf("a remark about nothing: %+v", r)
			}
		}
	})
}
