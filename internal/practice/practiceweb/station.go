package practiceweb

import (
	"net/http"
	"net/url"
	"strconv"

	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/practice"
	"yrkesresan/internal/practice/rule"
)

func (p *Pages) home(w http.ResponseWriter, r *http.Request) error {
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("practice.home"), Lead: c.T("practice.home_lead")}
	var doors []ui.Part
	for _, d := range []struct{ href, key string }{{requestsAt, "requests"}, {pilotsAt, "pilots"}, {netsAt, "networks"}, {keptAt, "templates"}} {
		doors = append(doors, ui.Part{Href: d.href, Title: c.T("practice.door." + d.key), Note: c.T("practice.door." + d.key + "_about")})
	}
	v.Add(ui.Doors(doors), sheet.Heading(c.T("practice.days")))
	places, err := p.Practice.Places(r.Context(), actor(r))
	if err != nil {
		return err
	}
	days, err := p.days(r, places)
	if err != nil {
		return err
	}
	var parts []ui.Part
	for _, o := range days {
		parts = append(parts, ui.Part{Href: stationsAt(o.ID), Title: o.Title, Note: dayWords(c, o)})
	}
	if len(parts) == 0 {
		v.Add(sheet.Para(c.T("practice.no_days")))
	} else {
		v.Add(ui.Parts(parts))
	}
	return p.show(w, r, v)
}

