package app

import (
	"context"
	"slices"
	"strings"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/course"
	"yrkesresan/internal/course/courseweb"
	"yrkesresan/internal/group"
	"yrkesresan/internal/journey/journeyweb"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// journeyDays lets a person's journey show how the person stands for course days.
type journeyDays struct {
	bookings *booking.Bookings
	preparation
}

// preparation lets pages of course days ask what is to be done before one.
type preparation struct{ studies *course.Studies }

// mostDays is how many open occasions are looked through for courses that have days to choose.
const mostDays = 200

// soonDays is how near a booked day is when the journey asks whether it is prepared.
const soonDays = 7

// OfCourses implements journeyweb.Days.
func (d journeyDays) OfCourses(ctx context.Context, personID string, courseIDs []string) (map[string]journeyweb.Day, error) {
	coming, err := d.bookings.Coming(ctx, personID)
	if err != nil {
		return nil, err
	}
	out := map[string]journeyweb.Day{}
	for _, x := range coming {
		id := x.Occasion.CourseID
		if was, has := out[id]; !slices.Contains(courseIDs, id) || has && rank(was.State) >= rank(stateOf(x.State)) {
			continue
		}
		if out[id], err = d.day(ctx, personID, x); err != nil {
			return nil, err
		}
	}
	seen, err := d.bookings.SeenBy(ctx, personID)
	if err != nil {
		return nil, err
	}
	open, _, err := d.bookings.Occasions.Visible(ctx, seen, occasion.Filter{CourseIDs: courseIDs, Limit: mostDays})
	if err != nil {
		return nil, err
	}
	for _, o := range open {
		if _, has := out[o.CourseID]; !has && (o.CutOff == "" || o.CutOff >= d.bookings.Today()) && o.FirstDay > d.bookings.Today() {
			out[o.CourseID] = journeyweb.Day{State: journeyweb.DayChoose}
		}
	}
	return out, nil
}

// Next implements journeyweb.Days.
func (d journeyDays) Next(ctx context.Context, personID string) (journeyweb.Day, bool, error) {
	coming, err := d.bookings.Coming(ctx, personID)
	if err != nil {
		return journeyweb.Day{}, false, err
	}
	for _, s := range []seat.State{seat.Offered, seat.Booked} {
		for _, x := range coming {
			if x.State == s {
				day, err := d.day(ctx, personID, x)
				return day, true, err
			}
		}
	}
	return journeyweb.Day{}, false, nil
}

// day is a booking as the journey shows it.
func (d journeyDays) day(ctx context.Context, personID string, x booking.Entry) (journeyweb.Day, error) {
	o := x.Occasion
	out := journeyweb.Day{State: stateOf(x.State), Occasion: o.ID, Title: o.Title, On: o.FirstDay, Place: int(x.Queue)}
	if len(o.Sessions) > 0 {
		out.Begins = o.Sessions[0].BeginsAt(d.bookings.Place)
	}
	if x.OfferedUntil != nil {
		out.Until = *x.OfferedUntil
	}
	if first, err := lang.ParseDate(o.FirstDay); err != nil || x.State != seat.Booked || first.After(d.bookings.Now().AddDate(0, 0, soonDays+1)) {
		return out, nil
	}
	left, _, err := d.Left(ctx, personID, o.CourseID)
	out.Homework = left > 0
	return out, err
}

// Left implements bookweb.Preparation.
func (x preparation) Left(ctx context.Context, personID, courseID string) (n int, ok bool, err error) {
	p, err := x.studies.Own(ctx, may.Actor{PersonID: personID}, courseID)
	if err != nil {
		return 0, false, err
	}
	ok = len(p.Course.Preparation)+len(p.Course.Lessons) > 0
	if p.Finished() {
		return 0, ok, nil
	}
	n = p.TasksLeft()
	for _, l := range p.Course.Lessons {
		if p.SeenIn(l) < len(l.Steps) {
			n++
		}
	}
	return n, ok, nil
}

// courseDays lets the page of a course tell what its reader has booked.
type courseDays struct{ bookings *booking.Bookings }

// Booked implements courseweb.Days.
func (d courseDays) Booked(ctx context.Context, personID, courseID string) ([]courseweb.Booked, error) {
	coming, err := d.bookings.Coming(ctx, personID)
	if err != nil {
		return nil, err
	}
	var out []courseweb.Booked
	for _, x := range coming {
		o := x.Occasion
		if o.CourseID != courseID || len(o.Sessions) == 0 {
			continue
		}
		one := courseweb.Booked{State: string(x.State), Day: o.Sessions[0].Day, Begins: o.Sessions[0].Begins, Ends: o.Sessions[0].Ends, Online: o.Form == occasion.Online,
			Where: o.Place, Href: "/kursdagar/" + o.ID}
		if o.Town != "" {
			town, err := d.bookings.Tree.FindEver(ctx, o.Town)
			if err != nil {
				return nil, err
			}
			one.Town = strings.TrimSuffix(town.Name, " kommun")
		}
		out = append(out, one)
	}
	return out, nil
}

func stateOf(s seat.State) journeyweb.DayState {
	switch s {
	case seat.Booked:
		return journeyweb.DayBooked
	case seat.Offered:
		return journeyweb.DayOffered
	case seat.Waiting:
		return journeyweb.DayWaiting
	}
	return journeyweb.DayAsked
}

// rank is which of several days of one course the journey shows.
func rank(s journeyweb.DayState) int {
	return slices.Index([]journeyweb.DayState{journeyweb.DayChoose, journeyweb.DayAsked, journeyweb.DayWaiting, journeyweb.DayBooked, journeyweb.DayOffered}, s)
}

// groupDays lets whoever leads people see what their course days wait for.
type groupDays struct{ bookings *booking.Bookings }

// Due implements group.Days.
func (d groupDays) Due(ctx context.Context, a may.Actor, units []org.Node) (group.DaysDue, error) {
	due, err := d.bookings.DueAt(ctx, a, units)
	out := group.DaysDue{Asked: due.Asked, Ending: due.Offered, Until: due.Until, Href: "/min-grupp/kursdagar"}
	if len(units) == 1 {
		out.Href += "?enhet=" + units[0].ID
	}
	if due.Asked > 0 {
		out.Since = lang.ISO(due.Since)
	}
	return out, err
}
