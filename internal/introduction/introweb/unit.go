package introweb

import (
	"net/http"
	"net/url"
	"strconv"

	"yrkesresan/internal/introduction"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// unit is the manager's page: who is new, what is late, who lacks a mentor or a buddy.
func (p *Pages) unit(w http.ResponseWriter, r *http.Request) error {
	id, chooser, err := p.units(r, may.PlanPerson, unitAt)
	if err != nil {
		return err
	}
	closed := r.URL.Query().Get("visa") == "klara"
	n, all, err := p.Introductions.AtUnit(r.Context(), actor(r), id, closed)
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("introduction.unit"), Lead: n.Name, Back: ui.Link{Href: "/min-grupp", Text: c.T("introduction.to_group")}, Said: said(c, r)}
	if chooser != nil {
		v.Add(chooser)
	}
	other := ui.LinkButtonProps{Href: page.At(unitAt, "enhet", id, "visa", "klara"), Text: c.T("introduction.show_closed"), Kind: ui.Quiet}
	if closed {
		other = ui.LinkButtonProps{Href: page.At(unitAt, "enhet", id), Text: c.T("introduction.show_open"), Kind: ui.Quiet}
	}
	links := []ui.LinkButtonProps{{Href: page.At(unitAt+"/ny", "enhet", id), Text: c.T("introduction.begin"), Kind: ui.Secondary, Icon: "plus"}}
	if may.AskSomewhere(actor(r), may.WriteWorkplace) == nil {
		links = append(links, ui.LinkButtonProps{Href: page.At(workAt, "plats", id), Text: c.T("introduction.to_work"), Kind: ui.Secondary})
	}
	links = append(links, ui.LinkButtonProps{Href: page.At(unitAt+"/handledning", "enhet", id), Text: c.T("introduction.to_log"), Kind: ui.Secondary}, other)
	var parts []ui.Part
	for _, l := range all {
		parts = append(parts, p.newcomer(c, l))
	}
	switch {
	case len(parts) > 0:
		v.Add(ui.Parts(parts))
	case closed:
		v.Add(sheet.Para(c.T("introduction.none_closed")))
	default:
		v.Add(ui.Empty(ui.EmptyProps{Icon: "users", Title: c.T("introduction.nobody_new"), Text: c.T("introduction.nobody_new_text")}))
	}
	v.Add(sheet.Links(links...))
	return p.show(w, r, v)
}

// newcomer is a line of the manager's list.
func (p *Pages) newcomer(c *lang.Catalog, l introduction.Line) ui.Part {
	note := c.T("introduction.since", "day", c.DateOf(l.StartDay), "name", l.Template.Name) + " " + c.T("introduction.so_far", "done", l.Standing.Done, "n", l.Standing.All)
	if l.LacksMentor() {
		note += " " + c.T("introduction.lacks_mentor")
	}
	if l.LacksBuddy() {
		note += " " + c.T("introduction.lacks_buddy")
	}
	part := ui.Part{Href: unitAt + "/" + url.PathEscape(l.ID), Title: l.Name, Note: note, Status: ui.Ongoing}
	switch {
	case l.State == introduction.Done:
		part.Status = ui.Done
	case l.State == introduction.Ended:
		part.Status, part.Word = ui.NotApplicable, c.T("introduction.ended")
	case l.State == introduction.Paused || l.Away:
		part.Status = ui.Paused
	case l.Late():
		part.Status, part.Word = ui.Overdue, c.T("introduction.late_n", "n", l.Standing.Late)
	}
	return part
}

// newOne begins an introduction by hand.
func (p *Pages) newOne(w http.ResponseWriter, r *http.Request) error { return p.showNew(w, r, nil) }

