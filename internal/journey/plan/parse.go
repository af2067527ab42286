package plan

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxBytes is the largest definition that is read.
const maxBytes = 1 << 20

// Problem is something wrong in a definition or a layer.
type Problem struct {
	Line    int  // in the file, from 1; 0: no line. Of a layer: the operation, from 1; 0: the layer itself
	Warning bool // may be stored all the same
	Key     string
	Args    map[string]string
}

// Broken tells whether any of the problems is more than a warning: such a definition or layer must not be stored.
func Broken(ps []Problem) bool {
	for _, p := range ps {
		if !p.Warning {
			return true
		}
	}
	return false
}

// Parse reads a journey's definition, one YAML document of at most 1 MiB in the format of docs/journey-format.md. It
// never fails: what is wrong is told by line, and the journey holds what could be read. Occupations, areas and courses
// are not looked up here. Unknown keys are problems, so that a misspelling is not silently left out.
func Parse(text []byte) (Journey, []Problem) {
	var j Journey
	r := &reader{lines: map[string]int{}}
	if len(text) > maxBytes {
		return j, []Problem{{Key: "journey.problem.size"}}
	}
	var doc yaml.Node
	if err := yaml.NewDecoder(bytes.NewReader(text)).Decode(&doc); err != nil {
		return j, []Problem{{Line: yamlLine(err), Key: "journey.problem.yaml", Args: map[string]string{"text": yamlText(err)}}}
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 {
		return j, []Problem{{Line: 1, Key: "journey.problem.yaml"}}
	}
	r.journey(doc.Content[0], &j)
	j.OwnerKind = ownerKind(j.Owner)
	for _, p := range Check(&j) {
		p.Line = r.lines[p.Args["at"]]
		if line, ok := r.lines[p.Args["at"]+again]; ok && p.Key == "journey.problem.id_twice" {
			p.Line = line
		}
		r.problems = append(r.problems, p)
	}
	return j, r.problems
}

// ownerKind reads a node's kind from its id; an id of another form may demand nothing.
func ownerKind(id string) NodeKind {
	switch {
	case id == "se":
		return Nation
	case strings.HasPrefix(id, "rss-"):
		return RSS
	case strings.HasPrefix(id, "k-"):
		return Municipality
	}
	return ""
}

func (r *reader) journey(n *yaml.Node, j *Journey) {
	r.fields(n, map[string]field{
		"id":         r.text(&j.ID),
		"title":      r.text(&j.Title),
		"short":      r.text(&j.Short),
		"owner":      r.text(&j.Owner),
		"owner_name": r.text(&j.OwnerName),
		"status":     choice(r, &j.Status, Live, Planned),
		"since":      r.date(&j.Since),
		"target":     r.text(&j.Target),
		"audience":   r.audience(&j.Audience, 0),
		"overlaps":   r.texts(&j.Overlaps),
		"priority":   r.number(&j.Priority),
		"managers":   r.texts(&j.Managers),
		"scheme":     func(n *yaml.Node) { r.scheme(n, &j.Scheme) },
		"tracks":     list(r, &j.Tracks, r.track),
		"blocks":     list(r, &j.Blocks, r.block),
		"parallel":   list(r, &j.Parallel, r.path),
	})
}

func (r *reader) scheme(n *yaml.Node, s *Scheme) {
	r.fields(n, map[string]field{
		"kind":   choice(r, &s.Kind, Content, Experience),
		"years":  choice(r, &s.Years, YearsInOccupation, YearsInArea),
		"levels": list(r, &s.Levels, r.level),
	})
}

func (r *reader) level(n *yaml.Node, l *Level) {
	r.fields(n, map[string]field{
		"id":         r.text(&l.ID),
		"title":      r.text(&l.Title),
		"helper":     r.text(&l.Helper),
		"from_years": r.number(&l.Years),
		"over_years": func(n *yaml.Node) { l.Over = true; r.number(&l.Years)(n) },
	})
	r.at("level/"+l.ID, n)
}

func (r *reader) track(n *yaml.Node, t *Track) {
	t.Status = TrackLive
	r.fields(n, map[string]field{
		"id":       r.text(&t.ID),
		"title":    r.text(&t.Title),
		"audience": r.audience(&t.Audience, 0),
		"status":   choice(r, &t.Status, TrackLive, Investigating),
		"note":     r.text(&t.Note),
	})
	r.at("track/"+t.ID, n)
}

func (r *reader) block(n *yaml.Node, b *Block) {
	r.fields(n, map[string]field{
		"id":       r.text(&b.ID),
		"title":    r.text(&b.Title),
		"helper":   r.text(&b.Helper),
		"icon":     r.text(&b.Icon),
		"kind":     choice(r, &b.Kind, Base, Advanced, Expert, Workplace, Manager, StepBlock),
		"level":    r.text(&b.Level),
		"audience": r.audience(&b.Audience, 0),
		"items":    list(r, &b.Items, r.item),
	})
	r.at("block/"+b.ID, n)
}

func (r *reader) item(n *yaml.Node, it *Item) {
	var tracks []string
	r.fields(n, map[string]field{
		"id":           r.text(&it.ID),
		"course":       r.text(&it.Course),
		"title":        r.text(&it.Title),
		"text":         r.text(&it.Text),
		"url":          r.text(&it.URL),
		"kind":         choice(r, &it.Kind, CourseItem, Activity, Info),
		"requirement":  choice(r, &it.Requirement, Elective, Recommended, Mandatory),
		"tracks":       r.texts(&tracks),
		"audience":     r.audience(&it.Audience, 0),
		"due":          func(n *yaml.Node) { it.Due = r.due(n) },
		"since":        r.date(&it.Since),
		"retired":      r.date(&it.Retired),
		"requires":     list(r, &it.Requires, r.link),
		"done_by":      choice(r, &it.DoneBy, Attended),
		"wish":         r.text(&it.Wish),
		"introduction": choice(r, &it.Introduction, ProfessionIntroduction, WorkplaceIntroduction),
		"tags":         r.texts(&it.Tags),
	})
	it.Audience = withTracks(it.Audience, tracks)
	it.ID = firstText(it.ID, it.Course)
	if it.Requirement == "" {
		it.Requirement = Elective
	}
	switch {
	case it.Kind != "":
	case it.Course != "":
		it.Kind = CourseItem
	default:
		it.Kind = Info
	}
	r.at("item/"+it.ID, n)
}

// withTracks adds the short form "tracks:" to an item's audience.
func withTracks(a *Audience, tracks []string) *Audience {
	switch {
	case len(tracks) == 0:
		return a
	case a == nil:
		return &Audience{Tracks: tracks}
	case len(a.Tracks) == 0:
		a.Tracks = tracks
		return a
	}
	return &Audience{Tracks: tracks, All: []Audience{*a}}
}

func (r *reader) due(n *yaml.Node) *Due {
	d := &Due{From: FromStart}
	r.fields(n, map[string]field{
		"days": r.number(&d.Days),
		"from": choice(r, &d.From, FromStart, FromAssigned),
	})
	return d
}

func (r *reader) link(n *yaml.Node, l *Link) {
	l.Mode = Warn
	r.fields(n, map[string]field{
		"course": r.text(&l.Course),
		"mode":   choice(r, &l.Mode, Warn, BlockMode),
		"why":    r.text(&l.Why),
	})
}

func (r *reader) path(n *yaml.Node, p *Path) {
	r.fields(n, map[string]field{
		"id":       r.text(&p.ID),
		"title":    r.text(&p.Title),
		"text":     r.text(&p.Text),
		"url":      r.text(&p.URL),
		"audience": r.audience(&p.Audience, 0),
	})
	r.at("path/"+p.ID, n)
}
