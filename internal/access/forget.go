package access

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// What a person has been given and what was done with it, on places that are employer $2's own.
const (
	grantsAt = `
		      AND EXISTS (
			SELECT 1
			FROM node_place n
			WHERE n.node_id = role_grant.node_id AND ` + ownPlace + `)`
	logAt = `
		      AND EXISTS (
			SELECT 1
			FROM node_place n
			WHERE n.node_id = role_log.node_id AND ` + ownPlace + `)`
)

// ownPlace tells that a place n is employer $2's own: at it or under it, and not at another
// employer's that stands there (rule 3).
const ownPlace = `EXISTS (
			SELECT 1
			FROM node_place e
			WHERE e.node_id = $2 AND (n.path = e.path OR (n.path >= e.path || '/' AND n.path < e.path || '0')) AND NOT EXISTS (
				SELECT 1
				FROM node_place o
				JOIN node k ON k.id = o.node_id AND k.kind = 'employer'
				WHERE o.path >= e.path || '/' AND o.path < e.path || '0' AND (n.path = o.path OR (n.path >= o.path || '/' AND n.path < o.path || '0'))))`

// HeldElsewhere tells whether a person has, on a day or later, a role that is not on a place of this
// employer: an RSS or another employer still needs the account.
func (a *Access) HeldElsewhere(ctx context.Context, tx *db.Tx, personID, employerID, on string) (bool, error) {
	n, err := db.One(ctx, tx, db.Number, `
		SELECT COUNT(*) - COALESCE(SUM(CASE WHEN person_id = $1`+grantsAt+` THEN 1 ELSE 0 END), 0)
		FROM role_grant
		WHERE person_id = $1 AND valid_until > $3`,
		personID, employerID, on)
	return n > 0, err
}

// Forget removes a person's roles on an employer's places; with last also all other roles, the
// account, its codes and its sessions. Roles and codes that the person gave others stay, without
// saying who.
func (a *Access) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	if !last {
		for _, q := range []string{
			`DELETE FROM role_grant WHERE person_id = $1` + grantsAt,
			`DELETE FROM role_log WHERE person_id = $1` + logAt,
		} {
			if err := gone.Destroy(ctx, tx, q, personID, employerID); err != nil {
				return nil, err
			}
		}
		return gone, nil
	}
	for _, q := range []string{
		`DELETE FROM role_grant WHERE person_id = $1`,
		`DELETE FROM role_log WHERE person_id = $1`,
		`DELETE FROM signin_code WHERE person_id = $1`,
		`DELETE FROM session WHERE person_id = $1`,
		`DELETE FROM passkey WHERE person_id = $1`,
		`DELETE FROM account WHERE person_id = $1`,
		// Failures are counted by person, device and address for a day at most.
		`DELETE FROM throttle WHERE name LIKE '%:' || $1 OR name LIKE '%:' || $1 || ':%'`,
	} {
		if err := gone.Destroy(ctx, tx, q, personID); err != nil {
			return nil, err
		}
	}
	for _, q := range []string{
		`UPDATE role_grant SET made_by = $2 WHERE made_by = $1`,
		`UPDATE role_grant SET ended_by = $2 WHERE ended_by = $1`,
		`UPDATE role_log SET by_id = $2 WHERE by_id = $1`,
		`UPDATE signin_code SET made_by = $2 WHERE made_by = $1`,
		`UPDATE api_key SET made_by = $2 WHERE made_by = $1`,
		`UPDATE api_key SET ended_by = $2 WHERE ended_by = $1`,
	} {
		if _, err := tx.Exec(ctx, q, personID, may.Erased); err != nil {
			return nil, err
		}
	}
	return gone, nil
}
