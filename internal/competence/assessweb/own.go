package assessweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// asked gives what is asked of a person at an employer, by area. Whom nothing is asked of gets none.
func (p *Pages) asked(ctx context.Context, personID, employerID string) ([]area, error) {
	if employerID == "" {
		return nil, nil
	}
	on := p.Staff.Today()
	mine, err := p.Gaps.Person(ctx, page.Of(ctx).Actor, personID, employerID, on)
	if err != nil {
		return nil, err
	}
	book, err := p.Frameworks.Book(ctx, on)
	if err != nil {
		return nil, err
	}
	var items []gap.Item
	for _, w := range mine.Works {
		items = append(items, w.Items...)
	}
	return areasOf(book, items, false), nil
}

// ownView is where one's own assessments begin.
type ownView struct {
	Areas     []ui.Part
	Employers []ui.Part // when the person has more than one
	Requests  []ui.Part // what others have asked
	Asked     []askedPart
	Ask       string
	Said      string
}

type askedPart struct {
	ID, Title, Note string
	Open            bool
}

func (p *Pages) own(w http.ResponseWriter, r *http.Request) error {
	visit := page.Of(r.Context())
	c := p.Frame.Catalog(visit)
	employer, all, err := p.employer(r.Context(), visit.Actor.PersonID, r.FormValue("arbetsgivare"))
	if err != nil {
		return err
	}
	areas, err := p.asked(r.Context(), visit.Actor.PersonID, employer)
	if err != nil {
		return err
	}
	var v ownView
	if len(all) > 1 {
		for _, n := range all {
			part := ui.Part{Title: n.Name}
			if n.ID != employer {
				part.Href = page.At("/min-kompetens/bedomning", "arbetsgivare", n.ID)
			} else {
				part.Note = c.T("assess.own.here")
			}
			v.Employers = append(v.Employers, part)
		}
	}
	list, err := p.Competence.Assessments(r.Context(), visit.Actor, visit.Actor.PersonID, employer)
	if err != nil {
		return err
	}
	sides, err := p.Competence.LatestNow(r.Context(), list)
	if err != nil {
		return err
	}
	for _, a := range areas {
		n := 0
		for _, e := range a.needs {
			if _, have := sides[competence.Side{Requirement: e.Key, By: held.Self}]; have {
				n++
			}
		}
		part := ui.Part{Href: page.At("/min-kompetens/bedomning/omrade", "arbetsgivare", employer, "omrade", a.id), Title: a.name, Note: c.T("assess.own.progress", "n", n, "all", len(a.needs)), Status: ui.NotStarted}
		if n == len(a.needs) {
			part.Status = ui.Done
		} else if n > 0 {
			part.Status = ui.Ongoing
		}
		v.Areas = append(v.Areas, part)
	}
	if v.Ask = page.At("/min-kompetens/bedomning/kollega", "arbetsgivare", employer); len(areas) == 0 {
		v.Ask = ""
	}
	if err := p.requests(r, c, &v); err != nil {
		return err
	}
	for name, key := range map[string]string{"fragat": "assess.ask.sent", "svarat": "assess.answer.sent", "avbojt": "assess.answer.declined", "tillbaka": "assess.ask.withdrawn"} {
		if r.URL.Query().Has(name) {
			v.Said = c.T(key)
		}
	}
	return p.Frame.Show(w, r, http.StatusOK, "assess.own.title", ownPage(v))
}

// requests adds what others have asked of the person, and whom the person has asked.
func (p *Pages) requests(r *http.Request, c *lang.Catalog, v *ownView) error {
	actor := page.Of(r.Context()).Actor
	open, err := p.Competence.Requests(r.Context(), actor)
	if err != nil {
		return err
	}
	about, err := p.Competence.RequestsAbout(r.Context(), actor)
	if err != nil {
		return err
	}
	for _, q := range open {
		name, err := p.nameOf(r.Context(), q.PersonID, q.ControllerID)
		if err != nil {
			return err
		}
		v.Requests = append(v.Requests, ui.Part{Href: "/min-kompetens/bedomning/svara/" + url.PathEscape(q.ID), Title: c.T("assess.answer.about", "name", name), Note: c.T("assess.answer.until", "date", c.DateOf(q.Until))})
	}
	for _, q := range about {
		name, err := p.nameOf(r.Context(), q.ColleagueID, q.ControllerID)
		if err != nil {
			return err
		}
		part := askedPart{ID: q.ID, Title: name, Open: q.Open(p.Staff.Today())}
		switch {
		case part.Open:
			part.Note = c.T("assess.ask.waits", "date", c.DateOf(q.Until))
		case q.State == competence.AskAnswered:
			part.Note = c.T("assess.ask.answered")
		default: // that somebody would not is nobody's business
			part.Note = c.T("assess.ask.over")
		}
		v.Asked = append(v.Asked, part)
	}
	return nil
}

