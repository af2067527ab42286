// Package browser walks whole flows through the running program in a real Chromium, as the people
// it is for: from a staff file to a certificate that anyone can check.
package browser

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"yrkesresan/internal/platform/dbtest"
)

// program is the built binary with its own data, as an operator runs it.
type program struct {
	binary, data, database string
	base                   string
}

var build = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "yrkesresan-binary-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "yrkesresan")
	out, err := exec.Command("go", "build", "-o", path, "yrkesresan/cmd/yrkesresan").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return path, nil
})

// newProgram builds the program and gives it an empty installation.
func newProgram(t *testing.T) *program {
	t.Helper()
	binary, err := build()
	if err != nil {
		t.Fatal(err)
	}
	p := &program{binary: binary, data: t.TempDir()}
	if os.Getenv(dbtest.PostgresVariable) != "" {
		p.database = dbtest.Empty(t)
	}
	return p
}

func (p *program) args(words ...string) []string {
	words = append(words, "--data", p.data)
	if p.database != "" {
		words = append(words, "--database", p.database)
	}
	return words
}

// serve starts the server on a free port and waits until it is ready; it ends with the test.
func (p *program) serve(t *testing.T, more ...string) {
	t.Helper()
	if day := os.Getenv("YRKESRESAN_TEST_DAY"); day != "" && slices.Contains(more, "--demo") {
		more = append(more, "--today", day)
	}
	cmd := exec.Command(p.binary, p.args(append([]string{"serve", "--listen", "127.0.0.1:0"}, more...)...)...)
	log, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	address := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(log)
		for lines.Scan() {
			var line struct{ Msg, Address string }
			if json.Unmarshal(lines.Bytes(), &line) == nil && line.Msg == "listening" {
				address <- line.Address
			}
		}
	}()
	t.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil {
			t.Errorf("the server did not end well: %v", err)
		}
	})
	select {
	case p.base = <-address:
	case <-time.After(time.Minute):
		t.Fatal("the server did not start")
	}
}

// run runs a command as an operator would and gives what it prints.
func (p *program) run(t *testing.T, words ...string) string {
	t.Helper()
	out, err := exec.Command(p.binary, p.args(words...)...).Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(words, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// signIn gives an address that signs a person in.
func (p *program) signIn(t *testing.T, number string) string {
	t.Helper()
	return p.run(t, "signin", "code", "--municipality", "1480", "--employee", number, "--url", p.base)
}
