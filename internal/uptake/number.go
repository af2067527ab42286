package uptake

import (
	"strconv"
	"time"

	"yrkesresan/internal/platform/lang"
)

func number(n int64) string { return strconv.FormatInt(n, 10) }

// mustDay reads a day that the program has made.
func mustDay(s string) time.Time {
	t, err := lang.ParseDate(s)
	if err != nil {
		panic(err) // the program writes days in no other way
	}
	return t
}
