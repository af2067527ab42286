package tailorweb

import (
	"context"
	"strings"
	"time"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
)

// words say operations and changes as people do.
type words struct {
	ctx   context.Context
	p     *Pages
	c     *lang.Catalog
	j     *plan.Journey
	ref   org.Reference
	plan  plan.Words
	known map[string]Course
	own   map[string]string // item → the title that a layer gives it
}

func (p *Pages) words(ctx context.Context, c *lang.Catalog, j *plan.Journey) (*words, error) {
	ref, err := p.Tree.CachedReference(ctx)
	if err != nil {
		return nil, err
	}
	v := &words{ctx: ctx, p: p, c: c, j: j, ref: ref, known: map[string]Course{}, own: map[string]string{}}
	v.plan = plan.Words{T: c.T, And: c.And, Course: v.title,
		Occupation: func(id string) string { return strings.ToLower(ref.Occupation(id).Plural) },
		AreaName:   func(id string) string { return strings.ToLower(ref.AreaName(id)) }}
	return v, nil
}

// learn takes the titles that layers give to what is no course.
func (v *words) learn(ops []plan.Op) {
	for _, o := range ops {
		if o.Kind == plan.Add && o.Title != "" {
			v.own[firstOf(o.Item, o.Course)] = o.Title
		}
	}
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// course gives what the catalogue knows; the zero Course when it knows nothing.
func (v *words) course(id string) Course {
	if c, have := v.known[id]; have || id == "" {
		return c
	}
	c, _, err := v.p.Courses.Named(v.ctx, id)
	if err != nil {
		c = Course{} // a title that cannot be read must not stop an editor: the id stands in
	}
	v.known[id] = c
	return c
}

// title names an item or a course by its id.
func (v *words) title(id string) string {
	if t := v.course(id).Title; t != "" {
		return t
	}
	if t := v.own[id]; t != "" {
		return t
	}
	for b := range v.j.Blocks {
		for i := range v.j.Blocks[b].Items {
			if it := &v.j.Blocks[b].Items[i]; it.ID == id && it.Title != "" {
				return it.Title
			} else if it.ID == id && it.Course != "" && it.Course != id {
				return v.title(it.Course)
			}
		}
	}
	return id
}

func (v *words) block(id string) string {
	for i := range v.j.Blocks {
		if b := &v.j.Blocks[i]; b.ID == id {
			return b.Title
		}
	}
	return id
}

// op says what an operation decides: "Obligatorisk, inom 30 dagar …, för undersköterskor. Varför: …".
func (v *words) op(o plan.Op) string {
	var parts []string
	switch o.Kind {
	case plan.Add:
		key := "tailor.op.add"
		if o.Block != "" {
			key = "tailor.op.add_in"
		}
		req := o.Requirement
		if req == "" {
			req = plan.Recommended
		}
		parts = append(parts, v.c.T(key, "block", v.block(o.Block)), v.plan.Requirement(req))
	case plan.Move:
		parts = append(parts, v.moved(o))
	case plan.SetDue:
		parts = append(parts, v.c.T("tailor.op.due"))
	case plan.Gate:
		if o.Link != nil {
			parts = append(parts, strings.TrimSpace(v.c.T("journey.word.link."+string(o.Link.Mode), "course", v.title(o.Link.Course), "why", "")))
		}
	default:
		parts = append(parts, v.c.T("tailor.op."+string(o.Kind)))
	}
	if o.Due != nil {
		parts = append(parts, v.plan.Due(o.Due))
	}
	if o.Audience != nil && o.Kind != plan.Move && len(o.Audience.Occupations)+len(o.Audience.Areas)+len(o.Audience.Tracks)+len(o.Audience.Forms)+len(o.Audience.Roles) > 0 {
		parts = append(parts, v.c.T("tailor.op.for", "who", v.plan.Audience(v.j, o.Audience)))
	}
	s := strings.TrimSuffix(strings.Join(parts, ", "), ".") + "."
	why := o.Why
	if o.Link != nil {
		why = o.Link.Why
	}
	if why != "" {
		s += " " + v.c.T("tailor.op.why", "why", why)
	}
	return s
}

func (v *words) moved(o plan.Op) string {
	switch {
	case o.After != "":
		return v.c.T("tailor.op.move_after", "item", v.title(o.After))
	case o.Block != "":
		return v.c.T("tailor.op.move_first_in", "block", v.block(o.Block))
	}
	return v.c.T("tailor.op.move_first")
}

// ops says several, one sentence each.
func (v *words) ops(ops []plan.Op) string {
	said := make([]string, len(ops))
	for i, o := range ops {
		said[i] = v.op(o)
	}
	return strings.Join(said, " ")
}

// difference is what one item's change says: what was, what is.
type difference struct {
	Title   string
	Was, Is string // "" : nothing of the place's own
}

// differences tells item by item what two versions of a layer decide otherwise.
func (v *words) differences(was, is []plan.Op) []difference {
	v.learn(was)
	v.learn(is)
	var out []difference
	told := map[string]bool{}
	for _, ops := range [][]plan.Op{is, was} {
		for _, o := range ops {
			key := firstOf(o.Item, o.Course)
			if told[key] {
				continue
			}
			told[key] = true
			a, b := plan.About(was, key, o.Course), plan.About(is, key, o.Course)
			if !plan.SameOps(a, b) {
				out = append(out, difference{v.title(firstOf(o.Course, key)), v.ops(a), v.ops(b)})
			}
		}
	}
	return out
}

// standpoint says how an item stands: "Rekommenderad, inom 90 dagar … Det har SKR bestämt."
func (v *words) standpoint(s plan.Standpoint) string {
	if !s.In {
		return v.c.T("tailor.not_in")
	}
	if s.Hidden {
		return v.c.T("tailor.hidden")
	}
	word := upper(v.plan.Requirement(s.Requirement))
	if s.Due != nil && s.Requirement != plan.Elective {
		word += ", " + v.plan.Due(s.Due)
	}
	out := word + "."
	if s.By != "" {
		out = v.c.T("tailor.said_by", "what", word, "by", s.By)
	}
	if links := v.plan.Links(s.Gates); links != "" {
		out += " " + strings.TrimSpace(links)
	}
	if s.Approve {
		out += " " + v.c.T("tailor.approved_by_manager")
	}
	return out
}

func upper(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToUpper(string(r[0])) + string(r[1:])
}

// news says what has become otherwise above, one sentence each.
func (v *words) news(n *journey.News) []string {
	name := v.title(firstOf(n.Course, n.Item))
	if n.Title != "" {
		name = n.Title
	}
	since := v.day(string(n.Since))
	switch n.Kind {
	case plan.Arrived:
		return []string{v.c.T("tailor.news.arrived", "by", n.By, "item", name, "block", v.block(n.Block), "what", v.plan.Requirement(n.Is.Requirement), "who", v.plan.Audience(v.j, n.Is.Audience), "since", since)}
	case plan.Dropped:
		return []string{v.c.T("tailor.news.dropped", "by", n.By, "item", name, "since", since)}
	case plan.Decided:
		if len(n.IsOps) == 0 {
			return []string{v.c.T("tailor.news.undecided", "by", n.By, "item", name, "was", v.ops(n.WasOps), "since", since)}
		}
		return []string{v.c.T("tailor.news.decided", "by", n.By, "item", name, "what", v.ops(n.IsOps), "since", since)}
	}
	out := []string{v.c.T("tailor.news.altered", "by", n.By, "item", name, "since", since)}
	for _, d := range plan.Diff(n.FrameWas, v.j) {
		if d.Part == plan.ItemPart && d.Item != nil && d.Item.ID == n.Item {
			out = append(out, d.Say(&v.plan))
		}
	}
	return out
}

// day writes a day that is kept as YYYY-MM-DD.
func (v *words) day(iso string) string {
	d, err := time.ParseInLocation(time.DateOnly, iso, lang.Zone())
	if err != nil {
		return iso
	}
	return v.c.Date(d)
}
