package competence

import (
	"context"
	"fmt"
	"strings"

	"yrkesresan/internal/competence/title"
	"yrkesresan/internal/platform/db"
)

// StampAmong is a text that is another one whenever what Known tells of some people, at most 200, has changed:
// their records and what they share, merits, the employments that rights to titles rest on, and assessments. Two
// readings with the same stamp give the same answer. Assessments are only added and ended, so how many there are tells.
func (c *Competence) StampAmong(ctx context.Context, personIDs []string) (string, error) {
	if len(personIDs) == 0 {
		return "", nil
	}
	facts, err := c.Record.StampAmong(ctx, personIDs)
	if err != nil {
		return "", err
	}
	who := db.Marks(1, len(personIDs))
	parts, err := db.All(ctx, c.DB, db.Text, `
		SELECT COALESCE(string_agg(id || until_date || ended_how || CASE WHEN checked_at IS NULL THEN '0' ELSE '1' END || CASE WHEN ended_at IS NULL THEN '0' ELSE '1' END, ';'), '')
		FROM merit
		WHERE person_id IN (`+who+`)
		UNION ALL
		SELECT CAST(COUNT(*) AS TEXT) || ' ' || CAST(COUNT(ended_at) AS TEXT) || ' ' || COALESCE(CAST(MAX(made_at) AS TEXT), '')
		FROM assessment
		WHERE person_id IN (`+who+`)`,
		db.Args(personIDs)...)
	if err != nil {
		return "", err
	}
	for _, t := range title.All() {
		if t.Transition == nil {
			continue
		}
		jobs, err := c.Staff.UnderWayOn(ctx, personIDs, t.Transition.On)
		if err != nil {
			return "", err
		}
		parts = append(parts, fmt.Sprint(jobs))
	}
	return facts + "\n" + strings.Join(parts, "\n"), nil
}
