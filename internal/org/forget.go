package org

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Forget takes a person out of what this room keeps: what one employer keeps, and with last what all
// do. A function that the person held is taken away; what the person made or decided stays without
// saying who. It gives counts by table.
func (t *Tree) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	held, err := tx.Exec(ctx, `DELETE FROM function_holder WHERE person_id = $1 AND (employer_id = $2 OR $3)`, personID, employerID, last)
	if err != nil {
		return nil, err
	}
	for _, q := range []string{
		`UPDATE function_holder SET made_by = $4 WHERE made_by = $1 AND (employer_id = $2 OR $3)`,
		`UPDATE function_holder SET ended_by = $4 WHERE ended_by = $1 AND (employer_id = $2 OR $3)`,
		`UPDATE tree_change SET made_by = $4 WHERE made_by = $1 AND (employer_id = $2 OR $3)`,
		`UPDATE tree_change SET ended_by = $4 WHERE ended_by = $1 AND (employer_id = $2 OR $3)`,
		`UPDATE healthcare SET made_by = $4 WHERE made_by = $1 AND (employer_id = $2 OR $3)`,
		`UPDATE home_care SET made_by = $4 WHERE made_by = $1 AND (employer_id = $2 OR $3)`,
		`UPDATE function_switch SET made_by = $4 WHERE made_by = $1 AND (employer_id = $2 OR $3)`,
		`UPDATE contact SET made_by = $4 WHERE made_by = $1 AND (employer_id = $2 OR $3)`,
		`UPDATE title_change SET made_by = $4 WHERE made_by = $1 AND (employer_id = $2 OR $3)`,
		`UPDATE contact SET ended_by = $4 WHERE ended_by = $1 AND (employer_id = $2 OR $3)`,
	} {
		if _, err := tx.Exec(ctx, q, personID, employerID, last, may.Erased); err != nil {
			return nil, err
		}
	}
	for _, q := range []string{
		`UPDATE node SET made_by = $3 WHERE made_by = $1 AND $2`,
		`UPDATE synonym SET made_by = $3 WHERE made_by = $1 AND $2`,
		`UPDATE reference_change SET made_by = $3 WHERE made_by = $1 AND $2`,
	} {
		if _, err := tx.Exec(ctx, q, personID, last, may.Erased); err != nil {
			return nil, err
		}
	}
	if held == 0 {
		return nil, nil
	}
	return map[string]int64{"function_holder": held}, nil
}

// ForgetNamed removes what an employer has written by hand of somebody who has a name, address or
// number among words: a contact, the holder of a function who works elsewhere. It tells how many rows.
func ForgetNamed(ctx context.Context, tx *db.Tx, employerID string, words []string) (map[string]int64, error) {
	gone := map[string]int64{}
	for _, w := range words {
		if w == "" {
			continue
		}
		contacts, err := tx.Exec(ctx, `DELETE FROM contact WHERE employer_id = $1 AND (name = $2 OR email = $2 OR phone = $2)`, employerID, w)
		if err != nil {
			return nil, err
		}
		holders, err := tx.Exec(ctx, `DELETE FROM function_holder WHERE employer_id = $1 AND (name = $2 OR contact = $2)`, employerID, w)
		if err != nil {
			return nil, err
		}
		gone["contact"], gone["function_holder"] = gone["contact"]+contacts, gone["function_holder"]+holders
	}
	return gone, nil
}