// nameOf is what a colleague is called at an employer; of a protected identity the contact code (rule 7).
func (p *Pages) nameOf(ctx context.Context, personID, employerID string) (string, error) {
	cards, err := p.Staff.Cards(ctx, personID)
	if err != nil {
		return "", err
	}
	for _, card := range cards {
		if card.EmployerID == employerID {
			return strings.TrimSpace(card.Shown()), nil
		}
	}
	return "", nil
}

// formView is one area to be assessed, a requirement at a time.
type formView struct {
	Title, Lead, Over string
	Action            string
	Hidden            []hidden
	Back, Next        ui.Link
	Needs             []needForm
	Notes, Share      bool // may write notes; may show them
	Wrong             map[string]string
	Said              string
	Decline           string // where one declines
	Save              string
}

type hidden struct{ Name, Value string }

// legend is the question: to oneself, or about somebody else.
func (v formView) legend(ctx context.Context) string {
	if v.Share {
		return lang.T(ctx, "assess.legend")
	}
	return lang.T(ctx, "assess.legend_other")
}

// needForm is one requirement with its choices and goals.
type needForm struct {
	Name, About, Field string
	Choices            []ui.Choice
	Goals              []goalForm
	Sum                string // what the goals bear together
	Others             []string
	Note               string
	NoteShown          bool
	Error              string
}

type goalForm struct {
	Field, Text, Value string
	Options            []ui.Option
}

// needs lays out the requirements of an area with what one side has said, and the others beside.
func (p *Pages) needs(c *lang.Catalog, a area, sides competence.Sides, by held.Assessor, notes bool) (out []needForm) {
	for i, e := range a.needs {
		name := field(i, 0)
		f := needForm{Name: e.Name, About: e.About, Field: name}
		mine := sides[competence.Side{Requirement: e.Key, By: by}]
		value := valueOf(sides, competence.Side{Requirement: e.Key, By: by})
		f.Choices = append(f.Choices, ui.Choice{Value: noneYet, Text: c.T("assess.none"), Chosen: value == noneYet})
		for _, l := range e.Frame.Scheme() {
			f.Choices = append(f.Choices, ui.Choice{Value: l.Key, Text: l.Name, Note: l.About, Chosen: value == l.Key})
		}
		if notes {
			f.Note, f.NoteShown = mine.Note, mine.NoteShown
		}
		for k, g := range e.Goals {
			f.Goals = append(f.Goals, goalForm{field(i, k+1), g.Text, valueOf(sides, competence.Side{Requirement: e.Key, Goal: g.ID, By: by}), levels(c, e.Frame, true)})
		}
		if sum := held.SumGoals(e, sides.Goals(e, by)); sum.Assessed > 0 {
			word := c.T("assess.none")
			if sum.Rank > 0 {
				word = e.Frame.Scheme()[sum.Rank-1].Name
			}
			f.Sum = c.T("assess.goals.sum", "n", sum.Assessed, "of", sum.Of, "level", word)
		}
		for _, other := range held.Assessors() {
			m, have := sides[competence.Side{Requirement: e.Key, By: other}]
			if other == by || !have {
				continue
			}
			line := c.T("assess.said_by."+string(other), "level", levelName(c, e, m.Level), "date", c.DateOf(m.On))
			if m.Note != "" {
				line += " " + m.Note
			}
			f.Others = append(f.Others, line)
		}
		out = append(out, f)
	}
	return out
}

// read gives what a form says that differs from what is noted. typed lays the form out again as it was
// filled in.
func read(r *http.Request, a area, sides competence.Sides, by held.Assessor, personID string) (all []competence.Judgement) {
	for i, e := range a.needs {
		note, shown := strings.TrimSpace(r.PostFormValue("n"+field(i, 0))), r.PostFormValue("d"+field(i, 0)) != ""
		side := competence.Side{Requirement: e.Key, By: by}
		value, was := r.PostFormValue(field(i, 0)), sides[side]
		if value == "" || value == unsaid {
			value = valueOf(sides, side)
		}
		if value != unsaid && (value != valueOf(sides, side) || note != was.Note || note != "" && shown != was.NoteShown) {
			all = append(all, competence.Judgement{PersonID: personID, Requirement: e.Key, Level: levelFrom(value), Note: note, NoteShown: shown && note != ""})
		}
		for k, g := range e.Goals {
			side.Goal = g.ID
			if v := r.PostFormValue(field(i, k+1)); v != "" && v != unsaid && v != valueOf(sides, side) {
				all = append(all, competence.Judgement{PersonID: personID, Requirement: e.Key, Goal: g.ID, Level: levelFrom(v)})
			}
		}
	}
	return all
}

