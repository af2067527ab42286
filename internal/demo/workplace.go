package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"yrkesresan/internal/appointment"
	appointing "yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/circle"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/offline"
)

// workplace is data/larande.yaml: who leads, represents and meets, and which units are on their way to be certified.
type workplace struct {
	Appointments []struct {
		Kind, On, By, Person, Task string
		From                       int
	}
	Meetings []meeting
	Schemes  []struct {
		Key    string
		Scheme rule.Scheme
	}
	Programmes []programme
	Welcomes   []struct {
		Person, By, Mentor string
		Ticked             int
	}
	Examples []example
	Together []struct {
		On, By, Course, Note string
		Due                  int
	}
	After []struct {
		On, By, Course, Reflect string
		Weeks                   int64
	}
}

// example is a good example that somebody tells; Publish is who publishes it.
type example struct{ Person, On, Title, Did, How, Gave, For, Area, Publish string }

// meeting is a circle: one meeting, or several some weeks apart. What has been is held, with those of the unit who were not
// away.
type meeting struct {
	Key, Guide, On, By, Title, Begins, Place string
	Day, Weeks, Made                         int
	Held                                     int64    // minutes; 0: nobody has said that it was held
	Away                                     []string // who were not there
	Texts                                    []string // what the group came to, step by step of those where it writes
	Agreed                                   []struct {
		What, Owner, State, Outcome string
		Due                         int
	}
}

// meet lets people be appointed and meet: leaders, representatives, talks that were held, one that was not, and one to come.
func (m *maker) meet(ctx context.Context) error {
	all, err := read[workplace]("larande")
	if err != nil {
		return err
	}
	for _, x := range all.Appointments {
		if err := m.appoint(ctx, x.Kind, x.On, x.By, x.Person, x.Task, x.From); err != nil {
			return fmt.Errorf("%s at %s: %w", x.Kind, x.On, err)
		}
	}
	for _, x := range all.Meetings {
		if err := m.gather(ctx, x); err != nil {
			return fmt.Errorf("meeting %s: %w", x.Key, err)
		}
	}
	return nil
}

// appoint lets a manager appoint somebody on a day that has been. Their municipality has chosen to have the function.
func (m *maker) appoint(ctx context.Context, kind, on, by, person, task string, from int) error {
	town := m.stories[person].town
	employer := org.MunicipalityID(town.Code)
	day, err := m.choose(ctx, employer, org.FunctionKind(appointing.Kind(kind).Function()), from)
	if err != nil {
		return err
	}
	place, err := m.node(on, town)
	if err != nil {
		return err
	}
	who := m.stories[person].id
	held, err := m.Appointments.Own(ctx, may.Actor{PersonID: who})
	if err != nil || slices.ContainsFunc(held, func(x appointment.Appointment) bool { return string(x.Kind) == kind }) { // appointed before a crash
		return err
	}
	clock, then, _ := m.past(day.Add(9 * time.Hour))
	rooms := *m.Appointments
	rooms.Now, rooms.Staff = clock.now, then
	actor, err := m.as(ctx, by)
	if err != nil {
		return err
	}
	_, err = rooms.Appoint(ctx, actor, appointment.Proposal{Kind: appointing.Kind(kind), PersonID: who, Places: []string{place.ID}, Task: task})
	return err
}

// choose lets a municipality have a function from a day on, and gives the first day from then that it does.
func (m *maker) choose(ctx context.Context, employer string, kind org.FunctionKind, from int) (time.Time, error) {
	if err := m.Tree.Choose(ctx, may.Operator(), employer, kind, true, m.date(0)); err != nil {
		return time.Time{}, err
	}
	chosen, err := m.Tree.Chosen(ctx, employer, m.date(0))
	if err != nil {
		return time.Time{}, err
	}
	return time.ParseInLocation(time.DateOnly, max(chosen[kind], m.date(from)), m.Staff.Place)
}

// circlesOn are the meetings as they were on a day.
func (m *maker) circlesOn(day, hour int) *circle.Circles {
	clock, then, studies := m.past(m.at(day, hour))
	c := *m.Circles
	c.Now, c.Staff, c.Studies, c.Record = clock.now, then, studies, studies.Record
	return &c
}

