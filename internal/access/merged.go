package access

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Merged implements org.Follower: roles at a place that goes on as another end with it. Where whoever
// decided the merge has said so, the same people hold them at the other from the day. A role that is held through an
// appointment follows that.
func (a *Access) Merged(ctx context.Context, tx *db.Tx, m org.Merged) error {
	type held struct{ person, role, subject, from, until string }
	grants, err := db.All(ctx, tx, func(s db.Scanner) (h held, err error) {
		err = s.Scan(&h.person, &h.role, &h.subject, &h.from, &h.until)
		return h, err
	}, `
		SELECT person_id, role, subject, valid_from, valid_until
		FROM role_grant g
		WHERE node_id = $1 AND valid_until > $2 AND role NOT IN (`+db.Marks(4, len(appointed()))+`)
		      AND NOT EXISTS (
			SELECT 1
			FROM role_grant o
			WHERE o.person_id = g.person_id AND o.role = g.role AND o.subject = g.subject AND o.node_id = $3 AND o.valid_until >= g.valid_until)
		ORDER BY id`,
		db.Args(appointed(), m.From.ID, m.On, m.Into.ID)...)
	if err != nil {
		return err
	}
	by := "change:" + m.ChangeID
	for _, h := range grants {
		if !m.Roles {
			break
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO role_grant (id, person_id, role, subject, node_id, valid_from, valid_until, made_by, ended_by)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '')`,
			a.NewID(), h.person, h.role, h.subject, m.Into.ID, max(h.from, m.On), h.until, by)
		if err != nil {
			return err
		}
	}
	people, err := db.All(ctx, tx, db.Text, `
		UPDATE role_grant
		SET valid_until = CASE WHEN valid_from > $2 THEN valid_from ELSE $2 END, ended_by = $3
		WHERE node_id = $1 AND valid_until > $2 AND role NOT IN (`+db.Marks(4, len(appointed()))+`)
		RETURNING person_id`,
		db.Args(appointed(), m.From.ID, m.On, by)...)
	if err != nil {
		return err
	}
	for _, id := range people {
		if err := a.told(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}

// appointed are the roles that are held through an appointment.
func appointed() (out []may.Role) {
	for _, r := range may.Roles() {
		if may.TermsOf(r).Appointed {
			out = append(out, r)
		}
	}
	return out
}

// Standing implements org.Follower: roles end with their place, so none stands in the way.
func (a *Access) Standing(context.Context, db.Q, string, string) (int64, error) { return 0, nil }

// RolesAt counts the people who hold a role at a place itself on a day.
func (a *Access) RolesAt(ctx context.Context, nodeID, on string) (int64, error) {
	return db.One(ctx, a.DB, db.Number, `
		SELECT COUNT(DISTINCT person_id)
		FROM role_grant
		WHERE node_id = $1 AND valid_from <= $2 AND valid_until > $2`,
		nodeID, on)
}
