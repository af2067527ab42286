package frame

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Part is what of a framework something is about.
type Part string

// The parts.
const (
	Whole          Part = "frame"
	LevelPart      Part = "level"
	AreaPart       Part = "area"
	RequirePart    Part = "requirement"
	GoalPart       Part = "goal"
	GroundPart     Part = "ground"
	EvidencePart   Part = "evidence"
	ChangePart     Part = "change"
	mostAreas           = 200
	mostPerArea         = 400
	mostGoals           = 200
	mostOfOne           = 60 // grounds, pieces of evidence, levels, tags of one thing
	longestName         = 300
	longestText         = 6000
	longestKeeping      = 600 // months
)

// Problem is one thing wrong in a framework. Key and Args make a sentence with the catalogue.
type Problem struct {
	Part    Part
	ID      string // of the area or requirement; "" the framework itself
	Nth     int    // which goal, ground or piece of evidence of it, from 1; 0: none
	Field   string // as in the file; "" the whole part
	Line    int    // in a file of text; 0 unknown
	Warning bool   // may be published all the same
	Key     string
	Args    map[string]string
}

// Broken tells whether any of the problems is more than a warning: such a framework is not published.
func Broken(all []Problem) bool {
	return slices.ContainsFunc(all, func(p Problem) bool { return !p.Warning })
}

// Known tells what exists outside a framework. A nil func knows everything.
type Known struct {
	Course, Occupation, Area, Tag, Framework func(id string) bool
}

var (
	goodID  = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	mostID  = 80
	basis   = Bases()
	bySorts = ByAll()
)

// GoodID tells whether an id can stand in an address.
func GoodID(id string) bool { return len(id) <= mostID && goodID.MatchString(id) }

// Check finds everything wrong in a framework (R191, R192, R201, R212; rules 22 and 27).
func Check(f *Frame, known Known) []Problem {
	c := checker{frame: f, known: known, requirements: map[string]bool{}}
	c.whole()
	areas := map[string]bool{}
	for i := range f.Areas {
		c.area(&f.Areas[i], areas)
	}
	c.count()
	c.changes()
	return c.problems
}

type checker struct {
	frame        *Frame
	known        Known
	requirements map[string]bool
	problems     []Problem
}

func (c *checker) say(p Problem, key string, args ...string) {
	p.Key = "frame.problem." + key
	for i := 0; i+1 < len(args); i += 2 {
		if p.Args == nil {
			p.Args = map[string]string{}
		}
		p.Args[args[i]] = args[i+1]
	}
	c.problems = append(c.problems, p)
}

func (c *checker) warn(p Problem, key string, args ...string) {
	p.Warning = true
	c.say(p, key, args...)
}

// id asks for an id that can stand in an address and that nobody else has.
func (c *checker) id(at Problem, id string, taken map[string]bool) {
	at.Field = "id"
	switch {
	case !GoodID(id):
		c.say(at, "id", "id", id)
	case taken[id]:
		c.say(at, "id_twice", "id", id)
	}
	taken[id] = true
}

func (c *checker) name(at Problem, name string) {
	at.Field = "name"
	switch {
	case strings.TrimSpace(name) == "":
		c.say(at, "name")
	case utf8.RuneCountInString(name) > longestName:
		c.say(at, "long", "max", strconv.Itoa(longestName))
	}
}

func (c *checker) text(at Problem, field, text string) {
	if utf8.RuneCountInString(text) > longestText {
		at.Field = field
		c.say(at, "long", "max", strconv.Itoa(longestText))
	}
}

func (c *checker) whole() {
	f, at := c.frame, Problem{Part: Whole}
	c.id(at, f.ID, map[string]bool{})
	c.name(at, f.Name)
	c.text(at, "about", f.About)
	c.grounds(at, f.Grounds)
	c.all(at, "occupations", "occupation", f.Occupations, c.known.Occupation)
	c.all(at, "service", "area", f.Service, c.known.Area)
	c.all(at, "links", "framework", f.Links, c.known.Framework)
	if slices.Contains(f.Links, f.ID) {
		at.Field = "links"
		c.say(at, "link_self")
	}
	if len(f.Levels) > mostOfOne || len(f.Areas) > mostAreas {
		c.say(Problem{Part: Whole}, "many")
	}
	keys := map[string]bool{}
	for i, l := range f.Levels {
		at := Problem{Part: LevelPart, ID: l.Key, Nth: i + 1}
		c.id(at, l.Key, keys)
		c.name(at, l.Name)
		c.text(at, "about", l.About)
	}
}

