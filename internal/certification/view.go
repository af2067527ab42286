package certification

import (
	"context"
	"slices"

	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Named is a person as the actor may read the name (rule 7).
type Named struct{ ID, Name string }

// Person is somebody at a unit: how the person stands to its scheme.
type Person struct {
	rule.Verdict
	Name      string
	Protected bool   // the name is a contact code, but for the manager
	Tasks     []Task // that stand and have stood
}

// Can is what the actor may do with a programme today.
type Can struct{ Guide, Hide, Assess, Certify, Revoke, Ask, Decide, Renew, Foresee bool }

// View is a unit's programme as it stands on a day.
type View struct {
	Programme
	rule.Outcome
	Unit, Employer org.Node
	Leader         Named
	Named          bool     // the actor reads who; else People is nil
	People         []Person // in name order
	Happened       []Event  // what has happened, the newest first
	DecidedBy      string   // who made the decision that may be asked about
	Can            Can
}

// see lets in who may see how a unit stands; named tells whether with names.
func (p place) see(by string) (named bool, err error) {
	if p.ask(may.SeeProgress, may.GuideUnit) == nil {
		return true, nil
	}
	if p.ask(may.LeadMeetings, may.SeeFigures) == nil {
		return false, nil
	}
	if by == rule.ByRSS && holds(p.who, may.Programme, p.unit.Path) {
		return false, nil
	}
	if p.ask(may.SignSkill) == nil { // an assessor of tasks
		return true, nil
	}
	return false, p.ask(may.SeeProgress)
}

// View gives a unit's programme as it stands on a day ("" = today): person by person to who may see the progress of the
// unit's people, which is logged; without names to who leads its meetings or certifies it from above. Errors:
// ErrNoProgramme, may.ErrDenied.
func (c *Certifications) View(ctx context.Context, a may.Actor, programmeID, on string) (v View, err error) {
	defer fault.Wrap(&err, "programme %s", programmeID)
	p, err := programmeByID(ctx, c.DB, programmeID)
	if err != nil {
		return v, err
	}
	all, err := c.views(ctx, a, p.UnitID, []Programme{p}, on)
	if err != nil {
		return v, err
	}
	return all[0], nil
}

// Unit gives the programmes of a unit as they stand on a day, the newest first, those it has left last. As View.
func (c *Certifications) Unit(ctx context.Context, a may.Actor, unitID, on string) (_ []View, err error) {
	defer fault.Wrap(&err, "programmes of unit %s", unitID)
	all, err := programmesOf(ctx, c.DB, []string{unitID})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, b Programme) int {
		return boolOrder(a.LeftOn != db.NoEnd, b.LeftOn != db.NoEnd)
	})
	return c.views(ctx, a, unitID, all, on)
}

