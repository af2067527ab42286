package introweb

import (
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"yrkesresan/internal/introduction"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// own is the newcomer's page: what is to be done now, with one press each; who the mentor is; when they meet.
func (p *Pages) own(w http.ResponseWriter, r *http.Request) error {
	c := p.catalog(r)
	all, err := p.Introductions.Own(r.Context(), actor(r))
	if err != nil {
		return err
	}
	v := &sheet.Sheet{Title: c.T("introduction.title"), Said: said(c, r)}
	id := r.URL.Query().Get("id")
	if id == "" && len(all) > 0 {
		id = all[0].ID
	}
	if id == "" {
		v.Add(ui.Empty(ui.EmptyProps{Icon: "list", Title: c.T("introduction.none"), Text: c.T("introduction.none_text")}))
		return p.ownDoors(w, r, v, c)
	}
	s, err := p.Introductions.Sight(r.Context(), actor(r), id)
	if err != nil {
		return err
	}
	if !s.Own {
		return introduction.ErrNone
	}
	v.Lead = c.T("introduction.own_lead", "name", easy(r, s.Template.Name, s.Template.EasyName), "unit", s.Unit.Name)
	p.standing(v, c, s)
	d := desk{c: c, r: r, s: s, from: fromOwn, now: p.Introductions.Today()}
	p.people(v, c, s)
	v.Add(p.steps(c, s)...)
	v.Add(d.blocks()...)
	p.meetings(v, c, s, true)
	for _, x := range all {
		if x.ID != id {
			v.Add(sheet.Links(ui.LinkButtonProps{Href: page.At(homeAt, "id", x.ID), Text: c.T("introduction.other_one", "day", c.DateOf(x.StartDay)), Kind: ui.Quiet}))
		}
	}
	return p.ownDoors(w, r, v, c)
}

// standing tells how far somebody has come: in counts, never in percent.
func (p *Pages) standing(v *sheet.Sheet, c *lang.Catalog, s introduction.Sight) {
	st := s.Standing
	switch s.State {
	case introduction.Done:
		v.Add(sheet.Note(ui.OK, c.T("introduction.is_done", "day", c.DateOf(s.DoneOn))))
	case introduction.Paused:
		v.Add(sheet.Note(ui.Info, c.T("introduction.is_paused", "day", c.DateOf(s.PausedOn))))
	case introduction.Ended:
		v.Add(sheet.Note(ui.Info, c.T("introduction.is_ended", "day", c.DateOf(s.EndedOn))))
	}
	v.Add(ui.Steps(ui.StepsProps{Done: st.Done, All: st.All, Text: c.T("introduction.so_far", "done", st.Done, "n", st.All)}))
}

// steps tells how far the responsibility goes (context §2): what one does alone, together, and not yet.
func (p *Pages) steps(c *lang.Catalog, s introduction.Sight) (out []templ.Component) {
	at, all := s.Standing.Step, s.Template.Steps
	if at == 0 {
		return nil
	}
	now := all[at-1]
	out = append(out, sheet.Heading(c.T("introduction.step", "n", at, "of", len(all), "name", now.Name)))
	for _, part := range []struct {
		title string
		texts []string
	}{{c.T("introduction.step_alone"), now.Alone}, {c.T("introduction.step_together"), now.Together}, {c.T("introduction.step_not"), now.NotYet}} {
		if len(part.texts) > 0 {
			out = append(out, sheet.Smaller(part.title), sheet.List(part.texts))
		}
	}
	if s.Standing.Proposed > at {
		out = append(out, sheet.Para(c.T("introduction.step_next", "name", all[at].Name)))
	}
	return out
}

// people are mentor, buddy and when one meets next.
func (p *Pages) people(v *sheet.Sheet, c *lang.Catalog, s introduction.Sight) {
	mentor := c.T("introduction.no_mentor")
	if s.Mentor != nil {
		mentor = s.Names[s.Mentor.PersonID]
	}
	facts := []ui.Fact{{Term: c.T("introduction.mentor"), Text: mentor}}
	switch {
	case s.Buddy != nil:
		facts = append(facts, ui.Fact{Term: c.T("introduction.buddy"), Text: s.Names[s.Buddy.PersonID]})
	case s.AsksBuddy:
		facts = append(facts, ui.Fact{Term: c.T("introduction.buddy"), Text: c.T("introduction.no_buddy")})
	}
	if m := introduction.Next(s.Meetings, p.Introductions.Today()); m != nil {
		facts = append(facts, ui.Fact{Term: c.T("introduction.next"), Body: ui.CellLink(talkAt+"/"+url.PathEscape(m.ID), c.DateOf(m.Day))})
	}
	v.Add(ui.Facts(facts))
}

// meetings lists what is planned and held; folded where the page has other things first.
func (p *Pages) meetings(v *sheet.Sheet, c *lang.Catalog, s introduction.Sight, folded bool) {
	var parts []ui.Part
	for _, m := range s.Meetings {
		if m.ItemID != "" {
			continue
		}
		parts = append(parts, p.meetingPart(c, m))
	}
	switch {
	case len(parts) == 0:
	case folded:
		v.Add(sheet.More(c.T("introduction.all_meetings", "n", len(parts)), ui.Parts(parts)))
	default:
		v.Add(ui.Parts(parts))
	}
}

func (p *Pages) meetingPart(c *lang.Catalog, m introduction.Meeting) ui.Part {
	part := ui.Part{Href: talkAt + "/" + url.PathEscape(m.ID), Title: c.T("introduction.meeting_on", "day", c.DateOf(m.Day)), Status: ui.Booked, Word: c.T("introduction.meeting_planned")}
	switch {
	case m.State == introduction.Held:
		part.Status, part.Word = ui.Done, c.T("introduction.meeting_held")
	case m.Day < p.Introductions.Today():
		part.Status, part.Word = ui.Missing, c.T("introduction.meeting_passed")
	}
	return part
}

// ownDoors are the other pages of the room that concern the reader.
func (p *Pages) ownDoors(w http.ResponseWriter, r *http.Request, v *sheet.Sheet, c *lang.Catalog) error {
	signs, err := p.Introductions.ToSign(r.Context(), actor(r))
	if err != nil {
		return err
	}
	guides, err := p.Introductions.Guiding(r.Context(), actor(r))
	if err != nil {
		return err
	}
	sign := ui.Part{Href: signAt, Title: c.T("introduction.sign"), Note: c.T("introduction.sign_none")}
	if len(signs) > 0 {
		sign.Note = c.T("introduction.sign_door", "n", len(signs))
	}
	doors := []ui.Part{sign}
	if len(guides) > 0 {
		doors = append(doors, ui.Part{Href: guideAt, Title: c.T("introduction.guiding"), Note: c.T("introduction.guiding_door", "n", len(guides))})
	}
	doors = append(doors, ui.Part{Href: logAt, Title: c.T("introduction.log"), Note: c.T("introduction.log_door")})
	v.Add(sheet.Heading(c.T("introduction.more")), ui.Doors(doors))
	return p.show(w, r, v)
}

// ask lets the newcomer ask for a signature: of somebody by name, or with a code that the colleague types.
func (p *Pages) ask(w http.ResponseWriter, r *http.Request) error { return p.showAsk(w, r, nil) }

func (p *Pages) showAsk(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	c, id, item := p.catalog(r), r.FormValue("introduktion"), r.FormValue("rad")
	s, err := p.Introductions.Sight(r.Context(), actor(r), id)
	if err != nil {
		return err
	}
	l, ok := s.Standing.Line(item)
	if !ok || !s.Own {
		return introduction.ErrNoItem
	}
	v := &sheet.Sheet{Title: c.T("introduction.ask_title"), Lead: easy(r, l.Text, l.Easy), Back: ui.Link{Href: homeAt, Text: c.T("introduction.title")}, Wrong: wrong, Said: said(c, r)}
	if l.Done() {
		v.Add(sheet.State(ui.Done, c.T("introduction.done_on", "day", c.DateOf(l.Tick.On))))
		return p.show(w, r, v)
	}
	asked, is := s.Asked[item]
	if is && asked.PersonID != "" {
		v.Add(sheet.Note(ui.Info, c.T("introduction.asked_of", "name", s.Names[asked.PersonID])))
	}
	if is && asked.Code != "" {
		v.Add(sheet.Heading(c.T("introduction.code")), bigCode(asked.Code[:3]+" "+asked.Code[3:]), sheet.Para(c.T("introduction.code_how", "until", c.When(asked.Until, p.Frame.Now()))))
	}
	send := sheet.Send{Action: askAt, Hidden: hidden("introduktion", id, "rad", item), Button: c.T("introduction.make_code")}
	if is && asked.Code != "" {
		send.Button, send.Kind = c.T("introduction.new_code"), ui.Secondary
	} else {
		v.Add(sheet.Para(c.T("introduction.code_lead")))
	}
	v.Add(sheet.FormOf(send))
	if known := s.Known(); len(known) > 0 {
		names, err := p.Introductions.Names(r.Context(), known...)
		if err != nil {
			return err
		}
		options := opt(nil, "", c.T("introduction.choose"))
		for _, k := range known {
			options = opt(options, k, names[k])
		}
		f := fill(v, c, r).pick("kollega", "colleague", options)
		v.Add(sheet.Heading(c.T("introduction.ask_by_name")), f.end(sheet.Send{Action: askAt, Hidden: hidden("introduktion", id, "rad", item, "namn", "1"), Button: c.T("introduction.send_ask"), Kind: ui.Secondary}))
	}
	return p.show(w, r, v)
}

func (p *Pages) asked(w http.ResponseWriter, r *http.Request) error {
	id, item, who := r.PostFormValue("introduktion"), r.PostFormValue("rad"), r.PostFormValue("kollega")
	err := error(nil)
	if r.PostFormValue("namn") != "" && who == "" {
		err = introduction.ErrKnown
	} else {
		_, err = p.Introductions.AskSign(r.Context(), actor(r), id, item, who)
	}
	if err != nil {
		wrong, err := refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showAsk(w, r, wrong)
	}
	pairs := []string{"introduktion", id, "rad", item}
	if who != "" {
		pairs = append(pairs, "gjort", "fragat")
	}
	return web.Redirect(w, r, page.At(askAt, pairs...))
}

// sign is the colleague's page: what one is asked to sign, and a field for a code.
func (p *Pages) sign(w http.ResponseWriter, r *http.Request) error { return p.showSign(w, r, nil, nil) }

func (p *Pages) showSign(w http.ResponseWriter, r *http.Request, found *introduction.ToSign, wrong map[string]string) error {
	c := p.catalog(r)
	all, err := p.Introductions.ToSign(r.Context(), actor(r))
	if err != nil {
		return err
	}
	v := &sheet.Sheet{Title: c.T("introduction.sign"), Lead: c.T("introduction.sign_lead"), Wrong: wrong, Said: said(c, r)}
	if found != nil {
		v.Add(sheet.Heading(c.T("introduction.sign_this")), sheet.Row(found.Text, c.T("introduction.sign_for", "name", found.Name, "unit", found.Unit),
			sheet.FormOf(sheet.Send{Action: signAt, Hidden: hidden("kod", found.Code, "ja", "1"), Button: c.T("introduction.sign_yes"), About: found.Name})))
		return p.show(w, r, v)
	}
	for _, t := range all {
		v.Add(sheet.Row(t.Text, c.T("introduction.sign_for", "name", t.Name, "unit", t.Unit),
			sheet.FormOf(sheet.Send{Action: signAt, Hidden: hidden("introduktion", t.IntroductionID, "rad", t.ItemID), Button: c.T("introduction.sign_yes"), About: t.Name})))
	}
	if len(all) == 0 {
		v.Add(sheet.Para(c.T("introduction.nothing_to_sign")))
	}
	v.Add(sheet.Heading(c.T("introduction.have_code")), fill(v, c, r).input("kod", "code").end(sheet.Send{Action: signAt, Button: c.T("introduction.look_up"), Kind: ui.Secondary}))
	return p.show(w, r, v)
}

// signed looks up a code, and with a yes signs.
func (p *Pages) signed(w http.ResponseWriter, r *http.Request) error {
	code, a := r.PostFormValue("kod"), actor(r)
	err := error(nil)
	switch {
	case r.PostFormValue("introduktion") != "":
		err = p.Introductions.Sign(r.Context(), a, "", r.PostFormValue("introduktion"), r.PostFormValue("rad"))
	case r.PostFormValue("ja") != "":
		err = p.Introductions.Sign(r.Context(), a, code, "", "")
	default:
		found, lost := p.Introductions.LookUp(r.Context(), a, code)
		if lost == nil {
			return p.showSign(w, r, &found, nil)
		}
		err = lost
	}
	if err != nil {
		wrong, err := refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showSign(w, r, nil, wrong)
	}
	return web.Redirect(w, r, page.At(signAt, "gjort", "signerat"))
}
