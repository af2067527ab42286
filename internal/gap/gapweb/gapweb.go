// Package gapweb is the pages of what competence is asked for and held: one's own, a unit's people, one of
// them, and the live figures of operations and municipalities (R196–R198, R204, R218, R362).
package gapweb

import (
	"context"
	"embed"
	"net/http"

	"yrkesresan/internal/development"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/grid"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staff"
)

// Texts are the words of these pages and of the room's faults, for lang.New.
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
	Gaps    *gap.Gaps
	Plans   *development.Plans
	Staff   *staff.Staff
	Tree    *org.Tree
	Courses Courses
	Places  Places
	Frame   *page.Frame
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	r.Page("GET /min-kompetens", web.Own, p.own)
	r.Page("POST /min-kompetens/lagg-i-plan", web.Own, p.planOwn)
	r.Page("GET /min-grupp/kompetens", web.To(may.SeeCompetence), p.unit)
	r.Page("GET /min-grupp/kompetens/fil", web.To(may.SeeCompetence), p.unitFile)
	r.Page("GET "+personTop+"/{person}", web.To(may.SeeCompetence), p.person)
	r.Page("POST "+personTop+"/{person}/lagg-i-plan", web.To(may.PlanPerson), p.planOf)
	r.Page("GET /omrade/kompetens", web.To(may.SeeFigures), p.area)
	r.Page("GET /kommun/kompetens", web.To(may.SeeFigures), p.place)
	r.Page("GET /kommun/kompetens/fil", web.To(may.SeeFigures), p.placeFile)
	r.Page("POST /kommun/kompetens/rakna", web.To(may.SeeCompetence), p.reckon)
	r.Page("GET /kommun/kompetens/rakning/{task_id}", web.To(may.SeeCompetence), p.reckoned)
	r.Page("GET "+forecastPath, web.To(may.SeeCompetence), p.forecast)
	r.Page("POST "+forecastPath+"/anstalla", web.To(may.EditPlan), p.hire)
	r.Page("POST "+forecastPath+"/anstalla/{hire}/ta-bort", web.To(may.EditPlan), p.endHire)
	r.Page("POST "+forecastPath+"/alder", web.To(may.ImportStaff), p.ages)
}

func (p *Pages) catalog(r *http.Request) *lang.Catalog { return p.Frame.Catalog(page.Of(r.Context())) }

// send gives rows as a file of the kind that is asked for.
func send(w http.ResponseWriter, r *http.Request, name, title string, rows [][]string) error {
	if r.URL.Query().Get("format") != "xlsx" {
		return grid.Send(w, grid.CSVType, name+".csv", grid.CSV(rows))
	}
	book, err := grid.Excel(title, rows)
	if err != nil {
		return err
	}
	return grid.Send(w, grid.ExcelType, name+".xlsx", book)
}
