package certification

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

func itoa(n int) string { return strconv.Itoa(n) }

// place is a unit as an actor comes to it.
type place struct {
	unit, employer org.Node
	who            may.Actor
	own            may.Actor // with the roles at the unit's employer only (rule 3)
}

// at finds a unit.
func (c *Certifications) at(ctx context.Context, a may.Actor, unitID string) (p place, err error) {
	p.who, p.own = a, a
	if p.unit, err = c.Tree.Find(ctx, unitID, c.Today()); errors.Is(err, org.ErrNoNode) || err == nil && org.Kind(p.unit.Kind) != org.Unit {
		return p, ErrNoUnit
	}
	if err != nil {
		return p, err
	}
	if p.employer, err = c.Tree.EmployerAt(ctx, p.unit.Path, c.Today()); err != nil {
		return p, err
	}
	if !a.IsOperator() {
		p.own = a.Inside(p.employer.Path)
	}
	return p, nil
}

// ask lets in who may do one of some things at the unit, for its employer.
func (p place) ask(any ...may.Action) (err error) {
	for _, do := range any {
		if err = may.Ask(p.own, do, p.unit.Path); err == nil {
			return nil
		}
	}
	return err
}

// leads tells whether the actor is manager or deputy of the unit, there or above it.
func (p place) leads() bool {
	return slices.ContainsFunc(p.who.Grants, func(g may.Grant) bool {
		return (g.Role == may.Manager || g.Role == may.Deputy) && may.Within(p.unit.Path, g.Path)
	})
}

// holds tells whether the actor has a role that reaches the unit.
func holds(a may.Actor, role may.Role, path string) bool {
	return a.IsOperator() || slices.ContainsFunc(a.Grants, func(g may.Grant) bool { return g.Role == role && g.Subject == "" && may.Within(path, g.Path) })
}

// Certifier tells whether the actor is who certifies a unit by a scheme: nil, may.ErrDenied, ErrOwnUnit or ErrNotYou. Who
// leads the unit never does. Where the rule certifies, the leader of the programme and the municipality may revoke.
func (p place) certifier(by string) error {
	programme, municipality := holds(p.own, may.Programme, p.unit.Path), holds(p.own, may.Municipality, p.unit.Path)
	rss := holds(p.who, may.Programme, p.unit.Path) && !programme // from above the employer
	if p.who.IsOperator() {
		return nil
	}
	if !programme && !municipality && !rss {
		return may.Ask(may.Actor{PersonID: p.who.PersonID}, may.Certify, p.unit.Path)
	}
	if p.leads() {
		return ErrOwnUnit
	}
	ok := false
	switch by {
	case rule.ByLeader:
		ok = programme
	case rule.ByMunicipality:
		ok = municipality
	case rule.ByRSS:
		ok = rss
	case rule.ByRule:
		ok = programme || municipality
	}
	if !ok {
		return ErrNotYou
	}
	return nil
}

// held is a programme whose row has been taken in a transaction.
type held struct {
	Programme
	place
	c  *Certifications
	tx *db.Tx
	in rule.Input
	rule.Outcome
	done []string // the events that have come to it
}

// change takes a programme's row, reads how the unit stands today, and lets f change it: the second of two waits and sees
// what the first one did.
func (c *Certifications) change(ctx context.Context, a may.Actor, programmeID string, f func(h *held) error) error {
	p, err := programmeByID(ctx, c.DB, programmeID)
	if err != nil {
		return err
	}
	at, err := c.at(ctx, a, p.UnitID)
	if err != nil {
		return err
	}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE unit_programme SET id = id WHERE id = $1`, programmeID); err != nil {
			return err
		}
		h := &held{place: at, c: c, tx: tx}
		if h.Programme, err = programmeByID(ctx, tx, programmeID); err != nil {
			return err
		}
		if h.LeftOn != db.NoEnd {
			return ErrNotJoined
		}
		all, err := c.inputs(ctx, tx, []Programme{h.Programme})
		if err != nil {
			return err
		}
		h.in = all[programmeID]
		h.Outcome = rule.At(h.in, c.Today())
		if err := f(h); err != nil {
			return err
		}
		return c.mark(ctx, tx, h.UnitID)
	})
}

// note appends an event.
func (h *held) note(ctx context.Context, kind string, e Event) error {
	e.ID, e.ProgrammeID, e.Kind, e.Day, e.ByID, e.At = h.c.NewID(), h.Programme.ID, kind, h.c.Today(), h.who.PersonID, h.c.Now()
	h.done = append(h.done, e.ID)
	if err := insertEvent(ctx, h.tx, e); err != nil {
		return err
	}
	_, err := h.tx.Exec(ctx, `UPDATE unit_programme SET revision = revision + 1 WHERE id = $1`, h.Programme.ID)
	return err
}

// joined refuses what a unit that is only proposed cannot do.
func (h *held) joined() error {
	if h.Proposed() {
		return ErrNotJoined
	}
	return nil
}
