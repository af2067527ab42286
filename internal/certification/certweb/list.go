package certweb

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"yrkesresan/internal/certification"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
)

// onPage is how many units a page lists.
const onPage = 50

// home begins with the visitor's own unit, and goes on with the units that the visitor follows; or it lists what has been
// certified, for who certifies.
func (p *Pages) home(w http.ResponseWriter, r *http.Request) error {
	if r.URL.Query().Get("visa") == certifiedOnly {
		return p.certified(w, r)
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("cert.title"), Lead: c.T("cert.lead"), Said: said(c, r), Back: ui.Link{Href: string(page.LearningHub), Text: c.T("cert.hub")}}
	own, err := p.Certifications.OwnUnits(r.Context(), actor(r))
	if err != nil {
		return err
	}
	for _, x := range own {
		v.Add(sheet.Heading(x.Unit))
		ownState(v, c, x)
		v.Add(sheet.Links(ui.LinkButtonProps{Href: ownAt, Text: c.T("cert.to_mine"), Kind: ui.Secondary, Describes: x.Unit}))
	}
	follows := may.AskSomewhere(actor(r), may.GuideUnit) == nil || may.AskSomewhere(actor(r), may.SeeProgress) == nil || may.AskSomewhere(actor(r), may.SeeFigures) == nil
	if !follows && len(own) == 0 {
		v.Add(sheet.Para(c.T("cert.none_own")))
	}
	if follows {
		if err := p.followed(v, c, r); err != nil {
			return err
		}
	}
	if may.AskSomewhere(actor(r), may.Certify) == nil {
		v.Add(sheet.Links(ui.LinkButtonProps{Href: page.At(homeAt, "visa", certifiedOnly), Text: c.T("cert.to_certified"), Kind: ui.Secondary}))
	}
	links := []ui.LinkButtonProps{{Href: publicAt, Text: c.T("cert.to_public"), Kind: ui.Secondary}}
	begins, err := p.Certifications.MayBegin(r.Context(), actor(r))
	if err != nil {
		return err
	}
	if begins {
		links = append([]ui.LinkButtonProps{{Href: beginAt, Text: c.T("cert.begin"), Kind: ui.Secondary, Icon: "plus"}}, links...)
	}
	if may.AskSomewhere(actor(r), may.EditScheme) == nil {
		links = append(links, ui.LinkButtonProps{Href: schemesAt, Text: c.T("cert.schemes"), Kind: ui.Secondary})
	}
	v.Add(sheet.Links(links...))
	return v.Show(w, r, p.Frame)
}

// own is the visitor's part: what is done and left, and what was said of the own tasks.
func (p *Pages) own(w http.ResponseWriter, r *http.Request) error {
	c, a := p.catalog(r), actor(r)
	v := &sheet.Sheet{Title: c.T("cert.mine"), Lead: c.T("cert.mine_lead"), Back: ui.Link{Href: homeAt, Text: c.T("cert.title")}}
	units, err := p.Certifications.OwnUnits(r.Context(), a)
	if err != nil {
		return err
	}
	for _, x := range units {
		ownPart(v, c, x)
	}
	tasks, err := p.Certifications.Own(r.Context(), a, a.PersonID)
	if err != nil {
		return err
	}
	if len(tasks) > 0 {
		v.Add(sheet.Heading(c.T("cert.mine_tasks")))
	}
	for _, t := range tasks {
		result := c.T("cert.result.no")
		if t.Passed {
			result = c.T("cert.result.yes")
		}
		v.Add(sheet.Smaller(c.T("cert.task_line", "title", t.Title, "day", c.DateOf(t.Day), "result", result)), sheet.Written(t.Comment))
		if t.EndedWhy != "" {
			v.Add(sheet.Para(c.T("cert.task.back", "day", c.DateOf(t.EndedOn), "why", t.EndedWhy)))
		}
	}
	if len(units)+len(tasks) == 0 {
		v.Add(sheet.Para(c.T("cert.none_own")))
	}
	return v.Show(w, r, p.Frame)
}

