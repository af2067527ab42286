package groupweb

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"unicode"

	"yrkesresan/internal/group"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
)

// areaView is one of the five parts of a manager's area (R160).
type areaView struct {
	Title, Lead, Back string
	Cards             []areaCard
}

// areaCard is a box of the part: a text, a list, figures.
type areaCard struct {
	Title, Text string
	Points      []string // in order
	Parts       []ui.Part
	Facts       []ui.Fact
	Links       []ui.Part
	Print       bool
}

func (p *Pages) area(w http.ResponseWriter, r *http.Request, s scope, name string, cards []areaCard) error {
	c := p.Frame.Catalog(page.Of(r.Context()))
	v := areaView{Title: c.T("group.part." + name), Lead: c.T("group.part_lead." + name), Back: s.at("/min-grupp"), Cards: cards}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, v.Title), areaPage(v))
}

// topics are the eight that a manager's courses cover (R164).
func topics(tag string) bool { return strings.HasPrefix(tag, "chef-") }

// courses are what is for the manager: the manager's own block, the eight topics, and how to give the group a course.
func (p *Pages) courses(w http.ResponseWriter, r *http.Request) error {
	c, s, visit := p.Frame.Catalog(page.Of(r.Context())), scopeOf(r), page.Of(r.Context())
	own, err := p.ownBlock(r, c)
	if err != nil {
		return err
	}
	mine := areaCard{Title: c.T("group.area.own"), Text: c.T("group.area.own_text"), Parts: own}
	if len(own) == 0 {
		mine.Text = c.T("group.area.own_none")
	}
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return err
	}
	tags, err := p.Courses.Tags(r.Context())
	if err != nil {
		return err
	}
	titles, err := p.Courses.Titles(r.Context())
	if err != nil {
		return err
	}
	covered := areaCard{Title: c.T("group.area.topics"), Text: c.T("group.area.topics_text")}
	for _, tag := range ref.Tags {
		if !topics(tag.ID) {
			continue
		}
		var in []string
		for id, has := range tags {
			if slices.Contains(has, tag.ID) {
				in = append(in, titles[id])
			}
		}
		slices.Sort(in)
		part := ui.Part{Title: capital(strings.TrimPrefix(tag.Name, "Chef: ")), Note: tag.About, Status: ui.NotApplicable, Word: c.T("group.area.no_course")}
		if len(in) > 0 {
			part.Note, part.Status, part.Word = strings.Join(in, ", "), ui.Done, c.T("group.area.courses_n", "n", len(in))
		}
		covered.Parts = append(covered.Parts, part)
	}
	team := areaCard{Title: c.T("group.area.team"), Text: c.T("group.area.team_text"), Links: tools(c, &group.Team{Can: canOf(visit)}, s)}
	return p.area(w, r, s, "kurser", []areaCard{mine, covered, team})
}

// capital begins a heading as headings begin.
func capital(name string) string {
	r := []rune(name)
	if len(r) > 0 {
		r[0] = unicode.ToUpper(r[0])
	}
	return string(r)
}

// ownBlock is what stands in the manager blocks of the visitor's own journeys.
func (p *Pages) ownBlock(r *http.Request, c *lang.Catalog) ([]ui.Part, error) {
	own, err := p.Journeys.Own(r.Context(), page.Of(r.Context()).Actor, p.Staff.Today())
	if err != nil {
		return nil, err
	}
	var out []ui.Part
	seen := map[string]bool{}
	for i := range own {
		for _, b := range own[i].Blocks {
			if b.Kind != plan.Manager {
				continue
			}
			for k := range b.Items {
				it := &b.Items[k]
				if seen[it.ID] || it.Kind == plan.Info { // what is only read has pages of its own here
					continue
				}
				seen[it.ID] = true
				title, err := p.titleOf(r.Context(), it)
				if err != nil {
					return nil, err
				}
				part := ui.Part{Title: title, Note: it.Text, Status: statuses[it.Status]}
				if it.Due != "" && !it.IsDone() {
					part.Note = c.T("group.due", "date", date(c, it.Due))
				}
				if it.Course != "" {
					part.Href = "/kurs/" + it.Course
				}
				out = append(out, part)
			}
		}
	}
	return out, nil
}

// seminars says the truth: there is nothing to book yet, and what one can do meanwhile.
func (p *Pages) seminars(w http.ResponseWriter, r *http.Request) error {
	c, s := p.Frame.Catalog(page.Of(r.Context())), scopeOf(r)
	return p.area(w, r, s, "seminarier", []areaCard{
		{Title: c.T("group.area.no_seminars"), Text: c.T("group.area.no_seminars_text")},
		{Title: c.T("group.area.meanwhile"), Text: c.T("group.area.meanwhile_text"), Links: []ui.Part{
			{Href: s.at("/min-grupp/mote"), Title: c.T("group.tool.mote"), Note: c.T("group.tool_about.mote")}}},
	})
}

// support is how a leader helps new knowledge into use: before, after, and in the group.
func (p *Pages) support(w http.ResponseWriter, r *http.Request) error {
	c, s := p.Frame.Catalog(page.Of(r.Context())), scopeOf(r)
	points := func(name string) []string { return strings.Split(c.T("group.area."+name), "\n") }
	return p.area(w, r, s, "stod", []areaCard{
		{Title: c.T("group.area.before"), Points: points("before_points")},
		{Title: c.T("group.area.after"), Points: points("after_points")},
		{Title: c.T("group.area.introduce"), Points: points("introduce_points")},
		{Title: c.T("group.area.together"), Text: c.T("group.area.together_text"), Links: []ui.Part{
			{Href: s.at("/min-grupp/mote"), Title: c.T("group.tool.mote"), Note: c.T("group.tool_about.mote")},
			{Href: s.at("/min-grupp/lagg-till"), Title: c.T("group.tool.lagg-till"), Note: c.T("group.tool_about.lagg-till")}}},
	})
}

