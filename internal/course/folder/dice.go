package folder

import "hash/fnv"

// dice gives numbers that follow from a seed alone (SplitMix64). It is written
// out here because a learner who comes back has to meet the same questions in
// the same order, whatever version the server runs. It is not for secrets.
type dice struct{ state uint64 }

// newDice gives different numbers for different names under one seed.
func newDice(seed uint64, name string) *dice {
	h := fnv.New64a()
	h.Write([]byte(name)) // a hash takes everything
	return &dice{seed ^ h.Sum64()}
}

func (d *dice) next() uint64 {
	d.state += 0x9e3779b97f4a7c15
	z := d.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// shuffled is 0 … n-1 in some order.
func (d *dice) shuffled(n int) []int {
	places := make([]int, n)
	for i := range places {
		places[i] = i
	}
	for i := n - 1; i > 0; i-- {
		j := int(d.next() % uint64(i+1))
		places[i], places[j] = places[j], places[i]
	}
	return places
}
