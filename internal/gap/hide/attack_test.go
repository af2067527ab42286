package hide_test

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"yrkesresan/internal/gap/hide"
)

// unknown is one number that an attacker would like to know: how many of a cell hold it, are to be
// developed or to be recruited, in a municipality on a day.
type unknown struct {
	town int
	day  string
	key  string
	of   string
}

// An attacker has every table there is: of each day, of each municipality and of all of them, of each choice
// of occupation and of area, every column, and knows that columns add up. Reckoning with all of it together
// gives no figure of a cell, and none of what a table could show instead, that is of fewer than Few.
func TestNothingHiddenCanBeWorkedOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		const towns = 2
		days := []string{"2026-01-01", "2026-06-01", "2027-02-01"}
		a := attacker{index: map[unknown]int{}}
		type shown struct {
			town int
			told hide.Told
		}
		tables := map[string][]shown{}
		real := map[unknown]int64{}
		for town := range towns {
			var told hide.Told
			var own []hide.Cell
			for _, day := range days {
				name := string(rune('a'+town)) + day
				if own == nil {
					own = cells(t, name)
				} else {
					own = moved(t, own, name)
				}
				told = hide.Tell(own, told, day)
				tables[day] = append(tables[day], shown{town, told})
				for _, c := range own {
					for of, n := range map[string]int64{"held": c.Held, "develop": c.Develop, "recruit": c.Recruit} {
						real[unknown{town, day, c.Key, of}] = n
					}
				}
			}
		}
		for _, day := range days {
			for _, places := range [][]int{{0}, {1}, {0, 1}} {
				for _, choice := range []string{"", "a/", "b/", "/1", "/2", "/3"} {
					for _, column := range [][]string{{"held", "develop", "recruit"}, {"held"}, {"develop", "recruit"}, {"develop"}, {"recruit"}} {
						var us []unknown
						for _, s := range tables[day] {
							if slices.Contains(places, s.town) {
								us = append(us, counted(s.town, s.told, choice, column)...)
							}
						}
						a.sees(us)
					}
				}
			}
		}
		for town := range towns {
			for _, day := range days {
				for _, k := range keys {
					for _, column := range [][]string{{"held", "develop", "recruit"}, {"held"}, {"develop", "recruit"}, {"develop"}, {"recruit"}} {
						var us []unknown
						var n int64
						for _, of := range column {
							us = append(us, unknown{town, day, k, of})
							n += real[unknown{town, day, k, of}]
						}
						if n > 0 && n < hide.Few && a.knows(us) {
							t.Fatalf("town %d, %s, %s: %d of %v can be worked out", town, day, k, n, column)
						}
					}
				}
			}
		}
	})
}

// counted is which unknowns a table's figure is the sum of: those of the groups that are wholly chosen and
// of which the column is told, each of the day that its figures are of.
func counted(town int, told hide.Told, choice string, column []string) (out []unknown) {
	for _, g := range told.Groups {
		in := !slices.ContainsFunc(g.Keys, func(k string) bool { return !strings.Contains(k, choice) })
		switch {
		case !in, len(column) < 3 && !g.Split, len(column) == 1 && column[0] != "held" && !g.Parts:
			continue
		}
		for _, k := range g.Keys {
			for _, of := range column {
				out = append(out, unknown{town, g.AsOf, k, of})
			}
		}
	}
	return out
}

// attacker solves linear equations over fractions.
type attacker struct {
	index map[unknown]int
	rows  []map[int]*big.Rat // reduced: each has a leading unknown that no other has
	lead  []int
}

func (a *attacker) row(us []unknown) map[int]*big.Rat {
	r := map[int]*big.Rat{}
	for _, u := range us {
		i, have := a.index[u]
		if !have {
			i = len(a.index)
			a.index[u] = i
		}
		if r[i] == nil {
			r[i] = new(big.Rat)
		}
		r[i].Add(r[i], big.NewRat(1, 1))
	}
	return r
}

// minus takes a row off as many times as its leading unknown stands in r.
func minus(r, row map[int]*big.Rat, lead int) {
	times, have := r[lead]
	if !have {
		return
	}
	times = new(big.Rat).Set(times)
	for i, x := range row {
		if r[i] == nil {
			r[i] = new(big.Rat)
		}
		if r[i].Sub(r[i], new(big.Rat).Mul(times, x)); r[i].Sign() == 0 {
			delete(r, i)
		}
	}
}

// sees takes in one more figure.
func (a *attacker) sees(us []unknown) {
	r := a.row(us)
	for i, row := range a.rows {
		minus(r, row, a.lead[i])
	}
	if len(r) == 0 {
		return
	}
	lead := -1
	for i := range r {
		if lead < 0 || i < lead {
			lead = i
		}
	}
	by := new(big.Rat).Inv(r[lead])
	for _, x := range r {
		x.Mul(x, by)
	}
	for i := range a.rows {
		minus(a.rows[i], r, lead)
	}
	a.rows, a.lead = append(a.rows, r), append(a.lead, lead)
}

// knows tells whether a sum is settled by what has been seen.
func (a *attacker) knows(us []unknown) bool {
	r := a.row(us)
	for i, row := range a.rows {
		minus(r, row, a.lead[i])
	}
	return len(r) == 0
}

// The attacker of the test above is a real one: what is not pooled it finds by subtraction, and what two
// columns leave over as well.
func TestTheAttackerFindsWhatIsNotPooled(t *testing.T) {
	t.Parallel()
	u := func(key, of string) unknown { return unknown{0, "2026-01-01", key, of} }
	a := attacker{index: map[unknown]int{}}
	a.sees([]unknown{u("x", "held"), u("y", "held"), u("z", "held")})
	if a.knows([]unknown{u("z", "held")}) {
		t.Error("a total alone gives a cell away")
	}
	a.sees([]unknown{u("x", "held"), u("y", "held")})
	if !a.knows([]unknown{u("z", "held")}) {
		t.Error("a total and the others do not give the hidden one away")
	}
	a.sees([]unknown{u("z", "held"), u("z", "develop"), u("z", "recruit")})
	a.sees([]unknown{u("z", "recruit")})
	if !a.knows([]unknown{u("z", "develop")}) {
		t.Error("columns that add up do not give the third away")
	}
}
