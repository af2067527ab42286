package certificate

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Copy gives out the certificates of an employer's facts; to the person ("") all.
func (cs *Certificates) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	sheet, err := db.ReadSheet(ctx, q, "certificate", `
		SELECT code, fact_id AS fact, show_name, issued_at
		FROM certificate
		WHERE person_id = $1
		ORDER BY issued_at, code`,
		personID)
	if err != nil || len(sheet.Rows) == 0 {
		return nil, err
	}
	if employerID == "" {
		return []db.Sheet{sheet}, nil
	}
	held, err := cs.Record.HeldBy(ctx, q, personID, employerID)
	if err != nil {
		return nil, err
	}
	theirs := map[any]bool{}
	for _, f := range held {
		theirs[f.ID] = true
	}
	kept := sheet.Rows[:0]
	for _, row := range sheet.Rows {
		if theirs[row[1]] {
			kept = append(kept, row)
		}
	}
	sheet.Rows = kept
	return []db.Sheet{sheet}, nil
}
