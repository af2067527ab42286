package privacy

import (
	"context"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Found is a person as an employer's handler may know the person.
type Found struct {
	staff.Employee
	Number   string
	Employer org.Node
}

// Mark is what is typed to confirm that it is this person: the employment number, or where there is
// none the contact code or the last name. It is never empty for somebody who has a name.
func (f Found) Mark() string {
	switch {
	case f.Number != "":
		return f.Number
	case f.Protected:
		return f.ContactCode
	}
	return f.LastName
}

// Find finds people at an employer by employment number or by the beginning of the last or first
// name, at most limit. A protected identity is found by number only, and shown by contact code
// (rule 7). The list is logged.
func (p *Privacy) Find(ctx context.Context, a may.Actor, employerID, words string, limit int) ([]Found, error) {
	employer, err := p.ask(ctx, a, employerID)
	words = strings.TrimSpace(words)
	if err != nil || words == "" {
		return nil, err
	}
	if err := p.Audit.Node(ctx, p.DB, a, "privacy.find", employerID); err != nil {
		return nil, err
	}
	first, last, both := strings.Cut(words, " ")
	if !both {
		last = first
	}
	list, err := db.All(ctx, p.DB, scanFound, `
		SELECT e.employer_id, e.person_id, e.first_name, e.last_name, e.email, e.mobile, e.protected, e.contact_code, MIN(k.number)
		FROM employee e
		JOIN employment k ON k.person_id = e.person_id AND k.employer_id = e.employer_id
		WHERE e.employer_id = $1 AND (k.number = $2
		      OR (e.protected = $6 AND ($3 = $4 AND (e.first_name LIKE $3 || '%' OR e.last_name LIKE $4 || '%')
		           OR $3 <> $4 AND e.first_name LIKE $3 || '%' AND e.last_name LIKE $4 || '%')))
		GROUP BY e.employer_id, e.person_id, e.first_name, e.last_name, e.email, e.mobile, e.protected, e.contact_code, e.sort_name
		ORDER BY e.sort_name, e.person_id
		LIMIT $5`,
		employerID, words, first, last, limit, false)
	for i := range list {
		list[i].Employer = employer
	}
	return list, err
}

func scanFound(s db.Scanner) (f Found, err error) {
	err = s.Scan(&f.EmployerID, &f.PersonID, &f.FirstName, &f.LastName, &f.Email, &f.Mobile, &f.Protected, &f.ContactCode, &f.Number)
	return f, err
}

// Person gives a person to whoever handles people's data at an employer that knows the person. It is
// logged.
func (p *Privacy) Person(ctx context.Context, a may.Actor, personID string) (Found, error) {
	employers, err := p.Employers(ctx, a)
	if err != nil {
		return Found{}, err
	}
	for _, employer := range employers {
		there, err := p.Staff.Holds(ctx, p.DB, personID, employer.ID)
		if err != nil {
			return Found{}, err
		}
		if !there {
			continue
		}
		f, err := db.One(ctx, p.DB, scanFound, `
			SELECT e.employer_id, e.person_id, e.first_name, e.last_name, e.email, e.mobile, e.protected, e.contact_code, COALESCE(MIN(k.number), '')
			FROM employee e
			LEFT JOIN employment k ON k.person_id = e.person_id AND k.employer_id = e.employer_id
			WHERE e.employer_id = $1 AND e.person_id = $2
			GROUP BY e.employer_id, e.person_id, e.first_name, e.last_name, e.email, e.mobile, e.protected, e.contact_code`,
			employer.ID, personID)
		if err != nil {
			return f, err
		}
		f.Employer = employer
		return f, p.Audit.Person(ctx, p.DB, a, "privacy.person", personID)
	}
	return Found{}, staff.ErrNoPerson
}

// EraseTyped erases a person when the person's Mark is typed as it stands: nobody erases the
// wrong one by a slip.
func (p *Privacy) EraseTyped(ctx context.Context, a may.Actor, personID, typed string, why Reason) (Erased, error) {
	f, err := p.Person(ctx, a, personID)
	switch {
	case err != nil:
		return Erased{}, err
	case why != Asked && why != Decided:
		return Erased{}, ErrNoReason.On("varfor")
	case strings.TrimSpace(typed) == "" || strings.TrimSpace(typed) != f.Mark():
		return Erased{}, ErrConfirm.On("nummer")
	}
	return p.Erase(ctx, a, f.Employer.ID, personID, why)
}

// Erasure is a line of the list of erasures.
type Erasure struct {
	Day    string
	Reason Reason
	Total  int64
	Whole  bool
}

// Erasures lists an employer's erasures, the latest first, at most limit from offset, and how many
// there are.
func (p *Privacy) Erasures(ctx context.Context, a may.Actor, employerID string, limit, offset int) ([]Erasure, int64, error) {
	if _, err := p.ask(ctx, a, employerID); err != nil {
		return nil, 0, err
	}
	all, err := db.One(ctx, p.DB, db.Number, `SELECT COUNT(*) FROM erasure WHERE employer_id = $1`, employerID)
	if err != nil {
		return nil, 0, err
	}
	list, err := db.All(ctx, p.DB, func(s db.Scanner) (e Erasure, err error) {
		err = s.Scan(&e.Day, &e.Reason, &e.Total, &e.Whole)
		return e, err
	}, `
		SELECT day, reason, total, whole
		FROM erasure
		WHERE employer_id = $1
		ORDER BY day DESC, id DESC
		LIMIT $2 OFFSET $3`,
		employerID, limit, offset)
	return list, all, err
}
