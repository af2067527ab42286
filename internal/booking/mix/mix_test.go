package mix

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestStepsFollowTheYears(t *testing.T) {
	for _, c := range []struct {
		since, on string
		want      Step
	}{
		{"2025-01-01", "2026-11-22", New}, {"2024-11-23", "2026-11-22", New}, {"2024-11-22", "2026-11-22", Practised},
		{"2021-11-22", "2026-11-22", Practised}, {"2021-11-21", "2026-11-22", Experienced}, {"", "2026-11-22", Unknown}, {"2027-01-01", "2026-11-22", Unknown}, {"2020-01-01", "x", Unknown},
	} {
		if got := StepOf(c.since, c.on); got != c.want {
			t.Errorf("StepOf(%s, %s) = %q, want %q", c.since, c.on, got, c.want)
		}
	}
}

func TestASpreadCountsTheSeated(t *testing.T) {
	s := SpreadOf([]Person{{ID: "a", Municipality: "m", Occupation: "x", Step: New}, {ID: "b", Municipality: "m", Occupation: "y", Step: Experienced}, {ID: "c", Municipality: "n", Occupation: "x", Step: New}, {ID: "d", Municipality: "m", Waiting: true}})
	if s.People != 3 || !slices.Equal(s.Municipalities, []Share{{"m", 2}, {"n", 1}}) || !slices.Equal(s.Occupations, []Share{{"x", 2}, {"y", 1}}) || !slices.Equal(s.Steps, []Share{{"new", 2}, {"experienced", 1}}) {
		t.Errorf("%+v", s)
	}
}

// people are n of a municipality, movable.
func people(municipality string, n int, step Step) (out []Person) {
	for i := range n {
		out = append(out, Person{ID: fmt.Sprintf("%s%d%s", municipality, i, step), Municipality: municipality, Step: step, Movable: true})
	}
	return out
}

func TestBalance(t *testing.T) {
	full := []Group{{ID: "1", Seats: 4, People: people("m", 4, New)}, {ID: "2", Seats: 4, People: people("n", 4, New)}}
	moves := Balance(full, 10)
	if len(moves) != 2 || moves[0].With == "" || moves[0].Why != Towns || moves[0].FromBefore != 4 || moves[0].FromNext != 3 || moves[0].ToNext != 1 {
		t.Errorf("two full groups of one municipality each: %+v", moves)
	}
	if got := Balance(full, 1); len(got) != 1 {
		t.Errorf("more than asked for: %+v", got)
	}
	years := []Group{{ID: "1", Seats: 2, People: people("m", 2, New)}, {ID: "2", Seats: 2, People: people("m", 2, Experienced)}}
	if got := Balance(years, 10); len(got) != 1 || got[0].Why != Years {
		t.Errorf("new and experienced apart: %+v", got)
	}
	waits := []Group{{ID: "1", Seats: 1, People: append(people("m", 1, New), Person{ID: "w", Municipality: "m", Waiting: true, Movable: true})}, {ID: "2", Seats: 1}}
	if got := Balance(waits, 1); len(got) != 1 || got[0].Person != "w" || got[0].Why != Seat || got[0].To != "2" {
		t.Errorf("one who waits and a free seat: %+v", got)
	}
	least := []Group{{ID: "1", Seats: 4, MinSeats: 4, People: people("m", 4, New)}, {ID: "2", Seats: 4}}
	if got := Balance(least, 10); len(got) != 0 {
		t.Errorf("a group below its least number: %+v", got)
	}
	still := []Group{{ID: "1", Seats: 2, People: []Person{{ID: "a", Municipality: "m"}, {ID: "b", Municipality: "m"}}}, {ID: "2", Seats: 2, People: []Person{{ID: "c", Municipality: "n"}, {ID: "d", Municipality: "n"}}}}
	if got := Balance(still, 10); len(got) != 0 {
		t.Errorf("nobody may be asked, and yet: %+v", got)
	}
}

