package seat_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"yrkesresan/internal/booking/seat"
)

func TestEveryStepIsInTheTable(t *testing.T) {
	want := map[seat.Event]string{
		seat.Ask:        "->asked",
		seat.Pass:       "asked->approved",
		seat.Approve:    "asked->booked|waiting",
		seat.Decline:    "approved->declined asked->declined",
		seat.Book:       "->booked|waiting approved->booked|waiting asked->booked|waiting",
		seat.Offer:      "waiting->offered",
		seat.Accept:     "offered->booked",
		seat.Refuse:     "offered->cancelled",
		seat.Expire:     "offered->cancelled",
		seat.Cancel:     "approved->cancelled asked->cancelled booked->cancelled offered->cancelled waiting->cancelled",
		seat.Excuse:     "booked->excused",
		seat.Substitute: "booked->substituted offered->substituted",
		seat.Close:      "approved->cancelled asked->cancelled offered->cancelled waiting->cancelled",
		seat.Drop:       "approved->cancelled asked->cancelled booked->cancelled offered->cancelled waiting->cancelled",
	}
	for _, e := range seat.Events() {
		var steps []string
		for _, s := range append([]seat.State{seat.None}, seat.States()...) {
			with, can := seat.Step(s, e, true)
			without, canWithout := seat.Step(s, e, false)
			switch {
			case can != canWithout:
				t.Errorf("%s from %q is possible only sometimes", e, s)
			case can && with != without:
				steps = append(steps, fmt.Sprintf("%s->%s|%s", s, with, without))
			case can:
				steps = append(steps, fmt.Sprintf("%s->%s", s, with))
			}
		}
		slices.Sort(steps)
		got := ""
		for i, s := range steps {
			if i > 0 {
				got += " "
			}
			got += s
		}
		if got != want[e] {
			t.Errorf("%s: %s, want %s", e, got, want[e])
		}
	}
}

func TestNothingComesOfWhatHasEnded(t *testing.T) {
	for _, s := range seat.States() {
		if !seat.Ended(s) {
			continue
		}
		for _, e := range seat.Events() {
			if to, can := seat.Step(s, e, true); can {
				t.Errorf("%s leads from %s to %s", e, s, to)
			}
		}
		for _, m := range append(seat.Marks(), seat.Booked) {
			if seat.CanMark(s, m) {
				t.Errorf("%s is marked %s", s, m)
			}
		}
		if seat.Holds(s) {
			t.Errorf("%s holds a seat", s)
		}
	}
}

func TestMarksAreCorrected(t *testing.T) {
	days := append(seat.Marks(), seat.Booked)
	for _, from := range seat.States() {
		for _, to := range seat.States() {
			want := slices.Contains(days, from) && slices.Contains(days, to)
			if seat.CanMark(from, to) != want {
				t.Errorf("from %s to %s: %v", from, to, !want)
			}
		}
	}
}

func TestReleasedSeatsAreThePools(t *testing.T) {
	s := seat.Standing{Seats: 10, Quotas: []seat.Quota{{Node: "k", Seats: 4, Taken: 1}, {Node: "m", Seats: 3, Taken: 3}}, PoolTaken: 2}
	if s.Pool() != 3 || s.PoolFree() != 1 || s.Free() != 4 || s.Takes("k") != "k" || s.Takes("m") != seat.Pool || s.Takes("") != seat.Pool {
		t.Errorf("before: pool %d, free of it %d, in all %d", s.Pool(), s.PoolFree(), s.Free())
	}
	s.Quotas[0].Released = true
	if s.Pool() != 6 || s.PoolFree() != 4 || s.Free() != 4 || s.Takes("k") != seat.Pool {
		t.Errorf("after: pool %d, free of it %d, in all %d, takes %s", s.Pool(), s.PoolFree(), s.Free(), s.Takes("k"))
	}
}