// ownState is how the visitor's own unit stands: counts and nobody's name.
func ownState(v *sheet.Sheet, c *lang.Catalog, x certification.OwnUnit) {
	v.Add(sheet.State(looks[x.State], stateWords(c, x.State)))
	lines := []string{x.SchemeTitle, c.T("cert.count", "met", x.Met, "counted", x.Counted)}
	if x.ValidUntil != "" {
		lines = append(lines, c.T("cert.valid", "day", c.DateOf(dayBefore(x.ValidUntil))))
	}
	v.Add(sheet.List(lines))
}

// ownPart is the visitor's own part of a unit's programme, nobody else's.
func ownPart(v *sheet.Sheet, c *lang.Catalog, x certification.OwnUnit) {
	v.Add(sheet.Heading(x.Unit))
	ownState(v, c, x)
	v.Add(sheet.Smaller(c.T("cert.your_part")))
	if x.Me.Met {
		v.Add(sheet.State(ui.Done, c.T("cert.you_met")))
	}
	v.Add(sheet.List(all(x.Me.Reasons, func(r rule.Reason) string { return reasonWords(c, r) })))
	lacks := map[string]bool{}
	for _, key := range x.Me.Lacks {
		lacks[key] = true
	}
	var parts []ui.Part
	for _, req := range x.Requirements {
		part := ui.Part{Title: req.Title, Status: ui.Done, Word: c.T("cert.has")}
		if lacks[req.Key] {
			part.Status, part.Word = ui.NotStarted, c.T("cert.has_not")
			for _, e := range req.OneOf {
				if part.Href == "" && (e.Kind == rule.ByCourse || e.Kind == rule.ByTest) {
					part.Href = "/kurs/" + e.Ref
				}
			}
		}
		parts = append(parts, part)
	}
	v.Add(ui.Parts(parts), sheet.More(c.T("cert.who_sees"), sheet.Para(c.T("cert.who_sees_about"))))
}

// followed lists the units that the visitor follows, with what waits for an answer first.
func (p *Pages) followed(v *sheet.Sheet, c *lang.Catalog, r *http.Request) error {
	if may.AskSomewhere(actor(r), may.GuideUnit) == nil {
		waiting, err := p.Certifications.Proposals(r.Context(), actor(r))
		if err != nil {
			return err
		}
		var parts []ui.Part
		for _, x := range waiting {
			parts = append(parts, ui.Part{Href: at(x.ID()), Title: x.Unit, Note: x.SchemeTitle})
		}
		if len(parts) > 0 {
			v.Add(sheet.Heading(c.T("cert.proposals")), ui.Parts(parts))
		}
	}
	q := r.URL.Query()
	number := page.Number(q.Get("sida"))
	f := certification.Filter{State: rule.State(q.Get("lage")), Ready: q.Get("lage") == readyOnly, SchemeID: q.Get("program"), Limit: onPage, Offset: (number - 1) * onPage}
	if f.Ready {
		f.State = ""
	}
	rows, n, err := p.Certifications.List(r.Context(), actor(r), f)
	if err != nil {
		return err
	}
	v.Add(sheet.Heading(c.T("cert.units_you_follow")))
	figures, err := p.Certifications.Figures(r.Context(), actor(r), certification.Filter{})
	if err != nil {
		return err
	}
	if figures.Units > 1 {
		v.Add(sheet.List(figureWords(c, figures)), stateFilter(c, q.Get("lage")))
	}
	if len(rows) == 0 {
		v.Add(sheet.Para(c.T("cert.none_here")))
		return nil
	}
	t := ui.TableProps{ID: "enheter", Caption: c.T("cert.units_caption"), Cards: true,
		Columns: []ui.Column{{Title: c.T("cert.col.unit")}, {Title: c.T("cert.col.scheme")}, {Title: c.T("cert.col.state")}, {Title: c.T("cert.col.met")}, {Title: c.T("cert.col.until")}}}
	for _, x := range rows {
		until := c.T("cert.not_certified")
		if x.ValidUntil != "" {
			until = c.DateOf(dayBefore(x.ValidUntil))
		}
		t.Rows = append(t.Rows, ui.Row{Head: ui.CellLink(at(x.ID()), x.Unit), Cells: []templ.Component{sheet.Text(x.SchemeTitle), sheet.Mark(looks[x.State], stateWords(c, x.State)),
			sheet.Text(c.Of(int(x.Met), int(x.Counted))), sheet.Text(until)}})
	}
	v.Add(ui.Table(t), ui.Pager(page.Pager(page.At(homeAt, "lage", q.Get("lage"), "program", f.SchemeID), "sida", number, n, onPage)))
	return nil
}

