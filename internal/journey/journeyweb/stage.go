package journeyweb

import (
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/ui"
)

// stage is one thing on the way, as a card.
func (b *builder) stage(j *plan.Personal, it *plan.PersonalItem) ui.Stage {
	s := ui.Stage{Href: href(j, it), Title: b.title(it), Note: b.note(it), Status: b.status(it), Word: b.word(it)}
	s.More = b.dayLink(it)
	b.ahead(&s, it)
	s.Why = ui.Link{Href: "/min-resa/varfor/" + j.Journey + "/" + it.ID, Text: b.c.T("journey.why")}
	return s
}

func href(j *plan.Personal, it *plan.PersonalItem) string {
	if it.Kind == plan.CourseItem {
		return "/kurs/" + it.Course
	}
	return "/min-resa/punkt/" + j.Journey + "/" + it.ID
}

// note says how long it takes, by when, and whether it is free to choose.
func (b *builder) note(it *plan.PersonalItem) string {
	card := b.cards[it.Course]
	switch {
	case it.IsDone() && it.ValidUntil != "":
		// The rules count the last day it holds; people read the same day as on the certificate.
		return b.c.T("journey.valid_until", "date", b.date(it.ValidUntil.AddDays(1)))
	case it.IsDone():
		return ""
	case it.Due != "" && it.Requirement == plan.Mandatory:
		return b.c.T("journey.must_by", "date", b.date(it.Due))
	case it.Due != "":
		return b.c.T("journey.due", "date", b.date(it.Due))
	case it.Requirement == plan.Mandatory:
		return b.c.T("journey.must")
	case it.Kind == plan.CourseItem && it.Requirement == plan.Elective:
		return b.c.T("journey.elective")
	case card.Minutes > 0:
		return b.c.T("journey.time", "time", b.c.Duration(card.Minutes))
	}
	return ""
}

var statuses = map[plan.Status]ui.StatusKind{plan.NotStarted: ui.NotStarted, plan.Started: ui.Ongoing, plan.Done: ui.Done,
	plan.CreditedStatus: ui.Done, plan.Overdue: ui.Overdue, plan.Paused: ui.Paused}

func (b *builder) status(it *plan.PersonalItem) ui.StatusKind {
	if it.Blocked {
		return ui.Locked
	}
	return statuses[it.Status]
}

// word tells more than the status's own word where there is more to tell.
func (b *builder) word(it *plan.PersonalItem) string {
	switch {
	case it.Kind == plan.Info:
		return b.c.T("journey.to_read")
	case it.Status == plan.Done && it.At != "":
		return b.c.T("journey.done_on", "date", b.date(it.At))
	case it.Status == plan.CreditedStatus:
		return b.c.T("journey.credited")
	case it.Blocked:
		return b.c.T("journey.blocked", "course", b.opens(it))
	}
	return ""
}

// opens names the course that opens one that is locked.
func (b *builder) opens(it *plan.PersonalItem) string {
	for _, n := range it.Notices {
		if n.Mode == plan.BlockMode {
			return b.courseTitle(n.Course)
		}
	}
	return ""
}

// date writes a day in Swedish.
func (b *builder) date(d plan.Date) string { return b.c.DateOf(string(d)) }
