package roleweb

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"yrkesresan/internal/access"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// giveForm remembers what was typed when a role is given.
type giveForm struct {
	Node, What       string // What narrows the roles: a button of the manager's page
	Search, From     string // the person's name or number, and the municipality of somebody who works elsewhere
	Person           string
	Roles            []string
	Day, Last        string
	Note, Journey    string
	wrong            *fault.Fault
	Action, Back     string
	Place            string
	Title            string
	People           []ui.Choice
	Searched, More   bool
	Choices          []ui.Choice
	JourneyNames     []ui.Option
	Leaders          string // where leaders of workplace learning are appointed
	MustEnd, Nowhere bool   // the role must end; nobody is found
	Elsewhere        bool   // some role here may be held by who works elsewhere
	Wrong            map[string]string
	Problems         []ui.Problem
}

// kinds are the ways in from the manager's page: which roles each is about.
var kinds = map[string][]may.Role{
	"ersattare": {may.Deputy}, "chef": {may.Manager}, "uppgifter": may.Tasks(), "larande": {may.Leader, may.Mentor, may.Programme},
}

func (d desk) form(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	f := giveForm{Node: q.Get("plats"), What: q.Get("vad"), Search: q.Get("sok"), From: q.Get("hos"), Day: d.Today()}
	if f.Node == "" {
		return web.Redirect(w, r, strings.TrimSuffix(d.give, "/ge"))
	}
	return d.showForm(w, r, http.StatusOK, f)
}

func (d desk) send(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Invalid, "role.none_chosen")
	}
	f := giveForm{Node: r.PostFormValue("plats"), What: r.PostFormValue("vad"), Search: r.PostFormValue("sok"), From: r.PostFormValue("hos"), Person: r.PostFormValue("person"), Roles: r.PostForm["roll"],
		Day: r.PostFormValue("fran"), Last: r.PostFormValue("till"), Note: r.PostFormValue("varfor"), Journey: r.PostFormValue("resa")}
	if f.Node == "" {
		return web.Redirect(w, r, strings.TrimSuffix(d.give, "/ge"))
	}
	g := access.Gift{PersonID: f.Person, NodeID: f.Node, From: f.Day, Until: f.Last, Note: f.Note}
	for _, role := range f.Roles {
		g.Roles = append(g.Roles, may.Role(role))
		if may.TermsOf(may.Role(role)).Subject {
			g.Subject = f.Journey
		}
	}
	err := d.Access.Give(r.Context(), page.Of(r.Context()).Actor, g)
	if wrong := fault.Of(err); wrong != nil && (wrong.Kind == fault.Invalid || wrong.Kind == fault.Conflict || errors.Is(err, access.ErrOwnRole)) {
		f.wrong = wrong
		return d.showForm(w, r, web.Status(wrong), f)
	}
	if err != nil {
		return err
	}
	return redirect(w, r, d.home(f.Node), "gett")
}

// showForm shows the form with the people that the search finds and the roles that can be given.
func (d desk) showForm(w http.ResponseWriter, r *http.Request, status int, f giveForm) error {
	actor, t := page.Of(r.Context()).Actor, d.writer(r)
	place, roles, err := d.Access.RolePlace(r.Context(), actor, f.Node)
	if err != nil {
		return err
	}
	if held := slices.DeleteFunc(slices.Clone(roles), func(r may.Role) bool { return !may.TermsOf(r).Appointed }); len(held) > 0 {
		f.Leaders = leadersAt(f.Node) // who works elsewhere is asked there, and so is the lender
	}
	roles = slices.DeleteFunc(roles, func(r may.Role) bool { return may.TermsOf(r).Appointed })
	if only := kinds[f.What]; only != nil {
		roles = slices.DeleteFunc(roles, func(r may.Role) bool { return !slices.Contains(only, r) })
	}
	if len(roles) == 0 {
		return may.ErrDenied
	}
	f.Action, f.Back, f.Place = d.give, d.home(f.Node), place.Name
	f.Title = t.T("role.give_at", "place", place.Name)
	if kinds[f.What] != nil {
		f.Title = t.T("role.give."+f.What, "place", place.Name)
	}
	if err := d.fillRoles(r, t, &f, roles); err != nil {
		return err
	}
	if err := d.fillPeople(r, t, &f); err != nil {
		return err
	}
	if f.wrong != nil {
		said, field := page.Say(t.Catalog, f.wrong), f.wrong.Field
		if field == "person" && len(f.People) == 0 { // nobody stands there to choose yet
			field = "sok"
		}
		f.Wrong, f.Problems = map[string]string{field: said}, []ui.Problem{{Field: field, Text: said}}
	}
	return d.show(w, r, status, f.Title, f.wrong != nil, givePage(f))
}

func (d desk) fillRoles(r *http.Request, t writer, f *giveForm, roles []may.Role) (err error) {
	for _, role := range roles {
		terms := may.TermsOf(role)
		f.MustEnd = f.MustEnd || terms.MostDays > 0
		f.Elsewhere = f.Elsewhere || !terms.Employed
		f.Choices = append(f.Choices, ui.Choice{Value: string(role), Text: t.role(role), Note: t.does(role), Chosen: slices.Contains(f.Roles, string(role)) || len(roles) == 1})
		if terms.Subject && f.JourneyNames == nil {
			names, err := d.Journeys.JourneyNames(r.Context(), f.Node)
			if err != nil {
				return err
			}
			f.JourneyNames = append([]ui.Option{{Value: "", Text: t.T("role.no_journey")}}, names...)
		}
	}
	return nil
}

