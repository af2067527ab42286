package staff

import (
	"context"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// ErrContact says that an address or number is none.
var ErrContact = fault.New(fault.Invalid, "staff.contact_shape")

// employerFor finds an employer and asks for leave there. A key at a municipality opens nothing at a
// private employer (rule 3).
func (s *Staff) employerFor(ctx context.Context, a may.Actor, do may.Action, id string) (org.Node, error) {
	n, err := org.Find(ctx, s.DB, id, s.Today())
	if err != nil {
		return n, err
	}
	switch org.Kind(n.Kind) {
	case org.Municipality:
	case org.Employer:
		if !a.IsOperator() {
			a = a.Inside(n.Path)
		}
	default:
		return n, ErrNotEmployer
	}
	return n, may.Ask(a, do, n.Path)
}

// EmployerAfter is the next employer with people after one's id, in id order; "" when there is none.
func (s *Staff) EmployerAfter(ctx context.Context, after string) (string, error) {
	return db.One(ctx, s.DB, db.Text, `SELECT COALESCE(MIN(employer_id), '') FROM employee WHERE employer_id > $1`, after)
}

// People gives an employer's people after a person's id, in id order, at most limit, each with the
// current employment numbers. Whoever has a protected identity has only the contact code (rule 7).
// It is logged as one viewing of the employer.
func (s *Staff) People(ctx context.Context, a may.Actor, employerID, after string, limit int) ([]Numbered, error) {
	employer, err := s.employerFor(ctx, a, may.SeeStaff, employerID)
	if err != nil {
		return nil, err
	}
	if err := s.Audit.Node(ctx, s.DB, a, "api.people", employer.ID); err != nil {
		return nil, err
	}
	cards, err := s.Names(ctx, employerID, after, limit)
	if err != nil || len(cards) == 0 {
		return nil, err
	}
	numbers, err := s.numbers(ctx, employerID, cards[0].PersonID, cards[len(cards)-1].PersonID)
	out := make([]Numbered, len(cards))
	for i, c := range cards {
		if c.Protected {
			c.FirstName, c.LastName, c.Email, c.Mobile = "", "", "", ""
		}
		out[i] = Numbered{c, numbers[c.PersonID]}
	}
	return out, err
}

// Numbered is a person with the employment numbers at one employer.
type Numbered struct {
	Employee
	Numbers []string
}

func (s *Staff) numbers(ctx context.Context, employerID, from, until string) (map[string][]string, error) {
	out := map[string][]string{}
	err := db.Each(ctx, s.DB, func(r db.Scanner) (p [2]string, err error) { err = r.Scan(&p[0], &p[1]); return p, err }, func(p [2]string) error {
		out[p[0]] = append(out[p[0]], p[1])
		return nil
	}, `
		SELECT p.person_id, k.number
		FROM employment_period p
		JOIN employment k ON k.id = p.employment_id
		WHERE p.employer_id = $1 AND p.valid_until = '9999-12-31' AND p.person_id >= $2 AND p.person_id <= $3 AND k.number <> ''
		ORDER BY p.person_id, k.number`,
		employerID, from, until)
	return out, err
}

// Current gives an employer's employments after one's id, in id order, at most limit. It is logged as
// one viewing of the employer. A protected identity's unit, title and days are left out (rule 7).
func (s *Staff) Current(ctx context.Context, a may.Actor, employerID, after string, limit int) ([]Employment, error) {
	employer, err := s.employerFor(ctx, a, may.SeeStaff, employerID)
	if err != nil {
		return nil, err
	}
	if err := s.Audit.Node(ctx, s.DB, a, "api.people", employer.ID); err != nil {
		return nil, err
	}
	members, err := db.All(ctx, s.DB, scanMember, `
		SELECT e.employer_id, e.person_id, e.first_name, e.last_name, e.email, e.mobile, e.protected, e.contact_code,`+employmentColumns+`
		FROM employment k
		JOIN employment_period p ON p.employment_id = k.id AND p.valid_until = '9999-12-31'
		JOIN node_place u ON u.node_id = p.unit_id AND u.valid_from <= $4 AND u.valid_until > $4
		JOIN employee e ON e.employer_id = p.employer_id AND e.person_id = p.person_id
		WHERE k.employer_id = $1 AND k.id > $2
		ORDER BY k.id
		LIMIT $3`,
		employerID, after, limit, s.Today())
	out := make([]Employment, len(members))
	for i, m := range members {
		if m.Protected {
			m.UnitID, m.UnitName, m.UnitPath, m.TeamID, m.StartDate, m.EndDate, m.Title, m.AID = "", "", "", "", "", "", "", ""
		}
		out[i] = m.Employment
	}
	return out, err
}

// SetContact notes a person's addresses, as the employer's own system knows them. "" takes one away.
func (s *Staff) SetContact(ctx context.Context, a may.Actor, employerID, number, email, phone string) (Numbered, error) {
	employer, err := s.employerFor(ctx, a, may.ImportStaff, employerID)
	if err != nil {
		return Numbered{}, err
	}
	email, phone = strings.ToLower(strings.TrimSpace(email)), mobile(strings.TrimSpace(phone))
	if email != "" && (strings.Count(email, "@") != 1 || strings.ContainsAny(email, " ,;<>\r\n\t")) || len(email) > 200 || len(phone) > 30 {
		return Numbered{}, ErrContact
	}
	person, err := s.ByNumber(ctx, employer.ID, number)
	if err != nil {
		return Numbered{}, err
	}
	n, err := s.DB.Exec(ctx, `
		UPDATE employee
		SET email = $3, mobile = $4
		WHERE employer_id = $1 AND person_id = $2`,
		employer.ID, person, email, phone)
	if err == nil && n == 0 {
		err = ErrNoPerson
	}
	if err != nil {
		return Numbered{}, err
	}
	numbers, err := s.numbers(ctx, employer.ID, person, person)
	if err != nil {
		return Numbered{}, err
	}
	cards, err := s.Cards(ctx, person)
	for _, c := range cards {
		if c.EmployerID == employer.ID {
			if c.Protected {
				c.FirstName, c.LastName = "", ""
			}
			return Numbered{c, numbers[person]}, nil
		}
	}
	return Numbered{}, err
}
