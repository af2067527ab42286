package libraryweb

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"yrkesresan/internal/library"
	"yrkesresan/internal/library/state"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// mine lists one's own examples and what one has asked about others'.
func (p *Pages) mine(w http.ResponseWriter, r *http.Request) error {
	ctx, c, a := r.Context(), p.catalog(r), actor(r)
	all, err := p.Library.Mine(ctx, a)
	if err != nil {
		return err
	}
	asked, err := p.Library.Asked(ctx, a)
	if err != nil {
		return err
	}
	s := &sheet.Sheet{Title: c.T("library.mine"), Said: said(c, r), Back: ui.Link{Href: examplesAt, Text: c.T("library.examples")}}
	if len(all) == 0 {
		s.Add(ui.Empty(ui.EmptyProps{Icon: "pencil", Title: c.T("library.none_mine"), Text: c.T("library.examples_lead")}))
	} else {
		s.Add(ui.Parts(caseParts(c, all, ownAt)))
	}
	s.Add(sheet.Links(ui.LinkButtonProps{Href: newAt, Text: c.T("library.tell"), Icon: "plus"}, ui.LinkButtonProps{Href: askedAt, Text: c.T("library.questions"), Kind: ui.Secondary}))
	if len(asked) > 0 {
		s.Add(sheet.Heading(c.T("library.asked")))
	}
	for _, t := range asked {
		s.Add(sheet.Smaller(t.Title), sheet.Written(t.Note))
		if t.Answer == "" {
			s.Add(sheet.State(ui.Ongoing, c.T("library.not_answered")))
		} else {
			s.Add(sheet.State(ui.Done, c.T("library.answer")), sheet.Written(t.Answer))
		}
	}
	return s.Show(w, r, p.Frame)
}

// caseParts list examples with how far they have come.
func caseParts(c *lang.Catalog, all []library.Example, prefix string) (out []ui.Part) {
	for _, x := range all {
		kind, word := exampleStatus(c, x)
		out = append(out, ui.Part{Href: at(prefix, x.ID), Title: x.Title, Note: fromWords(x), Status: kind, Word: word})
	}
	return out
}

// exampleStatus is how far an example has come, in a word.
func exampleStatus(c *lang.Catalog, x library.Example) (ui.StatusKind, string) {
	word := c.T("library.example." + string(x.State))
	if x.State == state.Published && x.DeskID != "" {
		return ui.Ongoing, c.T("library.example_wider")
	}
	switch x.State {
	case state.Published:
		return ui.Done, word
	case state.Draft:
		return ui.NotStarted, word
	case state.Changes:
		return ui.Missing, word
	case state.Held:
		return ui.Paused, word
	case state.Declined, state.Withdrawn:
		return ui.NotApplicable, word
	}
	return ui.Ongoing, word
}

func (p *Pages) newExample(w http.ResponseWriter, r *http.Request) error {
	return p.showNew(w, r, nil)
}

func (p *Pages) showNew(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	c := p.catalog(r)
	s := &sheet.Sheet{Title: c.T("library.tell"), Lead: c.T("library.tell_lead"), Wrong: wrong, Back: ui.Link{Href: examplesAt, Text: c.T("library.examples")}}
	jobs, err := p.Library.Workplaces(r.Context(), actor(r))
	if err != nil {
		return err
	}
	if len(jobs) == 0 {
		s.Add(sheet.Para(c.T(library.ErrNowhere.Key)))
		return s.Show(w, r, p.Frame)
	}
	var places []ui.Option
	for _, j := range jobs {
		if !slices.ContainsFunc(places, func(o ui.Option) bool { return o.Value == j.UnitID }) {
			places = append(places, ui.Option{Value: j.UnitID, Text: j.UnitName})
		}
	}
	s.Add(sheet.Note(ui.Info, c.T("library.no_persons")))
	if err := p.exampleForm(s, r, library.Example{Wish: state.Wide}, places, sheet.Send{Action: newAt, Button: c.T("library.save_draft")}); err != nil {
		return err
	}
	return s.Show(w, r, p.Frame)
}

