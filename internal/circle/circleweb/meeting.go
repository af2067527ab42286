package circleweb

import (
	"net/http"
	"strconv"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

func (p *Pages) meeting(w http.ResponseWriter, r *http.Request) error {
	return p.showMeeting(w, r, nil)
}

// showMeeting is a meeting as who plans meetings at the unit sees it: when, held or not, how many; and to change it.
func (p *Pages) showMeeting(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	x, err := p.Circles.Meeting(r.Context(), actor(r), r.PathValue("meeting"))
	if err == nil && !x.Steers {
		err = circle.ErrNoMeeting
	}
	if err != nil {
		return err
	}
	c, m := p.catalog(r), x.Meeting
	v := &sheet.Sheet{Title: m.Title, Lead: when(c, m, p), Wrong: wrong, Said: said(c, r), Back: ui.Link{Href: serieOf(x.Circle.ID, ""), Text: x.Circle.Title}}
	lead := ui.LinkButtonProps{Href: leadOf(m.ID, ""), Text: c.T("circle.to_lead"), Kind: ui.Secondary}
	held := ui.LinkButtonProps{Href: leadOf(m.ID, "/hallen"), Text: c.T("circle.say_held")}
	hidden := [][2]string{{"revision", strconv.FormatInt(m.Revision, 10)}}
	switch m.State {
	case circle.Cancelled:
		v.Add(sheet.Note(ui.Info, c.T("circle.is_off", "why", m.Why)))
	case circle.Held:
		v.Add(sheet.State(ui.Done, c.T("circle.state.held")), sheet.Para(c.T("circle.came", "n", x.Present, "time", c.Duration(int(m.HeldMinutes)))), sheet.Links(lead))
		v.Add(sheet.More(c.T("circle.unhold"), sheet.Para(c.T("circle.unhold_text")), sheet.FormOf(sheet.Send{Action: oneOf(m.ID), Hidden: append(hidden, [2]string{"gor", "angra"}), Button: c.T("circle.unhold"), Kind: ui.Secondary})))
	default:
		if m.Missed(p.Circles.Today()) {
			v.Add(sheet.Note(ui.Warn, c.T("circle.stalled_text")))
		}
		if m.Day <= p.Circles.Today() {
			v.Add(sheet.Links(held, lead))
		} else {
			v.Add(sheet.Links(lead))
		}
		v.Add(sheet.Heading(c.T("circle.move")))
		f := fill(v, c, r, "dag", m.Day, "tid", m.Begins, "minuter", strconv.FormatInt(m.Minutes, 10), "lokal", m.Place, "lank", m.Link)
		f.typed("dag", "day", "date", false).typed("tid", "time", "time", false).typed("minuter", "minutes", "number", false).typed("lokal", "place", "", true).typed("lank", "link", "url", true)
		f.End(sheet.Send{Action: oneOf(m.ID), Hidden: append(hidden, [2]string{"gor", "flytta"}), Button: c.T("circle.move_do")})
		off := fill(v, c, r).typed("varfor", "why", "", false)
		v.Add(sheet.Heading(c.T("circle.cancel")), sheet.FormOf(sheet.Send{Action: oneOf(m.ID), Hidden: append(hidden, [2]string{"gor", "stall"}), Button: c.T("circle.cancel"), Kind: ui.Secondary}, off.Fields()...))
	}
	return p.show(w, r, v)
}

func (p *Pages) changeMeeting(w http.ResponseWriter, r *http.Request) (err error) {
	id, done := r.PathValue("meeting"), "flyttad"
	n := func(name string) int64 {
		v, err := strconv.ParseInt(r.PostFormValue(name), 10, 64)
		if err != nil {
			return -1 // refused
		}
		return v
	}
	switch r.PostFormValue("gor") {
	case "angra":
		err, done = p.Circles.Unhold(r.Context(), actor(r), id), "angrad"
	case "stall":
		err, done = p.Circles.Cancel(r.Context(), actor(r), id, r.PostFormValue("varfor"), n("revision")), "installd"
	default:
		err = p.Circles.Move(r.Context(), actor(r), circle.Meeting{ID: id, Day: r.PostFormValue("dag"), Begins: r.PostFormValue("tid"), Minutes: n("minuter"), Place: r.PostFormValue("lokal"), Link: r.PostFormValue("lank"), Revision: n("revision")})
	}
	if err != nil {
		wrong, err := refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showMeeting(w, r, wrong)
	}
	return web.Redirect(w, r, oneOf(id, "gjort", done))
}
