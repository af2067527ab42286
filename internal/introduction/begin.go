package introduction

import (
	"context"
	"slices"

	"yrkesresan/internal/introduction/checklist"
	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// New is an introduction that a manager begins by hand.
type New struct {
	PersonID, UnitID string
	TemplateID       string // "" the one that fits
	Start            string // the day that due days are counted from; "" today
	Move             bool   // the person comes from another unit
}

// Begin begins somebody's introduction at a unit where the person works. Errors: ErrPerson, ErrTemplate, ErrDay,
// ErrUnderWay, org.ErrNoNode, may.ErrDenied.
func (in *Introductions) Begin(ctx context.Context, a may.Actor, n New) (id string, err error) {
	defer fault.Wrap(&err, "begin an introduction at %s", n.UnitID)
	unit, employer, err := in.unit(ctx, a, may.PlanPerson, n.UnitID)
	if err != nil {
		return "", err
	}
	if n.PersonID == a.PersonID {
		return "", ErrPerson
	}
	job, err := in.jobAt(ctx, n.PersonID, unit, employer)
	if err != nil {
		return "", err
	}
	if n.Start == "" {
		n.Start = in.Today()
	}
	if err := day(n.Start); err != nil {
		return "", err
	}
	v, err := in.chosen(ctx, n.TemplateID, job, unit, employer)
	if err != nil {
		return "", err
	}
	x := begun(v, job, unit.ID, n.Start)
	if x.ID, x.EmployerID, x.Why = in.NewID(), employer.ID, ByHand; n.Move {
		x.Why = ForMove
	}
	added, err := in.insert(ctx, x, v, x.ID, a.PersonID)
	if err == nil && !added {
		return "", ErrUnderWay
	}
	return x.ID, err
}

// unit gives a unit where the actor may do something, and whose it is.
func (in *Introductions) unit(ctx context.Context, a may.Actor, do may.Action, unitID string) (unit, employer org.Node, err error) {
	if unit, err = in.Tree.Find(ctx, unitID, in.Today()); err != nil {
		return unit, employer, err
	}
	if err := org.AskWithin(ctx, in.DB, a, do, unit, in.Today()); err != nil {
		return unit, employer, err
	}
	employer, err = in.Tree.EmployerAt(ctx, unit.Path, in.Today())
	return unit, employer, err
}

// jobAt finds the employment by which somebody works at a unit, employed there or serving it (rule 4).
func (in *Introductions) jobAt(ctx context.Context, personID string, unit, employer org.Node) (staff.Employment, error) {
	if personID == "" {
		return staff.Employment{}, ErrPerson
	}
	jobs, err := in.Staff.Employments(ctx, personID, in.Today())
	if err != nil {
		return staff.Employment{}, err
	}
	for _, e := range jobs {
		if e.UnitID == unit.ID && e.EmployerID == employer.ID {
			return e, nil
		}
	}
	served, err := in.Staff.Served(ctx, personID, in.Today())
	if err != nil {
		return staff.Employment{}, err
	}
	for _, v := range served {
		i := slices.IndexFunc(jobs, func(e staff.Employment) bool { return e.ID == v.EmploymentID })
		if v.UnitID == unit.ID && i >= 0 {
			return jobs[i], nil
		}
	}
	return staff.Employment{}, ErrPerson
}

// chosen gives the checklist of an id, or the one that fits the work.
func (in *Introductions) chosen(ctx context.Context, templateID string, job staff.Employment, unit, employer org.Node) (Version, error) {
	if templateID != "" {
		v, err := findVersion(ctx, in.DB, templateID, 0)
		if f := fault.Of(err); f != nil && f.Kind == fault.Missing {
			return v, ErrTemplate
		}
		return v, err
	}
	all, err := library(ctx, in.DB)
	if err != nil {
		return Version{}, err
	}
	used, err := in.usedAt(ctx, in.DB, unit.Path, employer.Path)
	if err != nil {
		return Version{}, err
	}
	ref, err := in.Tree.CachedReference(ctx)
	if err != nil {
		return Version{}, err
	}
	if v, ok := fit(all, used, person(job, ref)); ok {
		return v, nil
	}
	return Version{}, ErrTemplate
}

// person is what of an employment settles which introduction is meant.
func person(job staff.Employment, ref org.Reference) checklist.Person {
	o := ref.Occupation(job.Occupation)
	return checklist.Person{Form: job.Form, Occupation: job.Occupation, Area: job.Area, Licensed: o.Licensed, Manager: o.Manager, Start: job.StartDate, End: job.EndDate}
}

// fit chooses among the newest versions.
func fit(all []Version, used uses, p checklist.Person) (Version, bool) {
	templates := make([]checklist.Template, len(all))
	for i, v := range all {
		templates[i] = v.Template
	}
	t := checklist.Choose(templates, p, func(t *checklist.Template) bool { is, _ := used.of(t); return is })
	if t == nil {
		return Version{}, false
	}
	return all[slices.IndexFunc(all, func(v Version) bool { return v.ID == t.ID })], true
}

// begun is a new introduction by a checklist, for some work.
func begun(v Version, job staff.Employment, unitID, start string) Introduction {
	return Introduction{PersonID: job.PersonID, EmployerID: job.EmployerID, UnitID: unitID, EmploymentID: job.ID, TemplateID: v.ID, Version: v.Version, Form: job.Form, Area: job.Area,
		StartDay: start, State: Active, AsksMentor: v.Mentor, AsksBuddy: v.Buddy, Revision: 1}
}

// insert keeps a new introduction, with its sessions and what the learning record has settled already, and tells the
// newcomer of what a manager has begun; false when one is under way there, or this one has been begun before.
func (in *Introductions) insert(ctx context.Context, x Introduction, v Version, onceKey, by string) (added bool, err error) {
	done, err := in.doneCourses(ctx, x.EmployerID, x.PersonID)
	if err != nil {
		return false, err
	}
	err = in.DB.Tx(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `
			INSERT INTO introduction (id, person_id, employer_id, unit_id, employment_id, once_key, why, template_id, version, form, area, start_day, state, paused_on, paused_days,
				done_on, ended_on, end_reason, asks_mentor, asks_buddy, revision, made_by, made_at, changed_by, changed_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'active', '', 0, '', '', '', $13, $14, 1, $15, $16, $15, $16)
			ON CONFLICT DO NOTHING`,
			x.ID, x.PersonID, x.EmployerID, x.UnitID, x.EmploymentID, onceKey, x.Why, x.TemplateID, x.Version, x.Form, x.Area, x.StartDay, x.AsksMentor, x.AsksBuddy, by, in.Now())
		if err != nil || n == 0 {
			return err
		}
		added = true
		if err := in.planSessions(ctx, tx, x, v.Template, by); err != nil {
			return err
		}
		if err := in.tickCourses(ctx, tx, x, done); err != nil {
			return err
		}
		if err := in.settle(ctx, tx, x.ID); err != nil || x.Why == ForNew { // what begins by itself is met on the first page, and can be undone with the file
			return err
		}
		return in.Messages.Tell(ctx, tx, message.Note{PersonID: x.PersonID, EmployerID: x.EmployerID, Kind: message.Learning, Key: "introduction.told." + "begun", Href: homeHref, OnceKey: "introduction.begun:" + x.ID})
	})
	return added, err
}

