package practiceweb

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/practice"
	"yrkesresan/internal/practice/rule"
)

// floor is a day for who signs off: choose a station, then a person, then tick.
func (p *Pages) floor(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	return p.showFloor(w, r, q.Get("station"), q.Get("plats"), nil)
}

func (p *Pages) showFloor(w http.ResponseWriter, r *http.Request, station, booking string, wrong map[string]string) error {
	f, err := p.Practice.Floor(r.Context(), actor(r), r.PathValue("occasion"))
	if err != nil {
		return err
	}
	c, at := p.catalog(r), dayAt+url.PathEscape(f.ID)
	if station == "" && len(f.Stations) == 1 {
		station = f.Stations[0].ID
	}
	if station == "" {
		v := &sheet.Sheet{Title: c.T("practice.assess"), Lead: f.Title + ". " + dayWords(c, f.Occasion), Wrong: wrong, Back: p.fromDay(c, r, f.ID)}
		var parts []ui.Part
		for _, s := range f.Stations {
			parts = append(parts, ui.Part{Href: page.At(at, "station", s.ID), Title: s.Name, Note: s.Skill})
		}
		if len(parts) == 0 {
			v.Add(ui.Empty(ui.EmptyProps{Icon: "list", Title: c.T("practice.no_stations"), Text: c.T("practice.no_stations_text")}))
		} else {
			v.Add(sheet.Heading(c.T("practice.choose_station")), ui.Parts(parts))
		}
		return p.show(w, r, v)
	}
	s, err := f.Station(station)
	if err != nil {
		return err
	}
	if booking != "" {
		return p.showPerson(w, r, f, s, booking, wrong)
	}
	v := &sheet.Sheet{Title: s.Name, Lead: s.Skill, Wrong: wrong, Back: ui.Link{Href: at, Text: c.T("practice.choose_station")}}
	if len(f.Stations) == 1 {
		v.Back = p.fromDay(c, r, f.ID)
	}
	p.people(v, c, r, f, s)
	return p.show(w, r, v)
}

// fromDay leads back to where the day is led from.
func (p *Pages) fromDay(c *lang.Catalog, r *http.Request, id string) ui.Link {
	if may.AskSomewhere(actor(r), may.ArrangeDays) == nil {
		return ui.Link{Href: stationsAt(id), Text: c.T("practice.stations")}
	}
	if may.AskSomewhere(actor(r), may.SignSkill) == nil {
		return ui.Link{Href: unitAt, Text: c.T("practice.unit")}
	}
	return ui.Link{Href: "/kursledare", Text: c.T("practice.to_led")}
}

// people lists whom one assesses at a station, those who are left first; a name or a code narrows.
func (p *Pages) people(v *sheet.Sheet, c *lang.Catalog, r *http.Request, f practice.Floor, s practice.Station) {
	at, word := dayAt+url.PathEscape(f.ID), strings.TrimSpace(r.URL.Query().Get("sok"))
	if done := r.URL.Query().Get("klar"); done != "" {
		if x, err := f.Person(done); err == nil {
			v.Said = x.Name + ": " + standWords(c, x.Standing[s.ID])
		}
	}
	if len(f.People) > 7 || word != "" {
		v.Add(sheet.FormOf(sheet.Send{Action: at, Get: true, Hidden: [][2]string{{"station", s.ID}}, Button: c.T("practice.find"), Kind: ui.Secondary}, ui.Input(ui.FieldProps{Name: "sok", Label: c.T("practice.f.search"), Value: word, Autocomplete: "off"})))
	}
	var parts []ui.Part
	for _, x := range f.People {
		if word != "" && !strings.Contains(strings.ToLower(x.Name), strings.ToLower(word)) {
			continue
		}
		kind, text := stands(c, x.Standing[s.ID])
		parts = append(parts, ui.Part{Href: page.At(at, "station", s.ID, "plats", x.BookingID), Title: x.Name, Note: x.From, Status: kind, Word: text})
	}
	slices.SortStableFunc(parts, func(x, y ui.Part) int { return doneLast(x) - doneLast(y) })
	if len(parts) == 0 {
		v.Add(ui.Empty(ui.EmptyProps{Icon: "users", Text: c.T("practice.nobody_here")}))
		return
	}
	v.Add(sheet.Heading(c.T("practice.choose_person")), ui.Parts(parts))
}

