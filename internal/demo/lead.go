package demo

import (
	"context"
	"errors"
	"fmt"

	"yrkesresan/internal/access"
	"yrkesresan/internal/platform/may"
)

// handed is what somebody who leads has handed over. Days count from the demo's own.
type handed struct {
	By, To, On  string
	Roles       []may.Role
	Day         int
	From, Until int // 0: from the day it was done, until further notice
	Note        string
}

// lead lets those who lead share it, through the door they use, on the day they did: tasks handed
// over, a deputy to come, a leadership that two have.
func (m *maker) lead(ctx context.Context) error {
	all, err := read[[]handed]("roller")
	if err != nil {
		return err
	}
	for _, h := range all {
		if err := m.hand(ctx, h); err != nil {
			return fmt.Errorf("%s to %s: %w", h.By, h.To, err)
		}
	}
	return nil
}

func (m *maker) hand(ctx context.Context, h handed) error {
	by, to := m.stories[h.By], m.stories[h.To]
	if by == nil || to == nil {
		return ErrNobody
	}
	place, err := m.node(h.On, to.town)
	if err != nil {
		return err
	}
	_, then, _ := m.past(m.at(h.Day, 10))
	room := *m.Access
	room.Staff, room.Teller = then, nil // nobody has a message waiting that is weeks old
	actor, err := m.actor(ctx, by.id, m.date(h.Day))
	if err != nil {
		return err
	}
	g := access.Gift{PersonID: to.id, Roles: h.Roles, NodeID: place.ID, From: m.date(h.Day), Note: h.Note}
	if h.From != 0 {
		g.From = m.date(h.From)
	}
	if h.Until != 0 {
		g.Until = m.date(h.Until)
	}
	if err := room.Give(ctx, actor, g); !errors.Is(err, access.ErrHasRole) { // given before a crash
		return err
	}
	return nil
}
