// Package evaluationweb is the pages of what people think of course days: the questions, an occasion's answers, and
// formats compared.
package evaluationweb

import (
	"embed"
	"net/http"

	"yrkesresan/internal/evaluation"
	"yrkesresan/internal/evaluation/tally"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// Texts are the words of these pages and of what people are told, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// Pages serves them.
type Pages struct {
	Evaluations *evaluation.Evaluations
	Frame       *page.Frame
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	r.Page("GET /utvardering", web.Own, p.list)
	r.Page("GET /utvardering/{ask}", web.Own, p.form)
	r.Page("POST /utvardering/{ask}", web.Own, p.answer)
	r.Page("GET /kurstillfallen/{occasion}/utvardering", web.Own, p.results)
	r.Page("GET /kurstillfallen/utvardering", web.To(may.ArrangeDays), p.compare)
}

// listView is what somebody is asked.
type listView struct {
	Said string
	Asks []ui.Part
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	all, err := p.Evaluations.Own(r.Context(), web.ActorOf(r.Context()))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := listView{}
	if r.URL.Query().Get("gjort") == "ja" {
		v.Said = c.T("evaluation.thanks")
	}
	for _, a := range all {
		v.Asks = append(v.Asks, ui.Part{Href: "/utvardering/" + a.ID, Title: a.Occasion.Title, Note: c.T("evaluation.ask."+string(a.Kind)) + " " + c.T("evaluation.until", "day", c.DateOf(a.Until))})
	}
	return p.Frame.Show(w, r, http.StatusOK, "evaluation.title", listPage(v))
}

// formView is the questions with what was chosen and what was wrong.
type formView struct {
	Ask       evaluation.Ask
	Title     string
	Lead      string
	Questions []ui.ChoicesProps
	Words     string
	WordsText string
	Wrong     map[string]string // field → message key
	Fields    []string
}

func (p *Pages) form(w http.ResponseWriter, r *http.Request) error {
	return p.show(w, r, http.StatusOK, map[string]string{}, "", nil)
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, status int, choices map[string]string, words string, wrong map[string]string) error {
	ask, err := p.Evaluations.Find(r.Context(), web.ActorOf(r.Context()), r.PathValue("ask"))
	if err != nil {
		return err
	}
	if ask.Answered {
		return web.Redirect(w, r, "/utvardering?gjort=ja")
	}
	c := p.catalog(r)
	kind := string(ask.Kind)
	v := formView{Ask: ask, Title: c.T("evaluation.form."+kind, "course", ask.Occasion.Title), Lead: c.T("evaluation.lead."+kind, "day", c.DateOf(ask.Occasion.LastDay)),
		Words: words, WordsText: c.T("evaluation.words." + kind), Wrong: wrong}
	for _, q := range tally.Questions(ask.Kind, ask.Joint) {
		x := ui.ChoicesProps{Name: q.ID, Legend: c.T("evaluation.q." + kind + "." + q.ID), Error: word(c, wrong[q.ID])}
		for _, choice := range q.Choices {
			x.Choices = append(x.Choices, ui.Choice{Value: choice, Text: c.T("evaluation.a." + kind + "." + q.ID + "." + choice), Chosen: choices[q.ID] == choice})
		}
		v.Questions, v.Fields = append(v.Questions, x), append(v.Fields, q.ID)
	}
	v.Fields = append(v.Fields, "words")
	s := p.Frame.Shell(r, v.Title)
	s.Wrong = status != http.StatusOK
	return p.Frame.ShowAs(w, r, status, s, formPage(v))
}

func (p *Pages) answer(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), web.ActorOf(r.Context())
	ask, err := p.Evaluations.Find(ctx, a, r.PathValue("ask"))
	if err != nil {
		return err
	}
	choices := map[string]string{}
	for _, q := range tally.Questions(ask.Kind, ask.Joint) {
		if is := r.PostFormValue(q.ID); is != "" {
			choices[q.ID] = is
		}
	}
	words := r.PostFormValue("words")
	err = p.Evaluations.Answer(ctx, a, ask.ID, choices, words)
	f := fault.Of(err)
	switch {
	case f != nil && f.Key == evaluation.ErrAnswered.Key, err == nil:
		return web.Redirect(w, r, "/utvardering?gjort=ja")
	case f != nil && (f.Kind == fault.Invalid || f.Kind == fault.Conflict):
		return p.show(w, r, http.StatusUnprocessableEntity, choices, words, map[string]string{f.Field: f.Key})
	}
	return err
}

// resultView is what people thought of an occasion.
type resultView struct {
	Title, Back string
	Kinds       []kindView
}

type kindView struct {
	Title, Rate, Few string
	Tables           []ui.TableProps
	Words            []string
}

