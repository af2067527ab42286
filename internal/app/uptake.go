package app

import (
	"context"
	"time"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/course/courseweb"
	"yrkesresan/internal/group"
	"yrkesresan/internal/journey/journeyweb"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/uptake"
	"yrkesresan/internal/uptake/rule"
)

// buildUptake builds the room of what comes after a course, and lets a course wait for a reflection.
func (a *App) buildUptake() {
	a.Uptake = &uptake.Uptake{DB: a.DB, Studies: a.Studies, Journeys: a.Journeys, Record: a.Record, Staff: a.Staff, Tree: a.Tree, Messages: a.Messages, Jobs: a.Jobs, Audit: a.Audit,
		Now: a.Now, NewID: NewID, Leaders: a.leadersOf, Meetings: reflections{a.Circles}}
	a.Groups.Uses = groupUses{a.Uptake}
	a.Studies.Gates = append(a.Studies.Gates, a.Uptake)
	a.Record.Listeners = append(a.Record.Listeners, a.Uptake.OnFact)
	job.Handle(a.Jobs, a.Uptake.OnEased)
	job.Every(a.Jobs, 24*time.Hour, uptake.Eased{})
	job.Handle(a.Jobs, a.Uptake.OnGiven)
	job.Every(a.Jobs, 12*time.Hour, uptake.Given{})
	job.Handle(a.Jobs, a.Uptake.OnDue)
	job.Every(a.Jobs, 24*time.Hour, uptake.DueNow{})
}

// reflections lets what comes after a course ask the meetings at the workplace.
type reflections struct{ circles *circle.Circles }

// Next implements uptake.Meetings.
func (x reflections) Next(ctx context.Context, personID, courseID string) (uptake.Sitting, error) {
	all, err := x.circles.OwnMeetings(ctx, may.Actor{PersonID: personID})
	if err != nil {
		return uptake.Sitting{}, err
	}
	today := x.circles.Today()
	for _, m := range all {
		if m.CourseID != courseID || m.State != circle.Planned || m.Day < today || m.Member != circle.Invited {
			continue
		}
		at := "/traff/" + m.ID + "/min"
		return uptake.Sitting{Href: at, Title: m.Circle, Day: m.Day, Begins: m.Begins, Alone: at}, nil
	}
	return uptake.Sitting{}, nil
}

// Time implements uptake.Meetings.
func (x reflections) Time(ctx context.Context, people []string, from, until string) (map[string]uptake.Minutes, error) {
	last, err := lang.ParseDate(until)
	if err != nil {
		return nil, err
	}
	all, err := x.circles.MinutesOf(ctx, people, from, lang.ISO(last.AddDate(0, 0, -1)))
	out := make(map[string]uptake.Minutes, len(all))
	for id, m := range all {
		out[id] = uptake.Minutes(m)
	}
	return out, err
}

// Plan implements uptake.Meetings.
func (reflections) Plan(unitID, courseID string) string {
	return page.At("/traffar/planera", "enhet", unitID, "kurs", courseID)
}

// afterCourses lets the pages of courses and journeys tell what comes beside and after a course.
type afterCourses struct{ uptake *uptake.Uptake }

// AfterCourse implements courseweb.After.
func (x afterCourses) AfterCourse(ctx context.Context, personID, courseID string) (out courseweb.Asked, err error) {
	asked, err := x.uptake.Asked(ctx, personID, courseID)
	if err != nil {
		return out, err
	}
	if asked.Reflect != rule.None {
		out.Reflect = string(asked.Reflect)
		w, waits, err := x.uptake.OwnWait(ctx, personID, courseID)
		if err != nil {
			return out, err
		}
		out.Waits = waits
		if !waits {
			w.Next, err = x.uptake.Meetings.Next(ctx, personID, courseID)
		}
		if out.Day, out.Begins, out.Meeting, out.Alone = w.Next.Day, w.Next.Begins, w.Next.Href, w.Next.Alone; err != nil {
			return out, err
		}
	}
	tasks, err := x.uptake.OwnTasks(ctx, may.Actor{PersonID: personID}, false)
	if err != nil {
		return out, err
	}
	for _, t := range tasks {
		if t.CourseID == courseID && t.Mine == "" {
			out.Together, out.Due = string(t.Task.Kind), t.Due
		}
	}
	n, has, err := x.uptake.OwnNoteOf(ctx, personID, courseID)
	if has && n.State != uptake.Closed {
		out.Use = "/anvanda/" + n.ID
	}
	return out, err
}

// Ahead implements journeyweb.After.
func (x afterCourses) Ahead(ctx context.Context, personID string) (map[string]journeyweb.Ahead, error) {
	out := map[string]journeyweb.Ahead{}
	tasks, err := x.uptake.OwnTasks(ctx, may.Actor{PersonID: personID}, false)
	if err != nil {
		return nil, err
	}
	for _, t := range tasks {
		if t.Mine == "" {
			a := out[t.CourseID]
			a.Repeat, a.Assign = a.Repeat || t.Task.Kind == uptake.Repeat, a.Assign || t.Task.Kind == uptake.Assign
			out[t.CourseID] = a
		}
	}
	waits, err := x.uptake.OwnWaits(ctx, personID)
	for _, w := range waits {
		a := out[w.CourseID]
		a.Waits, a.Alone, a.On, a.Href = true, w.Need == rule.Alone, w.Next.Day, w.Next.Href
		out[w.CourseID] = a
	}
	return out, err
}

// groupUses lets whoever leads people see what waits after their courses.
type groupUses struct{ uptake *uptake.Uptake }

// Due implements group.Uses.
func (x groupUses) Due(ctx context.Context, employerID string, people []string) (group.UsesDue, error) {
	d, err := x.uptake.DueAmong(ctx, employerID, people)
	return group.UsesDue{Reflect: d.Reflect, Follow: d.Add + d.Follow, Href: "/min-grupp/anvanda"}, err
}
