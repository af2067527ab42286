package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/app"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
)

type serveCmd struct {
	Listen string `help:"Address to answer on." default:"127.0.0.1:8080"`
	URL    string `help:"Where people reach the program, for addresses on paper." env:"YRKESRESAN_URL"`
	Demo   bool   `help:"Fill an empty installation with invented people and offer ready sign-ins."`
	Today  day    `help:"The demo's day, YYYY-MM-DD."`
	sendFlags
}

// Validate is asked by the parser.
func (c serveCmd) Validate() error {
	if c.Today != "" && !c.Demo {
		return errors.New("--today belongs to --demo")
	}
	return nil
}

// Run answers until the program is told to stop.
func (c serveCmd) Run(r run) error {
	server, gateway, err := c.ways(r.common.Product)
	if err != nil {
		return err
	}
	a, err := r.open(func(cfg *app.Config) {
		cfg.Mail, cfg.SMS, cfg.KeepMail = server, gateway, time.Duration(c.KeepMessages)*24*time.Hour
		cfg.Demo, cfg.Today, cfg.URL = c.Demo, string(c.Today), strings.TrimSuffix(c.URL, "/")
		if cfg.URL == "" {
			cfg.URL = "http://" + c.Listen
		}
	})
	if err != nil {
		return err
	}
	defer a.Close()
	return a.Serve(r.ctx, c.Listen, func(at net.Addr) {
		address := "http://" + at.String()
		r.log.Info("listening", "address", address, "version", version)
		if r.common.Format == "text" {
			fmt.Fprintf(r.out, "%s answers on %s\n", r.common.Product, address)
		}
	})
}

type orgCmd struct {
	List struct {
		Municipality string `help:"SCB code." required:""`
		AsOf         day    `help:"The day, YYYY-MM-DD."`
	} `cmd:"" help:"The nodes of a municipality."`
}

type orgNode struct {
	ID     string `json:"id"`
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	Parent string `json:"parent"`
}

// Run lists the municipality and everything under it.
func (c orgCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		on := c.List.AsOf.or(a.Staff.Today())
		m, err := a.Municipality(r.ctx, c.List.Municipality)
		if err != nil {
			return err
		}
		nodes, err := org.Under(r.ctx, a.DB, m.Path, on)
		if err != nil {
			return err
		}
		list := make([]orgNode, len(nodes))
		for i, n := range nodes {
			list[i] = orgNode{n.ID, n.Kind, n.Name, n.Parent}
		}
		return r.print(map[string]any{"nodes": list}, func(w io.Writer) {
			for _, n := range nodes {
				depth := strings.Count(strings.TrimPrefix(n.Path, m.Path), "/")
				fmt.Fprintf(w, "%s%s (%s) %s\n", strings.Repeat("  ", depth), n.Name, n.Kind, n.ID)
			}
		})
	})
}

type signinCmd struct {
	Code struct {
		Municipality string `help:"SCB code." required:""`
		Employee     string `help:"Any employment number of the person." required:""`
		URL          string `help:"Where people reach the program." required:""`
	} `cmd:"" help:"An address that signs a person in, once, within 24 hours."`
}

// Run makes a one-time code and prints its address on one line.
func (c signinCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		person, err := a.Person(r.ctx, c.Code.Municipality, c.Code.Employee)
		if err != nil {
			return err
		}
		code, err := a.Access.GiveCode(r.ctx, may.Operator(), person, access.ForSignIn)
		if err != nil {
			return err
		}
		address := strings.TrimSuffix(c.Code.URL, "/") + "/in/" + code.Code
		return r.print(map[string]string{"url": address}, func(w io.Writer) { fmt.Fprintln(w, address) })
	})
}
