package gap

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"yrkesresan/internal/gap/hide"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
)

// Shown gives what of an employer's live figures may be shown today to those who may not see names, by
// requirement; a key of its groups is a unit. It is one decision for the whole employer, remembered, so that
// neither places beside one another nor two days give a hidden figure away: every page takes its sums from
// it (hide.Told.Sum). It is decided once a day. It is for the rules: it asks no leave.
func (g *Gaps) Shown(ctx context.Context, employer org.Node) (map[string]hide.Told, error) {
	today := g.Staff.Today()
	out, day, err := shown(ctx, g.DB, employer.ID)
	if err != nil || day == today {
		return out, err
	}
	all, err := g.cellsOf(ctx, employer)
	if err != nil {
		return nil, err
	}
	return out, g.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := hold(ctx, tx, employer.ID); err != nil {
			return err
		}
		before, day, err := shown(ctx, tx, employer.ID)
		if err != nil {
			return err
		}
		if day == today { // somebody was first
			out = before
			return nil
		}
		out = map[string]hide.Told{}
		keys := map[string]bool{}
		for key := range before {
			keys[key] = true
		}
		for key := range all.byUnit {
			keys[key] = true
		}
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			out[key] = hide.Tell(all.byUnit[key], before[key], today)
			body, err := json.Marshal(out[key])
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `
				INSERT INTO gap_told (employer_id, requirement, on_day, body)
				VALUES ($1, $2, $3, $4)
				ON CONFLICT (employer_id, requirement) DO UPDATE SET on_day = $3, body = $4`,
				employer.ID, key, today, string(body)); err != nil {
				return err
			}
		}
		return nil
	})
}

// shown reads what was decided last, and on which day; "" when nothing ever was.
func shown(ctx context.Context, q db.Q, employerID string) (out map[string]hide.Told, day string, err error) {
	out = map[string]hide.Told{}
	type row struct{ requirement, day, body string }
	err = db.Each(ctx, q, func(s db.Scanner) (r row, err error) { err = s.Scan(&r.requirement, &r.day, &r.body); return r, err }, func(r row) error {
		var t hide.Told
		if err := json.Unmarshal([]byte(r.body), &t); err != nil {
			return err
		}
		out[r.requirement], day = t, max(day, r.day)
		return nil
	}, `
		SELECT requirement, on_day, body
		FROM gap_told
		WHERE employer_id = $1`,
		employerID)
	return out, day, err
}
