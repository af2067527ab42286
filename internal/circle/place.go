package circle

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Place is a unit with the employer that it belongs to.
type Place struct {
	Unit, Employer org.Node
}

// placeOf gives a unit as it is today, or was last.
func (c *Circles) placeOf(ctx context.Context, q db.Q, unitID string) (p Place, err error) {
	p.Unit, err = org.Find(ctx, q, unitID, c.Today())
	if errors.Is(err, org.ErrNoNode) {
		p.Unit, err = c.Tree.FindEver(ctx, unitID)
	}
	if err != nil {
		return p, err
	}
	p.Employer, err = org.EmployerOf(ctx, q, p.Unit.Path, c.Today())
	return p, err
}

// may asks whether the actor may do something at a unit, with the roles of its employer.
func (p Place) may(a may.Actor, do may.Action) error {
	return may.Ask(a.Inside(p.Employer.Path), do, p.Unit.Path)
}

// Standing is what an actor is to a circle.
type Standing struct {
	Leads    bool // is its leader, and may lead meetings at the unit
	Steers   bool // may plan, move and call off meetings at the unit
	Answers  bool // sees the progress of the unit's people: who was there
	Takes    bool // takes part
	Replies  bool // may say no to taking part, or yes again: not who was taken out, or works there no more
	Member   Member
	IsMember bool // was asked, also when declined
}

// Reads tells whether the actor may read what the group writes: who takes part, and who leads.
func (s Standing) Reads() bool { return s.Leads || s.Takes }

// sees tells whether the actor may see if somebody was there. Who may lead at the unit and takes part stands in for the
// leader: what that person marks stands on the list.
func (s Standing) sees(m Member) bool {
	return s.Leads || s.Steers && s.Takes || (s.Steers || s.Answers) && m.How == OfUnit
}

// standing tells what an actor is to a circle. Errors: ErrNoCircle for who has nothing to do with it.
func (c *Circles) standing(ctx context.Context, q db.Q, a may.Actor, x Circle) (s Standing, p Place, err error) {
	if !a.Known() && !a.IsOperator() {
		return s, p, may.ErrSignIn
	}
	if p, err = c.placeOf(ctx, q, x.UnitID); err != nil {
		return s, p, err
	}
	s.Steers = p.may(a, may.LeadMeetings) == nil
	s.Leads = s.Steers && x.LeaderID == a.PersonID && a.Known()
	s.Answers = p.may(a, may.SeeProgress) == nil
	if s.Member, s.IsMember, err = memberOf(ctx, q, x.ID, a.PersonID); err != nil {
		return s, p, err
	}
	if s.IsMember && s.Member.State != Left {
		if s.Replies, err = c.worksStill(ctx, q, s.Member); err != nil {
			return s, p, err
		}
		s.Takes = s.Replies && s.Member.In()
	}
	if !s.Steers && !s.IsMember {
		return s, p, may.ErrDenied
	}
	return s, p, nil
}

// worksStill tells whether a member works or serves where the member takes part from: at the unit, or a guest at the
// employer. Who has left reads no more of what the group writes.
func (c *Circles) worksStill(ctx context.Context, q db.Q, m Member) (bool, error) {
	from := m.UnitID
	if m.How == Guest {
		from = m.EmployerID
	}
	paths, err := staff.PathsIn(ctx, q, m.PersonID, c.Today())
	return slices.ContainsFunc(paths, func(path string) bool { return slices.Contains(strings.Split(path, "/"), from) }), err
}

// Units are where the actor may plan meetings, in name order, as many as a form has room for.
func (c *Circles) Units(ctx context.Context, a may.Actor) ([]org.Node, error) {
	if err := may.AskSomewhere(a, may.LeadMeetings); err != nil {
		return nil, err
	}
	all, err := c.Tree.UnitsIn(ctx, a.Scopes(may.LeadMeetings), c.Today(), mostUnits)
	if err != nil {
		return nil, err
	}
	out := all[:0]
	for _, n := range all {
		employer, err := c.Tree.EmployerAt(ctx, n.Path, c.Today())
		if err != nil {
			return nil, err
		}
		if may.Ask(a.Inside(employer.Path), may.LeadMeetings, n.Path) == nil {
			out = append(out, n)
		}
	}
	return out, nil
}

// UnitAt gives a unit where the actor may plan meetings, also one that Units has no room for. Errors: ErrUnit, may.ErrDenied.
func (c *Circles) UnitAt(ctx context.Context, a may.Actor, unitID string) (org.Node, error) {
	p, err := c.planner(ctx, a, unitID)
	return p.Unit, err
}

// mostUnits bounds the units of a form; who has more names the unit in the address: UnitAt.
const mostUnits = 400

// planner gives a unit where the actor may plan meetings.
func (c *Circles) planner(ctx context.Context, a may.Actor, unitID string) (Place, error) {
	n, err := c.Tree.Find(ctx, unitID, c.Today())
	if errors.Is(err, org.ErrNoNode) || err == nil && n.Kind != string(org.Unit) {
		return Place{}, ErrUnit
	}
	if err != nil {
		return Place{}, err
	}
	p, err := c.placeOf(ctx, c.DB, unitID)
	if err != nil {
		return p, err
	}
	return p, p.may(a, may.LeadMeetings)
}

// roster is who works at a unit today, employed there or serving (rule 4): not who is dormant, or begins later.
func (c *Circles) roster(ctx context.Context, p Place) ([]staff.CrewMember, error) {
	all, err := c.Staff.Crew(ctx, may.Actor{}, []string{p.Unit.ID}, p.Employer.ID, c.Today())
	return slices.DeleteFunc(all, func(m staff.CrewMember) bool { return m.Dormant || !m.Current(c.Today()) }), err
}

// names are what lists call some people: of a protected identity the contact code (rule 7). guarded are those who have one.
func (c *Circles) names(ctx context.Context, ids []string) (names map[string]string, guarded map[string]bool, err error) {
	names, guarded = map[string]string{}, map[string]bool{}
	for some := range slices.Chunk(ids, 200) {
		cards, err := c.Staff.CardsOf(ctx, some)
		if err != nil {
			return nil, nil, err
		}
		for id, all := range cards {
			for _, card := range all {
				if names[id] == "" || card.Protected {
					names[id] = card.Shown()
				}
				guarded[id] = guarded[id] || card.Protected
			}
		}
	}
	return names, guarded, nil
}

const (
	mostText  = 4000
	mostShort = 200
)

// text tidies what somebody has typed in a field; at most n letters, no identity numbers (rule 42).
func (c *Circles) text(s *string, field string, n int) error {
	*s = strings.TrimSpace(strings.ReplaceAll(*s, "\r\n", "\n"))
	if utf8.RuneCountInString(*s) > n {
		return ErrLong.On(field)
	}
	if identity.In(*s, c.Now()) {
		return ErrIdentity.On(field)
	}
	return nil
}

// needed is text that must be there.
func (c *Circles) needed(s *string, missing *fault.Fault, n int) error {
	if err := c.text(s, missing.Field, n); err != nil {
		return err
	}
	if *s == "" {
		return missing
	}
	return nil
}
