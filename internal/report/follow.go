package report

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/record"
)

// Changed says that standings wait to be computed again.
type Changed struct{}

// Kind implements job.Args.
func (Changed) Kind() string { return "report.changed" }

// OnFact is the record's listener: whoever has a new fact is computed again, soon.
func (f *Figures) OnFact(ctx context.Context, tx *db.Tx, fact record.Fact) error {
	return f.Mark(ctx, tx, fact.PersonID)
}

// Mark notes in the transaction of a change that a person is to be computed again, and queues the
// work unless it is queued already.
func (f *Figures) Mark(ctx context.Context, tx *db.Tx, personID string) error {
	waiting, err := takeDirt(ctx, tx, 1)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO standing_dirty (person_id, mark, together)
		VALUES ($1, $2, FALSE)
		ON CONFLICT (person_id) DO UPDATE SET mark = excluded.mark, together = FALSE`,
		personID, f.NewID())
	if err != nil || len(waiting) > 0 {
		return err
	}
	return f.Jobs.Add(ctx, tx, Changed{})
}

// MarkEmployer marks all of an employer's staff, in the transaction in which it changed; also whom the
// change has taken away.
func (f *Figures) MarkEmployer(ctx context.Context, tx *db.Tx, employerID string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO standing_dirty (person_id, mark, together)
		SELECT w.person_id, $2, TRUE
		FROM (
			SELECT p.person_id FROM employment_period p WHERE p.employer_id = $1
			UNION
			SELECT s.person_id FROM standing s WHERE s.employer_id = $1
		) w
		WHERE TRUE
		ORDER BY w.person_id
		ON CONFLICT (person_id) DO UPDATE SET mark = excluded.mark`,
		employerID, f.NewID())
	if err != nil {
		return err
	}
	return f.Jobs.Add(ctx, tx, Changed{})
}

// MarkUnder marks everybody who works or serves under a node, in the transaction in which it decided
// something. Where that is a region or the nation everybody is computed again instead.
func (f *Figures) MarkUnder(ctx context.Context, tx *db.Tx, nodeID string) error {
	n, err := org.Find(ctx, tx, nodeID, f.today())
	if err != nil {
		return err
	}
	if k := org.Kind(n.Kind); k == org.Nation || k == org.RSS {
		return f.askPass(ctx, tx, nodeID)
	}
	low, high := org.Inside(n.Path)
	_, err = tx.Exec(ctx, `
		INSERT INTO standing_dirty (person_id, mark, together)
		SELECT w.person_id, $5, TRUE
		FROM (
			SELECT p.person_id
			FROM node_place u
			JOIN employment_period p ON p.unit_id = u.node_id AND p.valid_until > $4
			WHERE (u.path = $1 OR (u.path >= $2 AND u.path < $3)) AND u.valid_until > $4
			UNION
			SELECT v.person_id
			FROM node_place u
			JOIN serves v ON v.unit_id = u.node_id AND v.valid_until > $4
			WHERE (u.path = $1 OR (u.path >= $2 AND u.path < $3)) AND u.valid_until > $4
		) w
		WHERE TRUE
		ORDER BY w.person_id
		ON CONFLICT (person_id) DO UPDATE SET mark = excluded.mark`,
		n.Path, low, high, f.today(), f.NewID())
	if err != nil {
		return err
	}
	return f.Jobs.Add(ctx, tx, Changed{})
}

// askPass asks for everybody to be computed again, in the transaction in which something for all has
// changed: a pass that is under way begins anew, since what it has computed is of before.
func (f *Figures) askPass(ctx context.Context, tx *db.Tx, why string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO standing_pass (name, on_day, position, begun_at, asked, begun_for)
		VALUES ($1, '', '', $2, $3, '')
		ON CONFLICT (name) DO UPDATE SET asked = excluded.asked`,
		everybody, f.Now(), f.NewID())
	if err != nil {
		return err
	}
	return f.Jobs.Add(ctx, tx, Passed{Why: why})
}

// batch is how many people are computed at once.
const batch = 200

// OnChanged computes again whoever is marked, until nobody is. Two at once do no harm.
func (f *Figures) OnChanged(ctx context.Context, _ Changed) error {
	for {
		marked, err := takeDirt(ctx, f.DB, batch)
		if err != nil || len(marked) == 0 {
			return err
		}
		if err := f.refresh(ctx, marked); err != nil {
			return err
		}
	}
}

// refresh computes marked people and keeps what came out, of those whose mark still stands: who has
// been marked again is computed again, since the change may have come after we looked.
func (f *Figures) refresh(ctx context.Context, marked []dirt) error {
	ids := make([]string, len(marked))
	for i, d := range marked {
		ids[i] = d.person
	}
	day := f.today()
	fresh, err := f.compute(ctx, f.Journeys.Resolver(day), ids)
	if err != nil {
		return err
	}
	reckoned, err := reckonAll(ctx, f.reckoners(day), ids)
	if err != nil {
		return err
	}
	return f.DB.Tx(ctx, func(tx *db.Tx) error {
		var still []string
		for _, d := range marked {
			ok, err := clean(ctx, tx, d)
			if err != nil {
				return err
			}
			if ok {
				still = append(still, d.person)
			}
		}
		if err := fresh.keep(ctx, tx, still); err != nil || len(still) == 0 {
			return err
		}
		for _, r := range reckoned {
			if err := r.Keep(ctx, tx, still); err != nil {
				return err
			}
		}
		return nil
	})
}
