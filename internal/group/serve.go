package group

import (
	"context"

	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// AddServing notes that somebody employed elsewhere at the same employer, known by the employment's
// number, serves a unit until a day ("" = until further notice), and tells the person: this unit's
// leader sees how it goes from now on (rule 4).
func (g *Groups) AddServing(ctx context.Context, a may.Actor, unitID, number, until string) error {
	today := g.Staff.Today()
	unit, err := g.Tree.Find(ctx, unitID, today)
	if err != nil {
		return err
	}
	employer, err := org.EmployerOf(ctx, g.DB, unit.Path, today)
	if err != nil {
		return err
	}
	if err := may.Ask(a.Inside(employer.Path), may.ServeUnit, unit.Path); err != nil {
		return err
	}
	s, err := g.Staff.NoteServesAt(ctx, a, employer.ID, number, unitID, until)
	if err != nil {
		return err
	}
	return g.DB.Tx(ctx, func(tx *db.Tx) error {
		return g.Messages.Tell(ctx, tx, message.Note{PersonID: s.PersonID, EmployerID: employer.ID, Key: "group.told.serves", Args: map[string]string{"unit": unit.Name}, Href: "/min-resa",
			OnceKey: "serves:" + s.EmploymentID + ":" + unitID + ":" + today})
	})
}

// EndServing notes that an employment no longer serves a unit, from today.
func (g *Groups) EndServing(ctx context.Context, a may.Actor, unitID, employmentID string) error {
	return g.Staff.EndServes(ctx, a, unitID, employmentID)
}

// Serving lists who serves a unit from elsewhere, to who may note it.
func (g *Groups) Serving(ctx context.Context, a may.Actor, unitID string) ([]staff.Server, error) {
	return g.Staff.Servers(ctx, a, unitID)
}
