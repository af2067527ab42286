package guide

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Problem is something wrong in a guide: where in the file, and a text of the catalogue that says what. Field is the
// path of what is wrong, as "meetings.0.steps.2.title".
type Problem struct {
	Line  int
	Field string
	Key   string
	Args  map[string]string
}

// Bounds of a guide.
const (
	maxFile     = 256 << 10
	mostTitle   = 120
	mostText    = 4000
	mostList    = 20
	mostMeeting = 24
	mostSteps   = 24
	mostMinutes = 480
	mostGroup   = 30
)

// yamlLine finds the line in what the decoder says.
var yamlLine = regexp.MustCompile(`line (\d+)`)

// Parse reads a guide from a file of text and checks it. What is written and known to nobody is a problem, so that a
// misspelling is not silently left out. A guide with problems is not to be used.
func Parse(text []byte) (Guide, []Problem) {
	var g Guide
	if len(text) > maxFile {
		return g, []Problem{{Line: 1, Key: "guide.problem.size"}}
	}
	if !utf8.Valid(text) {
		return g, []Problem{{Line: 1, Key: "guide.problem.utf8"}}
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	err := d.Decode(&g)
	if err == nil {
		if next := d.Decode(&yaml.Node{}); !errors.Is(next, io.EOF) {
			err = errors.New("line 1: more than one document")
		}
	}
	if err != nil {
		return g, []Problem{ofDecoder(err)}
	}
	g.tidy()
	problems := Check(g)
	if len(problems) == 0 {
		return g, nil
	}
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err == nil && len(root.Content) > 0 {
		for i := range problems {
			problems[i].Line = lineOf(root.Content[0], strings.Split(problems[i].Field, "."))
		}
	}
	return g, problems
}

// ofDecoder turns what the decoder says into a problem with its line.
func ofDecoder(err error) Problem {
	p := Problem{Line: 1, Key: "guide.problem.yaml", Args: map[string]string{"text": err.Error()}}
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		p.Line, _ = strconv.Atoi(m[1])
	}
	if strings.Contains(err.Error(), "not found in type") {
		p.Key = "guide.problem.unknown"
	}
	return p
}

// lineOf follows a path into the file as far as it goes; what is missing has the line of what it is missing from.
func lineOf(n *yaml.Node, path []string) int {
	for n.Kind == yaml.AliasNode && n.Alias != nil {
		n = n.Alias
	}
	if len(path) == 0 {
		return n.Line
	}
	switch n.Kind {
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(path[0]); err == nil && i >= 0 && i < len(n.Content) {
			return lineOf(n.Content[i], path[1:])
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value != path[0] {
				continue
			}
			if len(path) == 1 {
				return n.Content[i].Line
			}
			return lineOf(n.Content[i+1], path[1:])
		}
	}
	return n.Line
}

// tidy takes away space around texts, and names steps without an id by their number.
func (g *Guide) tidy() {
	for _, s := range []*string{&g.ID, &g.Title, &g.About, &g.For, &g.Source, &g.Course, &g.Groups.How, &g.Groups.Help} {
		*s = strings.TrimSpace(*s)
	}
	for _, list := range [][]string{g.Preparation, g.Rules} {
		for i := range list {
			list[i] = strings.TrimSpace(list[i])
		}
	}
	for i := range g.Meetings {
		m := &g.Meetings[i]
		m.Title, m.About = strings.TrimSpace(m.Title), strings.TrimSpace(m.About)
		for k := range m.Steps {
			m.Steps[k].tidy(k + 1)
		}
	}
}

func (s *Step) tidy(number int) {
	for _, t := range []*string{&s.ID, &s.Title, &s.Text, &s.Question, &s.Easy, &s.Note} {
		*t = strings.TrimSpace(*t)
	}
	if s.ID == "" {
		s.ID = "steg-" + strconv.Itoa(number)
	}
	for i := range s.Material {
		m := &s.Material[i]
		for _, t := range []*string{&m.Title, &m.Link, &m.Film, &m.Course, &m.Lesson} {
			*t = strings.TrimSpace(*t)
		}
	}
}

// Write gives a guide as a file of text that Parse reads as the same guide.
func Write(g Guide) ([]byte, error) {
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(g); err != nil {
		return nil, err
	}
	return b.Bytes(), e.Close()
}
