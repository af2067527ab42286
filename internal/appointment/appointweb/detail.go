package appointweb

import (
	"net/http"
	"strconv"
	"strings"

	"yrkesresan/internal/appointment"
	"yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

func (p *Pages) one(w http.ResponseWriter, r *http.Request) error { return p.showOne(w, r, nil) }

// showOne is one appointment with its history and what the visitor may do about it.
func (p *Pages) showOne(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	d, err := p.Appointments.Detail(r.Context(), actor(r), r.PathValue("appointment"))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("appointment.one", "name", d.Name, "kind", bears(c, d.Appointment)), Wrong: wrong, Said: said(c, r), Back: p.backOf(r, d)}
	v.Add(sheet.State(standing(c, d.Appointment, p.Appointments.Today())))
	if err := p.explain(r, v, d); err != nil {
		return err
	}
	v.Add(ui.Facts(facts(c, d)))
	if d.MayAnswer {
		answers(c, v, d)
	}
	at := oneOf(d.ID)
	if d.MayChange {
		v.Add(sheet.Heading(c.T("appointment.change")))
		v.Form(r, "uppdrag", d.Task, "till", lastDay(d.Until)).Input(sheet.Field{Name: "uppdrag", Label: c.T("appointment.f.task"), Tip: c.T("appointment.tip.task"), Rows: 3, Optional: true}).
			Input(sheet.Field{Name: "till", Label: c.T("appointment.f.until"), Tip: c.T("appointment.tip.until"), Type: "date", Optional: true}).
			End(sheet.Send{Action: at + "/andra", Hidden: [][2]string{{"utgava", strconv.FormatInt(d.Revision, 10)}}, Button: c.T("appointment.save"), Kind: ui.Secondary})
	}
	if d.MayEnd {
		v.Add(sheet.Heading(c.T("appointment.end")))
		v.Form(r).Input(sheet.Field{Name: "varfor", Label: c.T("appointment.f.why"), Optional: true}).
			End(sheet.Send{Action: at + "/avsluta", Button: c.T("appointment.end_button"), Kind: ui.Danger})
	}
	if len(d.Events) > 0 {
		v.Add(sheet.More(c.T("appointment.history"), sheet.List(history(c, d))))
	}
	return v.Show(w, r, p.Frame)
}

// backOf leads to the place for who appoints, home for others.
func (p *Pages) backOf(r *http.Request, d appointment.Detail) ui.Link {
	c := p.catalog(r)
	switch {
	case actor(r).PersonID == d.PersonID:
		return ui.Link{Href: ownAt, Text: c.T("appointment.own_title")}
	case d.MayChange && len(d.Places) > 0:
		return ui.Link{Href: page.At(unitAt, "enhet", d.Places[0].ID), Text: d.Places[0].Name}
	case may.AskSomewhere(actor(r), may.Appoint) == nil:
		return ui.Link{Href: unitAt, Text: c.T("appointment.unit_title")}
	}
	return ui.Link{}
}

// explain says why an appointment does not hold.
func (p *Pages) explain(r *http.Request, v *sheet.Sheet, d appointment.Detail) error {
	c := p.catalog(r)
	switch {
	case d.Over(p.Appointments.Today()):
	case d.State == rule.Asked:
		v.Add(sheet.Para(c.T("appointment.waits_for", "who", c.And(missing(c, d)...))))
	case d.State == rule.Training:
		titles, err := p.titles(r, d.Lacks)
		if err != nil {
			return err
		}
		v.Add(sheet.Para(c.T("appointment.lacks", "courses", c.And(titles...), "kind", kindName(c, d.Kind))))
	case d.State == rule.Resting:
		v.Add(sheet.Para(c.T("appointment.is_off")))
	case d.AwaySince != "":
		v.Add(sheet.Para(c.T("appointment.is_away", "date", c.DateOf(d.AwaySince))))
	}
	return nil
}

