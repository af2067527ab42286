package certification

import (
	"context"
	"errors"

	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Propose notes that whoever leads a unit wants it in a scheme: who guides units there says yes (Accept) or no (Refuse).
// Errors: ErrNoUnit, ErrOffered, ErrIn, may.ErrDenied.
func (c *Certifications) Propose(ctx context.Context, a may.Actor, unitID, schemeID, note string) (id string, err error) {
	defer fault.Wrap(&err, "propose unit %s", unitID)
	return c.begin(ctx, a, unitID, schemeID, note, may.Appoint, "")
}

// Join puts a unit in a scheme from today: for who guides units. Errors: as Propose.
func (c *Certifications) Join(ctx context.Context, a may.Actor, unitID, schemeID, leaderID string) (id string, err error) {
	defer fault.Wrap(&err, "let unit %s join", unitID)
	return c.begin(ctx, a, unitID, schemeID, "", may.GuideUnit, leaderID)
}

func (c *Certifications) begin(ctx context.Context, a may.Actor, unitID, schemeID, note string, do may.Action, leaderID string) (string, error) {
	at, err := c.at(ctx, a, unitID)
	if err != nil {
		return "", err
	}
	if err := at.ask(do); err != nil {
		return "", err
	}
	if err := c.text(&note, "note"); err != nil {
		return "", err
	}
	if leaderID != "" {
		if err := c.mayLead(ctx, at, leaderID); err != nil {
			return "", err
		}
	}
	id := c.NewID()
	return id, c.DB.Tx(ctx, func(tx *db.Tx) error {
		offered, err := c.offered(ctx, tx, at.unit)
		if err != nil {
			return err
		}
		known := false
		for _, s := range offered {
			known = known || s.ID == schemeID
		}
		if !known {
			return ErrOffered
		}
		joined, kind := c.Today(), rule.Joined
		if do != may.GuideUnit {
			joined, kind = "", Proposed
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO unit_programme (id, scheme_id, unit_id, employer_id, joined_on, left_on, leader_id, hidden, revision, made_by, made_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, FALSE, 1, $8, $9)`,
			id, schemeID, unitID, at.employer.ID, joined, db.NoEnd, leaderID, a.PersonID, c.Now())
		if errors.Is(err, db.ErrTaken) {
			return ErrIn
		}
		if err != nil {
			return err
		}
		if err := insertEvent(ctx, tx, Event{ID: c.NewID(), ProgrammeID: id, Kind: kind, Day: c.Today(), Note: note, ByID: a.PersonID, At: c.Now()}); err != nil {
			return err
		}
		if do != may.GuideUnit {
			return c.tellProposed(ctx, tx, at, id, schemeID)
		}
		if err := c.mark(ctx, tx, unitID); err != nil {
			return err
		}
		return c.tellJoined(ctx, tx, at, id, schemeID, leaderID)
	})
}

// mayLead tells whether somebody holds the role of leader of programmes where the unit stands.
func (c *Certifications) mayLead(ctx context.Context, at place, personID string) error {
	all, err := c.leadersAt(ctx, at)
	if err != nil {
		return err
	}
	for _, id := range all {
		if id == personID {
			return nil
		}
	}
	return ErrLeader
}

// leadersAt gives who may lead the programme of a unit: the role reaches it from within its employer, and nobody leads
// the programme of a unit that they are manager of.
func (c *Certifications) leadersAt(ctx context.Context, at place) (out []string, err error) {
	seen := map[string]bool{}
	managers := map[string]bool{}
	for _, nodeID := range within(at.unit.Path, at.employer.Path) {
		for _, role := range []may.Role{may.Manager, may.Deputy, may.Programme} {
			held, err := c.Access.Holders(ctx, role, nodeID, c.Today())
			if err != nil {
				return nil, err
			}
			for _, h := range held {
				if role != may.Programme {
					managers[h.PersonID] = true
				} else if !seen[h.PersonID] {
					seen[h.PersonID] = true
					out = append(out, h.PersonID)
				}
			}
		}
	}
	kept := out[:0]
	for _, id := range out {
		if !managers[id] {
			kept = append(kept, id)
		}
	}
	return kept, nil
}

// Accept lets a proposed unit join from today.
func (c *Certifications) Accept(ctx context.Context, a may.Actor, programmeID, leaderID string) (err error) {
	defer fault.Wrap(&err, "accept programme %s", programmeID)
	return c.change(ctx, a, programmeID, func(h *held) error {
		if err := h.ask(may.GuideUnit); err != nil {
			return err
		}
		if !h.Proposed() {
			return ErrIsSo
		}
		if leaderID != "" {
			if err := c.mayLead(ctx, h.place, leaderID); err != nil {
				return err
			}
		}
		if _, err := h.tx.Exec(ctx, `UPDATE unit_programme SET joined_on = $2, leader_id = $3 WHERE id = $1`, programmeID, c.Today(), leaderID); err != nil {
			return err
		}
		if err := h.note(ctx, rule.Joined, Event{}); err != nil {
			return err
		}
		return c.tellJoined(ctx, h.tx, h.place, programmeID, h.SchemeID, leaderID)
	})
}

// Refuse says no to a proposal, with the reason.
func (c *Certifications) Refuse(ctx context.Context, a may.Actor, programmeID, reason string) (err error) {
	defer fault.Wrap(&err, "refuse programme %s", programmeID)
	if err := c.needed(&reason, ErrReason); err != nil {
		return err
	}
	return c.change(ctx, a, programmeID, func(h *held) error {
		if err := h.ask(may.GuideUnit); err != nil {
			return err
		}
		if !h.Proposed() {
			return ErrIsSo
		}
		if err := h.note(ctx, Refused, Event{Note: reason}); err != nil {
			return err
		}
		if _, err := h.tx.Exec(ctx, `UPDATE unit_programme SET left_on = $2 WHERE id = $1`, programmeID, c.Today()); err != nil {
			return err
		}
		return c.tellManagers(ctx, h, "refused", reason)
	})
}

// Leave ends a unit's programme, with the reason: what it was certified for holds no longer. For who guides units.
func (c *Certifications) Leave(ctx context.Context, a may.Actor, programmeID, reason string) (err error) {
	defer fault.Wrap(&err, "end programme %s", programmeID)
	if err := c.needed(&reason, ErrReason); err != nil {
		return err
	}
	return c.change(ctx, a, programmeID, func(h *held) error {
		if err := h.ask(may.GuideUnit); err != nil {
			return err
		}
		if err := h.joined(); err != nil {
			return err
		}
		if err := h.note(ctx, rule.Left, Event{Note: reason}); err != nil {
			return err
		}
		if _, err := h.tx.Exec(ctx, `UPDATE unit_programme SET left_on = $2 WHERE id = $1`, programmeID, c.Today()); err != nil {
			return err
		}
		what := "left"
		if h.State.Holds() {
			what = "left_certified"
		}
		return c.tellManagers(ctx, h, what, reason)
	})
}

// SetLeader names who leads the programme of a unit; "" is nobody. For who guides units. Errors: ErrLeader, ErrChanged.
func (c *Certifications) SetLeader(ctx context.Context, a may.Actor, programmeID string, seen int64, leaderID string) (err error) {
	defer fault.Wrap(&err, "set the leader of programme %s", programmeID)
	return c.change(ctx, a, programmeID, func(h *held) error {
		if err := h.ask(may.GuideUnit); err != nil {
			return err
		}
		if h.Revision != seen {
			return ErrChanged
		}
		if h.LeaderID == leaderID {
			return nil
		}
		if leaderID != "" {
			if err := c.mayLead(ctx, h.place, leaderID); err != nil {
				return err
			}
		}
		if _, err := h.tx.Exec(ctx, `UPDATE unit_programme SET leader_id = $2 WHERE id = $1`, programmeID, leaderID); err != nil {
			return err
		}
		if err := h.note(ctx, LedBy, Event{}); err != nil || leaderID == "" {
			return err
		}
		return c.tellLeader(ctx, h.tx, h.place, programmeID, leaderID)
	})
}

// Hide keeps a unit from public lists, such as a protected home, or lets it be on them again. For who leads it and who
// guides units.
func (c *Certifications) Hide(ctx context.Context, a may.Actor, programmeID string, hidden bool) (err error) {
	defer fault.Wrap(&err, "hide programme %s", programmeID)
	return c.change(ctx, a, programmeID, func(h *held) error {
		if err := h.ask(may.Appoint, may.GuideUnit); err != nil {
			return err
		}
		if h.Hidden == hidden {
			return nil
		}
		if _, err := h.tx.Exec(ctx, `UPDATE unit_programme SET hidden = $2 WHERE id = $1`, programmeID, hidden); err != nil {
			return err
		}
		kind := Hid
		if !hidden {
			kind = Shown
		}
		return h.note(ctx, kind, Event{})
	})
}

// LeadersFor lists who may lead the programme of a unit, by name. For who guides units.
func (c *Certifications) LeadersFor(ctx context.Context, a may.Actor, unitID string) ([]Named, error) {
	at, err := c.at(ctx, a, unitID)
	if err != nil {
		return nil, err
	}
	if err := at.ask(may.GuideUnit); err != nil {
		return nil, err
	}
	ids, err := c.leadersAt(ctx, at)
	if err != nil {
		return nil, err
	}
	names, err := c.names(ctx, ids, at, false)
	out := make([]Named, len(ids))
	for i, id := range ids {
		out[i] = Named{id, names[id]}
	}
	return out, err
}
