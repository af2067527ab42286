package certweb

import (
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
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staff"
)

// unit shows how a unit stands: in words first, then what to do, who has something left, and the steps.
func (p *Pages) unit(w http.ResponseWriter, r *http.Request) error { return p.showUnit(w, r, nil) }

func (p *Pages) showUnit(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	x, err := p.Certifications.View(r.Context(), actor(r), r.PathValue("unitprogramme"), "")
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: x.Unit.Name, Lead: x.SchemeTitle, Wrong: wrong, Said: said(c, r), Back: ui.Link{Href: homeAt, Text: c.T("cert.title")}}
	if x.Proposed() {
		return p.showProposed(w, r, v, x)
	}
	standing(v, c, x)
	doNow(v, c, x)
	if x.Named {
		peoplePart(v, c, x)
	} else {
		v.Add(sheet.Heading(c.T("cert.people")), sheet.Para(c.T("cert.people_hidden")))
	}
	stepsPart(v, c, x)
	v.Add(sheet.Heading(c.T("cert.more")), ui.Doors(more(c, x)))
	return v.Show(w, r, p.Frame)
}

// standing is the state in words, with what holds it back.
func standing(v *sheet.Sheet, c *lang.Catalog, x certification.View) {
	v.Add(sheet.State(looks[x.State], stateWords(c, x.State)))
	var lines []string
	if x.Counted > 0 {
		lines = append(lines, c.T("cert.count_percent", "met", x.Met, "counted", x.Counted, "percent", lang.Percent(int64(x.Met), int64(x.Counted))))
	}
	if x.Scheme != nil && x.Share < 100 {
		lines = append(lines, c.T("cert.share", "percent", x.Share))
	}
	if x.ValidUntil != "" {
		lines = append(lines, c.T("cert.valid", "day", c.DateOf(dayBefore(x.ValidUntil))))
		if x.State != rule.Renewal {
			lines = append(lines, c.T("cert.window", "day", c.DateOf(x.Window)))
		}
	}
	if x.Waiting > 0 {
		lines = append(lines, c.T("cert.waiting", "n", x.Waiting))
	}
	if x.LeaderUntil != "" {
		lines = append(lines, c.T("cert.leader_until", "day", c.DateOf(dayBefore(x.LeaderUntil))))
	}
	lines = append(lines, all(x.Cause, func(r rule.Reason) string { return lackWords(c, r) })...)
	if !x.State.Holds() || x.Round > x.Held {
		lines = append(lines, all(x.Lacks, func(r rule.Reason) string { return lackWords(c, r) })...)
	}
	if x.Round > 1 {
		lines = append(lines, c.T("cert.round", "n", x.Round, "day", c.DateOf(x.RoundFrom)))
	}
	v.Add(sheet.List(lines))
	if x.Ready && (!x.State.Holds() || x.Round > x.Held) {
		v.Add(sheet.Note(ui.OK, c.T("cert.ready")))
	}
}

// doNow are the decisions that the visitor may take.
func doNow(v *sheet.Sheet, c *lang.Catalog, x certification.View) {
	var links []ui.LinkButtonProps
	to := func(what, key string, kind ui.ButtonKind) {
		links = append(links, ui.LinkButtonProps{Href: page.At(at(x.Programme.ID, "beslut"), "gor", what), Text: c.T(key), Kind: kind})
	}
	if x.Can.Certify && x.Ready {
		to("certifiera", "cert.do.certify", ui.Primary)
	}
	if x.Can.Certify {
		to("avsla", "cert.do.decline", ui.Secondary)
	}
	if x.Can.Decide {
		to("omprova", "cert.do.decide", ui.Primary)
	}
	if x.Can.Renew {
		to("fornya", "cert.do.renew", ui.Primary)
	}
	if x.Can.Ask {
		to("begar", "cert.do.ask", ui.Secondary)
	}
	if x.Can.Revoke {
		to("aterkalla", "cert.do.revoke", ui.Secondary)
	}
	if x.Asked {
		v.Add(sheet.Note(ui.Info, c.T("cert.asked")))
	}
	if len(links) > 0 {
		v.Add(sheet.Heading(c.T("cert.now")), sheet.Links(links...))
	}
}