func TestWhatIsWrongWithQuotas(t *testing.T) {
	for _, c := range []struct {
		s    seat.Standing
		want seat.Flaw
		at   string
	}{
		{seat.Standing{Seats: 5, Quotas: []seat.Quota{{Node: "k", Seats: 5, Taken: 2}}}, seat.Sound, ""},
		{seat.Standing{Seats: 5, Quotas: []seat.Quota{{Node: "k", Seats: 1, Taken: 2}}}, seat.Overdrawn, "k"},
		{seat.Standing{Seats: 5, Quotas: []seat.Quota{{Node: "k", Seats: 3}, {Node: "m", Seats: 3}}}, seat.TooMany, ""},
		{seat.Standing{Seats: 5, Quotas: []seat.Quota{{Node: "k", Seats: 4}}, PoolTaken: 2}, seat.PoolShort, seat.Pool},
		{seat.Standing{Seats: 5, Quotas: []seat.Quota{{Node: "k", Seats: 4, Released: true}}, PoolTaken: 5}, seat.Sound, ""},
		{seat.Standing{Seats: 2, Quotas: []seat.Quota{{Node: "k", Seats: 4, Taken: 1, Released: true}}, PoolTaken: 1}, seat.Sound, ""},
	} {
		if got, at := c.s.Check(); got != c.want || at != c.at {
			t.Errorf("%+v: %s at %s", c.s, got, at)
		}
	}
}

func ids(ws []seat.Waiter) (out []string) {
	for _, w := range ws {
		out = append(out, w.ID)
	}
	return out
}

func TestTheOrderOfTheReserveList(t *testing.T) {
	all := []seat.Waiter{
		{ID: "a", Group: "k", Queued: 1, Need: 1, Lot: 4}, {ID: "b", Group: "m", Queued: 2, Need: 5, Lot: 1},
		{ID: "c", Group: "k", Queued: 3, Need: 5, Lot: 0}, {ID: "d", Group: "m", Queued: 4, Need: 2, Lot: 2},
	}
	for rule, want := range map[seat.Rule][]string{seat.ByTime: {"a", "b", "c", "d"}, seat.ByNeed: {"b", "c", "d", "a"}, seat.ByLottery: {"b", "d", "a", "c"}} {
		if got := ids(seat.Order(rule, all)); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", rule, got, want)
		}
	}
	own := slices.Clone(all)
	own[0].Rank, own[2].Rank = 2, 1 // k lets c go before a
	if got := ids(seat.Order(seat.ByTime, own)); !slices.Equal(got, []string{"c", "b", "a", "d"}) {
		t.Errorf("k's own order: %v", got)
	}
	common := slices.Clone(all)
	common[3].Common = 1
	if got := ids(seat.Order(seat.ByTime, common)); !slices.Equal(got, []string{"d", "a", "b", "c"}) {
		t.Errorf("the organiser's order: %v", got)
	}
}

// A place that orders its own people moves nobody else's.
func TestOrderingOnesOwnMovesNobodyElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := waiters(t)
		rule := rapid.SampledFrom(seat.Rules()).Draw(t, "rule")
		for i := range all {
			all[i].Rank = 0
		}
		before := seat.Order(rule, all)
		for i := range all {
			if all[i].Group == "k" {
				all[i].Rank = int64(rapid.IntRange(0, 5).Draw(t, "rank"))
			}
		}
		after := seat.Order(rule, all)
		for i := range before {
			if (before[i].Group == "k") != (after[i].Group == "k") || before[i].Group != "k" && before[i].ID != after[i].ID {
				t.Fatalf("%v became %v", ids(before), ids(after))
			}
		}
		if len(before) != len(all) || len(after) != len(all) {
			t.Fatalf("%d waiters, %d in order", len(all), len(after))
		}
	})
}

func waiters(t *rapid.T) []seat.Waiter {
	n := rapid.IntRange(0, 12).Draw(t, "waiters")
	all := make([]seat.Waiter, n)
	for i := range all {
		home := rapid.SampledFrom([]string{"", "k", "m", "f"}).Draw(t, "home")
		group := home
		if group == "" {
			group = "x"
		}
		all[i] = seat.Waiter{ID: fmt.Sprintf("w%02d", i), Home: home, Group: group, Queued: int64(rapid.IntRange(0, 9).Draw(t, "queued")), Need: int64(rapid.IntRange(0, 3).Draw(t, "need")),
			Lot: int64(rapid.IntRange(0, 9).Draw(t, "lot")), Rank: int64(rapid.IntRange(0, 3).Draw(t, "rank")), Common: int64(rapid.IntRange(0, 3).Draw(t, "common"))}
	}
	return all
}

