package meetweb

import (
	"net/http"
	"net/url"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/offline"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// rollView is who is there.
type rollView struct {
	Problems         []ui.Problem
	Back, When       string
	Notice           string
	Box              *ui.OutboxProps // nil: the device is shared, nothing is kept in it
	Count, CountForm string          // "3 av 7 är med", and the same with {n} left for the script
	Rows             []rollRow
	Open             bool // marks can be made
	Action           string
	Invite, Hold     string
}

// rollRow is one person on the list: a name, or the contact code of a protected identity.
type rollRow struct {
	ID, Name, From string
	Kind           ui.StatusKind
	Words          string
	Here           bool
	Key            string // of the mark that the form makes
}

func (p *Pages) roll(w http.ResponseWriter, r *http.Request) error { return p.showRoll(w, r, nil) }

func (p *Pages) showRoll(w http.ResponseWriter, r *http.Request, wrong *fault.Fault) error {
	v, err := p.steered(r)
	if err != nil {
		return err
	}
	c, id := p.catalog(r), v.Meeting.ID
	d := rollView{Problems: problems(c, wrong), Back: meetingAt(id, ""), When: joined(name(v), p.when(c, v.Meeting)), Action: meetingAt(id, "/narvaro"),
		Open: p.marks(v), Invite: meetingAt(id, "/kollega")}
	switch {
	case v.Meeting.State == circle.Cancelled:
		d.Notice = c.T("meet.lead.cancelled")
	case !d.Open:
		d.Notice = c.T("meet.roll.early", "day", c.Weekday(v.Meeting.BeginsAt(lang.Zone()), p.Frame.Now()))
	default:
		d.Hold = meetingAt(id, "/hallen")
	}
	here, people := 0, invited(v)
	for _, k := range people {
		row := rollRow{ID: k.PersonID, Name: k.Name, From: k.Unit, Here: k.Marked && k.Presence.Present, Key: p.NewID()}
		row.Kind, row.Words = presenceWords(c, k)
		if row.Here {
			here++
		}
		d.Rows = append(d.Rows, row)
	}
	d.Count, d.CountForm = c.T("meet.roll.count", "here", here, "all", len(people)), c.T("meet.roll.count", "here", "{n}", "all", len(people))
	if !page.Of(r.Context()).Shared {
		d.Box = p.box(r, v, "/narvaro")
	}
	return p.draw(w, r, status(wrong), c.T("meet.roll.title")+": "+name(v), rollPage(d))
}

// presenceWords says what is noted of somebody at a meeting.
func presenceWords(c *lang.Catalog, k circle.Person) (ui.StatusKind, string) {
	switch {
	case !k.Marked:
		return ui.NotStarted, c.T("meet.state.none")
	case k.Presence.Alone:
		return ui.Done, c.T("meet.state.alone")
	case k.Presence.Present:
		return ui.Done, c.T("meet.state.here")
	}
	return ui.NotApplicable, c.T("meet.state.absent")
}

// mark takes one mark from a page without script.
func (p *Pages) mark(w http.ResponseWriter, r *http.Request) error {
	m := markOf(r.PathValue("meeting"), keyOf(r, r.PostFormValue("vad")), map[string]string{"person": r.PostFormValue("person"), "vad": r.PostFormValue("vad")})
	err := p.Circles.MarkOne(r.Context(), actor(r), m)
	if f := told(err); f != nil {
		return p.showRoll(w, r, f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, meetingAt(m.MeetingID, "/narvaro")+"#p-"+url.PathEscape(m.PersonID))
}

// keyOf is the id of the mark that a form makes: the same press again is the same mark, another choice in the same form is not.
func keyOf(r *http.Request, choice string) string {
	key := r.PostFormValue("nyckel")
	if key == "" {
		return "" // no form of ours: refused
	}
	return key + "-" + choice
}

// markOf reads a mark as forms send it.
func markOf(meetingID, id string, fields map[string]string) circle.Mark {
	return circle.Mark{ID: id, MeetingID: meetingID, PersonID: fields["person"], Present: fields["vad"] == "har"}
}

// sent takes what a phone has kept. Who may mark nobody at this meeting is refused whole, and the phone keeps what it has.
func (p *Pages) sent(w http.ResponseWriter, r *http.Request) error {
	items, err := offline.Read(r.Body, p.Frame.Now(), p.Who(actor(r)))
	if err != nil {
		return err
	}
	v, err := p.steered(r)
	if err != nil {
		return err
	}
	marks := make([]circle.Mark, len(items))
	for i, item := range items {
		marks[i] = markOf(v.Meeting.ID, item.ID, item.Fields)
		marks[i].At = item.At
	}
	answers, err := p.Circles.Mark(r.Context(), actor(r), marks)
	if err != nil {
		return err
	}
	c := p.catalog(r)
	for i, a := range answers {
		switch a.State {
		case offline.Older:
			answers[i].Text = c.T("meet.roll.older")
		case offline.Refused:
			answers[i].Text = c.T(a.Text)
		}
	}
	return offline.Write(w, answers)
}
