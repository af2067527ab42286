package main

import (
	"time"

	"yrkesresan/internal/platform/fault"
)

var errDay = fault.New(fault.Invalid, "command.day")

// dayOr checks a day given on the command line; "" is the other.
func dayOr(given, other string) (string, error) {
	if given == "" {
		return other, nil
	}
	if _, err := time.Parse(time.DateOnly, given); err != nil {
		return "", errDay.With("day", given)
	}
	return given, nil
}
