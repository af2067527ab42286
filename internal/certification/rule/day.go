package rule

import "time"

// noEnd is a day that never comes.
const noEnd = "9999-12-31"

// addDays gives the day n days after one.
func addDays(day string, n int) string {
	if day >= noEnd {
		return noEnd
	}
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return noEnd // days in the database are days
	}
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}

// addMonths gives the same day of the month n months after, or the month's last when it has no such day.
func addMonths(day string, n int) string {
	if day >= noEnd {
		return noEnd
	}
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return noEnd
	}
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1).Format(time.DateOnly)
}

// daysFrom counts the days of a span.
func daysFrom(s Span) int {
	if s.Until >= noEnd {
		return 1 << 30
	}
	from, err := time.Parse(time.DateOnly, s.From)
	if err != nil {
		return 0
	}
	until, err := time.Parse(time.DateOnly, s.Until)
	if err != nil {
		return 0
	}
	return int(until.Sub(from).Hours() / 24)
}

// AddMonths gives the same day of the month n months after a day, or the month's last when it has no such day.
func AddMonths(day string, n int) string { return addMonths(day, n) }

// AddDays gives the day n days after one.
func AddDays(day string, n int) string { return addDays(day, n) }
