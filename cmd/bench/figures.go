package main

import (
	"context"
	"fmt"
	"time"

	"yrkesresan/internal/app"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/report"
)

// figures measures computing how everybody stands, from nothing, and the nation's overview when every
// municipality has submitted.
func figures(ctx context.Context, a *app.App, n *nation) error {
	began := time.Now()
	if err := a.Figures.OnPassed(ctx, report.Passed{Why: "bench"}); err != nil {
		return err
	}
	took := time.Since(began)
	fmt.Printf("standings of %d people from nothing: %.0f s, %.2f ms a person\n", n.people, took.Seconds(), float64(took.Microseconds())/1000/float64(n.people))
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