func (p *Pages) showNew(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	c := p.catalog(r)
	id, chooser, err := p.units(r, may.PlanPerson, unitAt+"/ny")
	if err != nil {
		return err
	}
	n, people, err := p.Introductions.Newcomers(r.Context(), actor(r), id)
	if err != nil {
		return err
	}
	v := &sheet.Sheet{Title: c.T("introduction.begin"), Lead: n.Name, Back: ui.Link{Href: page.At(unitAt, "enhet", id), Text: c.T("introduction.unit")}, Wrong: wrong}
	if chooser != nil {
		v.Add(chooser)
	}
	options := opt(nil, "", c.T("introduction.choose"))
	for _, x := range people {
		options = opt(options, x.PersonID, x.Name)
	}
	templates, err := p.templates(r, c.T("introduction.fitting"))
	if err != nil {
		return err
	}
	f := fill(v, c, r, "dag", p.Introductions.Today()).pick("person", "person", options).pick("mall", "template", templates).typed("dag", "start", "date")
	f.Tick(f.named("flytt", "move"))
	v.Add(f.end(sheet.Send{Action: unitAt + "/ny", Hidden: hidden("enhet", id), Button: c.T("introduction.begin_now")}))
	return p.show(w, r, v)
}

// templates are the checklists to choose from.
func (p *Pages) templates(r *http.Request, first string) ([]ui.Option, error) {
	all, err := p.Introductions.Library(r.Context(), actor(r))
	var out []ui.Option
	if first != "" {
		out = opt(out, "", first)
	}
	for _, t := range all {
		out = opt(out, t.ID, t.Name)
	}
	return out, err
}

func (p *Pages) begin(w http.ResponseWriter, r *http.Request) error {
	id, err := p.Introductions.Begin(r.Context(), actor(r), introduction.New{PersonID: r.PostFormValue("person"), UnitID: r.PostFormValue("enhet"), TemplateID: r.PostFormValue("mall"),
		Start: r.PostFormValue("dag"), Move: r.PostFormValue("flytt") != ""})
	if err != nil {
		wrong, err := refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showNew(w, r, wrong)
	}
	return web.Redirect(w, r, page.At(unitAt+"/"+url.PathEscape(id), "gjort", "borjat"))
}

// led is a newcomer as the manager sees it.
func (p *Pages) led(w http.ResponseWriter, r *http.Request) error {
	return p.showLed(w, r, r.PathValue("introduction"), nil)
}

func (p *Pages) showLed(w http.ResponseWriter, r *http.Request, id string, wrong map[string]string) error {
	c := p.catalog(r)
	s, err := p.Introductions.Sight(r.Context(), actor(r), id)
	if err != nil {
		return err
	}
	if !s.Leads {
		return introduction.ErrNone
	}
	v := &sheet.Sheet{Title: s.Name, Lead: c.T("introduction.own_lead", "name", s.Template.Name, "unit", s.Unit.Name), Back: ui.Link{Href: page.At(unitAt, "enhet", s.UnitID), Text: c.T("introduction.unit")}, Said: said(c, r), Wrong: wrong}
	p.standing(v, c, s)
	p.ledPeople(v, c, s)
	v.Add(p.steps(c, s)...)
	d := desk{c: c, r: r, s: s, from: fromLeader, now: p.Introductions.Today()}
	v.Add(d.blocks()...)
	if err := p.ledActions(v, c, r, s); err != nil {
		return err
	}
	return p.show(w, r, v)
}

// ledPeople are mentor and buddy, who names them, and the meetings: held or not.
func (p *Pages) ledPeople(v *sheet.Sheet, c *lang.Catalog, s introduction.Sight) {
	v.Add(sheet.Heading(c.T("introduction.people")))
	open := s.Open()
	for _, g := range []struct {
		part  introduction.Part
		is    *introduction.Guide
		asked bool
	}{{introduction.MentorPart, s.Mentor, s.AsksMentor}, {introduction.BuddyPart, s.Buddy, s.AsksBuddy}} {
		if g.is == nil && !g.asked && g.part == introduction.BuddyPart {
			continue
		}
		name, text := c.T("introduction.missing."+string(g.part)), c.T("introduction.name."+string(g.part))
		if g.is != nil {
			name, text = s.Names[g.is.PersonID], c.T("introduction.change."+string(g.part))
		}
		title := c.T("introduction.part."+string(g.part)) + ": " + name
		if open && s.Appoints {
			v.Add(sheet.Row(title, "", ui.LinkButton(ui.LinkButtonProps{Href: page.At(unitAt+"/"+url.PathEscape(s.ID)+"/utse", "del", string(g.part)), Text: text, Kind: ui.Secondary})))
		} else {
			v.Add(sheet.Para(title))
		}
	}
	p.meetings(v, c, s, true)
}

