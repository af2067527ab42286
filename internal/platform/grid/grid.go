// Package grid writes rows as files that people open in a program for sheets: CSV and Excel.
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
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// Excel is rows as a workbook of one sheet; the first row is the heading and stays in sight. Every
// cell is text: nothing in it is run or reckoned.
func Excel(title string, rows [][]string) ([]byte, error) {
	book := excelize.NewFile()
	defer book.Close()
	if err := book.SetSheetName("Sheet1", sheetName(title)); err != nil {
		return nil, err
	}
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, err
	}
	w, err := book.NewStreamWriter(sheetName(title))
	if err != nil {
		return nil, err
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"}); err != nil {
		return nil, err
	}
	if len(rows) > 0 && len(rows[0]) > 0 {
		if err := w.SetColWidth(1, len(rows[0]), 22); err != nil {
			return nil, err
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
			return nil, err
		}
	}
	if err := w.Flush(); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = book.Write(&out)
	return out.Bytes(), err
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
