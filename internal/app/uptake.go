package app

import (
	"context"
	"time"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/uptake"
)

// buildUptake builds the room of what comes after a course, and lets a course wait for a reflection.
func (a *App) buildUptake() {
	a.Uptake = &uptake.Uptake{DB: a.DB, Studies: a.Studies, Catalog: a.learning, Journeys: a.Journeys, Record: a.Record, Staff: a.Staff, Tree: a.Tree, Messages: a.Messages, Jobs: a.Jobs, Audit: a.Audit,
		Now: a.Now, NewID: NewID, Leaders: a.leadersOf, Meetings: reflections{a.Circles}}
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
		if m.CourseID != courseID || m.Meeting.State != circle.Planned || m.Day < today || m.State != circle.Invited {
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
	return page.At("/traffar/ny", "enhet", unitID, "kurs", courseID)
}