// all asks that everything in a list exists.
func (c *checker) all(at Problem, field, what string, ids []string, has func(string) bool) {
	at.Field = field
	if len(ids) > mostOfOne {
		c.say(at, "many")
	}
	for _, id := range ids {
		if has != nil && !has(id) {
			c.say(at, "unknown_"+what, "id", id)
		}
	}
}

func (c *checker) area(a *Area, taken map[string]bool) {
	at := Problem{Part: AreaPart, ID: a.ID}
	c.id(at, a.ID, taken)
	c.name(at, a.Name)
	c.text(at, "about", a.About)
	if len(a.Requirements) > mostPerArea {
		c.say(at, "many")
	}
	for i := range a.Requirements {
		c.requirement(&a.Requirements[i])
	}
}

func (c *checker) requirement(r *Requirement) {
	at := Problem{Part: RequirePart, ID: r.ID}
	c.id(at, r.ID, c.requirements)
	c.name(at, r.Name)
	c.text(at, "about", r.About)
	c.level(at, "lowest", r.Lowest)
	c.months(at, r.Months)
	c.grounds(at, r.Grounds)
	c.tags(at, r.Tags)
	goals := map[string]bool{}
	if len(r.Goals) > mostGoals {
		c.say(at, "many")
	}
	for i, g := range r.Goals {
		c.goal(Problem{Part: GoalPart, ID: r.ID, Nth: i + 1}, g, goals)
	}
	for i, e := range r.Evidence {
		c.evidence(Problem{Part: EvidencePart, ID: r.ID, Nth: i + 1}, r, e)
	}
	if len(r.Evidence) == 0 {
		at.Field = "evidence"
		c.warn(at, "no_evidence")
	}
}

func (c *checker) level(at Problem, field, key string) {
	if key != "" && c.frame.Rank(key) == 0 {
		at.Field = field
		c.say(at, "level", "level", key)
	}
}

func (c *checker) months(at Problem, n int) {
	if n < 0 || n > longestKeeping {
		at.Field = "months"
		c.say(at, "months", "max", strconv.Itoa(longestKeeping))
	}
}

// tags are topics; one that the reference data lack is a word of one's own.
func (c *checker) tags(at Problem, tags []string) {
	at.Field = "tags"
	if len(tags) > mostOfOne {
		c.say(at, "many")
	}
	for _, t := range tags {
		switch {
		case strings.TrimSpace(t) == "" || utf8.RuneCountInString(t) > longestName || strings.ContainsAny(t, ",;\n"):
			c.say(at, "tag", "tag", t)
		case c.known.Tag != nil && !c.known.Tag(t):
			c.warn(at, "unknown_tag", "id", t)
		}
	}
}

// goal has exactly one kind (R192).
func (c *checker) goal(at Problem, g Goal, taken map[string]bool) {
	c.id(at, g.ID, taken)
	at.Field = "text"
	if strings.TrimSpace(g.Text) == "" {
		c.say(at, "goal_text")
	}
	c.text(at, "text", g.Text)
	if !slices.Contains(Kinds(), g.Kind) {
		at.Field = "kind"
		c.say(at, "goal_kind", "kind", string(g.Kind))
	}
	at.Field = "form"
	switch {
	case g.Form == "":
		c.warn(at, "goal_no_form")
	case !slices.Contains(Forms(), g.Form):
		c.say(at, "goal_form", "form", string(g.Form))
	}
	c.level(at, "level", g.Level)
}

