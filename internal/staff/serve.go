package staff

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Server is who serves a unit from elsewhere (rule 4).
type Server struct {
	Employee
	EmploymentID string
	PersonID     string
	HomeUnit     string // the unit that employs
	From, Until  string
}

// Servers lists who serves a unit today, in name order, to who may note it there. It is logged.
func (s *Staff) Servers(ctx context.Context, a may.Actor, unitID string) ([]Server, error) {
	on := s.Today()
	if err := s.askServe(ctx, a, unitID); err != nil {
		return nil, err
	}
	if err := s.Audit.Node(ctx, s.DB, a, "staff.list", unitID); err != nil {
		return nil, err
	}
	type row struct {
		Server
		path string
	}
	rows, err := db.All(ctx, s.DB, func(r db.Scanner) (v row, err error) {
		err = r.Scan(append(v.fields(), &v.EmploymentID, &v.HomeUnit, &v.path, &v.From, &v.Until)...)
		return v, err
	}, `
		SELECT e.employer_id, e.person_id, e.first_name, e.last_name, e.email, e.mobile, e.protected, e.contact_code,
		       v.employment_id, u.name, u.path, v.valid_from, v.valid_until
		FROM serves v
		JOIN employment_period p ON p.employment_id = v.employment_id AND p.valid_from <= $1 AND p.valid_until > $1
		JOIN employee e ON e.employer_id = p.employer_id AND e.person_id = p.person_id
		JOIN node_place u ON u.node_id = p.unit_id AND u.valid_from <= $1 AND u.valid_until > $1
		WHERE v.unit_id = $2 AND v.valid_from <= $1 AND v.valid_until > $1
		ORDER BY CASE WHEN e.protected THEN e.contact_code ELSE e.sort_name END, v.employment_id
		LIMIT 500`,
		on, unitID)
	out := make([]Server, len(rows))
	for i, r := range rows {
		m := hideProtected(a, []Member{{r.Employee, Employment{UnitPath: r.path, UnitName: r.HomeUnit}}})[0]
		r.PersonID = r.Employee.PersonID
		r.Employee, r.HomeUnit = m.Employee, m.UnitName
		out[i] = r.Server
	}
	return out, err
}

// NoteServesAt notes that an employment of an employer serves a unit from today until the first
// day it no longer does ("" = until further notice). Whoever may note it at the unit may.
func (s *Staff) NoteServesAt(ctx context.Context, a may.Actor, employerID, number, unitID, until string) (Server, error) {
	today := s.Today()
	if err := s.askServe(ctx, a, unitID); err != nil {
		return Server{}, err
	}
	switch {
	case until == "":
		until = db.NoEnd
	case !isDay(until) || until <= today:
		return Server{}, ErrUntil.On("until")
	}
	var out Server
	err := s.DB.Tx(ctx, func(tx *db.Tx) error {
		var unit string
		k, err := db.One(ctx, tx, func(r db.Scanner) (v Server, err error) {
			err = r.Scan(&v.EmploymentID, &v.PersonID, &unit)
			return v, err
		}, `
			SELECT k.id, k.person_id, p.unit_id
			FROM employment k
			JOIN employment_period p ON p.employment_id = k.id AND p.valid_from <= $3 AND p.valid_until > $3
			WHERE k.employer_id = $1 AND k.number = $2`,
			employerID, number, today)
		if noPerson(err) == ErrNoPerson {
			return ErrNoNumber.On("number")
		}
		if err != nil {
			return err
		}
		if unit == unitID {
			return ErrOwnUnit.On("number")
		}
		out = k
		return s.insertServes(ctx, tx, employerID, number, unitID, today, until)
	})
	return out, err
}

// EndServes notes that an employment no longer serves a unit, from today on.
func (s *Staff) EndServes(ctx context.Context, a may.Actor, unitID, employmentID string) error {
	if err := s.askServe(ctx, a, unitID); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		people, err := db.All(ctx, tx, db.Text, `
			UPDATE serves
			SET valid_until = $3
			WHERE unit_id = $1 AND employment_id = $2 AND valid_until > $3
			RETURNING person_id`,
			unitID, employmentID, s.Today())
		if err != nil {
			return err
		}
		for _, id := range people {
			if err := s.told(ctx, tx, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// askServe asks about the unit; a role above it is none at a private employer there (rule 3).
func (s *Staff) askServe(ctx context.Context, a may.Actor, unitID string) error {
	on := s.Today()
	unit, err := org.Find(ctx, s.DB, unitID, on)
	if err != nil {
		return err
	}
	if unit.Kind != string(org.Unit) {
		if err := may.Ask(a, may.ServeUnit, unit.Path); err != nil {
			return err
		}
		return ErrNotAUnit.With("name", unit.Name)
	}
	employer, err := org.EmployerOf(ctx, s.DB, unit.Path, on)
	if err != nil {
		return err
	}
	return may.Ask(a.Inside(employer.Path), may.ServeUnit, unit.Path)
}
