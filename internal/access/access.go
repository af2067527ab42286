// Package access owns how a person signs in and what a person may do where.
//
// Most people here have no work e-mail. A first sign-in is by a one-time code on paper or in an
// SMS; after that municipality + employment number (or a chosen name) + PIN or password, on any
// device. Guessing is slowed down per account and address, never so that a stranger can lock
// somebody out: a known device and a new code always get through.
//
// Tables: account, signin_code, session, throttle, role_grant. Says: messages to the outbox.
// Asks: staff, org, may.
package access

import (
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/keys"
	"yrkesresan/internal/platform/mail"
	"yrkesresan/internal/staff"
)

// Faults. What a stranger tries is always answered with ErrWrong: it tells nothing.
var (
	ErrWrong        = fault.New(fault.Invalid, "access.wrong")
	ErrWait         = fault.New(fault.Busy, "access.wait")
	ErrCode         = fault.New(fault.Invalid, "access.code_wrong")
	ErrCodeUsed     = fault.New(fault.Conflict, "access.code_used")
	ErrShortPIN     = fault.New(fault.Invalid, "access.pin_short")
	ErrEasyPIN      = fault.New(fault.Invalid, "access.pin_easy")
	ErrShortPass    = fault.New(fault.Invalid, "access.password_short")
	ErrNotSame      = fault.New(fault.Invalid, "access.not_same")
	ErrOldSecret    = fault.New(fault.Invalid, "access.old_secret")
	ErrLoginShape   = fault.New(fault.Invalid, "access.login_shape")
	ErrLoginTaken   = fault.New(fault.Conflict, "access.login_taken")
	ErrNoMobile     = fault.New(fault.Invalid, "access.no_mobile")
	ErrUnknownGrant = fault.New(fault.Missing, "access.grant_missing")
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
	hashes chan struct{}
}

// New opens the room. At most two secrets are hashed at once: each takes 19 MiB and a core.
func New(a Access) *Access {
	a.hashes = make(chan struct{}, 2)
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
