package workbook

import (
	"slices"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/grid/rows"
)

// table is one sheet with its header found.
type table struct {
	name  string // as we call it
	sheet string // as the file calls it
	lines []line
}

// line is a row below the header.
type line struct {
	number  int
	cells   rows.Line
	columns map[string]int
}

func (l line) text(column string) string {
	i, ok := l.columns[column]
	if !ok {
		return ""
	}
	return l.cells.Cell(i)
}

// shapes are the sheets by what their headers must have.
var shapes = []struct {
	name  string
	all   []string
	needs []string
}{
	{headSheet, headHeads, []string{colField, colValue}},
	{levelSheet, levelHeads, []string{colLevel}},
	{groundSheet, groundHeads, []string{colBasis, colReference}},
	{evidenceSheet, evidenceHeads, []string{colBy}},
	{changeSheet, changeHeads, changeHeads},
	{goalSheet, goalHeads, []string{colArea, colReq}},
}

// mostAbove is how many rows may stand above a header: a title and some advice.
const mostAbove = 20

// table finds which of our sheets a sheet is: by its header, or else by its name, and then says what is missing.
func (r *reader) table(s *rows.Sheet) *table {
	r.from1904 = r.from1904 || s.From1904
	for i, l := range s.Lines[:min(len(s.Lines), mostAbove)] {
		heads := map[string]int{}
		for k, c := range l.Cells {
			if _, twice := heads[fold(c)]; !twice {
				heads[fold(c)] = k
			}
		}
		has := func(name string) bool { _, ok := heads[fold(name)]; return ok }
		for _, shape := range shapes {
			if slices.ContainsFunc(shape.needs, func(n string) bool { return !has(n) }) {
				continue
			}
			t := &table{name: shape.name, sheet: s.Name}
			columns := map[string]int{}
			for _, c := range shape.all {
				if at, ok := heads[fold(c)]; ok {
					columns[c] = at
				}
			}
			for _, below := range s.Lines[i+1:] {
				t.lines = append(t.lines, line{below.Number, below, columns})
			}
			r.unread(s.Name, l, s.Lines[i+1:], shape.all)
			return t
		}
	}
	for _, shape := range shapes {
		if fold(shape.name) == fold(s.Name) && len(s.Lines) > 0 {
			head := mostAlike(s.Lines[:min(len(s.Lines), mostAbove)], shape.all)
			for _, need := range shape.needs {
				if !slices.ContainsFunc(head.Cells, func(c string) bool { return fold(c) == fold(need) }) {
					r.wrong(place{s.Name, head.Number}, need, "no_column", "column", need)
				}
			}
			return &table{name: shape.name, sheet: s.Name}
		}
	}
	return nil
}

// unread notes what stands in the file and would be left out in silence: columns whose heading is none of ours, and
// formulas that failed.
func (r *reader) unread(sheet string, head rows.Line, below []rows.Line, ours []string) {
	for i, heading := range head.Cells {
		known := slices.ContainsFunc(ours, func(o string) bool { return fold(o) == fold(heading) })
		filled := slices.ContainsFunc(below, func(l rows.Line) bool { return l.Cell(i) != "" })
		if heading != "" && !known && filled {
			r.wrong(place{sheet, head.Number}, heading, "column", "column", heading)
		}
	}
	for _, l := range below {
		for i, text := range l.Cells {
			if rows.Failed(text) && head.Cell(i) != "" {
				r.wrong(place{sheet, l.Number}, head.Cell(i), "formula")
			}
		}
	}
}

// mostAlike is the row that has most of some headings: where the header is, when one of them is missing.
func mostAlike(lines []rows.Line, heads []string) rows.Line {
	best, most := lines[0], 0
	for _, l := range lines {
		n := 0
		for _, c := range l.Cells {
			if slices.ContainsFunc(heads, func(h string) bool { return fold(h) == fold(c) }) {
				n++
			}
		}
		if n > most {
			best, most = l, n
		}
	}
	return best
}

// LooksLike tells how much a row looks like the header of requirements and goals: it chooses between the
// delimiters of separated text.
func LooksLike(cells []string) int {
	n := 0
	for _, c := range cells {
		if slices.ContainsFunc(goalHeads, func(h string) bool { return fold(h) == fold(c) }) {
			n++
		}
	}
	return n
}

// columnOf is the heading under which a field of a part stands.
var columnOf = map[frame.Part]map[string]string{
	frame.Whole:        {"": colValue},
	frame.LevelPart:    {"id": colLevelID, "name": colLevel, "about": colLevelAbout},
	frame.AreaPart:     {"id": colAreaID, "name": colArea, "about": colAreaAbout},
	frame.RequirePart:  {"id": colReqID, "name": colReq, "about": colReqAbout, "lowest": colLowest, "months": colMonths, "tags": colTags},
	frame.GoalPart:     {"id": colGoalID, "text": colGoal, "kind": colKind, "form": colForm, "level": colGoalLevel},
	frame.GroundPart:   {"basis": colBasis, "reference": colReference, "url": colURL, "from": colFrom, "until": colUntil},
	frame.EvidencePart: {"by": colBy, "ref": colRef, "level": colGives, "credits": colCredits, "months": colMonths},
	frame.ChangePart:   {"from": colChangeFrom, "to": colChangeTo},
}

// Where tells where in the file something stood that Check found wrong.
func (r *Read) Where(p frame.Problem) rows.Problem {
	out := rows.Problem{Key: p.Key, Args: p.Args, Column: columnOf[p.Part][p.Field]}
	at, ok := r.places[spot{p.Part, p.ID, p.Nth}]
	if p.Part == frame.Whole {
		out.Column = colValue
		if at, ok = r.places[spot{frame.Whole, p.Field, 0}]; !ok {
			at, ok = r.places[spot{frame.Whole, "", 0}]
		}
	}
	if ok {
		out.Sheet, out.Row = at.sheet, at.row
	}
	return out
}
