// Package grid writes rows as files that people open in a program for sheets: CSV and Excel. What people
// send back is read by grid/rows.
//
// What people have typed stands in the cells, and a cell that begins as a formula would be run by
// who opens the file. Both writers make such a cell harmless.
package grid

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// CSV is rows as Swedish Excel opens them: a byte order mark, semicolons, CRLF.
func CSV(rows [][]string) []byte {
	var out bytes.Buffer
	out.WriteString("\ufeff")
	c := csv.NewWriter(&out)
	c.Comma, c.UseCRLF = ';', true
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = Harmless(cell)
		}
		_ = c.Write(safe) // into memory; the delimiter is a good one
	}
	c.Flush()
	return out.Bytes()
}

// Harmless puts a quote mark before what a spreadsheet would take for a formula.
func Harmless(cell string) string {
	if bare := strings.TrimLeft(cell, "'"); bare != "" && strings.ContainsRune("=+-@\t\r", rune(bare[0])) {
		return "'" + cell // also one that has marks already, so that reading takes away one, and only ours
	}
	return cell
}

// Excel is rows as a workbook of one sheet; the first row is the heading and stays in sight. Every
// cell is text: nothing in it is run or reckoned.
func Excel(title string, rows [][]string) ([]byte, error) {
	return Workbook([]Sheet{{title, rows}})
}

// Sheet is one named sheet to be; its first row is the heading.
type Sheet struct {
	Name string
	Rows [][]string
}

// Workbook is sheets in the order given, each as Excel writes one. Names that are alike when shortened to
// what a program for sheets takes are an error.
func Workbook(sheets []Sheet) ([]byte, error) {
	book := excelize.NewFile()
	defer book.Close()
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, err
	}
	taken := map[string]bool{}
	for i, s := range sheets {
		name := sheetName(s.Name)
		if taken[strings.ToLower(name)] {
			return nil, fmt.Errorf("grid: two sheets are called %q", name)
		}
		taken[strings.ToLower(name)] = true
		if i == 0 {
			err = book.SetSheetName("Sheet1", name)
		} else {
			_, err = book.NewSheet(name)
		}
		if err != nil {
			return nil, err
		}
		if err := fill(book, name, s.Rows, bold); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	err = book.Write(&out)
	return out.Bytes(), err
}

func fill(book *excelize.File, name string, rows [][]string, bold int) error {
	w, err := book.NewStreamWriter(name)
	if err != nil {
		return err
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"}); err != nil {
		return err
	}
	if len(rows) > 0 && len(rows[0]) > 0 {
		if err := w.SetColWidth(1, len(rows[0]), 22); err != nil {
			return err
		}
	}
	for i, row := range rows {
		cells := make([]any, len(row))
		for k, text := range row {
			cells[k] = excelize.Cell{Value: Harmless(text)}
			if i == 0 {
				cells[k] = excelize.Cell{Value: Harmless(text), StyleID: bold}
			}
		}
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), cells); err != nil {
			return err
		}
	}
	return w.Flush()
}

// sheetName leaves out what a sheet may not be called, and all after 31 letters.
func sheetName(title string) string {
	name := []rune(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) {
			return ' '
		}
		return r
	}, title))
	name = name[:min(len(name), 31)]
	if strings.TrimSpace(string(name)) == "" {
		return "Blad1"
	}
	return string(name)
}

// The kinds of files.
const (
	CSVType   = "text/csv; charset=utf-8"
	ExcelType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// Send gives the browser a file to keep. The name is plain letters, digits, hyphens and a dot.
func Send(w http.ResponseWriter, kind, name string, body []byte) error {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Cache-Control", "private, no-store")
	_, err := w.Write(body)
	return err
}
