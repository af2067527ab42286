package plan

import "regexp"

var idForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// checker collects what is wrong in a journey; "at" in a problem's values says where: "item/akk".
type checker struct {
	j        *Journey
	problems []Problem
	ids      map[string]bool
	tracks   map[string]bool
	levels   map[string]bool
}

// Check tells what is wrong in a journey that did not come from a file, or that somebody has edited. Rules 8 and 9,
// R170–R171, R242. Lines are 0.
func Check(j *Journey) []Problem {
	c := &checker{j: j, ids: map[string]bool{}, tracks: map[string]bool{}, levels: map[string]bool{}}
	c.head()
	for i := range j.Scheme.Levels {
		c.levels[j.Scheme.Levels[i].ID] = true
		c.id("level", j.Scheme.Levels[i].ID)
	}
	for i := range j.Tracks {
		c.tracks[j.Tracks[i].ID] = true
	}
	c.audience("", j.Audience)
	for i := range j.Tracks {
		c.track(&j.Tracks[i])
	}
	for i := range j.Blocks {
		c.block(&j.Blocks[i])
	}
	for i := range j.Parallel {
		c.id("path", j.Parallel[i].ID)
		c.audience("path/"+j.Parallel[i].ID, j.Parallel[i].Audience)
	}
	c.circles()
	return c.problems
}

func (c *checker) bad(at, key string, args ...string) { c.add(false, at, key, args) }

func (c *checker) warn(at, key string, args ...string) { c.add(true, at, key, args) }

func (c *checker) add(warning bool, at, key string, args []string) {
	p := Problem{Warning: warning, Key: "journey.problem." + key, Args: map[string]string{"at": at}}
	for i := 0; i+1 < len(args); i += 2 {
		p.Args[args[i]] = args[i+1]
	}
	c.problems = append(c.problems, p)
}

// need wants a value.
func (c *checker) need(at, key, value string) {
	if value == "" {
		c.bad(at, "missing", "key", key)
	}
}

// id wants a well-formed id that is not yet used for the same kind of thing.
func (c *checker) id(kind, id string) {
	at := kind + "/" + id
	switch {
	case !idForm.MatchString(id):
		c.bad(at, "id", "value", id)
	case c.ids[at]:
		c.bad(at, "id_twice", "value", id)
	}
	c.ids[at] = true
}

func (c *checker) head() {
	j := c.j
	c.id("journey", j.ID)
	c.need("", "title", j.Title)
	c.need("", "owner", j.Owner)
	c.need("", "status", string(j.Status))
	c.need("", "target", j.Target)
	for _, id := range j.Overlaps {
		if id == j.ID {
			c.bad("", "overlaps_itself")
		}
	}
	if j.Status == Planned && len(j.Blocks) == 0 {
		return // an entry in the portfolio may have nothing yet
	}
	switch {
	case j.Scheme.Kind == "" || len(j.Scheme.Levels) == 0:
		c.bad("", "missing", "key", "scheme")
	case j.Scheme.Kind == Experience && j.Scheme.Years == "":
		c.bad("", "missing", "key", "years")
	}
}

func (c *checker) track(t *Track) {
	at := "track/" + t.ID
	c.id("track", t.ID)
	c.need(at, "title", t.Title)
	if t.Status == Investigating && t.Note == "" {
		c.bad(at, "missing", "key", "note")
	}
	c.audience(at, t.Audience)
	t.Audience.each(func(a *Audience) {
		if len(a.Tracks)+len(a.Steps) > 0 {
			c.bad(at, "track_by_track")
		}
	})
}

func (c *checker) block(b *Block) {
	at := "block/" + b.ID
	c.id("block", b.ID)
	c.need(at, "title", b.Title)
	c.need(at, "kind", string(b.Kind))
	if b.Level != "" && !c.levels[b.Level] {
		c.bad(at, "level_unknown", "value", b.Level)
	}
	if b.Kind == StepBlock && (b.Level == "" || c.j.Scheme.Kind != Experience) {
		c.bad(at, "step_without_level")
	}
	c.audience(at, b.Audience)
	for i := range b.Items {
		c.item(&b.Items[i])
	}
}

func (c *checker) item(it *Item) {
	at, owner := "item/"+it.ID, c.j.OwnerKind
	c.id("item", it.ID)
	if it.Course == "" && it.Title == "" {
		c.bad(at, "missing", "key", "title")
	}
	if it.Kind == CourseItem && it.Course == "" {
		c.bad(at, "missing", "key", "course")
	}
	if it.Requirement == Mandatory && !owner.MayDemand() {
		c.bad(at, "may_not_require")
	}
	if it.Requirement == Mandatory && it.Kind == Info {
		c.bad(at, "info_mandatory")
	}
	if it.Introduction == WorkplaceIntroduction && !owner.MayDemand() {
		c.bad(at, "workplace_is_local")
	}
	if it.Due != nil {
		c.due(at, it.Due)
		if it.Requirement == Elective {
			c.warn(at, "due_of_elective")
		}
	}
	for _, l := range it.Requires {
		c.link(at, &l, owner)
	}
	c.audience(at, it.Audience)
}

func (c *checker) due(at string, d *Due) {
	if d.Days <= 0 {
		c.bad(at, "missing", "key", "days")
	}
}

func (c *checker) link(at string, l *Link, kind NodeKind) {
	c.need(at, "course", l.Course)
	if l.Mode != Off && l.Why == "" {
		c.bad(at, "missing", "key", "why")
	}
	if l.Mode == BlockMode && !kind.MayDemand() {
		c.bad(at, "may_not_block")
	}
}

// audience wants tracks and steps that the journey has.
func (c *checker) audience(at string, a *Audience) {
	a.each(func(a *Audience) {
		for _, id := range a.Tracks {
			if !c.tracks[id] {
				c.bad(at, "track_unknown", "value", id)
			}
		}
		for _, id := range a.Steps {
			if !c.levels[id] {
				c.bad(at, "level_unknown", "value", id)
			}
		}
	})
}

// circles wants that no courses wait for each other.
func (c *checker) circles() {
	waits := map[string][]string{}
	var keys []string
	at := map[string]string{}
	c.j.eachItem(func(it *Item) {
		keys, at[it.key()] = append(keys, it.key()), "item/"+it.ID
		for _, l := range it.Requires {
			waits[it.key()] = append(waits[it.key()], l.Course)
		}
	})
	told := map[string]bool{}
	for _, key := range keys {
		for _, on := range waits[key] {
			if !told[key] && reaches(waits, on, key, nil) {
				told[key] = true
				c.bad(at[key], "circle", "value", on)
			}
		}
	}
}
