package courseweb

import (
	"net/http"
	"strconv"
	"strings"

	"yrkesresan/internal/course"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// triedTop is the page of what a municipality tries.
const triedTop = "/kommun/prova-kurser"

// mostTowns bounds the municipalities of one visitor.
const mostTowns = 50

type triedLine struct{ Town, TownID, CourseID, Version, Title, When, Note, Wrong string }

// field is the id of the line's field.
func (l triedLine) field() string { return "note-" + l.TownID + "-" + l.CourseID + "-" + l.Version }

type triedView struct {
	Said     string
	Lines    []triedLine
	Problems []ui.Problem
}

// trying shows the versions that the visitor's municipalities try before others, and takes what they say of them.
func (p *Pages) trying(w http.ResponseWriter, r *http.Request) error {
	return p.showTried(w, r, http.StatusOK, nil, triedLine{})
}

func (p *Pages) showTried(w http.ResponseWriter, r *http.Request, status int, f *fault.Fault, written triedLine) error {
	c, actor, today := p.Frame.Catalog(page.Of(r.Context())), web.ActorOf(r.Context()), p.Studies.Staff.Today()
	v := &triedView{}
	if r.URL.Query().Has("klart") {
		v.Said = c.T("course.tried.done")
	}
	if f != nil {
		v.Problems = []ui.Problem{{Field: written.field(), Text: page.Say(c, f)}}
	}
	scopes := actor.Scopes(may.EditLayer)
	for _, path := range scopes[:min(len(scopes), mostTowns)] {
		parts := strings.Split(path, "/")
		if len(parts) != 3 { // a municipality: nation / RSS / municipality
			continue
		}
		all, err := p.Courses.TriedBy(r.Context(), actor, parts[2], today)
		if is := fault.Of(err); is != nil && (is.Key == org.ErrNoNode.Key || is.Kind == fault.Denied) {
			continue
		}
		if err != nil {
			return err
		}
		for _, t := range all {
			l := triedLine{Town: t.Name, TownID: t.MunicipalityID, CourseID: t.CourseID, Version: strconv.FormatInt(t.Version, 10), Title: t.Title, Note: t.Note,
				When: c.T("course.tried.when", "n", t.Version, "date", c.DateOf(t.From))}
			if f != nil && l.field() == written.field() {
				l.Note, l.Wrong = written.Note, page.Say(c, f)
			}
			v.Lines = append(v.Lines, l)
		}
	}
	return p.Frame.Show(w, r, status, "course.tried.title", triedPage(v))
}

// noteTried keeps what a municipality says of the version that it tries.
func (p *Pages) noteTried(w http.ResponseWriter, r *http.Request) error {
	version, err := strconv.ParseInt(r.FormValue("version"), 10, 64)
	if err != nil {
		return course.ErrNotTried
	}
	l := triedLine{TownID: r.FormValue("place"), CourseID: r.FormValue("course"), Version: r.FormValue("version"), Note: r.FormValue("note")}
	err = p.Courses.NotePilot(r.Context(), web.ActorOf(r.Context()), l.CourseID, version, l.TownID, l.Note, p.Studies.Staff.Today())
	if f := expected(err); f != nil {
		return p.showTried(w, r, web.Status(f), f, l)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, triedTop+"?klart=svar")
}
