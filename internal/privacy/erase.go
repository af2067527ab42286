package privacy

import (
	"context"
	"encoding/json"
	"errors"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Reason is why somebody was erased, as the list of erasures says it.
type Reason string

// The reasons.
const (
	Asked    Reason = "asked"    // the person asked for it
	Decided  Reason = "decided"  // the employer decided it
	Overdue  Reason = "aged"     // the time that the employer keeps it was over
	Restored Reason = "restored" // an older backup had brought it back
)

// Erased is what an erasure destroyed, or would.
type Erased struct {
	Counts map[string]int64 `json:"destroyed"` // rows by table
	Total  int64            `json:"total"`
	Files  int64            `json:"files"` // uploaded files
	Whole  bool             `json:"whole"` // nobody else holds anything: the person is gone
}

// errLookOnly ends a transaction that was only to be counted.
var errLookOnly = errors.New("only counted")

// Preview tells what Erase would destroy now. It does it all and takes it back, so that the counts
// are those of the real thing.
func (p *Privacy) Preview(ctx context.Context, a may.Actor, employerID, personID string) (e Erased, err error) {
	if _, err := p.askErase(ctx, a, employerID, personID); err != nil {
		return e, err
	}
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		if e, _, err = p.forget(ctx, tx, employerID, personID); err != nil {
			return err
		}
		return errLookOnly
	})
	if errors.Is(err, errLookOnly) {
		err = nil
	}
	return e, err
}

// Erase removes all that an employer, as controller, holds about a person: names, employments,
// facts, certificates, messages. What a different employer holds stays; when none does, the person
// is gone. Left are the counts, the day and the reason, without the person. It cannot be undone.
func (p *Privacy) Erase(ctx context.Context, a may.Actor, employerID, personID string, why Reason) (Erased, error) {
	employer, err := p.askErase(ctx, a, employerID, personID)
	if err != nil {
		return Erased{}, err
	}
	return p.erase(ctx, a.PersonID, employer, personID, why)
}

func (p *Privacy) askErase(ctx context.Context, a may.Actor, employerID, personID string) (org.Node, error) {
	employer, err := p.ask(ctx, a, employerID)
	if err != nil {
		return employer, err
	}
	if a.PersonID == personID { // an employer's decision is not one's own to make
		return employer, ErrSelf
	}
	there, err := p.Staff.Holds(ctx, p.DB, personID, employerID)
	if err == nil && !there {
		err = staff.ErrNoPerson
	}
	return employer, err
}

func (p *Privacy) erase(ctx context.Context, by string, employer org.Node, personID string, why Reason) (e Erased, err error) {
	var files []string
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		if e, files, err = p.forget(ctx, tx, employer.ID, personID); err != nil {
			return err
		}
		return p.insertErasure(ctx, tx, employer.ID, personID, by, why, e)
	})
	if err != nil {
		return e, err
	}
	return e, p.DropFiles(ctx, files)
}

// forget runs every room's part. The rows of employer and person are taken first: whoever imports
// staff or appends a fact meanwhile waits, and then finds the person gone.
func (p *Privacy) forget(ctx context.Context, tx *db.Tx, employerID, personID string) (e Erased, files []string, err error) {
	if err := p.Staff.Hold(ctx, tx, personID, employerID); err != nil {
		return e, nil, err
	}
	e.Whole = true
	for _, holds := range p.Holders {
		elsewhere, err := holds(ctx, tx, personID, employerID, p.Staff.Today())
		if err != nil {
			return e, nil, err
		}
		e.Whole = e.Whole && !elsewhere
	}
	before, err := p.Files.FilesOf(ctx, tx, personID)
	if err != nil {
		return e, nil, err
	}
	gone := db.Gone{}
	for _, forget := range append([]Forgetter{p.forgetOwn}, p.Forgetters...) {
		some, err := forget(ctx, tx, personID, employerID, e.Whole)
		if err != nil {
			return e, nil, err
		}
		gone.Add(some)
	}
	for _, hash := range before {
		needed, err := p.Files.RefersTo(ctx, tx, hash)
		if err != nil {
			return e, nil, err
		}
		if !needed {
			files = append(files, hash)
		}
	}
	e.Counts, e.Total, e.Files = gone, gone.Total(), int64(len(files))
	return e, files, nil
}

// DropFiles removes files that nobody refers to any more. What a crash here
// leaves behind is swept: nothing refers to it.
func (p *Privacy) DropFiles(ctx context.Context, files []string) error {
	for _, hash := range files {
		needed, err := p.Files.RefersTo(ctx, p.DB, hash)
		if err != nil {
			return err
		}
		if needed {
			continue
		}
		if err := p.Files.Drop(ctx, hash); err != nil {
			return err
		}
	}
	return nil
}

// forgetOwn is this room's part.
func (p *Privacy) forgetOwn(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	for _, q := range []string{
		`DELETE FROM data_request WHERE person_id = $1 AND employer_id = $2`,
		`DELETE FROM retention_warning WHERE person_id = $1 AND employer_id = $2`,
	} {
		if err := gone.Destroy(ctx, tx, q, personID, employerID); err != nil {
			return nil, err
		}
	}
	if !last {
		return gone, nil
	}
	for _, q := range []string{
		`DELETE FROM data_request WHERE person_id = $1`, // to an employer that knew nothing
		`DELETE FROM retention_warning WHERE person_id = $1`,
	} {
		if err := gone.Destroy(ctx, tx, q, personID); err != nil {
			return nil, err
		}
	}
	for _, q := range []string{
		`UPDATE data_request SET answered_by = $2 WHERE answered_by = $1`,
		`UPDATE erasure SET made_by = $2 WHERE made_by = $1`,
		`UPDATE retention SET made_by = $2 WHERE made_by = $1`,
	} {
		if _, err := tx.Exec(ctx, q, personID, may.Erased); err != nil {
			return nil, err
		}
	}
	return gone, nil
}

// forErasure is the purpose of the keyed hash in the list of erasures.
const forErasure = "erasure"

func (p *Privacy) insertErasure(ctx context.Context, tx *db.Tx, employerID, personID, by string, why Reason, e Erased) error {
	counts, err := json.Marshal(e.Counts)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO erasure (id, employer_id, day, reason, made_by, counts, total, whole, mark)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		p.NewID(), employerID, p.Staff.Today(), string(why), by, string(counts), e.Total, e.Whole, p.Keys.Hash(forErasure, employerID+"/"+personID))
	return err
}