// ledActions are what a manager does about the whole: another checklist, a pause, an end.
func (p *Pages) ledActions(v *sheet.Sheet, c *lang.Catalog, r *http.Request, s introduction.Sight) error {
	at, rev := unitAt+"/"+url.PathEscape(s.ID), strconv.FormatInt(s.Revision, 10)
	if !s.Open() {
		if s.EndReason != "" {
			v.Add(sheet.Para(c.T("introduction.end_reason", "text", s.EndReason)))
		}
		return nil
	}
	v.Add(sheet.Heading(c.T("introduction.change")))
	pause := sheet.Send{Action: at, Hidden: hidden("gor", "pausa", "utgava", rev), Button: c.T("introduction.pause"), Kind: ui.Secondary}
	if s.State == introduction.Paused {
		pause = sheet.Send{Action: at, Hidden: hidden("gor", "fortsatt", "utgava", rev), Button: c.T("introduction.resume"), Kind: ui.Secondary}
	}
	v.Add(sheet.Para(c.T("introduction.pause_about")), sheet.FormOf(pause))
	buddy := sheet.Send{Action: at, Hidden: hidden("gor", "stod", "utgava", rev, "ja", "1"), Button: c.T("introduction.ask_buddy"), Kind: ui.Secondary}
	if s.AsksBuddy {
		buddy = sheet.Send{Action: at, Hidden: hidden("gor", "stod", "utgava", rev), Button: c.T("introduction.ask_no_buddy"), Kind: ui.Secondary}
	}
	v.Add(sheet.FormOf(buddy))
	templates, err := p.templates(r, "")
	if err != nil {
		return err
	}
	f := fill(v, c, r, "mall", s.TemplateID).pick("mall", "template", templates)
	v.Add(sheet.More(c.T("introduction.other_template"), sheet.Para(c.T("introduction.other_template_about")), f.end(sheet.Send{Action: at, Hidden: hidden("gor", "mall", "utgava", rev), Button: c.T("introduction.set_template"), Kind: ui.Secondary})))
	e := fill(v, c, r).area("skal", "reason", 3, false)
	v.Add(sheet.More(c.T("introduction.end"), e.end(sheet.Send{Action: at, Hidden: hidden("gor", "avsluta", "utgava", rev), Button: c.T("introduction.end_now"), Kind: ui.Danger})))
	return nil
}

func (p *Pages) lead(w http.ResponseWriter, r *http.Request) error {
	id, a, rev := r.PathValue("introduction"), actor(r), number(r.PostFormValue("utgava"))
	err, in := error(nil), p.Introductions
	switch r.PostFormValue("gor") {
	case "pausa":
		err = in.Pause(r.Context(), a, id, rev)
	case "fortsatt":
		err = in.Resume(r.Context(), a, id, rev)
	case "stod":
		err = in.AskBuddy(r.Context(), a, id, rev, r.PostFormValue("ja") != "")
	case "mall":
		err = in.SetTemplate(r.Context(), a, id, r.PostFormValue("mall"), rev)
	case "avsluta":
		err = in.End(r.Context(), a, id, rev, r.PostFormValue("skal"))
	default:
		err = introduction.ErrNone
	}
	if err != nil {
		wrong, err := refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showLed(w, r, id, wrong)
	}
	return web.Redirect(w, r, page.At(unitAt+"/"+url.PathEscape(id), "gjort", "sparat"))
}

