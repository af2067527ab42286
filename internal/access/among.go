package access

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// GrantsAmong gives the roles that some people hold on a day, by person: Grants for many.
func GrantsAmong(ctx context.Context, q db.Q, personIDs []string, on string) (map[string][]may.Grant, error) {
	type held struct {
		may.Grant
		person string
	}
	out := map[string][]may.Grant{}
	if len(personIDs) == 0 {
		return out, nil
	}
	err := db.Each(ctx, q, func(s db.Scanner) (h held, err error) {
		err = s.Scan(&h.person, &h.Role, &h.NodeID, &h.Path, &h.Subject)
		return h, err
	}, func(h held) error { out[h.person] = append(out[h.person], h.Grant); return nil }, `
		SELECT g.person_id, g.role, g.node_id, p.path, g.subject
		FROM role_grant g
		JOIN node_place p ON p.node_id = g.node_id AND p.valid_from <= $1 AND p.valid_until > $1
		WHERE g.person_id IN (`+db.Marks(2, len(personIDs))+`) AND g.valid_from <= $1 AND g.valid_until > $1
		ORDER BY p.path, g.role`,
		db.Args(personIDs, on)...)
	return out, err
}

// SignedInAmong tells which of some people have ever signed in.
func (a *Access) SignedInAmong(ctx context.Context, personIDs []string) (map[string]bool, error) {
	out := map[string]bool{}
	if len(personIDs) == 0 {
		return out, nil
	}
	err := db.Each(ctx, a.DB, db.Text, func(id string) error { out[id] = true; return nil }, `
		SELECT person_id
		FROM account
		WHERE person_id IN (`+db.Marks(1, len(personIDs))+`) AND (last_signin IS NOT NULL OR secret_kind <> '')`,
		db.Args(personIDs)...)
	return out, err
}

// HeldSomewhere lists the nodes where somebody holds a role on a day, each once.
func HeldSomewhere(ctx context.Context, q db.Q, role may.Role, on string) ([]string, error) {
	return db.All(ctx, q, db.Text, `
		SELECT DISTINCT node_id
		FROM role_grant
		WHERE role = $1 AND valid_from <= $2 AND valid_until > $2`,
		role, on)
}
