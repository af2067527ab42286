package access

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Copy gives out a person's roles at an employer and when the person last signed in; to the person
// ("") also the account and where it is signed in now. Hashes of secrets and tokens stay here.
func (a *Access) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	own := []any{personID}
	if employerID != "" {
		return db.ReadSheets(ctx, q,
			db.Statement{Name: "signin", Args: own, Text: `
			SELECT last_signin
			FROM account
			WHERE person_id = $1 AND last_signin IS NOT NULL`},
			db.Statement{Name: "role_grant", Args: []any{personID, employerID}, Text: `
			SELECT role, (SELECT x.name FROM node_place x WHERE x.node_id = role_grant.node_id ORDER BY x.valid_until DESC LIMIT 1) AS place, subject, valid_from, valid_until
			FROM role_grant
			WHERE person_id = $1` + grantsAt + `
			ORDER BY valid_from, id`})
	}
	return db.ReadSheets(ctx, q,
		db.Statement{Name: "account", Args: own, Text: `
			SELECT login, secret_kind, text_size, theme, easy, low_data, last_signin
			FROM account
			WHERE person_id = $1`},
		db.Statement{Name: "session", Args: own, Text: `
			SELECT made_at, expires_at
			FROM session
			WHERE person_id = $1
			ORDER BY made_at`},
		db.Statement{Name: "signin_code", Args: own, Text: `
			SELECT purpose, made_at, expires_at, used_at
			FROM signin_code
			WHERE person_id = $1
			ORDER BY made_at`},
		db.Statement{Name: "passkey", Args: own, Text: `
			SELECT name, made_at, used_at
			FROM passkey
			WHERE person_id = $1
			ORDER BY made_at`},
		db.Statement{Name: "role_log", Args: own, Text: `
			SELECT at, what, role, subject, valid_from, valid_until, note
			FROM role_log
			WHERE person_id = $1
			ORDER BY at, id`},
		db.Statement{Name: "role_grant", Args: own, Text: `
			SELECT role, (SELECT x.name FROM node_place x WHERE x.node_id = role_grant.node_id ORDER BY x.valid_until DESC LIMIT 1) AS place, subject, valid_from, valid_until
			FROM role_grant
			WHERE person_id = $1
			ORDER BY valid_from, id`})
}
