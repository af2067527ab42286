package development

import (
	"context"
	"maps"
	"slices"

	"yrkesresan/internal/access"
	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// tellPlace tells those who lead a place that its plan is to be followed up. A plan higher up than somebody
// leads is told to who changed it last.
func (ps *Plans) tellPlace(ctx context.Context, p Plan, stage string, args map[string]string, once string) error {
	today := ps.Staff.Today()
	node, err := ps.Tree.Find(ctx, p.NodeID, today)
	if f := fault.Of(err); f != nil && f.Kind == fault.Missing {
		return nil // the place is no more
	}
	if err != nil {
		return err
	}
	href := "/plan?plats=" + node.ID
	var whom []string
	switch p.Kind {
	case OfUnit:
		href = "/min-grupp/plan/enhet?enhet=" + node.ID
		employer, err := org.EmployerOf(ctx, ps.DB, node.Path, today)
		if err != nil {
			return err
		}
		if whom, err = access.ManagersAt(ctx, ps.DB, node.Path, employer.Path, today); err != nil {
			return err
		}
	case OfArea:
		if href = "/plan/omrade/" + p.Area + "?plats=" + node.ID; org.Kind(node.Kind) == org.RSS {
			href = "/rss/plan/" + p.Area + "?plats=" + node.ID
		}
	}
	if len(whom) == 0 {
		whom = []string{p.ChangedBy}
	}
	args["place"] = node.Name
	return ps.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, id := range slices.Compact(whom) {
			known, err := ps.Staff.Cards(ctx, id)
			if err != nil {
				return err
			}
			if len(known) == 0 {
				continue // a program, or somebody who has been erased
			}
			if err := ps.Messages.Tell(ctx, tx, message.Note{PersonID: id, EmployerID: p.ControllerID, Kind: message.Reminders, Key: "development.told_place." + stage, Args: args,
				Href: href, OnceKey: once + id}); err != nil {
				return err
			}
		}
		return nil
	})
}

// Figures is how far the items about one requirement have come.
type Figures struct {
	Requirement                     string // "" about none in particular
	Planned, Ongoing, Done, Dropped int64
	Recruit                         int64 // of those not dropped, how many are recruitments
	Late                            int64
}

// UnitFigures is one unit's plan in numbers.
type UnitFigures struct {
	Unit             org.Node
	Begun            bool
	Open, Done, Late int64
	FollowOn         string
}

// Summed is the plans of the units under a place, summed.
type Summed struct {
	Node  org.Node
	Rows  []Figures // in the order of requirements
	Units []UnitFigures
	More  int // units that are not listed
}

// mostUnits bounds the units of a summary's list.
const mostUnits = 500

// Sum gives what the plans of the units under an operation, municipality or employer hold together, by
// requirement and by unit. Units of another employer under it are not counted (rule 3).
func (ps *Plans) Sum(ctx context.Context, a may.Actor, nodeID string) (out Summed, err error) {
	where, err := ps.ask(ctx, a, Operation(nodeID), false)
	if err != nil {
		return out, err
	}
	today := ps.Staff.Today()
	out.Node = where.node
	units, err := ps.Tree.UnitsIn(ctx, []string{where.node.Path}, today, mostUnits+1)
	if err != nil {
		return out, err
	}
	if out.More = max(0, len(units)-mostUnits); out.More > 0 {
		units = units[:mostUnits]
	}
	for _, u := range units {
		out.Units = append(out.Units, UnitFigures{Unit: u})
	}
	if err := ps.sumPlans(ctx, &out, where, today); err != nil {
		return out, err
	}
	err = ps.sumItems(ctx, &out, where, today)
	return out, err
}

// byID gives the figures of the listed units.
func (s *Summed) byID() map[string]*UnitFigures {
	units := map[string]*UnitFigures{}
	for i := range s.Units {
		units[s.Units[i].Unit.ID] = &s.Units[i]
	}
	return units
}

// sumPlans notes which units have a plan, and when it is followed up.
func (ps *Plans) sumPlans(ctx context.Context, out *Summed, where at, today string) error {
	low, high := org.Inside(where.node.Path)
	units := out.byID()
	return db.Each(ctx, ps.DB, scanPlan, func(p Plan) error {
		if u := units[p.NodeID]; u != nil {
			u.Begun, u.FollowOn = true, p.FollowOn
		}
		return nil
	}, `
		SELECT `+planColumns+`
		FROM node_place n
		JOIN development_plan p ON p.node_id = n.node_id AND p.kind = 'unit' AND p.ended_at IS NULL AND p.controller_id = $4
		WHERE n.path >= $1 AND n.path < $2 AND n.valid_from <= $3 AND n.valid_until > $3`,
		low, high, today, where.controller.ID)
}

// sumItems counts what the plans hold, by requirement and by unit.
func (ps *Plans) sumItems(ctx context.Context, out *Summed, where at, today string) error {
	low, high := org.Inside(where.node.Path)
	units, rows := out.byID(), map[string]*Figures{}
	type row struct {
		Item
		unit string
	}
	err := db.Each(ctx, ps.DB, func(s db.Scanner) (r row, err error) {
		err = s.Scan(&r.unit, &r.Requirement, &r.How, &r.State, &r.Due)
		return r, err
	}, func(r row) error {
		if rows[r.Requirement] == nil {
			rows[r.Requirement] = &Figures{Requirement: r.Requirement}
		}
		rows[r.Requirement].count(r.Item, today)
		if u := units[r.unit]; u != nil {
			u.count(r.Item, today)
		}
		return nil
	}, `
		SELECT p.node_id, i.requirement, i.how, i.state, i.due
		FROM node_place n
		JOIN development_plan p ON p.node_id = n.node_id AND p.kind = 'unit' AND p.ended_at IS NULL AND p.controller_id = $4
		JOIN development_item i ON i.plan_id = p.id
		WHERE n.path >= $1 AND n.path < $2 AND n.valid_from <= $3 AND n.valid_until > $3`,
		low, high, today, where.controller.ID)
	for _, key := range slices.Sorted(maps.Keys(rows)) {
		out.Rows = append(out.Rows, *rows[key])
	}
	return err
}

// count adds an item.
func (f *Figures) count(i Item, today string) {
	switch i.State {
	case Planned:
		f.Planned++
	case Ongoing:
		f.Ongoing++
	case Done:
		f.Done++
	case Dropped:
		f.Dropped++
	}
	if i.How == ByRecruit && i.State != Dropped {
		f.Recruit++
	}
	if i.Late(today) {
		f.Late++
	}
}

func (u *UnitFigures) count(i Item, today string) {
	switch {
	case i.Open():
		u.Open++
	case i.State == Done:
		u.Done++
	}
	if i.Late(today) {
		u.Late++
	}
}
