package planweb

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/development"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// headView is the form of a plan's goals and times.
type headView struct {
	desk
	development.Head
	Hours  string
	Was    int64
	Stands []ui.Fact // what somebody else wrote meanwhile
	Wrong  map[string]string
	Pers   []ui.Option
	Person bool
}

func (p *Pages) headForm(f find) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		d, err := f(r)
		if err != nil {
			return err
		}
		plan, err := p.Plans.Of(r.Context(), web.ActorOf(r.Context()), d.Whose)
		if err != nil {
			return err
		}
		v := headView{desk: d, Head: plan.Head, Was: plan.HeadRevision}
		if plan.Study.Hours > 0 {
			v.Hours = hours(plan.Study.Hours)
		}
		return p.showHead(w, r, http.StatusOK, v)
	}
}

func (p *Pages) showHead(w http.ResponseWriter, r *http.Request, status int, v headView) error {
	c := p.catalog(r)
	v.Person = v.Kind == development.OfPerson
	for _, per := range development.Pers() {
		v.Pers = append(v.Pers, ui.Option{Value: per, Text: c.T("development.per." + per)})
	}
	return p.render(w, r, status, c.T("development.head"), headPage(v))
}

// number reads hours as people write them: "2", "2,5".
func number(s string) (float64, bool) {
	s = strings.Replace(strings.TrimSpace(s), ",", ".", 1)
	if s == "" {
		return 0, true
	}
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil && n >= 0 && n < 1e6
}

func (p *Pages) setHead(f find) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		d, err := f(r)
		if err != nil {
			return err
		}
		c, a := p.catalog(r), web.ActorOf(r.Context())
		v := headView{desk: d, Hours: r.PostFormValue("study_hours"), Head: development.Head{From: r.PostFormValue("from"), Until: r.PostFormValue("until"), Goals: r.PostFormValue("goals"),
			FollowOn: r.PostFormValue("follow"), Study: development.Study{Per: orElse(r.PostFormValue("study_per"), development.PerWeek), Paid: r.PostFormValue("unpaid") == "", Note: r.PostFormValue("study_note")}}}
		v.Was, _ = strconv.ParseInt(r.PostFormValue("was"), 10, 64)
		n, ok := number(v.Hours)
		if v.Study.Hours = n; !ok {
			v.Study.Hours = -1
		}
		stands, err := p.Plans.SetHead(r.Context(), a, d.Whose, v.Head, v.Was)
		if err == nil {
			return web.Redirect(w, r, d.at("", "klart", "sparat"))
		}
		status := refused(err)
		if v.Wrong, err = wrong(c, err); err != nil {
			return err
		}
		if status == http.StatusConflict {
			v.Was = stands.HeadRevision
			theirs := planView{desk: d, IsPerson: d.Kind == development.OfPerson}
			theirs.facts(c, &stands)
			v.Stands = theirs.Facts
		}
		return p.showHead(w, r, status, v)
	}
}

// itemView is the form of one thing in a plan.
type itemView struct {
	desk
	development.Item
	Title0                       string // of the page
	HoursText                    string
	Stands                       []ui.Fact
	Wrong                        map[string]string
	Hows, Courses, Requirements  []ui.Option
	States                       []ui.Choice
	Action, Button               string
	Choose                       ui.Link // where a course day is chosen; no text: nowhere
	Derived                      string  // it is done because the record says so
	IsNew, ShowsUse, ByPlace     bool
	UseLabel, UseOther, OtherUse string
}

func (p *Pages) addForm(f find) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		d, err := f(r)
		if err != nil {
			return err
		}
		q := r.URL.Query()
		v := itemView{desk: d, IsNew: true, Item: development.Item{How: development.How(q.Get("how")), Ref: q.Get("ref"), Requirement: q.Get("krav"), Title: q.Get("title")}}
		return p.showItem(w, r, http.StatusOK, v)
	}
}

