package recordweb

import (
	"strconv"

	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

// writer puts a record in words: to the person, or in the third person on paper for others.
type writer struct {
	*lang.Catalog
	reader string // the person, called "du"; "" on paper
}

func (t writer) kind(f record.Fact) string {
	if f.Waived() {
		return t.T("record.kind.waived")
	}
	if f.Kind == record.Attended && f.Source == record.FromCircle {
		return t.T("record.kind.met")
	}
	return t.T("record.kind." + string(f.Kind))
}

func (t writer) source(f record.Fact) string {
	key := "record.source." + f.Source
	switch {
	case t.reader == "" && t.Has(key+".paper"):
		return t.T(key + ".paper")
	case t.Has(key):
		return t.T(key)
	}
	return f.Source
}

func (t writer) who(w record.Who) string {
	switch {
	case w.PersonID != "" && w.PersonID == t.reader:
		return t.T("record.you")
	case w.PersonID == may.Operator().PersonID:
		return t.T("record.operator")
	case w.Name == "":
		return t.T("record.somebody")
	case w.Employer == "":
		return w.Name
	}
	return w.Name + ", " + w.Employer
}

func (t writer) version(f record.Fact) string {
	if f.Version == 0 {
		return "–"
	}
	return strconv.FormatInt(f.Version, 10)
}

func (t writer) until(f record.Fact) string {
	if f.ValidUntil == "" {
		return t.T("record.for_ever")
	}
	return t.DateOf(f.ValidUntil)
}

// revoked says when a line was taken back; why says by whom and for what reason.
func (t writer) revoked(l record.Line) string {
	return t.T("record.revoked_on", "date", l.Revoked.At)
}

func (t writer) why(l record.Line) string {
	return t.T("record.revoked_by", "who", t.who(l.RevokedBy), "reason", l.Revoked.Reason())
}

// look says what somebody saw: every kind of viewing has a word, at least a general one.
func (t writer) look(l record.Look) string {
	switch key := "record.look." + l.What; {
	case t.Has(key):
		return t.T(key)
	case l.List:
		return t.T("record.look_list")
	}
	return t.T("record.look_person")
}

// shares says what an employer sees from elsewhere.
func (t writer) shares(s record.Sharing) string {
	switch {
	case s.All:
		return t.T("record.shares_all", "employer", s.Employer)
	case s.Count() == 0:
		return t.T("record.shares_nothing", "employer", s.Employer)
	}
	return t.T("record.shares_some", "employer", s.Employer, "n", s.Count())
}

// row is a line as the table, the paper and the sheet have it, after the course's title.
func (t writer) row(l record.Line) []string {
	return []string{t.kind(l.Fact), t.Date(l.At), t.until(l.Fact), t.version(l.Fact), t.source(l.Fact), t.who(l.By)}
}
