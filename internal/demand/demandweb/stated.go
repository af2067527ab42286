package demandweb

import (
	"net/http"
	"net/url"
	"strconv"

	"yrkesresan/internal/demand"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

const (
	townPath = "/kommun/kursdagar/behov"
	unitPath = "/min-grupp/kursdagar/behov"
)

// errNowhere answers who has no place to state anything for.
var errNowhere = fault.New(fault.Denied, "demand.nowhere")

// chosen finds the place of the address among those where the actor may do something, else the first.
func chosen(r *http.Request, all []org.Node) (org.Node, error) {
	if len(all) == 0 {
		return org.Node{}, errNowhere
	}
	named := r.FormValue("plats")
	for _, n := range all {
		if n.ID == named {
			return n, nil
		}
	}
	if named != "" {
		return org.Node{}, org.ErrNoNode
	}
	return all[0], nil
}

func (p *Pages) towns(r *http.Request) ([]org.Node, error) {
	return p.Tree.Employers(r.Context(), actorOf(r), may.NameSeats, p.Demand.Today())
}

func (p *Pages) units(r *http.Request) ([]org.Node, error) {
	return p.Tree.UnitsIn(r.Context(), actorOf(r).Scopes(may.BookStaff), p.Demand.Today(), 200)
}

// town shows who needs course days in a municipality, with its units' numbers, and lets it state its own.
func (p *Pages) town(w http.ResponseWriter, r *http.Request) error {
	return p.showTown(w, r, http.StatusOK, url.Values{}, nil)
}

func (p *Pages) showTown(w http.ResponseWriter, r *http.Request, status int, typed url.Values, wrong *fault.Fault) error {
	c := p.words(r)
	all, err := p.towns(r)
	if err != nil {
		return err
	}
	node, err := chosen(r, all)
	if err != nil {
		return err
	}
	v := pageView{Back: ui.Link{Href: "/kommun/kursdagar", Text: c.T("demand.to_town_days")}, Title: c.T("demand.town_title", "place", node.Name), Intro: []string{c.T("demand.town_text")},
		Places: placeLinks(townPath, all, node.ID), Said: said(c, r, map[string]string{"sparat": "demand.stated_saved"})}
	if org.Kind(node.Kind) == org.Municipality {
		picture, err := p.Demand.Picture(r.Context(), actorOf(r), node.ID)
		if err != nil {
			return err
		}
		v.Sections = append(v.Sections, p.ownNeed(c, picture))
	}
	if err := p.stated(r, c, &v, node, townPath, typed, wrong); err != nil {
		return err
	}
	return p.show(w, r, status, v)
}

// ownNeed is what the program knows of a municipality's own people.
func (p *Pages) ownNeed(c *lang.Catalog, x demand.Picture) section {
	s := section{ID: "behov", Title: c.T("demand.own_need"), After: []string{p.counted(c, x)}}
	if len(x.Courses) == 0 {
		s.None = c.T("demand.nobody")
		return s
	}
	s.Table = ui.TableProps{ID: "behovslista", Caption: c.T("demand.own_caption"), Cards: true, Columns: []ui.Column{{Title: c.T("demand.course")}, {Title: c.T("demand.people"), Number: true}, {Title: c.T("demand.why")}, {Title: c.T("demand.who")}}}
	for _, k := range x.Courses {
		who := ui.Text("")
		if k.Reasons[demand.Interested] > 0 {
			who = ui.CellLink(page.At("/kommun/kursdagar/intresserade", "plats", x.Place.ID, "kurs", k.ID), c.T("demand.see_interested", "course", k.Title))
		}
		s.Table.Rows = append(s.Table.Rows, ui.Row{Head: ui.Text(k.Title), Cells: append(texts(lang.Number(k.People), reasons(c, k.Reasons)), who)})
	}
	return s
}

// stated adds what a place has stated, and the form to state more.
func (p *Pages) stated(r *http.Request, c *lang.Catalog, v *pageView, node org.Node, path string, typed url.Values, wrong *fault.Fault) error {
	at := v.refuse(c, wrong, "kurs", "nar", "antal", "varfor")
	stated, err := p.Demand.StatedAt(r.Context(), actorOf(r), node.ID)
	if err != nil {
		return err
	}
	titles, err := p.Demand.Titles(r.Context())
	if err != nil {
		return err
	}
	own := section{ID: "uppgett", Title: c.T("demand.stated"), Lines: []string{c.T("demand.stated_text")}}
	if path == unitPath {
		own.Lines = []string{c.T("demand.stated_unit_text")}
	}
	units := ui.TableProps{ID: "enheter", Caption: c.T("demand.units_caption"), Cards: true, Columns: []ui.Column{{Title: c.T("demand.unit")}, {Title: c.T("demand.course")}, {Title: c.T("demand.when")}, {Title: c.T("demand.number"), Number: true}}}
	for i, s := range stated {
		if s.NodeID != node.ID {
			units.Rows = append(units.Rows, ui.Row{Head: ui.Text(s.Name), Cells: texts(titles[s.CourseID], period(c, s.Period), lang.Number(s.People))})
			continue
		}
		x := item{Title: titles[s.CourseID], Marks: []string{period(c, s.Period), c.T("demand.stated_on", "n", s.People, "day", c.Date(s.MadeAt))}}
		if s.Note != "" {
			x.Lines = []string{s.Note}
		}
		id := "antal-" + strconv.Itoa(i)
		x.Forms = []form{{Action: path, Hidden: [][2]string{{"plats", node.ID}, {"kurs", s.CourseID}, {"nar", s.Period}, {"version", strconv.FormatInt(s.Revision, 10)}, {"varfor", s.Note}}, Button: c.T("demand.stated_change"), Kind: ui.Secondary,
			Describes: titles[s.CourseID], Fields: []ui.FieldProps{{Name: "antal", ID: id, Label: c.T("demand.number"), InputMode: "numeric", Value: strconv.FormatInt(s.People, 10)}}}}
		own.Items = append(own.Items, x)
	}
	if len(own.Items) == 0 {
		own.None = c.T("demand.stated_none")
	}
	v.Sections = append(v.Sections, own)
	options, err := p.courses(r, c)
	if err != nil {
		return err
	}
	v.Sections = append(v.Sections, section{ID: "nytt", Title: c.T("demand.stated_new"), Forms: []form{{Action: path, Hidden: [][2]string{{"plats", node.ID}}, Button: c.T("demand.stated_button"), Fields: []ui.FieldProps{
		{Name: "kurs", Label: c.T("demand.course"), Value: typed.Get("kurs"), Error: at["kurs"], Options: options},
		{Name: "nar", Label: c.T("demand.when"), Value: typed.Get("nar"), Error: at["nar"], Options: p.periods(c, c.T("demand.choose"))},
		{Name: "antal", Label: c.T("demand.number"), InputMode: "numeric", Value: typed.Get("antal"), Error: at["antal"]},
		{Name: "varfor", Label: c.T("demand.note"), Value: typed.Get("varfor"), Error: at["varfor"], Rows: 2, Optional: true}}}}})
	if path == townPath && len(units.Rows) > 0 {
		v.Sections = append(v.Sections, section{ID: "enheterna", Title: c.T("demand.units"), Lines: []string{c.T("demand.units_text")}, Table: units})
	}
	return nil
}

func (p *Pages) stateTown(w http.ResponseWriter, r *http.Request) error {
	all, err := p.towns(r)
	if err != nil {
		return err
	}
	return p.state(w, r, all, townPath, p.showTown)
}

// unit shows what a unit has stated of its need, and lets whoever leads it say more.
func (p *Pages) unit(w http.ResponseWriter, r *http.Request) error {
	return p.showUnit(w, r, http.StatusOK, url.Values{}, nil)
}

func (p *Pages) showUnit(w http.ResponseWriter, r *http.Request, status int, typed url.Values, wrong *fault.Fault) error {
	c := p.words(r)
	all, err := p.units(r)
	if err != nil {
		return err
	}
	node, err := chosen(r, all)
	if err != nil {
		return err
	}
	v := pageView{Back: ui.Link{Href: "/min-grupp/kursdagar", Text: c.T("demand.to_group_days")}, Title: c.T("demand.town_title", "place", node.Name), Intro: []string{c.T("demand.unit_text")},
		Places: placeLinks(unitPath, all, node.ID), Said: said(c, r, map[string]string{"sparat": "demand.stated_saved"})}
	if err := p.stated(r, c, &v, node, unitPath, typed, wrong); err != nil {
		return err
	}
	return p.show(w, r, status, v)
}

func (p *Pages) stateUnit(w http.ResponseWriter, r *http.Request) error {
	all, err := p.units(r)
	if err != nil {
		return err
	}
	return p.state(w, r, all, unitPath, p.showUnit)
}

// state notes a number, or shows the page again with what was wrong.
func (p *Pages) state(w http.ResponseWriter, r *http.Request, all []org.Node, path string, again func(http.ResponseWriter, *http.Request, int, url.Values, *fault.Fault) error) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	node, err := chosen(r, all)
	if err != nil {
		return err
	}
	f := r.PostForm
	revision, _ := strconv.ParseInt(f.Get("version"), 10, 64) // none is 0: nothing was shown
	err = p.Demand.State(r.Context(), actorOf(r), demand.StatedNeed{NodeID: node.ID, CourseID: f.Get("kurs"), Period: f.Get("nar"), People: number(f.Get("antal")), Note: f.Get("varfor"), Revision: revision})
	if wrong := refusal(err); wrong != nil {
		return again(w, r, web.Status(wrong), f, wrong)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, page.At(path, "plats", node.ID, "klart", "sparat"))
}