// typed lays what was filled in over a form that is shown again.
func typed(r *http.Request, needs []needForm) {
	for i := range needs {
		f := &needs[i]
		if v := r.PostFormValue(f.Field); v != "" {
			for k := range f.Choices {
				f.Choices[k].Chosen = f.Choices[k].Value == v
			}
		}
		f.Note, f.NoteShown = r.PostFormValue("n"+f.Field), r.PostFormValue("d"+f.Field) != ""
		for k := range f.Goals {
			if v := r.PostFormValue(f.Goals[k].Field); v != "" {
				f.Goals[k].Value = v
			}
		}
	}
}

// ownSides is the person's own area and what has been said about it.
func (p *Pages) ownSides(r *http.Request) (employer string, areas []area, here area, sides competence.Sides, err error) {
	actor := page.Of(r.Context()).Actor
	if employer, _, err = p.employer(r.Context(), actor.PersonID, r.FormValue("arbetsgivare")); err != nil {
		return employer, nil, here, nil, err
	}
	if areas, err = p.asked(r.Context(), actor.PersonID, employer); err != nil {
		return employer, nil, here, nil, err
	}
	here, known := find(areas, r.FormValue("omrade"))
	if !known {
		return employer, nil, here, nil, competence.ErrNoRequirement
	}
	list, err := p.Competence.Assessments(r.Context(), actor, actor.PersonID, employer)
	if err != nil {
		return employer, areas, here, nil, err
	}
	sides, err = p.Competence.LatestNow(r.Context(), list)
	return employer, areas, here, sides, err
}

func (p *Pages) ownArea(w http.ResponseWriter, r *http.Request) error {
	return p.showOwnArea(w, r, http.StatusOK, nil)
}

func (p *Pages) showOwnArea(w http.ResponseWriter, r *http.Request, status int, wrongs map[string]string) error {
	c := p.Frame.Catalog(page.Of(r.Context()))
	employer, areas, here, sides, err := p.ownSides(r)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(areas, func(a area) bool { return a.id == here.id })
	v := formView{Title: here.name, Over: c.T("assess.own.over", "n", i+1, "of", len(areas)), Lead: c.T("assess.own.lead"), Action: "/min-kompetens/bedomning/omrade", Notes: true, Share: true, Wrong: wrongs, Save: c.T("assess.own.save")}
	v.Hidden = []hidden{{"arbetsgivare", employer}, {"omrade", here.id}}
	v.Back = ui.Link{Href: page.At("/min-kompetens/bedomning", "arbetsgivare", employer), Text: c.T("assess.own.title")}
	if i+1 < len(areas) {
		v.Save = c.T("assess.own.save_next")
	}
	if r.URL.Query().Has("sparat") {
		v.Said = c.T("assess.own.saved")
	}
	v.Needs = p.needs(c, here, sides, held.Self, true)
	if len(wrongs) > 0 {
		typed(r, v.Needs)
	}
	shell := p.Frame.Shell(r, v.Title)
	shell.Wrong = len(wrongs) > 0
	return p.Frame.ShowAs(w, r, status, shell, formPage(v))
}

func (p *Pages) saveOwn(w http.ResponseWriter, r *http.Request) error {
	actor := page.Of(r.Context()).Actor
	c := p.Frame.Catalog(page.Of(r.Context()))
	employer, areas, here, sides, err := p.ownSides(r)
	if err != nil {
		return err
	}
	wrongs, err := wrong(c, p.Competence.Assess(r.Context(), actor, employer, read(r, here, sides, held.Self, actor.PersonID), held.Self))
	if err != nil {
		return err
	}
	if len(wrongs) > 0 {
		return p.showOwnArea(w, r, http.StatusUnprocessableEntity, wrongs)
	}
	next := ""
	if i := slices.IndexFunc(areas, func(a area) bool { return a.id == here.id }); i+1 < len(areas) {
		next = areas[i+1].id
	}
	if next == "" {
		return web.Redirect(w, r, page.At("/min-kompetens/bedomning", "arbetsgivare", employer))
	}
	return web.Redirect(w, r, page.At("/min-kompetens/bedomning/omrade", "arbetsgivare", employer, "omrade", next, "sparat", "1"))
}
