package journey

import (
	"context"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// ErrNoGroup says that a place has no group of people: it is a municipality or above.
var ErrNoGroup = org.ErrNoNode

// mostInGroup is how many people one page of a group holds.
const mostInGroup = 50

// Seen is a person as a manager may see the person: the journeys with what the employer may know,
// and how many courses from elsewhere the person has shared.
type Seen struct {
	staff.Known
	Journeys []plan.Personal
	Shared   int
}

// Seen gives a person's journeys to who may see progress where the person works. What the person
// has learnt for others is in it only when the person shares it (rule 19). It is logged.
func (js *Journeys) Seen(ctx context.Context, a may.Actor, personID, on string) (Seen, error) {
	k, err := js.Staff.Know(ctx, a, may.SeeProgress, personID, on)
	if err != nil {
		return Seen{}, err
	}
	if err := js.Staff.Audit.Person(ctx, js.DB, a, "journey.read", personID); err != nil {
		return Seen{}, err
	}
	facts, err := js.Record.SeenBy(ctx, k.Employer.ID, []string{personID})
	if err != nil {
		return Seen{}, err
	}
	s := Seen{Known: k, Shared: shared(facts[personID], k.Employer.ID)}
	s.Journeys, err = js.asSeen(ctx, personID, k.Employer, facts[personID], newShelf(js), on)
	return s, err
}

// shared counts the courses in what stands of the facts that are another's.
func shared(facts []record.Fact, employerID string) int {
	courses := map[string]bool{}
	for _, f := range record.Standing(facts) {
		if f.ControllerID != employerID {
			courses[f.CourseID] = true
		}
	}
	return len(courses)
}

// asSeen resolves a person's journeys with what an employer may see.
func (js *Journeys) asSeen(ctx context.Context, personID string, employer org.Node, facts []record.Fact, shelf *shelf, on string) ([]plan.Personal, error) {
	known, err := js.known(ctx, personID, on)
	if err != nil {
		return nil, err
	}
	var there []staff.Service
	for _, s := range known.served {
		whose, err := org.EmployerOf(ctx, js.DB, s.UnitPath, on)
		if err != nil {
			return nil, err
		}
		if whose.ID == employer.ID {
			there = append(there, s)
		}
	}
	return js.settle(ctx, known.at(employer, facts, there), shelf, on)
}

// Group is a page of the people at a place.
type Group struct {
	Node    org.Node
	Members []Member
	All     int
}

// Member is a person of a group.
type Member struct {
	staff.Member
	Tally
}

// Group gives the people at a unit, or under an operation, to who may see progress there, in name
// order, at most limit (50) from offset. It is logged as one viewing of the place.
func (js *Journeys) Group(ctx context.Context, a may.Actor, nodeID string, limit, offset int) (Group, error) {
	on := js.Staff.Today()
	g, employer, err := js.groupAt(ctx, a, nodeID, on)
	if err != nil {
		return g, err
	}
	if err := js.Staff.Audit.Node(ctx, js.DB, a, "journey.group", nodeID); err != nil {
		return g, err
	}
	people, all, err := js.Staff.Group(ctx, a, g.Node, employer.ID, on, min(limit, mostInGroup), offset)
	if err != nil {
		return g, err
	}
	g.All = all
	ids := make([]string, len(people))
	for i, p := range people {
		ids[i] = p.Employee.PersonID
	}
	facts, err := js.Record.SeenBy(ctx, employer.ID, ids)
	if err != nil {
		return g, err
	}
	shelf := newShelf(js)
	for _, p := range people {
		journeys, err := js.asSeen(ctx, p.Employee.PersonID, employer, facts[p.Employee.PersonID], shelf, on)
		if err != nil {
			return g, err
		}
		g.Members = append(g.Members, Member{Member: p, Tally: Count(journeys)})
	}
	return g, nil
}

// groupAt finds the place and its employer, and asks.
func (js *Journeys) groupAt(ctx context.Context, a may.Actor, nodeID, on string) (g Group, employer org.Node, err error) {
	if g.Node, err = js.Tree.Find(ctx, nodeID, on); err != nil {
		return g, employer, err
	}
	if err := may.Ask(a, may.SeeProgress, g.Node.Path); err != nil {
		return g, employer, err
	}
	switch org.Kind(g.Node.Kind) {
	case org.Operation, org.Unit, org.Team:
	default:
		return g, employer, ErrNoGroup
	}
	if employer, err = org.EmployerOf(ctx, js.DB, g.Node.Path, on); err != nil {
		return g, employer, err
	}
	return g, employer, may.Ask(a.Inside(employer.Path), may.SeeProgress, g.Node.Path)
}

// Units lists the units whose groups the actor may see, in name order, at most limit.
func (js *Journeys) Units(ctx context.Context, a may.Actor, limit int) ([]org.Node, error) {
	return js.Tree.UnitsIn(ctx, a.Scopes(may.SeeProgress), js.Staff.Today(), limit)
}
