package access

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// managing is a grant as manager that holds now.
type managing struct{ id, personID, nodeID, madeBy string }

// SetManagers makes the managers that a staff file names, and ends what earlier files made and
// this one no longer says. What people have granted is never touched. It implements
// staff.Managers.
func (a *Access) SetManagers(ctx context.Context, tx *db.Tx, c staff.ManagerChange) (accounts []string, err error) {
	held, err := a.managersUnder(ctx, tx, c.Path)
	if err != nil {
		return nil, err
	}
	has, named := map[staff.Managing]bool{}, map[staff.Managing]bool{}
	for _, m := range c.Named {
		named[m] = true
	}
	for _, h := range held {
		m := staff.Managing{PersonID: h.personID, UnitID: h.nodeID}
		if named[m] || c.Keep[h.nodeID] || !c.Imports[h.madeBy] {
			has[m] = true
			continue
		}
		_, err := tx.Exec(ctx, `
			UPDATE role_grant
			SET valid_until = $2, ended_by = $3
			WHERE id = $1`,
			h.id, c.Day, c.ImportID)
		if err != nil {
			return nil, err
		}
	}
	if err := a.addManagers(ctx, tx, c, has); err != nil {
		return nil, err
	}
	return a.openAccounts(ctx, tx, c.ImportID)
}

func (a *Access) managersUnder(ctx context.Context, tx *db.Tx, path string) ([]managing, error) {
	return db.All(ctx, tx, func(s db.Scanner) (m managing, err error) {
		err = s.Scan(&m.id, &m.personID, &m.nodeID, &m.madeBy)
		return m, err
	}, `
		SELECT g.id, g.person_id, g.node_id, g.made_by
		FROM node_place p
		JOIN role_grant g ON g.node_id = p.node_id AND g.role = 'manager' AND g.valid_until = '9999-12-31'
		WHERE p.path >= $1 AND p.path < $2 AND p.valid_until = '9999-12-31'
		ORDER BY g.id`,
		path+"/", path+"0")
}

func (a *Access) addManagers(ctx context.Context, tx *db.Tx, c staff.ManagerChange, has map[staff.Managing]bool) error {
	columns := []string{"id", "person_id", "role", "node_id", "valid_from", "valid_until", "made_by", "ended_by"}
	_, err := tx.Load(ctx, "role_grant", columns, func(yield func([]any) bool) {
		for _, m := range c.Named {
			if has[m] {
				continue
			}
			has[m] = true
			if !yield([]any{a.NewID(), m.PersonID, string(may.Manager), m.UnitID, c.Day, db.NoEnd, c.ImportID, ""}) {
				return
			}
		}
	})
	return err
}

// openAccounts gives every manager an import made an account, and tells who had none.
func (a *Access) openAccounts(ctx context.Context, tx *db.Tx, importID string) ([]string, error) {
	without, err := db.All(ctx, tx, db.Text, `
		SELECT DISTINCT g.person_id
		FROM role_grant g
		LEFT JOIN account a ON a.person_id = g.person_id
		WHERE g.made_by = $1 AND a.person_id IS NULL`,
		importID)
	if err != nil || len(without) == 0 {
		return nil, err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO account (person_id, secret_kind, secret_hash, text_size, theme, easy, low_data, asked_done)
		SELECT DISTINCT g.person_id, '', '', '', '', FALSE, FALSE, FALSE
		FROM role_grant g
		WHERE g.made_by = $1
		ON CONFLICT (person_id) DO NOTHING`,
		importID)
	return without, err
}

// UndoManagers takes back what SetManagers did for an import; accounts are those it made. An
// account that has been used stays. It implements staff.Managers.
func (a *Access) UndoManagers(ctx context.Context, tx *db.Tx, importID string, accounts []string) error {
	_, err := tx.Exec(ctx, `
		UPDATE role_grant
		SET valid_until = '9999-12-31', ended_by = ''
		WHERE ended_by = $1`,
		importID)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM role_grant WHERE made_by = $1`, importID); err != nil {
		return err
	}
	for _, id := range accounts {
		_, err := tx.Exec(ctx, `
			DELETE FROM account
			WHERE person_id = $1 AND secret_kind = '' AND login IS NULL AND last_signin IS NULL
			      AND NOT EXISTS (SELECT 1 FROM signin_code c WHERE c.person_id = $1)
			      AND NOT EXISTS (SELECT 1 FROM role_grant g WHERE g.person_id = $1)`,
			id)
		if err != nil {
			return err
		}
	}
	return nil
}
