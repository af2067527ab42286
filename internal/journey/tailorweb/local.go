package tailorweb

import (
	"errors"
	"net/http"
	"strconv"

	"yrkesresan/internal/course"
	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// localsView is the local pages and tasks of a place in a course.
type localsView struct {
	head
	Action string
	Own    []localView
	Homes  []localView // whose place the course has no more
	Above  []localView
	Form   localForm
}

type localView struct {
	ID, Title, Where, Kind, HTML, From, Edit string
	Version                                  int64
}

// localForm is a local page as it is written.
type localForm struct {
	ID, Place, Kind, Title, Body string
	Version                      int64
	Preview                      string // as the learner will see it
	From                         string
	Places                       []ui.Option
	Kinds                        []ui.Choice
	Wrongs                       map[string]string
	Theirs                       *localView // what somebody has made of it meanwhile
	Changes                      bool
}

func (p *Pages) locals(w http.ResponseWriter, r *http.Request) error {
	v, err := p.Locals.Pages(r.Context(), web.ActorOf(r.Context()), r.PathValue("node"), r.PathValue("course"))
	if err != nil {
		return err
	}
	f := localForm{Kind: course.LocalPage, Place: r.URL.Query().Get("stalle")}
	for _, l := range v.Own {
		if l.ID == r.URL.Query().Get("sida") {
			f = localForm{ID: l.ID, Version: l.Version, Place: l.Place, Kind: l.Kind, Title: l.Title, Body: l.Body, Changes: true}
		}
	}
	return p.showLocals(w, r, http.StatusOK, &v, f)
}

func (p *Pages) showLocals(w http.ResponseWriter, r *http.Request, status int, v *course.LocalPages, f localForm) error {
	c := p.Frame.Catalog(page.Of(r.Context()))
	at := localURL(v.Node.ID, r.PathValue("course"))
	out := localsView{Action: at, head: head{Title: c.T("tailor.local.title", "course", v.Course.Title), Place: v.Node.Name,
		Back: ui.Link{Href: placeURL(v.Node.ID), Text: c.T("tailor.back_places")}}}
	if key := said[r.URL.Query().Get("sagt")]; key != "" && r.Method == http.MethodGet {
		out.Said, out.Kind = c.T(key), ui.OK
	}
	names := map[string]string{}
	for _, pl := range v.Places {
		names[pl.ID] = placeName(c, pl)
		f.Places = append(f.Places, ui.Option{Value: pl.ID, Text: names[pl.ID]})
	}
	for _, kind := range []string{course.LocalPage, course.LocalTask} {
		f.Kinds = append(f.Kinds, ui.Choice{Value: kind, Text: c.T("tailor.local.kind." + kind), Note: c.T("tailor.local.kind_note." + kind), Chosen: f.Kind == kind})
	}
	f.From = c.T("course.local_from", "from", v.Node.Name)
	for _, l := range v.Own {
		one := localOf(c, l, names)
		one.Edit = at + "?sida=" + l.ID + "#skriv"
		if l.HasPlace {
			out.Own = append(out.Own, one)
		} else {
			out.Homes = append(out.Homes, one)
		}
	}
	for _, l := range v.Above {
		out.Above = append(out.Above, localOf(c, l, names))
	}
	for _, field := range []string{"titel", "stalle", "slag", "text"} {
		if f.Wrongs[field] != "" {
			out.Wrong = append(out.Wrong, ui.Problem{Field: field, Text: f.Wrongs[field]})
		}
	}
	out.Form = f
	s := p.Frame.Shell(r, out.Title)
	s.Wrong = len(out.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, s, localsPage(out))
}

func placeName(c *lang.Catalog, pl course.LocalPlace) string {
	switch {
	case pl.Lesson == "":
		return c.T("tailor.local.start")
	case pl.Last:
		return c.T("tailor.local.last", "lesson", pl.Title)
	}
	return c.T("tailor.local.first", "lesson", pl.Title)
}

func localOf(c *lang.Catalog, l course.Local, names map[string]string) localView {
	return localView{ID: l.ID, Version: l.Version, Title: l.Title, Where: names[l.Place], Kind: c.T("tailor.local.kind." + l.Kind), HTML: l.HTML, From: c.T("course.local_from", "from", l.From)}
}

func (p *Pages) saveLocal(w http.ResponseWriter, r *http.Request) error {
	actor, node, id := web.ActorOf(r.Context()), r.PathValue("node"), r.PathValue("course")
	v, err := p.Locals.Pages(r.Context(), actor, node, id)
	if err != nil {
		return err
	}
	version, err := strconv.ParseInt(r.PostFormValue("version"), 10, 64)
	if err != nil {
		version = 0
	}
	l := course.Local{ID: r.PostFormValue("sida"), Version: version, CourseID: id, NodeID: node, Place: r.PostFormValue("stalle"), Kind: r.PostFormValue("slag"),
		Title: r.PostFormValue("titel"), Body: r.PostFormValue("text")}
	f := localForm{ID: l.ID, Version: version, Place: l.Place, Kind: l.Kind, Title: l.Title, Body: l.Body, Changes: l.ID != "", Wrongs: map[string]string{}}
	c := p.Frame.Catalog(page.Of(r.Context()))
	at := localURL(node, id)
	if r.PostFormValue("gor") == "visa" {
		var problems []folder.Problem
		if f.Preview, problems = folder.Text(l.Body); len(problems) > 0 {
			f.Wrongs["text"] = folder.Sentence(problems[0])
			return p.showLocals(w, r, http.StatusUnprocessableEntity, &v, f)
		}
		return p.showLocals(w, r, http.StatusOK, &v, f)
	}
	if r.PostFormValue("gor") == "bort" {
		err = p.Locals.Remove(r.Context(), actor, l)
		if err == nil || errors.Is(err, course.ErrNoLocal) {
			return web.Redirect(w, r, at+"?sagt=borta")
		}
		if errors.Is(err, course.ErrLocalMoved) {
			return web.Redirect(w, r, at)
		}
		return err
	}
	theirs, problems, err := p.Locals.Save(r.Context(), actor, l)
	switch {
	case err == nil:
		return web.Redirect(w, r, at+"?sagt=lokalt")
	case errors.Is(err, course.ErrLocalMoved):
		t := localOf(c, theirs, map[string]string{})
		f.Theirs, f.Version = &t, theirs.Version
		f.Wrongs["text"] = c.T("course.local_moved")
		return p.showLocals(w, r, http.StatusConflict, &v, f)
	case len(problems) > 0:
		f.Wrongs["text"] = folder.Sentence(problems[0])
		return p.showLocals(w, r, http.StatusUnprocessableEntity, &v, f)
	}
	if fl := wrong(err); fl != nil {
		field := fl.Field
		if field == "" {
			field = "text"
		}
		f.Wrongs[field] = page.Say(c, fl)
		return p.showLocals(w, r, http.StatusUnprocessableEntity, &v, f)
	}
	return err
}
