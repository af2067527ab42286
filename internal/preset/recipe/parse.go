package recipe

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Bounds of a preset.
const (
	mostBytes = 64 << 10
	mostTitle = 120
	mostText  = 2000
	mostParts = 40
	mostWeeks = 104
)

// Problem is something wrong in a file: its line when it is known, and what, for whoever writes presets.
type Problem struct {
	Line int
	Text string
}

var (
	idShape  = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)
	yamlLine = regexp.MustCompile(`line (\d+)`)
)

// Parse reads a preset from a file of text and checks it. A key that nobody knows is a problem, so that a misspelling is not
// silently left out. A preset with problems is not to be used.
func Parse(text []byte) (p Preset, problems []Problem) {
	if len(text) > mostBytes || !utf8.Valid(text) {
		return p, []Problem{{1, "the file is too long, or no UTF-8"}}
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	err := d.Decode(&p)
	if err == nil {
		if next := d.Decode(&yaml.Node{}); !errors.Is(next, io.EOF) {
			err = errors.New("line 1: there is more than one document")
		}
	}
	if err != nil {
		line := 1
		if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
			line, _ = strconv.Atoi(m[1])
		}
		return p, []Problem{{line, err.Error()}}
	}
	for _, s := range []*string{&p.Title, &p.Short, &p.About, &p.Credit} {
		*s = strings.TrimSpace(*s)
	}
	return p, Check(p)
}

// Check tells what is wrong with a preset. Whether what it names exists is asked where that is known.
func Check(p Preset) (out []Problem) {
	say := func(text string) { out = append(out, Problem{Text: text}) }
	if !idShape.MatchString(p.ID) {
		say("id")
	}
	for name, s := range map[string]string{"title": p.Title, "short": p.Short} {
		if s == "" || utf8.RuneCountInString(s) > mostTitle {
			say(name)
		}
	}
	for name, s := range map[string]string{"about": p.About, "credit": p.Credit} {
		if s == "" || utf8.RuneCountInString(s) > mostText {
			say(name)
		}
	}
	if len(p.Places) == 0 || !known(p.Places) {
		say("places")
	}
	if len(p.Parts) == 0 || len(p.Parts) > mostParts {
		say("parts")
	}
	seen := map[string]bool{}
	for i, x := range p.Parts {
		if wrong := x.wrong(); wrong != "" {
			say("part " + strconv.Itoa(i+1) + ": " + wrong)
		}
		key := string(x.Kind) + " " + x.Ref + strings.Join(x.Courses, " ")
		if seen[key] {
			say("part " + strconv.Itoa(i+1) + ": twice")
		}
		seen[key] = true
	}
	for _, place := range p.Places {
		if len(p.PartsAt(place)) == 0 {
			say("nothing is made at " + string(place))
		}
	}
	for i, n := range p.Next {
		if n.Text == "" || !slices.Contains(Whos(), n.Who) || n.Href != "" && (n.Who != "loader" || !strings.HasPrefix(n.Href, "/")) {
			say("next " + strconv.Itoa(i+1))
		}
	}
	slices.SortFunc(out, func(a, b Problem) int { return strings.Compare(a.Text, b.Text) })
	return out
}

func known(places []Place) bool {
	for i, x := range places {
		if !slices.Contains(Places(), x) || slices.Contains(places[:i], x) {
			return false
		}
	}
	return true
}

// wrong names what of a part cannot be as it is; "" nothing.
func (x Part) wrong() string {
	switch {
	case !slices.Contains(Kinds(), x.Kind):
		return "kind"
	case !known(x.Places):
		return "places"
	case x.Weeks < 0 || x.Weeks > mostWeeks:
		return "weeks"
	case utf8.RuneCountInString(x.Note) > mostText:
		return "note"
	case x.Kind == Together != (len(x.Courses) > 0) || x.Kind == Together != (x.Ref == ""):
		return "courses stand in together, ref in the others"
	case x.Ref != "" && !idShape.MatchString(x.Ref):
		return "ref"
	case x.Kind == Reflect != (x.Need != ""):
		return "need"
	case x.Kind == Reflect && !slices.Contains([]string{"group", "alone", "none"}, x.Need):
		return "need"
	case x.Need == "none" && x.Weeks == 0:
		return "weeks: nothing would come after the course"
	case x.Weeks > 0 && x.Kind != Reflect && x.Kind != Together || x.Note != "" && x.Kind != Together:
		return "weeks or note"
	case (x.Kind == Scheme) != (x.Scheme != nil):
		return "scheme"
	}
	for i, id := range x.Courses {
		if !idShape.MatchString(id) || slices.Contains(x.Courses[:i], id) {
			return "courses"
		}
	}
	if x.Scheme != nil {
		if wrong := x.Scheme.Tidy().Check(); len(wrong) > 0 {
			return "scheme: " + wrong[0].Field + " " + wrong[0].Key
		}
	}
	return ""
}
