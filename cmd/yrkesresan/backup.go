package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"yrkesresan/internal/app"
	"yrkesresan/internal/platform/backup"
	"yrkesresan/internal/platform/db"
)

type backupCmd struct {
	File string `arg:"" help:"The file to write; an older one of that name is replaced when the new one is whole." type:"path"`
}

// Run writes the backup. Files that the store itself has damaged do not stop it, but end it with 1.
func (c backupCmd) Run(r run) error {
	if _, err := os.Stat(filepath.Dir(c.File)); err != nil {
		return errNoPath.With("path", filepath.Dir(c.File))
	}
	return r.with(func(a *app.App) error {
		counts, err := a.Backup(r.ctx, c.File)
		if err != nil {
			return err
		}
		if err := r.printCounts("Kept", counts); err != nil {
			return err
		}
		if len(counts.Damaged) > 0 {
			r.log.ErrorContext(r.ctx, "files in the store are damaged; fetch them from an older backup", "files", counts.Damaged)
			return errRefused
		}
		return nil
	})
}

type restoreCmd struct {
	File string `arg:"" help:"A file that backup wrote." type:"path"`
}

// Run fills the installation that the flags name.
func (c restoreCmd) Run(r run) error {
	counts, err := app.Restore(r.ctx, r.config(), r.log, c.File)
	if err != nil {
		return err
	}
	return r.printCounts("Restored", counts)
}

func (r run) printCounts(verb string, c backup.Counts) error {
	return r.print(c, func(w io.Writer) {
		fmt.Fprintf(w, "%s %d tables, %d rows and %d files.\n", verb, c.Tables, c.Rows, c.Files)
	})
}

type keysCmd struct {
	Rotate struct{} `cmd:"" help:"Add a new key that signs from now on; the older ones still verify. Restart the servers after."`
}

// Run adds a key.
func (keysCmd) Run(r run) error {
	id, err := app.RotateKeys(r.ctx, r.config(), r.log)
	if err != nil {
		return err
	}
	return r.print(map[string]string{"key": id}, func(w io.Writer) {
		fmt.Fprintf(w, "Key %s signs once the servers are restarted.\n", id)
	})
}

type versionCmd struct{}

// Run tells the version and the last migration it knows.
func (versionCmd) Run(r run) error {
	schema, err := db.Newest()
	if err != nil {
		return err
	}
	return r.print(map[string]any{"version": version, "schema": schema}, func(w io.Writer) {
		fmt.Fprintf(w, "yrkesresan %s, migration %d\n", version, schema)
	})
}
