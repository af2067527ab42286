package development

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Member is somebody at a unit and where the plan stands.
type Member struct {
	staff.CrewMember
	Plan
	Standing Standing
	Open     int // items that remain
	Late     int
	Untasked []Item // done, and no duty noted (R206)
}

// Team gives the people of a unit in name order, each with the plan as the employer may see it, to who sees
// by name what people hold there. It is logged as one viewing of the unit.
func (ps *Plans) Team(ctx context.Context, a may.Actor, unitID string) (unit org.Node, out []Member, err error) {
	today := ps.Staff.Today()
	if unit, err = ps.Tree.Find(ctx, unitID, today); err != nil {
		return unit, nil, err
	}
	if err := may.Ask(a, may.SeeCompetence, unit.Path); err != nil {
		return unit, nil, err
	}
	if org.Kind(unit.Kind) != org.Unit {
		return unit, nil, ErrPlace
	}
	employer, err := org.EmployerOf(ctx, ps.DB, unit.Path, today)
	if err != nil {
		return unit, nil, err
	}
	if err := may.Ask(inside(a, employer.Path), may.SeeCompetence, unit.Path); err != nil {
		return unit, nil, err
	}
	if err := ps.Audit.Node(ctx, ps.DB, a, "development.group", unit.ID); err != nil {
		return unit, nil, err
	}
	crew, err := ps.Staff.Crew(ctx, a, []string{unit.ID}, employer.ID, today)
	if err != nil {
		return unit, nil, err
	}
	out = make([]Member, len(crew))
	ids := make([]string, len(crew))
	for i, c := range crew {
		out[i].CrewMember, ids[i] = c, c.Employee.PersonID
	}
	plans, err := ps.among(ctx, employer.ID, ids)
	if err != nil {
		return unit, nil, err
	}
	for i := range out {
		if p := plans[ids[i]]; p != nil {
			out[i].Plan = *p
		}
		out[i].stand(today)
	}
	return unit, out, nil
}

// stand counts how the member's plan stands.
func (m *Member) stand(today string) {
	m.Standing = m.Plan.Standing()
	for _, i := range m.Items {
		if i.Open() {
			m.Open++
		}
		if i.Late(today) {
			m.Late++
		}
	}
}

// among reads the open plans of some people at an employer with their items, what they agreed on and what
// the employer may see is done, by person.
func (ps *Plans) among(ctx context.Context, employerID string, personIDs []string) (map[string]*Plan, error) {
	out := map[string]*Plan{}
	for from := 0; from < len(personIDs); from += onceAtATime {
		if err := ps.someOf(ctx, out, employerID, personIDs[from:min(from+onceAtATime, len(personIDs))]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// someOf puts the plans of so many people as one statement takes into out.
func (ps *Plans) someOf(ctx context.Context, out map[string]*Plan, employerID string, personIDs []string) error {
	byID, err := ps.plansOf(ctx, employerID, personIDs)
	if err != nil || len(byID) == 0 {
		return err
	}
	var with, awaiting []string // what is known is read of those only who have something that it may end
	for _, p := range byID {
		out[p.PersonID] = p
		with = append(with, p.PersonID)
		if awaitMerits(p.Items) {
			awaiting = append(awaiting, p.PersonID)
		}
	}
	facts, err := ps.Record.SeenBy(ctx, employerID, with)
	if err != nil {
		return err
	}
	merits, err := ps.Competence.KnownFormal(ctx, employerID, awaiting)
	if err != nil {
		return err
	}
	book, err := ps.Frameworks.Book(ctx, ps.Staff.Today())
	if err != nil {
		return err
	}
	for _, p := range byID {
		if err := ps.derive(ctx, p.Items, known{facts[p.PersonID], merits[p.PersonID], book}); err != nil {
			return err
		}
	}
	return nil
}

// plansOf reads people's open plans as they are written, with items and consents, by id.
func (ps *Plans) plansOf(ctx context.Context, employerID string, personIDs []string) (map[string]*Plan, error) {
	args := db.Args(personIDs, employerID)
	theirs := `
		FROM development_plan p
		WHERE p.kind = 'person' AND p.controller_id = $1 AND p.ended_at IS NULL AND p.person_id IN (` + db.Marks(2, len(personIDs)) + `)`
	byID := map[string]*Plan{}
	if err := db.Each(ctx, ps.DB, scanPlan, func(p Plan) error { byID[p.ID] = &p; return nil }, `SELECT `+planColumns+theirs, args...); err != nil || len(byID) == 0 {
		return nil, err
	}
	if err := db.Each(ctx, ps.DB, scanItem, func(i Item) error {
		if p := byID[i.PlanID]; p != nil {
			i.Whose = p.Whose
			p.Items = append(p.Items, i)
		}
		return nil
	}, `SELECT `+itemColumns+` FROM development_item i WHERE i.plan_id IN (SELECT p.id`+theirs+`) ORDER BY i.made_at, i.id`, args...); err != nil {
		return nil, err
	}
	type consent struct {
		Consent
		plan string
	}
	return byID, db.Each(ctx, ps.DB, func(s db.Scanner) (c consent, err error) {
		err = s.Scan(&c.plan, &c.Revision, &c.Side, &c.By, &c.At)
		return c, err
	}, func(c consent) error {
		if p := byID[c.plan]; p != nil {
			p.Consents = append(p.Consents, c.Consent)
		}
		return nil
	}, `SELECT c.plan_id, c.revision, c.side, c.made_by, c.made_at FROM development_consent c WHERE c.plan_id IN (SELECT p.id`+theirs+`) ORDER BY c.made_at, c.revision, c.side`, args...)
}
