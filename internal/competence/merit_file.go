package competence

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"yrkesresan/internal/competence/programme"
	"yrkesresan/internal/competence/title"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/grid/rows"
)

// What a file of merits may be at most.
const (
	MaxMeritFile = 5 << 20
	mostFileRows = 20_000
)

// fileColumns are the columns of a file of merits, in the order of the template, each with what it may be called.
var fileColumns = []struct {
	key   string
	names []string
}{
	{"number", []string{"Anställningsnummer", "Anstnr", "Anst.nr", "Anställningsnr"}},
	{"kind", []string{"Sort", "Typ", "Slag"}},
	{"ref", []string{"Utbildning", "Program", "Vad", "Legitimation", "Titel"}},
	{"orientation", []string{"Inriktning"}},
	{"school", []string{"Skola", "Utbildningsanordnare"}},
	{"date", []string{"Datum", "Klar", "Slutdatum", "Från"}},
	{"credits", []string{"Poäng"}},
}

// FileHeader is the first row of a file of merits.
func FileHeader() []string {
	var out []string
	for _, c := range fileColumns {
		out = append(out, c.names[0])
	}
	return out
}

// fileKinds are the words of the column that says what a row is.
var fileKinds = map[string]NewMerit{
	"":               {Merit: Merit{Kind: frame.ByEducation}},
	"utbildning":     {Merit: Merit{Kind: frame.ByEducation}},
	"validering":     {Merit: Merit{Kind: frame.ByValidation}},
	"legitimation":   {Merit: Merit{Kind: frame.ByLicence}},
	"bevis":          {Merit: Merit{Kind: frame.ByTitle, Details: Details{Ground: title.ByCertificate}}},
	"yrkestitel":     {Merit: Merit{Kind: frame.ByTitle, Details: Details{Ground: title.ByCertificate}}},
	"övergångsregel": {Merit: Merit{Kind: frame.ByTitle, Details: Details{Ground: title.ByTransition}}},
}

// FileKinds names the words of that column, for whoever fills in a file.
func FileKinds() []string {
	return []string{"utbildning", "validering", "legitimation", "yrkestitel", "övergångsregel"}
}

// FileRow is a row of a file that can become a merit.
type FileRow struct {
	Row    int // as Excel shows it
	Number string
	Merit  Merit
}

// headed finds the columns by what they are called; a Problem for each that must be there and is not.
func headed(cells []string) (at map[string]int, problems []rows.Problem) {
	at = map[string]int{}
	for i, text := range cells {
		for _, c := range fileColumns {
			if _, have := at[c.key]; !have && slices.ContainsFunc(c.names, func(n string) bool { return org.TitleKey(n) == org.TitleKey(text) }) {
				at[c.key] = i
			}
		}
	}
	for _, c := range fileColumns {
		_, have := at[c.key]
		if !have && (c.key == "number" || c.key == "ref" || c.key == "date") {
			problems = append(problems, rows.Problem{Row: 1, Column: c.names[0], Key: "merit.file.no_column", Args: map[string]string{"column": c.names[0]}})
		}
	}
	return at, problems
}

// readFile reads the rows of a file; every mistake is told with its row and column, and one mistake refuses all.
func readFile(lines []rows.Line, ref org.Reference, today string, now time.Time) (out []FileRow, problems []rows.Problem) {
	at, problems := headed(lines[0].Cells)
	if len(problems) > 0 {
		return nil, problems
	}
	cell := func(l rows.Line, key string) string {
		if i, ok := at[key]; ok {
			return strings.TrimSpace(l.Cell(i))
		}
		return ""
	}
	header := func(key string) string {
		if i, ok := at[key]; ok {
			return lines[0].Cell(i)
		}
		return ""
	}
	for _, l := range lines[1:] {
		wrong := func(key, why string, args map[string]string) {
			problems = append(problems, rows.Problem{Row: l.Number, Column: header(key), Key: why, Args: args})
		}
		kind, ok := fileKinds[strings.ToLower(cell(l, "kind"))]
		if !ok {
			wrong("kind", "merit.file.kind", map[string]string{"text": cell(l, "kind")})
			continue
		}
		r := FileRow{Row: l.Number, Number: cell(l, "number"), Merit: kind.Merit}
		m := &r.Merit
		if r.Number == "" {
			wrong("number", "merit.file.no_number", nil)
		}
		m.Ref = refOf(ref, m.Kind, cell(l, "ref"))
		m.Orientation, m.School = cell(l, "orientation"), cell(l, "school")
		if day, ok := rows.Day(cell(l, "date"), now, false); ok {
			m.From = day
		}
		if text := cell(l, "credits"); text != "" {
			n, err := strconv.ParseFloat(strings.ReplaceAll(strings.ReplaceAll(text, " ", ""), ",", "."), 64)
			if err != nil {
				n = -1
			}
			m.Credits = n
		}
		if p, ok := programme.Find(m.Ref); ok {
			m.System = string(p.System)
		}
		m.tidy()
		if f := fault.Of(m.check(ref, today, now)); f != nil {
			wrong(columnOf[f.Field], f.Key, f.Args)
		}
		out = append(out, r)
	}
	return out, problems
}

// columnOf is the column that a field of a merit is read from.
var columnOf = map[string]string{"kind": "kind", "programme": "ref", "occupation": "ref", "title": "ref", "ground": "kind", "from": "date", "credits": "credits",
	"system": "credits", "orientation": "orientation", "school": "school"}

// refOf finds what a row names: by its id or by what it is called. What is not known is left as it is, and refused.
func refOf(ref org.Reference, kind frame.By, text string) string {
	key := org.TitleKey(text)
	switch kind {
	case frame.ByEducation, frame.ByValidation:
		for _, p := range programme.All() {
			if p.ID == text || org.TitleKey(p.Name) == key {
				return p.ID
			}
		}
	case frame.ByLicence:
		for _, o := range ref.Occupations {
			if o.Licensed && (o.ID == text || org.TitleKey(o.Name) == key || slices.Contains(o.Titles, key)) {
				return o.ID
			}
		}
	case frame.ByTitle:
		for _, t := range title.All() {
			if t.ID == text || org.TitleKey(t.Name) == key {
				return t.ID
			}
		}
	}
	return text
}
