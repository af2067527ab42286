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
var urgency = map[plan.SuggestionKind]int{plan.NextOverdue: 1, plan.NextStarted: 2, plan.NextPlan: 3, plan.NextRenew: 4, plan.NextElective: 5, plan.NextFurther: 6}

// best is the one thing to do next, over all journeys; nil when nothing is asked.
func (b *builder) best() *suggestion {
	var best *suggestion
	for i := range b.journeys {
		j := &b.journeys[i]
		for _, s := range j.Next {
			it := find(j, s.Item)
			if it == nil || urgency[s.Kind] == 0 || (best != nil && urgency[s.Kind] >= urgency[best.Kind]) {
				continue
			}
			best = &suggestion{s, j, it}
		}
	}
	return best
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
	n := &ui.NextStepProps{Over: b.c.T("journey.next"), Title: b.title(s.item), Why: b.c.T("journey.because." + string(s.Kind)),
		Button: ui.LinkButtonProps{Href: href(s.journey, s.item), Text: b.c.T("journey.button." + string(s.Kind))}}
	card := b.cards[s.item.Course]
	if card.Minutes > 0 {
		n.Text = b.c.T("journey.takes", "time", b.c.Minutes(card.Minutes))
	}
	if s.Kind == plan.NextOverdue {
		n.Why = b.c.T("journey.because.overdue_on", "date", b.date(s.item.Due))
	}
	return n, b.resume(n, personID, s.item)
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
