package suggest_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yrkesresan/internal/demand/suggest"
	"yrkesresan/internal/demand/travel"
)

func half(places ...suggest.Place) suggest.Input {
	return suggest.Input{Places: places, Km: travel.Km, From: "2027-01-11", Until: "2027-06-11",
		Off: func(day string) bool {
			return slices.Contains([]string{"2027-03-25", "2027-03-26", "2027-03-29", "2027-05-06"}, day)
		}}
}

// Sundsvall 2281, Timrå 2262 (12 km), Härnösand 2280, Ånge 2260 (88 km), Örnsköldsvik 2284 (130 km), Sollefteå 2283.
func TestTownsAreChosenWhereTravelIsShort(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		in    suggest.Input
		towns []string
		sizes []int64
	}{
		{"nobody", half(suggest.Place{ID: "2281"}), nil, nil},
		{"one group where most are", half(suggest.Place{ID: "2281", People: 15}, suggest.Place{ID: "2262", People: 5}), []string{"2281"}, []int64{20}},
		{"two far apart meet each at home", half(suggest.Place{ID: "2281", People: 20}, suggest.Place{ID: "2284", People: 18}), []string{"2281", "2284"}, []int64{20, 18}},
		{"too few far away travel", half(suggest.Place{ID: "2281", People: 20}, suggest.Place{ID: "2284", People: 5}), []string{"2281"}, []int64{25}},
		{"a full group is shared evenly", half(suggest.Place{ID: "2281", People: 26}), []string{"2281", "2281"}, []int64{13, 13}},
	} {
		got := suggest.Suggest(c.in)
		var towns []string
		var sizes []int64
		for _, p := range got.Proposals {
			towns, sizes = append(towns, p.Town), append(sizes, p.People)
		}
		if !slices.Equal(towns, c.towns) || !slices.Equal(sizes, c.sizes) {
			t.Errorf("%s: %v %v, want %v %v", c.name, towns, sizes, c.towns, c.sizes)
		}
	}
}

func TestFreeSeatsComeFirst(t *testing.T) {
	t.Parallel()
	in := half(suggest.Place{ID: "2281", People: 20}, suggest.Place{ID: "2284", People: 20})
	in.Planned = []suggest.Planned{{Town: "2284", Free: 25}}
	got := suggest.Suggest(in)
	if got.Seated != 25 || len(got.Proposals) != 1 || got.Proposals[0].Town != "2281" || got.Proposals[0].People != 15 {
		t.Errorf("%+v", got)
	}
}

func TestFewPeopleAreSaidToBeFew(t *testing.T) {
	t.Parallel()
	got := suggest.Suggest(half(suggest.Place{ID: "2281", People: 3})).Proposals
	if len(got) != 1 || !got[0].Few || got[0].Seats != suggest.Least || got[0].People != 3 {
		t.Errorf("%+v", got)
	}
}

func TestWhatSpeaksAgainstADay(t *testing.T) {
	t.Parallel()
	in := half(suggest.Place{ID: "2281", People: 20})
	middle := suggest.Suggest(in).Proposals[0].Day
	if middle == "" || middle == "2027-03-26" {
		t.Fatalf("day %q", middle)
	}
	in.Taken = map[string][]string{middle: {suggest.Everywhere}}
	if other := suggest.Suggest(in).Proposals[0]; other.Day == middle || other.Busy {
		t.Errorf("on a taken day: %+v", other)
	}
	in.Taken = map[string][]string{middle: {"2284"}}
	if same := suggest.Suggest(in).Proposals[0].Day; same != middle {
		t.Errorf("another municipality's day moves it to %s", same)
	}
	in.Taken, in.Wishes = nil, map[time.Weekday]int{time.Thursday: 9}
	if d, _ := time.Parse(time.DateOnly, suggest.Suggest(in).Proposals[0].Day); d.Weekday() != time.Thursday {
		t.Errorf("on a %s, all have wished a Thursday", d.Weekday())
	}
}

func TestDistanceThatIsNotKnownIsSaid(t *testing.T) {
	t.Parallel()
	got := suggest.Suggest(half(suggest.Place{ID: "2281", People: 20}, suggest.Place{ID: "9999", People: 3})).Proposals
	if len(got) != 1 || got[0].Km != 0 || len(got[0].From) != 2 || got[0].From[1].Known {
		t.Errorf("%+v", got)
	}
}

// Whatever is asked: everybody is counted once at most, no group is larger than it may be, no day is a holiday, a
// weekend or outside the period, and asking again gives the same.
func TestSuggestionsKeepTheirPromises(t *testing.T) {
	t.Parallel()
	codes := []string{"2281", "2262", "2280", "2260", "2284", "2283", "2282", "9998"}
	rapid.Check(t, func(t *rapid.T) {
		in := half()
		need := map[string]int64{}
		for _, code := range rapid.SliceOfNDistinct(rapid.SampledFrom(codes), 1, len(codes), rapid.ID[string]).Draw(t, "places") {
			n := rapid.Int64Range(0, 140).Draw(t, "people")
			in.Places, need[code] = append(in.Places, suggest.Place{ID: code, People: n}), n
		}
		in.Group = rapid.Int64Range(1, 40).Draw(t, "group")
		if rapid.Bool().Draw(t, "some planned") {
			in.Planned = []suggest.Planned{{Town: rapid.SampledFrom(append(codes, "")).Draw(t, "town"), Free: rapid.Int64Range(-3, 60).Draw(t, "free")}}
		}
		got := suggest.Suggest(in)
		if again := suggest.Suggest(in); !reflect.DeepEqual(got, again) {
			t.Fatalf("asked again it is another: %+v, %+v", got, again)
		}
		var all, told int64
		for _, n := range need {
			all += n
		}
		days := map[string]bool{}
		for _, p := range got.Proposals {
			var n int64
			for _, s := range p.From {
				n, need[s.Place] = n+s.People, need[s.Place]-s.People
			}
			if told += n; n != p.People || n == 0 || n > in.Group || p.Seats < n {
				t.Fatalf("%d of %d people, %d seats: %+v", n, p.People, p.Seats, p)
			}
			d, err := time.Parse(time.DateOnly, p.Day)
			if err != nil || p.Day < in.From || p.Day > in.Until || in.Off(p.Day) || d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
				t.Fatalf("day %q", p.Day)
			}
			if days[p.Day] && !p.Busy {
				t.Fatalf("two on %s", p.Day)
			}
			days[p.Day] = true
		}
		for place, left := range need {
			if left < 0 {
				t.Fatalf("%s has sent %d too many", place, -left)
			}
		}
		if got.People != all || got.Seated+told+got.Left != all || got.Left < 0 || len(got.Proposals) < suggest.Most && got.Left > 0 {
			t.Fatalf("%d people, %d seated, %d told, %d left", all, got.Seated, told, got.Left)
		}
	})
}
