package appointweb

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/appointment"
	"yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

func (p *Pages) form(w http.ResponseWriter, r *http.Request) error { return p.showForm(w, r, nil) }

// asked is what a form of an appointment is about.
type asked struct {
	unit   org.Node
	kind   rule.Kind
	search string
	from   string   // the employer that is asked to lend somebody, as it was written
	lender org.Node // and as it was found
	number string
}

func (p *Pages) askedFor(r *http.Request) (q asked, err error) {
	q.kind = rule.Kind(r.FormValue("typ"))
	q.search, q.from, q.number = strings.TrimSpace(r.FormValue("sok")), strings.TrimSpace(r.FormValue("hos")), strings.TrimSpace(r.FormValue("nummer"))
	if !q.kind.Known() {
		q.kind = rule.Leader
	}
	if q.unit, err = p.Tree.Find(r.Context(), r.FormValue("enhet"), p.Appointments.Today()); err != nil || q.from == "" || !q.kind.Lends() {
		return q, err
	}
	q.lender, err = p.Tree.EmployerNamed(r.Context(), q.from, p.Appointments.Today())
	if errors.Is(err, org.ErrNoNode) {
		err = nil
	}
	return q, err
}

// showForm asks whom to appoint: first who has an education for it, then the others, then whom a search finds, and for
// leaders whom another employer lends.
func (p *Pages) showForm(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	q, err := p.askedFor(r)
	if err != nil {
		return err
	}
	u, err := p.Appointments.At(r.Context(), actor(r), q.unit.ID)
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("appointment.new." + string(q.kind)), Lead: c.T("appointment.about." + string(q.kind)), Wrong: wrong, Back: ui.Link{Href: page.At(unitAt, "enhet", q.unit.ID), Text: q.unit.Name}}
	if !u.Functions[q.kind] {
		v.Add(sheet.Note(ui.Warn, c.T("appointment.off")))
		return v.Show(w, r, p.Frame)
	}
	if err := p.demands(r, v, u, q.kind); err != nil {
		return err
	}
	if q.from == "" { // else it is about somebody elsewhere
		if err := p.ownForm(r, v, q); err != nil {
			return err
		}
	}
	if q.kind.Lends() {
		if err := p.lentForm(r, v, q); err != nil {
			return err
		}
	}
	return v.Show(w, r, p.Frame)
}

// demands says which courses come first or help.
func (p *Pages) demands(r *http.Request, v *sheet.Sheet, u appointment.Unit, k rule.Kind) error {
	settings, err := p.Appointments.Settings(r.Context(), u.Employer.ID)
	if err != nil || len(settings[k].Courses) == 0 {
		return err
	}
	c := p.catalog(r)
	titles, err := p.titles(r, settings[k].Courses)
	if err != nil {
		return err
	}
	key := "appointment.recommends"
	if settings[k].Demanded {
		key = "appointment.demands"
	}
	v.Add(sheet.Note(ui.Info, c.T(key, "courses", c.And(titles...), "kind", kindName(c, k))))
	return nil
}

// titles are what courses are called; of one that has not come yet its id.
func (p *Pages) titles(r *http.Request, ids []string) ([]string, error) {
	all, err := p.Courses.Titles(r.Context())
	out := make([]string, len(ids))
	for i, id := range ids {
		if out[i] = all[id]; out[i] == "" {
			out[i] = id
		}
	}
	return out, err
}

