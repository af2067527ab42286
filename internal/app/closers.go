package app

import (
	"context"

	"yrkesresan/internal/course"
	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/gap"
)

// closers lets gaps tell which courses would close them.
type closers struct{ *learning }

// Closers implements gap.Closers.
func (c closers) Closers(ctx context.Context, courseIDs []string) (map[string]gap.Closer, error) {
	out := make(map[string]gap.Closer, len(courseIDs))
	for _, id := range courseIDs {
		found, ok, err := c.current(ctx, id)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		content, err := c.courses.Version(ctx, id, found.Version)
		if err != nil {
			return nil, err
		}
		out[id] = gap.Closer{Course: id, Title: found.Title, Hours: hours(content), Href: "/kurs/" + id, External: found.Kind == course.External, Days: found.Kind == course.WithDays}
	}
	return out, nil
}

// hours is how long a course takes.
func hours(c *folder.Content) float64 {
	if c.External != nil {
		return c.External.Hours
	}
	return c.Hours
}
