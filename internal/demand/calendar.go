package demand

import (
	"context"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Clash is why two things on a day do not go well together.
type Clash struct {
	Kind string // holiday, trainer, town or quota
	With string // the other day's title; of a holiday its name
}

// The clashes.
const (
	OnHoliday   = "holiday"
	SameTrainer = "trainer"
	SameTown    = "town"
	SameQuota   = "quota"
)

// Entry is an occasion in the calendar, on one of its days.
type Entry struct {
	occasion.Occasion
	Session occasion.Session
	Own     bool // the place arranges it
	Clashes []Clash
}

// Date is a day of the calendar with something on it.
type Date struct {
	Day     string
	Holiday string // its name, or ""
	Entries []Entry
}

// Calendar is a month of a place.
type Calendar struct {
	Place   org.Node
	Choices []org.Node
	Month   string // YYYY-MM
	Dates   []Date // those with something on them
}

// Calendar shows a month of who arranges for a place, or names people for it: its own days, drafts too, and the open days that its
// people see, with what clashes. "" is the actor's first place, and this month. Errors: org.ErrNoNode, ErrPeriod, may.ErrDenied.
func (d *Demand) Calendar(ctx context.Context, a may.Actor, placeID, month string) (c Calendar, err error) {
	defer fault.Wrap(&err, "calendar of %s", placeID)
	if month == "" {
		month = d.Today()[:7]
	}
	first, err := time.Parse("2006-01", month)
	if err != nil || first.Year() < 2000 || first.Year() > 2100 {
		return c, ErrPeriod
	}
	c.Month = month
	if c.Place, c.Choices, err = d.calendarPlace(ctx, a, placeID); err != nil {
		return c, err
	}
	from, until := first.Format(time.DateOnly), first.AddDate(0, 1, -1).Format(time.DateOnly)
	all, err := d.standing(ctx, a, c.Place, from, until)
	if err != nil {
		return c, err
	}
	ids := make([]string, len(all))
	for i, o := range all {
		ids[i] = o.ID
	}
	quotas, err := d.Bookings.QuotaPlaces(ctx, ids)
	if err != nil {
		return c, err
	}
	for day := first; day.Format("2006-01") == month; day = day.AddDate(0, 0, 1) {
		date := Date{Day: day.Format(time.DateOnly)}
		if d.Holiday != nil {
			date.Holiday = d.Holiday(date.Day)
		}
		for _, o := range all {
			for _, s := range o.Sessions {
				if s.Day == date.Day {
					date.Entries = append(date.Entries, Entry{Occasion: o, Session: s, Own: slices.Contains(o.Owners, c.Place.ID)})
				}
			}
		}
		date.clash(quotas)
		if date.Holiday != "" || len(date.Entries) > 0 {
			c.Dates = append(c.Dates, date)
		}
	}
	return c, nil
}

// calendarPlace finds whose calendar it is.
func (d *Demand) calendarPlace(ctx context.Context, a may.Actor, placeID string) (org.Node, []org.Node, error) {
	places, err := d.Occasions.Places(ctx, a)
	if err != nil {
		return org.Node{}, nil, err
	}
	if placeID == "" {
		if len(places) == 0 {
			return org.Node{}, nil, may.AskAny(a, may.ArrangeDays, nil)
		}
		placeID = places[0].ID
	}
	n, err := d.Tree.Find(ctx, placeID, d.Today())
	if err != nil {
		return n, nil, err
	}
	if within := a.Inside(n.Path); may.Ask(within, may.ArrangeDays, n.Path) != nil {
		return n, nil, may.Ask(within, may.NameSeats, n.Path)
	}
	return n, places, nil
}

// standing gives what stands in a place's calendar, each once, by first day.
func (d *Demand) standing(ctx context.Context, a may.Actor, place org.Node, from, until string) ([]occasion.Occasion, error) {
	all, _, err := d.Occasions.OwnedBy(ctx, a, []string{place.ID}, occasion.Filter{From: from, Until: until})
	if err != nil {
		return nil, err
	}
	if k := org.Kind(place.Kind); k == org.Municipality || k == org.Employer {
		seen, err := d.Bookings.SeenFrom(ctx, place)
		if err != nil {
			return nil, err
		}
		open, _, err := d.Occasions.Visible(ctx, seen, occasion.Filter{From: from, Until: until})
		if err != nil {
			return nil, err
		}
		for _, o := range open {
			if !slices.ContainsFunc(all, func(x occasion.Occasion) bool { return x.ID == o.ID }) {
				all = append(all, o)
			}
		}
	}
	all = slices.DeleteFunc(all, func(o occasion.Occasion) bool { return o.State == occasion.Cancelled })
	slices.SortStableFunc(all, func(x, y occasion.Occasion) int { return strings.Compare(x.FirstDay+x.ID, y.FirstDay+y.ID) })
	return all, nil
}

// clash notes what does not go well together on a day.
func (date *Date) clash(quotas map[string][]string) {
	for i := range date.Entries {
		e := &date.Entries[i]
		if date.Holiday != "" {
			e.Clashes = append(e.Clashes, Clash{OnHoliday, date.Holiday})
		}
		for k, o := range date.Entries {
			if k == i || o.ID == e.ID {
				continue
			}
			switch {
			case shares(e.Session.Trainers, o.Session.Trainers):
				e.Clashes = append(e.Clashes, Clash{SameTrainer, o.Title})
			case shares(quotas[e.ID], quotas[o.ID]):
				e.Clashes = append(e.Clashes, Clash{SameQuota, o.Title})
			case e.Town != "" && e.Town == o.Town:
				e.Clashes = append(e.Clashes, Clash{SameTown, o.Title})
			}
		}
	}
}

func shares(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}
