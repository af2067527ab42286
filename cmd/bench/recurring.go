package main

import (
	"context"
	"fmt"
	"time"

	"yrkesresan/internal/app"
	"yrkesresan/internal/privacy"
	"yrkesresan/internal/report"
)

// recurring measures the work that comes back by itself in a whole nation.
func recurring(ctx context.Context, a *app.App) error {
	for _, w := range []struct {
		name string
		do   func() error
	}{
		{"retention looked through", func() error { return a.Privacy.OnAged(ctx, privacy.Aged{}) }},
		{"figures looked at", func() error { return a.Figures.OnLooked(ctx, report.Looked{}) }},
		{"digests looked for", func() error { return a.Messages.Digest(ctx) }},
		{"the tree's day", func() error { return a.Tree.Due(ctx, a.Staff.Today()) }},
	} {
		began := time.Now()
		if err := w.do(); err != nil {
			return fmt.Errorf("%s: %w", w.name, err)
		}
		fmt.Printf("%s: %.1f s\n", w.name, time.Since(began).Seconds())
	}
	return nil
}
