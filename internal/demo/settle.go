package demo

import (
	"context"
	"fmt"

	"yrkesresan/internal/access"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// madeBy is who made what no file or person did.
const madeBy = "demo"

// settle gives people what no staff file tells: leave, roles, protection, units served, a second
// employer, and how they sign in and read.
func (m *maker) settle(ctx context.Context) error {
	if err := m.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, p := range m.people {
			if err := m.settleOne(ctx, tx, p); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return err
	}
	for _, p := range m.people {
		if err := m.wish(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) settleOne(ctx context.Context, tx *db.Tx, p *person) error {
	if p.Office != "" && p.id == "" {
		p.id = m.NewID()
		if err := appoint(ctx, tx, p, m.at(-420, 8), m.office(p.Office), staff.NewSorter().Key(p.Name[0], p.Name[1])); err != nil {
			return err
		}
	}
	if p.id == "" {
		return fmt.Errorf("%s %s stands in no staff file", p.Name[0], p.Name[1])
	}
	if p.other != "" && p.other != p.id {
		if err := join(ctx, tx, p.id, p.other); err != nil {
			return err
		}
	}
	if err := m.Access.OpenAccount(ctx, tx, p.id); err != nil {
		return err
	}
	if p.Protected != "" {
		if err := protect(ctx, tx, p.id, p.Protected); err != nil {
			return err
		}
	}
	if err := m.serve(ctx, tx, p); err != nil {
		return err
	}
	if err := m.rest(ctx, tx, p); err != nil {
		return err
	}
	return m.give(ctx, tx, p)
}

func (m *maker) serve(ctx context.Context, tx *db.Tx, p *person) error {
	if len(p.Serves) == 0 {
		return nil
	}
	already, err := served(ctx, tx, p.employment)
	if err != nil || already {
		return err
	}
	for _, name := range p.Serves {
		u, err := m.node(name, nil)
		if err != nil {
			return err
		}
		if err := serve(ctx, tx, m.NewID(), p.employment, p.id, u.ID, m.date(-60)); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) rest(ctx context.Context, tx *db.Tx, p *person) error {
	if len(p.Leave) != 2 {
		return nil
	}
	return m.Staff.SetLeave(ctx, tx, p.id, m.date(p.Leave[0]), m.date(p.Leave[1]), madeBy)
}

func (m *maker) give(ctx context.Context, tx *db.Tx, p *person) error {
	for _, g := range p.Grants {
		node := m.office(g.On)
		if p.town != nil {
			n, err := m.node(g.On, p.town)
			if err != nil {
				return err
			}
			node = n.ID
		}
		until := db.NoEnd
		if g.Until != 0 {
			until = m.date(g.Until)
		}
		if err := m.Access.GrantAbout(ctx, tx, p.id, may.Role(g.Role), node, g.Subject, m.date(g.Day), until, madeBy); err != nil {
			return err
		}
	}
	return nil
}

// wish is what people have chosen themselves.
func (m *maker) wish(ctx context.Context, p *person) error {
	me := may.Actor{PersonID: p.id}
	if p.Start < -20 && (p.Asked == nil || *p.Asked) {
		if err := m.Access.SetAskedDone(ctx, m.DB, p.id); err != nil {
			return err
		}
	}
	if p.Reading != (reading{}) {
		r := access.Account{Theme: p.Reading.Theme, Easy: p.Reading.Easy, LowData: p.Reading.Low}
		if p.Reading.Large {
			r.TextSize = "large"
		}
		if err := m.Access.SetReading(ctx, me, r); err != nil {
			return err
		}
	}
	if p.Login != "" {
		if err := m.Access.SetLogin(ctx, me, p.Login); err != nil {
			return err
		}
	}
	if p.Wish == "digital" {
		if err := m.Journeys.SayEarlier(ctx, me, journey.Earlier{Digital: true}); err != nil {
			return err
		}
	}
	if p.Step != nil {
		return m.Journeys.ChooseStep(ctx, me, p.Step.Journey, p.Step.Step, p.Step.Note)
	}
	return nil
}
