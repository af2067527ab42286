package access

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Faults of passkeys.
var (
	ErrNoPasskeys  = fault.New(fault.Missing, "access.passkey_off")
	ErrPasskey     = fault.New(fault.Invalid, "access.passkey_wrong")
	ErrManyKeys    = fault.New(fault.Invalid, "access.passkey_many")
	ErrKeyOnShared = fault.New(fault.Invalid, "access.passkey_shared")
)

// mostPasskeys is how many devices a person may have a passkey on.
const mostPasskeys = 10

// Passkey is a device's key as its person sees it.
type Passkey struct {
	ID, Name string // the name is the device's, as DeviceOf gives it
	Made     time.Time
	Used     time.Time // zero before the first use
}

// UsePasskeys lets people sign in with passkeys at an address: passkeys belong to a host name, so an
// address without one (a number, none at all) has none.
func (a *Access) UsePasskeys(address, product string) error {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || net.ParseIP(u.Hostname()) != nil {
		return err
	}
	a.passkeys, err = webauthn.New(&webauthn.Config{RPID: u.Hostname(), RPDisplayName: product, RPOrigins: []string{u.Scheme + "://" + u.Host}})
	return err
}

// HasPasskeys tells whether one can sign in with passkeys here.
func (a *Access) HasPasskeys() bool { return a.passkeys != nil }

// keyHolder is a person as a device knows the person.
type keyHolder struct {
	personID, handle, name string
	keys                   []webauthn.Credential
}

// WebAuthnID implements webauthn.User.
func (h *keyHolder) WebAuthnID() []byte { return []byte(h.handle) }

// WebAuthnName implements webauthn.User.
func (h *keyHolder) WebAuthnName() string { return h.name }

// WebAuthnDisplayName implements webauthn.User.
func (h *keyHolder) WebAuthnDisplayName() string { return h.name }

// WebAuthnCredentials implements webauthn.User.
func (h *keyHolder) WebAuthnCredentials() []webauthn.Credential { return h.keys }

// BeginPasskey asks this device for a new passkey. Who has a PIN or password gives it: a device left
// open must not get a key of its own. Name is what the device shows beside the key; state is to be
// kept in the session until AddPasskey.
func (a *Access) BeginPasskey(ctx context.Context, actor may.Actor, secret, name string) (options, state []byte, err error) {
	if a.passkeys == nil {
		return nil, nil, ErrNoPasskeys
	}
	account, err := findAccount(ctx, a.DB, actor.PersonID)
	if err != nil {
		return nil, nil, err
	}
	if account.SecretKind != "" {
		if err := a.checkOld(ctx, account, secret); err != nil {
			return nil, nil, err
		}
	}
	holder, err := a.holder(ctx, actor.PersonID)
	if err != nil {
		return nil, nil, err
	}
	if len(holder.keys) >= mostPasskeys {
		return nil, nil, ErrManyKeys
	}
	if holder.handle == "" {
		holder.handle = a.Random()
	}
	holder.name = name
	creation, session, err := a.passkeys.BeginRegistration(holder,
		webauthn.WithResidentKeyRequirement(protocol.ResidentKeyRequirementRequired),
		webauthn.WithAuthenticatorSelection(protocol.AuthenticatorSelection{ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired}),
		webauthn.WithExclusions(webauthn.Credentials(holder.keys).CredentialDescriptors()),
		webauthn.WithConveyancePreference(protocol.PreferNoAttestation))
	if err != nil {
		return nil, nil, err
	}
	return both(creation, session)
}

func both(options, session any) ([]byte, []byte, error) {
	o, err := json.Marshal(options)
	if err != nil {
		return nil, nil, err
	}
	s, err := json.Marshal(session)
	return o, s, err
}

// AddPasskey keeps what the device answered to BeginPasskey. Device is what it is called in the list.
func (a *Access) AddPasskey(ctx context.Context, actor may.Actor, state []byte, answer io.Reader, device string) error {
	if a.passkeys == nil {
		return ErrNoPasskeys
	}
	var session webauthn.SessionData
	if err := json.Unmarshal(state, &session); err != nil {
		return ErrPasskey
	}
	parsed, err := protocol.ParseCredentialCreationResponseBody(answer)
	if err != nil {
		return ErrPasskey
	}
	holder, err := a.holder(ctx, actor.PersonID)
	if err != nil {
		return err
	}
	if len(session.UserID) == 0 { // asked for a sign-in, not for a new key: nobody gave the PIN for it
		return ErrPasskey
	}
	holder.handle = string(session.UserID)
	key, err := a.passkeys.CreateCredential(holder, session, parsed)
	if err != nil {
		return ErrPasskey
	}
	body, err := json.Marshal(key)
	if err != nil {
		return err
	}
	_, err = a.DB.Exec(ctx, `
		INSERT INTO passkey (id, person_id, handle, name, body, made_at)
		VALUES ($1, $2, $3, $4, $5, $6)`,
		keyID(key.ID), actor.PersonID, holder.handle, device, string(body), a.Now())
	if errors.Is(err, db.ErrTaken) {
		return ErrPasskey
	}
	return err
}

func keyID(id []byte) string { return base64.RawURLEncoding.EncodeToString(id) }

// mostAsked is how often an address may ask to sign in with a passkey within a quarter: each question
// is kept as a session for a while, and a whole town hall may share one address.
const mostAsked = 600

