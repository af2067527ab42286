package privacy

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/staff"
)

// Mark tells that somebody was erased, to whoever has the keys and meets that person again: in an
// older backup that was restored. It says nothing else about the person.
type Mark struct {
	EmployerID string `json:"employer"`
	Day        string `json:"day"`
	Mark       string `json:"mark"`
}

// Marks lists the erasures whose mark is kept still.
func (p *Privacy) Marks(ctx context.Context) ([]Mark, error) {
	list, err := db.All(ctx, p.DB, scanMark, `
		SELECT employer_id, day, mark
		FROM erasure
		WHERE mark <> ''
		ORDER BY id`)
	return slices.Concat([]Mark{}, list), err
}

func scanMark(s db.Scanner) (m Mark, err error) {
	err = s.Scan(&m.EmployerID, &m.Day, &m.Mark)
	return m, err
}

// EraseAgain erases whom a list of marks tells of and who is here again, and gives how many. People
// are compared by the hash of every key there has been.
func (p *Privacy) EraseAgain(ctx context.Context, r io.Reader) (n int, err error) {
	var list struct{ Erasures []Mark }
	if err := json.NewDecoder(r).Decode(&list); err != nil {
		return 0, err
	}
	marked := map[string]bool{}
	employers := map[string]bool{}
	for _, m := range list.Erasures {
		marked[m.Mark], employers[m.EmployerID] = true, true
	}
	for employerID := range employers {
		employer, err := org.Find(ctx, p.DB, employerID, p.Staff.Today())
		if err != nil {
			return n, err
		}
		var found []string
		err = p.Staff.EachKnown(ctx, employerID, func(personID string) error {
			if slices.ContainsFunc(p.Keys.Hashes(forErasure, employerID+"/"+personID), func(h string) bool { return marked[h] }) {
				found = append(found, personID)
			}
			return nil
		})
		if err != nil {
			return n, err
		}
		for _, id := range found {
			if _, err := p.erase(ctx, "operator", employer, id, Restored); err != nil && !isGone(err) {
				return n, err
			}
			n++
		}
	}
	return n, nil
}

func isGone(err error) bool { return errors.Is(err, staff.ErrNoPerson) }
