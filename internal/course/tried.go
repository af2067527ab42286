package course

import (
	"context"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// ErrNotTried is that the municipality does not try the version.
var ErrNotTried = fault.New(fault.Missing, "course.not_tried")

// mostTried bounds the versions that one municipality tries.
const mostTried = 100

// Tried is a version that a municipality's people begin on before others do, as the municipality sees it.
type Tried struct {
	CourseID, Title string
	Version         int64
	Pilot
}

// askTown asks whether the actor speaks for a municipality about what it tries.
func askTown(ctx context.Context, q db.Q, a may.Actor, id, today string) (org.Node, error) {
	n, err := org.Find(ctx, q, id, today)
	if err != nil {
		return n, err
	}
	return n, may.Ask(a.Inside(n.Path), may.EditLayer, n.Path)
}

// TriedBy lists the versions that a municipality tries or will try, to who may speak for it.
func (cs *Courses) TriedBy(ctx context.Context, a may.Actor, municipalityID, today string) ([]Tried, error) {
	n, err := askTown(ctx, cs.DB, a, municipalityID, today)
	if err != nil {
		return nil, err
	}
	return db.All(ctx, cs.DB, func(r db.Scanner) (t Tried, err error) {
		t.MunicipalityID, t.Name = n.ID, n.Name
		err = r.Scan(&t.CourseID, &t.Version, &t.Title, &t.From, &t.Until, &t.Note)
		return t, err
	}, `
		SELECT p.course_id, p.version, v.title, p.valid_from, p.valid_until, p.note
		FROM course_pilot p
		JOIN course_version v ON v.course_id = p.course_id AND v.version = p.version
		WHERE p.municipality_id = $1 AND p.valid_until > $2
		ORDER BY p.course_id, p.version
		LIMIT $3`,
		n.ID, today, mostTried)
}

// NotePilot keeps what a municipality says of a version that it tries or has tried; whoever keeps the course reads it.
// A later note takes the place of an earlier. Errors: ErrNotTried, ErrIdentity and ErrLong on the text.
func (cs *Courses) NotePilot(ctx context.Context, a may.Actor, id string, version int64, municipalityID, note, today string) error {
	n, err := askTown(ctx, cs.DB, a, municipalityID, today)
	if err != nil {
		return err
	}
	note = strings.TrimSpace(note)
	if err := checkText(note, cs.Now()); err != nil {
		return err
	}
	rows, err := cs.DB.Exec(ctx, `
		UPDATE course_pilot
		SET note = $4, noted_by = $5, noted_at = $6
		WHERE course_id = $1 AND version = $2 AND municipality_id = $3`,
		id, version, n.ID, note, a.PersonID, cs.Now())
	if err == nil && rows == 0 {
		return ErrNotTried
	}
	return err
}
