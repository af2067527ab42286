package occasionweb

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// onPage is how many occasions a page of the list shows.
const onPage = 25

// listView is the list of what a place arranges.
type listView struct {
	Said   string
	Places []ui.Link
	Place  string
	Fields []ui.FieldProps
	New    ui.LinkButtonProps
	Doors  []ui.Link
	Table  ui.TableProps
	None   string
	Pager  ui.PagerProps
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	c, q, actor := p.words(r), r.URL.Query(), actorOf(r)
	places, err := p.Occasions.Places(r.Context(), actor)
	if err != nil {
		return err
	}
	v := listView{New: ui.LinkButtonProps{Href: "/kurstillfallen/ny", Text: c.T("occasion.new"), Icon: "plus"}}
	if q.Get("klart") == "borttaget" {
		v.Said = c.T("occasion.discarded")
	}
	v.Doors = []ui.Link{{Href: "/kursledare/register", Text: c.T("occasion.to_register")}, {Href: "/kursdagar/kalender", Text: c.T("occasion.to_calendar")}}
	at, ids := q.Get("plats"), []string{}
	for _, n := range places {
		if at == "" || at == n.ID {
			ids = append(ids, n.ID)
		}
	}
	if len(places) > 1 {
		v.Places = append(v.Places, ui.Link{Href: "/kurstillfallen", Text: c.T("occasion.all_places"), Current: at == ""})
		for _, n := range places {
			v.Places = append(v.Places, ui.Link{Href: page.At("/kurstillfallen", "plats", n.ID), Text: n.Name, Current: at == n.ID})
		}
	}
	f := filterOf(q, p.Occasions.Today())
	n := page.Number(q.Get("sida"))
	f.Limit, f.Offset = onPage, (n-1)*onPage
	found, all, err := p.Occasions.OwnedBy(r.Context(), actor, ids, f)
	if err != nil {
		return err
	}
	if v.Fields, err = p.filterFields(r, c, q); err != nil {
		return err
	}
	v.Place = at
	v.Table = p.table(r, c, found)
	v.None = c.T("occasion.none")
	v.Pager = page.Pager(page.At("/kurstillfallen", "plats", at, "kurs", q.Get("kurs"), "fran", q.Get("fran"), "till", q.Get("till"), "lage", q.Get("lage")), "sida", n, all, onPage)
	return p.show(w, r, http.StatusOK, c.T("occasion.title"), false, listPage(v))
}

// filterOf reads which occasions are asked for: without more those that are to come, and drafts.
func filterOf(q url.Values, today string) occasion.Filter {
	f := occasion.Filter{From: q.Get("fran"), Until: q.Get("till")}
	if id := q.Get("kurs"); id != "" {
		f.CourseIDs = []string{id}
	}
	for _, s := range states() {
		if q.Get("lage") == string(s) {
			f.State = s
		}
	}
	if f.State == "" && f.From == "" && f.Until == "" {
		f.From = today
	}
	return f
}

func states() []occasion.State {
	return []occasion.State{occasion.Draft, occasion.Open, occasion.Done, occasion.Cancelled}
}

func (p *Pages) filterFields(r *http.Request, c *lang.Catalog, q url.Values) ([]ui.FieldProps, error) {
	courses, err := p.courses(r.Context())
	if err != nil {
		return nil, err
	}
	stages := []ui.Option{}
	for _, s := range states() {
		stages = append(stages, ui.Option{Value: string(s), Text: c.T("occasion.state." + string(s))})
	}
	return []ui.FieldProps{
		{Name: "kurs", Label: c.T("occasion.course"), Value: q.Get("kurs"), Options: options(c.T("occasion.all_courses"), courses)},
		{Name: "lage", Label: c.T("occasion.state"), Value: q.Get("lage"), Options: options(c.T("occasion.all_states"), stages)},
		{Name: "fran", Label: c.T("occasion.from"), Type: "date", Value: q.Get("fran")},
		{Name: "till", Label: c.T("occasion.until"), Type: "date", Value: q.Get("till")},
	}, nil
}