// figureWords count units by state.
func figureWords(c *lang.Catalog, f certification.Figures) (out []string) {
	for _, s := range rule.States() {
		if n := f.ByState[s]; n > 0 {
			out = append(out, stateWords(c, s)+": "+c.T("cert.units", "n", n))
		}
	}
	if f.Ready > 0 {
		out = append(out, c.T("cert.ready_units", "n", f.Ready))
	}
	if f.Asked > 0 {
		out = append(out, c.T("cert.asked_units", "n", f.Asked))
	}
	return out
}

// readyOnly chooses the units that can be certified today, certifiedOnly those that have been.
const (
	readyOnly     = "klara"
	certifiedOnly = "certifierade"
)

// certified lists what has been certified, also what the public list leaves out, for who certifies.
func (p *Pages) certified(w http.ResponseWriter, r *http.Request) error {
	c, q := p.catalog(r), r.URL.Query()
	number, state := page.Number(q.Get("sida")), rule.State(q.Get("lage"))
	rows, n, err := p.Certifications.Certified(r.Context(), actor(r), certification.Filter{State: state, Limit: onPage, Offset: (number - 1) * onPage})
	if err != nil {
		return err
	}
	v := &sheet.Sheet{Title: c.T("cert.certified_title"), Lead: c.T("cert.certified_lead"), Back: ui.Link{Href: homeAt, Text: c.T("cert.title")}}
	options := option(nil, "", c.T("cert.all_states"))
	for _, s := range rule.States() {
		if s != rule.Preparing {
			options = option(options, string(s), stateWords(c, s))
		}
	}
	if n > 0 || state != "" {
		v.Add(sheet.FormOf(sheet.Send{Action: homeAt, Get: true, Hidden: [][2]string{{"visa", certifiedOnly}}, Button: c.T("cert.show"), Kind: ui.Secondary},
			ui.Select(ui.FieldProps{Name: "lage", Label: c.T("cert.f.state"), Value: string(state), Options: options})))
	}
	if len(rows) == 0 {
		v.Add(sheet.Para(c.T("cert.certified_none")))
		return v.Show(w, r, p.Frame)
	}
	v.Add(sheet.Para(c.T("cert.units", "n", n)))
	t := ui.TableProps{ID: "certifierade", Caption: c.T("cert.certified_title"), Cards: true,
		Columns: []ui.Column{{Title: c.T("cert.col.unit")}, {Title: c.T("cert.col.employer")}, {Title: c.T("cert.col.scheme")}, {Title: c.T("cert.col.state")}, {Title: c.T("cert.col.since")}}}
	for _, x := range rows {
		lines := []string{c.T("cert.certified_on", "day", c.DateOf(x.CertifiedOn))}
		if x.State.Holds() {
			lines = append(lines, c.T("cert.certified_until", "day", c.DateOf(dayBefore(x.ValidUntil))))
		}
		if x.Hidden {
			lines = append(lines, c.T("cert.unlisted"))
		}
		t.Rows = append(t.Rows, ui.Row{Head: ui.CellLink(at(x.ID()), x.Unit), Cells: []templ.Component{sheet.Text(x.Employer), sheet.Text(x.SchemeTitle), sheet.Mark(looks[x.State], stateWords(c, x.State)),
			cell(lines)}})
	}
	v.Add(ui.Table(t), ui.Pager(page.Pager(page.At(homeAt, "visa", certifiedOnly, "lage", string(state)), "sida", number, n, onPage)))
	return v.Show(w, r, p.Frame)
}

func stateFilter(c *lang.Catalog, chosen string) templ.Component {
	options := option(option(nil, "", c.T("cert.all_states")), readyOnly, c.T("cert.state_ready"))
	for _, s := range rule.States() {
		options = option(options, string(s), stateWords(c, s))
	}
	return sheet.FormOf(sheet.Send{Action: homeAt, Get: true, Button: c.T("cert.show"), Kind: ui.Secondary},
		ui.Select(ui.FieldProps{Name: "lage", Label: c.T("cert.f.state"), Value: chosen, Options: options}))
}