// grounds say on what something rests, with reference and dates (R201).
func (c *checker) grounds(at Problem, all []Ground) {
	if len(all) > mostOfOne {
		at.Field = "grounds"
		c.say(at, "many")
	}
	at.Part = GroundPart
	for i, g := range all {
		at.Nth = i + 1
		at.Field = "basis"
		if !slices.Contains(basis, g.Basis) {
			c.say(at, "basis", "basis", string(g.Basis))
		}
		at.Field = "reference"
		if strings.TrimSpace(g.Reference) == "" {
			c.say(at, "reference")
		}
		c.text(at, "reference", g.Reference)
		at.Field = "url"
		if g.URL != "" && !goodURL(g.URL) {
			c.say(at, "url", "url", g.URL)
		}
		at.Field = "from"
		if g.From != "" && !isDay(g.From) {
			c.say(at, "date", "date", g.From)
		}
		at.Field = "until"
		switch {
		case g.Until == "":
		case !isDay(g.Until):
			c.say(at, "date", "date", g.Until)
		case g.From != "" && g.Until <= g.From:
			c.say(at, "dates")
		}
	}
}

func goodURL(u string) bool {
	return len(u) <= 500 && (strings.HasPrefix(u, "https://") || strings.HasPrefix(u, "http://")) && !strings.ContainsAny(u, " \t\n\"<>")
}

func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// evidence must exist; what is formal is filled by what is formal only (rule 22).
func (c *checker) evidence(at Problem, r *Requirement, e Evidence) {
	at.Field = "by"
	switch {
	case !slices.Contains(bySorts, e.By):
		c.say(at, "evidence", "by", string(e.By))
	case r.Formal && !e.By.Formal():
		c.say(at, "evidence_formal")
	}
	at.Field = "ref"
	switch e.By {
	case ByCourse:
		if e.Ref == "" || c.known.Course != nil && !c.known.Course(e.Ref) {
			c.say(at, "unknown_course", "id", e.Ref)
		}
	case ByLicence, ByTitle:
		if e.Ref == "" || c.known.Occupation != nil && !c.known.Occupation(e.Ref) {
			c.say(at, "unknown_occupation", "id", e.Ref)
		}
	case ByAssessment:
		if !slices.Contains([]string{"", "self", "colleague", "manager"}, e.Ref) {
			c.say(at, "assessor", "ref", e.Ref)
		}
	case ByFunction:
		if !GoodID(e.Ref) {
			c.say(at, "id", "id", e.Ref)
		}
	case ByEducation, ByValidation:
		if e.Ref != "" && !GoodID(e.Ref) {
			c.say(at, "id", "id", e.Ref)
		}
	}
	c.level(at, "level", e.Level)
	c.months(at, e.Months)
	if e.Credits < 0 || e.Credits > 10000 || e.Credits != e.Credits {
		at.Field = "credits"
		c.say(at, "credits")
	}
}

// count compares with how many areas there are to be: 26 is 26 (R191). A shell is empty and says so (rule 27).
func (c *checker) count() {
	f, at := c.frame, Problem{Part: Whole, Field: "expect"}
	switch {
	case f.Expect < 0 || f.Expect > mostAreas:
		c.say(at, "expect_number", "max", strconv.Itoa(mostAreas))
	case f.Shell && len(f.Areas) > 0:
		at.Field = "shell"
		c.say(at, "shell_filled")
	case !f.Shell && f.Expect > 0 && len(f.Areas) != f.Expect:
		c.say(at, "expect", "expect", strconv.Itoa(f.Expect), "has", strconv.Itoa(len(f.Areas)))
	case !f.Shell && len(c.requirements) == 0:
		at.Field = "areas"
		c.say(at, "empty")
	}
}

// changes lead from what is no longer there to what is.
func (c *checker) changes() {
	for i, ch := range c.frame.Changes {
		at := Problem{Part: ChangePart, ID: ch.From, Nth: i + 1, Field: "from"}
		switch {
		case !GoodID(ch.From):
			c.say(at, "id", "id", ch.From)
		case c.requirements[ch.From]:
			c.say(at, "change_kept", "id", ch.From)
		}
		if at.Field = "to"; ch.To != "" && !c.requirements[ch.To] {
			c.say(at, "change_to", "id", ch.To)
		}
	}
}
