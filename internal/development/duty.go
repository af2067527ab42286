package development

import (
	"context"
	"slices"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Near is whom a new duty is close to (R206).
type Near string

// Where duties lie.
const (
	NearUsers Near = "users" // close to those who receive care
	NearAdmin Near = "admin" // administrative
	NearSame  Near = "same"  // no new duty, and Duty.Duty says why
)

// Nears names them, in the order of the pages.
func Nears() []Near { return []Near{NearUsers, NearAdmin, NearSame} }

// Duty is what somebody was given to do after an education.
type Duty struct {
	ID, PersonID string
	EmployerID   string
	NodeID       string // the unit
	ItemID       string // the item of the plan that it follows from; "" none in particular
	Requirement  string
	Title        string // of the education
	Duty         string // in words
	Near         Near
	From         string // YYYY-MM-DD
	MadeBy       string
	Ended        bool
}

func scanDuty(s db.Scanner) (d Duty, err error) {
	err = s.Scan(&d.ID, &d.PersonID, &d.EmployerID, &d.NodeID, &d.ItemID, &d.Requirement, &d.Title, &d.Duty, &d.Near, &d.From, &d.MadeBy, &d.Ended)
	return d, err
}

const dutyColumns = `d.id, d.person_id, d.controller_id, d.node_id, d.item_id, d.requirement, d.title, d.duty, d.near, d.from_date, d.made_by, CASE WHEN d.ended_at IS NULL THEN FALSE ELSE TRUE END`

// AddDuty notes what a person was given to do after an education, by whoever leads the person. Nothing new
// is noted with why. The same twice is one.
func (ps *Plans) AddDuty(ctx context.Context, a may.Actor, d Duty) (out Duty, err error) {
	defer fault.Wrap(&err, "add a duty")
	where, err := ps.ask(ctx, a, Person(d.PersonID, d.EmployerID), true)
	if err != nil {
		return d, err
	}
	if where.side != ManagerSide {
		return d, may.ErrDenied
	}
	d.Duty, d.Title = strings.TrimSpace(d.Duty), strings.TrimSpace(d.Title)
	switch {
	case !slices.Contains(Nears(), d.Near):
		return d, ErrNear.On("near")
	case d.Duty == "":
		return d, ErrDuty.On("duty")
	case !lang.IsDay(d.From):
		return d, ErrDay.On("from")
	}
	for name, text := range map[string]string{"duty": d.Duty, "title": d.Title, "requirement": d.Requirement} {
		if err := checkText(text, name, longestText, ps.Now()); err != nil {
			return d, err
		}
	}
	d.EmployerID, d.NodeID, d.MadeBy = where.controller.ID, where.node.ID, a.PersonID
	if d.ItemID != "" {
		_, item, err := ps.Item(ctx, a, d.ItemID)
		if err != nil {
			return d, err
		}
		if item.Whose.PersonID != d.PersonID || item.Whose.EmployerID != d.EmployerID {
			return d, ErrNoItem
		}
		if d.Requirement = item.Requirement; d.Title == "" {
			d.Title = item.Title
		}
	}
	err = ps.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := ps.hold(ctx, tx, where, a.PersonID); err != nil { // two at once are one after the other
			return err
		}
		there, err := dutiesOf(ctx, tx, d.PersonID, d.EmployerID)
		if err != nil {
			return err
		}
		for _, t := range there {
			if !t.Ended && t.ItemID == d.ItemID && t.Duty == d.Duty && t.Near == d.Near {
				d = t
				return nil
			}
		}
		d.ID = ps.NewID()
		_, err = tx.Exec(ctx, `
			INSERT INTO development_duty (id, person_id, controller_id, node_id, item_id, requirement, title, duty, near, from_date, made_by, made_at, ended_by)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '')`,
			d.ID, d.PersonID, d.EmployerID, d.NodeID, d.ItemID, d.Requirement, d.Title, d.Duty, string(d.Near), d.From, d.MadeBy, ps.Now())
		return err
	})
	return d, err
}