// public is the open list of certified units: no names of people.
func (p *Pages) public(w http.ResponseWriter, r *http.Request) error {
	q, c := r.URL.Query(), p.catalog(r)
	number := page.Number(q.Get("sida"))
	rows, n, err := p.Certifications.Register(r.Context(), q.Get("kommun"), q.Get("program"), onPage, (number-1)*onPage)
	if err != nil {
		return err
	}
	schemes, towns, err := p.Certifications.Choices(r.Context())
	if err != nil {
		return err
	}
	v := &sheet.Sheet{Title: c.T("cert.public_title"), Lead: c.T("cert.public_lead")}
	choose := func(name, key string, all []certification.Choice) templ.Component {
		options := option(nil, "", c.T("cert.all"))
		for _, x := range all {
			options = option(options, x.ID, x.Name)
		}
		return ui.Select(ui.FieldProps{Name: name, Label: c.T("cert.f." + key), Value: q.Get(name), Options: options})
	}
	if n > 0 || q.Get("kommun")+q.Get("program") != "" {
		v.Add(sheet.FormOf(sheet.Send{Action: publicAt, Get: true, Button: c.T("cert.show"), Kind: ui.Secondary}, choose("kommun", "town", towns), choose("program", "scheme", schemes)))
	}
	if len(rows) == 0 {
		v.Add(sheet.Para(c.T("cert.public_none")))
		return v.Show(w, r, p.Frame)
	}
	v.Add(sheet.Para(c.T("cert.public_count", "n", n)))
	t := ui.TableProps{ID: "certifierade", Caption: c.T("cert.public_title"), Cards: true,
		Columns: []ui.Column{{Title: c.T("cert.col.unit")}, {Title: c.T("cert.col.employer")}, {Title: c.T("cert.col.scheme")}, {Title: c.T("cert.col.since")}, {Title: c.T("cert.col.until")}}}
	for _, x := range rows {
		t.Rows = append(t.Rows, ui.Row{Head: sheet.Text(x.Unit), Cells: []templ.Component{sheet.Text(x.Employer), sheet.Text(x.Scheme), sheet.Text(c.DateOf(x.Since)), sheet.Text(c.DateOf(dayBefore(x.Until)))}})
	}
	v.Add(ui.Table(t), ui.Pager(page.Pager(page.At(publicAt, "kommun", q.Get("kommun"), "program", q.Get("program")), "sida", number, n, onPage)))
	return v.Show(w, r, p.Frame)
}

// forecast tells what would come of what the visitor supposes: the same rule on what is known today (rule.Suppose).
func (p *Pages) forecast(w http.ResponseWriter, r *http.Request) error {
	x, err := p.Certifications.View(r.Context(), actor(r), r.PathValue("unitprogramme"), "")
	if err != nil {
		return err
	}
	c, q := p.catalog(r), r.URL.Query()
	v := &sheet.Sheet{Title: c.T("cert.door.forecast"), Lead: x.Unit.Name + ", " + x.SchemeTitle, Back: ui.Link{Href: at(x.Programme.ID), Text: x.Unit.Name}}
	through, plan := q.Get("till"), rule.Plan{}
	if through == "" {
		through = rule.AddMonths(p.Certifications.Today(), 12)
	}
	number := q.Get("antal")
	if n, err := strconv.Atoi(number); number != "" && (err != nil || n != 0) {
		plan.Coming = []rule.Coming{{Day: q.Get("fran"), Number: n, Trained: q.Get("klara") != ""}}
	}
	if who := q.Get("slutar"); who != "" {
		plan.Leaving = map[string]string{who: q.Get("slutardag")}
	}
	points, err := p.Certifications.Forecast(r.Context(), actor(r), x.Programme.ID, plan, through)
	if err != nil {
		if v.Wrong, err = p.refused(r, err); err != nil {
			return err
		}
		if points, err = p.Certifications.Forecast(r.Context(), actor(r), x.Programme.ID, rule.Plan{}, rule.AddMonths(p.Certifications.Today(), 12)); err != nil {
			if !errors.Is(err, certification.ErrNotJoined) {
				return err
			}
		} else {
			v.Add(sheet.Para(c.T("cert.forecast_without")))
		}
	}
	pointsPart(v, c, points)
	if on := q.Get("klarden"); on != "" && len(v.Wrong) == 0 {
		if err := p.neededPart(v, c, r, x, on); err != nil {
			return err
		}
	}
	supposePart(v, c, x, r, through)
	return v.Show(w, r, p.Frame)
}

