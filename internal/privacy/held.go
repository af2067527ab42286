package privacy

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Held is what one employer, as controller, has about a person, and until when.
type Held struct {
	Employer  org.Node
	Card      staff.Employee
	Job       staff.Employment // the zero Employment when there is none now
	Facts     int
	Keeping   Keeping
	EraseFrom string // the day from which it is erased; "" when nobody has said so
}

// Held tells a person who has what.
func (p *Privacy) Held(ctx context.Context, a may.Actor) ([]Held, error) {
	if !a.Known() || a.IsOperator() {
		return nil, may.ErrSignIn
	}
	cards, err := p.Staff.Cards(ctx, a.PersonID)
	if err != nil {
		return nil, err
	}
	jobs, err := p.Staff.Employments(ctx, a.PersonID, p.Staff.Today())
	if err != nil {
		return nil, err
	}
	warned, err := p.warnedOf(ctx, a.PersonID)
	if err != nil {
		return nil, err
	}
	var out []Held
	for _, card := range cards {
		h := Held{Card: card, EraseFrom: warned[card.EmployerID]}
		if h.Employer, err = p.employerNamed(ctx, card.EmployerID); err != nil {
			return nil, err
		}
		facts, err := p.Record.HeldBy(ctx, p.DB, a.PersonID, card.EmployerID)
		if err != nil {
			return nil, err
		}
		h.Facts = len(facts)
		for _, j := range jobs {
			if j.EmployerID == card.EmployerID && h.Job.ID == "" {
				h.Job = j
			}
		}
		if h.Keeping, err = p.KeepingOf(ctx, card.EmployerID); err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	return out, nil
}

func (p *Privacy) warnedOf(ctx context.Context, personID string) (map[string]string, error) {
	out := map[string]string{}
	return out, db.Each(ctx, p.DB, func(s db.Scanner) (w [2]string, err error) { err = s.Scan(&w[0], &w[1]); return w, err },
		func(w [2]string) error { out[w[0]] = w[1]; return nil }, `
		SELECT employer_id, erase_from
		FROM retention_warning
		WHERE person_id = $1`,
		personID)
}

// employerNamed gives an employer; one that is no more by its id alone: it is still controller.
func (p *Privacy) employerNamed(ctx context.Context, id string) (org.Node, error) {
	n, err := org.Find(ctx, p.DB, id, p.Staff.Today())
	if f := fault.Of(err); f != nil && f.Key == org.ErrNoNode.Key {
		return org.Node{ID: id}, nil
	}
	return n, err
}
