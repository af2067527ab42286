package journeyweb

import (
	"context"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/ui"
)

// After tells what comes beside and after courses at a person's workplace. app implements it.
type After interface {
	// Ahead gives what is left beside courses of a person, by course.
	Ahead(ctx context.Context, personID string) (map[string]Ahead, error)
}

// Ahead is what is left beside a course.
type Ahead struct {
	Waits  bool   // all is done but the reflection
	Alone  bool   // it may be done alone
	On     string // YYYY-MM-DD of the next meeting; "" = none is planned
	Href   string // where it is done; "" = the person's page of what comes after courses
	Repeat bool   // the group takes it again, and the person has not yet
	Assign bool   // the group takes it
}

// nextAgain is the suggestion to take a course again with the group; the rules of the journey see that it is done.
const nextAgain plan.SuggestionKind = "again"

// ahead lets a course's card say what is left beside it.
func (b *builder) ahead(s *ui.Stage, it *plan.PersonalItem) {
	a, has := b.after[it.Course]
	if !has || it.Course == "" {
		return
	}
	switch {
	case a.Waits:
		key := "journey.after.waits"
		if a.Alone {
			key = "journey.after.alone"
		}
		if a.On != "" {
			key = "journey.after.waits_day"
		}
		s.Status, s.Word = ui.Ongoing, ""
		s.More = ui.Link{Href: a.Href, Text: b.c.T(key, "date", b.date(plan.Date(a.On)))}
		if a.Href == "" {
			s.More.Href = "/anvanda"
		}
	case a.Repeat:
		s.Status, s.Word = ui.Renew, b.c.T("journey.after.repeat")
	case a.Assign && s.More.Text == "" && !it.IsDone():
		s.More = ui.Link{Href: "/anvanda", Text: b.c.T("journey.after.assign")}
	}
}

// waits tells whether nothing is left to do in a course but to reflect: it is no next step.
func (b *builder) waits(it *plan.PersonalItem) bool {
	return it.Course != "" && b.after[it.Course].Waits
}

// again is the first course on the page that the group takes again; nil when there is none.
func (b *builder) again() *suggestion {
	for i := range b.journeys {
		for k := range b.journeys[i].Blocks {
			items := b.journeys[i].Blocks[k].Items
			for n := range items {
				if a := b.after[items[n].Course]; items[n].Course != "" && a.Repeat && !a.Waits && items[n].Started {
					return &suggestion{plan.Suggestion{Kind: nextAgain, Item: items[n].ID}, &b.journeys[i], &items[n]}
				}
			}
		}
	}
	return nil
}
