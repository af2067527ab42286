package message

import (
	"context"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/mail"
	"yrkesresan/internal/platform/may"
)

// What a link in a message is for. A link for one thing is none for another.
const (
	forConfirm = "message.confirm"
	forStop    = "message.stop"
)

// confirmLife is how long one may confirm an address; a newer question ends an older one at once.
const confirmLife = 3 * 24 * time.Hour

// sign makes the part of an address that only this installation can make.
func (m *Messages) sign(purpose string, parts ...string) string {
	text := strings.Join(parts, "\n")
	return base64.RawURLEncoding.EncodeToString([]byte(text + "\n" + m.Keys.Hash(purpose, text)))
}

// read gives what sign was given.
func (m *Messages) read(purpose, token string) ([]string, error) {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return nil, ErrLink
	}
	cut := strings.LastIndexByte(string(raw), '\n')
	if cut < 0 || !slices.Contains(m.Keys.Hashes(purpose, string(raw[:cut])), string(raw[cut+1:])) {
		return nil, ErrLink
	}
	return strings.Split(string(raw[:cut]), "\n"), nil
}

// AskEmail takes an address of the actor's own and sends a link there; it is used when the link has
// been. "" takes the own address away.
func (m *Messages) AskEmail(ctx context.Context, a may.Actor, typed string) error {
	if err := may.AskSelf(a, a.PersonID); err != nil {
		return err
	}
	if strings.TrimSpace(typed) == "" {
		return m.change(ctx, a.PersonID, func(w *Wishes) error { w.OwnEmail, w.AskedEmail = "", ""; return nil })
	}
	address, err := plainAddress(typed)
	if err != nil {
		return err
	}
	// Nobody can make the program write to strangers again and again.
	if ok, err := m.Access.Turn(ctx, "address:"+a.PersonID, 5, time.Hour); err != nil || !ok {
		if err == nil {
			err = ErrOften.On("email")
		}
		return err
	}
	c, err := m.wording(ctx, a.PersonID)
	if err != nil {
		return err
	}
	if err := m.change(ctx, a.PersonID, func(w *Wishes) error { w.AskedEmail = address; return nil }); err != nil {
		return err
	}
	until := m.Now().Add(confirmLife)
	link := m.URL + "/meddelanden/bekrafta/" + m.sign(forConfirm, a.PersonID, address, strconv.FormatInt(until.Unix(), 10))
	return m.DB.Tx(ctx, func(tx *db.Tx) error {
		return m.Outbox.Add(ctx, tx, mail.Message{PersonID: a.PersonID, Channel: mail.Email, Address: address, ExpiresAt: until,
			Subject: c.T("message.confirm_subject", "product", m.Product), Body: c.T("message.confirm_mail", "product", m.Product) + "\n\n" + link + "\n"})
	})
}

// Asked tells which address a link confirms; it uses nothing (link previews).
func (m *Messages) Asked(ctx context.Context, token string) (address string, err error) {
	_, address, err = m.asked(ctx, token)
	return address, err
}

func (m *Messages) asked(ctx context.Context, token string) (personID, address string, err error) {
	parts, err := m.read(forConfirm, token)
	if err != nil || len(parts) != 3 {
		return "", "", ErrLink
	}
	until, err := strconv.ParseInt(parts[2], 10, 64)
	if err != nil || m.Now().Unix() > until {
		return "", "", ErrLink
	}
	w, err := wishes(ctx, m.DB, parts[0])
	if err == nil && w.AskedEmail != parts[1] && w.OwnEmail != parts[1] {
		err = ErrLink
	}
	return parts[0], parts[1], err
}

// Confirm lets messages go to the address that a link was sent to. Twice is as once.
func (m *Messages) Confirm(ctx context.Context, token string) error {
	person, address, err := m.asked(ctx, token)
	if err != nil {
		return err
	}
	return m.change(ctx, person, func(w *Wishes) error {
		switch address {
		case w.AskedEmail:
			w.OwnEmail, w.AskedEmail, w.ByEmail = address, "", true
		case w.OwnEmail:
		default:
			return ErrLink
		}
		return nil
	})
}

// stopLink is an address that stops notes of a kind from leaving the program; StopDigest stops digests.
func (m *Messages) stopLink(personID, what string) string {
	return m.URL + "/meddelanden/sluta/" + m.sign(forStop, personID, what)
}

// StopDigest is what a link stops that stops digests, in place of a kind.
const StopDigest = "digest"

// Stopping tells what a link stops: a kind, or StopDigest.
func (m *Messages) Stopping(token string) (what string, err error) {
	parts, err := m.read(forStop, token)
	if err != nil || len(parts) != 2 {
		return "", ErrLink
	}
	return parts[1], nil
}

// Stop does what the link says. Whoever has the letter has the link: it can stop, never begin.
func (m *Messages) Stop(ctx context.Context, token string) (what string, err error) {
	parts, err := m.read(forStop, token)
	if err != nil || len(parts) != 2 {
		return "", ErrLink
	}
	here, err := db.One(ctx, m.DB, db.Number, `SELECT COUNT(*) FROM person WHERE id = $1`, parts[0])
	if err != nil {
		return "", err
	}
	if here == 0 { // erased since: nothing more comes, and nothing is kept
		return "", ErrLink
	}
	return parts[1], m.change(ctx, parts[0], func(w *Wishes) error {
		if parts[1] == StopDigest {
			w.Digest = Never
		} else if k := Kind(parts[1]); w.wants(k) {
			w.Silent = append(w.Silent, k)
		}
		return nil
	})
}
