package development

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"yrkesresan/internal/access"
	"yrkesresan/internal/development/sheet"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/may"
)

// Faults of planning sheets.
var (
	ErrNoSheet   = fault.New(fault.Missing, "development.sheet.missing")
	ErrSheetKind = fault.New(fault.Missing, "development.sheet.kind")
)

// SheetRow is one row of a planning sheet (R203).
type SheetRow = sheet.Row

// Remark is something about one row.
type Remark = sheet.Remark

// SheetResult is what a sheet would do, or did.
type SheetResult struct {
	New, Changed, Unchanged, Empty int
	Kept                           []Remark // rows whose basis somebody else has changed: what stands stays
	Errors                         []Remark // nothing is written while there are any
}

// Sheet is a planning sheet that came back.
type Sheet struct {
	ID, NodeID, ControllerID string
	Kind                     Kind // OfPerson: of a unit's people; OfUnit: of the unit
	State                    string
	Rows                     []SheetRow
	Result                   SheetResult
	MadeBy                   string
}

// SheetOf gives the rows of a unit's planning sheet filled with what is known: of its people (OfPerson) each
// requirement with what is held, the target and what is planned; of the unit (OfUnit) each requirement with
// the figures and what is planned. In name order.
func (ps *Plans) SheetOf(ctx context.Context, a may.Actor, unitID string, kind Kind) (unit org.Node, out []SheetRow, err error) {
	if kind == OfUnit {
		return ps.unitSheet(ctx, a, unitID)
	}
	if kind != OfPerson {
		return unit, nil, ErrSheetKind
	}
	unit, team, err := ps.Team(ctx, a, unitID)
	if err != nil {
		return unit, nil, err
	}
	lacks, err := ps.known(ctx, a, unitID)
	if err != nil {
		return unit, nil, err
	}
	for _, m := range team {
		id, name := m.Employee.PersonID, strings.TrimSpace(m.FirstName+" "+m.LastName)
		planned := map[string]bool{}
		for _, i := range m.Items {
			planned[i.Requirement] = true
			row := rowOf(i)
			row.PersonID, row.Name = id, name
			if k, ok := lacks[id][i.Requirement]; ok {
				row.Need, row.Held, row.Target = k.Name, k.Held.Name, k.Target.Name
			}
			out = append(out, row)
		}
		for _, key := range lacks[id][""].order {
			if k := lacks[id][key]; k.Lacks() && !planned[key] {
				planned[key] = true
				out = append(out, SheetRow{PersonID: id, Name: name, Requirement: key, Need: k.Name, Held: k.Held.Name, Target: k.Target.Name})
			}
		}
	}
	return unit, out, nil
}

// standsTo is how somebody stands to a requirement; of the key "" the order of all.
type standsTo struct {
	gap.Item
	order []string
}

