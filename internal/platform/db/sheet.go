package db

import (
	"context"
	"time"
)

// Sheet is rows as they are given out to a person: what they are, their columns and cells. A cell
// is text, a whole or decimal number, yes or no, a time or nil.
type Sheet struct {
	Name    string
	Columns []string
	Rows    [][]any
}

// ReadSheet reads rows whatever their columns: the statement names what is given out.
func ReadSheet(ctx context.Context, q Q, name, statement string, args ...any) (Sheet, error) {
	sheet := Sheet{Name: name}
	rows, err := q.query(ctx, statement, args)
	if err != nil {
		return sheet, translate(err)
	}
	defer rows.Close()
	if sheet.Columns, err = rows.Columns(); err != nil {
		return sheet, err
	}
	for rows.Next() {
		cells, into := make([]any, len(sheet.Columns)), make([]any, len(sheet.Columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			return sheet, err
		}
		for i, c := range cells {
			switch v := c.(type) {
			case []byte:
				cells[i] = string(v)
			case time.Time:
				cells[i] = v.UTC()
			}
		}
		sheet.Rows = append(sheet.Rows, cells)
	}
	return sheet, translate(rows.Err())
}

// Statement is one sheet to be read, for a person and an employer.
type Statement struct {
	Name, Text string
	Args       []any
}

// ReadSheets reads several sheets; those without rows are left out.
func ReadSheets(ctx context.Context, q Q, all ...Statement) ([]Sheet, error) {
	var out []Sheet
	for _, s := range all {
		sheet, err := ReadSheet(ctx, q, s.Name, s.Text, s.Args...)
		if err != nil {
			return nil, err
		}
		if len(sheet.Rows) > 0 {
			out = append(out, sheet)
		}
	}
	return out, nil
}
