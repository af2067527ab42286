package plan

import (
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// reader takes values out of YAML nodes and remembers what was wrong and where things stood.
type reader struct {
	problems []Problem
	lines    map[string]int // "item/akk" → its first line
}

// field reads the value of one key.
type field func(*yaml.Node)

// maxDepth is how deep audiences may stand in each other.
const maxDepth = 8

// again marks the line where a name comes a second time.
const again = " again"

func (r *reader) bad(n *yaml.Node, key string, args ...string) {
	p := Problem{Line: n.Line, Key: "journey.problem." + key, Args: map[string]string{}}
	for i := 0; i+1 < len(args); i += 2 {
		p.Args[args[i]] = args[i+1]
	}
	r.problems = append(r.problems, p)
}

func (r *reader) at(name string, n *yaml.Node) {
	if _, ok := r.lines[name]; ok {
		name += again
	}
	r.lines[name] = n.Line
}

func (r *reader) fields(n *yaml.Node, want map[string]field) {
	if n.Kind != yaml.MappingNode {
		r.bad(n, "mapping")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		read := want[k.Value]
		switch {
		case read == nil:
			r.bad(k, "key_unknown", "key", k.Value)
		case seen[k.Value]:
			r.bad(k, "key_twice", "key", k.Value)
		default:
			seen[k.Value] = true
			read(v)
		}
	}
}

func (r *reader) scalar(n *yaml.Node) (string, bool) {
	if n.Kind != yaml.ScalarNode {
		r.bad(n, "scalar")
		return "", false
	}
	return strings.TrimSpace(n.Value), n.Tag != "!!null"
}

func (r *reader) text(to *string) field {
	return func(n *yaml.Node) {
		if s, ok := r.scalar(n); ok {
			*to = s
		}
	}
}

func (r *reader) date(to *Date) field {
	return func(n *yaml.Node) {
		s, ok := r.scalar(n)
		if !ok {
			return
		}
		d, ok := ParseDate(s)
		if !ok {
			r.bad(n, "date", "value", s)
		}
		*to = d
	}
}

func (r *reader) number(to *int) field {
	return func(n *yaml.Node) {
		s, ok := r.scalar(n)
		if !ok {
			return
		}
		i, err := strconv.Atoi(s)
		if err != nil || i < 0 || i > 36500 {
			r.bad(n, "number", "value", s)
			return
		}
		*to = i
	}
}

func (r *reader) flag(to **bool) field {
	return func(n *yaml.Node) {
		s, ok := r.scalar(n)
		if !ok {
			return
		}
		b, err := strconv.ParseBool(s)
		if err != nil {
			r.bad(n, "flag", "value", s)
			return
		}
		*to = &b
	}
}

func (r *reader) texts(to *[]string) field {
	return list(r, to, func(n *yaml.Node, s *string) { r.text(s)(n) })
}

// list reads a sequence with one call per element.
func list[T any](r *reader, to *[]T, one func(*yaml.Node, *T)) field {
	return func(n *yaml.Node) {
		if n.Tag == "!!null" {
			return
		}
		if n.Kind != yaml.SequenceNode {
			r.bad(n, "sequence")
			return
		}
		*to = make([]T, len(n.Content))
		for i, e := range n.Content {
			one(e, &(*to)[i])
		}
	}
}

// choice reads one of the given words.
func choice[T ~string](r *reader, to *T, words ...T) field {
	return func(n *yaml.Node) {
		s, ok := r.scalar(n)
		if !ok {
			return
		}
		for _, w := range words {
			if string(w) == s {
				*to = w
				return
			}
		}
		r.bad(n, "word", "value", s)
	}
}

func (r *reader) audience(to **Audience, depth int) field {
	return func(n *yaml.Node) {
		if depth > maxDepth {
			r.bad(n, "depth")
			return
		}
		a := &Audience{}
		*to = a
		nested := func(n *yaml.Node, to *Audience) {
			var inner *Audience
			if r.audience(&inner, depth+1)(n); inner != nil {
				*to = *inner
			}
		}
		r.fields(n, map[string]field{
			"occupations": r.texts(&a.Occupations),
			"areas":       r.texts(&a.Areas),
			"forms":       r.texts(&a.Forms),
			"roles":       r.texts(&a.Roles),
			"backgrounds": r.texts(&a.Backgrounds),
			"steps":       r.texts(&a.Steps),
			"tracks":      r.texts(&a.Tracks),
			"licensed":    r.flag(&a.Licensed),
			"all":         list(r, &a.All, nested),
			"any":         list(r, &a.Any, nested),
			"not":         r.audience(&a.Not, depth+1),
		})
	}
}

var yamlAt = regexp.MustCompile(`line (\d+): `)

func yamlLine(err error) int {
	if m := yamlAt.FindStringSubmatch(err.Error()); m != nil {
		n, _ := strconv.Atoi(m[1])
		return n
	}
	return 1
}

func yamlText(err error) string {
	return yamlAt.ReplaceAllString(strings.TrimPrefix(err.Error(), "yaml: "), "")
}
