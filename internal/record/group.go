package record

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// SeenBy gives what an employer may see of some people's records, by person: its own facts, and
// those shared with it (rule 19). It is for the rules, of one page of a list; callers have asked
// for leave and log the viewing.
func (r *Record) SeenBy(ctx context.Context, employerID string, personIDs []string) (map[string][]Fact, error) {
	out := map[string][]Fact{}
	if len(personIDs) == 0 {
		return out, nil
	}
	err := db.Each(ctx, r.DB, scanFact, func(f Fact) error {
		out[f.PersonID] = append(out[f.PersonID], f)
		return nil
	}, `
		SELECT `+factColumns+`
		FROM fact f
		WHERE f.person_id IN (`+db.Marks(2, len(personIDs))+`) AND (f.controller_id = $1 OR EXISTS (
			SELECT 1
			FROM record_share s
			WHERE s.person_id = f.person_id AND s.employer_id = $1 AND s.withdrawn_at IS NULL AND s.fact_id IN ('', f.id, f.revokes)))
		ORDER BY f.at, f.id`,
		db.Args(personIDs, employerID)...)
	return out, err
}
