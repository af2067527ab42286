package record

import (
	"context"
	"strings"

	"yrkesresan/internal/platform/db"
)

// StampAmong is a text that is another one whenever the records of some people, or what they share,
// have changed. Facts are only ever appended, so how many there are tells.
func (r *Record) StampAmong(ctx context.Context, personIDs []string) (string, error) {
	if len(personIDs) == 0 {
		return "", nil
	}
	parts, err := db.All(ctx, r.DB, db.Text, `
		SELECT CAST(COUNT(*) AS TEXT) || COALESCE(CAST(MAX(at) AS TEXT), '')
		FROM fact
		WHERE person_id IN (`+db.Marks(1, len(personIDs))+`)
		UNION ALL
		SELECT COALESCE(string_agg(id, ';'), '')
		FROM record_share
		WHERE person_id IN (`+db.Marks(1, len(personIDs))+`) AND withdrawn_at IS NULL`,
		db.Args(personIDs)...)
	return strings.Join(parts, "\n"), err
}
