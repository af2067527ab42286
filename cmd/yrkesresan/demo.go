package main

import (
	"fmt"
	"io"
	"net/url"
	"strings"

	"yrkesresan/internal/app"
)

type demoCmd struct {
	Signin   demoSigninCmd   `cmd:"" help:"An address that signs in as a role, once, within 24 hours."`
	Calendar demoCalendarCmd `cmd:"" help:"An address of a calendar with course days."`
	List     demoListCmd     `cmd:"" help:"The municipalities, units and employments of the demo."`
}

type demoSigninCmd struct {
	Role string `arg:"" help:"learner, manager, municipality, region, national, trainer, leader or hr." enum:"learner,manager,municipality,region,national,trainer,leader,hr"`
	URL  string `help:"Where people reach the program." required:""`
}

// Run makes a one-time code for the person of the role and prints its address on one line.
func (c demoSigninCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		code, err := a.Demo.Code(r.ctx, c.Role)
		if err != nil {
			return err
		}
		address := strings.TrimSuffix(c.URL, "/") + "/in/" + code.Code
		return r.print(map[string]string{"url": address}, func(w io.Writer) { fmt.Fprintln(w, address) })
	})
}

type demoCalendarCmd struct {
	URL string `help:"Where people reach the program." required:""`
}

// Validate is asked by the parser.
func (c demoCalendarCmd) Validate() error { return isAddress(c.URL) }

// isAddress refuses what leads nowhere: an address of the web has a scheme and a host.
func isAddress(given string) error {
	u, err := url.Parse(given)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return fmt.Errorf("--url %q is no address of the web; write it as https://yrkesresan.example", given)
	}
	return nil
}

// Run makes the address of a calendar that has course days and prints it on one line: the demo learner's own, else
// that of the RSS.
func (c demoCalendarCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		token, err := a.DemoCalendar(r.ctx)
		if err != nil {
			return err
		}
		address := strings.TrimSuffix(c.URL, "/") + "/kalender/" + token + ".ics"
		return r.print(map[string]string{"url": address}, func(w io.Writer) { fmt.Fprintln(w, address) })
	})
}

type demoListCmd struct{}

// Run lists what there is in the demo.
func (demoListCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		list, err := a.Demo.List(r.ctx)
		if err != nil {
			return err
		}
		return r.print(list, func(w io.Writer) {
			for _, e := range list.Employees {
				fmt.Fprintln(w, e.Municipality, e.Number)
			}
		})
	})
}
