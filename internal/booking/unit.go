package booking

import (
	"context"
	"slices"
	"strings"

	"yrkesresan/internal/occasion"
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

// AskedOf lists what people of units have asked for and nobody has answered, the nearest day first, for whoever books
// for each of the units. The reading is logged.
func (b *Bookings) AskedOf(ctx context.Context, a may.Actor, unitIDs []string) (_ []Unit, err error) {
	defer fault.Wrap(&err, "asked at %d units", len(unitIDs))
	return b.unitsOwn(ctx, a, unitIDs, `o.first_day >= $1 AND b.state IN ('asked', 'approved')`, `o.cut_off, o.first_day, b.made_at, b.id`, b.Today())
}

// AtUnit lists the places that people of a unit have, want or wait for from a day on, by day, for whoever books for the unit.
// The reading is logged.
func (b *Bookings) AtUnit(ctx context.Context, a may.Actor, unitID, from string) (_ []Unit, err error) {
	defer fault.Wrap(&err, "booked at %s", unitID)
	return b.unitsOwn(ctx, a, []string{unitID}, `o.last_day >= $1 AND b.state NOT IN ('declined', 'cancelled', 'substituted')`, `o.first_day, b.made_at, b.id`, from)
}

// unitsOwn lists units' own bookings with days and names.
func (b *Bookings) unitsOwn(ctx context.Context, a may.Actor, unitIDs []string, where, order, day string) ([]Unit, error) {
	if len(unitIDs) == 0 {
		return nil, nil
	}
	all, crew, err := b.ofUnits(ctx, a, unitIDs, where, order, day)
	if err != nil {
		return nil, err
	}
	return b.unitLines(ctx, a, all, crew)
}

// ofUnits reads bookings of those who work at units now, wherever they worked when they were made, and those made there of
// people who work nowhere at the employer any more: somebody has to decide about them.
func (b *Bookings) ofUnits(ctx context.Context, a may.Actor, unitIDs []string, where, order, day string) (all []Booking, crew crews, err error) {
	if crew, err = b.crewsAt(ctx, a, unitIDs); err != nil {
		return nil, crew, err
	}
	for _, of := range crew.employers {
		for chunk := range slices.Chunk(of.personIDs, 500) {
			some, err := db.All(ctx, b.DB, scan, `
				SELECT `+columns+`
				FROM booking b
				JOIN occasion o ON o.id = b.occasion_id
				WHERE b.person_id IN (`+db.Marks(3, len(chunk))+`) AND b.person_id <> '' AND b.employer_id = $2 AND `+where+`
				ORDER BY `+order+`
				LIMIT 500`,
				append([]any{day}, args(of.ID, chunk)...)...)
			if err != nil {
				return nil, crew, err
			}
			all = append(all, some...)
		}
	}
	made, err := db.All(ctx, b.DB, scan, `
		SELECT `+columns+`
		FROM booking b
		JOIN occasion o ON o.id = b.occasion_id
		WHERE b.unit_id IN (`+db.Marks(2, len(unitIDs))+`) AND b.person_id <> '' AND `+where+`
		ORDER BY `+order+`
		LIMIT 500`,
		args(day, unitIDs)...)
	if err != nil {
		return nil, crew, err
	}
	gone, err := b.gone(ctx, made)
	if err != nil {
		return nil, crew, err
	}
	return append(all, gone...), crew, nil
}

// args are a first argument and some ids.
func args(first any, ids []string) []any {
	out := []any{first}
	for _, id := range ids {
		out = append(out, id)
	}
	return out
}

// unitLines puts units, days and names on bookings of units' people, by day.
func (b *Bookings) unitLines(ctx context.Context, a may.Actor, all []Booking, crew crews) ([]Unit, error) {
	entries, err := b.entries(ctx, all)
	if err != nil {
		return nil, err
	}
	for _, k := range all {
		if crew.unit[k.PersonID] == nil && !crew.known[k.PersonID] { // works nowhere any more: the last unit's manager knows the name
			if crew.known[k.PersonID], err = b.namedAt(ctx, a, k.EmployerID, k.UnitID); err != nil {
				return nil, err
			}
		}
	}
	names, err := b.names(ctx, all, crew.known)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, k := range all {
		ids = append(ids, k.PersonID)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	works, err := b.works(ctx, all)
	if err != nil {
		return nil, err
	}
	out := make([]Unit, len(entries))
	for i, e := range entries {
		if at := crew.unit[e.PersonID]; len(at) > 0 && !slices.Contains(at, e.UnitID) {
			e.UnitID = at[0] // has moved since
		}
		out[i] = Unit{Entry: e, Name: names[e.PersonID], Left: b.hasLeft(works[e.PersonID], e.Booking, e.Occasion)}
	}
	slices.SortStableFunc(out, func(x, y Unit) int { return strings.Compare(x.Occasion.FirstDay, y.Occasion.FirstDay) })
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
