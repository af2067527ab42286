package occasionweb

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
)

// oneView is an occasion's page for who arranges it.
type oneView struct {
	Back       ui.Link
	Title      string
	State      templ.Component
	Said       string
	Wrong      string
	Warnings   []string
	Draft      bool
	Open       string // where the button that opens it leads; "" none
	Links      []ui.Part
	Facts      []ui.Fact
	FactsEdit  []ui.Link
	Sessions   []sessionView
	EditTimes  ui.Link
	Owners     []ownerView
	Others     ui.FieldProps
	ShareTo    string
	LeaveTo    string
	Mix        []ui.ChartProps
	MixNone    string
	MixTo      string // where groups are mixed better
	Actions    []ui.LinkButtonProps
	DiscardTo  string
	History    []historyView
	Series     []ui.Link
	SeriesHead string
}

type sessionView struct {
	ID, Title, Note string
	Parts           []partView
	Trainers        string
	Warning         string
	Edit            ui.Link
}

type partView struct {
	Over, Title, Material string
	Links                 []ui.Link
}

type ownerView struct {
	Name, ID string
	Note     string
	Leaves   bool
}

type historyView struct {
	Head, Why string
	Lines     []string
}

// said are the sentences after something was done.
var said = map[string]string{"nytt": "occasion.made", "oppet": "occasion.opened_done", "sparat": "occasion.saved", "flyttat": "occasion.postponed_done", "online": "occasion.online_done", "plats": "occasion.place_done",
	"installt": "occasion.cancelled_done", "kopia": "occasion.copied_done", "delat": "occasion.shared_done", "lamnat": "occasion.left_done", "platser": "occasion.saved"}

func (p *Pages) one(w http.ResponseWriter, r *http.Request) error {
	oc, err := p.own(r)
	if err != nil {
		return err
	}
	return p.showOne(w, r, oc, http.StatusOK, nil)
}

func (p *Pages) showOne(w http.ResponseWriter, r *http.Request, oc occasion.Occasion, status int, wrong *fault.Fault) error {
	c := p.words(r)
	now := oc.StateOn(p.Occasions.Today())
	v := oneView{Back: ui.Link{Href: "/kurstillfallen", Text: c.T("occasion.to_list")}, Title: oc.Title, State: p.stateCell(c, oc), Draft: now == occasion.Draft,
		ShareTo: home(oc) + "/arrangorer", LeaveTo: home(oc) + "/arrangorer/lamna", MixTo: home(oc) + "/platser/grupp", DiscardTo: home(oc) + "/ta-bort"}
	if key := said[r.URL.Query().Get("klart")]; key != "" {
		v.Said = c.T(key)
	}
	if wrong != nil {
		v.Wrong = say(c, wrong)
	}
	if v.Draft {
		v.Open = home(oc) + "/oppna"
	}
	for _, x := range oc.Warnings() {
		v.Warnings = append(v.Warnings, c.T("occasion.warn."+x.Key, "day", c.DateOf(x.Day), "name", x.Name))
	}
	if p.Clashing != nil && now == occasion.Open {
		n, err := p.Clashing(r.Context(), oc.ID)
		if err != nil {
			return err
		}
		if n > 0 {
			v.Warnings = append(v.Warnings, c.T("occasion.warn.clashing", "n", n))
		}
	}
	v.Facts = p.facts(r, c, oc)
	v.actions(c, oc, now)
	v.Links = waysFrom(c, oc, v.Draft)
	if err := p.sessions(r, c, oc, &v); err != nil {
		return err
	}
	if err := p.ownersOf(r, c, oc, now, &v); err != nil {
		return err
	}
	if err := p.mix(r, c, oc, &v); err != nil {
		return err
	}
	if err := p.history(r, c, oc, &v); err != nil {
		return err
	}
	return p.show(w, r, status, v.Title, wrong != nil, onePage(v))
}

// waysFrom are the pages about an occasion's seats and people; of a draft there are seats only.
func waysFrom(c *lang.Catalog, oc occasion.Occasion, draft bool) []ui.Part {
	out := []ui.Part{{Href: home(oc) + "/platser", Title: c.T("occasion.to_seats"), Note: c.T("occasion.to_seats_note")}}
	if draft {
		return out
	}
	return append(out,
		ui.Part{Href: home(oc) + "/deltagare", Title: c.T("occasion.to_people"), Note: c.T("occasion.to_people_note")},
		ui.Part{Href: home(oc) + "/behov", Title: c.T("occasion.to_needs"), Note: c.T("occasion.to_needs_note")},
		ui.Part{Href: "/kursledare/dag/" + oc.ID, Title: c.T("occasion.to_day"), Note: c.T("occasion.to_day_note")},
		ui.Part{Href: "/ovning/dag/" + oc.ID, Title: c.T("occasion.to_skills"), Note: c.T("occasion.to_skills_note")},
		ui.Part{Href: home(oc) + "/utvardering", Title: c.T("occasion.to_evaluation"), Note: c.T("occasion.to_evaluation_note")})
}

