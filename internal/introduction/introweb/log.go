package introweb

import (
	"net/http"
	"strconv"

	"yrkesresan/internal/introduction"
	"yrkesresan/internal/introduction/checklist"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// log is the reader's own: what was supervised, and what others have noted of supervising the reader (R248).
func (p *Pages) log(w http.ResponseWriter, r *http.Request) error {
	c := p.catalog(r)
	given, had, err := p.Introductions.Logged(r.Context(), actor(r))
	if err != nil {
		return err
	}
	may, err := p.Introductions.MayLog(r.Context(), actor(r))
	if err != nil {
		return err
	}
	v := &sheet.Sheet{Title: c.T("introduction.log"), Lead: c.T("introduction.log_lead"), Back: ui.Link{Href: homeAt, Text: c.T("introduction.home")}, Said: said(c, r)}
	if may {
		v.Add(sheet.Links(ui.LinkButtonProps{Href: logAt + "/ny", Text: c.T("introduction.add_log"), Icon: "plus"}))
	}
	if len(given) > 0 {
		v.Add(sheet.Heading(c.T("introduction.log_given")))
	}
	for _, s := range given {
		text := p.logNote(c, s)
		var names []string
		for _, x := range s.People {
			if names = append(names, x.Name); x.Denied {
				text += " " + c.T("introduction.denied_by", "name", x.Name)
			}
		}
		v.Add(sheet.Row(s.Topic, c.T("introduction.log_with", "names", c.And(names...))+" "+text, sheet.FormOf(sheet.Send{Action: logAt, Hidden: hidden("gor", "bort", "rad", s.ID), Button: c.T("introduction.drop_log"), Kind: ui.Quiet, About: s.Topic})))
	}
	if len(had) > 0 {
		v.Add(sheet.Heading(c.T("introduction.log_had")))
	}
	for _, s := range had {
		text, send := c.T("introduction.log_by", "name", s.By)+" "+p.logNote(c, s), sheet.Send{Action: logAt, Hidden: hidden("gor", "neka", "rad", s.ID), Button: c.T("introduction.deny"), Kind: ui.Secondary, About: s.Topic}
		if len(s.People) > 0 && s.People[0].Denied {
			text += " " + c.T("introduction.you_denied")
			send.Button, send.Hidden = c.T("introduction.deny_not"), hidden("gor", "stammer", "rad", s.ID)
		}
		v.Add(sheet.Row(s.Topic, text, sheet.FormOf(send)))
	}
	if len(given)+len(had) == 0 {
		v.Add(sheet.Para(c.T("introduction.log_none")))
	}
	return p.show(w, r, v)
}

func (p *Pages) logNote(c *lang.Catalog, s introduction.Supervision) string {
	return c.T("introduction.log_note", "day", c.DateOf(s.Day), "time", c.Duration(int(s.Minutes)), "unit", s.Unit)
}

func (p *Pages) changeLog(w http.ResponseWriter, r *http.Request) error {
	id, a, word := r.PostFormValue("rad"), actor(r), "sparat"
	err := error(nil)
	switch r.PostFormValue("gor") {
	case "bort":
		err, word = p.Introductions.Unlog(r.Context(), a, id), "borta"
	default:
		err = p.Introductions.Deny(r.Context(), a, id, r.PostFormValue("gor") == "neka")
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, page.At(logAt, "gjort", word))
}

// newLog notes a time of supervision.
func (p *Pages) newLog(w http.ResponseWriter, r *http.Request) error { return p.showNewLog(w, r, nil) }

func (p *Pages) showNewLog(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	c := p.catalog(r)
	units, err := p.Introductions.LogUnits(r.Context(), actor(r))
	if err != nil {
		return err
	}
	if len(units) == 0 {
		return introduction.ErrLicence
	}
	id := r.FormValue("enhet")
	if id == "" {
		id = units[0].ID
	}
	crew, err := p.Introductions.ToSupervise(r.Context(), actor(r), id)
	if f := fault.Of(err); f != nil && f.Key == introduction.ErrUnit.Key {
		return may.ErrDenied
	}
	if err != nil {
		return err
	}
	v := &sheet.Sheet{Title: c.T("introduction.add_log"), Lead: c.T("introduction.add_log_lead"), Back: ui.Link{Href: logAt, Text: c.T("introduction.log")}, Wrong: wrong}
	if len(units) > 1 {
		var options []ui.Option
		for _, u := range units {
			options = opt(options, u.ID, u.Name)
		}
		v.Add(sheet.FormOf(sheet.Send{Action: logAt + "/ny", Get: true, Button: c.T("introduction.show"), Kind: ui.Secondary}, ui.Select(ui.FieldProps{Name: "enhet", Label: c.T("introduction.f.unit"), Value: id, Options: options})))
	}
	var people []ui.Choice
	for _, x := range crew {
		people = append(people, ui.Choice{Value: x.PersonID, Text: x.Name})
	}
	f := fill(v, c, r, "dag", p.Introductions.Today(), "minuter", "30").typed("dag", "log_day", "date").typed("minuter", "log_minutes", "number").input("amne", "topic")
	f.Choose(f.named("personer", "people"), true, people)
	v.Add(f.end(sheet.Send{Action: logAt + "/ny", Hidden: hidden("enhet", id), Button: c.T("introduction.save")}))
	return p.show(w, r, v)
}

func (p *Pages) addLog(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	s := introduction.Supervision{UnitID: r.PostFormValue("enhet"), Day: r.PostFormValue("dag"), Minutes: number(r.PostFormValue("minuter")), Topic: r.PostFormValue("amne")}
	for _, id := range r.PostForm["personer"] {
		s.People = append(s.People, introduction.Supervised{PersonID: id})
	}
	warned, err := p.Introductions.Log(r.Context(), actor(r), s)
	if err != nil {
		wrong, err := refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showNewLog(w, r, wrong)
	}
	return web.Redirect(w, r, page.At(logAt, "gjort", savedOr(warned)))
}

// logSums is what was logged at a unit, in sums.
func (p *Pages) logSums(w http.ResponseWriter, r *http.Request) error {
	c := p.catalog(r)
	id, chooser, err := p.units(r, may.PlanPerson, unitAt+"/handledning")
	if err != nil {
		return err
	}
	today := p.Introductions.Today()
	from, until := r.FormValue("fran"), r.FormValue("till")
	if from == "" {
		from = checklist.Later(today, -91)
	}
	if until == "" {
		until = today
	}
	n, sum, err := p.Introductions.LogSum(r.Context(), actor(r), id, from, until)
	wrong := map[string]string(nil)
	if err != nil {
		if wrong, err = refused(c, err); err != nil {
			return err
		}
	}
	v := &sheet.Sheet{Title: c.T("introduction.to_log"), Lead: n.Name, Back: ui.Link{Href: page.At(unitAt, "enhet", id), Text: c.T("introduction.unit")}, Wrong: wrong}
	if chooser != nil {
		v.Add(chooser)
	}
	if len(wrong) == 0 {
		v.Add(ui.Facts([]ui.Fact{{Term: c.T("introduction.log_times"), Text: strconv.FormatInt(sum.Times, 10)}, {Term: c.T("introduction.log_time"), Text: c.Duration(int(sum.Minutes))},
			{Term: c.T("introduction.log_people"), Text: strconv.FormatInt(sum.People, 10)}, {Term: c.T("introduction.log_denied"), Text: strconv.FormatInt(sum.Denied, 10)}}))
	}
	f := fill(v, c, r, "fran", from, "till", until).typed("fran", "from", "date").typed("till", "until", "date")
	v.Add(f.end(sheet.Send{Action: unitAt + "/handledning", Get: true, Hidden: hidden("enhet", id), Button: c.T("introduction.show"), Kind: ui.Secondary}))
	return p.show(w, r, v)
}