// known is how the people of a unit stand, by person and requirement; nothing when they are too many or nothing
// is asked.
func (ps *Plans) known(ctx context.Context, a may.Actor, unitID string) (map[string]map[string]standsTo, error) {
	t, err := ps.Gaps.Team(ctx, a, unitID, ps.Staff.Today())
	if fault.Of(err) != nil {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	out := map[string]map[string]standsTo{}
	for _, m := range t.Members {
		id := m.Card.Employee.PersonID
		if out[id] == nil {
			out[id] = map[string]standsTo{}
		}
		for _, i := range m.Items {
			if i == nil {
				continue
			}
			if had, ok := out[id][i.Key]; !ok || !had.Lacks() && i.Lacks() {
				if !ok {
					all := out[id][""]
					all.order = append(all.order, i.Key)
					out[id][""] = all
				}
				out[id][i.Key] = standsTo{Item: *i}
			}
		}
	}
	return out, nil
}

func rowOf(i Item) SheetRow {
	return SheetRow{ItemID: i.ID, Revision: i.Revision, Requirement: i.Requirement, How: i.How, Ref: i.Ref, Title: i.Title, Hours: i.Hours, Responsible: i.Responsible, Due: i.Due, State: i.State,
		Why: i.Why, Note: i.Note}
}

func (ps *Plans) unitSheet(ctx context.Context, a may.Actor, unitID string) (unit org.Node, out []SheetRow, err error) {
	where, err := ps.ask(ctx, a, Unit(unitID), false)
	if err != nil {
		return unit, nil, err
	}
	plan, err := ps.read(ctx, a, where)
	if err != nil {
		return unit, nil, err
	}
	place, err := ps.Gaps.Place(ctx, a, unitID, gap.Filter{}, ps.Staff.Today())
	if err != nil && fault.Of(err) == nil {
		return unit, nil, err
	}
	figures := map[string]gap.Figure{}
	for _, f := range place.Figures {
		figures[f.Key] = f
	}
	put := func(row SheetRow) {
		if f, ok := figures[row.Requirement]; ok {
			row.Need, row.Required, row.Has, row.Develop, row.Recruit = f.Name, f.Required, f.Held, f.Develop, f.Recruit
		}
		out = append(out, row)
	}
	planned := map[string]bool{}
	for _, i := range plan.Items {
		planned[i.Requirement] = true
		put(rowOf(i))
	}
	for _, f := range place.Figures {
		if f.Gap() > 0 && !planned[f.Key] {
			put(SheetRow{Requirement: f.Key})
		}
	}
	return where.node, out, nil
}

// StageSheet compares a sheet with what stands. With errors nothing is kept, and the result tells each by row
// and column; else it waits under an id for AskSheet.
func (ps *Plans) StageSheet(ctx context.Context, a may.Actor, unitID string, kind Kind, rows []SheetRow) (id string, r SheetResult, err error) {
	defer fault.Wrap(&err, "stage a planning sheet")
	where, err := ps.sheetPlace(ctx, a, unitID, kind)
	if err != nil {
		return "", r, err
	}
	if _, r, err = ps.compare(ctx, a, where, kind, rows); err != nil || len(r.Errors) > 0 {
		return "", r, err
	}
	body, err := json.Marshal(rows)
	if err != nil {
		return "", r, err
	}
	id = ps.NewID()
	if _, err := ps.DB.Exec(ctx, `DELETE FROM development_sheet WHERE controller_id = $1 AND state = 'staged' AND made_at < $2`, where.controller.ID, ps.Now().AddDate(0, 0, -1)); err != nil {
		return "", r, err // what nobody took in within a day is let go of
	}
	_, err = ps.DB.Exec(ctx, `
		INSERT INTO development_sheet (id, controller_id, node_id, kind, state, body, made_by, made_at)
		VALUES ($1, $2, $3, $4, 'staged', $5, $6, $7)`,
		id, where.controller.ID, where.node.ID, string(kind), string(body), a.PersonID, ps.Now())
	return id, r, err
}

// sheetPlace asks for leave to write what a unit's sheet may write.
func (ps *Plans) sheetPlace(ctx context.Context, a may.Actor, unitID string, kind Kind) (at, error) {
	where, err := ps.ask(ctx, a, Unit(unitID), true)
	if err != nil || kind == OfUnit {
		return where, err
	}
	if kind != OfPerson {
		return where, ErrSheetKind
	}
	if !all(inside(a, where.controller.Path), writesPerson, where.node.Path) {
		return where, may.ErrDenied
	}
	return where, nil
}

// Sheet gives a sheet that waits, or was taken in, with what it would do now, to who may take it in.
func (ps *Plans) Sheet(ctx context.Context, a may.Actor, id string) (s Sheet, unit org.Node, err error) {
	if s, err = ps.findSheet(ctx, id); err != nil {
		return s, unit, err
	}
	where, err := ps.sheetPlace(ctx, a, s.NodeID, s.Kind)
	if err != nil {
		return s, unit, err
	}
	if s.State == "staged" {
		_, s.Result, err = ps.compare(ctx, a, where, s.Kind, s.Rows)
	}
	return s, where.node, err
}

func (ps *Plans) findSheet(ctx context.Context, id string) (Sheet, error) {
	body := ""
	s, err := db.One(ctx, ps.DB, func(r db.Scanner) (s Sheet, err error) {
		err = r.Scan(&s.ID, &s.NodeID, &s.ControllerID, &s.Kind, &s.State, &body, &s.MadeBy)
		return s, err
	}, `
		SELECT id, node_id, controller_id, kind, state, body, made_by
		FROM development_sheet
		WHERE id = $1`,
		id)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return s, ErrNoSheet
	}
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal([]byte(body), &s.Rows)
}

// SheetAsked says that somebody has decided to take a waiting sheet in.
type SheetAsked struct {
	SheetID string `json:"sheet_id"`
	OwnerID string `json:"owner_id"`
}

// Kind implements job.Args.
func (SheetAsked) Kind() string { return "development_sheet.asked" }

// AskSheet queues the taking in of a waiting sheet; its task has the sheet's id. Asking twice is once.
func (ps *Plans) AskSheet(ctx context.Context, a may.Actor, id string) error {
	s, _, err := ps.Sheet(ctx, a, id)
	if err != nil || s.State == "committed" {
		return err
	}
	return ps.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := ps.Tasks.Begin(ctx, tx, id, SheetAsked{}.Kind(), s.NodeID, a.PersonID); err != nil {
			return err
		}
		return ps.Jobs.Add(ctx, tx, SheetAsked{SheetID: id, OwnerID: a.PersonID})
	})
}

