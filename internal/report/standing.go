package report

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"yrkesresan/internal/group"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
)

// Standing is how a person stands in one journey at one employer, or in all of them taken together
// (JourneyID ""). Each person is counted once an employer, where most of the work is.
type Standing struct {
	PersonID, EmployerID, JourneyID string
	UnitID, Occupation, Area        string
	State                           group.State
	Total, Done, Started, Late      int64
	Due                             string // of what is to be done first
	Courses                         []Mark // the courses that count, in the order of their ids
}

// Mark is how a person stands in one course.
type Mark struct {
	Course string
	How    byte
}

// How a person stands in a course.
const (
	HowDone   = 'd'
	HowLate   = 'l'
	HowBegun  = 'b'
	HowNot    = 'n'
	HowPaused = 'p'
)

// standings counts a person's journeys at one employer on a day: all of them together first. Someone
// with no journey has that line alone. Pure.
func standings(s journey.Stand, on string) []Standing {
	out := []Standing{stand(s, "", s.Journeys, on)}
	for i := range s.Journeys {
		out = append(out, stand(s, s.Journeys[i].Journey, s.Journeys[i:i+1], on))
	}
	return out
}

func stand(s journey.Stand, id string, journeys []plan.Personal, on string) Standing {
	t, lines := group.Count(journeys, plan.Date(on))
	out := Standing{PersonID: s.PersonID, EmployerID: s.EmployerID, JourneyID: id, UnitID: s.Home.UnitID, Occupation: s.Home.Occupation, Area: s.Home.Area,
		State: t.State, Total: int64(t.Total), Done: int64(t.Done), Due: string(t.Due)}
	for _, l := range lines {
		how := hows[l.Cell]
		switch how {
		case HowLate:
			out.Late++
		case HowBegun:
			out.Started++
		}
		if l.Course != "" {
			out.Courses = append(out.Courses, Mark{l.Course, how})
		}
	}
	slices.SortFunc(out.Courses, func(a, b Mark) int { return strings.Compare(a.Course, b.Course) })
	return out
}

// hows are the marks of the group's cells: what runs out soon is done still.
var hows = map[group.Cell]byte{group.Done: HowDone, group.Renew: HowDone, group.Overdue: HowLate, group.Ongoing: HowBegun, group.Missing: HowNot, group.Paused: HowPaused}

// packed is how courses and marks are kept: many people share a list of courses.
func (s Standing) packed() (listID, courses, marks string) {
	names, hows := make([]string, len(s.Courses)), make([]byte, len(s.Courses))
	for i, m := range s.Courses {
		names[i], hows[i] = m.Course, m.How
	}
	if courses = strings.Join(names, " "); courses == "" {
		return "", "", ""
	}
	sum := sha256.Sum256([]byte(courses))
	return hex.EncodeToString(sum[:8]), courses, string(hows)
}
