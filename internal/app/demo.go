package app

import (
	"context"
	"fmt"
	"time"

	"yrkesresan/internal/demo"
)

func (a *App) buildDemo() {
	a.Demo = &demo.Demo{DB: a.DB, Tree: a.Tree, Staff: a.Staff, Access: a.Access, Record: a.Record, Courses: a.Courses, Studies: a.Studies, Locals: a.Locals,
		Imports: a.Imports, Figures: a.Figures, Journeys: a.Journeys, Groups: a.Groups, Messages: a.Messages, Privacy: a.Privacy, Profiles: a.Profiles, Competence: a.Competence, Gaps: a.Gaps, Plans: a.Plans, Occasions: a.Occasions, Bookings: a.Bookings, Attendance: a.Attendance, Demand: a.Demand,
		Appointments: a.Appointments, Circles: a.Circles, Certifications: a.Certification, Introductions: a.Introductions, Library: a.Library, Uptake: a.Uptake, NewID: NewID}
}

// followDemo lets commands beside a demo live on the demo's day.
func (a *App) followDemo(ctx context.Context) error {
	if a.Config.Demo {
		return nil
	}
	days, err := demo.Moved(ctx, a.DB)
	a.move(days)
	return err
}

// fillDemo makes the demo data when this is a demo that has none.
func (a *App) fillDemo(ctx context.Context) error {
	if !a.Config.Demo {
		return nil
	}
	if err := a.Demo.Fill(ctx); err != nil {
		return err
	}
	return demo.SetMoved(ctx, a.DB, a.moved)
}

// move moves the clock that the rules see by days.
func (a *App) move(days int) {
	if a.moved = days; days == 0 {
		return
	}
	a.Now = func() time.Time { return time.Now().In(a.Place).AddDate(0, 0, days) }
}

// daysTo is how many days it is from this day to another.
func (a *App) daysTo(day string) (int, error) {
	to, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return 0, fmt.Errorf("--today is a date like 2026-03-01: %w", err)
	}
	now := time.Now().In(a.Place)
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	return int(to.Sub(today).Hours() / 24), nil
}
