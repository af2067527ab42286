package folder

import (
	"os"
	"path/filepath"
	"testing"
)

const coursesDir = "../../../content/courses"

// TestCourses reads every course that comes with the program. The warnings
// are for the writers: go test -v shows them.
func TestCourses(t *testing.T) {
	t.Parallel()
	dirs, err := os.ReadDir(coursesDir)
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]string{}
	for _, dir := range dirs {
		if !dir.IsDir() {
			continue
		}
		t.Run(dir.Name(), func(t *testing.T) {
			c, problems := Read(os.DirFS(filepath.Join(coursesDir, dir.Name())))
			for _, p := range problems {
				say := t.Logf
				if p.Level == LevelError {
					say = t.Errorf
				}
				say("%s:%d: %s: %s", p.File, p.Line, p.Level, Sentence(p))
			}
			if HasErrors(problems) {
				return
			}
			if c.ID != dir.Name() {
				t.Errorf("the folder is %s and the id %s", dir.Name(), c.ID)
			}
			if other := ids[c.ID]; other != "" {
				t.Errorf("%s has the same id", other)
			}
			ids[c.ID] = dir.Name()
			checkQuestions(t, c)
		})
	}
}
