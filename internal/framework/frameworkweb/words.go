package frameworkweb

import (
	"net/http"
	"strconv"
	"strings"

	"yrkesresan/internal/competence/programme"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
)

// speaker says what stands in frameworks in Swedish: courses, occupations, programmes and topics by name.
type speaker struct {
	c      *lang.Catalog
	titles map[string]string
	ref    org.Reference
}

func (p *Pages) speaker(r *http.Request) (*speaker, error) {
	titles, err := p.Courses.Titles(r.Context())
	if err != nil {
		return nil, err
	}
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return nil, err
	}
	return &speaker{c: p.Frame.Catalog(page.Of(r.Context())), titles: titles, ref: ref}, nil
}

// t is the sentence of a key in these pages.
func (s *speaker) t(key string, args ...any) string { return s.c.T("framework.page."+key, args...) }

func (s *speaker) kind(k frame.Kind) string {
	if k == "" {
		return ""
	}
	return s.c.T("framework.kind." + string(k))
}

func (s *speaker) form(f frame.Form) string {
	if f == "" {
		return ""
	}
	return s.c.T("framework.form." + string(f))
}

func (s *speaker) basis(b frame.Basis) string { return s.c.T("framework.basis." + string(b)) }

func (s *speaker) owner(n org.Node) string {
	if n.Kind == string(org.Nation) {
		return s.t("owner.nation")
	}
	return n.Name
}

func (s *speaker) occupation(id string) string {
	if name := s.ref.Occupation(id).Name; name != "" {
		return name
	}
	return id
}

func (s *speaker) service(id string) string {
	if name := s.ref.AreaName(id); name != "" {
		return name
	}
	return id
}

func (s *speaker) tag(id string) string {
	for _, t := range s.ref.Tags {
		if t.ID == id {
			return t.Name
		}
	}
	return id
}

func levelName(f *frame.Frame, key string) string {
	for _, l := range f.Scheme() {
		if l.Key == key {
			return l.Name
		}
	}
	return key
}

// ground says on what something rests, with its days.
func (s *speaker) ground(g frame.Ground) string {
	out := s.basis(g.Basis) + ": " + g.Reference
	switch {
	case g.From != "" && g.Until != "":
		out += ". " + s.t("ground.both", "from", s.c.DateOf(g.From), "until", s.c.DateOf(g.Until))
	case g.From != "":
		out += ". " + s.t("ground.from", "from", s.c.DateOf(g.From))
	case g.Until != "":
		out += ". " + s.t("ground.until", "until", s.c.DateOf(g.Until))
	}
	return out
}

// evidence says what counts.
func (s *speaker) evidence(f *frame.Frame, e frame.Evidence) string {
	out := s.proof(e)
	if e.Orientation != "" {
		name := e.Orientation
		if p, ok := programme.Find(e.Ref); ok {
			name = p.OrientationName(e.Orientation)
		}
		out += ", " + s.t("evidence.orientation", "name", strings.ToLower(name))
	}
	if e.Credits > 0 {
		out += ", " + s.t("evidence.credits", "n", strings.ReplaceAll(strconv.FormatFloat(e.Credits, 'f', -1, 64), ".", ","))
	}
	if e.By != frame.ByAssessment && e.Level != "" && len(f.Scheme()) > 1 {
		out += ". " + s.t("evidence.gives", "level", levelName(f, e.Level))
	}
	if e.Months > 0 {
		out += ". " + s.t("months", "n", e.Months)
	}
	return out
}

// proof names a piece of evidence: "Kurs: Bemötande".
func (s *speaker) proof(e frame.Evidence) string {
	if e.By == frame.ByAssessment {
		who := e.Ref
		if who == "" {
			who = "manager"
		}
		return s.c.T("framework.assessor." + who)
	}
	by := s.c.T("framework.by." + string(e.By))
	if e.Ref == "" {
		return by
	}
	return by + ": " + s.refName(e)
}

func (s *speaker) refName(e frame.Evidence) string {
	switch e.By {
	case frame.ByCourse:
		if title := s.titles[e.Ref]; title != "" {
			return title
		}
	case frame.ByLicence, frame.ByTitle:
		return strings.ToLower(s.occupation(e.Ref))
	case frame.ByEducation, frame.ByValidation:
		if p, ok := programme.Find(e.Ref); ok {
			return p.Name
		}
	}
	return e.Ref
}

// all says a list of names.
func all(ids []string, name func(string) string) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = name(id)
	}
	return strings.Join(out, ", ")
}

// problem says what is wrong in a draft, and where.
func (s *speaker) problem(p frame.Problem) string {
	args := []any{}
	for k, v := range p.Args {
		args = append(args, k, v)
	}
	text := s.c.T(p.Key, args...)
	if p.Nth > 0 {
		if part := string(p.Part); p.Part == frame.GoalPart || p.Part == frame.GroundPart || p.Part == frame.EvidencePart || p.Part == frame.LevelPart {
			return s.t("part."+part, "n", p.Nth) + ": " + text
		}
	}
	return text
}

// difference says one thing that two versions say differently.
func (s *speaker) difference(d frame.Difference) string {
	if d.Part == frame.Whole {
		return s.t("diff.frame", "fields", s.fields(d.Fields))
	}
	key := "diff." + string(d.Part) + "." + string(d.Sort)
	return s.t(key, "name", d.Name, "in", d.In, "fields", s.fields(d.Fields))
}

func (s *speaker) fields(names []string) string {
	var out []string
	for _, n := range names {
		out = append(out, s.c.T("framework.field."+n))
	}
	return s.c.And(out...)
}

func (s *speaker) differences(all []frame.Difference) []string {
	out := make([]string, len(all))
	for i, d := range all {
		out[i] = s.difference(d)
	}
	return out
}