// days are what is arranged at places from two weeks back.
func (p *Pages) days(r *http.Request, places []org.Node) ([]occasion.Occasion, error) {
	var ids []string
	for _, n := range places {
		ids = append(ids, n.ID)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	from := p.Frame.Now().AddDate(0, 0, -14).Format("2006-01-02")
	all, _, err := p.Practice.Occasions.OwnedBy(r.Context(), actor(r), ids, occasion.Filter{From: from, Limit: 100})
	return all, err
}

func dayWords(c *lang.Catalog, o occasion.Occasion) string {
	out := c.T("practice.no_day")
	if o.FirstDay != "" {
		out = c.DateOf(o.FirstDay)
	}
	if o.Place != "" {
		out += ", " + o.Place
	}
	return out
}

func stationsAt(occasionID string) string {
	return dayAt + url.PathEscape(occasionID) + "/stationer"
}

func placeOptions(places []org.Node) (out []ui.Option) {
	for _, n := range places {
		out = opt(out, n.ID, n.Name)
	}
	return out
}

// stationFields are those of a station and of a template.
func stationFields(f *form) *form {
	return f.input("namn", "station_name").input("fardighet", "skill").area("moment", "steps", 8, false).number("veckor", "weeks")
}

func weeksOf(r *http.Request) int64 {
	n, err := strconv.ParseInt(r.PostFormValue("veckor"), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

func (p *Pages) templates(w http.ResponseWriter, r *http.Request) error {
	return p.showTemplates(w, r, nil)
}

func (p *Pages) showTemplates(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	c := p.catalog(r)
	all, err := p.Practice.Templates(r.Context(), actor(r))
	if err != nil {
		return err
	}
	places, err := p.Practice.Places(r.Context(), actor(r))
	if err != nil {
		return err
	}
	v := &sheet.Sheet{Title: c.T("practice.door.templates"), Lead: c.T("practice.door.templates_about"), Back: ui.Link{Href: homeAt, Text: c.T("practice.home")}, Wrong: wrong, Said: said(c, r)}
	for _, t := range all {
		v.Add(sheet.Row(c.T("practice.template_line", "name", t.Name, "n", len(t.Steps)), "", sheet.FormOf(sheet.Send{Action: keptAt + "/" + url.PathEscape(t.ID) + "/ta-bort", Button: c.T("practice.remove"), Kind: ui.Secondary, About: t.Name})))
	}
	f := fill(v, c, r, "veckor", strconv.Itoa(practice.DefaultWeeks))
	f.pick("plats", "place", placeOptions(places))
	v.Add(sheet.Heading(c.T("practice.new_template")), sheet.FormOf(sheet.Send{Action: keptAt, Button: c.T("practice.keep")}, stationFields(f).Fields()...))
	return p.show(w, r, v)
}

func (p *Pages) addTemplate(w http.ResponseWriter, r *http.Request) error {
	_, err := p.Practice.AddTemplate(r.Context(), actor(r), practice.Template{OwnerID: r.PostFormValue("plats"), Name: r.PostFormValue("namn"), Skill: r.PostFormValue("fardighet"),
		Steps: rule.Steps(r.PostFormValue("moment")), Weeks: weeksOf(r)})
	if err != nil {
		wrong, err := p.refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showTemplates(w, r, wrong)
	}
	return web.Redirect(w, r, keptAt+"?gjort=sparat")
}

func (p *Pages) dropTemplate(w http.ResponseWriter, r *http.Request) error {
	if err := p.Practice.RetireTemplate(r.Context(), actor(r), r.PathValue("template")); err != nil {
		return err
	}
	return web.Redirect(w, r, keptAt+"?gjort=borta")
}

func (p *Pages) stations(w http.ResponseWriter, r *http.Request) error {
	return p.showStations(w, r, nil)
}

func (p *Pages) showStations(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	c := p.catalog(r)
	s, err := p.Practice.Setup(r.Context(), actor(r), r.PathValue("occasion"))
	if err != nil {
		return err
	}
	at := stationsAt(s.ID)
	v := &sheet.Sheet{Title: c.T("practice.stations"), Lead: s.Title + ". " + dayWords(c, s.Occasion), Back: ui.Link{Href: homeAt, Text: c.T("practice.home")}, Wrong: wrong, Said: said(c, r)}
	var parts []ui.Part
	for i, x := range s.Stations {
		part := ui.Part{Href: at + "/" + url.PathEscape(x.ID), Title: x.Name, Note: figureWords(c, x, s.Figures[i])}
		if x.Ended {
			part.Status, part.Word = ui.NotApplicable, c.T("practice.ended")
		}
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		v.Add(sheet.Para(c.T("practice.no_stations")))
	} else {
		v.Add(ui.Parts(parts))
	}
	v.Add(sheet.Links(ui.LinkButtonProps{Href: at + "/ny", Text: c.T("practice.add_station"), Icon: "plus"}, ui.LinkButtonProps{Href: dayAt + url.PathEscape(s.ID), Text: c.T("practice.to_assess"), Kind: ui.Secondary}))
	p.assessors(v, c, r, s)
	return p.show(w, r, v)
}

// figureWords say what is known of a station in totals.
func figureWords(c *lang.Catalog, s practice.Station, f practice.Figures) string {
	out := s.Skill + ". " + c.T("practice.figures", "n", f.People, "passed", f.Passed)
	if s.Required {
		out += " " + c.T("practice.is_required")
	}
	if f.Enough {
		out += " " + c.T("practice.figures_kept", "n", f.Checked, "kept", f.Kept)
	}
	return out
}

func (p *Pages) assessors(v *sheet.Sheet, c *lang.Catalog, r *http.Request, s practice.Setup) {
	v.Add(sheet.Heading(c.T("practice.assessors")), sheet.Para(c.T("practice.assessors_lead")))
	at := stationsAt(s.ID)
	for _, x := range s.Assessors {
		v.Add(sheet.Row(x.Name, "", sheet.FormOf(sheet.Send{Action: at, Hidden: [][2]string{{"bort", x.ID}}, Button: c.T("practice.remove"), Kind: ui.Secondary, About: x.Name})))
	}
	if len(s.Others) == 0 {
		return
	}
	options := opt(nil, "", c.T("practice.choose"))
	for _, x := range s.Others {
		options = opt(options, x.ID, x.Name)
	}
	v.Add(sheet.FormOf(sheet.Send{Action: at, Button: c.T("practice.name_assessor"), Kind: ui.Secondary}, fill(v, c, r).pick("bedomare", "assessor", options).Fields()...))
}

func (p *Pages) assessor(w http.ResponseWriter, r *http.Request) error {
	id, err := r.PathValue("occasion"), error(nil)
	if gone := r.PostFormValue("bort"); gone != "" {
		err = p.Practice.DropAssessor(r.Context(), actor(r), id, gone)
	} else {
		err = p.Practice.NameAssessor(r.Context(), actor(r), id, r.PostFormValue("bedomare"))
	}
	if err != nil {
		wrong, err := p.refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showStations(w, r, wrong)
	}
	return web.Redirect(w, r, stationsAt(id)+"?gjort=sparat")
}

func (p *Pages) newStation(w http.ResponseWriter, r *http.Request) error {
	return p.showStation(w, r, practice.Station{Weeks: practice.DefaultWeeks}, nil)
}

func (p *Pages) oneStation(w http.ResponseWriter, r *http.Request) error {
	s, err := p.station(r)
	if err != nil {
		return err
	}
	return p.showStation(w, r, s, nil)
}

// station finds the one of the address at its occasion.
func (p *Pages) station(r *http.Request) (practice.Station, error) {
	setup, err := p.Practice.Setup(r.Context(), actor(r), r.PathValue("occasion"))
	if err != nil {
		return practice.Station{}, err
	}
	for _, s := range setup.Stations {
		if s.ID == r.PathValue("station") {
			return s, nil
		}
	}
	return practice.Station{}, practice.ErrNoStation
}

func (p *Pages) showStation(w http.ResponseWriter, r *http.Request, s practice.Station, wrong map[string]string) error {
	c, id := p.catalog(r), r.PathValue("occasion")
	setup, err := p.Practice.Setup(r.Context(), actor(r), id)
	if err != nil {
		return err
	}
	v := &sheet.Sheet{Title: c.T("practice.station"), Lead: setup.Title, Back: ui.Link{Href: stationsAt(id), Text: c.T("practice.stations")}, Wrong: wrong}
	if s.ID == "" {
		if err := p.offerTemplates(r, v, c, &s); err != nil {
			return err
		}
	}
	pairs := []string{"namn", s.Name, "fardighet", s.Skill, "moment", rule.Lines(s.Steps), "veckor", strconv.FormatInt(s.Weeks, 10)}
	for name, is := range map[string]bool{"kravs": s.Required, "avslutad": s.Ended} {
		if is {
			pairs = append(pairs, name, "1")
		}
	}
	f := stationFields(fill(v, c, r, pairs...)).tick("kravs", "required")
	action := stationsAt(id) + "/ny"
	if s.ID != "" {
		f.tick("avslutad", "ended")
		action = stationsAt(id) + "/" + url.PathEscape(s.ID)
	}
	v.Add(sheet.FormOf(sheet.Send{Action: action, Hidden: [][2]string{{"utgava", strconv.FormatInt(s.Revision, 10)}}, Button: c.T("practice.save")}, f.Fields()...))
	return p.show(w, r, v)
}

// offerTemplates lets a new station begin from one of the place's.
func (p *Pages) offerTemplates(r *http.Request, v *sheet.Sheet, c *lang.Catalog, s *practice.Station) error {
	all, err := p.Practice.Templates(r.Context(), actor(r))
	if err != nil || len(all) == 0 {
		return err
	}
	chosen := r.URL.Query().Get("mall")
	options := opt(nil, "", c.T("practice.choose"))
	for _, t := range all {
		if options = opt(options, t.ID, t.Name); t.ID == chosen {
			s.Name, s.Skill, s.Steps, s.Weeks = t.Name, t.Skill, t.Steps, t.Weeks
		}
	}
	v.Add(sheet.FormOf(sheet.Send{Action: stationsAt(r.PathValue("occasion")) + "/ny", Get: true, Button: c.T("practice.fetch"), Kind: ui.Secondary}, ui.Select(ui.FieldProps{Name: "mall", Label: c.T("practice.f.template"), Value: chosen, Options: options})))
	return nil
}

func (p *Pages) saveStation(w http.ResponseWriter, r *http.Request) (err error) {
	id := r.PathValue("occasion")
	revision, _ := strconv.ParseInt(r.PostFormValue("utgava"), 10, 64)
	s := practice.Station{ID: r.PathValue("station"), OccasionID: id, Name: r.PostFormValue("namn"), Skill: r.PostFormValue("fardighet"), Steps: rule.Steps(r.PostFormValue("moment")),
		Weeks: weeksOf(r), Required: r.PostFormValue("kravs") != "", Ended: r.PostFormValue("avslutad") != "", Revision: revision}
	if s.ID == "" {
		_, err = p.Practice.AddStation(r.Context(), actor(r), s)
	} else {
		if _, err = p.station(r); err != nil {
			return err
		}
		err = p.Practice.SaveStation(r.Context(), actor(r), s)
	}
	if err != nil {
		wrong, err := p.refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showStation(w, r, s, wrong)
	}
	return web.Redirect(w, r, page.At(stationsAt(id), "gjort", "sparat"))
}
