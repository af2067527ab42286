package development

import (
	"context"
	"slices"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

// Add puts something in the plan that item.Whose says. The same thing again, while it is open, is the one
// that is there; added tells which it was. What whoever leads a person puts there as a course is put in the
// person's journey too, when the actor may; what the person puts there starts nothing (rule 10).
//
// Faults: what is wrong by field (how, ref, title, hours, due, state, why, note, responsible), ErrMany, and
// those of leave.
func (ps *Plans) Add(ctx context.Context, a may.Actor, item Item) (out Item, added bool, err error) {
	defer fault.Wrap(&err, "add to a plan")
	where, err := ps.ask(ctx, a, item.Whose, true)
	if err != nil {
		return item, false, err
	}
	item.tidy()
	if err := item.check(ps.Now()); err != nil {
		return item, false, err
	}
	title, err := ps.courseTitle(ctx, item)
	if err != nil {
		return item, false, err
	}
	err = ps.DB.Tx(ctx, func(tx *db.Tx) error {
		p, err := ps.hold(ctx, tx, where, a.PersonID)
		if err != nil {
			return err
		}
		out, added, err = ps.add(ctx, tx, a, where, &p, item)
		if err != nil || !added || where.side != ManagerSide || item.How != ByCourse {
			return err
		}
		return ps.enrol(ctx, tx, a, where, item, title)
	})
	return out, added, err
}

// courseTitle is what the item's course is called. A course of ours is in the catalogue.
func (ps *Plans) courseTitle(ctx context.Context, i Item) (string, error) {
	if !i.AboutCourse() {
		return i.Title, nil
	}
	title, err := ps.Courses.Title(ctx, i.Ref)
	if err == nil && title == "" && i.How == ByCourse {
		err = ErrCourse.On("ref")
	}
	return title, err
}

// add writes an item into a plan that is held.
func (ps *Plans) add(ctx context.Context, tx *db.Tx, a may.Actor, where at, p *Plan, item Item) (Item, bool, error) {
	if where.side == PersonSide {
		item.UseManager = ""
	} else if where.side == ManagerSide {
		item.UsePerson = ""
	}
	item.Whose = where.Whose
	if there, found, err := sameItem(ctx, tx, p.ID, item.same()); err != nil || found {
		there.Whose = where.Whose
		return there, false, err
	}
	n, err := db.One(ctx, tx, db.Number, `SELECT COUNT(*) FROM development_item WHERE plan_id = $1`, p.ID)
	if err != nil {
		return item, false, err
	}
	if n >= mostItems {
		return item, false, ErrMany
	}
	if err := ps.insertItem(ctx, tx, p.ID, &item, a.PersonID); err != nil {
		return item, false, err
	}
	return item, true, ps.touch(ctx, tx, p.ID, a.PersonID)
}

// enrol puts a course in the person's journey, and tells the person; nothing without leave.
func (ps *Plans) enrol(ctx context.Context, tx *db.Tx, a may.Actor, where at, i Item, title string) error {
	if may.Ask(inside(a, where.controller.Path), may.Enrol, where.node.Path) != nil {
		return nil
	}
	today := ps.Staff.Today()
	due := i.Due
	if due < today {
		due = ""
	}
	if _, err := ps.Journeys.Enrol(ctx, tx, journey.Enrolment{PersonID: where.PersonID, NodeID: where.node.ID, EmployerID: where.controller.ID, CourseID: i.Ref, Due: due, MadeBy: a.PersonID}); err != nil {
		return err
	}
	return ps.Messages.Tell(ctx, tx, message.Note{PersonID: where.PersonID, EmployerID: where.controller.ID, Kind: message.Learning, Key: "development.told.course", Args: map[string]string{"item": title},
		Href: "/kurs/" + i.Ref, OnceKey: "enrol:" + where.PersonID + ":" + where.controller.ID + ":" + i.Ref + ":" + due + ":" + today})
}

// Item gives one item with the plan that it is in, to who may read the plan.
func (ps *Plans) Item(ctx context.Context, a may.Actor, id string) (Plan, Item, error) {
	where, err := ps.placeOf(ctx, a, id, false)
	if err != nil {
		return Plan{}, Item{}, err
	}
	p, err := ps.read(ctx, a, where)
	if err != nil {
		return p, Item{}, err
	}
	i := slices.IndexFunc(p.Items, func(i Item) bool { return i.ID == id })
	if i < 0 {
		return p, Item{}, ErrNoItem
	}
	return p, p.Items[i], nil
}

// placeOf is whose the plan of an item is, asked about.
func (ps *Plans) placeOf(ctx context.Context, a may.Actor, itemID string, write bool) (at, error) {
	w, err := db.One(ctx, ps.DB, func(s db.Scanner) (w Whose, err error) {
		err = s.Scan(&w.Kind, &w.PersonID, &w.EmployerID, &w.NodeID, &w.Area)
		return w, err
	}, `
		SELECT p.kind, COALESCE(p.person_id, ''), p.controller_id, p.node_id, p.area
		FROM development_item i
		JOIN development_plan p ON p.id = i.plan_id
		WHERE i.id = $1 AND p.ended_at IS NULL`,
		itemID)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return at{}, ErrNoItem
	}
	if err != nil {
		return at{}, err
	}
	return ps.ask(ctx, a, w, write)
}

