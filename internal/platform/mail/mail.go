// Package mail is the outbox: what people are to be told by e-mail or SMS lands here in the
// transaction that caused it, and Post sends it from here. Nothing is told twice.
//
// A message is claimed before it leaves. When the program dies between the two, nobody can know
// whether it left: an SMS is sent again under the same key, which the gateway takes once; an e-mail is
// not, and stands as uncertain until a person decides (Retry).
package mail

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"
	"unicode"

	"yrkesresan/internal/platform/db"
)

// The channels.
const (
	Email = "email"
	SMS   = "sms"
)

// Message is one text to one person. Subject is "" for an SMS.
type Message struct {
	PersonID, Channel, Address, Subject, Body string
	EmployerID                                string    // whose matter it is; "" when nobody's in particular
	OnceKey                                   string    // the same key twice is one message
	ExpiresAt                                 time.Time // after this it is neither sent nor kept: a code that has run out
	Unsubscribe                               string    // an address that stops more of the kind; e-mail only
	Files                                     []File    // e-mail only
}

// File is what a letter brings: a text that the reader's program opens.
type File struct {
	Name string `json:"name"`
	Type string `json:"type"` // with its parameters, as a Content-Type has them
	Text string `json:"text"`
}

// writeFiles gives files as they wait, "" for none.
func writeFiles(files []File) (string, error) {
	if len(files) == 0 {
		return "", nil
	}
	text, err := json.Marshal(files)
	return string(text), err
}

func readFiles(text string) (files []File, err error) {
	if text == "" {
		return nil, nil
	}
	err = json.Unmarshal([]byte(text), &files)
	return files, err
}

// Outbox is where messages wait.
type Outbox struct {
	Now   func() time.Time
	NewID func() string
}

// ErrAddress says that a message is to more than one, or carries headers of its own.
var ErrAddress = errors.New("a message is not to one address")

// Add puts a message in the outbox as part of tx. What becomes a header is one line.
func (o *Outbox) Add(ctx context.Context, tx *db.Tx, m Message) error {
	if m.Channel == SMS {
		m.Address = strings.NewReplacer(" ", "", "-", "").Replace(m.Address) // as people write a number
	}
	if strings.ContainsFunc(m.Address, func(r rune) bool { return unicode.IsControl(r) || strings.ContainsRune(",;<> ", r) }) {
		return ErrAddress
	}
	m.Subject = strings.Join(strings.FieldsFunc(m.Subject, unicode.IsControl), " ")
	id := o.NewID()
	if m.OnceKey == "" {
		m.OnceKey = id
	}
	var expires *time.Time
	if !m.ExpiresAt.IsZero() {
		expires = &m.ExpiresAt
	}
	files, err := writeFiles(m.Files)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO message (id, person_id, employer_id, channel, address, subject, body, once_key, made_at, expires_at, unsubscribe, files)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		ON CONFLICT (once_key) DO NOTHING`,
		id, m.PersonID, m.EmployerID, m.Channel, m.Address, m.Subject, m.Body, m.OnceKey, o.Now(), expires, m.Unsubscribe, files)
	return err
}
