// Package holiday knows the Swedish days when little is held: the public holidays, and the eves that most have
// free: Midsummer, Christmas and New Year.
package holiday

import (
	"slices"
	"strings"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/se"
)

// Day is a holiday.
type Day struct {
	Day    string // YYYY-MM-DD
	Name   string // in Swedish, as the almanac has it
	Public bool   // false: an eve that most have free
}

// all are the holidays, with those that are always on a Sunday.
var all = slices.Concat(se.Holidays, []*cal.Holiday{se.Paskdagen, se.Pingstdagen})

// On gives the holiday on a day, YYYY-MM-DD. False when it is none, and when day is no day.
func On(day string) (Day, bool) {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return Day{}, false
	}
	for _, d := range In(t.Year()) {
		if d.Day == day {
			return d, true
		}
	}
	return Day{}, false
}

// In lists the holidays of a year, in order. Ascension Day on the First of May gives two of that day.
func In(year int) []Day {
	out := make([]Day, 0, len(all))
	for _, h := range all {
		day, _ := h.Calc(year)
		name := h.Name
		if h == se.ForstaMaj {
			name = "Första maj" // the almanac writes the month small
		}
		out = append(out, Day{day.Format(time.DateOnly), name, h.Type == cal.ObservancePublic})
	}
	slices.SortStableFunc(out, func(a, b Day) int { return strings.Compare(a.Day, b.Day) })
	return out
}

// Between lists the holidays from a day through another.
func Between(from, through string) (out []Day) {
	first, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return nil
	}
	last, err := time.Parse(time.DateOnly, through)
	if err != nil {
		return nil
	}
	for year := first.Year(); year <= last.Year() && year < first.Year()+50; year++ {
		for _, d := range In(year) {
			if from <= d.Day && d.Day <= through {
				out = append(out, d)
			}
		}
	}
	return out
}

// Weekend tells whether a day is a Saturday or a Sunday.
func Weekend(day string) bool {
	t, err := time.Parse(time.DateOnly, day)
	return err == nil && (t.Weekday() == time.Saturday || t.Weekday() == time.Sunday)
}
