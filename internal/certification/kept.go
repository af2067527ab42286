package certification

import (
	"context"
	"slices"

	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/platform/db"
)

// Kept is how a unit stands, as it is kept for lists: no names.
type Kept struct {
	ProgrammeID, UnitID, EmployerID, SchemeID string
	State                                     rule.State
	Since, CertifiedOn, ValidUntil            string
	Round, Counted, Met, Waiting              int64
	Ready, Asked                              bool // Ready: it could be certified today, and is not in this round
	ComputedFor, NextOn                       string
	byRule                                    bool // of what has just been computed
}

const keptColumns = `k.programme_id, k.unit_id, k.employer_id, k.scheme_id, k.state, k.since, k.certified_on, k.valid_until, k.round, k.counted, k.met, k.waiting, k.ready, k.asked, k.computed_for, k.next_on`

func (k *Kept) fields() []any {
	return []any{&k.ProgrammeID, &k.UnitID, &k.EmployerID, &k.SchemeID, &k.State, &k.Since, &k.CertifiedOn, &k.ValidUntil, &k.Round, &k.Counted, &k.Met, &k.Waiting, &k.Ready, &k.Asked, &k.ComputedFor, &k.NextOn}
}

func scanKept(s db.Scanner) (k Kept, err error) { err = s.Scan(k.fields()...); return k, err }

func (k Kept) row() []any {
	return []any{k.ProgrammeID, k.UnitID, k.EmployerID, k.SchemeID, string(k.State), k.Since, k.CertifiedOn, k.ValidUntil, k.Round, k.Counted, k.Met, k.Waiting, k.Ready, k.Asked, k.ComputedFor, k.NextOn}
}

var keptNames = []string{"programme_id", "unit_id", "employer_id", "scheme_id", "state", "since", "certified_on", "valid_until", "round", "counted", "met", "waiting", "ready", "asked", "computed_for", "next_on"}

// keep is what is kept of an outcome.
func keep(p Programme, o rule.Outcome) Kept {
	return Kept{p.ID, p.UnitID, p.EmployerID, p.SchemeID, o.State, o.Since, o.CertifiedOn, o.ValidUntil, int64(o.Round), int64(o.Counted), int64(o.Met), int64(o.Waiting), open(o), o.Asked, o.On, o.Next, o.ByRule}
}

// open tells whether a unit could be certified today in a round in which it is not: for the first time, or anew.
func open(o rule.Outcome) bool { return o.Ready && (!o.State.Holds() || o.Round > o.Held) }

type dueUnit struct{ unit, mark string }

func scanDue(s db.Scanner) (d dueUnit, err error) { err = s.Scan(&d.unit, &d.mark); return d, err }

// chunk is how many units are computed at once.
const chunk = 100

// OnChanged computes the marked units again.
func (c *Certifications) OnChanged(ctx context.Context, _ Changed) error {
	for after := ""; ; {
		marked, err := db.All(ctx, c.DB, scanDue, `
			SELECT unit_id, mark
			FROM unit_due
			WHERE unit_id > $1
			ORDER BY unit_id
			LIMIT $2`,
			after, chunk)
		if err != nil || len(marked) == 0 {
			return err
		}
		if err := c.refresh(ctx, marked); err != nil {
			return err
		}
		after = marked[len(marked)-1].unit
	}
}

// refresh computes units again and keeps what came out, but of those that something has happened to meanwhile: they have
// another mark, and whoever sees it computes them.
func (c *Certifications) refresh(ctx context.Context, marked []dueUnit) error {
	ids := make([]string, len(marked))
	for i, d := range marked {
		ids[i] = d.unit
	}
	fresh, err := c.compute(ctx, ids, c.Today())
	if err != nil {
		return err
	}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		var mine []string
		for _, d := range marked {
			n, err := tx.Exec(ctx, `DELETE FROM unit_due WHERE unit_id = $1 AND mark = $2`, d.unit, d.mark)
			if err != nil {
				return err
			}
			if n > 0 {
				mine = append(mine, d.unit)
			}
		}
		had, err := keptOf(ctx, tx, mine)
		if err != nil {
			return err
		}
		if err := replaceKept(ctx, tx, mine, fresh); err != nil {
			return err
		}
		var told []passage
		for _, id := range mine {
			told = append(told, passages(had[id], fresh[id], c.Today())...)
		}
		return c.tellPassages(ctx, tx, told)
	})
}

// replaceKept puts what came out in place of what is kept of some units.
func replaceKept(ctx context.Context, tx *db.Tx, unitIDs []string, fresh map[string][]Kept) error {
	if len(unitIDs) == 0 {
		return nil
	}
	if _, err := tx.Exec(ctx, `DELETE FROM unit_state WHERE unit_id IN (`+db.Marks(1, len(unitIDs))+`)`, db.Args(unitIDs)...); err != nil {
		return err
	}
	_, err := tx.Load(ctx, "unit_state", keptNames, func(yield func([]any) bool) {
		for _, id := range unitIDs {
			for _, k := range fresh[id] {
				if !yield(k.row()) {
					return
				}
			}
		}
	})
	return err
}

