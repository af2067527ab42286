package main

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"os"
	"strings"
	"testing"

	"yrkesresan/internal/app"
	"yrkesresan/internal/platform/dbtest"
)

// command runs a command line on a directory, on the engine under test.
func command(t *testing.T, dir, database string, args ...string) (code int, out string) {
	t.Helper()
	args = append(args, "--data", dir)
	if database != "" {
		args = append(args, "--database", database)
	}
	var result, complaint bytes.Buffer
	code = start(args, &result, &complaint)
	if code == 2 {
		t.Log(complaint.String())
	}
	return code, result.String()
}

func emptyDatabase(t *testing.T) string {
	if os.Getenv(dbtest.PostgresVariable) == "" {
		return ""
	}
	return dbtest.Empty(t)
}

func TestDemoCommandsAreRefusedOutsideDemoData(t *testing.T) {
	dir, database := t.TempDir(), emptyDatabase(t)
	for _, line := range [][]string{{"demo", "list"}, {"demo", "signin", "learner", "--url", "http://x"}, {"demo", "calendar", "--url", "http://x"}} {
		code, out := command(t, dir, database, append(line, "--format", "json")...)
		var answer struct {
			Error struct{ Code, Message string }
		}
		if err := json.Unmarshal([]byte(out), &answer); err != nil || code != 1 || answer.Error.Code != "demo.not_demo" || answer.Error.Message == "" {
			t.Errorf("%v: exit %d, %q, %v", line, code, out, err)
		}
	}
	if code, _ := command(t, dir, database, "demo", "signin", "janitor", "--url", "http://x"); code != 2 {
		t.Errorf("an unknown role: exit %d", code)
	}
	if code, _ := command(t, dir, database, "demo", "signin", "learner"); code != 2 {
		t.Errorf("no address: exit %d", code)
	}
}

func TestDemoCommandsBesideADemo(t *testing.T) {
	dir, database := t.TempDir(), emptyDatabase(t)
	a, err := app.Open(t.Context(), app.Config{Data: dir, Database: database, Demo: true}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	a.Close()
	for _, role := range []string{"learner", "manager", "municipality", "region", "national", "trainer", "leader", "hr"} {
		code, out := command(t, dir, database, "demo", "signin", role, "--url", "http://here/")
		if code != 0 || !strings.HasPrefix(out, "http://here/in/") || strings.Count(out, "\n") != 1 {
			t.Errorf("%s: exit %d, %q", role, code, out)
		}
	}
	var address struct{ URL string }
	code, out := command(t, dir, database, "demo", "signin", "hr", "--url", "http://here", "--format", "json")
	if err := json.Unmarshal([]byte(out), &address); err != nil || code != 0 || !strings.HasPrefix(address.URL, "http://here/in/") {
		t.Errorf("exit %d, %q, %v", code, out, err)
	}
	if code, out := command(t, dir, database, "demo", "calendar", "--url", "http://here/"); code != 0 || !strings.HasPrefix(out, "http://here/kalender/") || !strings.HasSuffix(out, ".ics\n") {
		t.Errorf("exit %d, %q", code, out)
	}
	for _, nowhere := range []string{"", "nonsense", "ftp://here", "https://"} {
		if code, out := command(t, dir, database, "demo", "calendar", "--url", nowhere); code != 2 || strings.Contains(out, "/kalender/") {
			t.Errorf("%q: exit %d, %q", nowhere, code, out)
		}
	}
	var list struct {
		Municipalities, Units []string
		Employees             []struct{ Municipality, Number string }
	}
	code, out = command(t, dir, database, "demo", "list", "--format", "json")
	if err := json.Unmarshal([]byte(out), &list); err != nil || code != 0 || len(list.Municipalities) != 3 || len(list.Units) == 0 || len(list.Employees) < 380 {
		t.Fatalf("exit %d, %d bytes, %v", code, len(out), err)
	}
	some := list.Employees[len(list.Employees)/2]
	if code, out = command(t, dir, database, "journey", "show", "--municipality", some.Municipality, "--employee", some.Number, "--format", "json"); code != 0 {
		t.Errorf("exit %d, %s", code, out)
	}
}
