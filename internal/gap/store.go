package gap

import (
	"context"
	"iter"
	"maps"
	"slices"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
)

// stored is an employment's positions as a row.
type stored struct {
	kept
	several bool
	list    string
}

const storedColumns = `g.employment_id, g.person_id, g.employer_id, g.unit_id, g.team_id, g.occupation, g.area, g.several, g.list_id, g.marks`

func scanStored(s db.Scanner) (r stored, err error) {
	err = s.Scan(&r.EmploymentID, &r.PersonID, &r.EmployerID, &r.UnitID, &r.TeamID, &r.Occupation, &r.Area, &r.several, &r.list, &r.Marks)
	return r, err
}

func (r stored) row() []any {
	return []any{r.EmploymentID, r.PersonID, r.EmployerID, r.UnitID, r.TeamID, r.Occupation, r.Area, r.several, r.list, r.Marks}
}

// sameRows tells whether two people's rows say the same.
func sameRows(a, b []stored) bool {
	return slices.EqualFunc(a, b, func(x, y stored) bool { return slices.Equal(x.row(), y.row()) })
}

// storedOf gives what is kept of some people, by person, in the order of the employments.
func storedOf(ctx context.Context, q db.Q, personIDs []string) (map[string][]stored, error) {
	out := map[string][]stored{}
	if len(personIDs) == 0 {
		return out, nil
	}
	return out, db.Each(ctx, q, scanStored, func(r stored) error { out[r.PersonID] = append(out[r.PersonID], r); return nil }, `
		SELECT `+storedColumns+`
		FROM gap_position g
		WHERE g.person_id IN (`+db.Marks(1, len(personIDs))+`)
		ORDER BY g.employment_id`,
		db.Args(personIDs)...)
}

