package app

import (
	"context"
	crand "crypto/rand"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/attendance"
	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/evaluation"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/occasion/occasionweb"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/may"
)

// buildOccasions builds the rooms of course days.
func (a *App) buildOccasions() {
	a.Occasions = &occasion.Occasions{DB: a.DB, Tree: a.Tree, Staff: a.Staff, Access: a.Access, Courses: a.Courses, Blobs: a.Blobs, Audit: a.Audit, Messages: a.Messages, Now: a.Now, NewID: NewID, Place: a.Place, URL: strings.TrimSuffix(a.Config.URL, "/"), JourneysWith: a.journeysWith, Elsewhere: a.rssElsewhere}
	a.Bookings = &booking.Bookings{DB: a.DB, Occasions: a.Occasions, Staff: a.Staff, Tree: a.Tree, Messages: a.Messages, Jobs: a.Jobs, Audit: a.Audit, Now: a.Now, NewID: NewID, Place: a.Place,
		Random: rand.IntN, Leaders: a.leadersOf}
	a.Occasions.Seats, a.Occasions.Told, a.Occasions.BookedDays = a.Bookings, a.Bookings.OccasionChanged, a.bookedDays
	a.Messages.Days = a.Occasions
	if a.Config.Mail != nil {
		a.Occasions.From = a.Config.Mail.From
	}
	a.Groups.Days = groupDays{a.Bookings}
	a.Attendance = &attendance.Attendance{DB: a.DB, Occasions: a.Occasions, Bookings: a.Bookings, Studies: a.Studies, Staff: a.Staff, Tree: a.Tree, Access: a.Access, Keys: a.Keys, Jobs: a.Jobs, Audit: a.Audit, Now: a.Now, NewID: NewID, Place: a.Place}
	a.Evaluations = &evaluation.Evaluations{DB: a.DB, Occasions: a.Occasions, Bookings: a.Bookings, Staff: a.Staff, Messages: a.Messages, Leaders: a.leadersOf, Now: a.Now, NewID: NewID, Random: crand.Text}
	job.Handle(a.Jobs, a.Bookings.OnChanged)
	job.Handle(a.Jobs, a.Bookings.OnSwept)
	job.Every(a.Jobs, booking.SweepEvery, booking.Swept{})
	job.Handle(a.Jobs, a.Bookings.OnReminded)
	job.Every(a.Jobs, 6*time.Hour, booking.Reminded{})
}

// leadersOf names who answers for the people of a unit: its managers and their deputies, else those of the nearest place
// above within the employer, last the employer's contacts. One never answers for oneself.
func (a *App) leadersOf(ctx context.Context, unitID, personID string) ([]string, error) {
	unit, err := a.Tree.FindEver(ctx, unitID)
	if err != nil {
		return nil, err
	}
	employer, err := a.Tree.EmployerAt(ctx, unit.Path, a.Staff.Today())
	if err != nil {
		return nil, err
	}
	for _, id := range slices.Backward(strings.Split(unit.Path, "/")) {
		var out []string
		for _, role := range []may.Role{may.Manager, may.Deputy, may.Municipality} {
			held, err := a.Access.Holders(ctx, role, id, a.Staff.Today())
			if err != nil {
				return nil, err
			}
			for _, h := range held {
				if h.PersonID != personID && !slices.Contains(out, h.PersonID) {
					out = append(out, h.PersonID)
				}
			}
		}
		if len(out) > 0 || id == employer.ID {
			return out, nil
		}
	}
	return nil, nil
}

// bookedDays are the places that somebody has, or had until lately, at occasions: for the own calendar. A place that was
// lost stays there for a time, so that calendars take it away.
func (a *App) bookedDays(ctx context.Context, personID string) ([]occasion.Booked, error) {
	all, err := a.Bookings.Own(ctx, may.Actor{PersonID: personID})
	var out []occasion.Booked
	for _, e := range all {
		lost := e.State == seat.Cancelled || e.State == seat.Substituted || e.State == seat.Excused && e.Takes == ""
		if lost && e.ChangedAt.After(a.Now().AddDate(0, 0, -60)) || seat.Holds(e.State) {
			out = append(out, occasion.Booked{OccasionID: e.OccasionID, Cancelled: lost, Offered: e.State == seat.Offered, ChangedAt: e.ChangedAt})
		}
	}
	return out, err
}

