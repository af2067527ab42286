package group

import (
	"context"
	"slices"
	"strings"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// What is shown together: more units than that, or more people, and one chooses a unit first.
const (
	mostUnits  = 20
	mostPeople = 600
	mostListed = 2000 // units to choose from: a large municipality has some hundred
)

// Member is a person of a team, as the actor may see the person.
type Member struct {
	staff.CrewMember
	UnitID     string // the unit, of those shown, that the person is counted at
	EmployerID string // whose unit it is
	Progress   bool   // the actor may see how the person stands; else only the name
	Tally
	Lines    []Line
	Journeys []Has
	Shared   int
	Leaves   []staff.Leave
	SignedIn bool
	Waiting  []Waiting
	Reminded map[string]plan.Date // item → the last day the person was reminded of it
}

// Has is a journey that a person has.
type Has struct{ ID, Title, Short string }

// ID is the person's.
func (m *Member) ID() string { return m.Employee.PersonID }

// Listed is the name in lists; a protected identity has only a code where the actor is not its manager.
func (m *Member) Listed() string {
	return strings.TrimSpace(m.FirstName + " " + m.LastName)
}

// Waiting is a report of a course taken elsewhere that waits for a decision.
type Waiting struct {
	Course string
	On     plan.Date // when it was reported
}

// Team is the people of some units together. It is kept and read by many: nobody changes it.
type Team struct {
	Units   []org.Node
	Members []Member // in name order
	Can     map[may.Action]bool
	Today   plan.Date
}

// Unit finds one of the team's units.
func (t *Team) Unit(id string) (org.Node, bool) {
	i := slices.IndexFunc(t.Units, func(n org.Node) bool { return n.ID == id })
	if i < 0 {
		return org.Node{}, false
	}
	return t.Units[i], true
}

// Find finds somebody of the team; nil when the person is not there.
func (t *Team) Find(personID string) *Member {
	for i := range t.Members {
		if t.Members[i].ID() == personID {
			return &t.Members[i]
		}
	}
	return nil
}

// Units lists the units whose people the actor may see, in name order.
func (g *Groups) Units(ctx context.Context, a may.Actor) ([]org.Node, error) {
	return g.Tree.UnitsIn(ctx, a.Scopes(may.SeeStaff), g.Staff.Today(), mostListed)
}

// Team gives the people of a unit, of all units under an operation, or with nodeID "" of all that
// the actor leads (R016). ErrManyUnits when they are too many to be shown together. It is logged as
// a viewing of each unit.
func (g *Groups) Team(ctx context.Context, a may.Actor, nodeID string) (Team, error) {
	t, err := g.teamAt(ctx, a, nodeID)
	if err != nil {
		return t, err
	}
	err = g.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, u := range t.Units {
			if err := g.Staff.Audit.Node(ctx, tx, a, "journey.group", u.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return t, err
	}
	return g.fill(ctx, a, t)
}

// teamAt is a team without its people.
func (g *Groups) teamAt(ctx context.Context, a may.Actor, nodeID string) (Team, error) {
	t := Team{Today: plan.Date(g.Staff.Today()), Can: map[may.Action]bool{}}
	var err error
	if t.Units, err = g.unitsAt(ctx, a, nodeID); err == nil && len(t.Units) > mostUnits {
		err = ErrManyUnits
	}
	return t, err
}

// fill puts the people into a team; a team that has not changed is the one that was kept.
func (g *Groups) fill(ctx context.Context, a may.Actor, t Team) (Team, error) {
	sides, err := g.byEmployer(ctx, t.Units)
	if err != nil {
		return t, err
	}
	key := keyOf(a, t.Units, string(t.Today))
	old, have := g.seen.get(key, g.Now())
	if have {
		stamp, err := g.stamp(ctx, sides, old.ids, string(t.Today))
		if err != nil {
			return t, err
		}
		if stamp == old.stamp {
			return old.team, nil
		}
	}
	return g.read(ctx, a, t, sides, key)
}

// read reads a team and keeps it. The stamp is taken before the rest is read: what changes in
// between makes the next reading anew.
func (g *Groups) read(ctx context.Context, a may.Actor, t Team, sides []*side, key string) (Team, error) {
	for _, s := range sides {
		if err := g.crew(ctx, a, &t, s); err != nil {
			return t, err
		}
	}
	ids := make([]string, len(t.Members))
	for i := range t.Members {
		ids[i] = t.Members[i].ID()
	}
	stamp, err := g.stamp(ctx, sides, ids, string(t.Today))
	if err != nil {
		return t, err
	}
	for _, s := range sides {
		if err := g.know(ctx, &t, s.employer); err != nil {
			return t, err
		}
	}
	g.seen.put(key, keptTeam{team: t, stamp: stamp, ids: ids, at: g.Now()})
	return t, nil
}

// unitsAt finds the units and asks about each.
func (g *Groups) unitsAt(ctx context.Context, a may.Actor, nodeID string) ([]org.Node, error) {
	if nodeID == "" {
		if err := may.AskSomewhere(a, may.SeeStaff); err != nil {
			return nil, err
		}
		return g.Units(ctx, a)
	}
	on := g.Staff.Today()
	n, err := g.Tree.Find(ctx, nodeID, on)
	if err != nil {
		return nil, err
	}
	if err := may.Ask(a, may.SeeStaff, n.Path); err != nil {
		return nil, err
	}
	switch org.Kind(n.Kind) {
	case org.Unit, org.Operation:
	default:
		return nil, ErrNoGroup
	}
	employer, err := org.EmployerOf(ctx, g.DB, n.Path, on)
	if err != nil {
		return nil, err
	}
	if err := may.Ask(a.Inside(employer.Path), may.SeeStaff, n.Path); err != nil { // a role above is none at a private employer (rule 3)
		return nil, err
	}
	if org.Kind(n.Kind) == org.Unit {
		return []org.Node{n}, nil
	}
	return g.Tree.UnitsIn(ctx, []string{n.Path}, on, mostListed)
}

// side is the units of one employer.
type side struct {
	employer org.Node
	units    []org.Node
}

func (g *Groups) byEmployer(ctx context.Context, units []org.Node) ([]*side, error) {
	var out []*side
	whose := map[string]org.Node{}
	for _, u := range units {
		e, have := whose[u.Parent]
		if !have {
			var err error
			if e, err = org.EmployerOf(ctx, g.DB, u.Path, g.Staff.Today()); err != nil {
				return nil, err
			}
			whose[u.Parent] = e
		}
		i := slices.IndexFunc(out, func(s *side) bool { return s.employer.ID == e.ID })
		if i < 0 {
			i, out = len(out), append(out, &side{employer: e})
		}
		out[i].units = append(out[i].units, u)
	}
	return out, nil
}

// crew adds the people of one employer's units to the team.
func (g *Groups) crew(ctx context.Context, a may.Actor, t *Team, s *side) error {
	inside := a.Inside(s.employer.Path)
	can := func(do may.Action, unitID string) bool {
		i := slices.IndexFunc(s.units, func(n org.Node) bool { return n.ID == unitID })
		return i >= 0 && may.Ask(inside, do, s.units[i].Path) == nil
	}
	for _, do := range []may.Action{may.SeeProgress, may.DecideExternal, may.GiveCode, may.SetLeave, may.Enrol, may.ServeUnit} {
		t.Can[do] = t.Can[do] || slices.ContainsFunc(s.units, func(n org.Node) bool { return can(do, n.ID) })
	}
	ids := make([]string, len(s.units))
	for i, u := range s.units {
		ids[i] = u.ID
	}
	crew, err := g.Staff.Crew(ctx, a, ids, s.employer.ID, string(t.Today))
	if err != nil {
		return err
	}
	if len(t.Members)+len(crew) > mostPeople && len(t.Units) > 1 {
		return ErrManyUnits
	}
	for _, c := range crew {
		if t.Find(c.Employee.PersonID) != nil {
			continue // works for another employer too: once is enough
		}
		m := Member{CrewMember: c, UnitID: c.AtUnits[0], EmployerID: s.employer.ID, Tally: Tally{State: NoneNow}}
		m.Progress = slices.ContainsFunc(c.AtUnits, func(u string) bool { return can(may.SeeProgress, u) })
		t.Members = append(t.Members, m)
	}
	return nil
}

// know fills in how the people of an employer stand.
func (g *Groups) know(ctx context.Context, t *Team, employer org.Node) error {
	var all, followed []string
	for i := range t.Members {
		if m := &t.Members[i]; m.EmployerID == employer.ID {
			if all = append(all, m.ID()); m.Progress {
				followed = append(followed, m.ID())
			}
		}
	}
	stands, err := g.stands(ctx, employer, followed, t.Today)
	if err != nil {
		return err
	}
	signed, waiting, leaves := map[string]bool{}, map[string][]Waiting{}, map[string][]staff.Leave{}
	if t.Can[may.GiveCode] {
		if signed, err = g.Access.SignedInAmong(ctx, all); err != nil {
			return err
		}
	}
	if t.Can[may.DecideExternal] {
		if waiting, err = g.waiting(ctx, followed); err != nil {
			return err
		}
	}
	if t.Can[may.SetLeave] {
		if leaves, err = g.Staff.LeavesOf(ctx, all); err != nil {
			return err
		}
	}
	reminded, err := g.reminded(ctx, employer.ID, followed, t.Today)
	if err != nil {
		return err
	}
	for i := range t.Members {
		m := &t.Members[i]
		if m.EmployerID != employer.ID {
			continue
		}
		if s, have := stands[m.ID()]; have {
			m.Tally, m.Lines, m.Journeys, m.Shared = s.Tally, s.lines, s.journeys, s.shared
		}
		m.SignedIn, m.Waiting, m.Leaves, m.Reminded = signed[m.ID()] || !t.Can[may.GiveCode], waiting[m.ID()], leaves[m.ID()], reminded[m.ID()]
	}
	return nil
}

func (g *Groups) waiting(ctx context.Context, ids []string) (map[string][]Waiting, error) {
	reports, err := g.Studies.WaitingAmong(ctx, ids)
	out := make(map[string][]Waiting, len(reports))
	for id, list := range reports {
		for _, r := range list {
			out[id] = append(out[id], Waiting{Course: r.CourseID, On: plan.Date(org.Today(r.MadeAt, g.Staff.Place))})
		}
	}
	return out, err
}

// standing is how one person stands, as it is kept.
type standing struct {
	Tally
	lines    []Line
	journeys []Has
	shared   int
}

// stands resolves the people's journeys with what the employer may see.
func (g *Groups) stands(ctx context.Context, employer org.Node, ids []string, today plan.Date) (map[string]standing, error) {
	seen, err := g.Journeys.Among(ctx, employer, ids, string(today))
	if err != nil {
		return nil, err
	}
	out := make(map[string]standing, len(seen))
	for id, s := range seen {
		var st standing
		st.Tally, st.lines = Count(s.Journeys, today)
		st.shared = s.Shared
		for i := range s.Journeys {
			j := &s.Journeys[i]
			st.journeys = append(st.journeys, Has{j.Journey, j.Title, j.Short})
		}
		for i := range st.lines {
			if st.lines[i].Title != "" {
				continue
			}
			if st.lines[i].Title, err = g.title(ctx, st.lines[i].Course); err != nil {
				return nil, err
			}
		}
		out[id] = st
	}
	return out, nil
}

// title is what a course is called; its id when the catalogue does not have it.
func (g *Groups) title(ctx context.Context, courseID string) (string, error) {
	title, err := g.Courses.Title(ctx, courseID)
	if title == "" {
		title = courseID
	}
	return title, err
}
