package appointweb

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/appointment"
	"yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// onPage is how many lines a list has.
const onPage = 50

// employer is the municipality or other employer of the address that the visitor appoints for, or the first of them.
func (p *Pages) employer(r *http.Request) (org.Node, error) {
	all, err := p.Tree.Employers(r.Context(), actor(r), may.EditSettings, p.Appointments.Today())
	if err != nil {
		return org.Node{}, err
	}
	id := r.FormValue("plats")
	if id == "" && len(all) > 0 {
		return all[0], nil
	}
	if i := slices.IndexFunc(all, func(n org.Node) bool { return n.ID == id }); i >= 0 {
		return all[i], nil
	}
	return org.Node{}, may.ErrDenied
}

// town lists who is what at all places of an employer.
func (p *Pages) town(w http.ResponseWriter, r *http.Request) error {
	n, err := p.employer(r)
	if err != nil {
		return err
	}
	c, q := p.catalog(r), r.URL.Query()
	kind, number := rule.Kind(q.Get("typ")), page.Number(q.Get("sida"))
	list, all, err := p.Appointments.Town(r.Context(), actor(r), n.ID, kind, onPage, (number-1)*onPage)
	if err != nil {
		return err
	}
	v := &sheet.Sheet{Title: c.T("appointment.town_title", "employer", n.Name), Lead: c.T("appointment.town_lead"), Said: said(c, r), Back: ui.Link{Href: "/kommun", Text: c.T("appointment.to_town")}}
	v.Add(sheet.Links(
		ui.LinkButtonProps{Href: page.At(withoutAt, "plats", n.ID), Text: c.T("appointment.without_title"), Kind: ui.Secondary},
		ui.LinkButtonProps{Href: page.At(rulesAt, "plats", n.ID), Text: c.T("appointment.rules_title"), Kind: ui.Secondary},
		ui.LinkButtonProps{Href: page.At(askedAt, "plats", n.ID), Text: c.T("appointment.requests_title"), Kind: ui.Secondary}))
	options := []ui.Option{{Value: "", Text: c.T("appointment.all_kinds")}}
	for _, k := range rule.Kinds() {
		options = append(options, ui.Option{Value: string(k), Text: c.T("appointment.kinds." + string(k))})
	}
	v.Form(r, "typ", string(kind)).Pick(sheet.Field{Name: "typ", Label: c.T("appointment.f.kind")}, options).
		End(sheet.Send{Action: townAt, Get: true, Hidden: [][2]string{{"plats", n.ID}}, Button: c.T("appointment.show"), Kind: ui.Secondary})
	if len(list) == 0 {
		v.Add(ui.Empty(ui.EmptyProps{Icon: "users", Title: c.T("appointment.town_none"), Text: c.T("appointment.town_none_text")}))
		return v.Show(w, r, p.Frame)
	}
	v.Add(sheet.Quiet(c.T("appointment.count", "n", all)))
	last := ""
	var parts []ui.Part
	flush := func() {
		if len(parts) > 0 {
			v.Add(ui.Parts(parts))
		}
		parts = nil
	}
	for _, x := range list {
		if x.Place.ID != last {
			flush()
			v.Add(sheet.Heading(x.Place.Name))
			last = x.Place.ID
		}
		part := ui.Part{Href: oneOf(x.ID), Title: c.T("appointment.one", "name", x.Name, "kind", bears(c, x.Appointment)), Note: when(c, x.From, x.Until)}
		part.Status, part.Word = standing(c, x.Appointment, p.Appointments.Today())
		parts = append(parts, part)
	}
	flush()
	v.Add(ui.Pager(page.Pager(page.At(townAt, "plats", n.ID, "typ", string(kind)), "sida", number, int(all), onPage)))
	return v.Show(w, r, p.Frame)
}

