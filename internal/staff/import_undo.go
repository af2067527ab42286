package staff

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Undo takes back the latest committed import of an employer that changed something: what it opened,
// closed, made, moved and granted is as it was before. The same file once more, as from a nightly
// run, does not stand in the way. What others have hung on it since stays, and the result says
// so: a place where something stands, a person who has learnt or signed in.
//
// The counts are the import's, reversed: who was new has ended, who had ended is new again.
func (im *Imports) Undo(ctx context.Context, a may.Actor, employerID string) (ImportResult, error) {
	if _, err := im.employer(ctx, a, may.ImportStaff, employerID); err != nil {
		return ImportResult{}, err
	}
	var r ImportResult
	err := im.Staff.DB.Tx(ctx, func(tx *db.Tx) error {
		l, err := latestImport(ctx, tx, employerID)
		if err != nil {
			return err
		}
		r, err = im.undo(ctx, tx, l)
		return err
	})
	return r, err
}

// Undoable gives the import that Undo would take back, or why there is none.
func (im *Imports) Undoable(ctx context.Context, a may.Actor, employerID string) (ImportLog, error) {
	if _, err := im.employer(ctx, a, may.ImportStaff, employerID); err != nil {
		return ImportLog{}, err
	}
	return findLatest(ctx, im.Staff.DB, employerID)
}

// latestImport takes the employer's row and finds what can be undone.
func latestImport(ctx context.Context, tx *db.Tx, employerID string) (ImportLog, error) {
	if _, err := tx.Exec(ctx, `UPDATE node SET id = id WHERE id = $1`, employerID); err != nil {
		return ImportLog{}, err
	}
	return findLatest(ctx, tx, employerID)
}

// findLatest goes by id: ids follow the machine's clock, and a commit makes every older plan stale.
func findLatest(ctx context.Context, q db.Q, employerID string) (l ImportLog, err error) {
	for before := "~"; ; before = l.ID { // "~" sorts after every id
		l, err = db.One(ctx, q, scanImport, selectImport+`
			WHERE employer_id = $1 AND state IN ('committed', 'undone') AND id < $2
			ORDER BY id DESC
			LIMIT 1`,
			employerID, before)
		switch {
		case err != nil && noPerson(err) == ErrNoPerson:
			return l, ErrNothingDone
		case err != nil:
			return l, err
		case l.idle():
			continue
		case l.State == "undone":
			return l, ErrUndone
		}
		reshaped, err := org.ReshapedSince(ctx, q, employerID, l.ID)
		if err == nil && reshaped {
			err = ErrReshaped
		}
		return l, err
	}
}

// idle is true of an import that changed nothing.
func (l ImportLog) idle() bool {
	r, m := l.Result, l.more
	return r.New+r.Changed+r.Ended+len(r.CreatedNodes)+len(m.Moves)+len(m.Moved)+len(m.Recoded)+len(m.Attached)+len(m.Accounts) == 0
}

func (im *Imports) undo(ctx context.Context, tx *db.Tx, l ImportLog) (ImportResult, error) {
	r := ImportResult{New: l.Result.Ended, Ended: l.Result.New, Changed: l.Result.Changed, Unchanged: l.Result.Unchanged,
		CreatedNodes: []CreatedNode{}, Errors: []Note{}, Warnings: []Note{}, Committed: true}
	if err := im.tell(ctx, tx, l.EmployerID); err != nil { // before the people it made are gone
		return r, err
	}
	if err := im.Managers.UndoManagers(ctx, tx, l.ID, l.more.Accounts); err != nil {
		return r, err
	}
	if err := switchBack(ctx, tx, l); err != nil {
		return r, err
	}
	if err := im.Tree.TakeBack(ctx, tx, l.more.Moved); err != nil {
		return r, err
	}
	for _, c := range l.more.Recoded {
		if err := org.Recode(ctx, tx, c.NodeID, c.Code, c.Was); err != nil {
			return r, err
		}
	}
	kept, err := removeNodes(ctx, tx, l.ID)
	if err != nil {
		return r, err
	}
	for _, n := range l.Result.CreatedNodes {
		if kept[n.ID] {
			r.Warnings = append(r.Warnings, Note{Key: "staff.undo.node_kept", Args: map[string]string{"name": n.Name}})
		}
	}
	_, err = tx.Exec(ctx, `
		UPDATE staff_import
		SET state = 'undone'
		WHERE id = $1`,
		l.ID)
	return r, err
}

// switchBack is switchStaff backwards.
func switchBack(ctx context.Context, tx *db.Tx, l ImportLog) error {
	for _, q := range []string{removePeriods, reopenPeriods, removeServes, removeEmployments} {
		if _, err := tx.Exec(ctx, q, l.ID); err != nil {
			return err
		}
	}
	for _, at := range l.more.Attached {
		for _, q := range []string{`UPDATE employment SET person_id = $2 WHERE id = $1`, `UPDATE employment_period SET person_id = $2 WHERE employment_id = $1`} {
			if _, err := tx.Exec(ctx, q, at.Employment, at.From); err != nil {
				return err
			}
		}
	}
	for _, q := range []string{removeNewCards, restoreCards, restoreHashes, removePersons, removeBefore} {
		if _, err := tx.Exec(ctx, q, l.ID); err != nil {
			return err
		}
	}
	return nil
}

