// Package report owns figures over many people.
//
// Standings are how each person stands in each journey, kept from facts and changes; they can be
// computed again at any time to the same answer. From them come the figures of a unit, an operation
// and a municipality, live and without names. What an RSS and the nation read is another thing: the
// latest dated summary that a municipality has submitted (rule 24), in which small groups have been
// pooled before it left (rule 25, report/pool).
//
// Tables: standing, standing_list, standing_dirty, standing_pass, summary. Says: nothing. Asks: org,
// staff, access, record, journey, may, audit.
package report

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/staff"
)

// Faults.
var (
	ErrNoSummary = fault.New(fault.Missing, "report.summary_missing")
	ErrChanged   = fault.New(fault.Conflict, "report.figures_changed")
	ErrFew       = fault.New(fault.Invalid, "report.too_few")
	ErrNotTown   = fault.New(fault.Missing, "report.not_municipality")
)

// Figures is the door to this room.
type Figures struct {
	DB       *db.DB
	Tree     *org.Tree
	Staff    *staff.Staff
	Journeys *journey.Journeys
	Jobs     *job.Queue
	Now      func() time.Time
	NewID    func() string
	// Projections are kept for the same people from the same changes.
	Projections []Projection

	read sync.Map // summary id → Summary: what has been submitted never changes
}

// today is the day that figures are of.
func (f *Figures) today() string { return f.Staff.Today() }

// names gives the journeys in the order of their titles, and their titles by id.
func (f *Figures) names(ctx context.Context) ([]journey.Name, map[string]string, error) {
	all, err := f.Journeys.Names(ctx, f.today())
	slices.SortFunc(all, func(a, b journey.Name) int { return strings.Compare(a.Title, b.Title) })
	titles := make(map[string]string, len(all))
	for _, n := range all {
		titles[n.ID] = n.Title
	}
	return all, titles, err
}
