package practiceweb

import (
	"net/http"
	"net/url"
	"strconv"

	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/practice"
	"yrkesresan/internal/practice/rule"
)

func (p *Pages) mountPilots(r web.Router, arranges web.Need) {
	one := pilotsAt + "/{pilot}"
	r.Page("GET "+pilotsAt, arranges, p.pilots)
	r.Page("POST "+pilotsAt, arranges, p.addPilot)
	r.Page("GET "+one, arranges, p.pilot)
	r.Page("POST "+one, arranges, p.link)
	r.Page("GET "+one+"/delar", arranges, p.pilotParts)
	r.Page("POST "+one+"/delar", arranges, p.savePilot)
	r.Page("GET "+one+"/lardom", arranges, p.lesson)
	r.Page("POST "+one+"/lardom", arranges, p.learn)
	r.Page("GET "+one+"/beslut", arranges, p.decision)
	r.Page("POST "+one+"/beslut", arranges, p.decide)
}

func pilotAt(id string) string { return pilotsAt + "/" + url.PathEscape(id) }

// pilotParts are the five parts with the field that each is written in (R272).
var fiveParts = []struct {
	field, key string
	text       func(practice.Pilot) string
}{
	{"behov", "needs", func(x practice.Pilot) string { return x.Needs }},
	{"mal", "goals", func(x practice.Pilot) string { return x.Goals }},
	{"arbetssatt", "way", func(x practice.Pilot) string { return x.Way }},
	{"tidplan", "plan", func(x practice.Pilot) string { return x.Plan }},
	{"uppfoljning", "follow", func(x practice.Pilot) string { return x.Follow }},
}

func (p *Pages) pilots(w http.ResponseWriter, r *http.Request) error { return p.showPilots(w, r, nil) }

func (p *Pages) showPilots(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	all, err := p.Practice.Pilots(r.Context(), actor(r))
	if err != nil {
		return err
	}
	places, err := p.Practice.Places(r.Context(), actor(r))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("practice.door.pilots"), Lead: c.T("practice.pilots_lead"), Wrong: wrong, Back: ui.Link{Href: homeAt, Text: c.T("practice.home")}}
	var parts []ui.Part
	for _, x := range all {
		parts = append(parts, ui.Part{Href: pilotAt(x.ID), Title: x.Name, Note: c.T("practice.phase."+string(x.Phase)) + ". " + c.T("practice.round", "n", x.Round)})
	}
	if len(parts) > 0 {
		v.Add(ui.Parts(parts))
	}
	f := fill(v, c, r).pick("plats", "place", placeOptions(places)).input("namn", "pilot_name").number("tak", "cap")
	v.Add(sheet.Heading(c.T("practice.new_pilot")), sheet.FormOf(sheet.Send{Action: pilotsAt, Button: c.T("practice.begin")}, f.Fields()...))
	return p.show(w, r, v)
}

func (p *Pages) addPilot(w http.ResponseWriter, r *http.Request) error {
	x, err := p.Practice.AddPilot(r.Context(), actor(r), practice.Pilot{OwnerID: r.PostFormValue("plats"), Name: r.PostFormValue("namn"), Cap: numberOf(r, "tak")})
	if err != nil {
		wrong, err := p.refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showPilots(w, r, wrong)
	}
	return web.Redirect(w, r, pilotAt(x.ID))
}

func (p *Pages) pilot(w http.ResponseWriter, r *http.Request) error { return p.showPilot(w, r, nil) }

func (p *Pages) showPilot(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	x, err := p.Practice.Pilot(r.Context(), actor(r), r.PathValue("pilot"))
	if err != nil {
		return err
	}
	c, at := p.catalog(r), pilotAt(x.ID)
	v := &sheet.Sheet{Title: x.Name, Lead: c.T("practice.phase."+string(x.Phase)) + ". " + c.T("practice.round", "n", x.Round), Wrong: wrong, Said: said(c, r), Back: ui.Link{Href: pilotsAt, Text: c.T("practice.door.pilots")}}
	v.Add(sheet.Para(c.T("practice.pilot_seats", "booked", x.Booked, "seats", x.Seats, "cap", x.Cap)))
	if x.Seats > x.Cap {
		v.Add(sheet.Note(ui.Warn, c.T("practice.pilot_over", "seats", x.Seats, "cap", x.Cap)))
	}
	v.Add(sheet.Heading(c.T("practice.five")))
	var facts []ui.Fact
	for _, part := range fiveParts {
		text := part.text(x.Pilot)
		if text == "" {
			text = c.T("practice.not_written")
		}
		facts = append(facts, ui.Fact{Term: c.T("practice.f." + part.key), Text: text})
	}
	v.Add(ui.Facts(facts), sheet.Links(ui.LinkButtonProps{Href: at + "/delar", Text: c.T("practice.edit_parts"), Kind: ui.Secondary, Icon: "pencil"}))
	p.phases(v, c, x)
	if err := p.pilotDays(v, c, r, x); err != nil {
		return err
	}
	p.lessons(v, c, x)
	return p.show(w, r, v)
}

