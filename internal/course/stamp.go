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
	list, args := numbered(personIDs)
	parts, err := db.All(ctx, s.DB, db.Text, `
		SELECT COALESCE(string_agg(id, ';'), '')
		FROM study
		WHERE person_id IN (`+list+`) AND finished_at IS NULL
		UNION ALL
		SELECT COALESCE(string_agg(id, ';'), '')
		FROM external_report
		WHERE person_id IN (`+list+`) AND decision = ''`,
		args...)
	return strings.Join(parts, "\n"), err
}
