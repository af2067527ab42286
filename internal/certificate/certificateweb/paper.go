package certificateweb

import (
	"bytes"
	"io"
	"net/http"
	"strconv"

	"yrkesresan/internal/certificate"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/paper"
	"yrkesresan/internal/platform/web"
)

// paper is the holder's own certificate as PDF.
func (p *Pages) paper(w http.ResponseWriter, r *http.Request) error {
	s, err := p.Certificates.Sheet(r.Context(), web.ActorOf(r.Context()), r.PathValue("code"))
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := p.write(&out, s); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", `attachment; filename="kursintyg-`+s.Code+`.pdf"`)
	h.Set("Content-Length", strconv.Itoa(out.Len()))
	h.Set("Cache-Control", "private, no-store")
	_, err = out.WriteTo(w)
	return err
}

func (p *Pages) write(w io.Writer, s certificate.Sheet) error {
	return paper.Write(w, p.document(p.Frame.Texts, s))
}

// document is a certificate on one A4 page. It tells nothing of employer or unit (rule 20).
func (p *Pages) document(c *lang.Catalog, s certificate.Sheet) paper.Document {
	d := paper.Document{
		Title: c.T("certificate.paper_title", "course", s.Title), Author: p.Frame.Product, Created: s.IssuedAt,
		Foot: c.T("certificate.paper_foot", "code", s.Code, "product", p.Frame.Product),
		Elements: []paper.Element{
			paper.Mark{Name: p.Frame.Product},
			paper.Rule{},
			paper.Space{MM: 8},
			paper.Heading{Level: 1, Text: c.T("certificate.paper_heading")},
			paper.Space{MM: 4},
			paper.Paragraph{Text: s.Holder, Style: paper.Large},
			paper.Paragraph{Text: c.T("certificate.paper_has"), Style: paper.Lead},
			paper.Heading{Level: 2, Text: s.Title},
			paper.Facts{Pairs: facts(c, s)},
		},
	}
	if len(s.Goals) > 0 {
		d.Elements = append(d.Elements, paper.Heading{Level: 2, Text: c.T("certificate.can_now")}, paper.List{Items: s.Goals})
	}
	if s.EvidenceOnly {
		d.Elements = append(d.Elements, paper.Heading{Level: 2, Text: c.T("certificate.evidence_title")}, paper.Paragraph{Text: c.T("certificate.evidence")})
	}
	d.Elements = append(d.Elements, paper.QR{URL: p.address(s.Code), Alt: c.T("certificate.paper_check_alt"),
		Title: c.T("certificate.paper_code", "code", s.Code), Text: c.T("certificate.paper_check"), AtBottom: true})
	return d
}

func facts(c *lang.Catalog, s certificate.Sheet) []paper.Pair {
	pairs := []paper.Pair{{Term: c.T("certificate.done"), Value: c.Date(s.IssuedAt)}}
	switch {
	case s.Expired:
		pairs = append(pairs, paper.Pair{Term: c.T("certificate.valid_until_past"), Value: c.DateOf(s.ValidUntil)})
	case s.ValidUntil != "":
		pairs = append(pairs, paper.Pair{Term: c.T("certificate.valid_until"), Value: c.DateOf(s.ValidUntil)})
	}
	if s.Hours > 0 {
		pairs = append(pairs, paper.Pair{Term: c.T("certificate.hours"), Value: hours(c, s.Hours)})
	}
	return append(pairs, paper.Pair{Term: c.T("certificate.version"), Value: strconv.FormatInt(s.Version, 10)})
}
