package attendanceweb

import (
	"context"

	"github.com/a-h/templ"

	"errors"
	"net/http"
	"net/url"
	"strings"

	"yrkesresan/internal/attendance"
	"yrkesresan/internal/attendance/rule"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/offline"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// listView is the list of a session, where whoever leads notes who is there.
type listView struct {
	Title, Back, When string
	Action            string
	Session           string
	Sessions          []ui.Link
	Count, CountForm  string // "12 av 25 är här", and the same with {n} left for the script
	Notice            string
	Wrong             map[string]string
	Said              string
	Code              string // a participant's own code that was asked for
	Rows              []rowView
	Box               *ui.OutboxProps // nil: the device is shared, nothing is kept in it
	Open              bool            // marks can be made
	Close             string
}

// rowView is one person on the list.
type rowView struct {
	ID, Name, From, Code string
	Kind                 ui.StatusKind
	Words                string
	Here                 bool
	Key                  string // of the mark that the form makes
	Time                 string // what was typed
	Wrong                string
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	return p.showList(w, r, r.URL.Query().Get("pass"), http.StatusOK, nil, "")
}

func (p *Pages) showList(w http.ResponseWriter, r *http.Request, session string, status int, wrong *fault.Fault, about string) error {
	d, err := p.Attendance.Open(r.Context(), actor(r), r.PathValue("occasion"))
	if err != nil {
		return err
	}
	today := p.Attendance.Today()
	s, err := d.Session(session, today)
	if err != nil {
		return err
	}
	c, visit := p.catalog(r), page.Of(r.Context())
	v := listView{Title: c.T("attendance.list.title"), Back: dayAt(d.ID, ""), When: d.Title + ", " + p.when(c, s), Action: dayAt(d.ID, "/narvaro"), Session: s.ID, Wrong: wrongs(c, wrong),
		Open: s.Day <= today && d.ClosedAt == nil, Code: strings.TrimSpace(r.URL.Query().Get("kod")), Close: dayAt(d.ID, "/avsluta")}
	if about != "" {
		delete(v.Wrong, "klockslag") // it stands at the person
	}
	v.Sessions = p.sessionLinks(c, d, s)
	switch {
	case d.ClosedAt != nil:
		v.Notice, v.Close = c.T("attendance.list.closed"), dayAt(d.ID, "/efter")
	case s.Day > today:
		v.Notice = c.T("attendance.list.early", "day", c.Weekday(s.BeginsAt(lang.Zone()), p.Frame.Now()))
	}
	lines := d.Lines
	if v.Code != "" {
		if l, err := d.ByOwnCode(v.Code); err != nil {
			v.Wrong = map[string]string{"kod": page.Say(c, fault.Of(err))}
			status = http.StatusUnprocessableEntity
		} else {
			lines = []attendance.Line{*l}
		}
	}
	here := 0
	for _, l := range d.Lines {
		if in(l.Presence[s.ID]) {
			here++
		}
	}
	v.Count = c.T("attendance.list.count", "here", here, "all", len(d.Lines))
	v.CountForm = c.T("attendance.list.count", "here", "{n}", "all", len(d.Lines))
	for _, l := range lines {
		row := p.row(c, l, s)
		if l.BookingID == about && wrong != nil {
			row.Wrong, row.Time = page.Say(c, wrong), r.PostFormValue("klockslag")
		}
		v.Rows = append(v.Rows, row)
	}
	if !visit.Shared {
		v.Box = p.box(r, d, s, v.Open)
	}
	return p.show(w, r, status, v.Title+": "+d.Title, listPage(v))
}

// in tells whether somebody is there now, by what is noted.
func in(pr rule.Presence) bool {
	return (pr.State == rule.Was || pr.State == rule.WasPart) && pr.Last.What != rule.Left
}

func (p *Pages) row(c *lang.Catalog, l attendance.Line, s occasion.Session) rowView {
	pr := l.Presence[s.ID]
	return rowView{ID: l.BookingID, Name: l.Name, From: l.From, Code: l.Code, Kind: looks(pr.State), Words: stateWords(c, pr, s), Here: in(pr), Key: p.NewID()}
}

func (p *Pages) sessionLinks(c *lang.Catalog, d attendance.Day, now occasion.Session) (out []ui.Link) {
	if len(d.Sessions) < 2 {
		return nil
	}
	for _, s := range d.Sessions {
		out = append(out, ui.Link{Href: dayAt(d.ID, "/narvaro", "pass", s.ID), Text: c.T("attendance.before.session", "n", s.Number) + ": " + p.when(c, s), Current: s.ID == now.ID})
	}
	return out
}

// box is what a phone of one's own may keep: the list of each session, until the night after the last day.
func (p *Pages) box(r *http.Request, d attendance.Day, s occasion.Session, open bool) *ui.OutboxProps {
	pages := []string{dayAt(d.ID, "/narvaro")}
	for _, s := range d.Sessions {
		pages = append(pages, dayAt(d.ID, "/narvaro", "pass", s.ID))
	}
	return &ui.OutboxProps{Send: dayAt(d.ID, "/skickat"), Who: p.Attendance.Who(actor(r)), Key: d.ID, Part: s.ID, Until: offline.NightAfter(d.Sessions[len(d.Sessions)-1].EndsAt(lang.Zone()), p.Frame.Now()), Pages: pages,
		Scope: dayBase, Worker: "/kursledare/vakt.js", Closed: d.ClosedAt != nil, Offer: open, SignIn: page.At("/logga-in", "till", dayAt(d.ID, "/narvaro", "pass", s.ID))}
}

// note takes one mark from a page without script.
func (p *Pages) note(w http.ResponseWriter, r *http.Request) error {
	m := attendance.Mark{ID: r.PostFormValue("nyckel"), OccasionID: r.PathValue("occasion"), SessionID: r.PostFormValue("pass"), BookingID: r.PostFormValue("bokning"), What: rule.What(r.PostFormValue("vad")),
		Time: r.PostFormValue("klockslag"), How: attendance.ByList}
	_, err := p.Attendance.Note(r.Context(), actor(r), m)
	if f := told(err); f != nil {
		return p.showList(w, r, m.SessionID, web.Status(f), f, m.BookingID)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, dayAt(m.OccasionID, "/narvaro", "pass", m.SessionID)+"#b-"+url.QueryEscape(m.BookingID))
}

// sent takes what a phone has kept.
func (p *Pages) sent(w http.ResponseWriter, r *http.Request) error {
	items, err := offline.Read(r.Body, p.Frame.Now(), p.Attendance.Who(actor(r)))
	if err != nil {
		return err
	}
	answers, err := p.Attendance.Take(r.Context(), actor(r), r.PathValue("occasion"), items)
	if err != nil {
		return err
	}
	c := p.catalog(r)
	for i, a := range answers {
		switch a.State {
		case offline.Older:
			answers[i].Text = c.T("attendance.list.older")
		case offline.Refused:
			answers[i].Text = c.T(a.Text)
		}
	}
	return offline.Write(w, answers)
}

// isTold tells whether an error is one of some faults.
func isTold(err error, some ...error) bool {
	for _, f := range some {
		if errors.Is(err, f) {
			return true
		}
	}
	return false
}

// dayHref is the list of a session.
func dayHref(action, session string) string { return page.At(action, "pass", session) }

// becomesAttrs tell the script what a person's line says after a press.
func becomesAttrs(words string, here bool) templ.Attributes {
	a := templ.Attributes{"data-blir": words}
	if here {
		a["data-ar"] = "1"
	}
	return a
}

func closeText(ctx context.Context, open bool) string {
	if open {
		return lang.T(ctx, "attendance.list.to_close")
	}
	return lang.T(ctx, "attendance.list.to_after")
}