// fillPeople searches for who is to have the role.
func (d desk) fillPeople(r *http.Request, t writer, f *giveForm) error {
	if strings.TrimSpace(f.Search) == "" {
		return nil
	}
	f.Searched = true
	actor := page.Of(r.Context()).Actor
	var found []access.Colleague
	var err error
	if f.Elsewhere && strings.TrimSpace(f.From) != "" {
		found, err = d.elsewhere(r, f)
	} else {
		found, f.More, err = d.Access.Colleagues(r.Context(), actor, f.Node, f.Search)
	}
	if err != nil {
		return err
	}
	for _, c := range found {
		f.People = append(f.People, ui.Choice{Value: c.PersonID, Text: c.Name, Note: t.work(c), Chosen: f.Person == c.PersonID || len(found) == 1})
	}
	f.Nowhere = len(found) == 0
	return nil
}

// work says what a colleague works as, and where.
func (t writer) work(c access.Colleague) string {
	if c.Title == "" || c.Unit == "" {
		return c.Title + c.Unit
	}
	return t.T("role.work", "title", c.Title, "unit", c.Unit)
}

// elsewhere finds a person at another municipality, named as people do or by its code.
func (d desk) elsewhere(r *http.Request, f *giveForm) ([]access.Colleague, error) {
	all, err := d.Tree.Municipalities(r.Context(), d.Today())
	if err != nil {
		return nil, err
	}
	wanted := strings.TrimSpace(f.From)
	i := slices.IndexFunc(all, func(n org.Node) bool { return n.Code == wanted || strings.EqualFold(n.Name, wanted) })
	if i < 0 {
		return nil, nil
	}
	return d.Access.Elsewhere(r.Context(), page.Of(r.Context()).Actor, f.Node, all[i].ID, f.Search)
}

// oneView is one role, and what can be done about it.
type oneView struct {
	Name, Role, Place string
	Facts             []ui.Fact
	Does              string
	Status            ui.StatusKind
	Word              string
	MayEnd, MayLonger bool
	At, Back          string
	Others            string // all roles of the person
	Last, Why         string
	Longer, WhyLonger string
	MustEnd           bool
	Log               []logLine
	Wrong             map[string]string
	Problems          []ui.Problem
}

func (d desk) one(w http.ResponseWriter, r *http.Request) error {
	return d.showOne(w, r, http.StatusOK, oneView{}, nil, "")
}

func (d desk) showOne(w http.ResponseWriter, r *http.Request, status int, v oneView, wrong *fault.Fault, suffix string) error {
	actor, t := page.Of(r.Context()).Actor, d.writer(r)
	one, err := d.Access.Role(r.Context(), actor, r.PathValue("grant"))
	if err != nil {
		return err
	}
	names, err := d.Access.GiverNames(r.Context(), actor, []access.Holding{one.Holding})
	if err != nil {
		return err
	}
	v.Name, v.Role, v.Place, v.Does = one.Name, t.role(one.Role), one.PlaceName, t.does(one.Role)
	v.Status, v.Word = t.status(one.Holding)
	v.Facts = []ui.Fact{{Term: t.T("role.fact.person"), Text: one.Name}, {Term: t.T("role.fact.place"), Text: one.PlaceName}, {Term: t.T("role.fact.when"), Text: t.when(one.From, one.Until)},
		{Term: t.T("role.fact.by"), Text: t.giver(one.Held, names)}}
	if one.Subject != "" {
		v.Facts = append(v.Facts, ui.Fact{Term: t.T("role.fact.journey"), Text: one.Subject})
	}
	v.MayEnd, v.MayLonger, v.MustEnd = one.MayEnd, one.MayProlong, may.TermsOf(one.Role).MostDays > 0
	v.At, v.Back, v.Log = d.role+url.PathEscape(one.ID), d.home(one.NodeID), t.log(one.Log)
	if d.need == may.GrantRole {
		v.Others = "/roller/person/" + url.PathEscape(one.PersonID)
	}
	if wrong != nil {
		said, field := page.Say(t.Catalog, wrong), wrong.Field
		if field != "" {
			field += suffix
		}
		v.Wrong, v.Problems = map[string]string{field: said}, []ui.Problem{{Field: field, Text: said}}
	}
	return d.show(w, r, status, t.T("role.one_title", "role", v.Role, "name", v.Name), wrong != nil, onePage(v))
}

func (d desk) end(w http.ResponseWriter, r *http.Request) error {
	v := oneView{Last: r.PostFormValue("till"), Why: r.PostFormValue("varfor")}
	err := d.Access.End(r.Context(), page.Of(r.Context()).Actor, r.PathValue("grant"), v.Last, v.Why)
	return d.done(w, r, v, err, "", "avslutat")
}

func (d desk) prolong(w http.ResponseWriter, r *http.Request) error {
	v := oneView{Longer: r.PostFormValue("till"), WhyLonger: r.PostFormValue("varfor")}
	err := d.Access.Prolong(r.Context(), page.Of(r.Context()).Actor, r.PathValue("grant"), v.Longer, v.WhyLonger)
	return d.done(w, r, v, err, "-langre", "forlangt")
}

// done goes back to the place, or shows the role again with what was wrong.
func (d desk) done(w http.ResponseWriter, r *http.Request, v oneView, err error, suffix, what string) error {
	if wrong := fault.Of(err); wrong != nil && (wrong.Kind == fault.Invalid || wrong.Kind == fault.Conflict || errors.Is(err, access.ErrOwnRole)) {
		return d.showOne(w, r, web.Status(wrong), v, wrong, suffix)
	}
	if err != nil {
		return err
	}
	one, err := d.Access.Role(r.Context(), page.Of(r.Context()).Actor, r.PathValue("grant"))
	if err != nil {
		return err
	}
	return redirect(w, r, d.home(one.NodeID), what)
}
