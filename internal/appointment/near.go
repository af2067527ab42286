package appointment

import (
	"context"
	"slices"

	"yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Near is who holds something at a unit of a learner's.
type Near struct {
	Unit   org.Node
	People []Colleague
}

// Colleague is a holder as colleagues see it.
type Colleague struct {
	Kind  rule.Kind
	Name  string // of a protected identity the contact code (rule 7)
	Reach string // as the holder chose; "" has not chosen
	Self  bool
}

// Ombud gives the actor's own units with who is språkombud, kompetensombud and leader of workplace learning there, in the
// order of kinds and names: only those who bear the name today (R258, R264, rule 41).
func (a *Appointments) Ombud(ctx context.Context, actor may.Actor) (out []Near, err error) {
	if !actor.Known() {
		return nil, may.ErrSignIn
	}
	today := a.Today()
	jobs, err := a.Staff.Employments(ctx, actor.PersonID, today)
	if err != nil {
		return nil, err
	}
	served, err := a.Staff.Served(ctx, actor.PersonID, today)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, j := range jobs {
		if j.Current(today) {
			ids = append(ids, j.UnitID)
		}
	}
	for _, s := range served {
		ids = append(ids, s.UnitID)
	}
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		n, err := a.near(ctx, actor, id)
		if err != nil {
			return nil, ignoring(err, org.ErrNoNode)
		}
		out = append(out, n)
	}
	return out, nil
}

func (a *Appointments) near(ctx context.Context, actor may.Actor, unitID string) (n Near, err error) {
	if n.Unit, err = a.Tree.Find(ctx, unitID, a.Today()); err != nil {
		return n, err
	}
	employer, err := a.Tree.EmployerAt(ctx, n.Unit.Path, a.Today())
	if err != nil {
		return n, err
	}
	for _, kind := range []rule.Kind{rule.LanguageRep, rule.CompetenceRep, rule.Leader} {
		held, err := a.Holding(ctx, []string{unitID}, kind, a.Today())
		if err != nil {
			return n, err
		}
		some, err := a.colleagues(ctx, actor, employer.ID, held[unitID])
		if err != nil {
			return n, err
		}
		n.People = append(n.People, some...)
	}
	return n, nil
}

func (a *Appointments) colleagues(ctx context.Context, actor may.Actor, employerID string, held []Holder) (out []Colleague, err error) {
	var ids []string
	for _, h := range held {
		if !slices.Contains(ids, h.PersonID) {
			ids = append(ids, h.PersonID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	cards, err := a.cards(ctx, ids)
	if err != nil {
		return nil, err
	}
	reach, err := a.reaches(ctx, employerID, ids)
	for _, id := range ids {
		if card, ok := cardOf(cards[id], employerID); ok {
			out = append(out, Colleague{Kind: held[0].Kind, Name: card.Shown(), Reach: reach[id].Text, Self: id == actor.PersonID})
		}
	}
	lang.SortBy(out, func(c Colleague) string { return c.Name })
	return out, err
}

// Reaches gives how the actor is reached, by employer.
func (a *Appointments) Reaches(ctx context.Context, actor may.Actor, employerIDs []string) (map[string]Reach, error) {
	out := map[string]Reach{}
	for _, id := range employerIDs {
		r, err := a.reaches(ctx, id, []string{actor.PersonID})
		if err != nil {
			return nil, err
		}
		out[id] = r[actor.PersonID]
	}
	return out, nil
}
