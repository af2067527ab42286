// Package message owns what people are told: the inbox of each person.
//
// A room says what happened with Tell, in the transaction that made it happen. The words come from
// the catalogue when somebody reads, so that easy Swedish reaches the inbox too.
//
// Tables: note. Asks: may.
package message

import (
	"context"
	"encoding/json"
	"time"

	"yrkesresan/internal/platform/db"
)

// Note is something that one person is told.
type Note struct {
	PersonID   string
	EmployerID string            // whose matter it is; "" when it is the person's own
	AboutID    string            // whom the note names, when that is somebody else: erasing that person takes the note
	Key        string            // of the sentence; Key+".subject" is the few words above it
	Args       map[string]string // what the sentence names, as it is written
	Href       string            // where the person does something about it: a path here, or ""
	OnceKey    string            // the same key twice is one note: work may run again after a crash
}

// Messages is the door to this room.
type Messages struct {
	DB    *db.DB
	Now   func() time.Time
	NewID func() string
}

// Tell puts a note in the person's inbox as part of tx: no commit, no note.
func (m *Messages) Tell(ctx context.Context, tx *db.Tx, n Note) error {
	args, err := json.Marshal(n.Args)
	if err != nil {
		return err
	}
	id := m.NewID()
	if n.OnceKey == "" {
		n.OnceKey = id
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO note (id, person_id, employer_id, about_id, key, args, href, once_key, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (once_key) DO NOTHING`,
		id, n.PersonID, n.EmployerID, n.AboutID, n.Key, string(args), n.Href, n.OnceKey, m.Now())
	return err
}
