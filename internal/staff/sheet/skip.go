package sheet

import (
	"regexp"
	"strings"

	"yrkesresan/internal/platform/grid/rows"
)

// summary begins the rows that HR systems print under, and between, the people.
var summary = regexp.MustCompile(`(?i)^(del)?(summa|totalt?|totalsumma|antal|summering|utskriven|utskrivet|utskrift|utskriftsdatum|uttag|uttagsdatum|` +
	`genererad|genererat|skapad|rapport|rapportdatum|sida|källa|urval|selektion|slut på rapport|sum|page|printed)(\s|:|\d|$)`)

var smallCount = regexp.MustCompile(`(?i)^\d{1,7}([.,]\d+)?( (st|stycken|rader|poster|personer|anställda|anställningar|medarbetare))?$`)

// skips tells rows that are not people: the header or a title printed again at
// a page break, and totals. It never skips a row that could be an employment,
// as whoever is missing from the file ends.
func (p *parser) skips(l rows.Row) bool {
	return p.repeats(l) || p.sums(l)
}

func (p *parser) repeats(l rows.Row) bool {
	same := 0
	for i, c := range l.Cells {
		if c.Text != "" && i < len(p.headers) && strings.EqualFold(strings.TrimSpace(c.Text), p.headers[i]) {
			same++
		}
	}
	return same >= 3 || filled(l) <= p.titleCells && p.titles[foldLine(l)]
}

// sums reports a row that begins with a word for totals and names no person:
// number, identity and name are empty, counts, or that word. Somebody may be
// called Summa: a name that begins the row counts when number and unit are there.
func (p *parser) sums(l rows.Row) bool {
	first, at := "", 0
	for i, c := range l.Cells {
		if first = rows.Tidy(c.Text); first != "" {
			at = i
			break
		}
	}
	if !summary.MatchString(first) {
		return false
	}
	for _, f := range []Field{FieldNumber, FieldIdentity, FieldFirst, FieldLast, FieldName} {
		text := p.text(l, f)
		if text != "" && !summary.MatchString(text) && !smallCount.MatchString(text) {
			return false
		}
	}
	named := at == p.cols[FieldName] || at == p.cols[FieldFirst] || at == p.cols[FieldLast]
	return !named || p.text(l, FieldNumber) == "" || p.text(l, FieldUnit) == ""
}
