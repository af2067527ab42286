package main

import (
	"context"
	"fmt"
	"syscall"
	"time"

	"yrkesresan/internal/app"
	"yrkesresan/internal/certification"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// ownCPU is what this process has used of the processors: on a machine with other work the time on the clock says little.
func ownCPU() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// fillCertification lets every unit of the nation be in a scheme of two courses and a test, since two years.
func fillCertification(ctx context.Context, a *app.App, n *nation) error {
	scheme := rule.Scheme{Title: "Bench", Share: 80, Serving: true, LongLeave: 30, Grace: 60, Repair: 30, Months: 24, Window: 6, By: rule.ByRule, Requirements: []rule.Requirement{
		{Key: "bemotande", Title: "Bemötande", OneOf: []rule.Evidence{{Kind: rule.ByCourse, Ref: courses[1]}}},
		{Key: "demens", Title: "Demens", OneOf: []rule.Evidence{{Kind: rule.ByCourse, Ref: courses[6]}, {Kind: rule.ByTest, Ref: courses[6]}}},
		{Key: "lagaffektivt", Title: "Lågaffektivt", OneOf: []rule.Evidence{{Kind: rule.ByCourse, Ref: courses[7]}, {Kind: rule.ByTask}}}}}
	id, err := a.Certification.AddScheme(ctx, may.Operator(), org.Sweden, scheme, "")
	if err != nil {
		return err
	}
	joined := a.Now().AddDate(-2, 0, 0).Format(time.DateOnly)
	if _, err := a.DB.Exec(ctx, `UPDATE scheme_version SET valid_from = $2 WHERE scheme_id = $1`, id, joined); err != nil {
		return err
	}
	return a.DB.Tx(ctx, func(tx *db.Tx) error {
		var programmes, events [][]any
		last := ""
		for i, unit := range n.unitOf {
			if unit == last {
				continue
			}
			last = unit
			programmes = append(programmes, []any{"bc-" + unit, id, unit, n.employerOf[i], joined, db.NoEnd, "", false, int64(1), "bench", a.Now()})
			events = append(events, []any{"be-" + unit, "bc-" + unit, rule.Joined, "", joined, "", "", false, "bench", a.Now()})
		}
		if _, err := tx.Load(ctx, "unit_programme", []string{"id", "scheme_id", "unit_id", "employer_id", "joined_on", "left_on", "leader_id", "hidden", "revision", "made_by", "made_at"}, rowsOf(programmes)); err != nil {
			return err
		}
		_, err := tx.Load(ctx, "unit_event", []string{"id", "programme_id", "kind", "step", "on_day", "held_on", "note", "by_rule", "by_id", "at"}, rowsOf(events))
		return err
	})
}

// certifications measures how all units of the nation stand: from facts, with nothing kept and with everything kept, and from
// what is kept.
func certifications(ctx context.Context, a *app.App, n *nation) error {
	if err := fillCertification(ctx, a, n); err != nil {
		return err
	}
	if _, err := a.DB.Exec(ctx, `ANALYZE`); err != nil {
		return err
	}
	for _, what := range []string{"from facts, nothing kept", "from facts again, compared with what is kept"} {
		began, worked := time.Now(), ownCPU()
		differed, err := a.Certification.Rebuild(ctx)
		if err != nil {
			return err
		}
		fmt.Printf("certification: %d units %s: %.1f s, %.1f s of CPU, %d differed\n", n.units, what, time.Since(began).Seconds(), (ownCPU() - worked).Seconds(), differed)
	}
	op := may.Operator()
	for _, m := range []struct {
		what string
		do   func() (int, error)
	}{
		{"every unit of the nation from what is kept", func() (int, error) { all, err := a.Certification.All(ctx, op, org.Sweden); return len(all), err }},
		{"the nation's units by state", func() (int, error) {
			f, err := a.Certification.Figures(ctx, op, certification.Filter{})
			return f.Units, err
		}},
		{"a page of the largest municipality's units", func() (int, error) {
			rows, _, err := a.Certification.List(ctx, op, certification.Filter{NodeID: n.employerOf[n.firstOfLargest()], Limit: 50})
			return len(rows), err
		}},
		{"a page of the public register", func() (int, error) {
			rows, _, err := a.Certification.Register(ctx, "", "", 50, 0)
			return len(rows), err
		}},
		{"a unit person by person", func() (int, error) {
			v, err := a.Certification.View(ctx, op, "bc-"+n.unitOf[n.firstOfLargest()], "")
			return len(v.People), err
		}},
	} {
		const rounds = 5
		began, rows := time.Now(), 0
		for range rounds {
			var err error
			if rows, err = m.do(); err != nil {
				return fmt.Errorf("%s: %w", m.what, err)
			}
		}
		fmt.Printf("certification: %s: %.1f ms, %d rows\n", m.what, float64(time.Since(began).Microseconds())/1000/rounds, rows)
	}
	f, err := a.Certification.Figures(ctx, op, certification.Filter{})
	fmt.Printf("certification: %v\n", f.ByState)
	return err
}
