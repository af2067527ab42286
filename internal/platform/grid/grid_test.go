package grid_test

import (
	"bytes"
	"encoding/csv"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"yrkesresan/internal/platform/grid"
)

// No cell of either file begins as a formula does, and nothing else is lost.
func TestNothingInAFileIsRun(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[=+@\-a-zåäö; "'0-9]{0,12}`).Draw(t, "cell")
		rows := [][]string{{"Namn", "Åäö"}, {text, "x"}}
		body, ok := strings.CutPrefix(string(grid.CSV(rows)), "\ufeff")
		if !ok {
			t.Fatal("no byte order mark")
		}
		r := csv.NewReader(strings.NewReader(body))
		r.Comma = ';'
		got, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		check := func(cell, file string) {
			if strings.HasPrefix(text, cell) && cell == text && strings.ContainsAny(text[:min(1, len(text))], "=+-@") {
				t.Fatalf("%s runs %q", file, cell)
			}
			if cell != text && cell != "'"+text {
				t.Fatalf("%s has %q for %q", file, cell, text)
			}
		}
		check(got[1][0], "CSV")
		book, err := grid.Excel("Kurser: [allt]/'nu' som är ett mycket långt namn", rows)
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(book))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		name := f.GetSheetList()[0]
		cell, err := f.GetCellValue(name, "A2")
		if err != nil {
			t.Fatal(err)
		}
		if formula, err := f.GetCellFormula(name, "A2"); err != nil || formula != "" {
			t.Fatalf("a formula %q, %v", formula, err)
		}
		check(cell, "Excel")
	})
}

func TestAFileIsSentToBeKept(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	if err := grid.Send(w, grid.CSVType, "grupp.csv", grid.CSV(nil)); err != nil {
		t.Fatal(err)
	}
	if h := w.Header(); h.Get("Content-Disposition") != `attachment; filename="grupp.csv"` || !strings.Contains(h.Get("Cache-Control"), "no-store") {
		t.Error(h)
	}
}
