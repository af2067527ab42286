package courseweb

import (
	"context"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/course"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// Days tells where a learner's places at course days stand: what rooms above know. app implements it.
type Days interface {
	// Booked gives the bookings of a course that are under way or ahead, the next first.
	Booked(ctx context.Context, personID, courseID string) ([]Booked, error)
}

// Booked is a place at an occasion of a course, or the wish for one.
type Booked struct {
	State        string // asked, approved, waiting, offered or booked
	Day          string // YYYY-MM-DD, the first day
	Begins, Ends string // HH:MM, of its first session
	Online       bool
	Where, Town  string // "Folkets hus", "Ekby"
	Href         string // of the learner's page of it
}

// dayView is a course day.
type dayView struct {
	ID, Title, Time, Text string
	Status                ui.StatusKind
	Word                  string
	Missed                []string // what to make up
}

// bookedView is a booking in words.
type bookedView struct {
	Kind       ui.NoticeKind
	Text, Href string
	Link       string
}

// followUpView is the third part.
type followUpView struct {
	Text, Done, When string
	Open             bool // may be written now
	Written, Error   string
	Saved            bool
	PointsOut        bool
	Action           string
}

// daysView is what a course with days has beside other courses.
type daysView struct {
	Shape    []ui.Part // the parts, in their order
	Days     []dayView
	Booked   []bookedView
	Choose   string // where one books; "" when there is nothing to book
	FollowUp *followUpView
}

// chooseURL is where a learner finds occasions of a course.
func chooseURL(id string) string { return "/kursdagar?kurs=" + url.QueryEscape(id) }

// fillDays adds the days and the follow-up to the page of a course that has them.
func (p *Pages) fillDays(r *http.Request, v *coursePage, pr *course.Progress) error {
	d := &daysView{}
	v.Days = d
	for _, day := range pr.Days {
		d.Days = append(d.Days, p.dayView(r, day))
	}
	if err := p.bookings(r, d, pr); err != nil {
		return err
	}
	if f := pr.Course.FollowUp; f != nil {
		d.FollowUp = p.followUpView(r, pr)
	}
	p.shape(r, v, pr)
	if n := len(v.Parts); v.Reflection.Title != "" { // after the course, and no part of the preparation
		v.Parts, d.Shape = v.Parts[:n-1], append(d.Shape, v.Reflection)
	}
	if pr.Begun() && !pr.Finished() {
		p.goOnDays(r, v, p.next(pr))
	}
	return nil
}

func (p *Pages) dayView(r *http.Request, day course.CourseDay) dayView {
	t := p.words(r)
	v := dayView{ID: "kursdag-" + day.ID, Title: day.Title, Text: day.Text, Time: upper(t.Duration(minutes(day.Hours))), Status: ui.NotStarted}
	if page.Of(r.Context()).Easy {
		v.Title, v.Text = orElse(day.EasyTitle, day.Title), orElse(day.Easy, day.Text)
	}
	switch {
	case day.Attended && day.At.IsZero():
		v.Status, v.Word = ui.Done, t.T("course.day_waived")
	case day.Attended:
		v.Status, v.Word = ui.Done, t.T("course.day_attended", "date", day.At.In(p.Studies.Place))
	case day.Begun:
		v.Status, v.Word, v.Missed = ui.Missing, t.T("course.day_part"), day.Missed
	case day.Optional:
		v.Word = t.T("course.day_optional")
	}
	return v
}

// bookings tells of places that the learner has, and where to book when none is held.
func (p *Pages) bookings(r *http.Request, d *daysView, pr *course.Progress) error {
	if pr.Finished() {
		return nil
	}
	left := len(pr.DaysLeft()) > 0
	if p.Days != nil {
		all, err := p.Days.Booked(r.Context(), web.ActorOf(r.Context()).PersonID, pr.Study.CourseID)
		if err != nil {
			return err
		}
		for _, b := range all {
			d.Booked = append(d.Booked, p.bookedView(r, b))
		}
	}
	if left && len(d.Booked) == 0 {
		d.Choose = chooseURL(pr.Study.CourseID)
	}
	return nil
}

func (p *Pages) bookedView(r *http.Request, b Booked) bookedView {
	t := p.words(r)
	v := bookedView{Kind: ui.Info, Href: b.Href, Link: t.T("course.day_see")}
	if b.State == "booked" {
		v.Kind = ui.OK
	}
	from, to := clock(b.Day, b.Begins), clock(b.Day, b.Ends)
	v.Text = t.T("course.day_state."+b.State, "day", upper(t.Weekday(from, p.Studies.Now())), "hours", t.Hours(from, to), "where", p.where(r, b))
	return v
}

// where is where a day is held.
func (p *Pages) where(r *http.Request, b Booked) string {
	if b.Online {
		return p.words(r).T("course.day_online")
	}
	return strings.Join(slices.DeleteFunc([]string{b.Where, b.Town}, func(s string) bool { return s == "" }), ", ")
}

func clock(day, hour string) time.Time {
	t, _ := time.ParseInLocation("2006-01-02 15:04", day+" "+hour, lang.Zone()) // what is kept has been checked
	return t
}

func (p *Pages) followUpView(r *http.Request, pr *course.Progress) *followUpView {
	t, f := p.words(r), pr.Course.FollowUp
	v := &followUpView{Text: f.Text, Done: f.Done, Written: pr.FollowUp(), Action: followUpURL(pr.Study.CourseID),
		When: t.T("course.follow_up_after", "n", f.Weeks)}
	if page.Of(r.Context()).Easy && f.Easy != "" {
		v.Text = f.Easy
	}
	v.Open = pr.Begun() && len(pr.DaysLeft()) == 0
	if due := pr.FollowUpDue(p.Studies.Place); v.Open && !due.IsZero() {
		v.When = t.T("course.follow_up_due", "date", due)
	}
	if pr.FollowedUp() {
		v.When, v.Done = t.T("course.follow_up_written"), ""
	}
	v.Saved = r.URL.Query().Get("sparat") != ""
	v.PointsOut = course.PointsOut(v.Written)
	return v
}

func followUpURL(id string) string { return courseURL(id) + "/uppfoljning" }

// shape lists the three parts, and counts those that are done.
func (p *Pages) shape(r *http.Request, v *coursePage, pr *course.Progress) {
	t := p.words(r)
	add := func(key, href string, status ui.StatusKind) {
		v.Days.Shape = append(v.Days.Shape, ui.Part{Title: t.T(key), Href: href, Status: status})
	}
	if ready, has := pr.Prepared(); has {
		add("course.part_prepare", "#forberedelse", status(pr, ready, len(pr.Tasks)+len(pr.Seen) > 0))
	}
	begun := false
	for _, d := range pr.Days {
		begun = begun || d.Begun
	}
	add("course.part_days", "#kursdag", status(pr, len(pr.DaysLeft()) == 0, begun))
	if n := len(v.Days.Booked); n > 0 && !begun {
		v.Days.Shape[len(v.Days.Shape)-1].Status = ui.Ongoing
		if v.Days.Booked[0].Kind == ui.OK {
			v.Days.Shape[len(v.Days.Shape)-1].Status = ui.Booked
		}
	}
	if pr.Course.FollowUp != nil {
		add("course.part_follow_up", "#uppfoljning", status(pr, pr.FollowedUp(), false))
	}
	done, all := pr.Parts()
	if pr.Begun() {
		v.Steps = ui.StepsProps{Done: done, All: all, Text: t.T("course.parts_done", "done", t.Of(done, all))}
	}
}

func status(pr *course.Progress, done, begun bool) ui.StatusKind {
	switch {
	case pr.Begun() && done:
		return ui.Done
	case begun:
		return ui.Ongoing
	}
	return ui.NotStarted
}

// goOnDays chooses the one button when what comes next is no page of its own.
func (p *Pages) goOnDays(r *http.Request, v *coursePage, next course.Place) {
	t := p.words(r)
	switch next.Kind {
	case course.AtTasks:
		v.Go.Href, v.Go.Text = "#forberedelse", t.T("course.go_prepare")
	case course.AtDay:
		v.Go.Href, v.Go.Text = v.Days.Choose, t.T("course.day_choose")
		if len(v.Days.Booked) > 0 {
			v.Go.Href, v.Go.Text = v.Days.Booked[0].Href, t.T("course.day_see")
		}
	case course.AtFollowUp:
		v.Go.Href, v.Go.Text = "#uppfoljning", t.T("course.go_follow_up")
	}
}

// followUp keeps what the learner writes after the days.
func (p *Pages) followUp(w http.ResponseWriter, r *http.Request) error {
	id, actor, text := r.PathValue("id"), web.ActorOf(r.Context()), r.PostFormValue("text")
	err := p.Studies.WriteFollowUp(r.Context(), actor, id, text)
	if f := expected(err); f != nil && f.Field != "" {
		pr, err := p.Studies.Own(r.Context(), actor, id)
		if err != nil {
			return err
		}
		switch {
		case pr.Course.FollowUp == nil:
			return course.ErrNoQuestion
		case !pr.Begun() || len(pr.DaysLeft()) > 0:
			return course.ErrEarly
		}
		return p.showCourse(w, r, web.Status(f), pr, text, f.Key)
	}
	if err != nil {
		return err
	}
	pr, err := p.Studies.Own(r.Context(), actor, id)
	if err != nil {
		return err
	}
	if pr.Finished() && p.next(pr).Kind == course.AtEnd && !course.PointsOut(text) {
		return web.Redirect(w, r, doneURL(id))
	}
	return web.Redirect(w, r, courseURL(id)+"?sparat=1#uppfoljning")
}

// refuse shows a follow-up again as it was written, and what was wrong.
func (v *coursePage) refuse(t *lang.Catalog, written, key string) {
	f := v.Days.FollowUp
	f.Written, f.Error, f.Saved = written, t.T(key), false
	v.Problems = []ui.Problem{{Field: "text", Text: f.Error}}
}

func minutes(hours float64) int { return int(math.Round(hours * 60)) }

func orElse(s, other string) string {
	if strings.TrimSpace(s) == "" {
		return other
	}
	return s
}