// actions are what can be done to it as it stands.
func (v *oneView) actions(c *lang.Catalog, oc occasion.Occasion, now occasion.State) {
	link := func(step, key string, kind ui.ButtonKind) {
		v.Actions = append(v.Actions, ui.LinkButtonProps{Href: home(oc) + "/" + step, Text: c.T(key), Kind: kind})
	}
	edit := func(step, key string) {
		v.FactsEdit = append(v.FactsEdit, ui.Link{Href: home(oc) + "/" + step, Text: c.T(key)})
	}
	if now == occasion.Draft || now == occasion.Open {
		edit("var", "occasion.edit_where")
		edit("anmalan", "occasion.edit_seats")
		v.EditTimes = ui.Link{Href: home(oc) + "/tider", Text: c.T("occasion.edit_times")}
	}
	if now == occasion.Open {
		link("flytta", "occasion.postpone", ui.Secondary)
		if oc.Form != occasion.Online {
			link("online", "occasion.go_online", ui.Secondary)
		}
	}
	link("kopiera", "occasion.copy", ui.Secondary)
	if now == occasion.Open {
		link("stall-in", "occasion.cancel", ui.Danger)
	}
}

func (p *Pages) facts(r *http.Request, c *lang.Catalog, oc occasion.Occasion) (out []ui.Fact) {
	fact := func(key, text string) {
		if text != "" {
			out = append(out, ui.Fact{Term: c.T(key), Text: text})
		}
	}
	fact("occasion.where", p.where(c, oc, p.nodeName(r.Context(), oc.Town)))
	fact("occasion.access", oc.AccessNotes)
	fact("occasion.link", oc.Link)
	fact("occasion.seats", c.T("occasion.seats_said", "taken", p.seats(r, c, oc), "least", lang.Number(oc.MinSeats)))
	if oc.CutOff != "" {
		fact("occasion.cut_off", c.DateOf(oc.CutOff))
	}
	fact("occasion.language", p.language(c, oc.Language))
	if oc.Fee > 0 {
		fact("occasion.fee", c.T("occasion.fee_said", "n", lang.Number(oc.Fee)))
	} else {
		fact("occasion.fee", c.T("occasion.fee_none"))
	}
	fact("occasion.terms", oc.Terms)
	fact("occasion.note", oc.Note)
	fact("occasion.outside", oc.Outside)
	if oc.Decided != "" {
		fact("occasion.decided", c.T("occasion.decided."+oc.Decided))
	}
	return out
}

// languages are those that a course day is held in, as a form offers them; another tag is shown as it is.
var languages = []string{"sv", "en", "fi", "se", "sv-lattlast"}

func (p *Pages) language(c *lang.Catalog, tag string) string {
	if slices.Contains(languages, tag) {
		return c.T("occasion.language." + tag)
	}
	return tag
}

func (p *Pages) sessions(r *http.Request, c *lang.Catalog, oc occasion.Occasion, v *oneView) error {
	var ids []string
	for _, s := range oc.Sessions {
		ids = append(ids, s.Trainers...)
	}
	trainers, err := p.Occasions.TrainersByID(r.Context(), ids)
	if err != nil {
		return err
	}
	for _, s := range oc.Sessions {
		x := sessionView{ID: "pass-" + strconv.FormatInt(s.Number, 10), Title: p.when(c, s), Note: c.T("occasion.length." + string(s.Length)), Parts: p.parts(c, oc, s)}
		var names []string
		for _, id := range s.Trainers {
			names = append(names, trainers[id].Name)
		}
		x.Trainers = c.T("occasion.no_trainer")
		if len(names) > 0 {
			x.Trainers = c.T("occasion.led_by", "names", c.And(names...))
		}
		if oc.State != occasion.Cancelled {
			x.Edit = ui.Link{Href: home(oc) + "/pass/" + s.ID, Text: c.T("occasion.edit_plan")}
		}
		v.Sessions = append(v.Sessions, x)
	}
	return nil
}

func (p *Pages) parts(c *lang.Catalog, oc occasion.Occasion, s occasion.Session) (out []partView) {
	for i, part := range s.Parts {
		x := partView{Over: c.T("occasion.part_over", "kind", c.T("occasion.part."+part.Kind), "time", c.Duration(int(part.Minutes))), Title: part.Title, Material: part.Material}
		if part.Link != "" {
			x.Links = append(x.Links, ui.Link{Href: part.Link, Text: c.T("occasion.material_link")})
		}
		if part.Blob != "" {
			x.Links = append(x.Links, ui.Link{Href: home(oc) + "/material/" + s.ID + "/" + strconv.Itoa(i+1), Text: c.T("occasion.material_file", "name", part.FileName)})
		}
		out = append(out, x)
	}
	return out
}

