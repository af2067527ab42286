// Package submitweb is the pages of submitted gaps: what a municipality submits, what its RSS and the
// nation read, and the RSS's board of what municipalities do together.
package submitweb

import (
	"context"
	"embed"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"yrkesresan/internal/gap"
	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/gap/hide"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/profile/layer"
)

// Texts are the words of these pages, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// Pages serves them.
type Pages struct {
	Gaps  *gap.Gaps
	Tree  *org.Tree
	Frame *page.Frame
	Today func() string
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	r.Page("GET /kommun/behov", web.To(may.SubmitFigures), p.submission)
	r.Page("POST /kommun/behov", web.To(may.SubmitFigures), p.submit)
	r.Page("POST /kommun/behov/ta-tillbaka", web.To(may.SubmitFigures), p.withdraw)
	r.Page("GET /kommun/behov/gemensamt", web.To(may.SubmitFigures), p.joint)
	r.Page("POST /kommun/behov/gemensamt", web.To(may.SubmitFigures), p.choose)
	r.Page("POST /kommun/behov/gemensamt/svar", web.To(may.SubmitFigures), p.answer)
	r.Page("GET /rss/kompetens", web.To(may.SeeSubmitted), p.region)
	r.Page("GET /rss/kompetens/kommun", web.To(may.SeeSubmitted), p.town)
	r.Page("GET /rss/kompetens/fil", web.To(may.SeeSubmitted), p.file)
	r.Page("GET /rss/kompetens/tavla", web.To(may.SeeSubmitted), p.board)
	r.Page("GET /rss/kompetens/tavla/nytt", web.To(may.PlanJointly), p.newWork)
	r.Page("POST /rss/kompetens/tavla", web.To(may.PlanJointly), p.propose)
	r.Page("GET /rss/kompetens/tavla/{work}", web.To(may.SeeSubmitted), p.work)
	r.Page("POST /rss/kompetens/tavla/{work}", web.To(may.PlanJointly), p.changeWork)
	r.Page("GET /nationen/kompetens", web.To(may.SeeSubmitted), p.nation)
}

func (p *Pages) catalog(r *http.Request) *lang.Catalog {
	return p.Frame.Catalog(page.Of(r.Context()))
}

// filterOf reads which figures are asked for.
func filterOf(q url.Values) gap.Filter {
	return gap.Filter{Occupation: q.Get("yrke"), Area: q.Get("omrade"), Framework: q.Get("ramverk"), Tag: q.Get("amne"), Requirement: q.Get("krav"),
		Formal: q.Get("bara") == "formellt", Risk: q.Get("bara") == "risk"}
}

// chosen is a filter as parts of an address.
func chosen(f gap.Filter) []string {
	only := ""
	switch {
	case f.Formal:
		only = "formellt"
	case f.Risk:
		only = "risk"
	}
	return []string{"yrke", f.Occupation, "omrade", f.Area, "ramverk", f.Framework, "amne", f.Tag, "krav", f.Requirement, "bara", only}
}

// share is "45 av 120 (38 %)": percent stands beside the count, and for managers and upwards only.
func share(c *lang.Catalog, part, all int64) string {
	if all == 0 {
		return c.T("submit.dash")
	}
	return c.T("submit.share", "part", lang.Number(part), "all", lang.Number(all), "percent", lang.Percent(part, all))
}

// toldCells are told figures as cells: asked for, held, lacking, to develop, to recruit. What may not be
// shown says so.
func toldCells(c *lang.Catalog, s hide.Sum) []string {
	hidden := c.T("submit.not_shown")
	out := []string{hidden, hidden, hidden, hidden, hidden}
	if s.Groups == 0 {
		return out
	}
	out[0] = lang.Number(s.Required)
	if s.Of > 0 {
		out[1], out[2] = share(c, s.Held, s.Of), lang.Number(s.Gap())
	}
	switch {
	case s.GapOf > 0:
		out[3], out[4] = lang.Number(s.Develop), lang.Number(s.Recruit)
		if rest := s.Gap() - s.GapOf; rest > 0 { // of some it is told how many, not how
			out[3] = c.T("submit.at_least", "n", lang.Number(s.Develop))
			out[4] = c.T("submit.at_least", "n", lang.Number(s.Recruit))
		}
	case s.Of > 0 && s.Gap() == 0:
		out[3], out[4] = "0", "0"
	}
	return out
}

// exactCells are exact figures as cells, for the municipality's own page.
func exactCells(c *lang.Catalog, col count.Column) []string {
	return []string{lang.Number(col.Required), share(c, col.Held, col.Required), lang.Number(col.Gap()), lang.Number(col.Develop), lang.Number(col.Recruit)}
}

func (p *Pages) figureColumns(c *lang.Catalog, first string) []ui.Column {
	return []ui.Column{{Title: first}, {Title: c.T("submit.required"), Number: true}, {Title: c.T("submit.held"), Number: true}, {Title: c.T("submit.gap"), Number: true},
		{Title: c.T("submit.develop"), Number: true}, {Title: c.T("submit.recruit"), Number: true}}
}

// marks are the words beside a requirement's name: that it is formal, that IVO points at it, that it is
// critical.
func marks(c *lang.Catalog, f gap.Figure, w layer.Weight) []string {
	var out []string
	if f.Formal {
		out = append(out, c.T("submit.formal"))
	}
	if f.Risk {
		out = append(out, c.T("submit.risk"))
	}
	if w == layer.Critical {
		out = append(out, c.T("submit.critical"))
	}
	return out
}

func texts(cells []string) []templ.Component {
	out := make([]templ.Component, len(cells))
	for i, text := range cells {
		out[i] = ui.Text(text)
	}
	return out
}

// townOf is the municipality that a page is about: the one named, else the visitor's first.
func (p *Pages) townOf(ctx context.Context, named string) (string, []org.Node, error) {
	all, err := p.Tree.Employers(ctx, web.ActorOf(ctx), may.SubmitFigures, p.Today())
	if err != nil {
		return "", nil, err
	}
	if named == "" && len(all) > 0 {
		named = all[0].ID
	}
	if named == "" {
		return "", nil, gap.ErrNotTown
	}
	// A place inside a town leads to what the town submits: figures of places link here.
	at, err := p.Tree.Find(ctx, named, p.Today())
	if err != nil {
		return "", nil, err
	}
	deepest := ""
	for _, n := range all {
		if may.Within(at.Path, n.Path) && len(n.Path) > len(deepest) {
			named, deepest = n.ID, n.Path
		}
	}
	return named, all, nil
}

// others leads to the same page of other places, when there are several.
func others(all []org.Node, here, path string) []ui.Link {
	var out []ui.Link
	if len(all) < 2 {
		return nil
	}
	for _, n := range all {
		out = append(out, ui.Link{Href: page.At(path, "plats", n.ID), Text: n.Name, Current: n.ID == here})
	}
	return out
}

// number reads a whole number; what is no number is −1, which no rule takes.
func number(text string) int64 {
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return -1
	}
	return n
}

func when(c *lang.Catalog, at, now time.Time) string { return c.When(at, now) }

// among tells whether an error is one of some.
func among(err error, some ...error) bool {
	for _, e := range some {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}
