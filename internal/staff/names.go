package staff

import (
	"context"
	"fmt"

	"yrkesresan/internal/platform/db"
)

// NameMarks gives for every employer a mark that changes when the names of its people may have: an
// import or an undo, somebody added, a protected identity noted.
func (s *Staff) NameMarks(ctx context.Context) (map[string]string, error) {
	type mark struct {
		employer, latest string
		people, hidden   int64
	}
	out := map[string]string{}
	err := db.Each(ctx, s.DB, func(r db.Scanner) (m mark, err error) {
		err = r.Scan(&m.employer, &m.latest, &m.people, &m.hidden)
		return m, err
	}, func(m mark) error {
		out[m.employer] = fmt.Sprint(m.latest, " ", m.people, " ", m.hidden)
		return nil
	}, `
		SELECT e.employer_id, COALESCE((SELECT MAX(i.id || i.state) FROM staff_import i WHERE i.employer_id = e.employer_id), ''), COUNT(*),
		       SUM(CASE WHEN e.protected THEN 1 ELSE 0 END)
		FROM employee e
		GROUP BY e.employer_id`)
	return out, err
}

// Names gives the cards of an employer's people after a person's id, in id order, at most limit: for
// rooms that go through all of them.
func (s *Staff) Names(ctx context.Context, employerID, after string, limit int) ([]Employee, error) {
	return db.All(ctx, s.DB, scanEmployee, `
		SELECT employer_id, person_id, first_name, last_name, email, mobile, protected, contact_code
		FROM employee
		WHERE employer_id = $1 AND person_id > $2
		ORDER BY person_id
		LIMIT $3`,
		employerID, after, limit)
}