// EndDuty notes that a duty was ended today.
func (ps *Plans) EndDuty(ctx context.Context, a may.Actor, id string) error {
	d, err := db.One(ctx, ps.DB, scanDuty, `SELECT `+dutyColumns+` FROM development_duty d WHERE d.id = $1`, id)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return ErrNoDuty
	}
	if err != nil {
		return err
	}
	where, err := ps.ask(ctx, a, Person(d.PersonID, d.EmployerID), true)
	if err == nil && where.side != ManagerSide {
		err = may.ErrDenied
	}
	if err != nil {
		return err
	}
	_, err = ps.DB.Exec(ctx, `UPDATE development_duty SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at IS NULL`, id, ps.Now(), a.PersonID)
	return err
}

func dutiesOf(ctx context.Context, q db.Q, personID, employerID string) ([]Duty, error) {
	return db.All(ctx, q, scanDuty, `
		SELECT `+dutyColumns+`
		FROM development_duty d
		WHERE d.person_id = $1 AND d.controller_id = $2
		ORDER BY d.from_date DESC, d.id DESC
		LIMIT 200`,
		personID, employerID)
}

// Duties gives what a person was given to do after educations, the latest first, to who may read the plan.
func (ps *Plans) Duties(ctx context.Context, a may.Actor, w Whose) ([]Duty, error) {
	where, err := ps.ask(ctx, a, w, false)
	if err != nil {
		return nil, err
	}
	return dutiesOf(ctx, ps.DB, where.PersonID, where.controller.ID)
}

// UnitDuties is one unit in the report of R206, in numbers.
type UnitDuties struct {
	Unit    org.Node
	People  int64 // who have something done in their plans
	Trained int64 // items of people's plans that are done
	Users   int64 // of those, with a duty close to users
	Admin   int64 // with an administrative one
	Same    int64 // with a reason why nothing is new
	Without int64 // with nothing noted: trained but no new duty
	Split   bool  // the four may be told apart

	of map[Near]int64 // people with items of each sort
}

// few is of how many people something is told at least, to who may not see names (rule 25).
const few = 5

// tellable tells whether a unit's numbers may be told to who may not see names, and whether they may be told
// apart. Each unit is decided by itself, so that no place above it tells what it hides.
func (u *UnitDuties) tellable() (whole, split bool) {
	split = true
	for _, n := range u.of {
		split = split && n >= few
	}
	return u.People >= few, split
}

// count adds what one person has done, with how each item was followed.
func (u *UnitDuties) count(items []Item, near map[string]Near) {
	sorts := map[Near]bool{}
	for _, item := range items {
		if item.State == Done {
			u.add(near[item.ID])
			sorts[near[item.ID]] = true
		}
	}
	if len(sorts) > 0 {
		u.People++
	}
	if u.of == nil {
		u.of = map[Near]int64{}
	}
	for s := range sorts {
		u.of[s]++
	}
}

func (u *UnitDuties) add(near Near) {
	u.Trained++
	switch near {
	case NearUsers:
		u.Users++
	case NearAdmin:
		u.Admin++
	case NearSame:
		u.Same++
	default:
		u.Without++
	}
}

// tasked is how the done items of some plans were followed by duties: by item, the one closest to users.
func (ps *Plans) tasked(ctx context.Context, employerID string, personIDs []string) (map[string]Near, error) {
	out := map[string]Near{}
	if len(personIDs) == 0 {
		return out, nil
	}
	err := db.Each(ctx, ps.DB, scanDuty, func(d Duty) error {
		if had, ok := out[d.ItemID]; d.ItemID != "" && (!ok || slices.Index(Nears(), d.Near) < slices.Index(Nears(), had)) {
			out[d.ItemID] = d.Near
		}
		return nil
	}, `
		SELECT `+dutyColumns+`
		FROM development_duty d
		WHERE d.controller_id = $1 AND d.ended_at IS NULL AND d.person_id IN (`+db.Marks(2, len(personIDs))+`)`,
		db.Args(personIDs, employerID)...)
	return out, err
}

