package access

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"errors"
	"strings"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
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
	limits, err := a.limits(ctx, account, t)
	if err != nil {
		return Entry{}, err
	}
	if _, err := a.take(ctx, limits.all()...); err != nil {
		return Entry{}, err
	}
	right, err := a.matches(ctx, account.secretHash, t.Secret)
	if err != nil { // nothing was judged
		return Entry{}, errors.Join(err, a.giveBack(context.WithoutCancel(ctx), a.DB, limits.all()...))
	}
	if !right {
		return Entry{}, ErrWrong
	}
	err = a.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := forget(ctx, tx, limits.mine...); err != nil {
			return err
		}
		if err := a.giveBack(ctx, tx, limits.shared...); err != nil {
			return err
		}
		return a.arrived(ctx, tx, account.PersonID, a.address(t.From))
	})
	return Entry{PersonID: account.PersonID, AskedDone: account.AskedDone}, err
}

func (a *Access) limits(ctx context.Context, account Account, t Attempt) (tries, error) {
	name := account.PersonID
	if name == "" { // nobody: count all the same, so that nothing can be told from it
		name = a.Keys.Hash("nobody", t.EmployerID+"/"+strings.ToLower(t.Who))
	}
	address := a.address(t.From)
	known, err := a.knows(ctx, name, address)
	if err != nil {
		return tries{}, err
	}
	device := ""
	if a.Remembers(t.Device, account.PersonID) {
		device, _, _ = strings.Cut(t.Device, ".")
	}
	return triesOf(name, address, device, known), nil
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

// Remember makes a mark for a device where the person has signed in. Each device has its own: what
// happens on a lost one does not slow the others down.
func (a *Access) Remember(personID string) string {
	id := rand.Text()
	return id + "." + a.Keys.Hash("device", personID+"/"+id)
}

// Remembers tells whether a mark is of a device where this person has signed in.
func (a *Access) Remembers(device, personID string) bool {
	id, sum, ok := strings.Cut(device, ".")
	if !ok || personID == "" {
		return false
	}
	known := false
	for _, h := range a.Keys.Hashes("device", personID+"/"+id) {
		known = hmac.Equal([]byte(h), []byte(sum)) || known
	}
	return known
}
