package development

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

const planColumns = `p.id, p.kind, p.controller_id, p.node_id, COALESCE(p.person_id, ''), p.area, p.from_date, p.until_date, p.goals, p.study_hours, p.study_per, p.study_paid, p.study_note,
		       p.study_from, p.follow_on, p.revision, p.head, p.changed_by, p.changed_at`

func scanPlan(s db.Scanner) (p Plan, err error) {
	err = s.Scan(&p.ID, &p.Kind, &p.ControllerID, &p.NodeID, &p.PersonID, &p.Area, &p.From, &p.Until, &p.Goals, &p.Study.Hours, &p.Study.Per, &p.Study.Paid, &p.Study.Note,
		&p.StudyFrom, &p.FollowOn, &p.Revision, &p.HeadRevision, &p.ChangedBy, &p.ChangedAt)
	p.EmployerID = p.ControllerID
	return p, err
}

// findPlan reads the open plan without what belongs to it; an empty one when nobody has begun.
func findPlan(ctx context.Context, q db.Q, w at) (Plan, error) {
	person := ""
	node := w.Whose.NodeID
	if w.Kind == OfPerson {
		person, node = w.PersonID, w.controller.ID
	}
	p, err := db.One(ctx, q, scanPlan, `
		SELECT `+planColumns+`
		FROM development_plan p
		WHERE p.kind = $1 AND p.node_id = $2 AND COALESCE(p.person_id, '') = $3 AND p.area = $4 AND p.controller_id = $5 AND p.ended_at IS NULL`,
		string(w.Kind), node, person, w.Area, w.controller.ID)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		p = Plan{Whose: w.Whose, ControllerID: w.controller.ID, Head: Head{Study: Study{Per: PerWeek, Paid: true}}}
		p.NodeID, err = node, nil
	}
	p.Name = w.node.Name
	return p, err
}

// hold gives the open plan with its row taken until tx ends, and begins one when there is none.
func (ps *Plans) hold(ctx context.Context, tx *db.Tx, w at, by string) (Plan, error) {
	p, err := findPlan(ctx, tx, w)
	if err != nil {
		return p, err
	}
	if p.ID == "" {
		var person any
		if w.Kind == OfPerson {
			person = w.PersonID
		}
		if _, err := tx.Exec(ctx, `
			INSERT INTO development_plan (id, kind, controller_id, node_id, person_id, area, from_date, until_date, goals, study_hours, study_per, study_paid, study_note, study_from,
				follow_on, revision, head, made_by, made_at, changed_by, changed_at, ended_by)
			VALUES ($1, $2, $3, $4, $5, $6, '', '', '', 0, 'week', TRUE, '', '', '', 1, 1, $7, $8, $7, $8, '')
			ON CONFLICT DO NOTHING`,
			ps.NewID(), string(w.Kind), w.controller.ID, p.NodeID, person, w.Area, by, ps.Now()); err != nil {
			return p, err
		}
		if p, err = findPlan(ctx, tx, w); err != nil {
			return p, err
		}
	}
	if _, err := tx.Exec(ctx, `UPDATE development_plan SET id = id WHERE id = $1`, p.ID); err != nil {
		return p, err
	}
	return findPlan(ctx, tx, w) // as it is now that nobody else can change it
}

// touch notes that what is agreed on has changed.
func (ps *Plans) touch(ctx context.Context, tx *db.Tx, planID, by string) error {
	_, err := tx.Exec(ctx, `
		UPDATE development_plan
		SET revision = revision + 1, changed_by = $2, changed_at = $3
		WHERE id = $1`,
		planID, by, ps.Now())
	return err
}

const itemColumns = `i.id, i.plan_id, i.requirement, i.how, i.ref, i.title, i.hours, i.responsible, i.due, i.state, i.state_on, i.why, i.note, i.use_person, i.use_manager, i.revision,
		       i.changed_by, i.made_at, i.changed_at`

func (i *Item) fields() []any {
	return []any{&i.ID, &i.PlanID, &i.Requirement, &i.How, &i.Ref, &i.Title, &i.Hours, &i.Responsible, &i.Due, &i.State, &i.StateOn, &i.Why, &i.Note, &i.UsePerson, &i.UseManager, &i.Revision,
		&i.ChangedBy, &i.MadeAt, &i.ChangedAt}
}

func scanItem(s db.Scanner) (i Item, err error) { err = s.Scan(i.fields()...); return i, err }

// mostItems bounds a plan.
const mostItems = 500

