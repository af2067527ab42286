package circleweb

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/circle/guide"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// choose is the first of three screens: from which guide.
func (p *Pages) choose(w http.ResponseWriter, r *http.Request) error {
	unit, chooser, err := p.units(r, planAt)
	if err != nil {
		return err
	}
	all, err := p.Circles.GuidesAt(r.Context(), actor(r), unit.ID)
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("circle.plan"), Lead: c.T("circle.plan_1", "unit", unit.Name), Back: ui.Link{Href: homeAt, Text: c.T("circle.home")}}
	if chooser != nil {
		v.Add(chooser)
	}
	for _, kind := range guide.Kinds() {
		var parts []ui.Part
		for _, k := range all {
			if k.Kind == kind {
				parts = append(parts, ui.Part{Href: page.At(planAt+"/nar", "enhet", unit.ID, "mall", k.ID, "kurs", r.URL.Query().Get("kurs")), Title: k.Title, Note: guideNote(c, k)})
			}
		}
		if len(parts) > 0 {
			v.Add(sheet.Heading(c.T("circle.kinds."+string(kind))), ui.Parts(parts))
		}
	}
	return p.show(w, r, v)
}

// guideNote says how much a guide is: meetings and minutes, and who keeps it.
func guideNote(c *lang.Catalog, k circle.Kept) string {
	minutes := int64(0)
	for _, m := range k.Guide.Meetings {
		minutes = max(minutes, m.Minutes)
	}
	return c.T("circle.guide_size", "n", len(k.Guide.Meetings), "time", c.Duration(int(minutes))) + " " + k.Owner + "."
}

// usable finds the guide that the address or form names, of those of the unit.
func (p *Pages) usable(r *http.Request, unitID string) (circle.Kept, error) {
	all, err := p.Circles.GuidesAt(r.Context(), actor(r), unitID)
	if err != nil {
		return circle.Kept{}, err
	}
	i := slices.IndexFunc(all, func(k circle.Kept) bool { return k.ID == r.FormValue("mall") })
	if i < 0 {
		return circle.Kept{}, circle.ErrNoGuide
	}
	return all[i], nil
}

// when is the second screen: title, leader, course, day, time and place.
func (p *Pages) when(w http.ResponseWriter, r *http.Request) error { return p.showWhen(w, r, nil) }

func (p *Pages) showWhen(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	unit, _, err := p.units(r, planAt)
	if err != nil {
		return err
	}
	k, err := p.usable(r, unit.ID)
	if err != nil {
		return err
	}
	leaders, err := p.Circles.LeadersAt(r.Context(), actor(r), unit.ID)
	if err != nil {
		return err
	}
	courses, err := p.courses(r)
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: k.Title, Lead: c.T("circle.plan_2", "unit", unit.Name), Wrong: wrong, Back: ui.Link{Href: page.At(planAt, "enhet", unit.ID), Text: c.T("circle.plan_back")}}
	values := url.Values{"titel": {k.Title}, "ledare": {actor(r).PersonID}, "kurs": {k.Guide.Course}, "antal": {strconv.Itoa(len(k.Guide.Meetings))}, "veckor": {"2"}, "tid": {"13:30"}}
	for name := range r.Form {
		values.Set(name, r.Form.Get(name))
	}
	var pairs []string
	for name := range values {
		pairs = append(pairs, name, values.Get(name))
	}
	f := fill(v, c, r, pairs...).typed("titel", "title", "", false).pick("ledare", "leader", options(leaders)).pick("kurs", "course", courses).
		typed("dag", "day", "date", false).typed("tid", "time", "time", false).typed("antal", "times", "number", false).typed("veckor", "weeks", "number", false).
		typed("lokal", "place", "", true).typed("lank", "link", "url", true)
	f.End(sheet.Send{Action: planAt + "/vilka", Get: true, Button: c.T("circle.plan_next"), Hidden: [][2]string{{"enhet", unit.ID}, {"mall", k.ID}}})
	return p.show(w, r, v)
}

// courses are those that a meeting can belong to.
func (p *Pages) courses(r *http.Request) ([]ui.Option, error) {
	all, err := p.Circles.Studies.Courses.All(r.Context())
	out := []ui.Option{{Value: "", Text: p.catalog(r).T("circle.no_course")}}
	for _, x := range all {
		out = append(out, ui.Option{Value: x.ID, Text: x.Title})
	}
	lang.SortBy(out[1:], func(o ui.Option) string { return o.Text })
	return out, err
}

