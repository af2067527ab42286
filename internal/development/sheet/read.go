// Package sheet is planning sheets as people fill them in: what a row says, and how a file is read. Pure.
package sheet

import (
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/grid/rows"
)

// How is by what means an item closes a gap.
type How string

// The means.
const (
	ByCourse     How = "course"
	ByExternal   How = "external"
	ByDay        How = "day"
	ByCircle     How = "circle"
	ByEducation  How = "education"
	ByValidation How = "validation"
	ByRecruit    How = "recruit"
	ByOther      How = "other"
)

// Hows names all means, in the order that pages show them.
func Hows() []How {
	return []How{ByCourse, ByExternal, ByDay, ByCircle, ByEducation, ByValidation, ByRecruit, ByOther}
}

// State is how far an item has come.
type State string

// The states.
const (
	Planned State = "planned"
	Ongoing State = "ongoing"
	Done    State = "done"
	Dropped State = "dropped"
)

// States names all states, in the order that pages show them.
func States() []State { return []State{Planned, Ongoing, Done, Dropped} }

// Row is one row of a planning sheet (R203): something planned, or a requirement with nothing planned yet.
type Row struct {
	Row      int    `json:"row"`    // as Excel shows it
	PersonID string `json:"person"` // of a person's plan; "" of the unit's
	ItemID   string `json:"item"`   // "" something new
	Revision int64  `json:"revision"`

	Requirement string  `json:"requirement"`
	How         How     `json:"how"` // "" nothing is planned
	Ref         string  `json:"ref"`
	Title       string  `json:"title"`
	Hours       float64 `json:"hours"`
	Responsible string  `json:"responsible"`
	Due         string  `json:"due"`
	State       State   `json:"state"`
	Why         string  `json:"why"`
	Note        string  `json:"note"`

	Name, Need, Held, Target        string `json:"-"` // for whom it goes out to
	Required, Has, Develop, Recruit int64  `json:"-"`
}

// Remark is something about one row: what is wrong with it, or what somebody else has written meanwhile.
type Remark struct {
	Row   int               `json:"row"`
	Field string            `json:"field"` // the column
	Key   string            `json:"key"`
	Args  map[string]string `json:"args"`
}

// Words are how a planning sheet says things in the language of those who fill it in.
type Words struct {
	Columns map[string]string // field → heading: person, item, revision, requirement, how, ref, title, hours, responsible, due, state, why, note
	Hows    map[string]How    // in small letters
	States  map[string]State  // in small letters
	Courses map[string]string // title in small letters → id
}

// needed are the fields whose columns a planning sheet must have; of people each row says whose it is.
func needed(people bool) []string {
	out := []string{"item", "revision", "requirement", "how", "title", "state"}
	if people {
		out = append(out, "person")
	}
	return out
}

// Limits of a planning sheet.
const (
	MostBytes = 20 << 20
	mostRows  = 20_000
	mostCols  = 60
	mostHours = 4000

	// MostRemarks bounds what is listed; the counts are of all.
	MostRemarks = 500
)

// Read reads a planning sheet, Excel or separated text. What is wrong with a cell is told by row and
// column; a file that cannot be read is a fault of the whole.
func Read(src io.ReaderAt, size int64, w Words, people bool, today time.Time) (out []Row, wrong []Remark, err error) {
	disk := &rows.Disk{At: src}
	file, err := rows.Open(disk, size, rows.Limits{Bytes: MostBytes, Columns: mostCols}, func(r rows.Row) int { return len(w.heads(r)) })
	if err != nil {
		return nil, nil, refusal(disk, err)
	}
	source, closer, err := file.Sheet(0)
	if err != nil {
		return nil, nil, refusal(disk, err)
	}
	defer closer.Close()
	dates := rows.Dates{Today: today, From1904: file.From1904}
	var heads map[string]int
	for {
		row, err := source.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, refusal(disk, err)
		}
		if row.Empty() {
			continue
		}
		if heads == nil {
			if heads = w.heads(row); lacking(heads, people) != "" {
				return nil, nil, fault.New(fault.Invalid, "development.sheet.heading").With("column", w.Columns[lacking(heads, people)])
			}
			continue
		}
		if len(out) == mostRows {
			return nil, nil, fault.New(fault.Invalid, "development.sheet.rows").With("n", strconv.Itoa(mostRows))
		}
		one, bad := w.row(row, heads, dates)
		out = append(out, one)
		if wrong = append(wrong, bad...); len(wrong) > MostRemarks {
			return nil, wrong[:MostRemarks], nil
		}
	}
	if heads == nil {
		return nil, nil, fault.New(fault.Invalid, "development.sheet.empty")
	}
	return out, wrong, nil
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

