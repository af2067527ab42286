package gapweb

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/gap"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

const forecastPath = "/kommun/kompetens/prognos"

// ahead is how far a forecast looks when no day is named, in days.
const ahead = 365

// forecastView is a place today and on a coming day (R204, R218).
type forecastView struct {
	Title, Back string
	Done        string
	Problems    []ui.Problem
	Said        []string
	Filter      filterView
	Table       ui.TableProps
	Hires       []hireView
	HireNone    string
	Form        hireForm
	Ages        ui.TableProps
	AgesSaid    string
	AgeForm     []ui.FieldProps // nil: the visitor counts no ages here
	Place       string
}

// hireView is a plan to employ.
type hireView struct{ Title, Text, End string }

// hireForm plans to employ.
type hireForm struct {
	Open                                 bool
	Unit, Occupation, Number, From, Note ui.FieldProps
	Wrong                                bool
}

func (p *Pages) forecast(w http.ResponseWriter, r *http.Request) error {
	return p.foresee(w, r, http.StatusOK, nil)
}

// foresee shows the forecast; wrong is what was wrong with a form, by field.
func (p *Pages) foresee(w http.ResponseWriter, r *http.Request, status int, wrong map[string]string) error {
	id := r.FormValue("plats")
	if id == "" {
		var err error
		if id, _, err = p.here(r); err != nil {
			return err
		}
	}
	on := addDays(p.Staff.Today(), ahead)
	if d, err := lang.ParseDate(r.FormValue("dag")); err == nil && lang.ISO(d) > p.Staff.Today() {
		on = lang.ISO(d)
	}
	n, err := p.Tree.Find(r.Context(), id, p.Staff.Today())
	if err != nil {
		return err
	}
	if many, err := p.Gaps.Many(r.Context(), n.Path, on); err != nil || many {
		if err != nil {
			return err
		}
		return p.many(w, r, n.Name, id, on, true)
	}
	found, err := p.Gaps.Forecast(r.Context(), page.Of(r.Context()).Actor, id, filterOf(r), on)
	if err != nil {
		return err
	}
	return p.showForecast(w, r, found, on, wrong)
}

func (p *Pages) showForecast(w http.ResponseWriter, r *http.Request, found gap.Forecast, on string, wrong map[string]string) error {
	c, visit := p.catalog(r), page.Of(r.Context())
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return err
	}
	place := found.Now.Node
	v := forecastView{Title: c.T("gap.forecast.of", "place", place.Name), Back: page.At(placePath, "plats", place.ID), Place: place.ID, Said: forecastSaid(c, found, on)}
	if r.URL.Query().Get("sparat") != "" {
		v.Done = c.T("gap.forecast.saved")
	}
	v.Filter = needFilter(r, c, ref, found.Now, forecastPath)
	v.Filter.Action = forecastPath
	v.Filter.Fields = append(v.Filter.Fields, ui.FieldProps{Name: "dag", Type: "date", Label: c.T("gap.forecast.day"), Value: on})
	v.Table = forecastTable(c, found, on)
	inside := visit.Actor.Inside(found.Now.Employer.Path)
	plans := may.Ask(inside, may.EditPlan, place.Path) == nil
	for _, h := range found.Hires {
		one := hireView{Title: c.T("gap.hire.one", "n", h.Number, "occupation", ref.Occupation(h.Occupation).Name, "unit", h.UnitName), Text: c.T("gap.hire.from", "date", c.DateOf(h.From))}
		if h.Note != "" {
			one.Text += " " + h.Note
		}
		if plans {
			one.End = forecastPath + "/anstalla/" + h.ID + "/ta-bort"
		}
		v.Hires = append(v.Hires, one)
	}
	if len(v.Hires) == 0 {
		v.HireNone = c.T("gap.hire.none")
	}
	if plans {
		v.Form = p.hireForm(r, c, ref, found.Now, wrong)
	}
	p.agesOf(c, &v, found.Ages)
	if may.Ask(inside, may.ImportStaff, place.Path) == nil && (place.Kind == string(org.Unit) || place.Kind == string(org.Operation)) {
		for _, band := range gap.Bands() {
			v.AgeForm = append(v.AgeForm, ui.FieldProps{Name: "alder" + band, Label: c.T("gap.age.band." + bandKey(band)), Value: r.PostFormValue("alder" + band), InputMode: "numeric", Error: wrong[band]})
		}
	}
	for _, field := range slices.Sorted(keys(wrong)) {
		v.Problems = append(v.Problems, ui.Problem{Field: fieldOf(field), Text: wrong[field]})
	}
	s := p.Frame.Shell(r, v.Title)
	s.Wrong = len(wrong) > 0
	status := http.StatusOK
	if s.Wrong {
		status = http.StatusUnprocessableEntity
	}
	return p.Frame.ShowAs(w, r, status, s, forecastPage(v))
}

