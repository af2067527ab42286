package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// How the way to the mail server is kept secret.
const (
	StartTLS = "starttls" // a plain start that must become TLS; the default
	TLS      = "tls"      // TLS from the first byte
	NoTLS    = "none"     // only to a server on this machine
)

// SMTP is a mail server.
type SMTP struct {
	Host           string
	Port           int
	User, Password string // "" where the server asks for none
	From           string // the sender's address
	Name           string // the sender's name
	Security       string // StartTLS, TLS or NoTLS
	Trust          *tls.Config
	Wait           time.Duration // the longest time for one answer; 30 s when 0
}

// ErrNoTLS says that mail would leave the machine in the clear.
var ErrNoTLS = errors.New("mail without TLS is for a server on this machine only")

// Check tells what is wrong with the settings.
func (s *SMTP) Check() error {
	if _, err := netmail.ParseAddress(s.From); err != nil {
		return fmt.Errorf("the sender's e-mail address %q: %w", s.From, err)
	}
	if ip := net.ParseIP(s.Host); s.Security == NoTLS && s.Host != "localhost" && !ip.IsLoopback() {
		return ErrNoTLS
	}
	return nil
}

// TakesOnce implements Sender: a mail server takes the same Message-ID as often as it comes.
func (s *SMTP) TakesOnce() bool { return false }

// Open implements Sender.
func (s *SMTP) Open(ctx context.Context) (Way, error) {
	wait := s.Wait
	if wait == 0 {
		wait = 30 * time.Second
	}
	options := []gomail.Option{gomail.WithPort(s.Port), gomail.WithTimeout(wait), gomail.WithTLSPolicy(gomail.TLSMandatory)}
	switch s.Security {
	case TLS:
		options = append(options, gomail.WithSSL())
	case NoTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	if s.Trust != nil {
		options = append(options, gomail.WithTLSConfig(s.Trust))
	}
	if s.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.User), gomail.WithPassword(s.Password))
	}
	client, err := gomail.NewClient(s.Host, options...)
	if err != nil {
		return nil, err
	}
	if err := client.DialWithContext(ctx); err != nil {
		return nil, err
	}
	return &smtpWay{s, client}, nil
}

type smtpWay struct {
	*SMTP
	client *gomail.Client
}

// Close implements Way.
func (w *smtpWay) Close() error { return w.client.Close() }

// Send implements Way. Only an answer from the server after the whole letter tells for sure.
func (w *smtpWay) Send(_ context.Context, l Letter) error {
	m, err := w.letter(l)
	if err != nil {
		return &Trouble{Failed, "address"}
	}
	err = w.client.Send(m)
	if err == nil || m.IsDelivered() { // what went wrong after the letter was taken is no trouble of the letter's
		return nil
	}
	return trouble(err)
}

// trouble reads what the server said. Reasons hold its number, never its words: they may hold the address.
func trouble(err error) *Trouble {
	var sending *gomail.SendError
	if !errors.As(err, &sending) {
		return &Trouble{Uncertain, "unknown"}
	}
	code := sending.ErrorCode()
	afterData := sending.Reason == gomail.ErrSMTPDataClose || sending.Reason == gomail.ErrWriteContent
	switch {
	case code >= 500 && code != 521: // 521: the server as a whole takes no mail
		return &Trouble{Failed, strconv.Itoa(code)}
	case code >= 400:
		return &Trouble{Waiting, strconv.Itoa(code)}
	case afterData:
		return &Trouble{Uncertain, "no_answer"}
	}
	return &Trouble{Waiting, "connection"}
}

func (w *smtpWay) letter(l Letter) (*gomail.Msg, error) {
	m := gomail.NewMsg()
	if err := m.FromFormat(w.Name, w.From); err != nil {
		return nil, err
	}
	if err := m.To(l.Address); err != nil {
		return nil, err
	}
	m.Subject(l.Subject)
	m.SetMessageIDWithValue(l.ID + "@" + domain(w.From))
	m.SetDateWithValue(l.MadeAt)
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	if l.Unsubscribe != "" {
		m.SetGenHeader(gomail.HeaderListUnsubscribe, "<"+l.Unsubscribe+">")
		m.SetGenHeader(gomail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
	m.SetBodyString(gomail.TypeTextPlain, l.Body)
	for _, f := range l.Files {
		if err := m.AttachReader(f.Name, strings.NewReader(f.Text), gomail.WithFileContentType(gomail.ContentType(f.Type))); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func domain(address string) string {
	if parsed, err := netmail.ParseAddress(address); err == nil {
		address = parsed.Address
	}
	return address[strings.LastIndexByte(address, '@')+1:]
}
