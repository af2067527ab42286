package development_test

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"time"

	"yrkesresan/internal/development"
	"yrkesresan/internal/platform/grid"
)

// words is a sheet whose headings are the names of the fields.
func words() development.Words {
	w := development.Words{Columns: map[string]string{}, Hows: map[string]development.How{}, States: map[string]development.State{}, Courses: map[string]string{"hygien": hygiene}}
	for _, f := range fields {
		w.Columns[f] = f
	}
	for _, h := range development.Hows() {
		w.Hows[string(h)] = h
	}
	for _, s := range development.States() {
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
func sheetFile(rows []development.SheetRow) (io.ReaderAt, int64, development.Words, development.Kind, time.Time) {
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
	return bytes.NewReader(book), int64(len(book)), words(), development.OfPerson, time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
}
