package introduction

import (
	"context"
	"slices"

	"yrkesresan/internal/introduction/checklist"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// WorkItem is an item that a place has added to the introduction of who begins there (R241).
type WorkItem struct {
	ID, NodeID string
	TemplateID string // the only checklist that it goes with; "" every
	When       checklist.When
	Text, Easy string
	Who        checklist.Who
	CourseID   string
	Minutes    int64
	Position   int64
	EndedOn    string // "" it holds
	Revision   int64
}

const itemColumns = `w.id, w.node_id, w.template_id, w.moment, w.text, w.easy, w.who, w.course_id, w.minutes, w.position, w.ended_on, w.revision`

func scanItem(s db.Scanner) (x WorkItem, err error) {
	err = s.Scan(&x.ID, &x.NodeID, &x.TemplateID, &x.When, &x.Text, &x.Easy, &x.Who, &x.CourseID, &x.Minutes, &x.Position, &x.EndedOn, &x.Revision)
	return x, err
}

// Workplace is what a place has decided about the introduction there, and what stands above it.
type Workplace struct {
	Node, Employer org.Node
	Items          []WorkItem // its own, in order
	Above          []Added    // what the places above it have added: read only
}

// Added is an item of another place.
type Added struct {
	WorkItem
	Place string
}

// Workplace gives what a place has added, for who writes there. Errors: ErrPlace, org.ErrNoNode, may.ErrDenied.
func (in *Introductions) Workplace(ctx context.Context, a may.Actor, nodeID string) (w Workplace, err error) {
	defer fault.Wrap(&err, "workplace items of %s", nodeID)
	if w.Node, w.Employer, err = in.employerPlace(ctx, a, may.WriteWorkplace, nodeID); err != nil {
		return w, err
	}
	ids := own(w.Node.Path, w.Employer.Path)
	all, err := itemsAt(ctx, in.DB, ids)
	if err != nil {
		return w, err
	}
	names := map[string]string{}
	for _, x := range all {
		if x.NodeID == nodeID {
			w.Items = append(w.Items, x)
			continue
		}
		if names[x.NodeID] == "" {
			n, err := in.Tree.FindEver(ctx, x.NodeID)
			if err != nil {
				return w, err
			}
			names[x.NodeID] = n.Name
		}
		w.Above = append(w.Above, Added{x, names[x.NodeID]})
	}
	slices.SortStableFunc(w.Above, func(x, y Added) int { return slices.Index(ids, x.NodeID) - slices.Index(ids, y.NodeID) })
	return w, nil
}

// itemsAt are the items that hold of some places, in the order of each.
func itemsAt(ctx context.Context, q db.Q, ids []string) ([]WorkItem, error) {
	return db.All(ctx, q, scanItem, `
		SELECT `+itemColumns+`
		FROM workplace_item w
		WHERE w.node_id IN (`+db.Marks(1, len(ids))+`) AND w.ended_on = ''
		ORDER BY w.position, w.id
		LIMIT 1000`,
		db.Args(ids)...)
}

// WorkItem gives one of a place's items that hold. Errors: ErrNoItem and as Workplace.
func (in *Introductions) WorkItem(ctx context.Context, a may.Actor, id string) (WorkItem, error) {
	x, err := one(ctx, in.DB, scanItem, ErrNoItem, `SELECT `+itemColumns+` FROM workplace_item w WHERE w.id = $1 AND w.ended_on = ''`, id)
	if err != nil {
		return x, err
	}
	_, _, err = in.employerPlace(ctx, a, may.WriteWorkplace, x.NodeID)
	return x, err
}

// checkItem tidies an item, or tells what is wrong.
func (in *Introductions) checkItem(ctx context.Context, x *WorkItem) error {
	if err := in.needed(&x.Text, ErrText, mostText); err != nil {
		return err
	}
	if err := in.text(&x.Easy, "latt", mostText); err != nil {
		return err
	}
	switch {
	case !slices.Contains(checklist.Times(), x.When):
		return ErrWhen
	case !slices.Contains(checklist.Confirmers(), x.Who):
		return ErrWho
	case x.Minutes < 0 || x.Minutes > 60*24:
		return ErrMinutes
	}
	if x.CourseID != "" {
		titles, err := in.titles(ctx)
		if err != nil {
			return err
		}
		if _, ok := titles[x.CourseID]; !ok {
			return ErrCourse
		}
	}
	if x.TemplateID != "" {
		if _, err := findVersion(ctx, in.DB, x.TemplateID, 0); err != nil {
			return ErrTemplate
		}
	}
	return nil
}

// AddItem adds an item to a place, last. Errors: ErrPlace, ErrText, ErrWhen, ErrWho, ErrMinutes, ErrCourse, ErrTemplate,
// ErrLong, ErrIdentity, ErrMany, org.ErrNoNode, may.ErrDenied.
func (in *Introductions) AddItem(ctx context.Context, a may.Actor, x WorkItem) (_ WorkItem, err error) {
	defer fault.Wrap(&err, "add a workplace item at %s", x.NodeID)
	if _, _, err := in.employerPlace(ctx, a, may.WriteWorkplace, x.NodeID); err != nil {
		return x, err
	}
	if err := in.checkItem(ctx, &x); err != nil {
		return x, err
	}
	x.ID, x.Revision = in.NewID(), 1
	err = in.DB.Tx(ctx, func(tx *db.Tx) error {
		had, err := itemsAt(ctx, tx, []string{x.NodeID})
		if err != nil {
			return err
		}
		if len(had) >= mostItems {
			return ErrMany
		}
		if x.Position = 1; len(had) > 0 {
			x.Position = had[len(had)-1].Position + 1
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO workplace_item (id, node_id, template_id, moment, text, easy, who, course_id, minutes, position, ended_on, revision, made_by, made_at, changed_by, changed_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', 1, $11, $12, $11, $12)`,
			x.ID, x.NodeID, x.TemplateID, string(x.When), x.Text, x.Easy, string(x.Who), x.CourseID, x.Minutes, x.Position, a.PersonID, in.Now())
		return err
	})
	return x, err
}

// SaveItem changes an item that has not been changed since it was read. Errors: as AddItem, ErrNoItem, ErrChanged.
func (in *Introductions) SaveItem(ctx context.Context, a may.Actor, x WorkItem) (err error) {
	defer fault.Wrap(&err, "save workplace item %s", x.ID)
	had, err := in.WorkItem(ctx, a, x.ID)
	if err != nil {
		return err
	}
	if err := in.checkItem(ctx, &x); err != nil {
		return err
	}
	return in.DB.Tx(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `
			UPDATE workplace_item
			SET template_id = $3, moment = $4, text = $5, easy = $6, who = $7, course_id = $8, minutes = $9, revision = revision + 1, changed_by = $10, changed_at = $11
			WHERE id = $1 AND revision = $2 AND ended_on = ''`,
			x.ID, x.Revision, x.TemplateID, string(x.When), x.Text, x.Easy, string(x.Who), x.CourseID, x.Minutes, a.PersonID, in.Now())
		if err == nil && n == 0 {
			return ErrChanged
		}
		if err != nil || x.TemplateID == had.TemplateID {
			return err
		}
		return in.Jobs.Add(ctx, tx, Relieved{NodeID: had.NodeID}) // it goes with another checklist
	})
}

