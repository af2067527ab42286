package staff

import (
	"context"
	"errors"
	"slices"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

// commit makes a waiting import true, in one transaction. ErrStale: the employer's staff has
// changed since the file was compared, and the file must be compared anew. Committing twice is
// done once.
func (im *Imports) commit(ctx context.Context, id string) (ImportLog, error) {
	var l ImportLog
	err := im.Staff.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		if l, err = holdImport(ctx, tx, id); err != nil || l.State == "committed" {
			return err
		}
		if err := im.fresh(ctx, tx, l); err != nil {
			return err
		}
		l.AsOf = im.Staff.Today() // the day of import, also when the preview waited over midnight
		if err := im.makeTrue(ctx, tx, &l); err != nil {
			return err
		}
		return im.Tasks.End(ctx, tx, id, "done", "")
	})
	if errors.Is(err, db.ErrTaken) { // somebody has made the same person or employment meanwhile
		err = &fault.Fault{Kind: ErrStale.Kind, Key: ErrStale.Key, Cause: err}
	}
	if err != nil {
		if errors.Is(err, ErrStale) {
			err = errors.Join(err, im.refuse(ctx, id))
		}
		return l, err
	}
	return l, im.forget(ctx, id)
}

// holdImport takes the employer's row, so that its imports and undoings come one at a time, and
// reads the import under it.
func holdImport(ctx context.Context, tx *db.Tx, id string) (ImportLog, error) {
	l, err := findImport(ctx, tx, id)
	if err != nil {
		return l, err
	}
	if _, err := tx.Exec(ctx, `UPDATE node SET id = id WHERE id = $1`, l.EmployerID); err != nil {
		return l, err
	}
	return findImport(ctx, tx, id)
}

// fresh says whether the plan still fits what is known.
func (im *Imports) fresh(ctx context.Context, tx *db.Tx, l ImportLog) error {
	employer, err := org.Find(ctx, tx, l.EmployerID, im.Staff.Today())
	if err != nil {
		return err
	}
	nodes, err := org.Under(ctx, tx, employer.Path, im.Staff.Today())
	if err != nil {
		return err
	}
	mark, err := markOf(ctx, tx, l.EmployerID, nodes)
	if err != nil {
		return err
	}
	rows, err := db.One(ctx, tx, db.Number, `SELECT COUNT(*) FROM staff_import_row WHERE import_id = $1`, l.ID)
	if err != nil {
		return err
	}
	if (l.State != "staged" && l.State != "staging") || mark != l.more.Mark || int(rows) != l.more.Rows {
		return ErrStale
	}
	return nil
}

func (im *Imports) makeTrue(ctx context.Context, tx *db.Tx, l *ImportLog) error {
	employer, err := org.Find(ctx, tx, l.EmployerID, l.AsOf)
	if err != nil {
		return err
	}
	if err := im.Tree.AddAll(ctx, tx, l.more.Nodes, l.AsOf, l.ID); err != nil {
		return err
	}
	for _, m := range l.more.Moves {
		moved, err := im.Tree.MoveNoted(ctx, tx, m.NodeID, m.ParentID, l.AsOf)
		if err != nil {
			return err
		}
		l.more.Moved = append(l.more.Moved, moved...)
	}
	for _, c := range l.more.Recoded {
		if err := org.Recode(ctx, tx, c.NodeID, c.Was, c.Code); err != nil {
			return err
		}
	}
	if err := switchStaff(ctx, tx, l.ID, l.EmployerID, l.AsOf); err != nil {
		return err
	}
	if l.more.Managers.Told {
		if err := im.setManagers(ctx, tx, l, employer.Path); err != nil {
			return err
		}
	}
	if err := im.tell(ctx, tx, l.EmployerID); err != nil {
		return err
	}
	return im.close(ctx, tx, l, "committed")
}

// tell says that an employer's staff has changed.
func (im *Imports) tell(ctx context.Context, tx *db.Tx, employerID string) error {
	if im.Changed == nil {
		return nil
	}
	return im.Changed(ctx, tx, employerID)
}

func (im *Imports) setManagers(ctx context.Context, tx *db.Tx, l *ImportLog, path string) error {
	c := ManagerChange{ImportID: l.ID, Path: path, Day: l.AsOf, Named: l.more.Managers.Named, Keep: map[string]bool{}, Imports: map[string]bool{}}
	for _, unit := range l.more.Managers.Keep {
		c.Keep[unit] = true
	}
	ids, err := db.All(ctx, tx, db.Text, `SELECT id FROM staff_import WHERE employer_id = $1`, l.EmployerID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		c.Imports[id] = true
	}
	l.more.Accounts, err = im.Managers.SetManagers(ctx, tx, c)
	return err
}

// close writes how an import ended, and what its undoing needs.
func (im *Imports) close(ctx context.Context, tx *db.Tx, l *ImportLog, state string) error {
	l.State, l.Result.Committed, l.Result.Stopped = state, true, false
	l.Result.Errors = slices.DeleteFunc(l.Result.Errors, func(n Note) bool { return n.Row == 0 }) // a stop that was allowed
	for i, n := range l.more.Nodes {
		if i < len(l.Result.CreatedNodes) {
			l.Result.CreatedNodes[i].ID, l.Result.CreatedNodes[i].Parent = n.ID, n.Parent
		}
	}
	l.more.Nodes, l.more.Moves, l.more.Managers = nil, nil, managerPlan{}
	result, err := importRecord{ImportResult: l.Result, More: l.more}.encode()
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		UPDATE staff_import
		SET state = $2, result = $3, as_of = $4, committed_at = $5
		WHERE id = $1`,
		l.ID, state, result, l.AsOf, im.Staff.Now())
	return err
}

// refuse ends an import that cannot be committed any more.
func (im *Imports) refuse(ctx context.Context, id string) error {
	_, err := im.Staff.DB.Exec(ctx, `
		UPDATE staff_import
		SET state = 'refused'
		WHERE id = $1 AND state IN ('staging', 'staged')`,
		id)
	if err != nil {
		return err
	}
	return im.forget(ctx, id)
}
