package main

import (
	"fmt"
	"io"

	"yrkesresan/internal/access"
	"yrkesresan/internal/app"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
)

type tokenCmd struct {
	Create tokenCreateCmd `cmd:"" help:"Make a key for a program that uses /api/v1. It is shown once."`
}

type tokenCreateCmd struct {
	Scope        []string `help:"What the key opens: people:write, people:read, org:read, catalogue:read, completions:read. May be given several times." required:"" enum:"people:write,people:read,org:read,catalogue:read,completions:read"`
	Municipality string   `help:"SCB code; without it the key is for the whole installation."`
	Name         string   `help:"What the key is for." default:"command line"`
	Until        day      `help:"The first day it no longer holds, YYYY-MM-DD; without it a year from today."`
}

// Run makes the key and prints it.
func (c tokenCreateCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		n := access.NewAPIKey{NodeID: org.Sweden, Name: c.Name, Until: c.Until.or("")}
		for _, s := range c.Scope {
			n.Scopes = append(n.Scopes, access.Scope(s))
		}
		if c.Municipality != "" {
			m, err := a.Municipality(r.ctx, c.Municipality)
			if err != nil {
				return err
			}
			n.NodeID = m.ID
		}
		key, id, err := a.Access.MakeAPIKey(r.ctx, may.Operator(), n)
		if err != nil {
			return err
		}
		return r.print(map[string]any{"token": key, "id": id}, func(w io.Writer) { fmt.Fprintln(w, key) })
	})
}