func (p *Pages) table(r *http.Request, c *lang.Catalog, all []occasion.Occasion) ui.TableProps {
	t := ui.TableProps{ID: "kurstillfallen", Caption: c.T("occasion.table"), Cards: true,
		Columns: []ui.Column{{Title: c.T("occasion.course")}, {Title: c.T("occasion.when")}, {Title: c.T("occasion.where")}, {Title: c.T("occasion.seats_head"), Number: true}, {Title: c.T("occasion.state")}}}
	for _, oc := range all {
		t.Rows = append(t.Rows, ui.Row{Head: ui.CellLink(home(oc), oc.Title), Cells: []templ.Component{ui.Text(p.days(c, oc)), ui.Text(p.where(c, oc, p.nodeName(r.Context(), oc.Town))), ui.Text(p.seats(r, c, oc)),
			p.stateCell(c, oc)}})
	}
	return t
}

// seats is how many seats are taken of all.
func (p *Pages) seats(r *http.Request, c *lang.Catalog, oc occasion.Occasion) string {
	if p.Occasions.Seats == nil {
		return lang.Number(oc.Seats)
	}
	n, err := p.Occasions.Seats.Held(r.Context(), p.Occasions.DB, oc.ID)
	if err != nil {
		return lang.Number(oc.Seats)
	}
	return c.T("occasion.taken_of", "n", lang.Number(n), "all", lang.Number(oc.Seats))
}

var stateStatus = map[occasion.State]ui.StatusKind{occasion.Draft: ui.NotStarted, occasion.Open: ui.Ongoing, occasion.Done: ui.Done, occasion.Cancelled: ui.Missing}

func (p *Pages) stateCell(c *lang.Catalog, oc occasion.Occasion) templ.Component {
	s := oc.StateOn(p.Occasions.Today())
	return ui.Status(stateStatus[s], c.T("occasion.state."+string(s)))
}

// newOne is the first step of an occasion: what, who, where and the first day. The rest comes on its own page.
func (p *Pages) newOne(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	q.Set("borjar", "09:00")
	q.Set("slutar", "16:00")
	return p.showNew(w, r, http.StatusOK, q, nil)
}

func (p *Pages) showNew(w http.ResponseWriter, r *http.Request, status int, typed url.Values, wrong *fault.Fault) error {
	c := p.words(r)
	places, err := p.Occasions.Places(r.Context(), actorOf(r))
	if err != nil {
		return err
	}
	courses, err := p.courses(r.Context())
	if err != nil {
		return err
	}
	v := formView{Back: ui.Link{Href: "/kurstillfallen", Text: c.T("occasion.to_list")}, Title: c.T("occasion.new"), Intro: c.T("occasion.new_text"), Action: "/kurstillfallen", Button: c.T("occasion.new_button")}
	at := map[string]string{}
	v.refuse(c, wrong, at, "kurs", "arrangor", "form", "dag", "slutar", "antal")
	if len(places) == 1 {
		v.Hidden = [][2]string{{"arrangor", places[0].ID}}
	}
	v.Pieces = append(v.Pieces, ui.Select(ui.FieldProps{Name: "kurs", Label: c.T("occasion.course"), Value: typed.Get("kurs"), Error: at["kurs"], Options: options(c.T("occasion.choose"), courses)}))
	if len(places) != 1 {
		v.Pieces = append(v.Pieces, ui.Select(ui.FieldProps{Name: "arrangor", Label: c.T("occasion.organiser"), Value: typed.Get("arrangor"), Error: at["arrangor"], Options: options(c.T("occasion.choose"), nodeOptions(places))}))
	}
	v.Pieces = append(v.Pieces, ui.Choices(formChoices(c, typed.Get("form"), at["form"])),
		ui.Input(ui.FieldProps{Name: "dag", Label: c.T("occasion.first_day"), Type: "date", Value: typed.Get("dag"), Error: at["dag"]}),
		ui.Input(ui.FieldProps{Name: "borjar", Label: c.T("occasion.begins"), Type: "time", Value: typed.Get("borjar")}),
		ui.Input(ui.FieldProps{Name: "slutar", Label: c.T("occasion.ends"), Type: "time", Value: typed.Get("slutar"), Error: at["slutar"]}),
		ui.Input(ui.FieldProps{Name: "antal", Label: c.T("occasion.seats"), InputMode: "numeric", Value: typed.Get("antal"), Error: at["antal"]}))
	return p.show(w, r, status, v.Title, wrong != nil, formPage(v))
}