// without lists the units where nobody holds a kind.
func (p *Pages) without(w http.ResponseWriter, r *http.Request) error {
	n, err := p.employer(r)
	if err != nil {
		return err
	}
	c := p.catalog(r)
	kind, number := rule.Kind(r.FormValue("typ")), page.Number(r.FormValue("sida"))
	if !kind.Known() {
		kind = rule.Leader
	}
	none, units, err := p.Appointments.Without(r.Context(), actor(r), n.ID, kind)
	if err != nil {
		return err
	}
	v := &sheet.Sheet{Title: c.T("appointment.without." + string(kind)), Lead: c.T("appointment.without_lead", "n", len(none), "all", units), Back: ui.Link{Href: page.At(townAt, "plats", n.ID), Text: c.T("appointment.unit_title")}}
	var options []ui.Option
	for _, k := range []rule.Kind{rule.Leader, rule.LanguageRep, rule.CompetenceRep} {
		options = append(options, ui.Option{Value: string(k), Text: c.T("appointment.kinds." + string(k))})
	}
	v.Form(r, "typ", string(kind)).Pick(sheet.Field{Name: "typ", Label: c.T("appointment.f.kind")}, options).
		End(sheet.Send{Action: withoutAt, Get: true, Hidden: [][2]string{{"plats", n.ID}}, Button: c.T("appointment.show"), Kind: ui.Secondary})
	from := min((number-1)*onPage, len(none))
	var parts []ui.Part
	for _, u := range none[from:min(from+onPage, len(none))] {
		parts = append(parts, ui.Part{Href: page.At(unitAt, "enhet", u.ID), Title: u.Name})
	}
	if len(parts) > 0 {
		v.Add(ui.Parts(parts))
	}
	v.Add(ui.Pager(page.Pager(page.At(withoutAt, "plats", n.ID, "typ", string(kind)), "sida", number, len(none), onPage)))
	return v.Show(w, r, p.Frame)
}

func (p *Pages) rules(w http.ResponseWriter, r *http.Request) error {
	return p.showRules(w, r, "", nil)
}

// showRules is what the employer asks of each kind: a form for each, of which the wrong one says what was wrong.
func (p *Pages) showRules(w http.ResponseWriter, r *http.Request, sent rule.Kind, wrong map[string]string) error {
	n, err := p.employer(r)
	if err != nil {
		return err
	}
	settings, err := p.Appointments.Settings(r.Context(), n.ID)
	if err != nil {
		return err
	}
	titles, err := p.Courses.Titles(r.Context())
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("appointment.rules_title"), Lead: c.T("appointment.rules_lead"), Said: said(c, r), Wrong: wrong, Back: ui.Link{Href: page.At(townAt, "plats", n.ID), Text: c.T("appointment.unit_title")}}
	for _, k := range rule.Kinds() {
		v.Add(sheet.Heading(c.T("appointment.kinds." + string(k))))
		p.ruleForm(r, v, n, k, settings[k], titles, sent)
	}
	return v.Show(w, r, p.Frame)
}

func (p *Pages) ruleForm(r *http.Request, v *sheet.Sheet, n org.Node, k rule.Kind, s appointment.Setting, titles map[string]string, sent rule.Kind) {
	c, id := p.catalog(r), string(k)
	demanded, courses, contact := s.Demanded, s.Courses, s.Contact
	wrong := map[string]string{}
	if sent == k && len(v.Wrong) > 0 {
		demanded, courses, contact, wrong = r.PostFormValue("krav-"+id) != "", chosenCourses(r), r.PostFormValue("kontakt"), v.Wrong
	}
	f := v.Form(r)
	// Every kind has fields of the same names: their ids are their own.
	if sent == k {
		f.Named("kurser", "kontakt")
	}
	field := func(name string) string {
		if sent == k {
			return name
		}
		return name + "-" + id
	}
	if k.Protected() {
		f.Put(sheet.Para(c.T("appointment.always_demanded")), hidden("krav-"+id, "1"))
	} else {
		f.Put(ui.Check(ui.CheckProps{Name: "krav-" + id, Value: "1", Text: c.T("appointment.f.demanded"), Chosen: demanded}))
	}
	for i := range 2 {
		chosen := ""
		if i < len(courses) {
			chosen = courses[i]
		}
		props := ui.FieldProps{Name: "kurser", ID: field("kurser"), Label: c.T("appointment.f.course"), Value: chosen, Options: courseOptions(c.T("appointment.no_course"), titles, chosen), Error: wrong["kurser"]}
		if i > 0 {
			props.ID, props.Label, props.Error, props.Optional = "kurser-till-"+id, c.T("appointment.f.course_too"), "", true
		}
		f.Put(ui.Select(props))
	}
	if k == rule.Ambassador {
		f.Put(ui.Input(ui.FieldProps{Name: "kontakt", ID: field("kontakt"), Label: c.T("appointment.f.contact"), Tip: c.T("appointment.tip.contact"), Type: "email", Value: contact, Error: wrong["kontakt"], Optional: true}))
	}
	f.End(sheet.Send{Action: rulesAt, Hidden: [][2]string{{"plats", n.ID}, {"typ", id}, {"utgava", strconv.FormatInt(s.Revision, 10)}}, Button: c.T("appointment.save"), Kind: ui.Secondary, About: kindName(c, k)})
}

