package journeyweb

import (
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/ui"
)

// suggestion is a suggestion of the rules with the item it is about.
type suggestion struct {
	plan.Suggestion
	journey *plan.Personal
	item    *plan.PersonalItem
}

// urgency is the order in which suggestions from several journeys are offered.
var urgency = map[plan.SuggestionKind]int{plan.NextOverdue: 1, nextHomework: 2, nextAgain: 3, plan.NextStarted: 3, plan.NextPlan: 4, plan.NextRenew: 5, plan.NextElective: 6, plan.NextFurther: 7}

// renewWithin is how near the last valid day is when a course is offered again.
const renewWithin = 90

// best is the one thing to do next, over all journeys; nil when nothing is asked.
func (b *builder) best() *suggestion {
	soon := plan.Date(b.p.Today()).AddDays(renewWithin)
	best := b.homework()
	if best == nil {
		best = b.again()
	}
	for i := range b.journeys {
		j := &b.journeys[i]
		for _, s := range j.Next {
			it := find(j, s.Item)
			if it == nil || urgency[s.Kind] == 0 || (s.Kind == plan.NextRenew && s.Date > soon) || b.waits(it) {
				continue
			}
			if this := (&suggestion{s, j, it}); best == nil || this.before(best) {
				best = this
			}
		}
	}
	return best
}

// before tells whether a suggestion goes before another: what is late and mandatory first, and of
// what is late the longest late.
func (s *suggestion) before(o *suggestion) bool {
	switch {
	case urgency[s.Kind] != urgency[o.Kind]:
		return urgency[s.Kind] < urgency[o.Kind]
	case s.Kind != plan.NextOverdue:
		return false // as on the page
	case s.item.Requirement != o.item.Requirement:
		return s.item.Requirement == plan.Mandatory
	}
	return s.item.Due < o.item.Due
}

func find(j *plan.Personal, item string) *plan.PersonalItem {
	for i := range j.Blocks {
		for k := range j.Blocks[i].Items {
			if j.Blocks[i].Items[k].ID == item {
				return &j.Blocks[i].Items[k]
			}
		}
	}
	return nil
}

// next is the card with the one thing to do, and why it comes first.
func (b *builder) next(personID string) (*ui.NextStepProps, error) {
	s := b.best()
	if s == nil {
		return nil, nil
	}
	n := &ui.NextStepProps{Over: b.c.T("journey.next"), Title: b.title(s.item), Why: b.because(s),
		Button: ui.LinkButtonProps{Href: href(s.journey, s.item), Text: b.c.T("journey.button." + string(s.Kind))}}
	card := b.cards[s.item.Course]
	if card.Minutes > 0 {
		n.Text = b.c.T("journey.takes", "time", b.c.Minutes(card.Minutes))
	}
	return n, b.resume(n, personID, s.item)
}

// because says in one line why it comes first.
func (b *builder) because(s *suggestion) string {
	if s.journey.Total == 0 && (s.Kind == plan.NextElective || s.Kind == plan.NextFurther) {
		return b.c.T("journey.because.nothing_asked")
	}
	day := s.Date
	if s.Kind == plan.NextRenew {
		day = day.AddDays(1) // as the certificate says it
	}
	return b.c.T("journey.because."+string(s.Kind), "date", b.date(day))
}

// resume sends who has begun straight to the part where the person left.
func (b *builder) resume(n *ui.NextStepProps, personID string, it *plan.PersonalItem) error {
	if !it.Started || it.Course == "" {
		return nil
	}
	at, ok, err := b.p.Courses.Resume(b.ctx, personID, it.Course)
	if err != nil || !ok {
		return err
	}
	n.Button.Href, n.Button.Text = at.Href, b.c.T("journey.button.started")
	n.Text = b.c.T("journey.at_part", "part", at.Done+1, "all", at.All, "time", b.c.Minutes(at.Minutes))
	if at.Minutes == 0 || at.Done >= at.All {
		n.Text = at.Part
	}
	n.Steps = ui.StepsProps{Done: at.Done, All: at.All, Now: min(at.Done+1, at.All), Text: b.c.T("journey.parts_done", "done", at.Done, "n", at.All)}
	return nil
}

// quiet is said when nothing is asked of the person.
func (b *builder) quiet() string {
	for i := range b.journeys {
		if b.journeys[i].Paused {
			return b.c.T("journey.next.paused")
		}
	}
	return b.c.T("journey.next.talk")
}
