package access

import (
	"context"
	"errors"
	"strings"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Attempt is a try to sign in with a PIN or password.
type Attempt struct {
	EmployerID string // the municipality; may be "" with a chosen name
	Who        string // employment number or chosen name
	Secret     string
	From       string // the address that tries
	Device     string // what Remember gave this device; "" for a new one
}

// Enter signs in by municipality + employment number, or a chosen name, + PIN or password.
func (a *Access) Enter(ctx context.Context, t Attempt) (Entry, error) {
	account, err := a.accountFor(ctx, t)
	if err != nil {
		return Entry{}, err
	}
	name := account.PersonID
	if name == "" { // nobody: count all the same, so that nothing can be told from it
		name = a.Keys.Hash("nobody", t.EmployerID+"/"+strings.ToLower(t.Who))
	}
	if !a.Remembers(t.Device, account.PersonID) {
		t.Device = ""
	}
	ls := limits(name, t.From, t.Device)
	if err := a.allow(ctx, ls...); err != nil {
		return Entry{}, err
	}
	if !a.matches(account.secretHash, t.Secret) {
		return Entry{}, errors.Join(ErrWrong, a.count(ctx, ls...))
	}
	return Entry{PersonID: account.PersonID, AskedDone: account.AskedDone}, nil
}

// accountFor finds the account meant; the zero Account when there is none.
func (a *Access) accountFor(ctx context.Context, t Attempt) (Account, error) {
	if t.EmployerID != "" {
		personID, err := a.Staff.ByNumber(ctx, t.EmployerID, strings.TrimSpace(t.Who))
		if err == nil {
			return orNone(findAccount(ctx, a.DB, personID))
		}
		if fault.Of(err) == nil {
			return Account{}, err
		}
	}
	return orNone(findLogin(ctx, a.DB, loginKey(t.Who)))
}

func orNone(acc Account, err error) (Account, error) {
	if f := fault.Of(err); f != nil && f.Kind == fault.Missing {
		return Account{}, nil
	}
	return acc, err
}

// Remember makes the mark of a device where the person has signed in.
func (a *Access) Remember(personID string) string { return a.Keys.Hash("device", personID) }

// Remembers tells whether a mark is of a device where this person has signed in.
func (a *Access) Remembers(device, personID string) bool {
	if device == "" || personID == "" {
		return false
	}
	for _, h := range a.Keys.Hashes("device", personID) {
		if h == device {
			return true
		}
	}
	return false
}

// SetSecret chooses or changes the PIN or password. Whoever has one gives the old one first.
func (a *Access) SetSecret(ctx context.Context, actor may.Actor, old string, chosen ChosenSecret) error {
	kind, err := chosen.check()
	if err != nil {
		return err
	}
	account, err := findAccount(ctx, a.DB, actor.PersonID)
	if err != nil {
		return err
	}
	if account.SecretKind != "" {
		own := limit{"change:" + actor.PersonID, 10, codeLife}
		if err := a.allow(ctx, own); err != nil {
			return err
		}
		if !a.matches(account.secretHash, old) {
			return errors.Join(ErrOldSecret.On("old"), a.count(ctx, own))
		}
	}
	_, err = a.DB.Exec(ctx, `
		UPDATE account
		SET secret_kind = $2, secret_hash = $3
		WHERE person_id = $1`,
		actor.PersonID, kind, a.hash(chosen.Secret))
	return err
}

// ForgetSecret lets whoever came in by a one-time code choose anew without the old secret.
func (a *Access) ForgetSecret(ctx context.Context, actor may.Actor) error {
	_, err := a.DB.Exec(ctx, `
		UPDATE account
		SET secret_kind = '', secret_hash = ''
		WHERE person_id = $1`,
		actor.PersonID)
	return err
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
