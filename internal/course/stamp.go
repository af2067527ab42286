package course

import (
	"context"
	"strings"

	"yrkesresan/internal/platform/db"
)

// StampAmong is a text that is another one whenever what some people have begun, or the reports of
// theirs that wait, have changed.
func (s *Studies) StampAmong(ctx context.Context, personIDs []string) (string, error) {
	if len(personIDs) == 0 {
		return "", nil
	}
	parts, err := db.All(ctx, s.DB, db.Text, `
		SELECT COALESCE(string_agg(id, ';'), '')
		FROM study
		WHERE person_id IN (`+db.Marks(1, len(personIDs))+`) AND finished_at IS NULL
		UNION ALL
		SELECT COALESCE(string_agg(id, ';'), '')
		FROM external_report
		WHERE person_id IN (`+db.Marks(1, len(personIDs))+`) AND decision = ''`,
		db.Args(personIDs)...)
	return strings.Join(parts, "\n"), err
}
