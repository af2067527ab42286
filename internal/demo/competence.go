package demo

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/competence/title"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile"
	"yrkesresan/internal/profile/layer"
)

// wanted is data/kompetens.yaml.
type wanted struct {
	Profiles []struct {
		On, Town, Note string
		Day            int
		Ops            []demand
	}
	Merits []struct {
		Titles                           []string
		Kind                             frame.By
		Ref, Orientation, System, School string
		Credits                          float64
		Share, Checked                   int
	}
	Assessed []struct {
		Unit         string
		Day          int
		Requirements []string
		Levels       []struct {
			Level string
			Of    int
		}
	}
	Levels []struct {
		Titles []string
		Level  layer.RoleLevel
	}
}

// demand is one operation of a profile.
type demand struct {
	ID, Requirement, Level, Target, Measure, At, Weight, Note string
	Occupations, Areas                                        []string
	Percent, Count, Months, From                              int
	Drop                                                      bool
}

// kept are days of earlier months whose figures are kept, as what was known when profiles, merits and
// judgements had come.
var kept = []int{-150, -95, -40}

// require puts what places ask for, and what people hold and have been judged to hold.
func (m *maker) require(ctx context.Context) error {
	all, err := read[wanted]("kompetens")
	if err != nil {
		return err
	}
	for i, step := range []func(context.Context, wanted) error{m.profiles, m.merits, m.assess, m.roles} {
		if err := step(ctx, all); err != nil {
			return err
		}
		if i < len(kept) {
			if err := m.keepMonth(ctx, kept[i]); err != nil {
				return err
			}
		}
	}
	return recount(ctx, m.Figures)
}

func (m *maker) profiles(ctx context.Context, all wanted) error {
	for _, p := range all.Profiles {
		id := p.On
		if id != "se" {
			t := m.town(p.Town)
			if id == "rss" {
				id = m.nodes[t.Code].Parent
			} else {
				node, err := m.node(p.On, t)
				if err != nil {
					return err
				}
				id = node.ID
			}
		}
		place, err := m.Profiles.Layer(ctx, may.Operator(), id)
		if err != nil {
			return err
		}
		if place.Now.ID != "" { // made before a crash
			continue
		}
		ops := make([]layer.Op, len(p.Ops))
		for i, o := range p.Ops {
			ops[i] = m.op(o)
		}
		if err := m.Profiles.Save(ctx, may.Operator(), id, ops, m.date(p.Day), p.Note, ""); err != nil {
			return fmt.Errorf("profile of %s: %w", p.On, err)
		}
	}
	return nil
}

func (m *maker) op(d demand) layer.Op {
	out := layer.Op{Drop: d.Drop, Demand: layer.Demand{ID: d.ID, Requirement: d.Requirement, Who: layer.Who{Occupations: d.Occupations, Areas: d.Areas, Level: layer.RoleLevel(d.Level)},
		Target: d.Target, Measure: layer.Measure(d.Measure), Percent: d.Percent, Count: d.Count, At: d.At, Weight: layer.Weight(d.Weight), Months: d.Months, Note: d.Note}}
	if d.From != 0 {
		out.Demand.From = m.date(d.From)
	}
	return out
}

func (w *world) town(code string) *town {
	for _, t := range w.Towns {
		if t.Code == code {
			return t
		}
	}
	return nil
}

// lot is a number below 100 that a person draws in some matter, always the same.
func (p *person) lot(matter string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(p.number + " " + matter))
	return int(h.Sum32()>>8) % 100
}

// works tells whether somebody works still, for whoever has a manager to note it.
func (p *person) works() bool { return p.unit != nil && p.last == 0 && p.id != "" }

func (m *maker) merits(ctx context.Context, all wanted) error {
	_, then, _ := m.past(m.at(-120, 9))
	room := *m.Competence
	room.Staff, room.Now, room.Tell = then, then.Now, nil
	for _, k := range all.Merits {
		for _, p := range m.people {
			if !p.works() || !slices.Contains(k.Titles, p.Title) || p.lot(k.Ref) >= k.Share {
				continue
			}
			n := competence.NewMerit{Merit: competence.Merit{PersonID: p.id, EmployerID: m.nodes[p.town.Code].ID, Kind: k.Kind, Ref: k.Ref, Orientation: k.Orientation, Credits: k.Credits, System: k.System,
				From: m.date(-900 - 30*p.lot("year")), Details: competence.Details{School: k.School}}}
			if k.Kind == frame.ByTitle {
				n.From, n.Ground = m.date(-200-5*p.lot("bevis")), title.ByCertificate
			}
			actor, err := m.actor(ctx, p.id, m.date(-120))
			if err != nil {
				return err
			}
			if n.Seen = p.lot("seen "+k.Ref) < k.Checked; n.Seen {
				actor = may.Operator()
			}
			if _, err := room.AddMerit(ctx, actor, n); err != nil && !errors.Is(err, competence.ErrMeritThere) && !errors.Is(err, competence.ErrNotEmployed) {
				return fmt.Errorf("%s of %s: %w", k.Ref, p.Key, err)
			}
		}
	}
	return nil
}

func (m *maker) assess(ctx context.Context, all wanted) error {
	for _, k := range all.Assessed {
		u := m.unit(k.Unit)
		_, then, _ := m.past(m.at(k.Day, 13))
		room := *m.Competence
		room.Staff, room.Now, room.Tell = then, then.Now, nil
		chief := m.chiefOf(u)
		if chief == nil {
			return fmt.Errorf("demo: nobody leads %s", k.Unit)
		}
		actor, err := m.actor(ctx, chief.id, m.date(k.Day))
		if err != nil {
			return err
		}
		var judged []competence.Judgement
		for _, p := range m.people {
			if p.unit != u || p == chief || !p.works() {
				continue
			}
			for _, key := range k.Requirements {
				lot := p.lot(key) / 10
				for _, l := range k.Levels {
					if lot -= l.Of; lot < 0 {
						judged = append(judged, competence.Judgement{PersonID: p.id, Requirement: key, Level: l.Level, On: m.date(k.Day)})
						break
					}
				}
			}
		}
		var there []competence.Judgement // who came later is judged later
		for _, j := range judged {
			paths, err := m.Staff.Paths(ctx, j.PersonID, m.date(k.Day))
			if err != nil {
				return err
			}
			if slices.Contains(paths, m.nodes[u.ID].Path) {
				there = append(there, j)
			}
		}
		err = room.Assess(ctx, actor, m.nodes[u.town.Code].ID, there, held.Manager)
		if f := fault.Of(err); f != nil && f.Kind == fault.Denied { // in a demo of an earlier release somebody else led the unit then
			err = room.Assess(ctx, may.Operator(), m.nodes[u.town.Code].ID, there, held.Manager)
		}
		if err != nil {
			return fmt.Errorf("judging at %s: %w", k.Unit, err)
		}
	}
	return nil
}

func (m *maker) roles(ctx context.Context, all wanted) error {
	for _, k := range all.Levels {
		for _, p := range m.people {
			if !p.works() || !slices.Contains(k.Titles, p.Title) {
				continue
			}
			if err := m.Profiles.SetRoleLevel(ctx, may.Operator(), p.employment, k.Level, m.date(-100)); err != nil && !errors.Is(err, profile.ErrPast) {
				return fmt.Errorf("role level of %s: %w", p.Key, err)
			}
		}
	}
	return nil
}
