package course

import (
	"slices"
	"time"

	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/record"
)

// CourseDay is one of a course's days, and how far somebody has come in it.
type CourseDay struct {
	folder.Day
	Attended bool      // all of it that is asked for, at one occasion or several
	Begun    bool      // at least some of it
	Missed   []string  // what is to be made up, where only some of it is attended
	At       time.Time // when the person was there last; zero: never, also of a day that is waived
	Present  float64   // the hours that the person was there
}

// daysOf reads the attendances of one study.
func daysOf(c *folder.Content, facts []record.Fact, studyID string) []CourseDay {
	out := make([]CourseDay, len(c.Days))
	shares := make([][]AttendedDetail, len(c.Days))
	for i, d := range c.Days {
		out[i].Day = d
	}
	for _, f := range record.Standing(facts) {
		d := detail(f)
		if f.Kind != record.Attended || d.Study != studyID || d.Day < 1 || d.Day > int64(len(out)) {
			continue
		}
		day := &out[d.Day-1]
		if day.Begun = true; !d.Waived {
			day.At, day.Present = latest(day.At, f.At), day.Present+f.Hours
		}
		shares[d.Day-1] = append(shares[d.Day-1], d)
	}
	for i := range out {
		out[i].Attended = covered(shares[i])
		if out[i].Attended {
			continue
		}
		for _, d := range shares[i] {
			if d.Missed != "" && !slices.Contains(out[i].Missed, d.Missed) {
				out[i].Missed = append(out[i].Missed, d.Missed)
			}
		}
	}
	return out
}

// covered tells whether what was attended wholly makes a whole day: a morning at one occasion and an afternoon at
// another do, and so does a whole day after a part of one.
func covered(shares []AttendedDetail) bool {
	// reach is how much of the day is covered from its beginning, as a fraction.
	reach, of := int64(0), int64(1)
	for moved := true; moved && reach < of; {
		moved = false
		for _, d := range shares {
			if d.Part || d.Of < 1 {
				continue
			}
			if (d.Share-1)*of <= reach*d.Of && d.Share*of > reach*d.Of {
				reach, of, moved = d.Share, d.Of, true
			}
		}
	}
	return reach >= of
}

// DaysLeft are the days that must be attended and are not, in their order.
func (p *Progress) DaysLeft() []CourseDay {
	var left []CourseDay
	for _, d := range p.Days {
		if !d.Optional && !d.Attended {
			left = append(left, d)
		}
	}
	return left
}

// TasksLeft is how many preparations are not ticked.
func (p *Progress) TasksLeft() int {
	n := 0
	for _, t := range p.Course.Preparation {
		if _, done := p.Tasks[t.ID]; !done {
			n++
		}
	}
	return n
}

// LastDay is when the person was at a day last; zero when at none.
func (p *Progress) LastDay() time.Time {
	var at time.Time
	for _, d := range p.Days {
		at = latest(at, d.At)
	}
	return at
}

// FollowUpDue is when the follow-up is to be written; zero before the days are attended.
func (p *Progress) FollowUpDue(place *time.Location) time.Time {
	if p.Course.FollowUp == nil || len(p.DaysLeft()) > 0 || p.LastDay().IsZero() {
		return time.Time{}
	}
	return p.LastDay().In(place).AddDate(0, 0, 7*p.Course.FollowUp.Weeks)
}

// Prepared tells whether preparation, lessons and test of a course with days are done, and whether it has any.
func (p *Progress) Prepared() (done, has bool) {
	test := p.Course.Test == nil || p.passed()
	return p.Begun() && p.TasksLeft() == 0 && p.AllSeen() && test, len(p.Course.Preparation)+len(p.Course.Lessons) > 0
}

// Parts counts the parts of a course with days, and those that are done: prepare, the days, follow up.
func (p *Progress) Parts() (done, all int) {
	count := func(has, is bool) {
		if !has {
			return
		}
		if all++; is && p.Begun() {
			done++
		}
	}
	prepared, has := p.Prepared()
	count(has, prepared)
	count(true, len(p.DaysLeft()) == 0)
	count(p.Course.FollowUp != nil, p.FollowedUp())
	return done, all
}

// daysDone tells whether all that a course with days asks for beside lessons and test is done.
func (p *Progress) daysDone() bool {
	return p.TasksLeft() == 0 && len(p.DaysLeft()) == 0 && (p.Course.FollowUp == nil || p.FollowedUp())
}

// firstSpot is where the lessons begin; the zero Spot when there are none.
func firstSpot(c *folder.Content) Spot {
	if len(c.Lessons) == 0 {
		return Spot{}
	}
	return Spot{c.Lessons[0].ID, c.Lessons[0].Steps[0].ID}
}
