package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"yrkesresan/internal/app"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/privacy"
)

type personCmd struct {
	Export   personExportCmd   `cmd:"" help:"Everything that a municipality holds about a person, as a ZIP."`
	Erase    personEraseCmd    `cmd:"" help:"Destroy everything that a municipality holds about a person. It cannot be undone."`
	Erasures personErasuresCmd `cmd:"" help:"List what has been erased, without saying whom; keep it beside the backups."`
	Again    personAgainCmd    `cmd:"" help:"After an older backup is restored: erase again whoever such a list tells of."`
}

// person is who is meant.
type person struct {
	Municipality string `help:"SCB code." required:""`
	Employee     string `help:"Any employment number of the person." required:""`
}

type personExportCmd struct {
	person
	File string `arg:"" optional:"" help:"Where the ZIP goes; without it to standard output." type:"path"`
}

// Run writes the ZIP. Nothing is written for somebody unknown.
func (c personExportCmd) Run(r run) error {
	return r.with(func(a *app.App) (err error) {
		id, err := a.Person(r.ctx, c.Municipality, c.Employee)
		if err != nil {
			return err
		}
		copied, err := a.Privacy.Export(r.ctx, may.Operator(), org.MunicipalityID(c.Municipality), id)
		if err != nil {
			return err
		}
		if c.File == "" {
			return a.Privacy.Write(r.ctx, r.out, copied)
		}
		f, err := os.OpenFile(c.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		switch {
		case errors.Is(err, fs.ErrExist):
			return errThere.With("path", c.File)
		case errors.Is(err, fs.ErrNotExist):
			return errNoPath.With("path", filepath.Dir(c.File))
		case err != nil:
			return err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		if err := a.Privacy.Write(r.ctx, f, copied); err != nil {
			return err
		}
		return r.print(map[string]string{"file": c.File}, func(w io.Writer) { fmt.Fprintln(w, c.File) })
	})
}

type personEraseCmd struct{ person }

// Run erases, and says in counts what it destroyed.
func (c personEraseCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		id, err := a.Person(r.ctx, c.Municipality, c.Employee)
		if err != nil {
			return err
		}
		done, err := a.Privacy.Erase(r.ctx, may.Operator(), org.MunicipalityID(c.Municipality), id, privacy.Decided)
		if err != nil {
			return err
		}
		return r.print(done, func(w io.Writer) {
			for _, table := range slices.Sorted(maps.Keys(done.Counts)) {
				fmt.Fprintf(w, "%6d  %s\n", done.Counts[table], table)
			}
			fmt.Fprintf(w, "%6d  files\n", done.Files)
		})
	})
}

type personErasuresCmd struct{}

// Run lists the erasures, one a line.
func (personErasuresCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		list, err := a.Privacy.Marks(r.ctx)
		if err != nil {
			return err
		}
		return r.print(map[string]any{"erasures": list}, func(w io.Writer) {
			for _, m := range list {
				fmt.Fprintln(w, m.Day, m.EmployerID, m.Mark)
			}
		})
	})
}

type personAgainCmd struct {
	File string `arg:"" help:"What person erasures --format json wrote." type:"existingfile"`
}

// Run erases again, and says how many.
func (c personAgainCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		f, err := os.Open(c.File)
		if err != nil {
			return err
		}
		defer f.Close()
		n, err := a.Privacy.EraseAgain(r.ctx, f)
		if err != nil {
			return err
		}
		return r.print(map[string]int{"erased": n}, func(w io.Writer) { fmt.Fprintln(w, n) })
	})
}
