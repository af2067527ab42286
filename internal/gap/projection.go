package gap

import (
	"context"
	"maps"
	"slices"
	"strings"

	"yrkesresan/internal/platform/db"
)

// Reckoner reckons what is to be kept of people as of one day: many in a row share what they have in
// common. It is used by one goroutine.
type Reckoner struct {
	g  *Gaps
	on string
	r  *reckoner // nil: nothing has been read yet
}

// Reckoner makes one for a day (YYYY-MM-DD).
func (g *Gaps) Reckoner(on string) *Reckoner { return &Reckoner{g: g, on: on} }

// Reckoned is what is to be kept of some people.
type Reckoned struct {
	g     *Gaps
	ids   []string
	rows  map[string][]stored // by person, in the order of the employments
	lists map[string]string
}

// Reckon reckons some people, at most 200.
func (k *Reckoner) Reckon(ctx context.Context, personIDs []string) (_ *Reckoned, err error) {
	if k.r == nil {
		if k.r, err = k.g.reckoner(ctx, k.on); err != nil {
			return nil, err
		}
	}
	all, err := k.r.ofPeople(ctx, personIDs)
	if err != nil {
		return nil, err
	}
	out := &Reckoned{k.g, personIDs, map[string][]stored{}, map[string]string{}}
	for _, s := range all {
		row := stored{kept: s.keep()}
		var body string
		if row.list, body = packNeeds(row.Needs); row.list != "" {
			out.lists[row.list] = body
		}
		out.rows[s.PersonID] = append(out.rows[s.PersonID], row)
	}
	for _, rows := range out.rows {
		slices.SortFunc(rows, func(a, b stored) int { return strings.Compare(a.EmploymentID, b.EmploymentID) })
		for i := range rows {
			rows[i].several = len(rows) > 1
		}
	}
	return out, nil
}

// Differ gives those of the people of whom something else is kept.
func (d *Reckoned) Differ(ctx context.Context, q db.Q) ([]string, error) {
	had, err := storedOf(ctx, q, d.ids)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(d.ids), func(id string) bool { return sameRows(had[id], d.rows[id]) }), nil
}

// Keep replaces what is kept of some of the people where it says something else, and counts their units
// again.
func (d *Reckoned) Keep(ctx context.Context, tx *db.Tx, personIDs []string) error {
	had, err := storedOf(ctx, tx, personIDs)
	if err != nil {
		return err
	}
	var changed []string
	var rows []stored
	units := map[string]bool{}
	lists := map[string]string{}
	for _, id := range personIDs {
		if sameRows(had[id], d.rows[id]) {
			continue
		}
		changed, rows = append(changed, id), append(rows, d.rows[id]...)
		for _, r := range slices.Concat(had[id], d.rows[id]) {
			units[r.UnitID] = true
		}
		for _, r := range d.rows[id] {
			if r.list != "" {
				lists[r.list] = d.lists[r.list]
			}
		}
	}
	if len(changed) == 0 {
		return nil
	}
	touched := slices.Sorted(maps.Keys(units))
	if err := replace(ctx, tx, changed, rows, lists); err != nil {
		return err
	}
	return d.g.recount(ctx, tx, touched)
}

// drop takes away what is kept of a person at an employer ("" at all), and counts the units again.
func (g *Gaps) drop(ctx context.Context, tx *db.Tx, personID, employerID string) (int64, error) {
	units, err := db.All(ctx, tx, db.Text, `
		SELECT unit_id
		FROM gap_position
		WHERE person_id = $1 AND $2 IN ('', employer_id)`,
		personID, employerID)
	if err != nil || len(units) == 0 {
		return 0, err
	}
	n, err := tx.Exec(ctx, `DELETE FROM gap_position WHERE person_id = $1 AND $2 IN ('', employer_id)`, personID, employerID)
	if err != nil {
		return n, err
	}
	return n, g.recount(ctx, tx, units)
}
