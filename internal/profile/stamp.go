package profile

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// StampAt is a text that is another one whenever what is asked for at a place on a day has changed: which versions
// of the layers on the way to it hold, and what the places are called. What a version says never changes.
func (ps *Profiles) StampAt(ctx context.Context, path, on string) (string, error) {
	nodes := nodesOf(path)
	return db.One(ctx, ps.DB, db.Text, `
		SELECT COALESCE(string_agg(l.id || l.valid_from || l.valid_until || p.name, ';'), '')
		FROM profile_layer l
		JOIN node_place p ON p.node_id = l.node_id AND p.valid_from <= $1 AND p.valid_until > $1
		WHERE l.node_id IN (`+db.Marks(2, len(nodes))+`) AND l.valid_until > $1 AND l.valid_from < l.valid_until`,
		db.Args(nodes, on)...)
}
