package competence

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// mostPlaceUnits bounds how many units are looked through: more than any municipality has.
const mostPlaceUnits = 5000

// Support is how a place is supported by specialists: its units, and which of them nobody supports, by role.
// It tells of no person.
type Support struct {
	Place org.Node
	Units []org.Node
	Roles []SpecialistRole
	Lacks map[string][]org.Node // by role; in name order
}

// SupportAt tells which units of a place nobody supports in which role today (R283), to whoever sees figures
// there. Units of other employers inside it are not looked at.
func (c *Competence) SupportAt(ctx context.Context, a may.Actor, placeID string) (s Support, err error) {
	defer fault.Wrap(&err, "support at %s", placeID)
	on := c.Staff.Today()
	if s.Place, err = c.Tree.Find(ctx, placeID, on); err != nil {
		return s, err
	}
	employer, err := c.Tree.EmployerAt(ctx, s.Place.Path, on)
	if err != nil {
		return s, err
	}
	if err := may.Ask(a.Inside(employer.Path), may.SeeFigures, s.Place.Path); err != nil {
		return s, err
	}
	if s.Units, err = c.Tree.UnitsIn(ctx, []string{s.Place.Path}, on, mostPlaceUnits); err != nil {
		return s, err
	}
	if s.Roles, err = c.SpecialistRoles(ctx, employer.ID); err != nil {
		return s, err
	}
	all, err := c.specialists(ctx, `m.controller_id = $2 AND (m.until_date = '' OR m.until_date > $1) AND `+supporting, on, employer.ID)
	if err != nil {
		return s, err
	}
	s.Lacks = map[string][]org.Node{}
	for _, r := range s.Roles {
		s.Lacks[r.Key] = Unsupported(s.Units, all, r.Key, on)
	}
	return s, nil
}
