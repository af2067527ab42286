package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"yrkesresan/internal/app"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
)

type gapCmd struct {
	Node         string `help:"Id of a place." xor:"place" required:""`
	Municipality string `help:"SCB code." xor:"place" required:""`
	Region       string `help:"Code of an RSS: what its municipalities have submitted." xor:"place" required:""`
	Nation       bool   `help:"The nation: what municipalities have submitted." xor:"place" required:""`
	AsOf         day    `help:"The day, YYYY-MM-DD."`
	Depth        int    `help:"How many levels of places under it." default:"1"`
}

// shownFigure is the figures of one requirement.
type shownFigure struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Required int64  `json:"required"`
	Held     int64  `json:"held"`
	Gap      int64  `json:"gap"`
	Develop  int64  `json:"develop"`
	Recruit  int64  `json:"recruit"`
	At       string `json:"at,omitempty"` // a target's: the level of the place that is to have it
}

// shownLevel is a place with its figures. Children is null below the depth that was asked for.
type shownLevel struct {
	ID           string        `json:"id,omitempty"`
	Name         string        `json:"name,omitempty"`
	Requirements []shownFigure `json:"requirements"`
	Targets      []shownFigure `json:"targets"`
	Persons      int64         `json:"persons"`
	Children     []shownLevel  `json:"children,omitempty"`
}

// shownGap is the whole answer.
type shownGap struct {
	shownLevel
	Children []shownLevel `json:"children"`
}

// Validate refuses a depth that is none.
func (c gapCmd) Validate() error {
	if c.Depth < 0 {
		return fmt.Errorf("--depth: %d is no number of levels", c.Depth)
	}
	return nil
}

// Run shows what is asked for and held at a place, of every employer there; nothing is hidden.
func (c gapCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		l, err := c.levels(r, a)
		if err != nil {
			return err
		}
		out := showGap(l)
		return r.print(out, func(w io.Writer) { writeGap(w, l.Name, out) })
	})
}

// levels gives the figures: live ones, or of RSS and nation those that have been submitted (rule 24).
func (c gapCmd) levels(r run, a *app.App) (gap.Level, error) {
	depth, on := c.Depth, c.AsOf.or(a.Staff.Today())
	switch {
	case c.Nation:
		return a.Gaps.Submitted(r.ctx, may.Operator(), org.Sweden, depth, on)
	case c.Region != "":
		return a.Gaps.Submitted(r.ctx, may.Operator(), org.RSSID(strings.ToUpper(c.Region)), depth, on)
	}
	return a.Gaps.Levels(r.ctx, may.Operator(), cmp.Or(c.Node, org.MunicipalityID(c.Municipality)), depth, on)
}

func showGap(l gap.Level) shownGap {
	level := showLevel(l)
	out := shownGap{shownLevel: level, Children: []shownLevel{}}
	out.Children = append(out.Children, level.Children...)
	out.ID, out.Name, out.shownLevel.Children = "", "", nil
	return out
}

func showLevel(l gap.Level) shownLevel {
	out := shownLevel{ID: l.ID, Name: l.Name, Requirements: showFigures(l.Figures), Targets: showFigures(l.Targets), Persons: l.Persons}
	for _, c := range l.Children {
		out.Children = append(out.Children, showLevel(c))
	}
	return out
}

func showFigures(all []gap.Figure) []shownFigure {
	out := []shownFigure{}
	for _, f := range all {
		out = append(out, shownFigure{f.Key, f.Name, f.Required, f.Held, f.Gap(), f.Develop, f.Recruit, f.At})
	}
	return out
}

func writeGap(w io.Writer, name string, out shownGap) {
	writeLevel(w, "", shownLevel{Name: name, Requirements: out.Requirements, Targets: out.Targets, Persons: out.Persons, Children: out.Children})
}

func writeLevel(w io.Writer, indent string, l shownLevel) {
	fmt.Fprintf(w, "%s%s, %d persons\n", indent, l.Name, l.Persons)
	for _, f := range append(append([]shownFigure{}, l.Requirements...), l.Targets...) {
		name := f.Name
		if f.At != "" {
			name += " (" + f.At + ")"
		}
		fmt.Fprintf(w, "%s  %-50s %6d asked %6d held %6d to develop %6d to recruit\n", indent, strings.TrimSpace(name), f.Required, f.Held, f.Develop, f.Recruit)
	}
	for _, c := range l.Children {
		writeLevel(w, indent+"  ", c)
	}
}