func sound(t *rapid.T) seat.Standing {
	var s seat.Standing
	for _, node := range []string{"k", "m", "f"} {
		q := seat.Quota{Node: node, Seats: int64(rapid.IntRange(0, 5).Draw(t, "seats of "+node)), Released: rapid.Bool().Draw(t, "released "+node)}
		q.Taken = int64(rapid.IntRange(0, int(q.Seats)).Draw(t, "taken of "+node))
		s.Seats += q.Seats
		s.Quotas = append(s.Quotas, q)
	}
	s.Seats += int64(rapid.IntRange(0, 5).Draw(t, "pool"))
	s.PoolTaken = int64(rapid.IntRange(0, int(s.Pool())).Draw(t, "taken of the pool"))
	return s
}

// Whatever stands: what is offered oversells nothing, and afterwards no seat is free that somebody waits for.
func TestFreeSeatsAreOfferedAndNoOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, queue := sound(t), seat.Order(rapid.SampledFrom(seat.Rules()).Draw(t, "rule"), waiters(t))
		given, after := seat.Next(s, queue)
		if flaw, at := after.Check(); flaw != seat.Sound || after.Taken() > after.Seats {
			t.Fatalf("%+v became %+v: %s at %s", s, after, flaw, at)
		}
		served := map[string]bool{}
		for _, g := range given {
			if served[g.ID] {
				t.Fatalf("%s is offered two seats", g.ID)
			}
			served[g.ID] = true
		}
		for i, w := range queue {
			if !served[w.ID] && after.Takes(w.Home) != "" {
				t.Fatalf("%s waits beside a free seat of %q: %+v", w.ID, after.Takes(w.Home), after)
			}
			for _, later := range queue[i+1:] { // of the same home nobody gets past another
				if !served[w.ID] && served[later.ID] && later.Home == w.Home {
					t.Fatalf("%s got past %s", later.ID, w.ID)
				}
			}
		}
	})
}

// Seats of the pool become their places' own without anybody losing one.
func TestAQuotaIsUsedBeforeThePool(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := sound(t)
		pool := make([]seat.Seated, s.PoolTaken)
		for i := range pool {
			pool[i] = seat.Seated{ID: fmt.Sprint(i), Home: rapid.SampledFrom([]string{"", "k", "m", "f"}).Draw(t, "home")}
		}
		given, after := seat.Return(s, pool)
		if after.Taken() != s.Taken() || after.Free() != s.Free() {
			t.Fatalf("%+v became %+v", s, after)
		}
		if flaw, at := after.Check(); flaw != seat.Sound {
			t.Fatalf("%+v became %+v: %s at %s", s, after, flaw, at)
		}
		moved := map[string]bool{}
		for _, g := range given {
			moved[g.ID] = true
		}
		for _, p := range pool {
			if q, ok := after.Of(p.Home); ok && !moved[p.ID] && q.Free() > 0 {
				t.Fatalf("%s stays in the pool beside a free seat of its own", p.ID)
			}
		}
	})
}

func TestSharesAddUpToTheSeats(t *testing.T) {
	if got := seat.Split(10, []int64{1, 1, 1}); !slices.Equal(got, []int64{4, 3, 3}) {
		t.Errorf("%v", got)
	}
	if got := seat.Split(25, []int64{0, -3, 0}); !slices.Equal(got, []int64{0, 0, 0}) {
		t.Errorf("without weight: %v", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		seats := int64(rapid.IntRange(0, 400).Draw(t, "seats"))
		weights := make([]int64, rapid.IntRange(0, 20).Draw(t, "places"))
		var all, sum int64
		for i := range weights {
			weights[i] = int64(rapid.IntRange(0, 30000).Draw(t, "weight"))
			all += weights[i]
		}
		for i, n := range seat.Split(seats, weights) {
			sum += n
			if all > 0 && (n < seats*weights[i]/all || n > seats*weights[i]/all+1) {
				t.Fatalf("%d of %d seats for %d of %d", n, seats, weights[i], all)
			}
		}
		if all > 0 && sum != seats || all == 0 && sum != 0 {
			t.Fatalf("%d seats became %d", seats, sum)
		}
	})
}
