package uptakeweb

import (
	"net/http"

	"github.com/a-h/templ"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/uptake"
)

// group is what comes after courses for the people of a unit: who waits, what is taken together, how it is used.
func (p *Pages) group(w http.ResponseWriter, r *http.Request) error {
	unit, chooser, err := p.units(r, may.SeeProgress, groupAt)
	if err != nil {
		return err
	}
	c, ctx := p.catalog(r), r.Context()
	n, waits, err := p.Uptake.Waits(ctx, actor(r), unit)
	if err != nil {
		return err
	}
	_, tasks, err := p.Uptake.Tasks(ctx, actor(r), unit)
	if err != nil {
		return err
	}
	v := &sheet.Sheet{Title: c.T("uptake.group", "unit", n.Name), Lead: c.T("uptake.group_lead"), Back: back(c, "/min-grupp", "uptake.to_group"), Said: said(c, r)}
	if chooser != nil {
		v.Add(chooser)
	}
	p.waitsOn(v, c, n, waits)
	p.tasksOn(v, c, r, n, tasks)
	if may.AskSomewhere(actor(r), may.PlanPerson) == nil {
		_, uses, err := p.Uptake.NotesAt(ctx, actor(r), unit)
		if err != nil && !isDenied(err) {
			return err
		}
		if err == nil {
			usesOn(v, c, uses)
		}
	}
	links := []ui.LinkButtonProps{{Href: page.At(timeAt, "enhet", unit), Text: c.T("uptake.time_link"), Kind: ui.Secondary, Icon: "calendar"}}
	if may.AskSomewhere(actor(r), may.EditLayer) == nil {
		links = append(links, ui.LinkButtonProps{Href: page.At(rulesAt, "plats", unit), Text: c.T("uptake.rules_link"), Kind: ui.Secondary})
	}
	v.Add(sheet.Heading(c.T("uptake.more")), sheet.Links(links...))
	return v.Show(w, r, p.Frame)
}

// waitsOn tells who waits for a reflection, course by course, and where one plans a meeting for them.
func (p *Pages) waitsOn(v *sheet.Sheet, c *lang.Catalog, unit org.Node, waits []uptake.Wait) {
	v.Add(sheet.Heading(c.T("uptake.waits")))
	if len(waits) == 0 {
		v.Add(sheet.Para(c.T("uptake.waits_none")))
		return
	}
	for from := 0; from < len(waits); {
		to := from
		var names []string
		for ; to < len(waits) && waits[to].CourseID == waits[from].CourseID; to++ {
			names = append(names, waits[to].Name)
		}
		first := waits[from]
		v.Add(sheet.Smaller(first.Title), sheet.Para(c.T("uptake.waits_for", "n", len(names))), sheet.List(names))
		if p.Uptake.Meetings != nil {
			if href := p.Uptake.Meetings.Plan(unit.ID, first.CourseID); href != "" {
				v.Add(sheet.Links(ui.LinkButtonProps{Href: href, Text: c.T("uptake.plan_meeting", "n", len(names)), Describes: first.Title, Icon: "calendar"}))
			}
		}
		from = to
	}
}

// tasksOn tells what the group takes together, with counts, and where one begins something new.
func (p *Pages) tasksOn(v *sheet.Sheet, c *lang.Catalog, r *http.Request, unit org.Node, tasks []uptake.Progress) {
	v.Add(sheet.Heading(c.T("uptake.together")))
	var lasting, earlier []ui.Part
	for _, t := range tasks {
		part := ui.Part{Href: togetherAt + "/" + t.ID, Title: t.Title, Note: taskNote(c, t, unit), Status: taskStatus(t)}
		if part.Word = c.T("uptake.count", "done", t.Done, "all", t.All); t.Lasts() {
			lasting = append(lasting, part)
		} else {
			earlier = append(earlier, part)
		}
	}
	if len(lasting) == 0 {
		v.Add(sheet.Para(c.T("uptake.together_none")))
	} else {
		v.Add(ui.Parts(lasting))
	}
	if may.AskSomewhere(actor(r), may.Enrol) == nil {
		v.Add(sheet.Links(ui.LinkButtonProps{Href: page.At(togetherAt, "plats", unit.ID), Text: c.T("uptake.together_new"), Kind: ui.Secondary, Icon: "plus"}))
	}
	if len(earlier) > 0 {
		v.Add(sheet.More(c.T("uptake.together_earlier"), ui.Parts(earlier)))
	}
}

