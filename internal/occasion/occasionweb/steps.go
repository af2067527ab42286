package occasionweb

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// step is one page of editing, with a form of its own.
type step struct {
	title, intro, button string // keys
	fields               []string
	kind                 ui.ButtonKind
	// fill makes the form's pieces from what was typed; at has what was wrong.
	fill func(r *http.Request, c *lang.Catalog, oc occasion.Occasion, typed url.Values, at map[string]string) ([]templ.Component, error)
	// start is what the form says before anybody types.
	start func(oc occasion.Occasion) url.Values
	// read puts what was typed into an occasion; nil of a step that decides something else.
	read func(oc *occasion.Occasion, typed url.Values)
	// do does it and says where it leads.
	do func(r *http.Request, oc occasion.Occasion, typed url.Values) (to string, err error)
}

func (p *Pages) steps() map[string]step {
	return map[string]step{
		"var": {title: "occasion.edit_where", button: "occasion.save", fields: []string{"form", "ort", "plats", "adress", "rum", "tillganglighet", "lank"}, fill: p.whereFields, start: whereStart, read: readWhere, do: p.change},
		"anmalan": {title: "occasion.edit_seats", button: "occasion.save", fields: []string{"antal", "minst", "sista", "sprak", "avgift", "villkor", "om", "utanfor"},
			fill: p.seatFields, start: seatStart, read: readSeats, do: p.change},
		"tider":    {title: "occasion.edit_times", intro: "occasion.times_text", button: "occasion.save", fields: []string{"varfor"}, fill: p.timeFields, start: timeStart, read: readTimes, do: p.changeTimes},
		"flytta":   {title: "occasion.postpone", intro: "occasion.postpone_text", button: "occasion.postpone_button", fields: []string{"sista", "varfor"}, fill: p.timeFieldsOnly, start: timeStart, do: p.postpone},
		"online":   {title: "occasion.go_online", intro: "occasion.online_text", button: "occasion.online_button", fields: []string{"lank", "varfor"}, fill: p.onlineFields, start: whereStart, do: p.goOnline},
		"stall-in": {title: "occasion.cancel", intro: "occasion.cancel_text", button: "occasion.cancel_button", kind: ui.Danger, fields: []string{"varfor"}, fill: p.cancelFields, start: nothing, do: p.cancel},
		"kopiera":  {title: "occasion.copy", intro: "occasion.copy_text", button: "occasion.copy_button", fields: []string{"dagar", "antal"}, fill: p.copyFields, start: copyStart, do: p.copyTo},
	}
}

func (p *Pages) showStep(s step) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		oc, err := p.own(r)
		if err != nil {
			return err
		}
		return p.stepPage(w, r, s, oc, s.start(oc), http.StatusOK, nil)
	}
}

func (p *Pages) stepPage(w http.ResponseWriter, r *http.Request, s step, oc occasion.Occasion, typed url.Values, status int, wrong *fault.Fault) error {
	c := p.words(r)
	v := formView{Back: ui.Link{Href: home(oc), Text: oc.Title}, Title: c.T(s.title), Action: r.URL.Path, Button: c.T(s.button), Kind: s.kind,
		Hidden: [][2]string{{"andrad", numeral(oc.Revision)}}}
	if s.intro != "" {
		v.Intro = c.T(s.intro)
	}
	at := map[string]string{}
	v.refuse(c, wrong, at, s.fields...)
	if wrong != nil && wrong.Key == occasion.ErrChanged.Key && s.read != nil {
		mine := oc
		s.read(&mine, typed)
		v.Theirs = p.theirs(r, c, oc, mine)
	}
	var err error
	if v.Pieces, err = s.fill(r, c, oc, typed, at); err != nil {
		return err
	}
	return p.show(w, r, status, v.Title+" – "+oc.Title, wrong != nil, formPage(v))
}

