// Package preset takes in models of learning at the workplace as a whole: courses that a team takes together, reflection that
// a course waits for, guides, certification, a bank of material, checklists and programmes for roles (R330, R331, R336, R340,
// R344). A preset is data (package recipe) that names parts; each part is made through the door of the room that keeps it,
// with the permission of who loads. Each part is a step of its own that is made once: a load that stops is loaded again, and
// goes on where it stopped.
//
// Tables: preset_load, preset_made, preset_busy. Says: messages to who leads. Asks: org, access, course, journey, circle,
// uptake, certification, introduction, library, message, may.
package preset

import (
	"context"
	"io/fs"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/certification"
	"yrkesresan/internal/circle"
	"yrkesresan/internal/course"
	"yrkesresan/internal/introduction"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/library"
	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/preset/recipe"
	"yrkesresan/internal/staff"
	"yrkesresan/internal/uptake"
)

// Faults.
var (
	ErrNoPreset = fault.New(fault.Missing, "preset.missing")
	ErrNoLoad   = fault.New(fault.Missing, "preset.load_missing")
	ErrPlace    = fault.New(fault.Invalid, "preset.place_wrong").On("plats") // the preset cannot be taken in at such a place
	ErrWide     = fault.New(fault.Invalid, "preset.place_wide").On("plats")  // too many units at once
	ErrBusy     = fault.New(fault.Conflict, "preset.busy")                   // somebody is loading it there
)

// MostUnits is in how many units at once a preset gives teams something.
const MostUnits = 60

// Presets is the door to this room.
type Presets struct {
	DB       *db.DB
	Tree     *org.Tree
	Staff    *staff.Staff
	Access   *access.Access
	Courses  *course.Courses
	Journeys *journey.Journeys
	Circles  *circle.Circles
	Uptake   *uptake.Uptake
	Units    *certification.Certifications
	Newcomer *introduction.Introductions
	Library  *library.Library
	Messages *message.Messages
	Recipes  []recipe.Preset // by title
	Files    fs.FS           // the toolboxes of presets: material/ID.yaml
	Now      func() time.Time
	NewID    func() string
}

// Today is the day that the rules see.
func (p *Presets) Today() string { return p.Staff.Today() }

// All gives every preset, by title: what a preset is, is open to who may load one somewhere. Errors: may.ErrDenied.
func (p *Presets) All(a may.Actor) ([]recipe.Preset, error) {
	if err := may.AskSomewhere(a, may.LoadPreset); err != nil {
		return nil, err
	}
	return p.Recipes, nil
}

// Find gives one. Errors: ErrNoPreset, may.ErrDenied.
func (p *Presets) Find(a may.Actor, id string) (recipe.Preset, error) {
	all, err := p.All(a)
	if err != nil {
		return recipe.Preset{}, err
	}
	i := slices.IndexFunc(all, func(x recipe.Preset) bool { return x.ID == id })
	if i < 0 {
		return recipe.Preset{}, ErrNoPreset
	}
	return all[i], nil
}

// Outcome is what became of a step.
type Outcome string

// The outcomes.
const (
	New   Outcome = "new"   // not made yet
	Made  Outcome = "made"  // made by the load
	There Outcome = "there" // the place had it already
	Kept  Outcome = "kept"  // the place has decided otherwise, and that stays
)

// Join is the kind of the step that puts a unit in a scheme; the others are those of recipe.
const Join recipe.Kind = "join"

// Step is one thing that a load makes at one place.
type Step struct {
	Kind    recipe.Kind
	Ref     string
	Title   string   // of what Ref names, in the words of the room that keeps it; "" where the page has the word
	Place   org.Node // where it is made, which may be above or below the place that the preset is taken in at
	Outcome Outcome
	MadeID  string
	part    recipe.Part
	journey string // of Managers in a layer: the journey
	owner   string // of Scheme and Join: whose the scheme is
	ended   bool   // of Guide: nothing is planned from it any more
}

// place finds a place that the actor may take presets in at. Errors: org.ErrNoNode, ErrPlace, may.ErrDenied.
func (p *Presets) place(ctx context.Context, a may.Actor, x recipe.Preset, nodeID string) (org.Node, error) {
	node, err := p.Tree.Find(ctx, nodeID, p.Today())
	if err != nil {
		return node, err
	}
	if err := org.AskWithin(ctx, p.DB, a, may.LoadPreset, node, p.Today()); err != nil {
		return node, err
	}
	if !x.At(recipe.Place(node.Kind)) {
		return node, ErrPlace.With("places", p.placeWords(x.Places))
	}
	return node, nil
}

// placeWords names kinds of places in a sentence.
func (p *Presets) placeWords(places []recipe.Place) string {
	words := make([]string, 0, len(places))
	for _, place := range places {
		word := p.Messages.Texts.T("preset.kind." + string(place))
		if place != "rss" {
			word = strings.ToLower(word)
		}
		words = append(words, word)
	}
	return p.Messages.Texts.And(words...)
}

// Tops are the places of the actor's roles, where presets may be taken in and under which others lie. Errors: may.ErrDenied.
func (p *Presets) Tops(ctx context.Context, a may.Actor) (out []org.Node, err error) {
	defer fault.Wrap(&err, "places of presets")
	for _, path := range a.Scopes(may.LoadPreset) {
		node, err := p.Tree.Find(ctx, path[strings.LastIndexByte(path, '/')+1:], p.Today())
		if err != nil {
			return nil, err
		}
		out = append(out, node)
	}
	org.SortByName(out)
	return out, nil
}

// Around is a place where the actor may take presets in, with a page of the places right under it.
type Around struct {
	Place org.Node
	Up    org.Node // the place above, when the actor may take presets in there too
	Under []org.Node
	Next  int // where the next page begins; 0: there is none
}

// mostUnder is how many places under another a page shows.
const mostUnder = 50

// Look gives a place and what lies under it. Errors: org.ErrNoNode, may.ErrDenied.
func (p *Presets) Look(ctx context.Context, a may.Actor, nodeID string, offset int) (out Around, err error) {
	defer fault.Wrap(&err, "look at %s", nodeID)
	ask := func(n org.Node) error { return org.AskWithin(ctx, p.DB, a, may.LoadPreset, n, p.Today()) }
	if out.Place, err = p.Tree.Find(ctx, nodeID, p.Today()); err != nil {
		return out, err
	}
	if err := ask(out.Place); err != nil {
		return out, err
	}
	if up, err := p.Tree.Find(ctx, out.Place.Parent, p.Today()); err == nil && ask(up) == nil {
		out.Up = up
	}
	if k := org.Kind(out.Place.Kind); k == org.Nation || k == org.RSS {
		return out, nil // those above recommend and offer; they do not speak for a municipality (rule 8)
	}
	all, err := p.Tree.Children(ctx, nodeID, p.Today(), mostUnder+1, max(offset, 0))
	if err != nil {
		return out, err
	}
	if len(all) > mostUnder {
		out.Next = max(offset, 0) + mostUnder
	}
	for _, n := range all[:min(mostUnder, len(all))] {
		if org.Kind(n.Kind) != org.Team && ask(n) == nil {
			out.Under = append(out.Under, n)
		}
	}
	return out, nil
}

// Need is what a step asks for before a course is done: group, alone or none.
func (s Step) Need() string { return s.part.Need }