// Change writes an item as it is to be. item.Revision is what was read: when somebody else has changed it
// since, the fault is ErrChanged and the item that stands is given. Each of the two writes the own words
// about how it will be used. A change of what is agreed on asks both again; how far it has come does not.
func (ps *Plans) Change(ctx context.Context, a may.Actor, item Item) (out Item, err error) {
	defer fault.Wrap(&err, "change item %s", item.ID)
	where, err := ps.placeOf(ctx, a, item.ID, true)
	if err != nil {
		return item, err
	}
	item.tidy()
	if err := item.check(ps.Now()); err != nil {
		return item, err
	}
	if _, err := ps.courseTitle(ctx, item); err != nil {
		return item, err
	}
	has, err := ps.know(ctx, where, true)
	if err != nil {
		return item, err
	}
	err = ps.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		p, err := ps.hold(ctx, tx, where, a.PersonID)
		if err != nil {
			return err
		}
		out, err = ps.change(ctx, tx, a, where, &p, item, has)
		return err
	})
	return out, err
}

// change writes an item of a plan that is held.
func (ps *Plans) change(ctx context.Context, tx *db.Tx, a may.Actor, where at, p *Plan, item Item, has known) (Item, error) {
	stands, err := db.One(ctx, tx, scanItem, `
		SELECT `+itemColumns+`
		FROM development_item i
		WHERE i.id = $1 AND i.plan_id = $2`,
		item.ID, p.ID)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return item, ErrNoItem
	}
	if err != nil {
		return item, err
	}
	if stands.Revision != item.Revision {
		return stands, ErrChanged
	}
	item.PlanID, item.MadeAt, item.StateOn = stands.PlanID, stands.MadeAt, stands.StateOn
	shown := []Item{stands} // what the record and the catalogue say is shown, and not written
	if err := ps.derive(ctx, shown, has); err != nil {
		return stands, err
	}
	if item.Title == shown[0].Title {
		item.Title = stands.Title
	}
	if shown[0].FromRecord && item.State == Done {
		item.State = stands.State
	}
	switch where.side {
	case PersonSide:
		item.UseManager = stands.UseManager
	case ManagerSide:
		item.UsePerson = stands.UsePerson
	}
	if item.State != stands.State {
		item.StateOn = ps.Staff.Today()
	}
	if item.Open() {
		if twin, found, err := sameItem(ctx, tx, p.ID, item.same()); err != nil {
			return stands, err
		} else if found && twin.ID != item.ID {
			return stands, ErrTwin.On("title")
		}
	}
	if err := ps.updateItem(ctx, tx, &item, a.PersonID); err != nil {
		return stands, err
	}
	if slices.Equal(item.content(), stands.content()) {
		return item, nil
	}
	return item, ps.touch(ctx, tx, p.ID, a.PersonID)
}

// derive fills in what is known elsewhere: what a course is called, and that something is done.
func (ps *Plans) derive(ctx context.Context, items []Item, has known) error {
	standing := record.Standing(has.facts)
	for k := range items {
		i := &items[k]
		if i.Title == "" && i.AboutCourse() {
			title, err := ps.Courses.Title(ctx, i.Ref)
			if err != nil {
				return err
			}
			i.Title = title
		}
		deriveDone(i, standing, ps.Staff.Today(), func(f record.Fact) string { return org.Today(f.At, ps.Staff.Place) })
		deriveMerit(i, has, ps.Staff.Today())
	}
	return nil
}

// deriveDone makes an open item about a course done when the record holds the course as done on a day,
// with the day of the latest such fact. What somebody has ended otherwise stays as it was ended.
func deriveDone(i *Item, standing []record.Fact, today string, day func(record.Fact) string) {
	if !i.AboutCourse() || !i.Open() {
		return
	}
	for _, f := range standing {
		if f.CourseID == i.Ref && f.Done() && f.Holds(today) && (!i.FromRecord || day(f) >= i.StateOn) {
			i.State, i.StateOn, i.FromRecord, i.FactID = Done, day(f), true, f.ID
		}
	}
}