func (p *Pages) doStep(s step) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := r.ParseForm(); err != nil {
			return err
		}
		oc, err := p.own(r)
		if err != nil {
			return err
		}
		mine := oc
		mine.Sessions = append([]occasion.Session(nil), oc.Sessions...)
		if s.read != nil {
			s.read(&mine, r.PostForm)
		}
		mine.Revision = number(r.PostForm.Get("andrad"))
		to, err := s.do(r, mine, r.PostForm)
		if wrong := shown(err); wrong != nil {
			if oc, err = p.own(r); err != nil { // as it stands by now
				return err
			}
			return p.stepPage(w, r, s, oc, r.PostForm, web.Status(wrong), wrong)
		}
		if err != nil {
			return err
		}
		return web.Redirect(w, r, to)
	}
}

func (p *Pages) change(r *http.Request, oc occasion.Occasion, typed url.Values) (string, error) {
	_, err := p.Occasions.Change(r.Context(), actorOf(r), oc, typed.Get("varfor"))
	return home(oc, "klart", "sparat"), err
}

func nothing(occasion.Occasion) url.Values { return url.Values{} }

func whyField(c *lang.Catalog, typed url.Values, at map[string]string) templ.Component {
	return ui.TextArea(ui.FieldProps{Name: "varfor", Label: c.T("occasion.why"), Tip: c.T("occasion.why_tip"), Value: typed.Get("varfor"), Error: at["varfor"], Rows: 3})
}

func whereStart(oc occasion.Occasion) url.Values {
	return url.Values{"form": {string(oc.Form)}, "ort": {oc.Town}, "plats": {oc.Place}, "adress": {oc.Address}, "rum": {oc.Room}, "tillganglighet": {oc.AccessNotes}, "lank": {oc.Link}}
}

func readWhere(oc *occasion.Occasion, typed url.Values) {
	oc.Form, oc.Town, oc.Place, oc.Address, oc.Room = occasion.Form(typed.Get("form")), typed.Get("ort"), typed.Get("plats"), typed.Get("adress"), typed.Get("rum")
	oc.AccessNotes, oc.Link = typed.Get("tillganglighet"), typed.Get("lank")
}

func (p *Pages) whereFields(r *http.Request, c *lang.Catalog, oc occasion.Occasion, typed url.Values, at map[string]string) ([]templ.Component, error) {
	towns, err := p.towns(r.Context())
	out := []templ.Component{
		ui.Choices(formChoices(c, typed.Get("form"), at["form"])),
		ui.Select(ui.FieldProps{Name: "ort", Label: c.T("occasion.town"), Tip: c.T("occasion.town_tip"), Value: typed.Get("ort"), Error: at["ort"], Options: options(c.T("occasion.no_town"), towns), Optional: true}),
		ui.Input(ui.FieldProps{Name: "plats", Label: c.T("occasion.place"), Tip: c.T("occasion.place_tip"), Value: typed.Get("plats"), Error: at["plats"], Optional: true}),
		ui.Input(ui.FieldProps{Name: "adress", Label: c.T("occasion.address"), Value: typed.Get("adress"), Error: at["adress"], Optional: true}),
		ui.Input(ui.FieldProps{Name: "rum", Label: c.T("occasion.room"), Value: typed.Get("rum"), Error: at["rum"], Optional: true}),
		ui.TextArea(ui.FieldProps{Name: "tillganglighet", Label: c.T("occasion.access"), Tip: c.T("occasion.access_tip"), Value: typed.Get("tillganglighet"), Error: at["tillganglighet"], Optional: true, Rows: 3}),
		ui.Input(ui.FieldProps{Name: "lank", Label: c.T("occasion.link"), Tip: c.T("occasion.link_tip"), Type: "url", Value: typed.Get("lank"), Error: at["lank"], Optional: true}),
	}
	return p.withWhy(c, oc, typed, at, out), err
}

