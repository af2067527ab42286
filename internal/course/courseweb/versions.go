package courseweb

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"yrkesresan/internal/course"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// keptTop is where the pages of versions begin.
const keptTop = "/nationen/kurser"

type editionLine struct {
	Number, Title, By, Studying, State string
	Status                             ui.StatusKind
	New, Gone                          []string // lessons against the version before
	First, Same                        bool
	Pilots, Notes                      []string
	MayCurrent, MayTry                 bool
}

type editionsView struct {
	ID, Title, Said string
	Lines           []editionLine
	Towns           []ui.Option
	Today           string
	Problems        []ui.Problem
}

// kept lists the courses that the visitor keeps.
func (p *Pages) kept(w http.ResponseWriter, r *http.Request) error {
	all, err := p.Courses.Kept(r.Context(), web.ActorOf(r.Context()))
	if err != nil {
		return err
	}
	c := p.Frame.Catalog(page.Of(r.Context()))
	parts := make([]ui.Part, len(all))
	for i, one := range all {
		parts[i] = ui.Part{Href: keptTop + "/" + one.ID, Title: one.Title, Status: ui.Done, Word: c.T("course.kept.version", "n", one.Version)}
	}
	return p.Frame.Show(w, r, http.StatusOK, "course.kept.title", keptPage(parts))
}

// editions shows a course's versions and lets whoever keeps it decide who begins on which.
func (p *Pages) editions(w http.ResponseWriter, r *http.Request) error {
	return p.showEditions(w, r, http.StatusOK, nil)
}

func (p *Pages) showEditions(w http.ResponseWriter, r *http.Request, status int, f *fault.Fault) error {
	c, id, actor := p.Frame.Catalog(page.Of(r.Context())), r.PathValue("course"), web.ActorOf(r.Context())
	all, err := p.Courses.Editions(r.Context(), actor, id)
	if err != nil {
		return err
	}
	v := &editionsView{ID: id, Today: p.Studies.Staff.Today()}
	if f != nil {
		v.Problems = []ui.Problem{{Text: page.Say(c, f)}}
	}
	if done := r.URL.Query().Get("klart"); done == "galler" || done == "prova" || done == "taget" {
		v.Said = c.T("course.kept.done." + done)
	}
	for i, e := range all {
		if e.Current || v.Title == "" {
			v.Title = e.Title
		}
		line := p.editionLine(c, e)
		now, err := p.Courses.Lessons(r.Context(), actor, id, e.Number)
		if err != nil {
			return err
		}
		if line.First = i == len(all)-1; !line.First {
			before, err := p.Courses.Lessons(r.Context(), actor, id, all[i+1].Number)
			if err != nil {
				return err
			}
			line.New, line.Gone = without(now, before), without(before, now)
			line.Same = len(line.New)+len(line.Gone) == 0
		}
		v.Lines = append(v.Lines, line)
	}
	if v.Towns, err = p.towns(r); err != nil {
		return err
	}
	return p.Frame.ShowAs(w, r, status, p.Frame.Shell(r, v.Title), editionsPage(v))
}

// towns are the municipalities in Swedish order, to choose pilots among.
func (p *Pages) towns(r *http.Request) ([]ui.Option, error) {
	all, err := p.Tree.Municipalities(r.Context(), p.Studies.Staff.Today())
	out := []ui.Option{{}}
	for _, n := range all {
		out = append(out, ui.Option{Value: n.ID, Text: n.Name})
	}
	sv := collate.New(language.Swedish)
	slices.SortFunc(out, func(a, b ui.Option) int {
		return cmp.Or(sv.CompareString(a.Text, b.Text), cmp.Compare(a.Value, b.Value))
	})
	return out, err
}

func (p *Pages) editionLine(c *lang.Catalog, e course.Edition) editionLine {
	l := editionLine{Number: strconv.FormatInt(e.Number, 10), Title: c.T("course.kept.version", "n", e.Number), By: c.T("course.kept.made", "date", c.Date(e.MadeAt)),
		State: c.T("course.kept.state.kept"), Status: ui.NotApplicable, MayCurrent: !e.Current && e.Withdrawn == "", MayTry: !e.Current && e.Withdrawn == ""}
	today := p.Studies.Staff.Today()
	for _, pilot := range e.Pilots {
		if pilot.Note != "" {
			l.Notes = append(l.Notes, c.T("course.kept.note", "place", pilot.Name, "text", pilot.Note))
		}
		if pilot.Until > today {
			l.Pilots = append(l.Pilots, c.T("course.kept.pilot", "place", pilot.Name, "date", c.DateOf(pilot.From)))
			l.State, l.Status = c.T("course.kept.state.tried"), ui.Ongoing
		} else if pilot.Until != db.NoEnd {
			l.Pilots = append(l.Pilots, c.T("course.kept.pilot_was", "place", pilot.Name, "from", c.DateOf(pilot.From), "until", c.DateOf(pilot.Until)))
		}
	}
	switch {
	case e.Withdrawn != "":
		l.State, l.Status = c.T("course.kept.state.withdrawn", "date", c.DateOf(e.Withdrawn)), ui.NotApplicable
	case e.Current:
		l.State, l.Status = c.T("course.kept.state.current"), ui.Done
	}
	switch { // rounded, so that nobody can be worked out (rule 25)
	case e.Studying == 0:
		l.Studying = c.T("course.kept.nobody")
	case e.Studying < 5:
		l.Studying = c.T("course.kept.few")
	default:
		l.Studying = c.T("course.kept.about", "n", (e.Studying+5)/10*10)
	}
	return l
}

// without gives what one list has and the other has not.
func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(other, s) })
}

// decideEdition makes a version current, lets a municipality try it or takes it back.
func (p *Pages) decideEdition(w http.ResponseWriter, r *http.Request) error {
	id, actor, today := r.PathValue("course"), web.ActorOf(r.Context()), p.Studies.Staff.Today()
	version, err := strconv.ParseInt(r.PathValue("version"), 10, 64)
	if err != nil {
		return course.ErrNoVersion
	}
	do := r.FormValue("gor")
	switch do {
	case "prova":
		var places []string
		if place := r.FormValue("pilot1"); place != "" {
			places = []string{place}
		}
		err = p.Courses.AddPilots(r.Context(), actor, id, version, places, r.FormValue("from"), today)
	case "taget":
		err = p.Courses.TakeBack(r.Context(), actor, id, version, today)
	default:
		do, err = "galler", p.Courses.MakeCurrent(r.Context(), actor, id, version)
	}
	if f := expected(err); f != nil {
		return p.showEditions(w, r, web.Status(f), f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, keptTop+"/"+id+"?klart="+do)
}
