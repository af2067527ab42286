package app

import (
	"time"

	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/report"
)

// buildFigures lets what changes how people stand mark them, in its own transaction.
func (a *App) buildFigures() {
	a.Figures = &report.Figures{DB: a.DB, Tree: a.Tree, Staff: a.Staff, Journeys: a.Journeys, Jobs: a.Jobs, Now: a.Now, NewID: NewID}
	a.Record.Listeners = append(a.Record.Listeners, a.Figures.OnFact)
	a.Studies.Begun, a.Imports.Changed, a.Journeys.Changed = a.Figures.Mark, a.Figures.MarkEmployer, a.Figures.MarkUnder
}

// followFigures says who computes what has changed, and looks now and then whether a day has passed.
func (a *App) followFigures() {
	job.Handle(a.Jobs, a.Figures.OnChanged)
	job.Handle(a.Jobs, a.Figures.OnPassed)
	job.Handle(a.Jobs, a.Figures.OnLooked)
	job.Every(a.Jobs, 10*time.Minute, report.Looked{})
}
