package group

import (
	"context"

	"yrkesresan/internal/platform/may"
)

// UsesDue is what waits after the courses of some people.
type UsesDue struct {
	Reflect int    // who are done as soon as they have reflected
	Follow  int    // notes on how a course is used, to add to or to follow up
	Href    string // where both are done
}

// Uses is what this room asks of what comes after courses.
type Uses interface {
	// Due counts it for some people whom the actor follows.
	Due(ctx context.Context, people []string) (UsesDue, error)
}

// UsesDue tells what waits after the courses of a team; nothing where nobody asks.
func (g *Groups) UsesDue(ctx context.Context, a may.Actor, t *Team) (UsesDue, error) {
	if g.Uses == nil || may.AskSomewhere(a, may.PlanPerson) != nil {
		return UsesDue{}, nil
	}
	var ids []string
	for i := range t.Members {
		if m := &t.Members[i]; m.Progress && t.Lets(a, may.PlanPerson, m) {
			ids = append(ids, m.ID())
		}
	}
	d, err := g.Uses.Due(ctx, ids)
	if len(t.Units) == 1 && d.Href != "" {
		d.Href += "?enhet=" + t.Units[0].ID
	}
	return d, err
}