// courseOptions are all courses by title; one that has been chosen and has not come yet stands by its id.
func courseOptions(none string, titles map[string]string, chosen string) []ui.Option {
	var out []ui.Option
	for id, title := range titles {
		out = append(out, ui.Option{Value: id, Text: title})
	}
	if chosen != "" && titles[chosen] == "" {
		out = append(out, ui.Option{Value: chosen, Text: chosen})
	}
	slices.SortFunc(out, func(a, b ui.Option) int { return strings.Compare(a.Text, b.Text) })
	return append([]ui.Option{{Value: "", Text: none}}, out...)
}

func chosenCourses(r *http.Request) []string {
	return slices.DeleteFunc(slices.Clone(r.PostForm["kurser"]), func(s string) bool { return s == "" })
}

func (p *Pages) saveRule(w http.ResponseWriter, r *http.Request) error {
	n, err := p.employer(r) // reads the form, too
	if err != nil {
		return err
	}
	revision, _ := strconv.ParseInt(r.PostFormValue("utgava"), 10, 64)
	s := appointment.Setting{EmployerID: n.ID, Kind: rule.Kind(r.PostFormValue("typ")), Contact: r.PostFormValue("kontakt"), Revision: revision}
	s.Demanded, s.Courses = r.PostFormValue("krav-"+string(s.Kind)) != "", chosenCourses(r)
	if err := p.Appointments.SaveSetting(r.Context(), actor(r), s); err != nil {
		return refused(p.catalog(r), err, func(wrong map[string]string) error { return p.showRules(w, r, s.Kind, wrong) })
	}
	return web.Redirect(w, r, page.At(rulesAt, "plats", n.ID, "gjort", "saved"))
}

// requests lists what schools have written.
func (p *Pages) requests(w http.ResponseWriter, r *http.Request) error {
	n, err := p.employer(r)
	if err != nil {
		return err
	}
	all, err := p.Appointments.Requests(r.Context(), actor(r), n.ID)
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("appointment.requests_title"), Lead: c.T("appointment.requests_lead"), Said: said(c, r), Back: ui.Link{Href: page.At(townAt, "plats", n.ID), Text: c.T("appointment.unit_title")}}
	if len(all) == 0 {
		v.Add(sheet.Para(c.T("appointment.requests_none")))
	}
	for _, x := range all {
		v.Add(sheet.Heading(x.School), sheet.Quiet(c.Date(x.At)), sheet.Written(x.Wish), sheet.Para(c.T("appointment.request_contact", "contact", x.Contact)),
			sheet.FormOf(sheet.Send{Action: askedAt, Hidden: [][2]string{{"plats", n.ID}, {"forfragan", x.ID}}, Button: c.T("appointment.request_done"), Kind: ui.Secondary, About: x.School}))
	}
	return v.Show(w, r, p.Frame)
}

func (p *Pages) answered(w http.ResponseWriter, r *http.Request) error {
	n, err := p.employer(r)
	if err != nil {
		return err
	}
	if err := p.Appointments.Answered(r.Context(), actor(r), n.ID, r.PostFormValue("forfragan")); err != nil {
		return err
	}
	return web.Redirect(w, r, page.At(askedAt, "plats", n.ID, "gjort", "answered"))
}