func taskNote(c *lang.Catalog, t uptake.Progress, unit org.Node) string {
	note := c.T("uptake.kind." + string(t.Kind))
	if t.NodeID != unit.ID {
		note += " " + t.Node + "."
	}
	if t.Due != "" {
		note += " " + c.T("uptake.due", "day", c.DateOf(t.Due))
	}
	return note
}

func taskStatus(t uptake.Progress) ui.StatusKind {
	switch {
	case t.All > 0 && t.Done == t.All:
		return ui.Done
	case t.Done > 0:
		return ui.Ongoing
	}
	return ui.NotStarted
}

// usesOn tells what is to be done about how courses are used.
func usesOn(v *sheet.Sheet, c *lang.Catalog, uses uptake.Uses) {
	v.Add(sheet.Heading(c.T("uptake.use")), sheet.Para(c.T("uptake.use_lead")))
	part := func(list []uptake.Note, status ui.StatusKind, key string) (out []ui.Part) {
		for _, n := range list {
			out = append(out, ui.Part{Href: noteAt + n.ID, Title: n.Name, Note: n.Title, Status: status, Word: c.T(key, "day", c.DateOf(n.FollowOn))})
		}
		return out
	}
	now := append(part(uses.Due, ui.Renew, "uptake.word.due"), part(uses.Add, ui.Ongoing, "uptake.word.add")...)
	v.Add(sheet.Smaller(c.T("uptake.use_now")))
	if len(now) == 0 {
		v.Add(sheet.Para(c.T("uptake.use_now_none")))
	} else {
		v.Add(ui.Parts(now))
	}
	for _, x := range []struct {
		key  string
		list []ui.Part
	}{
		{"uptake.use_coming", part(uses.Coming, ui.NotStarted, "uptake.word.coming")},
		{"uptake.use_waiting", part(uses.Waiting, ui.NotStarted, "uptake.word.new")},
		{"uptake.use_earlier", part(uses.Earlier, ui.Done, "uptake.word.closed")},
	} {
		if len(x.list) > 0 {
			v.Add(sheet.More(c.T(x.key, "n", len(x.list)), ui.Parts(x.list)))
		}
	}
}

// togetherForm asks which courses everybody at a unit or a team is to take, and how.
func (p *Pages) togetherForm(w http.ResponseWriter, r *http.Request) error {
	return p.showTogether(w, r, nil)
}

func (p *Pages) showTogether(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	c, ctx := p.catalog(r), r.Context()
	units, err := p.Tree.UnitsIn(ctx, actor(r).Scopes(may.Enrol), p.Uptake.Today(), 500)
	if err != nil {
		return err
	}
	var places []ui.Option
	for _, u := range units {
		places = append(places, ui.Option{Value: u.ID, Text: u.Name})
		if len(units) > mostWithTeams {
			continue
		}
		teams, err := p.Tree.Children(ctx, u.ID, p.Uptake.Today(), mostWithTeams, 0)
		if err != nil {
			return err
		}
		for _, t := range teams {
			places = append(places, ui.Option{Value: t.ID, Text: c.T("uptake.team_of", "team", t.Name, "unit", u.Name)})
		}
	}
	courses, err := p.courses(r)
	if err != nil {
		return err
	}
	var choices []ui.Choice
	for _, o := range courses {
		choices = append(choices, ui.Choice{Value: o.Value, Text: o.Text})
	}
	v := &sheet.Sheet{Title: c.T("uptake.together_title"), Lead: c.T("uptake.together_lead"), Back: back(c, page.At(groupAt, "enhet", r.FormValue("enhet")), "uptake.to_use"), Wrong: wrong}
	f := v.Form(r, "plats", r.FormValue("plats"), "hur", string(uptake.Assign), "kurs", r.FormValue("kurs"))
	f.Pick(field(c, "plats", "place"), places)
	f.Choose(field(c, "hur", "how"), false, []ui.Choice{
		{Value: string(uptake.Assign), Text: c.T("uptake.how.assign"), Note: c.T("uptake.how.assign_note")},
		{Value: string(uptake.Repeat), Text: c.T("uptake.how.repeat"), Note: c.T("uptake.how.repeat_note")}})
	f.Choose(field(c, "kurs", "courses"), true, choices)
	day := field(c, "dag", "due")
	day.Type, day.Optional = "date", true
	f.Input(day)
	note := field(c, "meddelande", "note")
	note.Rows, note.Optional = 3, true
	f.Input(note)
	f.End(sheet.Send{Action: togetherAt, Button: c.T("uptake.together_do")})
	return v.Show(w, r, p.Frame)
}

