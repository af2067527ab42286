package development

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/access"
	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Of gives a plan, empty when nobody has begun it, to who may read it: of a person the person, and whoever
// sees by name what people hold where the person works; of a place whoever plans there. Looking at somebody
// else's is logged.
func (ps *Plans) Of(ctx context.Context, a may.Actor, w Whose) (Plan, error) {
	where, err := ps.ask(ctx, a, w, false)
	if err != nil {
		return Plan{}, err
	}
	return ps.read(ctx, a, where)
}

func (ps *Plans) read(ctx context.Context, a may.Actor, where at) (Plan, error) {
	if where.Kind == OfPerson {
		if err := ps.Audit.Person(ctx, ps.DB, a, "development.plan", where.PersonID); err != nil {
			return Plan{}, err
		}
	}
	p, err := findPlan(ctx, ps.DB, where)
	if err != nil {
		return p, err
	}
	if err := ps.fill(ctx, ps.DB, &p); err != nil {
		return p, err
	}
	has, err := ps.know(ctx, where, awaitMerits(p.Items))
	if err != nil {
		return p, err
	}
	for i := range p.Items {
		p.Items[i].Whose = p.Whose
	}
	return p, ps.derive(ctx, p.Items, has)
}

// MayChange tells whether the actor may write in a plan.
func (ps *Plans) MayChange(ctx context.Context, a may.Actor, w Whose) bool {
	_, err := ps.ask(ctx, a, w, true)
	return err == nil
}

// SetHead writes a plan's period, goals, study time and day of follow-up. was is the HeadRevision that was
// read: when somebody else has written since, the fault is ErrChanged and the plan that stands is given.
// A change asks both again; other study time than was agreed is agreed no longer.
func (ps *Plans) SetHead(ctx context.Context, a may.Actor, w Whose, h Head, was int64) (out Plan, err error) {
	defer fault.Wrap(&err, "set the head of a plan")
	where, err := ps.ask(ctx, a, w, true)
	if err != nil {
		return out, err
	}
	if h.tidy(); where.Kind != OfPerson {
		h.Study = Study{Per: PerWeek, Paid: true}
	}
	if err := h.check(ps.Now()); err != nil {
		return out, err
	}
	return out, ps.DB.Tx(ctx, func(tx *db.Tx) error {
		p, err := ps.hold(ctx, tx, where, a.PersonID)
		if err != nil {
			return err
		}
		if out = p; p.Head == h {
			return nil
		}
		if p.HeadRevision != max(was, 1) { // a plan that nobody had begun is read as 0
			return ErrChanged
		}
		from := p.StudyFrom
		if p.Study != h.Study {
			from = ""
		}
		if _, err := tx.Exec(ctx, `
			UPDATE development_plan
			SET from_date = $2, until_date = $3, goals = $4, study_hours = $5, study_per = $6, study_paid = $7, study_note = $8, follow_on = $9, study_from = $10, head = head + 1
			WHERE id = $1`,
			p.ID, h.From, h.Until, h.Goals, h.Study.Hours, h.Study.Per, h.Study.Paid, h.Study.Note, h.FollowOn, from); err != nil {
			return err
		}
		if err := ps.touch(ctx, tx, p.ID, a.PersonID); err != nil {
			return err
		}
		out, err = findPlan(ctx, tx, where)
		return err
	})
}

// Agree notes that the actor, the person or whoever leads the person, agrees to a revision of a person's
// plan. ErrChanged when another stands by now. When both have, the study time holds from today. The other is
// told.
func (ps *Plans) Agree(ctx context.Context, a may.Actor, w Whose, revision int64) (err error) {
	defer fault.Wrap(&err, "agree to a plan")
	where, err := ps.ask(ctx, a, w, true)
	if err != nil {
		return err
	}
	if where.Kind != OfPerson {
		return ErrNoPlan
	}
	return ps.DB.Tx(ctx, func(tx *db.Tx) error {
		p, err := ps.hold(ctx, tx, where, a.PersonID)
		if err != nil {
			return err
		}
		if err := ps.fill(ctx, tx, &p); err != nil {
			return err
		}
		switch {
		case p.empty():
			return ErrEmpty
		case p.Revision != revision:
			return ErrChanged
		case p.Agreed(where.side) != nil:
			return nil
		}
		if _, err := tx.Exec(ctx, `
			INSERT INTO development_consent (plan_id, revision, side, made_by, made_at)
			VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT DO NOTHING`,
			p.ID, revision, string(where.side), a.PersonID, ps.Now()); err != nil {
			return err
		}
		p.Consents = append(p.Consents, Consent{revision, where.side, a.PersonID, ps.Now()})
		if p.Standing() != AgreedOn {
			return ps.tellOther(ctx, tx, where, &p, "development.told.to_agree")
		}
		if p.Study.Hours > 0 && p.StudyFrom == "" {
			if _, err := tx.Exec(ctx, `UPDATE development_plan SET study_from = $2 WHERE id = $1`, p.ID, ps.Staff.Today()); err != nil {
				return err
			}
		}
		return ps.tellOther(ctx, tx, where, &p, "development.told.agreed")
	})
}

