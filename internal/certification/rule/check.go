package rule

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Problem is something wrong with a scheme: the field of its form, and a stable key.
type Problem struct{ Field, Key string }

const (
	mostTitle        = 120
	mostAbout        = 2000
	mostRequirements = 40
	mostWays         = 10
	mostDays         = 366
	mostMonths       = 120
)

var keyed = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,59}$`)

// Tidy gives a scheme the values that stand for what was left out.
func (s Scheme) Tidy() Scheme {
	s.Title, s.About = strings.TrimSpace(s.Title), strings.TrimSpace(s.About)
	if s.Versions == "" {
		s.Versions = AnyVersion
	}
	if s.Share == 0 {
		s.Share = 100
	}
	if s.By == "" {
		s.By = ByLeader
	}
	if !s.Hourly {
		s.HourlyMonths = 0
	}
	return s
}

// Check tells what is wrong with a scheme, by field; nothing when it may be used.
func (s Scheme) Check() (out []Problem) {
	wrong := func(is bool, field, key string) {
		if is {
			out = append(out, Problem{field, key})
		}
	}
	wrong(s.Title == "", "title", "required")
	wrong(utf8.RuneCountInString(s.Title) > mostTitle, "title", "long")
	wrong(utf8.RuneCountInString(s.About) > mostAbout, "about", "long")
	wrong(len(s.Requirements) == 0, "requirements", "required")
	wrong(len(s.Requirements) > mostRequirements, "requirements", "many")
	wrong(!slices.Contains([]string{AnyVersion, RoundVersion, NewestAlways}, s.Versions), "versions", "unknown")
	wrong(s.Share < 1 || s.Share > 100, "share", "range")
	for occupation, w := range s.Weights {
		wrong(occupation == "" || w < 0 || w > 100, "weights", "range")
	}
	for field, n := range map[string]int{"long_leave": s.LongLeave, "grace": s.Grace, "repair": s.Repair} {
		wrong(n < 0 || n > mostDays, field, "range")
	}
	wrong(s.HourlyMonths < 0 || s.HourlyMonths > mostMonths, "hourly_months", "range")
	wrong(s.Months < 1 || s.Months > mostMonths, "months", "range")
	wrong(s.Window < 0 || s.Months > 0 && s.Window >= s.Months, "window", "range")
	wrong(!slices.Contains(Certifiers(), s.By), "by", "unknown")
	for _, step := range s.Steps {
		wrong(!slices.Contains(Steps(), step), "steps", "unknown")
	}
	out = append(out, s.checkRequirements()...)
	slices.SortFunc(out, func(a, b Problem) int { return strings.Compare(a.Field+a.Key, b.Field+b.Key) })
	return slices.Compact(out)
}

func (s Scheme) checkRequirements() (out []Problem) {
	seen := map[string]bool{}
	for i, r := range s.Requirements {
		wrong := func(is bool, field, key string) {
			if is {
				out = append(out, Problem{fmt.Sprintf("requirements.%d.%s", i, field), key})
			}
		}
		wrong(!keyed.MatchString(r.Key), "key", "wrong")
		wrong(seen[r.Key], "key", "twice")
		seen[r.Key] = true
		wrong(strings.TrimSpace(r.Title) == "", "title", "required")
		wrong(utf8.RuneCountInString(r.Title) > mostTitle, "title", "long")
		wrong(len(r.OneOf) == 0, "one_of", "required")
		wrong(len(r.OneOf) > mostWays, "one_of", "many")
		for _, e := range r.OneOf {
			wrong(!slices.Contains(Kinds(), e.Kind), "one_of", "unknown")
			wrong(e.Ref == "" && (e.Kind == ByCourse || e.Kind == ByTest || e.Kind == BySkill), "one_of", "ref")
			wrong(e.Kind == ByMeetings && (e.Count < 1 || e.Count > 100), "one_of", "count")
		}
	}
	return out
}

// Courses names the courses that a scheme asks for, each once, in its order.
func (s Scheme) Courses() (out []string) {
	for _, r := range s.Requirements {
		for _, e := range r.OneOf {
			if (e.Kind == ByCourse || e.Kind == ByTest) && !slices.Contains(out, e.Ref) {
				out = append(out, e.Ref)
			}
		}
	}
	return out
}

// Asks tells whether a scheme takes a kind of evidence.
func (s Scheme) Asks(kind string) bool {
	return slices.ContainsFunc(s.Requirements, func(r Requirement) bool {
		return slices.ContainsFunc(r.OneOf, func(e Evidence) bool { return e.Kind == kind })
	})
}
