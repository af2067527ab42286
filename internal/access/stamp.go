package access

import (
	"context"
	"strings"

	"yrkesresan/internal/platform/db"
)

// StampAmong is a text that is another one whenever the roles of some people, or whether they have
// signed in, have changed.
func (a *Access) StampAmong(ctx context.Context, personIDs []string, on string) (string, error) {
	if len(personIDs) == 0 {
		return "", nil
	}
	parts, err := db.All(ctx, a.DB, db.Text, `
		SELECT COALESCE(string_agg(id || valid_from || valid_until, ';'), '')
		FROM role_grant
		WHERE person_id IN (`+db.Marks(2, len(personIDs))+`) AND valid_from <= $1 AND valid_until > $1
		UNION ALL
		SELECT COALESCE(string_agg(person_id, ';'), '')
		FROM account
		WHERE person_id IN (`+db.Marks(2, len(personIDs))+`) AND (last_signin IS NOT NULL OR secret_kind <> '')`,
		db.Args(personIDs, on)...)
	return strings.Join(parts, "\n"), err
}
