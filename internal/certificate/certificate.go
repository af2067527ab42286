// Package certificate owns course certificates (kursintyg) and their verification.
//
// Whoever completes a course here gets a certificate in the same transaction, with a code that
// anyone can check. A course that somebody else gives is a line in the record and keeps its own
// paper: we issue nothing for it. What a certificate says is read from the facts each time, so it
// can always be computed again: the row here holds only the code and whether the name is shown.
// A verification never tells employer or unit, and the name only when the holder wants it (rule 20).
//
// A certificate is for a course; it is no certification of a unit, no licence and no proof of a
// protected title (rule 21).
//
// Tables: certificate. Says: nothing. Asks: record (as its listener too), staff, may, and a
// Courses for what a course leads to.
package certificate

import (
	"context"
	"io"
	"slices"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// Faults.
var (
	ErrNoCertificate = fault.New(fault.Missing, "certificate.missing")
	ErrRevoked       = fault.New(fault.Conflict, "certificate.is_revoked") // no paper is made of it
)

// Status is whether a certificate stands.
type Status string

// The statuses. One whose time has run out still stands: it tells truly what was done.
const (
	Valid   Status = "valid"
	Revoked Status = "revoked"
	Unknown Status = "unknown"
)

// Card is what a version of a course says on its certificates.
type Card struct {
	Title        string
	Goals        []string // what one can do after it
	EvidenceOnly bool     // it is no delegation (rule 18)
}

// Courses tells what a version of a course says. A fault of kind Missing leaves it unsaid.
type Courses interface {
	Content(ctx context.Context, courseID string, version int64) (Card, error)
}

// Certificate is a certificate as its holder sees it.
type Certificate struct {
	Code             string
	FactID, PersonID string
	ShowName         bool // on the page where anyone can check it
	CourseID         string
	Version          int64
	IssuedAt         time.Time
	ValidUntil       string // YYYY-MM-DD, the first day it no longer holds; "" = for ever
	Hours            float64
	RevokedAt        *time.Time
	Latest           bool // nothing later completes the same course
	Card
}

// StatusOn is the status on a day: later revocations are not known then.
func (c Certificate) StatusOn(on string, place *time.Location) Status {
	switch {
	case org.Today(c.IssuedAt, place) > on:
		return Unknown
	case c.RevokedAt != nil && org.Today(*c.RevokedAt, place) <= on:
		return Revoked
	}
	return Valid
}

// Expired tells whether the time has run out on a day.
func (c Certificate) Expired(on string) bool { return c.ValidUntil != "" && c.ValidUntil <= on }

// renewal is how long before it runs out the holder is told.
const renewal = 90 * 24 * time.Hour

// RenewBy is the day before which the course should be taken again; "" while that is far off, or
// when it has been.
func (c Certificate) RenewBy(on string) string {
	until, err := time.Parse(time.DateOnly, c.ValidUntil)
	if err != nil || !c.Latest || c.RevokedAt != nil || until.Add(-renewal).Format(time.DateOnly) > on {
		return ""
	}
	return c.ValidUntil
}

// Certificates is the door to this room.
type Certificates struct {
	DB      *db.DB
	Record  *record.Record
	Staff   *staff.Staff
	Courses Courses   // nil: goals are left unsaid
	Random  io.Reader // where codes come from
}

// derive reads what certificates say out of their holder's facts, newest first.
func derive(rows []row, facts []record.Fact) []Certificate {
	revoked, standing := map[string]time.Time{}, record.Standing(facts)
	for _, f := range facts {
		if f.Kind == record.Revoked {
			revoked[f.Revokes] = f.At
		}
	}
	var out []Certificate
	for _, r := range rows {
		i := slices.IndexFunc(facts, func(f record.Fact) bool { return f.ID == r.factID })
		if i < 0 {
			continue // the fact has been erased
		}
		f := facts[i]
		c := Certificate{Code: r.code, FactID: f.ID, PersonID: r.personID, ShowName: r.showName, CourseID: f.CourseID, Version: f.Version,
			IssuedAt: r.issuedAt, ValidUntil: f.ValidUntil, Hours: f.Hours, Card: Card{Title: f.Title}}
		if at, ok := revoked[f.ID]; ok {
			c.RevokedAt = &at
		}
		c.Latest = !slices.ContainsFunc(standing, func(o record.Fact) bool {
			return o.CourseID == f.CourseID && o.ID != f.ID && o.Done() && o.At.After(f.At)
		})
		out = append(out, c)
	}
	slices.SortStableFunc(out, func(a, b Certificate) int { return b.IssuedAt.Compare(a.IssuedAt) })
	return out
}
