package development

import (
	"context"
	"strconv"

	"yrkesresan/internal/development/sheet"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// step is what one row would do to a plan.
type step struct {
	whose Whose
	item  Item
	isNew bool
}

// basis is what a sheet is compared with.
type basis struct {
	stands map[string]map[string]Item // whose ("" the unit) → item
	open   map[string]map[string]bool // whose → what is open there, by what it is
	seen   map[string]int             // item → the row that named it first
}

// basisOf reads what stands in the plans that a sheet is about.
func (ps *Plans) basisOf(ctx context.Context, a may.Actor, where at, kind Kind) (*basis, error) {
	b := &basis{map[string]map[string]Item{}, map[string]map[string]bool{}, map[string]int{}}
	if kind == OfUnit {
		plan, err := ps.read(ctx, a, where)
		if err == nil {
			b.add("", plan.Items)
		}
		return b, err
	}
	_, team, err := ps.Team(ctx, a, where.node.ID)
	for _, m := range team {
		b.add(m.Employee.PersonID, m.Items)
	}
	return b, err
}

func (b *basis) add(whose string, items []Item) {
	b.stands[whose], b.open[whose] = map[string]Item{}, map[string]bool{}
	for _, i := range items {
		b.stands[whose][i.ID] = i
		b.open[whose][i.same()] = true
	}
}

// had gives the item that a row is about, the zero one for a new item, or says why the row is about none.
func (b *basis) had(row SheetRow) (Item, *Remark) {
	items, here := b.stands[row.PersonID]
	if !here {
		return Item{}, &Remark{Row: row.Row, Field: "person", Key: "development.sheet.person"}
	}
	had, there := items[row.ItemID]
	if row.ItemID == "" {
		return had, nil
	}
	if !there {
		return had, &Remark{Row: row.Row, Field: "item", Key: "development.sheet.gone"}
	}
	if first, twice := b.seen[row.ItemID]; twice {
		return had, &Remark{Row: row.Row, Field: "item", Key: "development.sheet.twice", Args: map[string]string{"row": strconv.Itoa(first)}}
	}
	b.seen[row.ItemID] = row.Row
	return had, nil
}

// compare tells what rows would do, and what is wrong with them.
func (ps *Plans) compare(ctx context.Context, a may.Actor, where at, kind Kind, rows []SheetRow) (steps []step, r SheetResult, err error) {
	b, err := ps.basisOf(ctx, a, where, kind)
	if err != nil {
		return nil, r, err
	}
	for _, row := range rows {
		had, wrong := b.had(row)
		if wrong != nil {
			r.refuse(*wrong)
			continue
		}
		if row.ItemID == "" && row.How == "" && row.Blank() {
			r.Empty++
			continue
		}
		whose := Unit(where.node.ID)
		if kind == OfPerson {
			whose = Person(row.PersonID, where.controller.ID)
		}
		item := had
		put(row, &item)
		item.Whose = whose
		item.tidy()
		if err := item.check(ps.Now()); err != nil {
			f := fault.Of(err)
			r.refuse(Remark{Row: row.Row, Field: f.Field, Key: f.Key, Args: f.Args})
			continue
		}
		if st, does := ps.weigh(row, item, had, b.open[row.PersonID], &r); does {
			steps = append(steps, st)
		}
	}
	return steps, r, nil
}

func (r *SheetResult) refuse(why Remark) {
	if len(r.Errors) < sheet.MostRemarks {
		r.Errors = append(r.Errors, why)
	}
}

// weigh counts what a row would do to the item that it had, and gives the step when it would do anything.
func (ps *Plans) weigh(row SheetRow, item, had Item, open map[string]bool, r *SheetResult) (st step, does bool) {
	switch {
	case row.ItemID != "" && item.equals(had):
		r.Unchanged++
	case row.ItemID != "" && row.Revision != had.Revision:
		if len(r.Kept) < sheet.MostRemarks {
			r.Kept = append(r.Kept, Remark{Row: row.Row, Field: "item", Key: "development.sheet.kept", Args: map[string]string{"title": had.Title, "day": org.Today(had.ChangedAt, ps.Staff.Place)}})
		}
	case row.ItemID != "":
		r.Changed++
		item.Revision = row.Revision
		return step{item.Whose, item, false}, true
	case open[item.same()]:
		r.Unchanged++
	default:
		r.New++
		open[item.same()] = true
		return step{item.Whose, item, true}, true
	}
	return st, false
}

// put writes what a row says on an item.
func put(row SheetRow, i *Item) {
	i.Requirement, i.How, i.Ref, i.Title, i.Hours, i.Responsible, i.Due, i.State, i.Why, i.Note = row.Requirement, row.How, row.Ref, row.Title, row.Hours, row.Responsible, row.Due, row.State, row.Why, row.Note
}

// equals tells whether an item says the same as another, as both are shown.
func (i *Item) equals(o Item) bool {
	a, b := *i, o
	a.tidy()
	b.tidy()
	return a.Requirement == b.Requirement && a.How == b.How && a.Ref == b.Ref && a.Title == b.Title && a.Hours == b.Hours && a.Responsible == b.Responsible && a.Due == b.Due && a.State == b.State &&
		a.Why == b.Why && a.Note == b.Note
}
