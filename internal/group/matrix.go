package group

import (
	"slices"
	"strings"
)

// View is what of the team a matrix shows, and in which order. The zero View is everything by name.
type View struct {
	Lacking bool   // only people and courses where something is to be done
	Course  string // only this column
	Status  Cell   // only people with this cell somewhere in what is shown
	Sort    string // a column's key; "" = by name
	Down    bool   // the other way round
}

// Column is a course, or an activity.
type Column struct {
	Key, Title string
	Done, Of   int // how many of those who have it are done
	Lacking    int
}

// Row is a person with one cell for each column.
type Row struct {
	*Member
	Cells []*Line // nil: not in the person's journey
}

// Cell is how the row stands in column i.
func (r *Row) Cell(i int) Cell {
	if r.Cells[i] == nil {
		return NotIn
	}
	return r.Cells[i].Cell
}

// Matrix is people × courses.
type Matrix struct {
	Columns []Column
	Rows    []Row
	Hidden  int      // people of the team that the view leaves out
	All     []Column // every course there is, to choose from
}

// Lay lays out a team as a view wants it. Whom the actor may not follow is not in it.
func Lay(t *Team, v View) Matrix {
	var m Matrix
	m.All = columns(t)
	for _, c := range m.All {
		if (v.Course == "" || v.Course == c.Key) && (!v.Lacking || c.Lacking > 0 || v.Course != "") {
			m.Columns = append(m.Columns, c)
		}
	}
	place := make(map[string]int, len(m.Columns))
	for i, c := range m.Columns {
		place[c.Key] = i
	}
	for i := range t.Members {
		one := &t.Members[i]
		if !one.Progress {
			continue
		}
		row := Row{Member: one, Cells: make([]*Line, len(m.Columns))}
		shown := !v.Lacking && v.Status == ""
		for k := range one.Lines {
			l := &one.Lines[k]
			c, have := place[l.Key]
			if !have {
				continue
			}
			row.Cells[c] = l
			shown = shown || v.Status == l.Cell || v.Status == "" && l.Cell.lacks()
		}
		if v.Status == NotIn {
			shown = slices.Contains(row.Cells, nil)
		}
		if !shown {
			m.Hidden++
			continue
		}
		m.Rows = append(m.Rows, row)
	}
	m.sort(v)
	return m
}

// columns are the courses of the team in the order of the journeys, with their sums.
func columns(t *Team) []Column {
	var out []Column
	place := map[string]int{}
	for i := range t.Members {
		if !t.Members[i].Progress {
			continue
		}
		after := -1
		for k := range t.Members[i].Lines {
			l := &t.Members[i].Lines[k]
			at, have := place[l.Key]
			if !have {
				at = after + 1 // beside what stands before it in the journey
				out = slices.Insert(out, at, Column{Key: l.Key, Title: l.Title})
				for j := at; j < len(out); j++ {
					place[out[j].Key] = j
				}
			}
			after = at
			c := &out[at]
			c.Of++
			if l.done() {
				c.Done++
			}
			if l.Cell.lacks() {
				c.Lacking++
			}
		}
	}
	return out
}

func (m *Matrix) sort(v View) {
	by := slices.IndexFunc(m.Columns, func(c Column) bool { return c.Key == v.Sort })
	if by >= 0 {
		weight := map[Cell]int{}
		for i, c := range Cells() {
			weight[c] = i
		}
		slices.SortStableFunc(m.Rows, func(a, b Row) int {
			if d := weight[a.Cell(by)] - weight[b.Cell(by)]; d != 0 {
				return d
			}
			return strings.Compare(a.due(by), b.due(by))
		})
	}
	if v.Down {
		slices.Reverse(m.Rows)
	}
}

func (r *Row) due(i int) string {
	if r.Cells[i] == nil {
		return ""
	}
	return string(r.Cells[i].Due)
}