// missing are those whose yes is waited for.
func missing(c *lang.Catalog, d appointment.Detail) (out []string) {
	for _, side := range rule.Sides() {
		if _, said := d.Answers[side]; !said {
			out = append(out, c.T("appointment.side."+string(side)))
		}
	}
	return out
}

func facts(c *lang.Catalog, d appointment.Detail) []ui.Fact {
	out := []ui.Fact{{Term: c.T("appointment.fact.person"), Text: d.Name}, {Term: c.T("appointment.fact.places"), Text: names(c, d.Places)}, {Term: c.T("appointment.fact.when"), Text: when(c, d.From, d.Until)}}
	if d.Task != "" {
		out = append(out, ui.Fact{Term: c.T("appointment.fact.task"), Text: d.Task})
	}
	if !d.Lent() {
		return out
	}
	out = append(out, ui.Fact{Term: c.T("appointment.fact.employer"), Text: d.Employer.Name}, ui.Fact{Term: c.T("appointment.fact.home"), Text: d.Home.Name})
	for _, side := range rule.Sides() {
		text := c.T("appointment.answer.none")
		if answer, said := d.Answers[side]; said {
			if text = c.T("appointment.answer.no", "date", c.Date(answer.At)); answer.Yes {
				text = c.T("appointment.answer.yes", "date", c.Date(answer.At))
			}
		}
		out = append(out, ui.Fact{Term: c.T("appointment.answer_of." + string(side)), Text: text})
	}
	return out
}

// answers are the two buttons, each a form of its own: one tap is enough.
func answers(c *lang.Catalog, v *sheet.Sheet, d appointment.Detail) {
	at := oneOf(d.ID) + "/svara"
	v.Add(sheet.Heading(c.T("appointment.answer")), sheet.Para(c.T("appointment.answer_lead", "employer", d.Employer.Name)),
		sheet.FormOf(sheet.Send{Action: at, Hidden: [][2]string{{"svar", "ja"}}, Button: c.T("appointment.yes"), About: d.Name}),
		sheet.FormOf(sheet.Send{Action: at, Hidden: [][2]string{{"svar", "nej"}}, Button: c.T("appointment.no"), Kind: ui.Secondary, About: d.Name}))
}

// history is what was done, the latest first.
func history(c *lang.Catalog, d appointment.Detail) (out []string) {
	for _, e := range d.Events {
		text := c.T("appointment.event."+e.What, "kind", kindName(c, d.Kind))
		if e.Name != "" {
			text = c.T("appointment.event_by", "what", text, "name", e.Name)
		}
		if text = c.Date(e.At) + ": " + text; e.Note != "" {
			text += " " + e.Note
		}
		out = append(out, strings.TrimSpace(text))
	}
	return out
}

// done goes back to the appointment, or shows it again with what was wrong.
func (p *Pages) done(w http.ResponseWriter, r *http.Request, err error, word string) error {
	if err != nil {
		return refused(p.catalog(r), err, func(wrong map[string]string) error { return p.showOne(w, r, wrong) })
	}
	return web.Redirect(w, r, page.At(oneOf(r.PathValue("appointment")), "gjort", word))
}

func (p *Pages) answer(w http.ResponseWriter, r *http.Request) error {
	yes := r.PostFormValue("svar") == "ja"
	word := "no"
	if yes {
		word = "yes"
	}
	return p.done(w, r, p.Appointments.Answer(r.Context(), actor(r), r.PathValue("appointment"), yes), word)
}

func (p *Pages) change(w http.ResponseWriter, r *http.Request) error {
	revision, _ := strconv.ParseInt(r.PostFormValue("utgava"), 10, 64) // 0 is never the one that was seen
	err := p.Appointments.Change(r.Context(), actor(r), r.PathValue("appointment"), revision, r.PostFormValue("uppdrag"), r.PostFormValue("till"))
	return p.done(w, r, err, "changed")
}

func (p *Pages) end(w http.ResponseWriter, r *http.Request) error {
	return p.done(w, r, p.Appointments.End(r.Context(), actor(r), r.PathValue("appointment"), "", r.PostFormValue("varfor")), "ended")
}