// exampleForm puts the fields of an example on a sheet.
func (p *Pages) exampleForm(s *sheet.Sheet, r *http.Request, x library.Example, places []ui.Option, send sheet.Send) error {
	c := p.catalog(r)
	ref, err := p.Reference.CachedReference(r.Context())
	if err != nil {
		return err
	}
	chosen := ref.Chosen()
	tick := func(b bool) string {
		if b {
			return "1"
		}
		return ""
	}
	pairs := []string{"rubrik", x.Title, "gjorde", x.Story.Did, "hur", x.Story.How, "gav", x.Story.Gave, "for_vem", x.Story.For, "omrade", x.Story.Area, "spridning", string(x.Wish), "namn", tick(x.Named), "kontakt", tick(x.Contact)}
	for name, values := range map[string][]string{"amnen": x.Story.Topics, "yrken": x.Story.Occupations} {
		for _, v := range values {
			pairs = append(pairs, name, v)
		}
	}
	f := s.Form(r, pairs...)
	if len(places) > 1 {
		f.Pick(p.field(c, "arbetsplats", "workplace"), places)
	}
	f.Input(p.field(c, "rubrik", "example_title")).Input(rows(p.field(c, "gjorde", "did"), 4, false)).Input(rows(p.field(c, "hur", "how"), 4, true)).Input(rows(p.field(c, "gav", "gave"), 4, false))
	forWhom := p.field(c, "for_vem", "for")
	forWhom.Optional = true
	f.Input(forWhom).Pick(p.field(c, "omrade", "area"), p.areas(c, chosen))
	p.fold(s, r, f, c.T("library.topics_and_work"), func(f *sheet.Form) {
		f.Choose(p.field(c, "amnen", "topic"), true, choices(p.topics(c, chosen)))
		f.Choose(p.field(c, "yrken", "occupation"), true, choices(p.occupations(c, chosen)))
	}, pairs, "amnen", "yrken")
	var spreads []ui.Choice
	for _, w := range state.Spreads() {
		spreads = append(spreads, ui.Choice{Value: string(w), Text: c.T("library.wish." + string(w))})
	}
	f.Choose(p.field(c, "spridning", "wish"), false, spreads)
	f.Tick(p.field(c, "namn", "named")).Tick(p.field(c, "kontakt", "contact"))
	f.End(send)
	return nil
}

// typedExample reads what was written about an example.
func typedExample(r *http.Request) library.Example {
	n := number(r, "utgava") // reads the form, too
	f := r.PostForm
	plain := func(name string) string { return strings.ReplaceAll(f.Get(name), "\r\n", "\n") }
	return library.Example{ID: r.PathValue("example"), UnitID: f.Get("arbetsplats"), Title: f.Get("rubrik"), Wish: state.Spread(f.Get("spridning")), Named: f.Get("namn") != "", Contact: f.Get("kontakt") != "", Revision: n,
		Story: library.Story{Did: plain("gjorde"), How: plain("hur"), Gave: plain("gav"), For: f.Get("for_vem"), Area: f.Get("omrade"), Topics: f["amnen"], Occupations: f["yrken"]}}
}

func (p *Pages) saveExample(w http.ResponseWriter, r *http.Request) error {
	x := typedExample(r)
	saved, err := p.Library.SaveExample(r.Context(), actor(r), x)
	if err != nil {
		wrong, err := p.refused(r, err)
		switch {
		case err != nil:
			return err
		case x.ID == "":
			return p.showNew(w, r, wrong)
		}
		return p.showOwn(w, r, wrong)
	}
	return web.Redirect(w, r, at(ownAt, saved.ID)+"?gjort=sparat")
}

func (p *Pages) own(w http.ResponseWriter, r *http.Request) error { return p.showOwn(w, r, nil) }

// showOwn is one's own example: how far it has come, what was said about it, and while it may be changed its form.
func (p *Pages) showOwn(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	c, a := p.catalog(r), actor(r)
	x, err := p.Library.Case(r.Context(), a, r.PathValue("example"))
	if err != nil {
		return err
	}
	if !slices.Contains(x.Parts, state.Author) {
		return library.ErrNoExample
	}
	here := at(ownAt, x.ID)
	s := &sheet.Sheet{Title: x.Title, Lead: x.Unit, Wrong: wrong, Said: said(c, r), Back: ui.Link{Href: mineAt, Text: c.T("library.mine")}}
	kind, word := exampleStatus(c, x.Example)
	s.Add(sheet.State(kind, word), sheet.Para(c.T("library.next."+string(x.State))))
	if len(x.Events) > 0 {
		s.Add(sheet.More(c.T("library.history"), sheet.List(eventLines(c, x.Events))))
	}
	if last := len(x.Events) - 1; last >= 0 && x.Events[last].Note != "" {
		s.Add(sheet.Note(ui.Warn, x.Events[last].Note))
	}
	if !x.State.Editable() {
		if err := p.tell(s, r, x.Example); err != nil {
			return err
		}
		p.ownMoves(s, r, x, here)
		return s.Show(w, r, p.Frame)
	}
	s.Add(sheet.Note(ui.Info, c.T("library.no_persons")))
	if err := p.exampleForm(s, r, x.Example, nil, sheet.Send{Action: here, Hidden: [][2]string{revision(x.Revision)}, Button: c.T("library.save"), Kind: ui.Secondary}); err != nil {
		return err
	}
	p.pictureForms(s, r, x, here)
	p.ownMoves(s, r, x, here)
	return s.Show(w, r, p.Frame)
}