// about tells which journeys the people have, and how a journey works.
func (p *Pages) about(w http.ResponseWriter, r *http.Request) error {
	t, s, shown, err := p.team(w, r)
	if err != nil || shown {
		return err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	type count struct {
		group.Has
		n int
	}
	var all []count
	none := 0
	for i := range t.Members {
		m := &t.Members[i]
		if m.Progress && len(m.Journeys) == 0 {
			none++
		}
		for _, j := range m.Journeys {
			k := slices.IndexFunc(all, func(x count) bool { return x.ID == j.ID })
			if k < 0 {
				k, all = len(all), append(all, count{Has: j})
			}
			all[k].n++
		}
	}
	slices.SortFunc(all, func(a, b count) int { return cmp.Or(b.n-a.n, strings.Compare(a.Title, b.Title)) })
	card := areaCard{Title: c.T("group.area.journeys"), Text: c.T("group.area.journeys_text")}
	for _, x := range all {
		card.Parts = append(card.Parts, ui.Part{Title: x.Title, Note: x.Short, Status: ui.Booked, Word: c.T("group.people_n", "n", x.n)})
	}
	if none > 0 {
		card.Parts = append(card.Parts, ui.Part{Title: c.T("group.state.none"), Note: c.T("group.area.none_text"), Status: ui.NotApplicable, Word: c.T("group.people_n", "n", none)})
	}
	return p.area(w, r, s, "resan", []areaCard{card,
		{Title: c.T("group.area.how"), Points: strings.Split(c.T("group.area.how_points"), "\n")},
		{Title: c.T("group.what_i_see"), Text: c.T("group.what_i_see_text") + " " + c.T("group.logged")},
	})
}

// follow is figures of each unit and each course, and where to read more.
func (p *Pages) follow(w http.ResponseWriter, r *http.Request) error {
	t, s, shown, err := p.team(w, r)
	if err != nil || shown {
		return err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	units := areaCard{Title: c.T("group.area.per_unit")}
	for _, u := range t.Units {
		one := t
		one.Units, one.Members = nil, nil
		for _, m := range t.Members {
			if slices.Contains(m.AtUnits, u.ID) {
				one.Members = append(one.Members, m)
			}
		}
		one.Units = append(one.Units, u)
		units.Facts = append(units.Facts, ui.Fact{Term: u.Name, Text: summary(c, &one)})
	}
	per := areaCard{Title: c.T("group.area.per_course"), Text: c.T("group.area.per_course_text")}
	for _, col := range group.Lay(&t, group.View{}).All {
		part := ui.Part{Href: s.at("/min-grupp/matris", "kurs", col.Key), Title: col.Title, Note: c.Of(col.Done, col.Of), Status: ui.Done}
		if col.Lacking > 0 {
			part.Status, part.Word = ui.Missing, c.T("group.area.lacking", "n", col.Lacking)
		}
		per.Parts = append(per.Parts, part)
	}
	more := areaCard{Title: c.T("group.area.more"), Links: []ui.Part{
		{Href: s.at("/min-grupp/matris"), Title: c.T("group.tool.matris"), Note: c.T("group.tool_about.matris")},
		{Href: s.at("/min-grupp/mote"), Title: c.T("group.tool.mote"), Note: c.T("group.tool_about.mote")}}}
	return p.area(w, r, s, "uppfoljning", []areaCard{units, per, more})
}

// meeting is the template of a digital team meeting (R165) with the group's own figures: no names,
// since it is shown to all.
func (p *Pages) meeting(w http.ResponseWriter, r *http.Request) error {
	t, s, shown, err := p.team(w, r)
	if err != nil || shown {
		return err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	v := meetingView{Title: c.T("group.meeting.title"), Back: s.at("/min-grupp"), Summary: summary(c, &t), Day: c.Date(p.Frame.Now())}
	var units []string
	for _, u := range t.Units {
		units = append(units, u.Name)
	}
	v.Unit = c.And(units...)
	cols := group.Lay(&t, group.View{}).All
	slices.SortStableFunc(cols, func(a, b group.Column) int { return b.Lacking - a.Lacking })
	for _, col := range cols[:min(3, len(cols))] {
		if col.Lacking > 0 {
			v.Most = append(v.Most, c.T("group.meeting.course", "item", col.Title, "done", col.Done, "all", col.Of))
		}
	}
	if len(cols) > 0 {
		best := slices.MaxFunc(cols, func(a, b group.Column) int { return a.Done - b.Done })
		if best.Done > 0 {
			v.Talk = best.Title
		}
	}
	for _, name := range []string{"welcome", "figures", "talk", "next", "round"} {
		v.Agenda = append(v.Agenda, agendaPoint{Name: name, Title: c.T("group.meeting." + name), Minutes: c.T("group.meeting." + name + "_minutes")})
	}
	return p.Frame.Show(w, r, http.StatusOK, "group.meeting.title", meetingPage(v))
}

// meetingView is the agenda.
type meetingView struct {
	Title, Back, Unit, Day, Summary string
	Most                            []string // the courses that most lack
	Talk                            string   // the course that most have done: to talk of
	Agenda                          []agendaPoint
}

type agendaPoint struct{ Name, Title, Minutes string }
