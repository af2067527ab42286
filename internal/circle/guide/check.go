package guide

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// idShape is how ids of guides, steps and courses look.
var idShape = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,79}$`)

// IsID tells whether a word can be the id of a guide or a step.
func IsID(s string) bool { return idShape.MatchString(s) }

// longestID is how many letters an id may have.
const longestID = 80

// CopyID is the id of a place's nth copy of a guide: the guide's, and whose it is, cut so that it is an id.
func CopyID(id, ownerID string, nth int) string {
	owner := []byte(strings.ToLower(ownerID))
	for i, b := range owner {
		if !(b >= 'a' && b <= 'z' || b >= '0' && b <= '9') {
			owner[i] = '-'
		}
	}
	end := "-" + string(owner[:min(len(owner), longestID/2)])
	id = strings.TrimSuffix(id, end)
	if nth > 1 {
		end += "-" + strconv.Itoa(nth)
	}
	return strings.TrimRight(id[:min(len(id), longestID-len(end))], "-") + end
}

// checker collects what is wrong.
type checker struct{ found []Problem }

func (c *checker) say(field, key string, pairs ...string) {
	p := Problem{Field: field, Key: key}
	for i := 0; i+1 < len(pairs); i += 2 {
		if p.Args == nil {
			p.Args = map[string]string{}
		}
		p.Args[pairs[i]] = pairs[i+1]
	}
	c.found = append(c.found, p)
}

// Check tells what is wrong in a guide, in the order of its fields.
func Check(g Guide) []Problem {
	c := &checker{}
	if !IsID(g.ID) {
		c.say("id", "guide.problem.id")
	}
	c.must("title", g.Title, mostTitle)
	if !slices.Contains(Kinds(), g.Kind) {
		c.say("kind", "guide.problem.kind")
	}
	c.must("about", g.About, mostText)
	c.text("for", g.For, mostText)
	c.text("source", g.Source, mostText)
	if g.Course != "" && !IsID(g.Course) {
		c.say("course", "guide.problem.course")
	}
	c.list("preparation", g.Preparation)
	c.list("rules", g.Rules)
	if g.Groups.Most < 0 || g.Groups.Most == 1 || g.Groups.Most > mostGroup {
		c.say("groups.most", "guide.problem.group", "n", strconv.Itoa(mostGroup))
	}
	c.text("groups.how", g.Groups.How, mostText)
	c.text("groups.help", g.Groups.Help, mostText)
	switch {
	case len(g.Meetings) == 0:
		c.say("meetings", "guide.problem.no_meetings")
	case len(g.Meetings) > mostMeeting:
		c.say("meetings", "guide.problem.many_meetings", "n", strconv.Itoa(mostMeeting))
	}
	for i, m := range g.Meetings {
		c.meeting("meetings."+strconv.Itoa(i), m)
	}
	return c.found
}

func (c *checker) meeting(at string, m Meeting) {
	c.must(at+".title", m.Title, mostTitle)
	c.text(at+".about", m.About, mostText)
	c.minutes(at+".minutes", m.Minutes)
	switch {
	case len(m.Steps) == 0:
		c.say(at+".steps", "guide.problem.no_steps")
	case len(m.Steps) > mostSteps:
		c.say(at+".steps", "guide.problem.many_steps", "n", strconv.Itoa(mostSteps))
	}
	if took := m.Took(); m.Minutes > 0 && took > m.Minutes {
		c.say(at+".minutes", "guide.problem.long_steps", "minutes", strconv.FormatInt(m.Minutes, 10), "steps", strconv.FormatInt(took, 10))
	}
	seen := map[string]bool{}
	for k, s := range m.Steps {
		in := at + ".steps." + strconv.Itoa(k)
		if !IsID(s.ID) || s.ID == Case {
			c.say(in+".id", "guide.problem.step_id")
		} else if seen[s.ID] {
			c.say(in+".id", "guide.problem.step_twice", "id", s.ID)
		}
		seen[s.ID] = true
		c.step(in, s)
	}
}

func (c *checker) step(at string, s Step) {
	c.must(at+".title", s.Title, mostTitle)
	c.minutes(at+".minutes", s.Minutes)
	if !slices.Contains(Hows(), s.How) {
		c.say(at+".how", "guide.problem.how")
	}
	if s.Text == "" && s.Question == "" {
		c.say(at+".question", "guide.problem.nothing_said")
	}
	c.text(at+".text", s.Text, mostText)
	c.text(at+".question", s.Question, mostText)
	c.text(at+".easy", s.Easy, mostText)
	c.text(at+".note", s.Note, mostText)
	if len(s.Material) > mostList {
		c.say(at+".material", "guide.problem.many", "n", strconv.Itoa(mostList))
	}
	for i, m := range s.Material {
		c.material(at+".material."+strconv.Itoa(i), m)
	}
}

func (c *checker) material(at string, m Material) {
	c.must(at+".title", m.Title, mostTitle)
	given := 0
	for _, s := range []string{m.Link, m.Film, m.Course} {
		if s != "" {
			given++
		}
	}
	if given != 1 || m.Lesson != "" && m.Course == "" {
		c.say(at, "guide.problem.material")
	}
	for _, x := range [][2]string{{"link", m.Link}, {"film", m.Film}} {
		if x[1] != "" && !isLink(x[1]) {
			c.say(at+"."+x[0], "guide.problem.link")
		}
	}
	for _, x := range [][2]string{{"course", m.Course}, {"lesson", m.Lesson}} {
		if x[1] != "" && !IsID(x[1]) {
			c.say(at+"."+x[0], "guide.problem.course")
		}
	}
}

// isLink tells whether an address leads to a page on the web, or to one of the program's own.
func isLink(s string) bool {
	u, err := url.Parse(s)
	return err == nil && len(s) <= 500 && (u.Scheme == "https" && u.Host != "")
}

func (c *checker) must(field, s string, n int) {
	if s == "" {
		c.say(field, "guide.problem.empty")
	}
	c.text(field, s, n)
}

func (c *checker) text(field, s string, n int) {
	if utf8.RuneCountInString(s) > n {
		c.say(field, "guide.problem.long", "n", strconv.Itoa(n))
	}
}

func (c *checker) list(field string, all []string) {
	if len(all) > mostList {
		c.say(field, "guide.problem.many", "n", strconv.Itoa(mostList))
	}
	for i, s := range all {
		c.must(field+"."+strconv.Itoa(i), s, mostText)
	}
}

func (c *checker) minutes(field string, n int64) {
	if n < 1 || n > mostMinutes {
		c.say(field, "guide.problem.minutes", "n", strconv.Itoa(mostMinutes))
	}
}