// groups draws some groups, none with more seated than seats.
func groups(t *rapid.T) (out []Group) {
	id := 0
	for g := range rapid.IntRange(1, 4).Draw(t, "groups") {
		x := Group{ID: fmt.Sprint("g", g), Seats: rapid.IntRange(0, 8).Draw(t, "seats"), MinSeats: rapid.IntRange(0, 4).Draw(t, "least")}
		for range rapid.IntRange(0, 10).Draw(t, "people") {
			id++
			p := Person{ID: fmt.Sprint("p", id), Municipality: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "town"), Step: rapid.SampledFrom(Steps()).Draw(t, "step"), Movable: rapid.Bool().Draw(t, "movable")}
			p.Waiting = x.Seated() >= x.Seats || rapid.Bool().Draw(t, "waiting")
			x.People = append(x.People, p)
		}
		out = append(out, x)
	}
	return out
}

func ids(all []Group) (out []string) {
	for _, g := range all {
		for _, p := range g.People {
			out = append(out, p.ID)
		}
	}
	slices.Sort(out)
	return out
}

func alike(all []Group) (n int) {
	for _, g := range all {
		towns, steps := Alike(g.People)
		n += townWeight*towns + steps
	}
	return n
}

func TestBalanceLosesNobodyAndOversellsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := groups(t)
		now, seated := before, map[string]int{}
		for _, g := range before {
			seated[g.ID] = g.Seated()
		}
		movable := map[string]bool{}
		for _, g := range before {
			for _, p := range g.People {
				movable[p.ID] = p.Movable
			}
		}
		for _, m := range Balance(before, 20) {
			next := Apply(now, m)
			if m.Why != Seat && alike(next) >= alike(now) {
				t.Fatalf("%+v leaves as many alike: %d → %d", m, alike(now), alike(next))
			}
			if !movable[m.Person] || m.With != "" && !movable[m.With] {
				t.Fatalf("%+v moves who may not be asked", m)
			}
			now = next
		}
		if !slices.Equal(ids(before), ids(now)) {
			t.Fatalf("somebody is lost or doubled: %v → %v", ids(before), ids(now))
		}
		for _, g := range now {
			if g.Seated() > g.Seats {
				t.Fatalf("%s has %d in %d seats", g.ID, g.Seated(), g.Seats)
			}
			if g.Seated() < min(g.MinSeats, seated[g.ID]) {
				t.Fatalf("%s fell to %d, below %d", g.ID, g.Seated(), g.MinSeats)
			}
		}
	})
}

func TestSwaps(t *testing.T) {
	got := Swaps([]Division{{"1", []Place{{"m", 8, 2}, {"n", 0, 0}}}, {"2", []Place{{"n", 8, 0}}}}, 5)
	if len(got) != 1 || got[0] != (Swap{One: "1", Other: "2", Gives: "m", Takes: "n", Seats: 4, GivesBefore: 8, GivesAfter: 4, TakesBefore: 0, TakesAfter: 4}) {
		t.Errorf("%+v", got)
	}
	if got := Swaps([]Division{{"1", []Place{{"m", 8, 8}}}, {"2", []Place{{"n", 8, 8}}}}, 5); len(got) != 0 {
		t.Errorf("seats in use change hands: %+v", got)
	}
}

func TestSwapsKeepEveryTotalAndTouchNoUsedSeat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []Division
		for i := range rapid.IntRange(1, 4).Draw(t, "occasions") {
			d := Division{ID: fmt.Sprint("o", i)}
			for _, town := range []string{"a", "b", "c"} {
				seats := rapid.IntRange(0, 9).Draw(t, "seats")
				d.Places = append(d.Places, Place{town, seats, rapid.IntRange(0, seats).Draw(t, "used")})
			}
			all = append(all, d)
		}
		totals := func(all []Division) map[string]int {
			out := map[string]int{}
			for _, d := range all {
				for _, p := range d.Places {
					out[d.ID] += p.Seats
					out[p.Municipality] += p.Seats
					if p.Seats < p.Used {
						t.Fatalf("%s has fewer seats than it uses at %s", p.Municipality, d.ID)
					}
				}
			}
			return out
		}
		was, now := totals(all), all
		for _, s := range Swaps(all, 20) {
			now = ApplySwap(now, s)
		}
		is := totals(now)
		for of, n := range was {
			if is[of] != n {
				t.Fatalf("%s: %d → %d", of, n, is[of])
			}
		}
	})
}
