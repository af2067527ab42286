package circleweb

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

func (p *Pages) serie(w http.ResponseWriter, r *http.Request) error { return p.showSerie(w, r, nil) }

// showSerie is a circle: its meetings, people and agreements, as the visitor may see them.
func (p *Pages) showSerie(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	o, err := p.Circles.Open(r.Context(), actor(r), r.PathValue("circle"))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: o.Circle.Title, Lead: c.T("circle.kind."+string(o.Circle.Kind)) + ". " + o.Place.Unit.Name + ".", Wrong: wrong, Said: said(c, r), Back: ui.Link{Href: homeAt, Text: c.T("circle.home")}}
	if o.Leader != "" {
		v.Lead += " " + c.T("circle.led_by", "name", o.Leader)
	} else {
		v.Add(sheet.Note(ui.Warn, c.T("circle.no_leader")))
	}
	if o.Circle.EndedOn != "" {
		v.Add(sheet.Note(ui.Info, c.T("circle.ended_on", "day", c.DateOf(o.Circle.EndedOn), "why", o.Circle.EndWhy)))
	}
	p.addStalled(v, c, o)
	p.addReply(v, c, o)
	v.Add(sheet.Heading(c.T("circle.meetings")), ui.Parts(p.meetingParts(c, o)))
	if o.Steers && o.Circle.EndedOn == "" {
		v.Add(sheet.Links(ui.LinkButtonProps{Href: serieOf(o.Circle.ID, "/ny"), Text: c.T("circle.another"), Kind: ui.Secondary, Icon: "plus"}))
	}
	p.addPeople(v, c, o)
	p.addAgreed(v, c, o)
	if o.Steers && o.Circle.EndedOn == "" {
		v.Add(sheet.Heading(c.T("circle.steer")), sheet.Links(ui.LinkButtonProps{Href: serieOf(o.Circle.ID, "/ledare"), Text: c.T("circle.change_leader"), Kind: ui.Secondary},
			ui.LinkButtonProps{Href: serieOf(o.Circle.ID, "/avsluta"), Text: c.T("circle.to_end"), Kind: ui.Secondary}))
	}
	return p.show(w, r, v)
}

// addStalled says what to do about meetings whose day has passed.
func (p *Pages) addStalled(v *sheet.Sheet, c *lang.Catalog, o circle.Opened) {
	if !o.Steers || o.Circle.EndedOn != "" {
		return
	}
	for _, m := range o.Meetings {
		if !m.Missed(p.Circles.Today()) {
			continue
		}
		day := c.DateOf(m.Day)
		v.Add(sheet.Row(c.T("circle.stalled", "day", day), c.T("circle.stalled_text"), ui.LinkButton(ui.LinkButtonProps{Href: leadOf(m.ID, "/hallen"), Text: c.T("circle.say_held"), Describes: day}),
			ui.LinkButton(ui.LinkButtonProps{Href: oneOf(m.ID), Text: c.T("circle.move"), Kind: ui.Secondary, Describes: day}),
			ui.LinkButton(ui.LinkButtonProps{Href: serieOf(o.Circle.ID, "/avsluta"), Text: c.T("circle.to_end"), Kind: ui.Secondary, Describes: day})))
	}
}

// addReply lets who is asked say no, or yes again.
func (p *Pages) addReply(v *sheet.Sheet, c *lang.Catalog, o circle.Opened) {
	if !o.IsMember || o.Circle.EndedOn != "" || o.Circle.LeaderID == o.Member.PersonID {
		return
	}
	at := serieOf(o.Circle.ID, "/svar")
	if o.Takes {
		v.Add(sheet.More(c.T("circle.cannot"), sheet.Para(c.T("circle.cannot_text")), sheet.FormOf(sheet.Send{Action: at, Hidden: [][2]string{{"svar", "nej"}}, Button: c.T("circle.decline"), Kind: ui.Secondary})))
		return
	}
	if !o.Replies {
		v.Add(sheet.Note(ui.Info, c.T("circle.out")))
		return
	}
	v.Add(sheet.Note(ui.Info, c.T("circle.declined")), sheet.FormOf(sheet.Send{Action: at, Hidden: [][2]string{{"svar", "ja"}}, Button: c.T("circle.accept")}))
}

