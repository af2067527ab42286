package demandweb

import (
	"net/http"
	"slices"
	"time"

	"yrkesresan/internal/demand"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// decisions lists the days to decide on: held or not.
func (p *Pages) decisions(w http.ResponseWriter, r *http.Request) error {
	return p.showDecisions(w, r, http.StatusOK, nil)
}

func (p *Pages) showDecisions(w http.ResponseWriter, r *http.Request, status int, wrong *fault.Fault) error {
	c := p.words(r)
	all, err := p.Demand.Decisions(r.Context(), actorOf(r))
	if err != nil {
		return err
	}
	names, err := p.Demand.TownNames(r.Context())
	if err != nil {
		return err
	}
	v := pageView{Back: ui.Link{Href: "/kurstillfallen", Text: c.T("demand.to_occasions")}, Title: c.T("demand.decide"), Intro: []string{c.T("demand.decide_text")}, Said: said(c, r, map[string]string{"go": "demand.decided_go"})}
	v.refuse(c, wrong)
	s := section{ID: "vantar", Title: c.T("demand.decide_waits")}
	for _, d := range all {
		s.Items = append(s.Items, p.decision(c, d, names))
	}
	if len(all) == 0 {
		s.None = c.T("demand.decide_none")
	}
	v.Sections = append(v.Sections, s)
	return p.show(w, r, status, v)
}

func (p *Pages) decision(c *lang.Catalog, d demand.Decision, names map[string]string) item {
	i := item{Title: d.Title, Marks: []string{c.DateOf(d.FirstDay)}}
	if town := names[trimTown(d.Town)]; town != "" {
		i.Marks = append(i.Marks, town)
	}
	i.Lines = append(i.Lines, c.T("demand.booked_of", "n", d.Booked+d.Offered, "least", d.MinSeats, "seats", d.Seats))
	if d.Asked+d.Waiting > 0 {
		i.Lines = append(i.Lines, c.T("demand.asked_too", "n", d.Asked+d.Waiting))
	}
	due := "demand.due_on"
	if d.Past {
		due = "demand.due_past"
	}
	if d.Due != "" {
		i.Lines = append(i.Lines, c.T(due, "day", c.DateOf(d.Due)))
	}
	at := "/kurstillfallen/" + d.ID
	if d.Decided == "no_go" {
		i.Warn = []string{c.T("demand.is_no_go")}
		i.Links = []ui.LinkButtonProps{{Href: at + "/stall-in", Text: c.T("demand.verdict_link.cancel"), Kind: ui.Primary, Describes: d.Title}, {Href: at + "/flytta", Text: c.T("demand.verdict_link.postpone"), Kind: ui.Secondary, Describes: d.Title}}
		i.Forms = []form{{Action: "/kurstillfallen/beslut", Hidden: [][2]string{{"tillfalle", d.ID}, {"svar", "go"}}, Button: c.T("demand.hold_anyway"), Kind: ui.Secondary, Describes: d.Title}}
		return i
	}
	i.Warn = []string{c.T("demand.verdict."+string(d.Verdict), "title", d.Into.Title, "day", c.DateOf(d.Into.FirstDay), "km", d.Km, "least", d.MinSeats)}
	i.Forms = []form{
		{Action: "/kurstillfallen/beslut", Hidden: [][2]string{{"tillfalle", d.ID}, {"svar", "go"}}, Button: c.T("demand.hold"), Kind: kindOf(d.Verdict == demand.Go), Describes: d.Title},
		{Action: "/kurstillfallen/beslut", Hidden: [][2]string{{"tillfalle", d.ID}, {"svar", "no_go"}}, Button: c.T("demand.do_not_hold"), Kind: ui.Secondary, Describes: d.Title}}
	step := map[demand.Verdict]string{demand.Await: "/deltagare", demand.Merge: "/deltagare", demand.GoOnline: "/online", demand.Postpone: "/flytta"}[d.Verdict]
	if step != "" {
		i.Links = []ui.LinkButtonProps{{Href: at + step, Text: c.T("demand.verdict_link." + string(d.Verdict)), Kind: ui.Secondary, Describes: d.Title}}
	}
	return i
}

func kindOf(first bool) ui.ButtonKind {
	if first {
		return ui.Primary
	}
	return ui.Secondary
}

// trimTown is the SCB code in a municipality's id.
func trimTown(id string) string {
	if len(id) > 2 {
		return id[2:]
	}
	return ""
}

// decide notes whether an occasion is held. What is not held is to be called off, or moved, on the page where everybody is told.
func (p *Pages) decide(w http.ResponseWriter, r *http.Request) error {
	id, answer := r.PostFormValue("tillfalle"), r.PostFormValue("svar")
	if !slices.Contains([]string{"go", "no_go"}, answer) {
		return occasion.ErrState
	}
	_, err := p.Occasions.Decide(r.Context(), actorOf(r), id, answer)
	if wrong := refusal(err); wrong != nil {
		return p.showDecisions(w, r, web.Status(wrong), wrong)
	}
	if err != nil {
		return err
	}
	if answer == "no_go" {
		return web.Redirect(w, r, "/kurstillfallen/"+id+"/stall-in")
	}
	return web.Redirect(w, r, "/kurstillfallen/beslut?klart=go")
}

// calendar shows a month, week by week, with what clashes in words.
func (p *Pages) calendar(path string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		c := p.words(r)
		q := r.URL.Query()
		place := q.Get("plats")
		if path == "/kommun/kursdagar/kalender" {
			all, err := p.towns(r)
			if err != nil {
				return err
			}
			node, err := chosen(r, all)
			if err != nil {
				return err
			}
			place = node.ID
		}
		cal, err := p.Demand.Calendar(r.Context(), actorOf(r), place, q.Get("manad"))
		if err != nil {
			return err
		}
		first, err := time.Parse("2006-01", cal.Month)
		if err != nil {
			return err
		}
		month := c.T("demand.month", "month", c.T("demand.month."+first.Format("01")), "year", first.Format("2006"))
		v := pageView{Title: c.T("demand.calendar_title", "place", cal.Place.Name, "month", month), Places: placeLinks(path, cal.Choices, cal.Place.ID)}
		v.Back = ui.Link{Href: "/kurstillfallen", Text: c.T("demand.to_occasions")}
		if path != "/kurstillfallen/kalender" {
			v.Back = ui.Link{Href: "/kommun/kursdagar", Text: c.T("demand.to_town_days")}
		}
		month = func(n int) string { return first.AddDate(0, n, 0).Format("2006-01") }(-1)
		next := first.AddDate(0, 1, 0).Format("2006-01")
		v.Sections = append(v.Sections, p.weeks(c, cal, path)...)
		if len(cal.Dates) == 0 {
			v.Sections = append(v.Sections, section{None: c.T("demand.calendar_none")})
		}
		v.Sections = append(v.Sections, section{Links: []ui.LinkButtonProps{{Href: page.At(path, "plats", cal.Place.ID, "manad", month), Text: c.T("demand.month_before"), Kind: ui.Secondary}, {Href: page.At(path, "plats", cal.Place.ID, "manad", next), Text: c.T("demand.month_after"), Kind: ui.Secondary}},
			Print: c.T("demand.print")})
		return p.show(w, r, http.StatusOK, v)
	}
}

