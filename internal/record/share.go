package record

import (
	"context"
	"slices"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Share is a person's leave for an employer to see facts from elsewhere.
type Share struct {
	ID, PersonID, EmployerID, FactID string // FactID "" = everything, also what comes
	MadeAt                           time.Time
	WithdrawnAt                      *time.Time
}

// Share lets one of the person's own employers see all of the record (no facts named) or chosen
// facts. Sharing again changes nothing.
func (r *Record) Share(ctx context.Context, a may.Actor, employerID string, factIDs ...string) error {
	employments, err := r.Staff.Employments(ctx, a.PersonID, r.Staff.Today())
	if err != nil {
		return err
	}
	mine := false
	for _, e := range employments {
		mine = mine || e.EmployerID == employerID
	}
	if !mine {
		return ErrNoEmployer
	}
	if len(factIDs) == 0 {
		factIDs = []string{""}
	}
	return r.DB.Tx(ctx, func(tx *db.Tx) error {
		open, err := openShares(ctx, tx, a.PersonID)
		if err != nil {
			return err
		}
		for _, id := range factIDs {
			if slices.ContainsFunc(open, func(s Share) bool { return s.EmployerID == employerID && s.FactID == id }) {
				continue
			}
			if err := insertShare(ctx, tx, Share{ID: r.NewID(), PersonID: a.PersonID, EmployerID: employerID, FactID: id, MadeAt: r.Now()}); err != nil {
				return err
			}
		}
		return nil
	})
}

// Withdraw ends all that the person shares with an employer.
func (r *Record) Withdraw(ctx context.Context, a may.Actor, employerID string) error {
	_, err := r.DB.Exec(ctx, `
		UPDATE record_share
		SET withdrawn_at = $3
		WHERE person_id = $1 AND employer_id = $2 AND withdrawn_at IS NULL`,
		a.PersonID, employerID, r.Now())
	return err
}

// Shares gives what the person shares now.
func (r *Record) Shares(ctx context.Context, a may.Actor) ([]Share, error) {
	return openShares(ctx, r.DB, a.PersonID)
}
