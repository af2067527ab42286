package certification

import (
	"context"
	"errors"
	"slices"

	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// ShownUnit is how a unit stands, for the command: its newest programme that day.
type ShownUnit struct {
	Programme
	rule.Outcome
	Numbers map[string]string // person → employment number
}

// Show gives how a unit stands on a day ("" = today), to who may see the progress of its people; a unit that is no more as it
// stood while it was. Errors: ErrNoUnit, ErrNoProgramme.
func (c *Certifications) Show(ctx context.Context, a may.Actor, unitID, on string) (s ShownUnit, err error) {
	if on == "" {
		on = c.Today()
	}
	at, err := c.at(ctx, a, unitID)
	if errors.Is(err, ErrNoUnit) {
		at, err = c.atThen(ctx, a, unitID, on)
	}
	if err != nil {
		return s, err
	}
	if err := at.ask(may.SeeProgress); err != nil {
		return s, err
	}
	all, err := programmesOn(ctx, c.DB, unitID, on)
	if err != nil {
		return s, err
	}
	if len(all) == 0 {
		return s, ErrNoProgramme
	}
	inputs, err := c.inputs(ctx, c.DB, all[:1])
	if err != nil {
		return s, err
	}
	s = ShownUnit{Programme: all[0], Outcome: rule.At(inputs[all[0].ID], on)}
	ids := make([]string, len(s.People))
	for i, v := range s.People {
		ids[i] = v.PersonID
	}
	s.Numbers, err = c.Staff.NumbersOf(ctx, s.EmployerID, ids)
	return s, err
}

// atThen finds a unit that is no more, as it was on a day.
func (c *Certifications) atThen(ctx context.Context, a may.Actor, unitID, on string) (p place, err error) {
	p.who, p.own = a, a
	if p.unit, err = c.Tree.Find(ctx, unitID, on); errors.Is(err, org.ErrNoNode) || err == nil && org.Kind(p.unit.Kind) != org.Unit {
		return p, ErrNoUnit
	}
	if err != nil {
		return p, err
	}
	if p.employer, err = c.Tree.EmployerAt(ctx, p.unit.Path, on); err == nil && !a.IsOperator() {
		p.own = a.Inside(p.employer.Path)
	}
	return p, err
}

// programmesOn gives the programmes that a unit was in on a day, the newest first: also one that has gone on at another unit
// since, not one that was at another unit then.
func programmesOn(ctx context.Context, q db.Q, unitID, on string) ([]Programme, error) {
	all, err := db.All(ctx, q, scanProgramme, `
		SELECT `+programmeColumns+fromProgrammes+`
		WHERE (p.unit_id = $1 OR p.id IN (SELECT b.programme_id FROM unit_before b WHERE b.unit_id = $1)) AND p.joined_on <> '' AND p.joined_on <= $2 AND p.left_on > $2
		ORDER BY p.made_at DESC, p.id DESC`,
		unitID, on)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	places, err := placesOf(ctx, q, all)
	return slices.DeleteFunc(all, func(p Programme) bool {
		return !slices.ContainsFunc(places[p.ID], func(s stay) bool { return s.unit == unitID && s.from <= on && on < s.until })
	}), err
}
