package access

import (
	"context"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// AccountLine is somebody who works for an employer, and whether the person has signed in.
type AccountLine struct {
	PersonID, Name string
	Unit           string
	Last           time.Time // of the latest sign-in; zero for never
	Protected      bool
}

// AccountFilter narrows a list of accounts.
type AccountFilter struct {
	Never bool   // only those who have never signed in
	Name  string // the beginning of a name
}

// Accounts lists who works for an employer and when each signed in last, in name order, at most limit
// from offset, and how many in all; nothing secret is in it. A role at another employer does not
// reach there (rule 3). One viewing of the employer is logged.
func (a *Access) Accounts(ctx context.Context, actor may.Actor, employerID string, f AccountFilter, limit, offset int) (out []AccountLine, all int, err error) {
	today := a.Staff.Today()
	employer, err := org.Find(ctx, a.DB, employerID, today)
	if err != nil {
		return nil, 0, err
	}
	if err := may.Ask(actor.Inside(employer.Path), may.SeeAccounts, employer.Path); err != nil {
		return nil, 0, err
	}
	if err := a.Staff.Audit.Node(ctx, a.DB, actor, "role.accounts", employerID); err != nil {
		return nil, 0, err
	}
	q := &question{args: []any{today, employerID}}
	where := ""
	if f.Never {
		where += ` AND a.last_signin IS NULL`
	}
	if f.Name != "" {
		where += ` AND NOT e.protected AND (` + nameCondition(q, f.Name) + `)`
	}
	from := `
		FROM employee e
		LEFT JOIN account a ON a.person_id = e.person_id
		WHERE e.employer_id = $2 AND EXISTS (
			SELECT 1
			FROM employment_period k
			WHERE k.person_id = e.person_id AND k.employer_id = e.employer_id
			      AND k.valid_from <= $1 AND k.valid_until > $1 AND (k.end_date = '' OR k.end_date >= $1))` + where
	n, err := db.One(ctx, a.DB, db.Number, `SELECT COUNT(*)`+from, q.args...)
	if err != nil {
		return nil, 0, err
	}
	out, err = db.All(ctx, a.DB, scanAccountLine, `
		SELECT e.person_id, e.first_name, e.last_name, e.protected, e.contact_code, a.last_signin, COALESCE((
			SELECT MIN(u.name)
			FROM employment_period k
			JOIN node_place u ON u.node_id = k.unit_id AND u.valid_from <= $1 AND u.valid_until > $1
			WHERE k.person_id = e.person_id AND k.employer_id = e.employer_id AND k.valid_from <= $1 AND k.valid_until > $1), '')`+from+`
		ORDER BY CASE WHEN e.protected THEN e.contact_code ELSE e.sort_name END, e.person_id
		LIMIT `+q.mark(limit)+` OFFSET `+q.mark(offset), q.args...)
	return out, int(n), err
}

func scanAccountLine(s db.Scanner) (l AccountLine, err error) {
	var first, last, code string
	var at *time.Time
	err = s.Scan(&l.PersonID, &first, &last, &l.Protected, &code, &at, &l.Unit)
	if l.Name = first + " " + last; l.Protected {
		l.Name, l.Unit = code, ""
	}
	if at != nil {
		l.Last = *at
	}
	return l, err
}

// AccountPlaces are the employers whose accounts the actor may see.
func (a *Access) AccountPlaces(ctx context.Context, actor may.Actor) ([]org.Node, error) {
	today := a.Staff.Today()
	var out []org.Node
	for _, path := range actor.Scopes(may.SeeAccounts) {
		employer, err := org.EmployerOf(ctx, a.DB, path, today)
		if err != nil {
			return nil, err
		}
		if employer.Path == path {
			out = append(out, employer)
		}
	}
	return out, nil
}
