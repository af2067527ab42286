package lang

import (
	"fmt"
	"strconv"
	"sync"
	"time"
	_ "time/tzdata" // the zone must exist also where the machine has no zone files
)

var stockholm = sync.OnceValue(func() *time.Location {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		panic(err) // embedded, so it can be read
	}
	return zone
})

// Zone is where every date a person sees is written: Europe/Stockholm.
func Zone() *time.Location { return stockholm() }

// Day is the date of a moment in Zone, as midnight UTC, so that days can be
// compared and counted.
func Day(t time.Time) time.Time {
	y, m, d := t.In(Zone()).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// ISO is the date for machines, for <time datetime> and date fields: 2026-02-03.
func ISO(t time.Time) string { return t.In(Zone()).Format(time.DateOnly) }

// ParseDate reads a date field, as midnight in Zone.
func ParseDate(s string) (time.Time, error) {
	return time.ParseInLocation(time.DateOnly, s, Zone())
}

// IsDay tells whether s is a day that exists, written YYYY-MM-DD.
func IsDay(s string) bool {
	_, err := ParseDate(s)
	return err == nil
}

// IsOnTheWall tells whether a time of the wall, HH:MM on a day, exists in Zone: the hour that is skipped in the spring night
// does not.
func IsOnTheWall(day, clock string) bool {
	const form = "2006-01-02 15:04"
	t, err := time.ParseInLocation(form, day+" "+clock, Zone())
	return err == nil && t.Format(form) == day+" "+clock
}

// Date is a date in full: "3 februari 2026".
func (c *Catalog) Date(t time.Time) string {
	t = t.In(Zone())
	return fmt.Sprintf("%d %s %d", t.Day(), c.month(t), t.Year())
}

// DateOf is Date of a day as the database has it, YYYY-MM-DD; what is no day is given back as it is.
func (c *Catalog) DateOf(day string) string {
	t, err := ParseDate(day)
	if err != nil {
		return day
	}
	return c.Date(t)
}

// ShortDate leaves the year out: "3 februari".
func (c *Catalog) ShortDate(t time.Time) string {
	t = t.In(Zone())
	return fmt.Sprintf("%d %s", t.Day(), c.month(t))
}

// Weekday is a date one plans for: "torsdag 14 mars". It names the year when
// that is not the year of now.
func (c *Catalog) Weekday(t, now time.Time) string {
	t = t.In(Zone())
	day := c.T("lang.weekday."+strconv.Itoa(int(t.Weekday()))) + " "
	if t.Year() != now.In(Zone()).Year() {
		return day + c.Date(t)
	}
	return day + c.ShortDate(t)
}

// Clock is a time of day: "klockan 13", "klockan 13.30".
func (c *Catalog) Clock(t time.Time) string { return c.T("lang.clock", "time", hour(t)) }

// Hours is from when to when on one day: "klockan 9–16".
func (c *Catalog) Hours(from, to time.Time) string {
	return c.T("lang.clock", "time", hour(from)+"–"+hour(to))
}

func hour(t time.Time) string {
	t = t.In(Zone())
	if t.Minute() == 0 {
		return strconv.Itoa(t.Hour())
	}
	return fmt.Sprintf("%d.%02d", t.Hour(), t.Minute())
}

// When is a day and a time: "torsdag 14 mars klockan 13".
func (c *Catalog) When(t, now time.Time) string { return c.Weekday(t, now) + " " + c.Clock(t) }

// Near is how far away a day is: "i dag", "i morgon", "om 3 dagar", "för
// 2 dagar sedan"; further away than two weeks it is the date.
func (c *Catalog) Near(t, now time.Time) string {
	days := int(Day(t).Sub(Day(now)) / (24 * time.Hour))
	switch {
	case days == 0:
		return c.T("lang.today")
	case days == 1:
		return c.T("lang.tomorrow")
	case days == -1:
		return c.T("lang.yesterday")
	case days > 1 && days <= 14:
		return c.T("lang.in_days", "n", days)
	case days < -1 && days >= -14:
		return c.T("lang.days_ago", "n", -days)
	case t.In(Zone()).Year() == now.In(Zone()).Year():
		return c.ShortDate(t)
	default:
		return c.Date(t)
	}
}

// Minutes is about how long something takes: "ungefär 6 minuter", "ungefär
// 1 timme och 30 minuter".
func (c *Catalog) Minutes(n int) string { return c.T("lang.about", "time", c.Duration(n)) }

// Duration is a length in minutes: "6 minuter", "4 timmar".
func (c *Catalog) Duration(minutes int) string {
	hours, rest := minutes/60, minutes%60
	switch {
	case hours == 0:
		return c.T("lang.minutes", "n", rest)
	case rest == 0:
		return c.T("lang.hours", "n", hours)
	default:
		return c.And(c.T("lang.hours", "n", hours), c.T("lang.minutes", "n", rest))
	}
}

func (c *Catalog) month(t time.Time) string {
	return c.T("lang.month." + strconv.Itoa(int(t.Month())))
}