func (p *Pages) ownersOf(r *http.Request, c *lang.Catalog, oc occasion.Occasion, now occasion.State, v *oneView) error {
	organises := p.arrangesAt(r, oc.OrganiserID)
	for _, id := range oc.Owners {
		o := ownerView{ID: id, Name: p.nodeName(r.Context(), id)}
		if id == oc.OrganiserID {
			o.Note = c.T("occasion.is_organiser")
		} else {
			o.Leaves = (organises || p.arrangesAt(r, id)) && (now == occasion.Draft || now == occasion.Open)
		}
		v.Owners = append(v.Owners, o)
	}
	if oc.Outside != "" {
		v.Owners = append(v.Owners, ownerView{Name: oc.Outside, Note: c.T("occasion.is_outside")})
	}
	if now != occasion.Draft && now != occasion.Open {
		return nil
	}
	others, err := p.others(r, oc)
	v.Others = ui.FieldProps{Name: "rss", Label: c.T("occasion.share_with"), Tip: c.T("occasion.share_tip"), Options: options(c.T("occasion.choose"), others)}
	return err
}

func (p *Pages) arrangesAt(r *http.Request, id string) bool {
	places, err := p.Occasions.Places(r.Context(), actorOf(r))
	return err == nil && slices.ContainsFunc(places, func(n org.Node) bool { return n.ID == id })
}

func (p *Pages) mix(r *http.Request, c *lang.Catalog, oc occasion.Occasion, v *oneView) error {
	if p.Mix == nil || oc.State == occasion.Draft {
		return nil
	}
	spread, err := p.Mix(r.Context(), actorOf(r), oc.ID)
	if err != nil {
		return err
	}
	for _, s := range spread {
		chart := ui.ChartProps{ID: "mix-" + s.Of, Title: c.T("occasion.mix." + s.Of), Text: c.T("occasion.mix_text." + s.Of)}
		var all int64
		for _, g := range s.Groups {
			all += g.N
		}
		for _, g := range s.Groups {
			name := g.Name
			switch {
			case s.Of == "experience":
				name = c.T("occasion.experience." + cmp.Or(g.Name, "unknown"))
			case name == "":
				name = c.T("occasion.mix_guests")
			}
			chart.Bars = append(chart.Bars, ui.Bar{Name: name, Part: g.N, All: all, Text: c.T("occasion.people", "n", g.N)})
		}
		if len(chart.Bars) > 0 {
			v.Mix = append(v.Mix, chart)
		}
	}
	if len(v.Mix) == 0 {
		v.MixNone = c.T("occasion.mix_none")
	}
	return nil
}

func (p *Pages) history(r *http.Request, c *lang.Catalog, oc occasion.Occasion, v *oneView) error {
	all, err := p.Occasions.History(r.Context(), actorOf(r), oc.ID)
	if err != nil {
		return err
	}
	for _, x := range all {
		h := historyView{Head: c.T("occasion.history_head", "what", c.T("occasion.what."+x.What), "day", c.Date(x.At)), Why: x.Why}
		for _, d := range x.Differences() {
			if line := p.difference(r, c, d); line != "" {
				h.Lines = append(h.Lines, line)
			}
		}
		v.History = append(v.History, h)
	}
	series, err := p.Occasions.Series(r.Context(), actorOf(r), oc)
	for _, s := range series {
		v.Series = append(v.Series, ui.Link{Href: home(s), Text: p.days(c, s), Current: s.ID == oc.ID})
	}
	return err
}

// difference says in a sentence what is otherwise than it was; "" of what says itself.
func (p *Pages) difference(r *http.Request, c *lang.Catalog, d occasion.Differs) string {
	value := func(s string) string {
		switch {
		case s == "":
			return c.T("occasion.nothing")
		case d.Field == "form":
			return c.T("occasion.form." + s)
		case d.Field == "town":
			return p.nodeName(r.Context(), s)
		case d.Field == "length":
			return c.T("occasion.length." + s)
		case d.Field == "session":
			day, hours, _ := strings.Cut(s, " ")
			return c.DateOf(day) + " " + hours
		case d.Field == "cut_off":
			return c.DateOf(s)
		case d.Field == "language":
			return p.language(c, s)
		case d.Field == "decided":
			return c.T("occasion.decided." + s)
		}
		return s
	}
	switch d.Field {
	case "state", "owners":
		return ""
	case "plan", "trainers":
		return c.T("occasion.differs." + d.Field)
	}
	return c.T("occasion.differs", "field", c.T("occasion.field."+d.Field), "was", value(d.Was), "is", value(d.Is))
}

// theirs are the differences between what stands and what was typed, when somebody saved meanwhile.
func (p *Pages) theirs(r *http.Request, c *lang.Catalog, stands, typed occasion.Occasion) (out []string) {
	for _, d := range occasion.Differences(stands, typed) {
		if line := p.difference(r, c, d); line != "" {
			out = append(out, c.T("occasion.theirs_line", "line", line))
		}
	}
	return out
}