// OnSheetAsked takes a sheet in: all of it or nothing. What somebody else has written since it went out stays
// and is told. Run again it does nothing.
func (ps *Plans) OnSheetAsked(ctx context.Context, asked SheetAsked) error {
	s, err := ps.findSheet(ctx, asked.SheetID)
	if errors.Is(err, ErrNoSheet) || err == nil && s.State != "staged" {
		return nil
	}
	if err != nil {
		return err
	}
	grants, err := access.Grants(ctx, ps.DB, asked.OwnerID, ps.Staff.Today())
	if err != nil {
		return err
	}
	_, err = ps.takeIn(ctx, may.Actor{PersonID: asked.OwnerID, Grants: grants}, s)
	if f := fault.Of(err); f != nil && f.Kind != fault.Busy && f.Kind != fault.Internal {
		return ps.Tasks.End(ctx, ps.DB, s.ID, "failed", f.Key)
	}
	return err
}

// takeIn writes what a sheet says, in one transaction, and notes the result with its task.
func (ps *Plans) takeIn(ctx context.Context, a may.Actor, s Sheet) (r SheetResult, err error) {
	where, err := ps.sheetPlace(ctx, a, s.NodeID, s.Kind)
	if err != nil {
		return r, err
	}
	steps, r, err := ps.compare(ctx, a, where, s.Kind, s.Rows)
	if err != nil || len(r.Errors) > 0 {
		if err == nil {
			err = ErrChanged
		}
		return r, err
	}
	if err := ps.Tasks.Step(ctx, ps.DB, s.ID, 0, len(steps)); err != nil {
		return r, err
	}
	places, titles := map[Whose]at{}, map[string]string{}
	has := map[Whose]known{}
	for i, st := range steps {
		if _, ok := places[st.whose]; !ok {
			if places[st.whose], err = ps.ask(ctx, a, st.whose, true); err != nil {
				return r, err
			}
			if has[st.whose], err = ps.know(ctx, places[st.whose], true); err != nil {
				return r, err
			}
		}
		if titles[st.item.Ref], err = ps.courseTitle(ctx, st.item); err != nil {
			return r, err
		}
		if i%100 == 99 {
			if err := ps.Tasks.Step(ctx, ps.DB, s.ID, i+1, len(steps)); err != nil {
				return r, err
			}
		}
	}
	return r, ps.DB.Tx(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE development_sheet SET state = 'committed', body = '[]' WHERE id = $1 AND state = 'staged'`, s.ID)
		if err != nil || n == 0 {
			return err // somebody else has taken it in
		}
		for _, st := range steps {
			if err := ps.takeStep(ctx, tx, a, places[st.whose], st, titles[st.item.Ref], has[st.whose], &r); err != nil {
				return err
			}
		}
		result, err := json.Marshal(r)
		if err != nil {
			return err
		}
		return ps.Tasks.End(ctx, tx, s.ID, "done", string(result))
	})
}

func (ps *Plans) takeStep(ctx context.Context, tx *db.Tx, a may.Actor, where at, st step, title string, has known, r *SheetResult) error {
	p, err := ps.hold(ctx, tx, where, a.PersonID)
	if err != nil {
		return err
	}
	if !st.isNew {
		stands, err := ps.change(ctx, tx, a, where, &p, st.item, has)
		if errors.Is(err, ErrChanged) {
			r.Changed--
			r.Kept = append(r.Kept, Remark{Field: "item", Key: "development.sheet.kept", Args: map[string]string{"title": stands.Title, "day": org.Today(stands.ChangedAt, ps.Staff.Place)}})
			return nil
		}
		return err
	}
	item, added, err := ps.add(ctx, tx, a, where, &p, st.item)
	if err != nil || !added || where.side != ManagerSide || item.How != ByCourse {
		return err
	}
	return ps.enrol(ctx, tx, a, where, item, title)
}

// TaskOf gives how far the taking in of a sheet has come, to who asked for it and still may.
func (ps *Plans) TaskOf(ctx context.Context, a may.Actor, id string) (job.Task, SheetResult, error) {
	var r SheetResult
	t, err := ps.Tasks.Find(ctx, id, a.PersonID)
	if err == nil && t.Kind != (SheetAsked{}).Kind() {
		err = job.ErrNoTask
	}
	if err == nil {
		_, err = ps.ask(ctx, a, Unit(t.Subject), true)
	}
	if err != nil {
		return job.Task{}, r, err
	}
	if t.State == "done" {
		err = json.Unmarshal([]byte(t.Result), &r)
	}
	return t, r, err
}
