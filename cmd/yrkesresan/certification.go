package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"yrkesresan/internal/app"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/platform/may"
)

type certificationCmd struct {
	Show certificationShowCmd `cmd:"" help:"How a unit stands to the scheme that it is to be certified by."`
}

type certificationShowCmd struct {
	Unit string `required:"" help:"Id of a unit (org list)."`
	AsOf day    `name:"as-of" help:"The day, YYYY-MM-DD; without it today."`
}

// shownCertification is how a unit stands as the contract has it. People are known by their employment numbers.
type shownCertification struct {
	State       rule.State        `json:"state"`
	ValidUntil  *string           `json:"valid_until"` // the first day that it does not hold; null when it is not certified
	Since       string            `json:"since"`
	CertifiedOn *string           `json:"certified_on"`
	Scheme      string            `json:"scheme"`
	Counted     int               `json:"counted"`
	Met         int               `json:"met"`
	Pending     int               `json:"pending"` // who does not meet it and does not break it yet
	Lacks       []rule.Reason     `json:"lacks"`   // what the unit lacks today
	People      []certifiedPerson `json:"people"`
}

type certifiedPerson struct {
	Person  string        `json:"person"`
	Counted bool          `json:"counted"`
	Met     bool          `json:"met"`
	Reasons []rule.Reason `json:"reasons"`
}

// orNull is a day, or nothing.
func orNull(day string) *string {
	if day == "" {
		return nil
	}
	return &day
}

// Run shows it.
func (c certificationShowCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		s, err := a.Certification.Show(r.ctx, may.Operator(), c.Unit, c.AsOf.or(a.Staff.Today()))
		if err != nil {
			return err
		}
		out := shownCertification{State: s.State, ValidUntil: orNull(s.ValidUntil), Since: s.Since, CertifiedOn: orNull(s.CertifiedOn), Scheme: s.SchemeTitle,
			Counted: s.Counted, Met: s.Met, Pending: s.Waiting, Lacks: []rule.Reason{}, People: []certifiedPerson{}}
		out.Lacks = append(out.Lacks, s.Lacks...)
		for _, v := range s.People {
			out.People = append(out.People, certifiedPerson{s.Numbers[v.PersonID], v.Counted, v.Met, append([]rule.Reason{}, v.Reasons...)})
		}
		return r.print(out, func(w io.Writer) {
			fmt.Fprintf(w, "%s: %s since %s\n", out.Scheme, out.State, out.Since)
			if out.ValidUntil != nil {
				fmt.Fprintf(w, "holds until %s, that day not counted\n", *out.ValidUntil)
			}
			fmt.Fprintf(w, "%d of %d who count meet it, %d have time left\n", out.Met, out.Counted, out.Pending)
			for _, lack := range out.Lacks {
				fmt.Fprintln(w, "lacks", reasonLine(lack))
			}
			for _, p := range out.People {
				fmt.Fprintln(w, personLine(p))
			}
		})
	})
}

// personLine is how one of the unit stands, in a line.
func personLine(p certifiedPerson) string {
	how := "does not count"
	switch {
	case p.Counted && p.Met:
		how = "meets it"
	case p.Counted:
		how = "does not meet it"
	}
	var why []string
	for _, r := range p.Reasons {
		why = append(why, reasonLine(r))
	}
	line := fmt.Sprintf("  %-12s %s", p.Person, how)
	if len(why) > 0 {
		line += ": " + strings.Join(why, "; ")
	}
	return line
}

// reasonLine is a reason with what it is about, in the order of the names.
func reasonLine(r rule.Reason) string {
	var about []string
	for _, name := range slices.Sorted(maps.Keys(r.Args)) {
		about = append(about, name+" "+r.Args[name])
	}
	if len(about) == 0 {
		return r.Key
	}
	return r.Key + " (" + strings.Join(about, ", ") + ")"
}
