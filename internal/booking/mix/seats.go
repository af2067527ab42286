package mix

import (
	"cmp"
	"slices"
)

// Place is what a municipality has of an occasion's seats and how many it uses.
type Place struct {
	Municipality string
	Seats, Used  int
}

// Free is what is left.
func (p Place) Free() int { return max(0, p.Seats-p.Used) }

// Division is how an occasion's seats are divided.
type Division struct {
	ID     string
	Places []Place
}

func (d Division) of(municipality string) Place {
	for _, p := range d.Places {
		if p.Municipality == municipality {
			return p
		}
	}
	return Place{Municipality: municipality}
}

// Swap is a proposal about seats that nobody uses: at One, a municipality gives seats to another, and gets as
// many from it at Other. No occasion gets more seats by it, and no municipality.
type Swap struct {
	One, Other   string // the occasions
	Gives, Takes string // at One: who gives and who takes; at Other the other way
	Seats        int
	GivesBefore  int // of Gives at One
	GivesAfter   int
	TakesBefore  int // of Takes at One
	TakesAfter   int
}

// Swaps proposes at most most changes of unused seats between occasions of the same course, so that the seats of
// a municipality do not all stand at one of them. It only changes what is free on both sides.
func Swaps(all []Division, most int) []Swap {
	now := make([]Division, len(all))
	for i, d := range all {
		now[i] = Division{d.ID, slices.Clone(d.Places)}
	}
	slices.SortFunc(now, func(a, b Division) int { return cmp.Compare(a.ID, b.ID) })
	var out []Swap
	for len(out) < most {
		s, ok := bestSwap(now)
		if !ok {
			break
		}
		give(now, s)
		out = append(out, s)
	}
	return out
}

// ApplySwap gives the divisions as they are after a change.
func ApplySwap(all []Division, s Swap) []Division {
	out := make([]Division, len(all))
	for i, d := range all {
		out[i] = Division{d.ID, slices.Clone(d.Places)}
	}
	give(out, s)
	return out
}

func give(all []Division, s Swap) {
	for i := range all {
		switch all[i].ID {
		case s.One:
			add(&all[i], s.Gives, -s.Seats)
			add(&all[i], s.Takes, s.Seats)
		case s.Other:
			add(&all[i], s.Takes, -s.Seats)
			add(&all[i], s.Gives, s.Seats)
		}
	}
}

func add(d *Division, municipality string, seats int) {
	for i := range d.Places {
		if d.Places[i].Municipality == municipality {
			d.Places[i].Seats += seats
			return
		}
	}
	d.Places = append(d.Places, Place{Municipality: municipality, Seats: seats})
}

// bestSwap finds the change that evens out most: with n seats, pairs alike at the two occasions become fewest.
func bestSwap(all []Division) (out Swap, ok bool) {
	most := 0
	for i, one := range all {
		for _, other := range all[i+1:] {
			for _, a := range one.Places {
				for _, b := range other.Places {
					if a.Municipality == b.Municipality {
						continue
					}
					a2, b1 := other.of(a.Municipality), one.of(b.Municipality)
					for n := 1; n <= min(a.Free(), b.Free()); n++ {
						gain := pairs(a.Seats) + pairs(a2.Seats) + pairs(b.Seats) + pairs(b1.Seats) -
							pairs(a.Seats-n) - pairs(a2.Seats+n) - pairs(b.Seats-n) - pairs(b1.Seats+n)
						if gain > most {
							most, ok = gain, true
							out = Swap{One: one.ID, Other: other.ID, Gives: a.Municipality, Takes: b.Municipality, Seats: n, GivesBefore: a.Seats, GivesAfter: a.Seats - n,
								TakesBefore: b1.Seats, TakesAfter: b1.Seats + n}
						}
					}
				}
			}
		}
	}
	return out, ok
}

func pairs(n int) int { return n * (n - 1) / 2 }
