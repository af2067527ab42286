package certification

import (
	"context"
	"slices"

	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// NoteStep notes that a step of the programme is done in this round, or is not after all (rule 39). heldOn is when it was
// held, for people to read, from the day when the unit joined to today; it counts from today. For who guides units. Errors:
// ErrStep, ErrHeldOn, ErrLong, ErrIdentity.
func (c *Certifications) NoteStep(ctx context.Context, a may.Actor, programmeID, step string, done bool, heldOn, note string) (err error) {
	defer fault.Wrap(&err, "note step %s", step)
	if !slices.Contains(rule.Steps(), step) || step == rule.Certification {
		return ErrStep
	}
	if heldOn != "" && (!lang.IsDay(heldOn) || heldOn > c.Today()) {
		return ErrHeldOn
	}
	if err := c.text(&note, "note"); err != nil {
		return err
	}
	return c.change(ctx, a, programmeID, func(h *held) error {
		if err := h.ask(may.GuideUnit); err != nil {
			return err
		}
		if err := h.joined(); err != nil {
			return err
		}
		if heldOn != "" && heldOn < h.JoinedOn {
			return ErrHeldOn
		}
		is := slices.ContainsFunc(h.Steps, func(s rule.Step) bool { return s.Name == step && s.Done != "" })
		if is == done && note == "" {
			return nil
		}
		kind := rule.StepDone
		if !done {
			kind = rule.StepUndo
		}
		return h.note(ctx, kind, Event{Step: step, HeldOn: heldOn, Note: note})
	})
}

// assess lets in who may say what a task was worth: who guides the unit or assesses there, never who leads it.
func (p place) assess() error {
	if err := p.ask(may.GuideUnit, may.SignSkill); err != nil {
		return err
	}
	if p.leads() && !p.who.IsOperator() {
		return ErrOwnUnit
	}
	return nil
}

// Assess notes what an assessor says of somebody's individual task, with a comment (R186). The latest holds. Errors:
// ErrPerson, ErrTask, ErrComment, ErrSelf, ErrOwnUnit, ErrLong, ErrIdentity, may.ErrDenied.
func (c *Certifications) Assess(ctx context.Context, a may.Actor, programmeID, personID, requirement string, passed bool, comment string) (id string, err error) {
	defer fault.Wrap(&err, "assess a task")
	if err := c.needed(&comment, ErrComment); err != nil {
		return "", err
	}
	if personID == a.PersonID {
		return "", ErrSelf
	}
	id = c.NewID()
	return id, c.change(ctx, a, programmeID, func(h *held) error {
		if err := h.assess(); err != nil {
			return err
		}
		if err := h.joined(); err != nil {
			return err
		}
		if !slices.ContainsFunc(h.People, func(v rule.Verdict) bool { return v.PersonID == personID }) {
			return ErrPerson
		}
		if h.Scheme == nil || !slices.ContainsFunc(h.Scheme.Requirements, func(r rule.Requirement) bool {
			return r.Key == requirement && slices.ContainsFunc(r.OneOf, func(e rule.Evidence) bool { return e.Kind == rule.ByTask })
		}) {
			return ErrTask
		}
		if _, err := h.tx.Exec(ctx, `
			INSERT INTO unit_task (id, programme_id, person_id, employer_id, requirement, passed, comment, on_day, by_id, at, ended_on, ended_by, ended_why)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', '')`,
			id, programmeID, personID, h.EmployerID, requirement, passed, comment, c.Today(), a.PersonID, c.Now(), db.NoEnd); err != nil {
			return err
		}
		return c.tellAssessed(ctx, h, id, personID, requirement, passed)
	})
}

// TakeBack takes back what was said of a task, with the reason. For those who may assess. Errors: ErrNoTask, ErrReason.
func (c *Certifications) TakeBack(ctx context.Context, a may.Actor, taskID, reason string) (err error) {
	defer fault.Wrap(&err, "take back task %s", taskID)
	if err := c.needed(&reason, ErrReason); err != nil {
		return err
	}
	t, err := one(ctx, c.DB, scanTask, ErrNoTask, `SELECT `+taskColumns+` FROM unit_task t WHERE t.id = $1`, taskID)
	if err != nil {
		return err
	}
	return c.change(ctx, a, t.ProgrammeID, func(h *held) error {
		if err := h.assess(); err != nil {
			return err
		}
		n, err := h.tx.Exec(ctx, `UPDATE unit_task SET ended_on = $2, ended_by = $3, ended_why = $4 WHERE id = $1 AND ended_on = $5`, taskID, c.Today(), a.PersonID, reason, db.NoEnd)
		if err == nil && n == 0 {
			err = ErrIsSo
		}
		return err
	})
}