// peoplePart lists everybody: those who have something left first in the words, in name order all the same.
func peoplePart(v *sheet.Sheet, c *lang.Catalog, x certification.View) {
	v.Add(sheet.Heading(c.T("cert.people")))
	if len(x.People) == 0 {
		v.Add(sheet.Para(c.T("cert.unit.nobody")))
		return
	}
	t := ui.TableProps{ID: "personer", Caption: c.T("cert.people_caption", "unit", x.Unit.Name), Cards: true,
		Columns: []ui.Column{{Title: c.T("cert.col.name")}, {Title: c.T("cert.col.state")}, {Title: c.T("cert.col.left")}}}
	for _, m := range x.People {
		kind, word := personState(c, m.Verdict)
		left := all(m.Reasons, func(r rule.Reason) string { return reasonWords(c, r) })
		if len(left) == 0 {
			left = []string{c.T("cert.nothing_left")}
		}
		t.Rows = append(t.Rows, ui.Row{Head: ui.CellLink(at(x.Programme.ID, "person", m.PersonID), m.Name),
			Cells: []templ.Component{sheet.Mark(kind, word), cell(left)}})
	}
	v.Add(ui.Table(t))
}

func personState(c *lang.Catalog, v rule.Verdict) (ui.StatusKind, string) {
	switch {
	case !v.Counted:
		return ui.NotApplicable, c.T("cert.person.out")
	case v.Met:
		return ui.Done, c.T("cert.person.met")
	case v.Waited():
		return ui.Ongoing, c.T("cert.person.waited")
	}
	return ui.Missing, c.T("cert.person.left")
}

// stepsPart are the eight steps (rule 39), with what is done of them.
func stepsPart(v *sheet.Sheet, c *lang.Catalog, x certification.View) {
	v.Add(sheet.Heading(c.T("cert.steps")))
	parts := make([]ui.Part, 0, len(x.Steps))
	for _, s := range x.Steps {
		if !s.Required && s.Done == "" {
			continue
		}
		part := ui.Part{Title: c.T("cert.step." + s.Name), Note: c.T("cert.step_about." + s.Name), Status: ui.NotStarted, Word: c.T("cert.step_left")}
		if s.Done != "" {
			part.Status, part.Word = ui.Done, stepDone(c, x, s)
		}
		if x.Can.Guide && s.Name != rule.Certification {
			part.Href = at(x.Programme.ID, "steg", s.Name)
		}
		parts = append(parts, part)
	}
	v.Add(ui.Parts(parts))
}

// stepDone says from when a step counts, and when it was held, where that is another day.
func stepDone(c *lang.Catalog, x certification.View, s rule.Step) string {
	for _, e := range x.Happened { // the newest first
		if e.Kind == rule.StepDone && e.Step == s.Name && e.Day == s.Done && e.HeldOn != "" && e.HeldOn != e.Day {
			return c.T("cert.step_held", "held", c.DateOf(e.HeldOn), "day", c.DateOf(s.Done))
		}
	}
	return c.T("cert.step_done", "day", c.DateOf(s.Done))
}

// more leads to what else there is about a unit's programme.
func more(c *lang.Catalog, x certification.View) []ui.Part {
	id := x.Programme.ID
	out := []ui.Part{
		{Href: schemeAt(x.SchemeID), Title: c.T("cert.door.scheme"), Note: c.T("cert.door.scheme_about")},
	}
	if x.Can.Foresee {
		out = append(out, ui.Part{Href: at(id, "prognos"), Title: c.T("cert.door.forecast"), Note: c.T("cert.door.forecast_about")})
	}
	out = append(out, ui.Part{Href: at(id, "historik"), Title: c.T("cert.door.history"), Note: c.T("cert.door.history_about")})
	if x.Can.Hide {
		out = append(out, ui.Part{Href: at(id, "installningar"), Title: c.T("cert.door.settings"), Note: c.T("cert.door.settings_about")})
	}
	return out
}

