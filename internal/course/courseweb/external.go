package courseweb

import (
	"errors"
	"math"
	"net/http"

	"yrkesresan/internal/course"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// externalView is a course that somebody else gives, on its page.
type externalView struct {
	ID, Provider, URL, Hours, How string
	CanReport                     bool
	Status                        *feedback
	Certificate                   ui.Link
}

func (p *Pages) externalView(r *http.Request, pr *course.Progress) (*externalView, error) {
	c, e := p.words(r), pr.Course.External
	v := &externalView{ID: pr.Study.CourseID, Provider: e.Provider, URL: e.URL, Hours: c.Duration(int(math.Round(e.Hours * 60))), How: e.Report, CanReport: true}
	reports, err := p.Studies.OwnReports(r.Context(), web.ActorOf(r.Context()), pr.Study.CourseID)
	if err != nil || len(reports) == 0 {
		return v, err
	}
	last := reports[0]
	just := r.URL.Query().Get("skickat") != ""
	switch last.Decision {
	case course.Waiting:
		v.CanReport = false
		v.Status = &feedback{Lines: []string{c.T("course.report_waits", "date", last.MadeAt)}, Just: just}
	case course.Declined:
		v.Status = &feedback{Kind: ui.Warn, Title: c.T("course.report_declined"), Lines: []string{last.Reason, c.T("course.report_again")}}
	default:
		v.Status = &feedback{Kind: ui.OK, Lines: []string{c.T("course.report_done", "date", c.DateOf(last.DoneOn))}, Just: just}
	}
	if last.FileName != "" {
		v.Certificate = ui.Link{Href: courseURL(v.ID) + "/rapport/" + last.ID + "/intyg", Text: c.T("course.own_certificate", "name", last.FileName)}
	}
	return v, nil
}

// reportPage is the form "Jag är klar".
type reportPage struct {
	ID, Title string
	Today, On string
	Waits     bool
	Wrong     map[string]string
}

func (p *Pages) report(w http.ResponseWriter, r *http.Request) error {
	return p.showReport(w, r, http.StatusOK, reportPage{})
}

func (p *Pages) showReport(w http.ResponseWriter, r *http.Request, status int, v reportPage) error {
	pr, err := p.Studies.OwnLessons(r.Context(), web.ActorOf(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	if pr.Course.Kind != course.External {
		return course.ErrNotExternal
	}
	v.ID, v.Title, v.Today = pr.Study.CourseID, titleOf(r.Context(), pr.Course), p.Studies.Staff.Today()
	s := p.Frame.Shell(r, p.words(r).T("course.report_title", "title", v.Title))
	s.Wrong = len(v.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, s, reportBody(v))
}

func (p *Pages) sendReport(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	done, err := readReport(r)
	if err == nil {
		_, err = p.Studies.ReportExternal(r.Context(), web.ActorOf(r.Context()), id, done)
	}
	if errors.Is(err, course.ErrReported) {
		return web.Redirect(w, r, courseURL(id)+"?skickat=1") // that page says how it stands
	}
	if f := expected(err); f != nil && f.Field != "" {
		return p.showReport(w, r, web.Status(f), reportPage{On: done.On, Wrong: map[string]string{f.Field: f.Key}})
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, courseURL(id)+"?skickat=1")
}

// readReport reads the form and its file; a request that is too large has a file that is.
func readReport(r *http.Request) (course.Done, error) {
	var tooLarge *http.MaxBytesError
	err := r.ParseMultipartForm(1 << 20)
	if errors.As(err, &tooLarge) {
		return course.Done{}, course.ErrFileLarge.On("file")
	}
	if err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return course.Done{}, &fault.Fault{Kind: fault.Invalid, Key: course.ErrDate.Key, Field: "on", Cause: err}
	}
	done := course.Done{On: r.PostFormValue("on")}
	file, header, err := r.FormFile("file")
	if err == nil {
		done.File, done.FileName = file, header.Filename
	}
	return done, nil
}

// decidePage is what waits for a manager.
type decidePage struct {
	Reports  []decideView
	Said     string
	Problems []ui.Problem
}

type decideView struct {
	ID, Name, Unit, Title string
	Done, Sent            string
	Certificate           string // address; "" when none came along
	Reason, Error         string
}

func (p *Pages) toDecide(w http.ResponseWriter, r *http.Request) error {
	said := map[string]string{"ja": "course.decided_yes", "nej": "course.decided_no", "redan": "course.already_decided"}[r.URL.Query().Get("klart")]
	return p.showDecide(w, r, http.StatusOK, said, "", "", "")
}

// showDecide lists the reports; wrong is about the report with the given id.
func (p *Pages) showDecide(w http.ResponseWriter, r *http.Request, status int, said, id, reason, wrong string) error {
	waiting, err := p.Studies.ToDecide(r.Context(), web.ActorOf(r.Context()))
	if err != nil {
		return err
	}
	c := p.words(r)
	var v decidePage
	if said != "" {
		v.Said = c.T(said)
	}
	for _, d := range waiting {
		one := decideView{ID: d.ID, Name: d.Name, Unit: d.UnitName, Title: d.Title, Done: c.DateOf(d.DoneOn), Sent: c.Date(d.MadeAt)}
		if d.FileName != "" {
			one.Certificate = courseURL(d.CourseID) + "/rapport/" + d.ID + "/intyg"
		}
		if d.ID == id && wrong != "" {
			one.Reason, one.Error = reason, c.T(wrong)
			v.Problems = []ui.Problem{{Field: "skal-" + id, Text: one.Error}}
		}
		v.Reports = append(v.Reports, one)
	}
	s := p.Frame.Shell(r, c.T("course.decide_title"))
	s.Wrong = len(v.Problems) > 0
	return p.Frame.ShowAs(w, r, status, s, decideBody(v))
}

func (p *Pages) decide(w http.ResponseWriter, r *http.Request) error {
	id, answer, reason := r.PostFormValue("rapport"), r.PostFormValue("beslut"), r.PostFormValue("skal")
	if answer != "ja" {
		answer = "nej"
	}
	err := p.Studies.DecideExternal(r.Context(), web.ActorOf(r.Context()), id, answer == "ja", reason)
	switch f := expected(err); {
	case errors.Is(err, course.ErrDecided):
		answer = "redan"
	case f != nil && f.Field == "reason":
		return p.showDecide(w, r, web.Status(f), "", id, reason, f.Key)
	case err != nil:
		return err
	}
	return web.Redirect(w, r, "/min-grupp/att-godkanna?klart="+answer)
}