// pointsPart says how the unit stands from each day on which something changes.
func pointsPart(v *sheet.Sheet, c *lang.Catalog, points []rule.Point) {
	if len(points) == 0 {
		return
	}
	t := ui.TableProps{ID: "prognos", Caption: c.T("cert.forecast_caption"), Cards: true,
		Columns: []ui.Column{{Title: c.T("cert.col.from")}, {Title: c.T("cert.col.state")}, {Title: c.T("cert.col.met")}, {Title: c.T("cert.col.left")}}}
	for _, x := range points {
		left := all(x.Lacks, func(r rule.Reason) string { return lackWords(c, r) })
		if len(left)+x.Waiting == 0 {
			left = append(left, c.T("cert.nothing_left"))
		}
		if x.Waiting > 0 {
			left = append(left, c.T("cert.waiting", "n", x.Waiting))
		}
		t.Rows = append(t.Rows, ui.Row{Head: sheet.Text(c.DateOf(x.Day)), Cells: []templ.Component{sheet.Mark(looks[x.State], stateWords(c, x.State)), sheet.Text(c.Of(x.Met, x.Counted)), cell(left)}})
	}
	v.Add(ui.Table(t))
}

// neededPart says what is needed to be certified on a day, and of whom.
func (p *Pages) neededPart(v *sheet.Sheet, c *lang.Catalog, r *http.Request, x certification.View, on string) error {
	n, err := p.Certifications.Needed(r.Context(), actor(r), x.Programme.ID, on)
	if err != nil {
		wrong, err := p.refused(r, err)
		if err != nil {
			return err
		}
		v.Wrong = map[string]string{"klarden": wrong["till"]}
		return nil
	}
	v.Add(sheet.Heading(c.T("cert.needed", "day", c.DateOf(on))))
	if n.More == 0 && len(n.Lacks) == 0 {
		v.Add(sheet.Para(c.T("cert.needed_none")))
		return nil
	}
	if n.More > 0 {
		v.Add(sheet.Para(c.T("cert.needed_more", "n", n.More)))
	}
	v.Add(sheet.List(all(n.Lacks, func(r rule.Reason) string { return lackWords(c, r) })))
	var who []string
	for _, m := range n.People {
		for _, words := range all(m.Reasons, func(r rule.Reason) string { return reasonWords(c, r) }) {
			who = append(who, m.Name+": "+words)
		}
	}
	v.Add(sheet.List(who))
	return nil
}

// supposePart asks what to suppose. It changes nothing.
func supposePart(v *sheet.Sheet, c *lang.Catalog, x certification.View, r *http.Request, through string) {
	q := r.URL.Query()
	f := v.Form(r, "antal", q.Get("antal"), "fran", q.Get("fran"), "klara", q.Get("klara"), "slutar", q.Get("slutar"), "slutardag", q.Get("slutardag"), "till", through, "klarden", q.Get("klarden"))
	day := func(name, key string) sheet.Field {
		y := field(c, name, key)
		y.Type, y.Optional = "date", true
		return y
	}
	number := field(c, "antal", "coming")
	number.Type, number.Optional = "number", true
	f.Put(sheet.Heading(c.T("cert.suppose")), sheet.Para(c.T("cert.suppose_about")))
	f.Input(number).Input(day("fran", "coming_from")).Tick(field(c, "klara", "trained"))
	if x.Named {
		people := option(nil, "", c.T("cert.nobody"))
		for _, m := range x.People {
			people = option(people, m.PersonID, m.Name)
		}
		f.Pick(field(c, "slutar", "leaving"), people).Input(day("slutardag", "leaving_on"))
	}
	f.Input(day("till", "through"))
	if x.Named {
		f.Input(day("klarden", "needed_on"))
	}
	f.End(sheet.Send{Action: at(x.Programme.ID, "prognos"), Get: true, Button: c.T("cert.show_forecast")})
}
