package backup

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"yrkesresan/internal/platform/db"
)

// moment is how times are written: the millisecond that both engines keep.
const moment = "2006-01-02T15:04:05.000Z"

// rowText selects every row of a table in its key's order, so that the same rows give the same file.
func rowText(t db.Table) string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	return "SELECT " + strings.Join(names, ", ") + " FROM " + t.Name + " ORDER BY " + strings.Join(t.Key, ", ")
}

// scanRow reads a row of these columns as one line of JSON.
func scanRow(columns []db.Column) func(db.Scanner) ([]byte, error) {
	cells := make([]any, len(columns))
	for i, c := range columns {
		switch c.Type {
		case db.TypeNumber:
			cells[i] = new(sql.NullInt64)
		case db.TypeBool:
			cells[i] = new(sql.NullBool)
		case db.TypeDecimal:
			cells[i] = new(sql.NullFloat64)
		case db.TypeTime:
			cells[i] = new(sql.NullTime)
		default:
			cells[i] = new(sql.NullString)
		}
	}
	values := make([]any, len(columns))
	return func(s db.Scanner) ([]byte, error) {
		if err := s.Scan(cells...); err != nil {
			return nil, err
		}
		for i, c := range cells {
			values[i] = valueOf(c)
		}
		var line bytes.Buffer
		plain := json.NewEncoder(&line) // ends the line too
		plain.SetEscapeHTML(false)
		err := plain.Encode(values)
		return line.Bytes(), err
	}
}

func valueOf(cell any) any {
	switch c := cell.(type) {
	case *sql.NullInt64:
		if c.Valid {
			return c.Int64
		}
	case *sql.NullBool:
		if c.Valid {
			return c.Bool
		}
	case *sql.NullFloat64:
		if c.Valid {
			return c.Float64
		}
	case *sql.NullTime:
		if c.Valid {
			return c.Time.UTC().Format(moment)
		}
	case *sql.NullString:
		if c.Valid {
			return c.String
		}
	}
	return nil
}

// readRow is the row that a line tells, ready for the database.
func readRow(line []byte, columns []column) ([]any, error) {
	var cells []json.RawMessage
	if err := json.Unmarshal(line, &cells); err != nil {
		return nil, err
	}
	if len(cells) != len(columns) {
		return nil, fmt.Errorf("a row of %d columns has %d", len(columns), len(cells))
	}
	row := make([]any, len(cells))
	for i, c := range cells {
		if string(c) == "null" {
			continue
		}
		var err error
		if row[i], err = readCell(c, columns[i].Type); err != nil {
			return nil, fmt.Errorf("column %s: %w", columns[i].Name, err)
		}
	}
	return row, nil
}

func readCell(text json.RawMessage, kind string) (any, error) {
	switch kind {
	case db.TypeNumber:
		return decode[int64](text)
	case db.TypeBool:
		return decode[bool](text)
	case db.TypeDecimal:
		return decode[float64](text)
	case db.TypeTime:
		s, err := decode[string](text)
		if err != nil {
			return nil, err
		}
		return time.Parse(moment, s)
	}
	return decode[string](text)
}

func decode[T any](text json.RawMessage) (v T, err error) {
	err = json.Unmarshal(text, &v)
	return v, err
}
