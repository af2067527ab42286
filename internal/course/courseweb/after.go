package courseweb

import (
	"context"
	"net/http"

	"yrkesresan/internal/course"
	"yrkesresan/internal/platform/ui"
)

// After tells what the learner's workplace asks for beside the course itself: what rooms above know. app implements it.
type After interface {
	// AfterCourse tells what holds for a person and a course.
	AfterCourse(ctx context.Context, personID, courseID string) (Asked, error)
}

// Asked is what comes beside a course and after it.
type Asked struct {
	Reflect     string // "" = no reflection; alone = with others or alone; group = with others
	Waits       bool   // the reflection is all that is left
	Day, Begins string // of the next meeting, YYYY-MM-DD and HH:MM; "" = none is planned
	Meeting     string // the learner's page of it
	Alone       string // where one reflects alone
	Together    string // "" = not; assign: the group takes it; repeat: the group takes it again
	Due         string // YYYY-MM-DD of Together; "" = no date
	Use         string // where one writes how it is going to be used; "" = nobody asks
}

// besideView is something that the workplace asks for, in words.
type besideView struct {
	Text string
	Link ui.Link
}

// beside says what the workplace asks for: of a course that is not done the reflection, of one that is how it is used.
func (p *Pages) beside(r *http.Request, pr *course.Progress) (out []besideView, reflect besideView, use ui.Link, err error) {
	if p.After == nil {
		return nil, reflect, use, nil
	}
	a, err := p.After.AfterCourse(r.Context(), pr.Study.PersonID, pr.Study.CourseID)
	if err != nil {
		return nil, reflect, use, err
	}
	c := p.words(r)
	if a.Together != "" {
		text := c.T("course.together." + a.Together)
		if a.Due != "" {
			text += " " + c.T("course.together_by", "day", c.DateOf(a.Due))
		}
		out = append(out, besideView{Text: text})
	}
	if a.Reflect != "" && !pr.Finished() {
		reflect.Text = c.T("course.reflect_with." + a.Reflect)
		switch {
		case a.Day != "":
			reflect.Text += " " + c.T("course.reflect_next", "day", c.DateOf(a.Day), "time", a.Begins)
			reflect.Link = ui.Link{Href: a.Meeting, Text: c.T("course.reflect_meeting")}
		case a.Waits:
			reflect.Text += " " + c.T("course.reflect_none")
		}
		if a.Reflect == "alone" && a.Alone != "" {
			reflect.Link = ui.Link{Href: a.Alone, Text: c.T("course.reflect_alone")}
		}
		out = append(out, reflect)
	}
	if a.Use != "" {
		use = ui.Link{Href: a.Use, Text: c.T("course.use")}
		if pr.Finished() {
			out = append(out, besideView{Text: c.T("course.use_text"), Link: use})
		}
	}
	return out, reflect, use, nil
}