func (p *Pages) pictureForms(s *sheet.Sheet, r *http.Request, x library.Case, here string) {
	c := p.catalog(r)
	s.Add(sheet.Heading(c.T("library.pictures")))
	for _, pic := range x.Pictures {
		s.Add(picture(at(exampleAt, x.ID, "/bild/", pic.ID), pic.About),
			sheet.Row(pic.Name, pic.About, sheet.FormOf(sheet.Send{Action: here + "/bild/" + url.PathEscape(pic.ID) + "/ta-bort", Button: c.T("library.remove"), Kind: ui.Secondary, About: pic.Name})))
	}
	file := p.field(c, "fil", "picture")
	file.Type = "file"
	s.Form(r).Input(file).Input(p.field(c, "bildtext", "picture_about")).Tick(p.field(c, "samtycke", "consent")).
		End(sheet.Send{Action: here + "/bild", Files: true, Button: c.T("library.add_picture"), Kind: ui.Secondary})
}

// ownMoves are what the author may do; before sending, what may point at somebody is told.
func (p *Pages) ownMoves(s *sheet.Sheet, r *http.Request, x library.Case, here string) {
	c := p.catalog(r)
	send := func(f *sheet.Form, m state.Move, key string, kind ui.ButtonKind) {
		f.End(sheet.Send{Action: here + "/steg", Hidden: [][2]string{{"steg", string(m)}, revision(x.Revision)}, Button: c.T(key), Kind: kind})
	}
	for _, m := range x.May {
		switch m {
		case state.Send:
			s.Add(sheet.Heading(c.T("library.send")), sheet.Para(c.T("library.send_lead")))
			f := s.Form(r)
			if hints := x.Hints(); len(hints) > 0 {
				var told []string
				for _, h := range hints {
					told = append(told, c.T("library.hint."+string(h)))
				}
				f.Put(sheet.Note(ui.Warn, c.T("library.hinted", "what", c.And(told...)))).Tick(p.field(c, "sett", "looked"))
			}
			send(f, m, "library.send_do", ui.Primary)
		case state.Withdraw:
			send(s.Form(r), m, "library.withdraw_do", ui.Quiet)
		case state.Reopen:
			send(s.Form(r), m, "library.reopen_do", ui.Secondary)
		}
	}
	if x.State == state.Draft {
		s.Add(sheet.More(c.T("library.delete"), sheet.Para(c.T("library.delete_lead")),
			sheet.FormOf(sheet.Send{Action: here + "/ta-bort", Hidden: [][2]string{revision(x.Revision)}, Button: c.T("library.delete_do"), Kind: ui.Danger})))
	}
}

func (p *Pages) deleteExample(w http.ResponseWriter, r *http.Request) error {
	if err := p.Library.DeleteExample(r.Context(), actor(r), r.PathValue("example"), number(r, "utgava")); err != nil {
		wrong, err := p.refused(r, err)
		if err != nil {
			return err
		}
		r.PostForm = nil // the form of the text was not sent: it shows what is saved
		return p.showOwn(w, r, wrong)
	}
	return web.Redirect(w, r, mineAt+"?gjort=borttaget")
}

func eventLines(c *lang.Catalog, all []library.Event) (out []string) {
	for _, e := range all {
		line := c.T("library.event."+string(e.Move), "day", c.Date(e.At.In(lang.Zone())))
		if e.Note != "" {
			line += " " + e.Note
		}
		out = append(out, line)
	}
	return out
}

func (p *Pages) ownStep(w http.ResponseWriter, r *http.Request) error {
	id, n := r.PathValue("example"), number(r, "utgava")
	m := state.Move(r.PostFormValue("steg"))
	if state.By(m) != state.Author {
		return library.ErrState
	}
	if err := p.Library.Go(r.Context(), actor(r), id, library.Step{Move: m, Revision: n, Looked: r.PostFormValue("sett") != ""}); err != nil {
		wrong, err := p.refused(r, err)
		if err != nil {
			return err
		}
		r.PostForm = nil // the form of the text was not sent: it shows what is saved
		return p.showOwn(w, r, wrong)
	}
	done := "klart"
	if m == state.Send {
		done = "skickat"
	}
	return web.Redirect(w, r, at(ownAt, id)+"?gjort="+done)
}

func (p *Pages) addPicture(w http.ResponseWriter, r *http.Request) error {
	up, closed, err := readForm(r)
	defer closed()
	id := r.PathValue("example")
	if err == nil {
		err = p.Library.AddPicture(r.Context(), actor(r), id, up, r.PostFormValue("bildtext"), r.PostFormValue("samtycke") != "")
	}
	if err != nil {
		wrong, err := p.refused(r, err)
		if err != nil {
			return err
		}
		r.PostForm = nil // the form of the text was not sent: it shows what is saved
		return p.showOwn(w, r, wrong)
	}
	return web.Redirect(w, r, at(ownAt, id)+"?gjort=sparat")
}

func (p *Pages) dropPicture(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("example")
	if err := p.Library.DropPicture(r.Context(), actor(r), id, r.PathValue("picture")); err != nil {
		return err
	}
	return web.Redirect(w, r, at(ownAt, id)+"?gjort=sparat")
}
