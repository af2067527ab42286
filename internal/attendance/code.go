package attendance

import (
	"context"
	"crypto/subtle"
	"strings"
	"time"

	"yrkesresan/internal/attendance/rule"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Codes let participants check in themselves at one session: an address as a QR code on the wall, or digits to
// type. They hold during the session only, and end when new ones are made.
type Codes struct {
	Session occasion.Session
	Token   string // of the address
	PIN     string // six digits
	Open    bool   // they hold now
}

// Codes gives the codes of a session to whoever leads or arranges the day; fresh makes new ones.
func (at *Attendance) Codes(ctx context.Context, a may.Actor, occasionID, sessionID string, fresh bool) (d Day, c Codes, err error) {
	defer fault.Wrap(&err, "codes of %s", occasionID)
	if d, err = at.led(ctx, a, occasionID); err != nil {
		return d, c, err
	}
	if c.Session, err = d.Session(sessionID, at.Today()); err != nil {
		return d, c, err
	}
	var row codeRow
	err = at.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := occasion.Hold(ctx, tx, occasionID); err != nil {
			return err
		}
		have, err := db.One(ctx, tx, scanCode, `
			SELECT session_id, occasion_id, nonce
			FROM day_code
			WHERE session_id = $1 AND on_day = $2`,
			c.Session.ID, c.Session.Day)
		if err == nil && !fresh {
			row = have
			return nil
		}
		if err != nil && !isMissing(err) {
			return err
		}
		row = codeRow{c.Session.ID, occasionID, at.NewID()}
		_, err = tx.Exec(ctx, `
			INSERT INTO day_code (session_id, occasion_id, on_day, nonce, made_by, made_at)
			VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (session_id) DO UPDATE SET on_day = excluded.on_day, nonce = excluded.nonce, made_by = excluded.made_by, made_at = excluded.made_at`,
			row.session, row.occasion, c.Session.Day, row.nonce, a.PersonID, at.Now())
		return err
	})
	if err != nil {
		return d, c, err
	}
	c.Token, c.PIN, c.Open = token(at.Keys.Hash(row.of("day-token"))), digits(at.Keys.Hash(row.of("day-pin"))), at.window(c.Session, at.Now())
	return d, c, nil
}

// codeRow is what the codes of a session are made of, with the keys of the installation.
type codeRow struct{ session, occasion, nonce string }

func scanCode(s db.Scanner) (r codeRow, err error) {
	err = s.Scan(&r.session, &r.occasion, &r.nonce)
	return r, err
}

func (r codeRow) of(purpose string) (string, string) { return purpose, r.session + " " + r.nonce }

// token is twenty letters of a keyed hash: enough that nobody guesses it in a day.
func token(hash string) string { return hash[len(hash)-20:] }

// CheckedIn is what became of checking in.
type CheckedIn struct {
	Occasion occasion.Occasion
	Session  occasion.Session
	Before   bool // it was noted already
	Presence rule.Presence
}

// PINs that may be tried before one has to wait.
const (
	mostTries = 12
	triesIn   = 15 * time.Minute
)

// At finds which of the actor's own sessions a code on the wall belongs to, without noting anything. ErrCode when it is
// none that holds now; ErrOnline when the code is right and the actor has no seat there. Digits are tried a few
// times only.
func (at *Attendance) At(ctx context.Context, a may.Actor, code string) (c CheckedIn, err error) {
	defer fault.Wrap(&err, "find the session of a code")
	d, s, _, err := at.bySecret(ctx, a, code)
	if err != nil {
		return c, err
	}
	c = CheckedIn{Occasion: d.Occasion, Session: s, Presence: d.Lines[0].Presence[s.ID]}
	c.Before = here(c.Presence)
	return c, nil
}

// here tells whether somebody is noted as being at a session now.
func here(p rule.Presence) bool {
	return (p.State == rule.Was || p.State == rule.WasPart) && p.Last.What != rule.Left
}

// CheckIn notes that the actor is at the session of a code on the wall: from the beginning, or from now when it
// has begun a while ago. Once is enough. The id is made by the page.
func (at *Attendance) CheckIn(ctx context.Context, a may.Actor, code, id string) (c CheckedIn, err error) {
	defer fault.Wrap(&err, "check in")
	d, s, how, err := at.bySecret(ctx, a, code)
	if err != nil {
		return c, err
	}
	c = CheckedIn{Occasion: d.Occasion, Session: s}
	now := at.Now()
	err = at.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := occasion.Hold(ctx, tx, d.ID); err != nil {
			return err
		}
		d, err := at.own(ctx, tx, a, d.ID)
		if err != nil {
			return err
		}
		if c.Presence = d.Lines[0].Presence[s.ID]; here(c.Presence) {
			c.Before = true
			return nil
		}
		m := Mark{ID: id, SessionID: s.ID, BookingID: d.Lines[0].BookingID, What: rule.Here, How: how, At: now}
		if now.After(s.BeginsAt(at.Place).Add(rule.Grace * time.Minute)) {
			m.What = rule.Late
		}
		if _, err := at.note(ctx, tx, a, &d, m); err != nil {
			return err
		}
		c.Presence = d.Lines[0].Presence[s.ID]
		return nil
	})
	return c, err
}

// bySecret finds the session of a token or of digits among those of today whose codes hold now, and the actor's line
// there.
func (at *Attendance) bySecret(ctx context.Context, a may.Actor, code string) (d Day, s occasion.Session, how string, err error) {
	if !a.Known() {
		return d, s, "", may.ErrSignIn
	}
	code = strings.ToLower(strings.Join(strings.Fields(code), ""))
	ok, err := at.Access.Turn(ctx, "day-code:"+a.PersonID, mostTries, triesIn)
	if err != nil {
		return d, s, "", err
	}
	if !ok {
		return d, s, "", ErrOften
	}
	rows, err := db.All(ctx, at.DB, scanCode, `
		SELECT session_id, occasion_id, nonce
		FROM day_code
		WHERE on_day = $1
		ORDER BY session_id`,
		at.Today())
	if err != nil {
		return d, s, "", err
	}
	outside := false
	for _, row := range rows {
		if how = at.opens(row, code); how == "" {
			continue
		}
		d, err = at.own(ctx, at.DB, a, row.occasion)
		if isNoSeat(err) { // digits may be those of another day at the same time
			outside = true
			continue
		}
		if err != nil {
			return d, s, "", err
		}
		if s, err = d.Session(row.session, at.Today()); err == nil && at.window(s, at.Now()) && d.State != occasion.Cancelled {
			return d, s, how, nil
		}
	}
	if outside {
		return d, s, "", ErrOnline
	}
	return d, s, "", ErrCode
}

// opens tells how a code opens a session; "" when it does not. Codes made before the keys were changed hold on.
func (at *Attendance) opens(row codeRow, code string) string {
	for _, hash := range at.Keys.Hashes(row.of("day-token")) {
		if same(token(hash), code) {
			return ByQR
		}
	}
	for _, hash := range at.Keys.Hashes(row.of("day-pin")) {
		if same(digits(hash), code) {
			return ByPIN
		}
	}
	return ""
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

func isNoSeat(err error) bool {
	f := fault.Of(err)
	return f != nil && f.Key == ErrNoSeat.Key
}
