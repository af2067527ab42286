package main

import (
	"context"
	"fmt"
	"time"

	"yrkesresan/internal/app"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/report"
)

// figures measures computing how people stand, from nothing, and the nation's overview when every
// municipality has submitted. Computing the whole nation takes some minutes: without o.pass it is stopped
// after a while, and who was not reached is given a standing, so that there is something to submit.
func figures(ctx context.Context, a *app.App, o options, n *nation) error {
	began := time.Now()
	bounded, stop := ctx, context.CancelFunc(func() {})
	if !o.pass {
		bounded, stop = context.WithTimeout(ctx, passFor)
	}
	defer stop()
	if err := a.Figures.OnPassed(bounded, report.Passed{Why: "bench"}); err != nil && bounded.Err() == nil {
		return err
	}
	took := time.Since(began)
	people, err := db.One(ctx, a.DB, db.Number, `SELECT COUNT(DISTINCT person_id) FROM standing`)
	if err != nil {
		return err
	}
	fmt.Printf("standings of %d people from nothing: %.0f s, %.2f ms a person\n", people, took.Seconds(), float64(took.Microseconds())/1000/float64(max(people, 1)))
	if int(people) < n.people {
		if err := giveStandings(ctx, a); err != nil {
			return err
		}
	}
	began = time.Now()
	if o.pass { // as a night does it, when nearly nobody stands otherwise
		if err := a.Figures.OnPassed(ctx, report.Passed{Why: "bench"}); err != nil {
			return err
		}
		fmt.Printf("standings of %d people when nothing has changed: %.0f s\n", n.people, time.Since(began).Seconds())
	}
	municipalities, err := a.Tree.Municipalities(ctx, a.Staff.Today())
	if err != nil {
		return err
	}
	submitted := 0
	for _, m := range municipalities {
		s, err := a.Figures.Submission(ctx, may.Operator(), m.ID)
		if err != nil {
			return err
		}
		if len(s.Draft.Journeys) == 0 {
			continue // too few people in a small nation
		}
		if _, err := a.Figures.Submit(ctx, may.Operator(), m.ID, s.Draft.Digest()); err != nil {
			return err
		}
		submitted++
	}
	const rounds = 50
	if _, err := a.Figures.Overview(ctx, may.Operator(), report.Choice{}); err != nil { // reads each submission once
		return err
	}
	began = time.Now()
	for range rounds {
		if _, err := a.Figures.Overview(ctx, may.Operator(), report.Choice{}); err != nil {
			return err
		}
	}
	fmt.Printf("national overview of %d submissions: %.2f ms\n", submitted, float64(time.Since(began).Microseconds())/1000/rounds)
	return nil
}

// passFor is how long computing is measured when not everybody is computed.
const passFor = 20 * time.Second

// giveStandings gives one to everybody who has none, and says that the day's pass is done.
func giveStandings(ctx context.Context, a *app.App) error {
	return a.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, q := range []string{
			`DELETE FROM standing_dirty`,
			`INSERT INTO standing (person_id, employer_id, journey_id, unit_id, occupation, area, state, total, done, started, late, due, list_id, marks)
			SELECT p.person_id, p.employer_id, j.id, p.unit_id, p.occupation, p.area,
			       CASE WHEN SUBSTR(p.person_id, LENGTH(p.person_id)) IN ('1', '4', '7') THEN 'done' ELSE 'on_way' END, 10, 4, 1, 0, '', '', ''
			FROM employment_period p
			CROSS JOIN (SELECT '' AS id UNION SELECT 'vard-och-omsorg') j
			WHERE p.valid_until = '9999-12-31' AND NOT EXISTS (SELECT 1 FROM standing s WHERE s.person_id = p.person_id)
			ON CONFLICT DO NOTHING`,
			`INSERT INTO standing_pass (name, on_day, position, begun_at, asked, begun_for) VALUES ('everybody', '` + a.Staff.Today() + `', '', '2026-01-01 00:00:00', '', '') ON CONFLICT DO NOTHING`,
			`UPDATE standing_pass SET ended_at = begun_at, begun_for = asked`,
			`DELETE FROM river_job WHERE kind = 'report.passed'`,
		} {
			if _, err := tx.Exec(ctx, q); err != nil {
				return err
			}
		}
		return nil
	})
}