// removeNodes takes the import's nodes away, the outermost last, and tells which had to stay.
func removeNodes(ctx context.Context, tx *db.Tx, importID string) (kept map[string]bool, err error) {
	for {
		free, err := db.All(ctx, tx, db.Text, selectFreeNodes, importID)
		if err != nil {
			return nil, err
		}
		if len(free) == 0 {
			break
		}
		for _, id := range free {
			if err := org.Remove(ctx, tx, id); err != nil {
				return nil, err
			}
		}
	}
	left, err := db.All(ctx, tx, db.Text, `SELECT id FROM node WHERE made_by = $1`, importID)
	kept = map[string]bool{}
	for _, id := range left {
		kept[id] = true
	}
	return kept, err
}

// removePeriods takes what the import opened, and what a mapping of titles has made of it since.
const removePeriods = `
		WITH RECURSIVE gone (id, employment_id, closed_by) AS (
			SELECT p.id, p.employment_id, p.closed_by
			FROM employment_period p
			WHERE p.opened_by = $1
			UNION
			SELECT n.id, n.employment_id, n.closed_by
			FROM gone g
			JOIN employment_period n ON n.employment_id = g.employment_id AND n.opened_by = g.closed_by
			WHERE g.closed_by <> ''
		)
		DELETE FROM employment_period
		WHERE id IN (SELECT id FROM gone)`

const reopenPeriods = `
		UPDATE employment_period
		SET valid_until = '9999-12-31', closed_by = ''
		WHERE closed_by = $1`

const removeServes = `
		DELETE FROM serves
		WHERE employment_id IN (SELECT k.id FROM staff_import i JOIN employment k ON k.employer_id = i.employer_id AND k.made_by = i.id WHERE i.id = $1)`

const removeEmployments = `
		DELETE FROM employment
		WHERE employer_id = (SELECT i.employer_id FROM staff_import i WHERE i.id = $1) AND made_by = $1`

const removeNewCards = `
		DELETE FROM employee
		WHERE employer_id = (SELECT i.employer_id FROM staff_import i WHERE i.id = $1)
		      AND (person_id IN (SELECT p.id FROM person p WHERE p.made_by = $1)
		           OR person_id IN (SELECT b.person_id FROM employee_before b WHERE b.import_id = $1 AND NOT b.existed))`

const restoreCards = `
		INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code)
		SELECT b.employer_id, b.person_id, b.first_name, b.last_name, b.sort_name, b.email, b.mobile, b.protected, b.contact_code
		FROM employee_before b
		WHERE b.import_id = $1 AND b.existed
		ON CONFLICT (employer_id, person_id) DO UPDATE
		SET first_name = excluded.first_name, last_name = excluded.last_name, sort_name = excluded.sort_name,
		    email = excluded.email, mobile = excluded.mobile`

const restoreHashes = `
		UPDATE person
		SET identity_hash = b.identity_hash
		FROM employee_before b
		WHERE b.import_id = $1 AND b.set_hash AND person.id = b.person_id`

const removePersons = `
		DELETE FROM person AS p
		WHERE p.made_by = $1
		      AND NOT EXISTS (SELECT 1 FROM employment x WHERE x.person_id = p.id)
		      AND NOT EXISTS (SELECT 1 FROM employee x WHERE x.person_id = p.id)
		      AND` + untraced

const removeBefore = `
		DELETE FROM employee_before
		WHERE import_id = $1`

// selectFreeNodes finds the import's nodes that nothing stands on.
const selectFreeNodes = `
		SELECT n.id
		FROM node n
		WHERE n.made_by = $1
		      AND NOT EXISTS (SELECT 1 FROM node_place x WHERE x.parent_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM preset_load x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM preset_made x WHERE x.place_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM employment_period x WHERE x.unit_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM node_place t JOIN employment_period x ON x.unit_id = t.parent_id AND x.team_id = n.id WHERE t.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM serves x WHERE x.unit_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM role_grant x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM layer x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM assignment x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM layer_draft x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM layer_stand x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM layer_answer x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM course_local x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM title_rule x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM title_change x WHERE x.employer_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM course x WHERE x.owner_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM journey x WHERE x.owner_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM tree_change x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM node_alias x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM function_holder x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM healthcare x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM home_care x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM specialist_group x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM framework x WHERE x.owner_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM profile_layer x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM role_description x WHERE x.owner_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM career_path x WHERE x.owner_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM development_plan x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM development_duty x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM development_sheet x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM gap_hire x WHERE x.unit_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM gap_age x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM staffing_limit x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM work_group x WHERE x.unit_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM staffing_record x WHERE x.unit_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM interest x WHERE x.unit_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM stated_need x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM booking x WHERE x.unit_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM skill_request x WHERE x.unit_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM unit_programme x WHERE x.unit_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM scheme x WHERE x.owner_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM network_member x WHERE x.unit_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM introduction x WHERE x.unit_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM supervision x WHERE x.unit_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM workplace_item x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM introduction_use x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM material x WHERE x.owner_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM toolbox x WHERE x.owner_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM example x WHERE x.unit_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM example_try x WHERE x.unit_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM appointment_place x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM appointment_span x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM circle x WHERE x.unit_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM circle_member x WHERE x.unit_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM guide x WHERE x.owner_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM uptake_rule x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM team_task x WHERE x.node_id = n.id)
		      AND NOT EXISTS (SELECT 1 FROM use_note x WHERE x.unit_id = n.id)
		ORDER BY n.id`
