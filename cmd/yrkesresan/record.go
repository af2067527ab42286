package main

import (
	"fmt"
	"io"
	"time"

	"yrkesresan/internal/app"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
)

type recordCmd struct {
	Show   recordShowCmd   `cmd:"" help:"The facts of a person's learning record, oldest first."`
	Revoke recordRevokeCmd `cmd:"" help:"Take back a fact that was wrong; the certificate says so from then on."`
}

type recordShowCmd struct {
	Municipality string `help:"SCB code." required:""`
	Employee     string `help:"Any employment number of the person." required:""`
	AsOf         day    `help:"The day, YYYY-MM-DD."`
}

type shownFact struct {
	ID      string `json:"id"`
	Kind    string `json:"kind"`
	Course  string `json:"course"`
	Version int64  `json:"version"`
	At      string `json:"at"`
	Source  string `json:"source"`
	Actor   string `json:"actor"`
}

// Run lists the facts as they stood at the end of the day.
func (c recordShowCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		on := c.AsOf.or(a.Staff.Today())
		person, err := a.Person(r.ctx, c.Municipality, c.Employee)
		if err != nil {
			return err
		}
		facts, err := a.Record.Own(r.ctx, may.Operator(), person)
		if err != nil {
			return err
		}
		list := []shownFact{}
		for _, f := range facts {
			// Without --as-of nothing is left out: another clock may be ahead of this one.
			if c.AsOf == "" || org.Today(f.At, a.Place) <= on {
				list = append(list, shownFact{f.ID, string(f.Kind), f.CourseID, f.Version, f.At.UTC().Format(time.RFC3339), f.Source, f.ActorID})
			}
		}
		return r.print(map[string]any{"facts": list}, func(w io.Writer) {
			for _, f := range list {
				fmt.Fprintf(w, "%s  %-9s  %s (%d)  %s  %s  %s\n", f.At, f.Kind, f.Course, f.Version, f.Source, f.Actor, f.ID)
			}
		})
	})
}

type recordRevokeCmd struct {
	Fact   string `arg:"" help:"The fact's id, as record show gives it."`
	Reason string `help:"Why it was wrong; the person reads it." required:""`
}

// Run takes the fact back. It stays in the record, with the one that takes it back.
func (c recordRevokeCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		f, err := a.Record.Revoke(r.ctx, may.Operator(), c.Fact, c.Reason)
		if err != nil {
			return err
		}
		return r.print(map[string]string{"id": f.ID, "revokes": f.Revokes}, func(w io.Writer) { fmt.Fprintln(w, f.ID) })
	})
}