func itemsOf(ctx context.Context, q db.Q, planID string) ([]Item, error) {
	return db.All(ctx, q, scanItem, `
		SELECT `+itemColumns+`
		FROM development_item i
		WHERE i.plan_id = $1
		ORDER BY i.made_at, i.id
		LIMIT 500`,
		planID)
}

// sameItem finds the open item that is the same thing.
func sameItem(ctx context.Context, q db.Q, planID, same string) (i Item, found bool, err error) {
	list, err := db.All(ctx, q, scanItem, `
		SELECT `+itemColumns+`
		FROM development_item i
		WHERE i.plan_id = $1 AND i.same = $2 AND i.state IN ('planned', 'ongoing')`,
		planID, same)
	if err != nil || len(list) == 0 {
		return i, false, err
	}
	return list[0], true, nil
}

func (ps *Plans) insertItem(ctx context.Context, tx *db.Tx, planID string, i *Item, by string) error {
	i.ID, i.PlanID, i.Revision, i.ChangedBy, i.MadeAt, i.StateOn = ps.NewID(), planID, 1, by, ps.Now(), ps.Staff.Today()
	i.ChangedAt = i.MadeAt
	return putItem(ctx, tx, i, by)
}

// putItem writes an item as it is.
func putItem(ctx context.Context, tx *db.Tx, i *Item, by string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO development_item (id, plan_id, same, requirement, how, ref, title, hours, responsible, due, state, state_on, why, note, use_person, use_manager, revision,
			made_by, made_at, changed_by, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $18, $20)`,
		i.ID, i.PlanID, i.same(), i.Requirement, string(i.How), i.Ref, i.Title, i.Hours, i.Responsible, i.Due, string(i.State), i.StateOn, i.Why, i.Note, i.UsePerson, i.UseManager, i.Revision, by, i.MadeAt, i.ChangedAt)
	return err
}

func (ps *Plans) updateItem(ctx context.Context, tx *db.Tx, i *Item, by string) error {
	i.Revision, i.ChangedBy, i.ChangedAt = i.Revision+1, by, ps.Now()
	_, err := tx.Exec(ctx, `
		UPDATE development_item
		SET same = $2, requirement = $3, how = $4, ref = $5, title = $6, hours = $7, responsible = $8, due = $9, state = $10, state_on = $11, why = $12, note = $13, use_person = $14,
			use_manager = $15, revision = $16, changed_by = $17, changed_at = $18
		WHERE id = $1`,
		i.ID, i.same(), i.Requirement, string(i.How), i.Ref, i.Title, i.Hours, i.Responsible, i.Due, string(i.State), i.StateOn, i.Why, i.Note, i.UsePerson, i.UseManager, i.Revision, by, i.ChangedAt)
	return err
}

func scanConsent(s db.Scanner) (c Consent, err error) {
	err = s.Scan(&c.Revision, &c.Side, &c.By, &c.At)
	return c, err
}

// fill reads what belongs to a plan.
func (ps *Plans) fill(ctx context.Context, q db.Q, p *Plan) (err error) {
	if p.ID == "" {
		return nil
	}
	if p.Items, err = itemsOf(ctx, q, p.ID); err != nil {
		return err
	}
	if p.Kind != OfPerson {
		return ps.fillFollows(ctx, q, p)
	}
	if p.Consents, err = db.All(ctx, q, scanConsent, `
		SELECT revision, side, made_by, made_at
		FROM development_consent
		WHERE plan_id = $1
		ORDER BY made_at, revision, side`, p.ID); err != nil {
		return err
	}
	if p.Answers, err = answersOf(ctx, q, p.ID, 26); err != nil {
		return err
	}
	return ps.fillFollows(ctx, q, p)
}

func (ps *Plans) fillFollows(ctx context.Context, q db.Q, p *Plan) (err error) {
	p.Follows, err = db.All(ctx, q, func(s db.Scanner) (f Follow, err error) { err = s.Scan(&f.On, &f.Note, &f.By, &f.At); return f, err }, `
		SELECT on_day, note, made_by, made_at
		FROM development_follow
		WHERE plan_id = $1
		ORDER BY made_at DESC, id DESC
		LIMIT 50`, p.ID)
	return err
}

func answersOf(ctx context.Context, q db.Q, planID string, limit int) ([]Answer, error) {
	return db.All(ctx, q, func(s db.Scanner) (a Answer, err error) { err = s.Scan(&a.Period, &a.Given); return a, err }, `
		SELECT period, given
		FROM development_study
		WHERE plan_id = $1
		ORDER BY made_at DESC, period DESC
		LIMIT $2`,
		planID, limit)
}
