package rows

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	timeOfDay = regexp.MustCompile(`[ T]\d{1,2}[:.]\d{2}([:.]\d{2}([.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?$`)
	yearFirst = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$`)
	shortYear = regexp.MustCompile(`^(\d{2})-(\d{2})-(\d{2})$`)
	dayFirst  = regexp.MustCompile(`^(\d{1,2})([-/.])(\d{1,2})([-/. ]) ?(\d{4})$`)
	dayMonth  = regexp.MustCompile(`^(?:den )?(\d{1,2})[ .-]{1,2}([a-zåäö]+)[ .-]{1,2}(\d{4})$`)
	serial    = regexp.MustCompile(`^(\d{1,7})([.,]\d+)?$`)
)

var months = map[string]int{
	"jan": 1, "januari": 1, "january": 1, "feb": 2, "februari": 2, "february": 2, "mar": 3, "mars": 3, "march": 3,
	"apr": 4, "april": 4, "maj": 5, "may": 5, "jun": 6, "juni": 6, "june": 6, "jul": 7, "juli": 7, "july": 7,
	"aug": 8, "augusti": 8, "august": 8, "sep": 9, "sept": 9, "september": 9, "okt": 10, "oktober": 10, "oct": 10, "october": 10,
	"nov": 11, "november": 11, "dec": 12, "december": 12,
}

// Dates reads the dates of one file.
type Dates struct {
	Today    time.Time // tells the century of two-digit years
	From1904 bool      // numbers in the workbook count from 1904
}

// Read understands 2024-03-01, 20240301, 1/3 2024, 1 mars 2024, 24-03-01, Excel
// serials and the same with a time of day. Day and month in an order nobody can
// tell (1/3/2024, 01-03-2024) are not guessed.
func (d Dates) Read(c Cell, s string) (time.Time, bool) {
	s = strings.ToLower(strings.TrimSpace(timeOfDay.ReplaceAllString(s, "")))
	if m := yearFirst.FindStringSubmatch(s); m != nil {
		return day(m[1], m[2], m[3])
	}
	if m := shortYear.FindStringSubmatch(s); m != nil {
		return day(d.year(m[1]), m[2], m[3])
	}
	if m := dayFirst.FindStringSubmatch(s); m != nil {
		unclear := m[2] != "." && m[4] == m[2] && m[1] != m[3] && atoi(m[1]) <= 12 && atoi(m[3]) <= 12
		t, ok := day(m[5], m[3], m[1])
		return t, ok && !unclear
	}
	if m := dayMonth.FindStringSubmatch(s); m != nil {
		return day(m[3], strconv.Itoa(months[m[2]]), m[1])
	}
	return d.digits(c, s)
}

// digits reads 20240301, 240301 and serials, in that order.
func (d Dates) digits(c Cell, s string) (time.Time, bool) {
	if w, _ := Whole(s, c.Number); len(w) == 8 && strings.Trim(w, "0123456789") == "" {
		return day(w[:4], w[4:6], w[6:])
	}
	m := serial.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, false
	}
	if len(m[1]) == 6 {
		if t, ok := day(d.year(m[1][:2]), m[1][2:4], m[1][4:]); ok {
			return t, true
		}
	}
	n := atoi(m[1])
	if d.From1904 && c.Number {
		n += 1462
	}
	if n < 1 || n > 2958465 { // 9999-12-31
		return time.Time{}, false
	}
	if n < 60 { // Excel believes in 29 February 1900
		n++
	}
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n), true
}

// year gives two digits the century that puts them at most ten years ahead.
func (d Dates) year(two string) string {
	y := d.Today.Year()/100*100 + atoi(two)
	if y > d.Today.Year()+10 {
		y -= 100
	}
	return strconv.Itoa(y)
}

func day(year, month, dayOfMonth string) (time.Time, bool) {
	y, m, d := atoi(year), atoi(month), atoi(dayOfMonth)
	if m < 1 || m > 12 || d < 1 {
		return time.Time{}, false
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return t, t.Day() == d && y > 0
}

// atoi reads digits that a pattern has already found.
func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
