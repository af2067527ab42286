package sheet

import (
	"math"
	"strconv"
	"strings"
	"time"

	"yrkesresan/internal/platform/grid/rows"
	"yrkesresan/internal/platform/identity"
)

// row reads one data row. It never fails: what is wrong stands in Problems.
func (p *parser) row(l rows.Row) Row {
	r := rowReader{parser: p, line: l, Row: Row{Number: l.Number}}
	r.faults()
	r.readIdentity()
	r.readNumber()
	r.readNames()
	r.readPlace()
	r.readContact()
	r.readTerms()
	r.readPeriod()
	return r.Row
}

// rowReader fills one Row.
type rowReader struct {
	*parser
	line rows.Row
	Row
	identityGiven bool // something stands in the identity column
}

// at gives the cell of a field; empty when the row is short or has no such column.
func (p *parser) at(l rows.Row, f Field) rows.Cell {
	if i := p.cols[f]; i >= 0 && i < len(l.Cells) {
		return l.Cells[i]
	}
	return rows.Cell{}
}

// text gives the tidy text of a field; a failed formula is empty.
func (p *parser) text(l rows.Row, f Field) string {
	c := p.at(l, f)
	if s := rows.Value(c); !c.Faulty && !excelErrors.MatchString(s) {
		return s
	}
	return ""
}

// header gives the header of the first of these columns that the file has.
func (p *parser) header(fs ...Field) string {
	for _, f := range fs {
		if i := p.cols[f]; i >= 0 {
			return p.headers[i]
		}
	}
	return ""
}

func (r *rowReader) problem(level Level, f Field, key string, pairs ...string) {
	r.problemIn(level, r.header(f), key, pairs...)
}

func (r *rowReader) problemIn(level Level, column, key string, pairs ...string) {
	r.Problems = append(r.Problems, Problem{Row: r.Number, Column: column, Key: "staff.sheet." + key, Args: args(pairs), Level: level})
}

// faults warns of cells whose formula failed; they are read as empty.
func (r *rowReader) faults() {
	for i, c := range r.line.Cells {
		if (c.Faulty || len(c.Text) >= 4 && c.Text[0] == '#' && excelErrors.MatchString(rows.Value(c))) && i < len(r.headers) && r.fieldOf(i) != FieldNone {
			r.problemIn(Warning, r.headers[i], "formula")
		}
	}
}

// words gives a text in which no identity number may stand.
func (r *rowReader) words(f Field) string {
	s, found := strip(r.whole(f), r.today)
	if found {
		r.problem(Warning, f, "identity_in_text")
	}
	return s
}

// whole gives a text with the float disguise of codes removed.
func (r *rowReader) whole(f Field) string {
	s, _ := rows.Whole(r.text(r.line, f), r.at(r.line, f).Number)
	return s
}

func (r *rowReader) readIdentity() {
	s := r.text(r.line, FieldIdentity)
	if s == "" {
		return
	}
	r.identityGiven = true
	s, _ = rows.Whole(s, r.at(r.line, FieldIdentity).Number)
	digits, kind := readIdentity(s, r.today)
	if kind == identityBad && (len(s) == 8 || len(s) == 9) { // a number format hid leading zeros
		digits, kind = readIdentity(strings.Repeat("0", 10-len(s))+s, r.today)
	} else if kind == identityPartial && len(s) == 8 {
		if d, k := readIdentity("00"+s, r.today); k == identityWhole && !r.isDay(s) {
			digits, kind = d, k
		}
	}
	switch kind {
	case identityWhole:
		r.Identity = Identity{digits}
	case identityInterim:
		r.problem(Warning, FieldIdentity, "identity_interim")
	case identityPartial:
		r.problem(Warning, FieldIdentity, "identity_partial")
	default:
		r.problem(Error, FieldIdentity, "identity_bad")
	}
}

func (r *rowReader) isDay(s string) bool {
	_, err := time.Parse("20060102", s)
	return err == nil
}

// readNumber reads the employment number. A number that is an identity number
// is used as such and never given as employment number, which would store it.
func (r *rowReader) readNumber() {
	s, lost := rows.Whole(r.text(r.line, FieldNumber), r.at(r.line, FieldNumber).Number)
	if lost {
		r.problem(Error, FieldNumber, "number_rounded")
		return
	}
	if digits, ok := identity.Digits(s, r.today); ok {
		r.problem(Warning, FieldNumber, "number_identity")
		if r.Identity.IsZero() {
			r.Identity = Identity{digits}
		}
		s = ""
	}
	if _, found := strip(s, r.today); found {
		r.problem(Warning, FieldNumber, "number_identity")
		s = ""
	}
	r.EmploymentNumber = s
	bad := r.identityGiven && len(r.Problems) > 0 && r.Problems[len(r.Problems)-1].Key == "staff.sheet.identity_bad"
	if s == "" && r.Identity.IsZero() && !bad {
		r.problemIn(Error, r.header(FieldNumber, FieldIdentity), "key_missing")
	}
}