// showItem shows the form with its choices.
func (p *Pages) showItem(w http.ResponseWriter, r *http.Request, status int, v itemView) error {
	c, a := p.catalog(r), web.ActorOf(r.Context())
	if _, err := p.Plans.Of(r.Context(), a, v.desk.Whose); err != nil { // nothing is shown to who may not read
		return err
	}
	titles, err := p.Courses.Titles(r.Context())
	if err != nil {
		return err
	}
	for id, title := range titles {
		v.Courses = append(v.Courses, ui.Option{Value: id, Text: title})
	}
	sortOptions(v.Courses)
	v.Courses = slices.Insert(v.Courses, 0, ui.Option{Text: c.T("development.no_course")})
	v.Hows = append(v.Hows, ui.Option{Text: c.T("development.choose")})
	for _, h := range development.Hows() {
		if h == development.ByRecruit && v.desk.Kind == development.OfPerson {
			continue
		}
		v.Hows = append(v.Hows, ui.Option{Value: string(h), Text: c.T("development.how." + string(h))})
	}
	if v.Requirements, err = p.requirements(r.Context(), c, v.Requirement); err != nil {
		return err
	}
	for _, s := range development.States() {
		v.States = append(v.States, ui.Choice{Value: string(s), Text: c.T("development.state." + string(s)), Chosen: v.State == s})
	}
	v.ByPlace = v.desk.Kind != development.OfPerson
	if v.FromRecord {
		v.Derived = c.T("development.from_record", "date", c.DateOf(v.StateOn))
	}
	if err := p.chooseDay(r, &v); err != nil {
		return err
	}
	v.ShowsUse = !v.IsNew && !v.ByPlace
	v.UseLabel, v.UseOther, v.OtherUse = c.T("development.use.manager"), c.T("development.use.of_person", "name", v.name), v.UsePerson
	if v.own {
		v.UseLabel, v.UseOther, v.OtherUse = c.T("development.use.own"), c.T("development.use.of_manager"), v.UseManager
	}
	v.Title0, v.Action, v.Button = c.T("development.add"), v.desk.at("/lagg-till"), c.T("development.do_add")
	if !v.IsNew {
		v.Title0, v.Action, v.Button = orElse(v.Item.Title, c.T("development.change_item")), v.desk.at("/del/"+v.ID), c.T("development.save")
	}
	return p.render(w, r, status, v.Title0, itemPage(v))
}

// chooseDay leads from an open item about a course with course days to the days one can choose: one's own, or for the
// people that the visitor leads.
func (p *Pages) chooseDay(r *http.Request, v *itemView) error {
	if v.IsNew || v.ByPlace || !v.Item.AboutCourse() || !v.Item.Open() {
		return nil
	}
	has, err := p.Courses.HasDays(r.Context(), v.Ref)
	if err != nil || !has && v.How != development.ByDay {
		return err
	}
	v.Choose = ui.Link{Href: "/min-grupp/kursdagar/boka?kurs=" + url.QueryEscape(v.Ref), Text: p.catalog(r).T("development.choose_day")}
	if v.own {
		v.Choose.Href = "/kursdagar?kurs=" + url.QueryEscape(v.Ref)
	}
	return nil
}

func sortOptions(all []ui.Option) {
	slices.SortFunc(all, func(a, b ui.Option) int {
		return cmp.Or(strings.Compare(a.Text, b.Text), strings.Compare(a.Value, b.Value))
	})
	lang.SortBy(all, func(o ui.Option) string { return o.Text })
}

// requirements are all that frameworks have, to choose from; one that is no more stays chosen.
func (p *Pages) requirements(ctx context.Context, c *lang.Catalog, chosen string) ([]ui.Option, error) {
	book, err := p.Frameworks.Book(ctx, p.Staff.Today())
	if err != nil {
		return nil, err
	}
	out := []ui.Option{{Text: c.T("development.no_requirement")}}
	for _, f := range book.Frames {
		for _, area := range f.Areas {
			for _, q := range area.Requirements {
				out = append(out, ui.Option{Value: frame.Key(f.ID, q.ID), Text: f.Name + ": " + q.Name})
			}
		}
	}
	if chosen != "" && !slices.ContainsFunc(out, func(o ui.Option) bool { return o.Value == chosen }) {
		out = append(out, ui.Option{Value: chosen, Text: chosen})
	}
	return out, nil
}

