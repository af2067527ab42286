package staff

import (
	"context"
	"encoding/json"
	"errors"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// StaffImportAsked says that somebody has decided to commit a waiting import.
type StaffImportAsked struct {
	ImportID string `json:"import_id"`
	OwnerID  string `json:"owner_id"`
}

// Kind implements job.Args.
func (StaffImportAsked) Kind() string { return "staff_import.asked" }

// Decision is what whoever looked at a preview decided beyond "commit".
type Decision struct {
	SkipErrors bool // take the rows without errors
	AllowEnded bool // let so many end, past the safety stop
}

// Ask queues the commit of a waiting import; its task has the import's id. Asking twice is one
// commit.
func (im *Imports) Ask(ctx context.Context, a may.Actor, id string, d Decision) error {
	l, err := im.Find(ctx, a, id)
	if err != nil {
		return err
	}
	l.Options.SkipErrors = d.SkipErrors
	if d.AllowEnded {
		l.Options.MaxEnded, l.Result.Stopped = 100, false
	}
	switch {
	case l.State == "committed":
		return nil
	case l.State != "staged":
		return ErrStale
	case l.Result.refuses(l.Options) != nil:
		return l.Result.refuses(l.Options)
	}
	options, err := json.Marshal(l.Options)
	if err != nil {
		return err
	}
	return im.Staff.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `
			UPDATE staff_import
			SET options = $2
			WHERE id = $1`,
			id, string(options))
		if err != nil {
			return err
		}
		if err := im.Tasks.Begin(ctx, tx, id, StaffImportAsked{}.Kind(), l.EmployerID, a.PersonID); err != nil {
			return err
		}
		return im.Jobs.Add(ctx, tx, StaffImportAsked{ImportID: id, OwnerID: a.PersonID})
	})
}

// OnAsked commits what was asked for. A plan that no longer fits is refused and the task says so.
func (im *Imports) OnAsked(ctx context.Context, asked StaffImportAsked) error {
	if err := im.Tasks.Step(ctx, im.Staff.DB, asked.ImportID, 0, 1); err != nil {
		return err
	}
	_, err := im.commit(ctx, asked.ImportID)
	if errors.Is(err, ErrStale) || errors.Is(err, ErrNoImport) {
		return im.Tasks.End(ctx, im.Staff.DB, asked.ImportID, "failed", ErrStale.Key)
	}
	return err
}

// Drop forgets a waiting import that nobody wants.
func (im *Imports) Drop(ctx context.Context, a may.Actor, id string) error {
	if _, err := im.Find(ctx, a, id); err != nil {
		return err
	}
	return im.refuse(ctx, id)
}

// Find gives one import to who may import for its employer.
func (im *Imports) Find(ctx context.Context, a may.Actor, id string) (ImportLog, error) {
	l, err := findImport(ctx, im.Staff.DB, id)
	if err != nil {
		return l, err
	}
	_, err = im.employer(ctx, a, may.ImportStaff, l.EmployerID)
	return l, err
}

// List gives an employer's imports, the latest first, at most limit.
func (im *Imports) List(ctx context.Context, a may.Actor, employerID string, limit int) ([]ImportLog, error) {
	if _, err := im.employer(ctx, a, may.ImportStaff, employerID); err != nil {
		return nil, err
	}
	return db.All(ctx, im.Staff.DB, scanImport, selectImport+`
		WHERE employer_id = $1
		ORDER BY made_at DESC, id DESC
		LIMIT $2`,
		employerID, limit)
}
