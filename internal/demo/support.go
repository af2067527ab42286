package demo

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/platform/may"
)

// supports is data/stod.yaml.
type supports struct {
	Validations []struct {
		Person, By, Programme, Provider string
		Passed, Ongoing                 []string
	}
	Maps        []struct{ Programme, Part, Course, Note string }
	Specialists []struct {
		Person, By, Role string
		Supports         []string
	}
	Languages []struct {
		Town   string
		Said   int
		Levels map[string]int
	}
	Asks []struct {
		Person, Colleague string
		Requirements      []string
	}
}

// support puts what helps people to competence: validations, specialists, what is asked of colleagues.
func (m *maker) support(ctx context.Context) error {
	all, err := read[supports]("stod")
	if err != nil {
		return err
	}
	for _, step := range []func(context.Context, supports) error{m.validate, m.specialise, m.speak, m.ask} {
		if err := step(ctx, all); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) validate(ctx context.Context, all supports) error {
	for _, v := range all.Validations {
		by, err := m.as(ctx, v.By)
		if err != nil {
			return err
		}
		p := m.stories[v.Person]
		town := m.nodes[p.town.Code].ID
		have, err := m.Competence.Validations(ctx, by, p.id, town)
		if err != nil {
			return err
		}
		id := ""
		if len(have) > 0 { // begun before a crash
			id = have[0].ID
		} else if id, err = m.Competence.StartValidation(ctx, by, competence.Validation{PersonID: p.id, EmployerID: town, Programme: v.Programme, Provider: v.Provider, StartedOn: m.date(-25)}); err != nil {
			return fmt.Errorf("validation of %s: %w", v.Person, err)
		}
		var marks []competence.Mark
		for _, part := range v.Passed {
			marks = append(marks, competence.Mark{Part: part, State: competence.PartPassed, On: m.date(-8)})
		}
		for _, part := range v.Ongoing {
			marks = append(marks, competence.Mark{Part: part, State: competence.PartOngoing, On: m.date(-8)})
		}
		if err := m.Competence.MarkParts(ctx, by, id, marks); err != nil {
			return fmt.Errorf("validation of %s: %w", v.Person, err)
		}
	}
	for _, k := range all.Maps {
		err := m.Competence.Map(ctx, may.Operator(), competence.Mapping{OwnerID: "se", Programme: k.Programme, Part: k.Part, CourseID: k.Course, Note: k.Note})
		if err != nil && !errors.Is(err, competence.ErrMapped) {
			return fmt.Errorf("mapping of %s: %w", k.Course, err)
		}
	}
	return nil
}

func (m *maker) specialise(ctx context.Context, all supports) error {
	for _, s := range all.Specialists {
		by, err := m.as(ctx, s.By)
		if err != nil {
			return err
		}
		p := m.stories[s.Person]
		note := competence.Specialist{PersonID: p.id, EmployerID: m.nodes[p.town.Code].ID, Role: s.Role, From: m.date(-70)}
		for _, u := range s.Supports {
			note.Supports = append(note.Supports, competence.Supported{NodeID: m.nodes[u].ID})
		}
		have, err := m.Competence.Specialists(ctx, may.Operator(), note.EmployerID)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(have, func(h competence.Specialist) bool { return h.PersonID == p.id && h.Role == s.Role }) {
			continue
		}
		if _, err := m.Competence.NoteSpecialist(ctx, by, note); err != nil {
			return fmt.Errorf("%s of %s: %w", s.Role, s.Person, err)
		}
	}
	return nil
}

// speak lets people say how well they know Swedish.
func (m *maker) speak(ctx context.Context, all supports) error {
	for _, l := range all.Languages {
		levels := slices.Sorted(maps.Keys(l.Levels))
		for _, p := range m.people {
			if p.town == nil || p.town.Code != l.Town || !p.works() || p.lot("says") >= l.Said {
				continue
			}
			me := may.Actor{PersonID: p.id}
			said, err := m.Competence.Language(ctx, me)
			if err != nil {
				return err
			}
			if said.Level != "" { // said before a crash
				continue
			}
			lot := p.lot("swedish")
			for _, level := range levels {
				if lot -= l.Levels[level]; lot >= 0 {
					continue
				}
				if err := m.Competence.SetLanguage(ctx, me, competence.LanguageLevel{Level: level, On: m.date(-40)}); err != nil {
					return err
				}
				break
			}
		}
	}
	return nil
}

func (m *maker) ask(ctx context.Context, all supports) error {
	for _, a := range all.Asks {
		by, err := m.as(ctx, a.Person)
		if err != nil {
			return err
		}
		p := m.stories[a.Person]
		have, err := m.Competence.RequestsAbout(ctx, by)
		if err != nil {
			return err
		}
		if len(have) > 0 {
			continue
		}
		r := competence.Request{PersonID: p.id, ColleagueID: m.stories[a.Colleague].id, ControllerID: m.nodes[p.town.Code].ID, Requirements: a.Requirements, Until: m.later(14)}
		if _, err := m.Competence.AskColleague(ctx, by, r); err != nil {
			return fmt.Errorf("%s asks %s: %w", a.Person, a.Colleague, err)
		}
	}
	return nil
}

// keepMonth computes everybody's figures as the demo stands now and keeps them as those of a month: what has
// been noted so far is what was known then.
func (m *maker) keepMonth(ctx context.Context, day int) error {
	if err := recount(ctx, m.Figures); err != nil {
		return err
	}
	return m.Gaps.Passed(ctx, m.date(day))
}