// showProposed asks who guides units to answer; others see that it waits.
func (p *Pages) showProposed(w http.ResponseWriter, r *http.Request, v *sheet.Sheet, x certification.View) error {
	c := p.catalog(r)
	v.Add(sheet.State(ui.Ongoing, c.T("cert.state.proposed")))
	for _, e := range x.Happened {
		if e.Note != "" {
			v.Add(sheet.Written(e.Note))
		}
	}
	v.Add(sheet.Links(ui.LinkButtonProps{Href: schemeAt(x.SchemeID), Text: c.T("cert.door.scheme"), Kind: ui.Secondary}))
	if !x.Can.Guide {
		return v.Show(w, r, p.Frame)
	}
	leaders, err := p.leaders(r, x)
	if err != nil {
		return err
	}
	f := v.Form(r)
	f.Pick(field(c, "leader", "leader_of"), leaders)
	v.Add(sheet.Heading(c.T("cert.answer_yes")))
	f.End(sheet.Send{Action: at(x.Programme.ID, "svar"), Hidden: [][2]string{{"svar", "ja"}}, Button: c.T("cert.accept")})
	why := field(c, "reason", "reason")
	why.Rows = 3
	v.Add(sheet.Heading(c.T("cert.answer_no")))
	v.Form(r).Input(why).End(sheet.Send{Action: at(x.Programme.ID, "svar"), Hidden: [][2]string{{"svar", "nej"}}, Button: c.T("cert.refuse"), Kind: ui.Secondary})
	return v.Show(w, r, p.Frame)
}

// leaders are those who may lead the programme, for a list to choose from.
func (p *Pages) leaders(r *http.Request, x certification.View) ([]ui.Option, error) {
	all, err := p.Certifications.LeadersFor(r.Context(), actor(r), x.UnitID)
	out := option(nil, "", p.catalog(r).T("cert.nobody_named"))
	for _, n := range all {
		out = option(out, n.ID, n.Name)
	}
	return out, err
}

func (p *Pages) answer(w http.ResponseWriter, r *http.Request) (err error) {
	id := r.PathValue("unitprogramme")
	if r.PostFormValue("svar") == "ja" {
		err = p.Certifications.Accept(r.Context(), actor(r), id, r.PostFormValue("leader"))
	} else {
		err = p.Certifications.Refuse(r.Context(), actor(r), id, r.PostFormValue("reason"))
	}
	if err != nil {
		wrong, err := p.refused(r, err)
		if err != nil {
			return err
		}
		return p.showUnit(w, r, wrong)
	}
	if r.PostFormValue("svar") != "ja" {
		return web.Redirect(w, r, homeAt+"?gjort=sparat")
	}
	return web.Redirect(w, r, at(id)+"?gjort=sparat")
}

// person explains how one person stands, and lets who assesses say what a task is worth (R186).
func (p *Pages) person(w http.ResponseWriter, r *http.Request) error { return p.showPerson(w, r, nil) }

func (p *Pages) showPerson(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	x, err := p.Certifications.View(r.Context(), actor(r), r.PathValue("unitprogramme"), "")
	if err != nil {
		return err
	}
	var m *certification.Person
	for i := range x.People {
		if x.People[i].PersonID == r.PathValue("person") {
			m = &x.People[i]
		}
	}
	switch {
	case m == nil && !x.Named:
		return may.ErrDenied
	case m == nil:
		return staff.ErrNoPerson
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: m.Name, Lead: x.SchemeTitle, Wrong: wrong, Said: said(c, r), Back: ui.Link{Href: at(x.Programme.ID), Text: x.Unit.Name}}
	kind, word := personState(c, m.Verdict)
	v.Add(sheet.State(kind, word), sheet.List(all(m.Reasons, func(r rule.Reason) string { return reasonWords(c, r) })))
	asked := requirementParts(v, c, x, m)
	for _, t := range m.Tasks {
		taskPart(v, c, x, t)
	}
	if !x.Can.Assess || len(asked) == 0 || m.PersonID == actor(r).PersonID {
		return v.Show(w, r, p.Frame)
	}
	comment := field(c, "comment", "comment")
	comment.Rows = 4
	v.Add(sheet.Heading(c.T("cert.assess")))
	v.Form(r).Pick(field(c, "requirement", "task"), asked).
		Choose(field(c, "resultat", "result"), false, []ui.Choice{{Value: "ja", Text: c.T("cert.result.yes")}, {Value: "nej", Text: c.T("cert.result.no")}}).
		Input(comment).End(sheet.Send{Action: at(x.Programme.ID, "person", m.PersonID), Button: c.T("cert.save_assessment")})
	return v.Show(w, r, p.Frame)
}

