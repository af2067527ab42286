package practiceweb

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/practice"
	"yrkesresan/internal/practice/rule"
)

func requestAt(id string) string { return requestsAt + "/" + url.PathEscape(id) }

// stateOf is how far a request has come, as a status.
func stateOf(c *lang.Catalog, s rule.State) (ui.StatusKind, string) {
	text := c.T("practice.state." + string(s))
	switch s {
	case rule.Done:
		return ui.Done, text
	case rule.Declined:
		return ui.NotApplicable, text
	case rule.Asked:
		return ui.NotStarted, text
	}
	return ui.Ongoing, text
}

// requestParts lists requests; from names the unit and municipality.
func requestParts(c *lang.Catalog, all []practice.Request, from bool) (out []ui.Part) {
	for _, x := range all {
		note := c.T("practice.request_line", "n", x.People, "day", c.DateOf(x.By))
		if from {
			note = x.Unit + ", " + x.Municipality + ". " + note
		}
		if x.Trainer != "" {
			note += " " + c.T("practice.request_trainer", "name", x.Trainer)
		}
		kind, text := stateOf(c, x.State)
		out = append(out, ui.Part{Href: requestAt(x.ID), Title: short(x.Need), Note: note, Status: kind, Word: text})
	}
	return out
}

// short is the beginning of a text, for a list.
func short(s string) string {
	first := s
	if all := sheet.Lines(s); len(all) > 0 {
		first = all[0]
	}
	if r := []rune(first); len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return first
}

func (p *Pages) asked(w http.ResponseWriter, r *http.Request) error { return p.showAsked(w, r, nil) }

func (p *Pages) showAsked(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	id, chooser, err := p.units(r, may.BookStaff, askAt)
	if err != nil {
		return err
	}
	n, all, err := p.Practice.RequestsOf(r.Context(), actor(r), id)
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("practice.asks"), Lead: c.T("practice.asks_lead"), Wrong: wrong, Said: said(c, r), Back: ui.Link{Href: "/min-grupp", Text: c.T("practice.to_group")}}
	if chooser != nil {
		v.Add(chooser)
	}
	if len(all) > 0 {
		v.Add(sheet.Heading(c.T("practice.asked_at", "unit", n.Name)), ui.Parts(requestParts(c, all, false)))
	}
	f := fill(v, c, r).area("behov", "need", 5, false).number("antal", "people").typed("dag", "by", "date")
	v.Add(sheet.Heading(c.T("practice.new_ask")), sheet.Note(ui.Warn, c.T("practice.no_persons")), sheet.FormOf(sheet.Send{Action: askAt, Hidden: [][2]string{{"enhet", id}}, Button: c.T("practice.send")}, f.Fields()...))
	return p.show(w, r, v)
}

func numberOf(r *http.Request, name string) int64 {
	n, err := strconv.ParseInt(r.PostFormValue(name), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

func (p *Pages) ask(w http.ResponseWriter, r *http.Request) error {
	x, err := p.Practice.Ask(r.Context(), actor(r), practice.Request{UnitID: r.PostFormValue("enhet"), Need: r.PostFormValue("behov"), People: numberOf(r, "antal"), By: r.PostFormValue("dag")})
	if err != nil {
		wrong, err := p.refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showAsked(w, r, wrong)
	}
	return web.Redirect(w, r, page.At(askAt, "enhet", x.UnitID, "gjort", "skickat"))
}

func (p *Pages) requests(w http.ResponseWriter, r *http.Request) error {
	all, err := p.Practice.Incoming(r.Context(), actor(r))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("practice.door.requests"), Lead: c.T("practice.requests_lead"), Back: ui.Link{Href: homeAt, Text: c.T("practice.home")}}
	if len(all) == 0 {
		v.Add(ui.Empty(ui.EmptyProps{Icon: "mail", Title: c.T("practice.no_requests")}))
	} else {
		v.Add(ui.Parts(requestParts(c, all, true)))
	}
	return p.show(w, r, v)
}

func (p *Pages) tasks(w http.ResponseWriter, r *http.Request) error {
	all, err := p.Practice.AssignedTo(r.Context(), actor(r))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("practice.tasks"), Lead: c.T("practice.tasks_lead"), Back: ui.Link{Href: "/kursledare", Text: c.T("practice.to_led")}}
	if len(all) == 0 {
		v.Add(ui.Empty(ui.EmptyProps{Icon: "mail", Title: c.T("practice.no_tasks")}))
	} else {
		v.Add(ui.Parts(requestParts(c, all, true)))
	}
	return p.show(w, r, v)
}

