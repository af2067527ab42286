package appointment

import (
	"context"
	"slices"

	"yrkesresan/internal/access"
	"yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
)

// Where people do something about what they are told.
const (
	ownPage     = "/ledare"
	managerPage = "/min-grupp/ledare/uppdrag/"
)

// tellState tells the person, and those who answer for the places and for the person at home, that an appointment has
// come to stand otherwise. by, who made it so, is not told.
func (a *Appointments) tellState(ctx context.Context, tx *db.Tx, was rule.State, x Appointment, by string) error {
	what := string(x.State)
	switch {
	case x.State == rule.Standing && was == rule.Training:
		what = "trained"
	case x.State == rule.Standing && was == rule.Resting:
		what = "again"
	case x.State == rule.Training && was == rule.Standing:
		what = "fallen"
	}
	if err := a.tellPerson(ctx, tx, what, x); err != nil {
		return err
	}
	return a.tellManagers(ctx, tx, what, x, by)
}

// tellPerson tells who is appointed.
func (a *Appointments) tellPerson(ctx context.Context, tx *db.Tx, what string, x Appointment) error {
	return a.Messages.Tell(ctx, tx, message.Note{PersonID: x.PersonID, EmployerID: x.EmployerID, Key: "appointment.told." + what, Args: a.words(x), Href: ownPage})
}

// words are what a message names: the kind and the places, and no people.
func (a *Appointments) words(x Appointment) map[string]string {
	names := make([]string, len(x.Places))
	for i, n := range x.Places {
		names[i] = n.Name
	}
	if len(names) > 3 {
		names = append(names[:3:3], "…")
	}
	return map[string]string{"kind": a.Messages.Texts.T("appointment.kind." + string(x.Kind)), "places": a.Messages.Texts.And(names...)}
}

// tellManagers tells who leads the places and, of somebody lent, who leads the person at home; and who appointed.
func (a *Appointments) tellManagers(ctx context.Context, tx *db.Tx, what string, x Appointment, by string) error {
	people, err := a.managers(ctx, tx, x)
	if err != nil {
		return err
	}
	for _, id := range people {
		if id == by || id == x.PersonID {
			continue
		}
		n := message.Note{PersonID: id, Key: "appointment.managers." + what, Args: a.words(x), AboutID: x.PersonID, Href: managerPage + x.ID}
		if err := a.Messages.Tell(ctx, tx, n); err != nil {
			return err
		}
	}
	return nil
}

// tellEnding tells that an appointment ends on a day to come.
func (a *Appointments) tellEnding(ctx context.Context, tx *db.Tx, x Appointment, by string) error {
	if err := a.tellPerson(ctx, tx, "ending", x); err != nil {
		return err
	}
	return a.tellManagers(ctx, tx, "ending", x, by)
}

// managers are those on both sides who are told, each once.
func (a *Appointments) managers(ctx context.Context, q db.Q, x Appointment) ([]string, error) {
	var out []string
	for _, n := range x.Places {
		if err := a.managersAt(ctx, q, n.Path, &out); err != nil {
			return nil, err
		}
	}
	if !x.Lent() {
		return out, nil
	}
	paths, err := a.Staff.PathsAt(ctx, x.PersonID, x.HomeID, a.Today())
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		if err := a.managersAt(ctx, q, path, &out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (a *Appointments) managersAt(ctx context.Context, q db.Q, path string, out *[]string) error {
	employer, err := org.EmployerOf(ctx, q, path, a.Today())
	if err != nil {
		return ignoring(err, org.ErrNoNode) // a place that has ended has nobody
	}
	some, err := access.ManagersAt(ctx, q, path, employer.Path, a.Today())
	for _, id := range some {
		if !slices.Contains(*out, id) {
			*out = append(*out, id)
		}
	}
	return err
}
