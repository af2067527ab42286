package staff_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// book makes a workbook of rows under head.
func book(tb testing.TB, ls []line) []byte {
	tb.Helper()
	f := excelize.NewFile()
	defer f.Close()
	sw, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		tb.Fatal(err)
	}
	for i, text := range append([]string{head}, strings.Split(strings.TrimSpace(of(ls...)), "\n")[1:]...) {
		cells := []any{}
		for _, c := range strings.Split(text, ";") {
			cells = append(cells, c)
		}
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			tb.Fatal(err)
		}
		if err := sw.SetRow(at, cells); err != nil {
			tb.Fatal(err)
		}
	}
	if err := sw.Flush(); err != nil {
		tb.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// BenchmarkRun reads and commits a workbook of 20 000 rows and 18 columns into an empty
// municipality, and takes it back.
func BenchmarkRun(b *testing.B) {
	data := book(b, big(20000))
	w := open(b)
	b.ReportAllocs()
	for b.Loop() {
		r, err := w.im.Run(b.Context(), may.Operator(), solna, staff.File{Reader: bytes.NewReader(data), Size: int64(len(data))}, careful, nil)
		if err != nil || r.New != 20000 || !r.Committed {
			b.Fatal(err, counts(r))
		}
		b.StopTimer()
		w.undo()
		b.StartTimer()
	}
}