// MoveItem moves an item one up or down among those of its place. At the end nothing happens.
func (in *Introductions) MoveItem(ctx context.Context, a may.Actor, id string, down bool) (err error) {
	defer fault.Wrap(&err, "move workplace item %s", id)
	x, err := in.WorkItem(ctx, a, id)
	if err != nil {
		return err
	}
	return in.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE workplace_item SET id = id WHERE node_id = $1`, x.NodeID); err != nil { // the second one waits here
			return err
		}
		all, err := itemsAt(ctx, tx, []string{x.NodeID})
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(y WorkItem) bool { return y.ID == id })
		to := at - 1
		if down {
			to = at + 1
		}
		if at < 0 || to < 0 || to >= len(all) {
			return nil
		}
		all[at], all[to] = all[to], all[at]
		for i, y := range all {
			if _, err := tx.Exec(ctx, `UPDATE workplace_item SET position = $2 WHERE id = $1`, y.ID, int64(i+1)); err != nil {
				return err
			}
		}
		return nil
	})
}

// EndItem takes an item away from those who have not done it; who has keeps it as done. Twice is once.
func (in *Introductions) EndItem(ctx context.Context, a may.Actor, id string, revision int64) (err error) {
	defer fault.Wrap(&err, "end workplace item %s", id)
	x, err := in.WorkItem(ctx, a, id)
	if err != nil {
		return err
	}
	return in.DB.Tx(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `
			UPDATE workplace_item
			SET ended_on = $3, revision = revision + 1, changed_by = $4, changed_at = $5
			WHERE id = $1 AND revision = $2 AND ended_on = ''`,
			id, revision, in.Today(), a.PersonID, in.Now())
		if err == nil && n == 0 {
			return ErrChanged
		}
		if err != nil {
			return err
		}
		return in.Jobs.Add(ctx, tx, Relieved{NodeID: x.NodeID})
	})
}

// localsOf are the items that the places along a unit's path have added, and ended ones that somebody has done.
func (in *Introductions) localsOf(ctx context.Context, q db.Q, unit, employer org.Node, introductionID string) ([]checklist.Local, error) {
	ids := own(unit.Path, employer.Path)
	type row struct {
		WorkItem
		place string
	}
	rows, err := db.All(ctx, q, func(s db.Scanner) (r row, err error) {
		err = s.Scan(&r.ID, &r.NodeID, &r.TemplateID, &r.When, &r.Text, &r.Easy, &r.Who, &r.CourseID, &r.Minutes, &r.Position, &r.EndedOn, &r.Revision, &r.place)
		return r, err
	}, `
		SELECT `+itemColumns+`, p.name
		FROM workplace_item w
		JOIN node_place p ON p.node_id = w.node_id AND p.valid_from <= $1 AND p.valid_until > $1
		WHERE w.node_id IN (`+db.Marks(3, len(ids))+`)
		      AND (w.ended_on = '' OR EXISTS (SELECT 1 FROM introduction_tick t WHERE t.introduction_id = $2 AND t.item_id = w.id))
		ORDER BY w.position, w.id
		LIMIT 1000`,
		db.Args(ids, in.Today(), introductionID)...)
	out := make([]checklist.Local, len(rows))
	for i, r := range rows {
		out[i] = checklist.Local{ID: r.ID, Place: r.place, Depth: slices.Index(ids, r.NodeID), Order: r.Position, When: r.When, Text: r.Text, Easy: r.Easy, Who: r.Who,
			Course: r.CourseID, Minutes: r.Minutes, Template: r.TemplateID}
	}
	return out, err
}
