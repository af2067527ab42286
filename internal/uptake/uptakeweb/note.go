package uptakeweb

import (
	"errors"
	"net/http"
	"strconv"

	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/uptake"
)

func isDenied(err error) bool { return errors.Is(err, may.ErrDenied) }

// own is what comes after the visitor's own courses: what waits, what the group takes together, how it is used.
func (p *Pages) own(w http.ResponseWriter, r *http.Request) error {
	c, ctx, a := p.catalog(r), r.Context(), actor(r)
	waits, err := p.Uptake.OwnWaits(ctx, a.PersonID)
	if err != nil {
		return err
	}
	tasks, err := p.Uptake.OwnTasks(ctx, a, true)
	if err != nil {
		return err
	}
	notes, err := p.Uptake.OwnNotes(ctx, a)
	if err != nil {
		return err
	}
	v := &sheet.Sheet{Title: c.T("uptake.own"), Lead: c.T("uptake.own_lead"), Back: back(c, "/min-resa", "uptake.to_journey"), Said: said(c, r)}
	if len(waits) > 0 {
		v.Add(sheet.Heading(c.T("uptake.own_waits")))
		for _, x := range waits {
			v.Add(sheet.Smaller(x.Title), sheet.Para(WaitText(c, x)))
			if link := WaitLink(c, x); link.Href != "" {
				v.Add(sheet.Links(ui.LinkButtonProps{Href: link.Href, Text: link.Text, Kind: ui.Secondary, Describes: x.Title}))
			}
		}
	}
	if len(tasks) > 0 {
		var parts []ui.Part
		for _, t := range tasks {
			part := ui.Part{Href: "/kurs/" + t.CourseID, Title: t.Title, Note: c.T("uptake.own_kind."+string(t.Kind)) + " " + c.T("uptake.count", "done", t.Done, "all", t.All), Status: ui.NotStarted, Word: c.T("uptake.left_word")}
			if t.Mine != "" {
				part.Status, part.Word = ui.Done, c.T("uptake.done_on", "day", c.DateOf(t.Mine))
			}
			parts = append(parts, part)
		}
		v.Add(sheet.Heading(c.T("uptake.own_together")), ui.Parts(parts))
	}
	v.Add(sheet.Heading(c.T("uptake.use")))
	if len(notes) == 0 {
		v.Add(sheet.Para(c.T("uptake.own_none")))
		return v.Show(w, r, p.Frame)
	}
	var parts []ui.Part
	for _, n := range notes {
		status, word := p.standing(c, n)
		parts = append(parts, ui.Part{Href: ownAt + "/" + n.ID, Title: n.Title, Status: status, Word: word})
	}
	v.Add(ui.Parts(parts))
	return v.Show(w, r, p.Frame)
}

// standing is how a note stands, in a word to the learner.
func (p *Pages) standing(c *lang.Catalog, n uptake.Note) (ui.StatusKind, string) {
	day := c.DateOf(n.FollowOn)
	switch {
	case n.State == uptake.Closed:
		return ui.Done, c.T("uptake.word.closed")
	case n.State == uptake.New:
		return ui.NotStarted, c.T("uptake.own_word.new")
	case n.Due(p.Uptake.Today()):
		return ui.Renew, c.T("uptake.word.due", "day", day)
	}
	return ui.Ongoing, c.T("uptake.word.coming", "day", day)
}

// WaitText says what a course waits for, and when the next meeting is.
func WaitText(c *lang.Catalog, w uptake.Wait) string {
	text := c.T("uptake.wait." + string(w.Need))
	if w.Next.Day != "" {
		text += " " + c.T("uptake.wait_next", "day", c.DateOf(w.Next.Day), "time", w.Next.Begins)
	} else {
		text += " " + c.T("uptake.wait_no_next")
	}
	return text
}

// WaitLink leads to the next meeting, or to where one reflects alone.
func WaitLink(c *lang.Catalog, w uptake.Wait) ui.Link {
	switch {
	case w.Need == "alone" && w.Next.Alone != "":
		return ui.Link{Href: w.Next.Alone, Text: c.T("uptake.wait_alone")}
	case w.Next.Href != "":
		return ui.Link{Href: w.Next.Href, Text: c.T("uptake.wait_see")}
	}
	return ui.Link{}
}

