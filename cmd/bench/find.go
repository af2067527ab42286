package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"yrkesresan/internal/app"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/search"
)

// finding measures how long it takes to index the nation, and to find in it: as a learner, as the
// manager of a unit, as the largest municipality and as the nation.
func finding(ctx context.Context, a *app.App) error {
	began := time.Now()
	if err := a.Search.OnSwept(ctx, search.Swept{}); err != nil {
		return err
	}
	fmt.Printf("search: the whole index made in %.1f s", time.Since(began).Seconds())
	began = time.Now()
	if err := a.Search.OnSwept(ctx, search.Swept{}); err != nil {
		return err
	}
	fmt.Printf(", nothing changed looked at in %.0f ms\n", float64(time.Since(began).Microseconds())/1000)
	town, unit, err := largest(ctx, a)
	if err != nil {
		return err
	}
	who := []struct {
		name  string
		actor may.Actor
	}{
		{"learner", may.Actor{PersonID: "bench"}},
		{"manager", may.Actor{PersonID: "bench", Grants: []may.Grant{{Role: may.Manager, Path: unit.Path, NodeID: unit.ID}}}},
		{"largest municipality", may.Actor{PersonID: "bench", Grants: []may.Grant{{Role: may.Municipality, Path: town.Path, NodeID: town.ID}}}},
		{"nation", may.Actor{PersonID: "bench", Grants: []may.Grant{{Role: may.National, Path: org.Sweden, NodeID: org.Sweden}}}},
	}
	for _, w := range who {
		var took []time.Duration
		for range 6 {
			for _, asked := range []string{"hygien", "hygein", "läkemedelshantering", "missbruk", "vård och omsorg", "enhet", "anna", "andersson", "anna andersson", "demens bemötande", "lagar", "xyzzyq"} {
				began := time.Now()
				if _, err := a.Search.Find(ctx, w.actor, search.Question{Text: asked, Limit: 20}); err != nil {
					return err
				}
				took = append(took, time.Since(began))
			}
		}
		slices.Sort(took)
		fmt.Printf("search as %s: p50 %.1f ms, p95 %.1f ms, slowest %.1f ms\n", w.name, inMs(took[len(took)/2]), inMs(took[len(took)*95/100]), inMs(took[len(took)-1]))
	}
	return nil
}

func inMs(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// largest gives the municipality with most people and one of its units.
func largest(ctx context.Context, a *app.App) (town, unit org.Node, err error) {
	id, err := db.One(ctx, a.DB, db.Text, `SELECT employer_id FROM employee GROUP BY employer_id ORDER BY COUNT(*) DESC, employer_id LIMIT 1`)
	if err != nil {
		return town, unit, err
	}
	if town, err = a.Tree.Find(ctx, id, a.Staff.Today()); err != nil {
		return town, unit, err
	}
	units, err := a.Tree.UnitsIn(ctx, []string{town.Path}, a.Staff.Today(), 1)
	if err != nil || len(units) == 0 {
		return town, unit, err
	}
	return town, units[0], nil
}