func boolOrder(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func (c *Certifications) views(ctx context.Context, a may.Actor, unitID string, programmes []Programme, on string) ([]View, error) {
	if on == "" {
		on = c.Today()
	}
	at, err := c.at(ctx, a, unitID)
	if err != nil {
		return nil, err
	}
	inputs, err := c.inputs(ctx, c.DB, programmes)
	if err != nil {
		return nil, err
	}
	out := make([]View, 0, len(programmes))
	logged := false
	for _, p := range programmes {
		v := View{Programme: p, Outcome: rule.At(inputs[p.ID], on), Unit: at.unit, Employer: at.employer}
		by := byOf(inputs[p.ID], on)
		if v.Named, err = at.see(by); err != nil {
			return nil, err
		}
		if err := c.complete(ctx, &v, at, by); err != nil {
			return nil, err
		}
		logged = logged || v.Named && len(v.People) > 0
		out = append(out, v)
	}
	if len(programmes) == 0 {
		if _, err := at.see(""); err != nil {
			return nil, err
		}
	}
	if logged {
		return out, c.Audit.Node(ctx, c.DB, a, "certification.people", unitID)
	}
	return out, nil
}

// byOf is who certifies by the scheme in force on a day.
func byOf(in rule.Input, on string) (by string) {
	for i, v := range in.Versions {
		if i == 0 || v.From <= on {
			by = v.Scheme.By
		}
	}
	return by
}

// complete puts names and what has happened into a view.
func (c *Certifications) complete(ctx context.Context, v *View, at place, by string) error {
	events, err := eventsOf(ctx, c.DB, []string{v.Programme.ID})
	if err != nil {
		return err
	}
	v.Happened = events[v.Programme.ID]
	slices.Reverse(v.Happened)
	ids := []string{v.LeaderID}
	for _, e := range v.Happened {
		ids = append(ids, e.ByID)
		if v.DecidedBy == "" && (e.Kind == rule.Revoke || e.Kind == rule.Decline) {
			v.DecidedBy = e.ByID
		}
	}
	names, err := c.names(ctx, ids, at, false)
	if err != nil {
		return err
	}
	for i := range v.Happened {
		v.Happened[i].By = names[v.Happened[i].ByID]
	}
	v.Leader = Named{v.LeaderID, names[v.LeaderID]}
	v.Can = c.can(v, at, by)
	if !v.Named {
		v.People = nil
		return nil
	}
	return c.people(ctx, v, at)
}

// can tells what the actor may do.
func (c *Certifications) can(v *View, at place, by string) (can Can) {
	if v.LeftOn != db.NoEnd {
		return can
	}
	can.Guide = at.ask(may.GuideUnit) == nil
	can.Hide = at.ask(may.Appoint, may.GuideUnit) == nil
	can.Foresee = !v.Proposed() && at.foresee() == nil
	if v.Proposed() || v.Scheme == nil {
		return can
	}
	can.Assess = at.assess() == nil && v.Scheme.Asks(rule.ByTask)
	decides := at.certifier(by) == nil
	open := !v.State.Holds() || v.Round > v.Held
	can.Certify = decides && open && by != rule.ByRule
	can.Revoke = decides && v.State.Holds()
	can.Ask = v.Decision != "" && !v.Asked && at.ask(may.LeadMeetings) == nil
	can.Decide = v.Asked && v.DecidedBy != at.who.PersonID && (&held{Programme: v.Programme, place: at, c: c, Outcome: v.Outcome}).anew() == nil
	can.Renew = can.Hide && v.CertifiedOn != "" && v.Round == v.Held && (!v.State.Holds() || c.Today() >= v.Window)
	return can
}

// people names those whom the rule has judged, in name order, with their tasks.
func (c *Certifications) people(ctx context.Context, v *View, at place) error {
	tasks, err := tasksOf(ctx, c.DB, []string{v.Programme.ID})
	if err != nil {
		return err
	}
	var ids []string
	for _, p := range v.Outcome.People {
		ids = append(ids, p.PersonID)
	}
	for _, t := range tasks[v.Programme.ID] {
		ids = append(ids, t.ByID)
	}
	cards, err := c.cards(ctx, ids, at.employer.ID)
	if err != nil {
		return err
	}
	manager := at.leads()
	sorter := staff.NewSorter()
	keys := map[string]string{}
	for _, p := range v.Outcome.People {
		x := Person{Verdict: p}
		card := cards[p.PersonID]
		x.Name, x.Protected = card.Shown(), card.Protected
		keys[p.PersonID] = sorter.Key(card.FirstName, card.LastName)
		if card.Protected && manager {
			x.Name = card.Name()
		} else if card.Protected {
			keys[p.PersonID] = card.ContactCode
		}
		for _, t := range tasks[v.Programme.ID] {
			if t.PersonID == p.PersonID && t.Day <= v.On {
				by := cards[t.ByID]
				t.By = by.Shown()
				x.Tasks = append(x.Tasks, t)
			}
		}
		v.People = append(v.People, x)
	}
	slices.SortStableFunc(v.People, func(a, b Person) int {
		if x, y := keys[a.PersonID], keys[b.PersonID]; x != y {
			if x < y {
				return -1
			}
			return 1
		}
		return 0
	})
	return nil
}

// cards are what people are called, by the unit's employer where it knows them.
func (c *Certifications) cards(ctx context.Context, ids []string, employerID string) (map[string]staff.Employee, error) {
	out := map[string]staff.Employee{}
	for some := range slices.Chunk(distinct(ids), atOnce) {
		all, err := c.Staff.CardsOf(ctx, some)
		if err != nil {
			return nil, err
		}
		for id, cards := range all {
			for _, card := range cards {
				was, have := out[id]
				switch {
				case !have, card.EmployerID == employerID && !was.Protected, card.Protected && !was.Protected:
					out[id] = card
				}
			}
		}
	}
	return out, nil
}

// names are what lists call some people: of a protected identity the contact code (rule 7).
func (c *Certifications) names(ctx context.Context, ids []string, at place, manager bool) (map[string]string, error) {
	cards, err := c.cards(ctx, ids, at.employer.ID)
	out := map[string]string{}
	for id, card := range cards {
		if out[id] = card.Shown(); manager && card.Protected {
			out[id] = card.Name()
		}
	}
	return out, err
}
