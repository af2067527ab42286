package access

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

// What a session holds: who it is, and until when a new PIN may be chosen without the old one.
const (
	sessionPerson = "person"
	sessionAnew   = "anew"
	sessionSeen   = "seen"   // when it was last used, to within noteOwn
	sessionShared = "shared" // several people use the device
	sessionDevice = "device"
	sessionKey    = "key"  // what a passkey answers to, on its way
	sessionKept   = "kept" // the hash of the token that it was read under
)

// anewTime is how long a one-time code stands for a PIN that was forgotten.
const anewTime = 15 * time.Minute

// How long a session lasts on the person's own phone, and elsewhere.
const (
	ownPhone  = 60 * 24 * time.Hour
	elsewhere = 10 * time.Hour
)

// Sessions keeps who is signed in on which device, in our own table: replicas share it, and a
// session can be ended from elsewhere. Tokens are kept as hashes.
func (a *Access) Sessions() *scs.SessionManager {
	m := scs.New()
	m.Store = &sessionStore{a, m}
	m.Lifetime = ownPhone
	m.Cookie.Name = "yr"
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Persist = false
	return m
}

// Begin signs a person in on this device: a new token, so that an old one cannot be smuggled in.
func (a *Access) Begin(ctx context.Context, m *scs.SessionManager, personID string, on Where) error {
	if err := m.Clear(ctx); err != nil { // nothing of whoever was here before
		return err
	}
	if err := m.RenewToken(ctx); err != nil {
		return err
	}
	m.Put(ctx, sessionPerson, personID)
	m.Put(ctx, sessionSeen, a.Now().Unix())
	m.Put(ctx, sessionDevice, on.Device)
	m.Put(ctx, sessionShared, on.Shared)
	m.RememberMe(ctx, on.Own)
	life := elsewhere
	if on.Own {
		life = ownPhone
	}
	m.SetDeadline(ctx, time.Now().Add(life).UTC())
	return nil
}

// Where is the device that somebody signs in on.
type Where struct {
	Device string // as DeviceOf names it
	Own    bool   // the person's own phone
	Shared bool   // several people use it
}

// askTime is how long a device has to answer for a passkey.
const askTime = 10 * time.Minute

// KeepKey keeps what a passkey is to answer to. The session of who is not signed in lives no longer.
func KeepKey(ctx context.Context, m *scs.SessionManager, state []byte) {
	m.Put(ctx, sessionKey, state)
	if SignedIn(ctx, m) == "" {
		m.SetDeadline(ctx, time.Now().Add(askTime).UTC())
	}
}

// TakeKey gives what was kept, once.
func TakeKey(ctx context.Context, m *scs.SessionManager) []byte { return m.PopBytes(ctx, sessionKey) }

// LetAnew lets a session that a one-time code began choose a new PIN without the old one, for a while.
func LetAnew(ctx context.Context, m *scs.SessionManager, now time.Time) {
	m.Put(ctx, sessionAnew, now.Add(anewTime).Unix())
}

// MayAnew tells whether the session may.
func MayAnew(ctx context.Context, m *scs.SessionManager, now time.Time) bool {
	return now.Unix() < m.GetInt64(ctx, sessionAnew)
}

// Renew goes on with this device's session under a new token, after SetSecret has ended them all.
func Renew(ctx context.Context, m *scs.SessionManager) error {
	until := m.Deadline(ctx)
	if err := m.RenewToken(ctx); err != nil {
		return err
	}
	m.SetDeadline(ctx, until)
	m.Remove(ctx, sessionAnew)
	return nil
}

// SignedIn is who is signed in on this device, or "".
func SignedIn(ctx context.Context, m *scs.SessionManager) string {
	return m.GetString(ctx, sessionPerson)
}

type sessionStore struct {
	a *Access
	m *scs.SessionManager
}

func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// FindCtx implements scs.CtxStore.
func (s *sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	text, err := db.One(ctx, s.a.DB, db.Text, `
		SELECT body
		FROM session
		WHERE token_hash = $1 AND expires_at > $2`,
		tokenHash(token), s.a.Now())
	if f := fault.Of(err); f != nil && f.Kind == fault.Missing {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	body, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, false, err
	}
	body, err = s.note(body, tokenHash(token))
	return body, err == nil, err
}

// note puts the hash of the token that a session was read under into it: CommitCtx tells by it a
// session that has been there from one that is new.
func (s *sessionStore) note(body []byte, hash string) ([]byte, error) {
	until, values, err := s.m.Codec.Decode(body)
	if err != nil {
		return nil, err
	}
	if values == nil {
		values = map[string]any{}
	}
	values[sessionKept] = hash
	return s.m.Codec.Encode(until, values)
}

// CommitCtx implements scs.CtxStore. A session that was ended while a request of its own was under way
// stays ended: only a new token makes a row.
func (s *sessionStore) CommitCtx(ctx context.Context, token string, body []byte, expires time.Time) error {
	_, values, err := s.m.Codec.Decode(body)
	if err != nil {
		return err
	}
	person, _ := values[sessionPerson].(string)
	device, _ := values[sessionDevice].(string)
	shared, _ := values[sessionShared].(bool)
	if kept, _ := values[sessionKept].(string); kept == tokenHash(token) {
		_, err = s.a.DB.Exec(ctx, `
		UPDATE session
		SET person_id = $2, body = $3, expires_at = $5, device = $6, shared = $7, seen_at = $4
		WHERE token_hash = $1`,
			tokenHash(token), person, base64.StdEncoding.EncodeToString(body), s.a.Now(), expires, device, shared)
		return err
	}
	_, err = s.a.DB.Exec(ctx, `
		INSERT INTO session (token_hash, person_id, body, made_at, expires_at, device, shared, seen_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $4)
		ON CONFLICT (token_hash) DO UPDATE SET person_id = excluded.person_id, body = excluded.body, expires_at = excluded.expires_at,
			device = excluded.device, shared = excluded.shared, seen_at = excluded.seen_at`,
		tokenHash(token), person, base64.StdEncoding.EncodeToString(body), s.a.Now(), expires, device, shared)
	return err
}

// DeleteCtx implements scs.CtxStore.
func (s *sessionStore) DeleteCtx(ctx context.Context, token string) error {
	_, err := s.a.DB.Exec(ctx, `DELETE FROM session WHERE token_hash = $1`, tokenHash(token))
	return err
}

// Find, Commit and Delete implement scs.Store, which scs uses only without a context.
func (s *sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit implements scs.Store.
func (s *sessionStore) Commit(token string, b []byte, expires time.Time) error {
	return s.CommitCtx(context.Background(), token, b, expires)
}

// Delete implements scs.Store.
func (s *sessionStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
