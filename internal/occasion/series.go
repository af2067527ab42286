package occasion

import (
	"context"
	"slices"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/holiday"
	"yrkesresan/internal/platform/may"
)

// ErrSeries says that a series has no days, or too many.
var ErrSeries = fault.New(fault.Invalid, "occasion.series_wrong").On("dagar")

// MostInSeries bounds a series.
const MostInSeries = 26

// Warning is something about a day that an organiser should know, and may decide against.
type Warning struct {
	Key  string // holiday, eve, weekend or plan
	Day  string
	Name string // of the holiday
}

// Warnings tells what is unusual about the sessions' days and plans: Swedish holidays, weekends, and plans that take
// longer than the session.
func (o Occasion) Warnings() (out []Warning) {
	for _, s := range o.Sessions {
		if w, ok := DayWarning(s.Day); ok {
			out = append(out, w)
		}
		if s.Overfull() {
			out = append(out, Warning{Key: "plan", Day: s.Day})
		}
	}
	return out
}

// DayWarning tells what is unusual about a day.
func DayWarning(day string) (Warning, bool) {
	h, is := holiday.On(day)
	switch {
	case is && h.Public:
		return Warning{"holiday", day, h.Name}, true
	case is:
		return Warning{"eve", day, h.Name}, true
	case holiday.Weekend(day):
		return Warning{"weekend", day, ""}, true
	}
	return Warning{}, false
}

// SeriesDays are n days with so many weeks between, the first included. In summer or winter time alike.
func SeriesDays(first string, weeks, n int) (out []string) {
	day, err := time.Parse(time.DateOnly, first)
	if err != nil || weeks < 1 || n < 1 || n > MostInSeries {
		return nil
	}
	for i := range n {
		out = append(out, day.AddDate(0, 0, 7*weeks*i).Format(time.DateOnly))
	}
	return out
}

// Copies are the drafts that a copy or a series made.
type Copies struct {
	Made    []Occasion
	Without map[string][]string // trainers that could not come along, by the id of the draft
}

// Repeat makes drafts like an occasion, the first session of each on one of the days and the others as many days after it
// as they were. More than one day, or a further one of a series, makes a series of them. A trainer who is not approved
// that day, or is elsewhere, is left out and told of. Errors: ErrNoOccasion, ErrSeries, may.ErrDenied.
func (o *Occasions) Repeat(ctx context.Context, a may.Actor, id string, firstDays []string) (c Copies, err error) {
	defer fault.Wrap(&err, "repeat occasion %s", id)
	oc, err := o.Find(ctx, id)
	if err != nil {
		return c, err
	}
	if err := o.Owns(ctx, a, oc); err != nil {
		return c, err
	}
	firstDays = slices.Compact(slices.Sorted(slices.Values(firstDays)))
	if len(firstDays) == 0 || len(firstDays) > MostInSeries || len(oc.Sessions) == 0 {
		return c, ErrSeries
	}
	if oc.OrganiserID, err = o.organiserOf(ctx, a, oc); err != nil {
		return c, err
	}
	series := oc.SeriesID
	if series == "" && len(firstDays) > 1 {
		series = o.NewID()
	}
	c.Without = map[string][]string{}
	x, err := o.around(ctx, oc)
	if err != nil {
		return c, err
	}
	var drafts []Occasion
	for _, day := range firstDays {
		d, err := moved(oc, day)
		if err != nil {
			return c, err
		}
		d.SeriesID = series
		if err := o.prepare(ctx, a, &d); err != nil {
			return c, err
		}
		drafts = append(drafts, d)
	}
	err = o.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, d := range drafts {
			if err := o.leaveBusy(ctx, tx, x, &d, c.Without); err != nil {
				return err
			}
			if err := o.add(ctx, tx, a, x, d); err != nil {
				return err
			}
			c.Made = append(c.Made, d)
		}
		if series == oc.SeriesID {
			return nil
		}
		_, err := tx.Exec(ctx, `UPDATE occasion SET series_id = $2 WHERE id = $1 AND series_id = ''`, oc.ID, series)
		return err
	})
	return c, o.naming(ctx, err)
}

// organiserOf is which of an occasion's owners a copy by the actor is organised by: the same when the actor may, else
// the first where the actor arranges.
func (o *Occasions) organiserOf(ctx context.Context, a may.Actor, oc Occasion) (string, error) {
	for _, id := range append([]string{oc.OrganiserID}, oc.Owners...) {
		if _, err := o.organiser(ctx, a, id); err == nil {
			return id, nil
		}
	}
	return "", may.ErrDenied
}

// moved is an occasion with its first session on another day, and all others as far from it as they were.
func moved(oc Occasion, firstDay string) (Occasion, error) {
	oc = oc.clone()
	was, err := time.Parse(time.DateOnly, oc.FirstDay)
	if err != nil {
		return oc, ErrDay
	}
	is, err := time.Parse(time.DateOnly, firstDay)
	if err != nil {
		return oc, ErrDay
	}
	by := int(is.Sub(was).Hours() / 24) // days of the almanac: both are in UTC
	shift := func(day string) string {
		t, err := time.Parse(time.DateOnly, day)
		if err != nil {
			return day
		}
		return t.AddDate(0, 0, by).Format(time.DateOnly)
	}
	for i := range oc.Sessions {
		oc.Sessions[i].ID, oc.Sessions[i].Day = "", shift(oc.Sessions[i].Day)
	}
	oc.CutOff = shift(oc.CutOff)
	return oc, nil
}

// leaveBusy takes from a draft the trainers who cannot lead it.
func (o *Occasions) leaveBusy(ctx context.Context, tx *db.Tx, x around, d *Occasion, without map[string][]string) error {
	for i := range d.Sessions {
		s := &d.Sessions[i]
		var free []string
		for _, id := range s.Trainers {
			one := *d
			one.Sessions = []Session{*s}
			one.Sessions[0].Trainers = []string{id}
			err := o.checkTrainers(ctx, tx, x, Occasion{}, one)
			switch f := fault.Of(err); {
			case err == nil:
				free = append(free, id)
			case f != nil && (f.Key == ErrUnapproved.Key || f.Key == ErrClash.Key):
				without[d.ID] = append(without[d.ID], id)
			default:
				return err
			}
		}
		s.Trainers = free
	}
	return nil
}

// Series lists the occasions of a series that the actor's occasion is in, by day.
func (o *Occasions) Series(ctx context.Context, a may.Actor, oc Occasion) ([]Occasion, error) {
	if oc.SeriesID == "" {
		return nil, nil
	}
	if err := o.Owns(ctx, a, oc); err != nil {
		return nil, err
	}
	c := &condition{}
	c.is("o.series_id = ?", oc.SeriesID)
	all, _, err := o.list(ctx, c, Filter{})
	return all, err
}
