package staff

import (
	"context"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// ErrNobodySo says that nobody, or more than one, at the employer has that number or address.
var ErrNobodySo = fault.New(fault.Invalid, "staff.nobody_so")

// Whom finds the one at an employer who has an employment number or an e-mail address, to who sees its
// staff.
func (s *Staff) Whom(ctx context.Context, a may.Actor, employer org.Node, word string) (string, error) {
	if err := may.Ask(a.Inside(employer.Path), may.SeeStaff, employer.Path); err != nil {
		return "", err
	}
	word = strings.TrimSpace(word)
	found, err := db.All(ctx, s.DB, db.Text, `
		SELECT k.person_id
		FROM employment k
		WHERE k.employer_id = $1 AND k.number = $2 AND k.number <> ''
		UNION
		SELECT e.person_id
		FROM employee e
		WHERE e.employer_id = $1 AND e.email = $3 AND e.email <> ''`,
		employer.ID, word, strings.ToLower(word))
	if err != nil {
		return "", err
	}
	if len(found) != 1 {
		return "", ErrNobodySo
	}
	return found[0], nil
}
