package staff

import (
	"context"
	"errors"
	"strings"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// What no staff file tells and somebody notes: time away, and units served.
var (
	ErrLeaveDays = fault.New(fault.Invalid, "staff.leave_days")
	ErrLeaveDate = fault.New(fault.Invalid, "staff.leave_date")
	ErrNotAUnit  = fault.New(fault.Invalid, "staff.not_a_unit")
	ErrOwnUnit   = fault.New(fault.Invalid, "staff.own_unit")
	ErrNoNumber  = fault.New(fault.Invalid, "staff.number_missing")
	ErrUntil     = fault.New(fault.Invalid, "staff.until")
)

// NoteLeave notes a person's time away from one day through another ("" = the end is not known);
// the clocks of the journey stand still meanwhile. The same first day again changes the last one,
// so that a leave is ended. Whoever may note leave where the person works may.
func (s *Staff) NoteLeave(ctx context.Context, a may.Actor, personID, from, through string) error {
	if through == "" {
		through = db.NoEnd
	}
	if err := s.askLeave(ctx, a, personID); err != nil {
		return err
	}
	if !isDay(from) {
		return ErrLeaveDate.On("from")
	}
	if !isDay(through) {
		return ErrLeaveDate.On("to")
	}
	if through < from {
		return ErrLeaveDays.On("to")
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		// The same first day again changes the last one.
		if _, err := tx.Exec(ctx, `DELETE FROM leave WHERE person_id = $1 AND from_date = $2`, personID, from); err != nil {
			return err
		}
		if err := s.SetLeave(ctx, tx, personID, from, through, a.PersonID); err != nil {
			return err
		}
		return s.told(ctx, tx, personID)
	})
}

// DropLeave takes away a leave that never was, by its first day.
func (s *Staff) DropLeave(ctx context.Context, a may.Actor, personID, from string) error {
	if err := s.askLeave(ctx, a, personID); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM leave WHERE person_id = $1 AND from_date = $2`, personID, from); err != nil {
			return err
		}
		return s.told(ctx, tx, personID)
	})
}

func (s *Staff) askLeave(ctx context.Context, a may.Actor, personID string) error {
	if a.IsOperator() {
		return nil
	}
	_, err := s.Know(ctx, a, may.SetLeave, personID, s.Today())
	return err
}

func isDay(text string) bool {
	t, err := time.Parse(time.DateOnly, text)
	return err == nil && t.Year() >= 1900
}

// NoteServes notes that an employment (found by its number) serves a unit from a day until the day
// it no longer does ("" = until further notice). Both managers then see the person (rule 4).
func (s *Staff) NoteServes(ctx context.Context, a may.Actor, employerID, number, unitID, from, until string) error {
	if until == "" {
		until = db.NoEnd
	}
	unit, err := org.Find(ctx, s.DB, unitID, s.Today())
	if err != nil {
		return err
	}
	if unit.Kind != string(org.Unit) {
		return ErrNotAUnit.With("name", unit.Name)
	}
	employer, err := org.Find(ctx, s.DB, employerID, s.Today())
	if err != nil {
		return err
	}
	if err := may.Ask(a, may.ImportStaff, employer.Path); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error { return s.insertServes(ctx, tx, employerID, number, unitID, from, until) })
}

// insertServes notes the same unit for the same employment once at a time.
func (s *Staff) insertServes(ctx context.Context, tx *db.Tx, employerID, number, unitID, from, until string) error {
	type found struct{ id, person string }
	k, err := db.One(ctx, tx, func(r db.Scanner) (f found, err error) { err = r.Scan(&f.id, &f.person); return f, err }, `
		SELECT id, person_id
		FROM employment
		WHERE employer_id = $1 AND number = $2`,
		employerID, number)
	if err != nil {
		return noPerson(err)
	}
	_, err = tx.Exec(ctx, `
		UPDATE serves
		SET valid_until = $3
		WHERE employment_id = $1 AND unit_id = $2 AND valid_until > $3`,
		k.id, unitID, from)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO serves (id, employment_id, person_id, unit_id, valid_from, valid_until)
		VALUES ($1, $2, $3, $4, $5, $6)`,
		s.NewID(), k.id, k.person, unitID, from, until)
	if err != nil {
		return err
	}
	return s.told(ctx, tx, k.person)
}

// NoteProtected notes that a person has, or no longer has, protected identity at an employer: name,
// unit and days are hidden from all lists but the manager's, and a contact code stands instead
// (rule 7). Whoever may protect at the employer, or where the person works for it, may. It is
// logged, and gives the code.
func (s *Staff) NoteProtected(ctx context.Context, a may.Actor, employerID, personID string, protected bool) (code string, err error) {
	employer, err := org.Find(ctx, s.DB, employerID, s.Today())
	if err != nil {
		return "", err
	}
	jobs, err := s.Employments(ctx, personID, s.Today())
	if err != nil {
		return "", err
	}
	if !a.IsOperator() {
		places := []string{employer.Path}
		for _, job := range jobs { // not where the person serves: whoever leads there has said so without asking anybody
			if may.Within(job.UnitPath, employer.Path) {
				places = append(places, job.UnitPath)
			}
		}
		if err := may.AskAny(a.Inside(employer.Path), may.ProtectIdentity, places); err != nil {
			return "", err
		}
	}
	if err := s.Audit.Person(ctx, s.DB, a, "staff.protect", personID); err != nil {
		return "", err
	}
	if protected {
		id := s.NewID()
		code = "K-" + strings.ToUpper(id[len(id)-6:])
	}
	n, err := s.DB.Exec(ctx, `
		UPDATE employee
		SET protected = $3, contact_code = $4
		WHERE employer_id = $1 AND person_id = $2`,
		employerID, personID, protected, code)
	if err == nil && n == 0 {
		err = ErrNoPerson
	}
	return code, err
}

// Guarded is somebody with a protected identity, as lists outside the manager's show them.
type Guarded struct{ PersonID, EmployerID, ContactCode string }

// Protected lists who has a protected identity where the actor may protect, by contact code, at most
// limit. The list is logged at each place.
func (s *Staff) Protected(ctx context.Context, a may.Actor, limit int) ([]Guarded, error) {
	var out []Guarded
	for _, path := range a.Scopes(may.ProtectIdentity) {
		employer, err := org.EmployerOf(ctx, s.DB, path, s.Today())
		if errors.Is(err, org.ErrNoNode) {
			continue // above every employer nobody is protected
		}
		if err != nil {
			return nil, err
		}
		if err := s.Audit.Node(ctx, s.DB, a, "staff.protected", path[strings.LastIndexByte(path, '/')+1:]); err != nil {
			return nil, err
		}
		low, high := org.Inside(path)
		found, err := db.All(ctx, s.DB, func(r db.Scanner) (g Guarded, err error) {
			err = r.Scan(&g.PersonID, &g.EmployerID, &g.ContactCode)
			return g, err
		}, `
			SELECT DISTINCT e.person_id, e.employer_id, e.contact_code
			FROM employee e
			LEFT JOIN employment_period p ON p.person_id = e.person_id AND p.employer_id = e.employer_id AND p.valid_from <= $5 AND p.valid_until > $5
			LEFT JOIN node_place u ON u.node_id = p.unit_id AND u.valid_from <= $5 AND u.valid_until > $5
			WHERE e.employer_id = $1 AND e.protected AND ($2 = $6 OR u.path = $2 OR (u.path >= $3 AND u.path < $4))
			ORDER BY e.contact_code
			LIMIT $7`,
			employer.ID, path, low, high, s.Today(), employer.Path, limit)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}
