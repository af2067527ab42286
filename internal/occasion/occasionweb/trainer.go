package occasionweb

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// registerView is the register of trainers.
type registerView struct {
	Word  string
	Table ui.TableProps
	None  string
	Pager ui.PagerProps
}

func (p *Pages) register(w http.ResponseWriter, r *http.Request) error {
	c, q := p.words(r), r.URL.Query()
	all, err := p.Occasions.Trainers(r.Context(), actorOf(r), q.Get("sok"))
	if err != nil {
		return err
	}
	n := page.Number(q.Get("sida"))
	v := registerView{Word: q.Get("sok"), None: c.T("occasion.register_none"),
		Pager: page.Pager(page.At("/kursledare/register", "sok", q.Get("sok")), "sida", n, len(all), onPage),
		Table: ui.TableProps{ID: "kursledare", Caption: c.T("occasion.register_table"), Cards: true, Columns: []ui.Column{{Title: c.T("occasion.name")}, {Title: c.T("occasion.field_of")}, {Title: c.T("occasion.works_at")}, {Title: c.T("occasion.approved_for")}}}}
	names, err := p.approvalNames(r)
	if err != nil {
		return err
	}
	for _, t := range all[min((n-1)*onPage, len(all)):min(n*onPage, len(all))] {
		var of []string
		for _, a := range t.Approvals {
			if a.On(p.Occasions.Today()) {
				of = append(of, names.of(c, a))
			}
		}
		if len(of) == 0 {
			of = []string{c.T("occasion.not_approved")}
		}
		v.Table.Rows = append(v.Table.Rows, ui.Row{Head: ui.CellLink("/kursledare/register/"+t.ID, t.Name), Cells: []templ.Component{ui.Text(t.Field), ui.Text(t.WorksAt), ui.Text(c.And(of...))}})
	}
	return p.show(w, r, http.StatusOK, c.T("occasion.register"), false, registerPage(v))
}

// approvalNames are what courses and journeys are called.
type approvalNames struct{ courses, journeys map[string]string }

func (p *Pages) approvalNames(r *http.Request) (n approvalNames, err error) {
	all, err := p.Courses.All(r.Context())
	if err != nil {
		return n, err
	}
	n.courses = map[string]string{}
	for _, c := range all {
		n.courses[c.ID] = c.Title
	}
	n.journeys, err = p.Journeys.Names(r.Context())
	return n, err
}

// of says what an approval is for and whose it is.
func (n approvalNames) of(c *lang.Catalog, a occasion.Approval) string {
	switch {
	case a.JourneyID != "":
		return c.T("occasion.approved_journey", "journey", n.journeys[a.JourneyID])
	case a.CourseID != "":
		return c.T("occasion.approved_course", "course", n.courses[a.CourseID], "place", a.Node)
	}
	return c.T("occasion.approved_all", "place", a.Node)
}

func (p *Pages) newTrainer(w http.ResponseWriter, r *http.Request) error {
	return p.trainerForm(w, r, http.StatusOK, url.Values{}, nil)
}

// trainerForm adds somebody: with an account, by number or address at an employer whose staff the visitor sees, or by
// name.
func (p *Pages) trainerForm(w http.ResponseWriter, r *http.Request, status int, typed url.Values, wrong *fault.Fault) error {
	c := p.words(r)
	v := formView{Back: ui.Link{Href: "/kursledare/register", Text: c.T("occasion.register")}, Title: c.T("occasion.trainer_new"), Intro: c.T("occasion.trainer_text"), Action: "/kursledare/register", Button: c.T("occasion.trainer_button")}
	if wrong != nil && wrong.Field == "" {
		wrong = wrong.On("person")
	}
	at := map[string]string{}
	v.refuse(c, wrong, at, "person", "namn", "epost", "arbetsplats", "omrade")
	employers, err := p.Tree.Employers(r.Context(), actorOf(r), may.SeeStaff, p.Staff.Today())
	if err != nil {
		return err
	}
	if len(employers) > 0 {
		v.Pieces = append(v.Pieces, ui.Input(ui.FieldProps{Name: "person", Label: c.T("occasion.trainer_person"), Tip: c.T("occasion.trainer_person_tip"), Value: typed.Get("person"), Error: at["person"], Optional: true}))
		if len(employers) > 1 {
			v.Pieces = append(v.Pieces, ui.Select(ui.FieldProps{Name: "arbetsgivare", Label: c.T("occasion.employer"), Value: typed.Get("arbetsgivare"), Options: nodeOptions(employers)}))
		} else {
			v.Hidden = [][2]string{{"arbetsgivare", employers[0].ID}}
		}
	}
	v.Pieces = append(v.Pieces, trainerFields(c, typed, at, len(employers) > 0)...)
	return p.show(w, r, status, v.Title, wrong != nil, formPage(v))
}

