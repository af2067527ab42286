package app

import (
	"context"
	"net/url"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/journey/journeyweb"
)

// journeyMeetings lets a person's first page tell of the next meeting at the workplace.
type journeyMeetings struct{ circles *circle.Circles }

// Next implements journeyweb.Meetings.
func (j journeyMeetings) Next(ctx context.Context, personID string) (journeyweb.Meeting, bool, error) {
	o, ok, err := j.circles.Next(ctx, personID)
	if err != nil || !ok {
		return journeyweb.Meeting{}, false, err
	}
	m := journeyweb.Meeting{Title: o.Meeting.Title, Begins: o.BeginsAt(j.circles.Place), Href: "/traff/" + url.PathEscape(o.Meeting.ID)}
	if m.Title == "" {
		m.Title = o.Circle
	}
	return m, true, nil
}