func (p *Pages) ownNote(w http.ResponseWriter, r *http.Request) error {
	return p.showNote(w, r, nil, "")
}

func (p *Pages) note(w http.ResponseWriter, r *http.Request) error { return p.showNote(w, r, nil, "") }

// showNote is one note as its learner or a manager sees it; form is which of its forms was refused.
func (p *Pages) showNote(w http.ResponseWriter, r *http.Request, wrong map[string]string, form string) error {
	n, err := p.Uptake.Note(r.Context(), actor(r), r.PathValue("usenote"))
	if err != nil {
		return err
	}
	c, mine := p.catalog(r), n.PersonID == actor(r).PersonID
	at, v := noteAt+n.ID, &sheet.Sheet{Title: c.T("uptake.use_of", "course", n.Title), Lead: n.Name, Back: back(c, page.At(groupAt, "enhet", n.UnitID), "uptake.to_use"), Said: said(c, r)}
	if mine {
		at, v.Lead, v.Back = ownAt+"/"+n.ID, c.T("uptake.use_own_lead"), back(c, ownAt, "uptake.to_own")
	}
	v.Wrong = wrong
	if hints := identity.Hints(n.Own, n.Added); len(hints) > 0 {
		v.Add(sheet.Note(ui.Warn, c.T("uptake.points_out")))
	}
	p.noteText(v, c, n, mine)
	p.follows(v, c, n)
	if n.State == uptake.Closed {
		return v.Show(w, r, p.Frame)
	}
	due := n.Due(p.Uptake.Today()) && n.State != uptake.New
	if due {
		p.followForm(v, c, r, n, at, form == "uppfoljning")
	}
	if mine || n.State != uptake.New {
		p.noteForm(v, c, r, n, at, mine, form == "text")
	}
	if !due && n.State != uptake.New {
		p.followForm(v, c, r, n, at, form == "uppfoljning")
	}
	v.Add(sheet.More(c.T("uptake.who_sees"), text(c.T("uptake.who_sees_text"))))
	return v.Show(w, r, p.Frame)
}

// noteText is what both have written.
func (p *Pages) noteText(v *sheet.Sheet, c *lang.Catalog, n uptake.Note, mine bool) {
	who := "uptake.own_proposal_of"
	if mine {
		who = "uptake.own_proposal"
	}
	if n.Own != "" {
		v.Add(sheet.Heading(c.T(who)), sheet.Written(n.Own))
	} else if !mine {
		v.Add(sheet.Para(c.T("uptake.learner_first")))
	}
	if n.Added != "" {
		v.Add(sheet.Heading(c.T("uptake.addition")), sheet.Written(n.Added))
	}
	if n.State != uptake.New && n.State != uptake.Closed {
		v.Add(sheet.Para(c.T("uptake.follow_on", "day", c.DateOf(n.FollowOn))))
	}
}

func (p *Pages) follows(v *sheet.Sheet, c *lang.Catalog, n uptake.Note) {
	if len(n.Follows) == 0 {
		return
	}
	var lines []string
	for _, f := range n.Follows {
		by := "uptake.followed_by_manager"
		if f.Own {
			by = "uptake.followed_by_learner"
		}
		line := c.T("uptake.followed", "day", c.DateOf(f.On), "by", c.T(by), "outcome", c.T("uptake.outcome."+string(f.Outcome)))
		if f.Hindered != "" {
			line += " " + c.T("uptake.hindered", "text", f.Hindered)
		}
		lines = append(lines, line)
	}
	v.Add(sheet.Heading(c.T("uptake.became")), sheet.List(lines))
}

