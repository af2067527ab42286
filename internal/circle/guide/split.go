package guide

// Split proposes small groups of at most most people each (R147): as even as can be, and mixed, so that people of one kind
// (an occupation, a unit) are spread over the groups. kinds says of each person, in the order of a list, what kind the person
// is. It gives the group of each, from 1; nobody is ranked: the order of the list and the kinds decide. With most 0, or few
// enough people, there is one group.
func Split(kinds []string, most int64) []int64 {
	out := make([]int64, len(kinds))
	n := int64(len(kinds))
	if n == 0 {
		return out
	}
	groups := int64(1)
	if most > 1 && n > most {
		groups = (n + most - 1) / most
	}
	// One kind after another is dealt out like cards, each going on where the last stopped.
	var order []string
	of := map[string][]int{}
	for i, k := range kinds {
		if of[k] == nil {
			order = append(order, k)
		}
		of[k] = append(of[k], i)
	}
	next := int64(0)
	for _, k := range order {
		for _, i := range of[k] {
			out[i] = next%groups + 1
			next++
		}
	}
	return out
}
