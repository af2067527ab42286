package recordweb

import (
	"bytes"
	"net/http"

	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/paper"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/record"
)

// pdf is the record on paper. A protected identity is told by the contact code, as everywhere
// outside the manager's lists (rule 7).
func (p *Pages) pdf(w http.ResponseWriter, r *http.Request) error {
	a := web.ActorOf(r.Context())
	lines, err := p.Record.Lines(r.Context(), a, a.PersonID)
	if err != nil {
		return err
	}
	me, err := p.Record.Me(r.Context(), a)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := paper.Write(&out, p.document(me, lines)); err != nil {
		return err
	}
	return p.send(w, "application/pdf", "pdf", out.Bytes())
}

func (p *Pages) document(me record.Who, lines []record.Line) paper.Document {
	t := writer{Catalog: p.Frame.Texts}
	d := paper.Document{
		Title: t.T("record.paper_title", "name", me.Name), Author: p.Frame.Product, Created: p.Frame.Now(),
		PageLabel: func(n, all int) string { return t.T("record.paper_page", "page", n, "pages", all) },
		Elements: []paper.Element{
			paper.Mark{Name: p.Frame.Product},
			paper.Rule{},
			paper.Heading{Level: 1, Text: t.T("record.paper_heading")},
			paper.Paragraph{Text: me.Name, Style: paper.Large},
			paper.Paragraph{Text: t.T("record.paper_made", "date", p.Frame.Now())},
		},
	}
	if len(lines) == 0 {
		d.Elements = append(d.Elements, paper.Paragraph{Text: t.T("record.none")})
		return d
	}
	table := paper.Table{Header: []string{t.T("record.course"), t.T("record.what"), t.T("record.date"), t.T("record.valid_until"), t.T("record.version"), t.T("record.by")}, RowHeads: true}
	for _, l := range lines {
		until := l.ValidUntil
		if until == "" {
			until = t.T("record.for_ever")
		}
		what := t.kind(l.Fact) + "\n" + t.source(l.Fact)
		if l.Revoked != nil {
			what += "\n" + t.revoked(l) + ".\n" + t.why(l)
		}
		table.Rows = append(table.Rows, []string{l.Title, what, lang.ISO(l.At), until, t.version(l.Fact), t.who(l.By)})
	}
	d.Elements = append(d.Elements, table, paper.Paragraph{Text: t.T("record.paper_words"), Style: paper.Small})
	return d
}
