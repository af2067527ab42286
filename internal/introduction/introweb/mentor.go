package introweb

import (
	"net/http"
	"net/url"
	"strconv"

	"yrkesresan/internal/introduction"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// guiding lists whom the reader is mentor or buddy of.
func (p *Pages) guiding(w http.ResponseWriter, r *http.Request) error {
	c := p.catalog(r)
	all, err := p.Introductions.Guiding(r.Context(), actor(r))
	if err != nil {
		return err
	}
	v := &sheet.Sheet{Title: c.T("introduction.guiding"), Lead: c.T("introduction.guiding_lead"), Back: ui.Link{Href: homeAt, Text: c.T("introduction.home")}, Said: said(c, r)}
	var parts []ui.Part
	for _, g := range all {
		if g.Part == introduction.BuddyPart {
			v.Add(sheet.Row(c.T("introduction.buddy_of", "name", g.Name), c.T("introduction.buddy_text", "unit", g.Unit.Name),
				sheet.FormOf(sheet.Send{Action: guideAt + "/" + url.PathEscape(g.ID), Button: c.T("introduction.decline"), Kind: ui.Secondary, About: g.Name})))
			continue
		}
		note := c.T("introduction.so_far", "done", g.Standing.Done, "n", g.Standing.All)
		if g.Next != nil {
			note += " " + c.T("introduction.next_meeting", "day", c.DateOf(g.Next.Day))
		}
		part := ui.Part{Href: guideAt + "/" + url.PathEscape(g.ID), Title: g.Name, Note: note, Status: ui.Ongoing}
		switch {
		case g.State == introduction.Paused:
			part.Status = ui.Paused
		case g.Standing.Late > 0:
			part.Status, part.Word = ui.Overdue, c.T("introduction.late_n", "n", g.Standing.Late)
		}
		parts = append(parts, part)
	}
	switch {
	case len(parts) > 0:
		v.Add(ui.Parts(parts))
	case len(all) == 0:
		v.Add(ui.Empty(ui.EmptyProps{Icon: "users", Title: c.T("introduction.guiding_none"), Text: c.T("introduction.guiding_none_text")}))
	}
	return p.show(w, r, v)
}

// guided is a newcomer's checklist as the mentor sees it.
func (p *Pages) guided(w http.ResponseWriter, r *http.Request) error {
	return p.showGuided(w, r, r.PathValue("introduction"), nil)
}

func (p *Pages) showGuided(w http.ResponseWriter, r *http.Request, id string, wrong map[string]string) error {
	c := p.catalog(r)
	s, err := p.Introductions.Sight(r.Context(), actor(r), id)
	if err != nil {
		return err
	}
	if !s.Mentors {
		return introduction.ErrNone
	}
	v := &sheet.Sheet{Title: s.Name, Lead: c.T("introduction.own_lead", "name", s.Template.Name, "unit", s.Unit.Name), Back: ui.Link{Href: guideAt, Text: c.T("introduction.guiding")}, Said: said(c, r), Wrong: wrong}
	p.standing(v, c, s)
	v.Add(sheet.Heading(c.T("introduction.meetings")))
	p.meetings(v, c, s, false)
	v.Add(fill(v, c, r).typed("dag", "day", "date").end(sheet.Send{Action: talkAt, Hidden: hidden("introduktion", s.ID), Button: c.T("introduction.add_meeting"), Kind: ui.Secondary}))
	v.Add(p.steps(c, s)...)
	d := desk{c: c, r: r, s: s, from: fromMentor, now: p.Introductions.Today()}
	v.Add(d.blocks()...)
	v.Add(sheet.Heading(c.T("introduction.decline_title")), sheet.Para(c.T("introduction.decline_text")),
		sheet.FormOf(sheet.Send{Action: guideAt + "/" + url.PathEscape(s.ID), Button: c.T("introduction.decline"), Kind: ui.Secondary}))
	return p.show(w, r, v)
}

func (p *Pages) decline(w http.ResponseWriter, r *http.Request) error {
	if err := p.Introductions.Decline(r.Context(), actor(r), r.PathValue("introduction")); err != nil {
		return err
	}
	return web.Redirect(w, r, page.At(guideAt, "gjort", "borta"))
}

// addTalk plans one more meeting, from the mentor's page or the manager's.
func (p *Pages) addTalk(w http.ResponseWriter, r *http.Request) error {
	id := r.PostFormValue("introduktion")
	talk, err := p.Introductions.AddMeeting(r.Context(), actor(r), id, r.PostFormValue("dag"))
	if err != nil {
		wrong, err := refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		if r.PostFormValue("fran") == fromLeader {
			return p.showLed(w, r, id, wrong)
		}
		return p.showGuided(w, r, id, wrong)
	}
	return web.Redirect(w, r, page.At(talkAt+"/"+url.PathEscape(talk), "gjort", "sparat"))
}

// talk is a meeting: its day, whether it was held, and what mentor and newcomer note.
func (p *Pages) talk(w http.ResponseWriter, r *http.Request) error { return p.showTalk(w, r, nil) }

func (p *Pages) showTalk(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	c := p.catalog(r)
	t, err := p.Introductions.Talk(r.Context(), actor(r), r.PathValue("talk"))
	if err != nil {
		return err
	}
	at, back := talkAt+"/"+url.PathEscape(t.ID), ui.Link{Href: homeAt, Text: c.T("introduction.title")}
	switch {
	case t.Sight.Mentors:
		back = ui.Link{Href: guideAt + "/" + url.PathEscape(t.IntroductionID), Text: t.Sight.Name}
	case !t.Sight.Own:
		back = ui.Link{Href: unitAt + "/" + url.PathEscape(t.IntroductionID), Text: t.Sight.Name}
	}
	v := &sheet.Sheet{Title: c.T("introduction.meeting_on", "day", c.DateOf(t.Day)), Lead: t.Title, Back: back, Said: said(c, r), Wrong: wrong}
	part := p.meetingPart(c, t.Meeting)
	v.Add(sheet.State(part.Status, part.Word))
	rev := strconv.FormatInt(t.Revision, 10)
	if t.State == introduction.Planned {
		if t.Day <= p.Introductions.Today() {
			v.Add(sheet.FormOf(sheet.Send{Action: at, Hidden: hidden("gor", "held", "utgava", rev, "dag", t.Day), Button: c.T("introduction.was_held")}))
		}
		f := fill(v, c, r, "dag", t.Day).typed("dag", "day", "date")
		v.Add(sheet.Heading(c.T("introduction.change_day")), f.end(sheet.Send{Action: at, Hidden: hidden("gor", "planned", "utgava", rev), Button: c.T("introduction.save"), Kind: ui.Secondary}))
		if t.ItemID == "" {
			v.Add(sheet.FormOf(sheet.Send{Action: at, Hidden: hidden("gor", "dropped", "utgava", rev, "dag", t.Day), Button: c.T("introduction.drop_meeting"), Kind: ui.Quiet}))
		}
	} else {
		v.Add(sheet.FormOf(sheet.Send{Action: at, Hidden: hidden("gor", "planned", "utgava", rev, "dag", t.Day), Button: c.T("introduction.not_held"), Kind: ui.Quiet}))
	}
	if t.ItemID != "" {
		return p.show(w, r, v)
	}
	v.Add(sheet.Heading(c.T("introduction.notes")))
	if !t.Reads {
		v.Add(sheet.Para(c.T("introduction.notes_hidden")))
		return p.show(w, r, v)
	}
	v.Add(sheet.Para(c.T("introduction.notes_lead")))
	if t.Since != "" {
		v.Add(sheet.Quiet(c.T("introduction.notes_since", "day", c.DateOf(t.Since))))
	}
	for _, n := range t.Notes {
		v.Add(sheet.Smaller(c.T("introduction.note_by", "name", n.Name, "when", c.DateOf(n.At.In(p.Introductions.Staff.Place).Format("2006-01-02")))), sheet.Written(n.Body))
		if n.Own {
			v.Add(sheet.FormOf(sheet.Send{Action: at, Hidden: hidden("gor", "bort", "anteckning", n.ID), Button: c.T("introduction.drop_note"), Kind: ui.Quiet}))
		}
	}
	v.Add(fill(v, c, r).area("text", "note", 4, false).end(sheet.Send{Action: at, Hidden: hidden("gor", "skriv"), Button: c.T("introduction.add_note"), Kind: ui.Secondary}))
	return p.show(w, r, v)
}

func (p *Pages) saveTalk(w http.ResponseWriter, r *http.Request) error {
	id, a, word := r.PathValue("talk"), actor(r), "sparat"
	err := error(nil)
	switch gor := r.PostFormValue("gor"); gor {
	case "skriv":
		warned := false
		warned, err = p.Introductions.AddNote(r.Context(), a, id, r.PostFormValue("text"))
		word = savedOr(warned)
	case "bort":
		if err = p.Introductions.DropNote(r.Context(), a, r.PostFormValue("anteckning")); err == nil {
			word = "borta"
		}
	default:
		err = p.Introductions.SetMeeting(r.Context(), a, introduction.Meeting{ID: id, Day: r.PostFormValue("dag"), State: introduction.MeetingState(gor), Revision: number(r.PostFormValue("utgava"))})
		if err == nil && gor == string(introduction.Dropped) {
			return web.Redirect(w, r, homeAt)
		}
	}
	if err != nil {
		wrong, err := refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showTalk(w, r, wrong)
	}
	return web.Redirect(w, r, page.At(talkAt+"/"+url.PathEscape(id), "gjort", word))
}