// requirementParts list what is asked of a person and whether it is met; it gives the tasks to assess.
func requirementParts(v *sheet.Sheet, c *lang.Catalog, x certification.View, m *certification.Person) (tasks []ui.Option) {
	if x.Scheme == nil {
		return nil
	}
	lacks := map[string]bool{}
	for _, key := range m.Lacks {
		lacks[key] = true
	}
	var parts []ui.Part
	for _, req := range x.Scheme.Requirements {
		part := ui.Part{Title: req.Title, Status: ui.Done, Word: c.T("cert.has")}
		if lacks[req.Key] {
			part.Status, part.Word = ui.Missing, c.T("cert.has_not")
		}
		parts = append(parts, part)
		for _, e := range req.OneOf {
			if e.Kind == rule.ByTask {
				tasks = option(tasks, req.Key, req.Title)
			}
		}
	}
	v.Add(sheet.Heading(c.T("cert.each_shows")), ui.Parts(parts))
	return tasks
}

func taskPart(v *sheet.Sheet, c *lang.Catalog, x certification.View, t certification.Task) {
	title := t.Requirement
	for _, req := range x.Scheme.Requirements {
		if req.Key == t.Requirement {
			title = req.Title
		}
	}
	key := "cert.task.no"
	if t.Passed {
		key = "cert.task.yes"
	}
	v.Add(sheet.Smaller(title), sheet.Para(c.T(key, "day", c.DateOf(t.Day), "name", t.By)), sheet.Written(t.Comment))
	switch {
	case t.EndedWhy != "":
		v.Add(sheet.Para(c.T("cert.task.back", "day", c.DateOf(t.EndedOn), "why", t.EndedWhy)))
	case x.Can.Assess:
		why := ui.TextArea(ui.FieldProps{Name: "reason", ID: "reason-" + t.ID, Label: c.T("cert.f.reason"), Rows: 2})
		v.Add(sheet.More(c.T("cert.take_back"), sheet.FormOf(sheet.Send{Action: at(x.Programme.ID, "person", t.PersonID), Hidden: [][2]string{{"bort", t.ID}}, Button: c.T("cert.take_back"), Kind: ui.Secondary, About: title}, why)))
	}
}

func (p *Pages) assess(w http.ResponseWriter, r *http.Request) (err error) {
	id, person := r.PathValue("unitprogramme"), r.PathValue("person")
	if gone := r.PostFormValue("bort"); gone != "" {
		err = p.Certifications.TakeBack(r.Context(), actor(r), gone, r.PostFormValue("reason"))
	} else {
		_, err = p.Certifications.Assess(r.Context(), actor(r), id, person, r.PostFormValue("requirement"), r.PostFormValue("resultat") == "ja", r.PostFormValue("comment"))
	}
	if err != nil {
		wrong, err := p.refused(r, err)
		if err != nil {
			return err
		}
		return p.showPerson(w, r, wrong)
	}
	return web.Redirect(w, r, at(id, "person", person)+"?gjort=sparat")
}

