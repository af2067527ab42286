package app

import (
	"context"
	"errors"
	"time"

	"yrkesresan/internal/certification"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/job"
)

// buildCertification builds the certification of units, and lets what changes how they stand mark them in its own
// transaction. It comes after the rooms whose changes it follows.
func (a *App) buildCertification() {
	c := &certification.Certifications{DB: a.DB, Tree: a.Tree, Staff: a.Staff, Access: a.Access, Record: a.Record, Courses: a.Courses, Messages: a.Messages, Jobs: a.Jobs, Audit: a.Audit,
		Now: a.Now, NewID: NewID, Place: a.Place, Managers: a.leadersOf}
	a.Certification = c
	a.Record.Listeners = append(a.Record.Listeners, c.OnFact)
	for _, person := range []*func(context.Context, *db.Tx, string) error{&a.Staff.Changed, &a.Record.Shared} {
		*person = both(*person, c.MarkPerson)
	}
	a.Imports.Changed = both(a.Imports.Changed, c.MarkEmployer)
	a.Courses.Changed = both(a.Courses.Changed, c.MarkCourse)
	job.Handle(a.Jobs, c.OnChanged)
	job.Handle(a.Jobs, c.OnPassed)
	job.Every(a.Jobs, time.Hour, certification.Passed{})
}

// both tells two, in one transaction.
func both(first, second func(context.Context, *db.Tx, string) error) func(context.Context, *db.Tx, string) error {
	if first == nil {
		return second
	}
	return func(ctx context.Context, tx *db.Tx, id string) error {
		return errors.Join(first(ctx, tx, id), second(ctx, tx, id))
	}
}
