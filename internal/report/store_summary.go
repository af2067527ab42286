package report

import (
	"context"
	"encoding/json"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

const summaryColumns = `id, municipality_id, as_of, made_at, made_by, body, latest, withdrawn_at, withdrawn_by`

func scanSummary(r db.Scanner) (s Summary, err error) {
	var body string
	if err := r.Scan(&s.ID, &s.MunicipalityID, &s.AsOf, &s.MadeAt, &s.MadeBy, &body, &s.Latest, &s.WithdrawnAt, &s.WithdrawnBy); err != nil {
		return s, err
	}
	return s, json.Unmarshal([]byte(body), &s.Journeys)
}

// latest gives the latest summary of every municipality that has submitted, by municipality. Each is
// read once a process.
func (f *Figures) latest(ctx context.Context) (map[string]Summary, error) {
	ids, err := db.All(ctx, f.DB, db.Text, `
		SELECT id
		FROM summary
		WHERE latest`)
	if err != nil {
		return nil, err
	}
	out := make(map[string]Summary, len(ids))
	for _, id := range ids {
		s, err := f.summary(ctx, id)
		if err != nil {
			return nil, err
		}
		out[s.MunicipalityID] = s
	}
	return out, nil
}

func (f *Figures) summary(ctx context.Context, id string) (Summary, error) {
	if s, have := f.read.Load(id); have {
		return s.(Summary), nil
	}
	s, err := findSummary(ctx, f.DB, id)
	if err == nil {
		f.read.Store(id, s)
	}
	return s, err
}

func findSummary(ctx context.Context, q db.Q, id string) (Summary, error) {
	s, err := db.One(ctx, q, scanSummary, `
		SELECT `+summaryColumns+`
		FROM summary
		WHERE id = $1`,
		id)
	if w := fault.Of(err); w != nil && w.Key == db.ErrMissing.Key {
		return s, ErrNoSummary
	}
	return s, err
}

// history gives what a municipality has submitted, the newest first.
func history(ctx context.Context, q db.Q, municipalityID string, limit int) ([]Summary, error) {
	return db.All(ctx, q, scanSummary, `
		SELECT `+summaryColumns+`
		FROM summary
		WHERE municipality_id = $1
		ORDER BY made_at DESC, id DESC
		LIMIT $2`,
		municipalityID, limit)
}

func insertSummary(ctx context.Context, tx *db.Tx, s Summary) error {
	body, err := json.Marshal(s.Journeys)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO summary (`+summaryColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		s.ID, s.MunicipalityID, s.AsOf, s.MadeAt, s.MadeBy, string(body), s.Latest, s.WithdrawnAt, s.WithdrawnBy)
	return err
}
