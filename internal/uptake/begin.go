package uptake

import (
	"context"
	"errors"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// begin begins a task, or changes date and note of the same one. A new round of a repeat ends the one before it (R064).
func (u *Uptake) begin(ctx context.Context, tx *db.Tx, a may.Actor, t Task, once string) (Task, error) {
	n, err := org.Find(ctx, tx, t.NodeID, u.Today())
	if errors.Is(err, org.ErrNoNode) || err == nil && org.Kind(n.Kind) != org.Unit && org.Kind(n.Kind) != org.Team {
		return t, ErrPlace
	}
	if err != nil {
		return t, err
	}
	if t.UnitID = n.ID; org.Kind(n.Kind) == org.Team {
		t.UnitID = n.Parent
	}
	employer, err := org.EmployerOf(ctx, tx, n.Path, u.Today())
	if err != nil {
		return t, err
	}
	t.Node, t.EmployerID = n.Name, employer.ID
	if err := u.checkTask(ctx, tx, &t); err != nil {
		return t, err
	}
	if _, err := tx.Exec(ctx, `UPDATE node SET id = id WHERE id = $1`, n.ID); err != nil { // one at a time
		return t, err
	}
	was, same, err := u.round(ctx, tx, t, once)
	if err != nil {
		return t, err
	}
	if same {
		t.ID, t.MadeBy, t.MadeAt, t.MadeOn, t.EndedOn = was.ID, was.MadeBy, was.MadeAt, was.MadeOn, was.EndedOn
		_, err := tx.Exec(ctx, `UPDATE team_task SET due = $2, note = $3, reason = $4 WHERE id = $1`, t.ID, t.Due, t.Note, t.Reason)
		return t, err
	}
	if was.ID != "" { // the round before is over: everybody begins again
		if _, err := tx.Exec(ctx, `UPDATE team_task SET ended_on = $2, ended_by = $3 WHERE id = $1`, was.ID, u.Today(), a.PersonID); err != nil {
			return t, err
		}
	}
	t.ID, t.MadeBy, t.MadeAt, t.MadeOn, t.EndedOn = u.NewID(), a.PersonID, u.Now(), u.Today(), db.NoEnd
	key := t.ID
	if once != "" {
		key = onceKey(once, t)
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO team_task (id, node_id, unit_id, employer_id, course_id, kind, whole, due, note, reason, once_key, made_by, made_at, made_on, ended_on, ended_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, '')`,
		t.ID, t.NodeID, t.UnitID, t.EmployerID, t.CourseID, string(t.Kind), t.Whole, t.Due, t.Note, t.Reason, key, t.MadeBy, t.MadeAt, t.MadeOn, t.EndedOn)
	return t, err
}

// round finds what a task is to be weighed against: the one that another room asked for by the same key, also when it has
// ended, else what lasts there for everybody. same tells that they are one: the key is the same, or it is assigned to who has
// it already, or a leader asks for the repeat twice in a day.
func (u *Uptake) round(ctx context.Context, tx *db.Tx, t Task, once string) (was Task, same bool, err error) {
	if once != "" {
		was, err = one(ctx, tx, scanTask, nil, `SELECT `+taskColumns+` FROM team_task t WHERE t.once_key = $1`, onceKey(once, t))
		if err != nil || was.ID != "" {
			return was, err == nil, err
		}
	}
	if !t.Whole {
		return was, false, nil // of named people there may be many
	}
	was, err = one(ctx, tx, scanTask, nil, `
		SELECT `+taskColumns+`
		FROM team_task t
		WHERE t.node_id = $1 AND t.course_id = $2 AND t.kind = $3 AND t.whole AND t.ended_on = $4
		ORDER BY t.made_at DESC, t.id
		LIMIT 1`,
		t.NodeID, t.CourseID, string(t.Kind), db.NoEnd)
	if err != nil || was.ID == "" {
		return was, false, err
	}
	return was, t.Kind == Assign || once == "" && was.MadeOn == u.Today(), nil
}

func onceKey(once string, t Task) string { return once + ":" + t.NodeID + ":" + t.CourseID }

func (u *Uptake) checkTask(ctx context.Context, tx *db.Tx, t *Task) (err error) {
	if t.Title, _, err = u.known(ctx, tx, t.CourseID); err != nil {
		return err
	}
	if t.Due != "" && (!isDay(t.Due) || t.Due < u.Today()) {
		return ErrDue
	}
	return u.text(&t.Note, "meddelande", mostNote)
}
