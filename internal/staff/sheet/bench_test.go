package sheet

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// bigBook makes a workbook of n rows and 16 columns, as an HR system exports it.
func bigBook(tb testing.TB, n int) []byte {
	tb.Helper()
	f := excelize.NewFile()
	defer f.Close()
	sw, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		tb.Fatal(err)
	}
	head := []any{"Anst.nr", "Personnummer", "Förnamn", "Efternamn", "Befattning", "AID", "Förvaltning", "Verksamhet",
		"Enhet", "Ansvar", "Arbetslag", "E-post", "Chef", "Anst.form", "Syss.grad", "Fr.o.m."}
	if err := sw.SetRow("A1", head); err != nil {
		tb.Fatal(err)
	}
	for i := range n {
		row := []any{100000 + i, fmt.Sprintf("19%02d0101-%04d", i%100, i%10000), "Testa", fmt.Sprintf("Exempelsson%d", i),
			"Undersköterska", "207024", "Omsorgsförvaltningen", "Äldreomsorg", fmt.Sprintf("Enhet %d", i%200), 5000 + i%200,
			fmt.Sprintf("Lag %d", i%3), fmt.Sprintf("t%d@exempel.example", i), "Chefa Exempelsson", "Tillsvidare", 75, 45352 + i%300}
		if err := sw.SetRow(fmt.Sprintf("A%d", i+2), row); err != nil {
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

// BenchmarkRead reads 20 000 rows of 16 columns.
func BenchmarkRead(b *testing.B) {
	data := bigBook(b, 20000)
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		if _, err := Read(bytes.NewReader(data), int64(len(data)), today, func(Row) error { n++; return nil }); err != nil || n != 20000 {
			b.Fatal(n, err)
		}
	}
}

func BenchmarkReadText(b *testing.B) {
	head, row, _ := strings.Cut(full, "\n")
	data := []byte(head + "\n" + strings.Repeat(row, 20000))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		if _, err := Read(bytes.NewReader(data), int64(len(data)), today, func(Row) error { n++; return nil }); err != nil || n != 20000 {
			b.Fatal(n, err)
		}
	}
}

// BenchmarkExcelize is what the spreadsheet library needs for the cells alone.
func BenchmarkExcelize(b *testing.B) {
	data := bigBook(b, 20000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: 200 << 20, UnzipXMLSizeLimit: 200 << 20})
		if err != nil {
			b.Fatal(err)
		}
		rows, err := f.Rows("Sheet1")
		if err != nil {
			b.Fatal(err)
		}
		for rows.Next() {
			if _, err := rows.Columns(excelize.Options{RawCellValue: true}); err != nil {
				b.Fatal(err)
			}
		}
	}
}