// planFields are the fields of the first two screens, which the third carries on.
var planFields = []string{"enhet", "mall", "titel", "ledare", "kurs", "dag", "tid", "antal", "veckor", "lokal", "lank"}

// whom is the third screen: who takes part.
func (p *Pages) whom(w http.ResponseWriter, r *http.Request) error {
	unit, _, err := p.units(r, planAt)
	if err != nil {
		return err
	}
	if err := p.Circles.CheckPlan(r.Context(), actor(r), planOf(r, unit.ID)); err != nil {
		wrong, err := refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showWhen(w, r, wrong)
	}
	return p.showWhom(w, r, nil)
}

func (p *Pages) showWhom(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	unit, _, err := p.units(r, planAt)
	if err != nil {
		return err
	}
	k, err := p.usable(r, unit.ID)
	if err != nil {
		return err
	}
	ask, err := p.Circles.ToAsk(r.Context(), actor(r), unit.ID)
	if err != nil {
		return err
	}
	c := p.catalog(r)
	var hidden [][2]string
	var pairs []string
	for _, name := range planFields {
		hidden = append(hidden, [2]string{name, r.FormValue(name)})
		if name != "enhet" && name != "mall" {
			pairs = append(pairs, name, r.FormValue(name))
		}
	}
	back := page.At(planAt+"/nar", append(pairs, "enhet", unit.ID, "mall", k.ID)...)
	v := &sheet.Sheet{Title: r.FormValue("titel"), Lead: c.T("circle.plan_3"), Wrong: wrong, Back: ui.Link{Href: back, Text: c.T("circle.plan_back_2")}}
	most := ""
	if k.Guide.Groups.Most > 0 {
		most = strconv.FormatInt(k.Guide.Groups.Most, 10)
	}
	f := fill(v, c, r, "vilka", circle.WholeUnit, "grupp", most)
	choices := []ui.Choice{{Value: circle.WholeUnit, Text: c.T("circle.whole_unit", "unit", unit.Name), Note: c.T("circle.whole_unit_note")}}
	for _, t := range ask.Teams {
		choices = append(choices, ui.Choice{Value: circle.OfTeam + t.ID, Text: c.T("circle.team", "team", t.Name)})
	}
	f.Choose(f.named("vilka", "whom"), false, append(choices, ui.Choice{Value: "valda", Text: c.T("circle.chosen")}))
	people := make([]ui.Choice, 0, len(ask.People))
	for _, n := range ask.People {
		people = append(people, ui.Choice{Value: n.ID, Text: n.Name, Note: n.Detail})
	}
	f.Choose(f.named("personer", "people"), true, people)
	f.typed("grupp", "group_most", "number", true)
	v.Add(sheet.Quiet(c.T("circle.guests_later")))
	f.End(sheet.Send{Action: planAt, Button: c.T("circle.plan_do"), Hidden: hidden})
	return p.show(w, r, v)
}

// planOf reads a plan from what was typed.
func planOf(r *http.Request, unitID string) circle.Plan {
	n := func(name string) int64 {
		v, err := strconv.ParseInt(r.FormValue(name), 10, 64)
		if err != nil && r.FormValue(name) != "" {
			return -1 // what is no number is refused
		}
		return v
	}
	x := circle.Plan{UnitID: unitID, GuideID: r.FormValue("mall"), Title: r.FormValue("titel"), LeaderID: r.FormValue("ledare"), CourseID: r.FormValue("kurs"), NoCourse: r.FormValue("kurs") == "",
		Day: r.FormValue("dag"), Begins: r.FormValue("tid"), Times: n("antal"), Weeks: n("veckor"), Place: r.FormValue("lokal"), Link: r.FormValue("lank"), GroupMost: n("grupp"),
		Audience: r.FormValue("vilka")}
	if x.Audience == "valda" || x.Audience == "" {
		x.Audience, x.People = circle.Chosen, r.Form["personer"]
	}
	return x
}

// plan plans what the three screens say.
func (p *Pages) plan(w http.ResponseWriter, r *http.Request) error {
	unit, _, err := p.units(r, planAt)
	if err != nil {
		return err
	}
	x := planOf(r, unit.ID)
	id, err := p.Circles.Plan(r.Context(), actor(r), x)
	if err == nil {
		return web.Redirect(w, r, serieOf(id, "", "gjort", "planerat"))
	}
	wrong, err := refused(p.catalog(r), err)
	if err != nil {
		return err
	}
	for _, field := range []string{"personer", "vilka", "grupp"} {
		if wrong[field] != "" {
			return p.showWhom(w, r, wrong)
		}
	}
	return p.showWhen(w, r, wrong)
}
