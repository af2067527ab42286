package pool_test

import (
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"yrkesresan/internal/report/pool"
)

var (
	occupations = []string{"usk", "vb", "ssk"}
	areas       = []string{"aldre", "lss"}
)

// cells draws the people of a municipality: small and large groups, done and not.
func cells(t *rapid.T, name string) []pool.Cell {
	var out []pool.Cell
	for _, o := range occupations {
		for _, a := range areas {
			people := rapid.Int64Range(0, 14).Draw(t, name+o+a)
			done := rapid.Int64Range(0, people).Draw(t, name+o+a+" done")
			late := rapid.Int64Range(0, people-done).Draw(t, name+o+a+" late")
			out = append(out, pool.Cell{Key: pool.Key{Occupation: o, Area: a}, People: people, Done: done, Late: late})
		}
	}
	return out
}

func TestWhatIsToldIsNeverFew(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		own := cells(t, "")
		told := pool.Tell(own, nil)
		var people, sum int64
		for _, c := range own {
			people += c.People
		}
		seen := map[pool.Key]bool{}
		for _, g := range told.Groups {
			sum += g.People
			if g.People < pool.Few {
				t.Fatalf("%d people are told", g.People)
			}
			if g.Split && (g.Done < pool.Few || g.People-g.Done < pool.Few) {
				t.Fatalf("%d of %d are told", g.Done, g.People)
			}
			if !g.Split && (g.Done != 0 || len(told.Groups) > 1) {
				t.Fatalf("%+v among %d groups", g, len(told.Groups))
			}
			for _, k := range g.Keys {
				if seen[k] {
					t.Fatalf("%v is in two groups", k)
				}
				seen[k] = true
			}
		}
		if people >= pool.Few && sum != people || people < pool.Few && len(told.Groups) > 0 {
			t.Fatalf("%d of %d people are told", sum, people)
		}
		if told.LateTold && told.Late < pool.Few {
			t.Fatalf("%d late are told", told.Late)
		}
	})
}

func TestTheOrderOfCellsDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		own := cells(t, "")
		mixed := rapid.Permutation(own).Draw(t, "mixed")
		a, b := pool.Tell(own, nil), pool.Tell(mixed, nil)
		if !slices.EqualFunc(a.Groups, b.Groups, sameGroup) || a.Late != b.Late {
			t.Fatalf("%+v and %+v", a, b)
		}
	})
}

func sameGroup(a, b pool.Group) bool {
	return slices.Equal(a.Keys, b.Keys) && a.People == b.People && a.Done == b.Done && a.Split == b.Split
}

// What was pooled stays pooled together when figures are told again, and the same figures are told the
// same.
func TestWhatIsToldIsStableBetweenDates(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		first, second := cells(t, "first "), cells(t, "second ")
		one := pool.Tell(first, nil)
		if again := pool.Tell(first, one.Partition()); !slices.EqualFunc(one.Groups, again.Groups, sameGroup) {
			t.Fatalf("told again: %+v, was %+v", again, one)
		}
		two := pool.Tell(second, one.Partition())
		if len(two.Groups) == 0 {
			return
		}
		at := map[pool.Key]int{}
		for i, g := range two.Groups {
			for _, k := range g.Keys {
				at[k] = i + 1
			}
		}
		for _, g := range one.Groups {
			where := 0
			for _, k := range g.Keys {
				if at[k] != 0 && where != 0 && at[k] != where {
					t.Fatalf("%v were told together and are told apart", g.Keys)
				}
				where = max(where, at[k])
			}
		}
	})
}

// unknown is one number that an attacker would like to know: the people, or the done, of a cell of a
// municipality in one submission.
type unknown struct {
	town, date int
	key        pool.Key
	done       bool
}

