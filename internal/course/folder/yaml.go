package folder

import (
	"errors"
	"io"
	"sort"
	"strings"

	"go.yaml.in/yaml/v3"
)

// fields is a YAML mapping that is being read. Every getter marks its key as
// known; close reports the keys that nobody asked for.
type fields struct {
	place  // where the mapping begins
	shift  int
	names  []string // in file order
	keys   map[string]*yaml.Node
	values map[string]*yaml.Node
	asked  map[string]bool
}

// readYAML reads text, whose first line is at at.line, as one mapping. A text
// that is not one gives an error problem and fields without values.
func readYAML(at place, text string) (fields, bool) {
	f := newFields(at, at.line-1)
	dec := yaml.NewDecoder(strings.NewReader(text))
	var doc, more yaml.Node
	if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
		return f, true
	} else if err != nil {
		sayYAML(at, text, err)
		return f, false
	}
	if err := dec.Decode(&more); err == nil {
		at.on(f.shift + more.Line).wrong("yaml_documents")
		return f, false
	} else if !errors.Is(err, io.EOF) {
		sayYAML(at, text, err)
		return f, false
	}
	if !plainYAML(at, &doc) {
		return f, false
	}
	return fieldsOf(at, f.shift, doc.Content[0])
}

// sayYAML tells what the YAML parser did not understand. The parser's own line
// is often that of the text around, so the line is searched for: the first
// whose addition makes the text above it unreadable.
func sayYAML(at place, text string, err error) {
	lines := strings.SplitAfter(text, "\n")
	first := sort.Search(len(lines)-1, func(i int) bool {
		return !readable(strings.Join(lines[:i+1], ""))
	})
	said := err.Error()
	key := "yaml"
	switch {
	case strings.Contains(said, "mapping values are not allowed"):
		key = "yaml_colon"
	case strings.Contains(said, "cannot start any token"), strings.Contains(said, "found a tab"),
		strings.Contains(said, "alphabetic or numeric"):
		key = "yaml_sign"
	}
	at.on(at.line + first).wrong(key)
}

// readable tells whether text is YAML in one or more documents.
func readable(text string) bool {
	dec := yaml.NewDecoder(strings.NewReader(text))
	for {
		var doc yaml.Node
		if err := dec.Decode(&doc); err != nil {
			return errors.Is(err, io.EOF)
		}
	}
}

// plainYAML refuses anchors, aliases and tags: none is needed, and an alias
// can unfold a short text to fill the memory.
func plainYAML(at place, n *yaml.Node) bool {
	switch {
	case n.Kind == yaml.AliasNode, n.Anchor != "":
		at.on(at.line - 1 + n.Line).wrong("yaml_alias")
		return false
	case n.Style&yaml.TaggedStyle != 0:
		at.on(at.line - 1 + n.Line).wrong("yaml_tag")
		return false
	}
	for _, child := range n.Content {
		if !plainYAML(at, child) {
			return false
		}
	}
	return true
}

func newFields(at place, shift int) fields {
	return fields{
		place: at, shift: shift,
		keys: map[string]*yaml.Node{}, values: map[string]*yaml.Node{}, asked: map[string]bool{},
	}
}

// fieldsOf makes fields of a mapping node; shift is the lines before the YAML.
func fieldsOf(at place, shift int, n *yaml.Node) (fields, bool) {
	at = at.on(shift + n.Line)
	f := newFields(at, shift)
	if n.Kind != yaml.MappingNode {
		if n.Tag == "!!null" {
			return f, true
		}
		at.wrong("yaml_mapping")
		return f, false
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			f.on(shift + key.Line).wrong("yaml")
			continue
		}
		if f.keys[key.Value] != nil {
			f.on(shift+key.Line).wrong("yaml_twice", "field", key.Value)
			continue
		}
		f.names = append(f.names, key.Value)
		f.keys[key.Value], f.values[key.Value] = key, value
	}
	return f, true
}

// close reports every key that is not part of the format.
func (f fields) close() {
	for _, name := range f.names {
		if !f.asked[name] {
			f.at(name).wrong("field_unknown", "field", name)
		}
	}
}

// at is the place of a key, or of the mapping when the key is absent.
func (f fields) at(key string) place {
	if n := f.keys[key]; n != nil {
		return f.on(f.shift + n.Line)
	}
	return f.place
}

// has tells whether key has a value, and marks it as known.
func (f fields) has(key string) bool {
	f.asked[key] = true
	n := f.values[key]
	return n != nil && (n.Kind != yaml.ScalarNode || n.Tag != "!!null")
}

// missing reports a key that has to be there.
func (f fields) missing(key string) { f.at(key).wrong("field_missing", "field", key) }
