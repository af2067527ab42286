// Foldercheck tells course writers what is wrong in course folders, and how
// hard each lesson is to read (R251).
//
//	go run ./internal/course/folder/foldercheck DIR…
package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"yrkesresan/internal/course/folder"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "foldercheck DIR…")
		os.Exit(2)
	}
	ok := true
	for _, dir := range os.Args[1:] {
		ok = check(os.Stdout, dir) && ok
	}
	if !ok {
		os.Exit(1)
	}
}

// check writes the problems and figures of one folder to w, and tells whether
// it is free of errors.
func check(w io.Writer, dir string) bool {
	c, problems := folder.Read(os.DirFS(dir))
	for _, p := range problems {
		fmt.Fprintf(w, "%s:%d: %s: %s\n", filepath.Join(dir, filepath.FromSlash(p.File)), p.Line, p.Level, folder.Sentence(p))
	}
	for _, l := range c.Lessons {
		fmt.Fprintf(w, "%s: LIX %d, %d words, %d min", filepath.Join(dir, l.File), l.Lix, l.Words, l.Minutes)
		if l.HasEasy {
			fmt.Fprintf(w, "; easy: LIX %d, %d words", l.EasyLix, l.EasyWords)
		}
		fmt.Fprintln(w)
	}
	if c.Test != nil {
		fmt.Fprintf(w, "%s: LIX %d, %d words, %d questions\n", filepath.Join(dir, "test.yaml"), c.Test.Lix, c.Test.Words, len(c.Test.Questions))
	}
	return !folder.HasErrors(problems)
}