// tellOther tells the other of the two about a revision of a person's plan, once.
func (ps *Plans) tellOther(ctx context.Context, tx *db.Tx, where at, p *Plan, key string) error {
	once := key + ":" + p.ID + ":" + strconv.FormatInt(p.Revision, 10) + ":"
	if where.side == ManagerSide {
		return ps.tellPerson(ctx, tx, p, key, nil, once)
	}
	return ps.tellManagers(ctx, tx, p, where.node.Path, where.controller.Path, key, nil, once)
}

// tellPerson tells the one whose plan it is.
func (ps *Plans) tellPerson(ctx context.Context, tx *db.Tx, p *Plan, key string, args map[string]string, once string) error {
	return ps.Messages.Tell(ctx, tx, message.Note{PersonID: p.PersonID, EmployerID: p.ControllerID, Kind: message.Reminders, Key: "development.told." + strings.TrimPrefix(key, "development.told."), Args: args,
		Href: "/min-kompetens/plan", OnceKey: once + p.PersonID})
}

// tellManagers tells those who lead the place where the person works; never the person.
func (ps *Plans) tellManagers(ctx context.Context, tx *db.Tx, p *Plan, path, employerPath, key string, args map[string]string, once string) error {
	leaders, err := access.ManagersAt(ctx, tx, path, employerPath, ps.Staff.Today())
	if err != nil {
		return err
	}
	for _, id := range slices.DeleteFunc(leaders, func(id string) bool { return id == p.PersonID }) {
		if err := ps.Messages.Tell(ctx, tx, message.Note{PersonID: id, EmployerID: p.ControllerID, Kind: message.Reminders, Key: "development.told_manager." + strings.TrimPrefix(key, "development.told."), Args: args,
			AboutID: p.PersonID, Href: "/min-grupp/plan/person/" + p.PersonID, OnceKey: once + id}); err != nil {
			return err
		}
	}
	return nil
}

// FollowUp notes that a follow-up was held today, what came of it, and when the next is; "" none yet. It
// does not change what is agreed on.
func (ps *Plans) FollowUp(ctx context.Context, a may.Actor, w Whose, note, next string) (err error) {
	defer fault.Wrap(&err, "follow up a plan")
	where, err := ps.ask(ctx, a, w, true)
	if err != nil {
		return err
	}
	note = strings.TrimSpace(note)
	if next != "" && (!lang.IsDay(next) || next <= ps.Staff.Today()) {
		return ErrDay.On("next")
	}
	if err := checkText(note, "note", longestText, ps.Now()); err != nil {
		return err
	}
	return ps.DB.Tx(ctx, func(tx *db.Tx) error {
		p, err := ps.hold(ctx, tx, where, a.PersonID)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `
			INSERT INTO development_follow (id, plan_id, on_day, note, made_by, made_at)
			VALUES ($1, $2, $3, $4, $5, $6)`,
			ps.NewID(), p.ID, ps.Staff.Today(), note, a.PersonID, ps.Now()); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE development_plan SET follow_on = $2, head = head + 1 WHERE id = $1`, p.ID, next)
		return err
	})
}

// NewPeriod closes a plan and begins the next one, from a day until another, with what was still open. The
// one that was stays as it was.
func (ps *Plans) NewPeriod(ctx context.Context, a may.Actor, w Whose, from, until string) (err error) {
	defer fault.Wrap(&err, "begin a new period")
	where, err := ps.ask(ctx, a, w, true)
	if err != nil {
		return err
	}
	if !lang.IsDay(from) || !lang.IsDay(until) || until < from {
		return ErrPeriod.On("until")
	}
	return ps.DB.Tx(ctx, func(tx *db.Tx) error {
		old, err := ps.hold(ctx, tx, where, a.PersonID)
		if err != nil {
			return err
		}
		items, err := itemsOf(ctx, tx, old.ID)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE development_plan SET ended_at = $2, ended_by = $3 WHERE id = $1`, old.ID, ps.Now(), a.PersonID); err != nil {
			return err
		}
		next, err := ps.hold(ctx, tx, where, a.PersonID)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE development_plan SET from_date = $2, until_date = $3 WHERE id = $1`, next.ID, from, until); err != nil {
			return err
		}
		has, err := ps.know(ctx, where, awaitMerits(items))
		if err != nil {
			return err
		}
		if err := ps.derive(ctx, items, has); err != nil {
			return err
		}
		for _, i := range items {
			if !i.Open() {
				continue
			}
			if err := ps.insertItem(ctx, tx, next.ID, &i, a.PersonID); err != nil {
				return err
			}
		}
		return nil
	})
}