// Trained reports, unit by unit under a place, how many done items of people's plans led to a new duty and
// how many to none (R206). It names nobody; whoever plans at the place reads it. Who may not see names there gets
// the units where at least 5 people have done something, and how it was followed only where each sort is of as
// many (rule 25).
func (ps *Plans) Trained(ctx context.Context, a may.Actor, nodeID string) (out []UnitDuties, err error) {
	today := ps.Staff.Today()
	node, err := ps.Tree.Find(ctx, nodeID, today)
	if err != nil {
		return nil, err
	}
	w := Operation(nodeID)
	if org.Kind(node.Kind) == org.Unit {
		w = Unit(nodeID)
	}
	where, err := ps.ask(ctx, a, w, false)
	if err != nil {
		return nil, err
	}
	units, err := ps.Tree.UnitsIn(ctx, []string{node.Path}, today, mostUnits)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i, u := range units {
		at[u.ID] = i
		out = append(out, UnitDuties{Unit: u})
	}
	err = ps.eachPlanned(ctx, where.controller.ID, func(ids []string) error {
		plans, err := ps.among(ctx, where.controller.ID, ids)
		if err != nil {
			return err
		}
		near, err := ps.tasked(ctx, where.controller.ID, ids)
		if err != nil {
			return err
		}
		histories, err := ps.Staff.HistoriesOn(ctx, ids, today)
		if err != nil {
			return err
		}
		for _, id := range ids {
			i, here := -1, false
			for _, period := range histories[id] {
				if period.CurrentOn(today) && period.Current(today) && period.EmployerID == where.controller.ID && !here {
					i, here = at[period.UnitID]
				}
			}
			if p := plans[id]; here && p != nil {
				out[i].count(p.Items, near)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	named, err := ps.Gaps.Named(ctx, a, nodeID)
	if err != nil {
		return nil, err
	}
	return told(out, named), nil
}

// told leaves out what points at few people, unless names may be seen.
func told(all []UnitDuties, named bool) (out []UnitDuties) {
	for _, u := range all {
		whole, split := u.tellable()
		if u.Split = named || split; !u.Split {
			u.Users, u.Admin, u.Same, u.Without = 0, 0, 0, 0
		}
		if named || whole {
			out = append(out, u)
		}
	}
	return out
}

// eachPlanned hands over the people who have a plan at an employer, some at a time, in the order of ids.
func (ps *Plans) eachPlanned(ctx context.Context, employerID string, use func(personIDs []string) error) error {
	after := ""
	for {
		ids, err := db.All(ctx, ps.DB, db.Text, `
			SELECT p.person_id
			FROM development_plan p
			WHERE p.controller_id = $1 AND p.kind = 'person' AND p.ended_at IS NULL AND p.person_id > $2
			ORDER BY p.person_id
			LIMIT $3`,
			employerID, after, onceAtATime)
		if err != nil || len(ids) == 0 {
			return err
		}
		if err := use(ids); err != nil {
			return err
		}
		after = ids[len(ids)-1]
	}
}

// Untasked gives the people of a unit who have something done in their plans and no duty noted for it, in
// name order, to who sees by name what people hold there.
func (ps *Plans) Untasked(ctx context.Context, a may.Actor, unitID string) (unit org.Node, out []Member, err error) {
	unit, team, err := ps.Team(ctx, a, unitID)
	if err != nil {
		return unit, nil, err
	}
	employer, err := org.EmployerOf(ctx, ps.DB, unit.Path, ps.Staff.Today())
	if err != nil {
		return unit, nil, err
	}
	for from := 0; from < len(team); from += onceAtATime {
		some := team[from:min(from+onceAtATime, len(team))]
		ids := make([]string, len(some))
		for i := range some {
			ids[i] = some[i].Employee.PersonID
		}
		near, err := ps.tasked(ctx, employer.ID, ids)
		if err != nil {
			return unit, nil, err
		}
		for _, m := range some {
			for _, item := range m.Items {
				if _, has := near[item.ID]; item.State == Done && !has {
					m.Untasked = append(m.Untasked, item)
				}
			}
			if len(m.Untasked) > 0 {
				out = append(out, m)
			}
		}
	}
	return unit, out, nil
}