// phases show what was decided and what the next step asks for.
func (p *Pages) phases(v *sheet.Sheet, c *lang.Catalog, x practice.Whole) {
	next := rule.Next(x.Phase)
	if len(next)+len(x.Decisions) > 0 {
		v.Add(sheet.Heading(c.T("practice.phases")))
	}
	var past []string
	for _, d := range x.Decisions {
		past = append(past, c.T("practice.decided", "day", c.Date(d.At.In(lang.Zone())), "phase", c.T("practice.phase."+string(d.To)), "name", d.By)+" "+d.Note)
	}
	if len(past) > 0 {
		v.Add(sheet.List(past))
	}
	for _, to := range next {
		name := c.T("practice.phase." + string(to))
		if lacks := x.Lacks[to]; len(lacks) > 0 {
			var parts []string
			for _, l := range lacks {
				parts = append(parts, c.T("practice.lacks."+l))
			}
			v.Add(sheet.Para(c.T("practice.gate_closed", "phase", name, "what", c.And(parts...))))
			continue
		}
		v.Add(sheet.Links(ui.LinkButtonProps{Href: page.At(pilotAt(x.ID)+"/beslut", "fas", string(to)), Text: c.T("practice.go_to", "phase", name), Kind: ui.Secondary}))
	}
}

func (p *Pages) pilotDays(v *sheet.Sheet, c *lang.Catalog, r *http.Request, x practice.Whole) error {
	v.Add(sheet.Heading(c.T("practice.pilot_days")))
	for _, o := range x.Occasions {
		v.Add(sheet.Row(o.Title+", "+dayWords(c, o.Occasion)+". "+c.T("practice.round", "n", o.Round)+" "+c.T("practice.seats_held", "n", o.Held, "seats", o.Seats), "", sheet.FormOf(sheet.Send{Action: pilotAt(x.ID), Hidden: [][2]string{{"bort", o.ID}}, Button: c.T("practice.remove"), Kind: ui.Secondary, About: o.Title})))
	}
	all, err := p.Practice.MayLink(r.Context(), actor(r), p.Frame.Now().AddDate(0, 0, -60).Format("2006-01-02"))
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return nil
	}
	options := opt(nil, "", c.T("practice.choose"))
	for _, o := range all {
		options = opt(options, o.ID, o.Title+", "+dayWords(c, o)+". "+c.T("practice.seats", "n", o.Seats))
	}
	f := fill(v, c, r).pick("tillfalle", "occasion", options)
	v.Add(sheet.FormOf(sheet.Send{Action: pilotAt(x.ID), Button: c.T("practice.link"), Kind: ui.Secondary}, f.Fields()...))
	return nil
}

// lessons are the log, with what is changed to the next round (R273).
func (p *Pages) lessons(v *sheet.Sheet, c *lang.Catalog, x practice.Whole) {
	v.Add(sheet.Heading(c.T("practice.lessons")))
	if len(x.Lessons) == 0 {
		v.Add(sheet.Para(c.T("practice.no_lessons")))
	}
	for _, l := range x.Lessons {
		where := c.T("practice.round", "n", l.Round)
		for _, o := range x.Occasions {
			if o.ID == l.OccasionID {
				where += " " + o.Title + ", " + dayWords(c, o.Occasion) + "."
			}
		}
		v.Add(sheet.Smaller(where), sheet.Written(l.Lesson))
		if l.Changes != "" {
			v.Add(sheet.Para(c.T("practice.changes", "round", l.Round+1, "what", l.Changes)))
		}
	}
	v.Add(sheet.Links(ui.LinkButtonProps{Href: pilotAt(x.ID) + "/lardom", Text: c.T("practice.add_lesson"), Kind: ui.Secondary, Icon: "plus"}))
}

func (p *Pages) link(w http.ResponseWriter, r *http.Request) (err error) {
	id := r.PathValue("pilot")
	if gone := r.PostFormValue("bort"); gone != "" {
		err = p.Practice.Unlink(r.Context(), actor(r), id, gone)
	} else {
		err = p.Practice.Link(r.Context(), actor(r), id, r.PostFormValue("tillfalle"))
	}
	if err != nil {
		wrong, err := p.refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showPilot(w, r, wrong)
	}
	return web.Redirect(w, r, pilotAt(id)+"?gjort=sparat")
}

func (p *Pages) pilotParts(w http.ResponseWriter, r *http.Request) error {
	return p.showParts(w, r, nil)
}

