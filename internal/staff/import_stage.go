package staff

import (
	"context"
	"encoding/json"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// What waits is written some thousand rows at a time, so that nobody else waits long for it, and
// goes when it is done, refused or too old.
const (
	stageBatch   = 2000
	stagingLife  = 15 * time.Minute // an import that has written nothing for so long is dead
	waitingLife  = 24 * time.Hour   // a preview that nobody has decided on
	mostWarnings = 1000             // kept in the log
	mostErrors   = 5000
)

// attached is an employment that an identity number gave to another person than before.
type attached struct {
	Employment string `json:"employment"`
	From       string `json:"from"`
	To         string `json:"to"`
}

// stage writes the plan beside the tables. It is under way ("staging") until somebody commits it or
// it waits for a person ("staged").
func (im *Imports) stage(ctx context.Context, a may.Actor, p *plan, o ImportOptions, step func(done, total int)) (string, error) {
	if err := im.sweep(ctx, p.employer.ID); err != nil {
		return "", err
	}
	id, err := im.note(ctx, a, p, o, "staging")
	if err != nil {
		return "", err
	}
	sorter := NewSorter()
	for at := 0; at < len(p.rows); at += stageBatch {
		batch := p.rows[at:min(at+stageBatch, len(p.rows))]
		err := im.Staff.DB.Tx(ctx, func(tx *db.Tx) error { return loadStaged(ctx, tx, id, batch, sorter) })
		if err != nil {
			return id, err
		}
		if step != nil {
			step(at+len(batch), len(p.rows))
		}
	}
	return id, nil
}

// wait leaves a staged import to a person's decision.
func (im *Imports) wait(ctx context.Context, id string) error {
	_, err := im.Staff.DB.Exec(ctx, `
		UPDATE staff_import
		SET state = 'staged'
		WHERE id = $1 AND state = 'staging'`,
		id)
	return err
}

// note writes the import into the log.
func (im *Imports) note(ctx context.Context, a may.Actor, p *plan, o ImportOptions, state string) (string, error) {
	id := im.Staff.NewID()
	options, err := json.Marshal(o)
	if err != nil {
		return "", err
	}
	result, err := p.record().encode()
	if err != nil {
		return "", err
	}
	_, err = im.Staff.DB.Exec(ctx, `
		INSERT INTO staff_import (id, employer_id, made_by, made_at, as_of, state, options, result)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		id, p.employer.ID, a.PersonID, im.Staff.Now(), p.day, state, string(options), result)
	return id, err
}

func (p *plan) record() importRecord {
	rec := importRecord{ImportResult: p.result}
	if p.forest == nil {
		return rec
	}
	rec.More = importMore{Mark: p.st.mark, Rows: len(p.rows), Nodes: p.forest.nodes(), Moves: p.moves, Recoded: p.forest.recoded, Managers: p.managers}
	for _, r := range p.rows {
		if r.fromPerson != "" {
			rec.More.Attached = append(rec.More.Attached, attached{r.employment, r.fromPerson, r.person})
		}
	}
	return rec
}

// encode keeps so many notes as a person can read.
func (r importRecord) encode() (string, error) {
	r.MoreErrors, r.MoreWarnings = max(0, len(r.Errors)-mostErrors), max(0, len(r.Warnings)-mostWarnings)
	r.Errors, r.Warnings = r.Errors[:min(len(r.Errors), mostErrors)], r.Warnings[:min(len(r.Warnings), mostWarnings)]
	body, err := json.Marshal(r)
	return string(body), err
}

// sweep takes away what dead imports of an employer left, and previews nobody decided on.
func (im *Imports) sweep(ctx context.Context, employerID string) error {
	_, err := im.Staff.DB.Exec(ctx, `
		UPDATE staff_import
		SET state = 'refused'
		WHERE employer_id = $1 AND ((state = 'staging' AND made_at < $2) OR (state = 'staged' AND made_at < $3))`,
		employerID, im.Staff.Now().Add(-stagingLife), im.Staff.Now().Add(-waitingLife))
	if err != nil {
		return err
	}
	left, err := db.All(ctx, im.Staff.DB, db.Text, `
		SELECT i.id
		FROM staff_import i
		WHERE i.employer_id = $1 AND i.state IN ('committed', 'refused', 'undone')
		      AND EXISTS (SELECT 1 FROM staff_import_row r WHERE r.import_id = i.id)`,
		employerID)
	if err != nil {
		return err
	}
	for _, id := range left {
		if err := im.forget(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// forget deletes the waiting rows of an import, some thousand at a time.
func (im *Imports) forget(ctx context.Context, id string) error {
	for {
		n, err := im.Staff.DB.Exec(ctx, `
			DELETE FROM staff_import_row
			WHERE import_id = $1 AND row_number IN (SELECT r.row_number FROM staff_import_row r WHERE r.import_id = $1 LIMIT $2)`,
			id, stageBatch)
		if err != nil || n < stageBatch {
			return err
		}
	}
}
