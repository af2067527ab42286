package mail

import (
	"context"
	"database/sql"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

// ErrNoMessage says that there is no such message, or none that can be sent again.
var ErrNoMessage = fault.New(fault.Missing, "mail.no_message")

// Item is a message as operators see it: how it goes, not what it says.
type Item struct {
	ID      string     `json:"id"`
	Channel string     `json:"channel"`
	State   State      `json:"state"`
	Tries   int64      `json:"tries"`
	Reason  string     `json:"reason"`
	MadeAt  time.Time  `json:"made_at"`
	SentAt  *time.Time `json:"sent_at"`
}

// Count is how many messages of a channel are in a state. What is sent is not counted: it is history.
type Count struct {
	Channel string
	State   State
	N       int64
}

// Counts counts what is in the outbox and not sent.
func (p *Post) Counts(ctx context.Context) ([]Count, error) {
	return db.All(ctx, p.DB, func(s db.Scanner) (c Count, err error) {
		err = s.Scan(&c.Channel, &c.State, &c.N)
		return c, err
	}, `
		SELECT channel, state, COUNT(*)
		FROM message
		WHERE state <> 'sent'
		GROUP BY channel, state
		ORDER BY channel, state`)
}

// List gives messages in a state ("" is every state), newest first.
func (p *Post) List(ctx context.Context, state State, limit, offset int) ([]Item, error) {
	return db.All(ctx, p.DB, scanItem, `
		SELECT id, channel, state, tries, reason, made_at, sent_at
		FROM message
		WHERE state = $1 OR $1 = ''
		ORDER BY id DESC
		LIMIT $2 OFFSET $3`,
		string(state), limit, offset)
}

func scanItem(s db.Scanner) (i Item, err error) {
	var sent sql.NullTime
	err = s.Scan(&i.ID, &i.Channel, &i.State, &i.Tries, &i.Reason, &i.MadeAt, &sent)
	if sent.Valid {
		i.SentAt = &sent.Time
	}
	return i, err
}

// Retry lets a message that failed or is uncertain wait to be sent again. Whoever asks for an
// uncertain one accepts that it may come twice. What has been emptied cannot be sent.
func (p *Post) Retry(ctx context.Context, id string) error {
	n, err := p.DB.Exec(ctx, `
		UPDATE message
		SET state = 'waiting', tries = 0, due_at = NULL, lease_id = '', reason = ''
		WHERE id = $1 AND state IN ('failed', 'uncertain') AND body <> ''`,
		id)
	if err == nil && n == 0 {
		err = ErrNoMessage
	}
	return err
}

// Shown is a message with all it says: demo mode shows its outbox, where nobody is anybody.
type Shown struct {
	Item
	Address, Subject, Body string
	Files                  []File
}

// Show gives messages as they read, newest first, and how many there are.
func (p *Post) Show(ctx context.Context, channel string, limit, offset int) ([]Shown, int64, error) {
	all, err := db.One(ctx, p.DB, db.Number, `
		SELECT COUNT(*)
		FROM message
		WHERE channel = $1 OR $1 = ''`,
		channel)
	if err != nil {
		return nil, 0, err
	}
	list, err := db.All(ctx, p.DB, func(s db.Scanner) (m Shown, err error) {
		var sent sql.NullTime
		var files string
		if err = s.Scan(&m.ID, &m.Channel, &m.State, &m.Tries, &m.Reason, &m.MadeAt, &sent, &m.Address, &m.Subject, &m.Body, &files); err != nil {
			return m, err
		}
		if sent.Valid {
			m.SentAt = &sent.Time
		}
		m.Files, err = readFiles(files)
		return m, err
	}, `
		SELECT id, channel, state, tries, reason, made_at, sent_at, address, subject, body, files
		FROM message
		WHERE channel = $1 OR $1 = ''
		ORDER BY made_at DESC, id DESC
		LIMIT $2 OFFSET $3`,
		channel, limit, offset)
	return list, all, err
}
