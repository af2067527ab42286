package report

import (
	"context"
	"iter"
	"maps"
	"slices"

	"yrkesresan/internal/platform/db"
)

// kept is a standing as it is stored.
type kept struct {
	Standing
	list, marks string
}

const keptColumns = `person_id, employer_id, journey_id, unit_id, occupation, area, state, total, done, started, late, due, list_id, marks`

func scanKept(r db.Scanner) (k kept, err error) {
	err = r.Scan(&k.PersonID, &k.EmployerID, &k.JourneyID, &k.UnitID, &k.Occupation, &k.Area, &k.State, &k.Total, &k.Done, &k.Started, &k.Late, &k.Due, &k.list, &k.marks)
	return k, err
}

func (k kept) row() []any {
	return []any{k.PersonID, k.EmployerID, k.JourneyID, k.UnitID, k.Occupation, k.Area, string(k.State), k.Total, k.Done, k.Started, k.Late, k.Due, k.list, k.marks}
}

// same tells whether two people's rows say the same.
func same(a, b []kept) bool {
	return slices.EqualFunc(a, b, func(x, y kept) bool {
		x.Courses, y.Courses = nil, nil // list and marks say them
		return slices.Equal(x.row(), y.row())
	})
}

// keptOf gives the rows of some people, by person, in key order.
func keptOf(ctx context.Context, q db.Q, ids []string) (map[string][]kept, error) {
	out := map[string][]kept{}
	if len(ids) == 0 {
		return out, nil
	}
	err := db.Each(ctx, q, scanKept, func(k kept) error { out[k.PersonID] = append(out[k.PersonID], k); return nil }, `
		SELECT `+keptColumns+`
		FROM standing
		WHERE person_id IN (`+db.Marks(1, len(ids))+`)
		ORDER BY person_id, employer_id, journey_id`,
		db.Args(ids)...)
	return out, err
}

// replace puts new rows in place of those of some people.
func replace(ctx context.Context, tx *db.Tx, ids []string, rows []kept, lists map[string]string) error {
	if len(ids) == 0 {
		return nil
	}
	if _, err := tx.Exec(ctx, `DELETE FROM standing WHERE person_id IN (`+db.Marks(1, len(ids))+`)`, db.Args(ids)...); err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(lists)) { // in one order: two at once do not wait for one another in a circle
		_, err := tx.Exec(ctx, `
			INSERT INTO standing_list (id, courses)
			VALUES ($1, $2)
			ON CONFLICT (id) DO NOTHING`,
			id, lists[id])
		if err != nil {
			return err
		}
	}
	_, err := tx.Load(ctx, "standing", []string{"person_id", "employer_id", "journey_id", "unit_id", "occupation", "area", "state", "total", "done", "started", "late", "due", "list_id", "marks"}, loads(rows))
	return err
}

func loads(rows []kept) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for _, k := range rows {
			if !yield(k.row()) {
				return
			}
		}
	}
}

// dirt is a person whose standings are to be computed again.
type dirt struct {
	person, mark string
	together     bool // marked with many others
}

func scanDirt(r db.Scanner) (d dirt, err error) {
	err = r.Scan(&d.person, &d.mark, &d.together)
	return d, err
}

// takeDirt gives some of those who are to be computed again: who is marked alone before those who are marked
// together, by themselves, since somebody waits for the one.
func takeDirt(ctx context.Context, q db.Q, limit int) ([]dirt, error) {
	all, err := db.All(ctx, q, scanDirt, `
		SELECT person_id, mark, together
		FROM standing_dirty
		ORDER BY together, person_id
		LIMIT $1`,
		limit)
	if i := slices.IndexFunc(all, func(d dirt) bool { return d.together }); i > 0 {
		all = all[:i]
	}
	return all, err
}

// clean takes a mark away, and tells whether it was there: somebody may have marked the person again,
// or computed the person meanwhile.
func clean(ctx context.Context, tx *db.Tx, d dirt) (bool, error) {
	n, err := tx.Exec(ctx, `DELETE FROM standing_dirty WHERE person_id = $1 AND mark = $2`, d.person, d.mark)
	return n == 1, err
}

// behind is how many people are to be computed again.
func (f *Figures) behind(ctx context.Context) (int, error) {
	n, err := db.One(ctx, f.DB, db.Number, `SELECT COUNT(*) FROM standing_dirty`)
	return int(n), err
}