func doneLast(p ui.Part) int {
	if p.Status == ui.Done {
		return 1
	}
	return 0
}

// stands is how somebody stands, as a status.
func stands(c *lang.Catalog, s rule.Standing) (ui.StatusKind, string) {
	switch {
	case s.Tries == 0:
		return ui.NotStarted, c.T("practice.not_tried")
	case s.Passed:
		return ui.Done, standWords(c, s)
	}
	return ui.Ongoing, standWords(c, s)
}

func standWords(c *lang.Catalog, s rule.Standing) string {
	if s.Passed {
		return c.T("practice.passed", "n", s.Tries)
	}
	return c.T("practice.again", "n", s.Tries)
}

// stepRows are the steps to tick.
func stepRows(c *lang.Catalog, s practice.Station, ticked []string, wrong string) ui.ChoicesProps {
	x := ui.ChoicesProps{Name: "steg", Legend: c.T("practice.steps"), Tip: c.T("practice.steps_tip"), Many: true, Error: wrong}
	for i, step := range s.Steps {
		choice := ui.Choice{Value: strconv.Itoa(i), Text: step.Text, Chosen: slices.Contains(ticked, strconv.Itoa(i))}
		if step.Critical {
			choice.Note = c.T("practice.critical_step")
		}
		x.Choices = append(x.Choices, choice)
	}
	return x
}

// results are the two ways that a try ends.
func results(c *lang.Catalog, yes, no, chosen, wrong string) ui.ChoicesProps {
	return ui.ChoicesProps{Name: "resultat", Legend: c.T("practice.result"), Error: wrong, Choices: []ui.Choice{
		{Value: "ja", Text: yes, Chosen: chosen == "ja"}, {Value: "nej", Text: no, Chosen: chosen == "nej"}}}
}

func (p *Pages) showPerson(w http.ResponseWriter, r *http.Request, f practice.Floor, s practice.Station, booking string, wrong map[string]string) error {
	x, err := f.Person(booking)
	if err != nil {
		return err
	}
	tries, err := p.Practice.Tries(r.Context(), actor(r), f, s.ID, booking)
	if err != nil {
		return err
	}
	c, at := p.catalog(r), dayAt+url.PathEscape(f.ID)
	v := &sheet.Sheet{Title: x.Name, Lead: s.Name + ": " + s.Skill, Wrong: wrong, Back: ui.Link{Href: page.At(at, "station", s.ID), Text: s.Name}}
	if t := x.Standing[s.ID]; t.Tries > 0 {
		kind, text := stands(c, t)
		v.Add(sheet.State(kind, text))
	}
	form := fill(v, c, r)
	form.Named("steg", "resultat")
	form.put(ui.Choices(stepRows(c, s, form.Values("steg"), wrong["steg"])))
	form.put(ui.Choices(results(c, c.T("practice.yes_day"), c.T("practice.no_day_result"), form.value("resultat"), wrong["resultat"])))
	form.area("anteckning", "note", 3, true)
	if len(f.Guests) > 0 {
		options := opt(nil, "", c.T("practice.me"))
		for _, g := range f.Guests {
			options = opt(options, g.ID, g.Name)
		}
		form.pick("bedomare", "guest_assessor", options)
	}
	key := r.PostFormValue("nyckel")
	if key == "" {
		key = p.NewID()
	}
	v.Add(sheet.FormOf(sheet.Send{Action: at, Hidden: [][2]string{{"station", s.ID}, {"plats", booking}, {"nyckel", key}}, Button: c.T("practice.sign")}, form.Fields()...))
	if len(tries) > 0 {
		v.Add(sheet.Heading(c.T("practice.before")), sheet.List(tryLines(c, s, tries)))
	}
	return p.show(w, r, v)
}

