package mail

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Gateway sends SMS through a small HTTP interface (docs/operations.md): one POST of JSON a message.
// The same id twice is one SMS.
type Gateway struct {
	URL, Token string
	From       string // the sender that the phone shows: a number or at most 11 letters
	Client     *http.Client
}

// text is what the gateway gets.
type text struct {
	ID   string `json:"id"`
	To   string `json:"to"`
	From string `json:"from"`
	Text string `json:"text"`
}

// Check tells what is wrong with the settings: the token and people's numbers do not leave the
// machine in the clear.
func (g *Gateway) Check() error {
	u, err := url.Parse(g.URL)
	if err != nil || u.Host == "" {
		return fmt.Errorf("the SMS gateway's address %q is no address", g.URL)
	}
	if ip := net.ParseIP(u.Hostname()); u.Scheme != "https" && u.Hostname() != "localhost" && !ip.IsLoopback() {
		return fmt.Errorf("the SMS gateway's address begins with https")
	}
	return nil
}

// TakesOnce implements Sender: the gateway knows a message by its id.
func (g *Gateway) TakesOnce() bool { return true }

// Open implements Sender.
func (g *Gateway) Open(context.Context) (Way, error) {
	client := g.Client
	if client == nil {
		client = &http.Client{Timeout: 30 * time.Second}
	}
	return &smsWay{g, client}, nil
}

type smsWay struct {
	*Gateway
	client *http.Client
}

// Close implements Way.
func (w *smsWay) Close() error { return nil }

// Send implements Way.
func (w *smsWay) Send(ctx context.Context, l Letter) error {
	to, ok := number(l.Address)
	if !ok {
		return &Trouble{Failed, "address"}
	}
	body, err := json.Marshal(text{ID: l.ID, To: to, From: w.From, Text: l.Body})
	if err != nil {
		return &Trouble{Failed, "text"}
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL, bytes.NewReader(body))
	if err != nil {
		return &Trouble{Waiting, "connection"}
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+w.Token)
	r.Header.Set("Idempotency-Key", l.ID)
	answer, err := w.client.Do(r)
	if err != nil {
		return &Trouble{Waiting, "connection"} // the same id again is the same SMS
	}
	defer answer.Body.Close()
	io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<16))
	switch s := answer.StatusCode; {
	case s >= 200 && s < 300:
		return nil
	case s == http.StatusUnauthorized, s == http.StatusForbidden, s == http.StatusNotFound, s == http.StatusRequestTimeout,
		s == http.StatusTooManyRequests, s < 400, s >= 500: // the settings or the gateway are wrong, not the message
		return &Trouble{Waiting, strconv.Itoa(s)}
	default:
		return &Trouble{Failed, strconv.Itoa(s)}
	}
}

var international = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)

// number is a telephone number as networks write it: +46701234567. A number without a country is Swedish.
func number(typed string) (string, bool) {
	n := strings.NewReplacer(" ", "", "-", "", "(", "", ")", "", "/", "", ".", "").Replace(typed)
	switch {
	case strings.HasPrefix(n, "00"):
		n = "+" + n[2:]
	case strings.HasPrefix(n, "0"):
		n = "+46" + n[1:]
	}
	return n, international.MatchString(n)
}
