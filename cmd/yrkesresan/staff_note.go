package main

import (
	"fmt"
	"io"

	"yrkesresan/internal/app"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
)

type staffLeaveCmd struct {
	Municipality string `help:"SCB code." required:""`
	Employee     string `help:"Any employment number of the person." required:""`
	From         day    `help:"The first day, YYYY-MM-DD; without it today."`
	To           day    `help:"The last day; without it the end is not known."`
}

// Run notes the time away.
func (c staffLeaveCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		person, err := a.Person(r.ctx, c.Municipality, c.Employee)
		if err != nil {
			return err
		}
		return a.Staff.NoteLeave(r.ctx, may.Operator(), person, c.From.or(a.Staff.Today()), c.To.or(""))
	})
}

type staffServesCmd struct {
	Municipality string `help:"SCB code." required:""`
	Employee     string `help:"The employment's number." required:""`
	Unit         string `help:"The unit's id, as org list gives it." required:""`
	From         day    `help:"The first day, YYYY-MM-DD; without it today."`
	Until        day    `help:"The first day it no longer does; without it until further notice."`
}

// Run notes the unit.
func (c staffServesCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		return a.Staff.NoteServes(r.ctx, may.Operator(), org.MunicipalityID(c.Municipality), c.Employee, c.Unit, c.From.or(a.Staff.Today()), c.Until.or(""))
	})
}

type staffProtectCmd struct {
	Municipality string `help:"SCB code." required:""`
	Employee     string `help:"Any employment number of the person." required:""`
	Off          bool   `help:"The protection has ended."`
}

// Run notes the protection and prints the contact code.
func (c staffProtectCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		person, err := a.Person(r.ctx, c.Municipality, c.Employee)
		if err != nil {
			return err
		}
		code, err := a.Staff.NoteProtected(r.ctx, may.Operator(), org.MunicipalityID(c.Municipality), person, !c.Off)
		if err != nil {
			return err
		}
		return r.print(map[string]any{"protected": !c.Off, "contact_code": code}, func(w io.Writer) { fmt.Fprintln(w, code) })
	})
}
