package main

import (
	"context"
	"fmt"
	"time"

	"yrkesresan/internal/app"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
)

// submitted lets every municipality submit its gap, and measures what RSS and nation read.
func submitted(ctx context.Context, a *app.App) error {
	op := may.Operator()
	towns, err := a.Tree.Municipalities(ctx, a.Staff.Today())
	if err != nil {
		return err
	}
	n, began := 0, time.Now()
	for _, town := range towns {
		s, err := a.Gaps.Submission(ctx, op, town.ID)
		if err != nil {
			return err
		}
		if len(s.Draft.Figures) == 0 {
			continue
		}
		if _, err := a.Gaps.Submit(ctx, op, town.ID, s.Draft.Digest()); err != nil {
			return err
		}
		n++
	}
	fmt.Printf("gap: %d municipalities look and submit: %.1f ms each\n", n, float64(time.Since(began).Milliseconds())/float64(max(n, 1)))
	for _, m := range []struct {
		what   string
		rounds int
		do     func() error
	}{
		{"the nation's submitted gap, the first time", 1, func() error { _, err := a.Gaps.Overview(ctx, op, org.Sweden, gap.Filter{}); return err }},
		{"the nation's submitted gap", 10, func() error { _, err := a.Gaps.Overview(ctx, op, org.Sweden, gap.Filter{}); return err }},
		{"the nation's submitted gap, one occupation", 10, func() error {
			_, err := a.Gaps.Overview(ctx, op, org.Sweden, gap.Filter{Occupation: "underskoterska"})
			return err
		}},
		{"an RSS's board", 10, func() error {
			_, err := a.Gaps.Board(ctx, op, org.RSSID("GR"), gap.EveryArea, gap.Filter{})
			return err
		}},
		{"gap --nation", 2, func() error { _, err := a.Gaps.Submitted(ctx, op, org.Sweden, 2, a.Staff.Today()); return err }},
	} {
		began := time.Now()
		for range m.rounds {
			if err := m.do(); err != nil {
				return fmt.Errorf("%s: %w", m.what, err)
			}
		}
		fmt.Printf("gap: %s: %.1f ms\n", m.what, float64(time.Since(began).Microseconds())/1000/float64(m.rounds))
	}
	return nil
}