// withWhy asks for a reason too, when there are people to tell.
func (p *Pages) withWhy(c *lang.Catalog, oc occasion.Occasion, typed url.Values, at map[string]string, out []templ.Component) []templ.Component {
	if oc.State != occasion.Open {
		return out
	}
	return append(out, ui.TextArea(ui.FieldProps{Name: "varfor", Label: c.T("occasion.why"), Tip: c.T("occasion.why_tip"), Value: typed.Get("varfor"), Error: at["varfor"], Rows: 3, Optional: true}))
}

func seatStart(oc occasion.Occasion) url.Values {
	return url.Values{"antal": {numeral(oc.Seats)}, "minst": {numeral(oc.MinSeats)}, "sista": {oc.CutOff}, "sprak": {oc.Language}, "avgift": {numeral(oc.Fee)}, "villkor": {oc.Terms}, "om": {oc.Note}, "utanfor": {oc.Outside}}
}

func readSeats(oc *occasion.Occasion, typed url.Values) {
	oc.Seats, oc.MinSeats, oc.CutOff, oc.Language = number(typed.Get("antal")), number(typed.Get("minst")), typed.Get("sista"), typed.Get("sprak")
	oc.Fee, oc.Terms, oc.Note, oc.Outside = number(typed.Get("avgift")), typed.Get("villkor"), typed.Get("om"), typed.Get("utanfor")
}

func (p *Pages) seatFields(_ *http.Request, c *lang.Catalog, oc occasion.Occasion, typed url.Values, at map[string]string) ([]templ.Component, error) {
	spoken := []ui.Option{}
	for _, tag := range languages {
		spoken = append(spoken, ui.Option{Value: tag, Text: c.T("occasion.language." + tag)})
	}
	return []templ.Component{
		ui.Input(ui.FieldProps{Name: "antal", Label: c.T("occasion.seats"), InputMode: "numeric", Value: typed.Get("antal"), Error: at["antal"]}),
		ui.Input(ui.FieldProps{Name: "minst", Label: c.T("occasion.min_seats"), Tip: c.T("occasion.min_seats_tip"), InputMode: "numeric", Value: typed.Get("minst"), Error: at["minst"], Optional: true}),
		ui.Input(ui.FieldProps{Name: "sista", Label: c.T("occasion.cut_off"), Type: "date", Value: typed.Get("sista"), Error: at["sista"], Optional: true}),
		ui.Select(ui.FieldProps{Name: "sprak", Label: c.T("occasion.language"), Value: typed.Get("sprak"), Error: at["sprak"], Options: spoken}),
		ui.Input(ui.FieldProps{Name: "avgift", Label: c.T("occasion.fee"), Tip: c.T("occasion.fee_tip"), InputMode: "numeric", Value: typed.Get("avgift"), Error: at["avgift"], Optional: true}),
		ui.TextArea(ui.FieldProps{Name: "villkor", Label: c.T("occasion.terms"), Tip: c.T("occasion.terms_tip"), Value: typed.Get("villkor"), Error: at["villkor"], Optional: true, Rows: 3}),
		ui.TextArea(ui.FieldProps{Name: "om", Label: c.T("occasion.note"), Tip: c.T("occasion.note_tip"), Value: typed.Get("om"), Error: at["om"], Optional: true, Rows: 3}),
		ui.Input(ui.FieldProps{Name: "utanfor", Label: c.T("occasion.outside"), Tip: c.T("occasion.outside_tip"), Value: typed.Get("utanfor"), Error: at["utanfor"], Optional: true}),
	}, nil
}

// timeStart has a row for each session, by its id; "nytt" is one to add.
func timeStart(oc occasion.Occasion) url.Values {
	v := url.Values{"borjar-nytt": {"09:00"}, "slutar-nytt": {"16:00"}}
	for _, s := range oc.Sessions {
		v.Set("dag-"+s.ID, s.Day)
		v.Set("borjar-"+s.ID, s.Begins)
		v.Set("slutar-"+s.ID, s.Ends)
	}
	return v
}

