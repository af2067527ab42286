package describeweb

import (
	"bytes"
	"net/http"
	"strings"

	"yrkesresan/internal/platform/paper"
	"yrkesresan/internal/platform/web"
)

// pdf is the description on paper.
func (p *Pages) pdf(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, false)
	if err != nil {
		return err
	}
	d, owner, ok := l.applies()
	if !ok {
		return web.Redirect(w, r, l.at())
	}
	doc := paper.Document{Title: l.title(), Author: owner.Name, Created: d.At, Elements: []paper.Element{
		paper.Heading{Level: 1, Text: l.title(), Kicker: owner.Name},
		paper.Paragraph{Text: l.c.T("describe.since", "n", d.Version, "day", l.c.DateOf(d.From), "owner", owner.Name), Style: paper.Small}}}
	for _, s := range textOf(l.c, l.book, d.Text) {
		if s.Text == "" && len(s.Linked) == 0 {
			continue
		}
		doc.Elements = append(doc.Elements, paper.Heading{Level: 2, Text: s.Title}, paper.Paragraph{Text: s.Text})
		if len(s.Linked) > 0 {
			doc.Elements = append(doc.Elements, paper.Paragraph{Text: l.c.T("describe.linked") + " " + strings.Join(s.Linked, ", ") + "."})
		}
	}
	var out bytes.Buffer
	if err := paper.Write(&out, doc); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `inline; filename="uppdrag-`+l.role.Occupation+"-"+string(l.role.Level)+`.pdf"`)
	w.WriteHeader(http.StatusOK)
	_, err = w.Write(out.Bytes())
	return err
}