// gather lets a circle be planned and, where its days have been, held.
func (m *maker) gather(ctx context.Context, x meeting) error {
	by, err := m.as(ctx, x.By)
	if err != nil {
		return err
	}
	place, err := m.node(x.On, m.stories[x.By].town)
	if err != nil {
		return err
	}
	id, err := m.planned(ctx, by, place, x)
	if err != nil {
		return err
	}
	opened, err := m.Circles.Open(ctx, by, id)
	if err != nil || x.Held == 0 {
		return err
	}
	for i, one := range opened.Meetings {
		day := x.Day + i*7*x.Weeks
		if day >= 0 || one.State != circle.Planned {
			continue
		}
		if err := m.held(ctx, by, x, one, opened.People, day); err != nil {
			return fmt.Errorf("meeting %d: %w", i+1, err)
		}
	}
	return nil
}

// planned plans a circle, or finds the one that was planned before a crash.
func (m *maker) planned(ctx context.Context, by may.Actor, place org.Node, x meeting) (string, error) {
	for _, over := range []bool{false, true} {
		have, _, _, err := m.Circles.UnitCircles(ctx, by, place.ID, over, 50, 0)
		if err != nil {
			return "", err
		}
		for _, c := range have {
			if c.Title == x.Title {
				return c.ID, nil
			}
		}
	}
	return m.circlesOn(x.Made, 9).Plan(ctx, by, circle.Plan{UnitID: place.ID, GuideID: x.Guide, Title: x.Title, Audience: circle.WholeUnit, Day: m.date(x.Day), Begins: x.Begins, Weeks: int64(x.Weeks), Place: x.Place})
}

// held lets one meeting have been: who was there, what the group came to and what it agreed on.
func (m *maker) held(ctx context.Context, by may.Actor, x meeting, one circle.Meeting, people []circle.Person, day int) error {
	then := m.circlesOn(day, 16)
	var marks []circle.Mark
	for _, p := range people {
		there := !slices.ContainsFunc(x.Away, func(key string) bool { return m.stories[key].id == p.PersonID })
		marks = append(marks, circle.Mark{ID: "demo-" + one.ID[24:] + "-" + p.PersonID, MeetingID: one.ID, PersonID: p.PersonID, Present: there})
	}
	answers, err := then.Mark(ctx, by, marks)
	if err != nil {
		return err
	}
	for _, a := range answers {
		if a.State == offline.Refused {
			return fmt.Errorf("a mark is refused: %s", a.Text)
		}
	}
	if err := m.came(ctx, then, by, x, one); err != nil {
		return err
	}
	return then.Hold(ctx, by, one.ID, x.Held)
}

// came notes what the group came to, in the order of the steps where it writes, and what it agreed on.
func (m *maker) came(ctx context.Context, then *circle.Circles, by may.Actor, x meeting, one circle.Meeting) error {
	v, err := then.Meeting(ctx, by, one.ID)
	if err != nil {
		return err
	}
	n := 0
	for _, s := range v.Agenda.Steps {
		if !s.Writes || n >= len(x.Texts) {
			continue
		}
		if v.Texts[s.ID].Text == "" { // else written before a crash
			if _, err := then.WriteStep(ctx, by, one.ID, s.ID, x.Texts[n], 0); err != nil {
				return err
			}
		}
		n++
	}
	for _, g := range x.Agreed {
		owner := ""
		if g.Owner != "" {
			owner = m.stories[g.Owner].id
		}
		var made circle.Agreement
		if i := slices.IndexFunc(v.Agreements, func(have circle.Agreement) bool { return have.What == g.What }); i >= 0 { // agreed before a crash
			made = v.Agreements[i]
		} else if made, err = then.Agree(ctx, by, circle.Agreement{MeetingID: one.ID, What: g.What, OwnerID: owner, Due: m.date(g.Due)}); err != nil {
			return err
		}
		if g.State == "" || made.State != circle.Open {
			continue
		}
		if err := m.circlesOn(g.Due, 15).Follow(ctx, by, circle.FollowUp{ID: made.ID, State: circle.AgreementState(g.State), Outcome: g.Outcome, Revision: made.Revision}); err != nil {
			return err
		}
	}
	return nil
}