// readTimes reads the rows: a session that is ticked away is gone, and the last row is a new one when it has a day.
func readTimes(oc *occasion.Occasion, typed url.Values) {
	var out []occasion.Session
	for _, s := range oc.Sessions {
		if typed.Get("bort-"+s.ID) != "" {
			continue
		}
		if !typed.Has("dag-" + s.ID) { // made meanwhile by somebody else
			out = append(out, s)
			continue
		}
		begins, ends := typed.Get("borjar-"+s.ID), typed.Get("slutar-"+s.ID)
		if begins != s.Begins || ends != s.Ends {
			s.Length = occasion.LengthOf(begins, ends)
		}
		s.Day, s.Begins, s.Ends = typed.Get("dag-"+s.ID), begins, ends
		out = append(out, s)
	}
	if day := typed.Get("dag-nytt"); day != "" {
		out = append(out, occasion.Session{Day: day, Begins: typed.Get("borjar-nytt"), Ends: typed.Get("slutar-nytt")})
	}
	oc.Sessions = out
}

func (p *Pages) timeFields(r *http.Request, c *lang.Catalog, oc occasion.Occasion, typed url.Values, at map[string]string) ([]templ.Component, error) {
	out, err := p.timeRows(r, c, oc, typed, true)
	out = append(out, sessionFields(slotView{Legend: c.T("occasion.new_session"), ID: "nytt", Day: typed.Get("dag-nytt"), Begins: typed.Get("borjar-nytt"), Ends: typed.Get("slutar-nytt")}))
	if oc.State == occasion.Open {
		out = append(out, whyField(c, typed, at))
	}
	return out, err
}

func (p *Pages) timeFieldsOnly(r *http.Request, c *lang.Catalog, oc occasion.Occasion, typed url.Values, at map[string]string) ([]templ.Component, error) {
	out, err := p.timeRows(r, c, oc, typed, false)
	tip := c.T("occasion.postpone_cut_off_none")
	if oc.CutOff != "" {
		tip = c.T("occasion.postpone_cut_off_tip", "day", c.DateOf(oc.CutOff))
	}
	return append(out, ui.Input(ui.FieldProps{Name: "sista", Label: c.T("occasion.postpone_cut_off"), Tip: tip, Type: "date", Value: typed.Get("sista"), Error: at["sista"], Optional: true}), whyField(c, typed, at)), err
}

// slotView is the fields of one session's day and hours.
type slotView struct {
	Legend, ID, Day, Begins, Ends string
	Drop                          bool // it can be taken away
	Dropped                       bool
	Warning                       string
}

func (p *Pages) timeRows(_ *http.Request, c *lang.Catalog, oc occasion.Occasion, typed url.Values, drop bool) (out []templ.Component, err error) {
	for _, s := range oc.Sessions {
		v := slotView{Legend: c.T("occasion.session_n", "n", s.Number), ID: s.ID, Day: typed.Get("dag-" + s.ID), Begins: typed.Get("borjar-" + s.ID), Ends: typed.Get("slutar-" + s.ID),
			Drop: drop && len(oc.Sessions) > 1, Dropped: typed.Get("bort-"+s.ID) != ""}
		if x, ok := occasion.DayWarning(v.Day); ok {
			v.Warning = c.T("occasion.warn."+x.Key, "day", c.DateOf(x.Day), "name", x.Name)
		}
		out = append(out, sessionFields(v))
	}
	return out, nil
}

func (p *Pages) changeTimes(r *http.Request, oc occasion.Occasion, typed url.Values) (string, error) {
	if oc.State == occasion.Open && strings.TrimSpace(typed.Get("varfor")) == "" {
		return "", occasion.ErrWhy
	}
	return p.change(r, oc, typed)
}

func (p *Pages) postpone(r *http.Request, oc occasion.Occasion, typed url.Values) (string, error) {
	to := map[string]occasion.Slot{}
	for _, s := range oc.Sessions {
		if typed.Get("dag-"+s.ID) != "" {
			to[s.ID] = occasion.Slot{Day: typed.Get("dag-" + s.ID), Begins: typed.Get("borjar-" + s.ID), Ends: typed.Get("slutar-" + s.ID)}
		}
	}
	_, err := p.Occasions.PostponeClosing(r.Context(), actorOf(r), oc.ID, oc.Revision, to, typed.Get("sista"), typed.Get("varfor"))
	return home(oc, "klart", "flyttat"), err
}

