package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"yrkesresan/internal/app"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/preset"
)

type presetCmd struct {
	List presetListCmd `cmd:"" help:"Which models of learning at the workplace there are."`
	Load presetLoadCmd `cmd:"" help:"Take one in at a place."`
}

type presetListCmd struct{}

// shownPreset is a preset in the contract's answer.
type shownPreset struct {
	Name   string   `json:"name"`
	Title  string   `json:"title"`
	Places []string `json:"places"`
}

// Run lists the presets.
func (c presetListCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		all, err := a.Presets.All(may.Operator())
		if err != nil {
			return err
		}
		out := struct {
			Presets []shownPreset `json:"presets"`
		}{[]shownPreset{}}
		for _, x := range all {
			s := shownPreset{Name: x.ID, Title: x.Title}
			for _, place := range x.Places {
				s.Places = append(s.Places, string(place))
			}
			out.Presets = append(out.Presets, s)
		}
		return r.print(out, func(w io.Writer) {
			for _, s := range out.Presets {
				fmt.Fprintf(w, "%-28s %s\n", s.Name, s.Title)
			}
		})
	})
}

type presetLoadCmd struct {
	Name string `arg:"" help:"The preset, as preset list names it."`
	Node string `help:"The place: its id." required:"" placeholder:"ID"`
}

// loadedPreset is the contract's answer: ids by kind. What was there already, and what the place has decided otherwise, is
// told apart from what was made.
type loadedPreset struct {
	Preset  string              `json:"preset"`
	Node    string              `json:"node"`
	Load    string              `json:"load"` // "" when there was nothing to make
	Made    map[string][]string `json:"made"`
	Already map[string][]string `json:"already"`
	Kept    map[string][]string `json:"kept"`
}

// Run takes a preset in. The same again makes nothing and says so.
func (c presetLoadCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		x, err := a.Presets.Load(r.ctx, may.Operator(), c.Name, c.Node)
		if err != nil {
			return err
		}
		out := loadedPreset{Preset: x.PresetID, Node: x.Place.ID, Load: x.ID, Made: byKind(x.Steps, preset.Made), Already: byKind(x.Steps, preset.There), Kept: byKind(x.Steps, preset.Kept)}
		return r.print(out, func(w io.Writer) {
			if len(out.Made) == 0 {
				fmt.Fprintln(w, "nothing to make: all of it is there")
			}
			for _, part := range []struct {
				name string
				ids  map[string][]string
			}{{"made", out.Made}, {"already", out.Already}, {"kept", out.Kept}} {
				for _, kind := range slices.Sorted(maps.Keys(part.ids)) {
					fmt.Fprintf(w, "%s %s: %s\n", part.name, kind, strings.Join(part.ids[kind], ", "))
				}
			}
		})
	})
}

// byKind gives the ids of what some steps made, or what they name where that has no id of its own.
func byKind(steps []preset.Step, outcome preset.Outcome) map[string][]string {
	out := map[string][]string{}
	for _, s := range steps {
		if s.Outcome != outcome {
			continue
		}
		id := s.MadeID
		if id == "" {
			id = s.Ref
		}
		if kind := string(s.Kind); !slices.Contains(out[kind], id) {
			out[kind] = append(out[kind], id)
		}
	}
	return out
}
