package meritweb

import (
	"net/http"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/competence/programme"
	"yrkesresan/internal/competence/title"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
)

// meritView is a merit on a page.
type meritView struct {
	ID, Over, Title string
	Facts           []ui.Fact
	Status          ui.StatusKind
	Word            string
	Why             string // why it does not count
	Paper           ui.Link
	Withdraw        string // where the person takes it back
	Change          string // where the person changes it
	End             string // where a manager ends it
	WhyError        string
	WhyText         string
}

// statuses are how the states look; the words are merit.state.<state>, or merit.gone.<how>.
var statuses = map[competence.State]ui.StatusKind{competence.Waiting: ui.Ongoing, competence.Checked: ui.Done, competence.Past: ui.Renew, competence.Gone: ui.NotApplicable}

// view shows a merit; top is the address of the pages that show it.
func (p *Pages) view(r *http.Request, top string, m competence.Merit) (v meritView, err error) {
	c := p.words(r)
	state := m.StateOn(p.Staff.Today())
	v = meritView{ID: m.ID, Over: c.T("merit.kind." + string(m.Kind)), Title: p.heading(r, c, m), Status: statuses[state], Word: c.T("merit.state." + string(state)), Why: m.EndedWhy}
	if state == competence.Gone {
		v.Word = c.T("merit.gone." + string(m.EndedHow))
	}
	v.Facts = p.facts(c, m)
	if m.FileName != "" {
		v.Paper = ui.Link{Href: top + "/bevis/" + m.ID, Text: c.T("merit.paper", "name", m.FileName)}
	}
	if m.CheckedAt != nil {
		who, err := p.nameOf(r.Context(), m.CheckedBy, m.EmployerID)
		if err != nil {
			return v, err
		}
		v.Facts = append(v.Facts, ui.Fact{Term: c.T("merit.checked"), Text: strings.TrimSpace(c.Date(*m.CheckedAt) + " " + who)})
	}
	return v, nil
}

// heading is what a merit is called on a page.
func (p *Pages) heading(r *http.Request, c *lang.Catalog, m competence.Merit) string {
	name := p.Competence.MeritName(r.Context(), m)
	if m.Kind == frame.ByTitle {
		return c.T("merit.title_of."+string(m.Ground), "title", name)
	}
	return name
}

// facts are what a merit says, without what is empty.
func (p *Pages) facts(c *lang.Catalog, m competence.Merit) (out []ui.Fact) {
	add := func(term, text string) {
		if text != "" {
			out = append(out, ui.Fact{Term: term, Text: text})
		}
	}
	add(c.T("merit.field.orientation"), m.Orientation)
	add(c.T("merit.field.choices"), m.Choices)
	add(c.T("merit.field.school"), m.School)
	if m.Credits > 0 {
		add(c.T("merit.field.credits"), number(m.Credits)+" "+c.T("merit.system."+m.System))
	}
	add(c.T("merit.field.number"), m.Number)
	if m.Ground != title.ByTransition {
		add(c.T("merit.day."+string(m.Kind)), c.DateOf(m.From))
	}
	if m.Until != "" {
		add(c.T("merit.last"), c.DateOf(lastDay(m.Until)))
	}
	return out
}

// number writes credits without needless decimals, with the comma that people use.
func number(n float64) string {
	return strings.ReplaceAll(strconv.FormatFloat(n, 'f', -1, 64), ".", ",")
}

// rightView is a right to a protected title.
type rightView struct {
	Title, Text string
	Status      ui.StatusKind
	Word        string
}

// rights tells which protected titles a person may use, why and until when. mine says it to the person.
func (p *Pages) rights(c *lang.Catalog, all []title.Right, mine bool) (out []rightView) {
	on := p.Staff.Today()
	for _, r := range all {
		t, ok := title.Of(r.Title)
		if !ok {
			continue
		}
		whose := "merit.right."
		if !mine {
			whose = "merit.their_right."
		}
		ground := string(r.Ground)
		if r.Presumed {
			ground = "presumed"
		}
		v := rightView{Title: capital(t.Name), Status: ui.Done, Word: c.T("merit.right_holds"), Text: c.T(whose+ground, "title", t.Name, "day", c.DateOf(r.From), "last", c.DateOf(lastDay(r.Until)))}
		switch {
		case !r.On(on):
			v.Status, v.Word = ui.Renew, c.T("merit.state.past")
		case r.Presumed:
			v.Status, v.Word = ui.Ongoing, c.T("merit.right_presumed")
		}
		out = append(out, v)
	}
	return out
}

// capital is a word as a heading begins.
func capital(word string) string {
	first, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(first)) + word[size:]
}

// programmes are the choices of an education.
func programmes(c *lang.Catalog, only func(programme.Programme) bool) []ui.Option {
	out := []ui.Option{{Text: c.T("merit.choose")}}
	for _, pr := range programme.All() {
		if only == nil || only(pr) {
			out = append(out, ui.Option{Value: pr.ID, Text: pr.Name})
		}
	}
	return out
}
