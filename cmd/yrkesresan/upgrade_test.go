package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"yrkesresan/internal/platform/dbtest"
)

// asked is a command line and what an earlier release answered to it.
type asked struct {
	Ask    []string
	Answer map[string]any
}

// testdata/releases holds, for every release, the demo of that release as its own backup command
// kept it (the shape of its tables, its files and keys) and what it answered to some questions.
// The backup of a release is made by that release:
//
//	yrkesresan serve --demo --data D   (once)   yrkesresan backup VERSION.backup --data D
//
// What the day decides is asked --as-of a day: certificates run out, and the test does not.
// Where no day can be named it is left out of the answer, as whether an open occasion is over.
func TestADatabaseOfEveryEarlierReleaseOpensAndAnswersAsBefore(t *testing.T) {
	t.Parallel()
	kept, err := filepath.Glob("testdata/releases/*.backup")
	if err != nil || len(kept) == 0 {
		t.Fatal("no earlier release", err)
	}
	for _, file := range kept {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			at := []string{"--data", t.TempDir(), "--database", dbtest.Empty(t)}
			answered(t, 0, append([]string{"restore", file}, at...)...)
			text, err := os.ReadFile(strings.TrimSuffix(file, ".backup") + ".json")
			if err != nil {
				t.Fatal(err)
			}
			var questions []asked
			if err := json.Unmarshal(text, &questions); err != nil || len(questions) == 0 {
				t.Fatal("nothing was asked", err)
			}
			for _, q := range questions {
				if lost := missing("", q.Answer, answered(t, 0, append(slices.Clone(q.Ask), at...)...)); lost != "" {
					t.Errorf("%v: %s", q.Ask, lost)
				}
			}
			everyRoleComesHome(t, at)
		})
	}
}

// missing tells the first thing in a release's answer that today's answer lacks; what today's has
// besides is an addition.
func missing(at string, was, is any) string {
	switch was := was.(type) {
	case map[string]any:
		now, _ := is.(map[string]any)
		for key, v := range was {
			if lost := missing(at+"."+key, v, now[key]); lost != "" {
				return lost
			}
		}
		return ""
	case []any:
		now, _ := is.([]any)
		if len(now) != len(was) {
			return fmt.Sprintf("%s had %d, has %d", at, len(was), len(now))
		}
		for i, v := range was {
			if lost := missing(fmt.Sprintf("%s[%d]", at, i), v, now[i]); lost != "" {
				return lost
			}
		}
		return ""
	}
	if was != is {
		return fmt.Sprintf("%s was %v, is %v", at, was, is)
	}
	return ""
}

// everyRoleComesHome signs in as each ready person of the earlier demo, which is opened long after it was made: what
// later releases add to it is of that day.
func everyRoleComesHome(t *testing.T, at []string) {
	t.Helper()
	s := serve(t, append([]string{"--demo", "--today", inDays(200)}, at...)...)
	base := "http://" + s.address
	for _, role := range []string{"learner", "manager", "municipality", "region", "national", "trainer", "leader", "hr"} {
		entry := answered(t, 0, append([]string{"demo", "signin", role, "--url", base}, at...)...)
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		r, err := (&http.Client{Jar: jar}).PostForm(entry["url"].(string), nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.StatusCode != http.StatusOK || strings.HasPrefix(r.Request.URL.Path, "/in/") {
			t.Errorf("%s lands on %s: %s", role, r.Request.URL.Path, r.Status)
		}
	}
	r, err := http.Get(base + "/demo")
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != http.StatusOK {
		t.Errorf("the page of the demo: %s", r.Status)
	}
}