// history tells what has happened, the newest first, and the times it was certified.
func (p *Pages) history(w http.ResponseWriter, r *http.Request) error {
	x, err := p.Certifications.View(r.Context(), actor(r), r.PathValue("unitprogramme"), "")
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("cert.door.history"), Lead: x.Unit.Name, Back: ui.Link{Href: at(x.Programme.ID), Text: x.Unit.Name}}
	var passages []string
	for _, h := range x.History {
		passages = append(passages, c.T("cert.passage", "day", c.DateOf(h.Day), "state", stateWords(c, h.State)))
	}
	if len(passages) > 0 {
		v.Add(sheet.Heading(c.T("cert.passages")), sheet.List(passages))
	}
	v.Add(sheet.Heading(c.T("cert.happened")))
	for _, e := range x.Happened {
		what := c.T("cert.event."+e.Kind, "step", stepWord(c, e.Step))
		v.Add(sheet.Smaller(c.DateOf(e.Day) + ": " + what))
		if e.HeldOn != "" && e.HeldOn != e.Day {
			v.Add(sheet.Quiet(c.T("cert.held_on", "day", c.DateOf(e.HeldOn))))
		}
		if e.By != "" {
			v.Add(sheet.Quiet(c.T("cert.by", "name", e.By)))
		}
		v.Add(sheet.Written(e.Note))
	}
	return v.Show(w, r, p.Frame)
}

func stepWord(c *lang.Catalog, step string) string {
	if step == "" {
		return ""
	}
	return c.T("cert.step." + step)
}

// settings name who leads the programme, hide the unit from the public list, and end the programme.
func (p *Pages) settings(w http.ResponseWriter, r *http.Request) error {
	return p.showSettings(w, r, nil)
}

func (p *Pages) showSettings(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	x, err := p.Certifications.View(r.Context(), actor(r), r.PathValue("unitprogramme"), "")
	if err != nil {
		return err
	}
	if !x.Can.Hide {
		return may.ErrDenied
	}
	c, to := p.catalog(r), at(x.Programme.ID, "installningar")
	v := &sheet.Sheet{Title: c.T("cert.door.settings"), Lead: x.Unit.Name, Wrong: wrong, Said: said(c, r), Back: ui.Link{Href: at(x.Programme.ID), Text: x.Unit.Name}}
	if x.Can.Guide {
		leaders, err := p.leaders(r, x)
		if err != nil {
			return err
		}
		v.Form(r, "leader", x.LeaderID).Pick(field(c, "leader", "leader_of"), leaders).
			End(sheet.Send{Action: to, Hidden: [][2]string{{"gor", "ledare"}, {"utgava", strconv.FormatInt(x.Revision, 10)}}, Button: c.T("cert.save")})
	}
	hidden := ""
	if x.Hidden {
		hidden = "1"
	}
	v.Add(sheet.Heading(c.T("cert.public")))
	v.Form(r, "dold", hidden).Tick(field(c, "dold", "hidden")).End(sheet.Send{Action: to, Hidden: [][2]string{{"gor", "dold"}}, Button: c.T("cert.save"), Kind: ui.Secondary})
	if x.Can.Guide {
		why := field(c, "reason", "reason")
		why.Rows = 3
		v.Add(sheet.Heading(c.T("cert.leave")), sheet.Para(c.T("cert.leave_about")))
		v.Form(r).Input(why).End(sheet.Send{Action: to, Hidden: [][2]string{{"gor", "lamna"}}, Button: c.T("cert.leave"), Kind: ui.Secondary})
	}
	return v.Show(w, r, p.Frame)
}

func (p *Pages) set(w http.ResponseWriter, r *http.Request) (err error) {
	id, ctx, a := r.PathValue("unitprogramme"), r.Context(), actor(r)
	to := at(id, "installningar") + "?gjort=sparat"
	switch r.PostFormValue("gor") {
	case "ledare":
		seen, _ := strconv.ParseInt(r.PostFormValue("utgava"), 10, 64) // 0 is nobody's
		err = p.Certifications.SetLeader(ctx, a, id, seen, r.PostFormValue("leader"))
	case "dold":
		err = p.Certifications.Hide(ctx, a, id, r.PostFormValue("dold") != "")
	default:
		err, to = p.Certifications.Leave(ctx, a, id, r.PostFormValue("reason")), homeAt+"?gjort=sparat"
	}
	if err != nil {
		wrong, err := p.refused(r, err)
		if err != nil {
			return err
		}
		return p.showSettings(w, r, wrong)
	}
	return web.Redirect(w, r, to)
}
