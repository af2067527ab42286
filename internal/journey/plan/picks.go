package plan

// Picks gives the ids of the journeys that a person has, best first, and of those that would fit and give
// way to another (rule 12).
func Picks(in Input) (has, givesWay []string) {
	for _, c := range choose(&in) {
		has = append(has, c.j.ID)
		for _, p := range c.instead {
			givesWay = append(givesWay, p.Journey)
		}
	}
	return has, givesWay
}
