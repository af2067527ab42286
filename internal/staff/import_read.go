package staff

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"

	"yrkesresan/internal/platform/keys"
	"yrkesresan/internal/staff/sheet"
)

// What the keyed hashes are for.
const (
	forIdentity   = "identity"
	forEmployment = "employment"
)

// entry is a row of the file on its way in. It never holds an identity number: its hashes do, the
// newest key's first.
type entry struct {
	row      sheet.Row
	identity []string
	chef     []string
	keys     []string // by which the employment may be known
	failed   bool

	known      *known // the employment, when it is known already
	person     *person
	place      *place
	occupation string
	area       string
	manager    string // person id
	touched    bool   // the person behind the employment is told anew
	rehashed   bool   // the person gets an identity
}

// reading is a file as it was read.
type reading struct {
	keys     *keys.Ring
	entries  []*entry
	columns  map[sheet.Field]string
	errors   []Note
	warnings []Note
	chefs    map[string][]string
	refused  bool
}

// read reads the whole file. What a person can mend is in its notes; an error is ours.
func (im *Imports) read(f File) (*reading, error) {
	rd := &reading{keys: im.Keys, columns: map[sheet.Field]string{}, chefs: map[string][]string{}}
	head, err := sheet.Read(f.Reader, f.Size, im.Staff.Now().In(im.Staff.Place), func(r sheet.Row) error {
		rd.add(r)
		return nil
	})
	rd.chefs = nil
	var no *sheet.Refused
	if errors.As(err, &no) {
		return &reading{refused: true, errors: []Note{{Key: no.Key, Args: no.Args}}}, nil
	}
	if err != nil {
		return nil, err
	}
	for _, c := range head.Columns {
		if rd.columns[c.Field] == "" {
			rd.columns[c.Field] = c.Text
		}
	}
	rd.notes(head.Problems)
	rd.findDoubles()
	return rd, nil
}

func (rd *reading) add(r sheet.Row) {
	e := &entry{row: r, failed: r.Failed()}
	if d := r.Identity.Digits(); d != "" {
		e.identity = rd.keys.Hashes(forIdentity, d)
	}
	switch {
	case r.EmploymentNumber != "":
		e.keys = []string{"n:" + r.EmploymentNumber}
	case e.identity != nil:
		for _, h := range rd.keys.Hashes(forEmployment, r.Identity.Digits()+"|"+nameKey(cmp.Or(r.Unit, r.Ansvar))+"|"+r.Start) {
			e.keys = append(e.keys, "h:"+h)
		}
	}
	if d := r.Manager.Identity.Digits(); d != "" {
		if rd.chefs[d] == nil {
			rd.chefs[d] = rd.keys.Hashes(forIdentity, d)
		}
		e.chef = rd.chefs[d]
	}
	rd.notes(r.Problems)
	e.row.Identity, e.row.Manager.Identity, e.row.Problems = sheet.Identity{}, sheet.Identity{}, nil
	e.row.Email, e.row.Mobile = strings.ToLower(r.Email), mobile(r.Mobile)
	rd.entries = append(rd.entries, e)
}

func (rd *reading) notes(ps []sheet.Problem) {
	for _, p := range ps {
		n := Note{Row: p.Row, Column: p.Column, Key: p.Key, Args: p.Args}
		if p.Level == sheet.Error {
			rd.errors = append(rd.errors, n)
		} else {
			rd.warnings = append(rd.warnings, n)
		}
	}
}

// wrong keeps a row out and says why.
func (rd *reading) wrong(e *entry, f sheet.Field, key string, args map[string]string) {
	e.failed = true
	rd.errors = append(rd.errors, Note{Row: e.row.Number, Column: rd.columns[f], Key: key, Args: args})
}

// doubt lets a row in and says what is strange.
func (rd *reading) doubt(e *entry, f sheet.Field, key string, args map[string]string) {
	rd.warnings = append(rd.warnings, Note{Row: e.row.Number, Column: rd.columns[f], Key: key, Args: args})
}

// findDoubles fails every row that tells of the same employment as another: which of them is true
// nobody knows. Each names another.
func (rd *reading) findDoubles() {
	same := make(map[string][]*entry, len(rd.entries))
	for _, e := range rd.entries {
		if len(e.keys) > 0 {
			same[e.keys[0]] = append(same[e.keys[0]], e)
		}
	}
	for _, e := range rd.entries {
		if len(e.keys) == 0 || len(same[e.keys[0]]) == 1 {
			continue
		}
		other := same[e.keys[0]][0]
		if other == e {
			other = same[e.keys[0]][1]
		}
		field, key := sheet.FieldNumber, "staff.import.double_number"
		if e.row.EmploymentNumber == "" {
			field, key = sheet.FieldIdentity, "staff.import.double_person"
		}
		rd.wrong(e, field, key, map[string]string{"row": strconv.Itoa(other.row.Number)})
	}
}

// taken are the rows without errors.
func (rd *reading) taken() []*entry {
	out := make([]*entry, 0, len(rd.entries))
	for _, e := range rd.entries {
		if !e.failed {
			out = append(out, e)
		}
	}
	return out
}

// nameKey is how names of places and people are compared.
func nameKey(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }

// mobile gives a telephone number as +46…; "" when it is none that can be called.
func mobile(s string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.Replace(s, "(0)", "", 1))
	switch {
	case strings.HasPrefix(strings.TrimSpace(s), "+"):
	case strings.HasPrefix(digits, "00"):
		digits = digits[2:]
	case strings.HasPrefix(digits, "0"):
		digits = "46" + digits[1:]
	case strings.HasPrefix(digits, "46") && len(digits) >= 10:
	case strings.HasPrefix(digits, "7") && len(digits) == 9: // a spreadsheet took the zero
		digits = "46" + digits
	default:
		return ""
	}
	if len(digits) < 8 || len(digits) > 15 {
		return ""
	}
	return "+" + digits
}

// rowHash tells two rows apart in what is kept as the file says it. Places, manager and occupation
// are compared as what they mean.
func rowHash(r sheet.Row) string {
	h := sha256.New()
	for _, s := range []string{r.FirstName, r.LastName, r.Email, r.Mobile, r.Title, r.AID, string(r.Form),
		strconv.FormatFloat(r.ExtentPercent, 'f', 2, 64), r.Start, r.End} {
		h.Write([]byte(s))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// over tells whether an employment's own last day has passed.
func over(end, day string) bool { return end != "" && end < day }