// BeginPasskeyEntry asks this device for a passkey of anybody's; state is to be kept until
// EnterByPasskey. From names the address that asks.
func (a *Access) BeginPasskeyEntry(ctx context.Context, from string) (options, state []byte, err error) {
	if a.passkeys == nil {
		return nil, nil, ErrNoPasskeys
	}
	if _, err := a.take(ctx, limit{"passkey-ask:" + a.address(from), mostAsked, quarter}); err != nil {
		return nil, nil, err
	}
	assertion, session, err := a.passkeys.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return nil, nil, err
	}
	return both(assertion, session)
}

// EnterByPasskey signs in by what a device answered to BeginPasskeyEntry. From names the address
// that tries. A key that seems to have been copied is refused.
func (a *Access) EnterByPasskey(ctx context.Context, state []byte, answer io.Reader, from string) (Entry, error) {
	if a.passkeys == nil {
		return Entry{}, ErrNoPasskeys
	}
	l := limit{"passkey:" + a.address(from), 10 * wrongCodes, quarter}
	if _, err := a.take(ctx, l); err != nil {
		return Entry{}, err
	}
	var session webauthn.SessionData
	if err := json.Unmarshal(state, &session); err != nil {
		return Entry{}, ErrPasskey
	}
	parsed, err := protocol.ParseCredentialRequestResponseBody(answer)
	if err != nil {
		return Entry{}, ErrPasskey
	}
	var holder *keyHolder
	find := func(_, handle []byte) (webauthn.User, error) {
		holder, err = a.holderOf(ctx, string(handle))
		return holder, err
	}
	key, err := a.passkeys.ValidateDiscoverableLogin(find, session, parsed)
	if err != nil || key.Authenticator.CloneWarning {
		return Entry{}, ErrPasskey
	}
	return a.enterWith(ctx, holder, key, from, l)
}

func (a *Access) enterWith(ctx context.Context, holder *keyHolder, key *webauthn.Credential, from string, l limit) (Entry, error) {
	account, err := findAccount(ctx, a.DB, holder.personID)
	if errors.Is(err, db.ErrMissing) {
		return Entry{}, ErrPasskey
	}
	if err != nil {
		return Entry{}, err
	}
	body, err := json.Marshal(key)
	if err != nil {
		return Entry{}, err
	}
	err = a.DB.Tx(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `
			UPDATE passkey
			SET body = $3, used_at = $4
			WHERE id = $1 AND person_id = $2`,
			keyID(key.ID), holder.personID, string(body), a.Now())
		if err != nil {
			return err
		}
		if n == 0 { // taken away meanwhile
			return ErrPasskey
		}
		if err := a.giveBack(ctx, tx, l); err != nil {
			return err
		}
		return a.arrived(ctx, tx, holder.personID, a.address(from))
	})
	return Entry{PersonID: holder.personID, AskedDone: account.AskedDone}, err
}

// Passkeys lists a person's own.
func (a *Access) Passkeys(ctx context.Context, actor may.Actor) ([]Passkey, error) {
	return db.All(ctx, a.DB, func(s db.Scanner) (k Passkey, err error) {
		var used *time.Time
		err = s.Scan(&k.ID, &k.Name, &k.Made, &used)
		if used != nil {
			k.Used = *used
		}
		return k, err
	}, `
		SELECT id, name, made_at, used_at
		FROM passkey
		WHERE person_id = $1
		ORDER BY made_at
		LIMIT 50`,
		actor.PersonID)
}

// RemovePasskey takes one of the own passkeys away: the device signs in no more.
func (a *Access) RemovePasskey(ctx context.Context, actor may.Actor, id string) error {
	_, err := a.DB.Exec(ctx, `
		DELETE FROM passkey
		WHERE id = $1 AND person_id = $2`,
		id, actor.PersonID)
	return err
}

func (a *Access) holder(ctx context.Context, personID string) (*keyHolder, error) {
	return a.readHolder(ctx, `person_id = $1`, personID)
}

func (a *Access) holderOf(ctx context.Context, handle string) (*keyHolder, error) {
	h, err := a.readHolder(ctx, `handle = $1`, handle)
	if err == nil && h.personID == "" {
		err = ErrPasskey
	}
	return h, err
}

func (a *Access) readHolder(ctx context.Context, where, value string) (*keyHolder, error) {
	h := &keyHolder{}
	err := db.Each(ctx, a.DB, db.Text, func(body string) error {
		var key webauthn.Credential
		if err := json.Unmarshal([]byte(body), &key); err != nil {
			return err
		}
		h.keys = append(h.keys, key)
		return nil
	}, `
		SELECT body
		FROM passkey
		WHERE `+where+`
		ORDER BY made_at`,
		value)
	if err != nil || len(h.keys) == 0 {
		if err == nil && where == `person_id = $1` {
			h.personID = value
		}
		return h, err
	}
	type owner struct{ person, handle string }
	o, err := db.One(ctx, a.DB, func(s db.Scanner) (o owner, err error) { err = s.Scan(&o.person, &o.handle); return o, err }, `
		SELECT person_id, handle
		FROM passkey
		WHERE `+where+`
		LIMIT 1`,
		value)
	h.personID, h.handle = o.person, o.handle
	return h, err
}
