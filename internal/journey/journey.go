// Package journey owns the journeys: their definitions, what each node of the tree adds, and the
// journey of one person.
//
// The rules are pure and stand in journey/plan; this package fetches what they need and keeps
// what people choose. Nothing that can be resolved is stored.
//
// Tables: journey, journey_version, journey_switch, layer, journey_choice. Says: facts of kind
// credited to the record. Asks: staff, access, record, course, org, may.
package journey

import (
	"context"
	"strings"
	"sync"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// Faults.
var (
	ErrNoJourney = fault.New(fault.Missing, "journey.missing")
	ErrNoItem    = fault.New(fault.Missing, "journey.item_missing")
	ErrBroken    = fault.New(fault.Invalid, "journey.broken")
	ErrNoStep    = fault.New(fault.Invalid, "journey.step_unknown")
)

// Studies is what a journey asks of the courses: which ones a person has begun and not ended.
type Studies interface {
	Begun(ctx context.Context, personID string) ([]string, error)
}

// Journeys is the door to this room.
type Journeys struct {
	DB      *db.DB
	Staff   *staff.Staff
	Access  *access.Access
	Record  *record.Record
	Tree    *org.Tree
	Studies Studies
	Now     func() time.Time
	NewID   func() string

	parsed sync.Map // journey id + "@" + version → plan.Journey; a version never changes
}

// Own gives the signed-in person's journeys on a day, best fitting first.
func (js *Journeys) Own(ctx context.Context, a may.Actor, on string) ([]plan.Personal, error) {
	if !a.Known() {
		return nil, may.ErrSignIn
	}
	return js.resolve(ctx, a.PersonID, on)
}

// Of gives another person's journeys to who may see progress where the person works. It is logged.
func (js *Journeys) Of(ctx context.Context, a may.Actor, personID, on string) ([]plan.Personal, error) {
	paths, err := js.Staff.Paths(ctx, personID, on)
	if err != nil {
		return nil, err
	}
	if err := may.AskAny(a, may.SeeProgress, paths); err != nil {
		return nil, err
	}
	if err := js.Staff.Audit.Person(ctx, js.DB, a, "journey.read", personID); err != nil {
		return nil, err
	}
	return js.resolve(ctx, personID, on)
}

func (js *Journeys) resolve(ctx context.Context, personID, on string) ([]plan.Personal, error) {
	in, err := js.input(ctx, personID, on)
	if err != nil {
		return nil, err
	}
	return plan.Resolve(in), nil
}

// input fetches all that the rules need: a handful of statements, each bounded by the person.
func (js *Journeys) input(ctx context.Context, personID, on string) (plan.Input, error) {
	in := plan.Input{Today: plan.Date(on)}
	person, nodes, err := js.person(ctx, personID, on)
	if err != nil {
		return in, err
	}
	in.Person = person
	if len(nodes) == 0 {
		return in, nil // no current employment: no journey
	}
	if in.On, err = js.switches(ctx, nodes, on); err != nil {
		return in, err
	}
	if in.Journeys, err = js.definitions(ctx, on); err != nil {
		return in, err
	}
	if err := js.takeRSS(ctx, &in, &nodes, on); err != nil {
		return in, err
	}
	in.Layers, err = js.layers(ctx, nodes, on)
	return in, err
}

// takeRSS notes where a journey runs in another RSS than the municipality's own (rule 2).
func (js *Journeys) takeRSS(ctx context.Context, in *plan.Input, nodes *[]string, on string) error {
	for i := range in.Person.Employments {
		e := &in.Person.Employments[i]
		for _, node := range e.Path {
			if !strings.HasPrefix(node, "k-") {
				continue
			}
			other, err := otherRSS(ctx, js.DB, node, on)
			if err != nil {
				return err
			}
			for journeyID, rss := range other {
				if e.RSS == nil {
					e.RSS = map[string]string{}
				}
				e.RSS[journeyID] = rss
				*nodes = append(*nodes, rss)
			}
		}
	}
	return nil
}

// person gathers one person's employments, facts, studies and choices, and the nodes that the
// current employments stand under.
func (js *Journeys) person(ctx context.Context, personID, on string) (p plan.Person, nodes []string, err error) {
	history, err := js.Staff.History(ctx, personID)
	if err != nil {
		return p, nil, err
	}
	served, err := js.Staff.Served(ctx, personID, on)
	if err != nil {
		return p, nil, err
	}
	leaves, err := js.Staff.Leaves(ctx, personID)
	if err != nil {
		return p, nil, err
	}
	grants, err := access.Grants(ctx, js.DB, personID, on)
	if err != nil {
		return p, nil, err
	}
	facts, err := js.Record.Facts(ctx, personID)
	if err != nil {
		return p, nil, err
	}
	if p.Started, err = js.Studies.Begun(ctx, personID); err != nil {
		return p, nil, err
	}
	ref, err := js.Tree.CachedReference(ctx)
	if err != nil {
		return p, nil, err
	}
	p.Employments, nodes = employments(history, served, leaves, grants, ref, on)
	p.Facts = planFacts(facts, js.Staff.Place)
	p.Roles = roles(grants)
	choices, err := js.choices(ctx, personID)
	if err != nil {
		return p, nil, err
	}
	take(&p, choices)
	return p, nodes, nil
}
