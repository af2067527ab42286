package staffingweb

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staffing"
)

// recordsView is what has been noted at a unit a year.
type recordsView struct {
	Title, Unit string
	Units       []ui.Option
	Year        string
	Years       []ui.Option
	Back        ui.Link
	Add         string
	Table       ui.TableProps
	Pager       ui.PagerProps
}

// onPage is how many records a page lists.
const onPage = 50

func (p *Pages) records(w http.ResponseWriter, r *http.Request) error {
	unit, units, err := p.unit(r, may.SeeFunding)
	if err != nil {
		return err
	}
	c, year, number := p.catalog(r), p.year(r), page.Number(r.URL.Query().Get("sida"))
	all, n, err := p.Staffing.Records(r.Context(), web.ActorOf(r.Context()), unit.ID, year, onPage, (number-1)*onPage)
	if err != nil {
		return err
	}
	v := recordsView{Title: c.T("staffing.records_of", "unit", unit.Name), Unit: unit.ID, Units: units, Year: strconv.Itoa(year), Years: p.years(), Back: backHome(c, unit.ID),
		Add: page.At(recordsAt+"/ny", "enhet", unit.ID)}
	v.Table = ui.TableProps{ID: "poster", Caption: c.T("staffing.records_year", "year", v.Year), Cards: true, Columns: []ui.Column{{Title: c.T("staffing.person")}, {Title: c.T("staffing.what")}, {Title: c.T("staffing.when")},
		{Title: c.T("staffing.hours"), Number: true}, {Title: c.T("staffing.cost"), Number: true}, {Title: c.T("staffing.pays")}}}
	for _, x := range all {
		v.Table.Rows = append(v.Table.Rows, ui.Row{Head: ui.CellLink(page.At(recordsAt+"/"+x.ID, "enhet", unit.ID), x.Name), Cells: []templ.Component{ui.Text(x.Title + ": " + kindWords(c, x)), ui.Text(whenWords(c, x)),
			ui.Text(staffing.Hours(x.Hours)), ui.Text(lang.Number(int(x.Cost))), ui.Text(fundingWords(c, x))}})
	}
	v.Pager = page.Pager(page.At(recordsAt, "enhet", unit.ID, "ar", v.Year), "sida", number, int(n), onPage)
	return p.render(w, r, http.StatusOK, v.Title, recordsPage(v))
}

func kindWords(c *lang.Catalog, x staffing.Record) string {
	switch {
	case x.Kind == staffing.Substitute:
		return c.T("staffing.kind.substitute")
	case x.Paid:
		return c.T("staffing.kind.study")
	}
	return c.T("staffing.kind.own")
}

func whenWords(c *lang.Catalog, x staffing.Record) string {
	if x.From == x.Until {
		return c.DateOf(x.From)
	}
	return c.T("staffing.days", "from", c.DateOf(x.From), "until", c.DateOf(x.Until))
}

func fundingWords(c *lang.Catalog, x staffing.Record) string {
	if x.Funding == staffing.Other {
		return x.Word
	}
	return c.T("staffing.funding." + string(x.Funding))
}

// recordView is the form of one record.
type recordView struct {
	staffing.Record
	Title0      string
	Unit        org.Node
	Back        ui.Link
	Action      string
	Lead        string
	IsNew       bool
	People      []ui.Option
	Courses     []ui.Option
	Fundings    []ui.Choice
	Kinds       []ui.Choice
	HoursText   string
	CostText    string
	Wrong       map[string]string
	Stands      []ui.Fact
	Since       string
	FromBooking bool
}

func (p *Pages) newRecord(w http.ResponseWriter, r *http.Request) error {
	unit, _, err := p.unit(r, may.SeeFunding)
	if err != nil {
		return err
	}
	v := recordView{Unit: unit, IsNew: true, Record: staffing.Record{ID: p.NewID(), Kind: staffing.Kind(cmp.Or(r.FormValue("slag"), string(staffing.Study))), Paid: true, Funding: staffing.Own, UnitID: unit.ID}}
	if id := r.FormValue("bokning"); id != "" {
		b, err := p.Staffing.BookingAt(r.Context(), web.ActorOf(r.Context()), unit.ID, id)
		if err != nil {
			return err
		}
		v.BookingID, v.PersonID, v.CourseID, v.From, v.Until = id, b.PersonID, b.Occasion.CourseID, b.Occasion.FirstDay, b.Occasion.LastDay
		if r.FormValue("slag") == "" {
			v.Kind = staffing.Substitute
		}
	}
	return p.showRecord(w, r, http.StatusOK, v)
}

