package meritweb

import (
	"errors"
	"net/http"
	"strconv"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/platform/grid"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// casePage is one validation.
type casePage struct {
	Top, Back, BackText string
	ID, Title, Name     string
	Said                string
	Problems            []ui.Problem
	Wrong               refused
	Status              ui.StatusKind
	Word                string
	Facts               []ui.Fact
	Parts               []partView
	Export              string
	Marks, Closes       bool
	Today               string
	Typed               map[string]string
}

// partView is a course of the programme, how it stands and what has been done that maps to it.
type partView struct {
	ID, Name, State, On, OnText, Note string
	Status                            ui.StatusKind
	Word                              string
	Shown                             []string
	States                            []ui.Option
}

var markStatus = map[competence.MarkState]ui.StatusKind{competence.PartWaiting: ui.NotStarted, competence.PartOngoing: ui.Ongoing, competence.PartPassed: ui.Done, competence.PartStudy: ui.Missing}

func (p *Pages) ownCase(w http.ResponseWriter, r *http.Request) error {
	v, err := p.caseView(r, ownTop)
	if err != nil {
		return err
	}
	v.Back, v.BackText = ownTop, p.words(r).T("merit.own_title")
	return p.show(w, r, http.StatusOK, v.Title, false, caseBody(v))
}

func (p *Pages) oneCase(w http.ResponseWriter, r *http.Request) error {
	return p.showCase(w, r, http.StatusOK, nil, map[string]string{"sparat": "merit.said.marked", "startad": "merit.said.started", "avslutad": "merit.said.closed"}[r.URL.Query().Get("klart")])
}

func (p *Pages) showCase(w http.ResponseWriter, r *http.Request, status int, wrong refused, said string) error {
	v, err := p.caseView(r, groupTop)
	if err != nil {
		return err
	}
	if said != "" {
		v.Said = p.words(r).T(said)
	}
	v.Wrong = wrong
	var fields []string
	for _, part := range v.Parts {
		fields = append(fields, "state-"+part.ID, "on-"+part.ID, "note-"+part.ID)
	}
	v.Problems = wrong.problems(append(fields, "how", "on", "result")...)
	return p.show(w, r, status, v.Title, len(v.Problems) > 0, caseBody(v))
}

// caseView reads a validation, and what the person has done that says something about its parts.
func (p *Pages) caseView(r *http.Request, top string) (v casePage, err error) {
	a, c := actorOf(r), p.words(r)
	k, err := p.Competence.Validation(r.Context(), a, r.PathValue("case"))
	if err != nil {
		return v, err
	}
	shown, err := p.Competence.ShownFor(r.Context(), a, k)
	if err != nil {
		return v, err
	}
	name, err := p.nameOf(r.Context(), k.PersonID, k.EmployerID)
	if err != nil {
		return v, err
	}
	v = casePage{Top: top, ID: k.ID, Title: c.T("merit.case_title", "programme", programmeName(k.Programme)), Name: name, Status: caseStatus[k.State], Word: c.T("merit.case." + string(k.State)),
		Export: top + "/validering/" + k.ID + "/underlag.xlsx", Today: p.Staff.Today(), Back: personURL(k.PersonID), BackText: name}
	add := func(key, text string) {
		if text != "" {
			v.Facts = append(v.Facts, ui.Fact{Term: c.T(key), Text: text})
		}
	}
	add("merit.case_provider", k.Provider)
	add("merit.field.orientation", k.Orientation)
	add("merit.case_started", c.DateOf(k.StartedOn))
	add("merit.case_parts", c.T("merit.case_passed", "passed", k.Passed(), "all", len(k.Parts)))
	if k.ClosedOn != "" {
		add("merit.case_ended", c.DateOf(k.ClosedOn))
	}
	add("merit.case_result", k.Result)
	for _, part := range k.Parts {
		one := partView{ID: part.ID, Name: part.Name, State: string(part.State), On: part.On, Note: part.Note, Status: markStatus[part.State], Word: c.T("merit.mark." + string(part.State))}
		if part.On != "" {
			one.OnText = c.DateOf(part.On)
		}
		for _, d := range shown {
			if d.Part == part.ID {
				one.Shown = append(one.Shown, c.T("merit.case_shown", "title", d.Title, "day", c.DateOf(d.On)))
			}
		}
		for _, s := range competence.MarkStates() {
			one.States = append(one.States, ui.Option{Value: string(s), Text: c.T("merit.mark." + string(s))})
		}
		v.Parts = append(v.Parts, one)
	}
	if top != ownTop && k.State == competence.Open && a.PersonID != k.PersonID {
		v.Marks, v.Closes = may.AskSomewhere(a, may.NoteCompetence) == nil, may.AskSomewhere(a, may.CheckMerit) == nil
	}
	return v, nil
}

func (p *Pages) startCase(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("person")
	caseID, err := p.Competence.StartValidation(r.Context(), actorOf(r), competence.Validation{PersonID: id, Programme: r.PostFormValue("programme"),
		Orientation: r.PostFormValue("orientation"), Provider: r.PostFormValue("provider"), StartedOn: r.PostFormValue("from")})
	if f := expected(err); f != nil {
		return p.showPerson(w, r, web.Status(f), id, personPage{Typed: typed(r), Wrong: p.refusal(r, f, "programme")}, "", "", "")
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, groupTop+"/validering/"+caseID+"?klart=startad")
}

func (p *Pages) markCase(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("case")
	k, err := p.Competence.Validation(r.Context(), actorOf(r), id)
	if err != nil {
		return err
	}
	var marks []competence.Mark
	for _, part := range k.Parts {
		marks = append(marks, competence.Mark{Part: part.ID, State: competence.MarkState(r.PostFormValue("state-" + part.ID)), On: r.PostFormValue("on-" + part.ID), Note: r.PostFormValue("note-" + part.ID)})
	}
	err = p.Competence.MarkParts(r.Context(), actorOf(r), id, marks)
	if f := expected(err); f != nil && !errors.Is(err, competence.ErrClosed) {
		return p.showCase(w, r, web.Status(f), p.refusal(r, f, "how"), "")
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, groupTop+"/validering/"+id+"?klart=sparat")
}

func (p *Pages) closeCase(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("case")
	err := p.Competence.CloseValidation(r.Context(), actorOf(r), id, competence.CaseState(r.PostFormValue("how")), r.PostFormValue("on"), r.PostFormValue("result"))
	if f := expected(err); f != nil && !errors.Is(err, competence.ErrClosed) {
		return p.showCase(w, r, web.Status(f), p.refusal(r, f, "how"), "")
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, groupTop+"/validering/"+id+"?klart=avslutad")
}

// export gives what the person has done that maps to the programme, with days and versions, for the school (R187).
func (p *Pages) export(w http.ResponseWriter, r *http.Request) error {
	a, c := actorOf(r), p.words(r)
	k, err := p.Competence.Validation(r.Context(), a, r.PathValue("case"))
	if err != nil {
		return err
	}
	shown, err := p.Competence.ShownFor(r.Context(), a, k)
	if err != nil {
		return err
	}
	name, err := p.nameOf(r.Context(), k.PersonID, k.EmployerID)
	if err != nil {
		return err
	}
	out := [][]string{{c.T("merit.export.person"), c.T("merit.export.programme"), c.T("merit.export.part"), c.T("merit.export.state"), c.T("merit.export.state_on"),
		c.T("merit.export.course"), c.T("merit.export.version"), c.T("merit.export.done"), c.T("merit.export.until"), c.T("merit.export.note")}}
	for _, part := range k.Parts {
		row := []string{name, programmeName(k.Programme), part.Name, c.T("merit.mark." + string(part.State)), part.On}
		found := false
		for _, d := range shown {
			if d.Part == part.ID {
				found = true
				out = append(out, append(append([]string{}, row...), d.Title, strconv.FormatInt(d.Version, 10), d.On, d.Until, d.Note))
			}
		}
		if !found {
			out = append(out, append(row, "", "", "", "", part.Note))
		}
	}
	body, err := grid.Excel(c.T("merit.export.sheet"), out)
	if err != nil {
		return err
	}
	return grid.Send(w, grid.ExcelType, "validering.xlsx", body)
}
