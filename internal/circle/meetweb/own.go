package meetweb

import (
	"net/http"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// listView is one's own meetings.
type listView struct {
	Back                     ui.Link
	Leading, Coming, Earlier []ui.Part
	Mine                     []ui.Part // what one has agreed to do
}

// list is the visitor's own meetings, and what the visitor has agreed to do.
func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	all, err := p.Circles.OwnMeetings(r.Context(), actor(r))
	if err != nil {
		return err
	}
	mine, err := p.Circles.OwnAgreements(r.Context(), actor(r))
	if err != nil {
		return err
	}
	c, today := p.catalog(r), p.Circles.Today()
	d := listView{Back: ui.Link{Href: "/larande", Text: c.T("meet.back_learning")}, Mine: agreed(c, mine, actor(r).PersonID)}
	for _, o := range all {
		part := p.ownPart(c, o)
		switch {
		case o.Meeting.Day < today || o.Meeting.State == circle.Held:
			d.Earlier = append([]ui.Part{part}, d.Earlier...)
		case o.Leads:
			d.Leading = append(d.Leading, part)
		default:
			d.Coming = append(d.Coming, part)
		}
	}
	return p.draw(w, r, http.StatusOK, c.T("meet.own.title"), listPage(d))
}

// ownPart is one of the visitor's meetings as a row.
func (p *Pages) ownPart(c *lang.Catalog, o circle.OwnMeeting) ui.Part {
	m := o.Meeting
	part := ui.Part{Href: meetingAt(m.ID, "/min"), Title: m.Title, Note: joined(p.when(c, m), m.Place)}
	if m.Title == "" {
		part.Title = o.Circle
	} else if m.Title != o.Circle {
		part.Note = joined(o.Circle, part.Note)
	}
	if o.Leads {
		part.Href = meetingAt(m.ID, "")
	}
	switch {
	case m.State == circle.Cancelled:
		part.Status, part.Word = ui.NotApplicable, c.T("meet.state.cancelled")
	case o.Marked && o.Presence.Alone:
		part.Status, part.Word = ui.Done, c.T("meet.state.you_alone")
	case o.Marked && o.Presence.Present:
		part.Status, part.Word = ui.Done, c.T("meet.state.you_here")
	case o.Member == circle.Declined:
		part.Status, part.Word = ui.NotApplicable, c.T("meet.state.declined")
	case m.Day == p.Circles.Today():
		part.Status, part.Word = ui.Ongoing, c.T("meet.state.today")
	case o.Leads && m.Missed(p.Circles.Today()):
		part.Status, part.Word = ui.Missing, c.T("meet.state.missed")
	case m.State == circle.Held || m.Missed(p.Circles.Today()):
		part.Status, part.Word = ui.NotApplicable, c.T("meet.state.you_absent")
	}
	return part
}

// mineView is a meeting for who takes part in it.
type mineView struct {
	Problems    []ui.Problem
	Over, Title string
	Said        string
	State       string
	StateKind   ui.StatusKind
	Notice      string
	Facts       []ui.Fact
	Answer      string // "ja" or "nej": what one may answer; "" nothing
	Join        bool   // one can say that one is there
	Action, Key string
	About       string
	Progress    string
	Steps       []ui.Part
	Alone       *aloneView
	Came        []ui.Fact // what the group came to
	Thoughts    []ui.Fact // of others who share them
	Agreed      []ui.Part
	Rules       []string
	Following   string
	FollowingAt string
}

// aloneView is the way to do a meeting by oneself (R154).
type aloneView struct {
	Text, Href, Go string // without an address all steps are done: a button says so
}

func (p *Pages) mine(w http.ResponseWriter, r *http.Request) error { return p.showMine(w, r, nil) }

func (p *Pages) showMine(w http.ResponseWriter, r *http.Request, wrong *fault.Fault) error {
	v, err := p.open(r)
	if err != nil {
		return err
	}
	if !v.IsMember {
		return web.Redirect(w, r, meetingAt(v.Meeting.ID, ""))
	}
	c, id := p.catalog(r), v.Meeting.ID
	d := mineView{Problems: problems(c, wrong), Over: over(c, v), Title: name(v), About: v.Agenda.About, Facts: p.facts(c, v), Action: meetingAt(id, "/min"), Key: p.NewID(),
		Rules: v.Circle.Guide.Rules, Agreed: agreed(c, v.Agreements, actor(r).PersonID),
		Said: said(c, r, map[string]string{"jag": "meet.mine.said", "klar": "meet.alone.said", "sparat": "meet.think.said", "svar": "meet.reply.said"})}
	if v.Meeting.State == circle.Cancelled {
		d.Notice = c.T("meet.mine.cancelled")
	}
	if v.Circle.GroupsSet && v.Member.Small > 0 {
		d.Facts = append(d.Facts, ui.Fact{Term: c.T("meet.fact.group"), Text: c.T("meet.fact.group_n", "n", v.Member.Small)})
	}
	p.fillState(c, v, &d)
	p.fillSteps(c, v, &d)
	if err := p.fillFollowing(r, c, v, &d); err != nil {
		return err
	}
	return p.draw(w, r, status(wrong), d.Title, minePage(d))
}

