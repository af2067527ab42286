package circleweb

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// looks are the status of agreements.
var looks = map[circle.AgreementState]ui.StatusKind{circle.Open: ui.NotStarted, circle.Going: ui.Ongoing, circle.Done: ui.Done, circle.Dropped: ui.NotApplicable}

// agreedParts are agreements as rows.
func (p *Pages) agreedParts(c *lang.Catalog, all []circle.Agreement) []ui.Part {
	var parts []ui.Part
	for _, g := range all {
		owner := g.Owner
		if owner == "" {
			owner = c.T("circle.the_unit")
		}
		x := ui.Part{Href: agreeAt + url.PathEscape(g.ID), Title: g.What, Note: c.T("circle.agreed_line", "owner", owner, "day", c.DateOf(g.Due)), Status: looks[g.State], Word: c.T("circle.agreed." + string(g.State))}
		if g.Overdue(p.Circles.Today()) {
			x.Status, x.Word = ui.Overdue, c.T("circle.agreed.due")
		}
		if g.Outcome != "" {
			x.Note += " " + g.Outcome
		}
		parts = append(parts, x)
	}
	return parts
}

// agreed is what a unit has agreed on in its meetings (R145).
func (p *Pages) agreed(w http.ResponseWriter, r *http.Request) error {
	unit, chooser, err := p.units(r, agreedAt)
	if err != nil {
		return err
	}
	number, over := page.Number(r.URL.Query().Get("sida")), r.URL.Query().Get("slut") != ""
	all, n, err := p.Circles.AgreementsOf(r.Context(), actor(r), unit.ID, !over, onePage, (number-1)*onePage)
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("circle.door.agreed"), Lead: unit.Name, Back: ui.Link{Href: homeAt, Text: c.T("circle.home")}}
	if chooser != nil {
		v.Add(chooser)
	}
	here, other, word := page.At(agreedAt, "enhet", unit.ID), page.At(agreedAt, "enhet", unit.ID, "slut", "1"), "circle.show_settled"
	if over {
		here, other, word = other, here, "circle.show_open"
	}
	if len(all) == 0 {
		v.Add(ui.Empty(ui.EmptyProps{Icon: "check", Title: c.T("circle.agreed_none"), Text: c.T("circle.agreed_none_text")}))
	} else {
		v.Add(ui.Parts(p.agreedParts(c, all)), ui.Pager(page.Pager(here, "sida", number, int(n), onePage)))
	}
	v.Add(sheet.Links(ui.LinkButtonProps{Href: other, Text: c.T(word), Kind: ui.Secondary}))
	return p.show(w, r, v)
}

func (p *Pages) agreement(w http.ResponseWriter, r *http.Request) error {
	return p.showAgreement(w, r, nil)
}

// showAgreement is one agreement, and how it went.
func (p *Pages) showAgreement(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	g, err := p.Circles.AgreementOf(r.Context(), actor(r), r.PathValue("agreement"))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: g.What, Wrong: wrong, Said: said(c, r), Back: ui.Link{Href: serieOf(g.CircleID, ""), Text: g.Circle}}
	owner := g.Owner
	if owner == "" {
		owner = c.T("circle.the_unit")
	}
	v.Add(ui.Facts([]ui.Fact{{Term: c.T("circle.f.owner"), Text: owner}, {Term: c.T("circle.f.due"), Text: c.DateOf(g.Due)}, {Term: c.T("circle.f.state"), Text: c.T("circle.agreed." + string(g.State))}}))
	if hints := identity.Hints(g.What, g.Outcome); len(hints) > 0 {
		v.Add(sheet.Note(ui.Warn, c.T("circle.hint")))
	}
	var states []ui.Choice
	for _, s := range []circle.AgreementState{circle.Done, circle.Going, circle.Dropped} {
		states = append(states, ui.Choice{Value: string(s), Text: c.T("circle.agreed." + string(s)), Note: c.T("circle.agreed_note." + string(s))})
	}
	f := fill(v, c, r, "vad", g.What, "lage", string(g.State), "resultat", g.Outcome, "uppfoljning", g.Due)
	f.area("vad", "what", 2, false)
	f.Choose(f.named("lage", "how_goes"), false, states)
	f.area("resultat", "outcome", 4, true).typed("uppfoljning", "next_due", "date", true)
	v.Add(sheet.Heading(c.T("circle.follow")))
	f.End(sheet.Send{Action: agreeAt + url.PathEscape(g.ID), Button: c.T("circle.save"), Hidden: [][2]string{{"revision", strconv.FormatInt(g.Revision, 10)}}})
	return p.show(w, r, v)
}

func (p *Pages) follow(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("agreement")
	revision, err := strconv.ParseInt(r.PostFormValue("revision"), 10, 64)
	if err != nil {
		revision = -1 // somebody else's, or none: told as changed
	}
	err = error(circle.ErrWhat)
	if _, asked := r.PostForm["vad"]; !asked || strings.TrimSpace(r.PostFormValue("vad")) != "" {
		err = p.Circles.Follow(r.Context(), actor(r), circle.FollowUp{ID: id, What: r.PostFormValue("vad"), State: circle.AgreementState(r.PostFormValue("lage")), Outcome: r.PostFormValue("resultat"), Due: r.PostFormValue("uppfoljning"), Revision: revision})
	}
	if err != nil {
		wrong, err := refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showAgreement(w, r, wrong)
	}
	return web.Redirect(w, r, page.At(agreeAt+url.PathEscape(id), "gjort", "sparat"))
}
