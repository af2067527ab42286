package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"yrkesresan/internal/app"
	"yrkesresan/internal/course"
	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

type courseCmd struct {
	Import courseImportCmd `cmd:"" help:"Take in a course folder or ZIP."`
	Export courseExportCmd `cmd:"" help:"Give a course out as a folder, byte for byte."`
	Check  courseCheckCmd  `cmd:"" help:"Say what is wrong in a course folder, with file and line."`
}

type shownProblem struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Level   string `json:"level"`
	Message string `json:"message"`
}

func showProblems(problems []folder.Problem) []shownProblem {
	out := make([]shownProblem, len(problems))
	for i, p := range problems {
		out[i] = shownProblem{p.File, p.Line, string(p.Level), folder.Sentence(p)}
	}
	return out
}

func writeProblems(w io.Writer, problems []folder.Problem) {
	for _, p := range showProblems(problems) {
		fmt.Fprintf(w, "%s:%d: %s: %s\n", p.File, p.Line, p.Level, p.Message)
	}
}

// openCourse opens a folder, or a ZIP by its content; close it after reading.
func openCourse(path string) (fs.FS, io.Closer, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, errNoPath.With("path", path)
	}
	if info.IsDir() {
		return os.DirFS(path), io.NopCloser(nil), nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	fsys, err := folder.OpenZip(f, info.Size())
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return fsys, f, nil
}

// refusedZip turns a ZIP that is refused into its one problem.
func refusedZip(err error) ([]folder.Problem, bool) {
	var refused *folder.Refused
	if errors.As(err, &refused) {
		return []folder.Problem{refused.Problem}, true
	}
	return nil, false
}

type courseImportCmd struct {
	Path string `arg:"" help:"Folder or ZIP."`
	Wait bool   `help:"Leave the current version: the new one waits until it is made current or tried."`
}

// Run takes the course in and prints its id and version.
func (c courseImportCmd) Run(r run) error {
	fsys, closer, err := openCourse(c.Path)
	if problems, ok := refusedZip(err); ok {
		return r.refuseCourse(problems)
	}
	if err != nil {
		return err
	}
	defer closer.Close()
	return r.with(func(a *app.App) error {
		takeIn := a.Courses.Import
		if c.Wait {
			takeIn = a.Courses.ImportWaiting
		}
		id, version, problems, err := takeIn(r.ctx, may.Operator(), fsys)
		if errors.Is(err, course.ErrRefused) {
			return r.refuseCourse(problems)
		}
		if err != nil {
			return err
		}
		return r.print(map[string]any{"id": id, "version": version}, func(w io.Writer) { fmt.Fprintf(w, "%s %d\n", id, version) })
	})
}

// refuseCourse tells what is wrong and ends with 1.
func (r run) refuseCourse(problems []folder.Problem) error {
	texts, err := app.Texts()
	if err != nil {
		return err
	}
	message := texts.T(course.ErrRefused.Key)
	if err := r.print(map[string]any{"error": map[string]any{"code": course.ErrRefused.Key, "message": message}, "problems": showProblems(problems)},
		func(w io.Writer) { writeProblems(w, problems) }); err != nil {
		return err
	}
	return errRefused
}

type courseCheckCmd struct {
	Path string `arg:"" help:"Folder or ZIP."`
}

// Run checks without a database.
func (c courseCheckCmd) Run(r run) error {
	fsys, closer, err := openCourse(c.Path)
	problems, refused := refusedZip(err)
	if err != nil && !refused {
		return err
	}
	if !refused {
		defer closer.Close()
		_, problems = folder.Read(fsys)
	}
	ok := !folder.HasErrors(problems)
	if err := r.print(map[string]any{"ok": ok, "problems": showProblems(problems)}, func(w io.Writer) { writeProblems(w, problems) }); err != nil {
		return err
	}
	if !ok {
		return errRefused
	}
	return nil
}

type courseExportCmd struct {
	ID      string `arg:"" help:"The course's id."`
	Dir     string `arg:"" help:"Directory to write; it is empty or not there."`
	Version int64  `help:"Which version; without it the current one."`
}

var (
	errNoPath   = fault.New(fault.Missing, "command.no_path")
	errThere    = fault.New(fault.Conflict, "command.file_there")
	errNotEmpty = fault.New(fault.Conflict, "command.not_empty")
)

// Run writes the folder under another name and puts it in place whole.
func (c courseExportCmd) Run(r run) error {
	if entries, err := os.ReadDir(c.Dir); err == nil && len(entries) > 0 {
		return errNotEmpty.With("path", c.Dir)
	}
	return r.with(func(a *app.App) error {
		files, err := a.Courses.Export(r.ctx, may.Operator(), c.ID, c.Version)
		if err != nil {
			return err
		}
		temp := strings.TrimSuffix(filepath.Clean(c.Dir), "/") + ".part"
		if err := os.RemoveAll(temp); err != nil {
			return err
		}
		if err := os.CopyFS(temp, files); err != nil {
			return errors.Join(err, os.RemoveAll(temp))
		}
		if err := os.Remove(c.Dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return os.Rename(temp, c.Dir)
	})
}
