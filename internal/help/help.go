// Package help owns what people report about the service itself: what they could not read, hear,
// reach or understand.
//
// Tables: none; a report is a message in the outbox. Says: messages to the outbox. Asks: identity.
package help

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/mail"
)

// Faults.
var (
	ErrEmpty    = fault.New(fault.Invalid, "help.report.empty")
	ErrLong     = fault.New(fault.Invalid, "help.report.long")
	ErrIdentity = fault.New(fault.Invalid, "help.report.identity")
	ErrOften    = fault.New(fault.Busy, "help.report.often")
)

// How much one report may say, and how many an address may send.
const (
	longestText = 5000
	longestLine = 300
	mostAnHour  = 5
)

// Report is what somebody could not use. Contact is how to answer, if the person wants an answer.
type Report struct{ What, Page, Contact string }

// Turns limits how often something may be done under a name.
type Turns interface {
	// Turn takes one of most turns within a time; ok is false when there is none left.
	Turn(ctx context.Context, name string, most int64, within time.Duration) (ok bool, err error)
}

// Reports is the door to this room.
type Reports struct {
	DB     *db.DB
	Outbox *mail.Outbox
	Turns  Turns
	To     string // the address that reads reports; "" when none is set: they wait in the outbox
	Now    func() time.Time
}

// Send puts a report in the outbox. From names the address that sends. Say writes the message.
func (rs *Reports) Send(ctx context.Context, r Report, from string, say func(Report) (subject, body string)) error {
	r = Report{What: strings.TrimSpace(r.What), Page: strings.TrimSpace(r.Page), Contact: strings.TrimSpace(r.Contact)}
	if err := r.check(rs.Now()); err != nil {
		return err
	}
	ok, err := rs.Turns.Turn(ctx, "report:"+from, mostAnHour, time.Hour)
	if err != nil {
		return err
	}
	if !ok {
		return ErrOften
	}
	subject, body := say(r)
	return rs.DB.Tx(ctx, func(tx *db.Tx) error {
		return rs.Outbox.Add(ctx, tx, mail.Message{Channel: mail.Email, Address: rs.To, Subject: subject, Body: body})
	})
}

// check is the rule: something is said, not too much, and nobody's identity number (rule 42).
func (r Report) check(now time.Time) error {
	if r.What == "" {
		return ErrEmpty.On("what")
	}
	for _, f := range []struct {
		name, text string
		longest    int
	}{{"what", r.What, longestText}, {"page", r.Page, longestLine}, {"contact", r.Contact, longestLine}} {
		if identity.In(f.text, now) {
			return ErrIdentity.On(f.name)
		}
		if utf8.RuneCountInString(f.text) > f.longest {
			return ErrLong.On(f.name)
		}
	}
	return nil
}
