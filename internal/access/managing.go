package access

import (
	"context"
	"strings"

	"yrkesresan/internal/platform/db"
)

// ManagersAt gives the managers and deputies of a place on a day, in the order of ids: those who hold the
// role there, else those of the nearest place above where somebody does; nobody above the path of the
// employer. It is for telling them something; callers show no names of it.
func ManagersAt(ctx context.Context, q db.Q, path, employerPath, on string) ([]string, error) {
	type held struct{ person, path string }
	above := strings.Split(path, "/")
	all, err := db.All(ctx, q, func(s db.Scanner) (h held, err error) { err = s.Scan(&h.person, &h.path); return h, err }, `
		SELECT DISTINCT g.person_id, p.path
		FROM role_grant g
		JOIN node_place p ON p.node_id = g.node_id AND p.valid_from <= $1 AND p.valid_until > $1
		WHERE g.role IN ('manager', 'deputy') AND g.valid_from <= $1 AND g.valid_until > $1 AND g.node_id IN (`+db.Marks(2, len(above))+`)
		ORDER BY g.person_id
		LIMIT 200`,
		db.Args(above, on)...)
	var out []string
	nearest := len(employerPath) - 1
	for _, h := range all {
		if len(h.path) > nearest {
			nearest, out = len(h.path), nil
		}
		if len(h.path) == nearest {
			out = append(out, h.person)
		}
	}
	return out, err
}