// bandKey is a band as a key of the texts can hold it.
func bandKey(band string) string { return strings.ReplaceAll(strings.Trim(band, "-"), "-", "_") }

// fieldOf is the name of a field on the page, given the domain's.
func fieldOf(field string) string {
	if name, known := map[string]string{"unit": "enhet", "occupation": "yrke", "number": "antal", "from": "fran", "note": "notering"}[field]; known {
		return name
	}
	return "alder" + field
}

func keys(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// forecastSaid is the coming day in sentences.
func forecastSaid(c *lang.Catalog, f gap.Forecast, on string) []string {
	now, then := f.Now.Total.Sum, f.Then.Total.Sum
	said := []string{c.T("gap.forecast.said", "date", c.DateOf(on), "now", now.Gap(), "then", then.Gap())}
	var why []string
	for _, part := range []struct {
		n   int64
		key string
	}{{f.Leavers, "leavers"}, {f.Comers, "comers"}, {f.Hired, "hired"}, {f.Fading, "fading"}} {
		if part.n > 0 {
			why = append(why, c.T("gap.forecast."+part.key, "n", part.n))
		}
	}
	if len(why) == 0 {
		return append(said, c.T("gap.forecast.nothing"))
	}
	return append(said, strings.Join(why, " "))
}

// forecastTable is what is missing today and then, by requirement.
func forecastTable(c *lang.Catalog, f gap.Forecast, on string) ui.TableProps {
	t := ui.TableProps{ID: "prognos", Caption: c.T("gap.forecast.table"), Cards: true, Columns: []ui.Column{{Title: c.T("gap.place.need")},
		{Title: c.T("gap.forecast.now"), Number: true}, {Title: c.T("gap.forecast.then", "date", c.DateOf(on)), Number: true}, {Title: c.T("gap.to_develop"), Number: true}, {Title: c.T("gap.to_recruit"), Number: true}}}
	was := map[string]gap.Figure{}
	for _, x := range f.Now.Figures {
		was[x.Key] = x
	}
	line := func(x gap.Figure, before int64) {
		name := x.Name
		if x.Formal {
			name = c.T("gap.place.formal_name", "name", name)
		}
		var cells []templ.Component
		for _, n := range []int64{before, x.Gap(), x.Develop, x.Recruit} {
			cells = append(cells, ui.Text(lang.Number(n)))
		}
		t.Rows = append(t.Rows, ui.Row{Head: ui.Text(name), Cells: cells})
	}
	for _, x := range f.Then.Figures {
		line(x, was[x.Key].Gap())
	}
	for _, x := range f.Then.Targets {
		before := int64(0)
		for _, o := range f.Now.Targets {
			if o.Key == x.Key && o.At == x.At {
				before = o.Gap()
			}
		}
		line(x, before)
	}
	return t
}

func (p *Pages) agesOf(c *lang.Catalog, v *forecastView, a gap.Ages) {
	if a.All == 0 {
		v.AgesSaid = c.T("gap.age.none")
		return
	}
	v.AgesSaid = c.T("gap.age.said", "n", a.All, "date", c.DateOf(a.On))
	v.Ages = ui.TableProps{ID: "aldrar", Caption: c.T("gap.age.table"), Columns: []ui.Column{{Title: c.T("gap.age.age")}, {Title: c.T("gap.age.people"), Number: true}}}
	for _, band := range gap.Bands() {
		text := c.T("gap.age.few")
		if n, have := a.Bands[band]; have {
			text = lang.Number(n)
		}
		v.Ages.Rows = append(v.Ages.Rows, ui.Row{Head: ui.Text(c.T("gap.age.band." + bandKey(band))), Cells: []templ.Component{ui.Text(text)}})
	}
}

func (p *Pages) hireForm(r *http.Request, c *lang.Catalog, ref org.Reference, v gap.View, wrong map[string]string) hireForm {
	f := hireForm{Open: true}
	units := []ui.Option{{Text: c.T("gap.hire.choose_unit")}}
	if v.Node.Kind == string(org.Unit) {
		units = []ui.Option{{Value: v.Node.ID, Text: v.Node.Name}}
	}
	for _, u := range v.Units {
		if u.ID != v.Node.ID {
			units = append(units, ui.Option{Value: u.ID, Text: u.Name})
		}
	}
	occupations := []ui.Option{{Text: c.T("gap.hire.choose_occupation")}}
	for _, o := range ref.Occupations {
		occupations = append(occupations, ui.Option{Value: o.ID, Text: o.Name})
	}
	value := func(name string) string { return r.PostFormValue(name) }
	f.Unit = ui.FieldProps{Name: "enhet", Label: c.T("gap.hire.unit"), Options: units, Value: value("enhet"), Error: wrong["unit"]}
	f.Occupation = ui.FieldProps{Name: "yrke", Label: c.T("gap.hire.occupation_label"), Options: occupations, Value: value("yrke"), Error: wrong["occupation"]}
	f.Number = ui.FieldProps{Name: "antal", Label: c.T("gap.hire.number_label"), InputMode: "numeric", Value: value("antal"), Error: wrong["number"]}
	f.From = ui.FieldProps{Name: "fran", Type: "date", Label: c.T("gap.hire.from_label"), Value: value("fran"), Error: wrong["from"]}
	f.Note = ui.FieldProps{Name: "notering", Label: c.T("gap.hire.note_label"), Optional: true, Value: value("notering"), Error: wrong["note"]}
	return f
}

// hire notes whom a unit plans to employ.
func (p *Pages) hire(w http.ResponseWriter, r *http.Request) error {
	number, err := strconv.Atoi(strings.TrimSpace(r.PostFormValue("antal")))
	if err != nil {
		number = 0 // which the domain refuses
	}
	_, err = p.Gaps.PlanHire(r.Context(), page.Of(r.Context()).Actor, gap.Hire{UnitID: r.PostFormValue("enhet"), Occupation: r.PostFormValue("yrke"),
		Number: number, From: r.PostFormValue("fran"), Note: strings.TrimSpace(r.PostFormValue("notering"))})
	return p.afterForm(w, r, err)
}

// afterForm goes back to the forecast, or shows it with what was wrong.
func (p *Pages) afterForm(w http.ResponseWriter, r *http.Request, err error) error {
	f := fault.Of(err)
	switch {
	case err == nil:
		return web.Redirect(w, r, page.At(forecastPath, "plats", r.PostFormValue("plats"), "sparat", "1"))
	case f != nil && f.Kind == fault.Missing && r.PostFormValue("enhet") == "" && r.PostFormValue("plats") != "":
		return p.foresee(w, r, http.StatusUnprocessableEntity, map[string]string{"unit": p.catalog(r).T("gap.hire.choose_unit")})
	case f != nil && f.Kind == fault.Invalid && f.Field != "":
		return p.foresee(w, r, http.StatusUnprocessableEntity, map[string]string{f.Field: page.Say(p.catalog(r), f)})
	}
	return err
}

// endHire takes a plan to employ away.
func (p *Pages) endHire(w http.ResponseWriter, r *http.Request) error {
	if err := p.Gaps.EndHire(r.Context(), page.Of(r.Context()).Actor, r.PathValue("hire")); err != nil {
		return err
	}
	return web.Redirect(w, r, page.At(forecastPath, "plats", r.PostFormValue("plats"), "sparat", "1"))
}

// ages notes how many are of what age: numbers, no person.
func (p *Pages) ages(w http.ResponseWriter, r *http.Request) error {
	bands := map[string]int64{}
	for _, band := range gap.Bands() {
		text := strings.TrimSpace(r.PostFormValue("alder" + band))
		n, err := strconv.ParseInt(text, 10, 64)
		if text != "" && err != nil {
			n = -1 // which the domain refuses
		}
		bands[band] = n
	}
	return p.afterForm(w, r, p.Gaps.CountAges(r.Context(), page.Of(r.Context()).Actor, r.PostFormValue("plats"), bands))
}
