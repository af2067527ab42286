package libraryweb

import (
	"net/http"
	"strings"
	"time"

	"yrkesresan/internal/library"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

func (p *Pages) mountExamples(r web.Router) {
	r.Page("GET "+examplesAt, web.Own, p.examples)
	r.Page("GET "+exampleAt+"{example}", web.Own, p.example)
	r.Page("POST "+exampleAt+"{example}/prova", web.Own, p.ask)
	r.Page("POST "+exampleAt+"{example}/bygg", web.Own, p.buildOn)
	r.Page("GET "+exampleAt+"{example}/bild/{picture}", web.Own, p.picture)
	r.Page("GET "+mineAt, web.Own, p.mine)
	r.Page("GET "+newAt, web.Own, p.newExample)
	r.Page("POST "+newAt, web.Own, p.saveExample)
	r.Page("GET "+ownAt+"{example}", web.Own, p.own)
	r.Page("POST "+ownAt+"{example}", web.Own, p.saveExample)
	r.Page("POST "+ownAt+"{example}/steg", web.Own, p.ownStep)
	r.Page("POST "+ownAt+"{example}/ta-bort", web.Own, p.deleteExample)
	r.Page("POST "+ownAt+"{example}/bild", web.Own, p.addPicture)
	r.Page("POST "+ownAt+"{example}/bild/{picture}/ta-bort", web.Own, p.dropPicture)
	r.Page("GET "+reviewAt, web.To(may.KeepMaterial), p.queue)
	r.Page("GET "+reviewAt+"/{example}", web.Own, p.review)
	r.Page("POST "+reviewAt+"/{example}", web.Own, p.reviewStep)
	r.Page("GET "+groupAt, web.To(may.PlanPerson), p.group)
	r.Page("GET "+askedAt, web.Own, p.questions)
	r.Page("POST "+askedAt+"/{question}", web.Own, p.answer)
}

// examples is the list of good examples, by what is looked for.
func (p *Pages) examples(w http.ResponseWriter, r *http.Request) error {
	ctx, c, a := r.Context(), p.catalog(r), actor(r)
	f, n := filter(r)
	all, total, err := p.Library.Browse(ctx, a, f)
	if err != nil {
		return err
	}
	ref, err := p.Reference.CachedReference(ctx)
	if err != nil {
		return err
	}
	towns, err := p.Library.Municipalities(ctx, a)
	if err != nil {
		return err
	}
	chosen := ref.Chosen()
	s := &sheet.Sheet{Title: c.T("library.examples"), Lead: c.T("library.examples_lead"), Said: said(c, r), Back: ui.Link{Href: string(page.LearningHub), Text: c.T("library.learning")}}
	s.Add(sheet.Links(ui.LinkButtonProps{Href: newAt, Text: c.T("library.tell"), Icon: "plus"}, ui.LinkButtonProps{Href: mineAt, Text: c.T("library.mine"), Kind: ui.Secondary}))
	town := append(options(c.T("library.any")), placeOptions(towns)...)
	s.Add(p.searchForm(c, examplesAt, f, narrowed(f), pick(c, "omrade", "area", f.Area, p.areas(c, chosen)), pick(c, "amne", "topic", f.Topic, p.topics(c, chosen)),
		pick(c, "yrke", "occupation", f.Occupation, p.occupations(c, chosen)), pick(c, "kommun", "municipality", f.Municipality, town)))
	if total == 0 {
		s.Add(ui.Empty(ui.EmptyProps{Icon: "search", Title: c.T("library.no_examples"), Text: c.T("library.no_examples_tip")}))
		return s.Show(w, r, p.Frame)
	}
	var parts []ui.Part
	for _, x := range all {
		note := cut(firstLine(x.Story.Gave), 160)
		if from := fromWords(x); from != "" {
			note += " " + from + "."
		}
		parts = append(parts, ui.Part{Href: at(exampleAt, x.ID), Title: x.Title, Note: note})
	}
	s.Add(sheet.Para(c.T("library.examples_found", "n", total)), ui.Parts(parts), ui.Pager(page.Pager(filtered(examplesAt, f), "sida", n, total, library.PerPage)))
	return s.Show(w, r, p.Frame)
}

// fromWords tell where an example is from; of a protected identity not the unit.
func fromWords(x library.Example) string {
	var out []string
	for _, s := range []string{x.Unit, x.Employer, x.Municipality} {
		if s != "" && (len(out) == 0 || out[len(out)-1] != s) {
			out = append(out, s)
		}
	}
	return strings.Join(out, ", ")
}

func firstLine(text string) string {
	if all := paragraphs(text); len(all) > 0 {
		return all[0]
	}
	return ""
}

// paragraphs are the lines of a text that say something.
func paragraphs(text string) (out []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

func (p *Pages) example(w http.ResponseWriter, r *http.Request) error {
	return p.showExample(w, r, nil)
}

func (p *Pages) showExample(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	ctx, c, a := r.Context(), p.catalog(r), actor(r)
	x, err := p.Library.Example(ctx, a, r.PathValue("example"))
	if err != nil {
		return err
	}
	s := &sheet.Sheet{Title: x.Title, Lead: fromWords(x), Wrong: wrong, Said: said(c, r), Back: ui.Link{Href: examplesAt, Text: c.T("library.examples")}}
	if err := p.tell(s, r, x); err != nil {
		return err
	}
	if x.PersonID == a.PersonID {
		s.Add(sheet.Links(ui.LinkButtonProps{Href: at(ownAt, x.ID), Text: c.T("library.follow_own"), Kind: ui.Secondary}))
		return s.Show(w, r, p.Frame)
	}
	s.Add(sheet.Heading(c.T("library.want_to_try")), sheet.Para(c.T("library.want_lead")))
	s.Form(r).Input(rows(p.field(c, "fraga", "question"), 3, false)).End(sheet.Send{Action: at(exampleAt, x.ID, "/prova"), Button: c.T("library.ask_do")})
	s.Add(sheet.Heading(c.T("library.build")), sheet.Para(c.T("library.build_lead")))
	s.Form(r).End(sheet.Send{Action: at(exampleAt, x.ID, "/bygg"), Button: c.T("library.build_do"), Kind: ui.Secondary})
	if may.AskSomewhere(a, may.KeepMaterial) == nil || may.AskSomewhere(a, may.PlanPerson) == nil {
		if _, err := p.Library.Case(ctx, a, x.ID); err == nil {
			s.Add(sheet.Links(ui.LinkButtonProps{Href: at(reviewAt+"/", x.ID), Text: c.T("library.review_this"), Kind: ui.Secondary}))
		}
	}
	return s.Show(w, r, p.Frame)
}

// tell adds what an example says.
func (p *Pages) tell(s *sheet.Sheet, r *http.Request, x library.Example) error {
	c := p.catalog(r)
	ref, err := p.Reference.CachedReference(r.Context())
	if err != nil {
		return err
	}
	s.Add(told(c.T("library.f.did"), x.Story.Did), told(c.T("library.f.how"), x.Story.How), told(c.T("library.f.gave"), x.Story.Gave))
	for _, pic := range x.Pictures {
		s.Add(picture(at(exampleAt, x.ID, "/bild/", pic.ID), pic.About))
	}
	var facts []ui.Fact
	add := func(key, text string) {
		if text != "" {
			facts = append(facts, ui.Fact{Term: c.T("library.f." + key), Text: text})
		}
	}
	add("for", x.Story.For)
	areas := []string{x.Story.Area}
	if x.Story.Area == "" {
		areas = nil
	}
	add("about_for", strings.Join(tagWords(ref, x.Story.Topics, areas, x.Story.Occupations), ", "))
	add("author", x.Author)
	if x.Basis != nil {
		text := c.T("library.basis", "title", x.Basis.Title, "owner", x.Basis.Owner)
		if x.Basis.Title == "" {
			text = x.Basis.Owner
		}
		body := ui.Text(text)
		if x.Basis.ID != "" {
			body = linkList([]linkView{{Href: at(exampleAt, x.Basis.ID), Text: text}})
		}
		facts = append(facts, ui.Fact{Term: c.T("library.f.based_on"), Body: body})
	}
	if x.PublishedOn != "" {
		add("published", c.DateOf(x.PublishedOn))
	}
	if len(facts) > 0 {
		s.Add(sheet.Heading(c.T("library.about_example")), ui.Facts(facts))
	}
	return nil
}

func (p *Pages) ask(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("example")
	if err := p.Library.Ask(r.Context(), actor(r), id, r.PostFormValue("fraga")); err != nil {
		wrong, err := p.refused(r, err)
		if err != nil {
			return err
		}
		return p.showExample(w, r, wrong)
	}
	return web.Redirect(w, r, at(exampleAt, id)+"?gjort=fraga")
}

func (p *Pages) buildOn(w http.ResponseWriter, r *http.Request) error {
	x, err := p.Library.BuildOn(r.Context(), actor(r), r.PathValue("example"))
	if err != nil {
		wrong, err := p.refused(r, err)
		if err != nil {
			return err
		}
		return p.showExample(w, r, wrong)
	}
	return web.Redirect(w, r, at(ownAt, x.ID)+"?gjort=sparat")
}

// picture shows a picture, which is a JPEG or a PNG by its bytes and nothing else.
func (p *Pages) picture(w http.ResponseWriter, r *http.Request) error {
	body, kind, err := p.Library.OpenPicture(r.Context(), actor(r), r.PathValue("example"), r.PathValue("picture"))
	if err != nil {
		return err
	}
	defer body.Close()
	if kind != "image/png" && kind != "image/jpeg" {
		return library.ErrNoFile
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, no-cache")
	http.ServeContent(w, r, "", time.Time{}, body)
	return nil
}

// questions are what others have asked about one's examples.
func (p *Pages) questions(w http.ResponseWriter, r *http.Request) error {
	return p.showQuestions(w, r, nil)
}

func (p *Pages) showQuestions(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	c := p.catalog(r)
	all, err := p.Library.Questions(r.Context(), actor(r))
	if err != nil {
		return err
	}
	s := &sheet.Sheet{Title: c.T("library.questions"), Lead: c.T("library.questions_lead"), Wrong: wrong, Said: said(c, r), Back: ui.Link{Href: mineAt, Text: c.T("library.mine")}}
	if len(all) == 0 {
		s.Add(ui.Empty(ui.EmptyProps{Icon: "message-circle", Title: c.T("library.no_questions")}))
	}
	for _, t := range all {
		who := t.Name
		if t.Unit != "" {
			who += ", " + t.Unit
		}
		s.Add(sheet.Heading(t.Title), sheet.Quiet(who), sheet.Written(t.Note))
		if t.Answer != "" {
			s.Add(sheet.Smaller(c.T("library.answer")), sheet.Written(t.Answer))
			continue
		}
		x := rows(p.field(c, "svar", "answer"), 3, false)
		value, problem := "", ""
		if r.PathValue("question") == t.ID { // several forms stand here: what was typed belongs to one
			value, problem = r.PostFormValue("svar"), wrong["svar"]
		}
		s.Add(sheet.FormOf(sheet.Send{Action: at(askedAt+"/", t.ID), Button: c.T("library.answer_do"), About: t.Title},
			ui.TextArea(ui.FieldProps{Name: "svar", ID: "svar-" + t.ID, Label: x.Label, Tip: x.Tip, Rows: x.Rows, Value: value, Error: problem})))
	}
	return s.Show(w, r, p.Frame)
}

func (p *Pages) answer(w http.ResponseWriter, r *http.Request) error {
	if err := p.Library.Answer(r.Context(), actor(r), r.PathValue("question"), r.PostFormValue("svar")); err != nil {
		wrong, err := p.refused(r, err)
		if err != nil {
			return err
		}
		return p.showQuestions(w, r, wrong)
	}
	return web.Redirect(w, r, askedAt+"?gjort=svar")
}