// guides lets a manager name the mentor or the buddy.
func (p *Pages) guides(w http.ResponseWriter, r *http.Request) error {
	return p.showGuides(w, r, nil, nil)
}

func (p *Pages) showGuides(w http.ResponseWriter, r *http.Request, found []introduction.Candidate, wrong map[string]string) error {
	c, id, part := p.catalog(r), r.PathValue("introduction"), introduction.Part(r.FormValue("del"))
	s, err := p.Introductions.Sight(r.Context(), actor(r), id)
	if err != nil {
		return err
	}
	if part != introduction.BuddyPart {
		part = introduction.MentorPart
	}
	at := unitAt + "/" + url.PathEscape(id)
	v := &sheet.Sheet{Title: c.T("introduction.name." + string(part)), Lead: c.T("introduction.for_whom", "name", s.Name), Back: ui.Link{Href: at, Text: s.Name}, Wrong: wrong}
	v.Add(sheet.Para(c.T("introduction.about." + string(part))))
	text := r.FormValue("sok")
	all := found
	if found == nil {
		if all, err = p.Introductions.Candidates(r.Context(), actor(r), id, part, text); err != nil {
			return err
		}
	}
	options := opt(nil, "", c.T("introduction.nobody"))
	for _, x := range all {
		name := x.Name
		switch {
		case x.Mentor:
			name += ", " + c.T("introduction.holds_role")
		case x.Unit != "" && x.Unit != s.Unit.Name:
			name += ", " + x.Unit
		}
		options = opt(options, x.PersonID, name)
	}
	now := ""
	for _, g := range []*introduction.Guide{s.Mentor, s.Buddy} {
		if g != nil && g.Part == part {
			now = g.PersonID
		}
	}
	if len(found) == 1 {
		now = found[0].PersonID
	}
	v.Add(fill(v, c, r, "handledare", now).pick("handledare", "guide", options).end(sheet.Send{Action: at + "/utse", Hidden: hidden("del", string(part)), Button: c.T("introduction.save")}))
	v.Add(sheet.Heading(c.T("introduction.search_others")), sheet.FormOf(sheet.Send{Action: at + "/utse", Get: true, Hidden: hidden("del", string(part)), Button: c.T("introduction.search"), Kind: ui.Secondary},
		ui.Input(ui.FieldProps{Name: "sok", Label: c.T("introduction.f.search"), Value: text})))
	if part == introduction.BuddyPart {
		towns, err := p.Tree.Municipalities(r.Context(), p.Introductions.Today())
		if err != nil {
			return err
		}
		org.SortByName(towns)
		var where []ui.Option
		for _, n := range towns {
			where = opt(where, n.ID, n.Name)
		}
		f := fill(v, c, r, "kommun", s.EmployerID).pick("kommun", "town", where).input("nummer", "number")
		v.Add(sheet.Heading(c.T("introduction.elsewhere_title")), f.end(sheet.Send{Action: at + "/utse", Hidden: hidden("del", string(part), "gor", "hitta"), Button: c.T("introduction.find"), Kind: ui.Secondary}))
	}
	return p.show(w, r, v)
}

func (p *Pages) setGuide(w http.ResponseWriter, r *http.Request) error {
	id, a := r.PathValue("introduction"), actor(r)
	err := error(nil)
	if r.PostFormValue("gor") == "hitta" {
		found, lost := p.Introductions.Elsewhere(r.Context(), a, id, r.PostFormValue("kommun"), r.PostFormValue("nummer"))
		if lost == nil {
			return p.showGuides(w, r, []introduction.Candidate{found}, nil)
		}
		err = lost
	} else {
		err = p.Introductions.SetGuide(r.Context(), a, id, introduction.Part(r.PostFormValue("del")), r.PostFormValue("handledare"))
	}
	if err != nil {
		wrong, err := refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showGuides(w, r, nil, wrong)
	}
	return web.Redirect(w, r, page.At(unitAt+"/"+url.PathEscape(id), "gjort", "sparat"))
}
