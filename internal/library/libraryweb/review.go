package libraryweb

import (
	"net/http"
	"slices"
	"strings"

	"yrkesresan/internal/library"
	"yrkesresan/internal/library/state"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// queue lists what waits to be reviewed.
func (p *Pages) queue(w http.ResponseWriter, r *http.Request) error {
	c := p.catalog(r)
	waiting, published, err := p.Library.Queue(r.Context(), actor(r))
	if err != nil {
		return err
	}
	s := &sheet.Sheet{Title: c.T("library.queue"), Lead: c.T("library.queue_lead"), Said: said(c, r), Back: ui.Link{Href: examplesAt, Text: c.T("library.examples")}}
	if len(waiting) == 0 {
		s.Add(ui.Empty(ui.EmptyProps{Icon: "circle-check", Title: c.T("library.queue_empty")}))
	} else {
		s.Add(ui.Parts(caseParts(c, waiting, reviewAt+"/")))
	}
	if len(published) > 0 {
		s.Add(sheet.Heading(c.T("library.published_from")), ui.Parts(caseParts(c, published, reviewAt+"/")))
	}
	return s.Show(w, r, p.Frame)
}

// group lists what has been sent from the units that the visitor leads.
func (p *Pages) group(w http.ResponseWriter, r *http.Request) error {
	c := p.catalog(r)
	all, err := p.Library.FromUnits(r.Context(), actor(r))
	if err != nil {
		return err
	}
	s := &sheet.Sheet{Title: c.T("library.group"), Lead: c.T("library.group_lead"), Said: said(c, r), Back: ui.Link{Href: "/min-grupp", Text: c.T("library.to_group")}}
	if len(all) == 0 {
		s.Add(ui.Empty(ui.EmptyProps{Icon: "users", Title: c.T("library.group_empty")}))
	} else {
		s.Add(ui.Parts(caseParts(c, all, reviewAt+"/")))
	}
	s.Add(sheet.Links(ui.LinkButtonProps{Href: askedAt, Text: c.T("library.questions"), Kind: ui.Secondary}))
	return s.Show(w, r, p.Frame)
}

func (p *Pages) review(w http.ResponseWriter, r *http.Request) error { return p.showReview(w, r, nil) }

// showReview is an example for the unit's manager and who reviews it.
func (p *Pages) showReview(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	c, a := p.catalog(r), actor(r)
	x, err := p.Library.Case(r.Context(), a, r.PathValue("example"))
	if err != nil {
		return err
	}
	if slices.Contains(x.Parts, state.Author) {
		return web.Redirect(w, r, at(ownAt, x.ID))
	}
	back := ui.Link{Href: groupAt, Text: c.T("library.group")}
	if slices.Contains(x.Parts, state.Keeper) && may.AskSomewhere(a, may.KeepMaterial) == nil {
		back = ui.Link{Href: reviewAt, Text: c.T("library.queue")}
	}
	s := &sheet.Sheet{Title: x.Title, Lead: fromWords(x.Example), Wrong: wrong, Said: said(c, r), Back: back}
	kind, word := exampleStatus(c, x.Example)
	s.Add(sheet.State(kind, word), sheet.Para(c.T("library.wished", "how", c.T("library.wish_short."+string(x.Wish)))))
	if len(x.Events) > 0 {
		s.Add(sheet.More(c.T("library.history"), sheet.List(eventLines(c, x.Events))))
	}
	if hints := x.Hints(); len(hints) > 0 && len(x.May) > 0 {
		var told []string
		for _, h := range hints {
			told = append(told, c.T("library.hint."+string(h)))
		}
		s.Add(sheet.Note(ui.Warn, c.T("library.hinted", "what", c.And(told...))))
	}
	if err := p.tell(s, r, x.Example); err != nil {
		return err
	}
	p.moves(s, r, c, x)
	return s.Show(w, r, p.Frame)
}

// moves is one form: what is done, and why.
func (p *Pages) moves(s *sheet.Sheet, r *http.Request, c *lang.Catalog, x library.Case) {
	var steps []ui.Choice
	for _, m := range x.May {
		if m == state.Publish || m == state.Widen {
			for _, to := range spreads(x, m) {
				steps = append(steps, ui.Choice{Value: string(m) + " " + string(to), Text: c.T("library.move." + string(m) + "." + string(to))})
			}
			continue
		}
		steps = append(steps, ui.Choice{Value: string(m), Text: c.T("library.move." + string(m))})
	}
	if len(steps) == 0 {
		return
	}
	s.Add(sheet.Heading(c.T("library.decide")))
	s.Form(r).Choose(sheet.Field{Name: "steg", Label: c.T("library.f.step")}, false, steps).Input(rows(p.field(c, "skal", "reason"), 3, true)).
		End(sheet.Send{Action: at(reviewAt+"/", x.ID), Hidden: [][2]string{revision(x.Revision)}, Button: c.T("library.decide_do")})
}

// spreads are how far an example may be spread by who reviews it now: at most what the author wishes and the place may.
func spreads(x library.Case, m state.Move) (out []state.Spread) {
	for _, to := range state.Spreads() {
		if !to.Wider(state.Granted(x.Wish, x.Widest)) && (m == state.Publish || to.Wider(x.Spread)) {
			out = append(out, to)
		}
	}
	return out
}

func (p *Pages) reviewStep(w http.ResponseWriter, r *http.Request) error {
	id, n := r.PathValue("example"), number(r, "utgava")
	step := library.Step{Revision: n, Note: r.PostFormValue("skal")}
	step.Move, step.Spread = typedStep(r.PostFormValue("steg"))
	err := error(library.ErrChoice.On("steg"))
	if step.Move != "" && state.By(step.Move) != state.Author {
		err = p.Library.Go(r.Context(), actor(r), id, step)
	}
	if err != nil {
		wrong, err := p.refused(r, err)
		if err != nil {
			return err
		}
		return p.showReview(w, r, wrong)
	}
	// A reviewer who has let it go on may see it no more.
	if _, err := p.Library.Case(r.Context(), actor(r), id); err != nil {
		return web.Redirect(w, r, reviewAt+"?gjort=klart")
	}
	return web.Redirect(w, r, at(reviewAt+"/", id)+"?gjort=klart")
}

// typedStep reads a move and, after a space, how far it spreads.
func typedStep(s string) (state.Move, state.Spread) {
	m, to, _ := strings.Cut(s, " ")
	return state.Move(m), state.Spread(to)
}
