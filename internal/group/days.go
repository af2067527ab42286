package group

import (
	"context"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
)

// DaysDue is what the course days of some people wait for.
type DaysDue struct {
	Asked  int       // who wait for a yes or a no
	Since  string    // YYYY-MM-DD: since when the first of them does
	Ending int       // who have been offered a seat and have not answered
	Until  time.Time // when the first of those offers runs out
	Href   string    // where both are answered
}

// Days is what this room asks of the course days.
type Days interface {
	// Due counts what waits at some units whose people the actor books.
	Due(ctx context.Context, a may.Actor, units []org.Node) (DaysDue, error)
}

// DaysDue tells what the course days of a team wait for; nothing when there are no course days.
func (g *Groups) DaysDue(ctx context.Context, a may.Actor, t *Team) (DaysDue, error) {
	if g.Days == nil || may.AskSomewhere(a, may.BookStaff) != nil {
		return DaysDue{}, nil
	}
	return g.Days.Due(ctx, a, t.Units)
}
