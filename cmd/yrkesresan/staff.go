package main

import (
	"fmt"
	"io"
	"os"

	"yrkesresan/internal/app"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

type staffCmd struct {
	Import  staffImportCmd  `cmd:"" help:"Read a staff file: Excel (.xlsx) or CSV."`
	Undo    staffUndoCmd    `cmd:"" help:"Take the latest import back."`
	Leave   staffLeaveCmd   `cmd:"" help:"Note a person's time away: the clocks of the journey stand still."`
	Protect staffProtectCmd `cmd:"" help:"Note protected identity: a contact code stands instead of the name."`
	Serves  staffServesCmd  `cmd:"" help:"Note a unit that an employment serves besides its own."`
}

type staffImportCmd struct {
	File         string  `arg:"" help:"The file."`
	Municipality string  `help:"SCB code." required:""`
	DryRun       bool    `help:"Only tell what the file would do."`
	MaxEnded     float64 `help:"How many percent of the employments the file may end." default:"5" placeholder:"PERCENT"`
	SkipErrors   bool    `help:"Take the rows without errors."`
}

// Validate refuses a limit that is none.
func (c staffImportCmd) Validate() error {
	if !(c.MaxEnded >= 0 && c.MaxEnded <= 100) {
		return fmt.Errorf("--max-ended is a percentage, 0 to 100")
	}
	return nil
}

// staffAnswer is the contract's answer.
type staffAnswer struct {
	New          int                 `json:"new"`
	Changed      int                 `json:"changed"`
	Ended        int                 `json:"ended"`
	Unchanged    int                 `json:"unchanged"`
	CreatedNodes []staff.CreatedNode `json:"created_nodes"`
	Errors       []staffNote         `json:"errors"`
	Warnings     []staffNote         `json:"warnings"`
	Committed    bool                `json:"committed"`
}

type staffNote struct {
	Row     int    `json:"row"`
	Column  string `json:"column"`
	Message string `json:"message"`
}

// Run imports the file, or tells why not.
func (c staffImportCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		m, err := a.Municipality(r.ctx, c.Municipality)
		if err != nil {
			return err
		}
		result, err := c.read(r, a, m.ID)
		if err != nil {
			return err
		}
		if err := r.printStaff(result); err != nil {
			return err
		}
		if result.Refused || result.Stopped || result.RowErrors() && !c.SkipErrors {
			return errRefused
		}
		return nil
	})
}

func (c staffImportCmd) read(r run, a *app.App, employerID string) (staff.ImportResult, error) {
	f, err := os.Open(c.File)
	if err != nil {
		return noFile(), nil
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || info.IsDir() {
		return noFile(), nil
	}
	o := staff.ImportOptions{DryRun: c.DryRun, MaxEnded: c.MaxEnded, SkipErrors: c.SkipErrors}
	return a.Imports.Run(r.ctx, may.Operator(), employerID, staff.File{Reader: f, Size: info.Size()}, o, func(done, total int) {
		fmt.Fprintf(os.Stderr, "%d/%d\n", done, total)
	})
}

func noFile() staff.ImportResult {
	return staff.ImportResult{Refused: true, Errors: []staff.Note{{Key: "staff.file_missing"}}}
}

type staffUndoCmd struct {
	Municipality string `help:"SCB code." required:""`
}

// Run takes the latest import back.
func (c staffUndoCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		m, err := a.Municipality(r.ctx, c.Municipality)
		if err != nil {
			return err
		}
		result, err := a.Imports.Undo(r.ctx, may.Operator(), m.ID)
		if err != nil {
			return err
		}
		return r.printStaff(result)
	})
}

func (r run) printStaff(result staff.ImportResult) error {
	texts, err := app.Texts()
	if err != nil {
		return err
	}
	out := staffAnswer{New: result.New, Changed: result.Changed, Ended: result.Ended, Unchanged: result.Unchanged,
		CreatedNodes: append([]staff.CreatedNode{}, result.CreatedNodes...), Errors: staffNotes(texts, result.Errors),
		Warnings: staffNotes(texts, result.Warnings), Committed: result.Committed}
	return r.print(out, func(w io.Writer) {
		fmt.Fprintf(w, "new %d, changed %d, ended %d, unchanged %d, created nodes %d, committed %t\n",
			out.New, out.Changed, out.Ended, out.Unchanged, len(out.CreatedNodes), out.Committed)
		for kind, notes := range map[string][]staffNote{"error": out.Errors, "warning": out.Warnings} {
			for _, n := range notes {
				fmt.Fprintf(w, "%s: row %d, %s: %s\n", kind, n.Row, n.Column, n.Message)
			}
		}
	})
}

func staffNotes(texts *lang.Catalog, notes []staff.Note) []staffNote {
	out := make([]staffNote, len(notes))
	for i, n := range notes {
		out[i] = staffNote{n.Row, n.Column, n.Say(texts)}
	}
	return out
}
