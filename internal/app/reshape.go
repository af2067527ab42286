package app

import (
	"context"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/job"
)

// reshaped asks for what has been decided about the tree to be done on its day.
type reshaped struct{}

// Kind implements job.Args.
func (reshaped) Kind() string { return "org.reshaped" }

// buildReshaping lets what stands on places follow them, and changes happen on their day.
func (a *App) buildReshaping() {
	a.Tree.Followers = []org.Follower{a.Imports, a.Access}
	job.Handle(a.Jobs, func(ctx context.Context, _ reshaped) error { return a.Tree.Due(ctx, a.Staff.Today()) })
	job.Every(a.Jobs, 10*time.Minute, reshaped{})
}
