package record

import (
	"context"
	"slices"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Share is a person's leave for an employer to see facts from elsewhere.
type Share struct {
	ID, PersonID, EmployerID, FactID string // FactID "" = everything, also what comes
	MadeAt                           time.Time
	WithdrawnAt                      *time.Time
}

// Sharing is how a person stands with one employer.
type Sharing struct {
	EmployerID, Employer string
	Current              bool   // employed there now; else only what is left to end
	All                  bool   // everything, also what comes
	Elsewhere            []Fact // what others hold, and so can be shared
	Chosen               map[string]bool
}

// Count is how many lines from elsewhere the employer sees.
func (s Sharing) Count() int {
	if s.All {
		return len(s.Elsewhere)
	}
	return len(s.Chosen)
}

// ShareAll lets one of the person's own employers see all of the record, also what comes.
func (r *Record) ShareAll(ctx context.Context, a may.Actor, employerID string) error {
	return r.share(ctx, a, employerID, []string{""})
}

// ShareOnly lets one of the person's own employers see the facts named and no others from
// elsewhere.
func (r *Record) ShareOnly(ctx context.Context, a may.Actor, employerID string, factIDs []string) error {
	if len(factIDs) == 0 {
		return ErrNoneChosen.On("fact")
	}
	facts, err := r.Own(ctx, a, a.PersonID)
	if err != nil {
		return err
	}
	for _, id := range factIDs {
		if !slices.ContainsFunc(facts, func(f Fact) bool { return f.ID == id }) {
			return ErrNoFact
		}
	}
	return r.share(ctx, a, employerID, factIDs)
}

// share makes what is shared with an employer exactly this. Sharing again changes nothing.
func (r *Record) share(ctx context.Context, a may.Actor, employerID string, factIDs []string) error {
	current, err := r.employers(ctx, a.PersonID)
	if err != nil {
		return err
	}
	if !slices.Contains(current, employerID) {
		return ErrNoEmployer
	}
	return r.DB.Tx(ctx, func(tx *db.Tx) error {
		open, err := openShares(ctx, tx, a.PersonID)
		if err != nil {
			return err
		}
		kept := map[string]bool{}
		for _, s := range open {
			switch {
			case s.EmployerID != employerID:
			case slices.Contains(factIDs, s.FactID) && !kept[s.FactID]:
				kept[s.FactID] = true
			default:
				if err := endShare(ctx, tx, s.ID, r.Now()); err != nil {
					return err
				}
			}
		}
		for _, id := range factIDs {
			if kept[id] {
				continue
			}
			kept[id] = true
			if err := insertShare(ctx, tx, Share{ID: r.NewID(), PersonID: a.PersonID, EmployerID: employerID, FactID: id, MadeAt: r.Now()}); err != nil {
				return err
			}
		}
		return r.shared(ctx, tx, a.PersonID)
	})
}

func (r *Record) shared(ctx context.Context, tx *db.Tx, personID string) error {
	if r.Shared == nil {
		return nil
	}
	return r.Shared(ctx, tx, personID)
}

// Withdraw ends all that the person shares with an employer, also with one left long ago.
func (r *Record) Withdraw(ctx context.Context, a may.Actor, employerID string) error {
	return r.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `
			UPDATE record_share
			SET withdrawn_at = $3
			WHERE person_id = $1 AND employer_id = $2 AND withdrawn_at IS NULL`,
			a.PersonID, employerID, r.Now())
		if err != nil {
			return err
		}
		return r.shared(ctx, tx, a.PersonID)
	})
}

// Shares gives what the person shares now.
func (r *Record) Shares(ctx context.Context, a may.Actor) ([]Share, error) {
	return openShares(ctx, r.DB, a.PersonID)
}

// Sharings tells the person how it stands with each employer: the current ones, and earlier ones
// that still see something.
func (r *Record) Sharings(ctx context.Context, a may.Actor) ([]Sharing, error) {
	facts, err := r.Own(ctx, a, a.PersonID)
	if err != nil {
		return nil, err
	}
	current, err := r.employers(ctx, a.PersonID)
	if err != nil {
		return nil, err
	}
	shares, err := openShares(ctx, r.DB, a.PersonID)
	if err != nil {
		return nil, err
	}
	all := slices.Clone(current)
	for _, s := range shares {
		if !slices.Contains(all, s.EmployerID) {
			all = append(all, s.EmployerID)
		}
	}
	out := make([]Sharing, len(all))
	for i, id := range all {
		out[i] = sharing(id, Standing(facts), shares)
		out[i].Current = slices.Contains(current, id)
		if out[i].Employer, err = r.nodeName(ctx, id); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// sharing is the rule: an employer sees its own facts, and those from elsewhere that are shared.
func sharing(employerID string, facts []Fact, shares []Share) Sharing {
	out := Sharing{EmployerID: employerID, Chosen: map[string]bool{}}
	for _, f := range facts {
		if f.ControllerID != employerID {
			out.Elsewhere = append(out.Elsewhere, f)
		}
	}
	for _, s := range shares {
		switch {
		case s.EmployerID != employerID:
		case s.FactID == "":
			out.All = true
		case slices.ContainsFunc(out.Elsewhere, func(f Fact) bool { return f.ID == s.FactID }):
			out.Chosen[s.FactID] = true
		}
	}
	return out
}

// employers are those a person is employed by today, each once.
func (r *Record) employers(ctx context.Context, personID string) ([]string, error) {
	employments, err := r.Staff.Employments(ctx, personID, r.Staff.Today())
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range employments {
		if !slices.Contains(out, e.EmployerID) {
			out = append(out, e.EmployerID)
		}
	}
	return out, nil
}

// nodeName is what a place is called today; "" when it is no more.
func (r *Record) nodeName(ctx context.Context, id string) (string, error) {
	n, err := org.Find(ctx, r.DB, id, r.Staff.Today())
	if f := fault.Of(err); f != nil && f.Key == org.ErrNoNode.Key {
		return "", nil
	}
	return n.Name, err
}
