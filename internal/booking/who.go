package booking

import (
	"context"
	"errors"
	"slices"
	"strings"

	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// place is where somebody works when a seat is asked for: whose quota, and who answers.
type place struct{ employerID, municipalityID, unitID, unitPath string }

// Side is as what somebody acts on a booking.
type Side string

// The sides.
const (
	Nobody  Side = ""
	Self    Side = "self"
	Manager Side = "manager" // books for the unit
	Contact Side = "contact" // names people for the municipality's or employer's seats
	Owner   Side = "owner"   // arranges the occasion
)

// municipalityOf gives the municipality that an employer is or stands under.
func (b *Bookings) municipalityOf(ctx context.Context, employer org.Node) (string, error) {
	if org.Kind(employer.Kind) == org.Municipality {
		return employer.ID, nil
	}
	for _, id := range slices.Backward(strings.Split(employer.Path, "/")) {
		n, err := org.Find(ctx, b.DB, id, b.Today())
		if err != nil {
			return "", err
		}
		if org.Kind(n.Kind) == org.Municipality {
			return n.ID, nil
		}
	}
	return "", nil
}

// placeFor picks, of where a person works on the days of an occasion, the place that the occasion is for: one
// whose quota has seats before others. employerID narrows it to one employer's. It refuses with ErrJobless or
// ErrNotSeen.
func (b *Bookings) placeFor(ctx context.Context, o occasion.Occasion, personID, employerID string) (place, error) {
	jobs, err := b.Staff.Employments(ctx, personID, b.Today())
	if err != nil {
		return place{}, err
	}
	quotas, err := quotasOf(ctx, b.DB, o.ID)
	if err != nil {
		return place{}, err
	}
	works, best := false, place{}
	for _, e := range jobs {
		if employerID != "" && e.EmployerID != employerID || !worksThen(e, o) {
			continue
		}
		works = true
		p, quota, err := b.seenFrom(ctx, o, quotas, e)
		if err != nil {
			return place{}, err
		}
		if quota {
			return p, nil
		}
		if best.unitID == "" {
			best = p
		}
	}
	switch {
	case !works:
		return place{}, ErrJobless
	case best.unitID == "":
		return place{}, ErrNotSeen
	}
	return best, nil
}

// worksThen tells whether an employment is there on the days of an occasion, as far as is known.
func worksThen(e staff.Employment, o occasion.Occasion) bool {
	return (o.LastDay == "" || e.StartDate <= o.LastDay) && (e.EndDate == "" || e.EndDate >= o.FirstDay)
}

// seenFrom gives the place of an employment if an occasion is for it (else the zero place), and whether a quota is.
func (b *Bookings) seenFrom(ctx context.Context, o occasion.Occasion, quotas []Quota, e staff.Employment) (p place, quota bool, err error) {
	employer, err := org.Find(ctx, b.DB, e.EmployerID, b.Today())
	if err != nil {
		return p, false, err
	}
	municipality, err := b.municipalityOf(ctx, employer)
	if err != nil {
		return p, false, err
	}
	at := place{employerID: employer.ID, municipalityID: municipality, unitID: e.UnitID, unitPath: e.UnitPath}
	for _, q := range quotas {
		if q.NodeID == at.employerID || q.NodeID == at.municipalityID {
			return at, true, nil
		}
	}
	seen, err := b.isFor(ctx, b.DB, o, at.municipalityID, at.employerID)
	if err != nil || !seen {
		return p, false, err
	}
	return at, false, nil
}

// isFor tells whether an occasion is for a municipality's people, by whose it is: the nation's is for all, an RSS's for
// the municipalities that it has by default or for a journey that has the course, others' for their own.
func (b *Bookings) isFor(ctx context.Context, q db.Q, o occasion.Occasion, municipalityID, employerID string) (bool, error) {
	for _, owner := range o.Owners {
		if owner == org.Sweden || owner == municipalityID || owner == employerID {
			return true, nil
		}
	}
	if municipalityID == "" {
		return false, nil
	}
	seen, err := b.inRSS(ctx, q, o, municipalityID, []string{""})
	if err != nil || seen || b.Occasions.JourneysWith == nil {
		return seen, err
	}
	journeys, err := b.Occasions.JourneysWith(ctx, o.CourseID)
	if err != nil || len(journeys) == 0 {
		return false, err
	}
	return b.inRSS(ctx, q, o, municipalityID, journeys)
}

// inRSS tells whether a municipality has an owner of the occasion as its RSS, for some journeys or ("") by default.
func (b *Bookings) inRSS(ctx context.Context, q db.Q, o occasion.Occasion, municipalityID string, journeys []string) (bool, error) {
	args := []any{municipalityID, b.Today()}
	for _, id := range append(slices.Clone(o.Owners), journeys...) {
		args = append(args, id)
	}
	n, err := db.One(ctx, q, db.Number, `
		SELECT COUNT(*)
		FROM municipality_rss
		WHERE municipality_id = $1 AND valid_from <= $2 AND valid_until > $2 AND rss_id IN (`+db.Marks(3, len(o.Owners))+`) AND journey_id IN (`+db.Marks(3+len(o.Owners), len(journeys))+`)`,
		args...)
	return n > 0, err
}

// Sees tells whether an open occasion is for somebody: nil, or ErrJobless or ErrNotSeen.
func (b *Bookings) Sees(ctx context.Context, o occasion.Occasion, personID string) error {
	_, err := b.placeFor(ctx, o, personID, "")
	return err
}

// ForPlace tells whether an occasion is for the people of a municipality or another employer.
func (b *Bookings) ForPlace(ctx context.Context, o occasion.Occasion, node org.Node) (bool, error) {
	municipality, err := b.municipalityOf(ctx, node)
	if err != nil {
		return false, err
	}
	quotas, err := quotasOf(ctx, b.DB, o.ID)
	if err != nil {
		return false, err
	}
	for _, q := range quotas {
		if q.NodeID == node.ID || q.NodeID == municipality {
			return true, nil
		}
	}
	return b.isFor(ctx, b.DB, o, municipality, node.ID)
}

// side tells as what the actor acts on a booking.
func (b *Bookings) side(ctx context.Context, a may.Actor, k Booking) (Side, error) {
	s, _, err := b.sideAt(ctx, a, k)
	return s, err
}

// sideAt is side, with the unit of the person's that the actor answers for; "" when it is none.
func (b *Bookings) sideAt(ctx context.Context, a may.Actor, k Booking) (Side, string, error) {
	if k.Person() && a.PersonID == k.PersonID {
		return Self, "", nil
	}
	if s, unitID, err := b.answers(ctx, a, k); err != nil || s != Nobody {
		return s, unitID, err
	}
	o, err := b.Occasions.Find(ctx, k.OccasionID)
	if err != nil {
		return Nobody, "", err
	}
	if err := b.Occasions.Owns(ctx, a, o); errors.Is(err, may.ErrDenied) {
		return Nobody, "", nil
	} else if err != nil {
		return Nobody, "", err
	}
	return Owner, "", nil
}

// need gives how much a person needs a course.
func (b *Bookings) need(ctx context.Context, courseID, personID string) (int64, error) {
	if b.Needs == nil || personID == "" {
		return 0, nil
	}
	return b.Needs.OfPerson(ctx, courseID, personID)
}
