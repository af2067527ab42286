package app

import (
	"context"
	"sync"
	"time"

	"yrkesresan/internal/course"
	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/journey/journeyweb"
	"yrkesresan/internal/platform/may"
)

// learning lets the journey's pages ask the courses: what a course is called and where a person
// goes on in it.
type learning struct {
	courses *course.Courses
	studies *course.Studies
	now     func() time.Time
	place   *time.Location

	mu   sync.Mutex
	read time.Time
	list map[string]course.Course
}

// freshFor is how old the list of courses may be: a new version shows within this time on every
// replica.
const freshFor = 5 * time.Second

// Begun implements journey.Studies.
func (l *learning) Begun(ctx context.Context, personID string) ([]string, error) {
	open, err := l.studies.Open(ctx, personID)
	ids := make([]string, len(open))
	for i, s := range open {
		ids[i] = s.CourseID
	}
	return ids, err
}

// BegunAmong implements journey.Studies.
func (l *learning) BegunAmong(ctx context.Context, personIDs []string) (map[string][]string, error) {
	open, err := l.studies.OpenAmong(ctx, personIDs)
	out := make(map[string][]string, len(open))
	for id, studies := range open {
		for _, s := range studies {
			out[id] = append(out[id], s.CourseID)
		}
	}
	return out, err
}

// Card implements journeyweb.Courses.
func (l *learning) Card(ctx context.Context, courseID string) (journeyweb.Card, bool, error) {
	c, ok, err := l.current(ctx, courseID)
	if err != nil || !ok {
		return journeyweb.Card{}, false, err
	}
	content, err := l.courses.Version(ctx, courseID, c.Version)
	if err != nil {
		return journeyweb.Card{}, false, err
	}
	return card(content), true, nil
}

// Title implements groupweb.Courses.
func (l *learning) Title(ctx context.Context, courseID string) (string, error) {
	c, _, err := l.current(ctx, courseID)
	return c.Title, err
}

// Titles implements groupweb.Courses.
func (l *learning) Titles(ctx context.Context) (map[string]string, error) {
	out := map[string]string{}
	err := l.each(ctx, func(c course.Course) { out[c.ID] = c.Title })
	return out, err
}

// HasDays implements planweb.Courses.
func (l *learning) HasDays(ctx context.Context, courseID string) (bool, error) {
	c, _, err := l.current(ctx, courseID)
	return c.Kind == course.WithDays, err
}

// Tags implements groupweb.Courses.
func (l *learning) Tags(ctx context.Context) (map[string][]string, error) {
	var all []course.Course
	if err := l.each(ctx, func(c course.Course) { all = append(all, c) }); err != nil {
		return nil, err
	}
	out := make(map[string][]string, len(all))
	for _, c := range all {
		content, err := l.courses.Version(ctx, c.ID, c.Version)
		if err != nil {
			return nil, err
		}
		out[c.ID] = content.Tags
	}
	return out, nil
}

func (l *learning) each(ctx context.Context, use func(course.Course)) error {
	if _, _, err := l.current(ctx, ""); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.list {
		use(c)
	}
	return nil
}

func card(c *folder.Content) journeyweb.Card {
	out := journeyweb.Card{Title: c.Title, EasyTitle: c.EasyTitle}
	for _, lesson := range c.Lessons {
		out.Minutes += lesson.Minutes
	}
	if len(c.Days) > 0 {
		for _, k := range c.Preparation {
			out.Minutes += k.Minutes
		}
		out.Minutes += int(c.DayHours() * 60)
	}
	if c.External != nil {
		out.Provider, out.Minutes = c.External.Provider, int(c.External.Hours*60)
	}
	return out
}

func (l *learning) current(ctx context.Context, courseID string) (course.Course, bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if time.Since(l.read) > freshFor {
		all, err := l.courses.All(ctx)
		if err != nil {
			return course.Course{}, false, err
		}
		l.list, l.read = make(map[string]course.Course, len(all)), time.Now()
		for _, c := range all {
			l.list[c.ID] = c
		}
	}
	c, ok := l.list[courseID]
	return c, ok, nil
}

// Resume implements journeyweb.Courses.
func (l *learning) Resume(ctx context.Context, personID, courseID string) (journeyweb.Resume, bool, error) {
	p, err := l.studies.Own(ctx, may.Actor{PersonID: personID}, courseID)
	if err != nil || !p.Begun() || p.Finished() {
		return journeyweb.Resume{}, false, err
	}
	r := journeyweb.Resume{Href: "/kurs/" + courseID}
	for _, lesson := range p.Course.Lessons {
		r.All++
		if p.SeenIn(lesson) == len(lesson.Steps) {
			r.Done++
		}
	}
	at := p.Next(l.now(), l.place)
	if p.Course.Kind == course.WithDays {
		r.Done, r.All = p.Parts()
	}
	switch at.Kind {
	case course.AtTasks:
		r.Href += "#forberedelse"
		for _, k := range p.Course.Preparation {
			if _, done := p.Tasks[k.ID]; !done {
				r.Minutes += k.Minutes
			}
		}
	case course.AtDay:
		r.Part, r.Href = p.DaysLeft()[0].Title, r.Href+"#kursdag"
	case course.AtFollowUp:
		r.Part, r.Href = p.Course.FollowUp.Text, r.Href+"#uppfoljning"
	case course.AtStep, course.AtAgain:
		lesson, _, _ := p.Lesson(at.Lesson)
		r.Part, r.Minutes = lesson.Title, lesson.Minutes
		r.Href += "/lektion/" + at.Lesson + "/" + at.Step
	case course.AtTest:
		r.Href += "/prov"
	}
	if p.Course.Test != nil && p.Course.Kind != course.WithDays {
		r.All++
	}
	return r, true, nil
}
