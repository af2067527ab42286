// Package travel tells, purely, how far it is between Swedish municipalities: as the crow flies between their main
// places, to about ten kilometres. Roads, lakes and ferries make the way longer; whoever shows a distance says so.
package travel

import (
	_ "embed"
	"encoding/csv"
	"math"
	"strconv"
	"strings"
	"sync"
)

//go:embed towns.csv
var towns string

type place struct{ lat, lon float64 }

// places are the main places by SCB code.
var places = sync.OnceValue(func() map[string]place {
	rows, err := csv.NewReader(strings.NewReader(towns)).ReadAll()
	if err != nil {
		panic(err) // shipped with the program and read by its tests
	}
	out := make(map[string]place, len(rows))
	for _, r := range rows[1:] {
		lat, err := strconv.ParseFloat(r[1], 64)
		if err != nil {
			panic(err) // as above
		}
		lon, err := strconv.ParseFloat(r[2], 64)
		if err != nil {
			panic(err) // as above
		}
		out[r[0]] = place{lat, lon}
	}
	return out
})

// radius of the earth in kilometres.
const radius = 6371

// Km is how far it is between the main places of two municipalities, in whole kilometres; 0 within one. False when
// the place of one of them is not known.
func Km(from, to string) (int, bool) {
	if from == to {
		return 0, true
	}
	a, known := places()[from]
	b, also := places()[to]
	if !known || !also {
		return 0, false
	}
	rad := math.Pi / 180
	lat, lon := (b.lat-a.lat)*rad/2, (b.lon-a.lon)*rad/2
	h := math.Pow(math.Sin(lat), 2) + math.Cos(a.lat*rad)*math.Cos(b.lat*rad)*math.Pow(math.Sin(lon), 2)
	return int(math.Round(2 * radius * math.Asin(min(1, math.Sqrt(h))))), true
}