func (p *Pages) results(w http.ResponseWriter, r *http.Request) error {
	o, all, err := p.Evaluations.Results(r.Context(), web.ActorOf(r.Context()), r.PathValue("occasion"))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := resultView{Title: c.T("evaluation.results", "course", o.Title, "day", c.DateOf(o.FirstDay)), Back: "/kurstillfallen/" + o.ID}
	if may.AskSomewhere(web.ActorOf(r.Context()), may.ArrangeDays) != nil { // whoever leads it has a page of their own
		v.Back = "/kursledare/" + o.ID
	}
	for _, x := range all {
		k := kindView{Title: c.T("evaluation.kind." + string(x.Kind)), Rate: rate(c, x.Answered, x.Asked), Words: x.Words}
		if x.Asked == 0 {
			k.Rate = c.T("evaluation.nobody." + string(x.Kind))
		} else if !x.Enough {
			k.Rate, k.Few = c.T("evaluation.asked", "n", x.Asked), c.T("evaluation.few", "few", tally.Few)
		}
		for _, q := range x.Counted {
			k.Tables = append(k.Tables, counts(c, x.Kind, q))
		}
		v.Kinds = append(v.Kinds, k)
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, v.Title), resultPage(v))
}

// rate says how many of those who were asked have answered.
func rate(c *lang.Catalog, answered, asked int) string {
	if asked == 0 {
		return c.T("evaluation.none")
	}
	return c.T("evaluation.rate", "n", answered, "of", asked, "percent", lang.Percent(int64(answered), int64(asked)))
}

func counts(c *lang.Catalog, k tally.Kind, q tally.Counted) ui.TableProps {
	name := string(k) + "." + q.ID
	t := ui.TableProps{ID: string(k) + "-" + q.ID, Cards: true, Caption: c.T("evaluation.q." + name), Columns: []ui.Column{{Title: c.T("evaluation.answer")}, {Title: c.T("evaluation.number"), Number: true}}}
	for _, x := range q.Counts {
		t.Rows = append(t.Rows, row(c.T("evaluation.a."+name+"."+x.Choice), rate(c, x.N, q.N)))
	}
	return t
}

// word is the text of a message key; "" of none.
func word(c *lang.Catalog, key string) string {
	if key == "" {
		return ""
	}
	return c.T(key)
}

// row is a row of words.
func row(head string, cells ...string) ui.Row {
	r := ui.Row{Head: text(head)}
	for _, cell := range cells {
		r.Cells = append(r.Cells, text(cell))
	}
	return r
}

// compareView is formats beside one another.
type compareView struct {
	From, Until string
	Wrong       map[string]string
	Held        string
	Kinds       []kindView
}

func (p *Pages) compare(w http.ResponseWriter, r *http.Request) error {
	c, q := p.catalog(r), r.URL.Query()
	v := compareView{From: q.Get("fran"), Until: q.Get("till"), Wrong: map[string]string{}}
	for field, day := range map[string]string{"fran": v.From, "till": v.Until} {
		if day != "" && !lang.IsDay(day) {
			v.Wrong[field] = "evaluation.day_wrong"
		}
	}
	if len(v.Wrong) > 0 {
		s := p.Frame.Shell(r, c.T("evaluation.compare"))
		s.Wrong = true
		return p.Frame.ShowAs(w, r, http.StatusUnprocessableEntity, s, comparePage(v))
	}
	all, n, err := p.Evaluations.Compare(r.Context(), web.ActorOf(r.Context()), q.Get("kurs"), v.From, v.Until)
	if err != nil {
		return err
	}
	v.Held = c.T("evaluation.held", "n", n)
	for _, x := range all {
		v.Kinds = append(v.Kinds, kindView{Title: c.T("evaluation.kind." + string(x.Kind)), Tables: []ui.TableProps{formats(c, x)}})
	}
	return p.Frame.Show(w, r, http.StatusOK, "evaluation.compare", comparePage(v))
}

func formats(c *lang.Catalog, x evaluation.Comparison) ui.TableProps {
	main := string(x.Kind) + "." + tally.Main(x.Kind).ID
	t := ui.TableProps{ID: string(x.Kind), Cards: true, Caption: c.T("evaluation.q." + main), Columns: []ui.Column{{Title: c.T("evaluation.format")}, {Title: c.T("evaluation.days"), Number: true},
		{Title: c.T("evaluation.answered"), Number: true}, {Title: c.T("evaluation.good." + string(x.Kind)), Number: true}}}
	for _, l := range x.Lines {
		answered, good := c.T("evaluation.hidden"), c.T("evaluation.hidden")
		if l.Shown() {
			answered, good = rate(c, l.Answered, l.Asked), rate(c, l.Good, l.Answered)
		}
		t.Rows = append(t.Rows, row(c.T("evaluation.format."+l.Format), lang.Number(l.Occasions), answered, good))
	}
	return t
}

func (p *Pages) catalog(r *http.Request) *lang.Catalog { return p.Frame.Catalog(page.Of(r.Context())) }
