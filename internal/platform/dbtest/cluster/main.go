// Command cluster starts a private PostgreSQL from the system's binaries in a temporary
// directory, runs a command with its address in YRKESRESAN_TEST_POSTGRES, and takes it away.
//
//	go run ./internal/platform/dbtest/cluster go test ./...
//
// With -durable first, as a production server writes: for measuring.
package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"yrkesresan/internal/platform/dbtest"
)

func main() {
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "cluster:", err)
		os.Exit(2)
	}
	os.Exit(code)
}

func run(command []string) (int, error) {
	settings := fast
	if len(command) > 0 && command[0] == "-durable" {
		settings, command = nil, command[1:]
	}
	if len(command) == 0 {
		return 2, errors.New("give the command to run")
	}
	bin, err := binaries()
	if err != nil {
		return 2, err
	}
	dir, leave, err := place()
	if err != nil {
		return 2, err
	}
	defer leave()
	server, err := start(bin, dir, settings)
	if err != nil {
		return 2, err
	}
	defer func() {
		server.Process.Signal(syscall.SIGINT) // fast shutdown
		server.Wait()
	}()
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), dbtest.PostgresVariable+"=postgres://test@/postgres?host="+dir+"&sslmode=disable")
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM) // the command gets them too and ends first
	var ended *exec.ExitError
	if err := cmd.Run(); errors.As(err, &ended) {
		return max(1, ended.ExitCode()), nil
	} else if err != nil {
		return 2, err
	}
	return 0, nil
}

// place is the server's directory: the same every time when it is free, for Go remembers a test's
// result only while its environment, and so the server's address, is unchanged.
func place() (dir string, leave func(), err error) {
	usual := filepath.Join(os.TempDir(), "yrpg-"+strconv.Itoa(os.Getuid()))
	lock, err := os.OpenFile(usual+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err == nil && syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil &&
		os.RemoveAll(usual) == nil && os.Mkdir(usual, 0o700) == nil {
		return usual, func() { os.RemoveAll(usual); lock.Close() }, nil
	}
	dir, err = os.MkdirTemp("", "yrpg") // somebody else is testing
	return dir, func() { os.RemoveAll(dir); lock.Close() }, err
}

// fast switches durability off: nothing in a test outlives it.
var fast = []string{"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"}

// binaries finds the folder of initdb and postgres.
func binaries() (string, error) {
	if path, err := exec.LookPath("postgres"); err == nil {
		return filepath.Dir(path), nil
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if len(found) == 0 {
		return "", errors.New("PostgreSQL is not installed; run scripts/install-test-tools")
	}
	return filepath.Dir(found[len(found)-1]), nil
}

// start makes a cluster in dir and waits until it answers. It listens on a socket only.
func start(bin, dir string, settings []string) (*exec.Cmd, error) {
	as, err := unprivileged(dir)
	if err != nil {
		return nil, err
	}
	data := filepath.Join(dir, "data")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", "test", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C")
	initdb.SysProcAttr, initdb.Dir = as, dir
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	server := exec.Command(filepath.Join(bin, "postgres"), append([]string{"-D", data, "-k", dir, "-c", "listen_addresses=",
		"-c", "max_connections=300", "-c", "shared_buffers=512MB", "-c", "log_min_messages=panic"}, settings...)...)
	server.SysProcAttr, server.Dir = as, dir
	server.Stderr = os.Stderr
	if err := server.Start(); err != nil {
		return nil, err
	}
	for range 200 {
		if c, err := net.Dial("unix", filepath.Join(dir, ".s.PGSQL.5432")); err == nil {
			return server, c.Close()
		}
		time.Sleep(50 * time.Millisecond)
	}
	server.Process.Kill()
	return nil, errors.New("PostgreSQL did not start")
}

// unprivileged gives dir to another user when we are root, for PostgreSQL refuses to run as root.
func unprivileged(dir string) (*syscall.SysProcAttr, error) {
	attr := &syscall.SysProcAttr{Setpgid: true}
	if os.Geteuid() != 0 {
		return attr, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		if u, err = user.Lookup("nobody"); err != nil {
			return nil, err
		}
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return nil, err
	}
	attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return attr, os.Chown(dir, uid, gid)
}
