package app

import (
	"time"

	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/uptake"
)

// buildUptake builds the room of what comes after a course, and lets a course wait for a reflection.
func (a *App) buildUptake() {
	a.Uptake = &uptake.Uptake{DB: a.DB, Studies: a.Studies, Catalog: a.learning, Journeys: a.Journeys, Record: a.Record, Staff: a.Staff, Tree: a.Tree, Messages: a.Messages, Jobs: a.Jobs, Audit: a.Audit,
		Now: a.Now, NewID: NewID, Leaders: a.leadersOf}
	a.Studies.Gates = append(a.Studies.Gates, a.Uptake)
	a.Record.Listeners = append(a.Record.Listeners, a.Uptake.OnFact)
	job.Handle(a.Jobs, a.Uptake.OnEased)
	job.Every(a.Jobs, 24*time.Hour, uptake.Eased{})
	job.Handle(a.Jobs, a.Uptake.OnGiven)
	job.Every(a.Jobs, 12*time.Hour, uptake.Given{})
	job.Handle(a.Jobs, a.Uptake.OnDue)
	job.Every(a.Jobs, 24*time.Hour, uptake.DueNow{})
}