// wishers lists by name who is interested in a course, to who names people for the municipality's seats.
func (p *Pages) wishers(w http.ResponseWriter, r *http.Request) error {
	c := p.words(r)
	q := r.URL.Query()
	all, err := p.towns(r)
	if err != nil {
		return err
	}
	node, err := chosen(r, all)
	if err != nil {
		return err
	}
	who, err := p.Demand.Wishers(r.Context(), actorOf(r), node.ID, q.Get("kurs"))
	if err != nil {
		return err
	}
	titles, err := p.Demand.Titles(r.Context())
	if err != nil {
		return err
	}
	title := titles[q.Get("kurs")]
	if title == "" {
		return demand.ErrNoInterest
	}
	v := pageView{Back: ui.Link{Href: page.At(townPath, "plats", node.ID), Text: c.T("demand.to_need")}, Title: c.T("demand.wishers", "course", title), Intro: []string{c.T("demand.wishers_text")}}
	s := section{Table: ui.TableProps{ID: "intresserade", Caption: c.T("demand.wishers_caption"), Cards: true, Columns: []ui.Column{{Title: c.T("demand.name")}, {Title: c.T("demand.unit")}, {Title: c.T("demand.suits")}, {Title: c.T("demand.since")}}}}
	for _, x := range who {
		s.Table.Rows = append(s.Table.Rows, ui.Row{Head: ui.Text(x.Name), Cells: texts(x.Unit, p.wishes(c, x.Interest), c.Date(x.MadeAt))})
	}
	if len(who) == 0 {
		s.Table, s.None = ui.TableProps{}, c.T("demand.wishers_none")
	}
	v.Sections = append(v.Sections, s)
	return p.show(w, r, http.StatusOK, v)
}