// showRecord shows the form with its choices.
func (p *Pages) showRecord(w http.ResponseWriter, r *http.Request, status int, v recordView) error {
	c, a := p.catalog(r), web.ActorOf(r.Context())
	_, crew, err := p.Staffing.Crew(r.Context(), a, v.Unit.ID)
	if err != nil {
		return err
	}
	v.People = []ui.Option{{Text: c.T("staffing.choose")}}
	for i := range crew {
		v.People = append(v.People, ui.Option{Value: crew[i].ID(), Text: nameOf(&crew[i])})
	}
	if v.PersonID != "" && v.Name != "" && !slices.ContainsFunc(v.People, func(o ui.Option) bool { return o.Value == v.PersonID }) {
		v.People = append(v.People, ui.Option{Value: v.PersonID, Text: v.Name}) // no longer works there
	}
	titles, err := p.Courses.Titles(r.Context())
	if err != nil {
		return err
	}
	for id, title := range titles {
		v.Courses = append(v.Courses, ui.Option{Value: id, Text: title})
	}
	slices.SortFunc(v.Courses, func(a, b ui.Option) int { return cmp.Compare(a.Value, b.Value) })
	lang.SortBy(v.Courses, func(o ui.Option) string { return o.Text })
	v.Courses = slices.Insert(v.Courses, 0, ui.Option{Text: c.T("staffing.no_course")})
	for _, f := range staffing.Fundings() {
		v.Fundings = append(v.Fundings, ui.Choice{Value: string(f), Text: c.T("staffing.funding." + string(f)), Note: note(c, "staffing.funding_note."+string(f)), Chosen: v.Funding == f})
	}
	for _, k := range []staffing.Kind{staffing.Study, staffing.Substitute} {
		v.Kinds = append(v.Kinds, ui.Choice{Value: string(k), Text: c.T("staffing.kind_choice." + string(k)), Note: c.T("staffing.kind_note." + string(k)), Chosen: v.Kind == k})
	}
	v.Title0, v.Action = c.T("staffing.record_new"), recordsAt+"/ny"
	if !v.IsNew {
		v.Title0, v.Action = c.T("staffing.record"), recordsAt+"/"+v.ID
		v.Since = c.T("staffing.noted", "date", c.Date(v.MadeAt))
	}
	v.Back = ui.Link{Href: page.At(recordsAt, "enhet", v.Unit.ID), Text: c.T("staffing.back_records")}
	return p.render(w, r, status, v.Title0, recordPage(v))
}

func note(c *lang.Catalog, key string) string {
	if c.Has(key) {
		return c.T(key)
	}
	return ""
}

// fromForm reads a record as it was typed.
func (v *recordView) fromForm(r *http.Request) {
	get := r.PostFormValue
	v.Record = staffing.Record{ID: get("id"), Kind: staffing.Kind(get("kind")), PersonID: get("person"), UnitID: v.Unit.ID, BookingID: get("bokning"), CourseID: get("course"), Education: get("education"),
		From: get("from"), Until: cmp.Or(get("until"), get("from")), Paid: get("unpaid") == "", Funding: staffing.Funding(get("funding")), Word: get("word")}
	v.HoursText, v.CostText = get("hours"), get("cost")
	v.Hours = number(v.HoursText)
	v.Cost = kronor(v.CostText)
	v.Revision, _ = strconv.ParseInt(get("revision"), 10, 64)
}

// kronor reads whole kronor; -1 for what is none, also with öre.
func kronor(s string) int64 {
	n := number(s)
	if n != float64(int64(n)) {
		return -1
	}
	return int64(n)
}

func (p *Pages) addRecord(w http.ResponseWriter, r *http.Request) error {
	unit, _, err := p.unit(r, may.SeeFunding)
	if err != nil {
		return err
	}
	v := recordView{Unit: unit, IsNew: true}
	v.fromForm(r)
	v.Revision = 0
	return p.saveRecord(w, r, v)
}

func (p *Pages) saveRecord(w http.ResponseWriter, r *http.Request, v recordView) error {
	stands, err := p.Staffing.Save(r.Context(), web.ActorOf(r.Context()), v.Record)
	if err == nil {
		return web.Redirect(w, r, page.At(homeAt, "enhet", v.Unit.ID, "klart", "sparat"))
	}
	conflict := fault.Of(err) != nil && fault.Of(err).Kind == fault.Conflict
	c := p.catalog(r)
	wrong, status, err := refusedForm(c, err)
	if err != nil {
		return err
	}
	if v.Wrong = wrong; conflict {
		v.Revision = stands.Revision
		v.Stands = []ui.Fact{{Term: c.T("staffing.when"), Text: whenWords(c, stands)}, {Term: c.T("staffing.hours"), Text: staffing.Hours(stands.Hours)}, {Term: c.T("staffing.cost"), Text: lang.Number(int(stands.Cost))},
			{Term: c.T("staffing.pays"), Text: fundingWords(c, stands)}}
	}
	return p.showRecord(w, r, status, v)
}

// known is the record of the address.
func (p *Pages) known(r *http.Request) (org.Node, staffing.Record, error) {
	unit, _, err := p.unit(r, may.SeeFunding)
	if err != nil {
		return unit, staffing.Record{}, err
	}
	x, err := p.Staffing.Record(r.Context(), web.ActorOf(r.Context()), unit.ID, r.PathValue("staffingrecord"))
	return unit, x, err
}

func (p *Pages) oneRecord(w http.ResponseWriter, r *http.Request) error {
	unit, x, err := p.known(r)
	if err != nil {
		return err
	}
	return p.showRecord(w, r, http.StatusOK, recordView{Record: x, Unit: unit, HoursText: staffing.Hours(x.Hours), CostText: strings.TrimSuffix(lang.Number(int(x.Cost)), " ")})
}

func (p *Pages) changeRecord(w http.ResponseWriter, r *http.Request) error {
	unit, x, err := p.known(r)
	if err != nil {
		return err
	}
	v := recordView{Unit: unit}
	v.fromForm(r)
	v.ID, v.PersonID, v.Name, v.Kind, v.BookingID, v.MadeAt = x.ID, x.PersonID, x.Name, x.Kind, x.BookingID, x.MadeAt
	v.Revision = max(v.Revision, 1)
	return p.saveRecord(w, r, v)
}

func (p *Pages) removeRecord(w http.ResponseWriter, r *http.Request) error {
	unit, x, err := p.known(r)
	if err != nil {
		return err
	}
	if err := p.Staffing.Remove(r.Context(), web.ActorOf(r.Context()), unit.ID, x.ID); err != nil {
		return err
	}
	return web.Redirect(w, r, page.At(homeAt, "enhet", unit.ID, "klart", "borttaget"))
}
