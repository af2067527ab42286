// Package courseweb is the pages of a course: what it is, its lessons, its test, and the report of
// a course taken elsewhere.
package courseweb

import (
	"context"
	"embed"
	"net/http"
	"net/url"

	"yrkesresan/internal/course"
	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/web"
)

// Texts are the words of these pages, for lang.New.
//
//go:embed sv.json sv-latt.json
var Texts embed.FS

// BigBody is what a request may carry where that is more than usual: a certificate and its form.
var BigBody = map[string]int64{"POST /kurs/{id}/rapport": course.MaxCertificate + 1<<20}

// Pages serves them.
type Pages struct {
	Courses *course.Courses
	Studies *course.Studies
	Locals  *course.Locals // what places add inside courses; nil: nothing
	Tree    *org.Tree
	Days    Days  // what a learner has booked; nil: nothing
	After   After // what the workplace asks for beside courses; nil: nothing
	Frame   *page.Frame
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	r.Page("GET /kurs/{id}", web.Own, p.course)
	r.Page("POST /kurs/{id}/borja", web.Own, p.begin)
	r.Page("POST /kurs/{id}/forberedelse/{task}", web.Own, p.tick)
	r.Page("POST /kurs/{id}/uppfoljning", web.Own, p.followUp)
	r.Page("POST /kurs/{id}/lokalt/{local}", web.Own, p.tickLocal)
	r.Page("GET /kurs/{id}/lektion/{lesson}", web.Own, p.lessonBegin)
	r.Page("GET /kurs/{id}/lektion/{lesson}/{step}", web.Own, p.lesson)
	r.Page("POST /kurs/{id}/lektion/{lesson}/{step}", web.Own, p.see)
	r.Page("POST /kurs/{id}/svar/{question}", web.Own, p.answer)
	r.Page("GET /kurs/{id}/prov", web.Own, p.test)
	r.Page("POST /kurs/{id}/prov", web.Own, p.beginTry)
	r.Page("GET /kurs/{id}/prov/{n}", web.Own, p.testQuestion)
	r.Page("POST /kurs/{id}/prov/{n}", web.Own, p.answerTry)
	r.Page("GET /kurs/{id}/prov/resultat", web.Own, p.result)
	r.Page("POST /kurs/{id}/prov/resultat", web.Own, p.finishTry)
	r.Page("GET /kurs/{id}/klar", web.Own, p.done)
	r.Page("POST /kurs/{id}/klar", web.Own, p.finish)
	r.Page("POST /kurs/{id}/reflektion", web.Own, p.reflect)
	r.Page("GET /kurs/{id}/rapport", web.Own, p.report)
	r.Page("POST /kurs/{id}/rapport", web.Own, p.sendReport)
	r.Page("GET /kurs/{id}/rapport/{report}/intyg", web.Own, p.certificate)
	r.Page("GET /kurs/{id}/media/{version}/{name}", web.Own, p.media)
	r.Page("GET "+keptTop, web.To(may.PublishCourse), p.kept)
	r.Page("GET "+keptTop+"/{course}", web.To(may.PublishCourse), p.editions)
	r.Page("POST "+keptTop+"/{course}/{version}", web.To(may.PublishCourse), p.decideEdition)
	r.Page("GET "+triedTop, web.To(may.EditLayer), p.trying)
	r.Page("POST "+triedTop, web.To(may.EditLayer), p.noteTried)
	r.Page("GET /min-grupp/att-godkanna", web.To(may.DecideExternal), p.toDecide)
	r.Page("POST /min-grupp/att-godkanna", web.To(may.DecideExternal), p.decide)
}

// The addresses, written once.
func courseURL(id string) string { return "/kurs/" + url.PathEscape(id) }
func stepURL(id string, at course.Spot) string {
	return courseURL(id) + "/lektion/" + url.PathEscape(at.Lesson) + "/" + url.PathEscape(at.Step)
}
func answerURL(id, question string) string {
	return courseURL(id) + "/svar/" + url.PathEscape(question)
}
func testURL(id string) string   { return courseURL(id) + "/prov" }
func resultURL(id string) string { return courseURL(id) + "/prov/resultat" }
func doneURL(id string) string   { return courseURL(id) + "/klar" }

// placeURL is where a learner goes on.
func placeURL(id string, next course.Place) string {
	switch next.Kind {
	case course.AtStep, course.AtAgain:
		return stepURL(id, next.Spot)
	case course.AtTest:
		return testURL(id)
	case course.AtTasks:
		return courseURL(id) + "#forberedelse"
	case course.AtDay:
		return courseURL(id) + "#kursdag"
	case course.AtFollowUp:
		return courseURL(id) + "#uppfoljning"
	default:
		return doneURL(id)
	}
}

// next is where a learner goes on now.
func (p *Pages) next(pr *course.Progress) course.Place {
	return pr.Next(p.Studies.Now(), p.Studies.Place)
}

// words is the catalogue of the visit.
func (p *Pages) words(r *http.Request) *lang.Catalog { return p.Frame.Catalog(page.Of(r.Context())) }

// titleOf is the course's title as the visitor wants to read it.
func titleOf(ctx context.Context, c *folder.Content) string {
	if page.Of(ctx).Easy && c.EasyTitle != "" {
		return c.EasyTitle
	}
	return c.Title
}

// autosaves tells whether a form saved itself: it wants an answer without a page.
func autosaves(r *http.Request) bool { return r.Header.Get("X-Autospara") != "" }

// expected keeps the faults that a form answers on its own page.
func expected(err error) *fault.Fault {
	if f := fault.Of(err); f != nil && (f.Kind == fault.Invalid || f.Kind == fault.Conflict) {
		return f
	}
	return nil
}

// wrong is the sentence at a field, or "".
func wrong(ctx context.Context, all map[string]string, field string) string {
	if key := all[field]; key != "" {
		return lang.T(ctx, key)
	}
	return ""
}
