// Package competence owns what people hold besides what the learning record tells: formal education,
// licences, protected titles, validations, functions, and what they have been assessed to hold (R075–R077,
// R187, R208–R216, R283–R285; rules 13, 22, 26 and 28).
//
// What of it counts, why and until when is told by competence/held, pure. An employer sees what it has
// noted itself and what the person has shared with it (rule 19).
//
// Tables: merit, validation, validation_part, validation_mark, programme_map, merit_import, merit_import_row, assessment,
// assessment_ask, specialist_group, specialist_role, language_level, language_figure, language_count, language_counted. Says:
// Changed, Tell, Asked, in the same transaction; competence.merits_asked. Asks: org, staff, record,
// framework, may, audit.
package competence

import (
	"context"
	"time"

	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/framework"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// Competence is the door to this room.
type Competence struct {
	DB         *db.DB
	Tree       *org.Tree
	Staff      *staff.Staff
	Record     *record.Record
	Frameworks *framework.Frameworks
	Audit      *audit.Log
	Blobs      blob.Store // evidence that people have uploaded
	Jobs       *job.Queue
	Now        func() time.Time
	NewID      func() string
	// Changed, when set, is told in the transaction that what a person holds has changed.
	Changed func(ctx context.Context, tx *db.Tx, personID string) error
	// Asked, when set, is told in the transaction that a colleague has been asked to assess somebody, or has answered.
	Asked func(ctx context.Context, tx *db.Tx, r Request) error
	// Tell, when set, tells a person of something, in the transaction that made it so.
	Tell func(ctx context.Context, tx *db.Tx, t Told) error
}

// Known gives everything that may count for some people as an employer may see it, by person: at most
// 200 at once. It is for the rules: it asks no leave and logs nothing.
func (c *Competence) Known(ctx context.Context, employerID string, personIDs []string) (map[string]held.Person, error) {
	out := make(map[string]held.Person, len(personIDs))
	if len(personIDs) == 0 {
		return out, nil
	}
	facts, err := c.Record.SeenBy(ctx, employerID, personIDs)
	if err != nil {
		return nil, err
	}
	for id, all := range facts {
		out[id] = held.Person{Done: c.done(all)}
	}
	if err := c.addMerits(ctx, out, employerID, personIDs); err != nil {
		return nil, err
	}
	if err := c.addTitles(ctx, out, employerID, personIDs); err != nil {
		return nil, err
	}
	return out, c.addAssessed(ctx, out, employerID, personIDs)
}

// KnownFormal is Known with merits and rights to titles only: all that may fill what is formal (rule 22).
func (c *Competence) KnownFormal(ctx context.Context, employerID string, personIDs []string) (map[string]held.Person, error) {
	out := make(map[string]held.Person, len(personIDs))
	if len(personIDs) == 0 {
		return out, nil
	}
	if err := c.addMerits(ctx, out, employerID, personIDs); err != nil {
		return nil, err
	}
	return out, c.addTitles(ctx, out, employerID, personIDs)
}

// done gives the courses that stand as done.
func (c *Competence) done(facts []record.Fact) (out []held.Done) {
	for _, f := range record.Standing(facts) {
		if f.Done() {
			out = append(out, held.Done{FactID: f.ID, Course: f.CourseID, Title: f.Title, On: org.Today(f.At, c.Staff.Place), Until: f.ValidUntil})
		}
	}
	return out
}
