// Package roster reads lists of who usually works when, as Excel or separated text: an employment number and a
// group a row. Pure.
package roster

import (
	"errors"
	"io"
	"strconv"
	"strings"

	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/grid/rows"
	"yrkesresan/internal/staffing/spread"
)

// Limits of a list.
const (
	MostBytes = 4 << 20
	MostRows  = 2000
	mostCols  = 40
)

// Words are how a list says things in the language of those who make it.
type Words struct {
	Number, Group []string                // headings, in small letters
	Groups        map[string]spread.Group // in small letters
}

// Row is one row of a list. Wrong is the key of what is wrong with it; "" nothing.
type Row struct {
	Row    int // as Excel shows it
	Number string
	Group  spread.Group
	Wrong  string
}

// Read reads a list. What is wrong with a row is told at the row; a file that cannot be read, has no heading or
// too many rows is a fault of the whole.
func Read(src io.ReaderAt, size int64, w Words) (out []Row, err error) {
	disk := &rows.Disk{At: src}
	file, err := rows.Open(disk, size, rows.Limits{Bytes: MostBytes, Columns: mostCols}, func(r rows.Row) int {
		number, group := w.heads(r)
		return min(number, 0) + min(group, 0) + 2
	})
	if err != nil {
		return nil, refusal(disk, err)
	}
	source, closer, err := file.Sheet(0)
	if err != nil {
		return nil, refusal(disk, err)
	}
	defer closer.Close()
	number, group := -1, -1
	for {
		row, err := source.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, refusal(disk, err)
		}
		if row.Empty() {
			continue
		}
		if number < 0 {
			if number, group = w.heads(row); number < 0 || group < 0 {
				return nil, fault.New(fault.Invalid, "staffing.list.heading")
			}
			continue
		}
		if len(out) == MostRows {
			return nil, fault.New(fault.Invalid, "staffing.list.rows").With("n", strconv.Itoa(MostRows))
		}
		out = append(out, w.row(row, number, group))
	}
	if len(out) == 0 {
		return nil, fault.New(fault.Invalid, "staffing.list.empty")
	}
	return out, nil
}

// heads finds the two columns by their headings; -1 none.
func (w Words) heads(r rows.Row) (number, group int) {
	find := func(words []string) int {
		for i, c := range r.Cells {
			for _, word := range words {
				if strings.EqualFold(strings.TrimSpace(c.Text), word) {
					return i
				}
			}
		}
		return -1
	}
	return find(w.Number), find(w.Group)
}

func (w Words) row(r rows.Row, number, group int) Row {
	text := func(i int) string {
		if i >= len(r.Cells) || r.Cells[i].Faulty {
			return ""
		}
		return strings.TrimSpace(r.Cells[i].Text)
	}
	out := Row{Row: r.Number, Number: text(number)}
	word := strings.ToLower(text(group))
	is, known := w.Groups[word]
	switch out.Group = is; {
	case out.Number == "":
		out.Wrong = "staffing.list.no_number"
	case word == "":
		out.Wrong = "staffing.list.no_group"
	case !known:
		out.Wrong = "staffing.list.group"
	}
	return out
}

// refusal tells why a file cannot be read; a lost disk is not blamed on the file.
func refusal(disk *rows.Disk, err error) error {
	if disk.Lost != nil {
		return disk.Lost
	}
	var r *rows.Refused
	if errors.As(err, &r) {
		return &fault.Fault{Kind: fault.Invalid, Key: r.Key(), Args: r.Args}
	}
	return err
}
