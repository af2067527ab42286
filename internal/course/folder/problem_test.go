package folder

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestEveryProblemHasASentence reads the keys and placeholders out of the code.
func TestEveryProblemHasASentence(t *testing.T) {
	t.Parallel()
	call := regexp.MustCompile(`\b(?:wrong|doubtful|refuse)\("([a-z0-9_]+)"`)
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{"yaml": true, "yaml_colon": true, "yaml_sign": true, "lix_easy": true, "lix_normal": true}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range call.FindAllStringSubmatch(string(source), -1) {
			used[m[1]] = true
		}
	}
	for key := range used {
		if messages[key] == "" {
			t.Errorf("%s has no sentence", key)
		}
	}
	for key, sentence := range messages {
		if !used[key] {
			t.Errorf("%s is never told", key)
		}
		if m := Measure(strings.NewReplacer("{", "", "}", "").Replace(sentence)); len(m.LongSentences) > 0 {
			t.Errorf("%s is hard to read: %v", key, m.LongSentences)
		}
	}
}

func TestSentence(t *testing.T) {
	t.Parallel()
	for want, p := range map[string]Problem{
		"Målet a finns inte i course.yaml. Rätta namnet eller lägg till målet.": {Key: "goal_unknown", Args: map[string]string{"goal": "a"}},
		"no_such_key": {Key: "no_such_key"},
	} {
		if got := Sentence(p); got != want {
			t.Errorf("%q", got)
		}
	}
}

func TestQuotedTextIsShortened(t *testing.T) {
	t.Parallel()
	r := &report{}
	place{r, "a", 0}.wrong("link_form", "link", strings.Repeat("å", 500))
	if got := r.problems[0]; len([]rune(got.Args["link"])) != 121 || got.Line != 1 {
		t.Errorf("%+v", got)
	}
}
