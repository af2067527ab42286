package mail_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/mail"
)

func TestAMessageWaitsOnceWithOneLineHeaders(t *testing.T) {
	t.Parallel()
	d, next := dbtest.Open(t), 0
	out := &mail.Outbox{Now: time.Now, NewID: func() string { next++; return fmt.Sprint(next) }}
	add := func(m mail.Message) error {
		return d.Tx(t.Context(), func(tx *db.Tx) error { return out.Add(t.Context(), tx, m) })
	}
	for range 2 {
		if err := add(mail.Message{Channel: mail.Email, Address: "a@ale.example", Subject: "Hej\r\nBcc: b@evil.example", Body: "En\nTvå", OnceKey: "k"}); err != nil {
			t.Fatal(err)
		}
	}
	got, err := db.All(t.Context(), d, db.Text, `SELECT address || '|' || subject || '|' || body FROM message`)
	if err != nil || len(got) != 1 || got[0] != "a@ale.example|Hej Bcc: b@evil.example|En\nTvå" {
		t.Errorf("%q %v", got, err)
	}
	for _, address := range []string{"a@ale.example\r\nBcc: b@evil.example", "a@ale.example, b@evil.example", "A <a@ale.example>", "a b", "a\x00b"} {
		if err := add(mail.Message{Channel: mail.Email, Address: address}); !errors.Is(err, mail.ErrAddress) {
			t.Errorf("%q: %v", address, err)
		}
	}
	if err := add(mail.Message{Channel: mail.Email}); err != nil {
		t.Errorf("a message to nobody yet: %v", err)
	}
}
