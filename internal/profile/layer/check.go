package layer

import (
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/framework/frame"
)

// Problem is something in a layer that is wrong. Key is the message's; Field names the part of the
// demand, as forms call it.
type Problem struct{ ID, Field, Key string }

// Known tells what there is, to check a layer against.
type Known struct {
	Kind       string // of the node whose layer it is: nation, rss, municipality, employer, operation, unit, team
	Occupation func(id string) bool
	Area       func(id string) bool
	Word       func(word string) bool // a place under the node is called so: förvaltning, område …
}

// The kinds of nodes from the outermost; a municipality and another employer stand on one step.
var steps = map[string]int{"nation": 0, "rss": 1, "municipality": 2, "employer": 2, "operation": 3, "unit": 4, "team": 5}

// Recommends tells whether a node of the kind asks in nobody's name but its own: the employer's layers
// below may change or drop it, and it changes and drops nothing (rule 8).
func Recommends(kind string) bool { return kind == "nation" || kind == "rss" }

// The longest note.
const mostNote = 1000

// Check tells what is wrong with the operations of a layer, given what holds above it.
func Check(ops []Op, above []Asked, book *frame.Book, known Known) (problems []Problem) {
	seen := map[string]bool{}
	for i := range ops {
		op := &ops[i]
		add := func(field, key string) {
			problems = append(problems, Problem{op.Demand.ID, field, "profile.wrong." + key})
		}
		if op.Demand.ID == "" {
			add("krav", "id")
			continue
		}
		if seen[op.Demand.ID] {
			add("krav", "twice")
		}
		seen[op.Demand.ID] = true
		at := slices.IndexFunc(above, func(a Asked) bool { return a.ID == op.Demand.ID })
		if at >= 0 && Recommends(known.Kind) {
			add("krav", "above")
		}
		if at >= 0 && strings.TrimSpace(op.Demand.Note) == "" {
			add("varfor", "note")
		}
		if len([]rune(op.Demand.Note)) > mostNote {
			add("varfor", "long")
		}
		days(&op.Demand, add)
		if op.Drop {
			continue
		}
		if at >= 0 && above[at].Requirement != op.Demand.Requirement {
			add("krav", "other")
		}
		op.Demand.check(book, known, add)
	}
	return problems
}

func days(d *Demand, add func(field, key string)) {
	for _, f := range []struct{ field, day string }{{"fran", d.From}, {"till", d.Until}} {
		if _, err := time.Parse(time.DateOnly, f.day); f.day != "" && err != nil {
			add(f.field, "day")
			return
		}
	}
	if d.From != "" && d.Until != "" && d.Until <= d.From {
		add("till", "until")
	}
}

func (d *Demand) check(book *frame.Book, known Known, add func(field, key string)) {
	e, ok := book.Find(d.Requirement)
	switch {
	case !ok:
		add("krav", "requirement")
	case d.Target != "" && e.Frame.Rank(d.Target) == 0:
		add("niva", "target")
	}
	for _, id := range d.Who.Occupations {
		if !known.Occupation(id) {
			add("yrke", "occupation")
		}
	}
	for _, id := range d.Who.Areas {
		if !known.Area(id) {
			add("omrade", "area")
		}
	}
	if d.Who.Level != "" && !slices.Contains(RoleLevels(), d.Who.Level) {
		add("steg", "level")
	}
	if !slices.Contains(Weights(), d.Weight) {
		add("vikt", "weight")
	}
	if d.Months < 0 || d.Months > 600 {
		add("manader", "months")
	}
	d.measured(known, add)
	if ok {
		d.proved(&e, add)
	}
}

// measured checks how many.
func (d *Demand) measured(known Known, add func(field, key string)) {
	if !slices.Contains(Measures(), d.Measure) {
		add("matt", "measure")
	}
	if (d.Measure == Share && (d.Percent < 1 || d.Percent > 100)) || (d.Measure != Share && d.Percent != 0) {
		add("andel", "percent")
	}
	if (d.Measure == Count && (d.Count < 1 || d.Count > 10_000)) || (d.Measure != Count && d.Count != 0) {
		add("antal", "count")
	}
	kind, word, named := strings.Cut(d.At, ":")
	switch {
	case d.Measure != Count && d.At != "":
		add("plats", "at")
	case d.Measure != Count:
	case !slices.Contains([]string{"unit", "team", "municipality", "operation"}, kind), named && (kind != "operation" || word == ""):
		add("plats", "at")
	case steps[kind] < steps[known.Kind]:
		add("plats", "at_above")
	case named && !known.Word(word):
		add("plats", "word")
	}
}

// proved checks what counts as evidence: what is formal is filled by what is formal (rule 22).
func (d *Demand) proved(e *frame.Entry, add func(field, key string)) {
	for _, by := range d.Evidence {
		sort := frame.By(by.By)
		switch {
		case !slices.Contains(frame.ByAll(), sort):
			add("bevis", "evidence")
		case e.Formal && !sort.Formal():
			add("bevis", "formal")
		case by.Level != "" && e.Frame.Rank(by.Level) == 0:
			add("bevis", "evidence_level")
		case by.Months < 0 || by.Months > 600:
			add("bevis", "months")
		}
	}
}
