package attendanceweb

import (
	"net/http"
	"net/url"

	"yrkesresan/internal/attendance"
	"yrkesresan/internal/attendance/rule"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
)

// beforeView is what whoever leads a day knows of the group before it.
type beforeView struct {
	Title, Back string
	Said        string
	Cancelled   bool
	Facts       []ui.Fact
	Doors       []ui.Part
	People      string
	Groups      []totalsView
	Answers     []answerView
	NoAnswers   string
	Prepared    []string
	Plans       []planView
}

// totalsView is how a group is made up in one respect.
type totalsView struct {
	Title string
	Lines []string
}

// answerView is what somebody wants of the day.
type answerView struct {
	Name  string
	Facts []ui.Fact
}

// planView is the plan of one session.
type planView struct {
	Title string
	Parts []ui.Part
}

func (p *Pages) before(w http.ResponseWriter, r *http.Request) error {
	g, err := p.Attendance.Group(r.Context(), actor(r), r.PathValue("occasion"))
	if err != nil {
		return err
	}
	ref, err := p.Reference.CachedReference(r.Context())
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := beforeView{Title: g.Title, Back: "/kursledare", Cancelled: g.State == "cancelled", People: c.T("attendance.before.people", "n", len(g.Lines), "seats", g.Seats),
		NoAnswers: c.T("attendance.before.no_answers")}
	for _, s := range g.Sessions {
		v.Facts = append(v.Facts, ui.Fact{Term: c.T("attendance.before.session", "n", s.Number), Text: capital(p.when(c, s))})
		plan := planView{Title: c.T("attendance.before.plan", "n", s.Number)}
		for _, part := range s.Parts {
			plan.Parts = append(plan.Parts, ui.Part{Title: part.Title, Note: partNote(c, part.Kind, part.Minutes, part.Material), Href: part.Link})
		}
		if len(plan.Parts) > 0 {
			v.Plans = append(v.Plans, plan)
		}
	}
	v.Facts = append(v.Facts, ui.Fact{Term: c.T("attendance.before.where"), Text: where(c, g.Occasion)})
	if g.AccessNotes != "" {
		v.Facts = append(v.Facts, ui.Fact{Term: c.T("attendance.before.access"), Text: g.AccessNotes})
	}
	v.Doors = p.doors(c, g.Day)
	v.Groups = groups(c, ref, g)
	for _, a := range g.Answers {
		v.Answers = append(v.Answers, answerOf(c, a))
	}
	if pr := g.Prepared; pr.Asked {
		for _, x := range []struct {
			key string
			n   int64
		}{{"attendance.before.prepared", pr.Done}, {"attendance.before.preparing", pr.Started}, {"attendance.before.unprepared", pr.None}} {
			v.Prepared = append(v.Prepared, c.T(x.key, "n", x.n))
		}
	}
	return p.show(w, r, http.StatusOK, v.Title, beforePage(v))
}

func partNote(c *lang.Catalog, kind string, minutes int64, material string) string {
	text := c.T("attendance.part."+kind) + ", " + c.Duration(int(minutes))
	if material != "" {
		text += ". " + material
	}
	return text
}

// doors are the ways on from a day.
func (p *Pages) doors(c *lang.Catalog, d attendance.Day) []ui.Part {
	door := func(sub, key string) ui.Part {
		return ui.Part{Href: dayAt(d.ID, sub), Title: c.T("attendance.door." + key), Note: c.T("attendance.door." + key + "_about")}
	}
	out := []ui.Part{door("/narvaro", "list"), door("/kod", "code"), door("/lista", "sheet"), door("/namnskyltar", "tags")}
	if d.ClosedAt == nil {
		out = append(out, door("/avsluta", "close"))
	} else {
		out = append(out, door("/efter", "after"))
	}
	skills := door("", "skills")
	skills.Href = "/ovning/dag/" + url.PathEscape(d.ID)
	out = append(out, skills)
	if d.Arranges {
		k := door("", "kitchen")
		k.Href = "/kurstillfallen/" + url.PathEscape(d.ID) + "/behov"
		seats := door("", "seats")
		seats.Href = "/kurstillfallen/" + url.PathEscape(d.ID) + "/platser"
		out = append(out, k, seats)
	}
	return out
}

// groups says how the group is made up; small numbers are not said.
func groups(c *lang.Catalog, ref org.Reference, g attendance.Group) []totalsView {
	names := func(of func(string) string) func(string) string {
		return func(key string) string {
			if key == "" {
				return c.T("attendance.before.unknown")
			}
			return of(key)
		}
	}
	steps := map[string]string{attendance.StepNew: c.T("attendance.step.new"), attendance.StepPractised: c.T("attendance.step.practised"), attendance.StepExperienced: c.T("attendance.step.experienced")}
	return []totalsView{
		totals(c, "attendance.before.steps", g.Steps, names(func(k string) string { return steps[k] })),
		totals(c, "attendance.before.occupations", g.Occupations, names(func(k string) string { return ref.Occupation(k).Name })),
		totals(c, "attendance.before.areas", g.Areas, names(ref.AreaName)),
		totals(c, "attendance.before.towns", g.Towns, names(func(k string) string { return k })),
	}
}

func totals(c *lang.Catalog, title string, all []rule.Total, name func(string) string) totalsView {
	v := totalsView{Title: c.T(title)}
	if len(all) == 0 {
		v.Lines = []string{c.T("attendance.before.nothing")}
	}
	for _, t := range all {
		if t.Hidden {
			v.Lines = append(v.Lines, c.T("attendance.before.few", "name", name(t.Key)))
		} else {
			v.Lines = append(v.Lines, c.T("attendance.before.many", "name", name(t.Key), "n", t.N))
		}
	}
	return v
}

func answerOf(c *lang.Catalog, a attendance.Answer) answerView {
	v := answerView{Name: a.Name}
	if v.Name == "" {
		v.Name = c.T("attendance.before.somebody")
	}
	for _, f := range []struct{ key, text string }{{"attendance.ask.able", a.Able}, {"attendance.ask.hard", a.Hard}, {"attendance.ask.tried", a.Tried}} {
		if f.text != "" {
			v.Facts = append(v.Facts, ui.Fact{Term: c.T(f.key), Text: f.text})
		}
	}
	return v
}