// An attacker who has every table there is (for each of two days, each region and the whole, each choice
// of occupation and area) and reckons with all of them together gets no hidden number: not by totals,
// not by siblings, not by filters, not by two days. All that is shown is a linear equation, and every
// number is an unknown; one that the equations settle has been told.
func TestNothingHiddenCanBeWorkedOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		const towns, dates = 3, 2
		var told [towns][dates]pool.Told
		var own [towns][dates][]pool.Cell
		index, names := map[unknown]int{}, []unknown(nil)
		for town := range towns {
			var before [][]pool.Key
			for date := range dates {
				own[town][date] = cells(t, string(rune('a'+town))+string(rune('0'+date)))
				told[town][date] = pool.Tell(own[town][date], before)
				before = told[town][date].Partition()
				for _, c := range own[town][date] {
					for _, done := range []bool{false, true} {
						u := unknown{town, date, c.Key, done}
						index[u], names = len(names), append(names, u)
					}
				}
			}
		}
		var rows [][]*big.Rat
		row := func(us []unknown) {
			r := make([]*big.Rat, len(names))
			for i := range r {
				r[i] = new(big.Rat)
			}
			for _, u := range us {
				r[index[u]].Add(r[index[u]], big.NewRat(1, 1))
			}
			rows = append(rows, r)
		}
		// Who has submitted when: the first town at both dates anew, the second once, the third late.
		current := [dates][]struct{ town, date int }{{{0, 0}, {1, 0}}, {{0, 1}, {1, 0}, {2, 1}}}
		for day := range dates {
			for _, places := range [][]int{{0}, {1}, {2}, {0, 1}, {0, 1, 2}, {1, 2}} {
				for _, o := range append([]string{""}, occupations...) {
					for _, a := range append([]string{""}, areas...) {
						var people, done []unknown
						for _, s := range current[day] {
							if !slices.Contains(places, s.town) {
								continue
							}
							for _, g := range told[s.town][s.date].Groups {
								if !in(g, o, a) {
									continue
								}
								for _, k := range g.Keys {
									people = append(people, unknown{s.town, s.date, k, false})
									if g.Split {
										done = append(done, unknown{s.town, s.date, k, true})
									}
								}
							}
						}
						row(people)
						row(done)
					}
				}
			}
		}
		reduced := reduce(rows)
		for town := range towns {
			for date := range dates {
				for _, c := range own[town][date] {
					if c.People == 0 {
						continue // nobody: the group's keys say so
					}
					for _, done := range []bool{false, true} {
						n := c.People
						if done {
							n = c.Done
						}
						if settled(reduced, index[unknown{town, date, c.Key, done}]) && n < pool.Few {
							t.Fatalf("town %d, date %d, %v, done %v: %d can be worked out", town, date, c.Key, done, n)
						}
					}
				}
			}
		}
	})
}

func in(g pool.Group, occupation, area string) bool {
	if id, one := g.Occupation(); occupation != "" && (!one || id != occupation) {
		return false
	}
	id, one := g.Area()
	return area == "" || one && id == area
}

// reduce is Gauss and Jordan over fractions: the reduced rows that are not nothing.
func reduce(rows [][]*big.Rat) [][]*big.Rat {
	var out [][]*big.Rat
	for _, r := range rows {
		for _, o := range out {
			if p := pivot(o); r[p].Sign() != 0 {
				subtract(r, o, new(big.Rat).Set(r[p]))
			}
		}
		p := pivot(r)
		if p < 0 {
			continue
		}
		by := new(big.Rat).Inv(r[p])
		for i := range r {
			r[i].Mul(r[i], by)
		}
		for _, o := range out {
			if o[p].Sign() != 0 {
				subtract(o, r, new(big.Rat).Set(o[p]))
			}
		}
		out = append(out, r)
	}
	return out
}

func pivot(r []*big.Rat) int {
	return slices.IndexFunc(r, func(x *big.Rat) bool { return x.Sign() != 0 })
}

func subtract(from, row []*big.Rat, times *big.Rat) {
	for i := range from {
		if row[i].Sign() != 0 {
			from[i].Sub(from[i], new(big.Rat).Mul(times, row[i]))
		}
	}
}

// settled tells whether the equations give one number alone.
func settled(reduced [][]*big.Rat, at int) bool {
	for _, r := range reduced {
		if r[at].Sign() == 0 {
			continue
		}
		others := 0
		for i, x := range r {
			if i != at && x.Sign() != 0 {
				others++
			}
		}
		if others == 0 && pivot(r) == at {
			return true
		}
	}
	return false
}

// The attacker of the test above is a real one: without pooling it finds a hidden number by subtraction.
func TestTheAttackerFindsWhatIsNotPooled(t *testing.T) {
	t.Parallel()
	one := func(xs ...int64) []*big.Rat {
		var r []*big.Rat
		for _, x := range xs {
			r = append(r, big.NewRat(x, 1))
		}
		return r
	}
	if !settled(reduce([][]*big.Rat{one(1, 1, 1), one(1, 1, 0)}), 2) {
		t.Error("a total and the other cells do not give the hidden one away")
	}
	if settled(reduce([][]*big.Rat{one(1, 1, 1), one(1, 0, 0)}), 2) {
		t.Error("two hidden cells give each other away")
	}
}