// meetingParts are the meetings as rows.
func (p *Pages) meetingParts(c *lang.Catalog, o circle.Opened) []ui.Part {
	var parts []ui.Part
	for _, m := range o.Meetings {
		x := ui.Part{Title: m.Title, Note: when(c, m, p), Href: oneOf(m.ID)}
		switch {
		case o.Leads:
			x.Href = leadOf(m.ID, "")
		case o.Takes:
			x.Href = leadOf(m.ID, "/min")
		case !o.Steers:
			x.Href = ""
		}
		own, marked := o.Presence[m.ID][o.Member.PersonID]
		switch {
		case m.State == circle.Cancelled:
			x.Status, x.Word = ui.NotApplicable, c.T("circle.state.cancelled")
			if m.Why != "" {
				x.Note += ". " + m.Why
			}
		case m.State == circle.Held:
			x.Status, x.Word = ui.Done, c.T("circle.state.held")
			x.Note += ". " + c.T("circle.came", "n", o.Counts[m.ID], "time", c.Duration(int(m.HeldMinutes)))
		case m.Missed(p.Circles.Today()) && o.Steers:
			x.Status, x.Word = ui.Overdue, c.T("circle.state.missed")
		default:
			x.Status, x.Word = ui.Booked, c.T("circle.state.planned")
		}
		if marked && own.Present && o.Takes && !o.Leads {
			x.Note += " " + c.T("circle.you_were")
		}
		parts = append(parts, x)
	}
	return parts
}

// addPeople shows who takes part: to who leads with how often each was there, to others the names.
func (p *Pages) addPeople(v *sheet.Sheet, c *lang.Catalog, o circle.Opened) {
	v.Add(sheet.Heading(c.T("circle.people")))
	held := 0
	for _, m := range o.Meetings {
		if m.State == circle.Held {
			held++
		}
	}
	counts := (o.Leads || o.Answers) && held > 0
	table := ui.TableProps{ID: "personer", Caption: c.T("circle.people_n", "n", len(o.People)), Cards: true, Columns: []ui.Column{{Title: c.T("circle.col.name")}, {Title: c.T("circle.col.from")}}}
	if counts {
		table.Columns = append(table.Columns, ui.Column{Title: c.T("circle.col.there")})
	}
	for _, m := range o.People {
		from := o.Place.Unit.Name
		if m.How == circle.Guest {
			from = m.Unit
		}
		if m.Guarded && !o.Leads && !o.Answers || from == "" {
			from = "–"
		}
		if m.Leader {
			from += ", " + c.T("circle.leads")
		}
		if m.State == circle.Declined {
			from += ", " + c.T("circle.said_no")
		}
		row := ui.Row{Head: ui.Text(m.Name), Cells: []templ.Component{ui.Text(from)}}
		if counts {
			n := 0
			for _, x := range o.Meetings {
				if o.Presence[x.ID][m.PersonID].Counted {
					n++
				}
			}
			row.Cells = append(row.Cells, ui.Text(c.T("circle.there_of", "n", n, "all", held)))
		}
		table.Rows = append(table.Rows, row)
	}
	v.Add(ui.Table(table))
	if o.Steers && o.Circle.EndedOn == "" {
		links := []ui.LinkButtonProps{{Href: serieOf(o.Circle.ID, "/personer"), Text: c.T("circle.ask_more"), Kind: ui.Secondary, Icon: "users"}}
		if o.Leads {
			links = append(links, ui.LinkButtonProps{Href: serieOf(o.Circle.ID, "/grupper"), Text: c.T("circle.small"), Kind: ui.Secondary})
		}
		v.Add(sheet.Links(links...))
	}
}

// addAgreed shows what the group agreed on.
func (p *Pages) addAgreed(v *sheet.Sheet, c *lang.Catalog, o circle.Opened) {
	v.Add(sheet.Heading(c.T("circle.agreed")))
	if len(o.Agreements) == 0 {
		v.Add(sheet.Para(c.T("circle.agreed_none")))
		return
	}
	v.Add(ui.Parts(p.agreedParts(c, o.Agreements)))
}

// reply is the visitor's yes or no.
func (p *Pages) reply(w http.ResponseWriter, r *http.Request) error {
	id, yes := r.PathValue("circle"), r.PostFormValue("svar") == "ja"
	if err := p.Circles.Reply(r.Context(), actor(r), id, yes); err != nil {
		wrong, err := refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showSerie(w, r, wrong)
	}
	if yes {
		return web.Redirect(w, r, serieOf(id, "", "gjort", "ja"))
	}
	return web.Redirect(w, r, serieOf(id, "", "gjort", "nej"))
}

