package app

import (
	"context"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/report"
)

// buildFigures lets what changes how people stand mark them, in its own transaction. What holds from a coming
// day is computed by that day's pass.
func (a *App) buildFigures() {
	a.Figures = &report.Figures{DB: a.DB, Tree: a.Tree, Staff: a.Staff, Journeys: a.Journeys, Jobs: a.Jobs, Now: a.Now, NewID: NewID}
	a.Record.Listeners = append(a.Record.Listeners, a.Figures.OnFact)
	for _, person := range []*func(context.Context, *db.Tx, string) error{&a.Studies.Begun, &a.Staff.Changed, &a.Access.Changed, &a.Record.Shared, &a.Journeys.PersonChanged} {
		*person = a.Figures.Mark
	}
	a.Imports.Changed = a.Figures.MarkEmployer
	a.Journeys.Changed, a.Tree.Changed = a.Figures.MarkUnder, a.Figures.MarkUnder
}

// followFigures says who computes what has changed, and looks now and then whether a day has passed.
func (a *App) followFigures() {
	job.Handle(a.Jobs, a.Figures.OnChanged)
	job.Handle(a.Jobs, a.Figures.OnPassed)
	job.Handle(a.Jobs, a.Figures.OnLooked)
	job.Every(a.Jobs, 10*time.Minute, report.Looked{})
}
