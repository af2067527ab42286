package folder

import (
	"regexp"
	"strings"
)

// rawStep is a step of a lesson file before its blocks are read.
type rawStep struct {
	id, title string
	line      int
	parts     []rawPart
}

// rawPart is Markdown (kind "") or the YAML inside a fence.
type rawPart struct {
	kind string
	line int // of the first line of text
	text string
}

var (
	stepHeading = regexp.MustCompile(`^##\s+(.*?)\s*\{#([^}]*)\}\s*$`)
	fenceOpens  = regexp.MustCompile(`^:::[ \t]*([a-z]+)[ \t]*$`)
	fenceCloses = regexp.MustCompile(`^:::[ \t]*$`)
)

// cutter goes through the lines of a lesson body.
type cutter struct {
	place
	steps []rawStep
	open  *rawPart // fence being read
	begun int      // line of its :::
	lines []string // of the part being read
	first int      // line of lines[0]
	code  bool     // inside ``` … ```
	alone bool     // text before the first step is told once
}

// cutLesson splits body, whose first line is at at.line, into steps.
func cutLesson(at place, body string) []rawStep {
	c := &cutter{place: at, first: at.line}
	for i, line := range strings.Split(body, "\n") {
		c.line = at.line + i
		c.take(line)
	}
	if c.open != nil {
		c.unclosed()
	}
	c.flush()
	return c.steps
}

func (c *cutter) take(line string) {
	switch {
	case c.open != nil:
		c.takeFenced(line)
	case strings.HasPrefix(line, "```") || strings.HasPrefix(line, "~~~"):
		c.code = !c.code
		c.keep(line)
	case c.code:
		c.keep(line)
	case isHeading(line, "##"):
		c.begin(line)
	case isHeading(line, "#"):
		c.wrong("heading_one")
	case fenceOpens.MatchString(line):
		c.flush()
		c.open = &rawPart{kind: fenceOpens.FindStringSubmatch(line)[1], line: c.line + 1}
		c.begun, c.first = c.line, c.line+1
	case strings.HasPrefix(strings.TrimSpace(line), ":::"):
		c.wrong("fence_form")
	default:
		c.keep(line)
	}
}

// takeFenced reads a line inside a fence. A heading or a new fence there means
// that the closing ::: was forgotten.
func (c *cutter) takeFenced(line string) {
	switch {
	case fenceCloses.MatchString(line):
		c.flush()
	case isHeading(line, "##"), fenceOpens.MatchString(line):
		c.unclosed()
		c.flush()
		c.take(line)
	default:
		c.keep(line)
	}
}

func isHeading(line, marks string) bool {
	rest, ok := strings.CutPrefix(line, marks)
	return ok && (rest == "" || rest[0] == ' ' || rest[0] == '\t')
}

func (c *cutter) unclosed() { c.on(c.begun).wrong("fence_open", "kind", c.open.kind) }

func (c *cutter) keep(line string) {
	if len(c.lines) == 0 {
		if c.open == nil && strings.TrimSpace(line) == "" {
			return // a text begins with its first words
		}
		c.first = c.line
	}
	c.lines = append(c.lines, line)
}

// begin starts a step.
func (c *cutter) begin(line string) {
	c.flush()
	step := rawStep{line: c.line}
	if m := stepHeading.FindStringSubmatch(line); m != nil {
		step.title, step.id = m[1], m[2]
	} else {
		c.wrong("step_id")
	}
	if step.id != "" && !isID(step.id) {
		c.wrong("id_form", "id", step.id)
	}
	if step.title == "" && step.id != "" {
		c.wrong("step_title")
	}
	c.steps = append(c.steps, step)
}

// flush ends the part being read and puts it in its step.
func (c *cutter) flush() {
	text := strings.Join(c.lines, "\n")
	part := rawPart{line: c.first, text: text}
	if c.open != nil {
		part.kind, part.line = c.open.kind, c.open.line
	}
	empty := c.open == nil && strings.TrimSpace(text) == ""
	c.open, c.lines = nil, nil
	switch {
	case empty:
	case len(c.steps) == 0:
		if !c.alone {
			c.on(part.line).wrong("step_before")
		}
		c.alone = true
	default:
		last := &c.steps[len(c.steps)-1]
		last.parts = append(last.parts, part)
	}
}
