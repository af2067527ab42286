package development

import (
	"fmt"
	"time"
)

// The rules about what is agreed and when people are asked. Pure.

// Standing is where a person's plan stands between the two.
type Standing string

// The standings, the one that needs most first.
const (
	NoPlan       Standing = "none"          // nobody has begun
	WaitsBoth    Standing = "waits_both"    // there is something to agree on, and nobody has
	WaitsManager Standing = "waits_manager" // the person has agreed
	WaitsPerson  Standing = "waits_person"  // the manager has agreed
	AgreedOn     Standing = "agreed"
)

// Agreed gives who has agreed to the revision that stands; nil who has not.
func (p Plan) Agreed(side Side) *Consent {
	for i := range p.Consents {
		if c := &p.Consents[i]; c.Side == side && c.Revision == p.Revision {
			return c
		}
	}
	return nil
}

// Before gives the last time a side agreed to an earlier revision; nil when it never has.
func (p Plan) Before(side Side) (last *Consent) {
	for i := range p.Consents {
		if c := &p.Consents[i]; c.Side == side && c.Revision < p.Revision && (last == nil || c.Revision > last.Revision) {
			last = c
		}
	}
	return last
}

// Standing tells where a person's plan stands.
func (p Plan) Standing() Standing {
	return standing(p.ID == "" || p.empty(), p.Agreed(PersonSide) != nil, p.Agreed(ManagerSide) != nil)
}

func standing(none, person, manager bool) Standing {
	switch {
	case none:
		return NoPlan
	case person && manager:
		return AgreedOn
	case person:
		return WaitsManager
	case manager:
		return WaitsPerson
	}
	return WaitsBoth
}

// empty tells whether there is nothing to agree on.
func (p Plan) empty() bool {
	for _, i := range p.Items {
		if i.State != Dropped {
			return false
		}
	}
	return p.Goals == "" && p.Study.Hours == 0
}

// FollowDue tells whether the day of the follow-up has come.
func (p Plan) FollowDue(today string) bool { return p.FollowOn != "" && p.FollowOn <= today }

// Of what the study time is: a week, a month, or the plan's whole period.
const (
	PerWeek   = "week"
	PerMonth  = "month"
	PerPeriod = "period"
)

// Pers names them, in the order of the pages.
func Pers() []string { return []string{PerWeek, PerMonth, PerPeriod} }

// studyPeriod is the week or month that a day is in, and whether it is time to ask about it: from the
// Friday of a week, and in the last three days of a month. What is agreed for a whole period is asked
// about by the month.
func studyPeriod(per, day string) (period string, ask bool) {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return "", false
	}
	if per == PerWeek {
		year, week := t.ISOWeek()
		return fmt.Sprintf("%04d-W%02d", year, week), t.Weekday() == time.Friday || t.Weekday() == time.Saturday || t.Weekday() == time.Sunday
	}
	return t.Format("2006-01"), t.AddDate(0, 0, 3).Month() != t.Month()
}

// twiceNo tells whether the two latest periods that were answered were both without study time, given
// answers with the latest first.
func twiceNo(answers []Answer) bool {
	return len(answers) >= 2 && !answers[0].Given && !answers[1].Given
}

// soon is how many days ahead a follow-up is told of.
const soon = 7

// followStage tells what is said about a follow-up on a day: "soon" in the week before, "due" from the
// day itself on, "" nothing.
func followStage(follow, today string) string {
	switch {
	case follow == "":
		return ""
	case follow <= today:
		return "due"
	case follow <= addDays(today, soon):
		return "soon"
	}
	return ""
}

func addDays(day string, n int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}
