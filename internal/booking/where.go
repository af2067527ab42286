package booking

import (
	"context"
	"slices"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// A booking keeps the unit where the person worked when it was made. Who answers for it is where the person works now.

// crews are those who work at some units now.
type crews struct {
	employers []employees
	unit      map[string][]string // at which of the units, by person
	known     map[string]bool     // whose name the reader may know, also when the identity is protected
}

// employees are those of one employer.
type employees struct {
	org.Node
	personIDs []string
}

// crewsAt finds who works at units now, and refuses when the actor does not book for one of the units.
func (b *Bookings) crewsAt(ctx context.Context, a may.Actor, unitIDs []string) (crews, error) {
	out := crews{unit: map[string][]string{}, known: map[string]bool{}}
	units := map[string][]string{}
	for _, id := range unitIDs {
		unit, err := b.Tree.FindEver(ctx, id)
		if err != nil {
			return out, err
		}
		if err := org.AskWithin(ctx, b.DB, a, may.BookStaff, unit, b.Today()); err != nil {
			return out, err
		}
		employer, err := b.Tree.EmployerAt(ctx, unit.Path, b.Today())
		if err != nil {
			return out, err
		}
		if units[employer.ID] == nil {
			out.employers = append(out.employers, employees{Node: employer})
		}
		units[employer.ID] = append(units[employer.ID], id)
	}
	for i := range out.employers {
		e := &out.employers[i]
		members, err := b.Staff.Crew(ctx, a, units[e.ID], e.ID, b.Today())
		if err != nil {
			return out, err
		}
		within := a.Inside(e.Path)
		for _, m := range members {
			id := m.Employee.PersonID
			e.personIDs = append(e.personIDs, id)
			out.unit[id] = append(out.unit[id], m.AtUnits...)
			out.known[id] = out.known[id] || staff.Names(within, m.UnitPath)
		}
	}
	return out, nil
}

// gone leaves, of some bookings, those of people who work nowhere at the employer any more.
func (b *Bookings) gone(ctx context.Context, all []Booking) ([]Booking, error) {
	works, err := b.works(ctx, all)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(k Booking) bool {
		return slices.ContainsFunc(works[k.PersonID], func(p staff.Period) bool { return p.EmployerID == k.EmployerID && p.CurrentOn(b.Today()) })
	}), nil
}

// answers finds as what the actor answers for whose booking it is, and at which unit: where the person works now for the
// employer whose matter it is, the booking's own unit first; the booking's when the person works nowhere there any more. A
// role at one employer is none at another (rule 3).
func (b *Bookings) answers(ctx context.Context, a may.Actor, k Booking) (Side, string, error) {
	if k.EmployerID == "" || len(a.Grants) == 0 && !a.IsOperator() {
		return Nobody, "", nil
	}
	employer, err := b.Tree.FindEver(ctx, k.EmployerID)
	if err != nil {
		return Nobody, "", err
	}
	paths, err := b.stands(ctx, k)
	if err != nil {
		return Nobody, "", err
	}
	if len(paths) == 0 {
		paths = []string{employer.Path} // a guest
	}
	within := a.Inside(employer.Path)
	for _, path := range paths {
		switch unitID := path[strings.LastIndexByte(path, '/')+1:]; {
		case may.Ask(within, may.NameSeats, path) == nil:
			return Contact, unitID, nil
		case may.Ask(within, may.BookStaff, path) == nil:
			return Manager, unitID, nil
		}
	}
	return Nobody, "", nil
}

// stands gives the paths of the units that answer for a booking. A unit that is no more is where it stood last.
func (b *Bookings) stands(ctx context.Context, k Booking) ([]string, error) {
	if k.Person() {
		paths, err := b.Staff.PathsAt(ctx, k.PersonID, k.EmployerID, b.Today())
		if err != nil || len(paths) > 0 {
			if own := slices.IndexFunc(paths, func(path string) bool { return strings.HasSuffix(path, "/"+k.UnitID) }); own > 0 {
				paths[0], paths[own] = paths[own], paths[0]
			}
			return paths, err
		}
	}
	if k.UnitID == "" {
		return nil, nil
	}
	unit, err := b.Tree.FindEver(ctx, k.UnitID)
	return []string{unit.Path}, err
}

// named tells whether the actor may know the person of a booking by name, also when the identity is protected.
func (b *Bookings) named(ctx context.Context, a may.Actor, k Booking) (bool, error) {
	if a.PersonID == k.PersonID {
		return true, nil
	}
	jobs, err := b.Staff.Employments(ctx, k.PersonID, b.Today())
	if err != nil {
		return false, err
	}
	works := false
	for _, e := range jobs {
		if e.EmployerID != k.EmployerID {
			continue
		}
		works = true
		if is, err := b.namedAt(ctx, a, k.EmployerID, e.UnitID); is || err != nil {
			return is, err
		}
	}
	if works {
		return false, nil
	}
	return b.namedAt(ctx, a, k.EmployerID, k.UnitID)
}

// namedAt is named at one unit of an employer.
func (b *Bookings) namedAt(ctx context.Context, a may.Actor, employerID, unitID string) (bool, error) {
	if unitID == "" {
		return false, nil
	}
	employer, err := b.Tree.FindEver(ctx, employerID)
	if err != nil {
		return false, err
	}
	unit, err := b.Tree.FindEver(ctx, unitID)
	return staff.Names(a.Inside(employer.Path), unit.Path), err
}
