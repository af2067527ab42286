package gap

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"yrkesresan/internal/gap/hide"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

// exactly is how exact figures are kept.
type exactly struct {
	Figures []Exact `json:"figures"`
	Targets []Exact `json:"targets,omitempty"`
}

const summaryColumns = `id, municipality_id, as_of, made_at, made_by, persons, exact, told, latest, withdrawn_at, withdrawn_by`

func scanSummary(r db.Scanner) (s Summary, err error) {
	var exact, told string
	if err := r.Scan(&s.ID, &s.MunicipalityID, &s.AsOf, &s.MadeAt, &s.MadeBy, &s.Persons, &exact, &told, &s.Latest, &s.WithdrawnAt, &s.WithdrawnBy); err != nil {
		return s, err
	}
	var e exactly
	if err := json.Unmarshal([]byte(exact), &e); err != nil {
		return s, err
	}
	s.Figures, s.Targets = e.Figures, e.Targets
	return s, json.Unmarshal([]byte(told), &s.Told)
}

func findSummary(ctx context.Context, q db.Q, id string) (Summary, error) {
	s, err := db.One(ctx, q, scanSummary, `
		SELECT `+summaryColumns+`
		FROM gap_summary
		WHERE id = $1`,
		id)
	if w := fault.Of(err); w != nil && w.Key == db.ErrMissing.Key {
		return s, ErrNoSummary
	}
	return s, err
}

// summaries gives what a municipality has submitted, the newest first.
func summaries(ctx context.Context, q db.Q, municipalityID string, limit int) ([]Summary, error) {
	return db.All(ctx, q, scanSummary, `
		SELECT `+summaryColumns+`
		FROM gap_summary
		WHERE municipality_id = $1
		ORDER BY made_at DESC, id DESC
		LIMIT $2`,
		municipalityID, limit)
}

// InsertSummary keeps a summary. It is for the room, for the demo and for tests: it asks no leave.
func InsertSummary(ctx context.Context, tx *db.Tx, s Summary) error {
	exact, err := json.Marshal(exactly{s.Figures, s.Targets})
	if err != nil {
		return err
	}
	told, err := json.Marshal(s.Told)
	if err != nil {
		return err
	}
	sums := map[string]hide.Sum{}
	for _, t := range s.Told {
		sums[t.Requirement] = t.Sum(nil)
	}
	summed, err := json.Marshal(sums)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO gap_summary (id, municipality_id, as_of, made_at, made_by, persons, exact, told, sums, latest, withdrawn_at, withdrawn_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		s.ID, s.MunicipalityID, s.AsOf, s.MadeAt, s.MadeBy, s.Persons, string(exact), string(told), string(summed), s.Latest, s.WithdrawnAt, s.WithdrawnBy)
	return err
}

// latest gives the summary that RSS and nation read of every municipality that has submitted, by
// municipality. Each is read once a process: what has been submitted never changes.
func (g *Gaps) latest(ctx context.Context) (map[string]Summary, error) {
	ids, err := db.All(ctx, g.DB, db.Text, `
		SELECT id
		FROM gap_summary
		WHERE latest`)
	if err != nil {
		return nil, err
	}
	out := make(map[string]Summary, len(ids))
	for _, id := range ids {
		have, ok := g.submitted.Load(id)
		if !ok {
			s, err := findSummary(ctx, g.DB, id)
			if err != nil {
				return nil, err
			}
			have, _ = g.submitted.LoadOrStore(id, s)
		}
		s := have.(Summary)
		out[s.MunicipalityID] = s
	}
	g.submitted.Range(func(id, _ any) bool { // what is read no longer is not remembered
		if !slices.Contains(ids, id.(string)) {
			g.submitted.Delete(id)
		}
		return true
	})
	return out, nil
}

// past is what a submission told, added up by requirement.
type past struct {
	MunicipalityID, AsOf string
	withdrawn            bool
	Sums                 map[string]hide.Sum
}

// pasts gives what municipalities have told, the oldest first.
func (g *Gaps) pasts(ctx context.Context) ([]past, error) {
	type row struct {
		past
		id, sums string
	}
	all, err := db.All(ctx, g.DB, func(s db.Scanner) (p row, err error) {
		var at *time.Time
		err = s.Scan(&p.id, &p.MunicipalityID, &p.AsOf, &at, &p.sums)
		p.withdrawn = at != nil
		return p, err
	}, `
		SELECT id, municipality_id, as_of, withdrawn_at, sums
		FROM gap_summary
		ORDER BY made_at, id`)
	out := make([]past, len(all))
	for i, p := range all {
		have, ok := g.sums.Load(p.id)
		if !ok {
			sums := map[string]hide.Sum{}
			if err := json.Unmarshal([]byte(p.sums), &sums); err != nil {
				return nil, err
			}
			have, _ = g.sums.LoadOrStore(p.id, sums)
		}
		p.Sums = have.(map[string]hide.Sum)
		out[i] = p.past
	}
	return out, err
}
