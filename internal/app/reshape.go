package app

import (
	"context"
	"slices"
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
	a.Tree.Followers = []org.Follower{a.Imports, a.Access, a.Gaps, a.Plans, a.Bookings, a.Demand, a.Staffing, a.Practice, a.Certification, a.Appointments,
		a.Library,
		a.Introductions,
		a.Circles,
		a.Uptake,
		a.Presets,
	}
	job.Handle(a.Jobs, func(ctx context.Context, _ reshaped) error { return a.Tree.Due(ctx, a.Staff.Today()) })
	job.Every(a.Jobs, 10*time.Minute, reshaped{})
}

// contactsOf gives whom a person turns to at each employer where the person works today.
func (a *App) contactsOf(ctx context.Context, personID string) ([]org.Contact, error) {
	today := a.Staff.Today()
	jobs, err := a.Staff.Employments(ctx, personID, today)
	if err != nil {
		return nil, err
	}
	var employers []string
	for _, e := range jobs {
		if !slices.Contains(employers, e.EmployerID) {
			employers = append(employers, e.EmployerID)
		}
	}
	return a.Tree.Contacts(ctx, employers, today)
}
