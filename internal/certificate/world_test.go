package certificate_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"yrkesresan/internal/certificate"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// world is the two rooms on a database of their own, with a clock that tests move.
type world struct {
	*certificate.Certificates
	t    *testing.T
	now  time.Time
	next int
}

// shelf is the courses of a test, by id.
type shelf map[string]certificate.Card

func (s shelf) Content(_ context.Context, id string, _ int64) (certificate.Card, error) {
	card, ok := s[id]
	if !ok {
		return card, fault.New(fault.Missing, "course.missing")
	}
	return card, nil
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	d := dbtest.Open(t)
	newID := func() string { w.next++; return fmt.Sprintf("id%05d", w.next) }
	now := func() time.Time { return w.now }
	place, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	log := &audit.Log{DB: d, Now: now, NewID: newID}
	people := &staff.Staff{DB: d, Audit: log, Now: now, NewID: newID, Place: place}
	w.Certificates = &certificate.Certificates{DB: d, Staff: people, Random: rand.NewChaCha8([32]byte{1}),
		Record:  &record.Record{DB: d, Staff: people, Audit: log, Now: now, NewID: newID},
		Courses: shelf{"delegering": {Title: "Läkemedel", Goals: []string{"Du vet vad en delegering är"}, EvidenceOnly: true}}}
	w.Record.Listeners = append(w.Record.Listeners, w.Issue)
	w.exec(`INSERT INTO node (id, kind, code, population, made_by) VALUES ('k', 'municipality', '', 0, ''), ('m', 'municipality', '', 0, '')`)
	return w
}

func (w *world) exec(q string, args ...any) {
	w.t.Helper()
	if _, err := w.DB.Exec(w.t.Context(), q, args...); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) person(id string) may.Actor {
	w.t.Helper()
	w.exec(`INSERT INTO person (id, made_at, made_by) VALUES ($1, $2, 'test')`, id, w.now)
	w.card(id, "k", false, "")
	return may.Actor{PersonID: id}
}

func (w *world) card(id, employer string, protected bool, contactCode string) {
	w.t.Helper()
	w.exec(`
		INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code)
		VALUES ($1, $2, 'Amina', 'Warsame', '', '', '', $3, $4)`, employer, id, protected, contactCode)
}

func (w *world) append(f record.Fact) record.Fact {
	w.t.Helper()
	err := w.DB.Tx(w.t.Context(), func(tx *db.Tx) (err error) {
		f, err = w.Record.Append(w.t.Context(), tx, f)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return f
}

func (w *world) completed(person, course, validUntil string) record.Fact {
	w.t.Helper()
	return w.append(record.Fact{PersonID: person, Kind: record.Completed, CourseID: course, Version: 3, Title: "Kursen " + course,
		ValidUntil: validUntil, Hours: 1.5, Source: record.FromCourse, ActorID: person, ControllerID: "k"})
}

func (w *world) revoke(f record.Fact) {
	w.t.Helper()
	if _, err := w.Record.Revoke(w.t.Context(), may.Operator(), f.ID, "fel"); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) of(a may.Actor, f record.Fact) certificate.Certificate {
	w.t.Helper()
	c, err := w.Of(w.t.Context(), a, f.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

func (w *world) verify(code, on string) certificate.Verified {
	w.t.Helper()
	v, err := w.Verify(w.t.Context(), code, on)
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}
