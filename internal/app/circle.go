package app

import (
	"cmp"
	"context"
	"strings"
	"time"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/occasion/calendar"
	"yrkesresan/internal/platform/job"
)

// buildCircles builds the room of meetings at the workplace, lets it hear what happens to its facts in the record, and
// shows its meetings in people's own calendars.
func (a *App) buildCircles() {
	a.Circles = &circle.Circles{DB: a.DB, Studies: a.Studies, Record: a.Record, Staff: a.Staff, Tree: a.Tree, Access: a.Access, Messages: a.Messages, Audit: a.Audit,
		Now: a.Now, NewID: NewID, Place: a.Place, Answer: a.leadersOf}
	a.Record.Listeners = append(a.Record.Listeners, a.Circles.OnFact)
	a.Occasions.OtherEntries = a.meetingEntries
	job.Handle(a.Jobs, a.Circles.OnDue)
	job.Every(a.Jobs, 24*time.Hour, circle.Due{})
}

// meetingEntries are the meetings that somebody takes part in or leads, as entries of the own calendar.
func (a *App) meetingEntries(ctx context.Context, personID, from, until string) ([]calendar.Entry, error) {
	all, err := a.Circles.MeetingsOf(ctx, personID, from, until)
	if err != nil {
		return nil, err
	}
	var out []calendar.Entry
	for _, m := range all {
		at, sequence := m.Changes()
		title, about := cmp.Or(m.Title, m.Circle), []string(nil) // the name that the person's own pages use
		if title != m.Circle {
			about = append(about, m.Circle)
		}
		if m.Link != "" {
			about = append(about, m.Link)
		}
		out = append(out, calendar.Entry{UID: "traff." + m.ID, Sequence: sequence, Begins: m.BeginsAt(a.Place), Ends: m.EndsAt(a.Place), Title: title, Location: m.Place,
			Text: strings.Join(about, "\n"), URL: "/traff/" + m.ID, Cancelled: m.State == circle.Cancelled || m.Member == circle.Declined, Changed: at})
	}
	return out, nil
}
