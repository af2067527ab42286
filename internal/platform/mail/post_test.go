package mail_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"mime"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	outbox "yrkesresan/internal/platform/mail"
)

func TestMailGoesThroughARealServerOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Open(t))
	w.add(t, outbox.Message{Channel: outbox.Email, Address: "amina@ale.example", Subject: "Påminnelse", Body: "Du har en kurs kvar.\nÅäö", Unsubscribe: "https://y.example/avsta"})
	w.add(t, outbox.Message{Channel: outbox.Email, Address: "", Subject: "Till ingen än", Body: "x"})
	w.add(t, outbox.Message{Channel: outbox.SMS, Address: "070-123 45 67", Body: "Ingen sms-tjänst är vald"})
	for range 3 {
		w.run(t)
	}
	got := w.smtp.letters()
	if len(got) != 1 {
		t.Fatalf("%d letters", len(got))
	}
	h := got[0].head
	if got[0].to != "amina@ale.example" || h.Get("Auto-Submitted") != "auto-generated" || !strings.HasSuffix(h.Get("Message-ID"), "@ale.example>") ||
		h.Get("List-Unsubscribe") != "<https://y.example/avsta>" || h.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" || !strings.Contains(h.Get("From"), "yrkesresan@ale.example") {
		t.Errorf("%+v", got[0])
	}
	if subject := h.Get("Subject"); !strings.Contains(subject, "=?UTF-8?") || !strings.Contains(got[0].body, "Du har en kurs kvar.") {
		t.Errorf("%q %q", subject, got[0].body)
	}
	if s := w.states(t); s != "waiting 0\n0701234567 waiting 0\namina@ale.example sent 1" {
		t.Errorf("%q", s)
	}
	counts, err := w.Counts(t.Context())
	if err != nil || fmt.Sprint(counts) != "[{email waiting 1} {sms waiting 1}]" {
		t.Errorf("%v %v", counts, err)
	}
}

func TestWhatIsRefusedIsTriedLaterOrNeverAsTheServerSays(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Open(t))
	var later bool
	w.smtp.before = func(to string) error {
		switch {
		case to == "never@ale.example":
			return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user never@ale.example"}
		case to == "later@ale.example" && !later:
			return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "greylisted"}
		}
		return nil
	}
	for _, to := range []string{"later@ale.example", "never@ale.example", "now@ale.example", "not-an-address"} {
		w.add(t, outbox.Message{Channel: outbox.Email, Address: to, Body: "Hej"})
	}
	w.run(t)
	w.run(t)
	if s := w.states(t); s != "later@ale.example waiting 1 451\nnever@ale.example failed 1 550\nnot-an-address failed 1 address\nnow@ale.example sent 1" {
		t.Fatalf("%s", s)
	}
	later = true
	w.wait(2 * time.Minute)
	w.run(t)
	if s := w.states(t); !strings.Contains(s, "later@ale.example sent 2") || len(w.smtp.letters()) != 2 {
		t.Errorf("%s", s)
	}
	list, err := w.List(t.Context(), outbox.Failed, 10, 0)
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	w.smtp.before = nil
	for _, m := range list {
		if err := w.Retry(t.Context(), m.ID); err != nil {
			t.Error(err)
		}
		if err := w.Retry(t.Context(), m.ID); !errors.Is(err, outbox.ErrNoMessage) {
			t.Error("a waiting message is tried again:", err)
		}
	}
	w.run(t)
	if s := w.states(t); !strings.Contains(s, "never@ale.example sent 1") || len(w.smtp.letters()) != 3 {
		t.Errorf("%s", s)
	}
}

func TestAServerThatNeverTakesAMessageIsGivenUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Open(t))
	w.smtp.before = func(string) error { return &smtp.SMTPError{Code: 452, Message: "full"} }
	w.add(t, outbox.Message{Channel: outbox.Email, Address: "a@ale.example", Body: "Hej"})
	begun := w.now()
	for range 20 {
		w.run(t)
		w.wait(25 * time.Hour)
		if strings.Contains(w.states(t), "failed") {
			break
		}
	}
	if s := w.states(t); s != "a@ale.example failed 11 452" || w.now().Sub(begun) < 3*24*time.Hour {
		t.Errorf("%s after %s", s, w.now().Sub(begun))
	}
}

// The server has the letter and the answer never comes: it may have been delivered.
func TestALetterWithoutAnAnswerIsUncertainAndNotSentAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Open(t))
	w.Senders[outbox.Email].(*outbox.SMTP).Wait = 200 * time.Millisecond
	w.smtp.after = func(string) error { time.Sleep(time.Second); return nil }
	w.add(t, outbox.Message{Channel: outbox.Email, Address: "a@ale.example", Body: "Hej"})
	w.run(t)
	w.wait(time.Hour)
	w.smtp.after = nil
	w.run(t)
	if s := w.states(t); s != "a@ale.example uncertain 1 no_answer" || len(w.smtp.letters()) != 1 {
		t.Errorf("%s, %d letters", s, len(w.smtp.letters()))
	}
}