// weeks are the days with something on them, by week.
func (p *Pages) weeks(c *lang.Catalog, cal demand.Calendar, path string) (out []section) {
	for _, date := range cal.Dates {
		d, err := time.Parse(time.DateOnly, date.Day)
		if err != nil {
			continue
		}
		_, week := d.ISOWeek()
		title := c.T("demand.week", "n", week)
		if len(out) == 0 || out[len(out)-1].Title != title {
			out = append(out, section{ID: "vecka-" + date.Day, Title: title})
		}
		s := &out[len(out)-1]
		if len(date.Entries) == 0 {
			s.Items = append(s.Items, item{Title: c.DateOf(date.Day), Marks: []string{c.T("demand.weekday_of." + d.Format("Mon"))}, Lines: []string{date.Holiday}})
		}
		for _, e := range date.Entries {
			s.Items = append(s.Items, p.entry(c, date, d, e, path))
		}
	}
	return out
}

func (p *Pages) entry(c *lang.Catalog, date demand.Date, d time.Time, e demand.Entry, path string) item {
	at := c.Hours(e.Session.BeginsAt(lang.Zone()), e.Session.EndsAt(lang.Zone()))
	i := item{Title: e.Title, Marks: []string{c.T("demand.weekday_of."+d.Format("Mon")) + " " + c.DateOf(date.Day), at}}
	if e.Form == occasion.Online {
		i.Marks = append(i.Marks, c.T("demand.online"))
	} else if e.Occasion.Place != "" {
		i.Marks = append(i.Marks, e.Occasion.Place)
	}
	if e.State == occasion.Draft {
		i.Lines = append(i.Lines, c.T("demand.draft"))
	}
	for _, x := range e.Clashes {
		i.Warn = append(i.Warn, c.T("demand.clash."+x.Kind, "with", x.With))
	}
	href := "/kurstillfallen/" + e.ID
	if path != "/kurstillfallen/kalender" {
		href = "/kommun/kursdagar/" + e.ID
		if e.State == occasion.Draft {
			href = ""
		}
	}
	if href != "" {
		i.Links = []ui.LinkButtonProps{{Href: href, Text: c.T("demand.open"), Kind: ui.Secondary, Describes: e.Title}}
	}
	return i
}
