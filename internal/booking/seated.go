package booking

import (
	"context"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/staff"
)

// Seated is somebody with a seat, before the day or after it, as the day's lists show people: of a protected identity
// the contact code is the name (rule 7).
type Seated struct {
	ID, OccasionID, PersonID, GuestID  string
	EmployerID, MunicipalityID, UnitID string
	State                              seat.State
	Name                               string
	Organisation                       string // of a guest
	Part                               string // of a guest: participant or assessor
	Protected                          bool
}

// Seated lists who has, or had, a seat at an occasion on its day, for the room that leads the day: who may is asked there.
// Who was excused before the day has none; who was on the day is there, also an assessor, who takes no participant's seat.
func (b *Bookings) Seated(ctx context.Context, q db.Q, occasionID string) ([]Seated, error) {
	all, err := db.All(ctx, q, func(s db.Scanner) (x Seated, err error) {
		err = s.Scan(&x.ID, &x.OccasionID, &x.PersonID, &x.GuestID, &x.EmployerID, &x.MunicipalityID, &x.UnitID, &x.State, &x.Name, &x.Organisation, &x.Part)
		return x, err
	}, `
		SELECT b.id, b.occasion_id, b.person_id, b.guest_id, b.employer_id, b.municipality_id, b.unit_id, b.state, COALESCE(g.name, ''), COALESCE(g.organisation, ''), COALESCE(g.part, '')
		FROM booking b
		LEFT JOIN guest g ON g.id = b.guest_id
		WHERE b.occasion_id = $1 AND b.state IN ('booked', 'attended', 'part', 'absent', 'excused')
			AND NOT (b.state = 'excused' AND b.takes = '' AND EXISTS (SELECT 1 FROM booking_event e WHERE e.booking_id = b.id AND e.what = 'excuse'))
		ORDER BY b.id`,
		occasionID)
	if err != nil {
		return nil, err
	}
	var people []string
	for _, x := range all {
		if x.PersonID != "" {
			people = append(people, x.PersonID)
		}
	}
	cards, err := b.Staff.CardsIn(ctx, q, people)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].PersonID != "" {
			all[i].Name, all[i].Protected = staff.Listed(cards[all[i].PersonID], all[i].EmployerID)
		}
	}
	return all, nil
}
