package group

import (
	"context"
	"maps"
	"slices"

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
	// Due counts it for some people whom the actor follows, as far as it is that employer's.
	Due(ctx context.Context, employerID string, people []string) (UsesDue, error)
}

// UsesDue tells what waits after the courses of a team; nothing where nobody asks.
func (g *Groups) UsesDue(ctx context.Context, a may.Actor, t *Team) (UsesDue, error) {
	if g.Uses == nil || may.AskSomewhere(a, may.PlanPerson) != nil {
		return UsesDue{}, nil
	}
	at := map[string][]string{}
	for i := range t.Members {
		if m := &t.Members[i]; m.Progress && t.Lets(a, may.PlanPerson, m) {
			at[m.EmployerID] = append(at[m.EmployerID], m.ID())
		}
	}
	var all UsesDue
	for _, employer := range slices.Sorted(maps.Keys(at)) {
		d, err := g.Uses.Due(ctx, employer, at[employer])
		if err != nil {
			return all, err
		}
		all.Reflect, all.Follow, all.Href = all.Reflect+d.Reflect, all.Follow+d.Follow, d.Href
	}
	if len(t.Units) == 1 && all.Href != "" {
		all.Href += "?enhet=" + t.Units[0].ID
	}
	return all, nil
}
