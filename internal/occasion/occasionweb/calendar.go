package occasionweb

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	"yrkesresan/internal/occasion/calendar"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// calendarView is one's calendars: the own one, and those of places.
type calendarView struct {
	Back    ui.Link
	Said    string
	Address string // just made: shown this once
	Lines   []calendarLine
}

type calendarLine struct {
	Place, Title, Text string
	On                 bool
	Make               string
}

func (p *Pages) calendars(w http.ResponseWriter, r *http.Request) error {
	return p.showCalendars(w, r, "")
}

func (p *Pages) showCalendars(w http.ResponseWriter, r *http.Request, address string) error {
	c, actor := p.words(r), actorOf(r)
	feeds, err := p.Occasions.Feeds(r.Context(), actor)
	if err != nil {
		return err
	}
	places, err := p.Occasions.Places(r.Context(), actor)
	if err != nil {
		return err
	}
	v := calendarView{Back: ui.Link{Href: "/kursdagar", Text: c.T("occasion.calendar_back")}, Address: address}
	if r.URL.Query().Get("klart") == "av" {
		v.Said = c.T("occasion.calendar_off")
	}
	line := func(id, title string) {
		l := calendarLine{Place: id, Title: title, Text: c.T("occasion.calendar_none"), Make: c.T("occasion.calendar_make")}
		for _, f := range feeds {
			if f.NodeID == id {
				l.On, l.Make = true, c.T("occasion.calendar_renew")
				l.Text = c.T("occasion.calendar_unread", "made", c.Date(f.MadeAt))
				if f.ReadOn != "" {
					l.Text = c.T("occasion.calendar_read", "made", c.Date(f.MadeAt), "read", c.DateOf(f.ReadOn))
				}
			}
		}
		v.Lines = append(v.Lines, l)
	}
	line("", c.T("occasion.calendar_own"))
	for _, n := range places {
		line(n.ID, c.T("occasion.calendar_of", "place", n.Name))
	}
	return p.show(w, r, http.StatusOK, c.T("occasion.calendar_title"), false, calendarPage(v))
}

// makeCalendar shows the new address in its answer: it is told this once, and no address of ours holds it.
func (p *Pages) makeCalendar(w http.ResponseWriter, r *http.Request) error {
	token, err := p.Occasions.MakeFeed(r.Context(), actorOf(r), r.PostFormValue("plats"))
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return p.showCalendars(w, r, strings.TrimSuffix(p.URL, "/")+"/kalender/"+token+".ics")
}

func (p *Pages) endCalendar(w http.ResponseWriter, r *http.Request) error {
	if err := p.Occasions.EndFeed(r.Context(), actorOf(r), r.PostFormValue("plats")); err != nil {
		return err
	}
	return web.Redirect(w, r, "/kursdagar/kalender?klart=av")
}

// feed answers a calendar that subscribes.
func (p *Pages) feed(w http.ResponseWriter, r *http.Request) error {
	token := strings.TrimSuffix(r.PathValue("token"), ".ics")
	t, err := p.Occasions.ReadFeed(r.Context(), token, web.ClientAddress(r))
	if err != nil {
		return err
	}
	c := p.words(r)
	name := c.T("occasion.calendar_name")
	if t.NodeID != "" {
		name = c.T("occasion.calendar_name_of", "place", t.Place)
	}
	for i := range t.Entries {
		if t.NodeID != "" { // who arranges goes to the organiser's page
			t.Entries[i].URL = strings.Replace(t.Entries[i].URL, "/kursdagar/", "/kurstillfallen/", 1)
		}
		t.Entries[i].URL = strings.TrimSuffix(p.URL, "/") + t.Entries[i].URL
	}
	return writeCalendar(w, r, calendar.Write(name, calendar.Publish, t.Entries), calendar.Publish, "kursdagar.ics", t.Changed)
}

// writeCalendar answers with a calendar, or that it is as it was.
func writeCalendar(w http.ResponseWriter, r *http.Request, text string, method calendar.Method, name string, changed time.Time) error {
	sum := sha256.Sum256([]byte(text))
	h := w.Header()
	h.Set("Content-Type", "text/calendar; charset=utf-8; method="+string(method))
	h.Set("Content-Disposition", `inline; filename="`+name+`"`)
	h.Set("ETag", `"`+hex.EncodeToString(sum[:16])+`"`)
	h.Set("Cache-Control", "private, max-age=0, must-revalidate")
	h.Set("X-Robots-Tag", "noindex")
	h.Set("Referrer-Policy", "no-referrer")
	http.ServeContent(w, r, "", changed, strings.NewReader(text))
	return nil
}
