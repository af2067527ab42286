package group

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
)

// NewcomersDue is what is to be done about who is new in some units.
type NewcomersDue struct {
	Late int    // who have something late in their introduction
	Lack int    // who lack a mentor, or a buddy that is asked for
	Href string // where they are listed
}

// Newcomers is what this room asks of introductions.
type Newcomers interface {
	// Due counts what is to be done at some units whose people the actor plans for.
	Due(ctx context.Context, a may.Actor, units []org.Node) (NewcomersDue, error)
}

// NewcomersDue tells what is to be done about who is new in a team; nothing where nobody asks.
func (g *Groups) NewcomersDue(ctx context.Context, a may.Actor, t *Team) (NewcomersDue, error) {
	if g.Newcomers == nil || may.AskSomewhere(a, may.PlanPerson) != nil {
		return NewcomersDue{}, nil
	}
	return g.Newcomers.Due(ctx, a, t.Units)
}
