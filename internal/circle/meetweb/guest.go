package meetweb

import (
	"net/http"
	"net/url"
	"strings"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// guestView finds a colleague who has come and was not asked.
type guestView struct {
	Problems     []ui.Problem
	Back, Action string
	Search       ui.FieldProps
	Found        []guestRow
	More, None   string
	Mark         bool // the day has come: who is asked is marked too
	Elsewhere    string
}

// guestRow is a colleague that was found.
type guestRow struct{ ID, Name, From, Key string }

// mostWords is how long a search may be.
const mostWords = 80

func (p *Pages) guests(w http.ResponseWriter, r *http.Request) error { return p.showGuests(w, r, nil) }

func (p *Pages) showGuests(w http.ResponseWriter, r *http.Request, wrong *fault.Fault) error {
	v, err := p.steered(r)
	if err != nil {
		return err
	}
	c, text := p.catalog(r), strings.TrimSpace(r.FormValue("sok"))
	if words := []rune(text); len(words) > mostWords {
		text = string(words[:mostWords])
	}
	d := guestView{Problems: above(c, wrong), Back: meetingAt(v.Meeting.ID, "/narvaro"), Action: meetingAt(v.Meeting.ID, "/kollega"), Mark: p.marks(v), Elsewhere: "/traffar/serie/" + url.PathEscape(v.Circle.ID) + "/personer",
		Search: ui.FieldProps{Name: "sok", Label: c.T("meet.guest.search"), Tip: c.T("meet.guest.tip"), Value: text, Autocomplete: "off"}}
	found, more, err := p.Circles.FindColleagues(r.Context(), actor(r), v.Circle.ID, text)
	if err != nil {
		return err
	}
	in := map[string]bool{}
	for _, k := range invited(v) {
		in[k.PersonID] = true
	}
	for _, f := range found {
		if !in[f.PersonID] {
			d.Found = append(d.Found, guestRow{ID: f.PersonID, Name: f.Name, From: joined(f.Title, f.Unit), Key: p.NewID()})
		}
	}
	if more {
		d.More = c.T("meet.guest.more")
	}
	if text != "" && len(d.Found) == 0 {
		d.None = c.T("meet.guest.none")
	}
	return p.draw(w, r, status(wrong), c.T("meet.guest.title")+": "+name(v), guestPage(d))
}

// marks tells whether marks can be made at a meeting.
func (p *Pages) marks(v circle.View) bool {
	return v.Meeting.State != circle.Cancelled && v.Meeting.Day <= p.Circles.Today()
}

// guest asks a colleague, and on the day marks that the colleague is there.
func (p *Pages) guest(w http.ResponseWriter, r *http.Request) error {
	v, err := p.steered(r)
	if err != nil {
		return err
	}
	person := r.PostFormValue("person")
	err = p.Circles.Invite(r.Context(), actor(r), v.Circle.ID, person)
	if err == nil && p.marks(v) {
		err = p.Circles.MarkOne(r.Context(), actor(r), circle.Mark{ID: r.PostFormValue("nyckel"), MeetingID: v.Meeting.ID, PersonID: person, Present: true})
	}
	if f := told(err); f != nil {
		return p.showGuests(w, r, f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, meetingAt(v.Meeting.ID, "/narvaro")+"#p-"+url.PathEscape(person))
}

// reply says whether the visitor comes to the meetings of a circle.
func (p *Pages) reply(w http.ResponseWriter, r *http.Request) error {
	v, err := p.open(r)
	if err != nil {
		return err
	}
	err = p.Circles.Reply(r.Context(), actor(r), v.Circle.ID, r.PostFormValue("svar") == "ja")
	if f := told(err); f != nil {
		return p.showMine(w, r, f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, meetingAt(v.Meeting.ID, "/min", "klart", "svar"))
}
