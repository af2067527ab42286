package orgweb

import (
	"net/http"
	"strings"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// journeysView is which journeys are switched on for a municipality.
type journeysView struct {
	Employer string
	Back     ui.Link
	Said     string
	Journeys []journeyLine
	History  ui.TableProps
}

type journeyLine struct {
	Title, State, RSS string
	Kind              ui.StatusKind
	Button            ui.Link
}

// switchForm asks from when a journey is switched, and tells whom it touches.
type switchForm struct {
	Employer, Action, Title, From, Seen, Button string
	Off                                         bool
	Back                                        ui.Link
	Touches                                     []string
	Wrong                                       string
	Problems                                    []ui.Problem
}

// municipalityOf is the municipality of a page: a private employer has the journeys of its municipality.
func (p *Pages) municipalityOf(r *http.Request, id string) (org.Node, []org.Node, error) {
	employer, all, err := p.employer(r, may.SwitchJourney, id)
	if err == nil && org.Kind(employer.Kind) != org.Municipality {
		err = org.ErrKind
	}
	return employer, all, err
}

func (p *Pages) journeys(w http.ResponseWriter, r *http.Request) error {
	employer, all, err := p.municipalityOf(r, r.URL.Query().Get("plats"))
	if err != nil {
		return err
	}
	a := web.ActorOf(r.Context())
	list, err := p.Journeys.Switches(r.Context(), a, employer.ID)
	if err != nil {
		return err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	v := journeysView{Employer: employer.ID, Back: ui.Link{Href: at("/kommun", employer, all), Text: c.T("org.tree.to_hub")}}
	if r.URL.Query().Get("sparat") != "" {
		v.Said = c.T("org.saved")
	}
	titles := map[string]string{}
	for _, s := range list {
		titles[s.ID] = s.Title
		v.Journeys = append(v.Journeys, p.journeyLine(c, s, employer, all))
	}
	history, err := p.Journeys.SwitchHistory(r.Context(), a, employer.ID, onPage)
	if err != nil {
		return err
	}
	var made []org.Change
	for _, h := range history {
		made = append(made, org.Change{MadeBy: h.MadeBy})
	}
	names, err := p.makers(r, employer.ID, made)
	if err != nil {
		return err
	}
	v.History = ui.TableProps{ID: "historik", Caption: c.T("org.journey.history"), Cards: true,
		Columns: []ui.Column{{Title: c.T("org.tree.what")}, {Title: c.T("org.tree.who")}, {Title: c.T("org.tree.when")}}}
	for _, h := range history {
		key := "org.journey.says.off"
		if h.On {
			key = "org.journey.says.on"
		}
		v.History.Rows = append(v.History.Rows, ui.Row{Head: ui.Text(c.T(key, "journey", titles[h.JourneyID], "date", c.DateOf(h.From))), Cells: cells(names[h.MadeBy], c.Date(h.MadeAt))})
	}
	return p.Frame.Show(w, r, http.StatusOK, "org.journey.title", journeysPage(v))
}

func (p *Pages) journeyLine(c *lang.Catalog, s journey.Switched, employer org.Node, all []org.Node) journeyLine {
	l := journeyLine{Title: s.Title, RSS: c.T("org.journey.rss", "rss", s.RSS), Kind: ui.NotStarted}
	off := ""
	switch {
	case !s.Live:
		l.State = c.T("org.journey.not_live")
	case s.On && s.Until != db.NoEnd:
		l.State, l.Kind = c.T("org.journey.on_until", "date", c.DateOf(s.Until)), ui.Renew
	case s.On:
		l.State, l.Kind, off = c.T("org.journey.on", "date", c.DateOf(s.From)), ui.Done, "?av=1"
	case s.From != "":
		l.State, off = c.T("org.journey.on_later", "date", c.DateOf(s.From)), "?av=1"
	default:
		l.State = c.T("org.journey.off")
	}
	if s.Live {
		text := c.T("org.journey.turn_on")
		if off != "" {
			text = c.T("org.journey.turn_off")
		}
		l.Button = ui.Link{Href: at("/kommun/resor/"+s.ID+off, employer, all), Text: text}
	}
	return l
}

func (p *Pages) askSwitch(w http.ResponseWriter, r *http.Request) error {
	return p.showSwitch(w, r, http.StatusOK, r.URL.Query().Get("plats"), p.Today(), r.URL.Query().Get("av") != "", nil)
}

func (p *Pages) showSwitch(w http.ResponseWriter, r *http.Request, status int, id, from string, off bool, no *fault.Fault) error {
	employer, all, err := p.municipalityOf(r, id)
	if err != nil {
		return err
	}
	a := web.ActorOf(r.Context())
	list, err := p.Journeys.Switches(r.Context(), a, employer.ID)
	if err != nil {
		return err
	}
	jid := r.PathValue("journey")
	c := p.Frame.Catalog(page.Of(r.Context()))
	f := switchForm{Employer: employer.ID, Action: "/kommun/resor/" + jid, From: from, Off: off, Button: c.T("org.journey.turn_on"),
		Back: ui.Link{Href: at("/kommun/resor", employer, all), Text: c.T("org.journey.back")}}
	for _, s := range list {
		if s.ID == jid {
			f.Seen, f.Title = s.Seen, c.T("org.journey.ask_on", "journey", s.Title)
			if off {
				f.Title, f.Button = c.T("org.journey.ask_off", "journey", s.Title), c.T("org.journey.turn_off")
			}
		}
	}
	if f.Title == "" {
		return journey.ErrNoJourney
	}
	touch, err := p.Journeys.SwitchTouches(r.Context(), a, employer.ID, jid, !off)
	if err != nil {
		return err
	}
	say := func(key string, n int64, pairs ...any) {
		if n > 0 {
			f.Touches = append(f.Touches, c.T("org.journey.touch."+key, append(pairs, "n", n)...))
		}
	}
	say("gets", touch.Gets)
	say("loses", touch.Loses)
	say("keeps", touch.Keeps, "journeys", strings.Join(touch.Instead, ", "))
	if len(f.Touches) == 0 {
		f.Touches = []string{c.T("org.journey.touch.nobody")}
	}
	if off {
		f.Touches = append(f.Touches, c.T("org.journey.touch.kept"))
	}
	if no != nil {
		f.Wrong = page.Say(c, no)
		f.Problems = []ui.Problem{{Field: no.Field, Text: f.Wrong}}
	}
	s := p.Frame.Shell(r, f.Title)
	s.Wrong = no != nil
	return p.Frame.ShowAs(w, r, status, s, switchPage(f))
}

func (p *Pages) switchJourney(w http.ResponseWriter, r *http.Request) error {
	employer, all, err := p.municipalityOf(r, r.PostFormValue("plats"))
	if err != nil {
		return err
	}
	off := r.PostFormValue("av") != ""
	err = p.Journeys.SwitchJourney(r.Context(), web.ActorOf(r.Context()), employer.ID, r.PathValue("journey"), !off, r.PostFormValue("fran"), r.PostFormValue("sett"))
	if no := refused(err); no != nil {
		return p.showSwitch(w, r, web.Status(no), employer.ID, r.PostFormValue("fran"), off, no)
	}
	if err != nil {
		return err
	}
	return p.saved(w, r, "/kommun/resor", employer, all)
}
