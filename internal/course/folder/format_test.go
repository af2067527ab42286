package folder

import (
	"maps"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// TestTheDocumentIsAGoodCourse takes the examples out of the format document,
// puts them in a folder, and finds nothing wrong in it.
func TestTheDocumentIsAGoodCourse(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("../../../docs/course-format.md")
	if err != nil {
		t.Fatal(err)
	}
	example := func(after string) string {
		_, rest, ok := strings.Cut(string(source), "\n"+after)
		if !ok {
			t.Fatalf("no %q", after)
		}
		_, rest, _ = strings.Cut(rest, "\n```")
		_, rest, _ = strings.Cut(rest, "\n")
		text, _, _ := strings.Cut(rest, "\n```")
		return text + "\n"
	}
	fsys := fstest.MapFS{
		"course.yaml":          file(example("## course.yaml")),
		"test.yaml":            file(example("## test.yaml")),
		"lessons/01-varfor.md": file(example("## A lesson")),
		"media/hander.svg":     file(sampleSVG),
	}
	c, problems := Read(fsys)
	for _, p := range problems {
		if p.Level == LevelError {
			t.Errorf("%s:%d: %s", p.File, p.Line, Sentence(p))
		}
	}
	days := maps.Clone(fsys)
	text, _, _ := strings.Cut(example("## course.yaml"), "kind: lessons")
	_, rest, _ := strings.Cut(example("## course.yaml"), "hours: 1 ")
	days["course.yaml"] = file(text + "update: major\nreviewed: 2026-11-20\nvalidity_months: 24\n#" + rest + example("A course with `kind: day`"))
	withDays, problems := Read(days)
	if HasErrors(problems) || len(withDays.Days) != 1 || withDays.FollowUp == nil {
		t.Errorf("the course with days: %v", problems)
	}
	if c.Reflection == nil || len(c.Preparation) == 0 || len(c.Lessons[0].Steps[0].Blocks) != 6 {
		t.Errorf("%+v", c)
	}
}
