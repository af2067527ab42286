package uptakeweb

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/grid"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/uptake"
)

// quarter is the one that the address asks for, else that of today.
// quarter is the chosen one, else the one so many after this.
func (p *Pages) quarter(r *http.Request, after int) uptake.Quarter {
	if q, ok := uptake.ParseQuarter(r.FormValue("kvartal")); ok {
		return q
	}
	return uptake.QuarterOf(p.Uptake.Today()).Add(after)
}

// mostQuarters is how many quarters one chooses among.
const mostQuarters = 6

// quarters are those that one chooses among, from the one so many after this and back.
func (p *Pages) quarters(c *lang.Catalog, newest int) (out []ui.Option) {
	now := uptake.QuarterOf(p.Uptake.Today())
	for i := range mostQuarters {
		q := now.Add(newest - i)
		out = append(out, ui.Option{Value: q.String(), Text: quarterName(c, q)})
	}
	return out
}

func quarterName(c *lang.Catalog, q uptake.Quarter) string {
	return c.T("uptake.quarter", "number", strconv.Itoa(q.Number), "year", strconv.Itoa(q.Year))
}

// only is which occupation is shown: "" all.
func only(r *http.Request) string {
	if r.FormValue("visa") == "underskoterskor" {
		return uptake.Nurses
	}
	return ""
}

// time is planned and held time to reflect of each at a unit, in name order (R149, R153).
func (p *Pages) time(w http.ResponseWriter, r *http.Request) error {
	unit, chooser, err := p.units(r, may.SeeProgress, timeAt)
	if err != nil {
		return err
	}
	q := p.quarter(r, 0)
	t, err := p.Uptake.TimeAt(r.Context(), actor(r), unit, q, only(r))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("uptake.time", "unit", t.Unit.Name), Lead: c.T("uptake.time_lead", "quarter", quarterName(c, q)), Back: back(c, page.At(groupAt, "enhet", unit), "uptake.to_use")}
	if chooser != nil {
		v.Add(chooser)
	}
	show := ""
	if only(r) != "" {
		show = "underskoterskor"
	}
	v.Add(sheet.FormOf(sheet.Send{Action: timeAt, Get: true, Hidden: [][2]string{{"enhet", unit}}, Button: c.T("uptake.show"), Kind: ui.Secondary},
		ui.Select(ui.FieldProps{Name: "kvartal", Label: c.T("uptake.f.quarter"), Value: q.String(), Options: p.quarters(c, 1)}),
		ui.Select(ui.FieldProps{Name: "visa", Label: c.T("uptake.f.who"), Value: show, Options: []ui.Option{{Value: "", Text: c.T("uptake.who.all")}, {Value: "underskoterskor", Text: c.T("uptake.who.nurses")}}})))
	v.Add(targetText(c, t.Target))
	if len(t.People) == 0 {
		v.Add(sheet.Para(c.T("uptake.time_none")))
		return v.Show(w, r, p.Frame)
	}
	v.Add(ui.Table(p.timeTable(c, t)), sheet.Links(ui.LinkButtonProps{Href: page.At(timeAt+".csv", "enhet", unit, "kvartal", q.String(), "visa", show), Text: c.T("uptake.csv"), Kind: ui.Secondary, Icon: "download"}))
	return v.Show(w, r, p.Frame)
}

func targetText(c *lang.Catalog, t uptake.Target) templ.Component {
	if t.Minutes == 0 {
		return sheet.Para(c.T("uptake.target_none"))
	}
	return sheet.Para(c.T("uptake.target", "time", c.Duration(int(t.Minutes))))
}

