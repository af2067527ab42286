package main

import (
	"fmt"
	"io"
	"slices"

	"yrkesresan/internal/app"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

type mayCmd struct {
	Table mayTableCmd `cmd:"" help:"The permission table as data."`
	Grant mayGrantCmd `cmd:"" help:"Give a person a role: the first of a municipality has nobody else to ask."`
}

var errRole = fault.New(fault.Missing, "command.role")

type mayTableCmd struct {
	Docs bool `help:"As docs/permissions.md."`
}

// Run prints the tables: what each role may do, what it takes to hold it and which roles it gives.
func (c mayTableCmd) Run(r run) error {
	if c.Docs {
		_, err := fmt.Fprint(r.out, may.Docs())
		return err
	}
	rows := may.Table()
	return r.print(map[string]any{"actions": may.Actions(), "roles": rows}, func(w io.Writer) {
		for _, row := range rows {
			fmt.Fprintf(w, "%-14s %v\n", row.Role, row.Actions)
			for _, o := range row.Gives {
				fmt.Fprintf(w, "%-14s gives %s on %v\n", "", o.Role, o.On)
			}
		}
	})
}

type mayGrantCmd struct {
	Role         string `arg:"" help:"The role, as in may table."`
	Municipality string `help:"SCB code." required:""`
	Employee     string `help:"Any employment number of the person." required:""`
	Node         string `help:"Where the role is held; without it the municipality."`
	Journey      string `help:"The journey that a producer produces."`
	Until        day    `help:"The first day it is no longer held, YYYY-MM-DD."`
}

// Run gives the role from today.
func (c mayGrantCmd) Run(r run) error {
	if !slices.Contains(may.Roles(), may.Role(c.Role)) {
		return errRole.With("role", c.Role)
	}
	until := c.Until.or(db.NoEnd)
	return r.with(func(a *app.App) error {
		person, err := a.Person(r.ctx, c.Municipality, c.Employee)
		if err != nil {
			return err
		}
		node := c.Node
		if node == "" {
			node = org.MunicipalityID(c.Municipality)
		}
		today := a.Staff.Today()
		if _, err := a.Tree.Find(r.ctx, node, today); err != nil {
			return err
		}
		err = a.DB.Tx(r.ctx, func(tx *db.Tx) error {
			return a.Access.GrantAbout(r.ctx, tx, person, may.Role(c.Role), node, c.Journey, today, until, may.Operator().PersonID)
		})
		if err != nil {
			return err
		}
		return r.print(map[string]string{"role": c.Role, "node": node, "from": today, "until": until}, func(w io.Writer) {
			fmt.Fprintf(w, "%s %s %s\n", c.Role, node, today)
		})
	})
}