// Whoever claimed a message and died leaves it sending.
func TestAClaimThatNobodyComesBackToIsUncertainByMailAndSentAgainBySMS(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Open(t))
	g := gateway(t, 202)
	w.Senders[outbox.SMS] = &outbox.Gateway{URL: g.URL, Token: "secret", From: "Yrkesresan"}
	w.add(t, outbox.Message{Channel: outbox.Email, Address: "a@ale.example", Body: "Hej"})
	w.add(t, outbox.Message{Channel: outbox.SMS, Address: "0701234567", Body: "Hej"})
	_, err := w.DB.Exec(t.Context(), `UPDATE message SET state = 'sending', tries = 1, lease_id = 'dead', lease_until = $1`, w.now().Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	w.run(t)
	if s := w.states(t); strings.Count(s, "sending") != 2 {
		t.Fatalf("somebody else's claim was taken: %s", s)
	}
	w.wait(2 * time.Minute)
	w.run(t)
	if s := w.states(t); s != "0701234567 sent 2\na@ale.example uncertain 1 interrupted" || len(w.smtp.letters()) != 0 {
		t.Errorf("%s", s)
	}
}

func TestTwoReplicasSendEachMessageOnce(t *testing.T) {
	t.Parallel()
	address := dbtest.URL(t)
	open := func() *db.DB {
		d, err := db.Open(address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { d.Close() })
		return d
	}
	w := newWorld(t, open())
	const many = 60
	for i := range many {
		w.add(t, outbox.Message{Channel: outbox.Email, Address: fmt.Sprintf("p%02d@ale.example", i), Body: "Hej"})
	}
	var all sync.WaitGroup
	for range 3 {
		replica := &outbox.Post{DB: open(), Senders: w.Senders, Now: w.Now, NewID: w.NewID, Log: w.Log, Lease: w.Lease}
		all.Go(func() {
			if err := replica.Run(context.WithoutCancel(t.Context())); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	seen := map[string]int{}
	for _, l := range w.smtp.letters() {
		seen[l.to]++
	}
	if len(seen) != many || len(w.smtp.letters()) != many {
		t.Errorf("%d people got %d letters", len(seen), len(w.smtp.letters()))
	}
	if s := w.states(t); strings.Count(s, "sent 1") != many {
		t.Errorf("%s", s)
	}
}

func TestACodeThatHasRunOutIsNeitherSentNorKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Open(t))
	code := outbox.Message{Channel: outbox.Email, Address: "a@ale.example", Body: "Din kod", ExpiresAt: w.now().Add(24 * time.Hour)}
	w.add(t, code)
	w.run(t)
	code.Address = "b@ale.example"
	w.add(t, code)
	w.add(t, outbox.Message{Channel: outbox.Email, Address: "c@ale.example", Body: "Hej"})
	w.wait(25 * time.Hour)
	w.run(t)
	if err := w.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s := w.states(t); s != "expired 0\nsent 1\nc@ale.example sent 1" && s != "sent 1\nexpired 0\nc@ale.example sent 1" {
		t.Errorf("%q", s)
	}
	w.wait(31 * 24 * time.Hour)
	if err := w.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	kept, err := db.One(t.Context(), w.DB, db.Number, `SELECT COUNT(*) FROM message WHERE body <> '' OR address <> '' OR subject <> ''`)
	if err != nil || kept != 0 {
		t.Errorf("%d are kept, %v", kept, err)
	}
}

// texts is a gateway that keeps what it takes.
type texts struct {
	*httptest.Server
	mu     sync.Mutex
	status int
	got    []map[string]string
}

func gateway(t *testing.T, status int) *texts {
	g := &texts{status: status}
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.mu.Lock()
		defer g.mu.Unlock()
		var m map[string]string
		if err := json.NewDecoder(r.Body).Decode(&m); err != nil || r.Header.Get("Authorization") != "Bearer secret" || r.Header.Get("Idempotency-Key") != m["id"] {
			t.Errorf("%v %v %v", m, r.Header, err)
		}
		g.got = append(g.got, m)
		w.WriteHeader(g.status)
	}))
	t.Cleanup(g.Close)
	return g
}