func (p *Pages) request(w http.ResponseWriter, r *http.Request) error {
	return p.showRequest(w, r, nil)
}

func (p *Pages) showRequest(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	x, err := p.Practice.Request(r.Context(), actor(r), r.PathValue("skillrequest"))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: short(x.Need), Wrong: wrong, Said: said(c, r), Back: requestBack(c, x)}
	kind, text := stateOf(c, x.State)
	facts := []ui.Fact{{Term: c.T("practice.f.unit"), Text: x.Unit + ", " + x.Municipality}, {Term: c.T("practice.f.people"), Text: lang.Number(x.People)}, {Term: c.T("practice.f.by"), Text: c.DateOf(x.By)}}
	if x.Trainer != "" {
		facts = append(facts, ui.Fact{Term: c.T("practice.f.trainer"), Text: x.Trainer})
	}
	v.Add(sheet.State(kind, text), sheet.Written(x.Need), ui.Facts(facts))
	if x.OccasionID != "" {
		v.Add(sheet.Links(ui.LinkButtonProps{Href: "/kursdagar/" + url.PathEscape(x.OccasionID), Text: c.T("practice.to_occasion"), Kind: ui.Secondary}))
	}
	if len(x.Events) > 0 {
		v.Add(sheet.Heading(c.T("practice.history")), sheet.List(eventLines(c, x.Events)))
	}
	if err := p.steps(v, c, r, x); err != nil {
		return err
	}
	return p.show(w, r, v)
}

func requestBack(c *lang.Catalog, x practice.Seen) ui.Link {
	switch {
	case x.Arranges:
		return ui.Link{Href: requestsAt, Text: c.T("practice.door.requests")}
	case x.Answers:
		return ui.Link{Href: taskAt, Text: c.T("practice.tasks")}
	}
	return ui.Link{Href: page.At(askAt, "enhet", x.UnitID), Text: c.T("practice.asks")}
}

func eventLines(c *lang.Catalog, all []practice.Event) (out []string) {
	for _, e := range all {
		text := c.T("practice.event."+e.What, "day", c.Date(e.At.In(lang.Zone())))
		if e.By != "" {
			text += " " + e.By + "."
		}
		if e.Day != "" {
			text += " " + c.T("practice.proposed", "day", c.DateOf(e.Day))
		}
		if e.Note != "" {
			text += " " + e.Note
		}
		out = append(out, text)
	}
	return out
}

