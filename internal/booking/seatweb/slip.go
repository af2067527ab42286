package seatweb

import (
	"bytes"
	"net/http"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/paper"
)

// slips is a paper with a slip for each of the place's people who has an offer or a seat: for those without a phone.
func (p *Pages) slips(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("occasion")
	node, _, err := p.townOf(r, "/kommun/kursdagar/"+id)
	if err != nil {
		return err
	}
	a := page.Of(r.Context()).Actor
	d, err := p.Bookings.TownDay(r.Context(), a, node.ID, id)
	if err != nil {
		return err
	}
	roll, err := p.Bookings.Roll(r.Context(), a, id)
	if err != nil {
		return err
	}
	c, only := p.catalog(r), r.URL.Query().Get("bokning")
	doc := paper.Document{Title: c.T("seats.slip.title", "title", d.Occasion.Title), Author: node.Name, Created: p.Now(), Elements: []paper.Element{
		paper.Heading{Level: 1, Text: d.Occasion.Title, Kicker: node.Name}, paper.Paragraph{Text: p.days(c, d.Occasion)}}}
	n := 0
	for _, l := range roll {
		if l.EmployerID != node.ID || only != "" && l.ID != only || l.State != seat.Offered && l.State != seat.Booked {
			continue
		}
		n++
		doc.Elements = append(doc.Elements, p.slip(r, c, d, l)...)
	}
	if n == 0 {
		doc.Elements = append(doc.Elements, paper.Paragraph{Text: c.T("seats.slip.none")})
	}
	var out bytes.Buffer
	if err := paper.Write(&out, doc); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `inline; filename="lappar-`+d.Occasion.FirstDay+`.pdf"`)
	w.Header().Set("Cache-Control", "private, no-store")
	_, err = w.Write(out.Bytes())
	return err
}

// slip is one person's: what, when, where, and until when to answer.
func (p *Pages) slip(r *http.Request, c *lang.Catalog, d booking.TownDay, l booking.Line) []paper.Element {
	pairs := []paper.Pair{}
	for _, f := range p.facts(r.Context(), c, d.Occasion) {
		pairs = append(pairs, paper.Pair{Term: f.Term, Value: f.Text})
	}
	out := []paper.Element{paper.Rule{}, paper.Heading{Level: 2, Text: l.Name, Kicker: l.Unit}}
	if l.State == seat.Offered && l.OfferedUntil != nil {
		out = append(out, paper.Paragraph{Text: c.T("seats.slip.offer", "when", c.When(*l.OfferedUntil, p.Now())), Style: paper.Lead}, paper.Facts{Pairs: pairs}, paper.Paragraph{Text: c.T("seats.slip.answer")})
		return out
	}
	return append(out, paper.Paragraph{Text: c.T("seats.slip.booked"), Style: paper.Lead}, paper.Facts{Pairs: pairs}, paper.Paragraph{Text: c.T("seats.slip.cannot")})
}
