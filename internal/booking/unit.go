package booking

import (
	"context"
	"slices"

	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Unit is a booking with its day and name, as the manager of the unit sees it.
type Unit struct {
	Entry
	Name string
	Left bool // no longer works for the employer on the day
}

// mostListed bounds a unit's list.
const mostListed = 500

// AskedOf lists what people of units have asked for and nobody has answered, the nearest cut-off first, for whoever books
// for each of the units. The reading is logged.
func (b *Bookings) AskedOf(ctx context.Context, a may.Actor, unitIDs []string) (_ []Unit, err error) {
	defer fault.Wrap(&err, "asked at %d units", len(unitIDs))
	if err := b.booksFor(ctx, a, unitIDs); err != nil || len(unitIDs) == 0 {
		return nil, err
	}
	all, err := db.All(ctx, b.DB, scan, `
		SELECT `+columns+`
		FROM booking b
		JOIN occasion o ON o.id = b.occasion_id
		WHERE b.unit_id IN (`+db.Marks(2, len(unitIDs))+`) AND b.state IN ('asked', 'approved') AND o.first_day >= $1
		ORDER BY o.cut_off, o.first_day, b.made_at, b.id
		LIMIT 500`,
		args(b.Today(), unitIDs)...)
	if err != nil {
		return nil, err
	}
	return b.unitLines(ctx, a, all)
}

// AtUnit lists the places that people of a unit have, want or wait for from a day on, by day, for whoever books for the unit.
// The reading is logged.
func (b *Bookings) AtUnit(ctx context.Context, a may.Actor, unitID, from string) (_ []Unit, err error) {
	defer fault.Wrap(&err, "booked at %s", unitID)
	if err := b.booksFor(ctx, a, []string{unitID}); err != nil {
		return nil, err
	}
	all, err := db.All(ctx, b.DB, scan, `
		SELECT `+columns+`
		FROM booking b
		JOIN occasion o ON o.id = b.occasion_id
		WHERE b.unit_id = $1 AND o.last_day >= $2 AND b.state NOT IN ('declined', 'cancelled', 'substituted')
		ORDER BY o.first_day, b.made_at, b.id
		LIMIT $3`,
		unitID, from, mostListed)
	if err != nil {
		return nil, err
	}
	return b.unitLines(ctx, a, all)
}

// args are a first argument and some ids.
func args(first any, ids []string) []any {
	out := []any{first}
	for _, id := range ids {
		out = append(out, id)
	}
	return out
}

// booksFor refuses when the actor does not book for one of some units.
func (b *Bookings) booksFor(ctx context.Context, a may.Actor, unitIDs []string) error {
	for _, id := range unitIDs {
		unit, err := b.Tree.FindEver(ctx, id)
		if err != nil {
			return err
		}
		if err := org.AskWithin(ctx, b.DB, a, may.BookStaff, unit, b.Today()); err != nil {
			return err
		}
	}
	return nil
}

func (b *Bookings) unitLines(ctx context.Context, a may.Actor, all []Booking) ([]Unit, error) {
	entries, err := b.entries(ctx, all)
	if err != nil {
		return nil, err
	}
	names, err := b.names(ctx, all, true)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, k := range all {
		if k.Person() && !slices.Contains(ids, k.PersonID) {
			ids = append(ids, k.PersonID)
		}
	}
	works, err := b.Staff.HistoriesOn(ctx, ids, b.Today())
	if err != nil {
		return nil, err
	}
	out := make([]Unit, len(all))
	for i, e := range entries {
		left := true
		for _, p := range works[e.PersonID] {
			if p.EmployerID == e.EmployerID && p.CurrentOn(b.Today()) && worksThen(p.Employment, e.Occasion) {
				left = false
			}
		}
		out[i] = Unit{Entry: e, Name: names[e.PersonID], Left: left}
	}
	return out, b.logged(ctx, a, "booking.unit", slices.Values(ids))
}

// Busy is a session that somebody has, or is offered, a seat of.
type Busy struct {
	PersonID, BookingID, OccasionID, CourseID string
	Day, Begins, Ends                         string
}

// Days gives the sessions that people have seats of from a day until another (not included), by day: for calendars and for how
// many are away. Callers have asked for leave.
func (b *Bookings) Days(ctx context.Context, personIDs []string, from, until string) ([]Busy, error) {
	var out []Busy
	for chunk := range slices.Chunk(personIDs, 500) {
		some, err := db.All(ctx, b.DB, func(s db.Scanner) (d Busy, err error) {
			err = s.Scan(&d.PersonID, &d.BookingID, &d.OccasionID, &d.CourseID, &d.Day, &d.Begins, &d.Ends)
			return d, err
		}, `
			SELECT b.person_id, b.id, b.occasion_id, o.course_id, s.on_day, s.begins, s.ends
			FROM booking b
			JOIN occasion o ON o.id = b.occasion_id
			JOIN occasion_session s ON s.occasion_id = b.occasion_id
			WHERE b.person_id IN (`+db.Marks(3, len(chunk))+`) AND b.person_id <> '' AND b.takes <> '' AND s.on_day >= $1 AND s.on_day < $2 AND o.state <> 'cancelled'
			ORDER BY s.on_day, s.begins, b.person_id`,
			append([]any{from}, args(until, chunk)...)...)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, nil
}

// Stop is how a course's day stands for somebody, on the journey.
type Stop struct {
	Booking  Booking
	FirstDay string
	LastDay  string
	Cut      string // the last day to book
	Held     occasion.State
	Href     string
}

// ForJourney gives how the course days of a person stand, by course: what has a seat before what waits, the latest day of several.
func (b *Bookings) ForJourney(ctx context.Context, personID string) (map[string]Stop, error) {
	all, err := b.ForJourneys(ctx, []string{personID})
	return all[personID], err
}

// ForJourneys is ForJourney for many people at once.
func (b *Bookings) ForJourneys(ctx context.Context, personIDs []string) (map[string]map[string]Stop, error) {
	out := map[string]map[string]Stop{}
	type stop struct {
		Stop
		course string
	}
	for chunk := range slices.Chunk(personIDs, 500) {
		if err := db.Each(ctx, b.DB, func(s db.Scanner) (v stop, err error) {
			err = s.Scan(append(v.Booking.fields(), &v.course, &v.FirstDay, &v.LastDay, &v.Cut, &v.Held)...)
			return v, err
		}, func(v stop) error {
			of := out[v.Booking.PersonID]
			if of == nil {
				of = map[string]Stop{}
				out[v.Booking.PersonID] = of
			}
			v.Href = "/kursdagar/" + v.Booking.ID
			if was, there := of[v.course]; !there || was.Booking.Takes == "" || v.Booking.Takes != "" {
				of[v.course] = v.Stop
			}
			return nil
		}, `
			SELECT `+columns+`, o.course_id, o.first_day, o.last_day, o.cut_off, o.state
			FROM booking b
			JOIN occasion o ON o.id = b.occasion_id
			WHERE b.person_id IN (`+db.Marks(1, len(chunk))+`) AND b.person_id <> '' AND b.state NOT IN ('declined', 'cancelled', 'substituted')
			ORDER BY o.first_day, b.made_at, b.id`,
			args(nil, chunk)[1:]...); err != nil {
			return nil, err
		}
	}
	return out, nil
}
