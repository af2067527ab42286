package circle

import (
	"context"

	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Opened is a circle as an actor sees it.
type Opened struct {
	Circle Circle
	Place  Place
	Leader string // name
	Standing
	Meetings   []Meeting
	People     []Person
	Presence   map[string]map[string]Presence // by meeting and person, of those whom the actor may see
	Counts     map[string]int                 // how many were at each meeting
	Agreements []Agreement
}

// Open gives a circle with its meetings, people, and agreements: as Meeting does for one. Errors: ErrNoCircle, may.ErrDenied.
func (c *Circles) Open(ctx context.Context, a may.Actor, id string) (o Opened, err error) {
	defer fault.Wrap(&err, "circle %s", id)
	if o.Circle, err = circleOf(ctx, c.DB, id); err != nil {
		return o, err
	}
	if o.Standing, o.Place, err = c.standing(ctx, c.DB, a, o.Circle); err != nil {
		return o, err
	}
	if !o.Steers {
		o.Circle.Guide = o.Circle.Guide.Shown()
	}
	if o.Meetings, err = meetingsOf(ctx, c.DB, id); err != nil {
		return o, err
	}
	if o.People, err = c.people(ctx, a, o.Circle, o.Standing, nil); err != nil {
		return o, err
	}
	if err := c.countPresence(ctx, a, &o); err != nil {
		return o, err
	}
	if o.Agreements, err = agreementsOf(ctx, c.DB, id); err != nil {
		return o, err
	}
	names, _, err := c.names(ctx, []string{o.Circle.LeaderID})
	if err != nil {
		return o, err
	}
	o.Leader = names[o.Circle.LeaderID]
	return o, c.nameOwners(ctx, o.Agreements)
}

func (c *Circles) countPresence(ctx context.Context, a may.Actor, o *Opened) error {
	ids := make([]string, len(o.Meetings))
	for i, m := range o.Meetings {
		ids[i] = m.ID
	}
	all, err := presenceAt(ctx, c.DB, ids)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, p := range o.People {
		seen[p.PersonID] = o.sees(p.Member)
	}
	o.Presence, o.Counts = map[string]map[string]Presence{}, map[string]int{}
	for meeting, who := range all {
		o.Presence[meeting] = map[string]Presence{}
		for id, p := range who {
			if p.Present {
				o.Counts[meeting]++
			}
			if o.Leads || seen[id] || id == a.PersonID {
				o.Presence[meeting][id] = p
			}
		}
	}
	return nil
}
