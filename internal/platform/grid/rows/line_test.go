package rows

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/grid"
)

var most = Most{Bytes: 1 << 20, Rows: 100, Columns: 20}

func lines(text string, looks func([]string) int) ([]Line, error) {
	return ReadLines(strings.NewReader(text), int64(len(text)), most, looks)
}

func TestRowsOfATextFile(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		want []Line
	}{
		"semicolons with commas inside": {"A;B\n\na, b, c;1,5\nd, e, f;\n", []Line{{1, []string{"A", "B"}}, {3, []string{"a, b, c", "1,5"}}, {4, []string{"d, e, f"}}}},
		"line breaks in a cell":         {"A;B\n\"x\r\ny\";z\nå;ä\n", []Line{{1, []string{"A", "B"}}, {2, []string{"x\ny", "z"}}, {3, []string{"å", "ä"}}}},
		"windows-1252":                  {"Namn\tAtt\n\xc5sa\tl\xe4ra\n", []Line{{1, []string{"Namn", "Att"}}, {2, []string{"Åsa", "lära"}}}},
		"what we made harmless":         {"A;B\n'=1+1;'citat'\n", []Line{{1, []string{"A", "B"}}, {2, []string{"=1+1", "'citat'"}}}},
	} {
		got, err := lines(c.text, nil)
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}

func TestTheHeaderThatIsWaitedForChoosesTheDelimiter(t *testing.T) {
	t.Parallel()
	text := "en, två, tre\nfyra, fem, sex\nOmråde|Krav\na|b\n"
	got, err := lines(text, func(cells []string) int {
		if len(cells) > 1 && cells[0] == "Område" {
			return 2
		}
		return 0
	})
	if err != nil || got[3].Cell(1) != "b" || got[3].Cell(7) != "" {
		t.Errorf("%+v %v", got, err)
	}
}

// What we write we read again, sheet by sheet, with the row numbers that Excel shows.
func TestAWorkbookOfOursIsReadAgain(t *testing.T) {
	t.Parallel()
	body, err := grid.Workbook([]grid.Sheet{
		{Name: "Ett", Rows: [][]string{{"A", "B"}, {}, {"=SUMMA(1)", "12"}}},
		{Name: "Två", Rows: [][]string{{"Å"}, {"rad\nbryt"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := ReadSheets(bytes.NewReader(body), int64(len(body)), most, nil)
	want := []Sheet{
		{Name: "Ett", Lines: []Line{{1, []string{"A", "B"}}, {3, []string{"=SUMMA(1)", "12"}}}},
		{Name: "Två", Lines: []Line{{1, []string{"Å"}}, {2, []string{"rad\nbryt"}}}},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v %v", got, err)
	}
	if _, err := grid.Workbook([]grid.Sheet{{Name: "a"}, {Name: "A"}}); err == nil {
		t.Error("two sheets with the same name")
	}
}

func TestNumbersAndDaysOfAWorkbook(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	for at, v := range map[string]any{"A1": 12.0, "B1": 45352, "C1": "2024-03-01", "D1": "1/3 2024", "E1": "1,5"} {
		if err := f.SetCellValue("Sheet1", at, v); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	got, err := ReadLines(bytes.NewReader(b.Bytes()), int64(b.Len()), most, nil)
	if err != nil || got[0].Cell(0) != "12" || got[0].Cell(4) != "1,5" {
		t.Fatal(got, err)
	}
	for i := 1; i < 4; i++ {
		if d, ok := Day(got[0].Cell(i), today, false); !ok || d != "2024-03-01" {
			t.Errorf("column %d: %q %v", i, d, ok)
		}
	}
	for _, bad := range []string{"", "snart", "2024-02-30", "1/3/2024", "0"} {
		if d, ok := Day(bad, today, false); ok {
			t.Errorf("%q is %s", bad, d)
		}
	}
}

// Each refusal is a fault with a sentence of its own.
func TestARefusalSaysWhy(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                 "empty",
		"\n;;\n":                           "empty",
		"%PDF-1.7":                         "type",
		"<html>":                           "markup",
		strings.Repeat("a;b\n", 101):       "rows",
		strings.Repeat("x;", 30):           "columns",
		strings.Repeat("a", 2<<20):         "large",
		"PK\x03\x04 not an archive":        "broken",
		"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1": "xls",
	} {
		_, err := lines(text, nil)
		if f := fault.Of(err); f == nil || f.Key != "grid.refused."+want || f.Kind != fault.Invalid {
			t.Errorf("%.12q: %v, want %s", text, err, want)
		}
	}
}

var errLost = errors.New("lost")

type lostDisk struct{}

func (lostDisk) ReadAt([]byte, int64) (int, error) { return 0, errLost }

func TestALostDiskIsNotBlamedOnTheFile(t *testing.T) {
	t.Parallel()
	if _, err := ReadSheets(lostDisk{}, 10, most, nil); !errors.Is(err, errLost) {
		t.Error(err)
	}
}

// A file that says it is small and is not gets no further than the meter.
func TestMeterStopsWhatTheDirectoryHides(t *testing.T) {
	t.Parallel()
	data, err := grid.Excel("x", [][]string{{"a"}})
	if err != nil {
		t.Fatal(err)
	}
	p, err := openParts(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	p.left = 100
	tk, err := p.tokens("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = tk.next()
	}
	var no *Refused
	if !errors.As(err, &no) || no.Name != "bomb" {
		t.Error(err)
	}
}

// FuzzReadSheets looks for files that give anything but rows in order or a refusal.
func FuzzReadSheets(f *testing.F) {
	f.Add([]byte("A;B\n\"x\ny\";z\n"))
	f.Add([]byte("sep=|\r\nA|B\r\n'=1|\xe5\r\n"))
	f.Add([]byte("\xFF\xFEA\x00;\x00B\x00\n\x00"))
	book, err := grid.Workbook([]grid.Sheet{{Name: "Ett", Rows: [][]string{{"A"}, {"=1"}}}, {Name: "Två", Rows: [][]string{{"B"}}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(book)
	f.Add(book[:len(book)/2])
	f.Fuzz(func(t *testing.T, data []byte) {
		all, err := ReadSheets(bytes.NewReader(data), int64(len(data)), most, nil)
		if err != nil {
			if fault.Of(err) == nil {
				t.Fatalf("neither rows nor a refusal: %v", err)
			}
			return
		}
		total := 0
		for _, s := range all {
			total += len(s.Lines)
			for _, l := range s.Lines {
				if l.Number < 1 || len(l.Cells) > most.Columns {
					t.Errorf("row %d of %d cells", l.Number, len(l.Cells))
				}
			}
		}
		if total > most.Rows {
			t.Errorf("%d rows", total)
		}
	})
}

// A formula that failed, or that no program has worked out, is told from a cell that is empty.
func TestAFormulaWithoutAValueIsNotEmpty(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	for cell, v := range map[string]string{"A1": "Rubrik", "B1": "Datum", "A2": "x"} {
		if err := f.SetCellStr("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetCellFormula("Sheet1", "B2", "TODAY()"); err != nil {
		t.Fatal(err)
	}
	var body bytes.Buffer
	if err := f.Write(&body); err != nil {
		t.Fatal(err)
	}
	got, err := ReadLines(bytes.NewReader(body.Bytes()), int64(body.Len()), most, nil)
	if err != nil || !Failed(got[1].Cell(1)) || Failed(got[1].Cell(0)) || Failed("") || Failed("#1") {
		t.Errorf("%+v %v", got, err)
	}
}
