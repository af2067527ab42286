// Package collection reads toolboxes and their material from files of text: those that are shipped, those of presets. It
// knows values only.
package collection

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// How much there may be of anything.
const (
	maxText    = 1 << 20 // bytes of a file
	MostTitle  = 120
	MostAbout  = 600
	MostBody   = 20_000 // bytes of an item's text: what the renderer takes
	MostItems  = 200
	MostLinks  = 20
	MostFiles  = 20
	MostMonths = 120
)

// Forms of material, in the order that people choose from.
func Forms() []string {
	return []string{"discussion", "method", "checklist", "picture", "film", "handbook", "template"}
}

// Levels of language, from easy on; "" says nothing of it.
func Levels() []string { return []string{"easy", "plain", "professional"} }

// Roles that material is for besides occupations.
func Roles() []string { return []string{"leader", "manager", "newcomer"} }

// Link leads out of the program.
type Link struct {
	Title string `yaml:"title" json:"title"`
	Href  string `yaml:"href" json:"href"`
}

// File is a file beside the text: where it lies, and what is in it.
type File struct {
	Path  string `yaml:"path" json:"-"`
	About string `yaml:"about" json:"-"`
}

// Item is what one piece of material says.
type Item struct {
	ID          string   `yaml:"id" json:"-"`
	Title       string   `yaml:"title" json:"title"`
	About       string   `yaml:"about" json:"about"`
	Form        string   `yaml:"form" json:"form"`
	Level       string   `yaml:"level" json:"level"`
	Users       bool     `yaml:"users" json:"users"` // for use together with service users
	Topics      []string `yaml:"topics" json:"topics"`
	Areas       []string `yaml:"areas" json:"areas"`
	Occupations []string `yaml:"occupations" json:"occupations"`
	Roles       []string `yaml:"roles" json:"roles"`
	Text        string   `yaml:"text" json:"text"` // Markdown, as of lessons
	Links       []Link   `yaml:"links" json:"links"`
	Source      string   `yaml:"source" json:"source"`
	Licence     string   `yaml:"licence" json:"licence"`
	Months      int64    `yaml:"months" json:"months"` // how long until somebody looks it over again; 0 = never
	Reviewed    string   `yaml:"reviewed" json:"-"`    // YYYY-MM-DD
	Files       []File   `yaml:"files" json:"-"`
}

// Collection is a toolbox about one theme, with its items in their order.
type Collection struct {
	ID       string `yaml:"id"`
	Title    string `yaml:"title"`
	Theme    string `yaml:"theme"`
	Audience string `yaml:"audience"` // leader, manager, newcomer or "" for everybody
	About    string `yaml:"about"`
	Items    []Item `yaml:"items"`
}

// Problem is something wrong in a file, with its line when it is known.
type Problem struct {
	Line int
	Text string
}

var (
	yamlLine = regexp.MustCompile(`line (\d+)`)
	slug     = regexp.MustCompile(`^[a-z0-9]+(?:-[a-z0-9]+)*$`)
	day      = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
)

// Parse reads a collection. What is written and known to nobody is a problem, so that a misspelling is not left out silently.
func Parse(text []byte) (c Collection, problems []Problem) {
	if len(text) > maxText {
		return c, []Problem{{Text: "the file is too large"}}
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	err := d.Decode(&c)
	if err == nil {
		if next := d.Decode(&yaml.Node{}); !errors.Is(next, io.EOF) {
			err = errors.New("more than one document")
		}
	}
	if err != nil {
		p := Problem{Text: err.Error()}
		if m := yamlLine.FindStringSubmatch(p.Text); m != nil {
			p.Line, _ = strconv.Atoi(m[1]) // digits, by the pattern
		}
		return Collection{}, []Problem{p}
	}
	return c, Check(c)
}

// Check tells what is wrong with a collection.
func Check(c Collection) (problems []Problem) {
	wrong := func(format string, args ...any) {
		problems = append(problems, Problem{Text: fmt.Sprintf(format, args...)})
	}
	if !slug.MatchString(c.ID) {
		wrong("id %q: small letters, digits and hyphens", c.ID)
	}
	if !within(c.Title, 1, MostTitle) || !within(c.Theme, 1, MostTitle) || !within(c.About, 0, MostAbout) {
		wrong("title and theme are needed, and none too long")
	}
	if c.Audience != "" && !slices.Contains(Roles(), c.Audience) {
		wrong("audience %q is none of %v", c.Audience, Roles())
	}
	if len(c.Items) == 0 || len(c.Items) > MostItems {
		wrong("a collection has 1 to %d items", MostItems)
	}
	seen := map[string]bool{}
	for _, item := range c.Items {
		if !slug.MatchString(item.ID) || seen[item.ID] {
			wrong("item id %q: small letters, digits and hyphens, each once", item.ID)
		}
		seen[item.ID] = true
		for _, what := range item.Wrong() {
			wrong("item %s: %s", item.ID, what)
		}
		if item.Reviewed != "" && !day.MatchString(item.Reviewed) {
			wrong("item %s: reviewed %q is no day", item.ID, item.Reviewed)
		}
		for _, f := range item.Files {
			if f.Path == "" || path.IsAbs(f.Path) || path.Clean(f.Path) != f.Path || strings.HasPrefix(f.Path, "..") {
				wrong("item %s: no file path %q", item.ID, f.Path)
			}
		}
		if len(item.Files) > MostFiles {
			wrong("item %s: more than %d files", item.ID, MostFiles)
		}
	}
	return problems
}

// Wrong names the fields of an item that cannot be as they are.
func (i Item) Wrong() (fields []string) {
	add := func(field string, bad bool) {
		if bad {
			fields = append(fields, field)
		}
	}
	add("title", !within(i.Title, 1, MostTitle))
	add("about", !within(i.About, 1, MostAbout))
	add("form", !slices.Contains(Forms(), i.Form))
	add("level", i.Level != "" && !slices.Contains(Levels(), i.Level))
	add("text", len(i.Text) > MostBody || !utf8.ValidString(i.Text))
	add("links", len(i.Links) > MostLinks || slices.ContainsFunc(i.Links, func(l Link) bool { return !l.good() }))
	add("source", !within(i.Source, 0, MostAbout))
	add("licence", !within(i.Licence, 0, MostTitle))
	add("months", i.Months < 0 || i.Months > MostMonths)
	add("roles", slices.ContainsFunc(i.Roles, func(r string) bool { return !slices.Contains(Roles(), r) }))
	return fields
}

// good tells whether a link leads to a page of the web, safely, and has a name.
func (l Link) good() bool {
	u, err := url.Parse(l.Href)
	return err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil && len(l.Href) <= 500 && within(l.Title, 1, MostTitle)
}

// within tells whether a text has so many letters.
func within(s string, least, most int) bool {
	n := utf8.RuneCountInString(strings.TrimSpace(s))
	return utf8.ValidString(s) && n >= least && n <= most
}
