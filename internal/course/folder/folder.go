// Package folder reads, checks and compiles course folders.
//
// A course folder is what writers work in: Markdown, YAML and media, described
// in docs/course-format.md. Read turns one into a Content that can be stored
// and shown, or into a list of problems with file and line (R251, R256, R360).
// The package is pure: it touches no database, no network and no clock.
//
// Tables: none. Says: nothing. Asks: nobody.
package folder

import (
	"io/fs"
	"slices"
)

// reader carries one folder through the check.
type reader struct {
	*report
	fsys  fs.FS
	media map[string]Media // by name inside media/
	used  map[string]bool  // media that some block names
	c     Content
}

// Read reads and checks the course folder fsys. problems holds everything
// wrong, sorted by file and line; c is usable only when HasErrors(problems) is
// false. Read never fails in any other way: a folder that cannot be read is a
// problem like the others.
func Read(fsys fs.FS) (c Content, problems []Problem) {
	r := &reader{report: &report{}, fsys: fsys, media: map[string]Media{}, used: map[string]bool{}}
	files := r.walk()
	r.readMedia(files)
	r.readCourse(files)
	r.readLessons(files)
	r.readTest(files)
	r.checkWhole()
	return r.c, r.sorted()
}

// readLessons reads lessons/*.md in name order, each with its easy variant.
func (r *reader) readLessons(files []string) {
	for _, file := range files {
		stem, ok := lessonStem(file)
		if !ok {
			continue
		}
		lesson, ok := r.readLesson(file)
		if !ok {
			continue
		}
		easy := "lessons/" + stem + easyEnd
		if slices.Contains(files, easy) {
			r.readEasy(easy, &lesson)
		} else {
			place{r.report, file, 1}.doubtful("easy_missing", "file", easy)
		}
		r.c.Lessons = append(r.c.Lessons, lesson)
	}
	r.checkOrphans(files)
}

// checkOrphans reports easy lessons that have no lesson to be a variant of.
func (r *reader) checkOrphans(files []string) {
	for _, file := range files {
		if stem, ok := easyStem(file); ok && !slices.Contains(files, "lessons/"+stem+".md") {
			place{r.report, file, 1}.wrong("easy_orphan", "file", "lessons/"+stem+".md")
		}
	}
}
