package app

import (
	"yrkesresan/internal/circle"
)

// buildCircles builds the room of meetings at the workplace, and lets it hear what happens to its facts in the record.
func (a *App) buildCircles() {
	a.Circles = &circle.Circles{DB: a.DB, Studies: a.Studies, Record: a.Record, Staff: a.Staff, Tree: a.Tree, Access: a.Access, Messages: a.Messages, Jobs: a.Jobs, Audit: a.Audit,
		Now: a.Now, NewID: NewID, Place: a.Place, Answer: a.leadersOf}
	a.Record.Listeners = append(a.Record.Listeners, a.Circles.OnFact)
}
