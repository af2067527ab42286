package journey

import (
	"context"

	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Seen is a person as a manager may see the person.
type Seen struct {
	staff.Known
	AsSeen
}

// Seen gives a person's journeys to who may see progress where the person works. What the person
// has learnt for others is in it only when the person shares it (rule 19). It is logged.
func (js *Journeys) Seen(ctx context.Context, a may.Actor, personID, on string) (Seen, error) {
	k, err := js.Staff.Know(ctx, a, may.SeeProgress, personID, on)
	if err != nil {
		return Seen{}, err
	}
	if err := js.Staff.Audit.Person(ctx, js.DB, a, "journey.read", personID); err != nil {
		return Seen{}, err
	}
	all, err := js.Among(ctx, k.Employer, []string{personID}, on)
	return Seen{k, all[personID]}, err
}
