package profileweb

import (
	"context"
	"slices"
	"strings"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/profile/layer"
)

// words say what is asked for in plain Swedish.
type words struct {
	ctx     context.Context
	c       *lang.Catalog
	ref     org.Reference
	book    *frame.Book
	courses Courses
	today   string
}

func (p *Pages) words(ctx context.Context, c *lang.Catalog, on string) (*words, error) {
	ref, err := p.Tree.CachedReference(ctx)
	if err != nil {
		return nil, err
	}
	book, err := p.Frameworks.Book(ctx, on)
	return &words{ctx, c, ref, book, p.Courses, on}, err
}

// name is what a requirement is called; who asks for one that is gone sees that.
func (v *words) name(key string) string {
	if e, ok := v.book.Find(key); ok {
		return e.Name
	}
	return v.c.T("profile.unknown_requirement")
}

// target is the level to reach; "" where the framework has but one.
func (v *words) target(d *layer.Demand) string {
	e, ok := v.book.Find(d.Requirement)
	if !ok {
		return ""
	}
	return v.level(e.Frame, d.Target)
}

func (v *words) level(f *frame.Frame, key string) string {
	scheme := f.Scheme()
	if len(scheme) < 2 {
		return ""
	}
	if rank := f.Rank(key); rank > 0 {
		return scheme[rank-1].Name
	}
	return v.c.T("profile.unknown_level")
}

func (v *words) plural(id string) string {
	if o := v.ref.Occupation(id); o.Plural != "" {
		return o.Plural
	}
	return id
}

// who is whom it is for, beginning with a large letter.
func (v *words) who(w layer.Who) string {
	var jobs, areas []string
	for _, id := range w.Occupations {
		jobs = append(jobs, v.plural(id))
	}
	for _, id := range w.Areas {
		name := v.ref.AreaName(id)
		if name == "" {
			name = id
		}
		areas = append(areas, name)
	}
	s := v.c.T("profile.who.all")
	if len(jobs) > 0 {
		s = upper(v.c.And(jobs...))
	}
	if len(areas) > 0 {
		s = v.c.T("profile.who.areas", "who", s, "areas", v.c.And(areas...))
	}
	if w.Level != "" && w.Level != layer.Base {
		s = v.c.T("profile.who.level", "who", s, "level", v.c.T("profile.role."+string(w.Level)))
	}
	return s
}

func upper(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// measure is how many.
func (v *words) measure(d *layer.Demand) string {
	switch d.Measure {
	case layer.Share:
		return v.c.T("profile.measure.share", "n", d.Percent)
	case layer.Count:
		return v.c.T("profile.measure.count", "n", d.Count, "at", v.where(d.At))
	}
	return v.c.T("profile.measure.each")
}

// where is the places of a count: på varje enhet, i varje kommun, i varje förvaltning.
func (v *words) where(at string) string {
	kind, word, named := strings.Cut(at, ":")
	if named {
		return v.c.T("profile.at.word", "word", strings.ToLower(word))
	}
	return v.c.T("profile.at." + kind)
}

// evidence is what counts, in words.
func (v *words) evidence(e frame.Entry, d *layer.Demand) string {
	counts := e.Evidence
	if len(d.Evidence) > 0 {
		counts = nil
		for _, by := range d.Evidence {
			counts = append(counts, by.Evidence())
		}
	}
	var out []string
	for _, ev := range counts {
		if s := v.proof(ev); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	if len(out) == 0 && !e.Formal {
		out = append(out, v.c.T("profile.by.assessment.manager"))
	}
	if len(out) < 2 {
		return strings.Join(out, "")
	}
	last := len(out) - 1
	return v.c.T("profile.or", "some", strings.Join(out[:last], ", "), "last", out[last])
}

func (v *words) proof(ev frame.Evidence) string {
	switch ev.By {
	case frame.ByCourse:
		if title, err := v.courses.Title(v.ctx, ev.Ref); err == nil && title != "" {
			return v.c.T("profile.by.course", "title", title)
		}
		return v.c.T("profile.by.course", "title", ev.Ref)
	case frame.ByAssessment:
		if ev.Ref == "" {
			return v.c.T("profile.by.assessment.self")
		}
		return v.c.T("profile.by.assessment." + ev.Ref)
	case frame.ByLicence:
		return v.c.T("profile.by.licence", "work", strings.ToLower(v.ref.Occupation(ev.Ref).Name))
	}
	return v.c.T("profile.by." + string(ev.By))
}

// sentences are what is to know of a demand, for a list.
func (v *words) sentences(a *layer.Asked, here string) []string {
	d := &a.Demand
	var out []string
	first := v.who(d.Who) + ". " + v.measure(d)
	if level := v.target(d); level != "" {
		first += " " + v.c.T("profile.level_is", "level", level)
	}
	out = append(out, first)
	when := v.c.T("profile.since", "day", v.c.DateOf(a.Since))
	if a.Announced {
		when = v.c.T("profile.begins", "day", v.c.DateOf(a.Since))
	}
	if a.Ends != "" {
		when += " " + v.c.T("profile.ends", "day", v.c.DateOf(a.Ends))
	}
	by := a.NodeName
	if a.NodeID == here {
		by = v.c.T("profile.you_here")
	}
	out = append(out, v.c.T("profile.decided", "when", when, "by", by))
	if d.Note != "" {
		out = append(out, v.c.T("profile.why_is", "why", d.Note))
	}
	return out
}

// short is a whole demand in one line, for a history and for what is otherwise.
func (v *words) short(op *layer.Op) string {
	if op == nil {
		return v.c.T("profile.short.nothing")
	}
	d := &op.Demand
	var s string
	if op.Drop {
		s = v.c.T("profile.short.dropped")
	} else {
		s = v.who(d.Who) + ". " + v.measure(d)
		if level := v.target(d); level != "" {
			s += " " + v.c.T("profile.level_is", "level", level)
		}
		s += " " + v.c.T("profile.weight_is."+string(d.Weight))
	}
	if d.From > v.today {
		s += " " + v.c.T("profile.begins", "day", v.c.DateOf(d.From))
	}
	if d.Until != "" {
		s += " " + v.c.T("profile.ends", "day", v.c.DateOf(d.Until))
	}
	if d.Note != "" {
		s += " " + v.c.T("profile.why_is", "why", d.Note)
	}
	return s
}