// Where what is told leads.
const (
	homeHref   = "/introduktion"
	guideHref  = "/introduktion/handledare"
	signHref   = "/introduktion/skriv-under"
	logHref    = "/introduktion/handledning"
	leaderHref = "/min-grupp/introduktion/"
)

// SetTemplate lets another checklist hold for somebody who has begun. What is ticked stays where the other has an item
// of the same id; sessions that have not been held are proposed anew. Errors: ErrNone, ErrTemplate, ErrState, ErrChanged,
// may.ErrDenied.
func (in *Introductions) SetTemplate(ctx context.Context, a may.Actor, id, templateID string, revision int64) (err error) {
	defer fault.Wrap(&err, "choose the checklist of %s", id)
	s, err := in.leads(ctx, a, id, may.PlanPerson)
	if err != nil {
		return err
	}
	v, err := findVersion(ctx, in.DB, templateID, 0)
	if f := fault.Of(err); f != nil && f.Kind == fault.Missing {
		return ErrTemplate
	}
	if err != nil {
		return err
	}
	done, err := in.doneCourses(ctx, s.EmployerID, s.PersonID)
	if err != nil {
		return err
	}
	return in.DB.Tx(ctx, func(tx *db.Tx) error {
		x, err := hold(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case x.Revision != revision:
			return ErrChanged
		case !x.Open():
			return ErrState
		}
		x.TemplateID, x.Version, x.AsksMentor, x.AsksBuddy = v.ID, v.Version, v.Mentor, v.Buddy
		if _, err := tx.Exec(ctx, `
			UPDATE introduction
			SET template_id = $2, version = $3, asks_mentor = $4, asks_buddy = $5, revision = revision + 1, changed_by = $6, changed_at = $7
			WHERE id = $1`,
			id, v.ID, v.Version, v.Mentor, v.Buddy, a.PersonID, in.Now()); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM introduction_ask WHERE introduction_id = $1`, id); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE introduction_meeting SET state = 'dropped', revision = revision + 1, changed_by = $2, changed_at = $3 WHERE introduction_id = $1 AND item_id <> '' AND state = 'planned'`, id, a.PersonID, in.Now()); err != nil {
			return err
		}
		if err := in.planSessions(ctx, tx, x, v.Template, a.PersonID); err != nil {
			return err
		}
		if err := in.tickCourses(ctx, tx, x, done); err != nil {
			return err
		}
		return in.settle(ctx, tx, id)
	})
}
