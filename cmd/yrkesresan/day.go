package main

import (
	"fmt"

	"yrkesresan/internal/platform/lang"
)

// day is a day on the command line, "" where none is given. Anything else is wrong usage.
type day string

// UnmarshalText is how the parser reads it.
func (d *day) UnmarshalText(given []byte) error {
	if len(given) > 0 {
		if !lang.IsDay(string(given)) {
			return fmt.Errorf("%s is not a day; write it as 2026-03-01", given)
		}
	}
	*d = day(given)
	return nil
}

// or is the day as text; without one, the other.
func (d day) or(other string) string {
	if d == "" {
		return other
	}
	return string(d)
}