// compute gives what is to be kept of some units on a day, by unit.
func (c *Certifications) compute(ctx context.Context, unitIDs []string, on string) (map[string][]Kept, error) {
	out := map[string][]Kept{}
	all, err := programmesOf(ctx, c.DB, unitIDs)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(p Programme) bool { return p.Proposed() || p.LeftOn <= on })
	inputs, err := c.inputs(ctx, c.DB, all)
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		out[p.UnitID] = append(out[p.UnitID], keep(p, rule.At(inputs[p.ID], on)))
	}
	return out, nil
}

// Passed is the regular look: what time alone may have changed is computed again, people are reminded, and marks whose job
// was lost are taken up.
type Passed struct{}

// Kind implements job.Args.
func (Passed) Kind() string { return "certification.passed" }

// OnPassed looks.
func (c *Certifications) OnPassed(ctx context.Context, _ Passed) error {
	err := c.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `
			INSERT INTO unit_due (unit_id, mark)
			SELECT DISTINCT k.unit_id, $1
			FROM unit_state k
			WHERE k.next_on <> '' AND k.next_on <= $2
			ORDER BY k.unit_id
			ON CONFLICT (unit_id) DO UPDATE SET mark = excluded.mark`,
			c.NewID(), c.Today())
		return err
	})
	if err != nil {
		return err
	}
	if err := c.OnChanged(ctx, Changed{}); err != nil {
		return err
	}
	return c.remind(ctx)
}

// Rebuild computes every unit in a programme from facts, and keeps what differs, beside what is read and written meanwhile.
// It gives how many differed.
func (c *Certifications) Rebuild(ctx context.Context) (differed int, err error) {
	type at struct{ employer, unit string }
	for last := (at{}); ; {
		some, err := db.All(ctx, c.DB, func(s db.Scanner) (a at, err error) { err = s.Scan(&a.employer, &a.unit); return a, err }, `
			SELECT DISTINCT p.employer_id, p.unit_id
			FROM unit_programme p
			WHERE p.employer_id > $1 OR (p.employer_id = $1 AND p.unit_id > $2)
			ORDER BY p.employer_id, p.unit_id
			LIMIT $3`,
			last.employer, last.unit, chunk)
		if err != nil || len(some) == 0 {
			return differed, err
		}
		last = some[len(some)-1]
		ids := make([]string, len(some))
		for i, a := range some {
			ids[i] = a.unit
		}
		n, err := c.rebuild(ctx, ids)
		if err != nil {
			return differed, err
		}
		differed += n
	}
}

// rebuild does it for some units. Whoever differs is marked and computed as those are whom a change has marked: something
// may have happened since it was read. Where nothing is kept yet, units are marked without looking first.
func (c *Certifications) rebuild(ctx context.Context, unitIDs []string) (int, error) {
	had, err := keptOf(ctx, c.DB, unitIDs)
	if err != nil {
		return 0, err
	}
	differ := unitIDs
	if len(had) > 0 {
		fresh, err := c.compute(ctx, unitIDs, c.Today())
		if err != nil {
			return 0, err
		}
		differ = slices.DeleteFunc(slices.Clone(unitIDs), func(id string) bool { return sameKept(had[id], fresh[id]) })
	}
	if len(differ) == 0 {
		return 0, nil
	}
	mark := c.NewID()
	marked := make([]dueUnit, len(differ))
	err = c.DB.Tx(ctx, func(tx *db.Tx) error {
		for i, id := range differ {
			marked[i] = dueUnit{id, mark}
			if _, err := tx.Exec(ctx, `
				INSERT INTO unit_due (unit_id, mark)
				VALUES ($1, $2)
				ON CONFLICT (unit_id) DO UPDATE SET mark = excluded.mark`,
				id, mark); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return len(differ), c.refresh(ctx, marked)
}

// keptOf gives what is kept of some units, by unit.
func keptOf(ctx context.Context, q db.Q, unitIDs []string) (map[string][]Kept, error) {
	out := map[string][]Kept{}
	if len(unitIDs) == 0 {
		return out, nil
	}
	return out, db.Each(ctx, q, scanKept, func(k Kept) error { out[k.UnitID] = append(out[k.UnitID], k); return nil }, `
		SELECT `+keptColumns+`
		FROM unit_state k
		WHERE k.unit_id IN (`+db.Marks(1, len(unitIDs))+`)
		ORDER BY k.unit_id, k.programme_id`,
		db.Args(unitIDs)...)
}

// sameKept tells whether two say the same, but for the day they were computed for.
func sameKept(a, b []Kept) bool {
	said := func(all []Kept) map[string]Kept {
		out := map[string]Kept{}
		for _, k := range all {
			k.ComputedFor, k.byRule = "", false
			out[k.ProgrammeID] = k
		}
		return out
	}
	x, y := said(a), said(b)
	if len(x) != len(y) {
		return false
	}
	for id, k := range x {
		if y[id] != k {
			return false
		}
	}
	return true
}
