package report

import (
	"context"
	"errors"
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
// crash it goes on where it was, and when somebody asks for a pass meanwhile it begins anew. People are
// taken in the order of their ids: whoever comes later is marked by what made them come.
func (f *Figures) OnPassed(ctx context.Context, _ Passed) error {
	for {
		again, err := f.pass(ctx, f.today())
		if err != nil || !again {
			return err
		}
	}
}

// pass is one round; again tells that it was asked for anew meanwhile.
func (f *Figures) pass(ctx context.Context, day string) (again bool, err error) {
	at, asked, err := f.begin(ctx, day)
	if err != nil {
		return false, err
	}
	resolver, reckoners := f.Journeys.Resolver(day), f.reckoners(day)
	for {
		ids, err := f.Staff.PeopleAfter(ctx, at, batch)
		if err != nil {
			return false, err
		}
		if len(ids) == 0 {
			return f.end(ctx, day, asked)
		}
		if err := f.passOver(ctx, resolver, reckoners, ids); err != nil {
			return false, err
		}
		// Whoever is marked meanwhile does not wait for the pass to end, also when passes keep the whole queue busy.
		if err := f.OnChanged(ctx, Changed{}); err != nil {
			return false, err
		}
		at = ids[len(ids)-1]
		n, err := f.DB.Exec(ctx, `UPDATE standing_pass SET position = $2 WHERE name = $1 AND asked = $3 AND begun_for = $3`, everybody, at, asked)
		if err != nil {
			return false, err
		}
		if n == 0 {
			return true, nil
		}
	}
}

// passOver finds who of some people stands otherwise than is kept, and lets them be computed as those are
// who are marked. It writes nothing of what it computed itself: a person may have changed since it read, been
// computed by the mark and be right already. Where nobody is kept yet, all are marked without looking first.
func (f *Figures) passOver(ctx context.Context, r *journey.Resolver, reckoners []Reckoner, ids []string) error {
	had, err := keptOf(ctx, f.DB, ids)
	if err != nil {
		return err
	}
	differ := ids
	if len(had) > 0 {
		fresh, err := f.compute(ctx, r, ids)
		if err != nil {
			return err
		}
		if differ, err = f.differing(ctx, ids, had, fresh, reckoners); err != nil {
			return err
		}
	}
	if len(differ) == 0 {
		return nil
	}
	marked, err := f.markAll(ctx, differ)
	if err != nil {
		return err
	}
	return f.refresh(ctx, marked)
}

// differing gives those of some people who stand otherwise than is kept, or of whom a projection keeps
// something else.
func (f *Figures) differing(ctx context.Context, ids []string, had map[string][]kept, fresh computed, reckoners []Reckoner) ([]string, error) {
	reckoned, err := reckonAll(ctx, reckoners, ids)
	if err != nil {
		return nil, err
	}
	differ := map[string]bool{}
	for _, id := range ids {
		differ[id] = !same(had[id], fresh.rows[id])
	}
	for _, r := range reckoned {
		others, err := r.Differ(ctx, f.DB)
		if err != nil {
			return nil, err
		}
		for _, id := range others {
			differ[id] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !differ[id] }), nil
}

// markAll marks some people, and gives their marks.
func (f *Figures) markAll(ctx context.Context, ids []string) ([]dirt, error) {
	mark := f.NewID()
	marked := make([]dirt, len(ids))
	return marked, f.DB.Tx(ctx, func(tx *db.Tx) error {
		for i, id := range ids {
			marked[i] = dirt{id, mark, true}
			_, err := tx.Exec(ctx, `
				INSERT INTO standing_dirty (person_id, mark, together)
				VALUES ($1, $2, TRUE)
				ON CONFLICT (person_id) DO UPDATE SET mark = excluded.mark`,
				id, mark)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// begin gives where a pass of the day goes on: at the beginning, unless one that is still what was asked for was
// cut off; and what it was asked for.
func (f *Figures) begin(ctx context.Context, day string) (at, asked string, err error) {
	err = f.DB.Tx(ctx, func(tx *db.Tx) error {
		const goesOn = `standing_pass.ended_at IS NULL AND standing_pass.on_day = excluded.on_day AND standing_pass.begun_for = standing_pass.asked`
		_, err := tx.Exec(ctx, `
			INSERT INTO standing_pass (name, on_day, position, begun_at, asked, begun_for)
			VALUES ($1, $2, '', $3, '', '')
			ON CONFLICT (name) DO UPDATE SET
				position = CASE WHEN `+goesOn+` THEN standing_pass.position ELSE '' END,
				begun_at = CASE WHEN `+goesOn+` THEN standing_pass.begun_at ELSE excluded.begun_at END,
				on_day = excluded.on_day, ended_at = NULL, begun_for = standing_pass.asked`,
			everybody, day, f.Now())
		if err != nil {
			return err
		}
		at, err = db.One(ctx, tx, func(r db.Scanner) (at string, err error) { err = r.Scan(&at, &asked); return at, err },
			`SELECT position, asked FROM standing_pass WHERE name = $1`, everybody)
		return err
	})
	return at, asked, err
}

// end ends the pass, unless it was asked for anew.
func (f *Figures) end(ctx context.Context, day, asked string) (again bool, err error) {
	// Whom an undone import has taken away has no standing either.
	if _, err := f.DB.Exec(ctx, `DELETE FROM standing WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.id = standing.person_id)`); err != nil {
		return false, err
	}
	for _, p := range f.Projections {
		if err := errors.Join(p.Gone(ctx), p.Passed(ctx, day)); err != nil {
			return false, err
		}
	}
	n, err := f.DB.Exec(ctx, `UPDATE standing_pass SET ended_at = $2 WHERE name = $1 AND asked = $3 AND begun_for = $3`, everybody, f.Now(), asked)
	return n == 0, err
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
