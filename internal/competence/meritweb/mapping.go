package meritweb

import (
	"net/http"
	"slices"
	"strings"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/competence/programme"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// mapPage is which of our courses say something about the courses of a programme (R187).
type mapPage struct {
	Said       string
	Problems   []ui.Problem
	Wrong      refused
	Places     []ui.Option
	Place      string
	Programmes []ui.Option
	Programme  string
	Parts      []mapPart
	Options    []ui.Option // parts
	Courses    []ui.Option
	Part       string
	Course     string
	Note       string
}

// mapPart is a course of the programme and what maps to it.
type mapPart struct {
	Name  string
	Lines []mapLine
}

type mapLine struct {
	ID, Course, Owner, Note string
	Own                     bool
}

func (p *Pages) mappings(w http.ResponseWriter, r *http.Request) error {
	said := map[string]string{"tillagd": "merit.said.mapped", "borttagen": "merit.said.unmapped"}[r.URL.Query().Get("klart")]
	return p.showMappings(w, r, http.StatusOK, mapPage{Said: said, Place: r.URL.Query().Get("plats"), Programme: r.URL.Query().Get("program")})
}

func (p *Pages) showMappings(w http.ResponseWriter, r *http.Request, status int, v mapPage) error {
	c := p.words(r)
	places, err := p.places(r, may.EditFramework)
	if err != nil {
		return err
	}
	org.SortByName(places)
	for _, n := range places {
		v.Places = append(v.Places, ui.Option{Value: n.ID, Text: n.Name})
	}
	i := slices.IndexFunc(places, func(n org.Node) bool { return n.ID == v.Place })
	if i < 0 && len(places) > 0 {
		i, v.Place = 0, places[0].ID
	}
	for _, pr := range programme.All() {
		if len(pr.Parts) > 0 {
			v.Programmes = append(v.Programmes, ui.Option{Value: pr.ID, Text: pr.Name})
		}
	}
	pr, ok := programme.Find(v.Programme)
	if !ok || len(pr.Parts) == 0 {
		pr, _ = programme.Find(v.Programmes[0].Value)
		v.Programme = pr.ID
	}
	titles, err := p.Courses.Titles(r.Context())
	if err != nil {
		return err
	}
	for id, t := range titles {
		v.Courses = append(v.Courses, ui.Option{Value: id, Text: t})
	}
	slices.SortFunc(v.Courses, func(a, b ui.Option) int { return strings.Compare(a.Text, b.Text) })
	v.Courses = append([]ui.Option{{Text: c.T("merit.choose")}}, v.Courses...)
	var all []competence.Mapping
	if i >= 0 {
		if all, err = p.Competence.Mappings(r.Context(), places[i].Path); err != nil {
			return err
		}
	}
	v.Options = []ui.Option{{Text: c.T("merit.choose")}}
	for _, part := range pr.Parts {
		v.Options = append(v.Options, ui.Option{Value: part.ID, Text: part.Name})
		one := mapPart{Name: part.Name}
		for _, m := range all {
			if m.Programme == pr.ID && m.Part == part.ID {
				name := titles[m.CourseID]
				if name == "" {
					name = m.CourseID
				}
				one.Lines = append(one.Lines, mapLine{m.ID, name, m.OwnerName, m.Note, m.OwnerID == v.Place})
			}
		}
		v.Parts = append(v.Parts, one)
	}
	if v.Said != "" {
		v.Said = c.T(v.Said)
	}
	v.Problems = v.Wrong.problems("part", "course", "note")
	return p.show(w, r, status, c.T("merit.map.title"), len(v.Problems) > 0, mapBody(v))
}

func (p *Pages) mapCourse(w http.ResponseWriter, r *http.Request) error {
	get := r.PostFormValue
	place, prog := get("plats"), get("program")
	back := mapTop + "?plats=" + place + "&program=" + prog
	if id := get("bort"); id != "" {
		if err := p.Competence.Unmap(r.Context(), actorOf(r), place, id); err != nil {
			return err
		}
		return web.Redirect(w, r, back+"&klart=borttagen")
	}
	titles, err := p.Courses.Titles(r.Context())
	if err != nil {
		return err
	}
	m := competence.Mapping{OwnerID: place, Programme: prog, Part: get("part"), CourseID: get("course"), Note: get("note")}
	if titles[m.CourseID] == "" {
		err = competence.ErrMapCourse.On("course")
	} else {
		err = p.Competence.Map(r.Context(), actorOf(r), m)
	}
	if f := expected(err); f != nil {
		return p.showMappings(w, r, web.Status(f), mapPage{Place: place, Programme: prog, Part: m.Part, Course: m.CourseID, Note: m.Note, Wrong: p.refusal(r, f, "course")})
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, back+"&klart=tillagd")
}
