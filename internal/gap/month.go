package gap

import (
	"context"
	"time"

	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// keptMonths is for how long the units' figures of each month are kept.
const keptMonths = 36

// Passed keeps the units' figures as they are on the first pass of each month, and lets go of those that
// are older than three years.
func (g *Gaps) Passed(ctx context.Context, day string) error {
	first, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return err
	}
	return g.DB.Tx(ctx, func(tx *db.Tx) error {
		month := day[:len("2006-01")]
		_, err := tx.Exec(ctx, `
			INSERT INTO gap_month (on_day, unit_id, persons, list_id, figures)
			SELECT $1, g.unit_id, g.persons, g.list_id, g.figures
			FROM gap_tally g
			WHERE NOT EXISTS (SELECT 1 FROM gap_month m WHERE m.on_day >= $2 AND m.on_day < $3)`,
			day, month+"-01", month+"-99")
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `DELETE FROM gap_month WHERE on_day < $1`, first.AddDate(0, -keptMonths, 0).Format(time.DateOnly))
		return err
	})
}

// Gone takes away what is kept of people who are no longer there: an import was undone.
func (g *Gaps) Gone(ctx context.Context) error {
	gone, err := db.All(ctx, g.DB, db.Text, `
		SELECT DISTINCT g.person_id
		FROM gap_position g
		WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.id = g.person_id)`)
	if err != nil {
		return err
	}
	for _, id := range gone {
		if err := g.DB.Tx(ctx, func(tx *db.Tx) error { _, err := g.drop(ctx, tx, id, ""); return err }); err != nil {
			return err
		}
	}
	return nil
}

// Point is the figures of a place on one day.
type Point struct {
	On string
	count.Column
}

// Trend gives the figures of a place month by month, the earliest first, of one requirement ("" all of
// them together), to who may see figures there. It is the place as it stood each day; another employer's
// units inside it are not there.
func (g *Gaps) Trend(ctx context.Context, a may.Actor, nodeID, requirement string) ([]Point, error) {
	v, _, err := g.open(ctx, a, nodeID, g.Staff.Today())
	if err != nil {
		return nil, err
	}
	if err := g.askNamed(ctx, a, v.Node); err != nil {
		return nil, err
	}
	days, err := db.All(ctx, g.DB, db.Text, `SELECT DISTINCT on_day FROM gap_month ORDER BY on_day`)
	if err != nil {
		return nil, err
	}
	var out []Point
	for _, day := range days {
		p, ok, err := g.point(ctx, v, requirement, day)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, p)
		}
	}
	return out, nil
}

// point sums one month up; ok is false when nothing of the place was there.
func (g *Gaps) point(ctx context.Context, v View, requirement, day string) (p Point, ok bool, err error) {
	p.On = day
	n, err := g.Tree.Find(ctx, v.Node.ID, day)
	if err != nil {
		return p, false, nil // it was not there yet
	}
	low, high := org.Inside(n.Path)
	type row struct{ path, list, figures string }
	rows, err := db.All(ctx, g.DB, func(s db.Scanner) (r row, err error) { err = s.Scan(&r.path, &r.list, &r.figures); return r, err }, `
		SELECT u.path, m.list_id, m.figures
		FROM node_place u
		JOIN gap_month m ON m.unit_id = u.node_id AND m.on_day = $1
		WHERE (u.path = $2 OR (u.path >= $3 AND u.path < $4)) AND u.valid_from <= $1 AND u.valid_until > $1`,
		day, n.Path, low, high)
	if err != nil || len(rows) == 0 {
		return p, false, err
	}
	others, err := g.others(ctx, v, day)
	if err != nil {
		return p, false, err
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.list
	}
	lists, err := g.lists(ctx, g.DB, ids)
	for _, r := range rows {
		if within(r.path, others) {
			continue
		}
		ok = true
		for key, c := range unpack(lists[r.list], r.figures, nil, "").Columns {
			if requirement == "" || requirement == key {
				p.Add(c)
			}
		}
	}
	return p, ok, err
}

// others are the paths of other employers inside a place; none to whoever runs commands.
func (g *Gaps) others(ctx context.Context, v View, on string) ([]string, error) {
	if v.Employer.ID == "" {
		return nil, nil
	}
	low, high := org.Inside(v.Node.Path)
	return db.All(ctx, g.DB, db.Text, `
		SELECT p.path
		FROM node_place p
		JOIN node n ON n.id = p.node_id AND n.kind = 'employer'
		WHERE p.path >= $1 AND p.path < $2 AND p.valid_from <= $3 AND p.valid_until > $3`,
		low, high, on)
}

func within(path string, any []string) bool {
	for _, p := range any {
		if may.Within(path, p) {
			return true
		}
	}
	return false
}