// ownForm is about colleagues of one's own employer.
func (p *Pages) ownForm(r *http.Request, v *sheet.Sheet, q asked) error {
	c, a := p.catalog(r), actor(r)
	first, others, err := p.Appointments.Suggestions(r.Context(), a, q.unit.ID, q.kind)
	if err != nil {
		return err
	}
	chosen := r.FormValue("person")
	f := v.Form(r, "enhet", q.unit.ID, "platser", q.unit.ID, "fran", p.Appointments.Today()).Named("person")
	groups := []templ.Component{}
	add := func(id, legend, tip string, choices []ui.Choice) {
		if len(choices) == 0 {
			return
		}
		props := ui.ChoicesProps{Name: "person", ID: id, Legend: legend, Tip: tip, Choices: choices}
		if len(groups) == 0 {
			props.ID, props.Error = "person", v.Wrong["person"]
		}
		groups = append(groups, ui.Choices(props))
	}
	if q.search != "" && q.from == "" {
		found, more, err := p.Colleagues(r.Context(), a, q.unit.ID, q.search)
		if err != nil {
			return err
		}
		there := func(x appointment.Candidate) bool {
			return slices.ContainsFunc(found, func(f Person) bool { return f.ID == x.PersonID })
		}
		first, others = slices.DeleteFunc(first, there), slices.DeleteFunc(others, there)
		tip := ""
		if more {
			tip = c.T("appointment.more_found")
		}
		add("hittade", c.T("appointment.found"), tip, people(found, chosen))
		if len(found) == 0 {
			v.Add(sheet.Note(ui.Info, c.T("appointment.nobody_found")))
		}
	}
	reference, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return err
	}
	add("utbildade", c.T("appointment.first"), c.T("appointment.first_tip"), candidates(c, reference, first, chosen))
	add("ovriga", c.T("appointment.others"), "", candidates(c, reference, others, chosen))
	if len(groups) == 0 {
		v.Add(sheet.Para(c.T("appointment.no_people")))
	}
	f.Put(groups...)
	if err := p.places(r, f, q); err != nil {
		return err
	}
	if len(groups) > 0 {
		days(c, f).End(sheet.Send{Action: newAt, Hidden: [][2]string{{"enhet", q.unit.ID}, {"typ", string(q.kind)}, {"sok", q.search}}, Button: c.T("appointment.appoint." + string(q.kind))})
	}
	v.Form(r, "sok", q.search).Input(sheet.Field{Name: "sok", Label: c.T("appointment.f.search"), Tip: c.T("appointment.tip.search"), Type: "search", Optional: true}).
		End(sheet.Send{Action: newAt, Get: true, Hidden: [][2]string{{"enhet", q.unit.ID}, {"typ", string(q.kind)}}, Button: c.T("appointment.find"), Kind: ui.Secondary})
	return nil
}

// days ask from when until when, and what is expected.
func days(c *lang.Catalog, f *sheet.Form) *sheet.Form {
	return f.Input(sheet.Field{Name: "fran", Label: c.T("appointment.f.from"), Type: "date"}).
		Input(sheet.Field{Name: "till", Label: c.T("appointment.f.until"), Tip: c.T("appointment.tip.until"), Type: "date", Optional: true}).
		Input(sheet.Field{Name: "uppdrag", Label: c.T("appointment.f.task"), Tip: c.T("appointment.tip.task"), Rows: 3, Optional: true})
}

// mostChoices is how many units are ticked in one form.
const mostChoices = 20

// places asks at which of the visitor's units of the same employer; of one only, or of very many, it is the one asked about.
func (p *Pages) places(r *http.Request, f *sheet.Form, q asked) error {
	units, err := p.Tree.UnitsIn(r.Context(), actor(r).Scopes(may.Appoint), p.Appointments.Today(), mostChoices+1)
	if err != nil {
		return err
	}
	near := slices.ContainsFunc(units, func(u org.Node) bool { return u.ID == q.unit.ID })
	if len(units) < 2 || len(units) > mostChoices || !near {
		f.Named("platser").Put(hidden("platser", q.unit.ID))
		return nil
	}
	var choices []ui.Choice
	for _, u := range units {
		choices = append(choices, ui.Choice{Value: u.ID, Text: u.Name})
	}
	f.Choose(sheet.Field{Name: "platser", Label: p.catalog(r).T("appointment.f.places")}, true, choices)
	return nil
}

// lentForm asks another employer to lend somebody, by exact employment number: nobody looks through another's staff.
func (p *Pages) lentForm(r *http.Request, v *sheet.Sheet, q asked) error {
	c := p.catalog(r)
	v.Add(sheet.Heading(c.T("appointment.elsewhere")), sheet.Para(c.T("appointment.elsewhere_lead")))
	if q.from != "" && q.number != "" {
		if err := p.foundElsewhere(r, v, q); err != nil {
			return err
		}
	}
	v.Form(r, "hos", q.from, "nummer", q.number).Input(sheet.Field{Name: "hos", Label: c.T("appointment.f.employer"), Tip: c.T("appointment.tip.employer")}).
		Input(sheet.Field{Name: "nummer", Label: c.T("appointment.f.number"), Tip: c.T("appointment.tip.number")}).
		End(sheet.Send{Action: newAt, Get: true, Hidden: [][2]string{{"enhet", q.unit.ID}, {"typ", string(q.kind)}}, Button: c.T("appointment.find_elsewhere"), Kind: ui.Secondary})
	return nil
}

