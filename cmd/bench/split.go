package main

import (
	"fmt"
	"time"

	"yrkesresan/internal/staffing/spread"
)

// split measures the proposal of who of 60 people goes on which of 8 dates of a course, with dates on days of their
// own and with days that two dates share, which takes longer.
func split() error {
	for _, shared := range []bool{false, true} {
		q := spread.Question{Today: "2027-01-01", Limit: spread.Limit{Percent: true, Unit: 20, Team: 20}, Nights: true}
		for i := range 8 {
			day := 10 + i
			if shared {
				day = 10 + i/2
			}
			q.Dates = append(q.Dates, spread.Date{ID: fmt.Sprint("d", i), Seats: 9, Sessions: []spread.Session{{Day: fmt.Sprintf("2027-02-%02d", day), Begins: "09:00"}}})
		}
		for i := range 60 {
			q.People = append(q.People, spread.Person{ID: fmt.Sprintf("p%02d", i), Team: fmt.Sprint("t", i%4), Group: spread.Groups()[i/4%4], From: "2020-01-01", Wanted: true, Due: fmt.Sprintf("2027-%02d-01", 1+i%12)})
		}
		const rounds = 10
		placed, began := 0, time.Now()
		for range rounds {
			placed = len(spread.Solve(q).Placed)
		}
		words := "days of their own"
		if shared {
			words = "days that two share"
		}
		fmt.Printf("staffing proposal of 60 people over 8 dates, %s: %.1f ms, %d placed\n", words, float64(time.Since(began).Microseconds())/1000/rounds, placed)
	}
	return nil
}