// fromForm reads an item as it was typed.
func (v *itemView) fromForm(r *http.Request) {
	get := r.PostFormValue
	v.HoursText = get("hours")
	v.Item = development.Item{ID: r.PathValue("planned"), Whose: v.desk.Whose, Requirement: get("requirement"), How: development.How(get("how")), Ref: strings.TrimSpace(get("ref")), Title: get("title"),
		Responsible: get("responsible"), Due: get("due"), State: development.State(get("state")), Why: get("why"), Note: get("note")}
	if (v.How == development.ByCourse || v.How == development.ByDay) && v.Ref != "" && get("title") == get("was_title") {
		v.Item.Title = ""
	}
	if v.own {
		v.UsePerson = get("use")
	} else {
		v.UseManager = get("use")
	}
	v.Revision, _ = strconv.ParseInt(get("revision"), 10, 64)
	n, ok := number(v.HoursText)
	if v.Hours = n; !ok {
		v.Hours = -1
	}
}

func (p *Pages) add(f find) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		d, err := f(r)
		if err != nil {
			return err
		}
		v := itemView{desk: d, IsNew: true}
		v.fromForm(r)
		_, added, err := p.Plans.Add(r.Context(), web.ActorOf(r.Context()), v.Item)
		if err == nil {
			said := "tillagt"
			if !added {
				said = "redan"
			}
			return web.Redirect(w, r, d.at("", "klart", said))
		}
		status := refused(err)
		if v.Wrong, err = wrong(p.catalog(r), err); err != nil {
			return err
		}
		return p.showItem(w, r, status, v)
	}
}

// planned is an item of the desk's plan.
func (p *Pages) planned(r *http.Request, d desk) (development.Item, error) {
	plan, err := p.Plans.Of(r.Context(), web.ActorOf(r.Context()), d.Whose)
	if err != nil {
		return development.Item{}, err
	}
	i := slices.IndexFunc(plan.Items, func(i development.Item) bool { return i.ID == r.PathValue("planned") })
	if i < 0 {
		return development.Item{}, development.ErrNoItem
	}
	return plan.Items[i], nil
}

func (p *Pages) itemForm(f find) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		d, err := f(r)
		if err != nil {
			return err
		}
		item, err := p.planned(r, d)
		if err != nil {
			return err
		}
		v := itemView{desk: d, Item: item}
		if item.Hours > 0 {
			v.HoursText = hours(item.Hours)
		}
		return p.showItem(w, r, http.StatusOK, v)
	}
}

func (p *Pages) change(f find) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		d, err := f(r)
		if err != nil {
			return err
		}
		stood, err := p.planned(r, d)
		if err != nil {
			return err
		}
		v := itemView{desk: d}
		v.fromForm(r)
		if v.UsePerson == "" && !d.own {
			v.UsePerson = stood.UsePerson // shown beside the own words when the form comes back
		} else if d.own {
			v.UseManager = stood.UseManager
		}
		v.FromRecord, v.StateOn = stood.FromRecord, stood.StateOn
		stands, err := p.Plans.Change(r.Context(), web.ActorOf(r.Context()), v.Item)
		if err == nil {
			return web.Redirect(w, r, d.at("", "klart", "sparat"))
		}
		c, status := p.catalog(r), refused(err)
		conflict := fault.Of(err) != nil && fault.Of(err).Key == development.ErrChanged.Key
		if v.Wrong, err = wrong(c, err); err != nil {
			return err
		}
		if conflict {
			v.Revision = stands.Revision
			book, err := p.Frameworks.Book(r.Context(), p.Staff.Today())
			if err != nil {
				return err
			}
			v.Stands = []ui.Fact{{Term: titleOf(stands, book), Text: c.T("development.state."+string(stands.State)) + ". " + noteOf(c, stands, book) + " " + stands.Note}}
		}
		return p.showItem(w, r, status, v)
	}
}