func nodeOptions(all []org.Node) (out []ui.Option) {
	for _, n := range all {
		out = append(out, ui.Option{Value: n.ID, Text: n.Name})
	}
	return out
}

func formChoices(c *lang.Catalog, chosen, wrong string) ui.ChoicesProps {
	out := ui.ChoicesProps{Name: "form", Legend: c.T("occasion.form_question"), Error: wrong}
	for _, f := range occasion.Forms() {
		out.Choices = append(out.Choices, ui.Choice{Value: string(f), Text: c.T("occasion.form." + string(f)), Note: c.T("occasion.form_note." + string(f)), Chosen: chosen == string(f)})
	}
	return out
}

func (p *Pages) add(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	f := r.PostForm
	oc := occasion.Occasion{CourseID: f.Get("kurs"), OrganiserID: f.Get("arrangor"), Form: occasion.Form(f.Get("form")), Seats: number(f.Get("antal")),
		Sessions: []occasion.Session{{Day: f.Get("dag"), Begins: f.Get("borjar"), Ends: f.Get("slutar")}}}
	if f.Get("dag") == "" {
		oc.Sessions = nil // the days can come later
	}
	made, err := p.Occasions.Add(r.Context(), actorOf(r), oc)
	if wrong := shown(err); wrong != nil {
		return p.showNew(w, r, web.Status(wrong), f, wrong)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, home(made, "klart", "nytt"))
}

func (p *Pages) openUp(w http.ResponseWriter, r *http.Request) error {
	oc, err := p.own(r)
	if err != nil {
		return err
	}
	err = p.Occasions.OpenUp(r.Context(), actorOf(r), oc.ID)
	if wrong := shown(err); wrong != nil {
		return p.showOne(w, r, oc, web.Status(wrong), wrong)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, home(oc, "klart", "oppet"))
}

func (p *Pages) discard(w http.ResponseWriter, r *http.Request) error {
	oc, err := p.own(r)
	if err != nil {
		return err
	}
	err = p.Occasions.Discard(r.Context(), actorOf(r), oc.ID)
	if wrong := shown(err); wrong != nil {
		return p.showOne(w, r, oc, web.Status(wrong), wrong)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/kurstillfallen?klart=borttaget")
}

func (p *Pages) share(w http.ResponseWriter, r *http.Request) error {
	return p.owners(w, r, func(id string) error {
		return p.Occasions.Share(r.Context(), actorOf(r), id, r.PostFormValue("rss"))
	}, "delat")
}

func (p *Pages) leave(w http.ResponseWriter, r *http.Request) error {
	return p.owners(w, r, func(id string) error {
		return p.Occasions.Leave(r.Context(), actorOf(r), id, r.PostFormValue("plats"))
	}, "lamnat")
}

func (p *Pages) owners(w http.ResponseWriter, r *http.Request, do func(id string) error, done string) error {
	oc, err := p.own(r)
	if err != nil {
		return err
	}
	err = do(oc.ID)
	if wrong := shown(err); wrong != nil {
		return p.showOne(w, r, oc, web.Status(wrong), wrong)
	}
	if err != nil {
		return err
	}
	if now, err := p.Occasions.Find(r.Context(), oc.ID); err == nil && p.Occasions.Owns(r.Context(), actorOf(r), now) != nil {
		return web.Redirect(w, r, "/kurstillfallen") // the visitor's own place has left
	}
	return web.Redirect(w, r, home(oc, "klart", done))
}

// others are the RSS that do not arrange an occasion yet.
func (p *Pages) others(r *http.Request, oc occasion.Occasion) ([]ui.Option, error) {
	all, err := p.Tree.RSSNodes(r.Context(), p.Staff.Today())
	if err != nil {
		return nil, err
	}
	return nodeOptions(slices.DeleteFunc(all, func(n org.Node) bool { return slices.Contains(oc.Owners, n.ID) })), nil
}
