package gap

import (
	"context"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Bands names the age bands, youngest first.
func Bands() []string { return []string{"-29", "30-39", "40-49", "50-59", "60-64", "65-"} }

// fewest is how many people an age band is told from.
const fewest = 5

// Faults of counting ages.
var (
	ErrBand  = fault.New(fault.Invalid, "gap.age.band")
	ErrAges  = fault.New(fault.Invalid, "gap.age.number")
	ErrWhere = fault.New(fault.Invalid, "gap.age.place")
)

// Ages is how many people of a place are of what age, as the employer has counted them (R218). No birth
// dates are kept of anybody.
type Ages struct {
	On    string           // the latest day of what is summed up; "" nothing has been counted
	Bands map[string]int64 // a band with fewer than 5 people is not there, nor is the next smallest: it could be worked out
	All   int64
}

// CountAges notes how many people of a unit or an operation are in each band today, to who reads in staff
// there: HR and the municipality. The same day again replaces it. Errors: ErrWhere, ErrBand, ErrAges,
// may.ErrDenied.
func (g *Gaps) CountAges(ctx context.Context, a may.Actor, nodeID string, bands map[string]int64) error {
	today := g.Staff.Today()
	n, err := g.Tree.Find(ctx, nodeID, today)
	if err != nil {
		return err
	}
	if k := org.Kind(n.Kind); k != org.Unit && k != org.Operation {
		return ErrWhere
	}
	if _, err := g.ask(ctx, a, may.ImportStaff, n, today); err != nil {
		return err
	}
	for band, people := range bands {
		if !slices.Contains(Bands(), band) {
			return ErrBand.On(band)
		}
		if people < 0 || people > 100_000 {
			return ErrAges.On(band)
		}
	}
	return g.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, band := range Bands() {
			_, err := tx.Exec(ctx, `
				INSERT INTO gap_age (node_id, on_day, band, people, made_by, made_at)
				VALUES ($1, $2, $3, $4, $5, $6)
				ON CONFLICT (node_id, on_day, band) DO UPDATE SET people = excluded.people, made_by = excluded.made_by, made_at = excluded.made_at`,
				n.ID, today, band, bands[band], a.PersonID, g.Now())
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Ages gives the ages of a place, to who may see figures there.
func (g *Gaps) Ages(ctx context.Context, a may.Actor, nodeID string) (Ages, error) {
	v, _, err := g.open(ctx, a, nodeID, g.Staff.Today())
	if err != nil {
		return Ages{}, err
	}
	return g.ages(ctx, v)
}

// ages sums up what was counted last at each place, of the last two years: what was counted of an operation
// stands for all under it.
func (g *Gaps) ages(ctx context.Context, v View) (Ages, error) {
	type row struct {
		path, band, on string
		people         int64
	}
	low, high := org.Inside(v.Node.Path)
	others, err := g.others(ctx, v, g.Staff.Today())
	if err != nil {
		return Ages{}, err
	}
	rows, err := db.All(ctx, g.DB, func(s db.Scanner) (r row, err error) { err = s.Scan(&r.path, &r.band, &r.on, &r.people); return r, err }, `
		SELECT u.path, c.band, c.on_day, c.people
		FROM node_place u
		JOIN gap_age c ON c.node_id = u.node_id AND c.on_day >= $5 AND NOT EXISTS (
			SELECT 1
			FROM gap_age later
			WHERE later.node_id = c.node_id AND later.on_day > c.on_day)
		WHERE (u.path = $2 OR (u.path >= $3 AND u.path < $4)) AND u.valid_from <= $1 AND u.valid_until > $1
		ORDER BY u.path`,
		g.Staff.Today(), v.Node.Path, low, high, g.Now().In(g.Staff.Place).AddDate(-2, 0, 0).Format(time.DateOnly))
	if err != nil {
		return Ages{}, err
	}
	out := Ages{Bands: map[string]int64{}}
	whole := "" // the operation whose own count stands for all under it
	for _, r := range rows {
		if within(r.path, others) || whole != "" && strings.HasPrefix(r.path, whole+"/") {
			continue
		}
		whole = r.path
		out.Bands[r.band] += r.people
		out.All += r.people
		out.On = max(out.On, r.on)
	}
	out.hide()
	return out, nil
}

// hide leaves out bands of few people, and one more where what is left could be worked out from the whole.
func (a *Ages) hide() {
	var left []string
	hidden, few := int64(0), 0
	for _, band := range Bands() {
		switch n := a.Bands[band]; {
		case n == 0:
			delete(a.Bands, band) // told as a few are
		case n < fewest:
			hidden, few = hidden+n, few+1
			delete(a.Bands, band)
		default:
			left = append(left, band)
		}
	}
	if few > 0 && (few == 1 || hidden < fewest) && len(left) > 0 {
		slices.SortStableFunc(left, func(x, y string) int { return int(a.Bands[x] - a.Bands[y]) })
		delete(a.Bands, left[0])
	}
	if a.All < fewest {
		a.Bands, a.All = map[string]int64{}, 0
	}
}
