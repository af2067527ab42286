package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"yrkesresan/internal/platform/dbtest"
)

// A test that needs the program as a process starts this test binary again under that name.
const asProgram = "YRKESRESAN_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(start(os.Args[1:], os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// server is `yrkesresan serve` as a process of its own.
type server struct {
	cmd     *exec.Cmd
	address string // host:port
}

func serve(t *testing.T, args ...string) *server {
	t.Helper()
	cmd := exec.Command(os.Args[0], append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	said, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	lines := bufio.NewScanner(said)
	for lines.Scan() {
		var line struct{ Msg, Address string }
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Msg == "listening" {
			go io.Copy(io.Discard, said)
			return &server{cmd, strings.TrimPrefix(line.Address, "http://")}
		}
		t.Log(lines.Text())
	}
	t.Fatal("the server ended before it listened")
	return nil
}

func TestARequestUnderWayFinishesAndTheServerEndsWell(t *testing.T) {
	t.Parallel()
	s := serve(t, "--data", t.TempDir(), "--database", dbtest.Empty(t))
	conn, err := net.Dial("tcp", s.address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	// Half a form: the server is at it when it is told to end.
	fmt.Fprintf(conn, "POST /logga-in HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 20\r\n\r\nnamn=abc", s.address)
	time.Sleep(200 * time.Millisecond)
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	refused(t, s.address)
	if _, err := io.WriteString(conn, "&andra=defgh"); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("the request under way was dropped: %v", err)
	}
	if answer.Body.Close(); answer.StatusCode >= 500 {
		t.Error(answer.Status)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.cmd.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("the server ended with %v", err)
		}
	case <-time.After(15 * time.Second):
		t.Error("the server did not end")
	}
}

// refused waits until nobody answers new visitors.
func refused(t *testing.T, address string) {
	t.Helper()
	for range 100 {
		conn, err := net.Dial("tcp", address)
		if errors.Is(err, syscall.ECONNREFUSED) {
			return
		}
		if err == nil {
			conn.Close()
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Error("the server still takes new visitors")
}