// tryLines tell what was noted at each try.
func tryLines(c *lang.Catalog, s practice.Station, tries []practice.Try) (out []string) {
	for _, t := range tries {
		out = append(out, tryWords(c, s, t))
	}
	return out
}

func tryWords(c *lang.Catalog, s practice.Station, t practice.Try) string {
	what := c.T("practice.try." + string(t.Kind) + "." + yesNo(t.Passed))
	text := c.T("practice.try_line", "day", c.DateOf(t.On), "result", what, "n", len(t.Ticked), "of", len(s.Steps))
	if t.Note != "" {
		text += " " + t.Note
	}
	return text
}

func yesNo(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}

// tryOf reads a try from its form; ok: a result was chosen.
func tryOf(r *http.Request) (t practice.Try, ok bool) {
	t = practice.Try{ID: r.PostFormValue("nyckel"), StationID: r.PostFormValue("station"), BookingID: r.PostFormValue("plats"), Passed: r.PostFormValue("resultat") == "ja",
		Note: r.PostFormValue("anteckning"), Assessor: r.PostFormValue("bedomare")}
	for _, s := range r.PostForm["steg"] {
		if i, err := strconv.Atoi(s); err == nil {
			t.Ticked = append(t.Ticked, i)
		} else {
			t.Ticked = append(t.Ticked, -1) // no step: the room says so
		}
	}
	return t, t.Passed || r.PostFormValue("resultat") == "nej"
}

func (p *Pages) sign(w http.ResponseWriter, r *http.Request) (err error) {
	t, ok := tryOf(r)
	if !ok {
		err = practice.ErrResult
	} else {
		err = p.Practice.Sign(r.Context(), actor(r), t)
	}
	if err != nil {
		wrong, err := p.refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showFloor(w, r, t.StationID, t.BookingID, wrong)
	}
	return web.Redirect(w, r, page.At(dayAt+url.PathEscape(r.PathValue("occasion")), "station", t.StationID, "klar", t.BookingID))
}

// own is what the visitor has practised.
func (p *Pages) own(w http.ResponseWriter, r *http.Request) error {
	all, err := p.Practice.Own(r.Context(), actor(r))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("practice.mine"), Lead: c.T("practice.mine_lead"), Back: ui.Link{Href: "/kursdagar", Text: c.T("practice.to_days")}}
	if len(all) == 0 {
		v.Add(ui.Empty(ui.EmptyProps{Icon: "award", Title: c.T("practice.mine_none"), Text: c.T("practice.mine_none_text")}))
	}
	for _, s := range all {
		kind, text := stands(c, s.Standing)
		v.Add(sheet.Heading(s.Skill), sheet.State(kind, text), sheet.Para(tryWords(c, s.Station, s.Latest)))
		if s.Later != nil {
			v.Add(sheet.Para(tryWords(c, s.Station, *s.Later)))
		}
		if s.DueOn != "" {
			v.Add(sheet.Para(c.T("practice.looks_on", "day", c.DateOf(s.DueOn))))
		}
		v.Add(stepDetails(c.T("practice.steps_in"), stepTexts(c, s.Station, s.Latest.Ticked)))
	}
	return p.show(w, r, v)
}

// stepTexts are the steps of a station with what was ticked.
func stepTexts(c *lang.Catalog, s practice.Station, ticked []int) (out []string) {
	for i, step := range s.Steps {
		if slices.Contains(ticked, i) {
			out = append(out, c.T("practice.step_done", "step", step.Text))
		} else {
			out = append(out, c.T("practice.step_left", "step", step.Text))
		}
	}
	return out
}