// foundElsewhere shows whom the number belongs to, and asks for the loan.
func (p *Pages) foundElsewhere(r *http.Request, v *sheet.Sheet, q asked) error {
	c := p.catalog(r)
	var found []Person
	var err error
	if q.lender.ID != "" {
		found, err = p.Borrowed(r.Context(), actor(r), q.unit.ID, q.lender.ID, q.number)
		if wait := fault.Of(err); wait != nil && wait.Kind == fault.Often {
			v.Add(sheet.Note(ui.Warn, page.Say(c, wait)))
			return nil
		}
	}
	if err != nil {
		return err
	}
	if len(found) != 1 {
		v.Add(sheet.Note(ui.Info, c.T("appointment.nobody")))
		return nil
	}
	f := v.Form(r, "fran", p.Appointments.Today(), "platser", q.unit.ID)
	f.Put(ui.Facts([]ui.Fact{{Term: c.T("appointment.fact.person"), Text: found[0].Name}, {Term: c.T("appointment.fact.home"), Text: q.lender.Name}, {Term: c.T("appointment.fact.work"), Text: found[0].Work}}))
	if err := p.places(r, f, q); err != nil {
		return err
	}
	days(c, f).End(sheet.Send{Action: newAt, Hidden: [][2]string{{"enhet", q.unit.ID}, {"typ", string(q.kind)}, {"hos", q.from}, {"nummer", q.number}}, Button: c.T("appointment.ask_lender"), About: q.lender.Name})
	return nil
}

func people(found []Person, chosen string) (out []ui.Choice) {
	for _, x := range found {
		out = append(out, ui.Choice{Value: x.ID, Text: x.Name, Note: x.Work, Chosen: chosen == x.ID})
	}
	return out
}

// candidates are the people of the unit, with why somebody stands first.
func candidates(c *lang.Catalog, reference org.Reference, all []appointment.Candidate, chosen string) (out []ui.Choice) {
	for _, x := range all {
		why := make([]string, 0, len(x.Reasons)+1)
		for _, reason := range x.Reasons {
			if reason.Programme != "" {
				why = append(why, c.T("appointment.because_of", "programme", reason.Programme))
				continue
			}
			for _, o := range reference.Occupations {
				if o.ID == reason.Occupation {
					why = append(why, c.T("appointment.works_as", "occupation", strings.ToLower(o.Name)))
				}
			}
		}
		if len(why) == 0 && x.Title != "" {
			why = append(why, x.Title)
		}
		if x.Holds {
			why = append(why, c.T("appointment.holds_already"))
		}
		out = append(out, ui.Choice{Value: x.PersonID, Text: x.Name, Note: strings.Join(why, ". "), Chosen: chosen == x.PersonID, Disabled: x.Holds})
	}
	return out
}

func (p *Pages) appoint(w http.ResponseWriter, r *http.Request) error {
	q, err := p.askedFor(r) // reads the form, too
	if err != nil {
		return err
	}
	proposal := appointment.Proposal{Kind: q.kind, PersonID: r.PostFormValue("person"), Places: r.PostForm["platser"], From: r.PostFormValue("fran"), Last: r.PostFormValue("till"), Task: r.PostFormValue("uppdrag")}
	if q.from != "" {
		proposal.PersonID, proposal.LenderID, proposal.Number = "", q.lender.ID, q.number
		if q.lender.ID == "" {
			return p.showForm(w, r, map[string]string{"hos": p.catalog(r).T("appointment.nobody")})
		}
	}
	x, err := p.Appointments.Appoint(r.Context(), actor(r), proposal)
	if err != nil {
		return refused(p.catalog(r), err, func(wrong map[string]string) error { return p.showForm(w, r, wrong) })
	}
	return web.Redirect(w, r, page.At(unitAt, "enhet", q.unit.ID, "gjort", string(x.State)))
}
