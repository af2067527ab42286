package meetweb

import (
	"net/http"
	"net/url"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/offline"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// leadView is a meeting in the hand of who leads it.
type leadView struct {
	Over, Title string
	Said        string
	Notice      string
	NoticeKind  ui.NoticeKind
	Facts       []ui.Fact
	Runs        bool // it is not called off
	Box         *ui.OutboxProps
	Doors       []ui.Part
	Steps       []leadStep
	Prepare     []string // before the meeting
	Rules       []string
	Groups      []string
}

// leadStep is a step of the agenda as the leader reads it.
type leadStep struct {
	ID, Title, Note string
	Question        string
	ForLeader       string
	Text            string // what the group came to
	Href            string
}

// lead is the leader's page; who only takes part is led to the own page of the meeting.
func (p *Pages) lead(w http.ResponseWriter, r *http.Request) error {
	v, err := p.open(r)
	if err != nil {
		return err
	}
	if !v.Steers {
		return web.Redirect(w, r, meetingAt(v.Meeting.ID, "/min"))
	}
	c, today := p.catalog(r), p.Circles.Today()
	d := leadView{Over: over(c, v), Title: name(v), Runs: v.Meeting.State != circle.Cancelled, Rules: v.Circle.Guide.Rules,
		Said: said(c, r, map[string]string{"hallen": "meet.hold.said"})}
	d.Facts = p.facts(c, v)
	d.Facts = append(d.Facts, ui.Fact{Term: c.T("meet.lead.people"), Text: c.T("meet.lead.people_n", "n", len(invited(v)))})
	if v.Meeting.State == circle.Planned {
		d.Prepare = v.Circle.Guide.Preparation
	}
	switch {
	case v.Meeting.State == circle.Cancelled:
		d.Notice, d.NoticeKind = c.T("meet.lead.cancelled"), ui.Warn
	case v.Meeting.State == circle.Held:
		d.Notice = c.T("meet.lead.held", "n", v.Present)
	case v.Meeting.Missed(today):
		d.Notice, d.NoticeKind = c.T("meet.lead.missed"), ui.Warn
	}
	if v.Circle.GroupMost > 0 || v.Circle.Guide.Groups.Help != "" {
		d.Groups = smallLines(c, v)
	}
	for _, s := range v.Agenda.Steps {
		d.Steps = append(d.Steps, leadStep{ID: "steg-" + s.ID, Title: s.Title, Note: joined(c.Duration(int(s.Minutes)), howWords(c, s.How)), Question: question(c, s), ForLeader: s.Note,
			Text: v.Texts[s.ID].Text, Href: showAt(v.Meeting.ID, slideOf(v, s.ID), "")})
	}
	d.Doors = p.doors(c, v)
	if !page.Of(r.Context()).Shared {
		d.Box = p.box(r, v, "")
	}
	return p.draw(w, r, http.StatusOK, d.Title, leadPage(d))
}

// facts are when and where a meeting is, and who leads it.
func (p *Pages) facts(c *lang.Catalog, v circle.View) []ui.Fact {
	out := []ui.Fact{{Term: c.T("meet.fact.when"), Text: p.when(c, v.Meeting)}}
	if v.Meeting.Place != "" {
		out = append(out, ui.Fact{Term: c.T("meet.fact.where"), Text: v.Meeting.Place})
	}
	if v.Meeting.Link != "" {
		out = append(out, ui.Fact{Term: c.T("meet.fact.link"), Body: ui.CellLink(v.Meeting.Link, v.Meeting.Link)})
	}
	if v.Leader != "" {
		out = append(out, ui.Fact{Term: c.T("meet.fact.leader"), Text: v.Leader})
	}
	return out
}

// doors are the ways on from a meeting, for who leads it.
func (p *Pages) doors(c *lang.Catalog, v circle.View) []ui.Part {
	door := func(href, key string) ui.Part {
		return ui.Part{Href: href, Title: c.T("meet.door." + key), Note: c.T("meet.door." + key + "_about")}
	}
	id := v.Meeting.ID
	out := []ui.Part{door(meetingAt(id, "/papper"), "paper"), door("/traffar/serie/"+url.PathEscape(v.Circle.ID), "plan")}
	if v.Meeting.State == circle.Cancelled {
		return out
	}
	first := []ui.Part{door(meetingAt(id, "/narvaro"), "roll"), door(showAt(id, 0, ""), "show"), door(meetingAt(id, "/hallen"), "hold")}
	if v.Takes {
		out = append(out, door(meetingAt(id, "/min"), "mine"))
	}
	return append(first, out...)
}

// invited are those who take part.
func invited(v circle.View) (out []circle.Person) {
	for _, k := range v.People {
		if k.In() {
			out = append(out, k)
		}
	}
	return out
}

// box is what a phone of one's own may keep: the agenda, the list and the pages for the room, until the night after.
func (p *Pages) box(r *http.Request, v circle.View, sub string) *ui.OutboxProps {
	id := v.Meeting.ID
	still := []string{meetingAt(id, "/papper")}
	for n := range slides(v) {
		still = append(still, showAt(id, n, ""))
	}
	over := v.Meeting.State != circle.Planned || v.Meeting.Missed(p.Circles.Today())
	return &ui.OutboxProps{Send: meetingAt(id, "/skickat"), Who: p.Who(actor(r)), Key: id, Until: offline.NightAfter(v.Meeting.EndsAt(lang.Zone()), p.Frame.Now()), Pages: []string{meetingAt(id, ""), meetingAt(id, "/narvaro")}, Still: still,
		Scope: base, Worker: workerAt, Closed: over, Offer: !over, SignIn: page.At("/logga-in", "till", meetingAt(id, sub))}
}

// steered reads a meeting for who may lead it.
func (p *Pages) steered(r *http.Request) (circle.View, error) {
	v, err := p.open(r)
	if err == nil && !v.Steers {
		err = may.ErrDenied
	}
	return v, err
}
