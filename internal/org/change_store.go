package org

import (
	"context"
	"encoding/json"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

const selectChange = `
		SELECT id, employer_id, kind, node_id, body, from_date, state, why, made_by, made_at, ended_by
		FROM tree_change`

func scanChange(s db.Scanner) (c Change, err error) {
	var text string
	err = s.Scan(&c.ID, &c.EmployerID, &c.Kind, &c.NodeID, &text, &c.From, &c.State, &c.Why, &c.MadeBy, &c.MadeAt, &c.EndedBy)
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal([]byte(text), &c.body)
}

func insertChange(ctx context.Context, tx *db.Tx, c Change) error {
	text, err := json.Marshal(c.body)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO tree_change (id, employer_id, kind, node_id, body, from_date, state, why, made_by, made_at, ended_by, done_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, $9, '', CASE $7 WHEN 'done' THEN $1 ELSE '' END)`,
		c.ID, c.EmployerID, string(c.Kind), c.NodeID, string(text), c.From, c.State, c.MadeBy, c.MadeAt)
	return err
}

// endChange notes what became of a planned change. Its done_id tells in ids, which follow the machine's
// clock, when it was done.
func (t *Tree) endChange(ctx context.Context, tx *db.Tx, id, state, why, by string) error {
	_, err := tx.Exec(ctx, `
		UPDATE tree_change
		SET state = $2, why = $3, ended_by = $4, done_id = $5
		WHERE id = $1 AND state = 'planned'`,
		id, state, why, by, t.NewID())
	return err
}

func (t *Tree) change(ctx context.Context, q db.Q, id string) (Change, error) {
	c, err := db.One(ctx, q, scanChange, selectChange+`
		WHERE id = $1`,
		id)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return c, ErrNoChange
	}
	return c, err
}

// planned are an employer's changes whose day has not come, in the order they will be done.
func planned(ctx context.Context, q db.Q, employerID string) ([]Change, error) {
	return db.All(ctx, q, scanChange, selectChange+`
		WHERE employer_id = $1 AND state = 'planned'
		ORDER BY from_date, id
		LIMIT 1000`,
		employerID)
}

// Planned lists an employer's changes to come and those that could not be done, the nearest first.
func (t *Tree) Planned(ctx context.Context, a may.Actor, employerID, today string) ([]Change, error) {
	if _, err := t.mayEdit(ctx, a, employerID, today); err != nil {
		return nil, err
	}
	return planned(ctx, t.DB, employerID)
}

// Failed lists the changes of an employer that could not be done on their day and that nothing
// has been decided about since, at most limit.
func (t *Tree) Failed(ctx context.Context, a may.Actor, employerID, today string, limit int) ([]Change, error) {
	if _, err := t.mayEdit(ctx, a, employerID, today); err != nil {
		return nil, err
	}
	return db.All(ctx, t.DB, scanChange, selectChange+`
		WHERE employer_id = $1 AND state = 'failed'
		ORDER BY from_date DESC, id DESC
		LIMIT $2`,
		employerID, limit)
}

// Dismiss notes that somebody has seen that a change could not be done.
func (t *Tree) Dismiss(ctx context.Context, a may.Actor, id, today string) error {
	c, err := t.change(ctx, t.DB, id)
	if err != nil {
		return err
	}
	if _, err := t.mayEdit(ctx, a, c.EmployerID, today); err != nil {
		return err
	}
	_, err = t.DB.Exec(ctx, `
		UPDATE tree_change
		SET state = 'withdrawn', ended_by = $2
		WHERE id = $1 AND state = 'failed'`,
		id, a.PersonID)
	return err
}

// Changes lists what has been decided about an employer's tree, the latest first; nodeID "" is all
// of it.
func (t *Tree) Changes(ctx context.Context, a may.Actor, employerID, nodeID, today string, limit, offset int) ([]Change, error) {
	if _, err := t.mayEdit(ctx, a, employerID, today); err != nil {
		return nil, err
	}
	return db.All(ctx, t.DB, scanChange, selectChange+`
		WHERE employer_id = $1 AND ($2 = '' OR node_id = $2)
		ORDER BY made_at DESC, id DESC
		LIMIT $3 OFFSET $4`,
		employerID, nodeID, limit, offset)
}

// ReshapedSince tells whether somebody has merged places of an employer since an import: then the
// import can no longer be undone.
func ReshapedSince(ctx context.Context, q db.Q, employerID, importID string) (bool, error) {
	n, err := db.One(ctx, q, db.Number, `
		SELECT COUNT(*)
		FROM tree_change
		WHERE employer_id = $1 AND kind IN ('merge', 'end') AND state = 'done' AND done_id > $2`,
		employerID, importID)
	return n > 0, err
}

// write makes a change true in the tree from its day on, and tells the rooms that have something
// standing there.
func (t *Tree) write(ctx context.Context, tx *db.Tx, employer Node, before, after Forest, c Change) error {
	if err := t.remember(ctx, tx, employer, before, after, c); err != nil {
		return err
	}
	for _, n := range differing(before, after) {
		was, old := before.Nodes[n.ID]
		switch {
		case !old:
			if _, err := t.Add(ctx, tx, n, c.From, "change:"+c.ID); err != nil {
				return err
			}
			continue
		case was.Code != n.Code:
			if err := Recode(ctx, tx, n.ID, was.Code, n.Code); err != nil {
				return err
			}
		}
		was.Code = n.Code
		if was != n {
			if err := t.replace(ctx, tx, n, c.From); err != nil {
				return err
			}
		}
	}
	if c.Kind != Merge && c.Kind != End {
		return t.told(ctx, tx, c.NodeID)
	}
	_, err := tx.Exec(ctx, `
		UPDATE node_place
		SET valid_until = $2
		WHERE node_id = $1 AND valid_until > $2`,
		c.NodeID, c.From)
	if err != nil {
		return err
	}
	if c.Kind == End {
		for _, f := range t.Followers {
			if e, closes := f.(Ender); closes {
				if err := e.Ended(ctx, tx, Ended{ChangeID: c.ID, EmployerID: employer.ID, Node: before.Nodes[c.NodeID], On: c.From, By: c.MadeBy}); err != nil {
					return err
				}
			}
		}
		// nobody works there; those who held a role there may work anywhere at the employer
		return t.told(ctx, tx, employer.ID)
	}
	m := Merged{ChangeID: c.ID, EmployerID: employer.ID, From: before.Nodes[c.NodeID], Into: after.Nodes[c.Into], On: c.From, By: c.MadeBy, Roles: c.Roles}
	for _, f := range t.Followers {
		if err := f.Merged(ctx, tx, m); err != nil {
			return err
		}
	}
	if err := t.followHomeCare(ctx, tx, m); err != nil {
		return err
	}
	if err := t.followFunctions(ctx, tx, m); err != nil {
		return err
	}
	return t.told(ctx, tx, c.Into)
}

func (t *Tree) told(ctx context.Context, tx *db.Tx, nodeID string) error {
	if t.Changed == nil {
		return nil
	}
	return t.Changed(ctx, tx, nodeID)
}

// Alias is what a place was called and where it stood before a change.
type Alias struct{ WasID, NodeID, ParentID, Kind, Name, Code string }

// remember keeps the words under which staff files know a place that a change touches (rule 5).
func (t *Tree) remember(ctx context.Context, tx *db.Tx, employer Node, before, after Forest, c Change) error {
	was, ok := before.Nodes[c.NodeID]
	if !ok || c.Kind == Add || c.Kind == End {
		return nil
	}
	now := c.NodeID
	if c.Kind == Merge {
		now = c.Into
	} else if n := after.Nodes[c.NodeID]; sameName(n.Name, was.Name) && sameName(n.Code, was.Code) && n.Parent == was.Parent {
		return nil // only the word for it is another
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO node_alias (id, employer_id, was_id, node_id, parent_id, kind, name, code)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		t.NewID(), employer.ID, was.ID, now, was.Parent, was.Kind, was.Name, was.Code)
	return err
}

// Aliases are the former words of an employer's places, the oldest first.
func Aliases(ctx context.Context, q db.Q, employerID string) ([]Alias, error) {
	return db.All(ctx, q, func(s db.Scanner) (a Alias, err error) {
		err = s.Scan(&a.WasID, &a.NodeID, &a.ParentID, &a.Kind, &a.Name, &a.Code)
		return a, err
	}, `
		SELECT was_id, node_id, parent_id, kind, name, code
		FROM node_alias
		WHERE employer_id = $1
		ORDER BY id`,
		employerID)
}