// steps are what the visitor may do with a request: one form for each, each on its own address by ?gor=.
func (p *Pages) steps(v *sheet.Sheet, c *lang.Catalog, r *http.Request, x practice.Seen) error {
	if !x.State.Open() {
		return nil
	}
	do := r.FormValue("gor")
	switch {
	case do == "tilldela" && x.Arranges:
		return p.assignForm(v, c, r, x)
	case do == "svara" && x.Answers && rule.Follows(x.State, rule.Answered):
		f := fill(v, c, r).area("text", "answer", 4, false).typed("dag", "proposed", "date")
		v.Add(sheet.Heading(c.T("practice.do_answer")), stepForm(c, x, do, f, "practice.send_answer"))
		return nil
	case do == "klart" && x.Arranges:
		days, err := p.Practice.Places(r.Context(), actor(r))
		if err != nil {
			return err
		}
		all, err := p.days(r, days)
		if err != nil {
			return err
		}
		options := opt(nil, "", c.T("practice.no_occasion"))
		for _, o := range all {
			options = opt(options, o.ID, o.Title+", "+dayWords(c, o))
		}
		f := fill(v, c, r).area("text", "outcome", 4, false).pick("tillfalle", "led_to", options)
		v.Add(sheet.Heading(c.T("practice.do_done")), stepForm(c, x, do, f, "practice.end"))
		return nil
	case do == "nej" && x.Arranges:
		f := fill(v, c, r).area("text", "why", 3, false)
		v.Add(sheet.Heading(c.T("practice.do_decline")), stepForm(c, x, do, f, "practice.decline"))
		return nil
	}
	var links []ui.LinkButtonProps
	for _, d := range []struct {
		what string
		to   rule.State
		may  bool
		text string
	}{{"tilldela", rule.Assigned, x.Arranges, "practice.do_assign"}, {"svara", rule.Answered, x.Answers, "practice.do_answer"},
		{"klart", rule.Done, x.Arranges, "practice.do_done"}, {"nej", rule.Declined, x.Arranges, "practice.do_decline"}} {
		if d.may && rule.Follows(x.State, d.to) {
			links = append(links, ui.LinkButtonProps{Href: page.At(requestAt(x.ID), "gor", d.what), Text: c.T(d.text), Kind: ui.Secondary})
		}
	}
	if len(links) > 0 {
		v.Add(sheet.Links(links...))
	}
	return nil
}

func (p *Pages) assignForm(v *sheet.Sheet, c *lang.Catalog, r *http.Request, x practice.Seen) error {
	all, err := p.Practice.Matching(r.Context(), actor(r), x.Need)
	if err != nil {
		return err
	}
	f := fill(v, c, r)
	f.Named("kursledare")
	choices := ui.ChoicesProps{Name: "kursledare", Legend: c.T("practice.f.trainer"), Error: v.Wrong["kursledare"]}
	for i, t := range all {
		if i == 30 {
			break
		}
		note := t.Field
		if t.Words > 0 {
			note = c.T("practice.matches", "field", t.Field)
		}
		choices.Choices = append(choices.Choices, ui.Choice{Value: t.ID, Text: t.Name, Note: note, Chosen: f.value("kursledare") == t.ID})
	}
	v.Add(sheet.Heading(c.T("practice.do_assign")))
	if len(all) == 0 {
		v.Add(sheet.Para(c.T("practice.no_trainers")))
		return nil
	}
	f.put(ui.Choices(choices)).area("text", "to_trainer", 3, true)
	v.Add(stepForm(c, x, "tilldela", f, "practice.assign"))
	return nil
}

func stepForm(c *lang.Catalog, x practice.Seen, do string, f *form, button string) templ.Component {
	return sheet.FormOf(sheet.Send{Action: requestAt(x.ID), Hidden: [][2]string{{"gor", do}, {"utgava", strconv.FormatInt(x.Revision, 10)}}, Button: c.T(button)}, f.Fields()...)
}

func (p *Pages) step(w http.ResponseWriter, r *http.Request) error {
	to := map[string]rule.State{"tilldela": rule.Assigned, "svara": rule.Answered, "klart": rule.Done, "nej": rule.Declined}[r.PostFormValue("gor")]
	id := r.PathValue("skillrequest")
	err := p.Practice.Go(r.Context(), actor(r), id, practice.Step{To: to, Revision: numberOf(r, "utgava"), TrainerID: r.PostFormValue("kursledare"), Day: r.PostFormValue("dag"),
		OccasionID: r.PostFormValue("tillfalle"), Note: r.PostFormValue("text")})
	if err != nil {
		wrong, err := p.refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showRequest(w, r, wrong)
	}
	return web.Redirect(w, r, requestAt(id)+"?gjort=skickat")
}
