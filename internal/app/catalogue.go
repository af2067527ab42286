package app

import (
	"context"
	"slices"
	"strings"

	"yrkesresan/internal/course"
	"yrkesresan/internal/journey/tailorweb"
	"yrkesresan/internal/platform/lang"
)

// catalogue lets the pages that tailor journeys look up courses.
type catalogue struct{ *learning }

// Named implements tailorweb.Courses.
func (c catalogue) Named(ctx context.Context, id string) (tailorweb.Course, bool, error) {
	found, ok, err := c.current(ctx, id)
	return tailored(found), ok, err
}

// Find implements tailorweb.Courses. The catalogue is some hundred courses, kept in memory.
func (c catalogue) Find(ctx context.Context, words string, limit int) ([]tailorweb.Course, error) {
	if _, _, err := c.current(ctx, ""); err != nil { // reads the list anew when it is old
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []tailorweb.Course
	for _, one := range c.list {
		title, fits := strings.ToLower(one.Title), true
		for _, w := range strings.Fields(strings.ToLower(words)) {
			fits = fits && strings.Contains(title, w)
		}
		if fits {
			out = append(out, tailored(one))
		}
	}
	slices.SortFunc(out, func(a, b tailorweb.Course) int { return strings.Compare(a.Title+a.ID, b.Title+b.ID) })
	lang.SortBy(out, func(c tailorweb.Course) string { return c.Title })
	return out[:min(limit, len(out))], nil
}

func tailored(c course.Course) tailorweb.Course {
	return tailorweb.Course{ID: c.ID, Title: c.Title, External: c.Kind == course.External, Owner: c.OwnerID}
}