// heads finds the columns by their headings.
func (w Words) heads(r rows.Row) map[string]int {
	out := map[string]int{}
	for i, c := range r.Cells {
		for name, title := range w.Columns {
			if _, had := out[name]; !had && strings.EqualFold(strings.TrimSpace(c.Text), title) {
				out[name] = i
			}
		}
	}
	return out
}

func lacking(heads map[string]int, people bool) string {
	for _, f := range needed(people) {
		if _, ok := heads[f]; !ok {
			return f
		}
	}
	return ""
}

// row reads one row.
func (w Words) row(r rows.Row, heads map[string]int, dates rows.Dates) (out Row, wrong []Remark) {
	out.Row = r.Number
	cell := func(name string) (rows.Cell, string) {
		i, ok := heads[name]
		if !ok || i >= len(r.Cells) {
			return rows.Cell{}, ""
		}
		c := r.Cells[i]
		if c.Faulty {
			wrong = append(wrong, Remark{r.Number, name, "development.sheet.faulty", nil})
		}
		return c, plain(c.Text)
	}
	text := func(name string) string { _, t := cell(name); return t }
	bad := func(name, key string) { wrong = append(wrong, Remark{r.Number, name, key, nil}) }
	out.PersonID, out.ItemID, out.Requirement, out.Title = text("person"), text("item"), text("requirement"), text("title")
	out.Responsible, out.Why, out.Note = text("responsible"), text("why"), text("note")
	var ok bool
	if s := text("revision"); s != "" {
		n, err := strconv.ParseInt(strings.TrimSuffix(s, ".0"), 10, 64)
		if out.Revision = n; err != nil {
			bad("revision", "development.sheet.key")
		}
	}
	if s := text("how"); s != "" {
		if out.How, ok = w.Hows[strings.ToLower(s)]; !ok {
			bad("how", "development.sheet.how")
		}
	}
	out.State = Planned
	if s := text("state"); s != "" {
		if out.State, ok = w.States[strings.ToLower(s)]; !ok {
			bad("state", "development.sheet.state")
		}
	}
	if s := text("ref"); s != "" {
		if out.Ref, ok = w.Courses[strings.ToLower(s)]; !ok {
			if out.Ref = s; out.How == ByCourse {
				bad("ref", "development.sheet.course")
			}
		}
	}
	if c, s := cell("due"); s != "" {
		t, ok := dates.Read(c, s)
		if out.Due = t.Format(time.DateOnly); !ok {
			out.Due = ""
			bad("due", "development.day_wrong")
		}
	}
	if s := text("hours"); s != "" {
		h, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
		if out.Hours = h; err != nil || !(h >= 0 && h <= mostHours) {
			out.Hours = 0
			bad("hours", "development.hours_wrong")
		}
	}
	return out, wrong
}

// plain is what was written before a cell was made harmless for sheets.
func plain(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > 1 && s[0] == '\'' && strings.ContainsRune("=+-@\t\r", rune(s[1])) {
		return s[1:]
	}
	return s
}

// Blank tells whether nothing is planned in a row.
func (r *Row) Blank() bool {
	return r.Ref == "" && r.Title == "" && r.Responsible == "" && r.Due == "" && r.Note == "" && r.Why == "" && r.Hours == 0 && (r.State == "" || r.State == Planned)
}
