// Package mail is the outbox: what people are to be told by e-mail or SMS lands here in the
// transaction that caused it. Sending comes later; nothing is told twice.
package mail

import (
	"context"
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
	OnceKey                                   string // the same key twice is one message
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
	if strings.ContainsFunc(m.Address, func(r rune) bool { return unicode.IsControl(r) || strings.ContainsRune(",;<> ", r) }) {
		return ErrAddress
	}
	m.Subject = strings.Join(strings.FieldsFunc(m.Subject, unicode.IsControl), " ")
	id := o.NewID()
	if m.OnceKey == "" {
		m.OnceKey = id
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO message (id, person_id, channel, address, subject, body, once_key, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (once_key) DO NOTHING`,
		id, m.PersonID, m.Channel, m.Address, m.Subject, m.Body, m.OnceKey, o.Now())
	return err
}
