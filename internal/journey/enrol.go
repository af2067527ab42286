package journey

import (
	"context"
	"unicode/utf8"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/lang"
)

// Faults of enrolments.
var (
	ErrDueDay      = fault.New(fault.Invalid, "journey.due_day")
	ErrNotEnrolled = fault.New(fault.Missing, "journey.enrolment_missing")
)

// Enrolment is a course that whoever leads a person has put in the person's journey (R133).
type Enrolment struct {
	ID, PersonID     string
	NodeID, NodeName string // the unit whose decision it is
	EmployerID       string // whose matter it is: no other employer sees it
	CourseID         string
	Due              string // YYYY-MM-DD; "" = no date
	Note             string // the person reads it
	MadeBy           string
	MadeOn, EndedOn  string // EndedOn is the first day it no longer holds; db.NoEnd while it holds
}

// CheckEnrolment tells what is wrong with a date and a note, by field: due, note.
func (js *Journeys) CheckEnrolment(due, note string) error {
	if due != "" {
		if !lang.IsDay(due) || due < js.Staff.Today() {
			return ErrDueDay.On("due")
		}
	}
	switch {
	case identity.In(note, js.Now()):
		return ErrIdentity.On("note")
	case utf8.RuneCountInString(note) > longestNote:
		return ErrLongNote.On("note")
	}
	return nil
}

// Enrol puts a course in a person's journey, as part of tx. Callers have asked. The same course
// again from the same employer changes the date and the note; it gives whether it is new.
func (js *Journeys) Enrol(ctx context.Context, tx *db.Tx, e Enrolment) (added bool, err error) {
	today := js.Staff.Today()
	n, err := tx.Exec(ctx, `
		UPDATE assignment
		SET due = $4, note = $5, node_id = $6
		WHERE person_id = $1 AND employer_id = $2 AND course_id = $3 AND ended_on = '9999-12-31'`,
		e.PersonID, e.EmployerID, e.CourseID, e.Due, e.Note, e.NodeID)
	if err != nil {
		return false, err
	}
	if n > 0 {
		return false, js.tellOf(ctx, tx, e.PersonID)
	}
	n, err = tx.Exec(ctx, `
		INSERT INTO assignment (id, person_id, node_id, employer_id, course_id, due, note, made_by, made_at, made_on, ended_on, ended_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '9999-12-31', '')
		ON CONFLICT DO NOTHING`,
		js.NewID(), e.PersonID, e.NodeID, e.EmployerID, e.CourseID, e.Due, e.Note, e.MadeBy, js.Now(), today)
	if err != nil {
		return false, err
	}
	return n == 1, js.tellOf(ctx, tx, e.PersonID)
}

// Withdraw takes an enrolment back from today on, as part of tx. Callers have asked. What the
// person has done stays done.
func (js *Journeys) Withdraw(ctx context.Context, tx *db.Tx, personID, employerID, courseID, by string) error {
	n, err := tx.Exec(ctx, `
		UPDATE assignment
		SET ended_on = $4, ended_by = $5
		WHERE person_id = $1 AND employer_id = $2 AND course_id = $3 AND ended_on = '9999-12-31'`,
		personID, employerID, courseID, js.Staff.Today(), by)
	if err == nil && n == 0 {
		err = ErrNotEnrolled
	}
	if err != nil {
		return err
	}
	return js.tellOf(ctx, tx, personID)
}

// EnrolmentsAt gives what an employer has put in some people's journeys and not taken back, by person.
func (js *Journeys) EnrolmentsAt(ctx context.Context, employerID string, personIDs []string) (map[string][]Enrolment, error) {
	all, err := js.enrolments(ctx, personIDs)
	for id, list := range all {
		var kept []Enrolment
		for _, e := range list {
			if e.EmployerID == employerID && e.EndedOn == db.NoEnd {
				kept = append(kept, e)
			}
		}
		all[id] = kept
	}
	return all, err
}

func (js *Journeys) enrolments(ctx context.Context, personIDs []string) (map[string][]Enrolment, error) {
	out := map[string][]Enrolment{}
	if len(personIDs) == 0 {
		return out, nil
	}
	err := db.Each(ctx, js.DB, func(r db.Scanner) (e Enrolment, err error) {
		err = r.Scan(&e.ID, &e.PersonID, &e.NodeID, &e.NodeName, &e.EmployerID, &e.CourseID, &e.Due, &e.Note, &e.MadeBy, &e.MadeOn, &e.EndedOn)
		return e, err
	}, func(e Enrolment) error { out[e.PersonID] = append(out[e.PersonID], e); return nil }, `
		SELECT a.id, a.person_id, a.node_id, p.name, a.employer_id, a.course_id, a.due, a.note, a.made_by, a.made_on, a.ended_on
		FROM assignment a
		JOIN node_place p ON p.node_id = a.node_id AND p.valid_until = '9999-12-31'
		WHERE a.person_id IN (`+db.Marks(1, len(personIDs))+`)
		ORDER BY a.made_on, a.id`,
		db.Args(personIDs)...)
	return out, err
}

// enrolledOn is what held on a day, as the rules read it.
func enrolledOn(all []Enrolment, on string) []plan.Enrolment {
	var out []plan.Enrolment
	for _, e := range all {
		if e.MadeOn <= on && e.EndedOn > on {
			out = append(out, plan.Enrolment{Course: e.CourseID, NodeID: e.NodeID, NodeName: e.NodeName, Since: plan.Date(e.MadeOn), Due: plan.Date(e.Due), Note: e.Note})
		}
	}
	return out
}
