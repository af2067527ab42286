package demo

import (
	"bytes"
	"reflect"
	"slices"
	"testing"
	"time"
)

var someDay = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

func invented(t *testing.T, day time.Time) *world {
	t.Helper()
	w, err := invent(day)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestTheSameDayGivesTheSameWorld(t *testing.T) {
	one, two := invented(t, someDay), invented(t, someDay)
	for n, place := range one.Towns {
		for _, day := range one.Files {
			a, err := one.file(place, day)
			if err != nil {
				t.Fatal(err)
			}
			b, err := two.file(two.Towns[n], day)
			if err != nil || !bytes.Equal(a, b) {
				t.Fatalf("%s, day %d: two files, %v", place.Code, day, err)
			}
		}
	}
	for i, p := range one.people {
		if !reflect.DeepEqual(p.Done, two.people[i].Done) {
			t.Fatalf("%s %s has learnt different things", p.Name[0], p.Name[1])
		}
	}
}

func TestAnotherDayMovesEveryDate(t *testing.T) {
	one, two := invented(t, someDay), invented(t, someDay.AddDate(0, 3, 0))
	if len(one.people) != len(two.people) {
		t.Fatal(len(one.people), len(two.people))
	}
	for i, p := range one.people {
		if p.Name != two.people[i].Name || p.Start != two.people[i].Start {
			t.Fatalf("%v on one day is %v on the other", p.Name, two.people[i].Name)
		}
	}
	if one.date(-10) == two.date(-10) {
		t.Fatal(one.date(-10))
	}
}

func TestSome400PeopleAllDifferent(t *testing.T) {
	w := invented(t, someDay)
	if n := len(w.people); n < 380 || n > 460 {
		t.Errorf("%d people", n)
	}
	names, numbers := map[[2]string]bool{}, map[string]bool{}
	for _, p := range w.people {
		if names[p.Name] {
			t.Errorf("%v twice", p.Name)
		}
		names[p.Name] = true
		for _, number := range []string{p.number, p.second} {
			if number != "" && numbers[number] {
				t.Errorf("number %s twice", number)
			}
			numbers[number] = true
		}
	}
}

// Files that end more than the safety stop allows would stop the demo.
func TestNoFileEndsMoreThanTheSafetyStopAllows(t *testing.T) {
	w := invented(t, someDay)
	for _, town := range w.Towns {
		for i, day := range w.Files[1:] {
			there, gone := 0, 0
			for _, p := range w.people {
				before, now := len(w.rows(p, town, w.Files[i])), len(w.rows(p, town, day))
				there += before
				if now < before && !p.hourly {
					gone++
				}
			}
			if gone*100 > there*4 {
				t.Errorf("%s, day %d: %d of %d are gone", town.Code, day, gone, there)
			}
		}
	}
}

// Who takes a course must be known by then: what is learnt belongs to the employer of that day.
func TestNobodyStudiesBeforeBeingKnown(t *testing.T) {
	w := invented(t, someDay)
	for _, p := range w.people {
		known := 0
		for _, day := range slices.Backward(w.Files) {
			if p.town != nil && p.Start <= day+ahead {
				known = day
			}
		}
		var days []int
		for _, v := range p.Taken {
			days = append(days, v.Day)
		}
		for _, v := range p.Open {
			days = append(days, v.Day)
		}
		for _, v := range p.Reports {
			days = append(days, v.Day)
		}
		for _, day := range days {
			if day <= known || day < p.Start || day > 0 {
				t.Errorf("%s studies on day %d, known from %d, employed from %d", p.Key, day, known, p.Start)
			}
		}
		for _, d := range p.Done {
			if d.Day < p.Start || d.Day > 0 {
				t.Errorf("%v has done %s on day %d, employed from %d", p.Name, d.Course, d.Day, p.Start)
			}
		}
	}
}

func TestEveryUnitHasAChiefAndEveryAddressIsNobodys(t *testing.T) {
	w := invented(t, someDay)
	for _, town := range w.Towns {
		for _, u := range town.Units {
			if w.chiefOf(u) == nil {
				t.Errorf("nobody leads %s", u.Name)
			}
		}
	}
	for _, p := range w.people {
		if p.email != "" && !bytes.HasSuffix([]byte(p.email), []byte(".example")) {
			t.Errorf("%q could reach somebody", p.email)
		}
	}
}
