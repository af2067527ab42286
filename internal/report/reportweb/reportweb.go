// Package reportweb is the pages of figures: how it goes in a unit, an operation and a municipality,
// what the municipality submits, and what its region and the nation read.
package reportweb

import (
	"context"
	"embed"
	"net/http"
	"net/url"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/report"
)

// Texts are the words of these pages, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// Courses is what these pages ask of the courses.
type Courses interface {
	// Title is what a course is called; "" when there is no such course.
	Title(ctx context.Context, courseID string) (string, error)
}

// Pages serves them.
type Pages struct {
	Figures *report.Figures
	Tree    *org.Tree
	Courses Courses
	Frame   *page.Frame
	Today   func() string
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	r.Page("GET /nationen", web.To(may.SeeSubmitted), p.nation)
	r.Page("GET /nationen/fil", web.To(may.SeeSubmitted), p.nationFile)
	r.Page("GET /rss", web.To(may.SeeSubmitted), p.region)
	r.Page("GET /rss/fil", web.To(may.SeeSubmitted), p.regionFile)
	r.Page("GET /omrade", web.To(may.SeeFigures), p.area)
	r.Page("GET /kommun/genomforande", web.To(may.SeeFigures), p.progress)
	r.Page("GET /kommun/genomforande/fil", web.To(may.SeeFigures), p.progressFile)
	r.Page("GET /kommun/siffror", web.To(may.SubmitFigures), p.submission)
	r.Page("POST /kommun/siffror", web.To(may.SubmitFigures), p.submit)
	r.Page("POST /kommun/siffror/ta-tillbaka", web.To(may.SubmitFigures), p.withdraw)
}

// choice reads which figures are asked for.
func choice(q url.Values) report.Choice {
	return report.Choice{Journey: q.Get("resa"), Occupation: q.Get("yrke"), Area: q.Get("omrade"), Course: q.Get("kurs")}
}

// share is "45 av 120 (38 %)": percent stands beside the count, and for managers and upwards only.
func share(c *lang.Catalog, part, all int64) string {
	if all == 0 {
		return c.T("report.nobody")
	}
	return c.T("report.share", "part", lang.Number(part), "all", lang.Number(all), "percent", lang.Percent(part, all))
}

func (p *Pages) catalog(r *http.Request) *lang.Catalog {
	return p.Frame.Catalog(page.Of(r.Context()))
}
