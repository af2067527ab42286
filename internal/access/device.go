package access

import (
	"context"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// ErrNoSession says that a session to end is gone, or another's.
var ErrNoSession = fault.New(fault.Missing, "access.session_missing")

// On a device that several use, whoever leaves it is asked after AskAfter and signed out after
// IdleLimit (ux.md: shared tablets). The server counts by itself: closing the lid is enough.
const (
	AskAfter  = 4 * time.Minute
	IdleLimit = 5 * time.Minute
)

// How often a session notes that it is used: often enough for the limit on a shared device, seldom
// enough to cost nothing elsewhere.
const (
	noteShared = 20 * time.Second
	noteOwn    = 5 * time.Minute
)

// Device is a session as its person sees it.
type Device struct {
	ID     string // names the session here; it opens nothing
	Name   string // browser/system, as DeviceOf gives it; "" for sessions from before it was kept
	Shared bool
	Here   bool
	Since  time.Time
	Seen   time.Time // zero when it has not been noted
}

// Devices lists where a person is signed in, the latest used first.
func (a *Access) Devices(ctx context.Context, actor may.Actor, m *scs.SessionManager) ([]Device, error) {
	here := tokenHash(m.Token(ctx))
	return db.All(ctx, a.DB, func(s db.Scanner) (d Device, err error) {
		var seen *time.Time
		err = s.Scan(&d.ID, &d.Name, &d.Shared, &d.Since, &seen)
		if seen != nil {
			d.Seen = *seen
		}
		d.Here = d.ID == here
		return d, err
	}, `
		SELECT token_hash, device, shared, made_at, seen_at
		FROM session
		WHERE person_id = $1 AND expires_at > $2
		ORDER BY COALESCE(seen_at, made_at) DESC
		LIMIT 50`,
		actor.PersonID, a.Now())
}

// EndDevice signs the person out on one of the own devices.
func (a *Access) EndDevice(ctx context.Context, actor may.Actor, id string) error {
	n, err := a.DB.Exec(ctx, `
		DELETE FROM session
		WHERE token_hash = $1 AND person_id = $2`,
		id, actor.PersonID)
	if err == nil && n == 0 {
		return ErrNoSession
	}
	return err
}

// EndOthers signs the person out everywhere but here.
func (a *Access) EndOthers(ctx context.Context, actor may.Actor, m *scs.SessionManager) error {
	_, err := a.DB.Exec(ctx, `
		DELETE FROM session
		WHERE person_id = $1 AND token_hash <> $2`,
		actor.PersonID, tokenHash(m.Token(ctx)))
	return err
}

// Use notes that the session is used, when somebody touched the device. It answers false, and ends
// the session, when the device is shared and has lain too long.
func (a *Access) Use(ctx context.Context, m *scs.SessionManager, touched bool) (bool, error) {
	idle := a.Now().Sub(time.Unix(m.GetInt64(ctx, sessionSeen), 0))
	shared := m.GetBool(ctx, sessionShared)
	if shared && idle > IdleLimit {
		return false, m.Destroy(ctx)
	}
	if touched && (idle > noteOwn || shared && idle > noteShared) {
		m.Put(ctx, sessionSeen, a.Now().Unix())
	}
	return true, nil
}

// Left tells whether the session is on a shared device that nobody has touched for a while: it may
// be ended without a press.
func (a *Access) Left(ctx context.Context, m *scs.SessionManager) bool {
	return m.GetBool(ctx, sessionShared) && a.Now().Sub(time.Unix(m.GetInt64(ctx, sessionSeen), 0)) > AskAfter-time.Minute
}

// Shared tells whether the session is on a device that several use.
func Shared(ctx context.Context, m *scs.SessionManager) bool { return m.GetBool(ctx, sessionShared) }

// DeviceOf names browser and system of a User-Agent, "Chrome/Android", and nothing more: it is for
// recognising one's own devices.
func DeviceOf(agent string) string {
	first := func(names ...string) string {
		for _, n := range names {
			has, name, ok := strings.Cut(n, "=")
			if !ok {
				name = has
			}
			if strings.Contains(agent, has) {
				return name
			}
		}
		return ""
	}
	browser := first("Edg=Edge", "OPR=Opera", "SamsungBrowser=Samsung", "Firefox", "FxiOS=Firefox", "CriOS=Chrome", "Chrome", "Safari")
	system := first("iPhone", "iPad", "Android", "Windows", "Mac OS X=Mac", "CrOS=Chromebook", "Linux")
	return strings.Trim(browser+"/"+system, "/")
}