// replace puts rows in place of those that are kept of some people.
func replace(ctx context.Context, tx *db.Tx, personIDs []string, rows []stored, lists map[string]string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM gap_position WHERE person_id IN (`+db.Marks(1, len(personIDs))+`)`, db.Args(personIDs)...); err != nil {
		return err
	}
	if err := addLists(ctx, tx, lists); err != nil {
		return err
	}
	_, err := tx.Load(ctx, "gap_position", []string{"employment_id", "person_id", "employer_id", "unit_id", "team_id", "occupation", "area", "several", "list_id", "marks"}, loads(rows))
	return err
}

func loads(rows []stored) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for _, r := range rows {
			if !yield(r.row()) {
				return
			}
		}
	}
}

func addLists(ctx context.Context, tx *db.Tx, lists map[string]string) error {
	for _, id := range slices.Sorted(maps.Keys(lists)) { // in one order: two at once do not wait for one another in a circle
		_, err := tx.Exec(ctx, `
			INSERT INTO gap_list (id, body)
			VALUES ($1, $2)
			ON CONFLICT (id) DO NOTHING`,
			id, lists[id])
		if err != nil {
			return err
		}
	}
	return nil
}

// recount counts units again from what is kept of their people. Each unit's row is taken first, in one
// order: of two who change one unit the second counts what the first has written.
func (g *Gaps) recount(ctx context.Context, tx *db.Tx, unitIDs []string) error {
	unitIDs = slices.Compact(slices.Sorted(slices.Values(unitIDs)))
	for some := range slices.Chunk(unitIDs, atOnce) {
		if err := g.recountSome(ctx, tx, some); err != nil {
			return err
		}
	}
	return nil
}

func (g *Gaps) recountSome(ctx context.Context, tx *db.Tx, unitIDs []string) error {
	for _, id := range unitIDs {
		_, err := tx.Exec(ctx, `
			INSERT INTO gap_tally (unit_id, persons, list_id, figures, pool_list, pools)
			VALUES ($1, 0, '', '', '', '')
			ON CONFLICT (unit_id) DO UPDATE SET unit_id = excluded.unit_id`,
			id)
		if err != nil {
			return err
		}
	}
	all, err := db.All(ctx, tx, scanStored, `
		SELECT `+storedColumns+`
		FROM gap_position g
		WHERE g.unit_id IN (`+db.Marks(1, len(unitIDs))+`)`,
		db.Args(unitIDs)...)
	if err != nil {
		return err
	}
	if err := g.fill(ctx, tx, all); err != nil {
		return err
	}
	units := map[string][]kept{}
	for _, r := range all {
		units[r.UnitID] = append(units[r.UnitID], r.kept)
	}
	for _, id := range unitIDs {
		if len(units[id]) == 0 {
			if _, err := tx.Exec(ctx, `DELETE FROM gap_tally WHERE unit_id = $1`, id); err != nil {
				return err
			}
			continue
		}
		p := tallyOf(units[id], Who{}).pack()
		if err := addLists(ctx, tx, p.bodies); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `
			UPDATE gap_tally
			SET persons = $2, list_id = $3, figures = $4, pool_list = $5, pools = $6
			WHERE unit_id = $1`,
			id, persons(units[id]), p.list, p.figures, p.poolList, p.pools)
		if err != nil {
			return err
		}
	}
	return nil
}

// persons counts people, each once.
func persons(all []kept) int64 {
	seen := make(map[string]bool, len(all))
	for _, k := range all {
		seen[k.PersonID] = true
	}
	return int64(len(seen))
}

// fill reads what the marks of rows are about.
func (g *Gaps) fill(ctx context.Context, q db.Q, rows []stored) error {
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.list
	}
	lists, err := g.lists(ctx, q, ids)
	for i := range rows {
		rows[i].Needs = lists[rows[i].list]
	}
	return err
}

// storedUnder gives what is kept of everybody at a path and under it.
func (g *Gaps) storedUnder(ctx context.Context, path, on string) ([]kept, error) {
	low, high := org.Inside(path)
	rows, err := db.All(ctx, g.DB, scanStored, `
		SELECT `+storedColumns+`
		FROM node_place u
		JOIN gap_position g ON g.unit_id = u.node_id
		WHERE (u.path = $2 OR (u.path >= $3 AND u.path < $4)) AND u.valid_from <= $1 AND u.valid_until > $1`,
		on, path, low, high)
	if err != nil {
		return nil, err
	}
	out := make([]kept, len(rows))
	if err := g.fill(ctx, g.DB, rows); err != nil {
		return nil, err
	}
	for i, r := range rows {
		out[i] = r.kept
	}
	return out, nil
}

// tallied is a unit's kept figures.
type tallied struct {
	figures
	persons int64
}

// talliesUnder gives the kept figures of the units at a path and under it, by unit.
func (g *Gaps) talliesUnder(ctx context.Context, path, on string) (map[string]tallied, error) {
	low, high := org.Inside(path)
	type row struct {
		packed
		unit    string
		persons int64
	}
	rows, err := db.All(ctx, g.DB, func(s db.Scanner) (r row, err error) {
		err = s.Scan(&r.unit, &r.persons, &r.list, &r.figures, &r.poolList, &r.pools)
		return r, err
	}, `
		SELECT g.unit_id, g.persons, g.list_id, g.figures, g.pool_list, g.pools
		FROM node_place u
		JOIN gap_tally g ON g.unit_id = u.node_id
		WHERE (u.path = $2 OR (u.path >= $3 AND u.path < $4)) AND u.valid_from <= $1 AND u.valid_until > $1`,
		on, path, low, high)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, r := range rows {
		ids = append(ids, r.list, r.poolList)
	}
	lists, err := g.lists(ctx, g.DB, ids)
	out := make(map[string]tallied, len(rows))
	for _, r := range rows {
		out[r.unit] = tallied{unpack(lists[r.list], r.packed.figures, lists[r.poolList], r.pools), r.persons}
	}
	return out, err
}

// severalUnder gives the units of the people at a path and under it who have more than one employment
// that counts, by person.
func (g *Gaps) severalUnder(ctx context.Context, path, on string) (map[string][]string, error) {
	low, high := org.Inside(path)
	out := map[string][]string{}
	type row struct{ person, unit string }
	return out, db.Each(ctx, g.DB, func(s db.Scanner) (r row, err error) { err = s.Scan(&r.person, &r.unit); return r, err },
		func(r row) error { out[r.person] = append(out[r.person], r.unit); return nil }, `
		SELECT g.person_id, g.unit_id
		FROM gap_position g
		JOIN node_place u ON u.node_id = g.unit_id AND u.valid_from <= $1 AND u.valid_until > $1
		WHERE g.several AND (u.path = $2 OR (u.path >= $3 AND u.path < $4))`,
		on, path, low, high)
}

// kindsUnder tells which occupations and areas there are among those who count at a path and under it.
func (g *Gaps) kindsUnder(ctx context.Context, path, on string) (occupations, areas map[string]bool, err error) {
	low, high := org.Inside(path)
	occupations, areas = map[string]bool{}, map[string]bool{}
	return occupations, areas, db.Each(ctx, g.DB, func(s db.Scanner) (pair [2]string, err error) { err = s.Scan(&pair[0], &pair[1]); return pair, err },
		func(pair [2]string) error { occupations[pair[0]], areas[pair[1]] = true, true; return nil }, `
		SELECT DISTINCT g.occupation, g.area
		FROM node_place u
		JOIN gap_position g ON g.unit_id = u.node_id
		WHERE (u.path = $2 OR (u.path >= $3 AND u.path < $4)) AND u.valid_from <= $1 AND u.valid_until > $1`,
		on, path, low, high)
}