// noteForm asks how it is going to be used.
func (p *Pages) noteForm(v *sheet.Sheet, c *lang.Catalog, r *http.Request, n uptake.Note, at string, mine, again bool) {
	was, key, button := n.Added, "added", "uptake.save_added"
	if mine {
		was, key, button = n.Own, "own", "uptake.save_own"
	}
	follow := n.FollowOn
	if follow <= p.Uptake.Today() {
		follow = lang.ISO(p.Uptake.Now().In(lang.Zone()).AddDate(0, 0, 7*uptake.DefaultWeeks))
	}
	v.Add(sheet.Heading(c.T("uptake.form." + key)))
	f := v.Form(blank(r, again), "text", was, "uppfoljning", follow)
	box := field(c, "text", key)
	box.Rows = 5
	f.Input(box)
	day := field(c, "uppfoljning", "follow_on")
	day.Type = "date"
	f.Input(day)
	f.End(sheet.Send{Action: at, Hidden: [][2]string{{"version", strconv.FormatInt(n.Revision, 10)}}, Button: c.T(button)})
}

// followForm asks what became of it.
func (p *Pages) followForm(v *sheet.Sheet, c *lang.Catalog, r *http.Request, n uptake.Note, at string, again bool) {
	v.Add(sheet.Heading(c.T("uptake.form.follow")))
	f := v.Form(blank(r, again))
	var choices []ui.Choice
	for _, o := range uptake.Outcomes() {
		choices = append(choices, ui.Choice{Value: string(o), Text: c.T("uptake.outcome." + string(o))})
	}
	f.Choose(field(c, "utfall", "outcome"), false, choices)
	box := field(c, "hinder", "hindered")
	box.Rows, box.Optional = 3, true
	f.Input(box)
	day := field(c, "uppfoljning_igen", "next_on")
	day.Type, day.Optional = "date", true
	f.Input(day)
	f.End(sheet.Send{Action: at + "/uppfoljning", Hidden: [][2]string{{"version", strconv.FormatInt(n.Revision, 10)}}, Button: c.T("uptake.save_follow"), Kind: ui.Secondary})
}

// blank is the request as a form that was not sent sees it: the page has two forms.
func blank(r *http.Request, again bool) *http.Request {
	if again {
		return r
	}
	other := *r
	other.PostForm = nil
	return &other
}

func version(r *http.Request) int64 {
	n, err := strconv.ParseInt(r.PostFormValue("version"), 10, 64)
	if err != nil {
		return 0 // nobody has seen that
	}
	return n
}

func (p *Pages) propose(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("usenote")
	err := p.Uptake.Propose(r.Context(), actor(r), id, r.PostFormValue("text"), r.PostFormValue("uppfoljning"), version(r))
	return p.saved(w, r, err, ownAt+"/"+id, "sparat", "text")
}

func (p *Pages) add(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("usenote")
	err := p.Uptake.Add(r.Context(), actor(r), id, r.PostFormValue("text"), r.PostFormValue("uppfoljning"), version(r))
	return p.saved(w, r, err, noteAt+id, "sparat", "text")
}

func (p *Pages) ownFollow(w http.ResponseWriter, r *http.Request) error {
	return p.saveFollow(w, r, ownAt+"/"+r.PathValue("usenote"))
}

func (p *Pages) follow(w http.ResponseWriter, r *http.Request) error {
	return p.saveFollow(w, r, noteAt+r.PathValue("usenote"))
}

func (p *Pages) saveFollow(w http.ResponseWriter, r *http.Request, at string) error {
	err := p.Uptake.FollowUp(r.Context(), actor(r), r.PathValue("usenote"), uptake.Follow{Outcome: uptake.Outcome(r.PostFormValue("utfall")), Hindered: r.PostFormValue("hinder"), NextOn: r.PostFormValue("uppfoljning_igen")}, version(r))
	return p.saved(w, r, err, at, "foljt", "uppfoljning")
}

// saved goes on after a form, or shows what was wrong at its fields.
func (p *Pages) saved(w http.ResponseWriter, r *http.Request, err error, at, done, form string) error {
	if err == nil {
		return web.Redirect(w, r, page.At(at, "gjort", done))
	}
	wrong, err := refused(p.catalog(r), err)
	if err != nil {
		return err
	}
	if text, has := wrong["uppfoljning"]; has && form == "uppfoljning" { // the day of the other form has that name
		delete(wrong, "uppfoljning")
		wrong["uppfoljning_igen"] = text
	}
	return p.showNote(w, r, wrong, form)
}