func TestAnSMSGoesThroughTheGateway(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Open(t))
	g := gateway(t, 503)
	w.Senders = map[string]outbox.Sender{outbox.SMS: &outbox.Gateway{URL: g.URL, Token: "secret", From: "Yrkesresan"}}
	w.add(t, outbox.Message{Channel: outbox.SMS, Address: "070-123 45 67", Body: "Hej"})
	w.run(t)
	if s := w.states(t); s != "0701234567 waiting 1 503" {
		t.Fatal(s)
	}
	g.status = 202
	w.wait(time.Hour)
	w.run(t)
	if s := w.states(t); s != "0701234567 sent 2" || len(g.got) != 2 || g.got[0]["id"] != g.got[1]["id"] || g.got[1]["to"] != "+46701234567" || g.got[1]["text"] != "Hej" || g.got[1]["from"] != "Yrkesresan" {
		t.Errorf("%s %v", s, g.got)
	}
	g.status = 422
	w.add(t, outbox.Message{Channel: outbox.SMS, Address: "0709999999", Body: "Hej"})
	w.add(t, outbox.Message{Channel: outbox.SMS, Address: "vet-ej", Body: "Hej"})
	w.run(t)
	if s := w.states(t); !strings.Contains(s, "0709999999 failed 1 422") || !strings.Contains(s, "vetej failed 1 address") {
		t.Error(s)
	}
}

func TestMailIsSentInSecretOrNotAtAll(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.Open(t))
	to := toServer(w.smtp)
	to.Security = outbox.StartTLS
	w.Senders[outbox.Email] = to
	w.add(t, outbox.Message{Channel: outbox.Email, Address: "a@ale.example", Body: "Hej"})
	w.run(t)
	if s := w.states(t); s != "a@ale.example waiting 0" || len(w.smtp.letters()) != 0 {
		t.Fatalf("a server without STARTTLS got mail: %s", s)
	}
	w.smtp.TLSConfig, to.Trust = certified(t)
	w.run(t)
	if s := w.states(t); s != "a@ale.example sent 1" {
		t.Error(s)
	}
	for _, s := range []outbox.SMTP{{Host: "mail.ale.example", From: "a@b.example", Security: outbox.NoTLS}, {Host: "127.0.0.1", From: "nobody"}} {
		if s.Check() == nil {
			t.Errorf("%+v is taken", s)
		}
	}
	if err := to.Check(); err != nil {
		t.Error(err)
	}
	for url, fine := range map[string]bool{"https://sms.example/send": true, "http://sms.example/send": false, "http://127.0.0.1:1/": true, "": false} {
		if err := (&outbox.Gateway{URL: url}).Check(); (err == nil) != fine {
			t.Errorf("%q: %v", url, err)
		}
	}
}

func certified(t *testing.T) (server, client *tls.Config) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	raw, err := x509.CreateCertificate(rand.Reader, about, about, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(cert)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{raw}, PrivateKey: key}}}, &tls.Config{RootCAs: pool, ServerName: "127.0.0.1"}
}

// A letter brings its files, and lets go of them with its text.
func TestALetterBringsFiles(t *testing.T) {
	w := newWorld(t, dbtest.Open(t))
	w.add(t, outbox.Message{Channel: outbox.Email, Address: "amina@ale.example", Subject: "Kursdag", Body: "Du har plats.",
		Files: []outbox.File{{Name: "kursdag.ics", Type: "text/calendar; charset=utf-8; method=REQUEST", Text: "BEGIN:VCALENDAR\r\nSUMMARY:Förflyttning\r\nEND:VCALENDAR\r\n"}}})
	if err := w.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	letter := w.smtp.letters()[0]
	kind, params, err := mime.ParseMediaType(letter.head.Get("Content-Type"))
	if err != nil || kind != "multipart/mixed" {
		t.Fatal(kind, err)
	}
	parts := multipart.NewReader(strings.NewReader(letter.body), params["boundary"])
	if text, err := parts.NextPart(); err != nil || !strings.HasPrefix(text.Header.Get("Content-Type"), "text/plain") {
		t.Fatal(err)
	}
	file, err := parts.NextRawPart()
	if err != nil {
		t.Fatal(err)
	}
	kind, params, err = mime.ParseMediaType(file.Header.Get("Content-Type"))
	body, _ := io.ReadAll(base64.NewDecoder(base64.StdEncoding, file))
	if err != nil || kind != "text/calendar" || params["method"] != "REQUEST" || file.FileName() != "kursdag.ics" || !strings.Contains(string(body), "SUMMARY:Förflyttning\r\n") {
		t.Errorf("%v %v %v %q %q", err, kind, params, file.FileName(), body)
	}
	if shown, _, err := w.Show(t.Context(), outbox.Email, 10, 0); err != nil || len(shown[0].Files) != 1 {
		t.Errorf("%v %+v", err, shown)
	}
	w.wait(40 * 24 * time.Hour)
	if err := w.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left, err := db.One(t.Context(), w.DB, db.Text, `SELECT files FROM message`); err != nil || left != "" {
		t.Errorf("%v %q", err, left)
	}
}
