package access

import (
	"context"
	"errors"
	"slices"
	"strings"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// SecretChange is a new PIN or password, and what lets the person set it.
type SecretChange struct {
	Old    string // the one there is; not needed before the first choice
	Anew   bool   // the session began with a one-time code a moment ago: the old one may be forgotten
	Chosen ChosenSecret
}

// SetSecret chooses or changes the PIN or password. Every session of the person ends, so that
// whoever knew the old one is out; the caller begins this device's anew with Renew.
func (a *Access) SetSecret(ctx context.Context, actor may.Actor, c SecretChange) error {
	kind, err := c.Chosen.check()
	if err != nil {
		return err
	}
	account, err := findAccount(ctx, a.DB, actor.PersonID)
	if err != nil {
		return err
	}
	if err := a.notOwnNumber(ctx, account, c.Chosen.Secret); err != nil {
		return err
	}
	if account.SecretKind != "" && !c.Anew {
		if err := a.checkOld(ctx, account, c.Old); err != nil {
			return err
		}
	}
	hash, err := a.hash(ctx, c.Chosen.Secret)
	if err != nil {
		return err
	}
	return a.DB.Tx(ctx, func(tx *db.Tx) error {
		// Nobody has changed it since it was checked.
		n, err := tx.Exec(ctx, `
			UPDATE account
			SET secret_kind = $2, secret_hash = $3
			WHERE person_id = $1 AND secret_hash = $4`,
			account.PersonID, kind, hash, account.secretHash)
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrOldSecret.On("old")
		}
		_, err = tx.Exec(ctx, `DELETE FROM session WHERE person_id = $1`, account.PersonID)
		return err
	})
}

func (a *Access) checkOld(ctx context.Context, account Account, old string) error {
	own := limit{"change:" + account.PersonID, 10, day}
	if _, err := a.take(ctx, own); errors.Is(err, ErrWait) {
		return ErrWait.On("old")
	} else if err != nil {
		return err
	}
	right, err := a.matches(ctx, account.secretHash, old)
	if err != nil || right {
		return errors.Join(err, a.giveBack(context.WithoutCancel(ctx), a.DB, own))
	}
	return ErrOldSecret.On("old")
}

// notOwnNumber refuses as a secret what colleagues know of a person: employment and telephone
// numbers, and the name to sign in with.
func (a *Access) notOwnNumber(ctx context.Context, account Account, secret string) error {
	known, err := db.All(ctx, a.DB, db.Text, `
		SELECT number
		FROM employment
		WHERE person_id = $1
		UNION
		SELECT mobile
		FROM employee
		WHERE person_id = $1`,
		account.PersonID)
	if err != nil {
		return err
	}
	known = append(known, account.Login)
	if slices.ContainsFunc(known, func(n string) bool { return sameNumber(n, secret) }) {
		return ErrOwnNumber.On("secret")
	}
	return nil
}

// sameNumber compares without spaces, hyphens, +46, zeros in front and capitals.
func sameNumber(a, b string) bool {
	a, b = plainNumber(a), plainNumber(b)
	return a != "" && a == b
}

func plainNumber(s string) string {
	s = strings.NewReplacer(" ", "", "-", "").Replace(strings.ToLower(s))
	return strings.TrimLeft(strings.TrimPrefix(s, "+46"), "0")
}

// SetLogin chooses the name to sign in with, instead of the employment number. "" takes it away.
func (a *Access) SetLogin(ctx context.Context, actor may.Actor, name string) error {
	key := loginKey(name)
	if key != "" && !validLogin(key) {
		return ErrLoginShape.On("login")
	}
	var stored any
	if key != "" {
		stored = key
	}
	_, err := a.DB.Exec(ctx, `
		UPDATE account
		SET login = $2
		WHERE person_id = $1`,
		actor.PersonID, stored)
	if errors.Is(err, db.ErrTaken) {
		return ErrLoginTaken.On("login")
	}
	return err
}

func loginKey(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// validLogin wants a letter first: an employment number never begins with one by our rule.
func validLogin(key string) bool {
	if n := len([]rune(key)); n < 4 || n > 40 {
		return false
	}
	for i, r := range key {
		letter := r >= 'a' && r <= 'z' || strings.ContainsRune("åäöéü", r)
		if !letter && (i == 0 || !strings.ContainsRune("0123456789.-_@", r)) {
			return false
		}
	}
	return true
}
