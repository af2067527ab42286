package certification

import (
	"context"
	"slices"

	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// decider lets in who certifies the unit by its scheme.
func (h *held) decider() error {
	if h.Proposed() || h.Scheme == nil {
		return ErrNotJoined
	}
	return h.certifier(h.Scheme.By)
}

// Certify certifies a unit from today (R182). Errors: ErrByRule, ErrNotReady, ErrIsSo, ErrOwnUnit, ErrNotYou, may.ErrDenied.
func (c *Certifications) Certify(ctx context.Context, a may.Actor, programmeID, note string) (err error) {
	defer fault.Wrap(&err, "certify programme %s", programmeID)
	if err := c.text(&note, "note"); err != nil {
		return err
	}
	return c.change(ctx, a, programmeID, func(h *held) error {
		if err := h.decider(); err != nil {
			return err
		}
		switch {
		case h.Scheme.By == rule.ByRule:
			return ErrByRule
		case h.State.Holds() && h.Round == h.Held:
			return ErrIsSo
		case !h.Ready:
			return ErrNotReady
		}
		if err := h.note(ctx, rule.Certify, Event{Note: note}); err != nil {
			return err
		}
		return c.tellManagers(ctx, h, "certified", note)
	})
}

// Decline says that a unit is not certified, with the reason: a new assessment may be asked for. Errors: as Certify, ErrReason.
func (c *Certifications) Decline(ctx context.Context, a may.Actor, programmeID, reason string) (err error) {
	defer fault.Wrap(&err, "decline programme %s", programmeID)
	if err := c.needed(&reason, ErrReason); err != nil {
		return err
	}
	return c.change(ctx, a, programmeID, func(h *held) error {
		if err := h.decider(); err != nil {
			return err
		}
		switch {
		case h.Scheme.By == rule.ByRule:
			return ErrByRule
		case h.State.Holds() && h.Round == h.Held:
			return ErrIsSo
		}
		if err := h.note(ctx, rule.Decline, Event{Note: reason}); err != nil {
			return err
		}
		return c.tellManagers(ctx, h, "declined", reason)
	})
}

// Revoke takes a unit's certification away from today, with the reason. Errors: ErrReason, ErrIsSo, ErrOwnUnit, ErrNotYou,
// may.ErrDenied.
func (c *Certifications) Revoke(ctx context.Context, a may.Actor, programmeID, reason string) (err error) {
	defer fault.Wrap(&err, "revoke programme %s", programmeID)
	if err := c.needed(&reason, ErrReason); err != nil {
		return err
	}
	return c.change(ctx, a, programmeID, func(h *held) error {
		if err := h.decider(); err != nil {
			return err
		}
		if !h.State.Holds() {
			return ErrIsSo
		}
		today := slices.DeleteFunc(slices.Clone(h.Itself), func(e rule.Event) bool { return e.Day != h.On })
		if err := c.noteItself(ctx, h.tx, h.Programme.ID, today); err != nil { // what the rule did this very day came first
			return err
		}
		if err := h.note(ctx, rule.Revoke, Event{Note: reason}); err != nil {
			return err
		}
		// The open list takes it away at once; the rest of what is kept is computed again as after other changes.
		if _, err := h.tx.Exec(ctx, `UPDATE unit_state SET state = $2, since = $3 WHERE programme_id = $1`, h.Programme.ID, string(rule.Revoked), c.Today()); err != nil {
			return err
		}
		return c.tellManagers(ctx, h, "revoked", reason)
	})
}

// AskAnew asks for a new assessment of the latest decision (begäran om ny bedömning), with the reason: for who leads the
// unit and for the leader of its workplace learning. Errors: ErrNoAsk, ErrIsSo, ErrReason, may.ErrDenied.
func (c *Certifications) AskAnew(ctx context.Context, a may.Actor, programmeID, reason string) (err error) {
	defer fault.Wrap(&err, "ask for a new assessment of programme %s", programmeID)
	if err := c.needed(&reason, ErrReason); err != nil {
		return err
	}
	return c.change(ctx, a, programmeID, func(h *held) error {
		if err := h.ask(may.LeadMeetings); err != nil {
			return err
		}
		switch {
		case h.Decision == "":
			return ErrNoAsk
		case h.Asked:
			return ErrIsSo
		}
		if err := h.note(ctx, rule.Ask, Event{Note: reason}); err != nil {
			return err
		}
		return c.tellDeciders(ctx, h)
	})
}

// Decide decides on a new assessment: the decision is changed, or stands. Somebody else than who decided does. Errors:
// ErrNoAsk, ErrSame, ErrNotReady, ErrReason, ErrOwnUnit, ErrNotYou, may.ErrDenied.
func (c *Certifications) Decide(ctx context.Context, a may.Actor, programmeID string, changed bool, reason string) (err error) {
	defer fault.Wrap(&err, "decide anew on programme %s", programmeID)
	if err := c.needed(&reason, ErrReason); err != nil {
		return err
	}
	return c.change(ctx, a, programmeID, func(h *held) error {
		if err := h.anew(); err != nil {
			return err
		}
		if !h.Asked {
			return ErrNoAsk
		}
		by, err := h.decidedBy(ctx)
		if err != nil {
			return err
		}
		switch {
		case by == a.PersonID && !a.IsOperator():
			return ErrSame
		case changed && h.Decision == rule.Decline && !h.Ready:
			return ErrNotReady
		}
		kind, key := rule.Uphold, "upheld"
		if changed {
			kind, key = rule.Change, "changed"
		}
		if err := h.note(ctx, kind, Event{Note: reason}); err != nil {
			return err
		}
		return c.tellManagers(ctx, h, key, reason)
	})
}

// anew lets in who may decide on a new assessment: anybody who may certify there, since who decided first may be the only
// one that the scheme names; never who leads the unit.
func (h *held) anew() error {
	if h.Proposed() || h.Scheme == nil {
		return ErrNotJoined
	}
	if h.who.IsOperator() {
		return nil
	}
	if h.Scheme.By != rule.ByRSS || !holds(h.who, may.Programme, h.unit.Path) {
		if err := h.ask(may.Certify); err != nil {
			return err
		}
	}
	if h.leads() {
		return ErrOwnUnit
	}
	return nil
}

// decidedBy is who made the latest decision that may be asked about.
func (h *held) decidedBy(ctx context.Context) (string, error) {
	all, err := eventsOf(ctx, h.tx, []string{h.Programme.ID})
	if err != nil {
		return "", err
	}
	for _, e := range slices.Backward(all[h.Programme.ID]) {
		if e.Kind == rule.Revoke || e.Kind == rule.Decline {
			return e.ByID, nil
		}
	}
	return "", nil
}

// Renew begins a new round: the group takes the training again, with the newest material (R183); after a revocation in any
// case, since what had been shown then does not count (rule 39). due is when the courses
// are to be done; "" is the last day that the certification holds. For who leads the unit and who guides it. Errors: ErrIsSo, ErrNotReady
// (it was never certified, or renewal has not begun), ErrDay, may.ErrDenied.
func (c *Certifications) Renew(ctx context.Context, a may.Actor, programmeID, due string) (err error) {
	defer fault.Wrap(&err, "renew programme %s", programmeID)
	if due != "" && (!lang.IsDay(due) || due <= c.Today()) {
		return ErrDay
	}
	return c.change(ctx, a, programmeID, func(h *held) error {
		if err := h.ask(may.Appoint, may.GuideUnit); err != nil {
			return err
		}
		today := c.Today()
		switch {
		case h.Proposed() || h.Scheme == nil:
			return ErrNotJoined
		case h.Round > h.Held:
			return ErrIsSo
		case h.CertifiedOn == "" || h.State.Holds() && today < h.Window:
			return ErrNotReady
		}
		if due == "" && h.ValidUntil > today {
			due = rule.AddDays(h.ValidUntil, -1) // the last day that it holds
		}
		if err := h.note(ctx, rule.Renew, Event{}); err != nil {
			return err
		}
		anew := h.Scheme.Anew || h.State == rule.Revoked
		if courses := h.Scheme.Courses(); c.Repeater != nil && anew && len(courses) > 0 {
			if err := c.Repeater.Repeat(ctx, h.tx, a, []string{h.UnitID}, courses, "certification", due); err != nil {
				return err
			}
		}
		return c.tellRenewal(ctx, h, due)
	})
}