// fillState says whether the visitor was there, and how one can be.
func (p *Pages) fillState(c *lang.Catalog, v circle.View, d *mineView) {
	done := v.Marked && v.Own.Present
	switch {
	case done && v.Own.Alone:
		d.State, d.StateKind = c.T("meet.state.you_alone"), ui.Done
	case done:
		d.State, d.StateKind = c.T("meet.state.you_here"), ui.Done
	case v.Member.State == circle.Declined && v.Replies:
		d.State, d.StateKind = c.T("meet.state.declined"), ui.NotApplicable
	case v.Meeting.State == circle.Held:
		d.State, d.StateKind = c.T("meet.state.you_absent"), ui.NotApplicable
	}
	d.Join = v.OpenSelf && !done
	if v.Meeting.State == circle.Planned && !done && !v.Leads {
		switch {
		case v.Takes:
			d.Answer = "nej"
		case v.Replies:
			d.Answer = "ja"
		default:
			d.Notice = c.T("circle.out")
		}
	}
	if !v.OpenAlone || done {
		return
	}
	d.Alone = &aloneView{Text: c.T("meet.alone.text"), Go: c.T("meet.alone.begin")}
	if v.StepsLeft == 0 {
		d.Alone.Text = c.T("meet.alone.ready")
		return
	}
	d.Alone.Href = stepAt(v.Meeting.ID, v.Agenda.Steps[firstLeft(v)].ID)
	if v.StepsLeft < len(v.Agenda.Steps) {
		d.Alone.Go = c.T("meet.alone.go_on")
	}
}

// firstLeft is the first step that the visitor has neither written in nor gone past.
func firstLeft(v circle.View) int {
	for i, s := range v.Agenda.Steps {
		if t := v.Thoughts[s.ID]; t.Text == "" && !t.Ticked {
			return i
		}
	}
	return 0
}

// fillSteps lists the questions, what the group came to, and what others share.
func (p *Pages) fillSteps(c *lang.Catalog, v circle.View, d *mineView) {
	if v.Takes {
		d.Progress = c.T("meet.mine.progress", "done", len(v.Agenda.Steps)-v.StepsLeft, "all", len(v.Agenda.Steps))
	}
	if text := v.Texts["case"].Text; text != "" {
		d.Came = append(d.Came, ui.Fact{Term: c.T("meet.case.ours"), Text: text})
	}
	for _, s := range v.Agenda.Steps {
		part := ui.Part{Title: s.Title, Note: question(c, s)}
		if v.Takes {
			part.Href = stepAt(v.Meeting.ID, s.ID)
		}
		switch t := v.Thoughts[s.ID]; {
		case t.Text != "" && t.Shared:
			part.Status, part.Word = ui.Done, c.T("meet.think.shared")
		case t.Text != "":
			part.Status, part.Word = ui.Done, c.T("meet.think.written")
		case t.Ticked:
			part.Status, part.Word = ui.Done, c.T("meet.think.past")
		}
		d.Steps = append(d.Steps, part)
		if text := v.Texts[s.ID].Text; text != "" {
			d.Came = append(d.Came, ui.Fact{Term: s.Title, Text: text})
		}
		for _, t := range v.Shared[s.ID] {
			d.Thoughts = append(d.Thoughts, ui.Fact{Term: s.Title, Text: t.Text})
		}
	}
}

// fillFollowing names the next meeting of the same circle.
func (p *Pages) fillFollowing(r *http.Request, c *lang.Catalog, v circle.View, d *mineView) error {
	all, err := p.Circles.OwnMeetings(r.Context(), actor(r))
	if err != nil {
		return err
	}
	for _, o := range all {
		if o.CircleID == v.Circle.ID && o.Meeting.State == circle.Planned && (o.Meeting.Day > v.Meeting.Day || o.Meeting.Day == v.Meeting.Day && o.Meeting.Begins > v.Meeting.Begins) {
			d.Following, d.FollowingAt = p.when(c, o.Meeting), meetingAt(o.Meeting.ID, "/min")
			return nil
		}
	}
	return nil
}

// here says that the visitor is at the meeting.
func (p *Pages) here(w http.ResponseWriter, r *http.Request) error {
	return p.markSelf(w, r, circle.Mark{Present: true}, "jag")
}

// alone says that the visitor has done the meeting by oneself (R154).
func (p *Pages) alone(w http.ResponseWriter, r *http.Request) error {
	return p.markSelf(w, r, circle.Mark{Present: true, Alone: true}, "klar")
}

func (p *Pages) markSelf(w http.ResponseWriter, r *http.Request, m circle.Mark, what string) error {
	m.ID, m.MeetingID, m.PersonID = keyOf(r, what), r.PathValue("meeting"), actor(r).PersonID
	err := p.Circles.MarkOne(r.Context(), actor(r), m)
	if f := told(err); f != nil {
		return p.showMine(w, r, f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, meetingAt(m.MeetingID, "/min", "klart", what))
}