func (p *Pages) onlineFields(_ *http.Request, c *lang.Catalog, _ occasion.Occasion, typed url.Values, at map[string]string) ([]templ.Component, error) {
	return []templ.Component{ui.Input(ui.FieldProps{Name: "lank", Label: c.T("occasion.link"), Tip: c.T("occasion.link_tip"), Type: "url", Value: typed.Get("lank"), Error: at["lank"]}), whyField(c, typed, at)}, nil
}

func (p *Pages) goOnline(r *http.Request, oc occasion.Occasion, typed url.Values) (string, error) {
	_, err := p.Occasions.GoOnline(r.Context(), actorOf(r), oc.ID, oc.Revision, typed.Get("lank"), typed.Get("varfor"))
	return home(oc, "klart", "online"), err
}

func (p *Pages) cancelFields(_ *http.Request, c *lang.Catalog, _ occasion.Occasion, typed url.Values, at map[string]string) ([]templ.Component, error) {
	return []templ.Component{whyField(c, typed, at)}, nil
}

func (p *Pages) cancel(r *http.Request, oc occasion.Occasion, typed url.Values) (string, error) {
	_, err := p.Occasions.Cancel(r.Context(), actorOf(r), oc.ID, typed.Get("varfor"))
	return home(oc, "klart", "installt"), err
}

func copyStart(oc occasion.Occasion) url.Values {
	return url.Values{"dagar": {dayAfter(oc.FirstDay, 7)}, "antal": {"1"}, "veckor": {"1"}}
}

func (p *Pages) copyFields(_ *http.Request, c *lang.Catalog, _ occasion.Occasion, typed url.Values, at map[string]string) ([]templ.Component, error) {
	weeks := []ui.Option{}
	for _, n := range []string{"1", "2", "3", "4"} {
		weeks = append(weeks, ui.Option{Value: n, Text: c.T("occasion.every_weeks", "n", int(number(n)))})
	}
	out := []templ.Component{
		ui.Input(ui.FieldProps{Name: "dagar", Label: c.T("occasion.copy_day"), Type: "date", Value: typed.Get("dagar"), Error: at["dagar"]}),
		ui.Input(ui.FieldProps{Name: "antal", Label: c.T("occasion.copy_times"), Tip: c.T("occasion.copy_times_tip"), InputMode: "numeric", Value: typed.Get("antal"), Error: at["antal"]}),
		ui.Select(ui.FieldProps{Name: "veckor", Label: c.T("occasion.copy_weeks"), Value: typed.Get("veckor"), Options: weeks}),
		ui.TextArea(ui.FieldProps{Name: "fler", Label: c.T("occasion.copy_days"), Tip: c.T("occasion.copy_days_tip"), Value: typed.Get("fler"), Optional: true, Rows: 3}),
	}
	return out, nil
}

// copyTo makes the drafts and leads to the first one, or to the list when they are several.
func (p *Pages) copyTo(r *http.Request, oc occasion.Occasion, typed url.Values) (string, error) {
	days := strings.Fields(strings.NewReplacer(",", " ", ";", " ").Replace(typed.Get("fler")))
	n := int(number(typed.Get("antal")))
	if n < 1 || n > occasion.MostInSeries {
		return "", occasion.ErrSeries.On("antal")
	}
	days = append(days, occasion.SeriesDays(typed.Get("dagar"), max(1, int(number(typed.Get("veckor")))), n)...)
	made, err := p.Occasions.Repeat(r.Context(), actorOf(r), oc.ID, days)
	if err != nil {
		return "", err
	}
	return home(made.Made[0], "klart", "kopia"), nil
}