// steered opens the circle of the address for who plans meetings at its unit.
func (p *Pages) steered(r *http.Request) (circle.Opened, error) {
	o, err := p.Circles.Open(r.Context(), actor(r), r.PathValue("circle"))
	if err == nil && !o.Steers {
		err = circle.ErrNoCircle
	}
	return o, err
}

// sub begins a page about a circle.
func sub(c *lang.Catalog, o circle.Opened, title string, wrong map[string]string) *sheet.Sheet {
	return &sheet.Sheet{Title: title, Wrong: wrong, Back: ui.Link{Href: serieOf(o.Circle.ID, ""), Text: o.Circle.Title}}
}

func (p *Pages) another(w http.ResponseWriter, r *http.Request) error {
	return p.showAnother(w, r, nil)
}

func (p *Pages) showAnother(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	o, err := p.steered(r)
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := sub(c, o, c.T("circle.another"), wrong)
	last, n := circle.Meeting{Begins: "13:30"}, 0
	for _, m := range o.Meetings {
		if m.State != circle.Cancelled {
			last = m
			n++
		}
	}
	parts := make([]ui.Option, 0, len(o.Circle.Guide.Meetings))
	for i, m := range o.Circle.Guide.Meetings {
		parts = append(parts, ui.Option{Value: strconv.Itoa(i + 1), Text: m.Title})
	}
	next := strconv.Itoa(n%max(1, len(parts)) + 1)
	f := fill(v, c, r, "del", next, "tid", last.Begins, "lokal", last.Place, "lank", last.Link)
	if len(parts) > 1 {
		f.pick("del", "part", parts)
	}
	f.typed("dag", "day", "date", false).typed("tid", "time", "time", false).typed("lokal", "place", "", true).typed("lank", "link", "url", true)
	f.End(sheet.Send{Action: serieOf(o.Circle.ID, "/ny"), Button: c.T("circle.another")})
	return p.show(w, r, v)
}

func (p *Pages) addMeeting(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("circle")
	part, err := strconv.ParseInt(r.PostFormValue("del"), 10, 64)
	if err != nil {
		part = 0 // the next of the guide
	}
	_, err = p.Circles.Add(r.Context(), actor(r), id, circle.Meeting{Part: part, Day: r.PostFormValue("dag"), Begins: r.PostFormValue("tid"), Place: r.PostFormValue("lokal"), Link: r.PostFormValue("lank")})
	if err != nil {
		wrong, err := refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showAnother(w, r, wrong)
	}
	return web.Redirect(w, r, serieOf(id, "", "gjort", "ny"))
}

func (p *Pages) leader(w http.ResponseWriter, r *http.Request) error { return p.showLeader(w, r, nil) }

func (p *Pages) showLeader(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	o, err := p.steered(r)
	if err != nil {
		return err
	}
	all, err := p.Circles.LeadersAt(r.Context(), actor(r), o.Circle.UnitID)
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := sub(c, o, c.T("circle.change_leader"), wrong)
	v.Lead = c.T("circle.change_leader_lead")
	fill(v, c, r, "ledare", o.Circle.LeaderID).pick("ledare", "leader", options(all)).End(sheet.Send{Action: serieOf(o.Circle.ID, "/ledare"), Button: c.T("circle.hand_over")})
	return p.show(w, r, v)
}

func (p *Pages) handOver(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("circle")
	if err := p.Circles.HandOver(r.Context(), actor(r), id, r.PostFormValue("ledare")); err != nil {
		wrong, err := refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showLeader(w, r, wrong)
	}
	return web.Redirect(w, r, serieOf(id, "", "gjort", "ledare"))
}

func (p *Pages) ending(w http.ResponseWriter, r *http.Request) error { return p.showEnding(w, r, nil) }

func (p *Pages) showEnding(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	o, err := p.steered(r)
	if err != nil {
		return err
	}
	c, left := p.catalog(r), 0
	for _, m := range o.Meetings {
		if m.State == circle.Planned {
			left++
		}
	}
	v := sub(c, o, c.T("circle.to_end"), wrong)
	v.Lead = c.T("circle.end_lead", "n", left)
	fill(v, c, r).typed("varfor", "why", "", left == 0).End(sheet.Send{Action: serieOf(o.Circle.ID, "/avsluta"), Button: c.T("circle.to_end")})
	return p.show(w, r, v)
}

func (p *Pages) end(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("circle")
	if err := p.Circles.End(r.Context(), actor(r), id, r.PostFormValue("varfor")); err != nil {
		wrong, err := refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showEnding(w, r, wrong)
	}
	return web.Redirect(w, r, serieOf(id, "", "gjort", "slut"))
}
