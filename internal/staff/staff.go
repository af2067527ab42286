// Package staff owns people and their employments.
//
// A person is one across employers; name, address and protection are what each employer knows
// (employee). An employment is a key at an employer; what is known of it is valid from one day
// until another (employment_period), so that a new unit or title keeps the old one as history
// (rules 3–7).
//
// Staff files are compared with what is known, wait beside it and become true at once (Imports).
//
// Tables: person, employee, employee_before, employment, employment_period, serves, leave,
// staff_import, staff_import_row. Says: staff_import.asked; to Managers who a file names. Asks: org,
// may, audit.
package staff

import (
	"context"
	"slices"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Faults.
var (
	ErrNoPerson = fault.New(fault.Missing, "staff.person_missing")
)

// Employee is a person as one employer knows the person.
type Employee struct {
	EmployerID, PersonID string
	FirstName, LastName  string
	Email, Mobile        string
	Protected            bool   // protected identity (rule 7)
	ContactCode          string // stands instead of the name when protected
}

// Name is the full name.
func (e Employee) Name() string { return e.FirstName + " " + e.LastName }

// Shown is the name for lists that others than the manager see (rule 7).
func (e Employee) Shown() string {
	if e.Protected {
		return e.ContactCode
	}
	return e.Name()
}

// Employment is one employment as it was known on a day.
type Employment struct {
	ID, EmployerID, PersonID, Number string
	UnitID, UnitName, UnitPath       string
	TeamID                           string
	Title, AID                       string // the employer's own words
	Occupation, Area                 string // national ids; "" when unmapped
	Form                             string // permanent, probation, fixed, substitute, hourly, other or ""
	Extent                           float64
	StartDate, EndDate               string // YYYY-MM-DD; EndDate "" = until further notice
	Dormant                          bool   // hourly staff absent from the latest file (rule 4)
	KnownFrom                        string // since when this unit and title
}

// Current tells whether the employment is under way on a day.
func (e Employment) Current(on string) bool {
	return e.StartDate <= on && (e.EndDate == "" || e.EndDate >= on)
}

// Leave is a time away that pauses the clocks; both days are included.
type Leave struct{ From, To string }

// Staff is the door to this room.
type Staff struct {
	DB    *db.DB
	Audit *audit.Log
	Now   func() time.Time
	NewID func() string
	Place *time.Location
	// Changed, when set, is told in the transaction that a person's time away or the units served have changed.
	Changed func(ctx context.Context, tx *db.Tx, personID string) error
}

// told says it.
func (s *Staff) told(ctx context.Context, tx *db.Tx, personID string) error {
	if s.Changed == nil {
		return nil
	}
	return s.Changed(ctx, tx, personID)
}

// Today is the day in Sweden.
func (s *Staff) Today() string { return org.Today(s.Now(), s.Place) }

// ByNumber finds who has an employment number at a municipality or another employer, also when
// the employment has ended.
func (s *Staff) ByNumber(ctx context.Context, employerID, number string) (string, error) {
	id, err := db.One(ctx, s.DB, db.Text, `
		SELECT person_id
		FROM employment
		WHERE employer_id = $1 AND number = $2
		LIMIT 1`,
		employerID, number)
	return id, noPerson(err)
}

// Cards gives a person as each employer knows the person, the newest employer last.
func (s *Staff) Cards(ctx context.Context, personID string) ([]Employee, error) {
	return db.All(ctx, s.DB, scanEmployee, `
		SELECT employer_id, person_id, first_name, last_name, email, mobile, protected, contact_code
		FROM employee
		WHERE person_id = $1
		ORDER BY employer_id`,
		personID)
}

// Own gives the person's own card: the employer of a current employment before others.
func (s *Staff) Own(ctx context.Context, personID string) (Employee, error) {
	e, err := db.One(ctx, s.DB, scanEmployee, `
		SELECT e.employer_id, e.person_id, e.first_name, e.last_name, e.email, e.mobile, e.protected, e.contact_code
		FROM employee e
		LEFT JOIN employment_period p ON p.person_id = e.person_id AND p.employer_id = e.employer_id AND p.valid_until = '9999-12-31'
		WHERE e.person_id = $1
		ORDER BY CASE WHEN p.id IS NULL THEN 1 ELSE 0 END, p.start_date DESC, e.employer_id
		LIMIT 1`,
		personID)
	return e, noPerson(err)
}

// Employments gives what was known of a person's employments on a day: ended ones are absent,
// dormant and coming ones are there.
func (s *Staff) Employments(ctx context.Context, personID, on string) ([]Employment, error) {
	return db.All(ctx, s.DB, scanEmployment, selectEmployment+`
		WHERE p.person_id = $1 AND p.valid_from <= $2 AND p.valid_until > $2
		ORDER BY p.start_date, p.id`,
		personID, on)
}

// Period is an employment as it was known from one day until another.
type Period struct {
	Employment
	KnownUntil string // the first day it was known otherwise; db.NoEnd for none
}

// CurrentOn tells whether the period is what was known on a day.
func (p Period) CurrentOn(on string) bool { return p.KnownFrom <= on && p.KnownUntil > on }

// History gives every period of a person's employments, oldest first: years in an occupation are
// counted from it, also at earlier employers (R214).
func (s *Staff) History(ctx context.Context, personID string) ([]Period, error) {
	return s.HistoryOn(ctx, personID, s.Today())
}

// HistoryOn gives the history with the units where they stood in the tree on a day; a unit that
// came later, where it stood first.
func (s *Staff) HistoryOn(ctx context.Context, personID, on string) ([]Period, error) {
	return db.All(ctx, s.DB, func(r db.Scanner) (p Period, err error) {
		err = r.Scan(append(p.fields(), &p.KnownUntil)...)
		return p, err
	}, `
		SELECT`+employmentColumns+`, p.valid_until
		FROM employment_period p
		JOIN employment k ON k.id = p.employment_id
		JOIN node_place u ON u.node_id = p.unit_id AND u.valid_until > $2 AND u.valid_from < u.valid_until
		WHERE p.person_id = $1 AND p.valid_from < p.valid_until AND NOT EXISTS (
			SELECT 1
			FROM node_place f
			WHERE f.node_id = u.node_id AND f.valid_until > $2 AND f.valid_from < f.valid_until AND f.valid_from < u.valid_from)
		ORDER BY p.start_date, p.valid_from, p.id
		LIMIT 200`,
		personID, on)
}

// Service is a unit that a person serves besides the one that employs (rule 4).
type Service struct{ EmploymentID, UnitID, UnitPath, From string }

// Served gives the units a person serves on a day.
func (s *Staff) Served(ctx context.Context, personID, on string) ([]Service, error) {
	return db.All(ctx, s.DB, func(r db.Scanner) (v Service, err error) {
		err = r.Scan(&v.EmploymentID, &v.UnitID, &v.UnitPath, &v.From)
		return v, err
	}, `
		SELECT v.employment_id, v.unit_id, n.path, v.valid_from
		FROM serves v
		JOIN node_place n ON n.node_id = v.unit_id AND n.valid_from <= $2 AND n.valid_until > $2
		WHERE v.person_id = $1 AND v.valid_from <= $2 AND v.valid_until > $2
		ORDER BY v.employment_id, v.unit_id
		LIMIT 50`,
		personID, on)
}

// Paths gives where a person stands in the tree on a day: the units that employ and the units served.
func (s *Staff) Paths(ctx context.Context, personID, on string) ([]string, error) {
	return PathsIn(ctx, s.DB, personID, on)
}

// PathsIn is Paths inside a transaction too.
func PathsIn(ctx context.Context, q db.Q, personID, on string) ([]string, error) {
	return db.All(ctx, q, db.Text, `
		SELECT DISTINCT n.path
		FROM employment_period p
		JOIN node_place n ON n.node_id = p.unit_id AND n.valid_from <= $2 AND n.valid_until > $2
		WHERE p.person_id = $1 AND p.valid_from <= $2 AND p.valid_until > $2
		UNION
		SELECT DISTINCT n.path
		FROM serves v
		JOIN node_place n ON n.node_id = v.unit_id AND n.valid_from <= $2 AND n.valid_until > $2
		WHERE v.person_id = $1 AND v.valid_from <= $2 AND v.valid_until > $2`,
		personID, on)
}

// PathsAt gives the paths of the units where a person works for an employer on a day: employed there, or serving
// one of its units (rule 4).
func (s *Staff) PathsAt(ctx context.Context, personID, employerID, on string) (paths []string, err error) {
	jobs, err := s.Employments(ctx, personID, on)
	if err != nil {
		return nil, err
	}
	for _, e := range jobs {
		if e.EmployerID == employerID {
			paths = append(paths, e.UnitPath)
		}
	}
	served, err := s.Served(ctx, personID, on)
	if err != nil {
		return nil, err
	}
	for _, v := range served {
		whose, err := org.EmployerOf(ctx, s.DB, v.UnitPath, on)
		if err != nil {
			return nil, err
		}
		if whose.ID == employerID {
			paths = append(paths, v.UnitPath)
		}
	}
	return paths, nil
}

// Leaves gives a person's times away.
func (s *Staff) Leaves(ctx context.Context, personID string) ([]Leave, error) {
	return db.All(ctx, s.DB, func(r db.Scanner) (l Leave, err error) { err = r.Scan(&l.From, &l.To); return l, err }, `
		SELECT from_date, to_date
		FROM leave
		WHERE person_id = $1
		ORDER BY from_date
		LIMIT 100`,
		personID)
}

// Member is a person at a unit, as a manager's list shows.
type Member struct {
	Employee
	Employment
}

// At lists who works at a unit or under a node on a day, in name order, at most limit from
// offset. It is logged as one viewing of the node.
func (s *Staff) At(ctx context.Context, a may.Actor, nodeID string, limit, offset int) ([]Member, error) {
	on := s.Today()
	node, err := org.Find(ctx, s.DB, nodeID, on)
	if err != nil {
		return nil, err
	}
	if err := may.Ask(a, may.SeeStaff, node.Path); err != nil {
		return nil, err
	}
	if err := s.Audit.Node(ctx, s.DB, a, "staff.list", nodeID); err != nil {
		return nil, err
	}
	low, high := org.Inside(node.Path)
	members, err := db.All(ctx, s.DB, scanMember, `
		SELECT e.employer_id, e.person_id, e.first_name, e.last_name, e.email, e.mobile, e.protected, e.contact_code,`+employmentColumns+`
		FROM node_place u
		JOIN employment_period p ON p.unit_id = u.node_id AND p.valid_from <= $1 AND p.valid_until > $1
		JOIN employment k ON k.id = p.employment_id
		JOIN employee e ON e.employer_id = p.employer_id AND e.person_id = p.person_id
		WHERE (u.path = $2 OR (u.path >= $3 AND u.path < $4)) AND u.valid_from <= $1 AND u.valid_until > $1
		ORDER BY CASE WHEN e.protected THEN e.contact_code ELSE e.sort_name END, p.id
		LIMIT $5 OFFSET $6`,
		on, node.Path, low, high, limit, offset)
	if err != nil {
		return nil, err
	}
	return hideProtected(a, members), nil
}

// hideProtected puts the contact code in place of name and address for everyone but the
// manager of the unit (rule 7).
func hideProtected(a may.Actor, members []Member) []Member {
	for i, m := range members {
		if m.Protected && !Names(a, m.UnitPath) {
			members[i].FirstName, members[i].LastName = m.ContactCode, ""
			members[i].Email, members[i].Mobile, members[i].Title = "", "", ""
			members[i].UnitName, members[i].UnitID, members[i].UnitPath = "", "", ""
		}
	}
	return members
}

// Names tells whether an actor may know by name who works at a unit, also when the identity is protected: its manager,
// nobody who stands in or answers for more (rule 7). Callers leave the actor the roles at the employer (Inside).
func Names(a may.Actor, unitPath string) bool {
	return slices.ContainsFunc(a.Grants, func(g may.Grant) bool { return g.Role == may.Manager && may.Within(unitPath, g.Path) })
}

// Listed is what lists call a person: as an employer knows the person, or as another does; when any employer protects the
// identity, the contact code (rule 7).
func Listed(cards []Employee, employerID string) (name string, protected bool) {
	for _, c := range cards {
		if c.Protected {
			return c.ContactCode, true
		}
		if name == "" || c.EmployerID == employerID {
			name = c.Name()
		}
	}
	return name, false
}

func noPerson(err error) error {
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return ErrNoPerson
	}
	return err
}

// EmploymentOn gives an employment as it was known on a day. ErrNoPerson when it is not there then.
func (s *Staff) EmploymentOn(ctx context.Context, id, on string) (Employment, error) {
	e, err := db.One(ctx, s.DB, scanEmployment, selectEmployment+`
		WHERE p.employment_id = $1 AND p.valid_from <= $2 AND p.valid_until > $2
		LIMIT 1`,
		id, on)
	return e, noPerson(err)
}
