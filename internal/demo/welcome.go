package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"yrkesresan/internal/introduction"
	"yrkesresan/internal/library"
	"yrkesresan/internal/library/state"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/uptake"
	asking "yrkesresan/internal/uptake/rule"
)

// welcome lets newcomers be introduced, people tell good examples, and a unit take a course together.
func (m *maker) welcome(ctx context.Context) error {
	all, err := read[workplace]("larande")
	if err != nil {
		return err
	}
	if err := m.Introductions.OnLooked(ctx, introduction.Looked{}); err != nil {
		return err
	}
	for _, x := range all.Welcomes {
		if err := m.introduce(ctx, x.Person, x.By, x.Mentor, x.Ticked); err != nil {
			return fmt.Errorf("introduction of %s: %w", x.Person, err)
		}
	}
	for _, x := range all.Examples {
		if err := m.tellOf(ctx, x); err != nil {
			return fmt.Errorf("example %s: %w", x.Title, err)
		}
	}
	return m.doTogether(ctx, all)
}

// introduce gives a newcomer a mentor and lets the newcomer tick some of what the newcomer ticks.
func (m *maker) introduce(ctx context.Context, person, by, mentor string, ticked int) error {
	manager, err := m.as(ctx, by)
	if err != nil {
		return err
	}
	who, err := m.as(ctx, person)
	if err != nil {
		return err
	}
	id, err := m.introduction(ctx, manager, who.PersonID, m.stories[person])
	if err != nil {
		return err
	}
	s, err := m.Introductions.Sight(ctx, manager, id)
	if err != nil {
		return err
	}
	if mentor != "" && s.Mentor == nil {
		if err := m.Introductions.SetGuide(ctx, manager, id, introduction.MentorPart, m.stories[mentor].id); err != nil {
			return err
		}
	}
	for _, line := range s.Standing.Lines() {
		if ticked == 0 {
			break
		}
		switch err := m.Introductions.Confirm(ctx, who, id, line.ID, true); {
		case err == nil:
			ticked--
		case fault.Of(err) == nil:
			return err // not a matter of whose it is to tick
		}
	}
	return nil
}

// introduction is the one that somebody is in, begun by itself or by the manager.
func (m *maker) introduction(ctx context.Context, manager may.Actor, personID string, p *person) (string, error) {
	unit, err := m.node(p.At, p.town)
	if err != nil {
		return "", err
	}
	_, lines, err := m.Introductions.AtUnit(ctx, manager, unit.ID, false)
	if err != nil {
		return "", err
	}
	for _, x := range lines {
		if x.PersonID == personID {
			return x.ID, nil
		}
	}
	return m.Introductions.Begin(ctx, manager, introduction.New{PersonID: personID, UnitID: unit.ID, Start: m.date(p.Start)})
}

// tellOf lets somebody send a good example, and the municipality publish it.
func (m *maker) tellOf(ctx context.Context, x example) error {
	author, err := m.as(ctx, x.Person)
	if err != nil {
		return err
	}
	mine, err := m.Library.Mine(ctx, author)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(mine, func(e library.Example) bool { return e.Title == x.Title })
	var e library.Example
	if i >= 0 { // written before a crash
		e = mine[i]
	} else {
		unit, err := m.node(x.On, m.stories[x.Person].town)
		if err != nil {
			return err
		}
		if e, err = m.Library.SaveExample(ctx, author, library.Example{UnitID: unit.ID, Title: x.Title, Wish: state.Own, Named: true, Contact: true,
			Story: library.Story{Did: x.Did, How: x.How, Gave: x.Gave, For: x.For, Area: x.Area}}); err != nil {
			return err
		}
	}
	if e.State == state.Draft {
		if err := m.Library.Go(ctx, author, e.ID, library.Step{Move: state.Send, Revision: e.Revision}); err != nil {
			return err
		}
		e.State, e.Revision = state.Sent, e.Revision+1
	}
	if x.Publish == "" || e.State != state.Sent {
		return nil
	}
	keeper, err := m.as(ctx, x.Publish)
	if err != nil {
		return err
	}
	return m.Library.Go(ctx, keeper, e.ID, library.Step{Move: state.Publish, Revision: e.Revision, Spread: state.Own})
}

// doTogether gives a unit a course together, and says what comes after it.
func (m *maker) doTogether(ctx context.Context, all workplace) error {
	for _, x := range all.After {
		by, err := m.as(ctx, x.By)
		if err != nil {
			return err
		}
		unit, err := m.node(x.On, m.stories[x.By].town)
		if err != nil {
			return err
		}
		r := uptake.Rule{CourseID: x.Course, From: m.later(0), Until: db.NoEnd}
		r.NodeID, r.Reflect, r.UseWeeks = unit.ID, asking.Need(x.Reflect), x.Weeks
		if err := m.Uptake.Decide(ctx, by, r, ""); err != nil && !errors.Is(err, uptake.ErrChanged) { // said before a crash
			return err
		}
	}
	for _, x := range all.Together {
		by, err := m.as(ctx, x.By)
		if err != nil {
			return err
		}
		unit, err := m.node(x.On, m.stories[x.By].town)
		if err != nil {
			return err
		}
		if _, err := m.Uptake.Begin(ctx, by, uptake.Together{NodeID: unit.ID, Courses: []string{x.Course}, Kind: uptake.Assign, Due: m.later(x.Due), Note: x.Note}); err != nil {
			return err
		}
	}
	return nil
}
