package meetweb

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// holdView ends a meeting: how long it was, and what the group agreed on.
type holdView struct {
	Problems        []ui.Problem
	Back, When      string
	Said, Notice    string
	Can             bool // it can be said that the meeting was held
	Count, Unmarked string
	Roll, Action    string
	Do              string
	Minutes         ui.FieldProps
	Agreed          []ui.Part
	Warn            []string // of what in the agreements may point at somebody
	Agrees          bool
	AgreeAction     string
	What, Owner     ui.FieldProps
	Due             ui.FieldProps
}

// typed is what somebody wrote in a form that came back.
type typed map[string]string

func typedIn(r *http.Request, fields ...string) typed {
	out := typed{}
	for _, f := range fields {
		out[f] = r.PostFormValue(f)
	}
	return out
}

func (t typed) or(field, otherwise string) string {
	if s, is := t[field]; is {
		return s
	}
	return otherwise
}

func (p *Pages) holding(w http.ResponseWriter, r *http.Request) error {
	return p.showHold(w, r, nil, nil)
}

func (p *Pages) showHold(w http.ResponseWriter, r *http.Request, wrong *fault.Fault, t typed) error {
	v, err := p.steered(r)
	if err != nil {
		return err
	}
	c, id := p.catalog(r), v.Meeting.ID
	d := holdView{Problems: problems(c, wrong), Back: meetingAt(id, ""), When: joined(name(v), p.when(c, v.Meeting)), Roll: meetingAt(id, "/narvaro"), Action: meetingAt(id, "/hallen"),
		Agrees: v.Meeting.State != circle.Cancelled, AgreeAction: meetingAt(id, "/overens"), Agreed: agreed(c, v.Agreements, actor(r).PersonID),
		Said: said(c, r, map[string]string{"hallen": "meet.hold.said", "overens": "meet.agree.said"})}
	switch {
	case v.Meeting.State == circle.Cancelled:
		d.Notice = c.T("meet.lead.cancelled")
	case v.Meeting.Day > p.Circles.Today():
		d.Notice = c.T("meet.hold.early")
	default:
		d.Can = true
	}
	p.fillHold(c, v, wrong, t, &d)
	p.fillAgree(c, v, wrong, t, &d)
	for _, g := range v.Agreements {
		if what := pointing(c, g.What); what != "" && !g.State.Settled() {
			d.Warn = append(d.Warn, c.T("meet.agree.hint", "text", g.What, "what", what))
		}
	}
	return p.draw(w, r, status(wrong), c.T("meet.hold.title")+": "+name(v), holdPage(d))
}

// fillHold writes the part about how long the meeting was and who was there.
func (p *Pages) fillHold(c *lang.Catalog, v circle.View, wrong *fault.Fault, t typed, d *holdView) {
	people, unmarked := invited(v), 0
	for _, k := range people {
		if !k.Marked {
			unmarked++
		}
	}
	d.Count, d.Do = c.T("meet.roll.count", "here", v.Present, "all", len(people)), c.T("meet.hold.do")
	if unmarked > 0 {
		d.Unmarked = c.T("meet.hold.unmarked", "n", unmarked)
	}
	minutes := v.Meeting.Minutes
	if v.Meeting.State == circle.Held {
		minutes, d.Notice, d.Do = v.Meeting.HeldMinutes, c.T("meet.lead.held", "n", v.Present), c.T("meet.hold.correct")
	}
	d.Minutes = ui.FieldProps{Name: "minuter", Label: c.T("meet.hold.minutes"), Tip: c.T("meet.hold.minutes_tip"), InputMode: "numeric",
		Value: t.or("minuter", strconv.FormatInt(minutes, 10)), Error: at(c, wrong, "minuter")}
}

// followsUp is how many days after a meeting one follows up what was agreed, when nothing else is said.
const followsUp = 28

// fillAgree writes the part where an agreement is noted. The owner is somebody who takes part, or the unit.
func (p *Pages) fillAgree(c *lang.Catalog, v circle.View, wrong *fault.Fault, t typed, d *holdView) {
	d.What = ui.FieldProps{Name: "vad", Label: c.T("meet.agree.what"), Tip: c.T("meet.agree.what_tip"), Rows: 2, Value: t.or("vad", ""), Error: at(c, wrong, "vad")}
	d.Owner = ui.FieldProps{Name: "agare", Label: c.T("meet.agree.owner"), Value: t.or("agare", ""), Error: at(c, wrong, "agare"), Options: []ui.Option{{Value: "", Text: c.T("meet.agree.all")}}}
	for _, k := range invited(v) {
		if !k.Marked || k.Presence.Present {
			d.Owner.Options = append(d.Owner.Options, ui.Option{Value: k.PersonID, Text: k.Name})
		}
	}
	due := p.Frame.Now().In(lang.Zone()).AddDate(0, 0, followsUp).Format(time.DateOnly)
	d.Due = ui.FieldProps{Name: "uppfoljning", Label: c.T("meet.agree.due"), Type: "date", Value: t.or("uppfoljning", due), Error: at(c, wrong, "uppfoljning")}
}

// hold says that the meeting was held.
func (p *Pages) hold(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("meeting")
	minutes, err := strconv.ParseInt(strings.TrimSpace(r.PostFormValue("minuter")), 10, 64)
	if err == nil {
		err = p.Circles.Hold(r.Context(), actor(r), id, minutes)
	} else {
		err = circle.ErrMinutes
	}
	if f := told(err); f != nil {
		return p.showHold(w, r, f, typedIn(r, "minuter"))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, meetingAt(id, "/hallen", "klart", "hallen"))
}

// agree notes what the group agreed on.
func (p *Pages) agree(w http.ResponseWriter, r *http.Request) error {
	v, err := p.steered(r)
	if err != nil {
		return err
	}
	id := v.Meeting.ID
	_, err = p.Circles.Agree(r.Context(), actor(r), circle.Agreement{MeetingID: id, What: r.PostFormValue("vad"), OwnerID: r.PostFormValue("agare"), Due: strings.TrimSpace(r.PostFormValue("uppfoljning"))})
	if f := told(err); f != nil {
		return p.showHold(w, r, f, typedIn(r, "vad", "agare", "uppfoljning"))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, meetingAt(id, "/hallen", "klart", "overens"))
}
