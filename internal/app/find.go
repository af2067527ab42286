package app

import (
	"context"
	"embed"
	"io/fs"

	"yrkesresan/internal/access/accessweb"
	"yrkesresan/internal/access/keyweb"
	"yrkesresan/internal/access/roleweb"
	"yrkesresan/internal/appointment/appointweb"
	"yrkesresan/internal/attendance/attendanceweb"
	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/bookweb"
	"yrkesresan/internal/booking/seatweb"
	"yrkesresan/internal/certificate/certificateweb"
	"yrkesresan/internal/certification/certweb"
	"yrkesresan/internal/circle/circleweb"
	"yrkesresan/internal/circle/meetweb"
	"yrkesresan/internal/competence/assessweb"
	"yrkesresan/internal/competence/meritweb"
	"yrkesresan/internal/course/courseweb"
	"yrkesresan/internal/demand/demandweb"
	"yrkesresan/internal/demo/demoweb"
	"yrkesresan/internal/development/mapweb"
	"yrkesresan/internal/development/planweb"
	"yrkesresan/internal/evaluation/evaluationweb"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/framework/frameworkweb"
	"yrkesresan/internal/gap/gapweb"
	"yrkesresan/internal/gap/submitweb"
	"yrkesresan/internal/group/groupweb"
	"yrkesresan/internal/help/helpweb"
	"yrkesresan/internal/introduction/introweb"
	"yrkesresan/internal/journey/draftweb"
	"yrkesresan/internal/journey/journeyweb"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/journey/tailorweb"
	"yrkesresan/internal/library/libraryweb"
	"yrkesresan/internal/message/messageweb"
	"yrkesresan/internal/occasion/occasionweb"
	"yrkesresan/internal/org"
	"yrkesresan/internal/org/orgweb"
	"yrkesresan/internal/org/referenceweb"
	"yrkesresan/internal/platform/api"
	"yrkesresan/internal/platform/backup"
	"yrkesresan/internal/platform/grid/rows"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/practice/practiceweb"
	"yrkesresan/internal/preset/presetweb"
	"yrkesresan/internal/privacy/privacyweb"
	"yrkesresan/internal/profile/describeweb"
	"yrkesresan/internal/profile/profileweb"
	"yrkesresan/internal/record/recordweb"
	"yrkesresan/internal/report/reportweb"
	"yrkesresan/internal/search/searchweb"
	"yrkesresan/internal/staff/sheet"
	"yrkesresan/internal/staff/staffweb"
	"yrkesresan/internal/staffing/staffingweb"
	"yrkesresan/internal/uptake/uptakeweb"
)

//go:embed sv.json
var own embed.FS

// Texts is every room's Swedish, merged.
func Texts() (*lang.Catalog, error) {
	return lang.New(map[string]fs.FS{
		"access":      accessweb.Texts,
		"api":         api.Texts,
		"app":         own,
		"assess":      assessweb.Texts,
		"appointment": appointweb.Texts,
		"attendance":  attendanceweb.Texts,
		"evaluation":  evaluationweb.Texts,
		"backup":      backup.Texts,
		"booking":     booking.Texts,
		"bookweb":     bookweb.Texts,
		"certificate": certificateweb.Texts,
		"course":      courseweb.Texts,
		"circle":      circleweb.Texts,
		"demand":      demandweb.Texts,
		"demo":        demoweb.Texts,
		"development": planweb.Texts,
		"draft":       draftweb.Texts,
		"gap":         gapweb.Texts,
		"keys":        keyweb.Texts,
		"frame":       frame.Texts,
		"framework":   frameworkweb.Texts,
		"group":       groupweb.Texts,
		"help":        helpweb.Texts,
		"journey":     journeyweb.Texts,
		"merit":       meritweb.Texts,
		"map":         mapweb.Texts,
		"library":     libraryweb.Texts,
		"occasion":    occasionweb.Texts,
		"message":     messageweb.Texts,
		"org":         orgweb.Texts,
		"page":        page.Texts,
		"plan":        plan.Texts,
		"practice":    practiceweb.Texts,
		"preset":      presetweb.Texts,
		"meet":        meetweb.Texts,
		"privacy":     privacyweb.Texts,
		"profile":     profileweb.Texts,
		"describe":    describeweb.Texts,
		"record":      recordweb.Texts, "reference": referenceweb.Texts, "role": roleweb.Texts,
		"report": reportweb.Texts,
		"rows":   rows.Texts,
		"search": searchweb.Texts,
		"seats":  seatweb.Texts,
		"sheet":  sheet.Texts,
		"submit": submitweb.Texts,
		"staff":  staffweb.Texts, "tailor": tailorweb.Texts,
		"staffing": staffingweb.Texts,
		"uptake":   uptakeweb.Texts,
		"ui":       ui.Texts,

		"certification": certweb.Texts,
		"introduction":  introweb.Texts,
	})
}

// Municipality finds a municipality by SCB code.
func (a *App) Municipality(ctx context.Context, code string) (org.Node, error) {
	return a.Tree.Municipality(ctx, code, a.Staff.Today())
}

// Person finds who has an employment number at a municipality.
func (a *App) Person(ctx context.Context, code, number string) (string, error) {
	m, err := a.Municipality(ctx, code)
	if err != nil {
		return "", err
	}
	return a.Staff.ByNumber(ctx, m.ID, number)
}

// CourseTitles gives what every course is called, by id.
func (a *App) CourseTitles(ctx context.Context) (map[string]string, error) {
	all, err := a.Courses.All(ctx)
	out := make(map[string]string, len(all))
	for _, c := range all {
		out[c.ID] = c.Title
	}
	return out, err
}

// EarlierBlock is what the block of what a person has done besides is called.
func EarlierBlock() string {
	texts, err := Texts()
	if err != nil {
		return ""
	}
	return texts.T("journey.block.earlier")
}
