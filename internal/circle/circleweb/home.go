package circleweb

import (
	"net/http"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
)

// home is what waits for the visitor, what the visitor leads, and the ways on.
func (p *Pages) home(w http.ResponseWriter, r *http.Request) error {
	todo, err := p.Circles.ToDo(r.Context(), actor(r))
	if err != nil {
		return err
	}
	led, err := p.Circles.Led(r.Context(), actor(r))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("circle.home"), Lead: c.T("circle.home_lead"), Said: said(c, r), Back: ui.Link{Href: string(page.LearningHub), Text: c.T("circle.to_learning")}}
	plans := may.AskSomewhere(actor(r), may.LeadMeetings) == nil
	if plans {
		v.Add(sheet.Links(ui.LinkButtonProps{Href: planAt, Text: c.T("circle.plan"), Icon: "plus"}))
	}
	p.addToDo(v, c, todo)
	if len(led) > 0 {
		v.Add(sheet.Heading(c.T("circle.i_lead")), ui.Parts(p.listed(c, led)))
	} else if plans {
		v.Add(ui.Empty(ui.EmptyProps{Icon: "users", Title: c.T("circle.lead_none"), Text: c.T("circle.lead_none_text")}))
	}
	ways := []ui.Part{{Href: ownListAt, Title: c.T("circle.door.own"), Note: c.T("circle.door.own_about")}}
	if plans {
		ways = append(ways, ui.Part{Href: unitAt, Title: c.T("circle.door.unit"), Note: c.T("circle.door.unit_about")},
			ui.Part{Href: agreedAt, Title: c.T("circle.door.agreed"), Note: c.T("circle.door.agreed_about")})
	}
	if plans || may.AskSomewhere(actor(r), may.KeepMaterial) == nil {
		ways = append(ways, ui.Part{Href: guidesAt, Title: c.T("circle.door.guides"), Note: c.T("circle.door.guides_about")})
	}
	v.Add(sheet.Heading(c.T("circle.ways")), ui.Doors(ways))
	return p.show(w, r, v)
}

// addToDo adds what waits: meetings of which nothing is said, and what is to be followed up.
func (p *Pages) addToDo(v *sheet.Sheet, c *lang.Catalog, todo circle.ToDo) {
	if len(todo.Missed)+len(todo.Agreements) == 0 {
		return
	}
	v.Add(sheet.Heading(c.T("circle.todo")))
	for _, m := range todo.Missed {
		text := c.T("circle.missed", "day", c.DateOf(m.Day))
		if !m.Leads {
			text = c.T("circle.missed_other", "day", c.DateOf(m.Day), "unit", m.Unit)
		}
		v.Add(sheet.Row(m.Circle, text, ui.LinkButton(ui.LinkButtonProps{Href: oneOf(m.ID), Text: c.T("circle.say_held"), Kind: ui.Secondary, Describes: m.Circle + " " + c.DateOf(m.Day)})))
	}
	for _, g := range todo.Agreements {
		v.Add(sheet.Row(g.What, c.T("circle.due_line", "circle", g.Circle, "day", c.DateOf(g.Due)),
			ui.LinkButton(ui.LinkButtonProps{Href: agreeAt + g.ID, Text: c.T("circle.follow"), Kind: ui.Secondary, Describes: g.What})))
	}
}

// listed are circles as rows of a list.
func (p *Pages) listed(c *lang.Catalog, all []circle.Listed) []ui.Part {
	var parts []ui.Part
	for _, l := range all {
		x := ui.Part{Href: serieOf(l.ID, ""), Title: l.Title, Note: c.T("circle.kind."+string(l.Kind)) + ". " + c.T("circle.held_of", "n", l.Held, "all", l.Of)}
		if l.NextDay != "" {
			x.Note += " " + c.T("circle.next_is", "day", c.DateOf(l.NextDay))
		}
		if l.Leader != "" {
			x.Note += " " + c.T("circle.led_by", "name", l.Leader)
		}
		switch {
		case l.Missed > 0:
			x.Status, x.Word = ui.Overdue, c.T("circle.state.missed")
		case l.EndedOn != "":
			x.Status, x.Word = ui.NotApplicable, c.T("circle.state.ended")
		case l.NextDay != "":
			x.Status, x.Word = ui.Booked, c.T("circle.state.planned")
		case l.Held > 0:
			x.Status, x.Word = ui.Done, c.T("circle.state.held")
		default:
			x.Status, x.Word = ui.NotApplicable, c.T("circle.state.cancelled")
		}
		parts = append(parts, x)
	}
	return parts
}

// unit is what a unit plans and has held: dates and numbers, no texts.
func (p *Pages) unit(w http.ResponseWriter, r *http.Request) error {
	c := p.catalog(r)
	unit, chooser, err := p.units(r, unitAt)
	if err != nil {
		return err
	}
	number, over := page.Number(r.URL.Query().Get("sida")), r.URL.Query().Get("slut") != ""
	all, n, _, err := p.Circles.UnitCircles(r.Context(), actor(r), unit.ID, over, onePage, (number-1)*onePage)
	if err != nil {
		return err
	}
	v := &sheet.Sheet{Title: c.T("circle.door.unit"), Lead: unit.Name, Back: ui.Link{Href: homeAt, Text: c.T("circle.home")}}
	if chooser != nil {
		v.Add(chooser)
	}
	v.Add(sheet.Quiet(c.T("circle.never_texts")))
	here, other, word := page.At(unitAt, "enhet", unit.ID), page.At(unitAt, "enhet", unit.ID, "slut", "1"), "circle.show_over"
	if over {
		here, other, word = other, here, "circle.show_going"
	}
	if len(all) == 0 {
		v.Add(ui.Empty(ui.EmptyProps{Icon: "users", Title: c.T("circle.unit_none"), Text: c.T("circle.lead_none_text")}))
	} else {
		v.Add(ui.Parts(p.listed(c, all)), ui.Pager(page.Pager(here, "sida", number, int(n), onePage)))
	}
	v.Add(sheet.Links(ui.LinkButtonProps{Href: page.At(planAt, "enhet", unit.ID), Text: c.T("circle.plan"), Icon: "plus"}, ui.LinkButtonProps{Href: other, Text: c.T(word), Kind: ui.Secondary},
		ui.LinkButtonProps{Href: page.At(agreedAt, "enhet", unit.ID), Text: c.T("circle.door.agreed"), Kind: ui.Secondary}))
	return p.show(w, r, v)
}
