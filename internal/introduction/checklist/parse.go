package checklist

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"yrkesresan/internal/platform/identity"
)

// What a checklist may hold at most.
const (
	maxText     = 256 << 10
	mostItems   = 200
	mostSteps   = 12
	mostOfOne   = 40
	longestName = 120
	longestText = 600
	longest     = 24 // months
	mostMinutes = 60 * 24
	mostWeeks   = 104
)

// Problem is something wrong in a checklist. Key and Args make a sentence with the catalogue.
type Problem struct {
	Where string // the id of the item, or the field of the whole
	Line  int    // 0 unknown
	Key   string
	Args  map[string]string
}

// Known tells what exists outside a checklist. A nil func knows everything.
type Known struct {
	Course, Occupation, Area func(id string) bool
	Today                    time.Time
}

var (
	yamlLine = regexp.MustCompile(`line (\d+)`)
	goodID   = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
)

// GoodID tells whether an id can stand in an address.
func GoodID(id string) bool { return len(id) <= 80 && goodID.MatchString(id) }

// Parse reads a checklist from a file of text (docs/introduction-format.md). A word that nobody knows is a problem, so
// that a misspelling is not silently left out. What the checklist says is for Check.
func Parse(text []byte) (t Template, problems []Problem) {
	if len(text) > maxText {
		return t, []Problem{{Key: "introduction.problem.size"}}
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	err := d.Decode(&t)
	if err == nil {
		if next := d.Decode(&yaml.Node{}); !errors.Is(next, io.EOF) {
			err = errors.New("more than one document")
		}
	}
	if err != nil {
		p := Problem{Key: "introduction.problem.yaml", Args: map[string]string{"text": err.Error()}}
		if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
			p.Line, _ = strconv.Atoi(m[1])
		}
		return Template{}, []Problem{p}
	}
	return t, nil
}

// checker gathers what is wrong.
type checker struct {
	known Known
	out   []Problem
}

func (c *checker) say(where, key string, pairs ...string) {
	p := Problem{Where: where, Key: key}
	for i := 0; i+1 < len(pairs); i += 2 {
		if p.Args == nil {
			p.Args = map[string]string{}
		}
		p.Args[pairs[i]] = pairs[i+1]
	}
	c.out = append(c.out, p)
}

// text looks at what people read.
func (c *checker) text(where, s string, most int, must bool) {
	switch {
	case s == "" && must:
		c.say(where, "introduction.problem.empty")
	case !utf8.ValidString(s), utf8.RuneCountInString(s) > most:
		c.say(where, "introduction.problem.long", "n", strconv.Itoa(most))
	case identity.In(s, c.known.Today):
		c.say(where, "introduction.problem.identity")
	}
}

func (c *checker) exists(where string, ids []string, know func(string) bool, key string) {
	if len(ids) > mostOfOne {
		c.say(where, "introduction.problem.many", "n", strconv.Itoa(mostOfOne))
		return
	}
	for _, id := range ids {
		if know != nil && !know(id) {
			c.say(where, key, "id", id)
		}
	}
}

// Check finds everything wrong in a checklist.
func Check(t Template, known Known) []Problem {
	c := &checker{known: known}
	if !GoodID(t.ID) {
		c.say("id", "introduction.problem.id")
	}
	c.text("name", t.Name, longestName, true)
	c.text("easy_name", t.EasyName, longestName, true)
	c.text("about", t.About, longestText, true)
	c.text("easy_about", t.EasyAbout, longestText, true)
	c.text("source", t.Source, longestText, false)
	if t.Journey != "" && !GoodID(t.Journey) {
		c.say("journey", "introduction.problem.id")
	}
	if t.Months < 1 || t.Months > longest {
		c.say("months", "introduction.problem.months", "n", strconv.Itoa(longest))
	}
	c.exists("for", t.For.Occupations, known.Occupation, "introduction.problem.occupation")
	c.exists("for", t.For.Areas, known.Area, "introduction.problem.area")
	c.steps(t)
	if len(t.Items) == 0 || len(t.Items) > mostItems {
		c.say("items", "introduction.problem.items", "n", strconv.Itoa(mostItems))
	}
	seen, reached := map[string]bool{}, map[int]bool{}
	for _, x := range t.Items {
		if seen[x.ID] {
			c.say(x.ID, "introduction.problem.twice")
		}
		seen[x.ID] = true
		c.item(x, len(t.Steps))
		if x.Step > 0 && reached[x.Step] {
			c.say(x.ID, "introduction.problem.step_twice")
		}
		reached[x.Step] = true
	}
	for n := 2; n <= len(t.Steps); n++ {
		if !reached[n] {
			c.say("steps", "introduction.problem.step_lost", "n", strconv.Itoa(n))
		}
	}
	return c.out
}

func (c *checker) item(x Item, steps int) {
	if !GoodID(x.ID) {
		c.say(x.ID, "introduction.problem.id")
	}
	if !slices.Contains(Times(), x.When) {
		c.say(x.ID, "introduction.problem.when", "text", string(x.When))
	}
	if !slices.Contains(Confirmers(), x.Who) {
		c.say(x.ID, "introduction.problem.who", "text", string(x.Who))
	}
	c.text(x.ID, x.Text, longestText, true)
	c.text(x.ID, x.Easy, longestText, true)
	if x.Minutes < 0 || x.Minutes > mostMinutes {
		c.say(x.ID, "introduction.problem.minutes")
	}
	if x.Week < 0 || x.Week > mostWeeks || x.Week > 0 && !x.Session || x.Session && (x.Week == 0 || x.Course != "" || x.Step > 0) {
		c.say(x.ID, "introduction.problem.week")
	}
	if x.Step < 0 || x.Step == 1 || x.Step > steps || x.Step > 0 && (x.Who == Self || x.Who == Colleague || len(x.Areas) > 0) {
		c.say(x.ID, "introduction.problem.step")
	}
	if x.Course != "" {
		c.exists(x.ID, []string{x.Course}, c.known.Course, "introduction.problem.course")
	}
	c.exists(x.ID, x.Areas, c.known.Area, "introduction.problem.area")
}

func (c *checker) steps(t Template) {
	if len(t.Steps) > mostSteps || len(t.Steps) == 1 {
		c.say("steps", "introduction.problem.steps", "n", strconv.Itoa(mostSteps))
	}
	for i, s := range t.Steps {
		c.text("steps", s.Name, longestName, true)
		if i == 0 && s.Month != 0 || i > 0 && s.Month <= t.Steps[i-1].Month || s.Month > longest {
			c.say("steps", "introduction.problem.step_month", "name", s.Name)
		}
		for _, list := range [][]string{s.Alone, s.Together, s.NotYet} {
			if len(list) > mostOfOne {
				c.say("steps", "introduction.problem.many", "n", strconv.Itoa(mostOfOne))
			}
			for _, text := range list {
				c.text("steps", text, longestText, true)
			}
		}
	}
}

// Write gives a checklist as a file of text, as Parse reads it.
func Write(t Template) (string, error) {
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(t); err != nil {
		return "", err
	}
	return b.String(), e.Close()
}
