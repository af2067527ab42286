package staff

import (
	"context"
	"encoding/hex"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"yrkesresan/internal/platform/db"
)

// employmentColumns are the columns that scanEmployment reads, from period p, employment k and
// the unit's place u.
const employmentColumns = `
		       k.id, p.employer_id, p.person_id, k.number, p.unit_id, u.name, u.path, p.team_id, p.title, p.aid,
		       p.occupation, p.area, p.form, p.extent, p.start_date, p.end_date, p.dormant, p.valid_from`

// selectEmployment joins the unit's place that is true now, since reports of the past read the tree on
// their own day; of a unit that has gone on as another, the last one.
const selectEmployment = `
		SELECT` + employmentColumns + `
		FROM employment_period p
		JOIN employment k ON k.id = p.employment_id
		JOIN node_place u ON u.node_id = p.unit_id AND u.valid_from < u.valid_until AND u.valid_until = (
			SELECT MAX(f.valid_until)
			FROM node_place f
			WHERE f.node_id = p.unit_id AND f.valid_from < f.valid_until)`

func scanEmployment(s db.Scanner) (e Employment, err error) {
	err = s.Scan(e.fields()...)
	return e, err
}

func (e *Employment) fields() []any {
	return []any{&e.ID, &e.EmployerID, &e.PersonID, &e.Number, &e.UnitID, &e.UnitName, &e.UnitPath, &e.TeamID, &e.Title, &e.AID,
		&e.Occupation, &e.Area, &e.Form, &e.Extent, &e.StartDate, &e.EndDate, &e.Dormant, &e.KnownFrom}
}

func (e *Employee) fields() []any {
	return []any{&e.EmployerID, &e.PersonID, &e.FirstName, &e.LastName, &e.Email, &e.Mobile, &e.Protected, &e.ContactCode}
}

func scanEmployee(s db.Scanner) (e Employee, err error) {
	err = s.Scan(e.fields()...)
	return e, err
}

func scanMember(s db.Scanner) (m Member, err error) {
	err = s.Scan(append(m.Employee.fields(), m.Employment.fields()...)...)
	return m, err
}

// Sorter makes the keys that put names in Swedish order (å ä ö last) in any database.
type Sorter struct {
	collator *collate.Collator
	buffer   collate.Buffer
}

// NewSorter makes a Sorter. It is not safe for use at once from two goroutines.
func NewSorter() *Sorter { return &Sorter{collator: collate.New(language.Swedish)} }

// Key is the sort key of a person: last name, then first name.
func (s *Sorter) Key(first, last string) string {
	s.buffer.Reset()
	return hex.EncodeToString(s.collator.KeyFromString(&s.buffer, last+", "+first))
}

// SetLeave notes a time away; the same days twice are noted once.
func (s *Staff) SetLeave(ctx context.Context, q db.Q, personID, from, to, madeBy string) error {
	same, err := db.One(ctx, q, db.Number, `
		SELECT COUNT(*)
		FROM leave
		WHERE person_id = $1 AND from_date = $2 AND to_date = $3`,
		personID, from, to)
	if err != nil || same > 0 {
		return err
	}
	_, err = q.Exec(ctx, `
		INSERT INTO leave (id, person_id, from_date, to_date, made_by)
		VALUES ($1, $2, $3, $4, $5)`,
		s.NewID(), personID, from, to, madeBy)
	return err
}
