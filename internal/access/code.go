package access

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/mail"
	"yrkesresan/internal/platform/may"
)

// codeLife is how long a one-time code can be used.
const codeLife = day

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
		return a.Outbox.Add(ctx, tx, mail.Message{PersonID: personID, EmployerID: card.EmployerID, Channel: mail.SMS, Address: card.Mobile, Body: say(c), ExpiresAt: c.ExpiresAt})
	})
}

// MayGiveCode tells whether the actor may give a person a code: only then is it offered.
func (a *Access) MayGiveCode(ctx context.Context, actor may.Actor, personID string) (bool, error) {
	err := a.askGive(ctx, actor, personID)
	if f := fault.Of(err); f != nil && f.Kind == fault.Denied {
		return false, nil
	}
	return err == nil, err
}

// askGive asks where the person is employed, and for every role that the person holds or is to hold:
// whoever has a code can be the person, and nobody becomes more than oneself that way. A unit that
// the person only serves gives no codes: whoever leads it names them itself (rule 4). A role at the
// municipality is none at a private employer there (rule 3).
func (a *Access) askGive(ctx context.Context, actor may.Actor, personID string) error {
	if actor.IsOperator() {
		return nil
	}
	today := a.Staff.Today()
	employments, err := a.Staff.Employments(ctx, personID, today)
	if err != nil {
		return err
	}
	asked := may.AskAny(actor, may.GiveCode, nil)
	for _, e := range employments {
		place, err := placeOf(ctx, a.DB, e.UnitID, today)
		if errors.Is(err, org.ErrNoNode) {
			continue
		}
		if err != nil {
			return err
		}
		if may.Ask(actor.Inside(place.Employer.Path), may.GiveCode, place.Path) == nil {
			asked = nil
		}
	}
	if asked != nil {
		return asked
	}
	held, err := a.heldFrom(ctx, personID, today)
	if err != nil {
		return err
	}
	for _, g := range held {
		if !doesMore(g.Role) {
			continue
		}
		place, err := placeOf(ctx, a.DB, g.NodeID, today)
		if err != nil {
			return err
		}
		if !mayBecome(actor, g, place) {
			return ErrHigherRole
		}
	}
	return nil
}

// mayBecome tells whether whoever gives codes where a role is held may give one to its holder: the
// roles that the actor has there give the role, do all that it does, or, as HR does with a staff
// file, name the managers of the place.
func mayBecome(actor may.Actor, g may.Grant, place Place) bool {
	if place.Employer.ID != "" {
		actor = actor.Inside(place.Employer.Path)
	}
	if may.Ask(actor, may.GiveCode, place.Path) != nil {
		return false
	}
	if may.AskGrant(actor, g.Role, place.asked()) == nil {
		return true
	}
	if k := org.Kind(place.Kind); (k == org.Operation || k == org.Unit) && may.Ask(actor, may.ImportStaff, place.Path) == nil {
		return true
	}
	return !slices.ContainsFunc(may.Actions(), func(do may.Action) bool {
		return may.Allowed(g.Role, do) && may.AskAbout(actor, do, place.Path, g.Subject) != nil && !(do == may.SeeDelegation && may.Ask(actor, may.SeeProgress, place.Path) == nil)
	})
}

// doesMore tells whether a role may do more than see the tree and its figures.
func doesMore(r may.Role) bool {
	return slices.ContainsFunc(may.Actions(), func(do may.Action) bool { return do != may.SeeNode && may.Allowed(r, do) })
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
	if err != nil || actor.IsOperator() {
		return c, err
	}
	// Whoever holds a code can be the person: the person can read who has.
	return c, a.Staff.Audit.Person(ctx, tx, actor, "access.code", personID)
}

// shapeCode makes 12 letters of a random text: 54 bits, one use, one day, throttled.
func shapeCode(random string) string {
	sum := sha256.Sum256([]byte(random)) // every letter as likely, whatever the text is made of
	var b strings.Builder
	for i := range 12 {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(codeLetters[int(binary.BigEndian.Uint16(sum[2*i:]))%len(codeLetters)])
	}
	return b.String()
}

// PlainCode is a code as it is given out, of what was typed.
func PlainCode(typed string) string {
	clean := cleanCode(typed)
	var groups []string
	for part := range slices.Chunk([]byte(clean), 4) {
		groups = append(groups, string(part))
	}
	return strings.Join(groups, "-")
}

func cleanCode(typed string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(codeLetters, r) {
			return r
		}
		return -1
	}, strings.ToUpper(typed))
}

// codeHash hashes what was typed: case, spaces and hyphens do not matter. Codes live a day, so a
// rotated key at worst costs a new code.
func (a *Access) codeHash(typed string) string {
	return a.Keys.Hash("signin-code", cleanCode(typed))
}

// Entry is what a sign-in leads to.
type Entry struct {
	PersonID  string
	Purpose   string // of the code; "" for a PIN or password
	NeedsPIN  bool   // no PIN or password is chosen yet
	AskedDone bool
}

// wrongCodes are how many wrong codes an address may try before it is told to wait. A right one
// gets through all the same, up to ten times as many: many share an address, and a code is too
// long to be guessed.
const wrongCodes = 20

func (a *Access) codeTries(from string) limit {
	return limit{"code:" + a.address(from), 10 * wrongCodes, quarter}
}

// EnterByCode uses a one-time code. From names the address that tries: guessing is throttled.
func (a *Access) EnterByCode(ctx context.Context, typed, from string) (Entry, error) {
	l := a.codeTries(from)
	n, err := a.take(ctx, l)
	if err != nil {
		return Entry{}, err
	}
	e, err := a.useCode(ctx, typed, from)
	switch {
	case errors.Is(err, ErrCode) && n > wrongCodes:
		return Entry{}, ErrWait
	case errors.Is(err, ErrCode):
		return Entry{}, ErrCode
	}
	return e, errors.Join(err, a.giveBack(context.WithoutCancel(ctx), a.DB, l))
}

func (a *Access) useCode(ctx context.Context, typed, from string) (e Entry, err error) {
	err = a.DB.Tx(ctx, func(tx *db.Tx) error {
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
		if e, err = a.entryOf(ctx, tx, a.codeHash(typed)); err != nil {
			return err
		}
		return a.arrived(ctx, tx, e.PersonID, a.address(from))
	})
	if errors.Is(err, db.ErrMissing) { // the account is gone
		return Entry{}, ErrCode
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

// CodeStands tells whether a code could be used; looking uses nothing (link previews). Whoever
// looks for codes is slowed down as whoever tries them.
func (a *Access) CodeStands(ctx context.Context, typed, from string) (bool, error) {
	l := a.codeTries(from)
	tried, err := a.take(ctx, l)
	if err != nil {
		return false, err
	}
	n, err := db.One(ctx, a.DB, db.Number, `
		SELECT COUNT(*)
		FROM signin_code
		WHERE code_hash = $1 AND used_at IS NULL AND expires_at > $2`,
		a.codeHash(typed), a.Now())
	switch {
	case err != nil:
		return false, err
	case n == 1:
		return true, a.giveBack(ctx, a.DB, l)
	case tried > wrongCodes:
		return false, ErrWait
	}
	return false, nil
}
