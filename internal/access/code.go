package access

import (
	"context"
	"errors"
	"strings"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/mail"
	"yrkesresan/internal/platform/may"
)

// codeLife is how long a one-time code can be used.
const codeLife = 24 * time.Hour

// What a code was made for.
const (
	ForSignIn = "signin"
	ForDemo   = "demo" // lands on the role's home without asking for a PIN; demo data only
)

// Code is a one-time code as it is given out, once; only its hash is kept.
type Code struct {
	Code      string // four groups, easy to read aloud and to type
	ExpiresAt time.Time
}

// GiveCode makes a one-time code for a person. Whoever may give codes at one of the person's
// units may; the code is printed or read out, never kept.
func (a *Access) GiveCode(ctx context.Context, actor may.Actor, personID, purpose string) (Code, error) {
	if err := a.askGive(ctx, actor, personID); err != nil {
		return Code{}, err
	}
	var c Code
	err := a.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		c, err = a.insertCode(ctx, tx, actor, personID, purpose)
		return err
	})
	return c, err
}

// TextCode sends a person a one-time code by SMS, through the outbox. The text is made by say.
func (a *Access) TextCode(ctx context.Context, actor may.Actor, personID string, say func(Code) string) error {
	if err := a.askGive(ctx, actor, personID); err != nil {
		return err
	}
	card, err := a.Staff.Own(ctx, personID)
	if err != nil {
		return err
	}
	if card.Mobile == "" {
		return ErrNoMobile
	}
	return a.DB.Tx(ctx, func(tx *db.Tx) error {
		c, err := a.insertCode(ctx, tx, actor, personID, ForSignIn)
		if err != nil {
			return err
		}
		return a.Outbox.Add(ctx, tx, mail.Message{PersonID: personID, Channel: mail.SMS, Address: card.Mobile, Body: say(c)})
	})
}

func (a *Access) askGive(ctx context.Context, actor may.Actor, personID string) error {
	paths, err := a.Staff.Paths(ctx, personID, a.Staff.Today())
	if err != nil {
		return err
	}
	return may.AskAny(actor, may.GiveCode, paths)
}

// codeLetters leaves out what is mixed up by eye or ear: 0 O, 1 I L, 5 S, 8 B, 2 Z, U V.
const codeLetters = "ACDEFGHJKMNPQRTWXY34679"

func (a *Access) insertCode(ctx context.Context, tx *db.Tx, actor may.Actor, personID, purpose string) (Code, error) {
	if _, err := a.holdAccount(ctx, tx, personID); err != nil {
		return Code{}, err
	}
	c := Code{Code: shapeCode(a.Random()), ExpiresAt: a.Now().Add(codeLife)}
	_, err := tx.Exec(ctx, `
		INSERT INTO signin_code (code_hash, person_id, purpose, made_by, made_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6)`,
		a.codeHash(c.Code), personID, purpose, actor.PersonID, a.Now(), c.ExpiresAt)
	return c, err
}

// shapeCode makes 12 letters of a random text: 54 bits, one use, one day, throttled.
func shapeCode(random string) string {
	var b strings.Builder
	for i := range 12 {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(codeLetters[(int(random[2*i])*131+int(random[2*i+1]))%len(codeLetters)])
	}
	return b.String()
}

// codeHash hashes what was typed: case, spaces and hyphens do not matter. Codes live a day, so a
// rotated key at worst costs a new code.
func (a *Access) codeHash(typed string) string {
	clean := strings.Map(func(r rune) rune {
		if strings.ContainsRune(codeLetters, r) {
			return r
		}
		return -1
	}, strings.ToUpper(typed))
	return a.Keys.Hash("signin-code", clean)
}

// Entry is what a sign-in leads to.
type Entry struct {
	PersonID  string
	Purpose   string // of the code; "" for a PIN or password
	NeedsPIN  bool   // no PIN or password is chosen yet
	AskedDone bool
}

// EnterByCode uses a one-time code. From names the address that tries: guessing is throttled.
func (a *Access) EnterByCode(ctx context.Context, typed, from string) (Entry, error) {
	if err := a.allow(ctx, limit{"code:" + from, 20, 15 * time.Minute}); err != nil {
		return Entry{}, err
	}
	var e Entry
	err := a.DB.Tx(ctx, func(tx *db.Tx) error {
		// Whoever marks the code first has used it: two presses at once are one use.
		n, err := tx.Exec(ctx, `
			UPDATE signin_code
			SET used_at = $2
			WHERE code_hash = $1 AND used_at IS NULL AND expires_at > $2`,
			a.codeHash(typed), a.Now())
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrCode
		}
		e, err = a.entryOf(ctx, tx, a.codeHash(typed))
		return err
	})
	if errors.Is(err, ErrCode) {
		return e, errors.Join(err, a.count(ctx, limit{"code:" + from, 20, 15 * time.Minute}))
	}
	return e, err
}

func (a *Access) entryOf(ctx context.Context, tx *db.Tx, hash string) (Entry, error) {
	return db.One(ctx, tx, func(s db.Scanner) (e Entry, err error) {
		var kind string
		err = s.Scan(&e.PersonID, &e.Purpose, &kind, &e.AskedDone)
		e.NeedsPIN = kind == "" && e.Purpose != ForDemo
		return e, err
	}, `
		SELECT c.person_id, c.purpose, a.secret_kind, a.asked_done
		FROM signin_code c
		JOIN account a ON a.person_id = c.person_id
		WHERE c.code_hash = $1`,
		hash)
}

// CodeStands tells whether a code could be used; looking uses nothing (link previews).
func (a *Access) CodeStands(ctx context.Context, typed string) (bool, error) {
	n, err := db.One(ctx, a.DB, db.Number, `
		SELECT COUNT(*)
		FROM signin_code
		WHERE code_hash = $1 AND used_at IS NULL AND expires_at > $2`,
		a.codeHash(typed), a.Now())
	return n == 1, err
}