func (r *rowReader) readNames() {
	r.FirstName, r.LastName = r.words(FieldFirst), r.words(FieldLast)
	if r.FirstName == "" || r.LastName == "" {
		if s := r.words(FieldName); s != "" {
			r.FirstName, r.LastName = splitName(s, r.lastFirst)
		}
	}
	switch {
	case r.FirstName == "" && r.LastName == "":
		r.problemIn(Error, r.header(FieldLast, FieldName, FieldFirst), "name_missing")
	case r.LastName == "":
		r.problemIn(Warning, r.header(FieldLast, FieldName), "name_partial")
	case r.FirstName == "":
		r.problemIn(Warning, r.header(FieldFirst, FieldName), "name_partial")
	}
}

func (r *rowReader) readPlace() {
	for _, i := range r.levels {
		if i >= len(r.line.Cells) || r.line.Cells[i].Faulty {
			continue
		}
		c := r.line.Cells[i]
		s, _ := rows.Whole(rows.Value(c), c.Number)
		s, found := strip(s, r.today)
		if found {
			r.problemIn(Warning, r.headers[i], "identity_in_text")
		}
		if s != "" && !excelErrors.MatchString(s) {
			r.Operations = append(r.Operations, Operation{r.headers[i], s})
		}
	}
	r.Unit, r.Ansvar, r.Team = r.words(FieldUnit), r.words(FieldAnsvar), r.words(FieldTeam)
	if r.Unit == "" && r.Ansvar == "" {
		r.problemIn(Error, r.header(FieldUnit, FieldAnsvar), "unit_missing")
	}
}

func (r *rowReader) readContact() {
	r.Mobile = r.whole(FieldMobile)
	s := r.words(FieldEmail)
	mail, ok := readEmail(s)
	switch {
	case s == "" && r.cols[FieldEmail] >= 0:
		r.problem(Warning, FieldEmail, "email_missing")
	case s != "" && !ok:
		r.problem(Warning, FieldEmail, "email_bad")
	case ok:
		r.Email = mail
	}
	r.Manager = r.readManager(r.whole(FieldManager))
	if n := r.whole(FieldManagerNumber); n != "" {
		r.Manager.Number, _ = strip(n, r.today)
	}
	if mail, ok := readEmail(r.text(r.line, FieldManagerEmail)); ok {
		r.Manager.Email, _ = strip(mail, r.today)
	}
	if digits, ok := identity.Digits(r.whole(FieldManagerIdentity), r.today); ok {
		r.Manager.Identity = Identity{digits}
	}
}

func (r *rowReader) readTerms() {
	r.Title, r.AID, r.FormText = r.words(FieldTitle), r.words(FieldAID), r.words(FieldForm)
	r.Form = ReadForm(r.FormText)
	s := r.text(r.line, FieldExtent)
	if s == "" {
		return
	}
	percent, ok := readPercent(s)
	if !ok {
		r.problem(Warning, FieldExtent, "percent_bad")
		return
	}
	r.ExtentPercent, r.HasExtent = percent, true
}

// readPercent takes "75", "75 %", "75,00" and the share "0,75". From nothing up
// to 1 a number without a percent sign is a share, so that 1 is full time.
func readPercent(s string) (float64, bool) {
	number, signed := strings.CutSuffix(strings.TrimSpace(s), "%")
	n, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(number), ",", ".", 1), 64)
	if err != nil || math.IsNaN(n) {
		return 0, false
	}
	if !signed && n <= 1 {
		n *= 100
	}
	n = math.Round(n*100) / 100
	return n, n >= 0 && n <= 100
}

func (r *rowReader) readPeriod() {
	start, hasStart := r.date(FieldStart)
	end, hasEnd := r.date(FieldEnd)
	if hasStart {
		r.Start = start.Format(time.DateOnly)
	}
	if hasEnd {
		r.End = end.Format(time.DateOnly)
	}
	if hasStart && hasEnd && end.Before(start) {
		r.problem(Error, FieldEnd, "end_before_start", "start", r.Start, "end", r.End)
	}
}

// date reads a date column; an open end is no date.
func (r *rowReader) date(f Field) (time.Time, bool) {
	s := r.text(r.line, f)
	if s == "" || noDate(s) || f == FieldEnd && noEnd(s) {
		return time.Time{}, false
	}
	t, ok := rows.Dates{Today: r.today, From1904: r.date1904}.Read(r.at(r.line, f), s)
	if ok && f == FieldEnd && t.Year() >= openYear {
		return time.Time{}, false
	}
	if ok && t.Year() >= firstYear && t.Year() < openYear {
		return t, true
	}
	if harmless(s) {
		r.problem(Error, f, "date_bad", "value", mask(s))
	} else {
		r.problem(Error, f, "date_text")
	}
	return time.Time{}, false
}

// harmless reports that a text which is no date may be shown: short, and only
// digits and separators, as anything else may be a name in the wrong column.
func harmless(s string) bool {
	return len(s) <= 20 && strings.Trim(s, "0123456789-/., :") == ""
}
