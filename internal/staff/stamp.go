package staff

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Stamp is a text that is another one whenever something that this room tells of the people at some
// units has changed: who works there, names, employments now and before, units served, leave. Two
// readings with the same stamp give the same answer.
func (s *Staff) Stamp(ctx context.Context, unitIDs []string, employerID, on string) (string, error) {
	if len(unitIDs) == 0 {
		return "", nil
	}
	units := db.Marks(3, len(unitIDs))
	parts, err := db.All(ctx, s.DB, db.Text, `
		WITH who AS (
			SELECT p.person_id
			FROM employment_period p
			WHERE p.unit_id IN (`+units+`) AND p.valid_from <= $1 AND p.valid_until > $1 AND p.employer_id = $2
			UNION
			SELECT v.person_id
			FROM serves v
			WHERE v.unit_id IN (`+units+`) AND v.valid_from <= $1 AND v.valid_until > $1
		)
		SELECT COALESCE(string_agg(p.id || p.valid_until || p.unit_id || p.title || p.occupation || p.area || p.form || p.start_date || p.end_date
		       || CASE WHEN p.dormant THEN '1' ELSE '0' END || u.path || u.name, ';'), '')
		FROM who w
		JOIN employment_period p ON p.person_id = w.person_id
		JOIN node_place u ON u.node_id = p.unit_id AND u.valid_from <= $1 AND u.valid_until > $1
		UNION ALL
		SELECT COALESCE(string_agg(e.employer_id || e.person_id || e.sort_name || e.first_name || e.last_name || e.mobile || e.contact_code
		       || CASE WHEN e.protected THEN '1' ELSE '0' END, ';'), '')
		FROM who w
		JOIN employee e ON e.person_id = w.person_id
		UNION ALL
		SELECT COALESCE(string_agg(v.id || v.valid_from || v.valid_until, ';'), '')
		FROM who w
		JOIN serves v ON v.person_id = w.person_id
		UNION ALL
		SELECT COALESCE(string_agg(l.id || l.from_date || l.to_date, ';'), '')
		FROM who w
		JOIN leave l ON l.person_id = w.person_id`,
		db.Args(unitIDs, on, employerID)...)
	out := ""
	for _, p := range parts {
		out += p + "\n"
	}
	return out, err
}