func trainerFields(c *lang.Catalog, typed url.Values, at map[string]string, optional bool) []templ.Component {
	return []templ.Component{
		ui.Input(ui.FieldProps{Name: "namn", Label: c.T("occasion.name"), Value: typed.Get("namn"), Error: at["namn"], Optional: optional}),
		ui.Input(ui.FieldProps{Name: "epost", Label: c.T("occasion.email"), Type: "email", Value: typed.Get("epost"), Error: at["epost"], Optional: true}),
		ui.Input(ui.FieldProps{Name: "arbetsplats", Label: c.T("occasion.works_at"), Value: typed.Get("arbetsplats"), Error: at["arbetsplats"], Optional: true}),
		ui.TextArea(ui.FieldProps{Name: "omrade", Label: c.T("occasion.field_of"), Tip: c.T("occasion.field_tip"), Value: typed.Get("omrade"), Error: at["omrade"], Rows: 3}),
	}
}

func (p *Pages) addTrainer(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	f := r.PostForm
	t := occasion.Trainer{Name: f.Get("namn"), Email: f.Get("epost"), WorksAt: f.Get("arbetsplats"), Field: f.Get("omrade")}
	var err error
	if f.Get("person") != "" {
		t.PersonID, err = p.find(r, f.Get("arbetsgivare"), f.Get("person"))
	}
	if err == nil {
		t, err = p.Occasions.AddTrainer(r.Context(), actorOf(r), t)
	}
	if wrong := shown(err); wrong != nil {
		return p.trainerForm(w, r, web.Status(wrong), f, wrong)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/kursledare/register/"+t.ID+"?klart=sparat")
}

func (p *Pages) find(r *http.Request, employerID, word string) (string, error) {
	employer, err := p.Tree.Find(r.Context(), employerID, p.Staff.Today())
	if err != nil {
		return "", err
	}
	return p.Staff.Whom(r.Context(), actorOf(r), employer, word)
}

// trainerView is one of the register.
type trainerView struct {
	Back      ui.Link
	Title     string
	Said      string
	Wrong     string
	Problems  []ui.Problem
	Facts     []ui.Fact
	Approvals []approvalView
	Action    string
	Edit      []templ.Component
	Approve   []templ.Component
}

type approvalView struct {
	ID, Text string
	Ends     bool
}

func (p *Pages) trainer(w http.ResponseWriter, r *http.Request) error {
	return p.showTrainer(w, r, http.StatusOK, nil, nil)
}

func (p *Pages) showTrainer(w http.ResponseWriter, r *http.Request, status int, typed url.Values, wrong *fault.Fault) error {
	c, actor := p.words(r), actorOf(r)
	t, err := p.Occasions.Trainer(r.Context(), actor, r.PathValue("trainer"))
	if err != nil {
		return err
	}
	names, err := p.approvalNames(r)
	if err != nil {
		return err
	}
	v := trainerView{Back: ui.Link{Href: "/kursledare/register", Text: c.T("occasion.register")}, Title: t.Name, Action: "/kursledare/register/" + t.ID}
	if r.URL.Query().Get("klart") != "" {
		v.Said = c.T("occasion.saved")
	}
	at, f := map[string]string{}, formView{}
	f.refuse(c, wrong, at, "namn", "epost", "arbetsplats", "omrade", "galler", "fran", "till")
	v.Wrong, v.Problems = f.Wrong, f.Problems
	for _, x := range [][2]string{{"occasion.field_of", t.Field}, {"occasion.works_at", t.WorksAt}, {"occasion.email", t.Email}} {
		if x[1] != "" {
			v.Facts = append(v.Facts, ui.Fact{Term: c.T(x[0]), Text: x[1]})
		}
	}
	today := p.Occasions.Today()
	offers := p.offers(r, c, names)
	for _, a := range t.Approvals {
		text := c.T("occasion.approved_from", "what", names.of(c, a), "from", c.DateOf(a.From))
		if a.Until != db.NoEnd {
			text = c.T("occasion.approved_between", "what", names.of(c, a), "from", c.DateOf(a.From), "until", c.DateOf(dayAfter(a.Until, -1)))
		}
		mine := slices.ContainsFunc(offers, func(o ui.Option) bool { return o.Value == a.NodeID+"|"+a.JourneyID })
		v.Approvals = append(v.Approvals, approvalView{a.ID, text, mine && a.Until > today})
	}
	if p.Occasions.EditsTrainer(r.Context(), actor, t) {
		was := url.Values{"namn": {t.Name}, "epost": {t.Email}, "arbetsplats": {t.WorksAt}, "omrade": {t.Field}}
		if typed.Has("omrade") {
			was = typed
		}
		v.Edit = trainerFields(c, was, at, false)
		if t.PersonID != "" {
			v.Edit = v.Edit[2:] // name and address are the person's own
		}
	}
	if len(offers) > 0 {
		courses, err := p.courses(r.Context())
		if err != nil {
			return err
		}
		v.Approve = []templ.Component{
			ui.Select(ui.FieldProps{Name: "galler", Label: c.T("occasion.approve_as"), Value: typed.Get("galler"), Error: at["galler"], Options: offers}),
			ui.Select(ui.FieldProps{Name: "kurs", Label: c.T("occasion.approve_course"), Tip: c.T("occasion.approve_course_tip"), Value: typed.Get("kurs"), Options: options(c.T("occasion.approve_every"), courses)}),
			ui.Input(ui.FieldProps{Name: "fran", Label: c.T("occasion.approve_from"), Type: "date", Value: typed.Get("fran"), Error: at["fran"], Optional: true}),
			ui.Input(ui.FieldProps{Name: "till", Label: c.T("occasion.approve_until"), Type: "date", Value: typed.Get("till"), Error: at["till"], Optional: true}),
		}
	}
	return p.show(w, r, status, v.Title, wrong != nil, trainerPage(v))
}

// offers are in whose name the visitor may approve: places where the visitor arranges, and journeys that the visitor
// produces. The value is the place and the journey.
func (p *Pages) offers(r *http.Request, c *lang.Catalog, names approvalNames) (out []ui.Option) {
	actor := actorOf(r)
	places, err := p.Occasions.Places(r.Context(), actor)
	if err != nil {
		return nil
	}
	for _, n := range places {
		out = append(out, ui.Option{Value: n.ID + "|", Text: c.T("occasion.approve_place", "place", n.Name)})
	}
	for _, g := range actor.Grants {
		if g.Subject != "" && may.Allowed(g.Role, may.PublishJourney) && may.Allowed(g.Role, may.ApproveTrainer) {
			out = append(out, ui.Option{Value: g.NodeID + "|" + g.Subject, Text: c.T("occasion.approve_journey", "journey", names.journeys[g.Subject])})
		}
	}
	return out
}

func (p *Pages) trainerDone(w http.ResponseWriter, r *http.Request, err error) error {
	if wrong := shown(err); wrong != nil {
		return p.showTrainer(w, r, web.Status(wrong), r.PostForm, wrong)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/kursledare/register/"+url.PathEscape(r.PathValue("trainer"))+"?klart=sparat")
}

func (p *Pages) saveTrainer(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	f := r.PostForm
	return p.trainerDone(w, r, p.Occasions.SaveTrainer(r.Context(), actorOf(r), occasion.Trainer{ID: r.PathValue("trainer"), Name: f.Get("namn"), Email: f.Get("epost"), WorksAt: f.Get("arbetsplats"), Field: f.Get("omrade")}))
}

func (p *Pages) approve(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	f := r.PostForm
	x := occasion.Approval{TrainerID: r.PathValue("trainer"), CourseID: f.Get("kurs"), From: f.Get("fran")}
	x.NodeID, x.JourneyID, _ = strings.Cut(f.Get("galler"), "|")
	if x.JourneyID != "" {
		x.CourseID = "" // all of the journey's
	}
	if last := f.Get("till"); last != "" { // people say the last day, the rules the first day after
		x.Until = dayAfter(last, 1)
	}
	_, err := p.Occasions.Approve(r.Context(), actorOf(r), x)
	return p.trainerDone(w, r, err)
}

func (p *Pages) endApproval(w http.ResponseWriter, r *http.Request) error {
	return p.trainerDone(w, r, p.Occasions.EndApproval(r.Context(), actorOf(r), r.PostFormValue("godkannande")))
}