// journeysWith names the journeys that have a course today.
func (a *App) journeysWith(ctx context.Context, courseID string) (ids []string, err error) {
	all, err := a.Journeys.Catalogue(ctx, a.Staff.Today())
	for _, j := range all {
		if slices.ContainsFunc(j.Blocks, func(b plan.Block) bool {
			return slices.ContainsFunc(b.Items, func(i plan.Item) bool { return i.Course == courseID })
		}) {
			ids = append(ids, j.ID)
		}
	}
	return ids, err
}

// errNoDays says that nobody in the demo has course days.
var errNoDays = fault.New(fault.Missing, "demo.no_days")

// DemoCalendar makes the secret address of a calendar with days to come: the demo learner's own, else that of the
// place where the demo's coordinator arranges.
func (a *App) DemoCalendar(ctx context.Context) (string, error) {
	for _, role := range []string{"learner", "region"} {
		person, err := a.Demo.Person(ctx, role)
		if err != nil {
			return "", err
		}
		grants, err := access.Grants(ctx, a.DB, person, a.Staff.Today())
		if err != nil {
			return "", err
		}
		actor, places := may.Actor{PersonID: person, Grants: grants}, []string{""}
		if role == "region" {
			nodes, err := a.Occasions.Places(ctx, actor)
			if err != nil {
				return "", err
			}
			places = nil
			for _, n := range nodes {
				places = append(places, n.ID)
			}
		}
		for _, place := range places {
			if has, err := a.Occasions.HasDays(ctx, person, place); err != nil || has {
				if err != nil {
					return "", err
				}
				return a.Occasions.AddFeed(ctx, actor, place)
			}
		}
	}
	return "", errNoDays
}

// journeyTitles are what journeys are called today.
type journeyTitles struct {
	journeys *journey.Journeys
	today    func() string
}

// Names implements occasionweb.Journeys.
func (j journeyTitles) Names(ctx context.Context) (map[string]string, error) {
	all, err := j.journeys.Catalogue(ctx, j.today())
	out := map[string]string{}
	for _, x := range all {
		out[x.ID] = x.Title
	}
	return out, err
}

// spread is how those who are booked at an occasion are spread, for its page.
func (a *App) spread(ctx context.Context, actor may.Actor, occasionID string) ([]occasionweb.Spread, error) {
	s, towns, err := a.Bookings.SpreadOf(ctx, actor, occasionID)
	if err != nil || s.People == 0 {
		return nil, err
	}
	places, steps := occasionweb.Spread{Of: "municipality"}, occasionweb.Spread{Of: "experience"}
	for _, x := range s.Municipalities {
		places.Groups = append(places.Groups, occasionweb.Group{Name: towns[x.Of], N: int64(x.People)})
	}
	for _, x := range s.Steps {
		steps.Groups = append(steps.Groups, occasionweb.Group{Name: x.Of, N: int64(x.People)})
	}
	return []occasionweb.Spread{places, steps}, nil
}

// rssElsewhere gives the RSS that municipalities among some places have for certain journeys only (rule 2), with those
// journeys' courses.
func (a *App) rssElsewhere(ctx context.Context, nodeIDs []string, on string) (map[string][]string, error) {
	all, err := a.Journeys.Catalogue(ctx, on)
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for _, id := range nodeIDs {
		if !strings.HasPrefix(id, "k-") {
			continue
		}
		for _, j := range all {
			rss, err := org.RSSOf(ctx, a.DB, id, j.ID, on)
			if errors.Is(err, org.ErrNoNode) || slices.Contains(nodeIDs, rss) {
				continue // no municipality, or its own RSS, which is seen for all courses
			}
			if err != nil {
				return nil, err
			}
			for _, b := range j.Blocks {
				for _, i := range b.Items {
					if i.Course != "" && !slices.Contains(out[rss], i.Course) {
						out[rss] = append(out[rss], i.Course)
					}
				}
			}
		}
	}
	return out, nil
}
