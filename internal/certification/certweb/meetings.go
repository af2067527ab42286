package certweb

import (
	"net/http"
	"slices"
	"strings"

	"yrkesresan/internal/certification"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/ui"
)

// byGuide begins what evidence of meetings names when they follow a guide that goes with no course, as the record has it.
// Meetings that go with a course are named by the course.
const byGuide = "guide:"

// names are what the evidence of a scheme is called: courses by id, and meetings by what the evidence names.
type names struct{ courses, meetings map[string]string }

// names reads what the evidence of a scheme is called.
func (p *Pages) names(r *http.Request, s rule.Scheme) (names, error) {
	n := names{map[string]string{}, map[string]string{}}
	all, err := p.Courses.All(r.Context())
	if err != nil {
		return n, err
	}
	for _, x := range all {
		n.courses[x.ID] = x.Title
	}
	c := p.catalog(r)
	for _, ref := range meetingRefs(s) {
		if err := p.nameMeetings(r, c, n, ref); err != nil {
			return n, err
		}
	}
	return n, nil
}

// meetingRefs are what the evidence of meetings names in a scheme, each once.
func meetingRefs(s rule.Scheme) (out []string) {
	for _, req := range s.Requirements {
		for _, e := range req.OneOf {
			if e.Kind == rule.ByMeetings && e.Ref != "" && !slices.Contains(out, e.Ref) {
				out = append(out, e.Ref)
			}
		}
	}
	return out
}

// nameMeetings puts the words of some meetings among the names; where their title is gone the id stands.
func (p *Pages) nameMeetings(r *http.Request, c *lang.Catalog, n names, ref string) error {
	id, guide := strings.CutPrefix(ref, byGuide)
	title, key := n.courses[ref], "cert.meetings.course"
	if guide {
		var err error
		if title, _, err = p.Guides.TitleOf(r.Context(), id); err != nil {
			return err
		}
		key = "cert.meetings.guide"
	}
	if title == "" {
		title = id
	}
	n.meetings[ref] = c.T(key, "what", title)
	return nil
}

// meetingOptions are the meetings to choose from where a scheme is kept: any, those of the courses that there are guides for,
// those of guides of their own, and what the scheme names already.
func (p *Pages) meetingOptions(r *http.Request, s certification.Scheme, n names) ([]ui.Option, error) {
	var places []string
	for _, path := range append(actor(r).Scopes(may.EditScheme), s.Owner.Path) {
		for _, id := range strings.Split(path, "/") {
			if id != "" && !slices.Contains(places, id) {
				places = append(places, id)
			}
		}
	}
	guides, err := p.Guides.GuidesOf(r.Context(), places)
	if err != nil {
		return nil, err
	}
	c := p.catalog(r)
	for _, g := range guides {
		if g.Course == "" {
			n.meetings[byGuide+g.ID] = c.T("cert.meetings.guide", "what", g.Title)
		} else if err := p.nameMeetings(r, c, n, g.Course); err != nil {
			return nil, err
		}
	}
	var out []ui.Option
	for ref, words := range n.meetings {
		out = option(out, ref, words)
	}
	lang.SortBy(out, func(o ui.Option) string { return o.Text })
	return append(option(nil, "", c.T("cert.meetings.any")), out...), nil
}
