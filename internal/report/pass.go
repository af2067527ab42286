package report

import (
	"context"
	"slices"
	"time"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/platform/db"
)

// Passed asks for everybody to be computed again: days have passed, or a journey, a layer or the tree
// has changed. Why is part of the queue's line only.
type Passed struct {
	Why string `json:"why"`
}

// Kind implements job.Args.
func (Passed) Kind() string { return "report.passed" }

// computed is what came out for some people.
type computed struct {
	rows  map[string][]kept // by person, in key order
	lists map[string]string
}

// compute gives the rows of some people as they are on the resolver's day.
func (f *Figures) compute(ctx context.Context, r *journey.Resolver, ids []string) (computed, error) {
	out := computed{rows: map[string][]kept{}, lists: map[string]string{}}
	stands, err := r.Stands(ctx, ids)
	if err != nil {
		return out, err
	}
	for _, s := range stands {
		for _, st := range standings(s, r.On()) {
			k := kept{Standing: st}
			var courses string
			if k.list, courses, k.marks = st.packed(); k.list != "" {
				out.lists[k.list] = courses
			}
			out.rows[s.PersonID] = append(out.rows[s.PersonID], k)
		}
	}
	for _, rows := range out.rows {
		slices.SortFunc(rows, byKeys)
	}
	return out, nil
}

func byKeys(a, b kept) int {
	return slices.Compare([]string{a.PersonID, a.EmployerID, a.JourneyID}, []string{b.PersonID, b.EmployerID, b.JourneyID})
}

// keep replaces the rows of people, where they say something else than before.
func (c computed) keep(ctx context.Context, tx *db.Tx, ids []string) error {
	had, err := keptOf(ctx, tx, ids)
	if err != nil {
		return err
	}
	var changed []string
	var rows []kept
	for _, id := range ids {
		if !same(had[id], c.rows[id]) {
			changed, rows = append(changed, id), append(rows, c.rows[id]...)
		}
	}
	if len(changed) == 0 {
		return nil
	}
	return replace(ctx, tx, changed, rows, c.lists)
}

// everybody is the name of the pass over all people.
const everybody = "everybody"

// OnPassed computes everybody again, beside what is read meanwhile, in short transactions; after a
// crash it goes on where it was. People are taken in the order of their ids: whoever comes later is
// marked by what made them come.
func (f *Figures) OnPassed(ctx context.Context, _ Passed) error {
	day := f.today()
	at, err := f.begin(ctx, day)
	if err != nil {
		return err
	}
	resolver := f.Journeys.Resolver(day)
	for {
		ids, err := f.Staff.PeopleAfter(ctx, at, batch)
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			return f.end(ctx)
		}
		if err := f.passOver(ctx, resolver, ids); err != nil {
			return err
		}
		at = ids[len(ids)-1]
	}
}

// passOver computes some people and notes how far it has come. Who is marked meanwhile is left to the
// mark: what was computed may be older than the change.
func (f *Figures) passOver(ctx context.Context, r *journey.Resolver, ids []string) error {
	fresh, err := f.compute(ctx, r, ids)
	if err != nil {
		return err
	}
	had, err := keptOf(ctx, f.DB, ids)
	if err != nil {
		return err
	}
	var differ []string
	for _, id := range ids {
		if !same(had[id], fresh.rows[id]) {
			differ = append(differ, id)
		}
	}
	return f.DB.Tx(ctx, func(tx *db.Tx) error {
		marked, err := markedAmong(ctx, tx, differ)
		if err != nil {
			return err
		}
		still := slices.DeleteFunc(differ, func(id string) bool { return marked[id] })
		if err := fresh.keep(ctx, tx, still); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE standing_pass SET position = $2 WHERE name = $1`, everybody, ids[len(ids)-1])
		return err
	})
}

// markedAmong tells who of some people is marked.
func markedAmong(ctx context.Context, q db.Q, ids []string) (map[string]bool, error) {
	out := map[string]bool{}
	if len(ids) == 0 {
		return out, nil
	}
	err := db.Each(ctx, q, db.Text, func(id string) error { out[id] = true; return nil },
		`SELECT person_id FROM standing_dirty WHERE person_id IN (`+db.Marks(1, len(ids))+`)`, args(ids)...)
	return out, err
}

// begin gives where a pass of the day goes on: at the beginning, unless one was cut off.
func (f *Figures) begin(ctx context.Context, day string) (at string, err error) {
	err = f.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `
			INSERT INTO standing_pass (name, on_day, position, begun_at)
			VALUES ($1, $2, '', $3)
			ON CONFLICT (name) DO UPDATE SET
				position = CASE WHEN standing_pass.ended_at IS NULL AND standing_pass.on_day = excluded.on_day THEN standing_pass.position ELSE '' END,
				begun_at = CASE WHEN standing_pass.ended_at IS NULL AND standing_pass.on_day = excluded.on_day THEN standing_pass.begun_at ELSE excluded.begun_at END,
				on_day = excluded.on_day, ended_at = NULL`,
			everybody, day, f.Now())
		if err != nil {
			return err
		}
		at, err = db.One(ctx, tx, db.Text, `SELECT position FROM standing_pass WHERE name = $1`, everybody)
		return err
	})
	return at, err
}

func (f *Figures) end(ctx context.Context) error {
	// Whom an undone import has taken away has no standing either.
	if _, err := f.DB.Exec(ctx, `DELETE FROM standing WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.id = standing.person_id)`); err != nil {
		return err
	}
	_, err := f.DB.Exec(ctx, `UPDATE standing_pass SET ended_at = $2 WHERE name = $1`, everybody, f.Now())
	return err
}

// Pass tells how far the last pass over everybody came.
type Pass struct {
	Day     string
	EndedAt *time.Time // nil: under way
}

// Pass gives the last pass; the zero Pass when there has been none.
func (f *Figures) Pass(ctx context.Context) (Pass, error) {
	all, err := db.All(ctx, f.DB, func(r db.Scanner) (p Pass, err error) { err = r.Scan(&p.Day, &p.EndedAt); return p, err }, `
		SELECT on_day, ended_at
		FROM standing_pass
		WHERE name = $1`,
		everybody)
	if err != nil || len(all) == 0 {
		return Pass{}, err
	}
	return all[0], nil
}

// OnLooked is the regular look: it begins the day's pass when the day is new, and takes up marks whose
// job was lost.
func (f *Figures) OnLooked(ctx context.Context, _ Looked) error {
	p, err := f.Pass(ctx)
	if err != nil {
		return err
	}
	if p.Day != f.today() || p.EndedAt == nil {
		if err := f.OnPassed(ctx, Passed{Why: "day"}); err != nil {
			return err
		}
	}
	return f.OnChanged(ctx, Changed{})
}

// Looked is the regular look's own line in the queue.
type Looked struct{}

// Kind implements job.Args.
func (Looked) Kind() string { return "report.looked" }
