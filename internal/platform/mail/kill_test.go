package mail_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	mathrand "math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	outbox "yrkesresan/internal/platform/mail"
)

// A child process sends until it is killed.
const (
	killDatabase = "YRKESRESAN_KILL_DATABASE"
	killPort     = "YRKESRESAN_KILL_PORT"
)

func TestMain(m *testing.M) {
	if address := os.Getenv(killDatabase); address != "" {
		fmt.Fprintln(os.Stderr, sendUntilKilled(address, os.Getenv(killPort)))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func sendUntilKilled(address, port string) error {
	d, err := db.Open(address)
	if err != nil {
		return err
	}
	to := &outbox.SMTP{Host: "127.0.0.1", From: "yrkesresan@ale.example", Security: outbox.NoTLS, Wait: 5 * time.Second}
	if to.Port, err = strconv.Atoi(port); err != nil {
		return err
	}
	p := &outbox.Post{DB: d, Senders: map[string]outbox.Sender{outbox.Email: to}, Now: time.Now, NewID: rand.Text, Log: slog.New(slog.DiscardHandler), Lease: 2 * time.Second}
	for {
		if err := p.Run(context.Background()); err != nil {
			return err
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// Whenever the program is killed, no letter goes twice and none is lost in silence: it has been
// delivered, or stands as uncertain.
func TestKillingTheProgramWhileItSendsDeliversNothingTwice(t *testing.T) {
	address := dbtest.URL(t)
	d, err := db.Open(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	w := newWorld(t, d)
	w.smtp.after = func(string) error { time.Sleep(time.Duration(mathrand.IntN(8)) * time.Millisecond); return nil }
	const many = 120
	for i := range many {
		w.add(t, outbox.Message{Channel: outbox.Email, Address: fmt.Sprintf("p%03d@ale.example", i), Body: "Hej"})
	}
	kills, end := 0, time.Now().Add(time.Minute)
	for open := many; open > 0 && time.Now().Before(end); {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), killDatabase+"="+address, killPort+"="+strconv.Itoa(w.smtp.port))
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		before, patience := len(w.smtp.letters()), time.Now().Add(3*time.Second)
		for len(w.smtp.letters()) < before+1+mathrand.IntN(15) && time.Now().Before(patience) {
			time.Sleep(time.Duration(mathrand.IntN(3000)) * time.Microsecond)
		}
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		child.Wait()
		kills++
		left, err := db.One(t.Context(), d, db.Number, `SELECT COUNT(*) FROM message WHERE state IN ('waiting', 'sending')`)
		if err != nil {
			t.Fatal(err)
		}
		open = int(left)
	}
	delivered := map[string]int{}
	for _, l := range w.smtp.letters() {
		delivered[l.to]++
	}
	uncertain := 0
	for _, line := range strings.Split(w.states(t), "\n") {
		f := strings.Fields(line)
		n := delivered[f[0]]
		switch state := outbox.State(f[1]); {
		case n > 1:
			t.Errorf("%s was delivered %d times", f[0], n)
		case state == outbox.Sent && n != 1, state != outbox.Sent && state != outbox.Uncertain:
			t.Errorf("%s: delivered %d", line, n)
		case state == outbox.Uncertain:
			uncertain++
		}
	}
	if kills < 5 || uncertain > kills {
		t.Errorf("%d kills left %d uncertain", kills, uncertain)
	}
	t.Logf("%d kills, %d uncertain", kills, uncertain)
}