func (p *Pages) showParts(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	x, err := p.Practice.Pilot(r.Context(), actor(r), r.PathValue("pilot"))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("practice.five"), Lead: x.Name, Wrong: wrong, Back: ui.Link{Href: pilotAt(x.ID), Text: x.Name}}
	pairs := []string{"namn", x.Name, "tak", strconv.FormatInt(x.Cap, 10)}
	for _, part := range fiveParts {
		pairs = append(pairs, part.field, part.text(x.Pilot))
	}
	f := fill(v, c, r, pairs...).input("namn", "pilot_name")
	for _, part := range fiveParts {
		f.area(part.field, part.key, 4, true)
	}
	f.number("tak", "cap")
	v.Add(sheet.FormOf(sheet.Send{Action: pilotAt(x.ID) + "/delar", Hidden: [][2]string{{"utgava", strconv.FormatInt(x.Revision, 10)}}, Button: c.T("practice.save")}, f.Fields()...))
	return p.show(w, r, v)
}

func (p *Pages) savePilot(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("pilot")
	err := p.Practice.SavePilot(r.Context(), actor(r), practice.Pilot{ID: id, Revision: numberOf(r, "utgava"), Name: r.PostFormValue("namn"), Needs: r.PostFormValue("behov"), Goals: r.PostFormValue("mal"),
		Way: r.PostFormValue("arbetssatt"), Plan: r.PostFormValue("tidplan"), Follow: r.PostFormValue("uppfoljning"), Cap: numberOf(r, "tak")})
	if err != nil {
		wrong, err := p.refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showParts(w, r, wrong)
	}
	return web.Redirect(w, r, pilotAt(id)+"?gjort=sparat")
}

func (p *Pages) lesson(w http.ResponseWriter, r *http.Request) error { return p.showLesson(w, r, nil) }

func (p *Pages) showLesson(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	x, err := p.Practice.Pilot(r.Context(), actor(r), r.PathValue("pilot"))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("practice.add_lesson"), Lead: x.Name, Wrong: wrong, Back: ui.Link{Href: pilotAt(x.ID), Text: x.Name}}
	options := opt(nil, "", c.T("practice.no_occasion"))
	for _, o := range x.Occasions {
		options = opt(options, o.ID, o.Title+", "+dayWords(c, o.Occasion))
	}
	f := fill(v, c, r).pick("tillfalle", "occasion", options).area("text", "lesson", 4, false).area("andras", "changes", 3, true)
	v.Add(sheet.FormOf(sheet.Send{Action: pilotAt(x.ID) + "/lardom", Button: c.T("practice.save")}, f.Fields()...))
	return p.show(w, r, v)
}

func (p *Pages) learn(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("pilot")
	err := p.Practice.Learn(r.Context(), actor(r), id, practice.Lesson{OccasionID: r.PostFormValue("tillfalle"), Lesson: r.PostFormValue("text"), Changes: r.PostFormValue("andras")})
	if err != nil {
		wrong, err := p.refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showLesson(w, r, wrong)
	}
	return web.Redirect(w, r, pilotAt(id)+"?gjort=sparat")
}

func (p *Pages) decision(w http.ResponseWriter, r *http.Request) error {
	return p.showDecision(w, r, nil)
}

func (p *Pages) showDecision(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	x, err := p.Practice.Pilot(r.Context(), actor(r), r.PathValue("pilot"))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("practice.decision"), Lead: x.Name, Wrong: wrong, Back: ui.Link{Href: pilotAt(x.ID), Text: x.Name}}
	choices := ui.ChoicesProps{Name: "fas", Legend: c.T("practice.f.phase"), Error: wrong["fas"]}
	for _, to := range rule.Next(x.Phase) {
		choices.Choices = append(choices.Choices, ui.Choice{Value: string(to), Text: c.T("practice.phase." + string(to)), Chosen: r.FormValue("fas") == string(to)})
	}
	f := fill(v, c, r)
	f.Named("fas")
	if len(choices.Choices) > 0 {
		f.put(ui.Choices(choices)).area("text", "decision", 3, false)
		v.Add(sheet.FormOf(sheet.Send{Action: pilotAt(x.ID) + "/beslut", Hidden: [][2]string{{"utgava", strconv.FormatInt(x.Revision, 10)}}, Button: c.T("practice.decide")}, f.Fields()...))
	}
	return p.show(w, r, v)
}

func (p *Pages) decide(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("pilot")
	err := p.Practice.Decide(r.Context(), actor(r), id, rule.Phase(r.PostFormValue("fas")), r.PostFormValue("text"), numberOf(r, "utgava"))
	if err != nil {
		wrong, err := p.refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showDecision(w, r, wrong)
	}
	return web.Redirect(w, r, pilotAt(id)+"?gjort=sparat")
}
