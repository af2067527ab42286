package mail_test

import (
	"bytes"
	"crypto/rand"
	"io"
	"log/slog"
	"net"
	"net/mail"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"yrkesresan/internal/platform/db"
	outbox "yrkesresan/internal/platform/mail"
)

// server is a real SMTP server that keeps what it takes.
type server struct {
	*smtp.Server
	host string
	port int

	mu    sync.Mutex
	taken []taken
	// before, when set, may refuse a recipient; after, when set, is asked when the letter has come.
	before func(to string) error
	after  func(to string) error
}

type taken struct {
	to   string
	head mail.Header
	body string
}

func serve(t testing.TB) *server {
	t.Helper()
	s := &server{}
	s.Server = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &session{s: s}, nil }))
	s.Domain, s.AllowInsecureAuth = "mail.example", true
	s.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	host, port, _ := net.SplitHostPort(l.Addr().String())
	s.host = host
	s.port, _ = strconv.Atoi(port)
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return s
}

func (s *server) letters() []taken {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]taken(nil), s.taken...)
}

type session struct {
	s  *server
	to string
}

func (s *session) Reset()                               { s.to = "" }
func (s *session) Logout() error                        { return nil }
func (s *session) Mail(string, *smtp.MailOptions) error { return nil }

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	if s.s.before != nil {
		return s.s.before(to)
	}
	return nil
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	body, err := io.ReadAll(m.Body)
	if err != nil {
		return err
	}
	s.s.mu.Lock()
	s.s.taken = append(s.s.taken, taken{s.to, m.Header, string(body)})
	s.s.mu.Unlock()
	if s.s.after != nil {
		return s.s.after(s.to)
	}
	return nil
}

// world is an outbox with a post over a real mail server, at a time that the test moves.
type world struct {
	*outbox.Post
	out  *outbox.Outbox
	smtp *server

	mu sync.Mutex
	at time.Time
}

func newWorld(t testing.TB, d *db.DB) *world {
	t.Helper()
	w := &world{smtp: serve(t), at: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	w.out = &outbox.Outbox{Now: w.now, NewID: rand.Text}
	w.Post = &outbox.Post{DB: d, Now: w.now, NewID: rand.Text, Log: slog.New(slog.DiscardHandler), Lease: 10 * time.Minute, Keep: 30 * 24 * time.Hour,
		Senders: map[string]outbox.Sender{outbox.Email: toServer(w.smtp)}}
	return w
}

func toServer(s *server) *outbox.SMTP {
	return &outbox.SMTP{Host: s.host, Port: s.port, From: "yrkesresan@ale.example", Name: "Yrkesresan", Security: outbox.NoTLS, Wait: 5 * time.Second}
}

func (w *world) now() time.Time { w.mu.Lock(); defer w.mu.Unlock(); return w.at }

func (w *world) wait(d time.Duration) { w.mu.Lock(); defer w.mu.Unlock(); w.at = w.at.Add(d) }

func (w *world) add(t testing.TB, m outbox.Message) {
	t.Helper()
	if err := w.DB.Tx(t.Context(), func(tx *db.Tx) error { return w.out.Add(t.Context(), tx, m) }); err != nil {
		t.Fatal(err)
	}
}

func (w *world) run(t testing.TB) {
	t.Helper()
	if err := w.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// states is the outbox as "address state tries reason", in the order of addresses.
func (w *world) states(t testing.TB) string {
	t.Helper()
	got, err := db.All(t.Context(), w.DB, db.Text, `SELECT address || ' ' || state || ' ' || CAST(tries AS TEXT) || ' ' || reason FROM message ORDER BY address`)
	if err != nil {
		t.Fatal(err)
	}
	for i := range got {
		got[i] = strings.TrimSpace(got[i])
	}
	return strings.Join(got, "\n")
}
