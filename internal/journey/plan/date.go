package plan

import "time"

// Date is a day as "YYYY-MM-DD". The empty Date means that there is none. Dates compare with < and >.
type Date string

// ParseDate reads s; ok is false when s is not a day that exists, written as YYYY-MM-DD.
func ParseDate(s string) (d Date, ok bool) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return "", false
	}
	return Date(s), true
}

// AddDays gives the day n days later (earlier when n is negative), and none when d is none or no day.
func (d Date) AddDays(n int) Date { return d.add(0, n) }

// AddYears gives the same day n years later; 29 February becomes 1 March.
func (d Date) AddYears(n int) Date { return d.add(n, 0) }

// DaysTo counts the days from d to e: 1 when e is the day after d, 0 when either is none or no day.
func (d Date) DaysTo(e Date) int {
	from, ok := d.time()
	if !ok {
		return 0
	}
	to, ok := e.time()
	if !ok {
		return 0
	}
	return int(to.Sub(from) / (24 * time.Hour))
}

func (d Date) add(years, days int) Date {
	t, ok := d.time()
	if !ok {
		return ""
	}
	return Date(t.AddDate(years, 0, days).Format(time.DateOnly))
}

func (d Date) time() (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, string(d))
	return t, err == nil
}

// holds tells whether today lies in from–until, both days included; an empty end is open.
func holds(from, until, today Date) bool {
	return from <= today && (until == "" || today <= until)
}

func earliest(a, b Date) Date {
	if a == "" || (b != "" && b < a) {
		return b
	}
	return a
}

func latest(a, b Date) Date {
	if b > a {
		return b
	}
	return a
}

func firstDate(dates ...Date) Date {
	for _, d := range dates {
		if d != "" {
			return d
		}
	}
	return ""
}
