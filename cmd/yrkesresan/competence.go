package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"yrkesresan/internal/app"
	"yrkesresan/internal/framework"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

type competenceCmd struct {
	Import competenceImportCmd `cmd:"" help:"Take in a competence framework: a workbook (.xlsx)."`
	Export competenceExportCmd `cmd:"" help:"Give a competence framework out as a workbook."`
}

type competenceImportCmd struct {
	File  string `arg:"" help:"The workbook."`
	Owner string `help:"The place that keeps a new framework; without it the nation." placeholder:"NODE"`
	From  day    `help:"The day it holds from; without it today." placeholder:"DATE"`
	Draft bool   `help:"Leave it as a draft, to be published on its page."`
}

// competenceAnswer is the contract's answer.
type competenceAnswer struct {
	Framework    string      `json:"framework"`
	Version      int64       `json:"version"`
	Areas        int         `json:"areas"`
	Requirements int         `json:"requirements"`
	Goals        int         `json:"goals"`
	Errors       []staffNote `json:"errors"`
	Committed    bool        `json:"committed"`
}

// Run takes the workbook in whole, or tells what is wrong in it and writes nothing.
func (c competenceImportCmd) Run(r run) error {
	file, err := os.Open(c.File)
	if err != nil {
		return errNoPath.With("path", c.File)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil || info.IsDir() {
		return errNoPath.With("path", c.File)
	}
	return r.with(func(a *app.App) error {
		texts, err := app.Texts()
		if err != nil {
			return err
		}
		read, err := a.Frameworks.Read(r.ctx, may.Operator(), file, info.Size(), "")
		if err != nil {
			return err
		}
		out := competenceAnswer{Framework: read.Frame.ID, Areas: read.Areas, Requirements: read.Requirements, Goals: read.Goals, Errors: frameworkNotes(texts, read.Errors)}
		if len(read.Errors) == 0 {
			if err := c.take(r, a, read, &out); err != nil {
				f := fault.Of(err)
				if f == nil {
					return err
				}
				out.Errors = append(out.Errors, staffNote{Message: sentence(f)})
			}
		}
		if err := r.print(out, out.say); err != nil {
			return err
		}
		if !out.Committed {
			return errRefused
		}
		return nil
	})
}

func (c competenceImportCmd) take(r run, a *app.App, read *framework.Reading, out *competenceAnswer) error {
	owner := c.Owner
	if owner == "" && read.Owner == "" {
		owner = org.Sweden
	}
	if c.Draft {
		err := a.Frameworks.TakeIn(r.ctx, may.Operator(), read.Frame, owner, read.Draft)
		out.Committed = err == nil
		return err
	}
	taken, err := a.Frameworks.Publish(r.ctx, may.Operator(), read.Frame, owner, c.From.or(a.Staff.Today()))
	out.Version, out.Committed = taken.Version, err == nil
	return err
}

func (o competenceAnswer) say(w io.Writer) {
	fmt.Fprintf(w, "%s version %d: areas %d, requirements %d, goals %d, committed %t\n", o.Framework, o.Version, o.Areas, o.Requirements, o.Goals, o.Committed)
	for _, n := range o.Errors {
		fmt.Fprintf(w, "error: row %d, %s: %s\n", n.Row, n.Column, n.Message)
	}
}

// frameworkNotes are the errors of a workbook; which sheet stands in the sentence.
func frameworkNotes(texts *lang.Catalog, notes []framework.Note) []staffNote {
	out := make([]staffNote, len(notes))
	for i, n := range notes {
		out[i] = staffNote{n.Row, n.Column, n.Say(texts)}
	}
	return out
}

type competenceExportCmd struct {
	Framework string `help:"Its id." required:""`
	File      string `arg:"" optional:"" help:"The file to write; without it standard output."`
}

// Run gives the version that holds out as a workbook.
func (c competenceExportCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		body, err := a.Frameworks.Workbook(r.ctx, may.Operator(), c.Framework, false)
		if err != nil {
			return err
		}
		if c.File == "" {
			_, err := r.out.Write(body)
			return err
		}
		if err := os.WriteFile(c.File, body, 0o644); err != nil {
			return errors.Join(errNoPath.With("path", c.File), err)
		}
		return nil
	})
}