func (p *Pages) timeTable(c *lang.Catalog, t uptake.UnitTime) ui.TableProps {
	out := ui.TableProps{ID: "tid", Caption: c.T("uptake.time_caption", "quarter", quarterName(c, t.Quarter)), Cards: true,
		Columns: []ui.Column{{Title: c.T("uptake.col.name")}, {Title: c.T("uptake.col.planned"), Number: true}, {Title: c.T("uptake.col.held"), Number: true}}}
	if t.Target.Minutes > 0 {
		out.Columns = append(out.Columns, ui.Column{Title: c.T("uptake.col.target")})
	}
	for _, m := range t.People {
		row := ui.Row{Head: ui.Text(m.Name), Cells: []templ.Component{ui.Text(c.Duration(int(m.Planned))), ui.Text(c.Duration(int(m.Held)))}}
		if t.Target.Minutes > 0 {
			row.Cells = append(row.Cells, ui.Text(c.T(reached(m.Below))))
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func reached(below bool) string {
	if below {
		return "uptake.below"
	}
	return "uptake.reached"
}

func (p *Pages) timeCSV(w http.ResponseWriter, r *http.Request) error {
	q := p.quarter(r, 0)
	t, err := p.Uptake.TimeAt(r.Context(), actor(r), r.FormValue("enhet"), q, only(r))
	if err != nil {
		if errors.Is(err, uptake.ErrPlace) {
			return org.ErrNoNode
		}
		return err
	}
	c := p.catalog(r)
	rows := [][]string{{c.T("uptake.col.name"), c.T("uptake.col.quarter"), c.T("uptake.col.planned_minutes"), c.T("uptake.col.held_minutes"), c.T("uptake.col.target_minutes")}}
	for _, m := range t.People {
		rows = append(rows, []string{m.Name, q.String(), number(m.Planned), number(m.Held), number(t.Target.Minutes)})
	}
	return grid.Send(w, grid.CSVType, "reflektionstid-"+q.String()+".csv", grid.CSV(rows))
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

func (p *Pages) town(w http.ResponseWriter, r *http.Request) error { return p.showTown(w, r, nil) }

// employer is the chosen one of those whose figures the visitor sees.
func (p *Pages) employer(r *http.Request) (id string, all []org.Node, err error) {
	all, err = p.Tree.Employers(r.Context(), actor(r), may.SeeFigures, p.Uptake.Today())
	if err != nil {
		return "", nil, err
	}
	if id = r.FormValue("arbetsgivare"); id == "" && len(all) > 0 {
		id = all[0].ID
	}
	if id == "" {
		return "", nil, org.ErrNoNode
	}
	return id, all, nil
}

// showTown is time to reflect in an employer, by unit and by occupation, without names.
func (p *Pages) showTown(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	id, all, err := p.employer(r)
	if err != nil {
		return err
	}
	q := p.quarter(r, -1)
	t, err := p.Uptake.TimeIn(r.Context(), actor(r), id, q)
	if errors.Is(err, uptake.ErrPlace) {
		return org.ErrNoNode
	}
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("uptake.town", "place", t.Employer.Name), Lead: c.T("uptake.town_lead", "quarter", quarterName(c, q)), Back: back(c, "/kommun", "uptake.to_town"), Wrong: wrong, Said: said(c, r)}
	fields := []templ.Component{ui.Select(ui.FieldProps{Name: "kvartal", Label: c.T("uptake.f.quarter"), Value: q.String(), Options: p.quarters(c, 0)})}
	if len(all) > 1 {
		fields = append(fields, ui.Select(ui.FieldProps{Name: "arbetsgivare", Label: c.T("uptake.f.employer"), Value: id, Options: options(all)}))
	}
	v.Add(sheet.FormOf(sheet.Send{Action: townAt, Get: true, Hidden: [][2]string{{"arbetsgivare", id}}, Button: c.T("uptake.show"), Kind: ui.Secondary}, fields...), targetText(c, t.Target))
	switch {
	case t.On == "":
		v.Add(sheet.Para(c.T("uptake.town_coming", "day", c.DateOf(q.Until()))))
	case t.All.People == 0:
		v.Add(sheet.Para(c.T("uptake.town_few")))
	default:
		v.Add(sheet.Para(c.T("uptake.town_all", "n", int(t.All.People), "planned", c.Duration(int(t.All.Planned)), "held", c.Duration(int(t.All.Held)))),
			sheet.Heading(c.T("uptake.by_unit")), ui.Table(placeTable(c, "enheter", c.T("uptake.col.unit"), t.Units, t.Target)),
			sheet.Heading(c.T("uptake.by_occupation")), ui.Table(placeTable(c, "yrken", c.T("uptake.col.occupation"), t.Occupations, uptake.Target{})),
			sheet.Links(ui.LinkButtonProps{Href: page.At(townAt+".csv", "arbetsgivare", id, "kvartal", q.String()), Text: c.T("uptake.csv"), Kind: ui.Secondary, Icon: "download"}))
	}
	if t.Partly {
		v.Add(sheet.Quiet(c.T("uptake.town_partly")))
	}
	if t.On != "" {
		v.Add(sheet.Quiet(c.T("uptake.town_on", "day", c.DateOf(t.On))))
	}
	if may.AskSomewhere(actor(r), may.EditSettings) == nil {
		was := ""
		if t.Target.Minutes > 0 {
			was = number(t.Target.Minutes)
		}
		v.Add(sheet.Heading(c.T("uptake.target_set")))
		f := v.Form(r, "minuter", was)
		x := field(c, "minuter", "minutes")
		x.Type = "number"
		f.Input(x)
		f.End(sheet.Send{Action: townAt, Hidden: [][2]string{{"arbetsgivare", id}}, Button: c.T("uptake.save")})
	}
	return v.Show(w, r, p.Frame)
}

func placeTable(c *lang.Catalog, id, first string, list []uptake.PlaceTime, target uptake.Target) ui.TableProps {
	out := ui.TableProps{ID: id, Caption: first + ": " + c.T("uptake.town_caption"), Cards: true,
		Columns: []ui.Column{{Title: first}, {Title: c.T("uptake.col.people"), Number: true}, {Title: c.T("uptake.col.planned_each"), Number: true}, {Title: c.T("uptake.col.held_each"), Number: true}}}
	if target.Minutes > 0 {
		out.Columns = append(out.Columns, ui.Column{Title: c.T("uptake.col.target")})
	}
	for _, x := range list {
		row := ui.Row{Head: ui.Text(names(c, x)), Cells: []templ.Component{ui.Text(number(x.People)), ui.Text(c.Duration(int(x.Planned))), ui.Text(c.Duration(int(x.Held)))}}
		if target.Minutes > 0 {
			word := c.T("uptake.untold")
			if x.Split {
				word = c.T("uptake.count", "done", int(x.Reached), "all", int(x.People))
			}
			row.Cells = append(row.Cells, ui.Text(word))
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// names are what a group is called: small ones are told together.
func names(c *lang.Catalog, x uptake.PlaceTime) string {
	var out []string
	for _, n := range x.Names {
		if n == "" {
			n = c.T("uptake.no_occupation")
		}
		out = append(out, n)
	}
	return c.And(out...)
}

func (p *Pages) townCSV(w http.ResponseWriter, r *http.Request) error {
	id, _, err := p.employer(r)
	if err != nil {
		return err
	}
	q := p.quarter(r, -1)
	t, err := p.Uptake.TimeIn(r.Context(), actor(r), id, q)
	if errors.Is(err, uptake.ErrPlace) {
		return org.ErrNoNode
	}
	if err != nil {
		return err
	}
	c := p.catalog(r)
	rows := [][]string{{c.T("uptake.col.kind"), c.T("uptake.col.name"), c.T("uptake.col.quarter"), c.T("uptake.col.people"), c.T("uptake.col.planned_minutes"), c.T("uptake.col.held_minutes"), c.T("uptake.col.target_minutes")}}
	for i, kind := range []string{"unit", "occupation"} {
		for _, x := range [][]uptake.PlaceTime{t.Units, t.Occupations}[i] {
			rows = append(rows, []string{c.T("uptake.col." + kind), names(c, x), q.String(), number(x.People), number(x.Planned), number(x.Held), number(t.Target.Minutes)})
		}
	}
	return grid.Send(w, grid.CSVType, "reflektionstid-"+q.String()+".csv", grid.CSV(rows))
}

func (p *Pages) setTarget(w http.ResponseWriter, r *http.Request) error {
	minutes, err := strconv.ParseInt(r.PostFormValue("minuter"), 10, 64)
	if err != nil {
		minutes = -1
	}
	if r.PostFormValue("minuter") == "" {
		minutes = 0
	}
	if err := p.Uptake.SetTarget(r.Context(), actor(r), r.PostFormValue("arbetsgivare"), minutes); err != nil {
		wrong, err := refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showTown(w, r, wrong)
	}
	return web.Redirect(w, r, page.At(townAt, "arbetsgivare", r.PostFormValue("arbetsgivare"), "gjort", "sparat"))
}
