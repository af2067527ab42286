package plan

import (
	"bytes"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// Write gives a journey's definition in the format of docs/journey-format.md, the keys in its order. Parse reads the
// same journey back; comments and the file's own layout are not kept.
func Write(j *Journey) []byte {
	var out bytes.Buffer
	enc := yaml.NewEncoder(&out)
	enc.SetIndent(2)
	// A node tree of scalars, lists and maps can always be encoded, into memory.
	if err := enc.Encode(journeyNode(j)); err != nil {
		panic("plan: " + err.Error())
	}
	return out.Bytes()
}

// mapping is a YAML mapping in the making. What is empty is left out.
type mapping struct{ node *yaml.Node }

func newMapping() *mapping { return &mapping{&yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}} }

func scalar(s string) *yaml.Node {
	n := new(yaml.Node)
	n.SetString(s)
	return n
}

func (m *mapping) put(key string, value *yaml.Node) {
	if value != nil {
		m.node.Content = append(m.node.Content, scalar(key), value)
	}
}

func (m *mapping) text(key, value string) {
	if value != "" {
		m.put(key, scalar(value))
	}
}

func (m *mapping) number(key string, value int) {
	m.put(key, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: strconv.Itoa(value)})
}

func (m *mapping) texts(key string, values []string) {
	m.put(key, flow(listNode(values, func(s *string) *yaml.Node { return scalar(*s) })))
}

// listNode gives nil for an empty list, so that it is left out.
func listNode[T any](from []T, one func(*T) *yaml.Node) *yaml.Node {
	if len(from) == 0 {
		return nil
	}
	n := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	for i := range from {
		n.Content = append(n.Content, one(&from[i]))
	}
	return n
}

// flow writes a short thing on one line.
func flow(n *yaml.Node) *yaml.Node {
	if n != nil {
		n.Style = yaml.FlowStyle
	}
	return n
}

func journeyNode(j *Journey) *yaml.Node {
	m := newMapping()
	m.text("id", j.ID)
	m.text("title", j.Title)
	m.text("short", j.Short)
	m.text("owner", j.Owner)
	m.text("owner_name", j.OwnerName)
	m.text("status", string(j.Status))
	m.text("since", string(j.Since))
	m.text("target", j.Target)
	m.put("audience", audienceNode(j.Audience))
	m.texts("overlaps", j.Overlaps)
	if j.Priority != 0 {
		m.number("priority", j.Priority)
	}
	m.texts("managers", j.Managers)
	m.put("scheme", schemeNode(&j.Scheme))
	m.put("tracks", listNode(j.Tracks, trackNode))
	m.put("blocks", listNode(j.Blocks, blockNode))
	m.put("parallel", listNode(j.Parallel, pathNode))
	return m.node
}

func schemeNode(s *Scheme) *yaml.Node {
	m := newMapping()
	m.text("kind", string(s.Kind))
	m.text("years", string(s.Years))
	m.put("levels", listNode(s.Levels, levelNode))
	if len(m.node.Content) == 0 {
		return nil
	}
	return m.node
}

func levelNode(l *Level) *yaml.Node {
	m := newMapping()
	m.text("id", l.ID)
	m.text("title", l.Title)
	m.text("helper", l.Helper)
	switch {
	case l.Over:
		m.number("over_years", l.Years)
	case l.Years != 0:
		m.number("from_years", l.Years)
	}
	return flow(m.node)
}

func trackNode(t *Track) *yaml.Node {
	m := newMapping()
	m.text("id", t.ID)
	m.text("title", t.Title)
	m.put("audience", audienceNode(t.Audience))
	if t.Status != TrackLive {
		m.text("status", string(t.Status))
	}
	m.text("note", t.Note)
	return m.node
}

func blockNode(b *Block) *yaml.Node {
	m := newMapping()
	m.text("id", b.ID)
	m.text("title", b.Title)
	m.text("helper", b.Helper)
	m.text("kind", string(b.Kind))
	m.text("level", b.Level)
	m.text("icon", b.Icon)
	m.put("audience", audienceNode(b.Audience))
	m.put("items", listNode(b.Items, itemNode))
	return m.node
}

// itemNode leaves out what the reader fills in by itself: the id that is the course's, the kind
// that follows from there being a course, the requirement that is elective.
func itemNode(it *Item) *yaml.Node {
	m := newMapping()
	m.text("course", it.Course)
	if it.ID != it.Course {
		m.text("id", it.ID)
	}
	m.text("title", it.Title)
	m.text("text", it.Text)
	m.text("url", it.URL)
	if usual := kindOf(it.Course); it.Kind != usual {
		m.text("kind", string(it.Kind))
	}
	if it.Requirement != Elective {
		m.text("requirement", string(it.Requirement))
	}
	m.put("audience", audienceNode(it.Audience))
	if it.Due != nil {
		due := newMapping()
		due.number("days", it.Due.Days)
		due.text("from", string(it.Due.From))
		m.put("due", flow(due.node))
	}
	m.text("since", string(it.Since))
	m.text("retired", string(it.Retired))
	m.put("requires", listNode(it.Requires, linkNode))
	m.text("done_by", string(it.DoneBy))
	m.text("wish", it.Wish)
	m.text("introduction", string(it.Introduction))
	m.texts("tags", it.Tags)
	return m.node
}

func kindOf(course string) ItemKind {
	if course != "" {
		return CourseItem
	}
	return Info
}

func linkNode(l *Link) *yaml.Node {
	m := newMapping()
	m.text("course", l.Course)
	m.text("mode", string(l.Mode))
	m.text("why", l.Why)
	return m.node
}

func pathNode(p *Path) *yaml.Node {
	m := newMapping()
	m.text("id", p.ID)
	m.text("title", p.Title)
	m.text("text", p.Text)
	m.text("url", p.URL)
	m.put("audience", audienceNode(p.Audience))
	return m.node
}

func audienceNode(a *Audience) *yaml.Node {
	if a == nil {
		return nil
	}
	m := newMapping()
	m.texts("occupations", a.Occupations)
	m.texts("areas", a.Areas)
	m.texts("forms", a.Forms)
	if a.Licensed != nil {
		m.put("licensed", &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: strconv.FormatBool(*a.Licensed)})
	}
	m.texts("roles", a.Roles)
	m.texts("backgrounds", a.Backgrounds)
	m.texts("steps", a.Steps)
	m.texts("tracks", a.Tracks)
	m.put("all", listNode(a.All, audienceNode))
	m.put("any", listNode(a.Any, audienceNode))
	m.put("not", audienceNode(a.Not))
	return flow(m.node)
}