// mostWithTeams is how many units may be listed with their teams, and how many teams each.
const mostWithTeams = 50

func (p *Pages) together(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	tasks, err := p.Uptake.Begin(r.Context(), actor(r), uptake.Together{NodeID: r.PostFormValue("plats"), Courses: r.PostForm["kurs"], Kind: uptake.Kind(r.PostFormValue("hur")),
		Due: r.PostFormValue("dag"), Note: r.PostFormValue("meddelande")})
	if err != nil {
		wrong, err := refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showTogether(w, r, wrong)
	}
	if len(tasks) == 1 {
		return web.Redirect(w, r, page.At(togetherAt+"/"+tasks[0].ID, "gjort", "tillsammans"))
	}
	return web.Redirect(w, r, page.At(groupAt, "enhet", tasks[0].UnitID, "gjort", "tillsammans"))
}

// task is how far a group has come in one course.
func (p *Pages) task(w http.ResponseWriter, r *http.Request) error {
	t, err := p.Uptake.Progress(r.Context(), actor(r), r.PathValue("teamtask"))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: t.Title, Lead: c.T("uptake.kind."+string(t.Kind)) + " " + t.Node + ".", Back: back(c, page.At(groupAt, "enhet", t.UnitID), "uptake.to_use"), Said: said(c, r)}
	v.Add(ui.Steps(ui.StepsProps{Done: t.Done, All: t.All, Text: c.T("uptake.count", "done", t.Done, "all", t.All)}))
	if t.Due != "" {
		v.Add(sheet.Para(c.T("uptake.due", "day", c.DateOf(t.Due))))
	}
	if t.Note != "" {
		v.Add(sheet.Written(t.Note))
	}
	var left, done, away []ui.Part
	for _, m := range t.Members {
		switch {
		case m.DoneOn != "":
			done = append(done, ui.Part{Title: m.Name, Status: ui.Done, Word: c.T("uptake.done_on", "day", c.DateOf(m.DoneOn))})
		case m.Away:
			away = append(away, ui.Part{Title: m.Name, Status: ui.Paused})
		default:
			left = append(left, ui.Part{Title: m.Name, Status: ui.NotStarted, Word: c.T("uptake.left_word")})
		}
	}
	v.Add(sheet.Heading(c.T("uptake.left", "n", len(left))))
	if len(left) == 0 {
		v.Add(sheet.Para(c.T("uptake.left_none")))
	} else {
		v.Add(ui.Parts(left))
	}
	if len(done) > 0 {
		v.Add(sheet.Heading(c.T("uptake.done", "n", len(done))), ui.Parts(done))
	}
	if len(away) > 0 {
		v.Add(sheet.Heading(c.T("uptake.away")), sheet.Para(c.T("uptake.away_lead")), ui.Parts(away))
	}
	if !t.Lasts() {
		v.Add(sheet.Quiet(c.T("uptake.ended_on", "day", c.DateOf(t.EndedOn))))
	} else if t.Whole && may.AskSomewhere(actor(r), may.Enrol) == nil {
		v.Add(sheet.Heading(c.T("uptake.end")), sheet.Para(c.T("uptake.end_lead")), sheet.FormOf(sheet.Send{Action: togetherAt + "/" + t.ID + "/avsluta", Button: c.T("uptake.end_do"), Kind: ui.Secondary, About: t.Title}))
	}
	return v.Show(w, r, p.Frame)
}

func (p *Pages) endTask(w http.ResponseWriter, r *http.Request) error {
	if err := p.Uptake.End(r.Context(), actor(r), r.PathValue("teamtask")); err != nil {
		if wrong, err := refused(p.catalog(r), err); wrong == nil {
			return err
		}
	}
	return web.Redirect(w, r, page.At(togetherAt+"/"+r.PathValue("teamtask"), "gjort", "avslutat"))
}

// text is a block of plain words.
func text(s string) templ.Component { return sheet.Para(s) }
