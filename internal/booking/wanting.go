package booking

import (
	"context"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
)

// Wanting is somebody who has a place at a course's coming days, or wishes for one.
type Wanting struct {
	WhoID          string // the person, or the guest
	CourseID       string
	EmployerID     string // "" of a guest
	MunicipalityID string
	Seated         bool // has a seat, or is offered one
}

// WantingOn gives everybody of some municipalities with a booking that lives of an open occasion that is not over on a day.
// It is for rules that sum up: it asks no leave and names nobody.
func (b *Bookings) WantingOn(ctx context.Context, on string, municipalityIDs []string) ([]Wanting, error) {
	if len(municipalityIDs) == 0 {
		return nil, nil
	}
	return db.All(ctx, b.DB, func(s db.Scanner) (w Wanting, err error) {
		var person, guest string
		var state seat.State
		err = s.Scan(&person, &guest, &w.CourseID, &w.EmployerID, &w.MunicipalityID, &state)
		if w.WhoID = person; person == "" {
			w.WhoID = guest
		}
		w.Seated = seat.Holds(state)
		return w, err
	}, `
		SELECT b.person_id, b.guest_id, o.course_id, b.employer_id, b.municipality_id, b.state
		FROM occasion o
		JOIN booking b ON b.occasion_id = o.id AND b.state IN ('asked', 'approved', 'waiting', 'offered', 'booked')
		WHERE o.state = 'open' AND o.last_day >= $1 AND b.municipality_id IN (`+db.Marks(2, len(municipalityIDs))+`)
		ORDER BY b.id
		LIMIT 200000`,
		append([]any{on}, db.Args(municipalityIDs)...)...)
}

// Been is somebody who was at a course, or whose day was called off.
type Been struct {
	PersonID, CourseID, EmployerID, MunicipalityID string
	Day                                            string // the last one of the occasion
}

func scanBeen(s db.Scanner) (x Been, err error) {
	err = s.Scan(&x.PersonID, &x.CourseID, &x.EmployerID, &x.MunicipalityID, &x.Day)
	return x, err
}

// AttendedSince gives the people of some municipalities who were at a course, or at a part of it, on days that ended on
// or after one. It is for rules that sum up, as WantingOn.
func (b *Bookings) AttendedSince(ctx context.Context, since string, municipalityIDs []string) ([]Been, error) {
	return b.been(ctx, `b.state IN ('attended', 'part') AND o.state <> 'draft'`, since, municipalityIDs)
}

// CalledOffSince gives those who lost a place, or the wish for one, because the day was called off: an occasion that was
// to end on or after a day. It is for rules that sum up, as WantingOn.
func (b *Bookings) CalledOffSince(ctx context.Context, since string, municipalityIDs []string) ([]Been, error) {
	return b.been(ctx, `b.state = 'cancelled' AND o.state = 'cancelled' AND EXISTS (SELECT 1 FROM booking_event e WHERE e.booking_id = b.id AND e.what = 'drop')`, since, municipalityIDs)
}

func (b *Bookings) been(ctx context.Context, which, since string, municipalityIDs []string) ([]Been, error) {
	if len(municipalityIDs) == 0 {
		return nil, nil
	}
	return db.All(ctx, b.DB, scanBeen, `
		SELECT b.person_id, o.course_id, b.employer_id, b.municipality_id, o.last_day
		FROM occasion o
		JOIN booking b ON b.occasion_id = o.id
		WHERE o.last_day >= $1 AND b.person_id <> '' AND b.municipality_id IN (`+db.Marks(2, len(municipalityIDs))+`) AND `+which+`
		ORDER BY b.id
		LIMIT 200000`,
		append([]any{since}, db.Args(municipalityIDs)...)...)
}

// Filled is how far an occasion is filled. An assessor has no participant's seat and is not among those booked.
type Filled struct {
	Booked, Offered, Waiting, Asked int64
	Free                            int64 // seats that nobody has
	held                            int64
}

// FilledOf counts the bookings of some occasions, at most 200, by occasion. It is for rules that plan: it asks no leave
// and names nobody.
func (b *Bookings) FilledOf(ctx context.Context, all []occasion.Occasion) (map[string]Filled, error) {
	out := make(map[string]Filled, len(all))
	if len(all) == 0 {
		return out, nil
	}
	ids := make([]string, len(all))
	for i, o := range all {
		ids[i] = o.ID
	}
	type row struct {
		id      string
		state   seat.State
		n, held int64
	}
	err := db.Each(ctx, b.DB, func(s db.Scanner) (r row, err error) { err = s.Scan(&r.id, &r.state, &r.n, &r.held); return r, err }, func(r row) error {
		f := out[r.id]
		f.held += r.held
		switch r.state {
		case seat.Booked:
			f.Booked += r.held
		case seat.Offered:
			f.Offered += r.held
		case seat.Waiting:
			f.Waiting += r.n
		default:
			f.Asked += r.n
		}
		out[r.id] = f
		return nil
	}, `
		SELECT occasion_id, state, COUNT(*), SUM(CASE WHEN takes <> '' THEN 1 ELSE 0 END)
		FROM booking
		WHERE occasion_id IN (`+db.Marks(1, len(ids))+`) AND state IN ('asked', 'approved', 'waiting', 'offered', 'booked')
		GROUP BY occasion_id, state`,
		db.Args(ids)...)
	for _, o := range all {
		f := out[o.ID]
		f.Free = max(o.Seats-f.held, 0)
		out[o.ID] = f
	}
	return out, err
}

// QuotaPlaces gives the places that have seats of their own at some occasions, at most 200, by occasion. It asks no leave:
// who arranges, or sees the occasion, asks for it.
func (b *Bookings) QuotaPlaces(ctx context.Context, ids []string) (map[string][]string, error) {
	out := map[string][]string{}
	if len(ids) == 0 {
		return out, nil
	}
	err := db.Each(ctx, b.DB, func(s db.Scanner) (p [2]string, err error) { err = s.Scan(&p[0], &p[1]); return p, err }, func(p [2]string) error {
		out[p[0]] = append(out[p[0]], p[1])
		return nil
	}, `
		SELECT occasion_id, node_id
		FROM quota
		WHERE occasion_id IN (`+db.Marks(1, len(ids))+`) AND seats > 0
		ORDER BY occasion_id, node_id`,
		db.Args(ids)...)
	return out, err
}
