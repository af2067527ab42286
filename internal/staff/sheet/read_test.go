package sheet

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

var today = time.Date(2026, 9, 15, 0, 0, 0, 0, time.UTC)

// readAll reads a file and gives its rows.
func readAll(tb testing.TB, data []byte) ([]Row, Header, error) {
	tb.Helper()
	var rows []Row
	head, err := Read(bytes.NewReader(data), int64(len(data)), today, func(r Row) error {
		rows = append(rows, r)
		return nil
	})
	return rows, head, err
}

// mustRead reads a file that has to be accepted.
func mustRead(tb testing.TB, data []byte) ([]Row, Header) {
	tb.Helper()
	rows, head, err := readAll(tb, data)
	if err != nil {
		tb.Fatalf("refused: %v %v", err, refusedArgs(err))
	}
	return rows, head
}

func refusedArgs(err error) map[string]string {
	var r *Refused
	if errors.As(err, &r) {
		return r.Args
	}
	return nil
}

// one reads a file with a single data row.
func one(tb testing.TB, data []byte) Row {
	tb.Helper()
	rows, _ := mustRead(tb, data)
	if len(rows) != 1 {
		tb.Fatalf("got %d rows, want 1: %v", len(rows), rows)
	}
	return rows[0]
}

// book makes a workbook of one sheet; nil leaves a row out.
func workbook(tb testing.TB, rows ...[]any) []byte {
	tb.Helper()
	f := excelize.NewFile()
	fill(tb, f, "Sheet1", rows)
	return saved(tb, f)
}

func fill(tb testing.TB, f *excelize.File, sheet string, rows [][]any) {
	tb.Helper()
	for i, row := range rows {
		for j, v := range row {
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				tb.Fatal(err)
			}
			if v == nil {
				continue
			}
			if err := f.SetCellValue(sheet, at, v); err != nil {
				tb.Fatal(err)
			}
		}
	}
}

func saved(tb testing.TB, f *excelize.File, opts ...excelize.Options) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := f.Write(&b, opts...); err != nil {
		tb.Fatal(err)
	}
	if err := f.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// keys gives the problem keys of a row without their prefix.
func keys(r Row) []string {
	var out []string
	for _, p := range r.Problems {
		out = append(out, p.Key[len("staff.sheet."):])
	}
	return out
}

// wantRefused fails unless the file is refused with this key.
func wantRefused(t *testing.T, err error, key string) *Refused {
	t.Helper()
	var r *Refused
	if !errors.As(err, &r) {
		t.Fatalf("got %v, want a refusal %s", err, key)
	}
	if r.Key != "staff.sheet.refused."+key {
		t.Fatalf("refused with %s %v, want %s", r.Key, r.Args, key)
	}
	return r
}
