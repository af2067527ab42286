// Package access owns how a person signs in and what a person may do where.
//
// Most people here have no work e-mail. A first sign-in is by a one-time code on paper or in an
// SMS; after that municipality + employment number (or a chosen name) + PIN or password, on any
// device. Guessing is slowed down per account and address, never so that a stranger can lock
// somebody out: a known device, a known address and a new code get through. A code also stands
// for a PIN that was forgotten, for a while; a new PIN ends the sessions elsewhere. A passkey signs in by
// the phone's own lock. On a device that several use, whoever leaves it is signed out.
//
// A role is given on a node of the tree, from one day until another, by who may give it there
// (package may); what is done is kept in a log that nobody edits. A role at an employer counts while
// the person works there.
//
// Tables: account, signin_code, session, passkey, throttle, role_grant, role_log. Says: messages to the
// outbox; to Teller what becomes of somebody's role. Asks: staff, org, may.
package access

import (
	"context"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/keys"
	"yrkesresan/internal/platform/mail"
	"yrkesresan/internal/staff"
)

// Faults. What a stranger tries is always answered with ErrWrong: it tells nothing.
var (
	ErrWrong      = fault.New(fault.Invalid, "access.wrong")
	ErrWait       = fault.New(fault.Often, "access.wait")
	ErrCrowd      = fault.New(fault.Busy, "access.crowd")
	ErrCode       = fault.New(fault.Invalid, "access.code_wrong")
	ErrShortPIN   = fault.New(fault.Invalid, "access.pin_short")
	ErrEasyPIN    = fault.New(fault.Invalid, "access.pin_easy")
	ErrShortPass  = fault.New(fault.Invalid, "access.password_short")
	ErrEasyPass   = fault.New(fault.Invalid, "access.password_easy")
	ErrLongSecret = fault.New(fault.Invalid, "access.secret_long")
	ErrOwnNumber  = fault.New(fault.Invalid, "access.own_number")
	ErrNotSame    = fault.New(fault.Invalid, "access.not_same")
	ErrOldSecret  = fault.New(fault.Invalid, "access.old_secret")
	ErrLoginShape = fault.New(fault.Invalid, "access.login_shape")
	ErrLoginTaken = fault.New(fault.Conflict, "access.login_taken")
	ErrNoMobile   = fault.New(fault.Invalid, "access.no_mobile")
	ErrHigherRole = fault.New(fault.Denied, "access.higher_role")
)

// Access is the door to this room.
type Access struct {
	DB     *db.DB
	Staff  *staff.Staff
	Keys   *keys.Ring
	Outbox *mail.Outbox
	Now    func() time.Time
	NewID  func() string
	Random func() string // a new secret of at least 128 bits, letters and digits
	Teller Teller        // who tells people what becomes of their roles; nil: nobody
	// Changed, when set, is told in the transaction that a person's roles have changed.
	Changed func(ctx context.Context, tx *db.Tx, personID string) error
	// Appointed, when set, is told in the transaction that a role that is held through an appointment (may.Terms) was
	// given in another way: by a command, or by what fills a demo.
	Appointed func(ctx context.Context, tx *db.Tx, h Held) error
	hashes    chan struct{}
	passkeys  *webauthn.WebAuthn // nil where people reach us by no host name
	queue     chan struct{}
	memory    uint32 // KiB that a hash takes; tests take less
}

// New opens the room. At most two secrets are hashed at once: each takes 19 MiB and a core. A few
// seconds' worth may wait; who comes after that is told to try again.
func New(a Access) *Access {
	a.hashes, a.queue, a.memory = make(chan struct{}, 2), make(chan struct{}, 64), argonMemory
	return &a
}

// Account is a person's way in and wishes for reading.
type Account struct {
	PersonID   string
	Login      string // chosen name; "" when none
	SecretKind string // pin, password or "" before the first choice
	secretHash string
	TextSize   string // "" or "large"
	Theme      string // "", "ljus" or "mork"
	Easy       bool
	LowData    bool
	AskedDone  bool // has answered "Vad har du redan gått?" (rule 14)
}
