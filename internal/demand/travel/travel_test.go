package travel_test

import (
	"testing"

	"yrkesresan/internal/demand/travel"
)

func TestDistances(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, to    string
		least, most int
	}{{"0180", "1480", 380, 410}, {"2281", "2262", 8, 20}, {"1280", "2584", 1350, 1450}, {"0180", "0180", 0, 0}} {
		km, known := travel.Km(c.from, c.to)
		back, _ := travel.Km(c.to, c.from)
		if !known || km < c.least || km > c.most || km != back {
			t.Errorf("%s–%s: %d, back %d, known %t", c.from, c.to, km, back, known)
		}
	}
	if _, known := travel.Km("0180", "9999"); known {
		t.Error("the way to nowhere is known")
	}
}
