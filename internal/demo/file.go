package demo

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// ahead is how many days before the first day somebody stands in a file.
const ahead = 21

// file is a municipality's staff file as its HR system gave it on a day.
func (w *world) file(t *town, day int) ([]byte, error) {
	var b bytes.Buffer
	out := csv.NewWriter(&b)
	out.Comma = ';'
	h := w.Header
	head := append([]string{h.Number, h.First, h.Last, h.Title}, t.Columns...)
	if err := out.Write(append(head, h.Unit, h.Code, h.Team, h.Email, h.Mobile, h.Chief, h.Form, h.Extent, h.Start, h.End)); err != nil {
		return nil, err
	}
	for _, p := range w.people {
		for _, row := range w.rows(p, t, day) {
			if err := out.Write(row); err != nil {
				return nil, err
			}
		}
	}
	out.Flush()
	return b.Bytes(), out.Error()
}

// rows are a person's employments in a file: none, one or two.
func (w *world) rows(p *person, t *town, day int) (rows [][]string) {
	if p.town == nil || p.Gone != 0 && p.Gone <= day || p.last != 0 && p.last < day {
		return nil
	}
	if p.town == t && p.Start <= day+ahead {
		u, team, title := p.unit, p.Team, p.Title
		if p.before != nil && day < p.Before.Until {
			u, team, title = p.before, p.Before.Team, p.Before.Title
		}
		rows = append(rows, w.row(p, row{number: p.number, unit: u, team: team, title: title, extent: p.Extent, start: p.Start}))
	}
	if p.also != nil && p.also.town == t && p.Also.Start <= day+ahead {
		rows = append(rows, w.row(p, row{p.second, p.also, p.Also.Team, p.Also.Title, p.Also.Extent, p.Also.Start}))
	}
	return rows
}

type row struct {
	number        string
	unit          *unit
	team, title   string
	extent, start int
}

func (w *world) row(p *person, r row) []string {
	cells := []string{r.number, p.Name[0], p.Name[1], r.title}
	for i := range r.unit.town.Columns {
		operation := ""
		if i < len(r.unit.In) {
			operation = r.unit.In[i]
		}
		cells = append(cells, operation)
	}
	chief, last := "", ""
	if c := w.chiefOf(r.unit); c != nil && c != p {
		chief = c.number
	}
	if p.last != 0 {
		last = w.date(p.last)
	}
	extent := ""
	if r.extent > 0 {
		extent = strconv.Itoa(r.extent)
	}
	return append(cells, r.unit.Name, r.unit.Ansvar, r.team, p.email, p.mobile, chief, p.Form, extent, w.date(r.start), last)
}

// email is an address under a name that never reaches anybody (RFC 2606).
func email(p *person) string {
	plain := func(name string) string {
		return strings.Map(func(r rune) rune {
			if r = unicode.ToLower(r); r >= 'a' && r <= 'z' {
				return r
			}
			return -1
		}, norm.NFD.String(name))
	}
	return fmt.Sprintf("%s.%s@kommun%s.example", plain(p.Name[0]), plain(p.Name[1]), p.town.Code)
}

// mobile is one of the numbers that Sweden keeps free for invented people.
func mobile(n int) string { return fmt.Sprintf("070-17406%02d", 5+n%95) }
